"""Rows that are pressed: a title with a line below, a level, figures at the right; and rows that open to show their reasons."""

from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QEnterEvent,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QSizePolicy, QWidget

from ui import theme
from ui.regions import inside
from ui.tones import tone
from ui.widgets import marks
from ui.widgets.marks import Level, plain
from ui.widgets.painted_button import PaintedButton

PAD, EDGE = 8, 12  # above and below the text; left of it
CHEVRON, METER = 16, 140
STEPS: dict[int, int] = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
_WRAP = Qt.TextFlag.TextWordWrap


@dataclass(frozen=True, slots=True)
class Cell:
    """A short text at the right of a row, ``width`` pixels wide: a figure, a year."""

    text: str
    width: int
    muted: bool = False


@dataclass(frozen=True, slots=True)
class Meter:
    """A score 0..100 as a thin bar before the cells; only outlined where it is ``hollow``, dotted where it is missing."""

    score: float | None
    hollow: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What a row shows. ``levelled``: it carries a level's bar, dots and ``word``.

    Title and text below take at most ``lines`` lines each; the rest is in the tooltip.
    """

    title: str
    below: str = ""
    number: str = ""
    levelled: bool = False
    level: Level = None
    word: str = ""
    cells: tuple[Cell, ...] = ()
    meter: Meter | None = None
    lines: int = 3

    @property
    def spoken(self) -> str:
        """The row for a screen reader."""
        parts = [self.title, self.word, *(cell.text for cell in self.cells), self.below]
        return " · ".join(part for part in parts if part)


class Row(PaintedButton):
    """A flat row as wide as its list and as high as its text.

    Up and Down move to the row before and after on the same page, and stay at the ends: other buttons would go on to whatever is next.
    """

    def __init__(self, content: Content, *, opens: bool = False) -> None:
        """``opens``: a checkable row with a chevron that shows whether it is open."""
        super().__init__()
        self._heights: dict[int, int] = {}  # width -> height: until a row has its place, the layouts around it ask dozens of times
        self.setCheckable(opens)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.toggled.connect(self._measure_anew)
        self.content = content
        self.show_content(content)

    def show_content(self, content: Content) -> None:
        """Show something else."""
        self.content = content
        self.setAccessibleName(content.spoken)
        self.setToolTip(content.spoken if self._is_cut() else "")
        self._measure_anew()
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = STEPS.get(event.key())
        if step is None or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
            return
        rows = [each for each in inside(self._page()) if isinstance(each, Row) and each.isVisible() and each.isEnabled()]
        place = rows.index(self) + step
        if 0 <= place < len(rows):
            rows[place].setFocus(Qt.FocusReason.OtherFocusReason)

    def _page(self) -> QWidget:
        """What scrolls it, else its window."""
        parent = self.parentWidget()
        while parent is not None and not isinstance(parent, QAbstractScrollArea):
            parent = parent.parentWidget()
        return self.window() if parent is None else parent

    # ---- size

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        if width not in self._heights:
            self._heights[width] = 2 * PAD + sum(self._height(*line) for line in self._lines(width))
        return self._heights[width]

    def _measure_anew(self) -> None:
        self._heights.clear()
        self.updateGeometry()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._measure_anew()

    def sizeHint(self) -> QSize:
        width = self.width() or 320
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self.heightForWidth(max(self.width(), 120)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.setToolTip(self.content.spoken if self._is_cut() else "")

    def _left(self) -> int:
        number = QFontMetrics(self.font()).horizontalAdvance(f"{self.content.number:2} ") if self.content.number else 0
        return 2 + (EDGE if self.content.levelled else 0) + (CHEVRON if self.isCheckable() else 0) + number

    def _right(self) -> int:
        word = QFontMetrics(self.font()).horizontalAdvance(self.content.word) if self.content.word else 0
        dots = int(marks.DOTS_WIDTH) + PAD if self.content.levelled else 0
        cells = sum(cell.width for cell in self.content.cells) + (METER + PAD if self.content.meter else 0)
        return cells + (word + dots + PAD if word else 0) + 4

    def _lines(self, width: int) -> tuple[tuple[str, QFont, int], ...]:
        """Title and text below, each with its font and its room; the level and the cells stand beside the title only."""
        room = width - self._left() - PAD
        title = theme.emphasis() if self.isChecked() else self.font()
        return (
            (self.content.title, title, max(room - self._right(), 40)),
            (self.content.below, plain(theme.SMALL_PX), max(room, 40)),
        )

    def _height(self, text: str, font: QFont, room: int) -> int:
        if not text:
            return 0
        return min(_tall(text, font, room), _tall("\n".join("x" * self.content.lines), font, room))

    def _is_cut(self) -> bool:
        lines = self._lines(self.width() or 320)
        return any(bool(text) and _tall(text, font, room) > self._height(text, font, room) for text, font, room in lines)

    # ---- keys

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.update()

    # ---- paint

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        self._paint_ground(painter)
        self._paint_right(painter)
        self._paint_text(painter, self._paint_left(painter))
        painter.end()

    def _paint_ground(self, painter: QPainter) -> None:
        if self.underMouse() and self.isEnabled():
            painter.fillRect(self.rect(), QColor(tone.accent_soft))
        self.paint_focus(painter)

    def _paint_left(self, painter: QPainter) -> int:
        if self.content.levelled:
            marks.paint_bar(painter, QRectF(1, PAD - 1, marks.BAR_WIDTH, self.height() - 2 * PAD + 2), self.content.level)
        left = EDGE if self.content.levelled else 0
        if self.isCheckable():
            self._paint_chevron(painter, left + 7, PAD + QFontMetrics(self.font()).height() / 2)
            left += CHEVRON
        if self.content.number:
            painter.setPen(QColor(tone.muted))
            painter.drawText(QRect(left + 2, PAD, self._left(), self.height()), Qt.AlignmentFlag.AlignTop, self.content.number)
        return self._left()

    def _paint_chevron(self, painter: QPainter, x: float, y: float) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(tone.muted), 1.4))
        points = [(-3.5, -1.5), (0, 2), (3.5, -1.5)] if self.isChecked() else [(-1.5, -3.5), (2, 0), (-1.5, 3.5)]
        painter.drawPolyline([QPointF(x + dx, y + dy) for dx, dy in points])
        painter.restore()

    def _paint_right(self, painter: QPainter) -> None:
        """Level and cells from the right edge inwards."""
        right = self.width() - 4
        line = QRect(0, PAD, 0, QFontMetrics(self.font()).lineSpacing())
        if self.content.word:
            width = QFontMetrics(self.font()).horizontalAdvance(self.content.word)
            painter.setPen(marks.ink_of(self.content.level) if self.content.levelled else QColor(tone.muted))
            painter.drawText(QRect(right - width, line.y(), width, line.height()), _middle(), self.content.word)
            right -= width + PAD
        if self.content.levelled and self.content.word:
            right -= int(marks.DOTS_WIDTH)
            marks.paint_dots(painter, right, line.center().y() + 1, self.content.level)
            right -= PAD
        for cell in reversed(self.content.cells):
            painter.setPen(QColor(tone.muted if cell.muted else tone.ink))
            area = QRect(right - cell.width, line.y(), cell.width, line.height())
            text = QFontMetrics(self.font()).elidedText(cell.text, Qt.TextElideMode.ElideRight, cell.width - PAD)
            painter.drawText(area, _middle(Qt.AlignmentFlag.AlignRight), text)
            right -= cell.width
        if self.content.meter is not None:
            _paint_meter(painter, QRectF(right - METER, line.center().y() - 2, METER, 6), self.content.meter)

    def _paint_text(self, painter: QPainter, left: int) -> None:
        top = PAD
        for (text, font, room), colour in zip(self._lines(self.width()), (tone.ink, tone.muted), strict=True):
            height = self._height(text, font, room)
            painter.setFont(font)
            painter.setPen(QColor(colour))
            painter.drawText(QRect(left, top, room, height), _WRAP, fitted(text, font, room, height))
            top += height


def fitted(text: str, font: QFont, width: int, height: int) -> str:
    """As much of the text as fits, with an ellipsis where it was cut."""
    if not text or _tall(text, font, width) <= height:
        return text
    fits, too_long = 0, len(text)
    while too_long - fits > 1:
        middle = (fits + too_long) // 2
        if _tall(text[:middle] + "…", font, width) <= height:
            fits = middle
        else:
            too_long = middle
    return text[:fits].rstrip() + "…"


@lru_cache(maxsize=4096)
def _tall(text: str, font: QFont, width: int) -> int:
    """Measured once, however many rows say it."""
    return QFontMetrics(font).boundingRect(QRect(0, 0, width, 10_000), _WRAP, text).height()


def _middle(extra: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft) -> Qt.AlignmentFlag:
    return Qt.AlignmentFlag.AlignVCenter | extra


def _paint_meter(painter: QPainter, track: QRectF, meter: Meter) -> None:
    if meter.score is None:
        painter.setPen(QPen(QColor(tone.border), 1, Qt.PenStyle.DotLine))
        painter.drawLine(QPointF(track.left(), track.center().y()), QPointF(track.right(), track.center().y()))
        return
    painter.fillRect(track, QColor(tone.hairline))
    bar = QRectF(track.left(), track.top(), max(track.width() * meter.score / 100, 2), track.height())
    painter.fillRect(bar, QColor(tone.accent))
    if meter.hollow:
        painter.fillRect(bar.adjusted(1, 1, -1, -1), QColor(tone.panel))
