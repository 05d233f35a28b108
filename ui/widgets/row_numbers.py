"""The numbers of the rows beside a list."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QHeaderView, QTableView

from ui import theme
from ui.tones import tone

LEFT, PAD = 14, 8  # pixels beside a number
AT_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class RowNumbers(QHeaderView):
    """All rows are as high. Painted at once: Qt would ask the model for seven roles of each number, with each step of the scroll bar."""

    def __init__(self, table: QTableView) -> None:
        """For one table."""
        super().__init__(Qt.Orientation.Vertical, table)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setDefaultSectionSize(theme.ROW_HEIGHT)
        self.setSectionsClickable(True)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def sizeHint(self) -> QSize:
        """As wide as the number of the last row; Qt would measure two hundred of them."""
        widest = QFontMetrics(self.font()).horizontalAdvance("0") * len(str(max(self.count(), 1)))
        return QSize(widest + PAD + LEFT, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        width, height, area = self.viewport().width(), self.defaultSectionSize(), event.rect()
        painter.fillRect(area, QColor(tone.ground))
        first = self.logicalIndexAt(area.top())
        top = self.sectionViewportPosition(first)
        line, ink = QColor(tone.border), QColor(tone.muted)
        for row in range(first, self.count()) if first >= 0 else ():
            if top > area.bottom():
                break
            painter.fillRect(QRect(0, top + height - 1, width, 1), line)
            painter.setPen(ink)
            painter.drawText(QRect(0, top, width - PAD, height - 1), AT_RIGHT, str(row + 1))
            top += height
        painter.end()
