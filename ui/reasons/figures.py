"""Where a figure is from, down to the rows that fed it, and what it counts for."""

from functools import partial

from PySide6.QtWidgets import QWidget

from diagnosis.fieldtypes import Value
from diagnosis.findings import Place
from diagnosis.framework import Indicator
from diagnosis.questionnaire import Question, questionnaire
from diagnosis.result import Figure
from diagnosis.sources import Rows, computed_from, rows_behind
from diagnosis.survey import attribute
from reports.numbers import money_of
from ui.reasons.base import Linked, Reasons
from ui.widgets.disclosure import Entry
from ui.widgets.facts import Facts
from ui.widgets.places import figure_place
from ui.widgets.rows import Content
from ui.widgets.wording import Words

SHOWN = 8  # rows of a list; the rest is on its page
NAMES = ("name", "from", "to", "id", "year")  # what a row is called by


def figure(reasons: Reasons, entry: Figure) -> Facts:
    """Value, source, formula, the rows behind it, whether it counts and for what, and the norm with its source."""
    said, indicator, facts, survey = reasons.said, entry.indicator, reasons.facts(), reasons.diagnosis.survey
    facts.add(reasons.name("value"), said.dotted((said.amount(indicator, entry.value), said.origin(entry))), _beside(reasons, entry))
    facts.add(reasons.name("value-source"), said.of(entry.source))
    facts.add(reasons.name("own-note"), entry.note or "")
    facts.add(reasons.name("formula"), said.of(indicator.formula) if indicator.formula and entry.origin == "entered" else "")
    facts.add_widget(said.say("reason.rows"), reasons.worked_out(partial(rows_behind, reasons.diagnosis, entry), partial(_rows, reasons)))
    if entry.origin == "entered" and entry.computed is not None:
        behind = partial(computed_from, indicator.id, survey, reasons.diagnosis.shares)
        facts.add_widget(said.say("reason.rows-computed"), reasons.worked_out(behind, partial(_rows, reasons)))
    why_not = entry.why_not
    facts.add(
        reasons.name("speaks"), said.say("diagnosis.speaks-no", reason=why_not.text()) if why_not else said.say("diagnosis.speaks-yes")
    )
    heard = [item for item in reasons.diagnosis.items if any(reading.indicator == indicator.id for reading in item.signals)]
    if heard:
        facts.add_widget(said.say("reason.heard-by"), reasons.links(reasons.item_link(item) for item in heard))
    elif reasons.diagnosis.type is not None:
        facts.add(said.say("reason.heard-by"), said.say("reason.heard-by-none"))
    _norm(reasons, facts, indicator)
    facts.add(reasons.name("note"), said.of(indicator.note) if indicator.note else "")
    return reasons.enter(facts, figure_place(indicator.id, survey))


def _beside(reasons: Reasons, entry: Figure) -> str:
    if entry.origin == "computed" or entry.computed is None:
        return ""
    value = reasons.said.amount(entry.indicator, entry.computed.value)
    return reasons.said.say("diagnosis.computed-beside-entered" if entry.differs else "diagnosis.computed-same", value=value)


def _rows(reasons: Reasons, found: Rows | None) -> QWidget:
    """The first rows of a list, each a step from its own place; how many more there are."""
    if found is None:
        return reasons.links([_services(reasons.said)])
    linked = [_row(reasons, found, row) for row in found.rows[:SHOWN]]
    part = questionnaire().parts[found.part]
    if len(found.rows) > SHOWN:
        text = reasons.said.say("reason.more-rows", count=len(found.rows) - SHOWN, page=reasons.said.page(part.step))
        linked.append((Entry("more", Content(title=text)), Place(step=part.step, part=part.id)))
    if not linked:
        linked.append((Entry("none", Content(title=reasons.said.say("reason.no-rows"))), None))
    return reasons.links(linked)


def _row(reasons: Reasons, found: Rows, row: int) -> Linked:
    """What was read of a row: its name, one answer at the right, several below."""
    said, part = reasons.said, questionnaire().parts[found.part]
    answers = getattr(reasons.diagnosis.survey, found.part)[row]
    told = {name: _told(said, part.question(name), getattr(answers, attribute(name))) for name in found.fields}
    title = " — ".join(told.pop(name) for name in found.fields if name in NAMES)
    word = said.dotted(told.values()) if len(told) == 1 else ""
    content = Content(title=" ".join(title.split()), number=str(row + 1), word=word, below="" if word else said.dotted(told.values()))
    return Entry(str(row), content), Place(step=part.step, part=part.id, row=row, field=found.fields[-1])


def _told(said: Words, question: Question, value: Value) -> str:
    """An answer with its name and unit; a name alone."""
    if question.kind == "money" and isinstance(value, int | float):
        shown = money_of(value, said.lang)
    else:
        unit = said.of(question.unit) if question.unit is not None and value is not None else ""
        shown = f"{question.type.show(value, said.lang) or said.dash} {unit}".strip()
    return shown if question.id in (*NAMES, "source") else said.say("reason.answer", name=question.label, value=shown)


def _services(said: Words) -> Linked:
    return Entry("services", Content(title=said.of(questionnaire().parts["services"].name))), Place(step="actors", part="services")


def _norm(reasons: Reasons, facts: Facts, indicator: Indicator) -> None:
    said, norm = reasons.said, indicator.norm
    if norm is None:
        facts.add(reasons.name("norm"), reasons.name("no-norm"))
        return
    basis = said.say(f"diagnosis.basis.{norm.basis}")
    facts.add(reasons.name("norm"), said.dotted((said.norm(indicator), basis)), said.of(norm.note) if norm.note else "")
    facts.add(reasons.name("norm-source"), said.of(norm.source))


def missing(reasons: Reasons, indicators: list[Indicator]) -> Facts:
    """Indicators without a value: whom to ask for each."""
    facts = reasons.facts()
    for indicator in indicators:
        facts.add(reasons.said.of(indicator.short), reasons.said.of(indicator.ask))
    return reasons.enter(facts, Place(step="indicators", part="indicators"))
