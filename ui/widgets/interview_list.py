"""The interviews of a round as a list: whom one spoke to, when, and whether there are files."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QStyledItemDelegate, QStyleOptionViewItem

from ui import icons, theme
from ui.tones import tone
from ui.widgets.marks import paint_chosen, plain

LINE_ROLE = int(Qt.ItemDataRole.UserRole)
HEIGHT, MARGIN = 50, 10


@dataclass(frozen=True, slots=True)
class Line:
    """An interview: its row id, the organisation, when and with whom, how many files it has, and how a screen reader says all that."""

    id: int
    title: str
    below: str
    files: int
    spoken: str


class InterviewList(QListWidget):
    """``chosen`` (row id): another interview has become the current one."""

    chosen = Signal(object)

    def __init__(self) -> None:
        """Empty."""
        super().__init__()
        self.setItemDelegate(_Delegate(self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setUniformItemSizes(True)
        self.currentRowChanged.connect(lambda row: self.chosen.emit(self.lines[row].id) if row >= 0 else None)

    def show_lines(self, lines: Sequence[Line], current: int | None) -> None:
        """Show these; the row ``current`` is current afterwards, else the one now in its place. Nothing is told."""
        self.blockSignals(True)
        scrolled, place = self.verticalScrollBar().value(), max(0, self.currentRow())
        self.clear()
        for line in lines:
            item = QListWidgetItem(line.title, self)
            item.setData(LINE_ROLE, line)
            item.setToolTip("\n".join(text for text in (line.title, line.below) if text))
            item.setData(Qt.ItemDataRole.AccessibleTextRole, line.spoken)
        ids = [line.id for line in lines]
        self.setCurrentRow(ids.index(current) if current in ids else min(place, len(ids) - 1))
        self.verticalScrollBar().setValue(scrolled)
        self.scrollToItem(self.currentItem())
        self.blockSignals(False)

    @property
    def lines(self) -> list[Line]:
        """What is shown, from top to bottom."""
        return [self.item(row).data(LINE_ROLE) for row in range(self.count())]

    @property
    def current(self) -> int | None:
        """The row id of the current interview."""
        return self.lines[self.currentRow()].id if self.currentRow() >= 0 else None


class _Delegate(QStyledItemDelegate):
    """Two lines of text, and a clip where there are files."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(120, HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        line, area = index.data(LINE_ROLE), QRect(option.rect)  # type: ignore[attr-defined]  # the stubs leave the option's fields out
        painter.save()
        chosen = paint_chosen(painter, option, edge=True)
        painter.setPen(QColor(tone.hairline))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        text = area.adjusted(MARGIN, 6, -MARGIN, -6)
        above, below = QRect(text.left(), text.top(), text.width(), 20), QRect(text.left(), text.top() + 20, text.width(), 18)
        if line.files:
            mark = QRect(below.right() - icons.SIZE, below.top() + 1, icons.SIZE, icons.SIZE)
            icons.icon("clip", "muted").paint(painter, mark)
            below.setRight(mark.left() - 4)
        for room, words, font, ink in (
            (above, line.title, theme.emphasis() if chosen else plain(), tone.ink),
            (below, line.below, plain(theme.SMALL_PX), tone.muted),
        ):
            painter.setFont(font)
            painter.setPen(QColor(ink))
            shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, room.width())
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, shown)
        painter.restore()
