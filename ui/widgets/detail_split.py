"""A table and the detail of what is chosen in it: below the table, or beside it where a window is wide."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QWidget

WIDE = 1280  # pixels for both
BESIDE = 0.34  # of the width goes to the detail


class DetailSplit(QSplitter):
    """Shares the room out anew whenever it changes, until somebody moves the line between the two.

    ``turned`` (bool): the detail stands beside the table now, or below it.
    """

    turned = Signal(bool)

    def __init__(self, table: QWidget, detail: QWidget, height: int) -> None:
        """``height``: of the detail below the table, in pixels."""
        super().__init__(Qt.Orientation.Vertical)
        self._detail, self._height, self._moved, self._folded = detail, height, False, False
        self.addWidget(table)
        self.addWidget(detail)
        self.setChildrenCollapsible(False)
        self.setHandleWidth(1)
        self.splitterMoved.connect(self._leave_alone)

    def _leave_alone(self) -> None:
        self._moved = True

    def show_folded(self, folded: bool) -> None:
        """Give the detail no more than it needs."""
        self._folded, self._moved = folded, False
        self._share()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        beside = self.width() >= WIDE
        if beside != (self.orientation() == Qt.Orientation.Horizontal):
            self._moved = False
            self.setOrientation(Qt.Orientation.Horizontal if beside else Qt.Orientation.Vertical)
            self.turned.emit(beside)
        self._share()

    def _share(self) -> None:
        if self._moved:
            return
        beside = self.orientation() == Qt.Orientation.Horizontal
        room = self.width() if beside else self.height()
        folded = self._detail.minimumSizeHint().height()
        part = int(room * BESIDE) if beside else folded if self._folded else self._height
        self.setSizes([room - part, part])
