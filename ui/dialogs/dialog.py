"""What all dialogs have in common: they go when they close, stay within the screen as they grow, and F1 shows the help on their fields."""

import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QDialog, QPushButton, QWidget

from ui.help.desk import topic_of
from ui.regions import push
from ui.session import Session
from ui.shortcuts import pressed


class Dialog(QDialog):
    """``topic``: its page of the help."""

    topic = "window"

    def __init__(self, session: Session, parent: QWidget | None) -> None:
        """Opens over ``parent``."""
        super().__init__(parent)
        self.session = session
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._keep_inside()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.isVisible():
            self._keep_inside()

    def accept(self) -> None:
        """Close it; where somebody has closed it meanwhile, what it asked for was done without it."""
        if shiboken6.isValid(self):
            super().accept()

    def _keep_inside(self) -> None:
        """Move it just as far as it has to be to stand within the screen; its head stays there, whatever its height."""
        room, frame = self.screen().availableGeometry(), self.frameGeometry()
        left = max(room.left(), min(frame.left(), room.right() + 1 - frame.width()))
        top = max(room.top(), min(frame.top(), room.bottom() + 1 - frame.height()))
        if (left, top) != (frame.left(), frame.top()):
            self.move(left, top)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if pressed(event, "help.open"):
            self.session.help_wanted.emit(topic_of(self.focusWidget()) or self.topic)
        elif not (isinstance(here := self.focusWidget(), QPushButton) and push(here, event)):  # from elsewhere the default one
            super().keyPressEvent(event)
