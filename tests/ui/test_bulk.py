"""One answer for many rows: chosen or all that are shown, with a preview, progress, and one undo."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QItemSelection, QItemSelectionModel, Qt
from PySide6.QtTest import QTest
from shiboken6 import isValid

from db import browse, bulk, operations
from db.filters import Among
from db.workspace import Workspace
from tests.surveys import file_data
from tests.ui.bot import held_up
from tests.ui.forms import read
from tests.ui.judging import Desk
from tests.ui.tables import index_of, pane_of, select
from ui.dialogs.bulk import BulkDialog
from ui.widgets.list_pane import ListPane
from ui.widgets.segments import Segments
from ui.widgets.text_editors import LineEditor

ROLES = ["key", "supporting", None]
FIRMS = [{"name": f"企业{number}", "role": ROLES[number % 3], "employees": number} for number in range(2400)]


@pytest.fixture
def pane(desk: Desk) -> ListPane:
    desk.load(file_data(enterprises=FIRMS))
    return pane_of(desk, "enterprises")


def opened(desk: Desk, pane: ListPane) -> BulkDialog:
    """The dialog, by its keys."""
    QTest.keySequence(pane.table, "Ctrl+H")
    dialog = pane.rows.dialog
    assert isinstance(dialog, BulkDialog)
    desk.bot.waitUntil(lambda: dialog.isVisible() and dialog._counts is not None)
    return dialog


def pick(desk: Desk, segments: Segments, place: int) -> None:
    desk.click(segments._group.button(place))


def choose_role(desk: Desk, dialog: BulkDialog, place: int) -> None:
    assert dialog.field is not None
    (segments,) = dialog.field.findChildren(Segments)
    pick(desk, segments, place)


def lines(dialog: BulkDialog) -> list[str]:
    return [label.text() for label in dialog.facts._labels]  # type: ignore[attr-defined]


def tally(desk: Desk) -> dict[object, int]:
    found: list[tuple[object, int]] = read(desk, lambda ws: browse.tally(ws, 1, "enterprises", "role", browse.View()))
    return dict(found)


@pytest.mark.parametrize(("stands", "proposed"), [("employees", "employees"), ("name", "role"), ("uscc", "role"), ("role", "role")])
def test_it_begins_with_the_column_one_stands_in_unless_that_is_each_rows_own(
    desk: Desk, pane: ListPane, stands: str, proposed: str
) -> None:
    select(pane, 0, stands)
    assert opened(desk, pane).asked.id == proposed


def test_one_that_is_closed_before_it_has_counted_is_told_nothing(desk: Desk, pane: ListPane) -> None:
    dialog = opened(desk, pane)
    with held_up(desk.session.runner):
        dialog.question.setCurrentIndex(dialog.question.findData("revenue"))
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
        desk.bot.waitUntil(lambda: not isValid(dialog))
    read(desk, lambda ws: None)  # behind the count; a call of what is gone would fail this test


@pytest.mark.parametrize("field", ["role", "revenue", "name"])
def test_tab_comes_to_the_answer_before_the_buttons(desk: Desk, pane: ListPane, field: str) -> None:
    select(pane, 0, "name")
    dialog = opened(desk, pane)
    dialog.question.setCurrentIndex(dialog.question.findData(field))
    assert dialog.field is not None
    desk.bot.waitUntil(dialog.field.isVisible)
    dialog.question.setFocus()
    for _ in range(2):
        QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Tab)
    assert dialog.field.isAncestorOf(dialog.focusWidget())


def test_all_rows_that_are_shown_get_an_answer_and_one_undo_takes_it_back(desk: Desk, pane: ListPane) -> None:
    select(pane, 0, "role")
    dialog = opened(desk, pane)
    assert dialog.asked.id == "role"
    assert not dialog.do.isEnabled()  # nothing to set yet
    choose_role(desk, dialog, 2)
    assert dialog.preview.text() == "1,600 行将改为“配套”。另有 800 行已是如此，不变。"
    assert sorted(lines(dialog)) == ["800 行", "800 行", "未填", "骨干"]
    assert dialog.do.text() == "修改 1,600 行"
    desk.after(lambda: QTest.keyClick(dialog, Qt.Key.Key_Return))
    assert not isValid(dialog)
    assert tally(desk) == {"supporting": 2400}
    desk.settle()
    assert index_of(pane, 0, "role").data() == "配套"
    desk.after(lambda: desk.session.change(operations.undo))
    assert tally(desk) == {"key": 800, "supporting": 800, None: 800}


def test_it_stays_within_the_screen_as_it_grows(desk: Desk, pane: ListPane) -> None:
    room = pane.screen().availableGeometry()
    pane.window().move(room.right() - 200, room.bottom() - 100)
    select(pane, 0, "role")
    dialog = opened(desk, pane)
    assert room.contains(dialog.frameGeometry())
    choose_role(desk, dialog, 0)
    dialog.question.setCurrentIndex(dialog.question.findData("employees"))
    desk.settle()
    assert room.contains(dialog.frameGeometry())
    dialog.reject()


def test_the_chosen_rows_alone_are_cleared(desk: Desk, pane: ListPane) -> None:
    select(pane, 0, "role")
    chosen = QItemSelection(index_of(pane, 3, "role"), index_of(pane, 5, "role"))
    pane.table.selectionModel().select(chosen, QItemSelectionModel.SelectionFlag.ClearAndSelect)
    dialog = opened(desk, pane)
    assert list(dialog.ids) == pane.model.ids[3:6]
    pick(desk, dialog.way, 1)
    assert dialog.preview.text() == "2 行的“角色”将被清空。另有 1 行已是如此，不变。"
    desk.after(lambda: desk.click(dialog.do))
    assert tally(desk) == {"key": 799, "supporting": 799, None: 802}


def test_only_what_the_filters_let_through_is_changed(desk: Desk, pane: ListPane) -> None:
    assert pane.shown is not None
    pane.shown.filter("role", Among(frozenset([None])))
    desk.settle()
    desk.settle()
    select(pane, 0, "role")
    dialog = opened(desk, pane)
    assert len(dialog.ids) == 800
    choose_role(desk, dialog, 3)
    desk.after(lambda: desk.click(dialog.do))
    assert tally(desk) == {"key": 800, "supporting": 800, "other": 800}


def test_what_is_no_answer_is_said_and_cannot_be_set(desk: Desk, pane: ListPane) -> None:
    select(pane, 0, "employees")
    dialog = opened(desk, pane)
    assert dialog.field is not None
    editor = dialog.field.editor
    assert isinstance(editor, LineEditor)
    QTest.keyClicks(editor.line, "-3")
    desk.bot.waitUntil(dialog.note.isVisible)
    assert not dialog.do.isEnabled()
    editor.line.clear()
    QTest.keyClicks(editor.line, "5")
    desk.bot.waitUntil(dialog.do.isEnabled)
    assert dialog.preview.text().startswith("2,399 行将改为“5”。")
    assert lines(dialog)[-2:] == ["其他 2,393 种内容", "2,393 行"]


def test_another_column_asks_for_another_kind_of_answer(desk: Desk, pane: ListPane) -> None:
    select(pane, 0, "gbt4754")
    dialog = opened(desk, pane)
    dialog.question.setFocus()
    QTest.keyClick(dialog.question, Qt.Key.Key_Up)
    QTest.keyClick(dialog.question, Qt.Key.Key_Up)
    assert dialog.asked.id == "role"
    choose_role(desk, dialog, 0)
    desk.bot.waitUntil(dialog.do.isEnabled)
    assert dialog.preview.text() == "2,400 行将改为“龙头（链主）”。"


def test_stopped_on_the_way_it_has_changed_nothing(desk: Desk, pane: ListPane, monkeypatch: pytest.MonkeyPatch) -> None:
    set_column = bulk.set_column
    steps: list[int] = []

    def stopping(workspace: Workspace, *args: object) -> Iterator[object]:
        for step in set_column(workspace, *args):  # type: ignore[arg-type]
            steps.append(step.done)
            if step.done:
                dialog._watch.cancel()  # type: ignore[union-attr]  # as the button does, only sooner
            yield step

    monkeypatch.setattr(bulk, "set_column", stopping)
    select(pane, 0, "role")
    dialog = opened(desk, pane)
    choose_role(desk, dialog, 0)
    desk.click(dialog.do)
    desk.bot.waitUntil(lambda: dialog.note.text() == "已停止，没有改动任何内容。")
    assert steps == [0, 1000]
    assert dialog.do.isEnabled()
    assert not dialog.bar.isVisible()
    assert tally(desk) == {"key": 800, "supporting": 800, None: 800}
    desk.click(dialog.cancel)
    assert not dialog.isVisible()
    desk.set("round", "note", "在此之后照常")


def test_an_answer_that_others_rule_out_is_told(desk: Desk) -> None:
    desk.load(file_data(ratings=[{"item": "labour-cost", "score": 1}, {"item": "rd-capability", "score": 2}]))
    pane = pane_of(desk, "ratings")
    dialog = opened(desk, pane)
    dialog.question.setCurrentIndex(dialog.question.findData("item"))
    assert dialog.field is not None
    dialog.field.editor.show_value("labour-cost")
    dialog.field.editor.edited.emit()
    desk.bot.waitUntil(dialog.do.isEnabled)
    desk.click(dialog.do)
    desk.bot.waitUntil(dialog.note.isVisible)
    assert "第 2 行“" in dialog.note.text()
    assert dialog.isVisible()
    assert dialog.do.isEnabled()
