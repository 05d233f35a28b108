"""The first part of the diagnosis page: the type, what it rests on, how firm it is and what would change it."""

from functools import partial

from diagnosis.framework import FIELDS_CRITERION, Criterion
from diagnosis.result import Diagnosis
from ui import theme
from ui.pages.diagnosis_section import Section
from ui.reasons import types
from ui.reasons.base import Go, Later, Reasons
from ui.widgets.chart_values import criterion_numbers, type_scores
from ui.widgets.charts import StackedBarsChart
from ui.widgets.disclosure import Entry
from ui.widgets.places import ask_place
from ui.widgets.rows import Cell, Content
from ui.widgets.sheet import show_text
from ui.widgets.wording import Words

REASON, FIRMNESS, DISAGREE, FLIPS, DEFINITION = "reason", "firmness", "disagree", "flips", "definition"


class TypeSection(Section):
    """The type and what it rests on; without a type, what to ask first."""

    key = "type"

    def __init__(self, go: Go, later: Later) -> None:
        super().__init__(go, later)
        self.type, self.firmness, self.bars = theme.label("title", wrap=True), theme.label("muted", wrap=True), StackedBarsChart()
        self.ask_head = theme.label("heading")
        for part in (self.type, self.firmness, self.bars, self.note, self.ask_head, self.rows):
            self.column.addWidget(part)

    def _fill(self, diagnosis: Diagnosis, said: Words, reasons: Reasons) -> None:
        found = diagnosis.classification
        self.type.setText(said.type_name(diagnosis.type))
        show_text(self.firmness, said.line(said.firmness(found)))
        self.note.setText("\n".join(said.firmness_long(found)))
        self.bars.setVisible(found.type is not None)
        self.bars.show_chart(type_scores(found, said), said.say("classification.scores"))
        show_text(self.ask_head, said.say("diagnosis.ask-first") if diagnosis.type is None else "")
        self.rows.show_entries(self._asks(diagnosis, said) if found.type is None else self._reasons(diagnosis, said, reasons))

    def _asks(self, diagnosis: Diagnosis, said: Words) -> list[Entry]:
        self._places = {ask.id: ask_place(ask) for ask in diagnosis.asks}
        return [Entry(ask.id, Content(title=said.of(ask.name), below=said.of(ask.question))) for ask in diagnosis.asks]

    def _reasons(self, diagnosis: Diagnosis, said: Words, reasons: Reasons) -> list[Entry]:
        found = diagnosis.classification
        return [
            *([self._override(diagnosis, said, reasons)] if found.override is not None else []),
            self._firmness(diagnosis, said, reasons),
            *([self._disagreement(diagnosis, said, reasons)] if found.fields_disagree else []),
            self._flips(diagnosis, said, reasons),
            *(
                self._criterion(number, diagnosis.framework.criteria[name], said, reasons)
                for name, number in criterion_numbers(diagnosis.framework).items()
            ),
            *self._definition(diagnosis, said, reasons),
        ]

    def _override(self, diagnosis: Diagnosis, said: Words, reasons: Reasons) -> Entry:
        found = diagnosis.classification
        title = said.say("diagnosis.computed-beside", type=said.type_name(found.type), score=said.points(max(found.scores.values())))
        content = Content(title=title, below=found.override_reason or "", word=said.say("firmness.override"))
        return Entry(REASON, content, partial(types.override, reasons), state=found)

    def _firmness(self, diagnosis: Diagnosis, said: Words, reasons: Reasons) -> Entry:
        found = diagnosis.classification
        flags = {"provisional": found.provisional, "contested": found.contested}
        word = said.join(said.say(f"reason.{key}") for key in [key for key, raised in flags.items() if raised] or ["firm"])
        return Entry(FIRMNESS, Content(title=said.say("reason.firmness"), word=word), partial(types.firmness, reasons), state=found)

    def _disagreement(self, diagnosis: Diagnosis, said: Words, reasons: Reasons) -> Entry:
        found = diagnosis.classification
        word = said.say("reason.against", fields=said.types(found.by_fields), stage=said.types(found.by_stage))
        content = Content(title=said.say("reason.disagreement"), word=word)
        return Entry(DISAGREE, content, partial(types.disagreement, reasons), state=(found, diagnosis.shares))

    def _flips(self, diagnosis: Diagnosis, said: Words, reasons: Reasons) -> Entry:
        count = sum(map(len, types.single_flips(diagnosis)))  # as many as are listed when it is opened
        content = Content(
            title=said.say("classification.flips"), word=said.say("reason.flips-count" if count else "reason.flips-none", count=count)
        )
        return Entry(FLIPS, content, partial(types.flips, reasons), state=(diagnosis.classification, diagnosis.shares))

    def _criterion(self, number: int, about: Criterion, said: Words, reasons: Reasons) -> Entry:
        """The answer, its descriptor and its weight."""
        found = reasons.diagnosis.classification
        part = next((part for part in found.contributions if part.criterion == about.id), None)
        word, below = said.say("diagnosis.unanswered"), ""
        if part is not None:
            chosen = [type_id for type_id, share in part.parts.items() if share > 0]
            below = said.clauses(said.of(about.descriptors[type_id]) for type_id in chosen if type_id in about.descriptors)
            word = said.answer(part.answer) if part.answer else said.type_parts(part.parts)
        cells = (Cell(said.percent(about.weight), 56, muted=True),)
        content = Content(title=said.of(about.name), number=str(number), below=below, word=word, cells=cells)
        if about.id == FIELDS_CRITERION:
            return Entry(about.id, content, partial(types.fields, reasons, about))
        return Entry(about.id, content, partial(types.criterion, reasons, about), state=found)

    def _definition(self, diagnosis: Diagnosis, said: Words, reasons: Reasons) -> list[Entry]:
        if diagnosis.type is None:
            return []
        content = Content(title=said.say("reason.definition", type=said.type_name(diagnosis.type)))
        return [Entry(DEFINITION, content, partial(types.definition, reasons, diagnosis.type), state=diagnosis.type)]
