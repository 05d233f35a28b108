"""How actors and co-operation look: a shape and a colour for each kind of actor, a line for each kind of co-operation, and the legend."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFontMetricsF, QPainter, QPen, QPolygonF

from reports.chart import Network
from ui import theme
from ui.tones import tone
from ui.widgets.marks import plain

CORNERS = {"institution": (4, 45.0), "platform": (3, -90.0), "organisation": (4, 0.0), "other": (6, 0.0)}  # corners, where the first one is
DASHES: dict[str, tuple[list[float], float]] = {  # kind of co-operation -> dashes in widths of the line, width
    "joint-rd": ([], 2.0),
    "supply": ([6, 3], 1.4),
    "licence": ([1, 2], 1.6),
    "service": ([5, 2, 1, 2], 1.4),
    "talent": ([3, 3], 1.4),
    "": ([], 1.0),
}
MANY = 40  # actors that still are drawn in full size
LEGEND_LINE, SAMPLE = 20, 30  # height of a line of the legend, width of its samples


def reach_of(partners: int, actors: int) -> float:
    """The radius of an actor among so many: the more it works with, the larger; the more there are, the smaller."""
    return (5.0 + 1.1 * min(partners, 7)) * max(0.55, min(1.0, math.sqrt(MANY / max(actors, 1))))


def _fill(kind: str) -> QColor:
    levels = {"institution": 2, "platform": 1, "organisation": 0}
    if kind in levels:
        return QColor(tone.level_fill[levels[kind]])
    return QColor(tone.accent if kind == "firm" else tone.panel)


def paint_actor(painter: QPainter, centre: QPointF, reach: float, kind: str, *, marked: bool = False) -> None:
    """The shape of an actor; ``marked``: with a ring around it."""
    painter.setPen(QPen(QColor(tone.ink), 1))
    painter.setBrush(_fill(kind))
    if kind == "firm":
        painter.drawEllipse(centre, reach, reach)
    else:
        painter.drawPolygon(_polygon(centre, reach * 1.2, *CORNERS[kind]))
    if marked:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(tone.accent), 2))
        painter.drawEllipse(centre, reach + 5, reach + 5)


def _polygon(centre: QPointF, reach: float, corners: int, first: float) -> QPolygonF:
    angles = (math.radians(first + 360 / corners * corner) for corner in range(corners))
    return QPolygonF([centre + QPointF(reach * math.cos(angle), reach * math.sin(angle)) for angle in angles])


def line_pen(kind: str, ink: str) -> QPen:
    """The line of a kind of co-operation."""
    dashes, width = DASHES.get(kind, DASHES[""])
    pen = QPen(QBrush(QColor(ink)), width)
    if dashes:
        pen.setDashPattern(dashes)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    return pen


@dataclass(frozen=True, slots=True)
class _Entry:
    kind: str
    words: str
    actor: bool

    @property
    def width(self) -> float:
        metrics = QFontMetricsF(plain(theme.SMALL_PX))
        return (16 if self.actor else SAMPLE) + metrics.horizontalAdvance(self.words) + 18


def _lines(chart: Network, width: float) -> Iterator[Sequence[_Entry]]:
    """The entries of the legend, as many to a line as there is room for."""
    entries = [_Entry(kind, words, True) for kind, words in chart.node_legend]
    entries += [_Entry(kind, words, False) for kind, words in chart.edge_legend]
    line: list[_Entry] = []
    for entry in entries:
        if line and sum(each.width for each in line) + entry.width > width:
            yield line
            line = []
        line.append(entry)
    if line:
        yield line


def legend_height(chart: Network, width: float) -> float:
    """How high the legend is at this width."""
    return LEGEND_LINE * sum(1 for _ in _lines(chart, width)) + 6.0


def paint_legend(painter: QPainter, area: QRectF, chart: Network) -> None:
    """What the shapes and the lines stand for."""
    painter.setFont(plain(theme.SMALL_PX))
    for row, line in enumerate(_lines(chart, area.width())):
        x, middle = area.left(), area.top() + LEGEND_LINE * (row + 0.5) + 2
        for entry in line:
            sample = 16 if entry.actor else SAMPLE
            if entry.actor:
                paint_actor(painter, QPointF(x + 6, middle), 5.0, entry.kind)
            else:
                painter.setPen(line_pen(entry.kind, tone.muted))
                painter.drawLine(QPointF(x, middle), QPointF(x + sample - 6, middle))
            painter.setPen(QColor(tone.muted))
            painter.drawText(QRectF(x + sample, middle - 10, entry.width - sample, 20), Qt.AlignmentFlag.AlignVCenter, entry.words)
            x += entry.width
