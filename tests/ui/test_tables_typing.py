"""What is being typed into a cell is as safe as in a form, and what is pasted into an open cell is no less."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent
from PySide6.QtTest import QTest

from db import browse
from db.browse import Entry
from db.workspace import Workspace
from diagnosis.questionnaire import questionnaire
from diagnosis.text import Text, phrase
from tests.surveys import file_data
from tests.ui.forms import fill, form_of, line, record
from tests.ui.judging import Desk
from tests.ui.tables import clipboard, entries_in, index_of, names, pane_of, rows_in, select
from ui.widgets.cell_editor import CellLine
from ui.widgets.list_pane import ListPane
from ui.widgets.table_blocks import Pasted

FIRMS = [{"name": "甲厂", "revenue": 4}, {"name": "乙厂", "revenue": 12000}, {"name": "丙厂"}]


@pytest.fixture
def pane(desk: Desk) -> ListPane:
    desk.load(file_data(enterprises=FIRMS))
    return pane_of(desk, "enterprises")


def opened(pane: ListPane, row: int, field: str) -> CellLine:
    """Open the line of a cell by F2, what stands there selected."""
    select(pane, row, field)
    QTest.keyClick(pane.table, Qt.Key.Key_F2)
    line = [each for each in pane.table.viewport().findChildren(CellLine) if each.isVisible()][-1]
    line.selectAll()
    return line


def firm(desk: Desk, row: int) -> Entry:
    return entries_in(desk, "enterprises")[row]


# ---- typing


def test_what_is_being_typed_in_a_cell_is_stored_soon_after_the_last_key(desk: Desk, pane: ListPane) -> None:
    line = opened(pane, 1, "revenue")
    with desk.bot.waitSignal(desk.session.saved):
        QTest.keyClicks(line, "1.50")
    desk.settle()
    desk.settle()
    assert firm(desk, 1).answers["revenue"] == 1.5
    assert line.isVisible()
    assert line.text() == "1.50"
    QTest.keyClicks(line, "7")
    QTest.keyClick(line, Qt.Key.Key_Return)
    desk.settle()
    assert firm(desk, 1).answers["revenue"] == 1.507


def store_by_leaving(desk: Desk) -> None:
    desk.session.leaving.emit()


def store_by_another_round(desk: Desk) -> None:
    desk.session.open_round(desk.session.round_id)


@pytest.mark.parametrize("leave", [store_by_leaving, store_by_another_round])
def test_what_is_being_typed_in_a_cell_is_stored_before_the_round_is_left(
    desk: Desk, pane: ListPane, leave: Callable[[Desk], None]
) -> None:
    line = opened(pane, 1, "revenue")
    QTest.keyClicks(line, "about 5")
    leave(desk)
    assert firm(desk, 1) == Entry({"name": "乙厂", "revenue": 12000}, {"revenue": "about 5"})


def test_what_is_being_typed_in_a_cell_is_stored_before_the_rows_are_read_in_another_order(desk: Desk, pane: ListPane) -> None:
    QTest.keyClicks(opened(pane, 1, "revenue"), "5")
    pane.table.horizontalHeader().sectionClicked.emit(0)
    desk.settle()
    desk.settle()
    assert firm(desk, 1).answers["revenue"] == 5


def test_closing_the_session_stores_what_is_being_typed_in_a_cell(desk: Desk, pane: ListPane) -> None:
    path, round_id = desk.session.path, desk.session.round_id
    assert path is not None
    assert round_id is not None
    QTest.keyClicks(opened(pane, 1, "revenue"), "5")
    desk.session.close()
    with Workspace.open(path) as workspace:
        ids = browse.row_ids(workspace, round_id, "enterprises")
        assert browse.rows_by_id(workspace, round_id, "enterprises", ids)[ids[1]].answers["revenue"] == 5


def test_undo_shows_in_the_open_cell(desk: Desk, pane: ListPane) -> None:
    line = opened(pane, 1, "revenue")
    QTest.keyClicks(line, "5")
    desk.session.leaving.emit()
    desk.settle()
    assert not line.isUndoAvailable()
    desk.session.undo()
    desk.settle()
    desk.settle()
    assert line.text() == "12000"
    QTest.keyClick(line, Qt.Key.Key_Return)
    desk.settle()
    assert firm(desk, 1).answers["revenue"] == 12000


def test_storing_does_not_break_off_a_word_that_is_being_composed(desk: Desk, pane: ListPane) -> None:
    line = opened(pane, 2, "name")
    QTest.keyClicks(line, "A")
    QGuiApplication.sendEvent(line, QInputMethodEvent("dingchang", []))
    desk.session.leaving.emit()
    assert firm(desk, 2).answers["name"] == "A"
    assert line.isUndoAvailable()  # the line has been left as it is
    done = QInputMethodEvent()
    done.setCommitString("丁厂")
    QGuiApplication.sendEvent(line, done)
    desk.session.leaving.emit()
    assert firm(desk, 2).answers["name"] == "A丁厂"
    assert not line.isUndoAvailable()


def test_a_word_being_composed_in_place_of_an_answer_is_no_answer_yet(desk: Desk, pane: ListPane) -> None:
    line = opened(pane, 2, "name")
    line.selectAll()
    before = firm(desk, 2).answers["name"]
    QGuiApplication.sendEvent(line, QInputMethodEvent("dingchang", []))
    desk.session.leaving.emit()
    assert firm(desk, 2).answers["name"] == before
    QGuiApplication.sendEvent(line, QInputMethodEvent())
    desk.session.leaving.emit()
    assert "name" not in firm(desk, 2).answers  # given up: what was selected had gone, as one sees


def test_what_an_input_method_writes_at_once_opens_the_cell_and_stands_in_it(desk: Desk, pane: ListPane) -> None:
    pane.table.setCurrentIndex(index_of(pane, 2, "name"))
    written = QInputMethodEvent()
    written.setCommitString("丁厂")
    QGuiApplication.sendEvent(pane.table, written)
    desk.session.leaving.emit()
    assert firm(desk, 2).answers["name"] == "丁厂"


def test_escape_brings_back_what_was_there_when_the_cell_was_opened(desk: Desk, pane: ListPane) -> None:
    line = opened(pane, 1, "revenue")
    with desk.bot.waitSignal(desk.session.saved):
        QTest.keyClicks(line, "5")
    QTest.keyClick(line, Qt.Key.Key_Escape)
    desk.settle()
    assert firm(desk, 1) == Entry({"name": "乙厂", "revenue": 12000})
    assert index_of(pane, 1, "revenue").data() == "12000"


def test_a_row_that_is_typed_into_stays_while_it_is_searched_for_something_else(desk: Desk, pane: ListPane) -> None:
    pane.search.setText("乙")
    pane.search.returnPressed.emit()
    desk.settle()
    line = opened(pane, 0, "name")
    with desk.bot.waitSignal(desk.session.saved):
        QTest.keyClicks(line, "Ding")
    desk.settle()
    desk.settle()
    assert names(pane) == ["Ding"]
    assert line.isVisible()
    QTest.keyClick(line, Qt.Key.Key_Return)
    pane.refresh()
    desk.settle()
    desk.settle()
    assert names(pane) == ["Ding"]
    pane.search.setFocus()
    QTest.keyClick(pane.search, Qt.Key.Key_Return)
    desk.settle()
    desk.settle()
    assert names(pane) == []


# ---- undo goes one step back at a time


def test_undo_in_a_field_takes_back_what_was_stored_step_by_step(desk: Desk) -> None:
    desk.load(file_data())
    form = form_of(desk, "cluster")
    editor = line(form, "name_en").line
    for text in ("one", "two"):
        fill(form, "name_en", text)
        form.flush()
        desk.settle()
    assert not editor.isUndoAvailable()
    desk.session.undo()
    desk.settle()
    desk.settle()
    assert editor.text() == "one"
    form.flush()
    desk.settle()
    assert record(desk, "cluster").answers["name_en"] == "one"


def test_undoing_what_was_typed_leaves_nothing_to_store_over_what_the_program_undoes(desk: Desk) -> None:
    desk.load(file_data())
    form = form_of(desk, "cluster")
    editor = line(form, "name_en").line
    fill(form, "name_en", "one")
    form.flush()
    desk.settle()
    fill(form, "name_en", "two")
    while editor.isUndoAvailable():
        QTest.keySequence(editor, "Ctrl+Z")
    assert editor.text() == "one"
    desk.session.undo()
    desk.settle()
    desk.settle()
    form.flush()
    desk.settle()
    assert editor.text() != "one"
    assert record(desk, "cluster").answers.get("name_en") != "one"


def test_storing_keeps_the_cursor_and_what_is_selected(desk: Desk) -> None:
    desk.load(file_data())
    form = form_of(desk, "cluster")
    editor = line(form, "name_en").line
    fill(form, "name_en", "abcdef")
    editor.setSelection(4, -3)
    form.flush()
    assert (editor.selectedText(), editor.cursorPosition()) == ("bcd", 1)
    editor.deselect()
    editor.setCursorPosition(2)
    QTest.keyClick(editor, Qt.Key.Key_X)
    form.flush()
    assert (editor.text(), editor.cursorPosition()) == ("abxcdef", 3)


# ---- pasting


def test_a_block_pasted_into_an_open_cell_goes_to_the_cells_from_there_on(desk: Desk, pane: ListPane) -> None:
    pane.add()
    desk.settle()
    desk.settle()
    line = QGuiApplication.focusObject()
    assert isinstance(line, CellLine)
    clipboard("丁厂\tA\n戊厂\tB\n")
    with desk.bot.waitSignal(pane.table.pasted) as told:
        QTest.keySequence(line, "Ctrl+V")
    assert told.args == [Pasted(rows=2, added=1)]
    assert [entry.answers["name"] for entry in entries_in(desk, "enterprises")] == ["甲厂", "乙厂", "丙厂", "丁厂", "戊厂"]


def test_one_cell_pasted_into_an_open_cell_is_its_text(desk: Desk, pane: ListPane) -> None:
    line = opened(pane, 2, "name")
    clipboard("丁厂\r\n")
    QTest.keySequence(line, "Ctrl+V")
    assert line.text() == "丁厂"
    with desk.bot.waitSignal(desk.session.saved):
        QTest.keyClick(line, Qt.Key.Key_Return)
    assert firm(desk, 2).answers["name"] == "丁厂"


def test_the_menu_of_an_open_cell_pastes_as_its_key_does(desk: Desk, pane: ListPane) -> None:
    line = opened(pane, 2, "name")
    clipboard("丁厂\n戊厂\n")
    menu = line.make_menu()
    paste = next(action for action in menu.actions() if action.objectName() == "edit-paste")
    with desk.bot.waitSignal(pane.table.pasted):
        paste.trigger()
    assert [entry.answers["name"] for entry in entries_in(desk, "enterprises")] == ["甲厂", "乙厂", "丁厂", "戊厂"]


@pytest.mark.parametrize("by", ["key", "menu"])
def test_a_block_is_pasted_as_new_rows_wherever_one_is(desk: Desk, pane: ListPane, by: str) -> None:
    select(pane, 0, "revenue")
    clipboard("丁厂\n\n戊厂\n")
    with desk.bot.waitSignal(pane.table.pasted) as told:
        if by == "key":
            QTest.keySequence(pane.table, "Ctrl+Shift+V")
        else:
            next(action for action in pane.table.make_menu().actions() if action.data() == "table.paste-rows").trigger()
    assert told.args == [Pasted(rows=2, added=2)]
    assert [entry.answers["name"] for entry in entries_in(desk, "enterprises")] == ["甲厂", "乙厂", "丙厂", "丁厂", "戊厂"]


def test_a_paste_tells_how_many_answers_it_took_the_place_of(desk: Desk, pane: ListPane) -> None:
    select(pane, 1, "revenue")
    clipboard("12000\n7\n8")  # the same, over nothing, and a new row
    with desk.bot.waitSignal(pane.table.pasted) as told:
        QTest.keySequence(pane.table, "Ctrl+V")
    assert told.args == [Pasted(rows=3, added=1)]
    select(pane, 0, "revenue")
    clipboard("5\nabout 6\n")
    with desk.bot.waitSignal(pane.table.pasted) as told:
        QTest.keySequence(pane.table, "Ctrl+V")
    assert told.args == [Pasted(rows=2, replaced=2, unread=(pane.part.question("revenue").label,))]
    said = desk.messages[-1]
    assert isinstance(said, Text)
    assert said.zh.startswith("已粘贴 2 行，替换 2 个已有值，可撤销。")


def test_a_first_row_of_column_names_is_no_firm(desk: Desk, pane: ListPane) -> None:
    select(pane, 2)
    clipboard("企业名称\t统一社会信用代码\n丁厂\t\n戊厂\t\n")
    with desk.bot.waitSignal(pane.table.pasted) as told:
        QTest.keySequence(pane.table, "Ctrl+Shift+V")
    assert told.args == [Pasted(rows=2, added=2, header=True)]
    assert [entry.answers["name"] for entry in entries_in(desk, "enterprises")] == ["甲厂", "乙厂", "丙厂", "丁厂", "戊厂"]
    said = desk.messages[-1]
    assert isinstance(said, Text)
    assert said.zh == "已粘贴 2 行，可撤销。第一行是列名，已略去。"


def test_columns_that_stand_in_another_order_go_by_their_names_and_that_is_told(desk: Desk, pane: ListPane) -> None:
    clipboard("序号\t单位名称\t研发投入（万元）\n1\t丁厂\t30\n")
    with desk.bot.waitSignal(pane.table.pasted):
        QTest.keySequence(pane.table, "Ctrl+Shift+V")
    said = desk.messages[-1]
    assert isinstance(said, Text)
    assert said.zh == "已粘贴 1 行，可撤销。第一行是列名，各列已按名称归位。本表没有序号栏，未粘贴。"
    assert entries_in(desk, "enterprises")[-1].answers == {"name": "丁厂", "rd_spend": 30}


def test_a_row_of_names_alone_is_not_pasted_and_a_word_alone_is(desk: Desk, pane: ListPane) -> None:
    clipboard("企业名称\t营业收入\n")
    with desk.bot.waitSignal(pane.table.pasted) as told:
        QTest.keySequence(pane.table, "Ctrl+Shift+V")
    assert (told.args[0].rows, told.args[0].header) == (0, True)
    assert desk.messages[-1] == phrase("ui", "table.paste-header-only")
    clipboard("企业名称\n")
    with desk.bot.waitSignal(pane.table.pasted) as told:
        QTest.keySequence(pane.table, "Ctrl+Shift+V")
    assert told.args == [Pasted(rows=1, added=1)]


def test_rows_pasted_into_the_table_of_one_answer_get_that_answer_and_keep_it(desk: Desk) -> None:
    first, second = list(desk.session.framework.indicators)[:2]
    desk.load(file_data(indicators=[{"id": first, "value": 1, "year": 2020}]))
    part = questionnaire().parts["indicators"]
    pane = pane_of(desk, "indicators", questions=[part.question(name) for name in ("year", "id", "value")], only=("id", first), bare=True)
    assert not index_of(pane, 0, "id").flags() & Qt.ItemFlag.ItemIsEditable
    select(pane, 0)
    clipboard(f"2021\t{second}\t2\n2022\t{second}\t3\n")
    with desk.bot.waitSignal(pane.table.pasted):
        QTest.keySequence(pane.table, "Ctrl+V")
    select(pane, 0, to=(0, "id"))
    QTest.keyClick(pane.table, Qt.Key.Key_Delete)
    desk.settle()
    assert [entry.answers for entry in entries_in(desk, "indicators")] == [
        {"id": first, "value": 2},
        {"id": first, "value": 3, "year": 2022},
    ]


def test_a_paste_without_a_line_in_it_does_not_write(desk: Desk, pane: ListPane) -> None:
    line = opened(pane, 0, "name")
    clipboard("")
    QTest.keySequence(line, "Ctrl+V")
    assert line.text() == "甲厂"
    assert len(rows_in(desk, "enterprises")) == 3
