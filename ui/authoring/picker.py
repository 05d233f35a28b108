"""A small panel in which something to insert is found by typing: a fact, a table, a chart, a section."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QWidget

from diagnosis import matching
from diagnosis.matching import Name, rank
from ui import theme
from ui.widgets.popup import Popup
from ui.widgets.search_line import SearchLine

WIDTH, HEIGHT = 420, 280
MOVES = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}


@dataclass(frozen=True, slots=True)
class Choice:
    """What can be inserted: its key, its name, and what stands at the right. ``placed``: it can stand there itself."""

    key: str
    name: str
    value: str = ""
    placed: bool = False


class Picker(Popup):
    """``picked`` (key, whether the thing itself is to stand there). Typing narrows the list; Enter inserts."""

    picked = Signal(str, bool)

    def __init__(self, owner: QWidget, choices: Sequence[Choice], words: Callable[..., str], hint: str) -> None:
        """``hint``: the phrase of what is typed."""
        super().__init__(owner, WIDTH)
        self._choices, self._say = choices, words
        self._names = [Name.of([choice.name], f"{choice.value} {choice.key}") for choice in choices]
        self.line, self.list = SearchLine(), QListWidget()
        self.line.setPlaceholderText(words(hint))
        self.line.setAccessibleName(words(hint))
        self.line.name_cross(words("field.clear-search"))
        self.list.setFixedHeight(HEIGHT)
        self.list.setObjectName("suggestions")
        self.list.setAccessibleName(words(hint))
        self.place, self.refer = theme.button("primary", words("authoring.pick-place")), theme.button("", words("authoring.pick-refer"))
        self.body.addWidget(self.line)
        self.body.addWidget(self.list)
        row = QHBoxLayout()
        theme.tight(row)
        row.addStretch(1)
        row.addWidget(self.refer)
        row.addWidget(self.place)
        self.body.addLayout(row)
        self.line.textChanged.connect(self._narrow)
        self.line.installEventFilter(self)
        self.list.currentItemChanged.connect(lambda *_: self._enable())
        self.list.itemActivated.connect(lambda _item: self._pick(self._usual))
        self.place.clicked.connect(lambda: self._pick(True))
        self.refer.clicked.connect(lambda: self._pick(False))
        self._narrow("")
        self.line.setFocus()

    @property
    def current(self) -> Choice | None:
        """What is chosen."""
        found = self.list.currentIndex().data(Qt.ItemDataRole.UserRole)
        return found if isinstance(found, Choice) else None

    @property
    def _usual(self) -> bool:
        return self.current is not None and self.current.placed

    def _narrow(self, typed: str) -> None:
        wanted = matching.words(typed)
        self.list.clear()
        found = [(rank(name, wanted), place) for place, name in enumerate(self._names)]
        for _, place in sorted((how, place) for how, place in found if how is not None):
            choice = self._choices[place]
            told = self._say("authoring.pair", label=choice.name, title=choice.value) if choice.value else choice.name
            item = QListWidgetItem(told, self.list)
            item.setData(Qt.ItemDataRole.UserRole, choice)
        if not self.list.count():
            QListWidgetItem(self._say("authoring.pick-none"), self.list).setFlags(Qt.ItemFlag.NoItemFlags)
        self.list.setCurrentRow(0)
        self._enable()

    def _enable(self) -> None:
        several = any(choice.placed for choice in self._choices)
        self.place.setVisible(several)
        self.refer.setVisible(several)
        self.place.setEnabled(self._usual)
        self.refer.setEnabled(self.current is not None)

    def _pick(self, placed: bool) -> None:
        choice = self.current
        if choice is not None:
            self.close()
            self.picked.emit(choice.key, placed)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.line and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            key = Qt.Key(event.key())
            if key in MOVES:
                self.list.setCurrentRow(min(max(self.list.currentRow() + MOVES[key], 0), self.list.count() - 1))
                return True
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._pick(self._usual)
                return True
        return False
