"""What a list's table shows: the panels in which filters and columns are chosen, and the chips of the filters in force."""

from dataclasses import replace

from PySide6.QtCore import QModelIndex, QObject, QPoint, QRect, QTimer, Signal
from PySide6.QtWidgets import QMenu, QWidget

from db import browse
from db.filters import Among, Between, Filter, Holding, Mark
from diagnosis.fieldtypes import NumberType, TextType
from ui.settings import Settings
from ui.shortcuts import keys_of
from ui.widgets.column_choice import Column, Columns, keep_columns, kept_columns, shown
from ui.widgets.columns_popup import ColumnsPopup
from ui.widgets.filter_chips import FilterChips
from ui.widgets.filter_popup import FilterPopup
from ui.widgets.filter_words import MARK, filters_in_words
from ui.widgets.popup import Popup, rect_of
from ui.widgets.table_view import TableView

KEEP_AFTER_MS = 300
MARKS: tuple[Mark, ...] = ("refused", "advised")


class ViewControl(QObject):
    """``changed``: other filters are in force. ``popup``: the panel that was opened last."""

    changed = Signal()

    def __init__(self, table: TableView, settings: Settings) -> None:
        """Shows the columns as they were left."""
        super().__init__(table)
        self.table, self.model, self.session = table, table.model_of_rows, table.model_of_rows.session
        self.part = self.model.part
        self.chips = FilterChips()
        self.popup: Popup | None = None
        self._settings = settings
        self._columns = kept_columns(settings, self.part)
        self._keep = QTimer(self, singleShot=True, interval=KEEP_AFTER_MS)
        self._keep.timeout.connect(self._keep_columns)
        self.chips.removed.connect(self.remove)
        self.chips.cleared.connect(self.clear)
        table.filter_wanted.connect(self.filter_column)
        table.same_wanted.connect(self.show_same)
        table.columns_changed.connect(self._keep.start)
        self._show_columns()

    # ---- filters

    def filter_column(self, column: int | None = None) -> None:
        """Open the panel of this column, or of the current one."""
        current = self.table.currentIndex().column()
        place = column if column is not None else max(current, 0)
        question = self.model.questions[place]
        popup = FilterPopup(self.table, question, self.model.view, self.session.lang)
        popup.filtered.connect(lambda wanted: self.filter(question.id, wanted))
        popup.sorted.connect(lambda order: self.table.sort(None if order == "listed" else question.id, descending=order == "falling"))
        self._open(popup, self._header_rect(place))
        popup.start()
        self._count_answers(popup)

    def _header_rect(self, column: int) -> QRect:
        header = self.table.horizontalHeader()
        self.table.scrollTo(self.model.index(max(self.table.currentIndex().row(), 0), column))
        left = header.mapToGlobal(QPoint(max(header.sectionViewportPosition(column), 0), 0))
        return QRect(left.x(), left.y(), header.sectionSize(column), header.height())

    def _count_answers(self, popup: FilterPopup) -> None:
        round_id, part, name = self.session.round_id, self.part.id, popup.question.id
        others = self.model.view.filtered(name, None)
        if round_id is not None:
            self.session.run(lambda ws: browse.tally(ws, round_id, part, name, others), popup.show_counts)

    def filter(self, name: str, wanted: Filter | None) -> None:
        """Let only these answers to a question through; ``None``: all."""
        self._show(self.model.view.filtered(name, wanted))

    def show_same(self, cell: QModelIndex) -> None:
        """Only rows that answer the question of a cell as it does."""
        question, (value, _draft) = self.model.question_at(cell), self.model.answer(cell)
        wanted: Filter = Among(frozenset([value]))
        if value is None and isinstance(question.type, NumberType):
            wanted = Between(answered=False, blank=True)
        elif value is None and isinstance(question.type, TextType):
            wanted = Holding(answered=False, blank=True)
        elif isinstance(value, int | float) and not isinstance(value, bool) and isinstance(question.type, NumberType):
            wanted = Between(low=value, high=value)
        elif isinstance(value, tuple) and value:
            wanted = Among(frozenset(value))
        self.filter(question.id, wanted)

    def show_mark(self, mark: Mark | None) -> None:
        """Only rows in which something is marked so."""
        self._show(replace(self.model.view, mark=mark))

    def remove(self, name: str) -> None:
        """Take one filter away."""
        if name == MARK:
            self.show_mark(None)
        else:
            self.filter(name, None)
        self.table.setFocus()

    def clear(self) -> None:
        """Take all filters away."""
        view = self.model.view
        if view.filters or view.mark:
            self._show(replace(view, filters={}, mark=None))
            self.table.setFocus()

    def _show(self, view: browse.View) -> None:
        self.model.show_view(view)
        self.say()
        self.changed.emit()

    def fill_menu(self, menu: QMenu) -> None:
        """The filters that are no column's, and the way to that of the current column."""
        menu.clear()
        words, view = self.session.words, self.model.view
        menu.addAction(f"{words('filter.column')}\t{keys_of('table.filter')}", self.filter_column)
        menu.addSeparator()
        for mark in MARKS:
            action = menu.addAction(words(f"filter.{mark}-rows"))
            action.setData(mark)
            action.setCheckable(True)
            action.setChecked(view.mark == mark)
            action.triggered.connect(lambda on, mark=mark: self.show_mark(mark if on else None))
        menu.addSeparator()
        clear = menu.addAction(words("filter.clear"), self.clear)
        clear.setEnabled(bool(view.filters or view.mark))

    # ---- columns

    def choose_columns(self, anchor: QWidget) -> None:
        """Open the panel of the columns."""
        self._read_columns()
        popup = ColumnsPopup(self.table, self.part, self._columns, self.session.lang)
        popup.chosen.connect(self._chosen)
        self._open(popup, rect_of(anchor))
        popup.start()

    def _chosen(self, columns: Columns) -> None:
        self._columns = columns
        self._show_columns()
        self._keep.start()

    def _show_columns(self) -> None:
        self.table.show_columns([(column.field, column.width) for column in self._columns if column.shown])

    def _read_columns(self) -> None:
        """Take over what was moved and widened in the header; a column that is not shown keeps its place."""
        visible = iter([Column(field, True, width) for field, width in self.table.columns])
        if sorted(shown(self._columns)) == sorted(field for field, _ in self.table.columns):
            self._columns = tuple(next(visible) if column.shown else column for column in self._columns)

    def _keep_columns(self) -> None:
        self._read_columns()
        keep_columns(self._settings, self.part, self._columns)

    # ----

    def _open(self, popup: Popup, below: QRect) -> None:
        self.popup = popup
        popup.destroyed.connect(lambda: self._closed(popup))
        popup.open_below(below)

    def _closed(self, popup: Popup) -> None:
        if self.popup is popup:
            self.popup = None

    def say(self) -> None:
        """Show the filters in force, in the language of the moment."""
        self.chips.show_filters(filters_in_words(self.part, self.model.view), self.session.lang)
        self.table.show_order()
