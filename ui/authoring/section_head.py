"""The heading of a section over its text: its number, and the line in which it gets another name."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui import theme
from ui.widgets.text_editors import Line


class SectionHead(QWidget):
    """``renamed`` (heading): the line was left. ``written``: and the keys go back to the text."""

    renamed = Signal(str)
    written = Signal()

    def __init__(self) -> None:
        """Shows nothing yet."""
        super().__init__()
        self.title, self.number, self.rename = theme.label("heading", wrap=True), theme.label("muted"), Line()
        row = QHBoxLayout(self)
        theme.tight(row)
        row.addWidget(self.number)
        row.addWidget(self.title, 1)
        row.addWidget(self.rename, 1)
        self.rename.hide()
        self.rename.editingFinished.connect(self._finished)

    def begin(self, title: str) -> None:
        """Edit this heading."""
        self.rename.setText(title)
        self.title.hide()
        self.rename.show()
        self.rename.setFocus()
        self.rename.selectAll()

    def rest(self) -> None:
        """Show the heading; one that is being changed stays as it was."""
        self.rename.hide()
        self.title.show()

    def _finished(self) -> None:
        if self.rename.isVisible():
            entered = self.rename.hasFocus()
            self.rest()
            if entered:  # one goes on writing: hiding the line has handed the keys to the button after it
                self.written.emit()
            self.renamed.emit(self.rename.text().strip())
