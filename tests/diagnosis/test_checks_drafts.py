"""What was typed and not taken: of very many cells the first of each part are listed, and the others counted."""

from diagnosis.checks import check
from diagnosis.checks_rows import SHOWN
from diagnosis.findings import Draft, Finding
from tests.diagnosis.test_checks import BASIC
from tests.surveys import diagnosed


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
