"""The geometry of a network on the screen: where each actor is drawn at a zoom and a place, and which names have room."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QPointF, QRectF, QSizeF

from reports.network_layout import Point

LEAST_ZOOM, MOST_ZOOM = 0.2, 12.0
LONGEST_EDGE = 150.0  # pixels, when a small network is fitted to a large area
CERTAIN = 10  # names that are shown even where actors stand
STRETCH = 2.6  # how much wider than high a network may be drawn
BESIDE = 3.0  # pixels between an actor and a name at its side


@dataclass(frozen=True, slots=True)
class View:
    """Pixels for each length of an edge, across and down, and the point of the network in the middle of the area."""

    across: float = 60.0
    down: float = 60.0
    middle: Point = (0.0, 0.0)
    zoom: float = 1.0

    def at(self, point: Point, area: QRectF) -> QPointF:
        """Where a point of the network is drawn."""
        x, y = point[0] - self.middle[0], point[1] - self.middle[1]
        return area.center() + QPointF(x * self.across * self.zoom, y * self.down * self.zoom)

    def back(self, pixel: QPointF, area: QRectF) -> Point:
        """Which point of the network is drawn there."""
        inside = pixel - area.center()
        return self.middle[0] + inside.x() / (self.across * self.zoom), self.middle[1] + inside.y() / (self.down * self.zoom)

    def zoomed(self, factor: float, about: QPointF, area: QRectF) -> "View":
        """Larger or smaller, while what is drawn at ``about`` stays there."""
        before = self.back(about, area)
        after = replace(self, zoom=min(max(self.zoom * factor, LEAST_ZOOM), MOST_ZOOM))
        now = after.back(about, area)
        return replace(after, middle=(after.middle[0] + before[0] - now[0], after.middle[1] + before[1] - now[1]))

    def panned(self, x: float, y: float) -> "View":
        """Moved by so many pixels."""
        return replace(self, middle=(self.middle[0] - x / (self.across * self.zoom), self.middle[1] - y / (self.down * self.zoom)))


def fitted(points: Iterable[Point], room: QSizeF) -> View:
    """The view that shows all points within ``room``; a wide area may draw a network wider than it is."""
    found = list(points)
    if not found:
        return View()
    left, right = min(x for x, _ in found), max(x for x, _ in found)
    top, bottom = min(y for _, y in found), max(y for _, y in found)
    across = min(room.width() / max(right - left, 0.1), LONGEST_EDGE)
    down = min(room.height() / max(bottom - top, 0.1), LONGEST_EDGE)
    across, down = min(across, down * STRETCH), min(down, across * STRETCH)
    return View(max(across, 4.0), max(down, 4.0), ((left + right) / 2, (top + bottom) / 2))


def names_with_room(
    order: Sequence[str], centres: Mapping[str, QPointF], sizes: Mapping[str, QSizeF], reach: Mapping[str, float], area: QRectF
) -> dict[str, QRectF]:
    """Where the names stand that have room, below, above or beside their actors; whoever comes first in ``order`` is served first.

    The first few of them may cover actors where no place is free, but no other name.
    """
    actors = [QRectF(at.x() - reach[key], at.y() - reach[key], 2 * reach[key], 2 * reach[key]) for key, at in centres.items()]
    found: dict[str, QRectF] = {}
    for place, key in enumerate(order):
        if not area.contains(centres[key]):
            continue
        boxes = [box for box in _boxes(centres[key], sizes[key], reach[key], area) if area.contains(box) and _free(box, found.values())]
        box = next((each for each in boxes if _free(each, actors)), boxes[0] if boxes and place < CERTAIN else None)
        if box is not None:
            found[key] = box
    return found


def _boxes(at: QPointF, size: QSizeF, reach: float, area: QRectF) -> Iterator[QRectF]:
    """The places around an actor that a name may have."""
    left = min(max(at.x() - size.width() / 2, area.left() + 2), area.right() - size.width() - 2)
    yield QRectF(QPointF(left, at.y() + reach + 1), size)
    yield QRectF(QPointF(left, at.y() - reach - 1 - size.height()), size)
    yield QRectF(QPointF(at.x() + reach + BESIDE, at.y() - size.height() / 2), size)
    yield QRectF(QPointF(at.x() - reach - BESIDE - size.width(), at.y() - size.height() / 2), size)


def _free(box: QRectF, others: Iterable[QRectF]) -> bool:
    return not any(box.intersects(other) for other in others)
