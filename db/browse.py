"""Reading for tables and forms: which rows, in which order, and their answers with what was typed and not taken."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from db.columns import OF_ROUND, RECORD_TABLES, Cell, from_cell, quoted, to_cell
from db.surveys import drafts
from db.workspace import Workspace
from diagnosis.fieldtypes import ChoicesType, ChoiceType, NamesType, TextType, Value
from diagnosis.questionnaire import Part, Question, questionnaire

LONGEST_WORD = 1000  # characters of a search; SQLite takes no pattern of more than 50,000 bytes


@dataclass(frozen=True, slots=True)
class Entry:
    """A record or a row: its answers and its drafts by field id."""

    answers: Mapping[str, Value] = field(default_factory=dict)
    drafts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """Which rows of a list, in which order. ``sort``: a field id, or ``None`` for the order of the list.

    ``search``: words that must all occur somewhere in a row, in any case; the name of a choice counts as its text.
    ``only``: rows with exactly this answer.
    """

    sort: str | None = None
    descending: bool = False
    search: str = ""
    only: tuple[str, Value] | None = None


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
        found = workspace.rows(f'SELECT {_columns(asked)} FROM "{RECORD_TABLES[part]}" WHERE {OF_ROUND[part]}', round_id)
        return _answers(asked, found[0]) if found else {}
    kept = workspace.rows("SELECT field, value FROM answers WHERE _round = ? AND part = ?", round_id, part)
    return {name: asked.question(name).type.check(json.loads(value)) for name, value in kept}


def row_ids(workspace: Workspace, round_id: int, part: str, view: View = View()) -> list[int]:
    """The ids of the rows that ``view`` shows, in its order; rows without the answer sorted by come last."""
    asked = questionnaire().parts[part]
    conditions, facts = ["_round = ?"], [round_id, *_only(view)]
    if view.only is not None:
        conditions.append(f'"{view.only[0]}" IS ?')
    for word in view.search.split():
        condition, its_facts = _found_in_row(asked, word)
        conditions.append(condition)
        facts += its_facts
    order, its_facts = _order(asked, view)
    _sort_as_pinyin(workspace)
    found = workspace.rows(f'SELECT _id FROM "{part}" WHERE {" AND ".join(conditions)} ORDER BY {order}', *facts, *its_facts)
    return [row_id for (row_id,) in found]


def count(workspace: Workspace, round_id: int, part: str) -> int:
    """How many rows a list has."""
    return int(workspace.rows(f'SELECT count(*) FROM "{part}" WHERE _round = ?', round_id)[0][0])


def rows_by_id(workspace: Workspace, round_id: int, part: str, ids: Sequence[int]) -> dict[int, Entry]:
    """The rows of these ids; those that are gone are left out."""
    asked, marks = questionnaire().parts[part], ", ".join("?" * len(ids))
    with workspace.reading():
        found = workspace.rows(f'SELECT _id, {_columns(asked)} FROM "{part}" WHERE _id IN ({marks})', *ids)
        typed = workspace.rows(
            f"SELECT row, field, text FROM drafts WHERE _round = ? AND part = ? AND row IN ({marks}) ORDER BY _id",
            round_id,
            part,
            *ids,
        )
    by_row: dict[int, dict[str, str]] = {}
    for row_id, name, text in typed:
        by_row.setdefault(row_id, {})[name] = text
    return {row_id: Entry(_answers(asked, cells), by_row.get(row_id, {})) for row_id, *cells in found}


def _columns(part: Part) -> str:
    return quoted(question.id for question in part.questions)


def _answers(part: Part, cells: Iterable[Cell]) -> Mapping[str, Value]:
    return {question.id: from_cell(question, cell) for question, cell in zip(part.questions, cells, strict=True) if cell is not None}


def _only(view: View) -> list[Cell]:
    return [] if view.only is None else [to_cell(view.only[1])]


def _found_in_row(part: Part, word: str) -> tuple[str, list[Cell]]:
    """SQL that holds for a row with this word in any of its fields."""
    conditions, facts = [], []
    for question in part.questions:
        for condition, fact in _found_in_field(question, word):
            conditions.append(condition)
            facts.append(fact)
    return f"({' OR '.join(conditions) or '0'})", facts


def _found_in_field(question: Question, word: str) -> list[tuple[str, Cell]]:
    if isinstance(question.type, ChoiceType | ChoicesType):
        names = question.type.choices.items()
        ids = [key for key, name in names if word.casefold() in name.zh.casefold() or word.casefold() in name.en.casefold()]
        if isinstance(question.type, ChoiceType):
            return [(f'"{question.id}" = ?', key) for key in ids]
        return [(f'"{question.id}" LIKE ?', f'%"{key}"%') for key in ids]
    if isinstance(question.type, TextType | NamesType) or word[0].isdigit():
        return [(f"\"{question.id}\" LIKE ? ESCAPE '\\'", f"%{_literally(word[:LONGEST_WORD])}%")]
    return []


def _literally(word: str) -> str:
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _sort_as_pinyin(workspace: Workspace) -> None:
    """GB 18030 holds the 3,755 common characters in the order of their pinyin, so its bytes sort Chinese as people look it up."""
    workspace.db.create_function("by_pinyin", 1, _gb18030, deterministic=True)


def _gb18030(text: str | None) -> bytes | None:
    return None if text is None else text.casefold().encode("gb18030", "replace")


def _order(part: Part, view: View) -> tuple[str, list[Cell]]:
    if view.sort is None:
        return "_position, _id", []
    question, way = part.question(view.sort), "DESC" if view.descending else "ASC"
    key = f'"{question.id}"'
    facts: list[Cell] = []
    if isinstance(question.type, ChoiceType):
        facts = list(question.type.choices)
        steps = " ".join(f"WHEN ? THEN {place}" for place in range(len(facts)))
        key = f"CASE {key} {steps} ELSE {len(facts)} END"
    elif isinstance(question.type, TextType):
        key = f"by_pinyin({key})"
    return f'"{question.id}" IS NULL, {key} {way}, _position, _id', facts
