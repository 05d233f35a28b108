"""The parts of the diagnosis page. Each shows its part of a diagnosis as rows that open to their reasons."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from diagnosis.findings import Place
from diagnosis.framework import Criterion
from diagnosis.result import Assessment, Diagnosis, ElementScore, FeatureScore, Figure, Recommendation
from reports.chart import LOW_COVERAGE
from ui import theme
from ui.pages.reasons import Go, Reasons
from ui.widgets.chart_values import criterion_numbers, radar, type_scores
from ui.widgets.charts import RadarChart, StackedBarsChart
from ui.widgets.disclosure import Entry, RowList
from ui.widgets.facts import Facts
from ui.widgets.places import ask_place
from ui.widgets.rows import Cell, Content, Meter
from ui.widgets.sheet import show_text
from ui.widgets.wording import Words, level_of

RADAR_HEIGHT, RADAR_WIDTH = 248, 300
GAP_LEVELS = (3, 2, 1)
REST, MISSING, FLIPS, REASON = "rest", "missing", "flips", "reason"


class Section(QWidget):
    """A heading, a line of text below it, and what ``fill`` shows. ``key`` names its phrases."""

    key = ""

    def __init__(self, go: Go) -> None:
        """``go`` follows a link to a place."""
        super().__init__()
        self._go = go
        self._places: dict[str, Place] = {}
        self.heading, self.note = theme.label("heading"), theme.label("muted", wrap=True)
        self.rows = RowList()
        self.rows.pressed.connect(lambda key: go(self._places[key]))
        self.column = QVBoxLayout(self)
        theme.tight(self.column, 6)
        for part in (theme.hairline(), self.heading, self.note):
            self.column.addWidget(part)

    def fill(self, diagnosis: Diagnosis, said: Words) -> None:
        """Show the diagnosis."""
        self.heading.setText(said.say(f"diagnosis.{self.key}-title"))
        self._fill(diagnosis, said, Reasons(diagnosis, said, self._go))

    def _fill(self, diagnosis: Diagnosis, said: Words, reasons: Reasons) -> None:
        raise NotImplementedError

    def count(self, diagnosis: Diagnosis) -> int | None:
        """The number beside the section's name, where one says something."""
        del diagnosis
        return None


class TypeSection(Section):
    """The type and what it rests on; without a type, what to ask first."""

    key = "type"

    def __init__(self, go: Go) -> None:
        super().__init__(go)
        self.type, self.firmness, self.bars = theme.label("title", wrap=True), theme.label("muted", wrap=True), StackedBarsChart()
        self.ask_head = theme.label("heading")
        for part in (self.type, self.firmness, self.bars, self.note, self.ask_head, self.rows):
            self.column.addWidget(part)

    def _fill(self, diagnosis: Diagnosis, said: Words, reasons: Reasons) -> None:
        del reasons
        found = diagnosis.classification
        self.type.setText(said.type_name(diagnosis.type))
        show_text(self.firmness, said.firmness(found))
        self.note.setText("\n".join(said.firmness_long(found)))
        self.bars.setVisible(found.type is not None)
        self.bars.show_chart(type_scores(found, said), said.say("classification.scores"))
        show_text(self.ask_head, said.say("diagnosis.ask-first") if diagnosis.type is None else "")
        self.rows.show_entries(self._asks(diagnosis, said) if found.type is None else self._criteria(diagnosis, said))

    def _asks(self, diagnosis: Diagnosis, said: Words) -> list[Entry]:
        self._places = {ask.id: ask_place(ask) for ask in diagnosis.asks}
        return [Entry(ask.id, Content(title=said.of(ask.name), below=said.of(ask.question))) for ask in diagnosis.asks]

    def _criteria(self, diagnosis: Diagnosis, said: Words) -> list[Entry]:
        self._places = {name: Place(step="classification", part="criteria", field=name) for name in diagnosis.framework.criteria}
        entries = [
            Entry(name, self._criterion(number, diagnosis.framework.criteria[name], diagnosis, said))
            for name, number in criterion_numbers(diagnosis.framework).items()
        ]
        if diagnosis.classification.override is not None:
            entries.insert(0, self._override(diagnosis, said))
        return [*entries, self._flips(diagnosis, said)]

    def _criterion(self, number: int, criterion: Criterion, diagnosis: Diagnosis, said: Words) -> Content:
        part = next((part for part in diagnosis.classification.contributions if part.criterion == criterion.id), None)
        cells = (Cell(said.percent(criterion.weight), 56, muted=True),)
        if part is None:
            return Content(title=said.of(criterion.name), number=str(number), word=said.say("diagnosis.unanswered"), cells=cells)
        chosen = [type_id for type_id, share in part.parts.items() if share > 0]
        below = [said.of(criterion.descriptors[type_id]) for type_id in chosen if type_id in criterion.descriptors]
        told = said.answer(part.answer) if part.answer else said.type_parts(part.parts)
        return Content(title=said.of(criterion.name), number=str(number), below=said.clauses(below), word=told, cells=cells)

    def _override(self, diagnosis: Diagnosis, said: Words) -> Entry:
        found = diagnosis.classification
        self._places[REASON] = Place(step="classification", part="classification_override", field="reason")
        title = said.say("diagnosis.computed-beside", type=said.type_name(found.type), score=said.points(max(found.scores.values())))
        return Entry(REASON, Content(title=title, below=found.override_reason or "", word=said.say("firmness.override")))

    def _flips(self, diagnosis: Diagnosis, said: Words) -> Entry:
        flips = [said.flip(flip) for flip in diagnosis.classification.flips] or [said.say("classification.no-flips")]
        content = Content(title=said.say("classification.flips"), word=str(len(diagnosis.classification.flips)))
        return Entry(FLIPS, content, lambda: Facts(said.lang).add("", *flips), state=tuple(flips))


class ProfileSection(Section):
    """Four features and the elements of the support system; hollow where little is known."""

    key = "profile"

    def __init__(self, go: Go) -> None:
        super().__init__(go)
        self.radar = RadarChart(RADAR_HEIGHT)
        self.radar.setFixedWidth(RADAR_WIDTH)
        self.features_head, self.elements_head = theme.label("muted"), theme.label("muted")
        self.features = RowList()
        line, side = QHBoxLayout(), QVBoxLayout()
        theme.tight(line, 16)
        theme.tight(side, 0)
        side.addWidget(self.features_head)
        side.addWidget(self.features)
        side.addStretch(1)
        line.addWidget(self.radar, 0, Qt.AlignmentFlag.AlignTop)
        line.addLayout(side, 1)
        self.column.addLayout(line)
        self.column.addWidget(self.elements_head)
        self.column.addWidget(self.rows)

    def _fill(self, diagnosis: Diagnosis, said: Words, reasons: Reasons) -> None:
        self.note.setText(said.say("diagnosis.hollow"))
        self.features_head.setText(said.say("diagnosis.features"))
        self.elements_head.setText(said.say("diagnosis.elements"))
        self.radar.show_chart(radar(diagnosis, said), said.say("panel.radar"))
        self.features.show_entries([self._feature(entry, said, reasons) for entry in diagnosis.features])
        self.rows.show_entries([self._element(entry, diagnosis, said, reasons) for entry in diagnosis.elements])

    def _feature(self, entry: FeatureScore, said: Words, reasons: Reasons) -> Entry:
        meter = Meter(entry.score, entry.coverage < LOW_COVERAGE)
        cells = (Cell(said.score(entry.score), 40),)
        below = said.say("firmness.coverage", coverage=said.percent(entry.coverage))
        content = Content(title=said.of(entry.feature.short), below=below, meter=meter, cells=cells)
        return Entry(entry.feature.id, content, lambda: reasons.feature(entry), state=(entry, reasons.diagnosis.elements))

    def _element(self, entry: ElementScore, diagnosis: Diagnosis, said: Words, reasons: Reasons) -> Entry:
        if not entry.assessed:
            content = Content(title=said.of(entry.element.short), word=said.say("why.not-assessed"))
            return Entry(entry.element.id, content, lambda: reasons.element(entry), state=entry)
        meter, cells = Meter(entry.score, entry.coverage < LOW_COVERAGE), (Cell(said.score(entry.score), 40),)
        content = Content(title=said.of(entry.element.name), below=said.known_items(entry), meter=meter, cells=cells)
        own = tuple(item for item in diagnosis.items if item.item.element == entry.element.id)
        return Entry(entry.element.id, content, lambda: reasons.element(entry), state=(entry, own))


class GapsSection(Section):
    """Items by level, the hardest first, each with its reasons; what is in place stands folded at the end."""

    key = "gaps"

    def __init__(self, go: Go) -> None:
        super().__init__(go)
        self.column.addWidget(self.rows)

    def count(self, diagnosis: Diagnosis) -> int | None:
        return len(diagnosis.at_level(*GAP_LEVELS))

    def _fill(self, diagnosis: Diagnosis, said: Words, reasons: Reasons) -> None:
        gaps = diagnosis.at_level(*GAP_LEVELS)
        counts = (
            said.say("diagnosis.level-count", level=said.level(level), count=len(diagnosis.at_level(level))) for level in (*GAP_LEVELS, 0)
        )
        unknown = said.say("diagnosis.level-count", level=said.level(None), count=len(diagnosis.unknown))
        none = said.say("diagnosis.no-gaps", unknown=len(diagnosis.unknown))
        self.note.setText(said.dotted((*counts, unknown)) if gaps else none)
        rest = [entry for entry in diagnosis.items if entry.level == 0 or entry.state == "na"]
        self.rows.show_entries([item_entry(entry, said, reasons) for entry in (*gaps, *rest)])


class FiguresSection(Section):
    """Present values with their norms; at the end, folded, the indicators that have no value and whom to ask."""

    key = "figures"

    def __init__(self, go: Go) -> None:
        super().__init__(go)
        self.column.addWidget(self.rows)

    def count(self, diagnosis: Diagnosis) -> int | None:
        return len(diagnosis.figures)

    def _fill(self, diagnosis: Diagnosis, said: Words, reasons: Reasons) -> None:
        entries = [self._figure(figure, said, reasons) for figure in diagnosis.figures.values()]
        absent = [indicator for indicator in diagnosis.framework.indicators.values() if indicator.id not in diagnosis.figures]
        if absent:
            content = Content(title=said.say("diagnosis.missing-figures", count=len(absent)))
            state = tuple(indicator.id for indicator in absent)
            entries.append(Entry(MISSING, content, lambda: reasons.missing(absent), state=state))
        show_text(self.note, "" if diagnosis.figures else said.say("diagnosis.no-figures"))
        self.rows.show_entries(entries)

    def _figure(self, figure: Figure, said: Words, reasons: Reasons) -> Entry:
        indicator = figure.indicator
        norm = said.say("diagnosis.norm-short", value=said.norm(indicator)) if indicator.norm else ""
        cells = (Cell(said.amount(indicator, figure.value), 150), Cell(norm, 170, muted=True))
        warning = said.say("why.differs") if figure.differs else ""
        silent = said.say("why.no-evidence") if figure.why_not else ""
        below = said.dotted((said.origin(figure), silent, warning))
        return Entry(indicator.id, Content(title=said.of(indicator.name), below=below, cells=cells), lambda: reasons.figure(figure), figure)


class ActionsSection(Section):
    """Recommended actions in their order, under the paper's direction for the type."""

    key = "actions"

    def __init__(self, go: Go) -> None:
        super().__init__(go)
        self.column.addWidget(self.rows)

    def count(self, diagnosis: Diagnosis) -> int | None:
        return len(diagnosis.actions)

    def _fill(self, diagnosis: Diagnosis, said: Words, reasons: Reasons) -> None:
        opening = diagnosis.framework.openings[diagnosis.type] if diagnosis.type else None
        direction = said.say("diagnosis.opening-text", text=opening.text, source=opening.source) if opening else ""
        self.note.setText("\n".join(filter(None, (direction, "" if diagnosis.actions else said.say("diagnosis.no-actions")))))
        self.rows.show_entries([self._action(number, entry, said, reasons) for number, entry in enumerate(diagnosis.actions, start=1)])

    def _action(self, number: int, entry: Recommendation, said: Words, reasons: Reasons) -> Entry:
        items = said.join(said.of(said.framework.items[item].short) for item in entry.items)
        content = Content(
            title=said.of(entry.action.name),
            below=said.dotted((said.horizon_short(entry), items)),
            number=str(number),
            word=said.say("diagnosis.action-score", score=entry.score),
        )
        return Entry(entry.action.id, content, lambda: reasons.action(entry), state=(entry, reasons.diagnosis.items))


class UnknownSection(Section):
    """What is still to be found out, the heaviest first, and from whom."""

    key = "unknown"

    def __init__(self, go: Go) -> None:
        super().__init__(go)
        self.column.addWidget(self.rows)

    def count(self, diagnosis: Diagnosis) -> int | None:
        return len(diagnosis.asks)

    def _fill(self, diagnosis: Diagnosis, said: Words, reasons: Reasons) -> None:
        del reasons
        show_text(self.note, "" if diagnosis.asks else said.say("diagnosis.nothing-unknown"))
        self._places = {f"{ask.part}:{ask.id}": ask_place(ask) for ask in diagnosis.asks}
        self.rows.show_entries(
            [
                Entry(f"{ask.part}:{ask.id}", Content(title=said.of(ask.name), below=said.of(ask.question), number=str(number)))
                for number, ask in enumerate(diagnosis.asks, start=1)
            ]
        )


def item_entry(entry: Assessment, said: Words, reasons: Reasons) -> Entry:
    """An item as a row: its level, why in a line, and everything it rests on inside."""
    content = Content(
        title=said.of(entry.item.name),
        below=said.summary(entry),
        levelled=True,
        level=level_of(entry),
        word=said.level(level_of(entry)),
    )
    return Entry(entry.item.id, content, lambda: reasons.item(entry), state=entry)


SECTIONS: Sequence[type[Section]] = (TypeSection, ProfileSection, GapsSection, FiguresSection, ActionsSection, UnknownSection)
