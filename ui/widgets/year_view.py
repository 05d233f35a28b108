"""The grid of years: keys as in a spreadsheet, blocks from and to one."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QPersistentModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFocusEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QAbstractItemDelegate, QAbstractItemView, QHeaderView, QMenu, QWidget

from db.history import Change
from db.workspace import Workspace
from db.years import YearCell, set_years
from diagnosis.text import phrase
from ui.shortcuts import keys_of, pressed
from ui.tones import tone
from ui.widgets.cell_editor import OPENED_BY
from ui.widgets.clipboard import text_of
from ui.widgets.frozen_column import FrozenColumn
from ui.widgets.popup import pop_up
from ui.widgets.typing_table import TypingTable
from ui.widgets.year_blocks import Block, Target, read_block, told, with_heads
from ui.widgets.year_cells import PART, read
from ui.widgets.year_faces import Face
from ui.widgets.year_model import YearModel
from ui.widgets.year_moves import Action, Moves
from ui.widgets.year_paint import HEAD, HEIGHT, PAD, SECOND, NameDelegate, YearDelegate, name_height, width_of

LEAST_NAME = 148
TREND, MOST_TREND = 56, 120  # how wide, and how much wider where there is room
Index = QModelIndex | QPersistentModelIndex
Hint = QAbstractItemDelegate.EndEditHint
BY_TAB = {Hint.EditNextItem: Action.MoveNext, Hint.EditPreviousItem: Action.MovePrevious}
PLAIN = Qt.KeyboardModifier.NoModifier


class YearView(TypingTable):
    """Rows are indicators, columns years.

    ``chosen`` (indicator id, year or None): another cell is the current one. ``opened`` (indicator id, year): somebody wants to edit a
    year that has a row for each respondent. ``told`` (Text): what a paste does.
    """

    chosen = Signal(str, object)
    opened = Signal(str, int)
    told = Signal(object)

    def __init__(self, model: YearModel) -> None:
        """Follows the model: rows and columns get their sizes whenever it changes."""
        super().__init__()
        self._years = model
        self._current: tuple[str, int | None] | None = None
        self._measured: tuple[list[list[Face]], list[int], int] | None = None  # what fits do not measure again: faces, widths, longest name
        self.setModel(model)
        self._delegate = YearDelegate(model, self)
        self.setItemDelegate(self._delegate)
        self.setEditTriggers(OPENED_BY)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(True)
        self.setWordWrap(False)
        rows, columns = self.verticalHeader(), self.horizontalHeader()
        rows.hide()
        rows.setMinimumSectionSize(HEAD)
        for head in (rows, columns):
            head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        columns.setHighlightSections(False)
        columns.setSelectionModel(QItemSelectionModel(model, columns))
        self.frozen = FrozenColumn(self, 0)
        self.frozen.setItemDelegate(NameDelegate(self.frozen))
        self._fitting = QTimer(self, singleShot=True, interval=0)
        self._connect()

    def _connect(self) -> None:
        self._delegate.moved.connect(self._step)
        self._delegate.block_pasted.connect(self.paste)
        self._years.modelAboutToBeReset.connect(self._delegate.flush)
        self._years.session.leaving.connect(self._delegate.flush)
        self._years.modelReset.connect(self._start_again)
        self._years.dataChanged.connect(lambda _first, _last: self._fitting.start())
        self._fitting.timeout.connect(self.fit)
        self.selectionModel().currentChanged.connect(lambda now, _before: self._current_changed(now))

    # ---- sizes

    def fit(self) -> None:
        """Columns as wide as what stands in them, the names get the rest; rows as high as their texts."""
        model = self._years
        columns = range(model.columnCount())
        faces = [[] if line.indicator is None else [model.face(line.indicator, column) for column in columns] for line in model.lines]
        widths = [self._width(column, [line[column] for line in faces if line]) for column in columns[1:]]
        longest = max((width_of(line[0].first) for line in faces if line), default=0) + 2 * PAD + 4
        self._measured = faces, widths, longest
        self._share()

    def _share(self) -> None:
        """Share the room out to what is measured."""
        if self._measured is None:
            return
        faces, needed, longest = self._measured
        widths = list(needed)
        name = min(max(LEAST_NAME, self.viewport().width() - sum(widths)), max(longest, LEAST_NAME))
        if spare := self.viewport().width() - name - sum(widths):
            widths[-2] += min(max(spare, 0), MOST_TREND)
        for column, width in enumerate([name, *widths]):
            self.setColumnWidth(column, width)
        was_seen = self.viewport().rect().intersects(self.visualRect(self.currentIndex()))
        for row, line in enumerate(faces):
            height = _height(line, name)
            self.setRowHeight(row, height)
            self.frozen.setRowHeight(row, height)
        self.frozen.place()
        if was_seen:
            self.scrollTo(self.currentIndex())

    def _width(self, column: int, faces: list[Face]) -> int:
        if self._years.after(column) == "trend":
            return TREND
        needed = [max(width_of(face.first), width_of(face.second)) + 2 * PAD + 1 for face in faces]
        return max([self.horizontalHeader().sectionSizeHint(column), *needed])

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._measured is None:
            self.fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fitting.start()

    def _start_again(self) -> None:
        self.clearSpans()
        for row in range(self._years.rowCount()):
            if self._years.indicator_at(row) is None:
                self.setSpan(row, 0, 1, self._years.columnCount())
        for column in range(1, self._years.columnCount()):
            self.frozen.setColumnHidden(column, True)
        self._measured = None
        if self.isVisible():  # else once it is
            self.fit()
        if self._current is not None:
            self.choose(*self._current)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Where the filter leaves nothing, the grid says so."""
        super().paintEvent(event)
        if not self._years.lines and self._years.session.diagnosis is not None:
            painter = QPainter(self.viewport())
            painter.setPen(QColor(tone.muted))
            painter.drawText(self.viewport().rect(), Qt.AlignmentFlag.AlignCenter, self._years.session.words("indicators.nothing"))
            painter.end()

    # ---- which cell

    def _current_changed(self, now: QModelIndex) -> None:
        indicator = self._years.indicator_at(now.row())
        if indicator is not None:
            self._current = indicator.id, self._years.year_at(now.column())
            self.chosen.emit(*self._current)

    def choose(self, indicator_id: str, year: int | None = None) -> None:
        """Make a cell the current one, if its row is shown; without a year the row's latest one, unless a cell of the row is current."""
        row, now = self._years.line_of(indicator_id), self.currentIndex()
        column = self._years.column_of(year) if year is not None else now.column() if now.row() == row else -1
        column = column if column >= 0 else len(self._years.years)
        if row >= 0 and (now.row(), now.column()) != (row, column):
            self.setCurrentIndex(self._years.index(row, column))

    # ---- moving

    def moveCursor(self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        """As in a spreadsheet; Ctrl with an arrow goes to the edge of what is filled in, Tab leaves the grid at its ends."""
        page = max(self.viewport().height() // HEIGHT - 1, 1)
        return Moves(self._years, page).target(self.currentIndex(), action, modifiers)

    def selectionCommand(self, index: Index, event: QEvent | None = None) -> QItemSelectionModel.SelectionFlag:
        """Ctrl with an arrow takes the selection along; with Shift it extends it."""
        if isinstance(event, QKeyEvent) and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            flags = QItemSelectionModel.SelectionFlag
            return flags.SelectCurrent if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else flags.ClearAndSelect
        return super().selectionCommand(index, event)

    def _go(self, action: QAbstractItemView.CursorAction) -> None:
        following = self.moveCursor(action, PLAIN)
        if following.isValid():
            self.setCurrentIndex(following)

    def _step(self, down: int) -> None:
        self._go(Action.MoveDown if down > 0 else Action.MoveUp)

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """Tab stores what was typed and goes on to the next year, without opening it."""
        super().closeEditor(editor, Hint.NoHint if hint in BY_TAB else hint)
        if hint in BY_TAB:
            self._go(BY_TAB[hint])

    # ---- keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys, key = QKeySequence.StandardKey, event.key()
        if event.matches(keys.Copy):
            self.copy()
        elif event.matches(keys.Paste):
            self.paste()
        elif pressed(event, "years.copy-heads"):
            self.copy(heads=True)
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and not event.modifiers():
            self.clear_cells()
        elif self._opens(event):
            self._open_rows()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._step(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
        elif key == Qt.Key.Key_Escape:
            self.window().focusNextPrevChild(True)  # Tab goes from cell to cell
        else:
            super().keyPressEvent(event)

    def _opens(self, event: QKeyEvent) -> bool:
        """Whether somebody wants to type into a year that several respondents have rated."""
        cell = self._years.cell(self.currentIndex())
        apart = cell is not None and self._years.held(cell[0].id, cell[1]).apart
        opening = (Qt.Key.Key_F2, Qt.Key.Key_Return, Qt.Key.Key_Enter)
        return apart and (event.key() in opening or (bool(event.text().strip()) and event.text().isprintable()))

    def _open_rows(self) -> None:
        cell = self._years.cell(self.currentIndex())
        if cell is not None and self._years.held(cell[0].id, cell[1]).apart:
            self.opened.emit(cell[0].id, cell[1])

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        super().mouseDoubleClickEvent(event)
        self._open_rows()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid():
            self._go(Action.MoveHome)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    # ---- blocks

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        pop_up(self.make_menu(), event)

    def make_menu(self) -> QMenu:
        """What can be done with cells, and by which keys."""
        menu = QMenu(self)
        entries: dict[str, Callable[[], None]] = {
            "table.copy-cells": self.copy,
            "years.copy-heads": lambda: self.copy(heads=True),
            "table.paste-cells": self.paste,
            "table.clear-cells": self.clear_cells,
        }
        for name, do in entries.items():
            action = menu.addAction(f"{self._years.session.words(name)}\t{keys_of(name)}")
            action.setData(name)
            action.triggered.connect(lambda _on=False, do=do: do())
        return menu

    def _selected(self) -> tuple[list[int], list[int]]:
        """The rows of indicators, and the columns, that the selection touches."""
        ranges = self.selectionModel().selection().toList()
        rows = sorted({row for each in ranges for row in range(each.top(), each.bottom() + 1)})
        columns = sorted({column for each in ranges for column in range(each.left(), each.right() + 1)})
        return [row for row in rows if self._years.indicator_at(row) is not None], columns

    def copy(self, *, heads: bool = False) -> None:
        """Put the selected block on the clipboard; with its names and years if wanted."""
        rows, columns = self._selected()
        years = {column: year for column in columns if (year := self._years.year_at(column)) is not None}
        columns = list(years) if heads else columns
        texts = [[self._text(row, column) for column in columns] for row in rows]
        if rows:
            block = with_heads([self._text(row, 0) for row in rows], list(years.values()), texts) if heads else texts
            QGuiApplication.clipboard().setText(text_of(block))

    def _text(self, row: int, column: int) -> str:
        return str(self._years.index(row, column).data(Qt.ItemDataRole.EditRole))

    def paste(self) -> None:
        """Write the clipboard's block, by its names and years or from the current cell on."""
        now, model, session = self.currentIndex(), self._years, self._years.session
        below = [each.id for row in range(max(now.row(), 0), model.rowCount()) if (each := model.indicator_at(row)) is not None]
        target = Target(below, model.years[max(now.column() - 1, 0) :])
        text, indicators = QGuiApplication.clipboard().text(), session.framework.indicators
        block, said = Block(), phrase("ui", "table.paste-nothing")

        def paste(ws: Workspace, round_id: int, _part: str) -> Change:
            nonlocal block, said
            block, before = read_block(text, target, indicators), read(ws, round_id, indicators)
            said = told(block, [before.at(cell.indicator, cell.year) for cell in block.cells], indicators)
            return set_years(ws, round_id, block.cells)

        def pasted(_change: Change) -> None:
            self.told.emit(said)
            model.add_years([cell.year for cell in block.cells])

        if session.round_id is not None:
            session.change(paste, session.round_id, PART, done=pasted, keep=True)

    def clear_cells(self) -> None:
        """Take the values of the selected years away."""
        rows, columns = self._selected()
        cells = [self._years.cell(self._years.index(row, column)) for row in rows for column in columns]
        filled = [cell for cell in cells if cell is not None and self._years.held(cell[0].id, cell[1]).rows]
        self._years.write([YearCell(indicator.id, year, "") for indicator, year in filled])


def _height(line: list[Face], name: int) -> int:
    """Of a row: of its name in this width, and of the cells with two lines; a heading has no faces."""
    if not line:
        return HEAD
    tall = name_height(line[0], name - 2 * PAD - 1)
    return max(HEIGHT + (SECOND if any(face.second for face in line[1:]) else 0), tall + 6)
