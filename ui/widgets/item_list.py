"""The checklist as a list: items under their elements, each with its level and its rating. Keys rate the item that is current."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QStyledItemDelegate, QStyleOptionViewItem

from diagnosis.fieldtypes import NA, Value
from ui import theme
from ui.tones import tone
from ui.widgets import marks
from ui.widgets.item_lines import Group, Line

LINE_ROLE = Qt.ItemDataRole.UserRole
HEAD_HEIGHT, ITEM_HEIGHT = 32, 30
RATING_WIDTH = 16
KEYS: dict[int, Value] = {
    **{int(Qt.Key.Key_0) + score: score for score in range(5)},
    int(Qt.Key.Key_N): NA,
    int(Qt.Key.Key_Delete): None,
    int(Qt.Key.Key_Backspace): None,
}


class ItemList(QListWidget):
    """``chosen`` gives the id of the item that has become current; ``rated`` a rating typed on it (``None`` takes it back)."""

    chosen = Signal(str)
    rated = Signal(object)

    def __init__(self) -> None:
        """Empty."""
        super().__init__()
        self.setItemDelegate(_Delegate(self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.currentItemChanged.connect(self._current_changed)

    def show_groups(self, groups: Sequence[Group], current: str | None) -> None:
        """Show these; the item ``current`` is current afterwards, else the first one. Nothing is told."""
        self.blockSignals(True)
        scrolled = self.verticalScrollBar().value()
        self.clear()
        for group in groups:
            QListWidgetItem(group.name, self).setFlags(Qt.ItemFlag.NoItemFlags)
            for line in group.lines:
                _fill(QListWidgetItem(self), line)
        self.verticalScrollBar().setValue(scrolled)
        self._make_current(current)
        self.blockSignals(False)

    def _make_current(self, wanted: str | None) -> None:
        places = {line.id: row for row in range(self.count()) if (line := self._line(row)) is not None}
        if places:
            self.setCurrentRow(places.get(wanted or "", min(places.values())))

    def select(self, item_id: str) -> None:
        """Make this item current, as a click would."""
        self._make_current(item_id)

    def step(self, step: int) -> None:
        """Make the item before (-1) or after (1) current, past the headings."""
        row = self.currentRow() + step
        while 0 <= row < self.count() and self._line(row) is None:
            row += step
        if 0 <= row < self.count():
            self.setCurrentRow(row)

    @property
    def current(self) -> str | None:
        """The id of the current item."""
        line = self._line(self.currentRow())
        return None if line is None else line.id

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of all items, in the order shown."""
        return tuple(line.id for line in self.lines)

    @property
    def lines(self) -> tuple[Line, ...]:
        """All items, in the order shown."""
        return tuple(line for row in range(self.count()) if (line := self._line(row)) is not None)

    def _line(self, row: int) -> Line | None:
        found = self.item(row).data(LINE_ROLE) if 0 <= row < self.count() else None
        return found if isinstance(found, Line) else None

    def _current_changed(self) -> None:
        if self.current is not None:
            self.chosen.emit(self.current)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        moves = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_Return: 1, Qt.Key.Key_Enter: 1}
        if plain and event.key() in KEYS and self.current is not None:
            self.rated.emit(KEYS[event.key()])
        elif plain and Qt.Key(event.key()) in moves:
            self.step(moves[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)


def _fill(item: QListWidgetItem, line: Line) -> None:
    item.setData(LINE_ROLE, line)
    item.setToolTip(line.name)
    told = (line.name, line.word, line.rating, line.conflict)
    item.setData(Qt.ItemDataRole.AccessibleTextRole, " · ".join(text for text in told if text))


class _Delegate(QStyledItemDelegate):
    """Paints a heading, or an item: bar, name, mark of a conflict, dots, rating."""

    def sizeHint(self, _option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(120, ITEM_HEIGHT if index.data(LINE_ROLE) else HEAD_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        line, area = index.data(LINE_ROLE), QRect(option.rect)  # type: ignore[attr-defined]  # the stubs leave the option's fields out
        painter.save()
        if line is None:
            painter.setPen(QColor(tone.muted))
            painter.drawText(area.adjusted(8, 8, -8, 0), Qt.AlignmentFlag.AlignVCenter, str(index.data()))
        else:
            _paint_line(painter, area, line, chosen=marks.paint_chosen(painter, option))
        painter.restore()


def _paint_line(painter: QPainter, area: QRect, line: Line, *, chosen: bool) -> None:
    marks.paint_bar(painter, QRectF(area.left(), area.top() + 5, marks.BAR_WIDTH, area.height() - 10), line.level)
    right = area.right() - 8
    middle = Qt.AlignmentFlag.AlignVCenter
    painter.setPen(QColor(tone.ink))
    painter.drawText(QRect(area.left(), area.top(), right - area.left(), area.height()), middle | Qt.AlignmentFlag.AlignRight, line.rating)
    right -= RATING_WIDTH + int(marks.DOTS_WIDTH) + 4
    marks.paint_dots(painter, right, area.center().y() + 1, line.level)
    if line.conflict:
        painter.setFont(theme.emphasis())
        painter.setPen(QColor(tone.danger))
        painter.drawText(QRect(right - 16, area.top(), 12, area.height()), middle, "≠")
        right -= 16
    painter.setFont(theme.emphasis() if chosen else marks.plain())
    painter.setPen(QColor(tone.ink))
    room = QRect(area.left() + 14, area.top(), right - area.left() - 18, area.height())
    painter.drawText(room, middle, painter.fontMetrics().elidedText(line.name, Qt.TextElideMode.ElideRight, room.width()))
