"""How the cells and the row numbers of a list are painted, and how many of them with each step of the scroll bar."""

import pytest
from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QStyleOptionViewItem

from db import operations
from tests.surveys import file_data
from tests.ui.judging import Desk
from tests.ui.tables import index_of, painted, pane_of, rows_in
from ui.tones import LIGHT
from ui.widgets import cell_paint
from ui.widgets.list_pane import ListPane
from ui.widgets.table_model import TableModel

FIRMS = [{"name": "甲厂", "revenue": 4}, {"name": "乙厂"}]


@pytest.fixture
def pane(desk: Desk) -> ListPane:
    """Two firms, and of the first one a number of employees that is none."""
    desk.load(file_data(enterprises=FIRMS))
    desk.session.change(operations.set_draft, 1, "enterprises", rows_in(desk, "enterprises")[0], "employees", "很多")
    desk.settle()
    return pane_of(desk, "enterprises")


def test_what_is_painted_of_a_cell_is_what_it_shows_role_by_role(pane: ListPane) -> None:
    roles = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ForegroundRole, Qt.ItemDataRole.TextAlignmentRole)
    for place, field in ((0, "name"), (0, "employees"), (1, "revenue")):
        index, row = index_of(pane, place, field), pane.model.shown_row(place)
        assert row is not None
        text, colour, at_right, mark = row.look(index.column())
        shown = [index.data(role) for role in roles]
        assert [text, colour] == shown[:2]
        assert at_right == bool(shown[2] & Qt.AlignmentFlag.AlignRight)
        assert mark == index.data(Qt.ItemDataRole.DecorationRole)


@pytest.mark.parametrize("selected", [False, True])
def test_a_cell_is_painted_in_its_colour_whether_it_is_selected_or_not(pane: ListPane, *, selected: bool) -> None:
    if selected:
        pane.table.selectAll()
    else:
        pane.table.clearSelection()
    draft = painted(pane, 0, "employees")
    assert LIGHT.danger in draft
    assert max(draft, key=draft.__getitem__) == (LIGHT.accent_soft if selected else LIGHT.panel)
    dash = min(QColor(each).lightness() for each in painted(pane, 1, "revenue"))  # pale, but to be seen on a selection, too
    assert dash < 100 if selected else dash > 180
    assert LIGHT.ink in painted(pane, 0, "name")


def test_numbers_stand_at_the_right_and_long_texts_are_cut(desk: Desk) -> None:
    desk.load(file_data(enterprises=[{"name": "很长的企业名称" * 9, "revenue": 4}]))
    pane = pane_of(desk, "enterprises")
    for field in ("name", "revenue"):
        painted(pane, 0, field)
    row = pane.model.shown_row(0)
    assert row is not None
    name, revenue = (row.faces[index_of(pane, 0, field).column()] for field in ("name", "revenue"))
    assert name is not None
    assert revenue is not None
    assert name.text.endswith("…")
    assert name.at.x() == cell_paint.PAD
    assert revenue.at.x() > revenue.size.width() / 2


def test_a_step_of_the_wheel_paints_the_rows_that_come_into_sight(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.load(file_data(enterprises=[{"name": f"企业{number}"} for number in range(60)]))
    pane = pane_of(desk, "enterprises")
    painted_rows: list[int] = []
    paint = cell_paint.paint_cell

    def counting(painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex, model: TableModel) -> None:
        painted_rows.append(index.row())
        paint(painter, option, index, model)

    monkeypatch.setattr(cell_paint, "paint_cell", counting)
    pane.table.verticalScrollBar().setValue(20)
    desk.bot.waitUntil(lambda: 20 in painted_rows)
    painted_rows.clear()
    pane.table.verticalScrollBar().setValue(23)
    below = pane.table.rowAt(pane.table.viewport().height() - 1)
    desk.bot.waitUntil(lambda: below in painted_rows)
    assert set(painted_rows) == set(range(below - 3, below + 1))


def test_the_numbers_of_rows_are_as_wide_as_the_last_one(desk: Desk) -> None:
    desk.load(file_data(enterprises=FIRMS))
    narrow = pane_of(desk, "enterprises").table.verticalHeader().width()
    desk.load(file_data(enterprises=[{"name": f"企业{number}"} for number in range(1200)]))
    numbers = pane_of(desk, "enterprises").table.verticalHeader()
    assert numbers.width() >= narrow + 2 * numbers.fontMetrics().horizontalAdvance("0")


def test_a_click_on_its_number_selects_a_row(pane: ListPane) -> None:
    numbers = pane.table.verticalHeader()
    QTest.mouseClick(numbers.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(5, numbers.sectionViewportPosition(1) + 5))
    assert pane.table.selected_ids() == pane.model.ids[1:2]
    assert len(pane.table.selectedIndexes()) == pane.model.columnCount()
