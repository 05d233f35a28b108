"""Why an action is recommended, and with what it is to be carried out."""

from collections.abc import Iterator, Sequence

from diagnosis.framework import Example, Practice, ReferenceCluster
from diagnosis.result import Kpi, Recommendation
from diagnosis.sums import ActionTerm, action_terms
from ui.reasons.base import Linked, Reasons
from ui.reasons.items import norm_with_source
from ui.widgets.facts import Facts
from ui.widgets.rows import Cell
from ui.widgets.wording import Words

SUM_WIDTH = 96


def action(reasons: Reasons, entry: Recommendation) -> Facts:
    """How, by whom, by when, for which gaps, how progress will show, and who has done the like."""
    said, about, facts = reasons.said, entry.action, reasons.facts()
    facts.add(reasons.name("how"), said.of(about.how))
    facts.add(reasons.name("first-step"), said.of(about.first_step))
    facts.add(reasons.name("who"), _who(reasons, entry))
    facts.add(reasons.name("horizon"), said.horizon(entry), _dated_from(reasons, entry))
    facts.add(said.say("reason.sum"), _sum(reasons, entry))
    facts.add_widget(reasons.name("action-items"), reasons.links(_term(reasons, term) for term in action_terms(reasons.diagnosis, entry)))
    facts.add(said.say("reason.why-this"), _why(reasons, entry))
    facts.add(reasons.name("progress"), *(_progress(reasons, kpi) for kpi in entry.progress))
    facts.add_each(reasons.name("practices"), *(_practice(reasons, practice, entry) for practice in entry.practices))
    facts.add(reasons.name("clusters"), *_clusters(reasons, entry.reference_clusters))
    facts.add_each(reasons.name("examples"), *(_example(reasons, example, entry) for example in entry.examples))
    direction = said.framework.directions[about.direction]
    facts.add(reasons.name("direction"), said.of(direction.name), said.of(direction.lead))
    return facts.add(reasons.name("source"), said.of(about.source))


def _who(reasons: Reasons, entry: Recommendation) -> str:
    said = reasons.said
    lead, *others = [said.of(actor) for actor in entry.action.who] or [""]
    support = said.say("diagnosis.support", names=said.join(others)) if others else ""
    return said.clauses((said.say("diagnosis.lead", name=lead) if lead else "", support))


def _dated_from(reasons: Reasons, entry: Recommendation) -> str:
    date = reasons.diagnosis.survey.round.date
    return "" if date is None or entry.years is None else reasons.said.say("reason.dated-from", date=date)


def _sum(reasons: Reasons, entry: Recommendation) -> str:
    terms = action_terms(reasons.diagnosis, entry)
    return reasons.said.say("reason.action-sum", terms=" + ".join(str(term.points) for term in terms), score=entry.score)


def _term(reasons: Reasons, term: ActionTerm) -> Linked:
    told = reasons.said.say("reason.action-term", level=term.level, weight=term.item.item.weight, points=term.points)
    return reasons.item_link(term.item, Cell(told, SUM_WIDTH, muted=True))


def _why(reasons: Reasons, entry: Recommendation) -> str:
    """The type it is for and, where it is for some fields only, the cluster's field among them."""
    said, framework = reasons.said, reasons.diagnosis.framework
    own = framework.with_parents(reasons.diagnosis.shares.largest)
    fields = [said.of(framework.fields[field].name) for field in entry.action.fields if field in own]
    told = said.say("reason.for-type", type=said.type_short(reasons.diagnosis.type or ""))
    return said.clauses((told, said.say("reason.for-fields", fields=said.join(fields)) if fields else ""))


def _progress(reasons: Reasons, kpi: Kpi) -> str:
    said, figure = reasons.said, kpi.figure
    value = said.amount(kpi.indicator, None if figure is None else figure.value)
    return said.clauses((f"{said.of(kpi.indicator.name)} {value}", norm_with_source(said, kpi.indicator)))


def _speaks_to(reasons: Reasons, items: tuple[str, ...], entry: Recommendation) -> str:
    """The gaps of the action that a practice or an example speaks to."""
    names = [reasons.said.of(reasons.said.framework.items[item].short) for item in items if item in entry.items]
    return reasons.said.say("reason.speaks-to", items=reasons.said.join(names)) if names else ""


def _practice(reasons: Reasons, practice: Practice, entry: Recommendation) -> str:
    return _because(reasons.said, reasons.said.practice(practice), _speaks_to(reasons, practice.items, entry))


def _clusters(reasons: Reasons, clusters: Sequence[ReferenceCluster]) -> Iterator[str]:
    """The clusters by the field they share with this one, a line each."""
    said, framework = reasons.said, reasons.diagnosis.framework
    own = framework.with_parents(reasons.diagnosis.shares.largest)
    for field in (field for field in framework.fields.values() if field.id in own):
        names = said.join(said.of(cluster.name) for cluster in clusters if field.id in cluster.fields)
        if names:
            yield said.say("colon", name=field.name, value=names)


def _example(reasons: Reasons, example: Example, entry: Recommendation) -> str:
    said, framework = reasons.said, reasons.diagnosis.framework
    own = framework.with_parents(reasons.diagnosis.shares.largest)
    fields = [said.of(framework.fields[field].name) for field in example.fields if field in own]
    why = said.clauses(
        (_speaks_to(reasons, example.items, entry), said.say("reason.same-field", fields=said.join(fields)) if fields else "")
    )
    return _because(said, said.say("diagnosis.example", text=example.text, source=example.source), why)


def _because(said: Words, text: str, why: str) -> str:
    return said.say("reason.because", text=text, why=why) if why else text
