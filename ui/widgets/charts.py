"""Charts painted on the screen from the same values that the report draws (``reports.charts``). None of them computes."""

import math
from collections.abc import Iterator, Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QFontMetricsF, QHelpEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from diagnosis.text import DASH
from reports.chart import Radar, StackedBars
from ui import theme
from ui.tones import tone
from ui.widgets.marks import plain

FULL = 100.0  # the top of every score
RINGS = (25, 50, 75, 100)
POINT = 4.0


class RadarChart(QWidget):
    """Scores on spokes. A filled point rests on half the evidence or more, a hollow one on less; a missing score has no point."""

    def __init__(self, height: int) -> None:
        """``height`` in pixels; the width is what the layout gives."""
        super().__init__()
        self._chart: Radar | None = None
        self.setFixedHeight(height)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_chart(self, chart: Radar, title: str) -> None:
        """``title`` and all values are what a screen reader says."""
        self._chart = chart
        self.setAccessibleName(title)
        told = (f"{name} {chart.none_label if score is None else round(score)}" for name, score, _ in chart.axes)
        self.setAccessibleDescription("; ".join(told))
        self.update()

    def minimumSizeHint(self) -> QSize:
        return QSize(200, self.height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._chart is None or not self._chart.axes:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        web = Web(QRectF(self.rect()), [name for name, _, _ in self._chart.axes])
        web.paint(painter, [score is None for _, score, _ in self._chart.axes])
        paint_scores(painter, web, self._chart.axes)
        for index, (name, score, _) in enumerate(self._chart.axes):
            web.paint_label(painter, index, name, None if score is None else f"{score:.0f}")
        painter.end()


class Web:
    """The geometry of a radar: where each score of each axis lies."""

    def __init__(self, area: QRectF, labels: Sequence[str]) -> None:
        self._centre, self._count = area.center(), len(labels)
        metrics = QFontMetricsF(plain(theme.SMALL_PX))
        self._line = metrics.lineSpacing()
        widest = max(metrics.horizontalAdvance(label) for label in labels)
        self._radius = max(min(area.height() / 2 - 2 * self._line - 4, area.width() / 2 - widest - 10), 24.0)

    def at(self, index: int, share: float) -> QPointF:
        """The point at ``share`` (0..1) of an axis."""
        angle = 2 * math.pi * index / self._count - math.pi / 2
        reach = self._radius * share
        return self._centre + QPointF(reach * math.cos(angle), reach * math.sin(angle))

    def paint(self, painter: QPainter, missing: Sequence[bool]) -> None:
        """Rings and axes; the axis of a missing score is dotted."""
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(tone.hairline), 1))
        for ring in RINGS:
            painter.drawPolygon(QPolygonF([self.at(index, ring / FULL) for index in range(self._count)]))
        for index, absent in enumerate(missing):
            style = Qt.PenStyle.DotLine if absent else Qt.PenStyle.SolidLine
            painter.setPen(QPen(QColor(tone.border if absent else tone.hairline), 1, style))
            painter.drawLine(self._centre, self.at(index, 1))

    def spot(self, index: int, score: float) -> QRectF:
        """About the point of a score."""
        at = self.at(index, score / FULL)
        return QRectF(at.x() - 2 * POINT, at.y() - 2 * POINT, 4 * POINT, 4 * POINT)

    def paint_label(self, painter: QPainter, index: int, name: str, score: str | None) -> QRectF:
        """Name and score outside the end of an axis; where they stand."""
        metrics = QFontMetricsF(plain(theme.SMALL_PX))
        width = max(metrics.horizontalAdvance(name), 28.0) + 2
        end = self.at(index, 1)
        sideways, down = (end.x() - self._centre.x()) / self._radius, (end.y() - self._centre.y()) / self._radius
        left = end.x() - width / 2 if abs(sideways) < 0.25 else end.x() + 8 if sideways > 0 else end.x() - 8 - width
        top = end.y() - self._line + down * (self._line + 4)
        painter.setPen(QColor(tone.muted))
        painter.setFont(plain(theme.SMALL_PX))
        painter.drawText(QRectF(left, top, width, self._line), Qt.AlignmentFlag.AlignCenter, name)
        if score is not None:
            painter.setPen(QColor(tone.ink))
            painter.setFont(theme.emphasis(theme.SMALL_PX))
        painter.drawText(QRectF(left, top + self._line, width, self._line), Qt.AlignmentFlag.AlignCenter, score or DASH)
        return QRectF(left, top, width, 2 * self._line)


def paint_scores(painter: QPainter, web: Web, axes: Sequence[tuple[str, float | None, bool]]) -> None:
    """Sectors between neighbours that are both known: a missing score is neither a zero nor jumped over."""
    soft = QColor(tone.accent)
    soft.setAlpha(34)
    points = [None if score is None else web.at(index, score / FULL) for index, (_, score, _) in enumerate(axes)]
    for index, point in enumerate(points):
        after = points[(index + 1) % len(points)]
        if point is not None and after is not None and len(points) > 2:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(soft)
            painter.drawPolygon(QPolygonF([web.at(0, 0), point, after]))
            painter.setPen(QPen(QColor(tone.accent), 1.4))
            painter.drawLine(point, after)
    for (_, _, hollow), point in zip(axes, points, strict=True):
        if point is not None:
            painter.setPen(QPen(QColor(tone.accent), 1.6))
            painter.setBrush(QBrush(QColor(tone.panel if hollow else tone.accent)))
            painter.drawEllipse(point, POINT, POINT)


class StackedBarsChart(QWidget):
    """Horizontal bars on a common scale from 0 to 1, each with its label left and its total right.

    Pieces carry their number where there is room; pointing at one says what it stands for.
    """

    ROW, TOTAL = 26, 48

    def __init__(self) -> None:
        """Empty."""
        super().__init__()
        self._chart = StackedBars(rows=(), legend=(), lead=None)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_chart(self, chart: StackedBars, title: str) -> None:
        """The accessible description says every piece."""
        self._chart = chart
        self.setAccessibleName(title)
        names = dict(chart.legend)
        told = (f"{label} {_total(parts)}: " + ", ".join(f"{names[n]} {v:.3f}" for n, v in parts) for label, parts in chart.rows)
        self.setAccessibleDescription("; ".join(told))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(400, self.ROW * len(self._chart.rows))

    def minimumSizeHint(self) -> QSize:
        return QSize(240, self.ROW * len(self._chart.rows))

    # ---- geometry

    @property
    def _label_width(self) -> float:
        metrics = QFontMetricsF(theme.emphasis())
        return max((metrics.horizontalAdvance(label) for label, _ in self._chart.rows), default=0) + 12

    def _pieces(self, row: int) -> Iterator[tuple[QRectF, int, float]]:
        """Where each piece of a bar is drawn, with its number and value."""
        left, room = self._label_width, self.width() - self._label_width - self.TOTAL
        for number, value in self._chart.rows[row][1]:
            width = room * value
            yield QRectF(left, row * self.ROW + 5, max(width - 1, 0), self.ROW - 10), number, value
            left += width

    def what_is_at(self, point: QPointF) -> str:
        """What the piece at this point stands for, and how much it adds; empty where there is none."""
        names = dict(self._chart.legend)
        for row in range(len(self._chart.rows)):
            for area, number, value in self._pieces(row):
                if area.contains(point):
                    return f"{number} {names[number]} +{value:.3f}"
        return ""

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self.what_is_at(QPointF(event.pos())), self)
            return True
        return super().event(event)

    # ---- paint

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        for row, (label, parts) in enumerate(self._chart.rows):
            self._paint_words(painter, row, label, _total(parts) if self._chart.lead is not None else DASH)
            track = QRectF(self._label_width, row * self.ROW + 5, self.width() - self._label_width - self.TOTAL, self.ROW - 10)
            painter.fillRect(track, QColor(tone.hairline))
            for area, number, _ in self._pieces(row):
                _paint_piece(painter, area, number)
        painter.end()

    def _paint_words(self, painter: QPainter, row: int, label: str, total: str) -> None:
        leads = row == self._chart.lead
        painter.setFont(theme.emphasis() if leads else plain())
        painter.setPen(QColor(tone.ink if leads else tone.muted))
        area = QRectF(0, row * self.ROW, self.width() - 2, self.ROW)
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, label)
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, total)


def _total(parts: Sequence[tuple[int, float]]) -> str:
    return f"{sum(value for _, value in parts):.2f}"


def _paint_piece(painter: QPainter, area: QRectF, number: int) -> None:
    painter.fillRect(area, QColor(tone.pieces[number % 2]))
    font = plain(theme.SMALL_PX)
    if area.width() > QFontMetricsF(font).horizontalAdvance(str(number)) + 4:
        painter.setFont(font)
        painter.setPen(QColor(tone.panel))
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, str(number))
