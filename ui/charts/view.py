"""The widget that shows a chart, painted by its plot; the keyboard walks over what it shows."""

from PySide6.QtCore import QEvent, QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QHelpEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from reports.chart import Chart
from ui.charts.canvas import Canvas, Mark, Plot
from ui.charts.plots import plot_of
from ui.tones import tone

LEAST, EDGE = 320, 6
STEPS = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}


class ChartView(QWidget):
    """As wide as there is room, as high as it needs. Left and Right walk over the marks and say what each stands for.

    ``told`` (str): the mark that the keyboard is at.
    """

    told = Signal(str)

    def __init__(self) -> None:
        """Empty."""
        super().__init__()
        self.chart: Chart | None = None
        self._plot: Plot | None = None
        self.marks: list[Mark] = []
        self._at: int | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_chart(self, chart: Chart, name: str, description: str) -> None:
        """``name`` and ``description`` are what a screen reader says: the caption, and the chart in words with its numbers."""
        self.setAccessibleName(name)
        self.setAccessibleDescription(description)
        if chart != self.chart:
            self.chart, self._plot = chart, plot_of(chart)
            self._at, self.marks = None, []
        self.updateGeometry()
        self.update()

    # ---- size

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        inside = max(width, LEAST) - 2 * EDGE
        return 0 if self._plot is None else round(self._plot.height(inside)) + 2 * EDGE

    def sizeHint(self) -> QSize:
        width = max(self.width(), LEAST)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(LEAST, self.heightForWidth(max(self.width(), LEAST)))

    # ---- paint

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self._plot is not None:
            painter.translate(EDGE, EDGE)
            canvas = Canvas(painter, max(self.width(), LEAST) - 2 * EDGE)
            self._plot.paint(canvas)
            self.marks = [Mark(mark.area.translated(EDGE, EDGE), mark.text) for mark in canvas.marks]
            painter.resetTransform()
        self._paint_focus(painter)
        painter.end()

    def _paint_focus(self, painter: QPainter) -> None:
        if not self.hasFocus():
            return
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(tone.accent), 1))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        if self._at is not None and self._at < len(self.marks):
            painter.setPen(QPen(QColor(tone.ink), 1, Qt.PenStyle.DotLine))
            painter.drawRect(self.marks[self._at].area.adjusted(-2, -2, 2, 2))

    # ---- what the marks say

    def what_is_at(self, point: QPointF) -> str:
        """What the mark at this point stands for; of several the last painted. Empty where there is none."""
        return next((mark.text for mark in reversed(self.marks) if mark.area.contains(point)), "")

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self.what_is_at(QPointF(event.pos())), self)
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = STEPS.get(Qt.Key(event.key()))
        if step is None or not self.marks or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
            return
        first = 0 if step > 0 else len(self.marks) - 1
        self._at = first if self._at is None else min(max(self._at + step, 0), len(self.marks) - 1)
        mark = self.marks[self._at]
        corner = mark.area.bottomLeft().toPoint()
        QToolTip.showText(self.mapToGlobal(corner), mark.text, self, QRect())
        self.told.emit(mark.text)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._at = None
        self.update()
