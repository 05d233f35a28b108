"""The hits below the line of the palette: groups with their names, hits with where they lead, and how many more there are."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QStyledItemDelegate, QStyleOptionViewItem

from diagnosis.text import Lang, phrase
from ui import theme
from ui.search.results import Found, Group
from ui.tones import tone
from ui.widgets.marks import paint_chosen, plain

ROLE = Qt.ItemDataRole.UserRole
HEAD, LINE, TWO_LINES = 28, 30, 46  # pixels
PAD, PLACE_SHARE = 16, 0.42  # beside the text; the part of a line that where it leads may take


@dataclass(frozen=True, slots=True)
class Shown:
    """A line that can be chosen: a hit, or what shows the rest of a group (``more``)."""

    title: str
    below: str
    where: str
    hit: Found | None
    more: str = ""

    @property
    def spoken(self) -> str:
        """The line for a screen reader."""
        return " · ".join(part for part in (self.title, self.below, self.where) if part)


class HitList(QListWidget):
    """``taken`` (Shown): a line was clicked. The keys come from the line above, which keeps the focus."""

    taken = Signal(object)

    def __init__(self) -> None:
        """Empty."""
        super().__init__()
        self.setObjectName("hits")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.setItemDelegate(_Delegate(self))
        self.itemClicked.connect(self._take)
        self.itemEntered.connect(self._hover)

    def show_groups(self, groups: Sequence[Group], lang: Lang, *, opened: bool) -> None:
        """Show these; the first hit is chosen. ``opened``: one group was opened, and shows all it can."""
        self.clear()
        for group in groups:
            head = QListWidgetItem(f"{group.name.to(lang)}  {group.total}", self)
            head.setFlags(Qt.ItemFlag.NoItemFlags)
            head.setSizeHint(QSize(0, HEAD))
            for hit in group.hits:
                self._add(Shown(hit.title.to(lang), hit.below, hit.where.to(lang), hit))
            rest = group.total - len(group.hits)
            if rest and not opened:
                self._add(Shown(phrase("ui", "search.more", count=rest).to(lang), "", "", None, group.kind))
            elif rest:
                told = QListWidgetItem(phrase("ui", "search.rest", count=rest).to(lang), self)
                told.setFlags(Qt.ItemFlag.NoItemFlags)
                told.setSizeHint(QSize(0, HEAD))
        self.step(1, start=-1)

    def _add(self, line: Shown) -> None:
        item = QListWidgetItem(self)
        item.setData(ROLE, line)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, line.spoken)
        item.setToolTip(line.spoken)
        item.setSizeHint(QSize(0, TWO_LINES if line.below else LINE))

    @property
    def chosen(self) -> Shown | None:
        """The line that is chosen."""
        row = self.currentRow()
        line: Shown | None = self.item(row).data(ROLE) if row >= 0 else None
        return line

    def step(self, step: int, *, start: int | None = None) -> None:
        """Choose the line after (1) or before (-1), past the names of groups."""
        row = (self.currentRow() if start is None else start) + step
        while 0 <= row < self.count() and self.item(row).data(ROLE) is None:
            row += step
        if 0 <= row < self.count():
            self.setCurrentRow(row)
            if row == 1:
                self.scrollToTop()

    def _take(self, item: QListWidgetItem) -> None:
        if item.data(ROLE) is not None:
            self.taken.emit(item.data(ROLE))

    def _hover(self, item: QListWidgetItem) -> None:
        if item.data(ROLE) is not None:
            self.setCurrentItem(item)

    @property
    def height_wanted(self) -> int:
        """How high it is when it shows everything."""
        return sum(self.item(row).sizeHint().height() for row in range(self.count())) + 2 * theme.SPACE


class _Delegate(QStyledItemDelegate):
    """Paints the name of a group, or a hit."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        line, area = index.data(ROLE), QRect(option.rect)  # type: ignore[attr-defined]  # the stubs leave the option's fields out
        painter.save()
        if line is None:
            painter.setFont(plain(theme.SMALL_PX))
            painter.setPen(QColor(tone.muted))
            painter.drawText(area.adjusted(PAD, 4, -PAD, 0), Qt.AlignmentFlag.AlignVCenter, str(index.data()))
        else:
            paint_chosen(painter, option, edge=True)
            _paint_line(painter, area.adjusted(PAD, 0, -PAD, 0), line)
        painter.restore()


def _paint_line(painter: QPainter, area: QRect, line: Shown) -> None:
    middle = Qt.AlignmentFlag.AlignVCenter
    first = QRect(area.left(), area.top(), area.width(), LINE)
    painter.setFont(plain(theme.SMALL_PX))
    painter.setPen(QColor(tone.muted))
    metrics = painter.fontMetrics()
    where = metrics.elidedText(line.where, Qt.TextElideMode.ElideRight, int(area.width() * PLACE_SHARE))
    painter.drawText(first, middle | Qt.AlignmentFlag.AlignRight, where)
    if line.below:
        below = QRect(area.left(), area.top() + LINE - 6, area.width(), TWO_LINES - LINE)
        painter.drawText(below, middle, metrics.elidedText(line.below, Qt.TextElideMode.ElideRight, area.width()))
    room = area.width() - metrics.horizontalAdvance(where) - PAD
    painter.setFont(plain())
    painter.setPen(QColor(tone.accent if line.more else tone.ink))
    painter.drawText(first, middle, painter.fontMetrics().elidedText(line.title, Qt.TextElideMode.ElideRight, room))
