"""A button that becomes a line: name after name, Enter after each."""

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QStackedWidget

from ui import icons, theme
from ui.widgets.text_editors import Line

HEIGHT = 30
STAYS = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)  # the focus comes back


class NameLine(QStackedWidget):
    """``named`` (str): something is to be added under this name; ``typed`` (str): the name so far; ``closed``: by Escape.

    What stands in the line when the focus leaves is a name, too.
    """

    named = Signal(str)
    typed = Signal(str)
    closed = Signal()

    def __init__(self) -> None:
        """The button."""
        super().__init__()
        self.button, self.line = theme.button("link"), Line()
        self.button.setIcon(icons.icon("plus", "accent"))
        self.addWidget(self.button)
        self.addWidget(self.line)
        self.setFixedHeight(HEIGHT)
        self.button.clicked.connect(self.open)
        self.line.textEdited.connect(self.typed)
        self.line.returnPressed.connect(self.flush)
        self.line.installEventFilter(self)

    def open(self) -> None:
        """Ready to be typed into."""
        self.setCurrentWidget(self.line)
        self.line.setFocus()

    def flush(self) -> None:
        """Add what was typed."""
        name = self.line.text().strip()
        self.line.clear()
        self.typed.emit("")
        if name:
            self.named.emit(name)

    def _close(self) -> None:
        self.flush()
        self.setCurrentWidget(self.button)

    def eventFilter(self, watched: QObject, event: object) -> bool:
        del watched
        if isinstance(event, QKeyEvent) and event.type() == QKeyEvent.Type.KeyPress and event.key() == Qt.Key.Key_Escape:
            self.line.clear()
            self._close()
            self.closed.emit()
            return True
        if isinstance(event, QFocusEvent) and event.lostFocus() and event.reason() not in STAYS:
            self._close()
        return False

    def say(self, text: str, name: str) -> None:
        """The button's text, and what the line is called."""
        self.button.setText(text)
        self.button.setAccessibleName(name)
        self.line.setPlaceholderText(name)
        self.line.setAccessibleName(name)
