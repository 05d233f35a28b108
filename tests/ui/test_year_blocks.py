"""Blocks of a spreadsheet in the grid of years: what is pasted is what is stored, and undo restores exactly."""

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from db import surveys
from diagnosis.errors import Invalid
from diagnosis.framework import Indicator
from diagnosis.framework_files import load_framework
from diagnosis.ranges import indicator_type
from diagnosis.years import by_year
from tests.ui.forms import read
from tests.ui.grids import RATED, YEARS, go, page_of, paste, row, survey
from tests.ui.judging import Desk
from tests.ui.tables import entries_in
from ui.pages.indicators import IndicatorsPage
from ui.widgets.clipboard import text_of
from ui.widgets.year_blocks import Target, read_block, told, with_heads
from ui.widgets.year_cells import NOTHING

INDICATORS = load_framework().indicators
IDS = list(INDICATORS)
numbers = st.integers(0, 10**6).map(str) | st.decimals(0, 4, places=2).map(str)
texts = numbers | st.sampled_from(["", " ", "—", "1.2亿", "１２", "-1", "约三百", "1,200", "5%", "多\n行", '"', "a\tb"])
blocks = st.integers(1, 4).flatmap(lambda wide: st.lists(st.lists(texts, min_size=wide, max_size=wide), min_size=1, max_size=6))


@given(blocks, st.integers(0, len(IDS) - 1), st.integers(0, len(YEARS) - 1))
def test_a_block_without_heads_goes_where_the_cursor_is(block: list[list[str]], line: int, column: int) -> None:
    found = read_block(text_of(block), Target(IDS[line:], YEARS[column:]), INDICATORS)
    expected = {
        (IDS[line + down], YEARS[column + right]): "" if text.strip() == "—" else text.strip()
        for down, texts_of_row in enumerate(block)
        for right, text in enumerate(texts_of_row)
        if line + down < len(IDS) and column + right < len(YEARS)
    }
    assert {(cell.indicator, cell.year): cell.typed for cell in found.cells} == expected
    beyond = sum(bool(text.strip()) for each in block for text in each) - sum(text != "" for text in expected.values())
    assert found.left_out == beyond - sum(text.strip() == "—" for text in _inside(block, line, column))
    assert found.unknown == ()


def _inside(block: list[list[str]], line: int, column: int) -> list[str]:
    return [text for each in block[: len(IDS) - line] for text in each[: len(YEARS) - column]]


@given(
    st.lists(st.sampled_from(IDS), min_size=1, max_size=5, unique=True),
    st.lists(st.integers(1950, 2049), min_size=1, max_size=5, unique=True),
    st.sampled_from(["zh", "en", "short", "id", "unit"]),
    st.data(),
)
def test_a_block_with_names_and_years_means_the_same_wherever_the_cursor_is(
    ids: list[str], years: list[int], kind: str, data: st.DataObject
) -> None:
    names: dict[str, Callable[[Indicator], str]] = {
        "zh": lambda each: each.name.zh,
        "en": lambda each: f" {each.name.en.upper()} ",
        "short": lambda each: each.short.zh,
        "id": lambda each: each.id,
        "unit": lambda each: f"{each.name.zh}（{each.unit_text.zh}）",
    }
    values = [[data.draw(numbers) for _ in years] for _ in ids]
    block = list(with_heads([names[kind](INDICATORS[each]) for each in ids], years, values))
    found = read_block(text_of(block), Target(IDS[-1:], YEARS[-1:]), INDICATORS)
    expected = [(id_, year, text) for id_, line in zip(ids, values, strict=True) for year, text in zip(years, line, strict=True)]
    assert [(cell.indicator, cell.year, cell.typed) for cell in found.cells] == expected
    assert (found.unknown, found.left_out) == ((), 0)


def test_numbers_that_look_like_years_are_numbers() -> None:
    target = Target(["firms", "above-scale-firms"], (2023, 2024))
    found = read_block("2019\n2020\n", target, INDICATORS)
    assert [(cell.indicator, cell.year, cell.typed) for cell in found.cells] == [
        ("firms", 2023, "2019"),
        ("above-scale-firms", 2023, "2020"),
    ]
    assert [cell.typed for cell in read_block("2019\t2022\n5\t6\n", target, INDICATORS).cells] == ["2019", "2022", "5", "6"]
    assert [(cell.year, cell.typed) for cell in read_block("2019\t2020\n5\t6\n", target, INDICATORS).cells] == [(2019, "5"), (2020, "6")]


def read_cells(text: str) -> list[tuple[str, int, str]]:
    return [(cell.indicator, cell.year, cell.typed) for cell in read_block(text, Target(IDS[-1:], YEARS[-1:]), INDICATORS).cells]


@pytest.mark.parametrize(
    ("head", "typed", "stored"),
    [
        ("集群总产值（万元）", "13,500,000", 1350),
        ("集群总产值(元)", "5000000000", 50),
        ("集群总产值（百万元）", "500", 5),
        ("集群总产值（亿元）", "1,234.5", 1234.5),
        ("集群总产值（规上）", "1,234.5", 1234.5),  # a remark
        ("集群总产值（万元）", "1.2亿", 1.2),  # the cell says it itself
        ("Output (10,000 yuan)", "12000", 1.2),
        ("户均营业收入（亿元）", "0.6", 6000),
        ("从业人员（万人）", "1.2", 12000),
        ("企业数量（个）", "416", 416),
        ("研发投入强度（%）", "3.2%", 3.2),
    ],
)
def test_the_unit_behind_a_name_is_what_its_numbers_are_in(head: str, typed: str, stored: float) -> None:
    ((indicator, year, text),) = read_cells(f"指标\t2024\n{head}\t{typed}")
    assert (year, indicator_type(INDICATORS[indicator]).parse(text)) == (2024, stored)


def test_a_cell_that_cannot_be_read_keeps_the_unit_it_is_in() -> None:
    assert read_cells("指标\t2023\t2024\n集群总产值（万元）\t约1200\t保密") == [("output", 2023, "约1200万元"), ("output", 2024, "保密")]


def test_the_unit_above_the_names_is_that_of_all_amounts() -> None:
    cells = read_cells("指标（单位：万元）\t2024\n集群总产值\t12000\n户均营业收入\t800\n从业人员\t300")
    assert [indicator_type(INDICATORS[name]).parse(text) for name, _year, text in cells] == [1.2, 800, 300]


@pytest.mark.parametrize(
    "above",
    [
        "单位：万元\n指标\t2023\t2024\n",
        "2024年集群主要指标\t\t\n（单位：万元）\t\t\n指标\t2023年\t2024年\n",
        "表1\n\n\t\t单位：万元\n\t2023\t2024\n",
    ],
)
def test_titles_above_the_years_are_read_for_their_unit_and_no_more(above: str) -> None:
    assert read_cells(f"{above}集群总产值\t12000\t13000\n") == [("output", 2023, "12000万元"), ("output", 2024, "13000万元")]


def test_a_column_of_units_counts_row_by_row_and_one_of_something_else_not_at_all() -> None:
    text = "指标\t单位\t2023\t增速\t2024\n集群总产值\t万元\t12000\t5%\t13000\n企业数量\t家\t5\t\t6\n研发投入强度\t亿元\t1\t\t2"
    found = read_block(text, Target(IDS[-1:], YEARS[-1:]), INDICATORS)
    assert [(cell.indicator, cell.year, cell.typed) for cell in found.cells] == [
        ("output", 2023, "12000万元"),
        ("output", 2024, "13000万元"),
        ("firms", 2023, "5"),
        ("firms", 2024, "6"),
    ]
    assert found.unknown == ("研发投入强度",)


@pytest.mark.parametrize(
    "head",
    ["集群总产值（%）", "集群总产值（万美元）", "研发投入强度（亿元）", "研发投入强度（‰）", "从业人员（万元）", "Output (RMB million)"],
)
def test_an_indicator_that_cannot_be_in_the_unit_is_told_and_not_taken(head: str) -> None:
    found = read_block(f"指标\t2024\n{head}\t5\n企业数量\t6", Target(IDS[-1:], YEARS[-1:]), INDICATORS)
    assert [cell.indicator for cell in found.cells] == ["firms"]
    assert found.unknown == (head,)


@pytest.mark.parametrize(
    "text",
    [
        "序号\t指标\t2023\t2024\n1\t集群总产值\t100\t110\n2\t企业数量\t5\t6",
        "指标\t2023\t2024\n1.集群总产值\t100\t110\n2、企业数量\t5\t6",
        "指标\t2023年末\t2024年1-12月\n（一）集群总产值：\t100\t110\n（二）企业数量：\t5\t6",
        "年份\t集群总产值（亿元）\t企业数量（家）\n2023年\t100\t5\n2024年\t110\t6",
        "指标\t2023年\t\t2024年\t\n\t增速\t数值\t增速\t数值\n集群总产值\t5%\t100\t10%\t110\n企业数量\t1%\t5\t2%\t6",
    ],
)
def test_numbers_beside_names_and_years_across_or_down_are_told_from_figures(text: str) -> None:
    assert sorted(read_cells(text)) == [("firms", 2023, "5"), ("firms", 2024, "6"), ("output", 2023, "100"), ("output", 2024, "110")]


def test_columns_of_no_year_are_not_put_into_any() -> None:
    found = read_block("指标\t本年\t上年\n集群总产值\t110\t100\n", Target(IDS, YEARS), INDICATORS)
    assert (found.cells, found.heads) == ((), ("本年", "上年"))
    assert "看不出“本年、上年”是哪几年" in told(found, (), INDICATORS).zh


def test_what_comes_twice_is_taken_once_and_told_where_it_differs() -> None:
    text = "指标\t2022\t2023\t2024\n企业数量\t5\t6\t\n企业数量\t5\t7\t8\n企业数量\t\t\t"
    found = read_block(text, Target(IDS[-1:], YEARS[-1:]), INDICATORS)
    assert [(cell.year, cell.typed) for cell in found.cells] == [(2022, "5"), (2023, "6"), (2024, "8")]
    assert found.twice == 1
    assert "1 格在块里出现两次" in told(found, [NOTHING] * 3, INDICATORS).zh


@pytest.fixture
def page(desk: Desk) -> IndicatorsPage:
    return page_of(desk)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(blocks, st.sampled_from(IDS), st.sampled_from(YEARS))
def test_what_is_pasted_is_stored_and_one_undo_takes_it_back(
    desk: Desk, page: IndicatorsPage, block: list[list[str]], indicator: str, year: int
) -> None:
    """One page for all examples: each finds what was there before the one before it."""
    if page.session.diagnosis is None:
        desk.load(survey(row("output", 2023, 300, source="年鉴"), row("output", 2023, 320), row(RATED, 2024, 2), row(RATED, 2024, 3)))
        desk.settle()
    before = entries_in(desk, "indicators")
    go(page, indicator, year)
    target = Target(IDS[IDS.index(indicator) :], YEARS[YEARS.index(year) :])
    cells = read_block(text_of(block), target, INDICATORS).cells
    changes: list[object] = []
    following = desk.session.changed.connect(changes.append)
    paste(page, text_of(block))
    desk.settle()
    found = by_year(read(desk, lambda ws: surveys.load(ws, desk.session.round_id or 0)).indicators, INDICATORS)
    for cell in cells:
        now = found.get(cell.indicator, {}).get(cell.year)
        if now is not None and INDICATORS[cell.indicator].kind == "rated" and len(now.rows) > 1:
            continue
        try:
            wanted = indicator_type(INDICATORS[cell.indicator]).parse(cell.typed)
        except Invalid:
            assert now is not None
        else:
            assert wanted is None or (now is not None and now.value == wanted)
    desk.session.changed.disconnect(following)
    if changes:
        desk.session.undo()
        desk.settle()
    assert entries_in(desk, "indicators") == before


@pytest.mark.parametrize(
    ("lines", "typed"),
    [
        ("指标\t数值\n集群总产值\t35000", "35000"),
        ("指标\t本年\n集群总产值\t35000", "35000"),
        ("指标\t单位\t数值\n集群总产值\t万元\t35000", "35000万元"),
        ("指标\t金额（万元）\n集群总产值\t35000", "35000万元"),
        ("指标\t2020年（万元）\n集群总产值\t35000", "35000万元"),
    ],
)
def test_the_one_column_of_figures_goes_into_the_year_of_the_cursor_in_the_unit_of_its_head(lines: str, typed: str) -> None:
    found = read_block(lines, Target(IDS, YEARS), INDICATORS)
    assert [(cell.indicator, cell.year, cell.typed) for cell in found.cells] == [("output", YEARS[0], typed)]


@pytest.mark.parametrize("heads", ["上年", "增速", "2024年（预计）", "2023年（万元）\t2024年（亿元）", "数值\t备注"])
def test_a_column_that_may_be_of_another_year_or_unit_goes_nowhere(heads: str) -> None:
    found = read_block(f"指标\t{heads}\n集群总产值\t5\t6\n", Target(IDS, YEARS), INDICATORS)
    assert (found.cells, found.heads) == ((), tuple(heads.split("\t")))


RAGGED = st.lists(st.sampled_from(["", "集群总产值", "1", "指标", "2023年", "增速", "单位", "（亿元）", "—"]), max_size=4)


@given(st.lists(RAGGED, max_size=4))
@example([["增速"], ["增速", "—"], ["2", "2023年", "集群总产值"]])
def test_no_block_is_too_ragged_to_be_read(block: list[list[str]]) -> None:
    found = read_block(text_of(block), Target(IDS, YEARS), INDICATORS)
    assert len({(cell.indicator, cell.year) for cell in found.cells}) == len(found.cells)
