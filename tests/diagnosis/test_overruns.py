"""What the roster adds up to beside what was entered for the whole cluster."""

from diagnosis.checks import check
from tests.diagnosis.test_checks import value
from tests.surveys import diagnosed, firms


def test_what_was_entered_is_told_with_all_its_digits() -> None:
    found = check(diagnosed(enterprises=firms(1, employees=4_000_000), indicators=[value("employees", 1234567)]))
    (text,) = [finding.text for finding in found if finding.code == "roster-above"]
    assert "1234567" in text.zh
    assert "4000000" in text.zh


def test_a_part_that_exceeds_its_whole_of_the_same_year_is_told_at_the_part() -> None:
    (one,) = [each for each in check(diagnosed(indicators=[value("cr8", 61), value("cr4", 88)])) if each.code == "part-above"]
    assert (one.severity, one.place.row) == ("warning", 1)
    assert "88" in one.text.zh
    assert "61" in one.text.zh
    others = [value("cr4", 61), value("cr8", 61), value("firms", 5), value("above-scale-firms", 7) | {"year": 1999}]
    assert not [each for each in check(diagnosed(indicators=others)) if each.code == "part-above"]
