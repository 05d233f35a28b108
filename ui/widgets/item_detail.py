"""One checklist item: the good state that is rated, the scale in its own terms, evidence, and what the figures say."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from db.browse import Entry as Record
from diagnosis.fieldtypes import NA, Value
from diagnosis.findings import Place
from diagnosis.framework import Item, TypeId
from diagnosis.result import Assessment, SignalReading
from diagnosis.survey import Survey
from ui import theme
from ui.session import Session
from ui.widgets.choice_card import ChoiceCard
from ui.widgets.disclosure import Entry, RowList
from ui.widgets.field import Field, buddy
from ui.widgets.marks import LevelMark
from ui.widgets.places import reading_place
from ui.widgets.rows import Content
from ui.widgets.sheet import section, show_text
from ui.widgets.wording import Words, level_of

SCORES: tuple[Value, ...] = (4, 3, 2, 1, 0, NA)
TYPED = ("reason", "evidence", "respondent")
PART = "ratings"


@dataclass(frozen=True, slots=True)
class Shown:
    """An item, its rating's answers, its assessment (none when it is not an item of the type ``type``)."""

    item: Item
    record: Record
    assessed: Assessment | None
    type: TypeId | None


class ItemDetail(QScrollArea):
    """``rated``: a card was chosen, or the rating taken back (``None``); ``answered`` and ``drafted``: a field beside it."""

    rated = Signal(object)
    answered = Signal(str, object)
    drafted = Signal(str, object)
    stepped = Signal(int)

    def __init__(self, session: Session) -> None:
        """Shows nothing until ``show_item``."""
        super().__init__()
        self.session = session
        self._shown: Shown | None = None
        self._places: dict[str, Place] = {}
        self.name, self.level = theme.label("title", wrap=True), LevelMark()
        self.about, self.basis = theme.label("small", wrap=True), theme.label("small", wrap=True)
        self.state_head, self.state = theme.label("muted"), theme.label(wrap=True)
        self.rating_head, self.keys = theme.label("heading"), theme.label("small")
        self.cards = {score: ChoiceCard("N" if score == NA else str(score), steps=False) for score in SCORES}
        self.clear, self.previous, self.next = theme.button("link"), theme.button(), theme.button()
        self.conflict, self.reason_note = theme.label("error", wrap=True), theme.label("error", wrap=True)
        part = session.questionnaire.parts[PART]
        self.fields = {name: Field(part.question(name)) for name in TYPED}
        self.figures_head, self.no_figures, self.figures = theme.label("heading"), theme.label("muted", wrap=True), RowList()
        self.facts = {name: (theme.label("muted"), theme.label(wrap=True)) for name in ("ask", "meaning")}
        self._group = QButtonGroup(self)
        self._lay_out()
        self._connect()
        self.hide()

    # ---- building

    def _lay_out(self) -> None:
        self.inside = QWidget()
        column = QVBoxLayout(self.inside)
        theme.tight(column, 6)
        column.setContentsMargins(24, 0, 24, 24)
        column.addLayout(self._head())
        for part in (self.state_head, self.state, self.conflict):
            column.addWidget(part)
        section(column, self.figures_head)
        column.addWidget(self.no_figures)
        column.addWidget(self.figures)
        section(column, self.rating_head)
        column.addWidget(self.keys)
        for card in self.cards.values():
            self._group.addButton(card)
            column.addWidget(card)
        column.addWidget(self.clear, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.reason_note)
        column.addLayout(self._typed())
        for head, text in self.facts.values():
            section(column, head)
            column.addWidget(text)
        column.addStretch(1)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(self.inside)

    def _head(self) -> QVBoxLayout:
        head, line, below = QVBoxLayout(), QHBoxLayout(), QHBoxLayout()
        for layout in (head, line, below):
            theme.tight(layout)
        line.addWidget(self.name, 1)
        for button in (self.previous, self.next):
            line.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        below.addWidget(self.level)
        below.addWidget(self.basis, 1)
        head.addLayout(line)
        head.addWidget(self.about)
        head.addLayout(below)
        return head

    def _typed(self) -> QGridLayout:
        grid = QGridLayout()
        theme.tight(grid)
        for row, field in enumerate(self.fields.values()):
            grid.addWidget(buddy(field), row, 0)
            grid.addWidget(field, row, 1)
        grid.setColumnStretch(1, 1)
        return grid

    def _connect(self) -> None:
        for score, card in self.cards.items():
            card.clicked.connect(partial(self._pressed, score))
        self.clear.clicked.connect(partial(self._pressed, None))
        self.previous.clicked.connect(partial(self.stepped.emit, -1))
        self.next.clicked.connect(partial(self.stepped.emit, 1))
        self.figures.pressed.connect(lambda key: self.session.jump.emit(self._places[key]))
        for name, field in self.fields.items():
            field.answered.connect(partial(self.answered.emit, name))
            field.drafted.connect(partial(self.drafted.emit, name))

    # ---- showing

    @property
    def item_id(self) -> str | None:
        """The item shown."""
        return None if self._shown is None else self._shown.item.id

    def show_item(self, shown: Shown | None) -> None:
        """Another item, or the same one with other answers."""
        if shown is None or shown.item.id != self.item_id:
            self.flush()
            for field in self.fields.values():
                field.reset()
            self.verticalScrollBar().setValue(0)
        self._shown = shown
        self.setVisible(shown is not None)
        if shown is not None:
            self._show(shown, Words(self.session.framework, self.session.lang))

    def _show(self, shown: Shown, said: Words) -> None:
        item, answers = shown.item, shown.record.answers
        self.name.setText(said.of(item.name))
        element = said.of(said.framework.elements[item.element].short)
        self.about.setText(said.dotted((element, said.say("checklist.weight", weight=item.weight), said.of(item.source))))
        self.state.setText(said.of(item.state))
        for score, card in self.cards.items():
            card.show_texts(said.say("checklist.rating"), *_card_texts(item, score, said))
        self.show_rating(answers.get("score"))
        for name, field in self.fields.items():
            field.show_answer(answers.get(name), shown.record.drafts.get(name))
        self.facts["ask"][1].setText(said.of(item.ask))
        self.facts["meaning"][1].setText(said.of(item.meaning))
        self._show_assessed(shown, said)

    def show_rating(self, score: Value) -> None:
        """Mark this card; the reason is asked for "not applicable" and shown wherever there is one."""
        self._group.setExclusive(False)
        for own, card in self.cards.items():
            card.setChecked(own == score)
        self._group.setExclusive(True)
        self.clear.setEnabled(score is not None)
        answers: Mapping[str, Value] = {} if self._shown is None else self._shown.record.answers
        reason = answers.get("reason")
        for widget in (self.fields["reason"], self.fields["reason"].label):
            widget.setVisible(score == NA or reason is not None)
        missing = score == NA and reason is None
        show_text(self.reason_note, Words(self.session.framework, self.session.lang).say("checklist.reason-needed") if missing else "")

    def _show_assessed(self, shown: Shown, said: Words) -> None:
        found = shown.assessed
        self.level.setVisible(found is not None)
        self.basis.setText("" if found is None else said.say("checklist.by", basis=said.basis(found)))
        if found is not None:
            level = level_of(found)
            self.level.show_level(level, said.level(level))
        show_text(self.conflict, "" if found is None or found.state != "conflict" else said.conflict(found))
        survey = self.session.survey
        readings = () if found is None or survey is None else found.signals
        self.figures.show_entries([self._reading(reading, survey, said) for reading in readings if survey is not None])
        show_text(self.no_figures, _without_figures(shown, said))

    def _reading(self, reading: SignalReading, survey: Survey, said: Words) -> Entry:
        self._places[reading.indicator] = reading_place(reading, survey)
        why_not = "" if reading.why_not is None else said.of(reading.why_not.text())
        silent = said.say("why.silent", reason=why_not) if why_not and reading.value is not None else ""
        spoken = reading.speaks and reading.level is not None
        word = said.level(reading.level) if spoken else why_not if reading.value is None else said.say("why.no-evidence")
        content = Content(
            title=said.reading(reading),
            below=said.clauses((said.thresholds(reading), silent)),
            levelled=True,
            level=reading.level if spoken else None,
            word=word,
        )
        return Entry(reading.indicator, content)

    # ---- doing

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The arrows change the item and do not scroll: they go on to the page, as do the keys that rate."""
        if event.key() in {Qt.Key.Key_PageUp, Qt.Key.Key_PageDown}:
            super().keyPressEvent(event)
        else:
            event.ignore()

    def _pressed(self, score: Value, _checked: bool = False) -> None:
        self.rated.emit(score)

    def flush(self) -> None:
        """Store now what is typed."""
        for field in self.fields.values():
            field.flush()

    def focus_field(self, name: str) -> None:
        """Give the focus to a field of the rating."""
        if name in self.fields:
            self.ensureWidgetVisible(self.fields[name])
            self.fields[name].editor.target.setFocus()

    def retranslate(self) -> None:
        """Every text in the session's language."""
        said = Words(self.session.framework, self.session.lang)
        labels: dict[str, QLabel] = {"state": self.state_head, "rating": self.rating_head, "keys": self.keys, "figures": self.figures_head}
        for key, label in {**labels, **{name: head for name, (head, _) in self.facts.items()}}.items():
            label.setText(said.say(f"checklist.{key}"))
        for key, button in (("clear", self.clear), ("previous", self.previous), ("next", self.next)):
            button.setText(said.say(f"checklist.{key}"))
        for field in self.fields.values():
            field.retranslate(self.session.lang)
        if self._shown is not None:
            self._show(self._shown, said)


def _card_texts(item: Item, score: Value, said: Words) -> tuple[str, str]:
    """A card's name and the item's own words for it."""
    if isinstance(score, int):
        step = next(step for step in said.framework.scale if step.value == score)
        return said.of(step.name), said.of(item.anchors.get(score) or step.meaning)
    return said.say("checklist.na"), said.say("checklist.na-meaning")


def _without_figures(shown: Shown, said: Words) -> str:
    """Why no figures are listed, if none are."""
    if shown.assessed is not None:
        return "" if shown.assessed.signals else said.say("checklist.no-figures")
    if shown.type is None:
        return said.say("checklist.figures-unknown")
    return said.say("checklist.figures-other-type", type=said.type_short(shown.type))
