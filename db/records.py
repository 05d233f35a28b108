"""Rows as they stand in the workspace: their answers, and what was typed and not taken."""

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple, TypeVar, cast

from db.columns import OF_ROUND, PLAIN, RECORD_TABLES, Cell, from_cell, from_json, quoted
from db.workspace import Workspace
from diagnosis.fieldtypes import Value
from diagnosis.questionnaire import Part, Question, questionnaire
from diagnosis.rows import Row, make_row

R = TypeVar("R", bound=Row)
Converted = Sequence[tuple[str, Question | None]]


class Entry(NamedTuple):
    """A record or a row: its answers and its drafts by field id, and how many files are attached to the row."""

    answers: Mapping[str, Value] = MappingProxyType({})
    drafts: Mapping[str, str] = MappingProxyType({})
    files: int = 0


def record(workspace: Workspace, round_id: int, part: str) -> Entry:
    """A record part of a round."""
    with workspace.reading():
        typed = drafts(workspace, round_id).items()
        return Entry(
            _record_answers(workspace, round_id, part),
            {name: text for (owner, row, name), text in typed if owner == part and row is None},
        )


def _record_answers(workspace: Workspace, round_id: int, part: str) -> Mapping[str, Value]:
    asked = questionnaire().parts[part]
    if part in RECORD_TABLES:
        found = workspace.rows(f'SELECT {columns(asked)} FROM "{RECORD_TABLES[part]}" WHERE {OF_ROUND[part]}', round_id)
        return answers(converted(asked), found[0]) if found else {}
    kept = workspace.rows("SELECT field, value FROM answers WHERE _round = ? AND part = ?", round_id, part)
    return {name: asked.question(name).type.check(from_json(value)) for name, value in kept}


def drafts(workspace: Workspace, round_id: int) -> dict[tuple[str, int | None, str], str]:
    """What was typed and not taken, by part, row id (``None`` in a record) and field."""
    found = workspace.rows("SELECT part, row, field, text FROM drafts WHERE _round = ? ORDER BY _id", round_id)
    return {(part, row, field): text for part, row, field, text in found}


def made_rows(workspace: Workspace, part: str, kind: type[R], where: str, *facts: object) -> tuple[tuple[int, R], ...]:
    """Rows of a part with their ids; ``where``: the table and which of its rows."""
    asked = questionnaire().parts[part]
    with workspace.reading():
        found = workspace.rows(f"SELECT _id, {columns(asked)} FROM {where}", *facts)
        fields = converted(asked)
        return tuple((number, cast(R, make_row(kind, answers(fields, cells)))) for number, *cells in found)


def columns(part: Part) -> str:
    """The columns of a part, for SQL."""
    return quoted(question.id for question in part.questions)


def converted(part: Part) -> Converted:
    """The fields of a part; a question is named only where its cells are not the answers themselves."""
    return [(each.id, None if isinstance(each.type, PLAIN) else each) for each in part.questions]


def answers(asked: Converted, cells: Iterable[Cell]) -> dict[str, Value]:
    """The answers in the cells of a row."""
    return {
        field: cell if question is None else from_cell(question, cell)
        for (field, question), cell in zip(asked, cells, strict=True)
        if cell is not None
    }
