"""The wizard that imports a roster where something is in the way: files that are refused, work that is stopped, and how one gets there."""

import threading
from collections.abc import Generator
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QWidget

from db import operations
from db.history import Change
from db.rosters.importing import import_roster
from diagnosis.progress import Progress
from diagnosis.text import LANGS, Lang
from tests.roster_files import code, text_table, xlsx
from tests.ui.bot import held_up
from tests.ui.fitting import cut
from tests.ui.rosters import PART, go_on, names, pick, rest, roster, step, wizard
from tests.ui.test_shell_words import name_of, shown
from tests.ui.window import WAIT, Opened
from ui.pages.lists import EnterprisesPage
from ui.rosters.columns_step import ColumnsStep
from ui.rosters.dialog import COLUMNS, DONE, ROWS, RosterDialog
from ui.rosters.done_step import DoneStep
from ui.rosters.rows_step import RowsStep
from ui.rosters.sheet_step import SheetStep


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("x.xlsx", b"%PDF-1.7", "不是 .xlsx、.xls 或 .csv 表格"),
        ("x.xls", b"<html><table>", "其实是网页"),
        ("x.csv", b"\xff\xfe\x00", "看不出是什么编码"),
        ("x.csv", "企业名称\n合计".encode(), "下面没有企业"),
    ],
)
def test_what_is_refused_is_told_and_goes_no_further(program: Opened, tmp_path: Path, name: str, content: bytes, told: str) -> None:
    before = names(program)
    path = tmp_path / name
    path.write_bytes(content)
    dialog = wizard(program, path)
    if dialog.on.isEnabled():
        go_on(program, dialog, 2)
        assert dialog.stack.currentIndex() == COLUMNS
    assert told in dialog.refusal.text()
    assert dialog.refusal.isVisible()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    assert names(program) == before


def test_what_is_being_read_can_be_stopped(program: Opened, tmp_path: Path) -> None:
    with held_up(program.session.runner):
        program.window.go_to_step("enterprises")
        program.window.commands.import_roster(roster(tmp_path))
        dialog = program.dialog(RosterDialog)
        assert dialog.work.at_work
        assert dialog.leave.text() == "停止"
        program.click(dialog.leave)
    program.bot.waitUntil(lambda: not dialog.isVisible(), timeout=WAIT)
    program.settle()


def test_an_import_that_is_stopped_leaves_nothing(program: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before, many = names(program), 6
    written, gate = threading.Event(), threading.Event()

    def held(*facts: Any) -> Generator[Progress, None, Change]:
        """Waits once its first rows are written."""
        steps = import_roster(*facts)
        yield from islice(steps, 2)
        written.set()
        gate.wait(WAIT / 1000)
        return (yield from steps)

    monkeypatch.setattr("db.rosters.importing.AT_ONCE", 2)
    monkeypatch.setattr("ui.rosters.work.import_roster", held)
    rows = [[f"企业{number:05}精密制造有限公司", code(number)] for number in range(1, many + 1)]
    path = text_table(tmp_path / "a.csv", [["企业名称", "统一社会信用代码"], *rows])
    dialog = wizard(program, path)
    go_on(program, dialog, 2)
    program.click(dialog.on)
    program.bot.waitUntil(written.is_set, timeout=WAIT)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    gate.set()
    rest(program, dialog)
    assert dialog.isVisible()
    assert dialog.stack.currentIndex() == ROWS
    assert names(program) == before
    go_on(program, dialog)
    assert len(names(program)) == len(before) + many


def test_a_round_that_has_changed_meanwhile_is_told(program: Opened, tmp_path: Path) -> None:
    dialog = wizard(program, roster(tmp_path))
    go_on(program, dialog, 2)
    round_id = program.session.round_id
    program.session.change(operations.add_row, round_id, PART, {"name": "别的企业"})
    program.settle()
    go_on(program, dialog)
    assert "又有改动" in dialog.refusal.text()
    program.click(dialog.back)
    go_on(program, dialog, 2)
    assert step(dialog, DoneStep).title.text() == "名单已导入"


def test_one_goes_back_without_losing_what_was_said(program: Opened, tmp_path: Path) -> None:
    dialog = wizard(program, roster(tmp_path))
    go_on(program, dialog)
    columns = step(dialog, ColumnsStep)
    pick(columns.rows[5].target, "note")
    rest(program, dialog)
    go_on(program, dialog)
    program.click(dialog.back)
    assert step(dialog, ColumnsStep).rows[5].target.currentData() == "note"
    program.click(dialog.back)
    assert isinstance(dialog.step, SheetStep)
    assert not dialog.back.isEnabled()


def test_several_sheets_can_be_chosen(program: Opened, tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsx", [["说明"]], sheet="说明", 雨花区=[["企业名称"], ["甲厂"]], 岳麓区=[["企业名称"], ["乙厂"]])
    dialog = wizard(program, path)
    sheet = step(dialog, SheetStep)
    assert sheet.sheets.currentText() == "雨花区"
    sheet.sheets.setCurrentIndex(2)
    sheet.sheets.activated.emit(2)
    rest(program, dialog)
    go_on(program, dialog, 3)
    assert names(program)[-1] == "乙厂"


def dropped(page: QWidget, path: Path) -> bool:
    """Whether the page takes a file that is dragged over it; then it is dropped."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(9, 9), Qt.DropAction.CopyAction, mime, buttons, keys)
    enter.ignore()
    QCoreApplication.sendEvent(page, enter)
    if enter.isAccepted():
        QCoreApplication.sendEvent(page, QDropEvent(QPoint(9, 9), Qt.DropAction.CopyAction, mime, buttons, keys))
    return enter.isAccepted()


def test_a_file_can_be_dropped_onto_the_page_of_the_firms(program: Opened, tmp_path: Path) -> None:
    program.window.go_to_step("enterprises")
    page = program.window.page
    assert isinstance(page, EnterprisesPage)
    assert not dropped(page, tmp_path / "a.docx")
    assert dropped(page, roster(tmp_path))
    dialog = program.dialog(RosterDialog)
    rest(program, dialog)
    assert dialog.work.path.name == "企业名单.xlsx"


def test_an_empty_list_of_firms_offers_it(program: Opened) -> None:
    program.load({"format": "jizhen-survey", "version": 1, "cluster": {"name_zh": "空"}, "round": {"label": "1"}})
    program.window.go_to_step("enterprises")
    program.settle()
    page = program.window.page
    assert isinstance(page, EnterprisesPage)
    pane = page.pane(PART)
    button = pane.empty.buttons[2]  # type: ignore[union-attr]
    assert button.text() == "导入名单"
    program.click(button)
    program.dialog(QFileDialog).close()
    program.click(page.roster)
    program.dialog(QFileDialog).close()


@pytest.mark.parametrize("lang", LANGS)
def test_nothing_is_cut_and_everything_is_named(program: Opened, tmp_path: Path, lang: Lang) -> None:
    program.session.set_language(lang)
    dialog = wizard(program, roster(tmp_path))
    wrong: list[str] = []
    for place in range(DONE + 1):
        wrong += [f"{place}: {each}" for each in cut(dialog)]
        for widget in shown(dialog):
            if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.focusProxy() is None and not name_of(widget):
                wrong.append(f"{place}: {type(widget).__name__} has no name")
        if place == ROWS:
            rows = step(dialog, RowsStep)
            for tab in ("changed", "differing", "held", "refused", "doubtful", "notes"):
                rows.open_tab(tab)
                wrong += [f"{tab}: {each}" for each in cut(dialog)]
        if place < DONE:
            go_on(program, dialog)
    assert wrong == []


def test_the_sheets_of_all_townships_are_told_and_imported_one_after_the_other(program: Opened, tmp_path: Path) -> None:
    """Only the first one came in, and nothing said that there were more."""
    head = ["企业名称", "营业收入（万元）"]
    path = xlsx(
        tmp_path / "各乡镇.xlsx",
        [head, ["甲一公司", 1]],
        sheet="星沙",
        泉塘=[head, ["乙二公司", 2]],
        汇总=[["乡镇", "企业数"], ["星沙", 1]],
        榔梨=[head, ["丙三公司", 3]],
    )
    dialog = wizard(program, path)
    told = step(dialog, SheetStep).others
    assert told.text().startswith("另有 2 张工作表也像企业名单：泉塘、榔梨。")
    for following in ("泉塘", "榔梨", ""):
        go_on(program, dialog, 3)
        done = step(dialog, DoneStep)
        assert done.next.isVisible() is bool(following)
        if following:
            assert done.next.text() == f"接着导入工作表“{following}”"
            program.click(done.next)
            rest(program, dialog)
            assert step(dialog, SheetStep).sheets.currentText() == following
    assert names(program)[-3:] == ["甲一公司", "乙二公司", "丙三公司"]
    dialog.close()
