"""The present value of every indicator: what was entered, what the lists give, and which of the two counts (rules.md, Survey values)."""

import statistics
from collections.abc import Generator, Mapping, Sequence
from dataclasses import replace

from diagnosis.compare import above
from diagnosis.framework import Framework, Indicator
from diagnosis.indicators import computed_values
from diagnosis.result import Computed, Figure, Shares
from diagnosis.speaking import Facts, why_not
from diagnosis.survey import IndicatorRow, Survey
from diagnosis.text import Text, phrase
from diagnosis.years import YearValue, by_year

DIFFERENCE = 0.05  # entered and computed further apart than this are a finding


def figures(survey: Survey, framework: Framework, shares: Shares) -> Generator[None, None, dict[str, Figure]]:
    """indicator id -> its present value, for every indicator that has one, in the framework's order; in short steps."""
    entered = {id_: rows for id_, years in by_year(survey.indicators, framework.indicators).items() if (rows := _latest(survey, years))}
    output = entered["output"][-1].value if "output" in entered else None
    computed: dict[str, Computed] = {}
    for id_, value in (yield from computed_values(survey, shares)).items():
        computed[id_] = replace(value, why_not=why_not(id_, Facts(value, survey, output)))
        yield
    found: dict[str, Figure] = {}
    for id_, indicator in framework.indicators.items():
        if id_ in entered:
            found[id_] = _entered(indicator, entered[id_], computed.get(id_))
        elif id_ in computed:
            found[id_] = _computed(indicator, computed[id_])
    return found


def _latest(survey: Survey, years: Mapping[int, YearValue]) -> list[IndicatorRow]:
    """The rows that count of the latest year that has a value, in the order entered."""
    counted = [found.counting for found in years.values() if found.counting]
    return [survey.indicators[place] for place in counted[-1]] if counted else []


def _computed(indicator: Indicator, computed: Computed) -> Figure:
    return Figure(
        indicator=indicator,
        value=computed.value,
        year=computed.year,
        origin="computed",
        source=indicator.formula or phrase("reasons", "computed-source"),
        computed=computed,
    )


def _entered(indicator: Indicator, rows: Sequence[IndicatorRow], computed: Computed | None) -> Figure:
    """A rated indicator is the mean of its respondents, any other its last row; the computed value stays beside it."""
    rated = indicator.kind == "rated"
    values = [row.value for row in rows if row.value is not None]
    value = statistics.fmean(values) if rated else values[-1]
    sources = list(dict.fromkeys(row.source for row in rows if row.source))
    return Figure(
        indicator=indicator,
        value=value,
        year=rows[-1].year,
        origin="entered",
        source=Text("、".join(sources), ", ".join(sources)),
        computed=computed,
        note=None if rated else rows[-1].note,
        respondents=len(rows) if rated else None,
        differs=computed is not None and _differ(value, computed.value),
    )


def _differ(entered: float, computed: float) -> bool:
    """More than 5 % apart, measured on the larger of the two so that the order does not matter."""
    return above(abs(entered - computed), DIFFERENCE * max(abs(entered), abs(computed)))
