"""A table that is typed into."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QTableView


class TypingTable(QTableView):
    """What an input method writes at once (，or a word that it composed in its own window) goes into the cell that it opens."""

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Qt opens the cell for it, and then does not write it there."""
        editing = self.state() == self.State.EditingState
        written = QInputMethodEvent()
        written.setCommitString(event.commitString())
        super().inputMethodEvent(event)
        if written.commitString() and not editing and (editor := self.indexWidget(self.currentIndex())) is not None:
            QCoreApplication.sendEvent(editor, written)
