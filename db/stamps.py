"""Which change wrote each cell last: what a merge needs to tell a later value from one that was written without knowing of it.

A *register* is what can be changed by itself: a cell (table, row, column), the existence of a row (column ``""``), an answer of a
record (``answers``, round, "part.field"), a draft (``drafts``, round, "part.row.field"), an aspect of an authored section
(``authored``, round, "lang.section.aspect"). A register without a stamp has the stamp of its row's creation, the row's own number.
The stamps of a row outlive it: it may come back, and a merge that is taken back finds them by their numbers. Whoever changes a cell says
as well that its row, round and cluster are there: so a deletion elsewhere that did not know of the change meets it.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from db.blobs import ATTACHMENTS
from db.columns import Cell, to_json
from db.dots import CHANGES, take
from db.workspace import Workspace
from diagnosis.patterns import pattern
from diagnosis.rows import LIST_NAMES
from diagnosis.text import LANGS

if TYPE_CHECKING:
    from db.history import Image

AUTHORED = "authored"  # what is written into a report
EXISTENCE = ""
POSITION = "_position"
# the tables of the merging itself -> the columns that say what a row is about
SYNC = {"sessions": ("prefix", "space"), "stamps": ("tbl", "row", "field"), "conflicts": ("tbl", "row", "field", "dot", "value")}
ROWS = (*LIST_NAMES, ATTACHMENTS)  # of a round
OWNERS = ("clusters", "rounds")
TRACKED = (*OWNERS, *ROWS)
# their rows are registers of the round, known by what they are about and not by their number -> the columns that say so
KEYED = {"answers": ("part", "field"), "drafts": ("part", "row", "field"), AUTHORED: ("lang", "section", "aspect")}
STAMPED = frozenset((*TRACKED, *KEYED))
HELD = {"answers": "value", "drafts": "text", AUTHORED: "value"}  # the column that holds a register's value
NAMED = {  # what their registers are called
    "answers": pattern(r"\w+\..+", re.DOTALL),
    "drafts": pattern(r"\w+\.(-?[0-9]{1,19})?\..+", re.DOTALL),
    AUTHORED: pattern(rf"({'|'.join(LANGS)})\.[^.]+\..+", re.DOTALL),
}
Key = tuple[str, int, str]  # table, row, field


def stamp(workspace: Workspace, images: "Sequence[Image]", owner: tuple[int | None, int | None], at: str, *, fresh: bool) -> None:
    """Notes this change, made ``at`` this moment, as the last one of all registers it wrote, within its transaction.

    ``owner``: the cluster and the round it was about. ``fresh``: rows were added under new numbers, which say so themselves.
    """
    stamped = [image for image in images if image[0] in STAMPED]
    if not stamped:
        return
    owners = {image[:2] for image in stamped if image[0] in OWNERS and (image[2] is None or image[3] is None)}
    if owners:  # what went with them does so whatever else was written to it before
        went = {image[:2] for image in images if _goes_with(image, owners)}
        stamped = [image for image in stamped if image[:2] not in went]
    keys, keyed, tells = dict[Key, None](), list["Image"](), False
    for image in stamped:
        if image[0] in KEYED:
            keyed.append(image)
        else:
            keys.update(dict.fromkeys(_keys(image, fresh=fresh)))
    if keyed:
        keys.update(dict.fromkeys(keys_of_keyed(workspace, keyed)))
    gone = {image[:2] for image in images if image[3] is None} if owners else ()
    for table, row in zip(OWNERS, owner, strict=True):
        if row is not None and (table, row) not in gone:
            keys[table, row, EXISTENCE], tells = None, True
    dot = -take(workspace, CHANGES, stamped=tells)[0]
    write(workspace, keys, dot, at)
    for table, rows, before, after in stamped:
        if not isinstance(rows, int) and before and after and table in TRACKED:  # a strip
            _write_strip(workspace, table, rows, (EXISTENCE, *after), (dot, at))


def _write_strip(workspace: Workspace, table: str, rows: Sequence[int], fields: Sequence[str], stamped: tuple[int, str]) -> None:
    """Sets the stamps of the same registers in many rows."""
    for name in fields:
        workspace.db.execute(
            "INSERT INTO stamps (tbl, row, field, dot, at) SELECT ?, value, ?, ?, ? FROM json_each(?) WHERE true"
            " ON CONFLICT (tbl, row, field) DO UPDATE SET dot = excluded.dot, at = excluded.at",
            (table, name, *stamped, to_json(list(rows))),
        )


def _goes_with(image: "Image", owners: set[tuple[str, int | tuple[int, ...]]]) -> bool:
    """Whether a row came or went only because its round or its cluster did: that alone is what was done."""
    cells = image[2] or image[3] or {}
    return ("rounds", cells.get("_round")) in owners or ("clusters", cells.get("_cluster")) in owners


def write(workspace: Workspace, keys: Iterable[Key], dot: int, at: str) -> None:
    """Sets the stamps of registers."""
    workspace.db.executemany(
        "INSERT INTO stamps (tbl, row, field, dot, at) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT (tbl, row, field) DO UPDATE SET dot = excluded.dot, at = excluded.at",
        [(*key, dot, at) for key in keys],
    )


def make_room(workspace: Workspace, table: str, row: Mapping[str, object]) -> None:
    """For a row of ``SYNC`` that a merge brings once more: what was noted meanwhile may be about the same, or have its number."""
    names = SYNC[table]
    same = " AND ".join(f'"{name}" = ?' for name in names)
    workspace.db.execute(f'DELETE FROM "{table}" WHERE {same}', [row.get(name) for name in names])
    workspace.db.execute(f'UPDATE "{table}" SET _id = (SELECT max(_id) + 1 FROM "{table}") WHERE _id = ?', (row.get("_id"),))


def _keys(image: "Image", *, fresh: bool) -> Iterable[Key]:
    table, row, before, after = image
    if not isinstance(row, int):
        return [] if fresh or (before and after) else [(table, each, EXISTENCE) for each in range(row[0], row[-1] + 1)]
    if before is None and fresh and row > 0:
        return []
    cells = [(table, row, column) for column in after or () if column == POSITION or not column.startswith("_")]
    return [(table, row, EXISTENCE), *cells]


def keys_of_keyed(workspace: Workspace, images: "Sequence[Image]") -> list[Key]:
    """The registers of these tables; what they are about stands in the image that adds or deletes them, else in the file."""
    about: dict[tuple[str, int], dict[str, object]] = {}
    for table, row, before, after in images:
        if isinstance(row, int):
            about.setdefault((table, row), {}).update({**(before or {}), **(after or {})})
    for (table, row), cells in about.items():
        if "_round" not in cells:
            columns = ("_round", *KEYED[table])
            (found,) = workspace.rows(f'SELECT {", ".join(columns)} FROM "{table}" WHERE _id = ?', row)
            cells.update(zip(columns, found, strict=True))
    return [(table, int(str(cells["_round"])), register_field(table, cells)) for (table, _), cells in about.items()]


def is_register(table: str, name: str) -> bool:
    """Whether a register may be called so, as a file from somewhere may hold anything; whether there is such a field the caller knows."""
    return NAMED[table].fullmatch(name) is not None if table in NAMED else table in TRACKED


def register_field(table: str, cells: Mapping[str, object]) -> str:
    """How such a row is called among the registers of its round."""
    return ".".join("" if cells.get(name) is None else str(cells[name]) for name in KEYED[table])


def named(table: str, name: str) -> dict[str, Cell]:
    """The cells that such a register is called by: ``register_field`` turned back, for what ``is_register`` holds of."""
    if table == AUTHORED:
        return dict(zip(KEYED[table], name.split(".", 2), strict=True))
    if table == "answers":
        part, _, field = name.partition(".")
        return {"part": part, "field": field}
    part, row, field = name.split(".", 2)
    return {"part": part, "row": int(row) if row else None, "field": field}
