"""Values beside what they are held against: they read as they are compared."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnosis.framework import Indicator
from diagnosis.framework_files import load_framework
from diagnosis.text import LANGS, Lang
from reports.numbers import amount, difference, norm_amount

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
