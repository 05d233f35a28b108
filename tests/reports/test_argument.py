"""What the report concludes from little: verdicts of features, ratings that nothing bears out, stages by the gaps they take up."""

import re

import pytest

from diagnosis.diagnose import diagnose
from diagnosis.framework_files import load_framework
from diagnosis.text import LANGS, Lang
from reports.blocks import Item, Report, Table
from reports.context import Context
from reports.findings import meaning
from reports.outline import outline
from tests.reports.made_up import Data, diagnosis_of, report_of, rich_data, said
from tests.surveys import read, sample_data


def items(report: Report, key: str) -> list[str]:
    return [block.text for block in report.blocks if isinstance(block, Item) and block.list == key]


def made(data: Data, lang: Lang = "zh") -> Report:
    return outline(diagnose(read(data), load_framework()), lang)


def test_a_verdict_on_less_than_half_of_the_evidence_is_a_weaker_one() -> None:
    scale, system, chain, policy = items(report_of("changsha", "zh"), "features")
    assert "综合得100分（覆盖率100.0%），总体具备：" in scale
    assert "依据不足一半，暂按“总体具备”看待，综合得75分（覆盖率37.5%）" in system
    assert "依据不足一半" not in chain
    assert "失分主要来自融资服务（明显不足）" in policy


def test_a_rating_of_scale_says_what_bears_it_out() -> None:
    assert "佐证数据目前有：总产值为2000亿元、全国占比为23.0%。" in items(report_of("changsha", "zh"), "features")[0]
    assert "这些数据均未填报，得分只反映调研组的判断。" in items(report_of("hydrogen", "zh"), "features")[0]


@pytest.mark.parametrize("evidence", [None, "论文的判断：自主创新投入不足", "自主创新的投入不足。"])
def test_a_rating_that_nothing_bears_out_says_what_would(evidence: str | None) -> None:
    assert ("记录只重述了问题，没有给出事实。" in told(evidence)) is (evidence is not None)
    assert "向统计局要规上企业研发经费" in told(evidence)


def test_a_rating_with_facts_is_left_alone() -> None:
    assert "向统计局要规上企业研发经费" not in told("五家龙头企业的研发投入强度都在1%以下")


def told(evidence: str | None) -> str:
    data = sample_data("changsha")
    (row,) = (row for row in data["ratings"] if row["item"] == "rd-investment")
    row.pop("evidence", None)
    if evidence is not None:
        row["evidence"] = evidence
    return next(text for key in ("gaps-3", "gaps-2") for text in items(made(data), key) if "自主创新投入不足（" in text)


@pytest.mark.parametrize("lang", LANGS)
def test_stages_take_up_every_gap_that_has_an_answer(lang: Lang) -> None:
    """Each stage is told by its gaps; the last that brings one in has them all."""
    for name in ("changsha", "hydrogen", "rich"):
        stages = items(report_of(name, lang), "stages")
        assert any(("全部" in text or "all gaps" in text or "every gap" in text) for text in stages)
        assert len(set(stages)) == len(stages)


def test_one_reason_is_told_once() -> None:
    words = said(report_of("hydrogen", "zh"))
    assert "产业链完整度只列数值，不计入判断，零部件自给率和工艺装备自给率须谨慎使用：产业链清单未声明齐全" in words
    assert "6项公共服务均已答复：" in words
    assert "未答的有1项：主导力量（在程序“类型判定”页作答）。" in words
    assert words.count("其余两类得分均为0") == 2  # the summary and the result


def test_a_rich_survey_has_the_names_of_few_gaps_in_a_stage() -> None:
    assert "等13项" in items(made(rich_data()), "stages")[0]


@pytest.mark.parametrize("name", ["changsha", "hydrogen", "rich"])
def test_the_table_of_actions_names_practices_by_their_numbers_in_chapter_6(name: str) -> None:
    report = report_of(name, "zh")
    listed = len(items(report, "practices"))
    (table,) = (block for block in report.blocks if isinstance(block, Table) and block.key == "table-actions")
    cells = [row[-1] for row in table.rows]
    named = {int(number) for cell in cells if cell.startswith("经验") for number in re.findall(r"\d+", cell.split("；")[0])}
    assert named
    assert max(named) <= listed
    assert all(len(cell) < 20 for cell in cells)


def test_an_action_names_its_gaps_by_level_and_its_indicators_without_values() -> None:
    """The values stand in the table of indicators to watch."""
    (table,) = (block for block in report_of("hydrogen", "zh").blocks if isinstance(block, Table) and block.key == "table-actions")
    assert table.rows[1][2] == "突出短板：支撑体系；明显不足：前沿共性技术、创新单元力量"
    assert table.rows[0][5] == "国家级平台数、中试平台数、研究方向重复度"


def test_evidence_for_every_item_is_said_as_that() -> None:
    words = said(report_of("rich", "zh"))
    assert "2项核心条目均有据，科研机构得16.7分。" in words
    assert "7项核心条目中7项" not in words


def test_the_same_shown_twice_has_not_moved() -> None:
    """2 projects and 2.16, which are told as 2, would be better by +0."""
    before, now = sample_data("hydrogen"), sample_data("hydrogen")
    (row,) = (row for row in now["indicators"] if row["id"] == "demonstrations")
    row |= {"value": 2.16, "year": row["year"] + 1}
    first, second = (diagnose(read(data), load_framework()) for data in (before, now))
    (table,) = (block for block in outline(second, "zh", first).blocks if isinstance(block, Table) and block.key == "table-since")
    (told,) = (row for row in table.rows if row[0] == "示范项目数")
    assert told[-3:] == ("—", "—", "持平")


def test_a_single_example_of_the_field_is_told_and_no_table() -> None:
    report = report_of("changsha", "zh")
    assert not any(isinstance(block, Table) and block.key == "table-examples" for block in report.blocks)
    assert "属同一领域的有一例，可作参考：青岛" in said(report)


def test_elements_that_lose_as_much_are_all_named() -> None:
    data = sample_data("changsha")
    scores = {"common-technology": 1, "platform-function": 0}  # a level of 2 with a weight of 3, and the other way round
    data["ratings"] = [{"item": item, "score": score} for item, score in scores.items()]
    assert "失分最集中的要素是企业和科研机构，各占按权重计算的全部失分的50.0%。" in said(made(data))
    assert "Most is lost on enterprises and institutions, 50.0% each of all points lost by weight." in said(made(data, "en"))
    assert "失分最集中的要素是企业，占按权重计算的全部失分的85.7%。" in said(report_of("changsha", "zh"))


def test_a_level_is_said_once_after_all_that_have_it() -> None:
    words = said(report_of("shaoxing", "zh"))
    assert "针对产品差异化、产能利用、高附加值产品（均明显不足）" in words
    assert "产品差异化、产能利用（均明显不足）、布局统筹、智能化水平（均有待加强）" in words
    assert "（明显不足）、产能利用（明显不足）" not in words


def test_a_list_of_one_kind_says_so() -> None:
    words = said(report_of("changsha", "zh"))
    assert "登记高校与科研院所3家（高校）：清华大学" in words
    assert "8项标准均有答复" in words


def test_two_sections_of_the_paper_do_not_break_the_sentence_that_names_them() -> None:
    found = diagnosis_of("shaoxing")
    (item,) = (item for item in found.items if item.item.id == "environmental-constraint")
    told = [meaning(Context(found, "zh"), item, position) for position in range(6)]
    assert any("；论文第三章（一）2、第四章（一）导语对同类集群有同样判断。" in words for words in told)
    assert any("（论文第三章（一）2；第四章（一）导语）" in words for words in told)
