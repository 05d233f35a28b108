"""What the rows of the diagnosis page open to: the reasons of each judgement, word for word from the diagnosis."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtWidgets import QWidget

from diagnosis.findings import Place
from diagnosis.framework import Indicator
from diagnosis.result import Assessment, Diagnosis, ElementScore, FeatureScore, Figure, Kpi, Recommendation, SignalReading
from ui.widgets.disclosure import Entry, RowList
from ui.widgets.facts import Facts
from ui.widgets.places import figure_place, rating_place, reasons_place
from ui.widgets.rows import Content
from ui.widgets.wording import Words, level_of

Go = Callable[[Place], None]


@dataclass(frozen=True, slots=True)
class Reasons:
    """Makes the bodies of one diagnosis in one language; ``go`` follows a link."""

    diagnosis: Diagnosis
    said: Words
    go: Go

    def _facts(self) -> Facts:
        return Facts(self.said.lang)

    def _name(self, key: str) -> str:
        return self.said.say(f"diagnosis.{key}")

    def _enter(self, facts: Facts, place: Place) -> Facts:
        return facts.add_link(self.said.say("jump-to", page=self.said.page(place.step)), partial(self.go, place))

    def _links(self, entries: list[Entry], places: dict[str, Place]) -> QWidget:
        rows = RowList()
        rows.show_entries(entries)
        rows.pressed.connect(lambda key: self.go(places[key]))
        return rows

    # ---- items

    def item(self, entry: Assessment) -> Facts:
        """Level, rating, evidence, figures with thresholds and norm, consequence, source, actions."""
        said, facts = self.said, self._facts()
        conflict = said.conflict(entry) if entry.state == "conflict" else ""
        facts.add(
            self._name("level"), said.dotted((said.level(level_of(entry)), said.say("checklist.by", basis=said.basis(entry)))), conflict
        )
        facts.add(said.say("checklist.state"), said.of(entry.item.state))
        facts.add(self._name("rating"), self._rating(entry))
        facts.add(self._name("evidence"), entry.evidence or "")
        facts.add(self._name("respondent"), entry.respondent or "")
        facts.add(self._name("figures-label"), *(self._reading(reading) for reading in entry.signals))
        if entry.level:
            facts.add(self._name("consequence"), said.of(entry.item.meaning))
        if entry.state == "unknown":
            facts.add(said.say("checklist.ask"), said.of(entry.item.ask))
        facts.add(self._name("source"), said.of(entry.item.source))
        self._actions(facts, entry)
        return self._enter(facts, rating_place(entry.item.id))

    def _rating(self, entry: Assessment) -> str:
        if not isinstance(entry.rating, int):
            return self.said.rating(entry.rating) if entry.rating is not None else self.said.dash
        anchor = entry.item.anchors.get(entry.rating)
        rating = self.said.rating(entry.rating)
        return rating if anchor is None else self.said.say("colon", name=rating, value=anchor)

    def _reading(self, reading: SignalReading) -> str:
        said = self.said
        verdict = said.level(reading.level) if reading.why_not is None else said.say("why.silent", reason=reading.why_not.text())
        line = said.clauses((said.reading(reading), verdict, said.thresholds(reading)))
        indicator = None if reading.signal is None else said.framework.indicators[reading.indicator]
        norm = "" if indicator is None or indicator.norm is None else self._norm(indicator)
        return said.clauses((line, norm))

    def _norm(self, indicator: Indicator) -> str:
        if indicator.norm is None:
            return ""
        value, source = self.said.norm(indicator), self.said.of(indicator.norm.source)
        return self.said.say("diagnosis.norm-with-source", value=value, source=source)

    def _actions(self, facts: Facts, entry: Assessment) -> None:
        if not entry.level:
            return
        actions = [self.said.framework.actions[action] for action in entry.actions]
        if not actions:
            facts.add(self._name("answering"), self._name("none-answering"))
            return
        places = {action.id: Place(step="diagnosis", part="actions", field=action.id) for action in actions}
        rows = [Entry(action.id, Content(title=self.said.of(action.name))) for action in actions]
        facts.add_widget(self._name("answering"), self._links(rows, places))

    # ---- profile

    def element(self, entry: ElementScore) -> Facts:
        """What the element is, and its items with their levels."""
        facts = self._facts().add(self._name("note"), self.said.of(entry.element.description))
        own = [item for item in self.diagnosis.items if item.item.element == entry.element.id]
        return facts.add_widget(self._name("items"), self._item_rows(own)) if own else facts

    def feature(self, entry: FeatureScore) -> Facts:
        """What the feature is, its own rating, and the elements it rests on."""
        said, feature = self.said, entry.feature
        facts = self._facts().add(self._name("note"), said.of(feature.description))
        if feature.rated:
            facts.add(self._name("own-rating"), said.rating(entry.rating))
        scores = {score.element.id: score for score in self.diagnosis.elements}
        facts.add(
            self._name("elements-of"),
            *(said.say("colon", name=scores[name].element.short, value=said.element_score(scores[name])) for name in feature.elements),
        )
        return self._enter(facts, Place(step="overview", part="features", field=feature.id)) if feature.rated else facts

    def _item_rows(self, items: list[Assessment]) -> QWidget:
        places = {entry.item.id: reasons_place(entry.item.id) for entry in items}
        rows = [
            Entry(
                entry.item.id,
                Content(title=self.said.of(entry.item.name), levelled=True, level=level_of(entry), word=self.said.level(level_of(entry))),
            )
            for entry in items
        ]
        return self._links(rows, places)

    # ---- figures

    def figure(self, figure: Figure) -> Facts:
        """Value, source, formula, norm with its source, and whether it counts."""
        said, indicator, facts = self.said, figure.indicator, self._facts()
        facts.add(self._name("value"), said.dotted((said.amount(indicator, figure.value), said.origin(figure))), self._beside(figure))
        facts.add(self._name("value-source"), said.of(figure.source))
        facts.add(self._name("own-note"), figure.note or "")
        facts.add(self._name("formula"), said.of(indicator.formula) if indicator.formula and figure.origin == "entered" else "")
        why_not = figure.why_not
        facts.add(
            self._name("speaks"), said.say("diagnosis.speaks-no", reason=why_not.text()) if why_not else said.say("diagnosis.speaks-yes")
        )
        self._norm_facts(facts, indicator)
        facts.add(self._name("note"), said.of(indicator.note) if indicator.note else "")
        return self._enter(facts, figure_place(indicator.id, self.diagnosis.survey))

    def _beside(self, figure: Figure) -> str:
        if figure.origin == "computed" or figure.computed is None:
            return ""
        value = self.said.amount(figure.indicator, figure.computed.value)
        return self.said.say("diagnosis.computed-beside-entered" if figure.differs else "diagnosis.computed-same", value=value)

    def _norm_facts(self, facts: Facts, indicator: Indicator) -> None:
        norm = indicator.norm
        if norm is None:
            facts.add(self._name("norm"), self._name("no-norm"))
            return
        basis = self.said.say(f"diagnosis.basis.{norm.basis}")
        facts.add(self._name("norm"), self.said.dotted((self.said.norm(indicator), basis)), self.said.of(norm.note) if norm.note else "")
        facts.add(self._name("norm-source"), self.said.of(norm.source))

    def missing(self, indicators: list[Indicator]) -> Facts:
        """Indicators without a value: whom to ask for each."""
        facts = self._facts()
        for indicator in indicators:
            facts.add(self.said.of(indicator.short), self.said.of(indicator.ask))
        return self._enter(facts, Place(step="indicators", part="indicators"))

    # ---- actions

    def action(self, entry: Recommendation) -> Facts:
        """How, by whom, by when, for which gaps, how progress will show, and who has done the like."""
        said, action, facts = self.said, entry.action, self._facts()
        facts.add(self._name("how"), said.of(action.how))
        facts.add(self._name("first-step"), said.of(action.first_step))
        facts.add(self._name("who"), self._who(entry))
        facts.add(self._name("horizon"), said.horizon(entry))
        answered = {item.item.id: item for item in self.diagnosis.items}
        facts.add_widget(self._name("action-items"), self._item_rows([answered[item] for item in entry.items]))
        facts.add(self._name("progress"), *(self._progress(kpi) for kpi in entry.progress))
        facts.add(self._name("practices"), *(said.practice(practice) for practice in entry.practices))
        facts.add(self._name("clusters"), said.join(said.of(cluster.name) for cluster in entry.reference_clusters))
        facts.add(self._name("examples"), *(said.say("diagnosis.example", text=e.text, source=e.source) for e in entry.examples))
        direction = said.framework.directions[action.direction]
        facts.add(self._name("direction"), said.of(direction.name), said.of(direction.lead))
        return facts.add(self._name("source"), said.of(action.source))

    def _who(self, entry: Recommendation) -> str:
        lead, *others = [self.said.of(actor) for actor in entry.action.who] or [""]
        support = self.said.say("diagnosis.support", names=self.said.join(others)) if others else ""
        return self.said.clauses((self.said.say("diagnosis.lead", name=lead) if lead else "", support))

    def _progress(self, kpi: Kpi) -> str:
        said, figure = self.said, kpi.figure
        value = said.amount(kpi.indicator, None if figure is None else figure.value)
        norm = self._norm(kpi.indicator)
        return said.clauses((f"{said.of(kpi.indicator.name)} {value}", norm))
