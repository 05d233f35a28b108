"""One answer for many rows: which rows, which question, which answer, and what will become of what is there."""

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtWidgets import QComboBox, QFormLayout, QGridLayout, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from db import browse, bulk
from db.operations import Change
from diagnosis.errors import Invalid, UserError
from diagnosis.fieldtypes import Value
from diagnosis.progress import Progress
from diagnosis.questionnaire import Part, Question
from diagnosis.text import Text, phrase
from ui import theme
from ui.dialogs.dialog import Dialog
from ui.session import Session
from ui.tasks import Watch
from ui.widgets.field import Field
from ui.widgets.filter_words import value_in_words
from ui.widgets.segments import Segments

WIDTH = 520
SHOWN = 6  # answers of which is said how many rows have them
AFTER_MS = 120


class _Lines(QWidget):
    """Present answers at the left, how many rows have them at the right."""

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        theme.tight(self._grid, 4)
        self._grid.setColumnStretch(0, 1)
        self._labels: list[QWidget] = []

    def show_lines(self, lines: Sequence[tuple[str, str]]) -> None:
        """These, and no others."""
        for label in self._labels:
            self._grid.removeWidget(label)
            label.hide()
            label.deleteLater()
        self._labels = []
        for row, (left, right) in enumerate(lines):
            name, count = theme.label("muted", left, wrap=True), theme.label("", right)
            self._grid.addWidget(name, row, 0)
            self._grid.addWidget(count, row, 1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
            self._labels += [name, count]


class BulkDialog(Dialog):
    """Closes when it is done; cancelled on the way, it has changed nothing and stays open."""

    topic = "tables"

    def __init__(self, session: Session, parent: QWidget, part: Part, rows: Mapping[str, Sequence[int]], field: str) -> None:
        """``rows``: "chosen" and "found", the ids of the rows that can be meant; ``field``: the question proposed."""
        super().__init__(session, parent)
        self._part, self._rows = part, {name: ids for name, ids in rows.items() if ids}
        self._round_id = session.round_id
        self._watch: Watch | None = None
        self._counts: dict[Value, int] | None = None  # answer -> rows that have it; not known yet
        self._asked = 0
        self.setWindowTitle(session.words("bulk.title"))
        self.setMinimumWidth(WIDTH)
        self._make(field)
        self._lay_out()
        self._choose_question()
        self._connect()

    # ---- building

    def _make(self, field: str) -> None:
        words = self.session.words
        told = [(name, phrase("ui", f"bulk.{name}", count=f"{len(ids):,}")) for name, ids in self._rows.items()]
        self.scope = Segments(told, clearable=False)
        self.scope.retranslate(self.session.lang)
        self.scope.describe(words("bulk.rows"), "")
        self.scope.show_value(next(iter(self._rows)))
        self.question = QComboBox()
        self.question.setMaxVisibleItems(20)
        for each in self._part.questions:
            self.question.addItem(each.label.to(self.session.lang), each.id)
        self.question.setCurrentIndex(max(self.question.findData(field), 0))
        self.question.setAccessibleName(words("bulk.question"))
        self.way = Segments([("set", phrase("ui", "bulk.set")), ("clear", phrase("ui", "bulk.clear"))], clearable=False)
        self.way.retranslate(self.session.lang)
        self.way.describe(words("bulk.way"), "")
        self.way.show_value("set")
        self.field: Field | None = None
        self.preview, self.facts = theme.label(wrap=True), _Lines()
        self.note = theme.label("error", wrap=True)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.do, self.cancel = theme.button("primary"), theme.button("", words("dialog.cancel"))
        self._timer = QTimer(self, singleShot=True, interval=AFTER_MS)

    def _lay_out(self) -> None:
        words = self.session.words
        column = QVBoxLayout(self)
        theme.tight(column, 2 * theme.SPACE, 3 * theme.SPACE)
        form = self._form = QFormLayout()
        theme.tight(form)
        form.addRow(words("bulk.rows"), self.scope)
        form.addRow(words("bulk.question"), self.question)
        form.addRow(words("bulk.way"), self.way)
        self._place = QVBoxLayout()
        form.addRow("", self._place)
        buttons = QHBoxLayout()
        theme.tight(buttons)
        buttons.addStretch(1)
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.do)
        column.addLayout(form)
        column.addWidget(theme.hairline())
        for widget in (self.preview, self.facts, self.note, self.bar):
            column.addWidget(widget)
        column.addStretch(1)
        column.addLayout(buttons)
        self.note.hide()
        self.bar.hide()
        self.do.setDefault(True)

    def _connect(self) -> None:
        self.scope.picked.connect(lambda _none=None: self._count())
        self.question.currentIndexChanged.connect(lambda _index: self._choose_question())
        self.way.picked.connect(lambda _none=None: self._choose_way())
        self._timer.timeout.connect(self._show)
        self.do.clicked.connect(self._start)
        self.cancel.clicked.connect(self.reject)

    # ---- what is wanted

    @property
    def asked(self) -> Question:
        """The question whose answers are changed."""
        return self._part.question(str(self.question.currentData()))

    @property
    def ids(self) -> Sequence[int]:
        """The rows that are meant."""
        return self._rows[str(self.scope.value)]

    def value(self) -> Value:
        """The answer wanted; raises ``Invalid`` when what was typed is none."""
        return None if self.way.value == "clear" or self.field is None else self.field.editor.read()

    def _choose_question(self) -> None:
        if self.field is not None:
            self._place.removeWidget(self.field)
            self.field.hide()
            self.field.deleteLater()
        self.field = Field(self.asked)
        self.field.retranslate(self.session.lang)
        self.field.editor.edited.connect(self._timer.start)
        self.field.editor.finished.connect(self._show)
        self._place.addWidget(self.field)
        *_, last = (each for each in self.field.findChildren(QWidget) if each.focusPolicy() & Qt.FocusPolicy.TabFocus)
        QWidget.setTabOrder(last, self.cancel)  # Tab comes to the answer before the buttons, though it was made after them
        QWidget.setTabOrder(self.cancel, self.do)
        self._choose_way()
        self._count()

    def _choose_way(self) -> None:
        if self.field is not None:
            self.field.setEnabled(self.way.value == "set")
        self._show()

    # ---- what it will do

    def _count(self) -> None:
        """Count the present answers on the workspace's thread."""
        self._counts, part, name, ids, round_id = None, self._part.id, self.asked.id, self.ids, self._round_id
        self._asked += 1
        if round_id is not None:
            self.session.run(lambda ws: browse.tally(ws, round_id, part, name, ids, whole=True), partial(self._counted, self._asked))
        self._show()

    def _counted(self, asked: int, counts: list[tuple[Value, int]]) -> None:
        """A method, as none is called once the dialog is gone: it may be closed while its rows are counted."""
        if asked == self._asked:
            self._counts = dict(counts)
            self._show()

    def _show(self) -> None:
        """Say how many rows will change, and from what."""
        self._timer.stop()
        try:
            value = self.value()
        except Invalid as verdict:
            self._offer(0, phrase("ui", "bulk.nothing-yet"), verdict.text().to(self.session.lang))
            return
        if self.way.value == "set" and value is None:
            self._offer(0, phrase("ui", "bulk.nothing-yet"))
        elif self._counts is None:
            self._offer(0, phrase("ui", "bulk.counting"))
        else:
            self._preview(value, self._counts)

    def _preview(self, value: Value, counts: Mapping[Value, int]) -> None:
        changed = {before: count for before, count in counts.items() if before != value}
        count = sum(changed.values())
        same = sum(counts.values()) - count
        to = value_in_words(self.asked, value)
        told = phrase(
            "ui", "bulk.preview" if value is not None else "bulk.preview-clear", count=f"{count:,}", to=to, field=self.asked.label
        )
        self.facts.show_lines(self._before(changed))
        self._offer(count, phrase("ui", "bulk.same", told=told, same=f"{same:,}") if same else told)

    def _before(self, changed: Mapping[Value, int]) -> list[tuple[str, str]]:
        """Present answer and how many rows have it; of many only the most frequent."""
        lang, rows = self.session.lang, list(changed.items())
        told = [(value_in_words(self.asked, value).to(lang), count) for value, count in rows[:SHOWN]]
        if len(rows) > SHOWN:
            told.append((self.session.words("bulk.others", answers=f"{len(rows) - SHOWN:,}"), sum(count for _, count in rows[SHOWN:])))
        return [(name, phrase("ui", "bulk.rows-of", count=f"{count:,}").to(lang)) for name, count in told]

    def _offer(self, count: int, told: Text, wrong: str = "") -> None:
        """Offer to change so many rows; say what will become of them, and what is wrong."""
        self.preview.setText(told.to(self.session.lang))
        self._say(wrong)
        self.facts.setVisible(count > 0)
        self.do.setText(self.session.words("bulk.do", count=f"{count:,}"))
        self.do.setEnabled(count > 0 and self._watch is None)

    def _say(self, text: str) -> None:
        self.note.setText(text)
        self.note.setVisible(bool(text))

    def event(self, event: QEvent) -> bool:
        """As high as what is in it at any moment."""
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            theme.fit_height(self, max(self.width(), WIDTH))
        return done

    # ---- doing it

    def _start(self) -> None:
        try:
            value = self.value()
        except Invalid:  # it is said already
            return
        self._watch = Watch()
        self._watch.progressed.connect(self._progressed)
        self._watch.stopped.connect(self._stopped)
        self._rest(on=False)
        args = (self._round_id, self._part.id, self.asked.id, value, list(self.ids))
        self.session.change(bulk.set_column, *args, done=self._done, failed=self._failed, keep=False, watch=self._watch)

    def _rest(self, *, on: bool) -> None:
        for widget in (self.scope, self.question, self.way, self.do):
            widget.setEnabled(on)
        if self.field is not None:
            self.field.setEnabled(on and self.way.value == "set")
        self.bar.setRange(0, 0)
        self.bar.setVisible(not on)

    def _progressed(self, progress: Progress) -> None:
        self.bar.setRange(0, progress.total)
        self.bar.setValue(progress.done)

    def _done(self, change: Change) -> None:
        self._watch = None
        self.session.message.emit(phrase("ui", "bulk.done", name=change.name))
        self.accept()

    def _stopped(self) -> None:
        self._watch = None
        self._rest(on=True)
        self._show()
        self._say(self.session.words("bulk.stopped"))

    def _failed(self, error: Exception) -> None:
        self._watch = None
        self._rest(on=True)
        self._show()
        if isinstance(error, UserError):
            self._say(error.sentence().to(self.session.lang))
        else:
            self.session.tell(error)

    def reject(self) -> None:
        """While it is at work: stop it; otherwise close."""
        if self._watch is not None:
            self._watch.cancel()
        else:
            super().reject()
