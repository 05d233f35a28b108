"""What was entered for an indicator year by year, and which rows count."""

import datetime as dt
import statistics

from hypothesis import given
from hypothesis import strategies as st

from diagnosis.framework_files import load_framework
from diagnosis.survey import IndicatorRow, Round, Survey
from diagnosis.years import asked_years, by_year, counting, series

INDICATORS = load_framework().indicators
RATED = next(each.id for each in INDICATORS.values() if each.kind == "rated")
rows = st.lists(
    st.builds(
        IndicatorRow,
        id=st.sampled_from([None, "output", RATED]),
        year=st.none() | st.integers(2018, 2021),
        value=st.none() | st.floats(0, 4),
    )
)


@given(rows)
def test_every_row_with_indicator_and_year_stands_in_its_year_once(entered: list[IndicatorRow]) -> None:
    found = by_year(entered, INDICATORS)
    placed = sorted(place for years in found.values() for value in years.values() for place in value.rows)
    assert placed == [place for place, row in enumerate(entered) if row.id is not None and row.year is not None]
    for id_, years in found.items():
        assert list(years) == sorted(years)
        for year, value in years.items():
            assert all((entered[place].id, entered[place].year) == (id_, year) for place in value.rows)


@given(rows)
def test_the_last_row_of_a_year_counts_and_of_a_rated_one_the_mean(entered: list[IndicatorRow]) -> None:
    for id_, years in by_year(entered, INDICATORS).items():
        for year, found in years.items():
            values = [row.value for row in entered if (row.id, row.year) == (id_, year) and row.value is not None]
            expected = None if not values else statistics.fmean(values) if id_ == RATED else values[-1]
            assert found.value == expected
            assert (found.value is None) == (not found.counting)


def test_a_later_row_without_a_value_does_not_take_the_place_of_an_earlier_value() -> None:
    assert counting([1.0, 2.0, None], rated=False) == (1,)
    assert counting([1.0, None, 2.0], rated=True) == (0, 2)
    assert counting([None], rated=False) == ()


def test_the_years_shown_are_those_entered_and_the_survey_s_with_four_before() -> None:
    found = by_year([IndicatorRow(id="output", year=2011, value=3.0), IndicatorRow(id="output", year=2013)], INDICATORS)
    assert series(found["output"]) == ((2011, 3.0),)
    today, dated = dt.date(2026, 1, 1), Survey(round=Round(date="2019-05-06"))
    assert asked_years(found["output"], dated, today) == (2011, 2013, 2015, 2016, 2017, 2018, 2019)
    assert asked_years((), dated, today) == (2015, 2016, 2017, 2018, 2019)
    assert asked_years((2011,), Survey(), today) == (2011, 2022, 2023, 2024, 2025, 2026)
    assert asked_years((), Survey(), today) == (2022, 2023, 2024, 2025, 2026)
