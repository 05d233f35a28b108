"""Filters of a list let through what a plain look at its rows would."""

import string
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db import browse, compound, operations
from db.browse import Entry, View
from db.compound import TypedRow
from db.filters import Among, Between, Filter, Holding
from db.workspace import Workspace
from diagnosis.credit_code import check_character
from diagnosis.fieldtypes import NumberType, TextType, Value
from diagnosis.questionnaire import Question, questionnaire
from tests.strategies import answers, question_values

CAPITALS = str.maketrans(string.ascii_uppercase, string.ascii_lowercase)
SOUND = "91430000000000000" + check_character("91430000000000000")
PARTS = ("enterprises", "chain", "platforms", "technologies")


def passes(value: Any, wanted: Filter) -> bool:
    """A filter as one would write it for one answer."""
    if isinstance(wanted, Among):
        several = value if isinstance(value, tuple) and value else (value,)
        return any(each in wanted.values for each in several)
    if value is None:
        return wanted.blank
    if isinstance(wanted, Holding):
        return wanted.answered and wanted.text.translate(CAPITALS) in value.translate(CAPITALS)
    return wanted.answered and (wanted.low is None or wanted.low <= value) and (wanted.high is None or value <= wanted.high)


def shown(entry: Entry, view: View) -> bool:
    return all(passes(entry.answers.get(name), wanted) for name, wanted in view.filters.items())


def filters(part: str, question: Question) -> st.SearchStrategy[Filter]:
    """Filters that an answer to this question may pass or not."""
    some = question_values(part, question.id)
    flags: dict[str, Any] = {"answered": st.booleans(), "blank": st.booleans()}
    if isinstance(question.type, TextType):
        cut = st.builds(lambda text, first, last: text[first:last], some, st.integers(0, 3), st.integers(1, 5))
        return st.builds(Holding, text=(cut | st.sampled_from(["%", "_", "\\", ""])).filter(lambda text: "\0" not in text), **flags)
    if isinstance(question.type, NumberType):
        return st.builds(Between, low=st.none() | some, high=st.none() | some, **flags)
    single = some.map(lambda value: (value or [()])[0] if isinstance(value, list) else value)
    return st.builds(Among, st.frozensets(single | st.none(), max_size=3))


@st.composite
def lists(draw: st.DrawFn) -> tuple[str, list[dict[str, Value]], View]:
    """A part, rows of it, and a view with some filters."""
    part = questionnaire().parts[draw(st.sampled_from(PARTS))]
    rows = draw(st.lists(answers(part.id), min_size=1, max_size=8))
    chosen = draw(st.lists(st.sampled_from(part.questions), min_size=1, max_size=3, unique_by=lambda question: question.id))
    wanted = {question.id: draw(filters(part.id, question)) for question in chosen}
    return part.id, rows, View(filters=wanted, sort=draw(st.none() | st.sampled_from([question.id for question in part.questions])))


@settings(max_examples=60)
@given(lists())
def test_a_view_shows_the_rows_that_pass_all_of_its_filters(drawn: tuple[str, list[dict[str, Value]], View]) -> None:
    part, rows, view = drawn
    with tempfile.TemporaryDirectory() as folder, Workspace.create(Path(folder) / "w.jizhen") as workspace:
        round_id = compound.start_cluster(workspace, {"name_zh": "甲集群"}, "2024", None).round_id or 0
        for row in rows:
            operations.add_row(workspace, round_id, part, row)
        everything = browse.row_ids(workspace, round_id, part)
        entries = browse.rows_by_id(workspace, round_id, part, everything)
        expected = [row_id for row_id in everything if shown(entries[row_id], view)]
        assert sorted(browse.row_ids(workspace, round_id, part, view)) == expected
        for name in view.filters:
            _check_counts(workspace, round_id, part, name, entries)


def _check_counts(workspace: Workspace, round_id: int, part: str, name: str, entries: dict[int, Entry]) -> None:
    counts: dict[Any, int] = {}
    for entry in entries.values():
        value = entry.answers.get(name)
        for each in value if isinstance(value, tuple) and value else (value,):
            counts[each] = counts.get(each, 0) + 1
    for rows in (View(), list(entries)):
        found = browse.tally(workspace, round_id, part, name, rows)
        assert dict(found) == counts
        assert [count for _, count in found] == sorted(counts.values(), reverse=True)


@pytest.fixture
def round_id(workspace: Workspace) -> int:
    change = compound.start_cluster(workspace, {"name_zh": "甲集群"}, "2024", None)
    assert change.round_id is not None
    rows = [{"name": "甲", "uscc": SOUND}, {"name": "乙", "uscc": SOUND[:-1] + "?", "revenue": "很多"}, {"name": "丙甲"}]
    compound.set_typed(workspace, change.round_id, "enterprises", [TypedRow(None, row) for row in rows])
    return change.round_id


def names(workspace: Workspace, round_id: int, view: View) -> list[str]:
    ids = browse.row_ids(workspace, round_id, "enterprises", view)
    entries = browse.rows_by_id(workspace, round_id, "enterprises", ids)
    return [str(entries[row_id].answers["name"]) for row_id in ids]


def test_rows_with_something_marked_are_found(workspace: Workspace, round_id: int) -> None:
    assert names(workspace, round_id, View(mark="refused")) == ["乙"]
    assert names(workspace, round_id, View(mark="advised")) == ["乙"]


def test_filters_search_and_order_work_together(workspace: Workspace, round_id: int) -> None:
    view = View(search="甲", filters={"uscc": Between(answered=False, blank=True)}, sort="name")
    assert names(workspace, round_id, view) == ["丙甲"]
    assert names(workspace, round_id, view.filtered("uscc", None)) == ["丙甲", "甲"]
    assert view.filtered("name", Holding(text="乙")).filters.keys() == {"uscc", "name"}
    assert names(workspace, round_id, view.filtered("name", Holding(text="乙"))) == []


def test_what_looks_like_a_pattern_or_sql_is_text(workspace: Workspace, round_id: int) -> None:
    for text in ("%", "_", "'; DROP TABLE enterprises; --", '"', "\\"):
        assert names(workspace, round_id, View(filters={"name": Holding(text=text)})) == []
    assert names(workspace, round_id, View(filters={"name": Among(frozenset(["甲", "'"]))})) == ["甲"]
