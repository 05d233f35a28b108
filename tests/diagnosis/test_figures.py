"""What was entered, what is computed, and which of the two counts."""

from typing import Any

import pytest

from diagnosis.diagnose import diagnose
from diagnosis.framework import Framework
from diagnosis.survey import IndicatorRow, Survey
from tests.surveys import diagnosed, figure, firms


def entered(*rows: tuple[str, int, float | None], **more: Any) -> list[dict[str, Any]]:
    return [{"id": id_, "year": year, "value": value, **more} for id_, year, value in rows]


def test_the_last_row_of_the_latest_year_counts() -> None:
    rows = entered(("firms", 2021, 50), ("firms", 2022, 60), ("firms", 2022, 65), ("firms", 2020, 40))
    found = figure("firms", indicators=rows)
    assert found is not None
    assert (found.value, found.year, found.origin, found.coverage, found.respondents) == (65, 2022, "entered", None, None)


def test_a_row_without_a_value_is_absent() -> None:
    found = figure("firms", indicators=entered(("firms", 2021, 50), ("firms", 2022, None)))
    assert found is not None
    assert (found.value, found.year) == (50, 2021)
    assert figure("firms", indicators=entered(("firms", 2022, None))) is None


def test_a_row_without_its_year_waits(framework: Framework) -> None:
    survey = Survey(indicators=(IndicatorRow(id="firms", value=50.0), IndicatorRow(value=3.0, year=2022)))
    assert diagnose(survey, framework).figures == {}


def test_zero_is_a_value() -> None:
    found = figure("demonstrations", indicators=entered(("demonstrations", 2022, 0)))
    assert found is not None
    assert found.value == 0


def test_a_rated_indicator_is_the_mean_of_the_latest_year() -> None:
    rows = [*entered(("culture-rating", 2020, 0)), *entered(("culture-rating", 2022, 1), ("culture-rating", 2022, 2.5), source="问卷")]
    found = figure("culture-rating", indicators=rows)
    assert found is not None
    assert (found.value, found.respondents, found.year) == (1.75, 2, 2022)
    assert found.source.zh == "问卷"


def test_sources_of_all_respondents_are_named_once() -> None:
    rows = [
        {"id": "culture-rating", "year": 2022, "value": 1, "source": "甲"},
        {"id": "culture-rating", "year": 2022, "value": 2, "source": "乙"},
        {"id": "culture-rating", "year": 2022, "value": 3, "source": "甲"},
    ]
    found = figure("culture-rating", indicators=rows)
    assert found is not None
    assert (found.source.zh, found.source.en, found.note) == ("甲、乙", "甲, 乙", None)


def test_only_the_counted_row_gives_source_and_note() -> None:
    rows = [*entered(("firms", 2022, 60), source="旧", note="约"), *entered(("firms", 2022, 65), source="统计局", note="初步")]
    found = figure("firms", indicators=rows)
    assert found is not None
    assert (found.source.zh, found.note) == ("统计局", "初步")


ROSTER = firms(40, 30, 20, 5, 5)  # cr4 = 95


@pytest.mark.parametrize(("value", "differs"), [(95, False), (90.25, False), (90.24, True), (100, False), (100.1, True), (0, True)])
def test_an_entered_value_beats_the_computed_one(value: float, differs: bool) -> None:
    """95 and 90.25 are 5 % apart of the larger; so are 95 and 100."""
    found = figure("cr4", enterprises=ROSTER, indicators=entered(("cr4", 2022, value)))
    assert found is not None
    assert (found.value, found.origin, found.coverage) == (value, "entered", None)
    assert found.computed is not None
    assert found.computed.value == pytest.approx(95)
    assert found.differs is differs
    assert found.why_not is None  # an entered value always may speak, though this roster may not
    assert found.computed.why_not is not None


def test_a_computed_figure_names_its_formula_as_its_source(framework: Framework) -> None:
    found = figure("cr4", enterprises=ROSTER)
    assert found is not None
    assert found.source == framework.indicators["cr4"].formula
    assert (found.year, found.differs, found.respondents) == (None, False, None)


def test_figures_stand_in_the_order_of_the_framework(framework: Framework) -> None:
    found = diagnosed(enterprises=ROSTER, indicators=entered(("nc-rate", 2022, 1), ("output", 2022, 1), ("firms", 2022, 5))).figures
    order = list(framework.indicators)
    assert list(found) == sorted(found, key=order.index)
    assert {"output", "firms", "cr4", "nc-rate"} <= set(found)


def test_coverage_says_what_contributed_of_what_could() -> None:
    found = figure("rd-unit-share", enterprises=[*firms(5000, 6000, has_rd_unit=True), *firms(7000), *firms(10)])
    assert found is not None
    assert found.computed is not None
    assert (found.computed.contributed, found.computed.of, found.computed.listed) == (2, 3, 4)
    assert found.coverage == 0.5
