"""Answers as they stand in the workspace: a flag is 0 or 1, a list is JSON text, no answer is NULL, all else is itself.

Names of the workspace's own columns begin with an underscore, so that no question's id can meet them.
"""

import json
import math
from collections.abc import Iterable, Mapping
from typing import Any

from diagnosis.errors import Invalid, UserError
from diagnosis.fieldtypes import ChoicesType, FlagType, NamesType, NumberType, TextType, Value
from diagnosis.questionnaire import Question

Cell = str | int | float | None
PLAIN = (TextType, NumberType)  # SQLite itself holds these, and flags, to their column's type, see schema.py
LISTED = (ChoicesType, NamesType)
RECORD_TABLES = {"cluster": "clusters", "round": "rounds"}  # the records that have a table of their own
OF_ROUND = {"cluster": "_id = (SELECT _cluster FROM rounds WHERE _id = ?)", "round": "_id = ?"}  # which row of it


def to_cell(value: Value) -> Cell:
    """What is stored for an answer."""
    if isinstance(value, tuple):
        return to_json(value)
    return int(value) if isinstance(value, bool) else value


def from_cell(question: Question, cell: Cell) -> Value:
    """The answer that a cell holds; raises ``UserError`` for one that the present questionnaire does not know."""
    if cell is None or isinstance(question.type, PLAIN):
        return cell
    if isinstance(question.type, FlagType):
        return bool(cell)
    return known(question, from_json(str(cell)) if isinstance(question.type, LISTED) else cell)


def known(question: Question, value: object) -> Value:
    """A value read from the file, if its question takes it; raises ``UserError`` otherwise: nothing is left out unsaid."""
    try:
        return question.type.check(value)
    except Invalid as verdict:
        raise UserError("answer-unknown", field=question.label, value=value, what=verdict.text()) from None


def row_cells(answers: Mapping[str, Value]) -> dict[str, Cell]:
    """The cells of a row of answers."""
    return {field: to_cell(value) for field, value in answers.items()}


_ENCODER = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":"))


def to_json(value: object) -> str:
    """JSON as the workspace holds it: one line, Chinese as it is."""
    return _ENCODER.encode(value)


def is_cell(value: object) -> bool:
    """Whether something from JSON is what a cell can hold: numbers of 64 bits, and text of whole characters."""
    match value:
        case str():
            return value.isascii() or not any("\ud800" <= character <= "\udfff" for character in value)
        case bool() | int():
            return -(2**63) <= value < 2**63
        case float():
            return math.isfinite(value)
    return value is None


def from_json(text: str) -> Any:
    """What JSON in the file says; raises ``json.JSONDecodeError``, for what is nested deeper than can be followed as well."""
    try:
        return json.loads(text)
    except RecursionError as error:
        raise json.JSONDecodeError("nested too deeply", "", 0) from error


def quoted(names: Iterable[str]) -> str:
    """Column names for SQL; "from" and "open" are words of SQL, too."""
    return ", ".join(f'"{name}"' for name in names)
