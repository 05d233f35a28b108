"""A diagnosis in a screenful of text."""

import pytest

from diagnosis.diagnose import diagnose
from diagnosis.framework_files import load_framework
from diagnosis.summary import confidence, summary
from diagnosis.text import LANGS
from tests.surveys import SAMPLES, diagnosed, read, sample_data


def test_a_sample_in_chinese() -> None:
    text = summary(diagnose(read(sample_data("shaoxing")), load_framework()), "zh")
    lines = text.splitlines()
    assert lines[0] == "绍兴现代纺织集群 · 2020"
    assert lines[1] == "类型：基础产业集群（依据覆盖 92%，领先 0.73，判定稳定）"
    assert lines[2] == "短板 6 项，有待加强 2 项，待核实 16 项（共 24 项）"
    assert "  [明显不足] 劳动力成本上升压力" in lines
    actions = lines.index("优先行动：")
    assert lines[actions + 1].startswith("  1. ")
    assert lines[actions + 1].endswith(" (18)")
    assert "接下来最该问：" in lines


def test_a_sample_in_english() -> None:
    lines = summary(diagnose(read(sample_data("hydrogen")), load_framework()), "en").splitlines()
    assert lines[0] == "Hydrogen energy industrial area · 2021"
    assert lines[1] == "Type: Frontier-technology cluster (evidence 90%, margin 1.00, firm)"
    assert "First actions:" in lines
    assert lines[lines.index("Ask next:") + 1].count(": ") >= 1


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", SAMPLES)
def test_a_screenful(name: str, lang: str) -> None:
    text = summary(diagnose(read(sample_data(name)), load_framework()), "zh" if lang == "zh" else "en")
    assert len(text.splitlines()) <= 24
    assert "{" not in text


def test_without_a_type() -> None:
    lines = summary(diagnosed(), "zh").splitlines()
    assert lines[:3] == ["甲集群 · 2024", "类型：还不能判定", "接下来最该问："]
    assert len(lines) == 8
    assert lines[3].startswith("  - 产业应用领域：")


def test_how_firm_the_type_is() -> None:
    tie = diagnosed(fields=[{"id": "steel", "share": 0.5}, {"id": "biology", "share": 0.5}], criteria={"capacity": "frontier"})
    assert (confidence(tie).zh, confidence(tie).en) == (
        "暂定、有争议、领域与阶段不一致",
        "provisional, contested, fields and stage disagree",
    )
    set_ = diagnosed(criteria={"capacity": "basic"}, classification_override={"type": "frontier", "reason": "评议"})
    assert confidence(set_).zh == "调研组改判、暂定"
    conflict = diagnosed(
        criteria={"capacity": "basic"},
        ratings=[{"item": "labour-cost", "score": 4}],
        indicators=[{"id": "labour-cost-growth", "year": 2022, "value": 9}],
    )
    assert "  [明显不足] 劳动力成本上升压力（评分与数据冲突）" in summary(conflict, "zh").splitlines()
