"""What all dialogs have in common: F1 shows the help on what one works in, though the window behind does not answer."""

from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QWidget

from ui.help.desk import topic_of
from ui.session import Session
from ui.shortcuts import pressed


class Dialog(QDialog):
    """``topic``: its page of the help."""

    topic = "window"

    def __init__(self, session: Session, parent: QWidget | None) -> None:
        """Opens over ``parent``."""
        super().__init__(parent)
        self.session = session

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if pressed(event, "help.open"):
            self.session.help_wanted.emit(topic_of(self.focusWidget()) or self.topic)
        else:
            super().keyPressEvent(event)
