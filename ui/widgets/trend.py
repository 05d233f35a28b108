"""Values over the years as a line, which breaks where a year is missing: small in a cell, larger in the detail of an indicator."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import theme
from ui.tones import tone
from ui.widgets.marks import plain

DOT = 2.0  # radius
FEW, LOW = 8, 40  # values that are written at their points, in a chart that is higher than this
Point = tuple[int, float]


@dataclass(frozen=True, slots=True)
class Trend:
    """(year, value) rising by year; the norm where there is one; the first and last year to show."""

    points: tuple[Point, ...] = ()
    norm: float | None = None
    years: tuple[int, int] = (0, 0)

    @property
    def drawn_norm(self) -> float | None:
        """The norm, unless it is so far away that it would flatten the line."""
        if self.norm is None or not self.points:
            return None
        low, high = self._extent()
        reach = (high - low) or abs(high) or 1.0
        return self.norm if low - reach <= self.norm <= high + reach else None

    def _extent(self) -> tuple[float, float]:
        values = [value for _, value in self.points]
        return min(values), max(values)

    @property
    def pieces(self) -> Iterator[tuple[Point, ...]]:
        """Runs of years without a gap."""
        run: list[Point] = []
        for point in self.points:
            if run and point[0] != run[-1][0] + 1:
                yield tuple(run)
                run = []
            run.append(point)
        if run:
            yield tuple(run)

    def place(self, area: QRectF, year: float, value: float) -> QPointF:
        """Where a value stands in ``area``."""
        low, high = self._extent()
        if (norm := self.drawn_norm) is not None:
            low, high = min(low, norm), max(high, norm)
        span = high - low
        first, last = self.years
        across = (year - first) / (last - first) if last > first else 0.5
        up = (value - low) / span if span else 0.5
        return QPointF(area.left() + across * area.width(), area.bottom() - up * area.height())


def paint_trend(painter: QPainter, area: QRectF, trend: Trend) -> None:
    """The norm as a thin dashed line, the values as a line with a dot at each end of a run."""
    if not trend.points:
        return
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if (norm := trend.drawn_norm) is not None:
        painter.setPen(QPen(QColor(tone.muted), 1, Qt.PenStyle.DashLine))
        height = trend.place(area, trend.years[0], norm).y()
        painter.drawLine(QPointF(area.left(), height), QPointF(area.right(), height))
    for run in trend.pieces:
        spots = [trend.place(area, year, value) for year, value in run]
        painter.setPen(QPen(QColor(tone.accent), 1.4))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(QPolygonF(spots))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tone.accent))
        for spot in (spots[0], spots[-1]):
            painter.drawEllipse(spot, DOT, DOT)
    painter.restore()


class TrendChart(QWidget):
    """The line with its years below, its values at the points where they are few, and the norm named."""

    def __init__(self) -> None:
        """Empty."""
        super().__init__()
        self._trend, self._values, self._norm = Trend(), {}, ""  # type: tuple[Trend, dict[int, str], str]
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_trend(self, trend: Trend, values: Sequence[str], norm: str, title: str) -> None:
        """``values``: the words of the points; ``norm``: of the norm; with ``title`` they are what a screen reader says."""
        self._trend, self._norm = trend, norm
        self._values = dict(zip((year for year, _ in trend.points), values, strict=True))
        self.setAccessibleName(title)
        self.setAccessibleDescription("; ".join([*(f"{year} {text}" for year, text in self._values.items()), norm]))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, 120)

    def minimumSizeHint(self) -> QSize:
        return QSize(120, 72)

    def paintEvent(self, _event: QPaintEvent) -> None:
        trend = self._trend
        if not trend.points:
            return
        painter = QPainter(self)
        painter.setFont(plain(theme.SMALL_PX))
        line = QFontMetricsF(painter.font()).lineSpacing()
        area = QRectF(self.rect()).adjusted(24, line + 2, -24, -line - 8)
        self._paint_years(painter, area, line)
        paint_trend(painter, area, trend)
        if area.height() > LOW:
            self._paint_norm(painter, area, line)
        self._paint_values(painter, area, line)
        painter.end()

    def _paint_years(self, painter: QPainter, area: QRectF, line: float) -> None:
        """The axis, and as many years as find room: all, or the first and the last."""
        below = area.bottom() + 5
        painter.setPen(QColor(tone.hairline))
        painter.drawLine(QPointF(self.rect().left(), below), QPointF(self.rect().right(), below))
        painter.setPen(QColor(tone.muted))
        first, last = self._trend.years
        room = area.width() / max(last - first, 1)
        shown = range(first, last + 1) if room > QFontMetricsF(painter.font()).horizontalAdvance("00000") else {first, last}
        for year in shown:
            across = self._trend.place(area, year, self._trend.points[0][1]).x()
            painter.drawText(QRectF(across - 24, below + 2, 48, line), Qt.AlignmentFlag.AlignHCenter, str(year))

    def _paint_norm(self, painter: QPainter, area: QRectF, line: float) -> None:
        norm = self._trend.drawn_norm
        if norm is None:
            return
        height = self._trend.place(area, self._trend.years[0], norm).y()
        painter.setPen(QColor(tone.muted))
        painter.drawText(QRectF(0, height - line - 1, self.width(), line), Qt.AlignmentFlag.AlignLeft, self._norm)

    def _paint_values(self, painter: QPainter, area: QRectF, line: float) -> None:
        """All values where they are few and there is room, else the latest."""
        painter.setPen(QColor(tone.ink))
        points = self._trend.points
        for year, value in points if len(points) <= FEW and area.height() > LOW else points[-1:]:
            spot = self._trend.place(area, year, value)
            painter.drawText(QRectF(spot.x() - 60, spot.y() - line - 3, 120, line), Qt.AlignmentFlag.AlignHCenter, self._values[year])
