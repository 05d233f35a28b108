"""The check before export: every rule fires where it should, names the place, and is silent just beside it."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given

from diagnosis.checks import RULES, check
from diagnosis.diagnose import diagnose
from diagnosis.findings import Finding
from diagnosis.framework_files import load_framework
from diagnosis.questionnaire import questionnaire
from diagnosis.survey import Attachment, Cooperation, FieldShare, IndicatorRow, Override, Rating, Survey
from tests.diagnosis.counted_twice import TWICE
from tests.strategies import survey_data
from tests.surveys import SAMPLES, diagnosed, firms, read, sample_data, survey

Parts = dict[str, Any]
CODE = "91350100M000100Y43"


def findings(survey_: Survey) -> dict[str, list[Finding]]:
    found: dict[str, list[Finding]] = {}
    for finding in check(diagnose(survey_, load_framework())):
        found.setdefault(finding.code, []).append(finding)
    return found


def value(indicator: str, number: float, year: int = 2022, **more: Any) -> Parts:
    return {"id": indicator, "year": year, "value": number, "source": "统计", **more}


def rating(item: str, score: int | str, **more: Any) -> Parts:
    return {"item": item, "score": score, "evidence": "访谈", **more}


def share(field: str, part: float) -> Parts:
    return {"id": field, "share": part}


EVEN = [share("steel", 0.5), share("biology", 0.5)]  # of two types
BASIC = {"criteria": {"capacity": "basic"}}
WHOLE = survey(
    round={"label": "2024", "date": "2024-06-30"},
    fields=[share("steel", 1)],
    criteria=dict.fromkeys(["market-stage", "technology-maturity", "capacity", "value-chain"], "basic"),
)

# (code, severity, a survey in which the rule fires, the place it names, one just beside it in which it does not)
CASES: list[tuple[str, str, Survey, str, Survey]] = [
    *TWICE,
    ("no-type", "error", survey(), "$.criteria.value-chain", survey(**BASIC)),
    (
        "shares-over-one",
        "error",
        Survey(fields=(FieldShare(id="steel", share=0.6), FieldShare(id="biology", share=0.42))),
        "$.cluster.fields",
        Survey(fields=(FieldShare(id="steel", share=0.6), FieldShare(id="biology", share=0.41))),
    ),
    (
        "value-without-year",
        "error",
        Survey(indicators=(IndicatorRow(id="output"), IndicatorRow(id="output", value=5.0))),
        "$.indicators[1].year",
        Survey(indicators=(IndicatorRow(id="output"), IndicatorRow(id="output", value=5.0, year=2020))),
    ),
    ("value-without-indicator", "error", Survey(indicators=(IndicatorRow(year=2020),)), "$.indicators[0].id", Survey()),
    (
        "share-without-field",
        "error",
        Survey(fields=(FieldShare(share=0.5),)),
        "$.cluster.fields[0].id",
        survey(fields=[share("steel", 0.5)]),
    ),
    (
        "rating-without-item",
        "error",
        Survey(ratings=(Rating(score=3),)),
        "$.ratings[0].item",
        Survey(ratings=(Rating(item="labour-cost"),)),
    ),
    (
        "link-without-end",
        "error",
        Survey(links=(Cooperation(from_="甲", to="乙"), Cooperation(from_="甲"))),
        "$.links[1].to",
        Survey(links=(Cooperation(from_="甲", to="乙"),)),
    ),
    (
        "na-without-reason",
        "error",
        Survey(ratings=(Rating(item="labour-cost", score="na"),)),
        "$.ratings[0].reason",
        Survey(ratings=(Rating(item="labour-cost", score="na", reason="不涉及"), Rating(item="rd-capability", score=0))),
    ),
    (
        "override-without-reason",
        "error",
        Survey(classification_override=Override(type="basic")),
        "$.classification_override.reason",
        Survey(classification_override=Override(type="basic", reason="评议")),
    ),
    (
        "conflict",
        "warning",
        survey(**BASIC, ratings=[rating("labour-cost", 4)], indicators=[value("labour-cost-growth", 9)]),
        "$.ratings[0].score",
        survey(**BASIC, ratings=[rating("labour-cost", 4)], indicators=[value("labour-cost-growth", 8)]),
    ),
    (
        "entered-differs",
        "warning",
        survey(enterprises=firms(40, 30, 20, 5, 5), indicators=[value("cr4", 90), value("cr4", 99, 2019)]),
        "$.indicators[0].value",
        survey(enterprises=firms(40, 30, 20, 5, 5), indicators=[value("cr4", 91), value("cr4", 5, 2019)]),
    ),
    ("provisional", "warning", survey(**BASIC), "$.criteria.value-chain", WHOLE),
    (
        "contested",
        "warning",
        survey(criteria={"capacity": "mixed:basic/strategic"}),
        "$.criteria.capacity",
        survey(fields=[share("steel", 0.575), share("biology", 0.425)]),
    ),
    (
        "fields-disagree",
        "warning",
        survey(fields=[share("steel", 1)], criteria={"capacity": "strategic"}),
        "$.criteria.capacity",
        survey(fields=[share("steel", 1)], criteria={"capacity": "mixed:basic/strategic"}),
    ),
    (
        "fields-disagree",
        "warning",
        survey(fields=EVEN, criteria={"value-chain": "mixed:strategic/frontier", "technology-maturity": "mixed:basic/frontier"}),
        "$.criteria.technology-maturity",
        survey(fields=EVEN, criteria={"value-chain": "mixed:strategic/frontier"}),
    ),
    ("implausible", "warning", survey(indicators=[value("firms", 4)]), "$.indicators[0].value", survey(indicators=[value("firms", 5)])),
    (
        "year-ahead",
        "warning",
        survey(round={"label": "一", "date": "2022-12-31"}, indicators=[value("firms", 50, 2023)]),
        "$.indicators[0].year",
        survey(round={"label": "一", "date": "2022-01-01"}, indicators=[value("firms", 50, 2022)]),
    ),
    (
        "without-source",
        "warning",
        survey(indicators=[value("firms", 50), value("firms", 50, source=None), value("firms", 50, 2020)]),
        "$.indicators[1].source",
        survey(indicators=[value("firms", 50), value("culture-rating", 2, source=None), value("firms", 9, 2020, source=None)]),
    ),
    (
        "gap-without-evidence",
        "warning",
        survey(**BASIC, ratings=[rating("rd-capability", 4), rating("labour-cost", 1, evidence=None)]),
        "$.ratings[1].evidence",
        survey(**BASIC, ratings=[rating("labour-cost", 2, evidence=None), rating("rd-capability", 0)]),
    ),
    ("no-date", "warning", survey(), "$.round.date", WHOLE),
    (
        "uscc-unsound",
        "warning",
        survey(enterprises=[{"uscc": CODE}, {"uscc": CODE[:-1]}]),
        "$.enterprises[1].uscc",
        survey(enterprises=[{"uscc": CODE}, {"name": "甲"}]),
    ),
    (
        "listed-twice",
        "warning",
        survey(enterprises=[{"name": "乙"}, {"name": "Ａ厂"}, {"name": " A厂"}, {"name": "A厂"}]),
        "$.enterprises[1].name",
        survey(enterprises=[{"name": "甲"}, {"name": "乙"}, {}, {}]),
    ),
    (
        "research-above-revenue",
        "warning",
        survey(enterprises=[{"revenue": 100, "rd_spend": 101}]),
        "$.enterprises[0].rd_spend",
        survey(enterprises=[{"revenue": 100, "rd_spend": 100}, {"revenue": 0, "rd_spend": 5}, {"rd_spend": 5}]),
    ),
    (
        "staff-above-employees",
        "warning",
        survey(enterprises=[{"employees": 10, "rd_staff": 11}]),
        "$.enterprises[0].rd_staff",
        survey(enterprises=[{"employees": 10, "rd_staff": 10}, {"rd_staff": 5}]),
    ),
    (
        "revenue-per-head",
        "warning",
        survey(enterprises=[{"revenue": 50001, "employees": 10}]),
        "$.enterprises[0].revenue",
        survey(enterprises=[{"revenue": 50000, "employees": 10}, {"revenue": 1e9}, {"revenue": 1e9, "employees": 0}]),
    ),
    (
        "founded-later",
        "warning",
        survey(round={"label": "1", "date": "2023-12-31"}, enterprises=[{"founded": 2024}]),
        "$.enterprises[0].founded",
        survey(round={"label": "1", "date": "2023-01-01"}, enterprises=[{"founded": 2023}, {}]),
    ),
    (
        "link-ahead",
        "warning",
        survey(round={"label": "1", "date": "2023-12-31"}, links=[{"from": "甲", "to": "乙", "year": 2024}]),
        "$.links[0].year",
        survey(links=[{"from": "甲", "to": "乙", "year": 2024}]),
    ),
    ("unknown-region", "note", survey(cluster={"region": "430199"}), "$.cluster.region", survey(cluster={"region": "430100"})),
    (
        "self-link",
        "warning",
        survey(links=[{"from": "甲", "to": "乙"}, {"from": "甲", "to": " 甲"}]),
        "$.links[1].to",
        survey(links=[{"from": "甲", "to": "乙"}]),
    ),
    (
        "unmatched-code",
        "note",
        survey(enterprises=[*firms(5, gbt4754="17"), *firms(5, gbt4754="C99"), *firms(5)]),
        "$.enterprises[1].gbt4754",
        survey(enterprises=[*firms(5, gbt4754="17"), *firms(5)]),
    ),
    (
        "unlisted-partner",
        "note",
        survey(enterprises=[{"name": "甲"}], institutions=[{"name": "乙大学"}], links=[{"from": "甲", "to": "丙"}]),
        "$.links[0].to",
        survey(
            enterprises=[{"name": "甲"}],
            institutions=[{"name": "乙大学"}],
            platforms=[{"name": "丙中心"}],
            organisations=[{"name": "丁协会"}],
            links=[{"from": " 甲", "to": "乙大学"}, {"from": "丙中心", "to": "丁协会"}],
        ),
    ),
    (
        "firms-differ",
        "note",
        survey(enterprises=firms(1, 2), indicators=[value("firms", 416)]),
        "$.enterprises",
        survey(enterprises=firms(*[1] * 7), indicators=[value("firms", 7)]),
    ),
    (
        "roster-above",
        "warning",
        survey(enterprises=firms(70_000, 60_000), indicators=[value("output", 10)]),  # 13 against 10 亿元
        "$.indicators[0].value",
        survey(enterprises=firms(70_000, 50_000, None), indicators=[value("output", 10)]),
    ),
    (
        "roster-above",
        "warning",
        survey(enterprises=firms(1, 1, employees=700), indicators=[value("employees", 1100)]),
        "$.indicators[0].value",
        survey(enterprises=firms(1, 1, employees=600), indicators=[value("employees", 1000)]),
    ),
    (
        "override",
        "note",
        survey(**BASIC, classification_override={"type": "frontier", "reason": "评议"}),
        "$.classification_override.type",
        survey(**BASIC),
    ),
    ("part-above", "warning", survey(indicators=[value("cr4", 88), value("cr8", 61)]), "$.indicators[0].value", WHOLE),
    ("no-fields", "note", survey(**BASIC), "$.cluster.fields", WHOLE),
    (
        "field-twice",
        "warning",
        survey(fields=[share("steel", 0.5), share("steel", 0.5)]),
        "$.cluster.fields[0].id",
        survey(fields=[share("steel", 0.5), share("textiles", 0.5)]),
    ),
    (
        "rated-in-vain",
        "note",
        survey(fields=[share("steel", 1.0)], ratings=[rating("core-parts", 3)]),
        "$.ratings[0].item",
        survey(fields=[share("steel", 1.0)], ratings=[rating("low-concentration", 3)]),
    ),
    (
        "link-twice",
        "note",
        survey(links=[{"from": "甲", "to": "乙", "year": 2022}, {"from": "乙", "to": "甲", "year": 2022}]),
        "$.links[0].to",
        survey(links=[{"from": "甲", "to": "乙", "year": 2022}, {"from": "甲", "to": "乙", "year": 2023}]),
    ),
    ("shares-partial", "note", survey(fields=[share("steel", 0.94)]), "$.cluster.fields", survey(fields=[share("steel", 0.95)])),
    (
        "silent-figure",
        "note",
        survey(criteria={"capacity": "strategic"}, chain=[{"present": False}]),
        "$.complete.chain",
        survey(criteria={"capacity": "strategic"}, chain=[{"present": False}], complete={"chain": True}),
    ),
    (
        "still-unknown",
        "note",
        survey(**BASIC),
        "$.ratings",
        survey(**BASIC, ratings=[rating(item.id, 4) for item in load_framework().items_for("basic")]),
    ),
]


@pytest.mark.parametrize(("code", "severity", "wrong", "path", "right"), CASES, ids=[case[0] for case in CASES])
def test_a_rule_fires_where_it_should_and_not_beside_it(code: str, severity: str, wrong: Survey, path: str, right: Survey) -> None:
    fired = findings(wrong)[code]
    assert path in [finding.place.path for finding in fired]
    assert {finding.severity for finding in fired} == {severity}
    for finding in fired:
        assert "{" not in finding.text.zh + finding.text.en
    assert code not in findings(right)


def test_a_reason_is_told_whole_in_both_languages() -> None:
    wrong = next(wrong for code, _, wrong, *_ in CASES if code == "silent-figure")
    told = [finding.text for finding in findings(wrong)["silent-figure"]]
    assert told
    assert all("…" not in text.zh + text.en for text in told)


def test_every_rule_has_a_case() -> None:
    assert [code for code, _, _ in RULES] == list(dict.fromkeys(code for code, _, _ in RULES))
    assert {code for code, *_ in CASES} == {code for code, _, _ in RULES}


def test_errors_first_then_warnings_then_notes() -> None:
    found = [finding.severity for finding in check(diagnosed())]
    assert found == sorted(found, key=["error", "warning", "note"].index)
    assert {"error", "warning", "note"} == set(found)


def test_a_sound_survey_has_neither_errors_nor_warnings() -> None:
    assert {finding.severity for found in findings(WHOLE).values() for finding in found} == {"note"}


@pytest.mark.parametrize("name", SAMPLES)
def test_the_samples_have_no_errors(name: str) -> None:
    assert "error" not in {finding.severity for found in findings(read(sample_data(name))).values() for finding in found}


def test_a_file_is_evidence_too() -> None:
    wrong = survey(**BASIC, ratings=[rating("labour-cost", 1, evidence=None)])
    file = Attachment("ratings", "labour-cost", "工资单.jpg")
    assert "gap-without-evidence" in findings(wrong)
    assert "gap-without-evidence" not in findings(replace(wrong, attachments=(file,)))
    assert "gap-without-evidence" in findings(replace(wrong, attachments=(replace(file, field="rd-capability"),)))


def test_the_sentences_say_what_is_wrong() -> None:
    found = findings(survey(enterprises=firms(40, 30, 20, 5, 5), indicators=[value("cr4", 80)]))
    (text,) = [finding.text for finding in found["entered-differs"]]
    assert text.zh.endswith("填报值 80 %，按清单计算为 95.0 %，相差超过 5%，请核对口径")
    found = findings(survey(**BASIC, ratings=[rating("labour-cost", 4)], indicators=[value("labour-cost-growth", 9)]))
    (text,) = [finding.text for finding in found["conflict"]]
    assert text.zh == "“劳动力成本上升压力”评分 4 分，而数据显示“明显不足”，相差两级以上，请核实后定级"
    assert text.en == "'Rising labour cost' is rated 4 while the figures say 'Clearly short', two or more levels apart; review it"


@given(survey_data())
def test_every_finding_leads_to_a_question(data: Parts) -> None:
    asked, framework = questionnaire(), load_framework()
    for finding in check(diagnose(read(data), framework)):
        place = finding.place
        part = asked.parts[place.part or ""]
        beside = asked.parts[place.field or ""] if part.id == "complete" else part  # a list is declared complete beside it
        assert place.step == beside.step
        shown = framework.items.keys() | framework.indicators.keys() if part.kind == "list" and place.row is None else set()
        assert place.field is None or place.field in shown | {question.id for question in part.questions}
        if place.row is not None:
            assert 0 <= place.row < len(getattr(read(data), part.id))
