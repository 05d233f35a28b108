"""Facts below one another, each with its name at the left: what a row opens to."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from diagnosis.text import Lang
from ui import theme
from ui.widgets.rows import PAD

NAME_WIDTHS: dict[Lang, int] = {"zh": 84, "en": 124}


class Facts(QWidget):
    """A fact without a text is left out: nothing is said about what is not there."""

    def __init__(self, lang: Lang) -> None:
        """Empty."""
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnMinimumWidth(0, NAME_WIDTHS[lang])
        self._grid.setColumnStretch(1, 1)

    def add(self, name: str, *texts: str) -> "Facts":
        """One fact, in as many lines as there are texts."""
        lines = "\n".join(text for text in texts if text)
        if lines:
            value = theme.label(text=lines, wrap=True)
            value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self._put(name, value)
        return self

    def add_each(self, name: str, *texts: str) -> "Facts":
        """One fact of several paragraphs, with a distance between them."""
        for text in filter(None, texts):
            self.add(name, text)
            name = ""
        return self

    def add_widget(self, name: str, widget: QWidget) -> "Facts":
        """Something else than text: links, rows."""
        self._put(name, widget)
        return self

    def add_link(self, text: str, go: Callable[[], None]) -> "Facts":
        """A link to where this is entered."""
        link = theme.button("link", text)
        link.clicked.connect(go)
        self._grid.addWidget(link, self._grid.rowCount(), 1, Qt.AlignmentFlag.AlignLeft)
        return self

    def _put(self, name: str, value: QWidget) -> None:
        row = self._grid.rowCount()
        label = theme.label("muted", name)
        if not isinstance(value, QLabel):
            label.setContentsMargins(0, PAD, 0, 0)  # beside the text of the first row
        self._grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(value, row, 1)
        if isinstance(value, QLabel):
            value.setAccessibleName(f"{name}: {value.text()}" if name else value.text())
        else:
            value.setAccessibleName(name)
