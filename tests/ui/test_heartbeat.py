"""The window while long work is done: it keeps beating, takes keys, and stores what is typed before the work has ended."""

from collections.abc import Callable, Generator
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QObject, Qt, QTimer, SignalInstance
from PySide6.QtTest import QTest

from db import browse
from diagnosis.errors import UserError
from diagnosis.progress import Progress
from diagnosis.text import Text
from tests.roster_files import code, text_table
from tests.ui.rosters import go_on, names, wizard
from tests.ui.window import WAIT, Opened
from ui.dialogs.ask import ConfirmDialog
from ui.pages import report
from ui.pages.overview import OverviewPage
from ui.pages.report import ReportPage
from ui.rosters.dialog import DONE, ROWS
from ui.widgets.export_run import ExportRun

FIRMS = 20_000
LONG = 60_000  # ms, for work that takes seconds
BEGUN = 3  # steps of a report: it has told how far it is
STEPS = ("enterprises", "chain", "indicators", "checklist", "diagnosis")


class Heart(QObject):
    """Beats while the window's thread is free; ``events``: each beat, and each time that work tells how far it is."""

    def __init__(self, parent: QObject, steps: SignalInstance) -> None:
        super().__init__(parent)
        self.events: list[str] = []
        steps.connect(lambda *_facts: self.events.append("step"))
        self._timer = QTimer(self, interval=1)
        self._timer.timeout.connect(lambda: self.events.append("beat"))
        self._timer.start()

    def check(self) -> None:
        """It has beaten at least once for each piece of work since the last check."""
        steps, beats = self.events.count("step"), self.events.count("beat")
        assert beats >= steps > 0
        self.events.clear()


@pytest.fixture
def until(monkeypatch: pytest.MonkeyPatch) -> list[Callable[[], bool]]:
    """What has to be so before a report that is being made comes to its end: a quick machine would have made it before."""
    conditions: list[Callable[[], bool]] = []
    making = report.making

    def held(*facts: Any) -> Generator[Progress | None, None, Any]:
        steps = making(*facts)
        yield from islice(steps, BEGUN)
        while not all(condition() for condition in conditions):
            yield None
        return (yield from steps)

    monkeypatch.setattr(report, "making", held)
    return conditions


def exporting(program: Opened, target: Path) -> ExportRun:
    """A report of the samples that is being made."""
    program.window.go_to_step("report")
    page = program.window.page
    assert isinstance(page, ReportPage)
    page.form.set_target(target)
    program.settle()
    program.click(page.run.start)
    return page.run


def test_answers_are_typed_and_stored_while_a_report_is_made(program: Opened, tmp_path: Path, until: list[Callable[[], bool]]) -> None:
    saved: list[object] = []
    until.append(lambda: bool(saved))
    run = exporting(program, tmp_path / "a.docx")
    heart = Heart(program.window, run.bar.valueChanged)
    program.bot.waitUntil(lambda: "step" in heart.events, timeout=LONG)
    program.window.go_to_step("overview")
    page = program.window.page
    assert isinstance(page, OverviewPage)
    field = page.forms["cluster"].fields["name_en"].editor.target
    program.bot.waitUntil(lambda: bool(field.text()), timeout=WAIT)  # type: ignore[attr-defined]
    field.setFocus()
    field.selectAll()  # type: ignore[attr-defined]
    program.session.saved.connect(lambda _at: heart.events.append("saved"))
    program.session.saved.connect(saved.append)
    QTest.keyClicks(field, "Typed meanwhile")
    assert field.text() == "Typed meanwhile"  # type: ignore[attr-defined]
    QTest.keyClick(field, Qt.Key.Key_Return)
    program.bot.waitUntil(lambda: not run.running, timeout=LONG)
    assert "step" in heart.events[heart.events.index("saved") :]  # it was on disk long before the report
    heart.check()
    assert (tmp_path / "a.docx").is_file()
    round_id = program.session.round_id or 0
    assert program.read(lambda ws: browse.record(ws, round_id, "cluster")).answers["name_en"] == "Typed meanwhile"


def test_closing_asks_before_a_report_that_is_being_made_is_dropped(
    program: Opened, tmp_path: Path, until: list[Callable[[], bool]]
) -> None:
    target = tmp_path / "a.docx"
    until.append(lambda: False)
    run = exporting(program, target)
    program.window.close()
    asked = program.window.commands.dialog
    assert isinstance(asked, ConfirmDialog)
    assert (asked.cancel.text(), asked.do.text()) == ("继续导出", "停止并关闭")
    program.click(asked.cancel)
    assert program.window.isVisible()
    assert run.running
    program.window.close()
    again = program.window.commands.dialog
    assert isinstance(again, ConfirmDialog)
    program.click(again.do)
    assert not program.window.isVisible()
    assert list(tmp_path.glob("*a.docx*")) == []


@pytest.mark.parametrize("there", [True, False])
def test_the_window_closes_when_the_report_is_there_that_somebody_waits_for(program: Opened, tmp_path: Path, there: bool) -> None:
    """One that could not be made is told on its page, and the window stays."""

    def making() -> Generator[Progress, None, tuple[Text, ...]]:
        yield Progress(1, 2, Text("", ""))
        if not there:
            raise UserError("workspace-none")
        return ()

    program.window.go_to_step("report")
    page = program.window.page
    assert isinstance(page, ReportPage)
    page.run.prepare()
    program.window.close()
    asked = program.dialog(ConfirmDialog)
    with program.bot.waitSignal(asked.finished, timeout=WAIT):
        page.run.follow(program.session.start(making()), tmp_path / "a.docx")
    assert program.window.isVisible() != there


def test_another_page_is_shown_and_searched_while_a_report_is_made(
    program: Opened, tmp_path: Path, until: list[Callable[[], bool]]
) -> None:
    shown: list[str] = []
    until.append(lambda: len(shown) == len(STEPS))
    run = exporting(program, tmp_path / "a.docx")
    for step in STEPS:
        program.window.go_to_step(step)
        assert program.window.stack.currentWidget() is program.window.pages[step]
        program.settle()  # what the page reads takes its turn between two steps
        assert run.running
        shown.append(step)
    program.bot.waitUntil(lambda: not run.running, timeout=LONG)
    assert (tmp_path / "a.docx").is_file()


def test_the_wizard_keeps_beating_while_a_roster_is_read_compared_and_imported(program: Opened, tmp_path: Path) -> None:
    before = len(names(program))
    rows = [[f"企业{number:05}精密制造有限公司", code(number)] for number in range(1, FIRMS + 1)]
    path = text_table(tmp_path / "a.csv", [["企业名称", "统一社会信用代码"], *rows])
    dialog = wizard(program, path)
    go_on(program, dialog)
    heart = Heart(program.window, dialog.work.progressed)
    go_on(program, dialog)
    assert dialog.stack.currentIndex() == ROWS
    heart.check()
    program.click(dialog.on)
    program.bot.waitUntil(lambda: dialog.stack.currentIndex() == DONE, timeout=LONG)
    heart.check()
    assert len(names(program)) == before + FIRMS
