"""The panel that asks for the number of a row to go to."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIntValidator, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from diagnosis.text import Lang, phrase
from ui import theme
from ui.widgets.popup import Popup

WIDTH = 200


class GoToPopup(Popup):
    """``wanted`` (row, from 0): Enter was pressed. A number beyond the last row is the last row."""

    wanted = Signal(int)

    def __init__(self, owner: QWidget, rows: int, lang: Lang) -> None:
        """``rows``: how many there are."""
        super().__init__(owner, WIDTH)
        self._rows = rows
        told = phrase("ui", "table.go-to-what", rows=f"{rows:,}").to(lang)
        self.line = QLineEdit()
        self.line.setValidator(QIntValidator(1, 10**9, self.line))
        self.line.setAccessibleName(told)
        self.body.addWidget(theme.label("muted", told))
        self.body.addWidget(self.line)
        self.setAccessibleName(told)

    def start(self) -> None:
        """Put the keyboard into the line."""
        self.line.setFocus(Qt.FocusReason.PopupFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            row = min(int(self.line.text() or 0), self._rows)
            self.close()
            if row > 0:
                self.wanted.emit(row - 1)
        else:
            super().keyPressEvent(event)
