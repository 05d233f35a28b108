"""Long lists read in stretches, each packed as soon as it is read, so that a roster of 100,000 firms is never there as so many rows."""

from array import array
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from db.columns import PLAIN, Cell, from_cell, quoted
from db.workspace import Workspace
from diagnosis.fieldtypes import Value
from diagnosis.packed import BLOCK, Block
from diagnosis.questionnaire import Question, questionnaire
from diagnosis.rows import attribute, attributes
from diagnosis.survey import LISTS

Key = tuple[int, int]  # where a row stands in its list: its position, then its id
FIRST: Key = (-(2**63), -(2**63))
LAST: Key = (2**63 - 1, 2**63 - 1)
ASKED_AT_ONCE = 500  # ids in one question


@dataclass(frozen=True, slots=True)
class Stretch:
    """Rows that follow each other in a list: their ids and answers, and the place of the last one."""

    ids: "array[int]"
    block: Block
    last: Key


def stretches(workspace: Workspace, round_id: int, part: str, after: Key = FIRST, upto: Key = LAST) -> Iterator[Stretch]:
    """The rows behind ``after``, up to and with ``upto``. Nothing is open between two stretches."""
    asked = questionnaire().parts[part].questions
    sql = (
        f'SELECT _position, _id, {quoted(question.id for question in asked)} FROM "{part}" WHERE _round = ?'
        " AND (_position, _id) > (?, ?) AND (_position, _id) <= (?, ?) ORDER BY _position, _id LIMIT ?"
    )
    while found := workspace.rows(sql, round_id, *after, *upto, BLOCK):
        positions, ids, *cells = zip(*found, strict=True)
        after = (positions[-1], ids[-1])
        yield Stretch(array("q", ids), _packed(part, asked, cells), after)
        if len(found) < BLOCK:
            return


def _packed(part: str, asked: Sequence[Question], cells: Sequence[Sequence[Cell]]) -> Block:
    """The cells of some rows, question by question, as the attributes of the part's rows."""
    own = attributes(LISTS[part])  # type: ignore[arg-type]  # a class can be hashed, whatever its rows can
    values = {question.id: _values(question, column) for question, column in zip(asked, cells, strict=True)}
    columns: dict[str, Sequence[object]] = {attribute(field): column for field, column in values.items() if attribute(field) in own}
    further = {field: column for field, column in values.items() if attribute(field) not in own}
    if further:
        columns["more"] = [_given(row) for row in _rows(further)]
    return Block(len(cells[0]), columns)


def _values(question: Question, cells: Sequence[Cell]) -> Sequence[Value]:
    if isinstance(question.type, PLAIN):
        return cells
    value_of = {cell: from_cell(question, cell) for cell in set(cells)}
    return [value_of[cell] for cell in cells]


def _rows(columns: Mapping[str, Sequence[Value]]) -> Iterator[dict[str, Value]]:
    return (dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True))


def _given(row: Mapping[str, Value]) -> dict[str, Value]:
    return {field: value for field, value in row.items() if value is not None}


def touched(workspace: Workspace, round_id: int, part: str, known: Sequence[Stretch], ids: Collection[int]) -> set[int]:
    """Which of the ``known`` stretches hold one of these rows as it was, or must hold it now."""
    found = {number for number, stretch in enumerate(known) if not set(ids).isdisjoint(stretch.ids)}
    left = iter(ids)
    while some := list(islice(left, ASKED_AT_ONCE)):
        marks = ", ".join("?" * len(some))
        keys = workspace.rows(f'SELECT _position, _id FROM "{part}" WHERE _round = ? AND _id IN ({marks})', round_id, *some)
        found |= {_stretch_of(known, key) for key in keys}
    return found


def _stretch_of(known: Sequence[Stretch], key: Key) -> int:
    """The stretch within which a row stands; what is behind the last one belongs to it."""
    return next((number for number, stretch in enumerate(known) if key <= stretch.last), len(known) - 1)
