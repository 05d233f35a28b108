"""What the tests of the report page share: the page, its button, and makers of reports whose steps a test decides."""

from pathlib import Path

import pytest

from diagnosis.findings import Finding
from diagnosis.text import Text
from tests.ui.judging import Desk
from ui.pages import report
from ui.pages.report import ReportPage

STEP = Text("一步", "a step")


def page_of(desk: Desk, target: Path | None = None) -> ReportPage:
    page = desk.show(ReportPage(desk.session))
    checked(desk, page)
    if target is not None:
        page.form.set_target(target)
    return page


def checked(desk: Desk, page: ReportPage) -> tuple[Finding, ...]:
    """What the check finds in the survey as it was diagnosed last, once it is shown."""
    desk.settle()
    desk.bot.waitUntil(lambda: not page.checking.busy, timeout=10_000)
    return page.findings.findings or ()


def export(desk: Desk, page: ReportPage) -> None:
    """Press the button and wait for the end, good or bad."""
    desk.click(page.run.start)
    assert page.run.running
    desk.bot.waitUntil(lambda: not page.run.running, timeout=60_000)


def with_steps(monkeypatch: pytest.MonkeyPatch, steps: object) -> None:
    """Another maker of reports, whose steps the test decides."""
    monkeypatch.setattr(report, "report_steps", steps)
