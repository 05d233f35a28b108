"""The table itself: keys, copying and pasting blocks from and to a spreadsheet, sorting by its header."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemDelegate, QAbstractItemView, QMenu, QWidget

from db import compound
from db.compound import TypedRow
from db.history import Change
from db.workspace import Workspace
from diagnosis.fieldtypes import ChoiceType, NumberType, TextType
from diagnosis.questionnaire import Question
from diagnosis.text import Lang
from ui.shortcuts import keys_of, pressed, spoken
from ui.widgets import table_blocks
from ui.widgets.cell_editor import OPENED_BY
from ui.widgets.cell_paint import FrozenDelegate, ListDelegate
from ui.widgets.filter_header import FilterHeader
from ui.widgets.frozen_column import FrozenColumn
from ui.widgets.popup import pop_up
from ui.widgets.row_numbers import RowNumbers
from ui.widgets.table_blocks import Pasted, Target
from ui.widgets.table_model import TableModel
from ui.widgets.typing_table import TypingTable

WIDTHS = {"wide": 208, "number": 96, "flag": 84, "date": 104, "uscc": 168, "choices": 168, "other": 136}
EnsureVisible = QAbstractItemView.ScrollHint.EnsureVisible
MANY = 12  # choices: their names are long


class TableView(TypingTable):
    """F2, a double click or typing edits; Delete clears cells; Ctrl+C and Ctrl+V copy and paste blocks, Ctrl+Shift+V adds them as rows.

    ``row_changed`` (row id or None): another row is the current one. ``pasted`` (Pasted): a block has been written.
    ``filter_wanted`` (column), ``same_wanted`` (cell: show the rows that answer the same), ``columns_changed``: somebody has moved a
    column or made it wider. ``move_wanted`` (-1 or 1): the current row up or down.
    """

    row_changed = Signal(object)
    pasted = Signal(object)
    filter_wanted = Signal(int)
    same_wanted = Signal(object)
    columns_changed = Signal()
    move_wanted = Signal(int)

    def __init__(self, model: TableModel, parent: QWidget | None = None, *, plain: bool = False) -> None:
        """Shows the model at once. ``plain``: a short table of which all columns and rows are always shown."""
        super().__init__(parent)
        self._model = model
        self._stood: tuple[int | None, str] | None = None  # the current row and field before the model is reset
        self._widths: dict[str, int] = {}  # what somebody has set
        self.usual: Mapping[str, int] = {}  # how wide some columns are where nobody has, if not as their kind is
        self._fitting = False
        self.setModel(model)
        self._cells = ListDelegate(model, self)
        self._cells.block_pasted.connect(self.paste)
        self.setItemDelegate(self._cells)
        model.modelAboutToBeReset.connect(self._about_to_reset)
        model.session.leaving.connect(self._cells.flush)
        self.setEditTriggers(OPENED_BY)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setShowGrid(True)
        self.plain = plain
        self._set_up_headers()
        if not plain:
            own = FilterHeader(model, self)
            self.frozen = FrozenColumn(self, self._name_column(), own)
            self.frozen.setItemDelegate(FrozenDelegate(model, self.frozen))
            self._connect_header(own)
        self.selectionModel().currentChanged.connect(lambda now, _before: self._current_changed(now.row()))
        model.modelReset.connect(self._was_reset)  # after both tables have forgotten the current row

    @property
    def model_of_rows(self) -> TableModel:
        """The model, by its own type."""
        return self._model

    def _name_column(self) -> int:
        return next((place for place, each in enumerate(self._model.questions) if each.wide), 0)

    def _set_up_headers(self) -> None:
        self.setVerticalHeader(RowNumbers(self))
        columns = FilterHeader(self._model, self)
        columns.funnels = not self.plain
        self.setHorizontalHeader(columns)
        # Of its own: whether a column is selected as a whole would be asked cell by cell, in all rows.
        columns.setSelectionModel(QItemSelectionModel(self._model, columns))
        columns.setSectionsMovable(True)
        columns.setStretchLastSection(self.plain and isinstance(self._model.questions[-1].type, TextType))
        columns.sectionMoved.connect(lambda *_where: self._columns_changed())
        columns.sectionResized.connect(self._resized)
        self._connect_header(columns)
        self.fit_columns()

    def _connect_header(self, header: FilterHeader) -> None:
        # Qt would go to the first row that is seen, to select the column of a header that only sorts
        for goes_elsewhere in (header.sectionPressed, header.sectionEntered):
            goes_elsewhere.disconnect()
        header.sectionClicked.connect(self._sort_by)
        header.filter_wanted.connect(self.filter_wanted)

    # ---- columns

    @property
    def columns(self) -> list[tuple[str, int | None]]:
        """The fields shown from left to right, and the widths that somebody has set."""
        header, asked = self.horizontalHeader(), self._model.questions
        fields = [asked[header.logicalIndex(place)].id for place in range(len(asked))]
        return [(field, self._widths.get(field)) for field in fields]

    def show_columns(self, columns: Sequence[tuple[str, int | None]]) -> None:
        """Show these fields from left to right, so wide (``None``: as wide as usual)."""
        self._widths = {field: width for field, width in columns if width is not None}
        self._model.show_columns([field for field, _ in columns])
        header = self.horizontalHeader()
        self._fitting = True
        for place in range(header.count()):
            header.moveSection(header.visualIndex(place), place)
        self._fitting = False
        if not self.plain:
            self.frozen.show_column(self._name_column())
        self.fit_columns()
        self.show_order()

    def _columns_changed(self) -> None:
        if not self._fitting:
            self.columns_changed.emit()

    def _resized(self, column: int, _before: int, width: int) -> None:
        if not self._fitting and 0 <= column < len(self._model.questions):
            self._widths[self._model.questions[column].id] = width
            self.columns_changed.emit()

    def fit_columns(self) -> None:
        """Let no column be narrower than its name, unless that is very long."""
        head = self.horizontalHeader()
        assert isinstance(head, FilterHeader)
        self._fitting = True
        for place, question in enumerate(self._model.questions):
            usual = max(self.usual.get(question.id, _width(question)), min(head.width_of(place), WIDTHS["wide"]))
            self.setColumnWidth(place, self._widths.get(question.id, usual))
        self._fitting = False

    def scrollTo(self, index: QModelIndex | QPersistentModelIndex, hint: QAbstractItemView.ScrollHint = EnsureVisible) -> None:
        """Show a cell, not behind the frozen column."""
        super().scrollTo(index, hint)
        if self.plain:
            return
        hidden = self.frozen.covered - self.columnViewportPosition(index.column())
        if index.column() != self.frozen.column and hidden > 0:
            bar = self.horizontalScrollBar()
            bar.setValue(bar.value() - hidden)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if not self.plain:
            self.frozen.place()

    def help_topic(self) -> str:
        """The column of the current cell; rows of one thing alone leave it to the page."""
        part, place = self._model.part, max(self.currentIndex().column(), 0)
        return "" if self._model.view.only is not None else f"step/{part.step}#{part.id}.{self._model.questions[place].id}"

    def height_of(self, rows: int) -> int:
        """How high the table is when it shows so many rows."""
        line, head = self.verticalHeader().defaultSectionSize(), self.horizontalHeader().sizeHint().height()
        bar = self.horizontalScrollBar()
        return rows * line + head + 2 * self.frameWidth() + 2 + (bar.sizeHint().height() if bar.maximum() > 0 else 0)

    def fit_to(self, rows: int) -> int:
        """Be as high as this many rows; returns the height."""
        height = self.height_of(rows)
        self.setFixedHeight(height)
        return height

    # ---- which row

    def _current_changed(self, place: int) -> None:
        self.row_changed.emit(self._model.ids[place] if 0 <= place < len(self._model.ids) else None)

    @property
    def current_id(self) -> int | None:
        """The id of the current row."""
        place = self.currentIndex().row()
        return self._model.ids[place] if 0 <= place < len(self._model.ids) else None

    def go_to_row(self, row_id: int, column: int = 0, *, edit: bool = False) -> bool:
        """Make this row the current one; whether it is shown."""
        place = self._model.pages.place_of(row_id)
        if place < 0:
            return False
        index = self._model.index(place, column)
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.scrollTo(index)
        if edit:
            self.setFocus()
            self.edit(index)
        return True

    def selected_ids(self) -> list[int]:
        """The rows that the selection touches, from top to bottom."""
        ranges = self.selectionModel().selection().toList()
        places = sorted({place for each in ranges for place in range(each.top(), each.bottom() + 1)})
        return [self._model.ids[place] for place in places if place < len(self._model.ids)]

    def _about_to_reset(self) -> None:
        self._cells.flush()
        current = self.currentIndex()
        self._stood = (self.current_id, self._model.questions[current.column()].id) if current.isValid() else None

    def _was_reset(self) -> None:
        """The row that was the current one stays it, wherever it now stands."""
        row_id, name = self._stood or (None, "")
        fields = [question.id for question in self._model.questions]
        if row_id is not None:
            self.go_to_row(row_id, fields.index(name) if name in fields else 0)

    @property
    def selected_count(self) -> int:
        """How many rows the selection touches."""
        count, covered = 0, -1
        for each in sorted(self.selectionModel().selection().toList(), key=lambda each: each.top()):
            count += max(0, each.bottom() - max(each.top() - 1, covered))
            covered = max(covered, each.bottom())
        return count

    # ---- sorting

    def _sort_by(self, column: int) -> None:
        """Rising, falling, the order of the list."""
        view, name = self._model.view, self._model.questions[column].id
        sort: str | None = name
        descending = view.sort == name and not view.descending
        if view.sort == name and view.descending:
            sort, descending = None, False
        self.sort(sort, descending=descending)

    def sort(self, field: str | None, *, descending: bool = False) -> None:
        """Sort by this question; ``None``: the order of the list."""
        self._model.show_view(replace(self._model.view, sort=field, descending=descending))
        self.show_order()

    def show_order(self) -> None:
        """Say in the header what the rows are sorted by."""
        view, fields = self._model.view, [question.id for question in self._model.questions]
        order = Qt.SortOrder.DescendingOrder if view.descending else Qt.SortOrder.AscendingOrder
        for header in (self.horizontalHeader(), *([] if self.plain else [self.frozen.horizontalHeader()])):
            header.setSortIndicatorShown(view.sort in fields)
            if view.sort in fields:
                header.setSortIndicator(fields.index(view.sort), order)
            header.viewport().update()

    # ---- keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        elif pressed(event, "table.paste-rows"):
            self.paste_rows()
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and not event.modifiers():
            self.clear_cells()
        elif (pressed(event, "table.move-up") or pressed(event, "table.move-down")) and self.state() != self.State.EditingState:
            self.move_wanted.emit(-1 if pressed(event, "table.move-up") else 1)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.state() != self.State.EditingState:
            self.edit(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The current cell is marked, and what is done with chosen rows is done with its own, though nobody has gone to it yet."""
        super().focusInEvent(event)
        if self.currentIndex().isValid() and not self.selectionModel().hasSelection():
            self.selectionModel().select(self.currentIndex(), QItemSelectionModel.SelectionFlag.Select)

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """Enter goes down, as in a spreadsheet: what is typed next does not take the place of what was typed."""
        super().closeEditor(editor, hint)
        below = self.currentIndex().siblingAtRow(self.currentIndex().row() + 1)
        if hint == QAbstractItemDelegate.EndEditHint.SubmitModelCache and below.isValid():
            self.setCurrentIndex(below)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        pop_up(self.make_menu(), event)

    def make_menu(self) -> QMenu:
        """What can be done with cells, and by which keys."""
        menu = QMenu(self)
        entries: list[tuple[str, Callable[[], None]]] = [
            ("table.copy-cells", self.copy),
            ("table.paste-cells", self.paste),
            ("table.paste-rows", self.paste_rows),
            ("table.clear-cells", self.clear_cells),
        ]
        for key, do in entries:
            action = menu.addAction(f"{self._model.session.words(key)}\t{keys_of(key)}")
            action.setData(key)
            action.triggered.connect(lambda _on=False, do=do: do())
        if not self.plain and self.currentIndex().isValid():
            self._add_filters(menu)
        return menu

    def _add_filters(self, menu: QMenu) -> None:
        current = self.currentIndex()
        menu.addSeparator()
        for key, do in (
            ("table.same", lambda: self.same_wanted.emit(current)),
            ("table.filter", lambda: self.filter_wanted.emit(current.column())),
        ):
            action = menu.addAction(f"{self._model.session.words(key)}\t{keys_of(key)}")
            action.setData(key)
            action.triggered.connect(lambda _on=False, do=do: do())

    def _selected_questions(self) -> list[Question]:
        """The columns that the selection touches, in the order they stand on the screen."""
        header = self.horizontalHeader()
        touched = {column for each in self.selectionModel().selection().toList() for column in range(each.left(), each.right() + 1)}
        return [self._model.questions[column] for column in sorted(touched, key=header.visualIndex)]

    def copy(self) -> None:
        """Put the selected block on the clipboard, as a spreadsheet takes it."""
        session, ids, asked = self._model.session, self.selected_ids(), self._selected_questions()
        round_id, part, lang = session.round_id, self._model.part.id, session.lang
        if round_id is not None and ids:
            session.run(lambda ws: table_blocks.copied(ws, round_id, part, ids, asked, lang), QGuiApplication.clipboard().setText)

    def paste(self) -> None:
        """Write the clipboard's block from the current cell on; rows beyond the end are added."""
        current = self.currentIndex()
        place = self.horizontalHeader().visualIndex(current.column()) if current.isValid() else 0
        self._paste(self._model.ids[current.row() :] if current.isValid() else [], place)

    def paste_rows(self) -> None:
        """Add the clipboard's block as new rows."""
        self._paste([], 0)

    def _paste(self, ids: Sequence[int], first_column: int) -> None:
        """Write into these rows, and into new ones when there are not enough."""
        session, asked, header = self._model.session, self._model.questions, self.horizontalHeader()
        text, round_id = QGuiApplication.clipboard().text(), session.round_id
        if round_id is None or not text:
            self.pasted.emit(Pasted())
            return
        columns = [asked[header.logicalIndex(place)].id for place in range(first_column, len(asked))]
        target, told = Target(ids, columns, self._model.fixed), Pasted()

        def paste(ws: Workspace, round_id: int, part: str) -> Change:
            nonlocal told
            change, told = table_blocks.paste(ws, round_id, part, text, target)
            return change

        session.change(paste, round_id, self._model.part.id, done=lambda _change: self.pasted.emit(told), keep=True)

    def clear_cells(self) -> None:
        """Take the answers of the selected cells away."""
        session, fixed = self._model.session, self._model.fixed
        nothing = {question.id: "" for question in self._selected_questions() if question.id not in fixed}
        rows = [TypedRow(row_id, nothing) for row_id in self.selected_ids()]
        if rows and session.round_id is not None:
            session.change(compound.set_typed, session.round_id, self._model.part.id, rows)


def _width(question: Question) -> int:
    if question.wide or (isinstance(question.type, ChoiceType) and len(question.type.choices) > MANY):
        return WIDTHS["wide"]
    kind = "number" if isinstance(question.type, NumberType) else question.kind
    return WIDTHS.get(kind, WIDTHS["other"])


def describe(view: TableView, name: str, lang: Lang) -> None:
    """Accessible name, and how it is used."""
    view.setAccessibleName(name)
    view.setAccessibleDescription(spoken("table", "list", lang=lang))
