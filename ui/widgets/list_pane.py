"""A list of the survey: its search, its table, and the form of the row chosen."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property, partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QMenu, QStackedWidget, QVBoxLayout, QWidget

from db.browse import Entry, View
from diagnosis.fieldtypes import Value
from diagnosis.questionnaire import Part, Question
from diagnosis.text import phrases
from ui import icons, theme
from ui.session import Session
from ui.settings import Settings
from ui.shortcuts import listen
from ui.widgets.complete_box import CompleteBox
from ui.widgets.current_row import CurrentRow
from ui.widgets.empty_state import EmptyState
from ui.widgets.list_bar import ListBar
from ui.widgets.row_work import RowWork
from ui.widgets.table_blocks import Pasted
from ui.widgets.table_model import TableModel
from ui.widgets.table_splitter import ROOM_BESIDE, TableSplitter
from ui.widgets.table_view import TableView, describe

if TYPE_CHECKING:
    from ui.widgets.row_panel import RowPanel
    from ui.widgets.view_control import ViewControl

SEARCH_AFTER_MS = 5  # what a search has found when somebody has typed on is not even read
LEAST_ROWS, ROWS_BESIDE_FORM = 3, 8
BESIDE, FIRMS = "form-beside", "enterprises"


class ListPane(QWidget):
    """``counted`` (rows in all): the list has been read."""

    counted = Signal(int)

    def __init__(
        self,
        session: Session,
        part: Part,
        questions: Sequence[Question] | None = None,
        *,
        only: tuple[str, Value] | None = None,
        bare: bool = False,
        fit: int = 0,
    ) -> None:
        """``questions``: the columns; ``only``: the rows with this answer, which new rows get, too.

        ``bare``: without a search, filters and a form of its own; ``fit``: as high as its rows, up to so many.
        """
        super().__init__()
        self.session, self.part = session, part
        self._only, self._bare, self._fit, self._total = only, bare, fit, 0
        self._settings = Settings()
        self.model = TableModel(session, part, questions, self)
        self.model.start_with(View(only=only))
        self.table = TableView(self.model, plain=bare)
        self.rows, self._current = RowWork(self.table, self), CurrentRow(self.table, self._show_row, self)
        self.shown = None if bare else self._view_control()
        self._import = "table.roster" if part.id == FIRMS else "table.import"
        way = partial(session.roster_wanted.emit, None) if part.id == FIRMS else session.import_wanted.emit
        self.empty, self.nothing = EmptyState([self.add, self.table.paste, way], self.table.paste), EmptyState([self._show_all])
        self._wanted: tuple[int, str | None] | None = None  # a place to go to when the rows have come: row, field
        self.complete = CompleteBox(session, part)
        self.bar = ListBar(self.complete, bare=bare)
        self.search, self.count = self.bar.search, self.bar.count
        self.add_button, self.copy_button, self.delete_button = (self.bar.buttons[name] for name in ("add", "duplicate", "delete"))
        self._search_timer = QTimer(self, singleShot=True, interval=SEARCH_AFTER_MS)
        self._lay_out()
        self._connect()

    # ---- building

    def _view_control(self) -> "ViewControl":
        from ui.widgets.view_control import ViewControl

        return ViewControl(self.table, self._settings)

    @cached_property
    def panel(self) -> "RowPanel":
        """The form of the row chosen; a bare table has none."""
        from ui.widgets.row_panel import RowPanel

        return RowPanel(self.session, self.part)

    def _lay_out(self) -> None:
        self._stack = QStackedWidget()
        if self._bare:
            self._stack.addWidget(self.table)
            for place in (self.empty, self.nothing):  # never shown; windows of their own would outlive the pane
                place.setParent(self)
                place.hide()
        else:
            self.splitter = TableSplitter(self.table, self.panel)
            self.splitter.setProperty("role", "gap")
            self._stack.addWidget(self.splitter)
            self._stack.addWidget(self.empty)
            self._stack.addWidget(self.nothing)
        column = QVBoxLayout(self)
        theme.tight(column)
        column.addWidget(self.bar)
        if self.shown is not None:
            column.addWidget(self.shown.chips)
            self._filter_menu = QMenu(self)
            self._filter_menu.aboutToShow.connect(partial(self.shown.fill_menu, self._filter_menu))
            self.bar.buttons["filter"].setMenu(self._filter_menu)
            self._put_form(beside=self._settings.text(BESIDE) == "yes")
        column.addWidget(self._stack, 1)

    def _connect(self) -> None:
        self._search_timer.timeout.connect(self._search)
        self.search.textChanged.connect(lambda _text: self._search_timer.start())
        self.search.returnPressed.connect(partial(self._search, again=True))
        self.model.reloaded.connect(self._reloaded)
        self.session.diagnosed.connect(self._look_around)
        self.table.pasted.connect(self._pasted)
        self.table.move_wanted.connect(self.rows.move)
        self.rows.added.connect(self._show_everything)
        self.table.selectionModel().selectionChanged.connect(lambda _now, _before: self._enable())
        keys = {"add": self.add, "duplicate": self.rows.duplicate, "delete": self.rows.delete}
        if self.shown is not None:
            keys |= {"columns": self._choose_columns, "form": self._move_form, "bulk": self.rows.change_many}
        for name, do in keys.items():
            self.bar.buttons[name].clicked.connect(lambda _on=False, do=do: do())
        keys |= {"search": self.search.setFocus}
        if self.shown is not None:
            keys |= {"filter": self.shown.filter_column, "go-to": self._ask_row}
        for name, do in keys.items():
            listen(self, f"table.{name}", do, within=True)

    def _choose_columns(self) -> None:
        if self.shown is not None:
            self.shown.choose_columns(self.bar.buttons["columns"])

    def _move_form(self) -> None:
        """Beside the table or below it; on a narrow page it stands below in any case."""
        beside = not self.splitter.beside
        self._settings.set_text(BESIDE, "yes" if beside else "")
        self._put_form(beside=beside)

    def _put_form(self, *, beside: bool) -> None:
        self.splitter.put_beside(beside)
        self.bar.buttons["form"].setIcon(icons.icon("below" if beside else "beside"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.shown is not None:
            self.bar.offer_form(self.width() >= ROOM_BESIDE)

    def _ask_row(self) -> None:
        from ui.widgets.go_to_popup import GoToPopup
        from ui.widgets.popup import rect_of

        popup = GoToPopup(self.table, len(self.model.ids), self.session.lang)
        popup.wanted.connect(lambda row: self.table.go_to_row(self.model.ids[row], self.table.currentIndex().column()))
        popup.open_below(rect_of(self.count))
        popup.start()

    # ---- reading

    def refresh(self) -> None:
        """Read the list again, and whether it is declared complete."""
        self.model.reload()
        self.complete.refresh()

    def show_only(self, only: tuple[str, Value]) -> None:
        """Show the rows with this answer."""
        self._only = only
        if not self._bare:
            self.panel.show_row(None)
        self.model.show_view(View(only=only))

    def _search(self, *, again: bool = False) -> None:
        """``again``: what no longer matches goes, even if the same is searched for."""
        view = self.model.view
        wanted = self.search.text().strip()
        if wanted != view.search or (again and self.model.strays):
            self._current.typing = True
            self.model.show_view(replace(view, search=wanted))

    def _reloaded(self, shown: int, total: int) -> None:
        if self._fit:
            self.setFixedHeight(self.table.fit_to(min(max(shown, 2), self._fit)) + self.bar.sizeHint().height() + theme.SPACE)
        elif not self._bare:
            self.splitter.fit(self.table.height_of(max(shown, LEAST_ROWS)), self.table.height_of(ROWS_BESIDE_FORM))
        if not self._bare:
            self._show_stack(shown, total)
        self.empty.setEnabled(self.session.round_id is not None)
        self._total = total
        self._look_around()
        self._say_count()
        self._go_where_wanted()
        self._current.read()
        self._enable()
        self.counted.emit(total)

    def _show_stack(self, shown: int, total: int) -> None:
        """The rows and the form; in their place what belongs here, or that nothing is like what is searched for."""
        view, focus = self.model.view, QApplication.focusWidget()
        within = focus is not None and self.splitter.isAncestorOf(focus)
        nothing = not shown and bool(view.search or view.filters or view.mark)
        self._stack.setCurrentWidget(self.empty if total == 0 and self._only is None else self.nothing if nothing else self.splitter)
        if nothing and within:
            self.nothing.buttons[0].setFocus()

    def _go_where_wanted(self) -> None:
        self.rows.go_to_new()
        if self._wanted is not None:
            place, field = self._wanted
            self._wanted = None
            if place < len(self.model.ids):
                columns = [question.id for question in self.model.questions]
                self.table.go_to_row(self.model.ids[place], columns.index(field) if field in columns else 0)
                self.table.setFocus()
                if not self._bare:
                    self.panel.wanted_field = field
        if self.table.current_id is None and self.model.ids:
            self.table.go_to_row(self.model.ids[0])

    def _show_row(self, row_id: int | None, entry: Entry | None) -> None:
        if not self._bare:
            self.panel.show_row(row_id, entry)

    def _look_around(self, _diagnosis: object = None) -> None:
        if self.isVisible():
            self.model.advice.look()

    # ---- rows

    def add(self) -> None:
        """A new row at the end, ready to be typed into."""
        self.rows.add(self._only)

    def _show_everything(self) -> None:
        """New rows would not be found by what is searched or filtered for."""
        if self.search.text():
            self.search.clear()
        if self.shown is not None:
            self.shown.clear()

    def _show_all(self) -> None:
        """Search and filters are taken away at once."""
        self._show_everything()
        self._search()
        self.table.setFocus()

    def _enable(self) -> None:
        chosen = bool(self.table.selectionModel().hasSelection())
        self.copy_button.setEnabled(chosen)
        self.delete_button.setEnabled(chosen)
        self.bar.buttons["bulk"].setEnabled(bool(self.model.ids))
        self._say_count()

    def go_to(self, row: int | None, field: str | None) -> None:
        """Show the row at this place of the list (from 0), whatever was searched for or sorted by; without one, the current row."""
        if row is None and field is None:
            self.table.setFocus()
            return
        if row is None:
            self._go_to_field(field)
            return
        self._wanted = (row, field)
        self.search.clear()
        self._search_timer.stop()
        self.model.show_view(View(only=self._only))
        if self.shown is not None:
            self.shown.say()

    def _go_to_field(self, field: str | None) -> None:
        """A field of the current row; of the first one when the rows are still to come, and none when there are none."""
        if self.table.current_id is None:
            self._wanted = (0, field)
            self.empty.buttons[0].setFocus()
            return
        columns = [question.id for question in self.model.questions]
        self.table.go_to_row(self.table.current_id, columns.index(field) if field in columns else 0)
        self.table.setFocus()
        if not self._bare:
            self.panel.wanted_field = field
        self._current.show_now()

    def _pasted(self, pasted: Pasted) -> None:
        if pasted.added:
            self._show_everything()
        self.session.message.emit(pasted.told)

    # ---- words

    def _say_count(self) -> None:
        strays = len(self.model.strays)
        shown = len(self.model.ids) - strays
        total = shown if self._only is not None else self._total
        self.bar.show_count(shown, total, strays, self.table.selected_count, self.session.lang)

    def retranslate(self) -> None:
        """Every text in the session's language."""
        words, lang = self.session.words, self.session.lang
        self.complete.retranslate()
        self.bar.retranslate(lang)
        hint = next(step.hint for step in self.session.questionnaire.steps if step.id == self.part.step)
        help_text = (self.part.help or phrases("ui").get(f"empty.{self.part.id}", hint)).to(lang)
        title = words("table.empty", part=self.part.name.to(lang))
        self.empty.say(title, help_text, [words("table.add-first"), words("table.paste"), words(self._import)])
        self.nothing.say(words("table.nothing", part=self.part.name.to(lang)), words("table.nothing-text"), [words("table.show-all")])
        describe(self.table, self.part.name.to(lang), lang)
        self.model.retranslate()
        self.table.fit_columns()
        if self.shown is not None:
            self.shown.say()
        if not self._bare:
            self.panel.retranslate()
        self._say_count()
