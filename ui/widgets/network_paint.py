"""Painting a network: who is looked at and its partners stand out, the others stand back."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from ui import theme
from ui.tones import tone
from ui.widgets import network_marks
from ui.widgets.marks import plain
from ui.widgets.network_read import Drawn

BACK = 0.28  # opacity of what stands back
HALO = 190  # opacity of the ground behind a name, of 255
TOOLS = 132  # pixels for the buttons at the right
BESIDE = 5.0  # pixels between the lines of two actors that work together in several ways


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """Everything that is painted. ``focus``: the actor looked at; ``link``: the two ends of a row, or of a link about to be made."""

    drawn: Drawn
    area: QRectF
    whole: QRectF
    centres: Mapping[str, QPointF]
    reach: Mapping[str, float]
    names: Mapping[str, tuple[str, QRectF]]
    focus: str | None
    marked: frozenset[str]
    link: tuple[str, str] | None
    left: str

    def stands_out(self, key: str) -> bool:
        """Whether an actor is looked at, or works with the one that is."""
        return self.focus is None or key == self.focus or key in self.drawn.partners[self.focus]


def paint_scene(painter: QPainter, scene: Scene, focused: bool) -> None:
    """The ground, the lines, the actors, their names, the legend."""
    painter.setPen(QPen(QColor(tone.accent if focused else tone.hairline), 1))
    painter.setBrush(QColor(tone.panel))
    painter.drawRoundedRect(scene.whole.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
    painter.save()
    painter.setClipRect(scene.area.adjusted(1, 0, -1, 0))
    _paint_lines(painter, scene)
    for key in reversed(scene.drawn.keys):
        painter.setOpacity(1 if scene.stands_out(key) else BACK)
        network_marks.paint_actor(painter, scene.centres[key], scene.reach[key], scene.drawn.kinds[key], marked=key in scene.marked)
    painter.setFont(plain(theme.SMALL_PX))
    halo = QColor(tone.panel)
    halo.setAlpha(HALO)
    for key, (name, box) in scene.names.items():
        painter.setOpacity(1 if scene.stands_out(key) else BACK)
        painter.fillRect(box.adjusted(0, 2, 0, -2), halo)
        painter.setPen(QColor(tone.ink))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, name)
    painter.restore()
    below = QRectF(theme.SPACE, scene.area.bottom(), scene.whole.width() - 2 * theme.SPACE, scene.whole.bottom() - scene.area.bottom())
    network_marks.paint_legend(painter, below, scene.drawn.chart)
    if scene.left:
        head = QRectF(theme.SPACE, 4, scene.whole.width() - TOOLS, 24)
        painter.setPen(QColor(tone.muted))
        words = painter.fontMetrics().elidedText(scene.left, Qt.TextElideMode.ElideRight, int(head.width()))
        painter.drawText(head, Qt.AlignmentFlag.AlignVCenter, words)


def _paint_lines(painter: QPainter, scene: Scene) -> None:
    for a, b, kind, start, end in _lines(scene):
        near = scene.focus in {a, b}
        painter.setOpacity(1 if scene.focus is None or near else BACK)
        painter.setPen(network_marks.line_pen(kind, tone.accent if near else tone.muted))
        painter.drawLine(start, end)
    if scene.link is not None and all(key in scene.centres for key in scene.link):
        painter.setOpacity(1)
        painter.setPen(QPen(QColor(tone.accent), 3))
        painter.drawLine(*(scene.centres[key] for key in scene.link))


def _lines(scene: Scene) -> Iterator[tuple[str, str, str, QPointF, QPointF]]:
    """Both ends, kind, and from where to where; the lines of one pair run beside each other."""
    kinds: dict[tuple[int, int], list[str]] = {}
    for a, b, kind in scene.drawn.chart.edges:
        kinds.setdefault((a, b), []).append(kind)
    for (one, other), own in kinds.items():
        first, second = scene.drawn.keys[one], scene.drawn.keys[other]
        start, end = scene.centres[first], scene.centres[second]
        along = end - start
        length = max((along.x() ** 2 + along.y() ** 2) ** 0.5, 1.0)
        across = QPointF(-along.y() / length, along.x() / length)
        for place, kind in enumerate(own):
            aside = across * (BESIDE * (place - (len(own) - 1) / 2))
            yield first, second, kind, start + aside, end + aside
