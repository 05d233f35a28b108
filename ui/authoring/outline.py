"""The outline of the report: chapters, sections and what is told by itself, each with its state as a mark and a word."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QStyledItemDelegate, QStyleOptionViewItem

from diagnosis.authored import Section
from diagnosis.text import phrase
from reports.authoring.arranging import Part
from ui import theme
from ui.authoring.work import Work
from ui.shortcuts import pressed
from ui.tones import tone
from ui.widgets.marks import paint_chosen, plain

State = Literal["draft", "edited", "stale", "out", "added", "homeless"]
ROLE = Qt.ItemDataRole.UserRole
HEIGHT, INDENT, PAD, MARK, BUBBLE = 28, 14, 8, 8, 11
INKS = {"edited": "accent", "stale": "caution", "out": "muted", "added": "accent", "homeless": "caution"}


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the outline. ``level`` 1..3; ``told``: number and title; ``word``: its state."""

    id: str
    level: int
    number: str
    title: str
    state: State
    word: str
    remarks: int
    told: str


def state_of(part: Part, work: Work) -> State:
    """What is to be known of a section at a glance: the first that holds."""
    if part.left_out:
        return "out"
    if part.section.id in work.stale:
        return "stale"
    return "added" if part.added else "edited" if part.edited else "draft"


class Outline(QListWidget):
    """``chosen`` (id): another section is current; ``asked`` (name of its keys): something is to be done with the current one."""

    chosen = Signal(str)
    asked = Signal(str)
    KEYS = ("write", "rename", "move-up", "move-down", "leave-out", "add")

    def __init__(self) -> None:
        """Empty."""
        super().__init__()
        self.setItemDelegate(_Delegate(self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.currentItemChanged.connect(lambda *_: self.chosen.emit(self.current) if self.current else None)
        self._waiting = ""

    def wait(self, told: str) -> None:
        """Show nothing but this line until there are rows again."""
        self.blockSignals(True)
        self.clear()
        self.blockSignals(False)
        self._tell(told)

    def _tell(self, told: str) -> None:
        self._waiting = told
        self.setAccessibleDescription(told)
        self.viewport().update()

    def show_rows(self, rows: Sequence[Row], current: str | None) -> None:
        """Show these; ``current`` is current afterwards, else the first. Nothing is told."""
        self.blockSignals(True)
        scrolled = self.verticalScrollBar().value()
        if [row.id for row in rows] != [row.id for row in self.rows()]:
            self.clear()
            for _ in rows:
                QListWidgetItem(self)
        for at, row in enumerate(rows):
            item = self.item(at)
            item.setData(ROLE, row)
            item.setToolTip(row.title)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, " ".join(filter(None, (row.told, row.word))))
        places = {row.id: at for at, row in enumerate(rows)}
        if rows:
            self.setCurrentRow(places.get(current or "", 0))
        self.verticalScrollBar().setValue(scrolled)
        self.blockSignals(False)
        self._tell("")

    def rows(self) -> Iterator[Row]:
        """What is shown."""
        for at in range(self.count()):
            found = self.item(at).data(ROLE)
            if isinstance(found, Row):
                yield found

    @property
    def line(self) -> Row | None:
        """The current line."""
        found = self.currentIndex().data(ROLE)
        return found if isinstance(found, Row) else None

    @property
    def current(self) -> str:
        """The id of the current section; nothing where there is none."""
        return self.line.id if self.line is not None else ""

    def select(self, section: str) -> bool:
        """Make a section current, as a click would; whether it is there."""
        for at, row in enumerate(self.rows()):
            if row.id == section:
                self.setCurrentRow(at)
                return True
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._waiting:
            painter = QPainter(self.viewport())
            painter.setPen(QColor(tone.muted))
            room = self.viewport().rect().adjusted(PAD, PAD, -PAD, -PAD)
            painter.drawText(room, Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap, self._waiting)
            painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        name = next((each for each in self.KEYS if pressed(event, f"authoring.{each}")), None)
        if name is None:
            super().keyPressEvent(event)
        else:
            self.asked.emit(name)


def rows_of(work: Work, numbers: dict[str, str], word: Callable[[str], str]) -> list[Row]:
    """The report as lines, what has no place in it any more at the end."""
    found = []
    for part in work.composed.arranged.each():
        state = state_of(part, work)
        section = part.section
        words = "" if state == "draft" else word(f"authoring.state-{state}")
        title = part.title or word("authoring.new-title")
        number = numbers.get(section.id, "")
        told = phrase("ui", "authoring.numbered", number=number, title=title).to(work.lang).strip()
        found.append(Row(section.id, section.level, number, title, state, words, len(part.written.remarks), told))
    for name, written in work.composed.arranged.homeless.items():
        title, words = _title(name, written), word("authoring.state-homeless")
        found.append(Row(name, 2, "", title, "homeless", words, len(written.remarks), title))
    return found


def _title(name: str, written: Section) -> str:
    return written.title or written.base.title or name


class _Delegate(QStyledItemDelegate):
    """Paints number and title, and the state at the right."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(160, HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        row, area = index.data(ROLE), QRect(option.rect)  # type: ignore[attr-defined]  # the stubs leave the option's fields out
        if not isinstance(row, Row):
            return
        painter.save()
        _paint(painter, area, row, chosen=paint_chosen(painter, option))
        painter.restore()


def _paint(painter: QPainter, area: QRect, row: Row, *, chosen: bool) -> None:
    middle, right = Qt.AlignmentFlag.AlignVCenter, area.right() - PAD
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if row.word:
        painter.setFont(plain(theme.SMALL_PX))
        painter.setPen(QColor(getattr(tone, INKS[row.state])))
        width = painter.fontMetrics().horizontalAdvance(row.word)
        painter.drawText(QRect(right - width, area.top(), width + 1, area.height()), middle, row.word)
        right -= width + MARK + 6
        _paint_mark(painter, QPoint(right + MARK // 2, area.center().y() + 1), row.state)
        right -= 4
    if row.remarks:
        right -= BUBBLE + 4
        _paint_bubble(painter, QRectF(right, area.center().y() - 4.5, BUBBLE, 8))
    left = area.left() + PAD + INDENT * (row.level - 1)
    painter.setFont(theme.emphasis() if row.level == 1 or chosen else plain())
    painter.setPen(QColor(tone.muted if row.state == "out" else tone.ink))
    room = QRect(left, area.top(), max(right - left - 6, 0), area.height())
    painter.drawText(room, middle, painter.fontMetrics().elidedText(row.told, Qt.TextElideMode.ElideRight, room.width()))


def _paint_bubble(painter: QPainter, box: QRectF) -> None:
    """There are comments."""
    painter.setPen(QPen(QColor(tone.muted), 1.2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(box, 2, 2)
    painter.drawLine(QPointF(box.left() + 3, box.bottom()), QPointF(box.left() + 2, box.bottom() + 3))


def _paint_mark(painter: QPainter, middle: QPoint, state: State) -> None:
    """A shape beside the word: full for what was written, a triangle for what has changed, a ring for what is out."""
    ink = QColor(getattr(tone, INKS[state]))
    painter.setPen(QPen(ink, 1.2))
    painter.setBrush(Qt.BrushStyle.NoBrush if state in ("out", "added") else ink)
    box = QRectF(middle.x() - 3.0, middle.y() - 3.0, 6, 6)
    if state in ("stale", "homeless"):
        top, low = middle.y() - 4, middle.y() + 3
        painter.drawPolygon([QPoint(middle.x(), top), QPoint(middle.x() + 4, low), QPoint(middle.x() - 4, low)])
    else:
        painter.drawEllipse(box)
