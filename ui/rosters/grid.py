"""Tables that are only read: the rows of a sheet as they stand in the file, and rows of texts."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QFontMetrics
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from diagnosis.roster.layout import Layout
from diagnosis.roster.sheet import Sheet, cell_text
from ui import theme
from ui.tones import tone

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
NOBODY = QModelIndex()
SHOWN = 60  # rows of the file
NARROWEST, WIDEST = 24, 320  # pixels of a column to begin with
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class SheetModel(QAbstractTableModel):
    """The first rows of a sheet; those of the header stand out, what stands above it steps back."""

    def __init__(self, parent: QObject) -> None:
        """Empty."""
        super().__init__(parent)
        self.sheet: Sheet | None = None
        self.layout_: Layout | None = None

    def show_sheet(self, sheet: Sheet | None, layout: Layout | None) -> None:
        """Show this one."""
        self.beginResetModel()
        self.sheet, self.layout_ = sheet, layout
        self.endResetModel()

    def rowCount(self, parent: Index = NOBODY) -> int:
        return 0 if parent.isValid() or self.sheet is None else min(SHOWN, self.sheet.height)

    def columnCount(self, parent: Index = NOBODY) -> int:
        return 0 if parent.isValid() or self.sheet is None else len(self.sheet.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> object:
        if role != Role.DisplayRole or self.sheet is None:
            return None
        return self.sheet.letter(section) if orientation == Qt.Orientation.Horizontal else str(section + 1)

    def data(self, index: Index, role: int = Role.DisplayRole) -> object:
        if self.sheet is None or not index.isValid():
            return None
        cell = self.sheet.columns[index.column()][index.row()]
        if role in {Role.DisplayRole, Role.ToolTipRole}:
            return cell_text(cell)
        if role == Role.TextAlignmentRole and isinstance(cell, float):
            return RIGHT
        return self._look(index.row(), role)

    def _look(self, row: int, role: int) -> object:
        layout = self.layout_
        if layout is not None and layout.top <= row < layout.first:
            return {Role.BackgroundRole: QColor(tone.accent_soft), Role.FontRole: theme.emphasis()}.get(Role(role))
        is_above = layout is not None and row < layout.top
        return QColor(tone.muted) if is_above and role == Role.ForegroundRole else None


class RowsModel(QAbstractTableModel):
    """Rows of texts that are made when they are looked at. ``numbers``: columns that stand at the right."""

    def __init__(self, parent: QObject) -> None:
        """Empty."""
        super().__init__(parent)
        self._heads: Sequence[str] = ()
        self._count = 0
        self._text: Callable[[int, int], str] = lambda _row, _column: ""
        self._numbers: frozenset[int] = frozenset()
        self._strong: int | None = None

    def show_rows(
        self,
        heads: Sequence[str],
        count: int,
        text: Callable[[int, int], str],
        numbers: frozenset[int] = frozenset(),
        strong: int | None = None,
    ) -> None:
        """``text``: of a row and a column; ``strong``: a column that stands out."""
        self.beginResetModel()
        self._heads, self._count, self._text, self._numbers, self._strong = heads, count, text, numbers, strong
        self.endResetModel()

    def renew(self) -> None:
        """The same rows say something else."""
        if self._count:
            self.dataChanged.emit(self.index(0, 0), self.index(self._count - 1, len(self._heads) - 1))

    def rowCount(self, parent: Index = NOBODY) -> int:
        return 0 if parent.isValid() else self._count

    def columnCount(self, parent: Index = NOBODY) -> int:
        return 0 if parent.isValid() else len(self._heads)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> object:
        if orientation == Qt.Orientation.Horizontal:
            if role == Role.DisplayRole:
                return self._heads[section]
            if role == Role.TextAlignmentRole:
                return RIGHT if section in self._numbers else Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: Index, role: int = Role.DisplayRole) -> object:
        if not index.isValid():
            return None
        if role in {Role.DisplayRole, Role.ToolTipRole, Role.AccessibleTextRole}:
            return self._text(index.row(), index.column())
        if role == Role.TextAlignmentRole and index.column() in self._numbers:
            return RIGHT
        if role == Role.FontRole and index.column() == self._strong:
            return theme.emphasis()
        return None


class Grid(QTableView):
    """A quiet table; Tab leaves it, the arrows go through it."""

    def __init__(self, model: QAbstractTableModel) -> None:
        """Shows ``model``."""
        super().__init__()
        self.setModel(model)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setShowGrid(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        head, rows = self.horizontalHeader(), self.verticalHeader()
        head.setHighlightSections(False)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        rows.setDefaultSectionSize(theme.ROW_HEIGHT)
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head.setResizeContentsPrecision(SHOWN)

    def fit_sheet(self, model: SheetModel) -> None:
        """As wide as the header and the rows below it: a title may be long. Merged cells are one, as in the file."""
        self.clearSpans()
        if model.sheet is None:
            return
        for top, left, bottom, right in model.sheet.merged:
            if top < model.rowCount():
                self.setSpan(top, left, min(bottom, model.rowCount() - 1) - top + 1, right - left + 1)
        metrics = QFontMetrics(theme.emphasis())
        first = model.layout_.top if model.layout_ is not None else 0
        for row in range(min(first, model.rowCount())):
            self._let_run_over(row)
        for column in range(model.columnCount()):
            texts = {cell_text(cell)[:40] for cell in model.sheet.columns[column][first : model.rowCount()]}
            widest = max(map(metrics.horizontalAdvance, texts), default=0)
            self.setColumnWidth(column, min(max(widest, NARROWEST) + 3 * theme.SPACE, WIDEST))

    def _let_run_over(self, row: int) -> None:
        """A title runs over the empty cells beside it, as in a spreadsheet."""
        filled = [column for column in range(self.model().columnCount()) if self.model().index(row, column).data()]
        ends = [*filled[1:], self.model().columnCount()]
        for column, end in zip(filled, ends, strict=False):
            if end - column > 1 and self.columnSpan(row, column) == 1 == self.rowSpan(row, column):
                self.setSpan(row, column, 1, end - column)

    def fit_columns(self, *, stretch: int | None = None) -> None:
        """As wide as what is seen first, up to a limit; ``stretch``: takes the room that is left."""
        head = self.horizontalHeader()
        head.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.resizeColumnsToContents()
        for column in range(self.model().columnCount()):
            self.setColumnWidth(column, min(self.columnWidth(column) + theme.SPACE, WIDEST))
        if stretch is not None:
            head.setSectionResizeMode(stretch, QHeaderView.ResizeMode.Stretch)

    @property
    def chosen(self) -> list[int]:
        """The rows that are selected, in order."""
        return sorted(index.row() for index in self.selectionModel().selectedRows())
