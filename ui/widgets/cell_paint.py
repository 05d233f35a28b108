"""How the cells of a list are painted: what is drawn of a cell is found when it is first in sight.

Qt's own delegate would ask the model for seven roles, measure the text and look up the style sheet's rules, cell by cell and each time.
"""

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QIcon, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from diagnosis.text import DASH
from ui import icons
from ui.tones import tone
from ui.widgets.cell_editor import CellDelegate

if TYPE_CHECKING:
    from ui.widgets.table_cells import ShownRow
    from ui.widgets.table_model import TableModel

Index = QModelIndex | QPersistentModelIndex
PAD = 9  # pixels beside a text
MARK = QSize(icons.SIZE, icons.SIZE)
SELECTED, ENABLED = QStyle.StateFlag.State_Selected.value, QStyle.StateFlag.State_Enabled.value  # plain numbers are five times as fast


class Face(NamedTuple):
    """A cell as it is drawn. ``size``: that of the cell it is made for; ``at``: where the text's line begins in it.

    ``selected``: the ink on the ground of a selection, where what is wrong is told, too.
    """

    size: QSize
    text: str
    at: QPoint
    ink: QColor
    selected: QColor
    mark: QIcon | None


def make_face(row: "ShownRow", column: int, size: QSize, metrics: QFontMetrics) -> Face:
    """The text cut where the cell ends, or where a mark stands behind it, so that texts stay in line."""
    text, colour, at_right, mark = row.look(column)
    room = size.width() - 2 * PAD - (MARK.width() + PAD if mark is not None else 0)
    width = metrics.horizontalAdvance(text)
    if width > room:
        text, width = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room), room
    at = QPoint(size.width() - PAD - width if at_right else PAD, (size.height() - metrics.height()) // 2 + metrics.ascent())
    plain = QColor(tone.ink)
    ink = colour or plain
    return Face(size, text, at, ink, plain if text == DASH else ink, mark)


def paint_cell(painter: QPainter, option: QStyleOptionViewItem, index: Index, model: "TableModel") -> None:
    """A cell of a list, blank while its answer is on its way."""
    area, state = option.rect, option.state.value  # type: ignore[attr-defined]  # the stubs leave the option's fields out
    selected = state & SELECTED
    if selected:
        painter.fillRect(area, QColor(tone.accent_soft))
    row = model.shown_row(index.row())
    if row is None:
        return
    column, size = index.column(), area.size()
    face = row.faces[column]
    if face is None or face.size != size:
        face = row.faces[column] = make_face(row, column, size, painter.fontMetrics())
    painter.setPen((face.selected if selected else face.ink) if state & ENABLED else QColor(tone.faint))
    painter.drawText(area.topLeft() + face.at, face.text)
    if face.mark is not None:
        at = QPoint(area.right() - PAD - MARK.width() + 1, area.center().y() - MARK.height() // 2)
        face.mark.paint(painter, QRect(at, MARK))


class ListDelegate(CellDelegate):
    """The cells of a list, typed into and painted."""

    def __init__(self, model: "TableModel", parent: QTableView) -> None:
        """For one table."""
        super().__init__(model, parent)
        self._list = model

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        paint_cell(painter, option, index, self._list)


class FrozenDelegate(QStyledItemDelegate):
    """The cells of a list where its names stay while it is scrolled to the right; nothing is typed into them."""

    def __init__(self, model: "TableModel", parent: QTableView) -> None:
        """For one table."""
        super().__init__(parent)
        self._list = model

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        paint_cell(painter, option, index, self._list)
