"""The parts of the diagnosis page after the type: profile, gaps, figures, actions, and what is unknown."""

from collections.abc import Iterable, Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from diagnosis.result import Ask, Diagnosis, ElementScore, FeatureScore, Figure, Recommendation
from reports.chart import LOW_COVERAGE
from ui import theme
from ui.pages.diagnosis_section import Section, item_entry, item_state
from ui.pages.diagnosis_type import TypeSection
from ui.reasons import actions, figures, items, profile, types
from ui.reasons.base import Go, Later, Reasons
from ui.widgets.chart_values import radar
from ui.widgets.charts import RadarChart
from ui.widgets.disclosure import Entry, RowList
from ui.widgets.marks import plain
from ui.widgets.rows import PAD, Cell, Content, Meter
from ui.widgets.sheet import show_text
from ui.widgets.wording import Words

RADAR_HEIGHT, RADAR_WIDTH = 248, 300
GAP_LEVELS = (3, 2, 1)
MISSING = "missing"


class ProfileSection(Section):
    """Four features and the elements of the support system; hollow where little is known."""

    key = "profile"

    def __init__(self, go: Go, later: Later) -> None:
        super().__init__(go, later)
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
        self.rows.show_entries([self._element(entry, said, reasons) for entry in diagnosis.elements])

    def _feature(self, entry: FeatureScore, said: Words, reasons: Reasons) -> Entry:
        meter = Meter(entry.score, entry.coverage < LOW_COVERAGE)
        cells = (Cell(said.score(entry.score), 40),)
        below = said.say("firmness.coverage", coverage=said.percent(entry.coverage))
        content = Content(title=said.of(entry.feature.short), below=below, meter=meter, cells=cells)
        return Entry(entry.feature.id, content, partial(profile.feature, reasons, entry), state=(entry, reasons.diagnosis.elements))

    def _element(self, entry: ElementScore, said: Words, reasons: Reasons) -> Entry:
        body = partial(profile.element, reasons, entry)
        if not entry.assessed:
            return Entry(
                entry.element.id, Content(title=said.of(entry.element.short), word=said.say("why.not-assessed")), body, state=entry
            )
        meter, cells = Meter(entry.score, entry.coverage < LOW_COVERAGE), (Cell(said.score(entry.score), 40),)
        content = Content(title=said.of(entry.element.name), below=said.known_items(entry), meter=meter, cells=cells)
        own = tuple(item for item in reasons.diagnosis.items if item.item.element == entry.element.id)
        return Entry(entry.element.id, content, body, state=(entry, own))


class GapsSection(Section):
    """Items by level, the hardest first, each with its reasons; what is in place stands folded at the end."""

    key = "gaps"

    def __init__(self, go: Go, later: Later) -> None:
        super().__init__(go, later)
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
        self.rows.show_entries([item_entry(entry, reasons) for entry in (*gaps, *rest)])


class FiguresSection(Section):
    """Present values with their norms; at the end, folded, the indicators that have no value and whom to ask."""

    key = "figures"

    def __init__(self, go: Go, later: Later) -> None:
        super().__init__(go, later)
        self.column.addWidget(self.rows)

    def count(self, diagnosis: Diagnosis) -> int | None:
        return len(diagnosis.figures)

    def _fill(self, diagnosis: Diagnosis, said: Words, reasons: Reasons) -> None:
        amounts = {figure.indicator.id: _amounts(figure, said) for figure in diagnosis.figures.values()}
        entries = [
            self._figure(figure, _cells(amounts[figure.indicator.id], amounts.values()), said, reasons)
            for figure in diagnosis.figures.values()
        ]
        absent = [indicator for indicator in diagnosis.framework.indicators.values() if indicator.id not in diagnosis.figures]
        if absent:
            content = Content(title=said.say("diagnosis.missing-figures", count=len(absent)))
            state = tuple(indicator.id for indicator in absent)
            entries.append(Entry(MISSING, content, partial(figures.missing, reasons, absent), state=state))
        show_text(self.note, "" if diagnosis.figures else said.say("diagnosis.no-figures"))
        self.rows.show_entries(entries)

    def _figure(self, figure: Figure, cells: tuple[Cell, ...], said: Words, reasons: Reasons) -> Entry:
        warning = said.say("why.differs") if figure.differs else ""
        silent = said.say("why.no-evidence") if figure.why_not else ""
        content = Content(title=said.of(figure.indicator.name), below=said.dotted((said.origin(figure), silent, warning)), cells=cells)
        return Entry(figure.indicator.id, content, partial(figures.figure, reasons, figure))


def _amounts(figure: Figure, said: Words) -> tuple[str, str]:
    """The value and its norm."""
    norm = said.say("diagnosis.norm-short", value=said.norm(figure.indicator)) if figure.indicator.norm else ""
    return said.amount(figure.indicator, figure.value), norm


def _cells(own: tuple[str, str], listed: Iterable[tuple[str, str]]) -> tuple[Cell, ...]:
    """The two columns of figures, each as wide as its widest."""
    metrics = QFontMetrics(plain())
    widths = [max(map(metrics.horizontalAdvance, column)) + 2 * PAD for column in zip(*listed, strict=True)]
    return Cell(own[0], widths[0]), Cell(own[1], widths[1], muted=True)


class ActionsSection(Section):
    """Recommended actions in their order, under the paper's direction for the type."""

    key = "actions"

    def __init__(self, go: Go, later: Later) -> None:
        super().__init__(go, later)
        self.column.addWidget(self.rows)

    def count(self, diagnosis: Diagnosis) -> int | None:
        return len(diagnosis.actions)

    def _fill(self, diagnosis: Diagnosis, said: Words, reasons: Reasons) -> None:
        opening = diagnosis.framework.openings[diagnosis.type] if diagnosis.type else None
        direction = said.say("diagnosis.opening-text", text=opening.text, source=opening.source) if opening else ""
        self.note.setText("\n".join(filter(None, (direction, "" if diagnosis.actions else said.say("diagnosis.no-actions")))))
        self.rows.show_entries([self._action(number, entry, said, reasons) for number, entry in enumerate(diagnosis.actions, start=1)])

    def _action(self, number: int, entry: Recommendation, said: Words, reasons: Reasons) -> Entry:
        names = said.join(said.of(said.framework.items[item].short) for item in entry.items)
        content = Content(
            title=said.of(entry.action.name),
            below=said.dotted((said.horizon_short(entry), names)),
            number=str(number),
            word=said.say("diagnosis.action-score", score=entry.score),
        )
        return Entry(entry.action.id, content, partial(actions.action, reasons, entry), state=(entry, reasons.diagnosis.items))


class UnknownSection(Section):
    """What is still to be found out, the heaviest first, and from whom."""

    key = "unknown"

    def __init__(self, go: Go, later: Later) -> None:
        super().__init__(go, later)
        self.column.addWidget(self.rows)

    def count(self, diagnosis: Diagnosis) -> int | None:
        return len(diagnosis.asks)

    def _fill(self, diagnosis: Diagnosis, said: Words, reasons: Reasons) -> None:
        show_text(self.note, "" if diagnosis.asks else said.say("diagnosis.nothing-unknown"))
        self.rows.show_entries([self._ask(number, ask, said, reasons) for number, ask in enumerate(diagnosis.asks, start=1)])

    def _ask(self, number: int, ask: Ask, said: Words, reasons: Reasons) -> Entry:
        key, content = f"{ask.part}:{ask.id}", Content(title=said.of(ask.name), below=said.of(ask.question), number=str(number))
        if ask.part == "ratings":
            entry = next(entry for entry in reasons.diagnosis.items if entry.item.id == ask.id)
            return Entry(key, content, partial(items.item, reasons, entry), state=item_state(entry, reasons))
        about = reasons.diagnosis.framework.criteria[ask.id]
        if ask.part == "fields":
            return Entry(key, content, partial(types.fields, reasons, about))
        return Entry(key, content, partial(types.criterion, reasons, about), state=reasons.diagnosis.classification)


SECTIONS: Sequence[type[Section]] = (TypeSection, ProfileSection, GapsSection, FiguresSection, ActionsSection, UnknownSection)
