"""What every plot paints on: the painter, the width, and the marks that say what they stand for."""

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QPainter, QPen

from ui import theme
from ui.tones import tone
from ui.widgets.marks import plain
from ui.widgets.rows import fitted

SMALL = theme.SMALL_PX
LINE, GAP, AXIS = 18.0, 12.0, 22.0  # heights of a line of text and of the numbers of an axis; between neighbours
LABELS_AT_MOST, WORDS_AT_MOST = 0.36, 0.36  # of the width
_WRAP = Qt.TextFlag.TextWordWrap
LEFT, RIGHT, CENTRE = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight, Qt.AlignmentFlag.AlignHCenter
MIDDLE = Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class Mark:
    """A piece of a chart, and what it stands for, in words with its value."""

    area: QRectF
    text: str


class Plot(Protocol):
    """One kind of chart, ready to be painted at any width."""

    def height(self, width: float) -> float:
        """How high it is at this width."""
        ...

    def paint(self, canvas: "Canvas") -> None:
        """Paint it, and say of each piece what it stands for."""
        ...


class Canvas:
    """``width`` x as high as the plot says. Colours are read at the moment of painting."""

    def __init__(self, painter: QPainter, width: float) -> None:
        """``painter`` is at work on a widget or a picture."""
        self.painter, self.width = painter, width
        self.marks: list[Mark] = []
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)

    def mark(self, area: QRectF, text: str) -> None:
        """What is painted there stands for this."""
        self.marks.append(Mark(area, text))

    def text(
        self, area: QRectF, text: str, ink: str, where: Qt.AlignmentFlag = LEFT | MIDDLE, *, bold: bool = False, pixels: int = SMALL
    ) -> None:
        """Words in their area, wrapped, and shortened where they do not fit; what is cut off the marks tell."""
        font = theme.emphasis(pixels) if bold else plain(pixels)
        self.painter.setFont(font)
        self.painter.setPen(QColor(ink))
        shown = fitted(text, font, int(area.width()), int(area.height()))
        self.painter.drawText(area, int(where) | int(_WRAP), shown)

    def word(self, area: QRectF, word: str, ink: str, where: Qt.AlignmentFlag = CENTRE | MIDDLE, *, bold: bool = False) -> None:
        """A number or a mark, whole wherever it stands."""
        self.painter.setFont(theme.emphasis(SMALL) if bold else plain(SMALL))
        self.painter.setPen(QColor(ink))
        self.painter.drawText(area, int(where) | int(Qt.TextFlag.TextDontClip), word)

    def fill(self, area: QRectF, colour: str) -> None:
        """A plain area."""
        self.painter.fillRect(area, QColor(colour))

    def line(self, start: QPointF, end: QPointF, ink: str, thick: float = 1.0, style: Qt.PenStyle = Qt.PenStyle.SolidLine) -> None:
        """A line; thin ones lie on whole pixels."""
        self.painter.setPen(QPen(QColor(ink), thick, style))
        self.painter.drawLine(QLineF(start, end))

    @contextmanager
    def drawn(self, edge: str, fill: str | None, thick: float = 1.0, hatch: Qt.BrushStyle | None = None) -> Iterator[QPainter]:
        """The painter with this edge and filling; ``hatch`` in the colour of the edge over it."""
        self.painter.setPen(QPen(QColor(edge), thick))
        brush = QBrush(QColor(fill)) if fill is not None else QBrush(Qt.BrushStyle.NoBrush)
        self.painter.setBrush(QBrush(QColor(edge), hatch) if hatch is not None else brush)
        yield self.painter

    def box(self, area: QRectF, edge: str, fill: str | None, *, thick: float = 1.0, hatch: Qt.BrushStyle | None = None) -> None:
        """A rectangle; hatched where it is to be read without its colour."""
        if hatch is not None and fill is not None:
            self.fill(area, fill)
        with self.drawn(edge, fill, thick, hatch) as painter:
            painter.drawRect(area)


# ---- measures


def widest(texts: Iterable[str], *, bold: bool = False) -> float:
    """How wide the widest of these texts is."""
    metrics = QFontMetricsF(theme.emphasis(SMALL) if bold else plain(SMALL))
    return max((math.ceil(metrics.horizontalAdvance(text)) + 1.0 for text in texts), default=0.0)


def tall(text: str, width: float, *, most: int = 2) -> float:
    """How high a wrapped text is, ``most`` lines of it."""
    font: QFont = plain(SMALL)
    metrics = QFontMetricsF(font)
    whole = metrics.boundingRect(QRectF(0, 0, max(width, 1.0), 10_000), int(_WRAP), text).height()
    return min(whole, most * metrics.lineSpacing() + 1)


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of a chart: labels at the left, words at the right, and between them the room for what is drawn."""

    labels: tuple[str, ...]
    words: tuple[str, ...]
    pitch: float
    top: float = 0.0

    def left(self, width: float) -> float:
        """Where the room begins."""
        return min(widest(self.labels, bold=True) + GAP, LABELS_AT_MOST * width)

    def right(self, width: float) -> float:
        """Where it ends."""
        beside = widest(self.words)
        return width - (min(beside + GAP, WORDS_AT_MOST * width) if beside else GAP)

    def heights(self, width: float) -> list[float]:
        """Of each row."""
        left, right = self.left(width) - GAP, width - self.right(width) - GAP
        beside = self.words or ("",) * len(self.labels)
        return [
            max(self.pitch, tall(label, left) + 8, tall(word, right) + 8 if word else 0.0)
            for label, word in zip(self.labels, beside, strict=True)
        ]

    def height(self, width: float) -> float:
        """Of all rows."""
        return sum(self.heights(width))

    def areas(self, width: float) -> Iterator[QRectF]:
        """The room of each row."""
        top, left, right = self.top, self.left(width), self.right(width)
        for height in self.heights(width):
            yield QRectF(left, top, right - left, height)
            top += height

    def paint(self, canvas: Canvas, strong: int | None = None) -> None:
        """Labels and words; the row ``strong`` stands out."""
        for place, area in enumerate(self.areas(canvas.width)):
            ink = tone.ink if strong in {None, place} else tone.muted
            canvas.text(QRectF(0, area.top(), area.left() - GAP, area.height()), self.labels[place], ink, bold=place == strong)
            if self.words:
                beside = QRectF(area.right() + GAP, area.top(), canvas.width - area.right() - GAP, area.height())
                canvas.text(beside, self.words[place], tone.ink if strong in {None, place} else tone.muted)


def paint_grid(canvas: Canvas, area: QRectF, ticks: Sequence[tuple[float, str]]) -> None:
    """Lines down at shares (0..1) of the area, each with its number below."""
    for share, words in ticks:
        x = area.left() + share * area.width()
        canvas.line(QPointF(x, area.top()), QPointF(x, area.bottom()), tone.hairline)
        canvas.word(QRectF(x - 40, area.bottom() + 2, 80, LINE), words, tone.muted, CENTRE)


@dataclass(frozen=True, slots=True)
class Legend:
    """What signs mean: each a swatch, ``swatch`` pixels wide, with its words, on as many lines as they need."""

    entries: Sequence[str]
    swatch: float = 0.0

    def _lines(self, width: float) -> list[list[int]]:
        lines: list[list[int]] = [[]]
        room = width
        for place, words in enumerate(self.entries):
            need = self._before + widest([words]) + 2 * GAP
            if need > room and lines[-1]:
                lines.append([])
                room = width
            lines[-1].append(place)
            room -= need
        return lines

    @property
    def _before(self) -> float:
        return self.swatch + 6 if self.swatch else 0.0

    def height(self, width: float) -> float:
        """With its distance; nothing without entries."""
        return LINE * len(self._lines(width)) + 8 if self.entries else 0.0

    def paint(self, canvas: Canvas, top: float, draw: Callable[[int, QRectF], None] | None = None) -> None:
        """From ``top`` on; ``draw`` paints the swatch of an entry into its box."""
        for number, line in enumerate(self._lines(canvas.width)):
            x, y = 0.0, top + 8 + number * LINE
            for place in line:
                wide = min(widest([self.entries[place]]) + 2, canvas.width - x - self._before)
                if draw is not None:
                    draw(place, QRectF(x, y + 3, self.swatch, LINE - 6))
                canvas.text(QRectF(x + self._before, y, wide, LINE), self.entries[place], tone.muted)
                x += self._before + wide + 2 * GAP - 2


def on(fill: str) -> str:
    """The ink that reads best on this filling."""
    return max((tone.ink, tone.panel, tone.ground), key=lambda ink: contrast(ink, fill))


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours (WCAG 2)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    found = QColor(colour)
    channels = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (found.redF(), found.greenF(), found.blueF())]
    return 0.2126 * channels[0] + 0.7152 * channels[1] + 0.0722 * channels[2]
