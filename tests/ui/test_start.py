"""The start, when there is no place for the program's own files."""

import shutil
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QMessageBox
from pytestqt.qtbot import QtBot

from db import places
from tests.ui.window import WAIT, Opened
from ui.app import run
from ui.dialogs.about import AboutDialog


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
    program.window.commands.open_given(given)
    program.bot.waitUntil(lambda: program.session.path == given, timeout=WAIT)
    program.settle()
    assert program.settings.recent[0] == given


def test_a_file_that_is_no_workspace_is_told_and_the_last_one_opened(program: Opened, tmp_path: Path) -> None:
    (tmp_path / "notes.jizhen").write_text("no workspace")
    program.window.commands.open_given(tmp_path / "notes.jizhen")
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
