"""The filters in force, above the table: each can be taken away, or all at once."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QToolButton, QWidget

from diagnosis.text import Lang, Text, phrase
from ui import icons, theme
from ui.widgets.flow import Flow

LONGEST = 320  # pixels of a chip


class Chip(QToolButton):
    """A click, Enter, Space, Delete or Backspace takes the filter away."""

    def __init__(self, name: str) -> None:
        """``name``: of the filter."""
        super().__init__()
        self.name = name
        self.setProperty("role", "chip")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setLayoutDirection(Qt.LayoutDirection.RightToLeft)  # the cross stands behind the words
        self.setIcon(icons.icon("close", "muted"))

    def say(self, text: str, lang: Lang) -> None:
        """What it lets through; long words are cut, and stand in the tooltip."""
        shown = self.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, LONGEST)
        self.setText(shown.replace("&", "&&"))
        self.setToolTip(phrase("ui", "filter.remove", what=text).to(lang))
        self.setAccessibleName(phrase("ui", "filter.remove", what=text).to(lang))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Delete, Qt.Key.Key_Backspace}:
            self.click()
        else:
            super().keyPressEvent(event)


class FilterChips(QWidget):
    """``removed`` (name of a filter), ``cleared`` (all of them)."""

    removed = Signal(str)
    cleared = Signal()

    def __init__(self) -> None:
        """No filter, and no height."""
        super().__init__()
        self.chips: dict[str, Chip] = {}
        self.clear = theme.button("link")
        self._row = Flow(self)
        self._row.addWidget(self.clear)
        self.clear.clicked.connect(self.cleared)
        self.hide()

    def show_filters(self, told: Mapping[str, Text], lang: Lang) -> None:
        """One chip for each filter."""
        for name in [name for name in self.chips if name not in told]:
            gone = self.chips.pop(name)
            self._row.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        for name, text in told.items():
            if name not in self.chips:
                self._add(name)
            self.chips[name].say(text.to(lang), lang)
        self.clear.setText(phrase("ui", "filter.clear").to(lang))
        self.clear.setVisible(len(told) > 1)
        self.setVisible(bool(told))

    def _add(self, name: str) -> None:
        chip = self.chips[name] = Chip(name)
        chip.clicked.connect(lambda: self.removed.emit(name))
        self._row.removeWidget(self.clear)
        self._row.addWidget(chip)
        self._row.addWidget(self.clear)
        chip.show()
