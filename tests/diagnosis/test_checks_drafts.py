"""What was typed and not taken: of very many cells the first of each part are listed, and the others counted."""

from diagnosis.checks import check
from diagnosis.checks_rows import SHOWN
from diagnosis.findings import Draft, Finding
from diagnosis.questionnaire import questionnaire
from tests.diagnosis.test_checks import BASIC, rating
from tests.surveys import diagnosed, firms


def found_of(drafts: list[Draft], code: str) -> list[Finding]:
    return [finding for finding in check(diagnosed(**BASIC), drafts) if finding.code == code]


def test_many_of_one_part_leave_room_for_those_of_another() -> None:
    drafts = [Draft("enterprises", row, "revenue", "?") for row in range(SHOWN + 300)]
    drafts += [Draft("indicators", row, "value", "百分之九") for row in range(3)]
    assert [finding.place.part for finding in found_of(drafts, "draft")] == ["enterprises"] * SHOWN + ["indicators"] * 3


def test_those_that_are_not_listed_are_counted_and_lead_to_the_first_of_them() -> None:
    drafts = [Draft("enterprises", row, "revenue", "?") for row in range(SHOWN + 300)]
    (more,) = found_of(drafts, "more-drafts")
    assert more.text.zh == "“企业”另有 300 格填写的内容没有被采用，改好前面几格后接着列出"
    assert (more.place.step, more.place.part, more.place.row, more.place.field) == ("enterprises", "enterprises", SHOWN, "revenue")
    assert more.severity == "warning"
    assert found_of(drafts[:SHOWN], "more-drafts") == []


def test_a_pasted_column_of_drafts_does_not_bury_the_rest() -> None:
    drafts = [Draft("enterprises", row, "revenue", "?") for row in reversed(range(500))]
    found = [finding.place.row for finding in check(diagnosed(**BASIC), drafts) if finding.code == "draft"]
    assert found == list(range(SHOWN))


def test_an_amount_whose_unit_is_not_clear_contradicts_nothing() -> None:
    (found,) = found_of([Draft("enterprises", 0, "revenue", "￥500")], "draft")
    assert "有货币符号而没有写单位" in found.text.zh


def test_what_was_typed_and_not_taken_is_told() -> None:
    diagnosis = diagnosed(**BASIC, enterprises=firms(40, 30), ratings=[rating("labour-cost", 2)])
    drafts = (
        Draft("ratings", 0, "score", "五分"),
        Draft("enterprises", 1, "revenue", "约三百\n" + "万" * 50),
        Draft("round", None, "date", "去年冬天"),
        Draft("no-such-part", None, "x", "?"),  # from another program
    )
    found = [finding for finding in check(diagnosis, drafts) if finding.code == "draft"]
    assert [finding.place.path for finding in found] == ["$.round.date", "$.enterprises[1].revenue", "$.ratings[0].score"]
    assert [finding.place.step for finding in found] == ["overview", "enterprises", "checklist"]
    assert {finding.severity for finding in found} == {"warning"}
    reasons = [
        f"没有被采用：{why}；诊断按这一格原来的值计，原来没填的不计入"
        for why in ("应为日期，年、月、日写全，如 2024-3-5", "应为金额，如 1200、1.2亿 或 3500万元")
    ]
    labels = [questionnaire().parts[part].question(field).label.zh for part, field in (("round", "date"), ("enterprises", "revenue"))]
    parts = questionnaire().parts
    assert found[0].text.zh == f"“{parts['round'].name.zh}”中“{labels[0]}”处填写的“去年冬天”{reasons[0]}"
    assert found[1].text.zh == f"“企业2”中“{labels[1]}”处填写的“约三百 {'万' * 25}…”{reasons[1]}"
    assert found[2].text.zh.startswith("“劳动力成本上升压力”中")
    unnamed = check(diagnosed(**BASIC, enterprises=[{"employees": 3}]), (Draft("enterprises", 0, "revenue", "约三百"),))
    assert next(each for each in unnamed if each.code == "draft").text.zh.startswith("“企业”第 1 行（按录入顺序）“营业收入”处")
    assert "draft" not in {finding.code for finding in check(diagnosis)}
