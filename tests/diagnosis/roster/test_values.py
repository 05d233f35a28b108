"""Cells as answers: every way to write one ends in the same answer, and nothing else ends in any."""

import datetime as dt
import unicodedata
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from diagnosis.credit_code import credit_code_is_sound
from diagnosis.errors import Invalid
from diagnosis.fieldtypes import Value
from diagnosis.roster.names import plain
from diagnosis.roster.sheet import Cell, cell_text, column_letter
from diagnosis.roster.values import Doubted, read_column, reader
from diagnosis.roster.words import Target, words
from tests.roster_files import FIELDS, code

TARGETS = [*map(Target, FIELDS), *(target for target in set(words().targets.values()) if target.choice or target.join)]
FULL_WIDTH = {ord(half): ord(half) + 0xFEE0 for half in "0123456789.,+-"}
CELLS: st.SearchStrategy[Cell] = st.one_of(
    st.text(max_size=12),
    st.sampled_from(["无", "—", "是", "1.2亿", "高企、小巨人", "２００８年", "#N/A", "'12", "约5", "\u200b", " ", "12人", "¥3"]),
    st.floats(allow_nan=False, allow_infinity=False),
    st.integers(-(10**6), 10**18).map(float),
    st.booleans(),
    st.dates(),
    st.datetimes(),
    st.timedeltas(),
    st.times(),
)


def read(field: str, cell: Cell, factor: Decimal | None = None) -> Value:
    """The answer in one cell; raises ``Invalid``."""
    found = read_column([cell], reader(Target(field), factor))
    if found.wrong:
        raise found.wrong[0]
    return found.values[0]


@example(target=Target("name"), cells=[0.0, False])
@given(target=st.sampled_from(TARGETS), cells=st.lists(CELLS, max_size=6))
def test_every_cell_is_an_answer_or_a_problem(target: Target, cells: list[Cell]) -> None:
    found = read_column(cells, reader(target))
    assert len(found.values) == len(cells)
    for place, value in enumerate(found.values):
        if target.choice is not None:
            assert value in {True, False, None}
        elif value is not None:
            assert target.question.type.check(value) == value
        assert not (place in found.wrong and (value is not None or place in found.doubts))
    alone = [read_column([cell], reader(target)) for cell in cells]
    assert [each.values[0] for each in alone] == found.values  # what stands beside it changes nothing
    assert {place for place, each in enumerate(alone) if each.wrong} == set(found.wrong)


@given(
    cents=st.integers(0, 10**11),
    unit=st.sampled_from([("元", "0.0001"), ("万元", "1"), ("亿元", "10000")]),
    separated=st.booleans(),
    wide=st.booleans(),
    own=st.booleans(),
)
def test_an_amount_is_the_same_in_every_way(cents: int, unit: tuple[str, str], separated: bool, wide: bool, own: bool) -> None:
    number = Decimal(cents) / 100
    text = f"{number:,}" if separated else str(number)
    text = text.translate(FULL_WIDTH) if wide else text
    wanted = float(number * Decimal(unit[1]))
    found = read("revenue", text + (unit[0] if own else ""), Decimal(100) if own else Decimal(unit[1]))
    assert found == pytest.approx(wanted, rel=1e-12)


@given(number=st.integers(0, 10**7), factor=st.sampled_from([Decimal(1), Decimal(10000)]), ending=st.sampled_from(["", "人", " 名", ".0"]))
def test_a_count_is_the_same_as_number_and_as_text(number: int, factor: Decimal, ending: str) -> None:
    wanted = number * int(factor)
    assert read("employees", float(number), factor) == wanted
    assert read("employees", f"{number}{ending}", factor) == wanted
    assert type(read("employees", float(number), factor)) is int


@given(day=st.dates(dt.date(1950, 1, 1), dt.date(2100, 12, 31)))
def test_a_year_is_found_in_every_way_to_write_a_day(day: dt.date) -> None:
    ways: list[Cell] = [
        day,
        dt.datetime.combine(day, dt.time(10, 30)),
        day.isoformat(),
        f"{day.year}/{day.month}/{day.day}",
        f"{day.year}.{day.month}.{day.day}",
        f"{day.year}年{day.month}月{day.day}日",
        f"{day.year}年{day.month}月",
        f"{day.year}-{day.month:02d}",
        f"{day:%Y%m%d}",
        float(f"{day:%Y%m%d}"),
        f"{day.month}/{day.day}/{day.year}",
        float(day.year),
        f"{day.year}年".translate(FULL_WIDTH),
        float((day - dt.date(1899, 12, 30)).days),
        f"{day.isoformat()} 00:00:00",
    ]
    assert [read("founded", way) for way in ways] == [day.year] * len(ways)


def test_a_year_in_chinese_numerals_is_read() -> None:
    assert [read("founded", way) for way in ("二〇一二年", "二零一二年三月", "二○一二年十二月三十一日")] == [2012] * 3
    with pytest.raises(Invalid):
        read("founded", "二〇一二三")


NO_YEARS = [
    "98年",
    "26/3/5",
    "二〇一二年十三月",
    "2008-13",
    "2008-02-32",
    "去年",
    "二〇〇八",
    12.0,
    123456.0,
    dt.time(3),
    dt.timedelta(3),
    "0",
    "2101",
    "1899-01-01",
]


@pytest.mark.parametrize("cell", NO_YEARS)
def test_no_year_is_guessed(cell: Cell) -> None:
    with pytest.raises(Invalid):
        read("founded", cell)


@given(number=st.integers(1, 10**8), spaced=st.booleans(), lower=st.booleans(), wide=st.booleans())
def test_a_sound_code_is_found_however_it_is_written(number: int, spaced: bool, lower: bool, wide: bool) -> None:
    wanted = text = code(number)
    text = f" {text[:6]} {text[6:]}" if spaced else text
    text = text.lower() if lower else text
    text = text.translate(FULL_WIDTH) if wide else text
    assert read("uscc", text) == wanted


@given(text=st.text(st.sampled_from("0123456789ABCDEFGHIJOSVZ -"), min_size=15, max_size=20).filter(str.strip))
def test_a_code_is_kept_as_it_stands_and_told(text: str) -> None:
    found = read_column([text], reader(Target("uscc")))
    value = found.values[0]
    assert isinstance(value, str)
    assert credit_code_is_sound(value) == (0 not in found.doubts)
    if found.doubts:
        assert value == " ".join(text.split())


@pytest.mark.parametrize("cell", [914301000000000012.0, 1e17])
def test_a_code_that_lost_its_digits_is_no_code(cell: float) -> None:
    with pytest.raises(Invalid, match="digits-lost"):
        read("uscc", cell)


HONOURS = {
    "小巨人": "little-giant",
    "单项冠军": "champion",
    "省级专精特新": "srdi",
    "国家高新技术企业": "hnte",
    "上市公司": "listed",
    "其他": "other",
}


@given(chosen=st.sets(st.sampled_from(list(HONOURS)), min_size=1), between=st.sampled_from("、，;/ \n|"))
def test_choices_are_found_in_any_order_and_by_any_name(chosen: set[str], between: str) -> None:
    order = list(HONOURS.values())
    assert read("honours", between.join(sorted(chosen))) == tuple(sorted((HONOURS[name] for name in chosen), key=order.index))


@pytest.mark.parametrize(
    ("field", "cell", "why"),
    [
        ("revenue", "¥500", "money-unclear"),
        ("revenue", "保密", "not-money"),
        ("revenue", -1.0, "negative"),
        ("revenue", True, "not-number"),
        ("revenue", dt.date(2020, 1, 2), "not-number"),
        ("revenue", 1e16, "too-large"),
        ("employees", 12.5, "not-whole"),
        ("employees", "无", "not-count"),
        ("employees", "100-200", "not-count"),
        ("employees", "#REF!", "cell-error"),
        ("has_rd_unit", "筹建中", "not-yes-or-no"),
        ("role", "国有企业", "unknown-choice"),
        ("honours", "绿色工厂、瞪羚", "unknown-choice"),
        ("revenue", "300①", "not-money"),  # the mark of a footnote is no digit
        ("revenue", "300²", "not-money"),
        ("revenue", "1200\n1300", "not-money"),  # two years in one cell
        ("revenue", "300\n400", "not-money"),
        ("revenue", "2023 1200", "not-money"),
        ("employees", "50①", "not-count"),
        ("founded", "2010①", "not-a-year"),
        ("founded", "1905-06-30", "year-as-day"),  # 2008, where a spreadsheet took it for a day and saved it as text
        ("honours", "高企（2021年已取消）", "unknown-choice"),
        ("honours", "小巨人（第五批申报中）", "unknown-choice"),
    ],
)
def test_what_cannot_be_read_is_told(field: str, cell: Cell, why: str) -> None:
    with pytest.raises(Invalid) as refused:
        read(field, cell)
    assert refused.value.code == why
    assert refused.value.text().zh


@pytest.mark.parametrize(
    ("field", "cell", "value"),
    [
        ("revenue", "1亿2000万", 12000.0),
        ("revenue", 0.1 + 0.2, 0.3),
        ("employees", "1,234", 1234),
        ("name", "Ａ厂（长沙）", "Ａ厂（长沙）"),
        ("note", " 第一行\n第二行 ", "第一行\n第二行"),
        ("address", "无", None),
        ("contact", 13800138000.0, "13800138000"),
        ("gbt4754", 3514.0, "3514"),
        ("honours", "无", ()),
        ("honours", "2021年认定高企；小巨人（第三批）", ("little-giant", "hnte")),
        ("honours", "高企（GR202143001234，2021年12月15日，有效期三年）", ("hnte",)),
        ("revenue", "1200\n万元", 1200),
        ("revenue", "1 200", 1200),
        ("revenue", "1,2000,0000", 12000_0000),
        ("honours", "/", None),
        ("role", "链主企业", "leader"),
        ("has_rd_unit", 1.0, True),
        ("has_rd_unit", "无", False),
    ],
)
def test_what_is_written_in_a_way_of_its_own(field: str, cell: Cell, value: Any) -> None:
    assert read(field, cell, Decimal(1)) == value


@pytest.mark.parametrize("cell", ["（未获批）", "√（2022年已撤销）", "（2023年申报）", "（待批）"])
def test_what_is_no_longer_or_not_yet_given_is_no_tick(cell: str) -> None:
    with pytest.raises(Invalid):
        reader(Target("honours", "srdi"))(cell)


@pytest.mark.parametrize("cell", ["1905-0-5", "1905-00-00"])
def test_a_day_of_1905_without_a_month_is_read_or_refused(cell: str) -> None:
    assert read("founded", cell) == 1905


def test_what_is_known_of_several_is_taken_and_what_is_not_is_told() -> None:
    found = read_column(["高企、瞪羚、绿色工厂", "小巨人"], reader(Target("honours")))
    assert found.values == [("hnte",), ("little-giant",)]
    assert found.doubts[0].zh == "没有“瞪羚、绿色工厂”这一项，其余照收"


def test_true_and_one_stay_apart_within_a_column() -> None:
    found = read_column([True, 1.0, "1", False, 0.0], reader(Target("employees")))
    assert found.values == [None, 1, 1, None, 0]
    assert set(found.wrong) == {0, 3}


def test_what_says_nothing_is_counted() -> None:
    found = read_column(["", "无", "星沙", "/", " "], reader(Target("address")))
    assert (found.values, found.blanks) == ([None, None, "星沙", None, None], 3)


def test_what_looks_wrong_is_taken_with_a_word() -> None:
    assert isinstance(reader(Target("uscc"))("430100123456789"), Doubted)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("甲公司①", True),
        ("1.甲公司", True),
        ("（2）甲公司", True),
        ("甲公司（注1）", True),
        ("58.com", False),
        ("3.5米木业", False),
        ("甲（集团）", False),
    ],
)
def test_a_name_with_a_number_or_a_footnote_is_taken_as_it_stands_and_told(name: str, told: bool) -> None:
    found = read_column([name], reader(Target("name")))
    assert found.values == [name]
    assert bool(found.doubts) is told
    assert (plain(name) == "甲公司") is told


@given(number=st.integers(0, 20000))
def test_columns_are_called_as_in_a_spreadsheet(number: int) -> None:
    letters = column_letter(number)
    value = 0
    for letter in letters:
        value = 26 * value + ord(letter) - 64
    assert value == number + 1


@given(cell=CELLS)
def test_a_cell_as_text_is_one_line_that_can_be_seen(cell: Cell) -> None:
    text = cell_text(cell)
    assert {unicodedata.category(each) for each in text}.isdisjoint({"Cc", "Cs", "Zl", "Zp"})
    assert set(text).isdisjoint("\u00ad\u200b\u2060\ufeff\u00a0")
    assert text == " ".join(text.split())
    assert cell_text(text) == text


@pytest.mark.parametrize("name", ["𱍐记铸造厂", "\ue000记铸造厂", "👨\u200d👩\u200d👧 玩具厂", "می\u200cخواهم"])
def test_rare_characters_and_what_joins_them_stay(name: str) -> None:
    assert cell_text(name) == name
