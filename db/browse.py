"""Reading for tables and forms: which rows, in which order, and their answers with what was typed and not taken."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from db.attachments import counts
from db.columns import Cell, from_cell, to_cell, to_json
from db.filters import Among, Condition, Filter, Filters, Mark, condition, holds, is_advised, marked
from db.pinyin import sort_key
from db.records import Entry, answers, columns, converted, record
from db.search import is_spelt, spelt
from db.workspace import Workspace
from diagnosis.fieldtypes import ChoicesType, ChoiceType, NamesType, TextType, Value
from diagnosis.questionnaire import Part, Question, questionnaire

__all__ = ["Entry", "record"]  # a row and a record are shown alike


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """Which rows of a list, in which order. ``sort``: a field id, or ``None`` for the order of the list.

    ``search``: words that must all occur somewhere in a row, in any case; the name of a choice counts as its text, and the initials of
    a name's pinyin as part of it.
    ``filters``: what the answers to some questions must be. ``mark``: rows in which something is marked.
    ``only``: rows with exactly this answer.
    """

    sort: str | None = None
    descending: bool = False
    search: str = ""
    filters: Filters = field(default_factory=dict)
    mark: Mark | None = None
    only: tuple[str, Value] | None = None

    @property
    def narrows(self) -> bool:
        """Whether an edit may take a row out of it, or bring one in."""
        return bool(self.search or self.filters or self.mark or self.only is not None)

    @property
    def asks(self) -> bool:
        """Whether somebody searches or filters in it."""
        return bool(self.search or self.filters or self.mark)

    def within(self, other: "View") -> bool:
        """Whether it shows no row that the other one does not show: the same, with more letters of a search."""
        if other.search == "" or not self.search.startswith(other.search) or replace(self, search=other.search) != other:
            return False
        return all(is_spelt(word) == is_spelt(before) for word, before in zip(self.search.split(), other.search.split(), strict=False))

    def filtered(self, name: str, wanted: Filter | None) -> "View":
        """The same with another filter of one question, or without one."""
        others = {each: kept for each, kept in self.filters.items() if each != name}
        return replace(self, filters=others if wanted is None else {**others, name: wanted})


def row_ids(workspace: Workspace, round_id: int, part: str, view: View = View(), within: Sequence[int] | None = None) -> list[int]:
    """The ids of the rows that ``view`` shows, in its order; rows without the answer sorted by come last.

    ``within``: no others than these are looked at.
    """
    asked = questionnaire().parts[part]
    conditions = [_which(workspace, asked, round_id, view), *([] if within is None else [_these(round_id, within)])]
    which, facts = " AND ".join(sql for sql, _ in conditions), [fact for _, its_facts in conditions for fact in its_facts]
    order, its_facts = _order(workspace, asked, view)
    return [row_id for (row_id,) in workspace.each(f'SELECT _id FROM "{part}" WHERE {which} ORDER BY {order}', *facts, *its_facts)]


def tally(
    workspace: Workspace, round_id: int, part: str, name: str, rows: View | Sequence[int], *, whole: bool = False
) -> list[tuple[Value, int]]:
    """How often each answer to a question is given in these rows, the most frequent first; ``None``: not answered.

    Of several choices each one is counted by itself, unless the answer is wanted as a ``whole``.
    """
    asked = questionnaire().parts[part]
    which, facts = _which(workspace, asked, round_id, rows) if isinstance(rows, View) else _these(round_id, rows)
    found = workspace.rows(f'SELECT "{name}", count(*) FROM "{part}" WHERE {which} GROUP BY 1', *facts)
    counts: Counter[Value] = Counter()
    for cell, count in found:
        value = from_cell(asked.question(name), cell)
        for each in (value or ((),)) if isinstance(value, tuple) and not whole else (value,):
            counts[each] += count
    return counts.most_common()


@dataclass(frozen=True, slots=True)
class Shape:
    """What a list is like, whatever its rows hold: as long as it is the same, the same rows stand in the same order."""

    rows: int
    places: int  # the sum of each row's id times its position, after division by a prime so that it stays small


NO_ROWS = Shape(0, 0)


def shape(workspace: Workspace, round_id: int, part: str) -> Shape:
    """How many rows a list has, and a number that is another one when others stand there or in another order."""
    places = "sum((_position % 65521) * (_id % 65521))"
    rows, found = workspace.rows(f'SELECT count(*), {places} FROM "{part}" WHERE _round = ?', round_id)[0]
    return Shape(rows, found or 0)


def count(workspace: Workspace, round_id: int, part: str) -> int:
    """How many rows a list has."""
    return int(workspace.rows(f'SELECT count(*) FROM "{part}" WHERE _round = ?', round_id)[0][0])


def rows_by_id(workspace: Workspace, round_id: int, part: str, ids: Sequence[int]) -> dict[int, Entry]:
    """The rows of these ids; those that are gone are left out."""
    asked, marks = questionnaire().parts[part], ", ".join("?" * len(ids))
    with workspace.reading():
        found = workspace.rows(f'SELECT _id, {columns(asked)} FROM "{part}" WHERE _id IN ({marks})', *ids)
        typed = workspace.rows(
            f"SELECT row, field, text FROM drafts WHERE _round = ? AND part = ? AND row IN ({marks}) ORDER BY _id",
            round_id,
            part,
            *ids,
        )
        files = counts(workspace, round_id, part)
    by_row: dict[int, dict[str, str]] = {}
    for row_id, name, text in typed:
        by_row.setdefault(row_id, {})[name] = text
    fields = converted(asked)
    return {row_id: Entry(answers(fields, cells), by_row.get(row_id, {}), files.get(row_id, 0)) for row_id, *cells in found}


def _which(workspace: Workspace, part: Part, round_id: int, view: View) -> Condition:
    """SQL that holds for the rows that a view shows."""
    found: list[Condition] = [("_round = ?", [round_id])]
    if view.only is not None:
        found.append((f'"{view.only[0]}" IS ?', [to_cell(view.only[1])]))
    found += [condition(part.question(name), wanted) for name, wanted in view.filters.items()]
    if view.mark is not None:
        workspace.db.create_function("advised", 2, partial(is_advised, part), deterministic=True)
        found.append(marked(part, view.mark, round_id))
    found += [_found_in_row(workspace, part, round_id, word) for word in view.search.split()]
    return " AND ".join(sql for sql, _ in found), [fact for _, facts in found for fact in facts]


def _these(round_id: int, ids: Sequence[int]) -> Condition:
    return "_round = ? AND _id IN (SELECT value FROM json_each(?))", [round_id, to_json(list(ids))]


def _found_in_row(workspace: Workspace, part: Part, round_id: int, word: str) -> Condition:
    """SQL that holds for a row with this word in any of its fields, or as initials in its name."""
    found = [each for question in part.questions for each in _found_in_field(question, word)]
    if is_spelt(word):
        found.append(("_id IN (SELECT value FROM json_each(?))", [to_json(spelt(workspace, round_id, part.id, word))]))
    return f"({' OR '.join(sql for sql, _ in found) or '0'})", [fact for _, facts in found for fact in facts]


def _found_in_field(question: Question, word: str) -> list[Condition]:
    if isinstance(question.type, ChoiceType | ChoicesType):
        names = question.type.choices.items()
        ids = {key for key, name in names if word.casefold() in name.zh.casefold() or word.casefold() in name.en.casefold()}
        return [condition(question, Among(frozenset(ids)))] if ids else []
    if isinstance(question.type, TextType | NamesType) or word[0].isdigit():
        return [holds(question.id, word)]
    return []


def _order(workspace: Workspace, part: Part, view: View) -> Condition:
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
        workspace.db.create_function("by_pinyin", 1, sort_key, deterministic=True)
        key = f"by_pinyin({key})"
    return f'"{question.id}" IS NULL, {key} {way}, _position, _id', facts
