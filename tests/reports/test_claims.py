"""What the report says about its own footing is true: no proof from one answer, no note on what is not in the table."""

from typing import Any

import pytest

from diagnosis.diagnose import diagnose
from diagnosis.framework_files import load_framework
from diagnosis.text import Lang
from reports.outline import outline
from tests.reports.made_up import report_of, said
from tests.surveys import file_data, read, sample_data

FIELD = [{"id": "construction-machinery", "share": 1.0}]


def text_of(lang: Lang = "zh", **data: Any) -> str:
    return said(outline(diagnose(read(file_data(fields=FIELD, **data)), load_framework()), lang))


def test_one_answer_is_not_called_firm() -> None:
    text = text_of()
    assert "暂定" in text
    assert "还检验不出结论是否稳固" in text
    assert "随机扰动2000次重新计算，结果" not in text
    assert "都不会改变类型" not in text


def test_questions_that_differ_by_a_name_are_asked_once() -> None:
    text = text_of()
    assert text.count("三类描述中的哪一类最相符") == 1
    assert "产业链状态、市场与发展阶段、技术成熟度、主导力量和产能与供给" in text
    assert text_of("en").count("which of the three descriptions fits") == 1


def test_answers_that_all_agree_are_firm_and_the_fields_are_an_answer_too() -> None:
    assert "改变任何一项答复都不会改变类型" in said(report_of("changsha", "zh"))
    half = dict.fromkeys(("market-stage", "technology-maturity"), "strategic")
    text = text_of(criteria=half)
    assert "除产业领域外，改变任何一项答复都不会改变类型" in text


def test_indicators_to_watch_without_any_value_are_told_as_such() -> None:
    text = said(report_of("changsha", "zh"))
    assert "它们都还没有现值" in text
    assert "其中9项没有现值" not in text
    assert "其中3项没有现值" in said(report_of("hydrogen", "zh"))


@pytest.mark.parametrize("name", ["changsha", "hydrogen", "shaoxing", "rich", "rich-basic", "rich-frontier"])
def test_the_note_on_the_papers_examples_stands_where_the_table_has_some(name: str) -> None:
    text = said(report_of(name, "zh"))
    assert ("“论文实例”的序号见" in text) == ("论文实例：第" in text)


def test_examples_of_the_same_field_only_are_not_called_relevant_to_an_action() -> None:
    text = said(report_of("changsha", "zh"))
    assert "论文没有举出针对所推荐行动的实例；属同一领域的有一例" in text
    assert "与推荐行动有关" not in text


def test_shares_read_as_percentages_in_the_annex_too() -> None:
    text = said(report_of("shaoxing", "zh"))
    assert "0–1" not in text
    assert "95.0%" in text


def test_one_gap_is_not_the_worst_of_several() -> None:
    assert "存在差距的条目有1项" not in said(report_of("hydrogen", "zh"))
    assert "有差距的只有支撑体系（突出短板）" in said(report_of("hydrogen", "zh")) or "失分只在支撑体系（突出短板）一项" in said(
        report_of("hydrogen", "zh")
    )
    assert "Items with a gap: 1" not in said(report_of("changsha", "en"))


def test_features_without_a_score_are_named() -> None:
    assert "政策环境没有依据，未评分。" in said(report_of("shaoxing", "zh"))
    text = said(report_of("shaoxing", "en"))
    assert "No evidence and so no score yet: policy environment." in text
    assert "it rests on value chain (not scored)" in text


def test_a_value_read_by_bands_is_a_sentence() -> None:
    text = said(report_of("hydrogen", "zh"))
    assert "按分段判读（出处见附录乙）：技术成熟度为5级，处于4—7级一档，以中试与工程化阶段为主。" in text


def test_what_is_alike_is_said_once() -> None:
    """How many actions lead with one score, that all links have one control, and what a single figure is against its norm."""
    text = said(report_of("changsha", "zh"))
    assert "前5项得分相同，各6分。" in text
    assert "各环节的掌控程度均为自主。" in text
    assert "主导产业占比为100.0%（据填报的1项占比计算）。这一数值达到参考值70.0%。" in text
    assert "达到参考值的是主导产业占比" not in text


def test_a_lighter_gap_rated_without_evidence_says_what_it_means_and_how_to_bear_it_out() -> None:
    data = sample_data("shaoxing")
    text = said(outline(diagnose(read(data), load_framework()), "zh"))
    assert "重复投资把土地" not in text
    for rating in data["ratings"]:
        rating.pop("evidence", None)
    bare = said(outline(diagnose(read(data), load_framework()), "zh"))
    assert "低水平重复建设（有待加强）。\x04未写依据，调研评分为2分（部分具备）。重复投资把土地" in bare
    assert "要坐实这一判断，应向发改部门要" in bare
