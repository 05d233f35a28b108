"""Why an item has its level, and what would give it another."""

from diagnosis.changes import FigureChange, LevelChange, RatingChange, level_changes
from diagnosis.findings import Place
from diagnosis.framework import Indicator
from diagnosis.result import Assessment, SignalReading
from reports.numbers import norm_amount
from ui.reasons.base import Linked, Reasons, figure_reasons
from ui.widgets.disclosure import Entry
from ui.widgets.facts import Facts
from ui.widgets.places import figure_place, rating_place, reading_place
from ui.widgets.rows import Content
from ui.widgets.wording import Words, level_of


def item(reasons: Reasons, entry: Assessment) -> Facts:
    """Level, rating, evidence, figures with thresholds and norm, what would change it, consequence, actions, source."""
    said, facts = reasons.said, reasons.facts()
    conflict = said.conflict(entry) if entry.state == "conflict" else ""
    basis = said.say("checklist.by", basis=said.basis(entry))
    facts.add(reasons.name("level"), said.dotted((said.level(level_of(entry)), basis)), conflict)
    facts.add(said.say("checklist.state"), said.of(entry.item.state))
    facts.add(reasons.name("rating"), _rating(said, entry))
    facts.add(reasons.name("evidence"), entry.evidence or "")
    facts.add(reasons.name("respondent"), entry.respondent or "")
    if entry.signals:
        facts.add_widget(reasons.name("figures-label"), reasons.links(_reading(reasons, reading) for reading in entry.signals))
    if entry.state == "unknown":
        facts.add(said.say("checklist.ask"), said.of(entry.item.ask))
    if entry.level:
        facts.add(reasons.name("consequence"), said.of(entry.item.meaning))
    facts.add_widget(
        said.say("change.title"), reasons.links(_change(reasons, entry, change) for change in level_changes(reasons.diagnosis, entry))
    )
    _actions(reasons, facts, entry)
    element = said.framework.elements[entry.item.element]
    facts.add(said.say("reason.element"), said.dotted((said.of(element.name), said.say("checklist.weight", weight=entry.item.weight))))
    facts.add(reasons.name("source"), said.of(entry.item.source))
    return reasons.enter(facts, rating_place(entry.item.id))


def _rating(said: Words, entry: Assessment) -> str:
    if not isinstance(entry.rating, int):
        return said.rating(entry.rating) if entry.rating is not None else said.dash
    anchor = entry.item.anchors.get(entry.rating)
    rating = said.rating(entry.rating)
    return rating if anchor is None else said.say("colon", name=rating, value=anchor)


def _reading(reasons: Reasons, reading: SignalReading) -> Linked:
    """The figure with its thresholds, its norm, and why it does not count, where it does not; pressed it gives its own reasons."""
    said = reasons.said
    silent = said.say("why.silent", reason=reading.why_not.text()) if reading.why_not is not None and reading.value is not None else ""
    indicator = None if reading.signal is None else said.framework.indicators[reading.indicator]
    ask = said.of(indicator.ask) if indicator is not None and reading.value is None else ""
    lines = (said.thresholds(reading), "" if indicator is None else norm_with_source(said, indicator), silent, ask)
    spoken = reading.speaks and reading.level is not None
    content = Content(
        title=said.reading(reading),
        below="\n".join(line for line in lines if line),
        levelled=True,
        level=reading.level if spoken else None,
        word=said.verdict(reading),
        lines=9,
    )
    place = reading_place(reading, reasons.diagnosis.survey)
    return Entry(reading.indicator, content), place if indicator is None or reading.value is None else figure_reasons(indicator.id)


def norm_with_source(said: Words, indicator: Indicator) -> str:
    """What a value is compared with, and where that is from; empty without a norm."""
    if indicator.norm is None:
        return ""
    return said.say("diagnosis.norm-with-source", value=said.norm(indicator), source=said.of(indicator.norm.source))


def _change(reasons: Reasons, entry: Assessment, change: LevelChange) -> Linked:
    """The condition, and the level that it leads to; pressed it leads to where that is entered."""
    said = reasons.said
    conflict = "change.against-figures" if isinstance(change, RatingChange) else "change.against-rating"
    content = Content(
        title=_condition(said, change),
        below=said.say(conflict) if change.state == "conflict" else "",
        levelled=True,
        level=change.level,
        word=said.level(change.level),
    )
    place = rating_place(entry.item.id)
    if isinstance(change, FigureChange):
        place = figure_place(change.indicator, reasons.diagnosis.survey)
    elif not isinstance(change, RatingChange):
        place = Place(step="actors", part="services", field=change.service)
    return Entry(repr(change), content), place


def _condition(said: Words, change: LevelChange) -> str:
    if isinstance(change, RatingChange):
        return said.say("change.rating", scores=said.join(map(str, change.scores)))
    if isinstance(change, FigureChange):
        indicator = said.framework.indicators[change.indicator]
        return said.say(f"change.{change.relation}", name=indicator.short, value=norm_amount(change.value, indicator, said.lang))
    return said.say("change.in-place" if change.in_place else "change.not-in-place", name=said.framework.services[change.service])


def _actions(reasons: Reasons, facts: Facts, entry: Assessment) -> None:
    if not entry.level:
        return
    actions = [reasons.said.framework.actions[action] for action in entry.actions]
    if not actions:
        facts.add(reasons.name("answering"), reasons.name("none-answering"))
        return
    rows = [
        (Entry(action.id, Content(title=reasons.said.of(action.name))), Place(step="diagnosis", part="actions", field=action.id))
        for action in actions
    ]
    facts.add_widget(reasons.name("answering"), reasons.links(rows))
