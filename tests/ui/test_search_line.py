"""Lines to search in, and the cross that empties them."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from ui.widgets.search_line import SearchLine


@pytest.fixture
def line(qtbot: QtBot) -> SearchLine:
    made = SearchLine()
    made.name_cross("清空")
    qtbot.addWidget(made)
    made.show()
    return made


def test_the_cross_is_there_while_something_is_typed(line: SearchLine) -> None:
    assert not line.cross.isVisible()
    QTest.keyClicks(line, "ab")
    assert line.cross.isVisible()
    QTest.keyClick(line, Qt.Key.Key_Backspace)
    QTest.keyClick(line, Qt.Key.Key_Backspace)
    assert not line.cross.isVisible()
    assert SearchLine("a").cross.isVisible()


def test_a_click_on_it_empties_the_line_as_deleting_does(line: SearchLine, qtbot: QtBot) -> None:
    QTest.keyClicks(line, "ab")
    (button,) = line.findChildren(QToolButton)
    assert button.toolTip() == "清空"
    with qtbot.waitSignals([line.textEdited, line.textChanged]):
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert line.text() == ""
