"""How the checklist's table is painted."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyleOptionViewItem, QTableView

from diagnosis.fieldtypes import NA, Value
from ui import theme
from ui.tones import tone
from ui.widgets import marks
from ui.widgets.cell_editor import Cells
from ui.widgets.item_lines import Line
from ui.widgets.marks import plain
from ui.widgets.step_delegate import StepDelegate

Index = QModelIndex | QPersistentModelIndex
PAD = 8
CAPS: tuple[Value, ...] = (0, 1, 2, 3, 4, NA)
CAP, STEP = 19, 22  # a key cap, and the distance from one to the next
CAPS_WIDTH = len(CAPS) * STEP + PAD
MIDDLE = Qt.AlignmentFlag.AlignVCenter


def cap_of(area: QRect, place: int) -> QRect:
    """Where a key cap is drawn in the cell ``area``."""
    return QRect(area.left() + PAD // 2 + place * STEP, area.center().y() - CAP // 2, CAP, CAP)


def cap_at(area: QRect, point: QPoint) -> tuple[Value] | None:
    """The score of the key cap at this point of the cell ``area``; ``None`` where there is none."""
    return next(((score,) for place, score in enumerate(CAPS) if cap_of(area, place).contains(point)), None)


class ItemDelegate(StepDelegate):
    """Key caps for the rating, the level's mark and word, a conflict as a word before the figures."""

    def __init__(self, model: Cells, parent: QTableView) -> None:
        """For one table."""
        super().__init__(model, parent)
        self._view = parent

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        area, line = QRect(option.rect), index.data(Qt.ItemDataRole.UserRole)  # type: ignore[attr-defined]  # the stubs leave it out
        here = self._view.currentIndex()
        painter.save()
        if not isinstance(line, Line):
            _paint_heading(painter, area, str(index.data() or ""))
        else:
            painter.fillRect(area, QColor(tone.accent_soft if index.row() == here.row() else tone.panel))
            _CELLS[index.column()](painter, area, line, str(index.data()))
            if index == here and self._view.hasFocus():
                painter.setPen(QPen(QColor(tone.accent), 1))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRect(area.adjusted(0, 0, -1, -1))
        painter.restore()


def _paint_heading(painter: QPainter, area: QRect, name: str) -> None:
    painter.fillRect(area, QColor(tone.ground))
    painter.setPen(QColor(tone.muted))
    painter.drawText(area.adjusted(PAD, 0, -PAD, 0), MIDDLE, name)


def _paint_name(painter: QPainter, area: QRect, line: Line, text: str) -> None:
    marks.paint_bar(painter, QRectF(area.left(), area.top() + 5, marks.BAR_WIDTH, area.height() - 10), line.level)
    _paint_text(painter, area.adjusted(int(marks.BAR_WIDTH) + 4, 0, 0, 0), text, tone.ink)


def _paint_level(painter: QPainter, area: QRect, line: Line, text: str) -> None:
    if line.word:
        marks.paint_dots(painter, area.left() + PAD, area.center().y() + 1, line.level)
        painter.setPen(marks.ink_of(line.level))
        painter.drawText(area.adjusted(PAD + int(marks.DOTS_WIDTH) + 8, 0, 0, 0), MIDDLE, text)


def _paint_caps(painter: QPainter, area: QRect, line: Line, _text: str) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for place, score in enumerate(CAPS):
        chosen = line.score == score and line.score is not None
        painter.setPen(QPen(QColor(tone.accent if chosen else tone.border), 1))
        painter.setBrush(QColor(tone.accent if chosen else tone.panel))
        cap = cap_of(area, place)
        painter.drawRoundedRect(QRectF(cap).adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
        painter.setPen(QColor(tone.panel if chosen else tone.muted))
        painter.setFont(theme.emphasis(theme.SMALL_PX) if chosen else plain(theme.SMALL_PX))
        painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, "N" if score == NA else str(score))


def _paint_evidence(painter: QPainter, area: QRect, line: Line, text: str) -> None:
    empty = line.evidence is None and line.draft is None
    _paint_text(painter, area, " ".join(text.split()), tone.danger if line.draft is not None else tone.border if empty else tone.ink)


def _paint_figures(painter: QPainter, area: QRect, line: Line, text: str) -> None:
    word, sign, rest = text.partition(" · ") if line.conflict else ("", "", text)
    if word:
        painter.setFont(theme.emphasis())
        painter.setPen(QColor(tone.danger))
        painter.drawText(area.adjusted(PAD, 0, 0, 0), MIDDLE, word)
        area = area.adjusted(QFontMetrics(theme.emphasis()).horizontalAdvance(word) + 6, 0, 0, 0)
        painter.setFont(plain())
    del sign
    _paint_text(painter, area, rest, tone.ink if line.counts else tone.muted if line.figures else tone.border)


def _paint_text(painter: QPainter, area: QRect, text: str, ink: str) -> None:
    room = area.adjusted(PAD, 0, -PAD, 0)
    painter.setPen(QColor(ink))
    painter.drawText(room, MIDDLE, painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room.width()))


_CELLS = (_paint_name, _paint_level, _paint_caps, _paint_evidence, _paint_figures)
