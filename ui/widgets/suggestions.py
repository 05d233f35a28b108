"""What is offered below a line while somebody types into it."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit

from ui.shortcuts import pressed

if TYPE_CHECKING:
    from PySide6.QtCore import QModelIndex
    from PySide6.QtWidgets import QListView

WIDTH, GAP = 320, 2  # the least, as names are longer than the lines they are typed into; below the line
MOST = 12  # rows seen at once
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
ARROWS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
LOOK_MS = 100  # how often the list sees whether its line is still where it was
Offer = tuple[object, str]  # what is picked, and how it is called


class Suggestions(QObject):
    """Offers what ``find`` finds for the text in ``line``, the first one marked. ``picked`` (what stands behind it).

    Enter and a click take the marked one, the arrows mark another, Escape closes, Alt+Down opens; Tab leaves what was typed as it is.
    The list never has the focus: the keys come to the line, and from there to ``press``.
    """

    picked = Signal(object)

    def __init__(self, line: QLineEdit, find: Callable[[str], Sequence[Offer]]) -> None:
        """Nothing is offered until somebody types."""
        super().__init__(line)
        self._line, self._find = line, find
        self._offered: Sequence[Offer] = ()
        self._list: QListView | None = None
        self._at = QPoint()
        self._looking = QTimer(self, interval=LOOK_MS)
        self._looking.timeout.connect(self._look)
        line.installEventFilter(self)
        line.textEdited.connect(lambda _text: self.offer())

    @property
    def is_open(self) -> bool:
        """Whether something is offered."""
        return self._list is not None and self._list.isVisible()

    @property
    def names(self) -> list[str]:
        """What is offered."""
        return [name for _, name in self._offered] if self.is_open else []

    def offer(self, marked: int = 0) -> None:
        """Offer what fits the text in the line, or nothing; this one is marked."""
        self._offered = self._find(self._line.text())
        if not self._offered:
            self.close()
            return
        if self._list is None:
            self._list, self._fill = self._make_list()
        self._fill([name for _, name in self._offered])
        self._place(self._list)
        self._list.show()
        self._mark(marked)
        self._at = self._line.mapToGlobal(QPoint())
        self._looking.start()

    def _make_list(self) -> "tuple[QListView, Callable[[Sequence[str]], None]]":
        """The list, and what sets its names."""
        from PySide6.QtCore import QStringListModel  # PySide6 makes a class when it is named, and few type into most lines
        from PySide6.QtWidgets import QListView

        made = QListView(self._line)  # goes with it
        names = QStringListModel(made)
        made.setWindowFlags(Qt.WindowType.ToolTip | Qt.WindowType.WindowDoesNotAcceptFocus)
        made.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        made.setObjectName("suggestions")
        made.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        made.setTextElideMode(Qt.TextElideMode.ElideRight)
        made.setUniformItemSizes(True)
        made.setModel(names)
        made.clicked.connect(self._take)
        return made, names.setStringList

    def _place(self, shown: "QListView") -> None:
        """Below the line, or above it where the screen ends."""
        rows = min(len(self._offered), MOST)
        shown.resize(max(self._line.width(), WIDTH), rows * shown.sizeHintForRow(0) + 2 * shown.frameWidth() + 2)
        place, screen = self._line.mapToGlobal(QPoint(0, self._line.height() + GAP)), self._line.screen().availableGeometry()
        if place.y() + shown.height() > screen.bottom():
            place = self._line.mapToGlobal(QPoint(0, -shown.height() - GAP))
        shown.move(min(place.x(), screen.right() - shown.width()), max(place.y(), screen.top()))

    def close(self) -> None:
        """Offer nothing."""
        self._looking.stop()
        if self._list is not None:
            self._list.hide()

    def _look(self) -> None:
        """The list stands still when the page is scrolled or the window moved, so it goes."""
        if not self._line.isVisible() or self._line.mapToGlobal(QPoint()) != self._at:
            self.close()

    def _mark(self, row: int) -> None:
        if self._list is not None:
            self._list.setCurrentIndex(self._list.model().index(row % len(self._offered), 0))

    def _take(self, index: "QModelIndex") -> None:
        self.close()
        if 0 <= index.row() < len(self._offered):
            self.picked.emit(self._offered[index.row()][0])

    def press(self, event: QKeyEvent) -> bool:
        """A key in the line; whether it was meant for the list."""
        if self._list is None or not self.is_open:
            opens = pressed(event, "keys.open-field")
            if opens:
                self.offer()
            return opens
        marked = self._list.currentIndex()
        if event.key() in ENTER:
            self._take(marked)
        elif event.key() in ARROWS:
            self._mark(marked.row() + ARROWS[Qt.Key(event.key())])
        elif event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            return False
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The list goes with the focus."""
        del watched
        if isinstance(event, QFocusEvent) and event.lostFocus():
            self.close()
        return False
