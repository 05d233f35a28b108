"""The table itself: keys, copying and pasting blocks from and to a spreadsheet, sorting by its header."""

import csv
import io
from collections.abc import Sequence

from PySide6.QtCore import QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from db import browse, compound
from db.browse import View
from db.compound import TypedRow
from db.workspace import Workspace
from diagnosis.fieldtypes import ChoiceType, NumberType, TextType
from diagnosis.questionnaire import Question
from diagnosis.text import Lang, phrase
from ui import theme
from ui.widgets.cell_editor import CellDelegate
from ui.widgets.table_model import TableModel

WIDTHS = {"wide": 208, "number": 96, "flag": 84, "date": 104, "uscc": 168, "choices": 168, "other": 136}
READ_AT_ONCE = 500  # rows
MANY = 12  # choices: their names are long


class TableView(QTableView):
    """F2, a double click or typing edits; Delete clears cells; Ctrl+C and Ctrl+V copy and paste blocks.

    ``row_changed`` (row id or None): another row is the current one. ``pasted``: rows, columns left out.
    """

    row_changed = Signal(object)
    pasted = Signal(int, int)

    def __init__(self, model: TableModel, parent: QWidget | None = None) -> None:
        """Shows the model at once."""
        super().__init__(parent)
        self._model = model
        self.setModel(model)
        self.setItemDelegate(CellDelegate(self))
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(triggers.DoubleClicked | triggers.EditKeyPressed | triggers.AnyKeyPressed)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setShowGrid(True)
        self._set_up_headers()
        self.selectionModel().currentChanged.connect(lambda now, _before: self._current_changed(now.row()))

    def _set_up_headers(self) -> None:
        rows, columns = self.verticalHeader(), self.horizontalHeader()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(theme.ROW_HEIGHT)
        rows.setDefaultAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        columns.setSectionsMovable(True)
        columns.setHighlightSections(False)
        columns.setSortIndicatorShown(False)
        columns.setSectionsClickable(True)
        columns.sectionClicked.connect(self._sort_by)
        columns.setStretchLastSection(isinstance(self._model.questions[-1].type, TextType))
        for place, question in enumerate(self._model.questions):
            self.setColumnWidth(place, _width(question))

    def fit_to(self, rows: int) -> int:
        """Be as high as this many rows; returns the height."""
        line, head = self.verticalHeader().defaultSectionSize(), self.horizontalHeader().sizeHint().height()
        height = rows * line + head + 2 * self.frameWidth() + 2
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

    # ---- sorting

    def _sort_by(self, column: int) -> None:
        """Rising, falling, the order of the list."""
        view, name = self._model.view, self._model.questions[column].id
        sort: str | None = name
        descending = view.sort == name and not view.descending
        if view.sort == name and view.descending:
            sort, descending = None, False
        self._model.show_view(View(sort=sort, descending=descending, search=view.search, only=view.only))
        order = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
        self.horizontalHeader().setSortIndicatorShown(sort is not None)
        self.horizontalHeader().setSortIndicator(column, order)

    # ---- keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and not event.modifiers():
            self.clear_cells()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.state() != self.State.EditingState:
            self.edit(self.currentIndex())
        else:
            super().keyPressEvent(event)

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
            session.run(lambda ws: _block(ws, round_id, part, ids, asked, lang), QGuiApplication.clipboard().setText)

    def paste(self) -> None:
        """Write the clipboard's block from the current cell on; rows beyond the end are added."""
        session, model = self._model.session, self._model
        block = list(csv.reader(io.StringIO(QGuiApplication.clipboard().text()), dialect="excel-tab"))
        if session.round_id is None or not block:
            self.pasted.emit(0, 0)
            return
        current = self.currentIndex()
        first_row = current.row() if current.isValid() else len(model.ids)
        header = self.horizontalHeader()
        first = header.visualIndex(current.column()) if current.isValid() else 0
        columns = [model.questions[header.logicalIndex(place)].id for place in range(first, len(model.questions))]
        rows = [
            TypedRow(model.ids[place] if place < len(model.ids) else None, dict(zip(columns, cells, strict=False)))
            for place, cells in enumerate(block, first_row)
        ]
        left_out = max(0, max(len(cells) for cells in block) - len(columns))
        session.change(
            compound.set_typed, session.round_id, model.part.id, rows, done=lambda _change: self.pasted.emit(len(rows), left_out)
        )

    def clear_cells(self) -> None:
        """Take the answers of the selected cells away."""
        session, fields = self._model.session, [question.id for question in self._selected_questions()]
        rows = [TypedRow(row_id, dict.fromkeys(fields, "")) for row_id in self.selected_ids()]
        if rows and session.round_id is not None:
            session.change(compound.set_typed, session.round_id, self._model.part.id, rows)


def _block(ws: Workspace, round_id: int, part: str, ids: Sequence[int], asked: Sequence[Question], lang: Lang) -> str:
    """Rows as tab-separated lines."""
    out = io.StringIO()
    lines = csv.writer(out, dialect="excel-tab", lineterminator="\n")
    for start in range(0, len(ids), READ_AT_ONCE):
        some = ids[start : start + READ_AT_ONCE]
        entries = browse.rows_by_id(ws, round_id, part, some)
        for entry in (entries[row_id] for row_id in some if row_id in entries):
            lines.writerow([entry.drafts.get(each.id) or each.type.show(entry.answers.get(each.id), lang) for each in asked])
    return out.getvalue()


def _width(question: Question) -> int:
    if question.wide or (isinstance(question.type, ChoiceType) and len(question.type.choices) > MANY):
        return WIDTHS["wide"]
    kind = "number" if isinstance(question.type, NumberType) else question.kind
    return WIDTHS.get(kind, WIDTHS["other"])


def describe(view: TableView, name: str, lang: Lang) -> None:
    """Accessible name, and how it is used."""
    view.setAccessibleName(name)
    view.setAccessibleDescription(phrase("ui", "table.keys").to(lang))
