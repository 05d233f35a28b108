"""What was entered for the indicators, year by year, and which of a year's rows count (rules.md, Survey values)."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from diagnosis.framework import Indicator
from diagnosis.survey import IndicatorRow, Survey

YEARS_BEFORE = 4  # that are asked for beside the year of the survey: what a trend needs


@dataclass(frozen=True, slots=True)
class YearValue:
    """The rows of one indicator and year, by their places in the list: all of them, those whose values count, and what these come to."""

    rows: tuple[int, ...]
    counting: tuple[int, ...]
    value: float | None


ByYear = Mapping[str, Mapping[int, YearValue]]  # indicator id -> year -> what was entered


def counting(values: Sequence[float | None], *, rated: bool) -> tuple[int, ...]:
    """Which of a year's values count, by their places: of a rated indicator all respondents' (their mean), of any other the last."""
    known = tuple(place for place, value in enumerate(values) if value is not None)
    return known if rated else known[-1:]


def target(values: Sequence[float | None], *, rated: bool) -> int | None:
    """Which of a year's rows a value typed for that year belongs to: the one that counts, or where none has a value the last.

    ``None``: there is no row, or there are several respondents, each with a rating of his own.
    """
    if not values or (rated and len(values) > 1):
        return None
    known = counting(values, rated=rated)
    return known[-1] if known else len(values) - 1


def by_year(rows: Sequence[IndicatorRow], indicators: Mapping[str, Indicator]) -> ByYear:
    """Every year that an indicator has a row of, the years rising; rows without an indicator or a year are left out."""
    places: dict[str, dict[int, list[int]]] = {}
    for place, row in enumerate(rows):
        if row.id is not None and row.year is not None:
            places.setdefault(row.id, {}).setdefault(row.year, []).append(place)
    return {id_: {year: _value(rows, years[year], indicators[id_]) for year in sorted(years)} for id_, years in places.items()}


def _value(rows: Sequence[IndicatorRow], places: Sequence[int], indicator: Indicator) -> YearValue:
    rated = indicator.kind == "rated"
    counted = tuple(places[at] for at in counting([rows[place].value for place in places], rated=rated))
    values = [value for place in counted if (value := rows[place].value) is not None]
    from statistics import fmean

    return YearValue(tuple(places), counted, fmean(values) if rated and values else values[-1] if values else None)


def series(entered: Mapping[int, YearValue]) -> tuple[tuple[int, float], ...]:
    """(year, value) of the years with a value, rising."""
    return tuple((year, found.value) for year, found in entered.items() if found.value is not None)


def asked_years(entered: Iterable[int], survey: Survey, today: dt.date) -> tuple[int, ...]:
    """The years to show, rising: those that something is entered for, and the survey's with the four before.

    A survey without a date is made today.
    """
    year = int(survey.round.date[:4]) if survey.round.date else today.year
    return tuple(sorted({*entered, *range(year - YEARS_BEFORE, year + 1)}))
