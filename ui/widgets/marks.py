"""The small signs beside a level's word, so that a level is never told by colour alone."""

from typing import Literal

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QStyle, QStyleOptionViewItem, QWidget

from ui import theme
from ui.tones import tone

Level = int | Literal["na"] | None  # 0..3, not applicable, unknown
WORST = 3
DOT, STEP = 5.0, 8.0  # diameter and distance of the dots
DOTS_WIDTH = (WORST - 1) * STEP + DOT
BAR_WIDTH = 4.0


def plain(pixels: int = theme.TEXT_PX) -> QFont:
    """The usual weight, for what is painted and not styled."""
    font = QFont(theme.FAMILY)
    font.setPixelSize(pixels)
    return font


def paint_chosen(painter: QPainter, option: QStyleOptionViewItem, *, edge: bool = False) -> bool:
    """The ground of a row of a list that is chosen, with or without an ``edge`` at its left; whether this one is chosen."""
    area = QRect(option.rect)  # type: ignore[attr-defined]  # the stubs leave the option's fields out
    chosen = bool(option.state & QStyle.StateFlag.State_Selected)  # type: ignore[attr-defined]
    if chosen:
        painter.fillRect(area, QColor(tone.accent_soft))
    if chosen and edge:
        painter.fillRect(QRect(area.left(), area.top(), 3, area.height()), QColor(tone.accent))
    return chosen


def edge_of(area: QRect) -> QRectF:
    """Where a smooth line of one pixel lies within an area, at every scale of the screen."""
    return QRectF(area).adjusted(0.5, 0.5, -0.5, -0.5)


def fill_of(level: Level) -> QColor:
    """The colour of a level's bar."""
    return QColor(tone.level_fill[level if isinstance(level, int) else None])


def ink_of(level: Level) -> QColor:
    """The colour of a level's word, dark enough to be read."""
    return QColor(tone.level_ink[level if isinstance(level, int) else None])


def paint_bar(painter: QPainter, area: QRectF, level: Level) -> None:
    """The coloured bar at the left edge of a row; dotted where nothing is known yet."""
    pattern = Qt.BrushStyle.Dense4Pattern if level is None else Qt.BrushStyle.SolidPattern
    painter.fillRect(area, QBrush(fill_of(level), pattern))


def paint_dots(painter: QPainter, left: float, middle: float, level: Level) -> None:
    """Three dots, as many filled as the level has steps; a question mark for unknown, a dash for "not applicable"."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    ink = ink_of(level)
    painter.setPen(QPen(ink, 1.0))
    if level is None:
        painter.setFont(plain())
        painter.drawText(QRectF(left, middle - 10, DOTS_WIDTH, 20), Qt.AlignmentFlag.AlignCenter, "?")
    elif level == "na":
        painter.drawLine(QPointF(left, middle), QPointF(left + DOTS_WIDTH, middle))
    else:
        for index in range(WORST):
            painter.setBrush(QBrush(ink) if index < level else QBrush(Qt.BrushStyle.NoBrush))
            painter.drawEllipse(QRectF(left + index * STEP, middle - DOT / 2, DOT, DOT))
    painter.restore()


class LevelMark(QWidget):
    """Dots and word of one level, for the head of a form."""

    def __init__(self) -> None:
        """Shows nothing until ``show_level``."""
        super().__init__()
        self._level: Level = None
        self._word = ""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_level(self, level: Level, word: str) -> None:
        """The level and its word in the language of the moment."""
        self._level, self._word = level, word
        self.setAccessibleName(word)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        width = self.fontMetrics().horizontalAdvance(self._word) if self._word else 0
        return QSize(int(DOTS_WIDTH) + theme.SPACE + width + 2, self.fontMetrics().height() + 4)

    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self._word:
            return
        painter = QPainter(self)
        paint_dots(painter, 1, self.height() / 2, self._level)
        painter.setPen(ink_of(self._level))
        area = self.rect().adjusted(int(DOTS_WIDTH) + theme.SPACE, 0, 0, 0)
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, self._word)
        painter.end()
