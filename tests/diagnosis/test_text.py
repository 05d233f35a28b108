"""Texts in two languages, and refusals that are one line."""

import pytest

from diagnosis.errors import Invalid, UserError
from diagnosis.fieldtypes import NamesType, TextType
from diagnosis.framework import Framework
from diagnosis.ranges import implausible, indicator_type
from diagnosis.survey import Cluster
from diagnosis.text import Text, fold, listed, phrase, phrases


def test_a_text_fills_its_facts_in_each_language() -> None:
    text = Text("共 {count} 项：{name}", "{count} items: {name}").fill(count=3, name=Text("甲", "A"))
    assert (text.to("zh"), text.to("en")) == ("共 3 项：甲", "3 items: A")


@pytest.mark.parametrize(
    ("count", "told"), [(0, "0 rows were taken"), (1, "1 row was taken"), ("1", "1 row was taken"), (21, "21 rows were taken")]
)
def test_one_is_told_otherwise_than_several(count: object, told: str) -> None:
    assert Text("共 {count} 行", "{count} {count:row was|rows were} taken").fill(count=count) == Text(f"共 {count} 行", told)


def test_what_a_name_holds_is_no_choice_of_words() -> None:
    assert Text("{name}", "{name}").fill(name="{count:a|b}").en == "{count:a|b}"


def test_a_fact_that_holds_braces_is_left_alone() -> None:
    assert phrase("values", "unknown-key", key="{x}").zh == "不认识的键“{x}”，请改正或删去"


def test_a_name_turns_nothing_around_in_a_sentence() -> None:
    filled = Text("删除“{name}”？", "Delete “{name}”?").fill(name="甲\u202e厂\u2066")
    assert filled == Text("删除“甲厂”？", "Delete “甲厂”?")


def test_in_the_window_a_refusal_begins_as_a_sentence_and_a_name_as_it_is_written() -> None:
    missing = UserError("file-missing", file="a.json")
    assert (missing.to("en"), missing.sentence().en) == ("there is no file a.json", "There is no file a.json")
    assert missing.sentence().zh == missing.to("zh")
    assert UserError("file-is-folder", file="a.json").sentence().en == "a.json is a folder, not a file"


def test_a_list_is_separated_as_each_language_does_it() -> None:
    assert listed([Text("甲", "A"), Text("乙", "B")]) == Text("甲、乙", "A, B")
    assert listed([]) == Text("", "")


def test_nested_tables_give_dotted_keys() -> None:
    assert phrases("cli")["severity.error"] == Text("错误", "error")


def test_a_phrase_that_is_not_there() -> None:
    with pytest.raises(KeyError):
        phrase("cli", "no-such-phrase")


@pytest.mark.parametrize(("text", "folded"), [(" Ａ厂　", "A厂"), ("①", "1"), ("a b", "a b"), ("ABC", "ABC")])
def test_text_is_compared_folded(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_a_refusal_is_one_line_whatever_its_facts_hold() -> None:
    error = UserError("cluster-exists", name="甲\n乙\r\n丙")
    assert str(error) == error.to("zh") == "已有名为“甲 乙 丙”的集群"
    assert error.to("en") == "there is a cluster named '甲 乙 丙' already"


def test_a_verdict_on_a_value() -> None:
    assert Invalid("out-of-range", low=0, high=4).text() == Text("应在 0 至 4 之间", "must lie between 0 and 4")


@pytest.mark.parametrize(
    ("indicator", "value", "code"),
    [
        ("output", -1, "negative"),
        ("mean-firm-revenue", -1, "negative"),
        ("firms", -1, "negative"),
        ("choke-points", -1, "negative"),
        ("employees", -1, "negative"),
        ("invention-patents", -1, "negative"),
        ("culture-rating", 4.5, "out-of-range"),
        ("culture-rating", -0.5, "out-of-range"),
        ("output-growth", -150, None),
        ("cr4", 150, None),
    ],
)
def test_the_range_of_an_indicator(indicator: str, value: float, code: str | None, framework: Framework) -> None:
    kind = indicator_type(framework.indicators[indicator])
    if code is None:
        assert kind.check(value) == value
        return
    with pytest.raises(Invalid) as refused:
        kind.check(value)
    assert refused.value.code == code


def test_what_looks_wrong_is_told_and_kept(framework: Framework) -> None:
    cr4 = framework.indicators["cr4"]
    assert implausible(cr4, 100) is None
    assert implausible(cr4, 100.5) == Text(
        "通常在 0 至 100 %之间，请核对数值和单位", "usually between 0 and 100 %; check the value and its unit"
    )


def test_a_cluster_has_a_name_in_either_language() -> None:
    both, one = Cluster(name_zh="甲", name_en="A", description_zh="文"), Cluster(name_en="A")
    assert (both.name("zh"), both.name("en"), one.name("zh"), Cluster().name("zh")) == ("甲", "A", "A", "")
    assert (both.description("zh"), both.description("en")) == ("文", None)


def test_what_a_fact_quotes_is_quoted_singly_inside_a_quotation() -> None:
    text = Text("“{name}”与{name}", "“{name}” and {name}").fill(name="专精特新“小巨人”企业数")
    assert text.zh == "“专精特新‘小巨人’企业数”与专精特新“小巨人”企业数"
    assert text.en == "“专精特新‘小巨人’企业数” and 专精特新“小巨人”企业数"


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("\ufeff长沙\u200b甲\u00ad机械\u2060公司\u00a0", "长沙甲机械公司"),
        ("Smith\u00a0&\u2009Co", "Smith & Co"),
        ("甲\u202e公司\u200d", "甲公司"),
        ("\u200b \ufeff", None),
        ("👨\u200d👩\u200d👧 ❤\ufe0f\u200d🔥", "👨\u200d👩\u200d👧 ❤\ufe0f\u200d🔥"),  # one picture each
        ("می\u200cخواهم", "می\u200cخواهم"),  # Persian and Malayalam are written with joiners
        ("ക്\u200d", "ക്\u200d"),
        ("\u200fشركة\u200f A", "\u200fشركة\u200f A"),
        ("𱍐记\ue000", "𱍐记\ue000"),  # characters rarer than a font has
    ],
)
def test_what_cannot_be_seen_does_not_come_along_unless_it_joins(typed: str, stored: str | None) -> None:
    assert TextType().parse(typed) == TextType().check(typed.strip()) == stored
    assert TextType(lines=True).parse(f"{typed.strip()}\n") == (f"{stored}\n" if stored else None)
    assert NamesType().parse(f"{typed};") == ((stored,) if stored else None)
    assert fold(typed) == fold(stored or "")
