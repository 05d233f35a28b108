"""The widget that shows a chart: painted by its plot, or the report's picture; the keyboard walks over what it shows."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QHelpEvent, QKeyEvent, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from reports.chart import Chart
from ui.charts.canvas import Canvas, Mark, Plot
from ui.charts.plots import plot_of
from ui.tones import tone

LEAST, EDGE = 320, 6
WAITING_HEIGHT = 220  # of a picture that is not there yet
STEPS = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}
PictureMaker = Callable[[Chart, Callable[[bytes], None]], None]


class ChartView(QWidget):
    """As wide as there is room, as high as it needs. Left and Right walk over the marks and say what each stands for.

    ``told`` (str): the mark that the keyboard is at.
    """

    told = Signal(str)

    def __init__(self, picture: PictureMaker) -> None:
        """``picture`` makes the report's picture of a chart that no plot paints, when it is first seen."""
        super().__init__()
        self._picture = picture
        self.chart: Chart | None = None
        self._plot: Plot | None = None
        self._pixmap: QPixmap | None = None
        self._asked = False
        self.waiting = ""  # what is said until the picture comes
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
            self._pixmap, self._asked, self._at, self.marks = None, False, None, []
        self.updateGeometry()
        self.update()

    # ---- size

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        inside = max(width, LEAST) - 2 * EDGE
        if self._plot is not None:
            return round(self._plot.height(inside)) + 2 * EDGE
        if self._pixmap is None:
            return WAITING_HEIGHT
        return round(self._scaled(inside).height()) + 2 * EDGE

    def sizeHint(self) -> QSize:
        width = max(self.width(), LEAST)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(LEAST, self.heightForWidth(max(self.width(), LEAST)))

    def _scaled(self, width: float) -> QRectF:
        """Where the picture is shown: as wide as there is room, but never larger than it is printed on a screen."""
        assert self._pixmap is not None
        wide = min(width, self._pixmap.width() * 96 / 300 * 1.25)
        return QRectF(EDGE, EDGE, wide, wide * self._pixmap.height() / max(self._pixmap.width(), 1))

    # ---- paint

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self._plot is not None:
            painter.translate(EDGE, EDGE)
            canvas = Canvas(painter, max(self.width(), LEAST) - 2 * EDGE)
            self._plot.paint(canvas)
            self.marks = [Mark(mark.area.translated(EDGE, EDGE), mark.text) for mark in canvas.marks]
            painter.resetTransform()
        elif self._pixmap is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawPixmap(self._scaled(self.width() - 2 * EDGE), self._pixmap, QRectF(self._pixmap.rect()))
        else:
            self._ask_for_picture()
            Canvas(painter, self.width()).word(QRectF(self.rect()), self.waiting, tone.muted)
        self._paint_focus(painter)
        painter.end()

    def _ask_for_picture(self) -> None:
        if self.chart is not None and not self._asked:
            self._asked = True
            wanted = self.chart
            self._picture(wanted, lambda data: self._show_picture(wanted, data))

    def _show_picture(self, chart: Chart, data: bytes) -> None:
        if chart is self.chart:
            self._pixmap = QPixmap()
            self._pixmap.loadFromData(data)
            self.updateGeometry()
            self.update()

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
