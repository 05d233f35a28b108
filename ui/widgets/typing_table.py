"""A table that is typed into."""

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QInputMethodEvent, QShowEvent
from PySide6.QtWidgets import QTableView


class TypingTable(QTableView):
    """What an input method writes at once (，or a word that it composed in its own window) goes into the cell that it opens.

    With a ground of its own: a style sheet leaves the cells without one, and what is scrolled is then painted as a whole, and all that
    lies behind it, instead of the rows that come into sight.
    """

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.viewport().setAutoFillBackground(True)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.viewport().setAutoFillBackground(True)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Qt opens the cell for it, and then does not write it there."""
        editing = self.state() == self.State.EditingState
        written = QInputMethodEvent()
        written.setCommitString(event.commitString())
        super().inputMethodEvent(event)
        if written.commitString() and not editing and (editor := self.indexWidget(self.currentIndex())) is not None:
            QCoreApplication.sendEvent(editor, written)
