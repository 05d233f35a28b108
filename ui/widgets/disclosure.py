"""Lists of rows that are pressed, or that open to show their reasons; what is open stays open when the list is shown anew."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui import theme
from ui.widgets.rows import Content, Row

BODY_INDENT = 28


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of a list. ``body`` makes what it opens to, when it is opened, out of ``state``; without one it is only pressed."""

    key: str
    content: Content
    body: Callable[[], QWidget] | None = None
    state: object = None

    def same_as(self, other: "Entry") -> bool:
        """Whether both show the same, so that nothing need be made anew."""
        return self.content == other.content and self.state is not None and self.state == other.state


class Disclosure(QWidget):
    """A row and, once it was opened, its body below."""

    toggled = Signal(bool)

    def __init__(self, entry: Entry) -> None:
        """Closed."""
        super().__init__()
        self.row = Row(entry.content, opens=entry.body is not None)
        self.body: QWidget | None = None
        self._entry = entry
        self._layout = QVBoxLayout(self)
        theme.tight(self._layout, 0)
        self._layout.addWidget(self.row)
        self._layout.addWidget(theme.hairline())
        self.row.toggled.connect(self._open)

    @property
    def opens(self) -> bool:
        """Whether it has a body."""
        return self._entry.body is not None

    def show_entry(self, entry: Entry) -> None:
        """Show another state of the same thing; an open body is made anew."""
        if entry.same_as(self._entry):
            return
        self._entry = entry
        self.row.show_content(entry.content)
        self._open(self.row.isChecked())

    def _open(self, opened: bool) -> None:
        if self.body is not None:
            self._layout.removeWidget(self.body)
            self.body.hide()
            self.body.deleteLater()
            self.body = None
        if opened and self._entry.body is not None:
            self.body = _indented(self._entry.body())
            self._layout.insertWidget(1, self.body)
        self.toggled.emit(opened)


def _indented(body: QWidget) -> QWidget:
    holder = QWidget()
    layout = QVBoxLayout(holder)
    layout.setContentsMargins(BODY_INDENT, 0, theme.SPACE, theme.SPACE + 4)
    layout.addWidget(body)
    return holder


class RowList(QWidget):
    """Rows below one another. ``pressed`` gives the key of a row that does not open."""

    pressed = Signal(str)

    def __init__(self) -> None:
        """Empty."""
        super().__init__()
        self._entries: dict[str, Disclosure] = {}
        self._open: set[str] = set()
        self._layout = QVBoxLayout(self)
        theme.tight(self._layout, 0)

    def show_entries(self, entries: Sequence[Entry]) -> None:
        """Show these rows. A row whose key stays is kept wherever it goes, and with it the focus and what is open."""
        if [entry.key for entry in entries] != list(self._entries):
            self.setUpdatesEnabled(False)
            self._arrange(entries)
            self.setUpdatesEnabled(True)
        for entry in entries:
            self._entries[entry.key].show_entry(entry)

    def _arrange(self, entries: Sequence[Entry]) -> None:
        """Make the rows those wanted: drop, make and move as few as need be. The focus of one that goes falls to its place."""
        before = self._entries
        held = next((place for place, kept in enumerate(before.values()) if kept.row.hasFocus()), None)
        kept = {
            entry.key: before[entry.key] for entry in entries if entry.key in before and before[entry.key].opens == (entry.body is not None)
        }
        for key, gone in before.items():
            if gone is not kept.get(key):
                self._layout.removeWidget(gone)
                gone.hide()
                gone.deleteLater()
        self._entries = {entry.key: kept[entry.key] if entry.key in kept else self._add(entry) for entry in entries}
        for place, shown in enumerate(self._entries.values()):
            if self._layout.indexOf(shown) != place:
                self._layout.insertWidget(place, shown)
            shown.raise_()  # Tab goes by the order of the widgets in their parent
        if held is not None and self._entries and not any(shown.row.hasFocus() for shown in self._entries.values()):
            list(self._entries.values())[min(held, len(self._entries) - 1)].row.setFocus()

    def _add(self, entry: Entry) -> Disclosure:
        made = Disclosure(entry)
        self._layout.addWidget(made)
        made.show()  # the layout would do so a moment later, and the list be too low until then
        if entry.body is None:
            made.row.clicked.connect(lambda: self.pressed.emit(entry.key))
        else:
            made.row.setChecked(entry.key in self._open)
            made.toggled.connect(lambda opened: self._open.add(entry.key) if opened else self._open.discard(entry.key))
        return made

    def open(self, key: str) -> None:
        """Open this row and give it the focus."""
        if key in self._entries:
            self._entries[key].row.setChecked(True)
            self._entries[key].row.setFocus()

    def row(self, key: str) -> Row:
        """The row with this key; raises ``KeyError``."""
        return self._entries[key].row

    def body(self, key: str) -> QWidget | None:
        """What this row has opened to; ``None`` while it is closed."""
        return self._entries[key].body

    @property
    def rows(self) -> tuple[Row, ...]:
        """The rows shown."""
        return tuple(entry.row for entry in self._entries.values())

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of the rows shown."""
        return tuple(self._entries)
