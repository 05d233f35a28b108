"""Blocks of a spreadsheet in the grid of years: what is pasted is what is stored, and undo restores exactly."""

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
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
from ui.widgets.year_blocks import Target, read_block, with_heads

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
