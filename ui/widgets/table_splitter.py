"""A table and the form of its row: below it, where the table is as high as its rows and the form gets the rest, or beside it."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QWidget

MOST = 0.52  # of the height goes to the table
ROOM_BESIDE = 760  # pixels that both need side by side
FORM_WIDTHS = (340, 440)
FORM_SHARE = 0.42  # of the width


class TableSplitter(QSplitter):
    """Shares the room out anew whenever the rows or the window change, until somebody moves the line between the two."""

    def __init__(self, table: QWidget, form: QWidget, most: float = MOST) -> None:
        """``table`` above ``form``; ``most``: the table's share of the height."""
        super().__init__(Qt.Orientation.Vertical)
        self._most, self._form = most, form
        self._needed: int | None = None
        self._least = 0
        self._moved: set[Qt.Orientation] = set()
        self.beside = False  # wanted; a narrow page has the form below all the same
        self.addWidget(table)
        self.addWidget(form)
        self.setChildrenCollapsible(False)
        self.setHandleWidth(1)
        self.splitterMoved.connect(lambda *_where: self._moved.add(self.orientation()))

    def fit(self, needed: int, least: int = 0) -> None:
        """``needed``: pixels for all rows of the table; ``least``: for those that must be in sight while there is room for them."""
        self._needed, self._least = needed, least
        self._share()

    def put_beside(self, on: bool) -> None:
        """Put the form beside the table where there is room, or below it."""
        self.beside = on
        self._share()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share()

    def _share(self) -> None:
        wide = self.beside and self.width() >= ROOM_BESIDE
        way = Qt.Orientation.Horizontal if wide else Qt.Orientation.Vertical
        if way != self.orientation():
            self.setOrientation(way)
        if way in self._moved:
            return
        if wide:
            form = min(max(int(self.width() * FORM_SHARE), FORM_WIDTHS[0]), FORM_WIDTHS[1])
            self.setSizes([self.width() - form, form])
            return
        table = max(int(self.height() * self._most), self._least)
        if self._needed is not None:
            table = min(table, self._needed)
        table = min(table, max(self.height() - self._form.minimumHeight(), 0))
        self.setSizes([table, self.height() - table])
