"""How the grid of years is painted and typed into."""

from functools import lru_cache

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen, QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from ui import theme
from ui.tones import tone
from ui.widgets.marks import plain
from ui.widgets.step_delegate import StepDelegate
from ui.widgets.trend import Trend, paint_trend
from ui.widgets.year_faces import Face, Line, Piece
from ui.widgets.year_model import FACE, TREND, YearModel

Index = QModelIndex | QPersistentModelIndex
NO_BREAK = "\u00a0"  # a unit goes to the next line as a whole
PAD, GAP = 7, 4  # beside the text of a cell; between its pieces
HEIGHT, SECOND, HEAD = theme.ROW_HEIGHT, 11, 26  # of a row with one line, of a second one, of a heading


def font_of(piece: Piece) -> QFont:
    """The font of a piece."""
    size = theme.SMALL_PX if piece.small else theme.TEXT_PX
    return theme.emphasis(size) if piece.strong else plain(size)


@lru_cache(maxsize=4096)
def width_of(line: Line) -> int:
    """How wide a line is, in pixels."""
    return sum(QFontMetrics(font_of(piece)).horizontalAdvance(piece.text) for piece in line) + GAP * max(len(line) - 1, 0)


def name_layout(face: Face, width: int) -> QTextLayout:
    """A name and its unit in lines of this width."""
    name, unit = face.first
    text = f"{name.text}  {unit.text.replace(' ', NO_BREAK)}" if unit.text else name.text
    layout = QTextLayout(text, plain())
    layout.setTextOption(QTextOption(Qt.AlignmentFlag.AlignLeft))
    about_unit = QTextLayout.FormatRange()
    about_unit.start, about_unit.length = len(name.text), len(text) - len(name.text)  # type: ignore[attr-defined]
    look = QTextCharFormat()
    look.setForeground(QColor(tone.muted))
    look.setFont(plain(theme.SMALL_PX))
    about_unit.format = look  # type: ignore[attr-defined]
    layout.setFormats([about_unit])
    layout.beginLayout()
    height = 0.0
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        line.setPosition(QPointF(0, height))
        height += line.height()
    layout.endLayout()
    return layout


@lru_cache(maxsize=1024)
def name_height(face: Face, width: int) -> int:
    """How high a name and its unit are in lines of this width."""
    return round(name_layout(face, width).boundingRect().height())


class YearDelegate(StepDelegate):
    """Paints pieces, the trend and the names."""

    def __init__(self, model: YearModel, parent: QTableView) -> None:
        """For one table."""
        super().__init__(model, parent)
        self._view = parent

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        _paint(painter, option, index, self._view)


class NameDelegate(QStyledItemDelegate):
    """Paints the names where they stay while the years are scrolled; nothing is typed into them."""

    def __init__(self, parent: QTableView) -> None:
        """For one table."""
        super().__init__(parent)
        self._view = parent

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        _paint(painter, option, index, self._view)


def _paint(painter: QPainter, option: QStyleOptionViewItem, index: Index, view: QTableView) -> None:
    area, state = QRect(option.rect), option.state  # type: ignore[attr-defined]  # the stubs leave the option's fields out
    face, trend = index.data(FACE), index.data(TREND)
    painter.save()
    if not isinstance(face, Face):
        _paint_heading(painter, area, str(index.data() or ""))
    else:
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        painter.fillRect(area, QColor(tone.accent_soft if chosen else tone.panel))
        if isinstance(trend, Trend):
            _paint_trend(painter, area, trend)
        elif index.column() == 0:
            _paint_name(painter, area, face)
        else:
            _paint_face(painter, area, face)
        if index == view.currentIndex() and view.hasFocus():
            painter.setPen(QPen(QColor(tone.accent), 1))
            painter.drawRect(area.adjusted(0, 0, -1, -1))
    painter.restore()


def _paint_heading(painter: QPainter, area: QRect, name: str) -> None:
    painter.fillRect(area, QColor(tone.ground))
    painter.setPen(QColor(tone.ink))
    painter.setFont(theme.emphasis())
    painter.drawText(area.adjusted(PAD, 0, -PAD, 0), Qt.AlignmentFlag.AlignVCenter, name)


def _paint_name(painter: QPainter, area: QRect, face: Face) -> None:
    layout = name_layout(face, area.width() - 2 * PAD)
    painter.setPen(QColor(tone.ink))
    layout.draw(painter, QPointF(area.left() + PAD, area.top() + (area.height() - layout.boundingRect().height()) / 2))


def _paint_trend(painter: QPainter, area: QRect, trend: Trend) -> None:
    if trend.points:
        paint_trend(painter, QRectF(area).adjusted(PAD, 7, -PAD, -7), trend)
    else:
        _paint_face(painter, area, Face((Piece("—", "border"),)))


def _paint_face(painter: QPainter, area: QRect, face: Face) -> None:
    """One line in the middle, or two around it, from the right edge."""
    if not face.second:
        _paint_line(painter, area, face.first)
        return
    middle = area.center().y() + 1
    _paint_line(painter, QRect(area.left(), middle - 17, area.width(), 19), face.first)
    _paint_line(painter, QRect(area.left(), middle - 1, area.width(), 17), face.second)


def _paint_line(painter: QPainter, area: QRect, line: Line) -> None:
    right, left = area.right() - PAD + 1, area.left() + PAD
    for piece in reversed(line):
        font = font_of(piece)
        metrics = QFontMetrics(font)
        width = metrics.horizontalAdvance(piece.text)
        room = QRect(left, area.top(), max(right - left, 0), area.height())
        text = piece.text if width <= room.width() else metrics.elidedText(piece.text, Qt.TextElideMode.ElideRight, room.width())
        painter.setFont(font)
        painter.setPen(QColor(getattr(tone, piece.ink)))
        painter.drawText(room, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)
        right -= width + GAP
