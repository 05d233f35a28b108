"""Which rows of a list a column lets through: filters as values, and the SQL that each of them stands for."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from db.columns import Cell, to_cell
from diagnosis.fieldtypes import ChoicesType, FieldType, Value
from diagnosis.questionnaire import Part, Question

Mark = Literal["refused", "advised"]
Condition = tuple[str, list[Cell]]  # SQL with question marks, and what they stand for
LONGEST_TEXT = 1000  # characters that are looked for; SQLite takes no pattern of more than 50,000 bytes


@dataclass(frozen=True, slots=True)
class Among:
    """One of these answers; where several can be chosen, any of them. ``None``: no answer; ``()``: known to have none."""

    values: frozenset[Value]


@dataclass(frozen=True, slots=True, kw_only=True)
class Between:
    """``answered``: a number or a day from ``low`` to ``high``, where these are given; ``blank``: no answer."""

    low: float | str | None = None
    high: float | str | None = None
    answered: bool = True
    blank: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """``answered``: a text that holds this one anywhere, in capitals or not (A to Z); ``blank``: no answer."""

    text: str = ""
    answered: bool = True
    blank: bool = False


Filter = Among | Between | Holding
Filters = Mapping[str, Filter]  # field id -> what its answers must be


def condition(question: Question, wanted: Filter) -> Condition:
    """SQL that holds for the rows that a filter of this question lets through."""
    if isinstance(wanted, Among):
        return _any([_equal(question, value) for value in wanted.values])
    blank = [_equal(question, None)] if wanted.blank else []
    answered = [_range(question, wanted) if isinstance(wanted, Between) else holds(question.id, wanted.text)] if wanted.answered else []
    return _any([*answered, *blank])


def _any(conditions: list[Condition]) -> Condition:
    return f"({' OR '.join(sql for sql, _ in conditions) or '0'})", [fact for _, facts in conditions for fact in facts]


def _equal(question: Question, value: Value) -> Condition:
    if isinstance(question.type, ChoicesType) and isinstance(value, str):
        return f'"{question.id}" LIKE ?', [f'%"{value}"%']
    return f'"{question.id}" IS ?', [to_cell(value)]


def _range(question: Question, wanted: Between) -> Condition:
    bounds = [(sign, bound) for sign, bound in ((">=", wanted.low), ("<=", wanted.high)) if bound is not None]
    sql = " AND ".join([f'"{question.id}" IS NOT NULL', *(f'"{question.id}" {sign} ?' for sign, _ in bounds)])
    return f"({sql})", [bound for _, bound in bounds]


def holds(field: str, text: str) -> Condition:
    """SQL that holds where a column's text has this one in it, in capitals or not (A to Z); of an empty one, where there is any."""
    if text and text.lower() == text.upper():  # without letters nothing is to be folded, which is the slower search
        return f'instr("{field}", ?) > 0', [text[:LONGEST_TEXT].replace("\0", "")]
    sought = text[:LONGEST_TEXT].replace("\0", "").replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"\"{field}\" LIKE ? ESCAPE '\\'", [f"%{sought}%"]


def marked(part: Part, mark: Mark, round_id: int) -> Condition:
    """SQL that holds for rows in which something typed was refused, or in which an answer looks wrong.

    The second one needs ``advised``, see ``is_advised``.
    """
    if mark == "refused":
        return "_id IN (SELECT row FROM drafts WHERE _round = ? AND part = ?)", [round_id, part.id]
    return _any([(f'advised(?, "{question.id}")', [question.id]) for question in part.questions if _advises(question.type)])


def _advises(kind: FieldType) -> bool:
    return type(kind).advise is not FieldType.advise


def is_advised(part: Part, field: str, cell: Cell) -> bool:
    """Whether an answer looks wrong to its field type, which then says so beside it."""
    return cell is not None and part.question(field).type.advise(cell) is not None
