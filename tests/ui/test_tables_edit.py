"""Changing tables: in place, by rows, by blocks from and to a spreadsheet."""

from typing import cast

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QColor, QGuiApplication, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from db.browse import Entry
from diagnosis.errors import UserError
from diagnosis.text import Text
from tests.surveys import file_data
from tests.ui.judging import Desk
from tests.ui.tables import cells, clipboard, entries_in, index_of, names, painted, pane_of, rows_in, select
from ui.tones import tone
from ui.widgets.choice_cell import ChoiceCell
from ui.widgets.list_pane import ListPane
from ui.widgets.table_blocks import Pasted

FIRMS = [{"name": "甲厂", "role": "key", "revenue": 4}, {"name": "乙厂", "revenue": 12000}, {"name": "丙厂"}]


@pytest.fixture
def pane(desk: Desk) -> ListPane:
    desk.load(file_data(enterprises=FIRMS))
    return pane_of(desk, "enterprises")


def edit_line(pane: ListPane, row: int, field: str) -> QLineEdit:
    """Open the line of a cell by F2."""
    select(pane, row, field)
    QTest.keyClick(pane.table, Qt.Key.Key_F2)
    lines = [line for line in pane.table.viewport().findChildren(QLineEdit) if line.isVisible()]
    return lines[-1]


# ---- one cell


@pytest.mark.parametrize(("field", "name"), [("employees", "从业人员 人"), ("role", "角色"), ("honours", "资质荣誉")])
def test_who_does_not_see_the_column_hears_its_name(desk: Desk, pane: ListPane, field: str, name: str) -> None:
    select(pane, 0, field)
    QTest.keyClick(pane.table, Qt.Key.Key_F2)
    focus = QApplication.focusWidget()
    assert focus is not None
    assert pane.table.viewport().isAncestorOf(focus)
    assert focus.accessibleName() == name


def test_a_cell_is_edited_in_place_and_stored_on_enter(desk: Desk, pane: ListPane) -> None:
    line = edit_line(pane, 0, "employees")
    assert line.text() == ""
    QTest.keyClicks(line, "1,200")
    with desk.bot.waitSignal(desk.session.saved):
        QTest.keyClick(line, Qt.Key.Key_Return)
    assert entries_in(desk, "enterprises")[0].answers["employees"] == 1200
    assert index_of(pane, 0, "employees").data() == "1200"


def test_typing_replaces_a_cell(desk: Desk, pane: ListPane) -> None:
    select(pane, 1, "revenue")
    QTest.keyClick(pane.table, Qt.Key.Key_7)
    line = pane.table.viewport().findChildren(QLineEdit)[-1]
    with desk.bot.waitSignal(desk.session.saved):
        QTest.keyClick(line, Qt.Key.Key_Return)
    assert entries_in(desk, "enterprises")[1].answers["revenue"] == 7


def test_tab_goes_on_to_the_next_cell_while_editing_and_leaves_the_table_otherwise(desk: Desk, pane: ListPane) -> None:
    line = edit_line(pane, 0, "employees")
    QTest.keyClicks(line, "5")
    QTest.keyClick(line, Qt.Key.Key_Tab)
    assert pane.table.currentIndex() == index_of(pane, 0, "revenue")
    line = pane.table.viewport().findChildren(QLineEdit)[-1]
    QTest.keyClick(line, Qt.Key.Key_Escape)
    QTest.keyClick(pane.table, Qt.Key.Key_Tab)
    assert not pane.table.hasFocus()
    desk.settle()
    assert entries_in(desk, "enterprises")[0].answers["employees"] == 5


def test_what_is_typed_after_a_tab_takes_the_place_of_what_stood_there(desk: Desk, pane: ListPane) -> None:
    """However far the storing of the cell before it is."""
    for write, waits in (("8", False), ("9", True)):
        line = edit_line(pane, 1, "employees")
        QTest.keyClicks(line, write)
        QTest.keyClick(line, Qt.Key.Key_Tab)
        if waits:
            desk.settle()
        line = pane.table.viewport().findChildren(QLineEdit)[-1]
        assert line.text() == line.selectedText() != ""
        QTest.keyClicks(line, write)
        QTest.keyClick(line, Qt.Key.Key_Return)
        desk.settle()
        assert entries_in(desk, "enterprises")[1].answers["revenue"] == int(write)


def test_enter_goes_down_and_stays_in_the_last_row(desk: Desk, pane: ListPane) -> None:
    last = pane.model.rowCount() - 1
    line = edit_line(pane, last - 1, "employees")
    QTest.keyClicks(line, "5")
    QTest.keyClick(line, Qt.Key.Key_Return)
    desk.bot.waitUntil(lambda: pane.table.currentIndex() == index_of(pane, last, "employees"))
    QTest.keyClicks(pane.table, "6")
    QTest.keyClick(pane.table.viewport().findChildren(QLineEdit)[-1], Qt.Key.Key_Return)
    desk.settle()
    assert pane.table.currentIndex() == index_of(pane, last, "employees")
    assert [entry.answers["employees"] for entry in entries_in(desk, "enterprises")[-2:]] == [5, 6]


def test_the_cell_that_one_comes_to_is_marked_and_its_row_can_be_deleted(desk: Desk, pane: ListPane) -> None:
    pane.table.clearFocus()
    pane.table.selectionModel().setCurrentIndex(index_of(pane, 0, "name"), QItemSelectionModel.SelectionFlag.Clear)
    assert pane.table.selected_ids() == []
    pane.table.setFocus()
    assert pane.table.selected_ids() == pane.model.ids[:1]


def test_what_cannot_be_read_stays_in_its_cell_in_red_with_the_reason(desk: Desk, pane: ListPane) -> None:
    line = edit_line(pane, 1, "revenue")
    line.selectAll()
    QTest.keyClicks(line, "about 5")
    with desk.bot.waitSignal(desk.session.saved):
        QTest.keyClick(line, Qt.Key.Key_Return)
    desk.settle()
    cell = index_of(pane, 1, "revenue")
    assert cell.data() == "about 5"
    assert cell.data(Qt.ItemDataRole.ForegroundRole) == QColor(tone.danger)
    assert cell.data(Qt.ItemDataRole.ToolTipRole).startswith("应为金额")
    assert entries_in(desk, "enterprises")[1] == Entry({"name": "乙厂", "revenue": 12000}, {"revenue": "about 5"})
    select(pane, 1, "revenue")
    desk.settle()
    assert pane.panel.form.fields["revenue"].note.startswith("应为金额")


def test_what_is_refused_stays_red_while_one_stands_on_it(desk: Desk, pane: ListPane) -> None:
    line = edit_line(pane, 1, "revenue")
    QTest.keyClicks(line, "about 5")
    QTest.keyClick(line, Qt.Key.Key_Return)
    desk.settle()
    for row, refused in ((1, True), (0, False)):
        select(pane, row, "revenue")
        colours = painted(pane, row, "revenue")
        assert tone.accent_soft in colours
        assert (tone.danger in colours) == refused


def test_leaving_a_cell_unchanged_changes_nothing(desk: Desk, pane: ListPane) -> None:
    before = desk.session.undo_name
    QTest.keyClick(edit_line(pane, 1, "revenue"), Qt.Key.Key_Return)
    desk.settle()
    assert desk.session.undo_name == before


def test_a_choice_is_taken_from_a_list(desk: Desk, pane: ListPane) -> None:
    select(pane, 1, "role")
    QTest.keyClick(pane.table, Qt.Key.Key_F2)
    cell = choice_cell(pane)
    desk.bot.waitUntil(lambda: cell.suggestions.is_open)
    assert cell.suggestions.names[:3] == ["—", "龙头（链主）", "骨干"]
    with desk.bot.waitSignal(desk.session.saved):
        QTest.keyClick(cell, Qt.Key.Key_Down)
        QTest.keyClick(cell, Qt.Key.Key_Return)
    assert entries_in(desk, "enterprises")[1].answers["role"] == "leader"
    assert pane.table.viewport().findChildren(ChoiceCell) == []


@pytest.mark.parametrize(("typed", "stored"), [("骨", "key"), ("gg", "key"), ("KEY", "key"), ("longtou", None), ("ltlz", "leader")])
def test_a_choice_is_found_by_typing_a_part_of_its_name_or_its_initials(desk: Desk, pane: ListPane, typed: str, stored: str | None) -> None:
    select(pane, 1, "role")
    QTest.keyClick(pane.table, Qt.Key.Key_F2)
    cell = choice_cell(pane)
    cell.clear()
    cell.insert(typed)
    cell.textEdited.emit(cell.text())
    assert bool(cell.suggestions.names) == (stored is not None)
    QTest.keyClick(cell, Qt.Key.Key_Return)
    desk.settle()
    entry = entries_in(desk, "enterprises")[1]
    assert (entry.answers.get("role"), entry.drafts.get("role")) == (stored, None if stored else typed)


def test_a_key_on_a_choice_opens_it_with_what_that_finds(desk: Desk, pane: ListPane) -> None:
    select(pane, 1, "role")
    QTest.keyClicks(pane.table, "g")
    cell = choice_cell(pane)
    QTest.keyClicks(cell, "g")
    desk.bot.waitUntil(lambda: cell.suggestions.names == ["骨干"])
    QTest.keyClick(cell, Qt.Key.Key_Return)
    desk.settle()
    assert entries_in(desk, "enterprises")[1].answers["role"] == "key"


def test_the_dash_takes_a_choice_away_and_escape_leaves_it(desk: Desk, pane: ListPane) -> None:
    for key, stored in ((Qt.Key.Key_Escape, "key"), (Qt.Key.Key_Return, None)):
        select(pane, 0, "role")
        QTest.keyClick(pane.table, Qt.Key.Key_F2)
        cell = choice_cell(pane)
        cell.open()
        assert cell.suggestions.is_open
        QTest.keyClick(cell, Qt.Key.Key_Up)
        QTest.keyClick(cell, Qt.Key.Key_Up)
        QTest.keyClick(cell, key)
        desk.settle()
        assert entries_in(desk, "enterprises")[0].answers.get("role") == stored
        assert pane.table.viewport().findChildren(ChoiceCell) == []


def test_a_choice_stays_while_a_word_is_composed_over_it(desk: Desk, pane: ListPane) -> None:
    select(pane, 0, "role")
    QTest.keyClick(pane.table, Qt.Key.Key_F2)
    cell = choice_cell(pane)
    QGuiApplication.sendEvent(cell, QInputMethodEvent("longtou", []))
    assert cell.text() == ""
    desk.session.leaving.emit()
    desk.settle()
    assert entries_in(desk, "enterprises")[0].answers["role"] == "key"
    assert cell.read() == "key"


def choice_cell(pane: ListPane) -> ChoiceCell:
    """The choice that is open."""
    found = pane.table.viewport().findChildren(ChoiceCell)[-1]
    assert isinstance(found, ChoiceCell)
    return found


def test_what_is_being_typed_in_a_cell_survives_a_change_from_elsewhere(desk: Desk, pane: ListPane) -> None:
    line = edit_line(pane, 0, "employees")
    QTest.keyClicks(line, "12")
    desk.set("services", "testing", True)
    pane.refresh()
    desk.settle()
    assert line.text() == "12"
    QTest.keyClicks(line, "0")
    QTest.keyClick(line, Qt.Key.Key_Return)
    desk.settle()
    assert entries_in(desk, "enterprises")[0].answers["employees"] == 120


def test_a_second_rating_of_an_item_is_told_and_kept_as_typed(desk: Desk) -> None:
    items = list(desk.session.framework.items)
    desk.load(file_data(ratings=[{"item": items[0], "score": 1}, {"item": items[1], "score": 2}]))
    pane = pane_of(desk, "ratings")
    pane.model.store(index_of(pane, 1, "item"), items[0])
    desk.settle()
    desk.settle()
    desk.settle()
    assert [type(message) for message in desk.messages] == [UserError]
    entry = entries_in(desk, "ratings")[1]
    assert entry.answers["item"] == items[1]
    assert entry.drafts == {"item": desk.session.framework.items[items[0]].name.zh}


# ---- rows


def test_a_row_is_added_and_its_first_cell_opened(desk: Desk, pane: ListPane) -> None:
    with desk.bot.waitSignal(desk.session.saved):
        desk.click(pane.add_button)
    desk.settle()
    assert pane.table.currentIndex().row() == 3
    line = cast(QLineEdit, QGuiApplication.focusObject())
    QTest.keyClicks(line, "Ding")
    QTest.keyClick(line, Qt.Key.Key_Return)
    desk.settle()
    assert [entry.answers["name"] for entry in entries_in(desk, "enterprises")] == ["甲厂", "乙厂", "丙厂", "Ding"]


def test_a_row_that_is_added_during_a_search_is_shown(desk: Desk, pane: ListPane) -> None:
    pane.search.setText("乙")
    pane._search_timer.timeout.emit()
    desk.settle()
    pane.add()
    desk.settle()
    pane._search_timer.timeout.emit()
    desk.settle()
    assert names(pane) == ["甲厂", "乙厂", "丙厂", "—"]
    assert pane.table.currentIndex().row() == 3


def test_rows_are_duplicated_deleted_and_brought_back(desk: Desk, pane: ListPane) -> None:
    select(pane, 0, to=(1, "name"))
    desk.click(pane.copy_button)
    desk.settle()
    desk.settle()
    assert names(pane) == ["甲厂", "乙厂", "丙厂", "甲厂", "乙厂"]
    select(pane, 0, to=(2, "name"))
    desk.click(pane.delete_button)
    desk.settle()
    desk.settle()
    assert names(pane) == ["甲厂", "乙厂"]
    desk.session.undo()
    desk.session.undo()
    desk.settle()
    desk.settle()
    assert names(pane) == ["甲厂", "乙厂", "丙厂"]
    assert [entry.answers for entry in entries_in(desk, "enterprises")] == FIRMS


def test_keys_add_duplicate_and_delete(desk: Desk, pane: ListPane) -> None:
    select(pane, 2)
    QTest.keySequence(pane.table, "Ctrl+D")
    desk.settle()
    desk.settle()
    QTest.keyClick(QGuiApplication.focusObject(), Qt.Key.Key_Escape)  # type: ignore[call-overload]
    assert names(pane) == ["甲厂", "乙厂", "丙厂", "丙厂"]
    select(pane, 0)
    QTest.keySequence(pane.table, "Ctrl+Del")
    desk.settle()
    desk.settle()
    assert names(pane) == ["乙厂", "丙厂", "丙厂"]


# ---- blocks


def test_a_block_goes_to_a_spreadsheet_as_it_is_shown(desk: Desk, pane: ListPane) -> None:
    clipboard("")
    select(pane, 0, to=(1, "role"))
    QTest.keySequence(pane.table, "Ctrl+C")
    desk.settle()
    assert QGuiApplication.clipboard().text() == "甲厂\t\t骨干\n乙厂\t\t\n"


def test_a_block_comes_from_a_spreadsheet_with_new_rows_below_and_goes_with_one_undo(desk: Desk, pane: ListPane) -> None:
    before = entries_in(desk, "enterprises")
    clipboard('丙厂\t\t骨干\r\n"丁\n厂"\t\t没有这种\r\n')
    select(pane, 2)
    with desk.bot.waitSignal(pane.table.pasted) as told:
        QTest.keySequence(pane.table, "Ctrl+V")
    desk.settle()
    desk.settle()
    role = pane.part.question("role").label
    assert told.args == [Pasted(rows=2, added=1, replaced=0, unread=(role,))]
    assert f"有 1 格读不出（{role.zh}），按原样留在格子里" in cast(Text, desk.messages[-1]).zh
    assert entries_in(desk, "enterprises")[2:] == [
        Entry({"name": "丙厂", "role": "key"}),
        Entry({"name": "丁\n厂"}, {"role": "没有这种"}),
    ]
    assert cells(pane, 3)[:3] == ["丁 厂", "—", "没有这种"]
    assert isinstance(desk.messages[-1], Text)
    desk.session.undo()
    desk.settle()
    assert entries_in(desk, "enterprises") == before


def test_what_is_copied_is_the_same_when_pasted(desk: Desk, pane: ListPane) -> None:
    before = entries_in(desk, "enterprises")
    last = pane.model.questions[-1].id
    select(pane, 0, to=(2, last))
    QTest.keySequence(pane.table, "Ctrl+C")
    desk.settle()
    desk.click(pane.delete_button)
    desk.settle()
    desk.settle()
    assert rows_in(desk, "enterprises") == []
    with desk.bot.waitSignal(pane.table.pasted):
        desk.click(pane.empty.buttons[1])
    assert entries_in(desk, "enterprises") == before


def test_columns_beyond_the_table_are_left_out_and_that_is_told(desk: Desk, pane: ListPane) -> None:
    clipboard("是\t2\t3\t4")
    select(pane, 0, pane.model.questions[-1].id)
    with desk.bot.waitSignal(pane.table.pasted) as told:
        QTest.keySequence(pane.table, "Ctrl+V")
    assert told.args == [Pasted(rows=1, left_out=3)]
    assert "3 列" in cast(Text, desk.messages[-1]).zh


def test_an_empty_clipboard_is_told(desk: Desk, pane: ListPane) -> None:
    clipboard("")
    select(pane, 0)
    QTest.keySequence(pane.table, "Ctrl+V")
    assert "剪贴板" in cast(Text, desk.messages[-1]).zh
    assert len(rows_in(desk, "enterprises")) == 3


def test_delete_clears_the_cells_selected(desk: Desk, pane: ListPane) -> None:
    select(pane, 0, "revenue", to=(1, "revenue"))
    QTest.keyClick(pane.table, Qt.Key.Key_Delete)
    desk.settle()
    assert [entry.answers.get("revenue") for entry in entries_in(desk, "enterprises")] == [None, None, None]
    desk.session.undo()
    desk.settle()
    assert [entry.answers.get("revenue") for entry in entries_in(desk, "enterprises")] == [4, 12000, None]


def test_moved_columns_are_copied_and_pasted_as_they_stand(desk: Desk, pane: ListPane) -> None:
    header = pane.table.horizontalHeader()
    fields = [question.id for question in pane.model.questions]
    header.moveSection(header.visualIndex(fields.index("revenue")), 0)
    clipboard("77\t戊厂")
    select(pane, 2, "revenue")
    with desk.bot.waitSignal(pane.table.pasted):
        QTest.keySequence(pane.table, "Ctrl+V")
    assert entries_in(desk, "enterprises")[2].answers == {"name": "戊厂", "revenue": 77}
