"""The window as a whole: start and end, the rail, language, messages, defects."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from db import places, surveys
from db.workspace import Workspace
from diagnosis.errors import UserError
from diagnosis.findings import Place
from tests.ui.window import Opened, opened
from ui.dialogs.about import AboutDialog
from ui.main_window import GEOMETRY
from ui.pages import PAGES
from ui.settings import Settings
from ui.starting import open_last

ROOT = Path(__file__).resolve().parents[2]


def names(program: Opened) -> list[str]:
    return [each.cluster.name("zh") for each in program.session.clusters]


# ---- start and end


def test_the_first_start_opens_the_samples(program: Opened) -> None:
    assert program.session.path == places.sample_workspace()
    assert len(names(program)) == 3
    assert program.window.header.choosers["cluster"].text() == names(program)[0]
    assert program.window.header.choosers["round"].text() == program.session.clusters[0].rounds[-1].label  # as it is, nothing added
    assert program.window.windowTitle() == "samples · 集诊"
    assert program.settings.recent == [places.sample_workspace()]
    assert not program.window.header.undo.isEnabled()


def test_the_next_start_opens_what_was_open_last_in_the_same_language_and_size(qtbot: QtBot, tmp_path: Path) -> None:
    with opened(qtbot) as first:
        with qtbot.waitSignal(first.session.workspace_opened):
            first.window.commands.create_path(tmp_path / "乙.jizhen")
        first.window.resize(1300, 760)
        first.window.switch_language()
    again = Opened(qtbot)
    qtbot.addWidget(again.window)
    with qtbot.waitSignal(again.session.workspace_opened):
        open_last(again.window.commands)
    assert again.session.path == tmp_path / "乙.jizhen"
    assert again.session.lang == "en"
    assert again.window.width() == again.window.minimumWidth()  # the screen of the tests is smaller than the window was
    assert not again.settings.bytes(GEOMETRY).isEmpty()
    again.window.close()


def test_a_workspace_that_is_gone_is_forgotten_and_the_samples_come_back(qtbot: QtBot, tmp_path: Path) -> None:
    with opened(qtbot) as first, qtbot.waitSignal(first.session.workspace_opened):
        first.window.commands.create_path(tmp_path / "乙.jizhen")
    (tmp_path / "乙.jizhen").unlink()
    with opened(qtbot) as again:
        assert again.session.path == places.sample_workspace()


def test_a_damaged_workspace_is_told_and_the_samples_are_opened(qtbot: QtBot, tmp_path: Path) -> None:
    broken = tmp_path / "乙.jizhen"
    broken.write_bytes(b"not a workspace")
    with opened(qtbot) as first:
        first.settings.remember(broken)
    with opened(qtbot) as again:
        assert again.session.path == places.sample_workspace()
        assert str(broken) in again.window.messages.text
        assert broken.read_bytes() == b"not a workspace"


def test_closing_the_window_stores_what_is_still_being_typed(qtbot: QtBot) -> None:
    with opened(qtbot) as program:
        program.window.go_to(Place(step="overview", part="cluster", field="name_en"))
        QTest.keyClicks(program.focus, "X")
        path, before = program.session.path, program.session.clusters[0].cluster.name_en
    assert path is not None
    with Workspace.open(path) as ws:
        assert surveys.clusters(ws)[0].cluster.name_en == f"{before}X"


def test_the_smoke_test_gets_its_picture_and_the_program_ends_by_itself(tmp_path: Path, home: Path) -> None:
    picture = tmp_path / "picture.png"
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "JIZHEN_SMOKE_SCREENSHOT": str(picture)}
    done = subprocess.run([sys.executable, "main.py"], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120, check=False)
    assert (done.returncode, done.stdout) == (0, "")
    assert picture.read_bytes().startswith(b"\x89PNG")
    assert (home / "settings.ini").exists()


@pytest.mark.parametrize(("wanted", "lang"), [("en_GB", "en"), ("zh_CN", "zh"), ("fr_FR", "zh")])
def test_the_first_start_speaks_the_language_asked_for(monkeypatch: pytest.MonkeyPatch, wanted: str, lang: str) -> None:
    monkeypatch.setenv("JIZHEN_LANG", wanted)
    assert Settings().lang == lang


# ---- the rail


def test_every_step_has_its_page_and_its_key(program: Opened) -> None:
    steps = [step.id for step in program.session.questionnaire.steps]
    assert set(PAGES) == set(steps)
    for number, step in enumerate(steps, 1):
        program.press(f"Ctrl+{number % 10}")
        assert program.window.step == step
        assert program.window.stack.currentWidget() is program.window.pages[step]
        assert program.window.rail.buttons[step].isChecked()
        program.settle()


def test_no_page_flashes_up_as_a_window_of_its_own(program: Opened) -> None:
    strays: list[QWidget] = []

    class Watcher(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
                strays.append(watched)
            return False

    watcher = Watcher()
    program.app.installEventFilter(watcher)
    for step in PAGES:
        program.window.go_to_step(step)
        program.settle()
    program.app.removeEventFilter(watcher)
    assert strays == []


def test_the_rail_counts_what_is_entered(program: Opened) -> None:
    counts = {step: button.count for step, button in program.window.rail.buttons.items()}
    survey = program.session.survey
    assert survey is not None
    assert counts["enterprises"] == str(len(survey.enterprises))
    assert counts["classification"].endswith(f"/{len(program.session.framework.criteria)}")
    assert counts["indicators"].endswith(f"/{len(program.session.framework.indicators)}")
    assert counts["diagnosis"] == counts["report"] == ""
    assert "已填" in program.window.rail.buttons["enterprises"].accessibleDescription()


def test_a_step_is_taken_by_click_and_by_arrow_keys(program: Opened) -> None:
    buttons = program.window.rail.buttons
    program.click(buttons["chain"])
    assert program.window.step == "chain"
    buttons["chain"].setFocus()
    QTest.keyClick(buttons["chain"], Qt.Key.Key_Down)
    assert program.focus is buttons["indicators"]
    QTest.keyClick(buttons["indicators"], Qt.Key.Key_Return)
    assert program.window.step == "indicators"


def test_the_report_button_goes_to_the_report(program: Opened) -> None:
    program.click(program.window.header.report)
    assert program.window.step == "report"


# ---- language, messages, defects


def test_the_language_changes_without_a_restart(program: Opened) -> None:
    program.press("Ctrl+L")
    assert program.session.lang == "en"
    assert program.window.rail.buttons["overview"].text() == "Overview"
    assert program.window.header.report.text() == "Export report"
    program.click(program.window.header.language)
    assert program.window.rail.buttons["overview"].text() == "概况"


def test_a_message_is_shown_in_the_language_of_the_moment(program: Opened) -> None:
    program.session.message.emit(UserError("file-missing", file="甲.json"))
    chinese = program.window.messages.text
    program.press("Ctrl+L")
    assert program.window.messages.text != chinese
    assert "甲.json" in program.window.messages.text


def test_a_note_goes_with_its_page_or_after_a_while_and_an_error_stays(program: Opened) -> None:
    bar = program.window.messages
    program.session.note("files.written", file="甲.json")
    program.window.go_to_step(program.window.step)
    assert bar.isVisible()
    program.window.go_to_step("chain")
    assert not bar.isVisible()
    program.session.note("files.written", file="甲.json")
    bar._timer.timeout.emit()
    assert not bar.isVisible()
    program.session.message.emit(UserError("row-gone", file="甲"))
    program.window.go_to_step("report")
    assert bar.isVisible()
    assert not bar._timer.isActive()


def test_a_defect_is_shown_with_a_report_that_holds_no_survey_value(program: Opened, home: Path) -> None:
    secret = "秘密"

    def defect(_workspace: Workspace) -> None:
        raise KeyError(secret)

    program.session.run(defect)
    program.bot.waitUntil(lambda: program.window.crashes.dialog is not None)
    crash = program.window.crashes.dialog
    assert crash is not None
    program.click(crash.copy)
    report = QGuiApplication.clipboard().text()
    assert "KeyError" in report
    assert "test_shell.py" in report
    log = (home / "jizhen.log").read_text("utf-8")
    assert "KeyError" in log
    assert secret not in report + log
    program.click(crash.close_button)
    assert program.window.crashes.dialog is None
    program.defects.clear()


def test_defects_on_the_main_thread_reach_the_crash_dialog(program: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    program.window.crashes.install_excepthook()
    error = ZeroDivisionError()
    sys.excepthook(ZeroDivisionError, error, None)
    assert program.window.crashes.dialog is not None
    program.click(program.window.crashes.dialog.close_button)
    assert program.defects == [error]
    program.defects.clear()


def test_about_says_version_and_method(program: Opened) -> None:
    program.window.commands.about()
    dialog = program.dialog(AboutDialog)
    texts = [label.text() for label in dialog.findChildren(type(program.window.status._state))]
    assert program.session.framework.citation.zh in texts
    dialog.accept()
