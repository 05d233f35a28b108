"""What was changed, kept in the file itself, so that it can be taken back and made again even after a restart.

An image says what a row was and became: ``[table, row id, before, after]``. ``before`` is null for a row that was added,
``after`` for one that was deleted; for a changed row both hold the cells that changed. Cells without a value are left out
of added and deleted rows. Many rows added at once have one image, see spans.py; a cell set in many rows has a few, see strips.py.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from types import MappingProxyType
from typing import Any, Literal, NamedTuple, Protocol, cast

from db import blobs, spans, strips
from db.columns import Cell, from_json, quoted, to_json
from db.dots import count, now
from db.stamps import SYNC, make_room, stamp
from db.workspace import Entries, Names, Workspace
from diagnosis.errors import UserError
from diagnosis.text import Text

KEPT = 1000  # changes that can be taken back
AT_ONCE = 50  # of those before them that are dropped together: each by itself would be two pages more to flush at every key
LARGE, KEPT_TEXT = 2**20, 64 * 2**20  # characters of what they were and became: of a large change, and of all that are kept
Cells = Mapping[str, Cell]
Held = Mapping[str, Any]  # cells of a row, or rows of a span
Image = tuple[str, int | spans.Span | strips.Ids, Held | None, Held | None]
State = Literal["done", "undone"]
# What was taken back is newer than all that is done; without this bound the whole history would be read, images and all, to find none.
LAST_DONE = "coalesce((SELECT _id FROM history WHERE state = 'done' ORDER BY _id DESC LIMIT 1), 0)"
# the oldest, the last one done, the newest: each from its end of the index
ENDS = f"SELECT coalesce((SELECT min(_id) FROM history), 1), {LAST_DONE}, coalesce((SELECT max(_id) FROM history), 0)"
# undo takes the last one done, redo the first one undone; of each only what is above its floor
NEXT = {"done": "state = 'done' AND _id > ? ORDER BY _id DESC", "undone": f"state = 'undone' AND _id > max(?, {LAST_DONE}) ORDER BY _id"}


class Change(NamedTuple):
    """What an operation changed; ``parts`` is empty when it changed nothing.

    ``row_id``: the row it was about, where it was about one. ``summary``: part -> (rows before, after), of an import.
    """

    name: Text
    cluster_id: int | None = None
    round_id: int | None = None
    parts: frozenset[str] = frozenset()
    row_id: int | None = None
    summary: Mapping[str, tuple[int, int]] = MappingProxyType({})


def undo(workspace: Workspace) -> Change | None:
    """Takes the last change back; ``None`` when there is none."""
    return _step(workspace, "done")


def redo(workspace: Workspace) -> Change | None:
    """Makes the change that was taken back last once more; ``None`` when there is none."""
    return _step(workspace, "undone")


def undo_name(workspace: Workspace) -> Text | None:
    """The name of the change that ``undo`` would take back."""
    workspace.look()
    return _name(workspace, "done")


def redo_name(workspace: Workspace) -> Text | None:
    """The name of the change that ``redo`` would make again."""
    return _name(workspace, "undone")


def names(workspace: Workspace) -> Names:
    """The names of the changes that ``undo`` and ``redo`` would move; read only where they are not known."""
    return workspace.left.names if workspace.left is not None else (undo_name(workspace), redo_name(workspace))


def newest(workspace: Workspace) -> tuple[str, Text] | None:
    """When the last change was made (ISO 8601), and its name."""
    for at, zh, en in workspace.rows("SELECT at, name_zh, name_en FROM history WHERE state = 'done' ORDER BY _id DESC LIMIT 1"):
        return str(at), Text(zh, en)
    return None


class Made(Protocol):
    """A change as it is recorded, with all it has written."""

    name: Text
    cluster_id: int | None
    round_id: int | None
    row_id: int | None
    parts: set[str]
    images: list[Image]


def remember(workspace: Workspace, change: Made, at: str, known: Entries | None) -> Entries:
    """Adds a change, made ``at`` this moment, to the history, within its own transaction; what had been taken back before is gone.

    ``known``: the oldest and the newest change, if it is known that none is taken back. Returns the same as it is now.
    """
    oldest, last, end = workspace.rows(ENDS)[0] if known is None else (*known, known[1])
    freed = end > last and _drop(workspace, "> ?", last)
    held = write_images(change.images)
    entry = workspace.db.execute(
        "INSERT INTO history (at, name_zh, name_en, cluster, round, row, parts, images, state) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'done')",
        (
            at,
            change.name.zh,
            change.name.en,
            change.cluster_id,
            change.round_id,
            change.row_id,
            _parts_text(frozenset(change.parts)),
            held,
        ),
    )
    # ids follow each other without gaps, as only the newest and the oldest entries ever go
    newest = entry.lastrowid or 0
    if oldest <= newest - KEPT - AT_ONCE + 1:
        freed |= _drop(workspace, "<= ?", newest - KEPT)
        oldest = newest - KEPT + 1
    _make_room(workspace, newest, len(held), change.images, freed=freed)
    return oldest, newest


def rewrite(workspace: Workspace, change: Made, at: str, newest: int, images: Sequence[Image]) -> None:
    """Makes a change part of the newest one, within its own transaction. ``images``: of both; without any there is none left."""
    if not images:
        _make_room(workspace, newest, 0, (), freed=_drop(workspace, "= ?", newest))
        return
    held = write_images(images)
    sql = "UPDATE history SET at = ?, name_zh = ?, name_en = ?, images = ? WHERE _id = ?"
    workspace.db.execute(sql, (at, change.name.zh, change.name.en, held, newest))
    _make_room(workspace, newest, len(held), images, freed=False)


def _make_room(workspace: Workspace, newest: int, size: int, images: Sequence[Image], *, freed: bool) -> None:
    """Keeps what the newest change needs, and drops old ones for it. ``freed``: files were kept for what has been dropped already."""
    if size > LARGE:  # to add up the whole history takes a while: not at every key
        freed |= _cut(workspace, newest)
    needs = blobs.need(workspace, newest, images)
    if needs and (last := blobs.surplus(workspace, newest)) is not None:
        _drop(workspace, "<= ?", last)
    if freed or needs:  # each file is looked at: not at every key either
        blobs.collect(workspace)


@cache
def _parts_text(parts: frozenset[str]) -> str:
    return to_json(sorted(parts))


def _drop(workspace: Workspace, which: str, *facts: int) -> bool:
    """Drops the entries with these ids; whether files were kept for any of them."""
    files = workspace.db.execute(f"SELECT 1 FROM needed WHERE entry {which} LIMIT 1", facts).fetchone()
    workspace.db.execute(f"DELETE FROM history WHERE _id {which}", facts)
    return files is not None


def _cut(workspace: Workspace, newest: int) -> bool:
    """Drops the oldest changes until what is kept is no more than ``KEPT_TEXT``; the newest stays. Whether files were kept for any."""
    total = 0
    for entry, size in workspace.rows("SELECT _id, length(images) FROM history ORDER BY _id DESC"):
        total += size
        if total > KEPT_TEXT and entry < newest:
            return _drop(workspace, "<= ?", entry)
    return False


def forget(workspace: Workspace) -> None:
    """Leaves nothing to take back: what is there now is the beginning."""
    with workspace.writing():
        workspace.db.execute("DELETE FROM history")
        blobs.collect(workspace)


def rows_of(images: Iterable[Image]) -> dict[str, set[int]]:
    """Table -> the rows that these images are about."""
    found: dict[str, set[int]] = {}
    for image in images:
        found.setdefault(image[0], set()).update(ids_of(image))
    return found


def ids_of(image: Image) -> Sequence[int]:
    """The rows that an image is about."""
    _, rows, before, _ = image
    if isinstance(rows, int):
        return (rows,)
    return range(rows[0], rows[1] + 1) if before is None else rows


def apply(workspace: Workspace, image: Image) -> bool:
    """Brings one row from what it was to what it became; tells whether it was there."""
    table, row_id, before, after = image
    if before is None:
        cells = after or {}
        marks = ", ".join("?" * len(cells))
        sql, facts = f'INSERT INTO "{table}" ({quoted(cells)}) VALUES ({marks})', tuple(cells.values())
    elif after is None:
        sql, facts = f'DELETE FROM "{table}" WHERE _id = ?', (row_id,)
    else:
        marks = ", ".join(f'"{column}" = ?' for column in after)
        sql, facts = f'UPDATE "{table}" SET {marks} WHERE _id = ?', (*after.values(), row_id)
    return workspace.db.execute(sql, facts).rowcount == 1


def _name(workspace: Workspace, state: State) -> Text | None:
    found = workspace.rows(f"SELECT name_zh, name_en FROM history WHERE {NEXT[state]} LIMIT 1", workspace.floors[state])
    return Text(*found[0]) if found else None


def _step(workspace: Workspace, state: State) -> Change | None:
    with workspace.writing() as left:
        columns = "_id, images, name_zh, name_en, cluster, round, row, parts"
        found = workspace.rows(f"SELECT {columns} FROM history WHERE {NEXT[state]} LIMIT 1", workspace.floors[state])
        if not found:
            workspace.left = left
            return None
        entry, text, zh, en, cluster_id, round_id, row_id, parts = found[0]
        images = read_images(workspace, text)
        merged = any(image[0] == "sessions" for image in images)
        if merged:
            count(workspace)
        moved = _apply_all(workspace, images, backwards=state == "done")
        if not merged:  # a merge goes, and comes again, with the stamps it brought
            turned = [(table, row, after, before) for table, row, before, after in moved] if state == "done" else moved
            stamp(workspace, turned, (cluster_id, round_id), now(), fresh=False)
        after = "undone" if state == "done" else "done"
        workspace.db.execute("UPDATE history SET state = ? WHERE _id = ?", (after, entry))
        if moved != images:  # rows of a span are in their table or here
            workspace.db.execute("UPDATE history SET images = ? WHERE _id = ?", (write_images(moved), entry))
        changed = _read_parts(workspace, parts)
    workspace.tell(changed, rows_of(images))
    return Change(name=Text(zh, en), cluster_id=cluster_id, round_id=round_id, parts=changed, row_id=row_id)


def _read_parts(workspace: Workspace, text: str) -> frozenset[str]:
    found = from_json(text)
    if not isinstance(found, list):
        raise UserError("history-broken", file=workspace.path)
    return frozenset(map(str, found))


def read_images(workspace: Workspace, text: str) -> list[Image]:
    """The images of a change, in the order in which it was made.

    A file comes from anywhere, and its images become SQL: raises ``UserError`` unless they are about its own tables and columns.
    """
    columns: dict[object, set[str]] = {}
    for table, column in workspace.rows(
        "SELECT m.name, c.name FROM sqlite_master AS m, pragma_table_info(m.name) AS c WHERE m.type = 'table'"
    ):
        columns.setdefault(table, set()).add(column)
    try:
        images = list(_decoded(text))
    except (ValueError, RecursionError) as error:
        raise UserError("history-broken", file=workspace.path) from error
    if not all(_is_image(image, columns) for image in images):
        raise UserError("history-broken", file=workspace.path)
    return [(table, tuple(row) if isinstance(row, list) else row, before, after) for table, row, before, after in images]


def write_images(images: Iterable[Image]) -> str:
    """The images as JSON, one by one: of a large change the whole would keep the interpreter from a window that is painting."""
    return f"[{','.join(map(to_json, images))}]"


def _decoded(text: str) -> Iterator[Any]:
    """The images one by one; raises ``ValueError`` for what is no list in JSON."""
    decode, place = json.JSONDecoder().raw_decode, 1
    if text[:1] != "[":
        raise ValueError(text[:1])
    while text[place : place + 1] != "]":
        image, place = decode(text, place)
        yield image
        place += text[place : place + 1] == ","


def _is_image(image: object, columns: Mapping[object, set[str]]) -> bool:
    match image:
        case [str(table), int(), None | dict() as before, None | dict() as after]:
            sides = [cells for cells in (before, after) if cells is not None]
            return table in columns and sides != [] and all(cells and columns[table].issuperset(cells) for cells in sides)
        case [str(table), list(span), None, dict(held)]:
            return table in columns and spans.is_span(span, held, columns[table])
        case [str(table), list(ids), dict(before), dict(after)]:
            return table in columns and strips.is_strip(ids, before, after, columns[table])
    return False


def _apply_all(workspace: Workspace, images: Sequence[Image], *, backwards: bool) -> list[Image]:
    """The images as they are afterwards.

    Raises ``UserError`` when rows are not as the history left them: another program has written to the file.
    """
    done: list[Image | None] = []
    try:
        for image in reversed(images) if backwards else images:
            step = _apply_row if isinstance(image[1], int) else _apply_span if image[2] is None else _apply_strip
            done.append(step(workspace, image, backwards=backwards))
    except (sqlite3.IntegrityError, sqlite3.InterfaceError, sqlite3.ProgrammingError, OverflowError, UnicodeEncodeError) as error:
        raise UserError("history-broken", file=workspace.path) from error
    found = [image for image in done if image is not None]
    if len(found) < len(images):
        raise UserError("history-broken", file=workspace.path)
    return found[::-1] if backwards else found


def _apply_row(workspace: Workspace, image: Image, *, backwards: bool) -> Image | None:
    """What a merge noted beside the survey may have been noted anew since; a row of the survey is as the history left it."""
    table, row_id, before, after = image
    old, new = (after, before) if backwards else (before, after)
    if table in SYNC and old is None:
        make_room(workspace, table, new or {})
    return image if apply(workspace, (table, row_id, old, new)) or table in SYNC else None


def _apply_span(workspace: Workspace, image: Image, *, backwards: bool) -> Image | None:
    table, rows, _, held = image
    span = cast(spans.Span, rows)
    if backwards == bool(held):  # the rows are not where they should be
        return None
    if backwards:
        taken = spans.take_out(workspace, table, span)
        return None if taken is None else (table, span, None, taken)
    spans.put_back(workspace, table, held or {})
    return table, span, None, spans.IN_TABLE


def _apply_strip(workspace: Workspace, image: Image, *, backwards: bool) -> Image | None:
    return image if strips.put(workspace, cast(strips.Strip, image), backwards=backwards) else None
