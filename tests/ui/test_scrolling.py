"""What is typed into stays in view."""

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from diagnosis.findings import Place
from tests.surveys import file_data
from tests.ui.window import Opened
from ui import theme
from ui.pages.classification import ClassificationPage
from ui.widgets.list_pane import ListPane
from ui.widgets.scrolling import Scrolling, keep_in_view


class Many(Scrolling):
    """Forty lines, of which eight are seen."""

    def __init__(self) -> None:
        content = QWidget()
        super().__init__(content)
        self.lines = [QLineEdit() for _ in range(40)]
        self.column = QVBoxLayout(content)
        for line in self.lines:
            self.column.addWidget(line)

    def shows(self, widget: QWidget) -> bool:
        """Whether the whole of it is in view."""
        return self.viewport().rect().contains(QRect(widget.mapTo(self.viewport(), QPoint()), widget.size()))


@pytest.fixture
def area(qtbot: QtBot) -> Many:
    made = Many()
    qtbot.addWidget(made)
    made.resize(300, 300)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    made.lines[0].setFocus()
    qtbot.waitUntil(made.lines[0].hasFocus)
    return made


def test_what_gets_the_focus_comes_into_view(area: Many, qtbot: QtBot) -> None:
    assert not area.shows(area.lines[30])
    area.lines[30].setFocus()
    qtbot.waitUntil(lambda: area.shows(area.lines[30]))


def test_it_stays_in_view_when_what_is_above_it_grows(area: Many, qtbot: QtBot) -> None:
    area.lines[30].setFocus()
    qtbot.waitUntil(lambda: area.shows(area.lines[30]))
    area.lines[2].setMinimumHeight(400)
    qtbot.waitUntil(lambda: area.lines[2].height() == 400 and area.shows(area.lines[30]))


def test_what_is_taken_away_meanwhile_is_not_looked_for(area: Many, qtbot: QtBot) -> None:
    line = area.lines.pop(30)
    area.keep(line)
    line.setParent(None)
    delete(line)
    area.lines[2].setMinimumHeight(400)
    qtbot.waitUntil(lambda: area.lines[2].height() == 400)
    assert area.shows(area.lines[0])


def test_who_scrolls_away_is_left_there(area: Many, qtbot: QtBot) -> None:
    area.lines[30].setFocus()
    qtbot.waitUntil(lambda: area.shows(area.lines[30]))
    area.verticalScrollBar().triggerAction(area.verticalScrollBar().SliderAction.SliderToMinimum)
    area.lines[35].setMinimumHeight(400)
    qtbot.waitUntil(lambda: area.lines[35].height() == 400)
    assert area.shows(area.lines[0])


def test_a_click_moves_nothing_under_the_pointer(area: Many, qtbot: QtBot) -> None:
    button = QPushButton("x")
    button.setFixedHeight(60)
    area.column.insertWidget(20, button)
    qtbot.waitUntil(lambda: button.y() > area.viewport().height())
    area.verticalScrollBar().setValue(button.y() - area.viewport().height() + 20)
    assert not area.shows(button)
    pressed: list[bool] = []
    button.clicked.connect(lambda: pressed.append(True))
    where = area.verticalScrollBar().value()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton, pos=QPoint(4, 4))
    assert button.hasFocus()
    assert pressed
    assert area.verticalScrollBar().value() == where


def test_a_widget_without_an_area_around_it_is_left_alone(qtbot: QtBot) -> None:
    line = QLineEdit()
    qtbot.addWidget(line)
    keep_in_view(line)


def test_a_field_that_one_jumps_to_is_seen_once_the_row_is_there(program: Opened) -> None:
    firm = {"name": "甲厂", "revenue": 1e9, "rd_spend": 2e9, "founded": 2090}
    program.load(file_data(enterprises=[firm] * 40))
    program.window.go_to(Place(step="enterprises", part="enterprises", row=0, field="honours"))
    program.settle()
    pane = program.window.page.findChild(ListPane)
    assert isinstance(pane, ListPane)
    field = pane.panel.form.fields["honours"]
    assert field.isAncestorOf(program.focus)
    port = pane.panel.findChild(Scrolling).viewport()  # type: ignore[union-attr]
    program.bot.waitUntil(lambda: port.rect().contains(QRect(field.mapTo(port, QPoint()), field.editor.size())))


def test_tab_leads_into_view_also_from_outside_of_what_was_scrolled_away(program: Opened) -> None:
    """Into the result beside the pages, and into the page of the type."""
    program.window.go_to_step("classification")
    program.settle()
    panel, page = program.window.panel, program.window.page
    assert isinstance(page, ClassificationPage)
    for area, first in ((panel.area, panel.counts), (page.sheet.area, page.fields.edit)):
        area.verticalScrollBar().setValue(area.verticalScrollBar().maximum())
        (program.window.header.help if first is page.fields.edit else panel.fold).setFocus()
        for _ in range(60):
            if area.isAncestorOf(program.focus):
                break
            QTest.keyClick(program.focus, Qt.Key.Key_Tab)
        assert program.focus is first or first.isAncestorOf(program.focus)
        program.bot.waitUntil(lambda: not program.focus.visibleRegion().isEmpty())


def test_on_a_wide_screen_a_page_is_no_wider_than_can_be_read(qtbot: QtBot, area: Many) -> None:
    area.resize(3840, 300)
    qtbot.waitUntil(lambda: area.viewport().width() > 2 * theme.MOST_WIDTH)
    assert area.widget().width() == theme.MOST_WIDTH
    assert area.widget().x() == 0
    area.resize(800, 300)
    qtbot.waitUntil(lambda: area.widget().width() == area.viewport().width())
