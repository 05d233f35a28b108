"""Values beside what they are held against: they read as they are compared."""

import re
from dataclasses import replace
from decimal import Decimal
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnosis.classification import CONTESTED_BELOW
from diagnosis.compare import below
from diagnosis.framework import TYPE_IDS, Indicator
from diagnosis.framework_files import load_framework
from diagnosis.result import Classification
from diagnosis.text import LANGS, Lang
from reports.chapters.typology import margin
from reports.numbers import amount, difference, fixed, norm_amount
from tests.reports.made_up import diagnosis_of

HELD = [(each, limit) for each in load_framework().indicators.values() for limit in each.limits if each.unit not in ("亿元", "万元")]


@given(st.sampled_from(HELD), st.decimals("-0.1", "0.1", places=6).map(float), st.sampled_from(LANGS))
def test_a_value_off_its_limit_never_reads_as_it_nor_as_no_distance_from_it(held: tuple[Indicator, float], by: float, lang: Lang) -> None:
    indicator, limit = held
    assert (amount(limit + by, indicator, lang) != norm_amount(limit, indicator, lang)) is (by != 0)
    assert bool(re.search(r"[1-9]", difference(limit + by, limit, indicator, lang).partition("per 10")[0].partition("/")[0])) is (by != 0)


@pytest.mark.parametrize(
    ("value", "reads", "short"),
    [(29.96, "29.96%", "0.04个百分点"), (29.94, "29.9%", "0.1个百分点"), (30.0, "30.0%", "0.0个百分点")],
)
def test_only_what_would_read_as_its_limit_gets_more_decimals(value: float, reads: str, short: str) -> None:
    indicator = load_framework().indicators["iur-rate"]
    assert (amount(value, indicator, "zh"), difference(value, 30.0, indicator, "zh")) == (reads, short)


@pytest.mark.parametrize(
    ("indicator", "value", "reads"),
    [("national-share", 0.04, "0.04%"), ("national-share", 0.0, "0.0%"), ("energy-intensity", 0.00049, "0.0005吨标准煤/万元")],
)
def test_what_is_more_than_nothing_does_not_read_as_nothing(indicator: str, value: float, reads: str) -> None:
    assert amount(value, load_framework().indicators[indicator], "zh") == reads


PERCENTAGES = [each for each in load_framework().indicators.values() if each.unit == "%" and each.limits]


@given(st.sampled_from(PERCENTAGES), st.decimals("0", "100", places=3).map(float))
def test_a_reader_who_takes_one_number_from_the_other_finds_the_difference(indicator: Indicator, value: float) -> None:
    """26.35% beside a norm of 30% reads 26.4%, and lacks 3.6 points."""
    limit = indicator.limits[0]
    shown, held = (Decimal(words.removesuffix("%")) for words in (amount(value, indicator, "zh"), norm_amount(limit, indicator, "zh")))
    assert abs(shown - held) == Decimal(difference(value, limit, indicator, "zh").removesuffix("个百分点"))


@given(st.tuples(*[st.decimals("0", "1", places=5).map(float)] * 3))
def test_the_lead_of_the_type_is_that_of_the_scores_beside_it(scores: tuple[float, float, float]) -> None:
    first, second, _ = sorted(scores, reverse=True)
    found = replace(diagnosed("changsha"), scores=dict(zip(TYPE_IDS, scores, strict=True)), margin=first - second)
    found = replace(found, contested=below(found.margin, CONTESTED_BELOW))
    told = margin(found)
    assert below(float(told), CONTESTED_BELOW) == found.contested or abs(found.margin - CONTESTED_BELOW) < 0.0005
    if len(told) == len("0.00"):
        assert Decimal(told) == Decimal(fixed(first, 2)) - Decimal(fixed(second, 2))


@cache
def diagnosed(name: str) -> Classification:
    return diagnosis_of(name).classification
