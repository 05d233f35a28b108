"""Field types: what is typed, what is stored, what is shown, and what is refused."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnosis.errors import Invalid
from diagnosis.fieldtypes import (
    NA,
    AnswerType,
    ChoicesType,
    ChoiceType,
    CodeType,
    DateType,
    FieldType,
    FlagType,
    MoneyType,
    NamesType,
    NumberType,
    RegionType,
    ScoreType,
    TextType,
    Value,
    YearType,
)
from diagnosis.questionnaire import questionnaire
from diagnosis.text import LANGS, Lang, Text
from tests.strategies import values

COLOURS = {"red": Text("红", "Red"), "green": Text("绿", "Green"), "blue": Text("蓝 色", "Light Blue")}
TYPES = {"basic": Text("基础产业集群", "Basic-industry cluster"), "frontier": Text("前沿技术产业集群", "Frontier-technology cluster")}
SHARE, WHOLE, MONEY = NumberType(0, 1, share=True), NumberType(0, whole=True), MoneyType(0)


def verdict(kind: FieldType, typed: str) -> str:
    with pytest.raises(Invalid) as refused:
        kind.parse(typed)
    assert refused.value.text().zh
    assert "{" not in refused.value.text().en
    return refused.value.code


@pytest.mark.parametrize(
    ("kind", "typed", "stored"),
    [
        (NumberType(), "1234.5", 1234.5),
        (NumberType(), " １，２３４．５ ", 1234.5),  # full width
        (NumberType(), "1,234,567", 1234567),
        (NumberType(), "1 234 567", 1234567),
        (NumberType(), "12,3456", 123456),  # in groups of 万
        (NumberType(), "−3", -3),
        (NumberType(), "－３．５", -3.5),
        (NumberType(), "+5", 5),
        (NumberType(), ".5", 0.5),
        (NumberType(), "5.", 5),
        (NumberType(), "1.2E+05", 120000),
        (NumberType(), "-0", 0),
        (NumberType(), "", None),
        (NumberType(), "　", None),
        (WHOLE, "5.0", 5),
        (MONEY, "1.2亿", 12000),
        (MONEY, "1.2 亿元", 12000),
        (MONEY, "3,500万元", 3500),
        (MONEY, "3500万", 3500),
        (MONEY, "500元", 0.05),
        (MONEY, "0.1元", 0.00001),
        (MONEY, "1,234,567 元", 123.4567),
        (MONEY, "12", 12),
        (SHARE, "0.35", 0.35),
        (SHARE, "30%", 0.3),
        (SHARE, "12.5 ％", 0.125),  # full width
        (SHARE, "100%", 1),
    ],
)
def test_numbers(kind: NumberType, typed: str, stored: float | None) -> None:
    assert kind.parse(typed) == stored


@pytest.mark.parametrize(
    ("kind", "typed", "code"),
    [
        (NumberType(), "约五百", "not-number"),
        (NumberType(), "1.234,567", "not-number"),
        (NumberType(), "1,23", "not-number"),
        (NumberType(), "1_000", "not-number"),
        (NumberType(), "0x10", "not-number"),
        (NumberType(), "nan", "not-number"),
        (NumberType(), "sNaN", "not-number"),
        (NumberType(), "Infinity", "not-number"),
        (NumberType(), "1e99999999", "not-number"),
        (NumberType(), "1e999", "too-large"),
        (NumberType(), "1" + "0" * 5000, "too-large"),
        (NumberType(), "1e15亿", "not-number"),
        (NumberType(), "5万元", "not-number"),  # a unit only where it is money
        (NumberType(5), "4", "too-small"),
        (MONEY, "元", "not-money"),
        (MONEY, "1.2億", "not-money"),
        (MONEY, "1亿2", "not-money"),
        (MONEY, "-5万", "negative"),
        (MONEY, "1e15亿", "too-large"),
        (WHOLE, "2.5", "not-whole"),
        (WHOLE, "-1", "negative"),
        (SHARE, "35", "not-share"),
        (SHARE, "130%", "not-share"),
        (SHARE, "%", "not-number"),
        (NumberType(), "30%", "not-number"),  # per cent only where it is a share
    ],
)
def test_numbers_that_are_refused(kind: NumberType, typed: str, code: str) -> None:
    assert verdict(kind, typed) == code


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("5", "not-number"),
        (True, "not-number"),
        ([5], "not-number"),
        (float("nan"), "not-finite"),
        (float("-inf"), "not-finite"),
        (10**400, "too-large"),
    ],
)
def test_json_numbers_that_are_refused(value: object, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        NumberType().check(value)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("value", "shown"), [(5, "5"), (5.0, "5"), (0.05, "0.05"), (1e-7, "0.0000001"), (1234567.0, "1234567"), (-0.0, "0"), (None, "")]
)
def test_numbers_are_shown_without_an_exponent(value: float | None, shown: str) -> None:
    assert NumberType().show(value, "zh") == shown


@given(st.floats(-1e15, 1e15) | st.integers(-(10**15), 10**15))
def test_a_number_shown_reads_back(value: float) -> None:
    assert NumberType().parse(NumberType().show(value, "zh")) == value


@given(st.integers(0, 10**15))
def test_grouped_and_full_width_digits_read_the_same(value: int) -> None:
    wide = str(value).translate({ord(digit): chr(ord(digit) + 0xFEE0) for digit in "0123456789"})
    assert WHOLE.parse(f"{value:,}") == WHOLE.parse(wide) == value


@given(st.text(max_size=12))
def test_any_typing_is_taken_or_refused(typed: str) -> None:
    kinds: list[FieldType] = [
        *(NumberType(), MONEY, WHOLE, DateType(), FlagType(), ChoiceType(COLOURS), ChoicesType(COLOURS), NamesType()),
        *(ScoreType(), ScoreType(na=True), AnswerType(TYPES), RegionType(), TextType(), CodeType()),
    ]
    for kind in kinds:
        try:
            stored = kind.parse(typed)
        except Invalid:
            continue
        assert kind.check(stored) == stored


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("2024-3-5", "2024-03-05"),
        ("2024/03/05", "2024-03-05"),
        ("2024.3.5", "2024-03-05"),
        ("20240305", "2024-03-05"),
        ("2024年3月5日", "2024-03-05"),
        ("2024 年 3 月 5", "2024-03-05"),
        ("二〇二六年三月五日", "2026-03-05"),
        ("二零二六年十二月三十一日", "2026-12-31"),
        ("二○二六年十月二十日", "2026-10-20"),
        ("２０２４－０３－０５", "2024-03-05"),
        ("2024 3 5", "2024-03-05"),
        ("2024-03-05 00:00:00", "2024-03-05"),  # from a spreadsheet
        (" ", None),
    ],
)
def test_dates(typed: str, stored: str | None) -> None:
    assert DateType().parse(typed) == stored


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("2024-02-30", "no-such-day"),
        ("2023-02-29", "no-such-day"),
        ("2024-13-1", "no-such-month"),
        ("5.3.2024", "not-date"),
        ("26/3/5", "short-year"),
        ("05-03-26", "short-year"),
        ("26年3月5日", "short-year"),
        ("二〇二六年三月", "not-date"),
        ("二〇二六年十三月五日", "no-such-month"),
        ("二〇二六年二月三十日", "no-such-day"),
        ("二〇二六年三月十十日", "not-date"),
        ("2024", "not-date"),
        ("3月5日", "not-date"),
        ("1899-12-31", "not-year"),
    ],
)
def test_dates_that_are_refused(typed: str, code: str) -> None:
    assert verdict(DateType(), typed) == code


@given(st.dates(dt.date(1900, 1, 1), dt.date(2100, 12, 31)))
def test_a_date_reads_back_in_every_form(day: dt.date) -> None:
    for form in ("{0}-{1}-{2}", "{0}/{1}/{2}", "{0}年{1}月{2}日", "{0}{1:02d}{2:02d}", "{0}.{1:02d}.{2:02d}"):
        assert DateType().parse(form.format(day.year, day.month, day.day)) == day.isoformat()


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("是", True),
        ("有", True),
        ("YES", True),
        ("１", True),
        ("√", True),
        ("否", False),
        ("没有", False),
        ("×", False),
        ("0", False),
        ("", None),
    ],
)
def test_flags(typed: str, stored: bool | None) -> None:
    assert FlagType().parse(typed) is stored


def test_flags_that_are_refused() -> None:
    assert verdict(FlagType(), "也许") == "not-yes-or-no"
    with pytest.raises(Invalid):
        FlagType().check(1)


@pytest.mark.parametrize(("typed", "stored"), [("red", "red"), ("绿", "green"), ("LIGHT blue", "blue"), ("蓝　色", "blue"), (" ", None)])
def test_choices_by_id_or_name(typed: str, stored: str | None) -> None:
    assert ChoiceType(COLOURS).parse(typed) == stored


def test_a_choice_that_is_none_names_what_there_is() -> None:
    with pytest.raises(Invalid) as refused:
        ChoiceType(COLOURS).parse("黄")
    assert refused.value.text() == Text("没有“黄”这一项，可选：红、绿、蓝 色", "must be one of Red, Green, Light Blue, not '黄'")
    many = {str(number): Text(str(number), str(number)) for number in range(9)}
    with pytest.raises(Invalid) as refused:
        ChoiceType(many).check("黄")
    assert "0, 1, 2, 3, 4, 5, 6, 7 …" in refused.value.text().zh


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("红、绿", ("red", "green")),
        ("红,green；蓝 色", ("red", "green", "blue")),
        ("红、红", ("red",)),
        ("无", ()),
        ("None", ()),
        ("", None),
        ("红、", ("red",)),
    ],
)
def test_several_choices(typed: str, stored: tuple[str, ...] | None) -> None:
    assert ChoicesType(COLOURS).parse(typed) == stored


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("张三、李四", ("张三", "李四")),
        ("Ann, Bob", ("Ann", "Bob")),
        ("Ann; Smith, John", ("Ann", "Smith, John")),
        ("Smith, John;", ("Smith, John",)),
        ("、 ", None),
        ("", None),
    ],
)
def test_names(typed: str, stored: tuple[str, ...] | None) -> None:
    assert NamesType().parse(typed) == stored


@pytest.mark.parametrize(("typed", "stored"), [("3", 3), ("４", 4), ("不适用", NA), ("N/A", NA), ("", None)])
def test_ratings(typed: str, stored: int | str | None) -> None:
    assert ScoreType(na=True).parse(typed) == stored


@pytest.mark.parametrize("typed", ["5", "2.5", "-1", "好"])
def test_ratings_that_are_refused(typed: str) -> None:
    assert verdict(ScoreType(na=True), typed)
    assert verdict(ScoreType(), typed)


def test_not_applicable_only_where_it_may_be() -> None:
    assert verdict(ScoreType(), "不适用") == "not-rating"
    with pytest.raises(Invalid) as refused:
        ScoreType().check(NA)
    assert refused.value.code == "not-score"


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("basic", "basic"),
        ("前沿技术产业集群", "frontier"),
        ("mixed:basic/frontier", "mixed:basic/frontier"),
        ("基础产业集群 / 前沿技术产业集群", "mixed:basic/frontier"),
        ("frontier/basic", "mixed:frontier/basic"),
        ("", None),
    ],
)
def test_answers(typed: str, stored: str | None) -> None:
    assert AnswerType(TYPES).parse(typed) == stored


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("basic/basic", "not-mixed"),
        ("basic/", "not-mixed"),
        ("/", "not-mixed"),
        ("mixed:basic", "not-mixed"),
        ("a/basic", "unknown-choice"),
    ],
)
def test_answers_that_are_refused(typed: str, code: str) -> None:
    assert verdict(AnswerType(TYPES), typed) == code


def test_text_is_kept_as_it_was_typed_but_for_spaces_around_one_line() -> None:
    assert TextType().parse("\t 甲  乙\u3000") == "甲  乙"
    assert TextType().check(" 甲 ") == " 甲 "
    assert TextType(lines=True).parse("  甲\n乙 ") == "  甲\n乙 "
    assert TextType().parse(" \n　") is None
    assert verdict(TextType(), "\ud800") == "broken-text"


def test_a_credit_code_is_told_never_refused() -> None:
    kind = CodeType()
    assert kind.parse("abc") == "abc"
    assert kind.advise("abc") is not None
    assert kind.advise(" ９１350100m000100y43 ") is None
    assert kind.advise(None) is None


@pytest.mark.parametrize(("typed", "stored"), [("2024", 2024), ("２０２４年", 2024), ("2024 年度", 2024), (" ", None)])
def test_years(typed: str, stored: int | None) -> None:
    assert YearType().parse(typed) == stored


@pytest.mark.parametrize("typed", ["24", "1899", "2101", "2024.5", "2,024", "去年", "2024-3-5", "-2024", "2e3"])
def test_years_that_are_refused(typed: str) -> None:
    assert verdict(YearType(), typed) == "not-year"


def test_a_choice_has_further_names() -> None:
    kind = ChoicesType(COLOURS, {"green": ("翠", "emerald")})
    assert kind.parse("翠、Emerald、红") == ("green", "red")


def every_type() -> list[FieldType]:
    found = [question.type for part in questionnaire().parts.values() for question in part.questions]
    return [*found, ChoicesType(COLOURS)]


SPACED = st.sampled_from(every_type()).flatmap(lambda kind: st.tuples(st.just(kind), values(kind)))


@given(SPACED, st.sampled_from(LANGS))
def test_what_is_shown_reads_back(pair: tuple[FieldType, Any], lang: Lang) -> None:
    """Names with a separator in them excepted: of those a list cannot tell one from two."""
    kind, raw = pair
    stored: Value = kind.check(raw.strip() if isinstance(raw, str) and isinstance(kind, TextType) and not kind.lines else raw)
    if isinstance(kind, NamesType):
        return
    assert kind.check(stored) == stored
    assert kind.parse(kind.show(stored, lang)) == stored
    assert kind.show(None, lang) == ""


@given(st.lists(st.sampled_from(["张三", "李四", "Ann B.", "Smith, John"]), min_size=1), st.sampled_from(LANGS))
def test_names_shown_read_back(names: list[str], lang: Lang) -> None:
    assert NamesType().parse(NamesType().show(tuple(names), lang)) == tuple(names)
