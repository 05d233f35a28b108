"""Passwords, backups and saving what can be read, from the window."""

import datetime as dt
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QFileDialog, QLineEdit

from db import keys, operations
from db.copies import copy_closed, daily
from db.encrypting import set_password
from db.workspace import Workspace
from tests.db.test_restoring import root_page, scratch
from tests.ui.kept import kept_in
from tests.ui.window import WAIT, D, Opened
from ui.dialogs.backups import BackupsDialog
from ui.dialogs.password import NewPasswordDialog, PasswordDialog, RecoveryKeyDialog, UnlockDialog
from ui.dialogs.verify import VerifyDialog
from ui.starting import open_last

pytestmark = pytest.mark.usefixtures("no_keys")
PASSWORD = "Orange Isle 1925"  # keys of a test are those of a keyboard


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    return kept_in(tmp_path)


def names(program: Opened) -> list[str]:
    return [entry.cluster.name("zh") for entry in program.session.clusters]


def shown(program: Opened, kind: type[D]) -> D:
    program.bot.waitUntil(lambda: isinstance(program.window.commands.dialog, kind), timeout=WAIT)
    return program.dialog(kind)


def fill(dialog: QDialog, *texts: str) -> None:
    for field, text in zip(dialog.findChildren(QLineEdit), texts, strict=True):
        field.clear()
        QTest.keyClicks(field, text)


def said_encrypted(program: Opened) -> bool:
    return program.window.status.locked


def backed_up_on(path: Path, day: dt.date) -> bool:
    return daily(path)[0].stem.endswith(day.isoformat())


def open_path(program: Opened, path: Path) -> None:
    with program.bot.waitSignal(program.session.workspace_opened, timeout=WAIT):
        program.window.commands.open_path(path)
    program.settle()


def test_a_workspace_that_stays_open_is_backed_up_each_day(program: Opened, kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    open_path(program, kept)
    for day in (dt.date(2031, 7, 1), dt.date(2031, 7, 2)):
        monkeypatch.setattr("ui.session._today", lambda day=day: day)
        monkeypatch.setattr("db.copies.today", lambda day=day: day)
        monkeypatch.setattr("db.backup.today", lambda day=day: day)
        for name in ("一", "二"):
            with program.bot.waitSignal(program.session.saved, timeout=WAIT):
                program.session.change(operations.create_cluster, {"name_zh": f"{day}{name}"})
        program.bot.waitUntil(partial(backed_up_on, kept, day), timeout=WAIT)
    assert len(daily(kept)) == 4  # with that of the start, and an old one


# ---- passwords


def test_an_encrypted_workspace_asks_for_its_password_until_it_is_the_right_one(program: Opened, kept: Path) -> None:
    set_password(kept, PASSWORD)
    keys.forget_all()
    program.window.commands.open_path(kept)
    dialog = shown(program, UnlockDialog)
    assert dialog.fields[0].echoMode() == QLineEdit.EchoMode.Password
    fill(dialog, "a wrong one")
    program.click(dialog.do)
    program.bot.waitUntil(lambda: not dialog.refusal.isHidden(), timeout=WAIT)
    assert "密码不对" in dialog.refusal.text()
    fill(dialog, PASSWORD)
    with program.bot.waitSignal(program.session.workspace_opened, timeout=WAIT):
        program.click(dialog.do)
    assert names(program) == ["丙集群"]
    program.window.commands.open_samples()
    program.settle()
    program.bot.waitUntil(lambda: not said_encrypted(program), timeout=WAIT)
    open_path(program, kept)  # it is known until the program ends
    assert names(program) == ["丙集群"]
    assert said_encrypted(program)


def test_who_does_not_know_it_stays_where_he_is(program: Opened, kept: Path) -> None:
    before = program.session.path
    set_password(kept, PASSWORD)
    keys.forget_all()
    program.window.commands.open_path(kept)
    program.click(shown(program, UnlockDialog).cancel)
    program.settle()
    assert program.session.path == before


def test_at_the_start_the_samples_come_instead(program: Opened, kept: Path) -> None:
    set_password(kept, PASSWORD)
    keys.forget_all()
    program.settings.remember(kept)
    open_last(program.window.commands)
    dialog = shown(program, UnlockDialog)
    with program.bot.waitSignal(program.session.workspace_opened, timeout=WAIT):
        dialog.reject()
    assert program.session.path is not None
    assert program.session.path.name == "samples.jizhen"


def test_a_password_is_set_changed_and_removed_while_one_works(program: Opened, kept: Path) -> None:
    open_path(program, kept)
    assert not said_encrypted(program)
    program.choose(program.window.header.menus["file"], "menu.password")
    dialog = shown(program, PasswordDialog)
    assert dialog.remove.isHidden()
    fill(dialog, "short", "short")
    program.click(dialog.do)
    assert "至少" in dialog.refusal.text()
    fill(dialog, PASSWORD, "another one")
    program.click(dialog.do)
    assert "不同" in dialog.refusal.text()
    fill(dialog, PASSWORD, PASSWORD)
    program.click(dialog.do)
    program.bot.waitUntil(lambda: dialog.key is not None, timeout=WAIT)
    told = dialog.key
    assert isinstance(told, RecoveryKeyDialog)
    program.click(told.copy)
    key = QGuiApplication.clipboard().text()
    assert key in told.page.toPlainText()
    told.accept()
    program.settle()
    assert keys.is_encrypted(kept)
    assert said_encrypted(program)
    assert names(program) == ["丙集群"]
    operation = operations.set_answer, program.session.round_id, "cluster", "name_zh", "丁集群"
    with program.bot.waitSignal(program.session.changed, timeout=WAIT):
        program.session.change(*operation)
    program.settle()
    program.choose(program.window.header.menus["file"], "menu.password")
    dialog = shown(program, PasswordDialog)
    with program.bot.waitSignal(program.session.message, timeout=WAIT):
        program.click(dialog.remove)
    program.bot.waitUntil(lambda: not said_encrypted(program), timeout=WAIT)  # the file is asked once the round is shown anew
    assert not keys.is_encrypted(kept)
    assert names(program) == ["丁集群"]


def test_a_package_is_exported_with_a_password_and_merged_with_it(program: Opened, kept: Path, tmp_path: Path) -> None:
    package = tmp_path / "p.jizhen"
    open_path(program, kept)
    program.choose(program.window.header.menus["file"], "menu.export-locked")
    dialog = shown(program, NewPasswordDialog)
    fill(dialog, PASSWORD, PASSWORD)
    program.click(dialog.do)
    asked = shown(program, QFileDialog)
    with program.bot.waitSignal(program.session.message, timeout=WAIT):
        asked.fileSelected.emit(str(package))
    asked.close()
    assert keys.is_encrypted(package)
    with program.bot.waitSignal(program.session.workspace_opened, timeout=WAIT):
        program.window.commands.create_path(tmp_path / "new.jizhen")
    program.window.commands.merge_path(package)
    unlock = shown(program, UnlockDialog)
    fill(unlock, PASSWORD)
    with program.bot.waitSignal(program.session.clusters_changed, timeout=WAIT):
        program.click(unlock.do)
    program.settle()
    assert names(program) == ["丙集群"]


# ---- backups


def test_a_backup_is_compared_and_restored(program: Opened, kept: Path) -> None:
    open_path(program, kept)
    program.choose(program.window.header.menus["file"], "menu.backups")
    dialog = shown(program, BackupsDialog)
    program.bot.waitUntil(lambda: dialog.list.rowCount() == 2, timeout=WAIT)  # that of today, too
    program.bot.waitUntil(lambda: "相同" in dialog.facts.text(), timeout=WAIT)
    assert [item.text() for row in range(2) if (item := dialog.list.item(row, 1))] == ["每日备份", "每日备份"]
    dialog.list.selectRow(1)
    program.bot.waitUntil(lambda: "改回 1 行" in dialog.facts.text(), timeout=WAIT)
    assert dialog.do.isEnabled()
    with program.bot.waitSignal(program.session.message, timeout=WAIT):
        program.click(dialog.do)
    program.settle()
    program.settle()
    assert names(program) == ["乙集群"]
    assert program.session.undo_name is not None
    assert len(list(kept.parent.glob("乙-replaced-*"))) == 1


def test_a_damaged_backup_is_not_offered(program: Opened, kept: Path) -> None:
    open_path(program, kept)
    from db.copies import copies

    for copy in copies(kept):
        copy.write_bytes(copy.read_bytes()[:5000])
    program.choose(program.window.header.menus["file"], "menu.backups")
    dialog = shown(program, BackupsDialog)
    program.bot.waitUntil(lambda: "已损坏" in dialog.facts.text(), timeout=WAIT)
    assert not dialog.do.isEnabled()
    dialog.reject()


# ---- saving what can be read


def test_what_can_be_read_of_a_damaged_workspace_is_saved(program: Opened, kept: Path, tmp_path: Path) -> None:
    scratch(kept, root_page(kept, "enterprises"))
    from ui import keeping

    keeping.verify_path(program.window.commands, kept)
    dialog = shown(program, VerifyDialog)
    program.bot.waitUntil(dialog.salvage.isVisible, timeout=WAIT)
    with program.bot.waitSignal(program.session.workspace_opened, timeout=WAIT):
        dialog.salvage_to(tmp_path / "saved.jizhen")
    assert "救出的内容在" in dialog.lines.text()
    assert names(program) == ["丙集群"]
    dialog.accept()


def test_the_password_of_a_newer_backup_can_be_entered_before_an_older_one_is_restored(program: Opened, kept: Path, tmp_path: Path) -> None:
    with Workspace.create(tmp_path / "locked.jizhen") as ws:
        operations.create_cluster(ws, {"name_zh": "丁集群"})
    set_password(tmp_path / "locked.jizhen", PASSWORD)
    copy_closed(kept, "later").write_bytes((tmp_path / "locked.jizhen").read_bytes())
    keys.forget_all()
    kept.write_bytes(b"garbage" * 1000)
    from ui import keeping

    keeping.verify_path(program.window.commands, kept)
    dialog = shown(program, VerifyDialog)
    program.bot.waitUntil(dialog.unlock.isVisible, timeout=WAIT)
    assert "2024-05-01" in dialog.lines.text()
    assert "密码未知" in dialog.lines.text()
    program.click(dialog.unlock)
    asked = dialog.findChild(UnlockDialog)
    assert asked is not None
    fill(asked, PASSWORD)
    program.click(asked.do)
    program.bot.waitUntil(lambda: dialog.repair.isVisible() and not dialog.unlock.isVisible(), timeout=WAIT)
    assert "later" in dialog.lines.text()
    dialog.accept()


@pytest.mark.qt_log_ignore("QPainter::begin")
def test_a_recovery_key_that_was_not_printed_is_said_not_to_be(program: Opened, tmp_path: Path) -> None:
    dialog = RecoveryKeyDialog(program.session, program.window, tmp_path / "甲.jizhen", "ABCDE-FGHIJ", ())
    dialog.open()
    printer = QPrinter()
    for path, said in ((tmp_path / "away" / "a.pdf", "没有打印出来"), (tmp_path / "a.pdf", "已送去打印")):
        printer.setOutputFileName(str(path))
        dialog.print_on(printer)
        assert dialog.said.isVisible()
        assert dialog.said.text().startswith(said)
    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF")
    dialog.accept()
