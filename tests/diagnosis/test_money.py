"""Amounts of money: typed and shown in any unit, stored in one, and never rounded on the way."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnosis.errors import Invalid
from diagnosis.fieldtypes import MONEY_UNITS, MoneyType, Value, money_name
from diagnosis.framework_files import load_framework
from diagnosis.questionnaire import questionnaire
from diagnosis.ranges import indicator_type
from diagnosis.text import Text

WAN, YI = MoneyType(0), MoneyType(0, unit="亿元")
UNITS = st.sampled_from(list(MONEY_UNITS))


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("1.2亿", 12000),
        ("12000万", 12000),
        ("3,500", 3500),
        ("３，５００．５", 3500.5),
        ("１．２亿元", 12000),
        ("3千万", 3000),
        ("5百万元", 500),
        ("2千元", 0.2),
        ("1亿2000万", 12000),
        ("1 亿 2,000 万元", 12000),
        ("1万2000元", 1.2),
        ("500元", 0.05),
        ("¥500", 0.05),
        ("￥1,200万", 1200),
        ("人民币3亿元", 30000),
        ("RMB 5 million", 500),
        ("1.2 billion yuan", 120000),
        ("300 yuan", 0.03),
        ("0亿", 0),
        ("", None),
        ("　", None),
    ],
)
def test_a_unit_that_is_typed_says_what_is_meant_whatever_was_chosen(typed: str, stored: Value) -> None:
    assert WAN.parse(typed) == stored
    if any(not each.isdecimal() and each not in "，,．." for each in typed):
        assert {WAN.parse_in(typed, unit) for unit in MONEY_UNITS} == {stored}


@pytest.mark.parametrize(("unit", "stored"), [("元", 0.35), ("万元", 3500), ("亿元", 35_000_000)])
def test_without_a_unit_the_one_chosen_is_meant(unit: str, stored: float) -> None:
    assert WAN.parse_in("3,500", unit) == stored


def test_the_indicators_in_money_are_amounts_in_their_own_unit() -> None:
    kinds = {entry.id: indicator_type(entry) for entry in load_framework().indicators.values()}
    money = {name: kind.unit for name, kind in kinds.items() if isinstance(kind, MoneyType)}
    assert money == {"output": "亿元", "mean-firm-revenue": "万元"}
    output = kinds["output"]
    assert output.parse("2000") == 2000
    assert output.parse("2000万元") == 0.2
    assert output.parse("2000亿") == 2000


@pytest.mark.parametrize("typed", ["元", "万", "1亿2", "1亿2亿", "1万2亿", "1.2億", "3万元元", "abc", "1--2万", "1,23万", "- 5", "5 万 6"])
def test_what_says_no_amount_is_refused(typed: str) -> None:
    with pytest.raises(Invalid) as refused:
        WAN.parse(typed)
    assert refused.value.code in {"not-money", "negative"}


@pytest.mark.parametrize(
    ("kind", "typed", "unit", "told"),
    [
        (WAN, "1.2亿", "万元", "12,000 万元"),
        (WAN, "1.2", "亿元", "12,000 万元"),
        (WAN, "500元", "万元", "0.05 万元"),
        (WAN, "12345678", "元", "1,234.5678 万元"),
        (YI, "12000万", "亿元", "1.2 亿元"),
        (WAN, "1亿2000万", "万元", "12,000 万元"),
        (WAN, "12,000", "万元", None),
        (WAN, "12000万元", "亿元", None),
        (WAN, "", "亿元", None),
        (WAN, "0", "亿元", None),
    ],
)
def test_the_stored_amount_is_told_where_another_number_was_typed(kind: MoneyType, typed: str, unit: str, told: str | None) -> None:
    found = kind.echo(typed, unit)
    assert (found.zh if found else None) == told


def test_the_units_are_named_in_both_languages() -> None:
    assert WAN.in_words(12000) == Text("12,000 万元", "12,000 × 10,000 yuan")
    assert [money_name(unit).en for unit in MONEY_UNITS] == ["yuan", "10,000 yuan", "100 million yuan"]


@given(st.floats(0, 1e15) | st.integers(0, 10**15), UNITS, st.sampled_from([WAN, YI]))
def test_an_amount_shown_in_any_unit_reads_back_as_itself(value: float, unit: str, kind: MoneyType) -> None:
    shown = kind.show_in(value, unit)
    assert "e" not in shown.lower()
    assert kind.parse_in(shown, unit) == value
    assert kind.parse(f"{shown}{unit}") == value


@given(st.decimals(0, 10**7, places=4), UNITS)
def test_what_is_typed_in_a_unit_is_shown_in_it_as_it_was_typed(typed: object, unit: str) -> None:
    shown = WAN.show_in(WAN.parse_in(str(typed), unit), unit)
    assert float(shown) == float(str(typed))


@given(st.floats(0, 1e12), UNITS, UNITS)
def test_choosing_another_unit_changes_no_amount(value: float, first: str, second: str) -> None:
    there = WAN.parse_in(WAN.show_in(value, first), first)
    assert WAN.parse_in(WAN.show_in(there, second), second) == value


@given(st.text(max_size=12) | st.text("0123456789.,万亿千百元¥- ", max_size=12), UNITS)
def test_any_typing_is_taken_or_refused(typed: str, unit: str) -> None:
    try:
        value = WAN.parse_in(typed, unit)
    except Invalid:
        return
    assert WAN.check(value) == value
    WAN.echo(typed, unit)


def test_every_amount_of_the_questionnaire_names_its_unit() -> None:
    for part in questionnaire().parts.values():
        for question in part.questions:
            if isinstance(question.type, MoneyType):
                assert question.unit == money_name(question.type.unit)


@pytest.mark.parametrize(("cell", "value"), [("¥1,200.00", None), ("￥ -5", None), ("¥500元", 0.05), ("¥1.2亿", 12000), ("1,200", 1200)])
def test_a_pasted_amount_of_a_sign_and_no_unit_is_not_taken_for_yuan(cell: str, value: float | None) -> None:
    """A spreadsheet shows ¥1,200.00 of an amount in any unit, and ten thousand times too little would be stored untold."""
    if value is None:
        with pytest.raises(Invalid):
            WAN.parse_pasted(cell)
    else:
        assert WAN.parse_pasted(cell) == value
