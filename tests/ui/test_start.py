"""The start: what is opened and shown, in which order, and when there is no place for the program's own files."""

import shutil
import sys
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLabel, QMessageBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from db import places
from db.copies import copies
from tests.benchmarks import test_window
from tests.ui.window import WAIT, Opened
from ui import session
from ui.app import run, start
from ui.dialogs.about import AboutDialog
from ui.later import Later
from ui.pages.diagnosis import DiagnosisPage
from ui.starting import open_given
from ui.tasks import TaskRunner


def test_a_home_that_cannot_be_made_is_told_in_one_line(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "stick").write_text("a file where the folder should be")
    monkeypatch.setenv("JIZHEN_HOME", str(tmp_path / "stick" / "home"))
    told: list[str] = []
    monkeypatch.setattr(QMessageBox, "critical", lambda parent, title, text: told.append(text))
    assert run(["jizhen"]) == 1
    assert told == [capsys.readouterr().err.strip()]
    assert "stick" in told[0]


def test_the_file_a_desktop_names_is_opened_and_remembered(program: Opened, tmp_path: Path) -> None:
    given = Path(shutil.copy(places.sample_workspace(), tmp_path / "湖南 调研.jizhen"))
    open_given(program.window.commands, given)
    program.bot.waitUntil(lambda: program.session.path == given, timeout=WAIT)
    program.settle()
    assert program.settings.recent[0] == given


def test_a_file_that_is_no_workspace_is_told_and_the_last_one_opened(program: Opened, tmp_path: Path) -> None:
    (tmp_path / "notes.jizhen").write_text("no workspace")
    open_given(program.window.commands, tmp_path / "notes.jizhen")
    program.bot.waitUntil(lambda: "notes.jizhen" in program.window.messages.text, timeout=WAIT)
    program.settle()
    assert program.session.path == places.sample_workspace()
    assert "notes.jizhen" in program.window.messages.text


@pytest.mark.parametrize("portable", [False, True])
def test_the_window_says_where_its_own_files_are(program: Opened, portable: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places, "portable", lambda: portable)
    program.window.commands.about()
    dialog = program.dialog(AboutDialog)
    texts = [label.text() for label in dialog.findChildren(QLabel)]
    (told,) = [text for text in texts if str(places.home()) in text]
    assert told.startswith("便携方式") == portable
    dialog.close()


def test_a_page_that_there_is_not_leads_to_the_first_one(program: Opened) -> None:
    """The settings are of another version, or damaged."""
    place = program.settings.place
    assert place is not None
    program.window.close()
    program.settings.place = place._replace(step="nowhere")
    program.settings.save()
    again = Opened(program.bot)
    again.start()
    assert again.window.step == "overview"
    assert again.session.round_id == place.round_id
    again.window.close()


def test_the_page_that_was_shown_last_is_made_while_the_workspace_is_opened(program: Opened) -> None:
    program.window.go_to_step("chain")
    program.settle()
    program.window.close()
    again = start(crashed=False)
    program.bot.addWidget(again)
    assert list(again.pages) == ["chain"]
    assert again.session.round_id is None
    with program.bot.waitSignal(again.session.diagnosed, timeout=WAIT):
        again.show()
    assert again.stack.currentWidget() is again.pages["chain"]
    assert again.rail.buttons["chain"].isChecked()
    again.close()
    sys.excepthook = sys.__excepthook__


def test_what_the_first_page_does_not_need_comes_after_it_has_been_painted(qtbot: QtBot, home: Path) -> None:
    made = start(crashed=False)
    qtbot.addWidget(made)
    assert not made.beside.is_made
    page = made.pages["overview"]
    assert "evidence" not in vars(page)
    made.show()
    qtbot.waitUntil(lambda: made.beside.is_made and "evidence" in vars(page), timeout=WAIT)
    qtbot.waitUntil(lambda: bool(made.panel.type.text()), timeout=WAIT)
    later = Later.of(page, made.session.runner)
    qtbot.waitUntil(lambda: later.over and len(made.pages) == len(made.session.questionnaire.steps), timeout=WAIT)
    assert made.stack.currentWidget() is page
    diagnosis = made.pages["diagnosis"]
    assert isinstance(diagnosis, DiagnosisPage)
    assert diagnosis.sections["gaps"].rows.keys  # as far as nobody has to see it
    made.close()
    sys.excepthook = sys.__excepthook__


def test_what_several_leave_for_later_is_done_piece_by_piece(qtbot: QtBot) -> None:
    """Neither of them at once: in between comes whatever else there is to do, such as a key."""
    page, runner, done = QWidget(), TaskRunner(), list[str]()
    qtbot.addWidget(page)
    Later.of(page, runner).add(lambda: QTimer.singleShot(0, partial(done.append, "a key")), partial(done.append, "form"))
    Later.of(page, runner).add(partial(done.append, "panel"))
    page.show()
    qtbot.waitUntil(lambda: len(done) == 3, timeout=WAIT)
    Later.of(page, runner).add(partial(done.append, "more"))
    qtbot.waitUntil(lambda: len(done) == 4, timeout=WAIT)
    assert done == ["a key", "form", "panel", "more"]
    runner.close()


def test_a_defect_in_one_piece_keeps_no_other_from_coming(qtbot: QtBot) -> None:
    def defective() -> None:
        raise ZeroDivisionError

    page, runner, done = QWidget(), TaskRunner(), list[str]()
    qtbot.addWidget(page)
    Later.of(page, runner).add(defective, partial(done.append, "panel"))
    with qtbot.captureExceptions() as met:
        page.show()
        qtbot.waitUntil(lambda: bool(done), timeout=WAIT)
    assert [kind for kind, _, _ in met] == [ZeroDivisionError]
    runner.close()


def test_who_closes_at_once_has_the_backup_of_the_day(qtbot: QtBot, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session, "BACK_UP_AFTER_MS", 60_000)
    made = start(crashed=False)
    qtbot.addWidget(made)
    with qtbot.waitSignal(made.session.workspace_opened, timeout=WAIT):
        made.show()
    assert copies(places.sample_workspace()) == []
    made.close()
    assert len(copies(places.sample_workspace())) == 1
    sys.excepthook = sys.__excepthook__


def test_a_start_loads_none_of_what_is_opened_later(tmp_path: Path) -> None:
    """Through the door of the program, as a process of its own, until a key has reached a field; the first start makes the samples."""
    test_window.start(test_window.OURS, tmp_path)
    later = ("cli", "docx", "matplotlib", "xlsxwriter", "sqlite_utils", "python_calamine", "diagnosis.roster", "diagnosis.returns")
    writing = ("db.operations", "db.surveys", "db.browse", "diagnosis.framework", "diagnosis.survey", "diagnosis.result")
    dialogs = ("ui.rosters", "ui.charts", "ui.tour", "ui.search.palette", "ui.help.window", "ui.dialogs.ask", "ui.exchange")
    early: list[str] = []
    for _ in range(3):  # where the machine is busy, what comes after the first paint may come before the key
        _, modules, _ = test_window.start(test_window.OURS, tmp_path)
        assert "ui.pages.overview" in modules
        early = [name for name in modules if f"{name}.".startswith(tuple(f"{each}." for each in (*later, *writing, *dialogs)))]
        if not early:
            break
    assert early == []


def test_where_nothing_can_be_opened_the_window_says_so_and_offers_ways_on(qtbot: QtBot, home: Path) -> None:
    places.sample_workspace().write_bytes(b"no workspace")
    window = start(crashed=False)
    qtbot.addWidget(window)
    window.show()
    stage = window.stack
    qtbot.waitUntil(lambda: window.messages.text != "", timeout=WAIT)
    assert stage.currentWidget() is stage.closed
    assert [button.text() for button in stage.closed.buttons] == ["新建工作区…", "打开其他工作区…", "再试示例"]
    assert (window.status.text, window.beside.isVisible()) == ("", False)
    stage.closed.buttons[1].click()
    chooser = window.commands.dialog
    assert chooser is not None
    assert "取消" in [button.text() for button in chooser.findChildren(QPushButton)]  # Qt's own word
    chooser.close()
    window.session.set_language("en")
    assert stage.closed.buttons[2].text() == "Try the samples again"
    places.sample_workspace().unlink()
    stage.closed.buttons[2].click()
    qtbot.waitUntil(lambda: window.session.round_id is not None, timeout=WAIT)
    assert stage.currentWidget() in stage.pages.values()
    assert (window.status.text, window.beside.isVisible()) == ("Everything is saved", True)
    window.close()
    sys.excepthook = sys.__excepthook__
