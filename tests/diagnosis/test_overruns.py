"""What the roster adds up to beside what was entered for the whole cluster."""

from diagnosis.checks import check
from tests.diagnosis.test_checks import value
from tests.surveys import diagnosed, firms


def test_what_was_entered_is_told_with_all_its_digits() -> None:
    found = check(diagnosed(enterprises=firms(1, employees=4_000_000), indicators=[value("employees", 1234567)]))
    (text,) = [finding.text for finding in found if finding.code == "roster-above"]
    assert "1234567" in text.zh
    assert "4000000" in text.zh
