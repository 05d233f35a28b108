"""The rules about single rows, as the check tells them: the first of very many, the number of the others, and each thing once."""

from diagnosis.checks_rows import SHOWN
from diagnosis.diagnose import diagnose
from diagnosis.findings import Place
from diagnosis.framework_files import load_framework
from tests.diagnosis.test_checks import BASIC, findings, value
from tests.surveys import survey


def test_a_roster_of_thousands_does_not_bury_the_rest() -> None:
    found = findings(survey(**BASIC, enterprises=[{"name": f"企业{number}", "uscc": f"错{number}"} for number in range(500)]))
    assert len(found["uscc-unsound"]) == SHOWN
    assert [finding.place.row for finding in found["uscc-unsound"]] == list(range(SHOWN))
    (more,) = found["more-rows"]
    assert more.text.zh == f"“企业”另有 {500 - SHOWN} 处同样的问题（接下来是“企业{SHOWN}”），改好前面几处后接着列出"
    assert (more.severity, more.place) == ("warning", Place("enterprises", "enterprises", SHOWN, "uscc"))


def test_as_many_as_are_listed_need_no_count() -> None:
    rows = [{"name": f"企业{number}", "uscc": f"错{number}"} for number in range(SHOWN)]
    assert "more-rows" not in findings(survey(**BASIC, enterprises=rows))


def test_what_is_told_once_is_counted_once() -> None:
    rows = [{"name": f"企业{number}"} for number in range(SHOWN + 5)]
    found = findings(survey(**BASIC, enterprises=rows * 3))
    assert len(found["listed-twice"]) == SHOWN
    assert [each.text.zh.split(" 处")[0] for each in found["more-rows"]] == ["“企业”另有 5"]


def test_a_part_of_a_firm_is_told_and_kept() -> None:
    wrong, whole = (survey(**BASIC, indicators=[value("firms", number)]) for number in (420.5, 420.0))
    (told,) = findings(wrong)["implausible"]
    assert told.text.zh.endswith("填报为 420.5，按家计的数应为整数，请核对")
    assert "implausible" not in findings(whole)
    assert diagnose(wrong, load_framework()).figures["firms"].value == 420.5
    assert "implausible" not in findings(survey(**BASIC, indicators=[value("invention-patents", 420.5)]))


def test_the_same_co_operation_twice_is_told_once_whoever_stands_first() -> None:
    twice = {"kind": "joint-rd", "year": 2022}
    rows = [{"from": "甲", "to": "乙", **twice}, {"from": "乙", "to": "甲", **twice}, {"from": "甲", "to": "乙", "year": 2022}]
    found = findings(survey(**BASIC, links=rows))
    (told,) = found["link-twice"]
    assert told.place == Place("chain", "links", 0, "to")
    assert "“甲”与“乙”的同一合作登记了 2 次" in told.text.zh
    assert "2022" in told.text.zh


def test_paths_of_places() -> None:
    assert Place(step="report").path == "$"
    assert Place(step="overview", part="fields", row=0, field="id").path == "$.cluster.fields[0].id"
    assert Place(step="chain", part="links").path == "$.links"
