"""Bringing the program up to date from its window."""

import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from db import program as files
from db.copies import copies
from tests.ui.window import WAIT, Opened
from tests.updates import NEXT, Publisher, frozen
from ui.dialogs.update import UpdateDialog

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="programs are shell scripts here")


def click(button: QPushButton) -> None:
    assert button.isVisible()
    assert button.isEnabled()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def checked(program: Opened, update: Path) -> UpdateDialog:
    """The dialog after it has looked at this file."""
    program.window.commands.update()
    dialog = program.dialog(UpdateDialog)
    dialog.check(update)
    program.settle()
    return dialog


def test_a_file_is_checked_installed_and_taken_back(program: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, publisher = frozen(tmp_path / "集诊", monkeypatch), Publisher(tmp_path, monkeypatch)
    dialog = checked(program, publisher.update())
    assert "签名有效" in dialog.facts.text()
    assert dialog.do.text() == f"安装 {NEXT}"
    assert not dialog.back.isVisible()
    click(dialog.do)
    program.bot.waitUntil(lambda: dialog.installed is not None, timeout=WAIT)
    assert files.chosen(folder) == NEXT
    assert "下次启动" in dialog.facts.text()
    assert not dialog.do.isVisible()
    assert program.session.path is not None
    assert any(f"before-{NEXT}" in copy.name for copy in copies(program.session.path))
    click(dialog.close_button)
    program.window.commands.update()
    again = program.dialog(UpdateDialog)
    click(again.back)
    assert files.chosen(folder) == ""
    assert not again.back.isVisible()
    click(again.close_button)


def test_a_changed_file_is_refused_and_another_can_be_chosen(program: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    frozen(tmp_path / "集诊", monkeypatch)
    update = Publisher(tmp_path, monkeypatch).update()
    data = bytearray(update.read_bytes())
    data[data.index(b"sha256") + 12] ^= 1
    update.write_bytes(data)
    dialog = checked(program, update)
    assert update.name in dialog.facts.text()
    assert dialog.do.text() == "选择更新文件…"
    click(dialog.close_button)


def test_a_package_is_opened_by_the_system(program: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    frozen(tmp_path / "usr", monkeypatch, "deb")
    opened: list[QUrl] = []

    def open_url(url: QUrl) -> bool:
        opened.append(url)
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", open_url)
    dialog = checked(program, Publisher(tmp_path, monkeypatch).update(kind="deb"))
    click(dialog.do)
    program.bot.waitUntil(lambda: dialog.installed is not None, timeout=WAIT)
    click(dialog.do)
    assert [url.fileName() for url in opened] == ["jizhen.deb"]
    click(dialog.close_button)
