"""The start, when there is no place for the program's own files."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from ui.app import run


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
