"""A list of the survey: its table, the form of the row chosen, and what is done with rows."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from db import browse, compound, operations
from db.browse import Entry, View
from db.operations import Change
from diagnosis.fieldtypes import Value
from diagnosis.questionnaire import Part, Question
from diagnosis.text import Text, phrase
from ui import icons, theme
from ui.session import Session
from ui.shortcuts import keys_of, listen, tip
from ui.widgets.empty_state import EmptyState
from ui.widgets.row_panel import RowPanel
from ui.widgets.table_blocks import Pasted
from ui.widgets.table_model import TableModel
from ui.widgets.table_splitter import TableSplitter
from ui.widgets.table_view import TableView, describe

SEARCH_AFTER_MS = 150
LEAST_ROWS = 3
COMPLETE = "complete"


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

        ``bare``: without a search and a form of its own; ``fit``: as high as its rows, up to so many.
        """
        super().__init__()
        self.session, self.part = session, part
        self._only, self._bare, self._fit, self._total = only, bare, fit, 0
        self.model = TableModel(session, part, questions, self)
        self.model.view = View(only=only)
        self.table = TableView(self.model)
        self.panel = RowPanel(session, part)
        self.empty = EmptyState([self.add, self.table.paste, session.import_wanted.emit])
        self._wanted: tuple[int, str | None] | None = None  # a place to go to when the rows have come: row, field
        self._added: int | None = None  # a row to go to, once it is there
        self._make_bar()
        self._lay_out()
        self._connect()

    # ---- building

    def _make_bar(self) -> None:
        self.search = QLineEdit()
        self.search.setClearButtonEnabled(True)
        self.search.setMaximumWidth(260)
        self.search.setFixedHeight(theme.CONTROL_HEIGHT)
        self._search_timer = QTimer(self, singleShot=True, interval=SEARCH_AFTER_MS)
        self.count = theme.label("muted")
        self.complete = QCheckBox()
        self.add_button, self.copy_button, self.delete_button = (theme.button() for _ in range(3))
        for made, name in ((self.add_button, "plus"), (self.copy_button, "copy"), (self.delete_button, "trash")):
            made.setIcon(icons.icon(name))

    def _lay_out(self) -> None:
        bar = self.bar = QHBoxLayout()
        theme.tight(bar)
        for widget in (self.add_button, self.copy_button, self.delete_button, self.search):
            bar.addWidget(widget)
        bar.addWidget(self.count)
        bar.addStretch(1)
        bar.addWidget(self.complete)
        self.splitter = TableSplitter(self.table, self.panel)
        hidden: list[QWidget] = ([self.panel, self.search] if self._bare else []) + ([] if self.part.completable else [self.complete])
        for each in hidden:  # shown are the others anyway; showing them before they have a parent would open windows
            each.hide()
        self._stack = QStackedWidget()
        self._stack.addWidget(self.splitter)
        if not self._bare:
            self._stack.addWidget(self.empty)
        column = QVBoxLayout(self)
        theme.tight(column)
        column.addLayout(bar)
        column.addWidget(self._stack, 1)

    def _connect(self) -> None:
        self._search_timer.timeout.connect(self._search)
        self.search.textChanged.connect(lambda _text: self._search_timer.start())
        self.search.returnPressed.connect(self._search)
        self.search.installEventFilter(self)
        self.add_button.clicked.connect(self.add)
        self.copy_button.clicked.connect(self.duplicate)
        self.delete_button.clicked.connect(self.delete)
        self.complete.clicked.connect(self._declare)
        self.model.reloaded.connect(self._reloaded)
        self.model.arrived.connect(self._show_row)
        self.table.row_changed.connect(lambda _row: self._show_row())
        self.table.pasted.connect(self._pasted)
        self.table.selectionModel().selectionChanged.connect(lambda _now, _before: self._enable())
        for name, do in (("add", self.add), ("duplicate", self.duplicate), ("delete", self.delete), ("search", self.search.setFocus)):
            listen(self, f"table.{name}", do, within=True)

    # ---- reading

    def refresh(self) -> None:
        """Read the list again, and whether it is declared complete."""
        self.model.reload()
        round_id, part = self.session.round_id, self.part.id
        if self.part.completable and round_id is not None:
            self.session.run(lambda ws: browse.record(ws, round_id, COMPLETE), lambda entry: self._show_complete(entry, part))

    def show_only(self, only: tuple[str, Value]) -> None:
        """Show the rows with this answer."""
        self._only = only
        self.panel.show_row(None)
        self.model.show_view(View(only=only))

    def _show_complete(self, entry: Entry, part: str) -> None:
        self.complete.setChecked(entry.answers.get(part) is True)

    def _declare(self, on: bool) -> None:
        if self.session.round_id is not None:
            value = True if on else None
            self.session.change(operations.set_answer, self.session.round_id, COMPLETE, self.part.id, value)

    def _search(self) -> None:
        view = self.model.view
        wanted = self.search.text().strip()
        if wanted != view.search:
            self.model.show_view(View(sort=view.sort, descending=view.descending, search=wanted, only=view.only))

    def _reloaded(self, shown: int, total: int) -> None:
        nothing = total == 0 and self._only is None and not self._bare
        if self._fit:
            self.setFixedHeight(self.table.fit_to(min(max(shown, 2), self._fit)) + self.bar.sizeHint().height() + theme.SPACE)
        elif not self._bare:
            self.splitter.fit(self.table.height_of(max(shown, LEAST_ROWS)))
        self._stack.setCurrentWidget(self.empty if nothing else self.splitter)
        self.empty.setEnabled(self.session.round_id is not None)
        self._total = total
        self._say_count()
        self._go_where_wanted()
        self._show_row()
        self._enable()
        self.counted.emit(total)

    def _go_where_wanted(self) -> None:
        if self._added is not None and self.table.go_to_row(self._added, edit=True):
            self._added = None
        if self._wanted is not None:
            place, field = self._wanted
            self._wanted = None
            if place < len(self.model.ids):
                columns = [question.id for question in self.model.questions]
                self.table.go_to_row(self.model.ids[place], columns.index(field) if field in columns else 0)
                self.table.setFocus()
                self.panel.wanted_field = None if self._bare else field
        if self.table.current_id is None and self.model.ids:
            self.table.go_to_row(self.model.ids[0])

    def _show_row(self) -> None:
        place = self.table.currentIndex().row()
        row_id = self.table.current_id
        self.panel.show_row(row_id, self.model.entry(place) if row_id is not None else None)

    # ---- rows

    def add(self) -> None:
        """A new row at the end, ready to be typed into."""
        answers: dict[str, Value] = dict([self._only]) if self._only is not None else {}
        if self.session.round_id is not None:
            self.session.change(operations.add_row, self.session.round_id, self.part.id, answers, done=self._go_to_added)

    def duplicate(self) -> None:
        """Copies of the selected rows at the end."""
        ids = self.table.selected_ids()
        if ids and self.session.round_id is not None:
            self.session.change(compound.duplicate_rows, self.session.round_id, self.part.id, ids, done=self._go_to_added)

    def _go_to_added(self, change: Change) -> None:
        self._added = change.row_id
        if self.search.text():
            self.search.clear()  # a new row would not be found by what is searched for

    def delete(self) -> None:
        """Delete the selected rows; undo brings them back."""
        ids = self.table.selected_ids()
        if ids and self.session.round_id is not None:
            self.session.change(operations.delete_rows, self.session.round_id, self.part.id, ids)

    def _enable(self) -> None:
        chosen = bool(self.table.selectionModel().hasSelection())
        self.copy_button.setEnabled(chosen)
        self.delete_button.setEnabled(chosen)

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

    def _go_to_field(self, field: str | None) -> None:
        """A field of the current row; of the first one when the rows are still to come, and none when there are none."""
        if self.table.current_id is None:
            self._wanted = (0, field)
            self.empty.buttons[0].setFocus()
            return
        columns = [question.id for question in self.model.questions]
        self.table.go_to_row(self.table.current_id, columns.index(field) if field in columns else 0)
        self.table.setFocus()
        self.panel.wanted_field = field
        self._show_row()

    def _pasted(self, pasted: Pasted) -> None:
        if pasted.added:
            self.search.clear()  # new rows would not be found by what is searched for
        self.session.message.emit(_told(pasted))

    # ---- words

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.search and event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Escape:  # type: ignore[attr-defined]
            self.search.clear()
            return True
        return super().eventFilter(watched, event)

    def _say_count(self) -> None:
        shown = len(self.model.ids)
        total = shown if self._only is not None else self._total
        key = "table.count" if shown == total else "table.count-found"
        self.count.setText(self.session.words(key, shown=shown, total=total))

    def retranslate(self) -> None:
        """Every text in the session's language."""
        words, lang = self.session.words, self.session.lang
        self.add_button.setText(words("table.add"))
        self.copy_button.setText(words("table.duplicate"))
        self.delete_button.setText(words("table.delete"))
        self.search.setPlaceholderText(words("table.search"))
        self.add_button.setToolTip(tip(words("table.add-tip", keys=keys_of("table.paste-rows")), "table.add", lang))
        for made, name in ((self.copy_button, "duplicate"), (self.delete_button, "delete"), (self.search, "search")):
            made.setToolTip(tip(words(f"table.{name}"), f"table.{name}", lang))
        self.search.setAccessibleName(words("table.search"))
        self.complete.setText(words("table.complete"))
        self.complete.setToolTip(self._help_on_complete())
        self.complete.setAccessibleDescription(self._help_on_complete())
        hint = next(step.hint for step in self.session.questionnaire.steps if step.id == self.part.step)
        help_text = (self.part.help or hint).to(lang)
        title = words("table.empty", part=self.part.name.to(lang))
        self.empty.say(title, help_text, [words("table.add-first"), words("table.paste"), words("table.import")])
        describe(self.table, self.part.name.to(lang), lang)
        self.model.retranslate()
        self.table.fit_columns()
        self.panel.retranslate()
        self._say_count()

    def _help_on_complete(self) -> str:
        about = self.session.questionnaire.parts[COMPLETE].help
        return about.to(self.session.lang) if about else ""


def _told(pasted: Pasted) -> Text:
    """What a paste did, for the message bar."""
    if not pasted.rows:
        return phrase("ui", "table.paste-nothing")
    key = "table.pasted-over" if pasted.replaced else "table.pasted"
    told = phrase("ui", key, rows=pasted.rows, replaced=pasted.replaced)
    if not pasted.left_out:
        return told
    return phrase("ui", "table.pasted-cut", told=told, columns=pasted.left_out)
