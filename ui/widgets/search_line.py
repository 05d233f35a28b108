"""A line to search in: the cross at its end takes away what was typed."""

from PySide6.QtWidgets import QLineEdit

from ui import icons


class SearchLine(QLineEdit):
    """The cross is ours, in the colours in force; it shows while something is typed, and the keyboard needs it not."""

    def __init__(self, text: str = "") -> None:
        """``text``: what is searched for already."""
        super().__init__(text)
        self.cross = self.addAction(icons.icon("close", "muted"), QLineEdit.ActionPosition.TrailingPosition)
        self.cross.setVisible(bool(text))
        self.cross.triggered.connect(self._clear)
        self.textChanged.connect(lambda typed: self.cross.setVisible(bool(typed)))

    def _clear(self) -> None:
        """As if it had been deleted key by key."""
        self.clear()
        self.textEdited.emit("")
        self.setFocus()

    def name_cross(self, name: str) -> None:
        """Its tooltip."""
        self.cross.setText(name)
