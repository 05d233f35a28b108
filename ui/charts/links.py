"""Plots of what is joined: the links of the chain by stage, and who works with whom."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QPen, QPolygonF

from reports.chart import ChainMap, Control, Link, Network
from reports.network_layout import positions
from ui.charts.canvas import GAP, LINE, MIDDLE, RIGHT, SMALL, Canvas, Legend, widest
from ui.tones import tone
from ui.widgets import network_marks
from ui.widgets.marks import plain
from ui.widgets.network_view import names_with_room
from ui.widgets.rows import fitted

HEAD, BOX, SPACE = 28.0, 30.0, 6.0
CONTROL_MARKS: dict[Control, str] = {"self": "●", "partial": "◐", "imported": "○", "unknown": "?"}
CHOKE, ABSENT = "▲", "┄"
LONGEST_NAME, HALO = 110.0, 160  # pixels of an actor's name; opacity of the ground behind it, of 255


@dataclass(frozen=True, slots=True)
class Chain:
    """Stages from left to right; a dashed box is absent, a thick one a choke point, the mark says who controls it."""

    chart: ChainMap

    @property
    def _legend(self) -> Legend:
        signs = [f"{CONTROL_MARKS[control]} {words}" for control, words in self.chart.control]
        return Legend([*signs, f"{ABSENT} {self.chart.absent}", f"{CHOKE} {self.chart.choke}"])

    def height(self, width: float) -> float:
        """The heads, the longest stage, the legend."""
        most = max(len(links) for _, links in self.chart.stages)
        return HEAD + SPACE + most * (BOX + SPACE) + self._legend.height(width)

    def paint(self, canvas: Canvas) -> None:
        """What is not there is also written in a fainter ink."""
        wide = canvas.width / len(self.chart.stages)
        for column, (stage, links) in enumerate(self.chart.stages):
            last = column == len(self.chart.stages) - 1
            _paint_head(canvas, QRectF(column * wide, 0, wide - GAP, HEAD), stage, last=last)
            for row, link in enumerate(links):
                box = QRectF(column * wide, HEAD + SPACE + row * (BOX + SPACE), wide - GAP, BOX)
                _paint_link(canvas, box, link)
                canvas.mark(box, f"{stage} · {link.name}: {self._told(link)}")
        self._legend.paint(canvas, self.height(canvas.width) - self._legend.height(canvas.width))

    def _told(self, link: Link) -> str:
        words = [dict(self.chart.control)[link.control], *([self.chart.absent] if link.present is False else [])]
        return " · ".join([*words, *([self.chart.choke] if link.choke else [])])


def _paint_head(canvas: Canvas, area: QRectF, stage: str, *, last: bool) -> None:
    tip = QPointF(0.0 if last else GAP - 3, 0)
    right = QPointF(area.right(), area.center().y())
    with canvas.drawn(tone.accent_soft, tone.accent_soft) as painter:
        painter.drawPolygon(QPolygonF([area.topLeft(), area.topRight(), right + tip, area.bottomRight(), area.bottomLeft()]))
    canvas.text(area.adjusted(8, 0, -4, 0), stage, tone.accent, bold=True)


def _paint_link(canvas: Canvas, box: QRectF, link: Link) -> None:
    absent = link.present is False
    pen = (
        QPen(QColor(tone.danger), 1.8)
        if link.choke
        else QPen(QColor(tone.border), 1, Qt.PenStyle.DashLine if absent else Qt.PenStyle.SolidLine)
    )
    canvas.painter.setPen(pen)
    canvas.painter.setBrush(QColor(tone.ground if absent else tone.panel))
    canvas.painter.drawRoundedRect(box, 4, 4)
    sign = f"{CHOKE} {CONTROL_MARKS[link.control]}" if link.choke else CONTROL_MARKS[link.control]
    beside = widest([sign]) + 8
    canvas.text(box.adjusted(8, 0, -beside - 4, 0), link.name, tone.muted if absent else tone.ink)
    canvas.word(box.adjusted(0, 0, -8, 0), sign, tone.danger if link.choke else tone.ink, RIGHT | MIDDLE)


@dataclass(frozen=True)
class Net:
    """Actors by shape, co-operation by line; the larger an actor, the more it works with."""

    chart: Network

    @cached_property
    def _places(self) -> list[tuple[float, float]]:
        found = positions(len(self.chart.nodes), [(one, other) for one, other, _ in self.chart.edges])
        return [(float(x), float(y)) for x, y in found]

    @cached_property
    def _partners(self) -> list[set[int]]:
        found: list[set[int]] = [set() for _ in self.chart.nodes]
        for one, other, _ in self.chart.edges:
            found[one].add(other)
            found[other].add(one)
        return found

    def _room(self) -> float:
        count = len(self.chart.nodes)
        return 240.0 if count <= 12 else 320.0 if count <= 25 else 400.0

    def height(self, width: float) -> float:
        """By the number of actors, and the legend."""
        return self._room() + network_marks.legend_height(self.chart, width)

    def _centres(self, width: float) -> list[QPointF]:
        area = QRectF(0, 0, width, self._room()).adjusted(LONGEST_NAME / 2, 16, -LONGEST_NAME / 2, -24)
        return [QPointF(area.left() + x * area.width(), area.top() + (1 - y) * area.height()) for x, y in self._places]

    def paint(self, canvas: Canvas) -> None:
        """Lines first, then actors, then the names that have room, the best linked first."""
        centres, count = self._centres(canvas.width), len(self.chart.nodes)
        for one, other, kind in self.chart.edges:
            canvas.painter.setPen(network_marks.line_pen(kind, tone.muted))
            canvas.painter.drawLine(centres[one], centres[other])
        reach = [network_marks.reach_of(len(partners), count) for partners in self._partners]
        for (_, kind), centre, radius in zip(self.chart.nodes, centres, reach, strict=True):
            network_marks.paint_actor(canvas.painter, centre, radius, kind)
        halo = QColor(tone.ground)
        halo.setAlpha(HALO)
        for name, box in self._names(canvas.width, centres, reach):
            canvas.painter.fillRect(box.adjusted(0, 2, 0, -2), halo)
            canvas.word(box, name, tone.ink)
        for place, told in enumerate(self._told()):
            size = reach[place] + 4
            canvas.mark(QRectF(centres[place].x() - size, centres[place].y() - size, 2 * size, 2 * size), told)
        below = QRectF(0, self._room(), canvas.width, network_marks.legend_height(self.chart, canvas.width))
        network_marks.paint_legend(canvas.painter, below, self.chart)

    def _names(self, width: float, centres: list[QPointF], reach: list[float]) -> Iterator[tuple[str, QRectF]]:
        shown = {str(place): fitted(name, plain(SMALL), int(LONGEST_NAME), int(LINE)) for place, (name, _) in enumerate(self.chart.nodes)}
        order = sorted(shown, key=lambda key: (-len(self._partners[int(key)]), int(key)))
        sizes = {key: QSizeF(widest([name]) + 2, LINE) for key, name in shown.items()}
        places = names_with_room(
            order,
            {str(place): centre for place, centre in enumerate(centres)},
            sizes,
            {str(place): radius for place, radius in enumerate(reach)},
            QRectF(0, 0, width, self._room()),
        )
        yield from ((shown[key], box) for key, box in places.items())

    def _told(self) -> Iterator[str]:
        """Each actor with its kind, and with whom it works in which way."""
        kinds, ways = dict(self.chart.node_legend), dict(self.chart.edge_legend)
        for place, (name, kind) in enumerate(self.chart.nodes):
            others = [
                f"{self.chart.nodes[two if one == place else one][0]} ({ways[way]})"
                for one, two, way in self.chart.edges
                if place in {one, two}
            ]
            yield f"{name} · {kinds[kind]} · {len(self._partners[place])}: {', '.join(others)}"
