"""Values of indicators typed year by year."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db import browse, compound, operations, surveys
from db.browse import Entry
from db.workspace import Workspace
from db.years import YearCell, set_years
from diagnosis.errors import Invalid
from diagnosis.framework_files import load_framework
from diagnosis.ranges import indicator_type
from diagnosis.years import by_year
from tests.db.helpers import dump

INDICATORS = load_framework().indicators
RATED = next(each.id for each in INDICATORS.values() if each.kind == "rated")
MONEY = "mean-firm-revenue"
IDS, YEARS = ("output", MONEY, RATED), (2018, 2019)


def started(workspace: Workspace) -> int:
    change = compound.start_cluster(workspace, {"name_zh": "甲集群"}, "2024", None)
    assert change.round_id is not None
    return change.round_id


@pytest.fixture
def round_id(workspace: Workspace) -> int:
    return started(workspace)


def entries(workspace: Workspace, round_id: int) -> list[Entry]:
    ids = browse.row_ids(workspace, round_id, "indicators")
    found = browse.rows_by_id(workspace, round_id, "indicators", ids)
    return [found[row_id] for row_id in ids]


def test_a_value_makes_a_row_and_clearing_it_takes_the_row_away(workspace: Workspace, round_id: int) -> None:
    before = dump(workspace)
    change = set_years(workspace, round_id, [YearCell(MONEY, 2019, "1.2亿")])
    assert change.name.zh == "修改2019年的“户均营收”"
    assert entries(workspace, round_id) == [Entry({"id": MONEY, "year": 2019, "value": 12000})]
    set_years(workspace, round_id, [YearCell(MONEY, 2019, " ")])
    assert dump(workspace) == {**before, **{table: rows for table, rows in dump(workspace).items() if table == "rounds"}}
    operations.undo(workspace)
    operations.undo(workspace)
    assert dump(workspace) == before


def test_clearing_keeps_a_row_that_holds_a_source(workspace: Workspace, round_id: int) -> None:
    operations.add_row(workspace, round_id, "indicators", {"id": "output", "year": 2019, "value": 5, "source": "年鉴"})
    set_years(workspace, round_id, [YearCell("output", 2019, "")])
    assert entries(workspace, round_id) == [Entry({"id": "output", "year": 2019, "source": "年鉴"})]


def test_clearing_keeps_a_row_in_which_something_else_was_typed(workspace: Workspace, round_id: int) -> None:
    change = operations.add_row(workspace, round_id, "indicators", {"id": "output", "year": 2019, "value": 5})
    operations.set_draft(workspace, round_id, "indicators", change.row_id, "note", "半\0个")
    set_years(workspace, round_id, [YearCell("output", 2019, "")])
    assert [entry.drafts for entry in entries(workspace, round_id)] == [{"note": "半\0个"}]


def test_of_several_rows_the_one_that_counts_is_changed(workspace: Workspace, round_id: int) -> None:
    for value, source in ((5, "年鉴"), (6, "公报"), (None, "待查")):
        operations.add_row(workspace, round_id, "indicators", {"id": "output", "year": 2019, "value": value, "source": source})
    set_years(workspace, round_id, [YearCell("output", 2019, "7")])
    assert [entry.answers.get("value") for entry in entries(workspace, round_id)] == [5, 7, None]
    set_years(workspace, round_id, [YearCell("output", 2019, "")])
    assert [entry.answers.get("value") for entry in entries(workspace, round_id)] == [5, None, None]


def test_what_is_refused_is_kept_as_typed_and_the_value_stays(workspace: Workspace, round_id: int) -> None:
    set_years(workspace, round_id, [YearCell("output", 2019, "5"), YearCell("output", 2019, "-5"), YearCell("output", 2018, "约五百")])
    first, second = entries(workspace, round_id)
    assert first == Entry({"id": "output", "year": 2019, "value": 5}, {"value": "-5"})
    assert second == Entry({"id": "output", "year": 2018}, {"value": "约五百"})
    set_years(workspace, round_id, [YearCell("output", 2018, ""), YearCell("output", 2019, "6")])
    assert entries(workspace, round_id) == [Entry({"id": "output", "year": 2019, "value": 6})]


def test_a_year_that_several_have_rated_is_left_to_them(workspace: Workspace, round_id: int) -> None:
    set_years(workspace, round_id, [YearCell(RATED, 2019, "3")])
    set_years(workspace, round_id, [YearCell(RATED, 2019, "2")])
    assert [entry.answers["value"] for entry in entries(workspace, round_id)] == [2]
    operations.add_row(workspace, round_id, "indicators", {"id": RATED, "year": 2019, "value": 4})
    before = dump(workspace)
    assert not set_years(workspace, round_id, [YearCell(RATED, 2019, "1")]).parts
    assert dump(workspace) == before


values = st.none() | st.integers(0, 4)
rows = st.lists(
    st.builds(
        lambda id_, year, value, source: {"id": id_, "year": year, "value": value, "source": source},
        st.sampled_from(IDS),
        st.sampled_from(YEARS),
        values,
        st.sampled_from([None, "年鉴"]),
    ),
    max_size=8,
)
typed = st.sampled_from(["", " ", "3", "２．５", "1.2亿", "1,234.5", "-1", "5", "约3", "1e3", "0", "三", '"', "1\n2"]) | st.text(max_size=6)
cells = st.lists(st.builds(YearCell, st.sampled_from(IDS), st.sampled_from(YEARS), typed), max_size=10)


@settings(deadline=None, max_examples=60)
@given(rows, cells)
def test_what_is_typed_is_what_is_stored_and_undo_restores_exactly(before: list[dict[str, object]], block: list[YearCell]) -> None:
    with tempfile.TemporaryDirectory() as folder, Workspace.create(Path(folder) / "a.jizhen") as workspace:
        round_id = started(workspace)
        for row in before:
            operations.add_row(workspace, round_id, "indicators", row)  # type: ignore[arg-type]  # hypothesis makes no narrower type
        was, kept = dump(workspace), surveys.load(workspace, round_id).indicators
        change = set_years(workspace, round_id, block)
        _check_stored(workspace, round_id, block)
        touched = {(cell.indicator, cell.year) for cell in block}
        now = surveys.load(workspace, round_id).indicators
        assert [row for row in now if (row.id, row.year) not in touched] == [row for row in kept if (row.id, row.year) not in touched]
        assert {row.source for row in kept} - {None} == {row.source for row in now} - {None}
        if change.parts:
            operations.undo(workspace)
        assert dump(workspace) == was


def _check_stored(workspace: Workspace, round_id: int, block: list[YearCell]) -> None:
    """Of what was typed last into each cell."""
    found = by_year(surveys.load(workspace, round_id).indicators, INDICATORS)
    held = entries(workspace, round_id)
    for cell in {(each.indicator, each.year): each for each in block}.values():
        value = found.get(cell.indicator, {}).get(cell.year)
        if cell.indicator == RATED and value is not None and len(value.rows) > 1:
            continue
        try:
            wanted = indicator_type(INDICATORS[cell.indicator]).parse(cell.typed)
        except Invalid:
            assert value is not None
            drafts = {held[place].drafts.get("value") for place in value.rows}
            assert cell.typed.encode("utf-16", "surrogatepass").decode("utf-16", "replace") in drafts
        else:
            assert wanted is None or (value is not None and value.value == wanted)
