"""Plots made of lines, and the web of the elements."""

import math
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPen, QPolygonF

from reports.chart import Cumulative, Radar, Trends
from reports.numbers import percent
from ui.charts.canvas import AXIS, CENTRE, GAP, LEFT, LINE, MIDDLE, RIGHT, Canvas, Legend, widest
from ui.tones import tone
from ui.widgets.charts import Web, paint_scores

CURVE_HEIGHT, PANEL_HEIGHT, RADAR_HEIGHT = 240.0, 140.0, 280.0
PANEL_LEAST = 200.0
DASHED = Qt.PenStyle.DashLine
RANKS_TOLD = 60
Panel = tuple[str, tuple[tuple[int, float, str], ...], tuple[float, str] | None]


@dataclass(frozen=True, slots=True)
class Curve:
    """Cumulative shares from the largest firm on, with the named points marked."""

    chart: Cumulative

    def height(self, width: float) -> float:
        """The same at every width."""
        del width
        return CURVE_HEIGHT

    def paint(self, canvas: Canvas) -> None:
        """The axis across counts firms, the one up per cent."""
        left = widest(["100%"]) + GAP
        area = QRectF(left, LINE + 6, canvas.width - left - 2 * GAP, CURVE_HEIGHT - 2 * LINE - AXIS - 8)
        canvas.text(QRectF(0, 0, canvas.width, LINE), self.chart.y_label, tone.muted)
        for share in (0, 25, 50, 75, 100):
            y = area.bottom() - share / 100 * area.height()
            canvas.line(QPointF(area.left(), y), QPointF(area.right(), y), tone.hairline)
            canvas.word(QRectF(0, y - LINE / 2, left - 8, LINE), f"{share}%", tone.muted, RIGHT | MIDDLE)
        self._paint_ranks(canvas, area)
        at = [QPointF(area.left(), area.bottom()), *(self._at(area, rank) for rank in self._ranks(int(area.width())))]
        canvas.painter.setBrush(Qt.BrushStyle.NoBrush)
        canvas.painter.setPen(QPen(QColor(tone.accent), 1.8))
        canvas.painter.drawPolyline(QPolygonF(at))
        self._tell(canvas, area)
        self._paint_points(canvas, area)
        canvas.text(QRectF(area.left(), area.bottom() + AXIS, area.width(), LINE), self.chart.x_label, tone.muted, CENTRE)

    def _ranks(self, most: int) -> list[int]:
        """Every rank, or as many, evenly spread, as there is room for."""
        count = len(self.chart.shares)
        return sorted({max(1, round(step * count / most)) for step in range(1, most + 1)}) if count > most else list(range(1, count + 1))

    def _at(self, area: QRectF, rank: int) -> QPointF:
        x = area.left() + rank / len(self.chart.shares) * area.width()
        return QPointF(x, area.bottom() - self.chart.shares[rank - 1] / 100 * area.height())

    def _paint_ranks(self, canvas: Canvas, area: QRectF) -> None:
        count = len(self.chart.shares)
        step = max(1, 10 ** math.floor(math.log10(max(count, 1))) // 2)
        step = next(wide for wide in (step, 2 * step, 4 * step, 10 * step) if count / wide <= 8)
        for rank in range(0, count + 1, step):
            x = area.left() + rank / count * area.width()
            canvas.word(QRectF(x - 30, area.bottom() + 2, 60, LINE), str(rank), tone.muted, CENTRE)

    def _tell(self, canvas: Canvas, area: QRectF) -> None:
        named = dict(self.chart.points)
        ranks = sorted({*self._ranks(RANKS_TOLD), *named})
        for before, rank in zip((0, *ranks), ranks, strict=False):
            left, right = (area.left() + each / len(self.chart.shares) * area.width() for each in (before, rank))
            label = f"{named[rank].split(' ')[0]} · " if rank in named else ""
            words = f"{label}{self.chart.x_label} {rank}: {percent(self.chart.shares[rank - 1])}"
            canvas.mark(QRectF(left, area.top(), max(right - left, 1.0), area.height()), words)

    def _paint_points(self, canvas: Canvas, area: QRectF) -> None:
        for rank, _ in self.chart.points:
            at = self._at(area, rank)
            canvas.line(QPointF(at.x(), area.bottom()), at, tone.muted, 1.0, DASHED)
            _ring(canvas, at)
        for rank, label in self.chart.points:
            at, wide = self._at(area, rank), widest([label], bold=True) + 4
            box = QRectF(at.x() - wide - 8 if at.x() > area.center().x() else at.x() + 8, at.y() + 2, wide, LINE)
            canvas.fill(box, tone.ground)
            canvas.word(box, label, tone.ink, bold=True)


@dataclass(frozen=True, slots=True)
class Lines:
    """Small lines over the years, each on its own scale, with the first and the last value written."""

    chart: Trends

    def _columns(self, width: float) -> int:
        return max(1, min(len(self.chart.panels), int(width // PANEL_LEAST), 4))

    @property
    def _legend(self) -> Legend:
        return Legend([norm[1] for _, points, norm in self.chart.panels if norm is not None and _near(norm[0], points)][:1], 28)

    def height(self, width: float) -> float:
        """Lines of panels, and what the dashed line is."""
        return math.ceil(len(self.chart.panels) / self._columns(width)) * PANEL_HEIGHT + self._legend.height(width)

    def paint(self, canvas: Canvas) -> None:
        """Panels from left to right."""
        columns = self._columns(canvas.width)
        wide = canvas.width / columns
        for place, panel in enumerate(self.chart.panels):
            row, column = divmod(place, columns)
            _paint_panel(canvas, QRectF(column * wide, row * PANEL_HEIGHT, wide - 2 * GAP, PANEL_HEIGHT), panel)
        self._legend.paint(canvas, math.ceil(len(self.chart.panels) / columns) * PANEL_HEIGHT, lambda _place, box: _dash(canvas, box))


def _dash(canvas: Canvas, box: QRectF) -> None:
    middle = box.center().y()
    canvas.line(QPointF(box.left(), middle), QPointF(box.right(), middle), tone.muted, 1.0, DASHED)


def _near(norm: float, points: tuple[tuple[int, float, str], ...]) -> bool:
    """Whether a norm can be shown without flattening the line."""
    values = [value for _, value, _ in points]
    low, high = min(values), max(values)
    reach = (high - low) or abs(high) or 1.0
    return low - reach <= norm <= high + reach


def _paint_panel(canvas: Canvas, area: QRectF, panel: Panel) -> None:
    title, points, norm = panel
    canvas.text(QRectF(area.left(), area.top(), area.width(), LINE), title, tone.ink)
    room = area.adjusted(4, 2 * LINE + 4, -4, -(2 * LINE + 26))
    shown = norm[0] if norm is not None and _near(norm[0], points) else None
    values = [*(value for _, value, _ in points), *([shown] if shown is not None else [])]
    low, high = min(values), max(values)
    span, first, years = (high - low) or 1.0, points[0][0], (points[-1][0] - points[0][0]) or 1

    def at(year: int, value: float) -> QPointF:
        return QPointF(room.left() + (year - first) / years * room.width(), room.bottom() - (value - low) / span * room.height())

    base = area.bottom() - 22
    canvas.line(QPointF(area.left(), base), QPointF(area.right(), base), tone.hairline)
    if shown is not None:
        canvas.line(QPointF(area.left(), at(first, shown).y()), QPointF(area.right(), at(first, shown).y()), tone.muted, 1.0, DASHED)
    canvas.painter.setPen(QPen(QColor(tone.accent), 1.6))
    canvas.painter.setBrush(Qt.BrushStyle.NoBrush)
    canvas.painter.drawPolyline(QPolygonF([at(year, value) for year, value, _ in points]))
    for year, value, words in points:
        with canvas.drawn(tone.accent, tone.accent) as painter:
            painter.drawEllipse(at(year, value), 2.6, 2.6)
        about = QRectF(at(year, value).x() - 12, area.top() + LINE, 24, area.height() - LINE)
        canvas.mark(about.intersected(area), f"{title} {year}: {words}")
    above = (points[1][1] < points[0][1], points[-1][1] >= points[-2][1])  # where the line does not go
    for (year, value, words), side, rises in zip((points[0], points[-1]), (LEFT, RIGHT), above, strict=True):
        left = area.left() if side == LEFT else area.right() - area.width() / 2
        top = at(year, value).y() + (-LINE - 4 if rises else 4)
        canvas.word(QRectF(left, top, area.width() / 2, LINE), words, tone.ink, side | MIDDLE)
        canvas.word(QRectF(left, base + 2, area.width() / 2, LINE), str(year), tone.muted, side | MIDDLE)


@dataclass(frozen=True, slots=True)
class Spokes:
    """Scores around a centre; hollow points rest on less than half of the evidence, an axis without a score is dotted."""

    chart: Radar

    @property
    def _axes(self) -> list[tuple[str, float | None, bool]]:
        further = self.chart.further
        return [(f"{name}*" if place in further else name, score, hollow) for place, (name, score, hollow) in enumerate(self.chart.axes)]

    @property
    def _legend(self) -> Legend:
        hollow = any(low and score is not None for _, score, low in self.chart.axes)
        return Legend([self.chart.hollow_label] if hollow else [], 12)

    def height(self, width: float) -> float:
        """The web, and what a hollow point means."""
        return RADAR_HEIGHT + self._legend.height(width)

    def paint(self, canvas: Canvas) -> None:
        """Names and scores stand at the ends of the axes."""
        axes = self._axes
        area = QRectF(0, 0, canvas.width, RADAR_HEIGHT)
        web = Web(area, [name for name, _, _ in axes])
        web.paint(canvas.painter, [score is None for _, score, _ in axes])
        paint_scores(canvas.painter, web, axes)
        for index, (name, score, hollow) in enumerate(axes):
            box = web.paint_label(canvas.painter, index, name, None if score is None else f"{score:.0f}")
            told = self.chart.none_label if score is None else f"{score:.1f}" + (f" · {self.chart.hollow_label}" if hollow else "")
            canvas.mark(box if score is None else box.united(web.spot(index, score)), f"{name}: {told}")
        self._legend.paint(canvas, RADAR_HEIGHT, lambda _place, box: _ring(canvas, box.center()))


def _ring(canvas: Canvas, at: QPointF) -> None:
    with canvas.drawn(tone.accent, tone.ground, 1.6) as painter:
        painter.drawEllipse(at, 4, 4)
