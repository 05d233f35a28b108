"""What is typed after Ctrl+N is for the new row, however long the disk takes."""

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest

from diagnosis.errors import UserError
from tests.surveys import file_data
from tests.ui.judging import Desk
from tests.ui.tables import entries_in, names, pane_of, select
from ui.widgets.list_pane import ListPane


@pytest.fixture
def pane(desk: Desk) -> ListPane:
    desk.load(file_data(enterprises=[{"name": "甲厂", "revenue": 4}, {"name": "乙厂", "revenue": 12000}, {"name": "丙厂"}]))
    return pane_of(desk, "enterprises")


def test_what_is_typed_while_a_row_is_made_goes_into_that_row(desk: Desk, pane: ListPane) -> None:
    """A fast hand does not wait for the disk; the row that was current is left alone."""
    select(pane, 0)
    before, count = names(pane), pane.model.rowCount()
    pane.add()
    QTest.keyClicks(pane.table, "New Works")
    written = QInputMethodEvent()
    written.setCommitString("厂")
    QCoreApplication.sendEvent(pane.table, written)
    QTest.keyClick(pane.table, Qt.Key.Key_Return)
    desk.bot.waitUntil(lambda: names(pane) == [*before, "New Works厂"])
    desk.bot.waitUntil(lambda: len(entries_in(desk, "enterprises")) == count + 1)
    desk.bot.waitUntil(lambda: entries_in(desk, "enterprises")[-1].answers.get("name") == "New Works厂")
    select(pane, 0)  # what is typed from now on is held no longer
    QTest.keyClicks(pane.table, "x")
    desk.bot.waitUntil(lambda: pane.table.state() == pane.table.State.EditingState)


def test_several_rows_are_typed_faster_than_they_are_made(desk: Desk, pane: ListPane) -> None:
    before = names(pane)
    select(pane, 0)
    for name in ("One", "Two", "Three"):
        pane.add()
        QTest.keyClicks(pane.table, name)
        QTest.keyClick(pane.table, Qt.Key.Key_Return)
    desk.bot.waitUntil(lambda: names(pane) == [*before, "One", "Two", "Three"])
    desk.bot.waitUntil(lambda: [entry.answers.get("name") for entry in entries_in(desk, "enterprises")][3:] == ["One", "Two", "Three"])


def test_what_is_typed_for_a_row_that_is_refused_is_written_nowhere(desk: Desk, pane: ListPane, monkeypatch: pytest.MonkeyPatch) -> None:
    select(pane, 0)
    before = names(pane)

    def refused(*_args: object) -> None:
        raise UserError("round-nameless")

    monkeypatch.setattr("ui.widgets.row_work.operations.add_row", refused)
    with desk.bot.waitSignal(desk.session.message):
        pane.add()
        QTest.keyClicks(pane.table, "Lost")
    desk.settle()
    QTest.keyClicks(pane.table, "Lost")  # the hand types on, unless the eye is on the screen
    written = QInputMethodEvent()
    written.setCommitString("厂")
    QCoreApplication.sendEvent(pane.table, written)
    QTest.keyClick(pane.table, Qt.Key.Key_Tab)
    QTest.keyClicks(pane.table, "9")
    QTest.keyClick(pane.table, Qt.Key.Key_Return)
    desk.settle()
    assert names(pane) == before
    assert pane.table.state() != pane.table.State.EditingState
    assert pane.table.currentIndex().column() == 0
    assert not desk.session.unsaved
    QTest.keyClick(pane.table, Qt.Key.Key_Down)  # who goes elsewhere has seen it
    QTest.keyClicks(pane.table, "y")
    desk.bot.waitUntil(lambda: pane.table.state() == pane.table.State.EditingState)
