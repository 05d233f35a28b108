"""The pages of a laid-out report, one below the other: where they lie, which are seen, and the pictures that were made of them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage

from reports.paged import Stop
from reports.pdf import Bitmap

GAP, EDGE = 12.0, 12.0  # pixels between pages, and around them
POINTS = 72.0  # of an inch
SCREEN = 96 / POINTS  # pixels a point at which a page is as large as on paper
KEPT = 2  # pages beside those that are seen whose pictures are kept: one has 90 MB at the largest size on a fine screen


@dataclass(frozen=True, slots=True)
class Sheets:
    """``zoom``: part of the size on paper; ``None``: every page is as wide as the room.

    Everything is in pixels from the upper left corner of the whole.
    """

    sizes: Sequence[tuple[float, float]]
    zoom: float | None
    room: float  # the width there is; narrower pages stand in its middle

    def scale_of(self, at: int) -> float:
        """Pixels a point of a page."""
        return self.zoom * SCREEN if self.zoom is not None else max(self.room - 2 * EDGE, EDGE) / self.sizes[at][0]

    def frames(self) -> Iterator[QRectF]:
        """Each page."""
        top = EDGE
        for at, (wide, high) in enumerate(self.sizes):
            width, height = wide * self.scale_of(at), high * self.scale_of(at)
            yield QRectF(max((self.room - width) / 2, EDGE), top, width, height)
            top += height + GAP

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the whole."""
        frames = list(self.frames())
        width = max((frame.width() for frame in frames), default=0.0) + 2 * EDGE
        return width, (frames[-1].bottom() if frames else 0.0) + EDGE

    def seen(self, top: float, height: float) -> list[tuple[int, QRectF]]:
        """The pages of which something lies between these heights."""
        return [(at, frame) for at, frame in enumerate(self.frames()) if frame.bottom() > top and frame.top() < top + height]

    def height_of(self, stop: Stop) -> float:
        """How far down a section begins."""
        frames = list(self.frames())
        return frames[stop.sheet].top() + stop.top * self.scale_of(stop.sheet) if stop.sheet < len(frames) else 0.0

    def at(self, left: float, top: float) -> tuple[int, float] | None:
        """The page there and how far below its upper edge, in points; ``None`` beside the pages."""
        found = next(((at, frame) for at, frame in self.seen(top, 1.0) if frame.contains(left, top)), None)
        return None if found is None else (found[0], (top - found[1].top()) / self.scale_of(found[0]))

    def bar(self, section: str, stops: Sequence[Stop], at: int, frame: QRectF) -> tuple[float, float] | None:
        """From where to where a section stands on a page; ``None`` where it does not."""
        place = next((number for number, stop in enumerate(stops) if stop.section == section), None)
        if place is None:
            return None
        begin, end = stops[place], next(iter(stops[place + 1 :]), None)
        if at < begin.sheet or (end is not None and at > end.sheet):
            return None
        scale = self.scale_of(at)
        upper = frame.top() + (begin.top * scale if at == begin.sheet else 0.0)
        lower = frame.top() + end.top * scale if end is not None and at == end.sheet else frame.bottom()
        return (upper, lower) if lower > upper else None


@dataclass(slots=True)
class Pictures:
    """Page -> its picture with the pixels an inch it was made for; those of an older layout stand in until the new ones are there."""

    made: dict[int, tuple[float, QImage]] = field(default_factory=dict)

    def outdated(self) -> None:
        """Another layout: what there is must be made again."""
        self.made = {at: (0.0, image) for at, (_dpi, image) in self.made.items()}

    def put(self, at: int, dpi: float, bitmap: Bitmap) -> None:
        """A picture has come."""
        image = QImage(bitmap.data, bitmap.width, bitmap.height, bitmap.stride, QImage.Format.Format_BGR888)
        self.made[at] = (dpi, image.copy())  # of its own: the bytes go

    def missing(self, seen: Sequence[int], dpi: Mapping[int, float]) -> Mapping[int, float]:
        """What is to be made for these pages, and for the one after and before them; what is far away is dropped.

        ``dpi``: pixels an inch of every page.
        """
        if not seen:
            return {}
        self.made = {at: each for at, each in self.made.items() if seen[0] - KEPT <= at <= seen[-1] + KEPT and at in dpi}
        wanted = (*seen, seen[-1] + 1, seen[0] - 1)
        return {at: dpi[at] for at in wanted if at in dpi and (at not in self.made or self.made[at][0] != dpi[at])}
