"""The column of names in a wide table, which stays when the table is scrolled to the right: one sees whose row it is."""

from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView

from ui.widgets.typing_table import TypingTable


class FrozenColumn(TypingTable):
    """Lies over the left edge of its table while the table's own column is scrolled away. Same rows, same selection."""

    def __init__(self, table: QTableView, column: int, header: QHeaderView | None = None) -> None:
        """Follows ``table``, which has its model and selection already. ``header``: one of its own, such as the table's."""
        super().__init__(table)
        self.column = column
        self._table = table
        if header is not None:
            self.setHorizontalHeader(header)
        self.setModel(table.model())
        self.setSelectionModel(table.selectionModel())
        self.setSelectionMode(table.selectionMode())
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setFocusProxy(table)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setObjectName("frozen")
        self.setWordWrap(False)
        self.setVerticalScrollMode(table.verticalScrollMode())
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(table.verticalHeader().defaultSectionSize())
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setSectionsMovable(False)
        self.horizontalHeader().setSelectionModel(QItemSelectionModel(table.model(), self))
        self._follow()
        self.show_column(column)
        self.hide()

    def show_column(self, column: int) -> None:
        """Another column is the one that stays."""
        self.column = column
        for other in range(self.model().columnCount()):
            self.setColumnHidden(other, other != column)
        self.place()

    def _follow(self) -> None:
        table = self._table
        own, other = self.verticalScrollBar(), table.verticalScrollBar()
        own.valueChanged.connect(other.setValue)
        other.valueChanged.connect(own.setValue)
        table.horizontalScrollBar().valueChanged.connect(self.place)
        for moved in (table.horizontalHeader().sectionResized, table.horizontalHeader().sectionMoved):
            moved.connect(self.place)
        for head in (table.horizontalHeader(), table.verticalHeader()):
            head.geometriesChanged.connect(self.place)

    def place(self, *_where: int) -> None:
        """Cover the left edge of the table, if its column of names is not there."""
        table, width = self._table, self._table.columnWidth(self.column)
        head, area = table.horizontalHeader(), table.viewport().geometry()
        self.setVisible(table.columnViewportPosition(self.column) < 0 and width < area.width() // 2)
        if self.isVisible():
            self.setColumnWidth(self.column, width)
            self.horizontalHeader().setFixedHeight(head.height())
            self.setGeometry(area.left(), head.geometry().top(), width, head.height() + area.height())
            self.verticalScrollBar().setValue(table.verticalScrollBar().value())

    @property
    def covered(self) -> int:
        """How much of the table's left edge it covers, in pixels."""
        return self.width() if self.isVisible() else 0
