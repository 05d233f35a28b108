"""Numbers of people and things, as people write them: in 千 and 万, with the unit behind, in full-width digits."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnosis.errors import Invalid
from diagnosis.fieldtypes import CountType
from diagnosis.framework_files import load_framework
from diagnosis.questionnaire import questionnaire
from diagnosis.ranges import indicator_type

STAFF = CountType(0, whole=True, unit="人")


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("1万", 10_000),
        ("1.2万", 12_000),
        ("１．２万", 12_000),
        ("1.2 万人", 12_000),
        ("3千", 3_000),
        ("4百", 400),
        ("1千2百人", 1_200),
        ("2.5百", 250),
        ("1万2千", 12_000),
        ("1万2千人", 12_000),
        ("１２，０００", 12_000),
        ("12,000", 12_000),
        ("1,2000", 12_000),
        ("85人", 85),
        ("85 名", 85),
        ("85 people", 85),
        ("1.2 thousand", 1_200),
        ("0万", 0),
        ("", None),
    ],
)
def test_what_can_mean_one_number_only_is_taken(typed: str, stored: int | None) -> None:
    assert STAFF.parse(typed) == stored


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("1万2", "not-count"),
        ("1万2000", "not-count"),
        ("约200", "not-count"),
        ("200余人", "not-count"),
        ("1.2万元", "not-count"),
        ("12家", "not-count"),
        ("人", "not-count"),
        ("保密", "not-count"),
        ("1.23456万", "not-whole"),
        ("-3", "negative"),
    ],
)
def test_what_says_too_little_or_something_else_is_refused(typed: str, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        STAFF.parse(typed)
    assert refused.value.code == code


@given(st.integers(0, 10**9))
def test_a_number_in_ten_thousands_is_exact(number: int) -> None:
    assert STAFF.parse(f"{number}万") == number * 10_000
    assert STAFF.parse(f"{number // 10_000}.{number % 10_000:04}万") == number


def test_which_questions_and_indicators_are_counts() -> None:
    """Steps on a scale, years, shares and ratios are none: 3千 of them is a slip."""
    asked = {
        f"{part.id}.{each.id}" for part in questionnaire().parts.values() for each in part.questions if isinstance(each.type, CountType)
    }
    assert asked == {"enterprises.employees", "enterprises.rd_staff", "enterprises.invention_patents"}
    indicators = load_framework().indicators.values()
    assert {each.unit for each in indicators if isinstance(indicator_type(each), CountType)} == {"人", "家", "个"}


def test_an_indicator_takes_its_unit_behind_the_number() -> None:
    """A spreadsheet copies a share as 10.5%; another unit is no such number."""
    indicators = load_framework().indicators
    growth, quotient, rated = (indicator_type(indicators[key]) for key in ("output-growth", "location-quotient", "culture-rating"))
    taken = [growth.parse(typed) for typed in ("10.5%", "１２％", "12 %", "-3%", "1,200%", "10.5", "")]
    assert taken == [10.5, 12, 12, -3, 1200, 10.5, None]
    assert quotient.parse("1.25倍") == 1.25
    assert rated.parse("3分") == 3
    for kind, typed in ((growth, "%"), (growth, "10.5倍"), (growth, "约23%"), (growth, "3,3%"), (quotient, "12%"), (rated, "5分")):
        with pytest.raises(Invalid):
            kind.parse(typed)
