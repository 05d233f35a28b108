"""The key technologies: levels set by a digit, shown as a scale, with what each of them stands for."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest

from diagnosis.findings import Place
from tests.ui.chains import key, readiness_tab, stored
from tests.ui.tables import select
from tests.ui.window import Opened
from ui.tones import tone
from ui.widgets.readiness_tab import ReadinessTab

ROWS = [{"name": "Fusion", "trl": 6}, {"name": "Imaging"}, {"name": "Coding", "trl": 9}]


@pytest.fixture
def tab(program: Opened) -> ReadinessTab:
    """Three technologies, one without a level."""
    return readiness_tab(program, technologies=ROWS)


def chosen(tab: ReadinessTab) -> list[int]:
    return [level for level, card in tab.ladder.items() if card.isChecked()]


def steps(tab: ReadinessTab, row: int) -> int:
    """How many steps of the scale in a row are filled, as painted."""
    cell = tab.pane.table.visualRect(tab.pane.model.index(row, 1))
    image = tab.pane.table.viewport().grab(cell).toImage()
    line = image.height() // 2 + 1
    found = [image.pixelColor(x, line) == QColor(tone.accent) for x in range(image.width() // 2 + 30)]
    return sum(now and not before for before, now in zip([False, *found], found, strict=False))


def test_a_digit_on_the_level_sets_it_at_once_and_undo_takes_it_back(program: Opened, tab: ReadinessTab) -> None:
    select(tab.pane, 1, "trl")
    key("4")
    program.settle()
    assert stored(program, "technologies")[1] == {"name": "Imaging", "trl": 4}
    assert chosen(tab) == [4]
    assert steps(tab, 1) == 4
    key("0")  # no level: it is typed into the cell, and told
    key(Qt.Key.Key_Escape)
    program.settle()
    program.press("Ctrl+Z")
    program.settle()
    assert stored(program, "technologies") == ROWS
    assert chosen(tab) == []


def test_a_digit_in_a_name_is_text(program: Opened, tab: ReadinessTab) -> None:
    select(tab.pane, 1, "name")
    key("5")
    key("G")
    QTest.keyClick(program.focus, Qt.Key.Key_Return)
    program.settle()
    assert stored(program, "technologies")[1] == {"name": "5G"}


def test_the_ladder_shows_the_level_of_the_row_and_sets_it(program: Opened, tab: ReadinessTab) -> None:
    select(tab.pane, 0)
    assert chosen(tab) == [6]
    select(tab.pane, 2)
    assert chosen(tab) == [9]
    program.click(tab.ladder[8])
    program.settle()
    assert stored(program, "technologies")[2] == {"name": "Coding", "trl": 8}
    program.click(tab.ladder[8])
    program.settle()
    assert stored(program, "technologies")[2] == {"name": "Coding"}
    assert chosen(tab) == []


def test_each_row_shows_its_level_as_a_scale(tab: ReadinessTab) -> None:
    assert [steps(tab, row) for row in range(3)] == [6, 0, 9]


def test_the_anchors_and_their_source_are_in_view(program: Opened, tab: ReadinessTab) -> None:
    assert all(card.isVisible() for card in tab.ladder.values())
    assert tab.ladder[6].accessibleName() == "成熟度等级: 正样级"
    assert "中试" in tab.ladder[6].accessibleDescription()
    assert "GB/T 22900-2022" in tab._source.text()
    program.press("Ctrl+L")
    assert tab.ladder[6].accessibleName() == "Readiness level: Qualified sample"


def test_nothing_can_be_set_without_a_row(program: Opened) -> None:
    tab = readiness_tab(program)
    assert not any(card.isEnabled() for card in tab.ladder.values())


def test_a_place_is_found(program: Opened, tab: ReadinessTab) -> None:
    program.window.go_to(Place(step="chain", part="technologies", row=2, field="trl"))
    program.settle()
    assert (tab.pane.table.currentIndex().row(), tab.pane.table.currentIndex().column()) == (2, 1)
    assert tab.pane.table.hasFocus()
