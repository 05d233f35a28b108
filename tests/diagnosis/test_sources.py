"""The rows behind a figure: as many as it says contributed, and enough to give it again."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given

from diagnosis.diagnose import diagnose
from diagnosis.framework import Framework
from diagnosis.framework_files import load_framework
from diagnosis.indicators import FORMULAS, computed_values
from diagnosis.progress import outcome
from diagnosis.questionnaire import questionnaire
from diagnosis.shares import field_shares
from diagnosis.sources import computed_from, field_revenues, rows_behind
from diagnosis.survey import Survey
from tests.strategies import survey_data
from tests.surveys import diagnosed, firms, read, survey

NO_LIST = {"service-coverage"}  # the answers on the services are a record


@given(survey_data())
def test_as_many_rows_as_contributed_and_they_alone_give_the_figure(data: dict[str, Any]) -> None:
    found, framework = read(data), load_framework()
    shares = field_shares(found, framework)
    for indicator, computed in outcome(computed_values(found, shares)).items():
        source = computed_from(indicator, found, shares)
        if source is None:
            assert indicator in NO_LIST
            continue
        assert len(set(source.rows)) == len(source.rows) == computed.contributed, indicator
        if indicator == "leading-industry-share":  # the revenue without a code is part of the whole, too
            continue
        rows = getattr(found, source.part)
        kept: dict[str, Any] = {source.part: tuple(rows[number] for number in sorted(source.rows))}
        only = replace(found, **kept)
        again = outcome(computed_values(only, field_shares(only, framework))).get(indicator)
        if not source.rows:  # platforms of unknown level: 0 of them is national
            assert computed.value == 0
            continue
        assert again is not None
        assert again.value == pytest.approx(computed.value), indicator


@given(survey_data())
def test_every_figure_has_rows_and_its_fields_are_asked_for(data: dict[str, Any]) -> None:
    found = diagnose(read(data), load_framework())
    for figure in found.figures.values():
        source = rows_behind(found, figure)
        if source is None:
            assert figure.indicator.id in NO_LIST
            continue
        asked = {question.id for question in questionnaire().parts[source.part].questions}
        assert set(source.fields) <= asked
        if figure.origin == "entered":
            values = [found.survey.indicators[row].value for row in source.rows]
            assert figure.respondents in {None, len(values)}
            assert figure.value == pytest.approx(sum(value or 0.0 for value in values) / len(values))


def test_every_formula_has_a_source(framework: Framework) -> None:
    empty = Survey()
    without = {name for name in FORMULAS if computed_from(name, empty, field_shares(empty, framework)) is None}
    assert without == NO_LIST


def test_the_largest_firm_comes_first() -> None:
    found = survey(enterprises=firms(5, 80, None, 40, 20))
    source = computed_from("cr4", found, field_shares(found, load_framework()))
    assert source is not None
    assert (source.part, source.rows, source.fields) == ("enterprises", (1, 3, 4, 0), ("name", "revenue"))


def test_the_rosters_revenue_by_field() -> None:
    rows = [*firms(30, 20, gbt4754="C1751"), *firms(40, gbt4754="17"), *firms(90), *firms(5, gbt4754="99"), *firms(None, gbt4754="17")]
    found = diagnosed(enterprises=rows)
    textiles, none = field_revenues(found.survey, found.framework)
    assert (textiles.field, textiles.firms, textiles.revenue, textiles.codes) == ("textiles", 3, 90, ("1751", "17"))
    assert (none.field, none.firms, none.revenue, none.codes) == (None, 2, 95, ("99",))
    assert found.shares.of["textiles"] == pytest.approx(textiles.revenue / (textiles.revenue + none.revenue))


@given(survey_data())
def test_the_shares_are_the_rosters_revenue_by_field(data: dict[str, Any]) -> None:
    found = diagnose(read(data), load_framework())
    entries = field_revenues(found.survey, found.framework)
    if found.shares.origin == "roster":
        total = sum(entry.revenue for entry in entries)
        assert found.shares.of == pytest.approx({entry.field: entry.revenue / total for entry in entries if entry.field in found.shares.of})
