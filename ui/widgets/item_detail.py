"""One checklist item: the good state that is rated, the scale in its own terms, and beside it what the figures say and the evidence."""

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from db.attachments import of_item
from db.browse import Entry as Record
from diagnosis.fieldtypes import NA, Value
from diagnosis.framework import Item, TypeId
from diagnosis.result import Assessment
from ui import icons, theme
from ui.session import Session
from ui.widgets.evidence_strip import EvidenceStrip
from ui.widgets.field import Field, buddy
from ui.widgets.marks import LevelMark
from ui.widgets.rating_scale import RatingScale
from ui.widgets.readings import Readings
from ui.widgets.sheet import section, show_text
from ui.widgets.wording import Words, level_of

TYPED = ("reason", "evidence", "respondent")
PART = "ratings"
GAP = 2 * theme.SPACE
WIDE = 860  # where the figures and the evidence have room beside the scale; in less they stand below it


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
        self.name, self.level, self.basis = theme.label("title", wrap=True), LevelMark(), theme.label("small", wrap=True)
        self.state_head, self.state = theme.label("muted"), theme.label(wrap=True)
        self.previous, self.next = theme.tool_button(), theme.tool_button()
        self.conflict, self.reason_note = theme.label("error", wrap=True), theme.label("error", wrap=True)
        self.scale, self.readings = RatingScale(), Readings()
        part = session.questionnaire.parts[PART]
        self.fields = {name: Field(part.question(name)) for name in TYPED}
        self.facts = {name: (theme.label("muted"), theme.label(wrap=True)) for name in ("ask", "meaning", "source")}
        self.evidence = QVBoxLayout()  # the evidence, and what belongs to it
        self.files = EvidenceStrip(session, "evidence.hint-item")
        self._lay_out()
        self._connect()
        self.hide()

    # ---- building

    def _lay_out(self) -> None:
        self.inside = QWidget()
        column = QVBoxLayout(self.inside)
        theme.tight(column, 3)
        column.setContentsMargins(GAP, 0, GAP, GAP)
        for layout in self._head():
            column.addLayout(layout)
        column.addWidget(self.conflict)
        column.addLayout(self._body())
        column.addSpacing(4)
        column.addWidget(theme.hairline())
        column.addWidget(self.files)
        for head, text in self.facts.values():
            section(column, head)
            column.addWidget(text)
        column.addStretch(1)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.inside.setMaximumWidth(theme.MOST_WIDTH)
        self.setWidget(self.inside)

    def _head(self) -> tuple[QHBoxLayout, ...]:
        title, about, state = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        for layout in (title, about, state):
            theme.tight(layout)
        title.addWidget(self.name, 1)
        for button, icon in ((self.previous, "chevron-up"), (self.next, "chevron-down")):
            button.setIcon(icons.icon(icon))
            button.setFixedSize(32, 26)
            title.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        about.addWidget(self.level, 0, Qt.AlignmentFlag.AlignTop)
        about.addWidget(self.basis, 1)
        state.addWidget(self.state_head, 0, Qt.AlignmentFlag.AlignTop)
        state.addWidget(self.state, 1)
        return title, about, state

    def _body(self) -> QBoxLayout:
        """The scale, and what stands beside it."""
        across = QBoxLayout.Direction.LeftToRight
        self._halves, self._beside = QBoxLayout(across), QBoxLayout(across)
        for layout in (self._halves, self._beside):
            theme.tight(layout)
        rating = QVBoxLayout()
        theme.tight(rating, 4)
        for part in (self.scale, self.reason_note, self.fields["reason"].label, self.fields["reason"]):
            rating.addWidget(part)
        rating.addStretch(1)
        theme.tight(self.evidence, 4)
        whom = QHBoxLayout()
        theme.tight(whom)
        for layout, name in ((self.evidence, "evidence"), (whom, "respondent")):
            layout.addWidget(buddy(self.fields[name]))
            layout.addWidget(self.fields[name])
        self.evidence.addLayout(whom)
        self.evidence.addStretch(1)
        self._beside.addWidget(self.readings, 1)
        self._beside.addSpacing(theme.SPACE)
        self._beside.addLayout(self.evidence, 1)
        self._halves.addLayout(rating, 3)
        self._halves.addLayout(self._beside, 2)
        buddy(self.fields["reason"])
        for name in ("reason", "evidence"):
            self.fields[name].label.setContentsMargins(0, 0, 0, 0)
            self.fields[name].label.setAlignment(Qt.AlignmentFlag.AlignLeft)
        return self._halves

    def _connect(self) -> None:
        self.scale.rated.connect(self.rated)
        self.previous.clicked.connect(partial(self.stepped.emit, -1))
        self.next.clicked.connect(partial(self.stepped.emit, 1))
        self.readings.pressed.connect(self.session.jump)
        for name, field in self.fields.items():
            field.answered.connect(partial(self.answered.emit, name))
            field.drafted.connect(partial(self.drafted.emit, name))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a wide window the scale has the figures and the evidence at its right, one above the other; else below, side by side."""
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        wide = self.viewport().width() >= WIDE
        self._halves.setDirection(across if wide else down)
        self._beside.setDirection(down if wide else across)
        super().resizeEvent(event)

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
            self.files.show_owner(None if shown is None else of_item(shown.item.id))
        self._shown = shown
        self.setVisible(shown is not None)
        if shown is not None:
            self._show(shown, Words(self.session.framework, self.session.lang))

    def _show(self, shown: Shown, said: Words) -> None:
        item, answers = shown.item, shown.record.answers
        self.name.setText(said.of(item.name))
        self.state.setText(said.of(item.state))
        self.scale.show_item(item, said)
        self.show_rating(answers.get("score"))
        for name, field in self.fields.items():
            field.show_answer(answers.get(name), shown.record.drafts.get(name))
        for name, text in (("ask", item.ask), ("meaning", item.meaning), ("source", item.source)):
            self.facts[name][1].setText(said.of(text))
        self._show_assessed(shown, said)

    def show_rating(self, score: Value) -> None:
        """Mark this card; the reason is asked for "not applicable" and shown wherever there is one."""
        self.scale.show_rating(score)
        reason = None if self._shown is None else self._shown.record.answers.get("reason")
        for widget in (self.fields["reason"], self.fields["reason"].label):
            widget.setVisible(score == NA or reason is not None)
        missing = score == NA and reason is None
        show_text(self.reason_note, Words(self.session.framework, self.session.lang).say("checklist.reason-needed") if missing else "")

    def _show_assessed(self, shown: Shown, said: Words) -> None:
        item, found = shown.item, shown.assessed
        self.level.setVisible(found is not None)
        if found is not None:
            level = level_of(found)
            self.level.show_level(level, said.level(level))
        basis = "" if found is None else said.say("checklist.by", basis=said.basis(found))
        element = said.of(said.framework.elements[item.element].short)
        self.basis.setText(said.dotted((basis, element, said.say("checklist.weight", weight=item.weight))))
        show_text(self.conflict, "" if found is None or found.state != "conflict" else said.conflict(found))
        self.readings.show_readings(found, shown.type, self.session.survey, said)

    # ---- doing

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The arrows change the item and do not scroll: they go on to the page, as do the keys that rate."""
        if event.key() in {Qt.Key.Key_PageUp, Qt.Key.Key_PageDown}:
            super().keyPressEvent(event)
        else:
            event.ignore()

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
        labels: dict[str, QLabel] = {"state-short": self.state_head, **{name: head for name, (head, _) in self.facts.items()}}
        for key, label in labels.items():
            label.setText(said.say(f"checklist.{key}"))
        for key, button in (("previous", self.previous), ("next", self.next)):
            button.setToolTip(said.say(f"checklist.{key}"))
            button.setAccessibleName(said.say(f"checklist.{key}"))
        self.scale.retranslate(said)
        for field in self.fields.values():
            field.retranslate(self.session.lang)
        self.files.retranslate()
        if self._shown is not None:
            self._show(self._shown, said)
