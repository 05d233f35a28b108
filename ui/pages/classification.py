"""Which type the cluster is: the criteria to answer, what they add up to, what would change it, and the consultant's own decision."""

from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from db import browse, operations
from db.browse import Entry as Record
from diagnosis.findings import Place
from diagnosis.framework import FIELDS_CRITERION
from diagnosis.result import Classification, Diagnosis
from diagnosis.survey import Override
from ui import theme
from ui.pages.page import Page
from ui.session import Session
from ui.widgets.chart_values import criterion_numbers, type_scores
from ui.widgets.charts import StackedBarsChart
from ui.widgets.criterion_row import CriterionRow
from ui.widgets.disclosure import Entry, RowList
from ui.widgets.fields_row import FieldsRow
from ui.widgets.record_form import RecordForm
from ui.widgets.rows import Content
from ui.widgets.sheet import Sheet, section
from ui.widgets.wording import Words, words

CRITERIA, OVERRIDE = "criteria", "classification_override"


class ClassificationPage(Page):
    """Answers go to disk at once; the bars above them follow."""

    step = "classification"

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.sheet, self.bars = Sheet(), StackedBarsChart()
        self.firmness = theme.label("muted", wrap=True)
        numbers = criterion_numbers(session.framework)
        self.fields = FieldsRow(numbers[FIELDS_CRITERION])
        self.rows = {each.id: CriterionRow(numbers[each.id], each) for each in session.framework.stage_criteria}
        self.detail_head, self.detail = theme.label("heading"), theme.label(wrap=True)
        self.flips_head, self.no_flips, self.flips = theme.label("heading"), theme.label("muted", wrap=True), RowList()
        self.override_head, self.override_state = theme.label("heading"), theme.label("muted", wrap=True)
        self.override = RecordForm(session, session.questionnaire.parts[OVERRIDE], columns=1)
        self._lay_out()
        self._connect()
        self.retranslate()

    def _lay_out(self) -> None:
        outer = QVBoxLayout(self)
        theme.tight(outer, 0)
        outer.addWidget(self.sheet)
        self.sheet.add_help(self.session, self.step)
        for part in (self.bars, self.firmness, theme.hairline()):
            self.sheet.head.addWidget(part)
        body = self.sheet.body
        for row in (self.fields, *self.rows.values()):
            body.addWidget(row)
            body.addSpacing(theme.SPACE)
        section(body, self.detail_head)
        body.addWidget(self.detail)
        section(body, self.flips_head)
        body.addWidget(self.no_flips)
        body.addWidget(self.flips)
        section(body, self.override_head)
        body.addWidget(self.override_state)
        body.addWidget(self.override)

    def _connect(self) -> None:
        for name, row in self.rows.items():
            row.answered.connect(partial(self._store, name))
        self.fields.edit.clicked.connect(lambda: self.session.jump.emit(Place(step="overview", part="fields")))
        self.flips.pressed.connect(lambda key: self._focus(key.split(":")[0]))

    # ---- answers

    def refresh(self) -> None:
        """Read the answers anew."""
        round_id = self.session.round_id
        self.setEnabled(round_id is not None)
        self.override.load()
        if round_id is not None:
            self.session.run(lambda ws: browse.record(ws, round_id, CRITERIA), partial(self._show_answers, round_id))

    def _show_answers(self, round_id: int, record: Record) -> None:
        if round_id != self.session.round_id:
            return
        for name, row in self.rows.items():
            answer = record.answers.get(name)
            row.show_answer(answer if isinstance(answer, str) else None)

    def _store(self, name: str, answer: str | None) -> None:
        self.session.change(operations.set_answer, self.session.round_id, CRITERIA, name, answer)

    def start(self) -> QWidget | None:
        """The first criterion that nobody has answered."""
        rows = self.rows.values()
        return next((row for row in rows if row.is_open), next(iter(rows))).stop

    def flush(self) -> None:
        """The reason may still be being typed."""
        self.override.flush()

    # ---- the result

    def show_diagnosis(self, diagnosis: Diagnosis) -> None:
        """Bars, sentences, flips, and whether the decision is in effect."""
        said, found = words(diagnosis, self.session.lang), diagnosis.classification
        answered = len(found.contributions)
        self.sheet.note.setText(said.say("classification.answered", done=answered, all=len(diagnosis.framework.criteria)))
        self.bars.show_chart(type_scores(found, said), said.say("classification.scores"))
        computed = said.say("classification.computed", type=said.type_name(found.type)) if found.type else said.type_name(None)
        self.firmness.setText(said.dotted((computed, said.firmness(found))))
        self.fields.show_shares(diagnosis, said)
        self.detail.setText("\n".join(said.firmness_long(found)))
        self._show_flips(found, said)
        self.override_state.setText(_override_state(found, diagnosis.survey.classification_override, said))

    def _show_flips(self, found: Classification, said: Words) -> None:
        self.flips.show_entries(
            [
                Entry(
                    f"{flip.criterion}:{flip.answer}",
                    Content(title=said.flip(flip)),
                )
                for flip in found.flips
            ]
        )
        self.no_flips.setVisible(not found.flips)
        none = "no-flips-none" if found.type is None else "no-flips-few" if found.provisional else "no-flips"
        self.no_flips.setText(said.say(f"classification.{none}"))

    # ---- words and places

    def retranslate(self) -> None:
        """Every text in the session's language."""
        said = Words(self.session.framework, self.session.lang)
        self.sheet.retranslate(said, self.step)
        self.fields.retranslate(said)
        for row in self.rows.values():
            row.retranslate(said)
        for head, key in ((self.detail_head, "result"), (self.flips_head, "flips"), (self.override_head, "override")):
            head.setText(said.say(f"classification.{key}"))
        self.override.retranslate()
        if self.session.diagnosis is not None and not self._must_show:
            self.show_diagnosis(self.session.diagnosis)

    def go_to(self, place: Place) -> None:
        """A criterion, or a field of the decision."""
        if place.part == OVERRIDE:
            self.override.focus_field(place.field)
            self.sheet.reveal(self.override_head)
        else:
            self._focus(place.field or next(iter(self.rows)))

    def _focus(self, criterion: str) -> None:
        row = self.fields if criterion == FIELDS_CRITERION else self.rows[criterion]
        self.sheet.reveal(row)
        if isinstance(row, CriterionRow):
            row.focus_answer()
        else:
            row.edit.setFocus()


def _override_state(found: Classification, typed: Override, said: Words) -> str:
    if found.override is not None:
        return said.say("classification.override-in-effect", type=said.type_name(found.override))
    if typed.type is not None:
        return said.say("classification.override-no-reason")
    return said.say("classification.override-no-type" if typed.reason else "classification.override-none")
