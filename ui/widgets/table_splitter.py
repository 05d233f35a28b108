"""A table above the form of its row: the table is as high as its rows, the form gets the rest."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QWidget

MOST = 0.52  # of the height goes to the table


class TableSplitter(QSplitter):
    """Shares the height out anew whenever the rows or the window change, until somebody moves the line between the two."""

    def __init__(self, table: QWidget, form: QWidget, most: float = MOST) -> None:
        """``table`` above ``form``; ``most``: the table's share of the height."""
        super().__init__(Qt.Orientation.Vertical)
        self._most = most
        self._needed: int | None = None
        self._moved = False
        self.addWidget(table)
        self.addWidget(form)
        self.setChildrenCollapsible(False)
        self.setHandleWidth(1)
        self.splitterMoved.connect(self._leave_alone)

    def _leave_alone(self) -> None:
        self._moved = True

    def fit(self, needed: int) -> None:
        """``needed``: pixels for all rows of the table."""
        self._needed = needed
        self._share()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share()

    def _share(self) -> None:
        if self._moved:
            return
        table = int(self.height() * self._most)
        if self._needed is not None:
            table = min(table, self._needed)
        self.setSizes([table, self.height() - table])
