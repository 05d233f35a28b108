"""What two people wrote differently: shown side by side with who wrote it when, until somebody chooses."""

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from db import authored
from db.blobs import ATTACHMENTS
from db.columns import Cell, from_cell, from_json, known
from db.dots import BITS, CHANGES, now, take
from db.history import Change
from db.recorder import PART_OF, Recorder, recording
from db.sides import GONE, Copy, Pair
from db.stamps import EXISTENCE, HELD, KEYED, ROWS, Key, is_register, named, write
from db.workspace import Workspace
from db.writing import drop_round, drop_rows
from diagnosis import moments
from diagnosis.errors import UserError
from diagnosis.fieldtypes.texts import TextType
from diagnosis.findings import Difference, Place
from diagnosis.questionnaire import Question, questionnaire
from diagnosis.survey import LISTS
from diagnosis.text import Text, one_line, phrase

LONGEST_NAME = 60  # characters of what a row is called


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the values: as it is shown, and who wrote it when. ``deleted``: somebody deleted the row."""

    number: int | None  # of the conflict that keeps it; None for the value that is shown
    text: Text
    deleted: bool
    who: str
    at: str

    @property
    def by(self) -> Text:
        """Who wrote it when, as far as it is known."""
        if not self.at:
            return phrase("db", "by-nobody")
        return phrase("db", "by", who=self.who, time=moments.shown(self.at))

    def told(self) -> Text:
        """The value with who wrote it when."""
        return phrase("db", "value-by", value=self.text, by=self.by)


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """A register with several values. ``name``: of the row; ``label``: of the field, ``None`` when the row's existence is in question.

    ``part``, ``row_id`` and ``field``: where it is in the survey; a file's part is "attachments".
    """

    key: Key
    part: str
    row_id: int | None
    field: str
    name: str
    label: Text | None
    choices: tuple[Choice, ...]  # the one that is shown first

    def told(self) -> Text:
        """What it is about: part, row and field."""
        part = part_name(self.part)
        if self.label is None:
            return phrase("db", "about-row", part=part, name=self.name) if self.name else part
        if not self.name:
            return phrase("db", "about-field", part=part, field=self.label)
        return phrase("db", "about-field-of-row", part=part, name=self.name, field=self.label)


def conflicts(workspace: Workspace, round_id: int | None = None) -> tuple[Conflict, ...]:
    """The conflicts of the workspace, or of a round and its cluster; those of rows that are gone rest until the rows come back."""
    with workspace.reading():
        copy, whose = Copy(workspace), _people(workspace)
        keys = workspace.rows("SELECT DISTINCT tbl, row, field FROM conflicts ORDER BY tbl, row, field")
        found = [conflict for table, row, column in keys if (conflict := _conflict(copy, (table, row, column), whose)) is not None]
    if round_id is None:
        return tuple(found)
    owners = dict(workspace.rows("SELECT _id, _cluster FROM rounds"))
    return tuple(each for each in found if _is_in(workspace, each, round_id, owners.get(round_id)))


def differences(workspace: Workspace, round_id: int) -> tuple[Difference, ...]:
    """The conflicts of a round and its cluster, as the check before export takes them."""
    if not workspace.rows("SELECT 1 FROM conflicts LIMIT 1"):
        return ()
    found, orders = conflicts(workspace, round_id), dict[str, dict[int, int]]()
    for part in {each.part for each in found if each.row_id is not None} & {*LISTS}:
        ordered = workspace.rows(f'SELECT _id FROM "{part}" WHERE _round = ? ORDER BY _position, _id', round_id)
        orders[part] = {number: place for place, (number,) in enumerate(ordered)}
    return tuple(Difference(_place(each, orders), each.told()) for each in found)


def _place(conflict: Conflict, orders: Mapping[str, Mapping[int, int]]) -> Place:
    """``orders``: by list, the places of its rows."""
    part = questionnaire().parts.get(conflict.part)
    if conflict.part == authored.TABLE:
        return Place(step="report", part=conflict.part, field=conflict.field)
    if part is None:
        return Place(step="overview", part="round")
    row = orders[part.id].get(conflict.row_id) if conflict.row_id is not None else None  # None too for a row of another round
    return Place(step=part.step, part=part.id, row=row, field=conflict.field or None)


def choose(workspace: Workspace, chosen: Iterable[tuple[Key, int | None]]) -> Change:
    """Settles conflicts: of each register the value of this conflict, or (``None``) the one that is shown. One change.

    Raises ``UserError`` when a conflict is there no more, or no field takes its value.
    """
    try:
        with recording(workspace, phrase("db", "choose")) as recorder:
            for key, number in chosen:
                _point(recorder, key)
                settle(recorder, key, number)
            return recorder.change()
    except sqlite3.IntegrityError as error:  # a value that no program of ours has written
        raise UserError("workspace-damaged", file=workspace.path) from error


def settle(recorder: Recorder, key: Key, number: int | None) -> None:
    """A register gets the value of this conflict, or (``None``) keeps what is shown; raises ``UserError`` when the conflict is gone."""
    workspace = recorder.workspace
    kept = workspace.rows("SELECT _id, value FROM conflicts WHERE tbl = ? AND row = ? AND field = ?", *key)
    if not kept or (number is not None and number not in dict(kept)):
        raise UserError("conflict-gone", file=workspace.path)
    recorder.delete("conflicts", [each for each, _ in kept])
    if number is not None:
        _write(recorder, key, from_json(dict(kept)[number]))
    write(workspace, [key], -take(workspace, CHANGES)[0], now())


def _write(recorder: Recorder, key: Key, value: Cell) -> None:
    table, row, column = key
    if table in KEYED:
        name = HELD[table]
        found = Copy(recorder.workspace).keyed(table, row).get(column)
        if found is not None and value is None:
            recorder.delete(table, [found[0]])
        elif found is not None:
            recorder.update(table, found[0], {name: value})
        elif value is not None:
            recorder.insert(table, [{"_round": row, **named(table, column), name: value}])
    elif column != EXISTENCE:
        recorder.update(table, row, {column: value})
    elif value == GONE and table == "rounds":
        drop_round(recorder, row)
    elif value == GONE and table == "clusters":
        for (inner,) in recorder.workspace.rows("SELECT _id FROM rounds WHERE _cluster = ?", row):
            drop_round(recorder, inner)
        recorder.delete(table, [row])
    elif value == GONE:
        drop_rows(recorder, table, [row])


def _point(recorder: Recorder, key: Key) -> None:
    """The change is about the cluster and the round of this register."""
    table, row, _ = key
    if table == "clusters":
        recorder.cluster_id = row
        return
    found = [(row,)] if table in ("rounds", *KEYED) else recorder.workspace.rows(f'SELECT _round FROM "{table}" WHERE _id = ?', row)
    recorder.round_id = found[0][0] if found else None
    owner = recorder.workspace.rows("SELECT _cluster FROM rounds WHERE _id = ?", recorder.round_id)
    recorder.cluster_id = owner[0][0] if owner else None


def _is_in(workspace: Workspace, conflict: Conflict, round_id: int, cluster_id: int | None) -> bool:
    table, row, _ = conflict.key
    if table == "clusters":
        return row == cluster_id
    if table in ("rounds", *KEYED):
        return row == round_id
    return bool(workspace.rows(f'SELECT 1 FROM "{table}" WHERE _id = ? AND _round = ?', row, round_id))


def value_of(copy: Copy, key: Key) -> tuple[Cell, bool]:
    """The value of a register that stands in its table, and whether one does."""
    table, row, column = key
    if table in KEYED:
        found = copy.keyed(table, row).get(column)
        return (found[1][HELD[table]], True) if found is not None else (None, False)
    cells = copy.row(table, row)
    if column == EXISTENCE:
        return int(cells is not None), cells is not None
    return (cells[column], True) if cells is not None else (None, False)


def _conflict(copy: Copy, key: Key, whose: dict[int, str]) -> Conflict | None:
    table, row, column = key
    if not is_register(table, column):
        return None
    part, row_id, name = _about(table, row, column)
    cells = copy.row(table, row) if table not in KEYED else {}
    if cells is None or (table in KEYED and copy.row("rounds", row) is None) or not _is_asked(part, name):
        return None
    if table not in KEYED and column not in (EXISTENCE, *cells):
        return None
    if table in KEYED and row_id is not None and copy.row(part, row_id) is None:  # what was typed there came and went with its row
        return None
    register, (value, there) = copy.of(key), value_of(copy, key)
    own = next(iter(copy.pairs(key, value, there=there) - set(register.conflicts)), (0, value))
    further = sorted((number, pair, when) for pair, (number, when) in register.conflicts.items())
    all_choices = [(None, own, register.stamp[2] if register.stamp is not None else ""), *further]
    return Conflict(
        key=key,
        part=part,
        row_id=row_id,
        field=name,
        name=authored.title_of(copy.workspace, row, name) if table == authored.TABLE else _name(copy, part, row_id, cells),
        label=None if column == EXISTENCE else _label(part, name),
        choices=tuple(_choice(number, pair, when, key, whose) for number, pair, when in all_choices),
    )


def _about(table: str, row: int, column: str) -> tuple[str, int | None, str]:
    """Part of the survey, row of a list, and field of a register."""
    if table not in KEYED:
        return PART_OF.get(table, table), row if table in ROWS else None, column
    if table == authored.TABLE:
        return table, None, column
    cells = named(table, column)
    drafted = cells.get("row")
    return str(cells["part"]), drafted if isinstance(drafted, int) else None, str(cells["field"])


def _is_asked(part: str, name: str) -> bool:
    """Whether a part of the survey has this field, as a file from somewhere may name any."""
    if part in (ATTACHMENTS, authored.TABLE):
        return True
    found = questionnaire().parts.get(part)
    return found is not None and (name == EXISTENCE or any(each.id == name for each in found.questions))


def part_name(part: str) -> Text:
    """The name of a part of the survey, of the files, or of the report."""
    if part == authored.TABLE:
        return phrase("db", "part-report")
    return phrase("db", "part-files") if part == ATTACHMENTS else questionnaire().parts[part].name


def _label(part: str, name: str) -> Text:
    if part == authored.TABLE:
        return authored.label_of(name)
    if part == ATTACHMENTS:
        return phrase("db", "file-caption") if name == "caption" else phrase("db", "file-name")
    return questionnaire().parts[part].question(name).label


def _choice(number: int | None, pair: Pair, at: str, key: Key, whose: dict[int, str]) -> Choice:
    dot, cell = pair
    gone = key[2] == EXISTENCE and cell == GONE
    return Choice(number, phrase("db", "value-deleted") if gone else _shown(key, cell), gone, whose.get(abs(dot) >> BITS, ""), at)


def _shown(key: Key, cell: Cell) -> Text:
    """A register's value as it would be typed; of a draft, what was typed."""
    table, row, column = key
    if column == EXISTENCE:
        return phrase("db", "value-there")
    if cell is None:
        return phrase("db", "value-blank")
    if table == authored.TABLE:
        return authored.shown(column, str(cell))
    if table in ("drafts", ATTACHMENTS):
        return Text(str(cell), str(cell))
    part, _, name = _about(table, row, column)
    question = questionnaire().parts[part].question(name)
    value = known(question, from_json(str(cell))) if table == "answers" else from_cell(question, cell)
    return Text(question.type.show(value, "zh"), question.type.show(value, "en"))


def _name(copy: Copy, part: str, row_id: int | None, cells: dict[str, Cell]) -> str:
    """What the row of a list, or the file, is called."""
    if row_id is None:
        return ""
    row = cells or copy.row(part, row_id) or {}
    if part == ATTACHMENTS:
        return str(row.get("name") or "")
    asked: Sequence[Question] = questionnaire().parts[part].questions
    first = next((each for each in asked if each.wide), asked[0])
    texts = (each for each in asked if isinstance(each.type, TextType))  # an interview without an organisation goes by its person
    question = next((each for each in (first, *texts) if row.get(each.id) is not None), None)
    return "" if question is None else one_line(question.type.show(from_cell(question, row[question.id]), "zh"), LONGEST_NAME)


def _people(workspace: Workspace) -> dict[int, str]:
    return dict(workspace.rows("SELECT prefix, who FROM sessions"))
