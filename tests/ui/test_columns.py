"""Columns chosen and put in order, kept from one day to the next; rows moved and gone to; the form beside or below."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from db import operations
from db.browse import Entry
from tests.surveys import file_data
from tests.ui.judging import Desk
from tests.ui.tables import index_of, names, pane_of, rows_in, select
from ui.settings import Settings
from ui.widgets.column_choice import Column, as_asked, keep_columns, kept_columns
from ui.widgets.columns_popup import ColumnsPopup
from ui.widgets.go_to_popup import GoToPopup
from ui.widgets.list_pane import ListPane

FIRMS = [{"name": f"企业{number}", "employees": number, "note": "好"} for number in range(30)]


@pytest.fixture
def pane(desk: Desk) -> ListPane:
    desk.load(file_data(enterprises=FIRMS))
    return pane_of(desk, "enterprises")


def columns(pane: ListPane) -> list[str]:
    """The fields from left to right."""
    return [field for field, _ in pane.table.columns]


def open_columns(pane: ListPane) -> ColumnsPopup:
    QTest.keySequence(pane.table, "Ctrl+Shift+O")
    assert pane.shown is not None
    popup = pane.shown.popup
    assert isinstance(popup, ColumnsPopup)
    return popup


def line(popup: ColumnsPopup, name: str) -> int:
    return next(row for row in range(popup.lines.count()) if popup.lines.item(row).text() == name)


def test_columns_are_ticked_and_moved_by_keys_and_stay_so(desk: Desk, pane: ListPane) -> None:
    asked = columns(pane)
    popup = open_columns(pane)
    popup.lines.setCurrentRow(line(popup, "备注"))
    QTest.keyClick(popup.lines, Qt.Key.Key_Space)
    assert columns(pane) == [*asked, "note"]
    popup.lines.setCurrentRow(line(popup, "统一社会信用代码"))
    QTest.keyClick(popup.lines, Qt.Key.Key_Space)
    popup.lines.setCurrentRow(line(popup, "从业人员"))
    for _ in range(8):  # one more than there are lines above
        QTest.keyClick(popup.lines, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert columns(pane)[:3] == ["employees", "name", "role"]
    popup.close()
    assert index_of(pane, 3, "employees").data() == "3"
    pane.table.horizontalHeader().resizeSection(0, 77)
    again = pane_of(desk, "enterprises")
    desk.bot.waitUntil(lambda: Settings().text("columns/enterprises") != "")
    pane_of(desk, "enterprises")
    desk.bot.waitUntil(lambda: "77" in Settings().text("columns/enterprises"))
    again = pane_of(desk, "enterprises")
    assert columns(again) == columns(pane)
    assert again.table.columnWidth(0) == 77
    open_columns(again).reset.click()
    assert columns(again) == asked
    assert again.table.columnWidth(asked.index("employees")) != 77


def test_the_last_column_cannot_be_taken_away(pane: ListPane) -> None:
    popup = open_columns(pane)
    for row in range(popup.lines.count()):
        if popup.lines.item(row).checkState() == Qt.CheckState.Checked:
            popup.lines.setCurrentRow(row)
            QTest.keyClick(popup.lines, Qt.Key.Key_Space)
    assert len(columns(pane)) == 1


def test_a_column_that_is_dragged_stays_where_it_was_put(desk: Desk, pane: ListPane) -> None:
    header = pane.table.horizontalHeader()
    header.moveSection(0, 2)
    moved = columns(pane)
    assert moved[2] == "name"
    popup = open_columns(pane)
    assert [popup.lines.item(row).text() for row in range(3)] == ["统一社会信用代码", "角色", "企业名称"]
    popup.lines.setCurrentRow(line(popup, "备注"))
    QTest.keyClick(popup.lines, Qt.Key.Key_Space)
    assert columns(pane) == [*moved, "note"]


def test_choosing_columns_keeps_the_row_the_order_and_the_name_in_sight(desk: Desk, pane: ListPane) -> None:
    pane.table.sort("employees", descending=True)
    desk.settle()
    select(pane, 5, "employees")
    row = pane.table.current_id
    popup = open_columns(pane)
    popup.lines.setCurrentRow(0)
    QTest.keyClick(popup.lines, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    popup.close()
    assert pane.table.current_id == row
    assert pane.model.questions[pane.table.currentIndex().column()].id == "employees"
    header = pane.table.horizontalHeader()
    assert header.sortIndicatorSection() == pane.table.currentIndex().column()
    shown = [column for column in range(pane.model.columnCount()) if not pane.table.frozen.isColumnHidden(column)]
    assert [pane.model.questions[column].id for column in shown] == ["name"]


def test_hidden_columns_are_neither_copied_nor_pasted_into(desk: Desk, pane: ListPane) -> None:
    assert pane.shown is not None
    pane.shown._chosen(tuple(Column(column.field, column.field in {"name", "employees"}) for column in as_asked(pane.part)))
    select(pane, 0, "name", (1, "employees"))
    QGuiApplication.clipboard().setText("")
    pane.table.copy()
    desk.bot.waitUntil(lambda: QGuiApplication.clipboard().text() != "")
    assert QGuiApplication.clipboard().text() == "企业0\t0\n企业1\t1\n"


def test_settings_that_somebody_has_spoilt_count_for_what_can_be_read(pane: ListPane) -> None:
    settings, default = Settings(), as_asked(pane.part)
    for spoilt in (
        "",
        "[",
        "{}",
        "[1]",
        '[["nothing", true, null]]',
        '[["name", false, null]]',
        '[["name", true, null], ["name", true, 5]]',
    ):
        settings.set_text("columns/enterprises", spoilt)
        found = kept_columns(settings, pane.part)
        assert {column.field for column in found} == {column.field for column in default}
        assert any(column.shown for column in found)
    kept = (Column("note", True, 99), *(column for column in default if column.field != "note"))
    keep_columns(settings, pane.part, kept)
    assert kept_columns(settings, pane.part) == kept
    keep_columns(settings, pane.part, default)
    assert settings.text("columns/enterprises") == ""


def test_a_question_that_is_new_since_stands_at_the_end(pane: ListPane) -> None:
    settings, default = Settings(), as_asked(pane.part)
    keep_columns(settings, pane.part, tuple(reversed(default[1:])))
    assert kept_columns(settings, pane.part) == (*reversed(default[1:]), default[0])


# ---- rows


def test_a_row_moves_by_keys_and_undo_brings_it_back(desk: Desk, pane: ListPane) -> None:
    select(pane, 3)
    row = pane.table.current_id
    for _ in range(3):
        QTest.keySequence(pane.table, "Alt+Up")
    assert names(pane)[:4] == ["企业3", "企业0", "企业1", "企业2"]
    QTest.keySequence(pane.table, "Alt+Up")  # it is the first one
    desk.settle()
    desk.settle()
    assert pane.table.current_id == row
    assert rows_in(desk, "enterprises") == list(pane.model.ids)
    QTest.keySequence(pane.table, "Alt+Down")
    desk.settle()
    desk.settle()
    assert names(pane)[:3] == ["企业0", "企业3", "企业1"]
    for _ in range(4):
        desk.session.change(operations.undo)
    desk.settle()
    desk.settle()
    assert names(pane)[:4] == ["企业0", "企业1", "企业2", "企业3"]
    assert pane.table.current_id == row


def test_a_row_moves_only_in_the_order_of_the_list(desk: Desk, pane: ListPane) -> None:
    pane.table.sort("employees", descending=True)
    desk.settle()
    select(pane, 3)
    QTest.keySequence(pane.table, "Alt+Up")
    desk.settle()
    assert names(pane)[:2] == ["企业29", "企业28"]
    assert len(desk.messages) == 1


@pytest.mark.parametrize(("typed", "row"), [("7", 6), ("999", 29), ("0", 0), ("", 0)])
def test_a_row_is_gone_to_by_its_number(desk: Desk, pane: ListPane, typed: str, row: int) -> None:
    select(pane, 0)
    QTest.keySequence(pane.table, "Ctrl+G")
    popup = pane.findChild(GoToPopup)
    assert isinstance(popup, GoToPopup)
    QTest.keyClicks(popup.line, typed)
    QTest.keyClick(popup.line, Qt.Key.Key_Return)
    assert pane.table.currentIndex().row() == row
    assert not popup.isVisible()


def test_the_keys_of_a_long_table_go_where_they_should(pane: ListPane) -> None:
    select(pane, 0)
    control, none = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.NoModifier
    steps = [
        (Qt.Key.Key_End, none, (0, len(pane.model.questions) - 1)),
        (Qt.Key.Key_End, control, (29, len(pane.model.questions) - 1)),
        (Qt.Key.Key_Home, none, (29, 0)),
        (Qt.Key.Key_Home, control, (0, 0)),
    ]
    for key, modifier, place in steps:
        QTest.keyClick(pane.table, key, modifier)
        assert (pane.table.currentIndex().row(), pane.table.currentIndex().column()) == place
    QTest.keyClick(pane.table, Qt.Key.Key_PageDown)
    page = pane.table.currentIndex().row()
    assert 4 < page < 29
    QTest.keyClick(pane.table, Qt.Key.Key_PageUp)
    assert pane.table.currentIndex().row() == 0
    QTest.keySequence(pane.table, "Ctrl+F")
    assert pane.search.hasFocus()


# ---- the form


def test_at_the_smallest_window_eight_rows_stand_above_the_form(desk: Desk, pane: ListPane) -> None:
    pane.resize(722, 540)  # what a list has there, without filters
    desk.settle()
    bottom = pane.table.rowViewportPosition(7) + pane.table.rowHeight(7)
    assert bottom <= pane.table.viewport().height()
    assert pane.panel.isVisible()
    assert pane.panel.height() >= pane.panel.minimumHeight()


def test_the_form_stands_beside_the_table_where_there_is_room_and_so_again_the_next_day(desk: Desk, pane: ListPane) -> None:
    pane.resize(722, 540)
    desk.settle()
    assert not pane.bar.buttons["form"].isVisible()
    pane.resize(884, 700)
    desk.settle()
    assert pane.bar.buttons["form"].isVisible()
    QTest.keySequence(pane.table, "Ctrl+Shift+B")
    assert pane.splitter.orientation() == Qt.Orientation.Horizontal
    assert pane.panel.width() >= 340
    assert pane.table.width() > 400
    again = pane_of(desk, "enterprises")
    again.resize(884, 700)
    desk.settle()
    assert again.splitter.orientation() == Qt.Orientation.Horizontal
    again.resize(722, 540)
    desk.settle()
    assert again.splitter.orientation() == Qt.Orientation.Vertical
    assert not again.bar.buttons["form"].isVisible()


def test_the_form_follows_at_once_and_rests_while_one_goes_through_many_rows(desk: Desk, pane: ListPane) -> None:
    shown: list[int | None] = []
    show_row = pane.panel.show_row

    def counting(row_id: int | None, entry: Entry | None = None) -> None:
        shown.append(row_id)
        show_row(row_id, entry)

    pane.panel.show_row = counting  # type: ignore[method-assign]
    select(pane, 0)
    shown.clear()
    for _ in range(12):
        QTest.keyClick(pane.table, Qt.Key.Key_Down)
    assert len(shown) < 12
    desk.bot.waitUntil(lambda: pane.panel.form.row_id == pane.model.ids[12])
    for _ in range(3):
        QTest.keyClick(pane.table, Qt.Key.Key_Down)
    pane.panel.form.focus_field("name")  # before the keys have rested: what is typed now is about the row chosen
    assert pane.panel.form.row_id == pane.model.ids[15]
