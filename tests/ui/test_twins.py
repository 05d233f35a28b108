"""Firms entered twice, as after a merge: told, chosen between, and joined into one row."""

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest

from db import operations, places, surveys
from db.browse import row_ids, rows_by_id
from db.workspace import Workspace
from diagnosis.errors import UserError
from diagnosis.fieldtypes import Value
from diagnosis.text import LANGS, Lang
from tests.ui.bot import held_up
from tests.ui.fitting import cut
from tests.ui.window import WAIT, Opened
from ui.dialogs.differences import DifferencesDialog
from ui.dialogs.twins import TwinsDialog
from ui.dialogs.verify import VerifyDialog

FIRMS = "enterprises"


def add(ws: Workspace, round_id: int, firm: dict[str, Value]) -> None:
    operations.add_row(ws, round_id, FIRMS, firm)


def add_here(program: Opened, *firms: dict[str, Value]) -> None:
    """Firms in the open round."""
    for firm in firms:
        program.session.change(operations.add_row, program.session.round_id, FIRMS, firm)
    program.settle()


def opened(program: Opened) -> TwinsDialog:
    """The dialog, from the menu."""
    program.choose(program.window.header.menus["file"], "menu.twins")
    program.bot.waitUntil(lambda: isinstance(program.window.commands.dialog, TwinsDialog), timeout=WAIT)
    return program.dialog(TwinsDialog)


def named(program: Opened, name: str) -> list[dict[str, Value]]:
    """What the firms of this name say."""

    def work(ws: Workspace) -> list[dict[str, Value]]:
        round_id = program.session.round_id or 0
        found = rows_by_id(ws, round_id, FIRMS, row_ids(ws, round_id, FIRMS))
        return [dict(entry.answers) for entry in found.values() if entry.answers.get("name") == name]

    return program.read(work)


def test_where_they_differ_one_chooses_and_they_become_one(program: Opened) -> None:
    add_here(program, {"name": "甲厂", "employees": 12}, {"name": "甲厂", "employees": 13, "revenue": 5.0})
    dialog = opened(program)
    assert dialog.apply.text() == "合并 0 家"
    assert not dialog.apply.isEnabled()
    (group,) = dialog.firms[0].groups.values()
    assert [button.accessibleName() for button in group.buttons()] == ["甲厂 · 从业人员: 12, 第 8 行", "甲厂 · 从业人员: 13, 第 9 行"]
    group.buttons()[1].click()
    program.click(dialog.apply)
    program.bot.waitUntil(lambda: "已合并 1 家" in program.window.messages.text, timeout=WAIT)
    assert named(program, "甲厂") == [{"name": "甲厂", "employees": 13, "revenue": 5.0}]
    program.choose(program.window.header.menus["file"], "menu.twins")
    program.bot.waitUntil(lambda: "没有登记了两次" in program.window.messages.text, timeout=WAIT)
    with program.bot.waitSignal(program.session.stepped, timeout=WAIT):
        program.session.undo()
    assert len(named(program, "甲厂")) == 2


def test_enter_presses_the_button_that_has_the_focus(program: Opened) -> None:
    add_here(program, {"name": "甲厂", "employees": 12}, {"name": "甲厂", "employees": 13})
    dialog = opened(program)
    program.click(dialog.first)
    dialog.apply.setFocus()
    QTest.keyClick(dialog.apply, Qt.Key.Key_Return)
    program.bot.waitUntil(lambda: "已合并 1 家" in program.window.messages.text, timeout=WAIT)
    assert len(named(program, "甲厂")) == 1


def test_what_was_entered_first_is_taken_at_once_and_what_is_not_ticked_stays(program: Opened) -> None:
    codes = ("91430100717881418M", "91430000712194165X")
    add_here(program, {"name": "甲厂", "employees": 12}, {"name": "甲厂", "employees": 13})
    for code in codes:
        add_here(program, {"name": "乙厂", "uscc": code})
    dialog = opened(program)
    assert [firm.tick.isChecked() for firm in dialog.firms] == [True, False]
    program.click(dialog.first)
    assert dialog.apply.text() == "合并 1 家"
    program.click(dialog.apply)
    program.bot.waitUntil(lambda: "已合并 1 家" in program.window.messages.text, timeout=WAIT)
    assert named(program, "甲厂") == [{"name": "甲厂", "employees": 12}]
    assert len(named(program, "乙厂")) == 2


@pytest.mark.usefixtures("own_prefixes")
def test_after_a_merge_they_are_told(program: Opened, tmp_path: Path) -> None:
    path, round_id = tmp_path / "同事.jizhen", program.session.round_id
    assert program.session.path is not None
    assert round_id is not None
    shutil.copyfile(program.session.path, path)
    with Workspace.open(path) as ws:
        ws.who = "李四"
        add(ws, round_id, {"name": "甲厂", "revenue": 5.0})
        operations.set_cells(ws, round_id, FIRMS, surveys.rows(ws, round_id, FIRMS)[0][0], {"note": "对方"})
    add_here(program, {"name": "甲 厂", "employees": 12})
    program.session.change(
        operations.set_cells, round_id, FIRMS, program.read(lambda ws: row_ids(ws, round_id, FIRMS))[0], {"note": "我方"}
    )
    program.settle()
    program.window.commands.merge_path(path)
    program.bot.waitUntil(lambda: isinstance(program.window.commands.dialog, DifferencesDialog), timeout=WAIT)
    program.dialog(DifferencesDialog).reject()
    program.bot.waitUntil(lambda: isinstance(program.window.commands.dialog, TwinsDialog), timeout=WAIT)
    dialog = program.dialog(TwinsDialog)
    assert len(dialog.firms) == 1
    dialog.reject()


@pytest.mark.parametrize("lang", LANGS)
def test_nothing_is_cut(program: Opened, lang: Lang) -> None:
    program.session.set_language(lang)
    long = "长沙高新技术产业开发区第一机械制造有限责任公司（集团）股份有限公司"
    add_here(program, {"name": long, "main_product": "一" * 80}, {"name": long, "main_product": "二" * 80})
    dialog = opened(program)
    assert list(cut(dialog)) == []
    dialog.reject()


def test_a_dialog_that_is_closed_meanwhile_is_done_without(program: Opened) -> None:
    add_here(program, {"name": "甲厂"}, {"name": "甲厂", "employees": 13})
    dialog = opened(program)
    with held_up(program.session.runner):
        dialog.apply.click()
        dialog.close()
        QCoreApplication.sendPostedEvents(dialog, QEvent.Type.DeferredDelete)
    program.settle()
    assert len(named(program, "甲厂")) == 1
    assert "1" in program.window.messages.text
    assert program.defects == []


def test_what_a_dialog_that_is_closed_meanwhile_was_refused_is_told(program: Opened) -> None:
    add_here(program, {"name": "甲厂"})
    dialog = VerifyDialog(program.session, program.window, places.sample_workspace())
    program.settle()
    with held_up(program.session.runner):
        program.session.apart(places.sample_workspace(), refuse, print, dialog._refuse)  # as a repair is
        dialog.close()
        dialog.deleteLater()
        QCoreApplication.sendPostedEvents(dialog, QEvent.Type.DeferredDelete)
    program.bot.waitUntil(lambda: bool(program.window.messages.text), timeout=WAIT)
    assert program.defects == []


def refuse(path: Path) -> None:
    raise UserError("file-missing", file=path)
