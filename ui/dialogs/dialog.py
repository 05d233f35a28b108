"""What all dialogs have in common: they go when they close, stay within the screen as they grow, and F1 shows the help on their fields."""

import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QDialog, QLabel, QPushButton, QWidget

from ui.help.desk import topic_of
from ui.regions import push
from ui.session import Session
from ui.shortcuts import pressed
from ui.widgets.sheet import show_text


class Dialog(QDialog):
    """``topic``: its page of the help."""

    topic = "window"
    refused: QLabel | None = None  # where it is told that choices are not applied, in a dialog that has any

    def __init__(self, session: Session, parent: QWidget | None) -> None:
        """Opens over ``parent``."""
        super().__init__(parent)
        self.session = session
        self._warned = 0
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

    def open_choices(self) -> int:
        """How many choices somebody has made here that are not applied yet."""
        return 0

    def give_up(self) -> None:
        """Escape, or what closes: choices that are not applied are told of, and go where it is pressed once more."""
        count = self.open_choices()
        if self.refused is None or not count or (count == self._warned and self.refused.isVisible()):
            self.reject()
            return
        self._warned = count
        show_text(self.refused, self.session.words("dialog.not-applied", count=count))

    def _keep_inside(self) -> None:
        """Move it just as far as it has to be to stand within the screen; its head stays there, whatever its height."""
        room, frame = self.screen().availableGeometry(), self.frameGeometry()
        left = max(room.left(), min(frame.left(), room.right() + 1 - frame.width()))
        top = max(room.top(), min(frame.top(), room.bottom() + 1 - frame.height()))
        if (left, top) != (frame.left(), frame.top()):
            self.move(left, top)

    def closeEvent(self, event: QCloseEvent) -> None:
        if event.spontaneous():  # the cross in its head
            event.ignore()
            self.give_up()
        else:
            super().closeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if pressed(event, "help.open"):
            self.session.help_wanted.emit(topic_of(self.focusWidget()) or self.topic)
        elif event.matches(QKeySequence.StandardKey.Cancel):
            self.give_up()
        elif not (isinstance(here := self.focusWidget(), QPushButton) and push(here, event)):  # from elsewhere the default one
            super().keyPressEvent(event)
