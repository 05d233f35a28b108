"""Honours in a table's cell: tags as in the form, stored as they are added, left like any other cell."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from db.browse import Entry
from diagnosis.fieldtypes import Value
from tests.surveys import file_data
from tests.ui.judging import Desk
from tests.ui.tables import entries_in, index_of, names, pane_of, select
from ui.widgets.amount_editor import AmountEditor
from ui.widgets.list_pane import ListPane
from ui.widgets.tags_cell import TagsCell


@pytest.fixture
def pane(desk: Desk) -> ListPane:
    desk.load(file_data(enterprises=[{"name": "甲厂", "honours": ["hnte"]}, {"name": "乙厂"}]))
    made = pane_of(desk, "enterprises")
    select(made, 0, "honours")
    return made


def opened(pane: ListPane) -> TagsCell:
    """The editor of the current cell."""
    QTest.keyClick(pane.table, Qt.Key.Key_F2)
    (found,) = (each for each in pane.table.viewport().findChildren(TagsCell) if each.isVisible())
    assert found.line.hasFocus()
    return found


def is_open(pane: ListPane) -> bool:
    return pane.table.state() == pane.table.State.EditingState


def type_into(cell: TagsCell, text: str) -> None:
    cell.line.insert(text)
    cell.line.textEdited.emit(cell.line.text())


def stored(desk: Desk, row: int = 0) -> Value:
    desk.settle()
    return entries_in(desk, "enterprises")[row].answers.get("honours")


def test_tags_are_added_and_removed_in_the_cell(desk: Desk, pane: ListPane) -> None:
    cell = opened(pane)
    assert cell.box.names == ["高新技术企业"]
    type_into(cell, "小巨人")
    QTest.keyClick(cell.line, Qt.Key.Key_Return)
    assert stored(desk) == ("little-giant", "hnte")
    assert is_open(pane)
    QTest.keyClick(cell.line, Qt.Key.Key_Backspace)
    assert stored(desk) == ("little-giant",)
    QTest.keyClick(cell.line, Qt.Key.Key_Return)
    desk.settle()
    assert not is_open(pane)
    assert index_of(pane, 0, "honours").data() == "专精特新“小巨人”"


def test_the_list_opens_in_the_cell_and_none_is_an_answer(desk: Desk, pane: ListPane) -> None:
    select(pane, 1, "honours")
    cell = opened(pane)
    QTest.keyClick(cell.line, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    QTest.keyClick(cell.line, Qt.Key.Key_Up)
    QTest.keyClick(cell.line, Qt.Key.Key_Return)
    assert stored(desk, 1) == ()
    assert index_of(pane, 1, "honours").data() == "无"


def test_what_is_typed_is_stored_when_the_cell_is_left(desk: Desk, pane: ListPane) -> None:
    type_into(opened(pane), "上市")
    pane.search.setFocus()
    assert not is_open(pane)
    assert stored(desk) == ("hnte", "listed")


def test_a_name_that_is_none_is_kept_in_the_cell_and_there_again(desk: Desk, pane: ListPane) -> None:
    cell = opened(pane)
    type_into(cell, "省长质量奖")
    QTest.keyClick(cell.line, Qt.Key.Key_Return)
    assert is_open(pane)
    QTest.keyClick(cell.line, Qt.Key.Key_Tab)  # on to the next cell
    desk.settle()
    assert not [each for each in pane.table.viewport().findChildren(TagsCell) if each.isVisible()]
    assert pane.table.currentIndex() == index_of(pane, 0, "links_answered")
    assert entries_in(desk, "enterprises")[0] == Entry({"name": "甲厂", "honours": ("hnte",)}, {"honours": "高新技术企业、省长质量奖"})
    select(pane, 0, "honours")
    cell = opened(pane)
    assert (cell.box.names, cell.line.text()) == (["高新技术企业"], "省长质量奖")


def test_escape_brings_back_what_was_there(desk: Desk, pane: ListPane) -> None:
    cell = opened(pane)
    type_into(cell, "小巨人")
    QTest.keyClick(cell.line, Qt.Key.Key_Return)
    assert stored(desk) == ("little-giant", "hnte")
    QTest.keyClick(cell.line, Qt.Key.Key_Escape)
    assert not is_open(pane)
    assert stored(desk) == ("hnte",)


def test_the_cell_has_room_for_its_tags_within_the_table(desk: Desk, pane: ListPane) -> None:
    cell = opened(pane)
    for typed in ("小巨人", "单项冠军", "SRDI", "上市"):
        type_into(cell, typed)
        QTest.keyClick(cell.line, Qt.Key.Key_Return)
    assert len(cell.box.names) == 5
    assert pane.table.viewport().rect().contains(cell.geometry())
    assert all(cell.box.rect().contains(made.geometry()) for _, made in cell.box._tags)


def test_the_key_that_moves_a_row_opens_what_belongs_to_a_field_in_its_form_and_its_cell(desk: Desk, pane: ListPane) -> None:
    def press_in(line: QLineEdit) -> None:
        line.setFocus()
        QTest.keyClick(line, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
        desk.settle()

    editor = pane.panel.form.fields["revenue"].editor
    assert isinstance(editor, AmountEditor)
    press_in(editor.line)
    assert editor.menu.isVisible()
    editor.menu.close()
    cell = opened(pane)
    press_in(cell.line)
    assert cell.suggestions.is_open
    assert names(pane) == ["甲厂", "乙厂"]
    QTest.keyClick(cell.line, Qt.Key.Key_Escape)
    QTest.keyClick(cell.line, Qt.Key.Key_Escape)
    select(pane, 0, "name")
    QTest.keyClick(pane.table, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    desk.settle()
    assert names(pane) == ["乙厂", "甲厂"]
