"""Answers as they stand in the workspace: a flag is 0 or 1, a list is JSON text, everything else is itself, no answer is NULL.

Names of the workspace's own columns begin with an underscore, so that no question's id can meet them.
"""

import json
from collections.abc import Iterable, Mapping

from diagnosis.fieldtypes import ChoicesType, FlagType, NamesType, Value
from diagnosis.questionnaire import Question

Cell = str | int | float | None


def to_cell(value: Value) -> Cell:
    """What is stored for an answer."""
    if isinstance(value, tuple):
        return to_json(value)
    return int(value) if isinstance(value, bool) else value


def from_cell(question: Question, cell: Cell) -> Value:
    """The answer that a cell holds; raises ``json.JSONDecodeError`` for a damaged list."""
    if cell is None:
        return None
    if isinstance(question.type, FlagType):
        return bool(cell)
    if isinstance(question.type, ChoicesType | NamesType):
        return tuple(json.loads(str(cell)))
    return cell


def row_cells(answers: Mapping[str, Value]) -> dict[str, Cell]:
    """The cells of a whole row of answers."""
    return {field: to_cell(value) for field, value in answers.items()}


def to_json(value: object) -> str:
    """JSON as the workspace holds it: one line, Chinese as it is."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def quoted(names: Iterable[str]) -> str:
    """Column names for SQL; "from" and "open" are words of SQL, too."""
    return ", ".join(f'"{name}"' for name in names)
