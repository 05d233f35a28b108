"""Tabs with counts, for the parts of a step."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QTabBar, QVBoxLayout, QWidget

from ui import theme
from ui.shortcuts import listen


class TabLine(QWidget):
    """A bar of tabs on a hairline that goes from edge to edge."""

    def __init__(self) -> None:
        """No tabs."""
        super().__init__()
        self.bar = QTabBar()
        self.bar.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # Tab goes on from a tab that was clicked
        self.bar.setDrawBase(False)
        self.bar.setExpanding(False)
        self.bar.setElideMode(Qt.TextElideMode.ElideNone)
        self.bar.setUsesScrollButtons(True)
        column = QVBoxLayout(self)
        theme.tight(column, 0)
        column.addWidget(self.bar)
        column.addWidget(theme.hairline())


class Tabs(QWidget):
    """Tabs, mostly for the parts of a step; a tab says how much is in it. Contents are made when their tab is first opened.

    ``opened`` (id): a tab is open.
    """

    opened = Signal(str)

    def __init__(self, name_of: Callable[[str], str], makers: Mapping[str, Callable[[], QWidget]]) -> None:
        """``makers``: id of a tab -> how to make its content; ``name_of``: its name in the language of the moment."""
        super().__init__()
        self._name_of, self._makers = name_of, makers
        self._counts: dict[str, str] = {}
        self.made: dict[str, QWidget] = {}
        line = TabLine()
        self.bar = line.bar
        self._stack = QStackedWidget()
        for part in makers:
            self.bar.setTabData(self.bar.addTab(""), part)
        column = QVBoxLayout(self)
        theme.tight(column, 0)
        column.addWidget(line)
        column.addSpacing(theme.SPACE + 4)
        column.addWidget(self._stack, 1)
        self.bar.currentChanged.connect(lambda place: self._open(self.bar.tabData(place)))
        listen(self, "keys.tab", lambda: self._go_on(1))
        listen(self, "keys.tab-before", lambda: self._go_on(-1))

    def _go_on(self, by: int) -> None:
        """To a tab beside the open one, round and round; what was being typed is stored as the focus goes."""
        if self.bar.count() > 1:
            self.bar.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.bar.setCurrentIndex((self.bar.currentIndex() + by) % self.bar.count())

    @property
    def part(self) -> str:
        """The part whose tab is open."""
        return str(self.bar.tabData(self.bar.currentIndex()))

    def open(self, part: str) -> QWidget:
        """Open the tab of a part; its content."""
        self.bar.setCurrentIndex(list(self._makers).index(part))
        return self.content(part)

    def content(self, part: str) -> QWidget:
        """The content of a part, made if need be."""
        if part not in self.made:
            self.made[part] = self._makers[part]()
            self._stack.addWidget(self.made[part])
        return self.made[part]

    def _open(self, part: str) -> None:
        self._stack.setCurrentWidget(self.content(part))
        self.opened.emit(part)

    def start(self) -> None:
        """Open the first tab."""
        self._open(self.part)

    def show_count(self, part: str, count: str) -> None:
        """How much is in a part."""
        self._counts[part] = count
        self.retranslate()

    def retranslate(self) -> None:
        """Every text in the session's language."""
        for place, part in enumerate(self._makers):
            name = f"{self._name_of(part)} {self._counts.get(part, '')}".strip()
            self.bar.setTabText(place, name.replace("&", "&&"))
