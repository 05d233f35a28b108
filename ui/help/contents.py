"""The left side of the help: the contents as a tree, and the pages that a search has found."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from diagnosis.text import Lang, Text, phrase
from ui import theme
from ui.help.book import Book
from ui.help.find import Hit
from ui.help.topics import told
from ui.widgets.disclosure import Entry, RowList
from ui.widgets.rows import Content
from ui.widgets.scrolling import Scrolling

TOPIC = Qt.ItemDataRole.UserRole
SHOWN = 50  # of the pages found: who wants more types more


class Contents(QTreeWidget):
    """``chosen`` (topic): a page was chosen, by a click, by the arrows or by Enter."""

    chosen = Signal(str)

    def __init__(self, book: Book) -> None:
        """``retranslate`` sets the names."""
        super().__init__()
        self.setObjectName("contents")
        self.setHeaderHidden(True)
        self.setUniformRowHeights(True)
        self.setIndentation(2 * theme.SPACE)
        self.setFrameShape(QTreeWidget.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._pages: dict[str, QTreeWidgetItem] = {}
        self._texts: list[tuple[QTreeWidgetItem, Text]] = []
        groups: dict[tuple[Text, ...], QTreeWidgetItem] = {}
        for topic in book.topics.values():
            self._pages[topic.id] = self._add(self._group(topic.path, groups), topic.title)
            self._pages[topic.id].setData(0, TOPIC, topic.id)
        self.currentItemChanged.connect(lambda now, _before: self._tell(now))
        self.itemClicked.connect(self._tell)

    def _group(self, path: tuple[Text, ...], groups: dict[tuple[Text, ...], QTreeWidgetItem]) -> QTreeWidgetItem:
        if path not in groups:
            above = self._group(path[:-1], groups) if len(path) > 1 else None
            groups[path] = self._add(above, path[-1])
        return groups[path]

    def _add(self, above: QTreeWidgetItem | None, text: Text) -> QTreeWidgetItem:
        made = QTreeWidgetItem(self if above is None else above)
        self._texts.append((made, text))
        return made

    def _tell(self, item: QTreeWidgetItem | None) -> None:
        topic = item.data(0, TOPIC) if item is not None else None
        if topic and not self.signalsBlocked():
            self.chosen.emit(topic)

    def show_topic(self, topic: str) -> None:
        """Mark the page that is shown, and open the way to it."""
        item = self._pages[topic]
        if item is not self.currentItem():
            self.blockSignals(True)
            self.setCurrentItem(item)
            self.blockSignals(False)
            self.scrollToItem(item, QAbstractItemView.ScrollHint.EnsureVisible)

    def retranslate(self, lang: Lang) -> None:
        """Every name in ``lang``."""
        for item, text in self._texts:
            item.setText(0, text.to(lang))
            item.setToolTip(0, text.to(lang))
        self.setAccessibleName(told("contents").to(lang))


class Results(QWidget):
    """The pages found, each with a line of its text. ``chosen`` (topic)."""

    chosen = Signal(str)

    def __init__(self) -> None:
        """Empty."""
        super().__init__()
        self.count, self.rows = theme.label("small"), RowList()
        self.count.setContentsMargins(theme.SPACE, theme.SPACE, 0, 4)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(theme.SPACE, 0, theme.SPACE, theme.SPACE)
        column.addWidget(self.rows)
        column.addStretch(1)
        outer = QVBoxLayout(self)
        theme.tight(outer, 0)
        outer.addWidget(self.count)
        outer.addWidget(Scrolling(inside), 1)
        self.rows.pressed.connect(self.chosen)

    def show_hits(self, hits: Sequence[Hit], lang: Lang) -> None:
        """Show the best of these."""
        found = phrase("ui", "help.count", count=len(hits)) if hits else told("nothing-found")
        self.count.setText(found.to(lang))
        self.rows.show_entries([Entry(hit.topic, Content(title=hit.title, below=hit.excerpt or hit.group)) for hit in hits[:SHOWN]])

    def step_in(self) -> None:
        """Give the focus to the first row."""
        if self.rows.rows:
            self.rows.rows[0].setFocus()

    def take(self) -> None:
        """Open the best one."""
        if self.rows.rows:
            self.chosen.emit(self.rows.keys[0])
