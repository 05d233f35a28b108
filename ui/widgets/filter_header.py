"""The header of a list's table: a click sorts, the funnel filters."""

from PySide6.QtCore import QEvent, QRect, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter
from PySide6.QtWidgets import QHeaderView, QTableView

from ui import icons
from ui.tones import tone
from ui.widgets.table_model import TableModel

FUNNEL = 16  # pixels, and beside it
BESIDE = 4


class FilterHeader(QHeaderView):
    """``filter_wanted`` (column): its funnel was pressed. A funnel shows in the column under the mouse, and where a filter is in force."""

    filter_wanted = Signal(int)

    def __init__(self, model: TableModel, table: QTableView) -> None:
        """For a table of ``model``."""
        super().__init__(Qt.Orientation.Horizontal, table)
        self._model = model
        self.funnels = True  # whether there are filters
        self._under: int | None = None  # the column under the mouse
        self._pressed: int | None = None
        self.setMouseTracking(True)
        self.setHighlightSections(False)
        self.setSortIndicatorShown(False)
        self.setSectionsClickable(True)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)

    # ---- where the funnel is

    def funnel_of(self, column: int) -> QRect:
        """Where the funnel of a column is, in the header's own coordinates."""
        left, width = self.sectionViewportPosition(column), self.sectionSize(column)
        at_left = self._aligned_right(column)
        return QRect(left + BESIDE if at_left else left + width - FUNNEL - BESIDE, (self.height() - FUNNEL) // 2, FUNNEL, FUNNEL)

    def _aligned_right(self, column: int) -> bool:
        found = self._model.headerData(column, Qt.Orientation.Horizontal, Qt.ItemDataRole.TextAlignmentRole)
        return isinstance(found, Qt.AlignmentFlag) and bool(found & Qt.AlignmentFlag.AlignRight)

    def _is_filtered(self, column: int) -> bool:
        return self._model.questions[column].id in self._model.view.filters

    def _funnel_at(self, event: QMouseEvent) -> int | None:
        column = self.logicalIndexAt(event.position().toPoint())
        return column if self.funnels and column >= 0 and self.funnel_of(column).contains(event.position().toPoint()) else None

    # ---- paint

    def width_of(self, column: int) -> int:
        """How wide a column must be for its name and its funnel."""
        return self.sectionSizeHint(column) + (FUNNEL + BESIDE if self.funnels else 0)

    def paintSection(self, painter: QPainter, rect: QRect, column: int) -> None:
        painter.save()
        super().paintSection(painter, rect, column)
        painter.restore()
        filtered = self.funnels and self._is_filtered(column)
        if filtered or (self.funnels and column == self._under):
            area = self.funnel_of(column)
            painter.fillRect(area.adjusted(-2, 0, 2, 0), QColor(tone.ground))
            icons.icon("filter", "accent" if filtered else "muted").paint(painter, area)

    # ---- mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed = self._funnel_at(event) if event.button() == Qt.MouseButton.LeftButton else None
        if self._pressed is None:
            super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pressed, self._pressed = self._pressed, None
        if pressed is None:
            super().mouseReleaseEvent(event)
        elif pressed == self._funnel_at(event):
            self.filter_wanted.emit(pressed)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed is None:
            super().mouseMoveEvent(event)
        self._hover(self.logicalIndexAt(event.position().toPoint()))

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover(None)

    def _hover(self, column: int | None) -> None:
        if column != self._under:
            self._under = column
            self.viewport().update()
