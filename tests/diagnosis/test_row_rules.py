"""What contradicts itself in a row: the same rule speaks beside the field and before export."""

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given

from diagnosis.checks import check
from diagnosis.diagnose import diagnose
from diagnosis.fieldtypes import Value
from diagnosis.framework_files import load_framework
from diagnosis.questionnaire import questionnaire
from diagnosis.row_rules import ROW_RULES, Around, row_findings
from diagnosis.survey import LISTS, RECORDS, answers_of
from tests.strategies import survey_data
from tests.surveys import diagnosed, read, survey

AROUND = Around(
    survey(
        round={"label": "1", "date": "2023-06-30"},
        enterprises=[{"name": "甲厂", "uscc": "91350100M000100Y43"}, {"name": " 甲厂"}],
        institutions=[{"name": "乙大学"}],
        fields=[{"id": "steel", "share": 0.3}, {"id": "steel", "share": 0.2}],
    ),
    load_framework(),
)


def told(part: str, answers: Mapping[str, Value]) -> dict[str, str]:
    return {field: text.zh for field, text in row_findings(part, answers, AROUND)}


@pytest.mark.parametrize(
    ("part", "answers", "found"),
    [
        ("enterprises", {"employees": 10, "rd_staff": 11}, {"rd_staff": "研发人员 11 人多于从业人员 10 人，请核对"}),
        ("enterprises", {"revenue": 100, "rd_spend": 101.5}, {"rd_spend": "研发投入 101.5 万元高于营业收入 100 万元，请核对单位"}),
        (
            "enterprises",
            {"revenue": 7_500_000, "rd_spend": 8e6},
            {"rd_spend": "研发投入 8000000 万元高于营业收入 7500000 万元，请核对单位"},
        ),
        ("enterprises", {"founded": 2024}, {"founded": "成立年份 2024 晚于调研年份 2023，请核对"}),
        ("enterprises", {"name": "甲厂"}, {"name": "“甲厂”在企业名录中出现 2 次；是同一家的，可用菜单“合并登记了两次的企业”并成一行"}),
        *[
            ("enterprises", {"name": name}, {"name": f"“{name}”像是合计、分组或平均数一行，不像一家企业；留着会与各企业重复计算，请核对"})
            for name in ("合计", "规上企业（12家）", "其余30家", "平均值", "一、纺织业")
        ],
        *[("enterprises", {"name": name}, {}) for name in ("合计科技有限公司", "小计算机厂", "一二三厂", "其他山之石文化有限公司")],
        ("enterprises", {"name": "梦之乡", "uscc": "914301000000000013"}, {}),
        ("enterprises", {"name": "乙厂", "employees": 10, "rd_staff": 10, "founded": 2023}, {}),
        ("enterprises", {"uscc": "91350100M000100Y43"}, {}),
        ("links", {"from": "甲厂", "to": "乙大学"}, {}),
        ("links", {"from": "甲厂", "to": "丙"}, {"to": "“丙”不在企业、机构、平台或协会清单里，请核对名称"}),
        ("links", {"from": "甲厂"}, {"to": "缺少一方，不参与诊断"}),
        ("links", {"from": "甲厂", "to": "甲厂"}, {"to": "“甲厂”与自身的合作不计入网络"}),
        ("fields", {"id": "steel", "share": 0.3}, {"id": "领域“钢铁”填了不止一行，各行占比已相加，请确认"}),
        ("indicators", {"id": "output", "value": 5}, {"year": "有数值而没有年份，不参与诊断，请补年份"}),
        ("indicators", {"id": "output", "value": 5, "year": 2024}, {"year": "年份 2024 晚于调研日期 2023-06-30"}),
        ("ratings", {"item": "labour-cost", "score": "na"}, {"reason": "标为不适用而没有理由，写明理由后才生效"}),
        ("classification_override", {"type": "basic"}, {"reason": "改判了类型而没有理由，写明理由后才生效"}),
        ("interviews", {"date": "2024-01-01"}, {}),
        ("services", {"testing": True}, {}),
    ],
)
def test_what_is_told_beside_a_field(part: str, answers: dict[str, Value], found: dict[str, str]) -> None:
    assert told(part, answers) == found


@pytest.mark.parametrize("part", list(questionnaire().parts))
def test_an_empty_row_is_told_nothing(part: str) -> None:
    assert told(part, {}) == {}
    assert told(part, {question.id: None for question in questionnaire().parts[part].questions}) == {}


def test_rules_name_parts_and_fields_that_are_asked() -> None:
    for rule in ROW_RULES:
        assert rule.part in {**LISTS, **RECORDS}


def test_a_firm_is_named_before_export() -> None:
    firms = [{"name": "甲厂", "employees": 1, "rd_staff": 2}, {"employees": 1, "rd_staff": 2}]
    found = check(diagnosed(enterprises=firms))
    said = [finding.text.zh for finding in found if finding.code == "staff-above-employees"]
    assert said == ["甲厂：研发人员 2 人多于从业人员 1 人，请核对", "“企业”第 2 行（按录入顺序）：研发人员 2 人多于从业人员 1 人，请核对"]


@given(survey_data())
def test_what_is_told_before_export_is_told_beside_the_field(data: dict[str, Any]) -> None:
    found = read(data)
    around = Around(found, load_framework())
    rules = {rule.code for rule in ROW_RULES if rule.beside}
    for finding in check(diagnose(found, load_framework())):
        part, place = finding.place.part or "", finding.place
        if finding.code in rules:
            content = getattr(found, part)
            answers = answers_of(content if place.row is None else content[place.row])
            beside = [text.zh for field, text in row_findings(part, answers, around) if field == place.field]
            assert any(finding.text.zh.endswith(text) for text in beside)
