"""A form for one record, or for one row of a list: all its fields, stored as they are typed."""

import math
from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QEvent, QSize, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from db.history import Change
from db.records import Entry, record
from diagnosis.errors import UserError
from diagnosis.fieldtypes import Value
from diagnosis.questionnaire import Part, Question
from ui import theme
from ui.session import Session
from ui.widgets.field import Field, buddy
from ui.widgets.row_advice import RowAdvice
from ui.widgets.scrolling import keep_in_view
from ui.widgets.text_editors import LineEditor

EDITOR_WIDTH, GAP = 200, 12  # the least an editor gets; between label, editor and the next label
LABEL_WIDTHS = {"zh": 104, "en": 132}  # the name of every field stands on one line
NAMES = {"name_zh", "name_en"}  # of a cluster: longer than half a line


class RecordForm(QWidget):
    """The fields of a part. ``helped`` (str): the help of the field that has the focus, or nothing."""

    helped = Signal(str)

    def __init__(self, session: Session, part: Part, questions: Sequence[Question] | None = None, *, columns: int = 3) -> None:
        """``questions``: those to ask (all); ``columns``: at most so many side by side."""
        super().__init__()
        self.session, self.part = session, part
        self._most_columns = columns
        self._laid_out: tuple[int, list[int]] = (0, [])
        self._round_id: int | None = None
        self._row_id: int | None = None
        self._advice = RowAdvice.of(session, part.id)
        self.fields = {question.id: Field(question) for question in questions or part.questions}
        for name, field in self.fields.items():
            field.topic = f"step/{part.step}#{part.id}.{name}"
            field.answered.connect(partial(self._store, name))
            field.drafted.connect(partial(self._store_draft, name))
            field.entered.connect(partial(self._entered, field))
            field.left.connect(partial(self.helped.emit, ""))
            field.leads_on = True
            field.went_on.connect(partial(self._go_on, name))
        self._grid = QGridLayout(self)
        theme.tight(self._grid)
        self._grid.setHorizontalSpacing(GAP)
        self._grid.setRowStretch(len(self.fields), 1)
        self._lay_out(1)
        session.leaving.connect(self.flush)
        self._advice.changed.connect(self._advise)
        session.diagnosed.connect(self._look_around)

    # ---- what is shown

    @property
    def row_id(self) -> int | None:
        """The row shown; ``None`` for a record, or for no row."""
        return self._row_id

    def show_row(self, row_id: int | None, entry: Entry | None = None) -> None:
        """Show this row of the list; ``None``: no row, the form rests."""
        if row_id != self._row_id:
            self.flush()
            self._round_id, self._row_id = self.session.round_id, row_id
            self._forget()
        self.setEnabled(row_id is not None)
        if entry is not None:
            self.show_entry(entry)

    def load(self) -> None:
        """Read the record of the open round."""
        round_id, part = self.session.round_id, self.part.id
        if round_id != self._round_id:
            if self._round_id is not None:  # else there is nothing to forget
                self._forget()
            self._round_id = round_id
        self.setEnabled(round_id is not None)
        if round_id is not None:
            self.session.run(lambda ws: record(ws, round_id, part), partial(self._loaded, round_id))

    def _loaded(self, round_id: int, entry: Entry) -> None:
        if round_id == self.session.round_id:
            self.show_entry(entry)

    def _forget(self) -> None:
        for field in self.fields.values():
            field.reset()

    def show_entry(self, entry: Entry) -> None:
        """Show these answers, and over them what was typed and is still on its way to the workspace."""
        entry = self.session.typed.over(self._round_id, self.part.id, self._row_id, entry)
        for name, field in self.fields.items():
            question = self.part.question(name)
            if question.varies:
                from diagnosis.ranges import asked_of

                field.ask(asked_of(question, entry.answers, self.session.framework.indicators))
            field.show_answer(entry.answers.get(name), entry.drafts.get(name))
        self._show_those_asked(entry)
        self._advise()

    def _show_those_asked(self, entry: Entry) -> None:
        for name, field in self.fields.items():
            when = self.part.question(name).shown_when
            # what has an answer is shown, even where it is not asked: nothing typed is hidden
            asked = when is None or str(entry.answers.get(when.field)) in when.values or name in entry.answers or name in entry.drafts
            field.setVisible(asked)
            field.label.setVisible(asked)

    # ---- what contradicts itself

    def _look_around(self, _diagnosis: object = None) -> None:
        """A form that nobody sees waits until it is shown."""
        if self.isVisible():
            self._advice.look()

    def _advise(self) -> None:
        found = self._advice.of_row({name: field.value for name, field in self.fields.items()})
        for name, field in self.fields.items():
            field.advise(found.get(name, ()))

    # ---- what is stored

    def flush(self) -> None:
        """Store now what was typed."""
        for field in self.fields.values():
            field.flush()

    def _store(self, name: str, value: Value) -> None:
        from db import operations

        self._advise()
        if self.part.kind == "record":
            self._change(name, operations.set_answer, self.part.id, name, value)
        elif self._row_id is not None:
            self._change(name, operations.set_cells, self.part.id, self._row_id, {name: value})

    def _store_draft(self, name: str, text: str | None) -> None:
        from db import operations

        if self.part.kind == "record" or self._row_id is not None:
            self._change(name, operations.set_draft, self.part.id, self._row_id, name, text)

    def _change(self, name: str, operation: Callable[..., Change], *args: object) -> None:
        if self._round_id is None:
            return
        from db import operations

        field, row = self.fields[name], (self._round_id, self._row_id)
        typed = field.editor.typed()

        def settled(_change: Change | None) -> None:
            if row == (self._round_id, self._row_id):
                field.settle()

        def refused(error: Exception) -> None:
            if isinstance(error, UserError) and row == (self._round_id, self._row_id):
                field.refuse(error.text())
                return
            settled(None)
            self.session.tell(error)
            if isinstance(error, UserError) and typed and operation is not operations.set_draft:  # another row is shown by now
                self.session.change(operations.set_draft, row[0], self.part.id, row[1], name, typed)

        self.session.change(operation, self._round_id, *args, done=settled, failed=refused, visit=field.visit)

    # ---- how it looks

    def _entered(self, field: Field) -> None:
        self.helped.emit(field.help)

    def _go_on(self, name: str) -> None:
        """Enter: on to the next field as Tab goes, which scrolls there; in the last one what was typed is stored."""
        names = list(self.fields)
        self.fields[name].flush()
        if any(self.fields[each].isVisible() for each in names[names.index(name) + 1 :]):
            self.focusNextPrevChild(True)

    def focus_field(self, name: str | None) -> None:
        """Give the focus to a field, or to the first one."""
        field = self.fields.get(name or "") or next(iter(self.fields.values()))
        field.editor.target.setFocus()
        if isinstance(field.editor, LineEditor):
            field.editor.line.end(False)
        keep_in_view(field)

    def retranslate(self) -> None:
        """Every text in the session's language."""
        for field in self.fields.values():
            field.retranslate(self.session.lang)
            field.label.setFixedWidth(LABEL_WIDTHS[self.session.lang])
        self.updateGeometry()
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def showEvent(self, event: QShowEvent) -> None:
        """A form that was hidden while the language changed learns only now how wide its editors are."""
        super().showEvent(event)
        self._fit()
        self._look_around()

    def event(self, event: QEvent) -> bool:
        """Editors that have got longer names, in another language, tell so only a moment later."""
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return done

    def minimumSizeHint(self) -> QSize:
        """As narrow as one column: the columns follow the width, not the width the columns."""
        return QSize(self._least_width(), super().minimumSizeHint().height())

    def _least_width(self) -> int:
        return LABEL_WIDTHS[self.session.lang] + GAP + max(EDITOR_WIDTH, *(self._least(field) for field in self.fields.values()))

    @staticmethod
    def _least(field: Field) -> int:
        return field.editor.minimumSizeHint().width()

    def _fit(self) -> None:
        column = LABEL_WIDTHS[self.session.lang] + GAP + EDITOR_WIDTH
        self._lay_out(max(1, min(self._most_columns, (self.width() + GAP) // (column + GAP))))

    def _lay_out(self, columns: int) -> None:
        column_width = (self.width() + GAP) // columns - GAP
        spans = [self._span(field, columns, column_width) for field in self.fields.values()]
        if (columns, spans) == self._laid_out:
            return
        self._laid_out = (columns, spans)
        row = column = 0
        for field, span in zip(self.fields.values(), spans, strict=True):
            if column + span > columns:
                row, column = row + 1, 0
            self._grid.addWidget(buddy(field), row, column * 2)
            self._grid.addWidget(field, row, column * 2 + 1, 1, span * 2 - 1)
            column += span
        for index in range(self._most_columns):
            self._grid.setColumnStretch(index * 2 + 1, 1 if index < columns else 0)

    def _span(self, field: Field, columns: int, column_width: int) -> int:
        """How many columns a field takes: all of them for long texts, else as many as its editor needs."""
        if field.question.wide or field.question.kind == "lines" or field.question.id in NAMES:
            return columns
        needed = LABEL_WIDTHS[self.session.lang] + GAP + self._least(field)
        return min(columns, max(1, math.ceil((needed + GAP) / (column_width + GAP))))
