"""Why an element or a feature has its score."""

from diagnosis.findings import Place
from diagnosis.result import ElementScore, FeatureScore
from diagnosis.sums import ElementTerm, element_terms, feature_terms
from reports.numbers import fixed
from ui.reasons.base import Linked, Reasons
from ui.widgets.disclosure import Entry
from ui.widgets.facts import Facts
from ui.widgets.rows import Cell, Content
from ui.widgets.wording import Words

TERM_WIDTH = 132


def element(reasons: Reasons, entry: ElementScore) -> Facts:
    """What the element is, what its items take from its score, the costliest first, and what is still unknown of it."""
    said, facts = reasons.said, reasons.facts()
    facts.add(reasons.name("note"), said.of(entry.element.description))
    terms = element_terms(reasons.diagnosis, entry)
    if entry.score is not None:
        facts.add(said.say("reason.sum"), said.say("reason.element-sum", score=fixed(entry.score, 1), lost=fixed(100 - entry.score, 1)))
        costliest = terms[0]
        if costliest.lost:
            raised = fixed(entry.score + costliest.lost, 1)
            facts.add(said.say("change.title"), said.say("change.element", name=costliest.item.item.short, score=raised))
    if entry.assessed:
        facts.add(said.say("reason.coverage"), said.say("reason.element-coverage", coverage=said.percent(entry.coverage)))
    if terms:
        facts.add_widget(reasons.name("items"), reasons.links(_term(reasons, term) for term in terms))
    outside = [item for item in reasons.diagnosis.items if item.item.element == entry.element.id and item.state == "na"]
    if outside:
        facts.add_widget(said.say("checklist.na"), reasons.links(reasons.item_link(item) for item in outside))
    return facts.add(reasons.name("source"), said.of(entry.element.source))


def _term(reasons: Reasons, term: ElementTerm) -> Linked:
    said = reasons.said
    told = (
        said.say("reason.lost", points=fixed(term.lost, 1))
        if term.lost is not None
        else said.say("reason.part", share=said.percent(term.weight))
    )
    return reasons.item_link(term.item, Cell(told, TERM_WIDTH, muted=True))


def feature(reasons: Reasons, entry: FeatureScore) -> Facts:
    """What the feature is, what its score is the mean of, and the elements it rests on."""
    said, facts, about = reasons.said, reasons.facts(), entry.feature
    facts.add(reasons.name("note"), said.of(about.description))
    if about.rated:
        facts.add(reasons.name("own-rating"), said.rating(entry.rating))
    facts.add(said.say("reason.sum"), _sum(reasons, entry))
    facts.add(said.say("reason.coverage"), said.say("reason.feature-coverage", coverage=said.percent(entry.coverage)))
    scores = {score.element.id: score for score in reasons.diagnosis.elements}
    if about.elements:
        facts.add_widget(reasons.name("elements-of"), reasons.links(_element(said, scores[name]) for name in about.elements))
    facts.add(reasons.name("source"), said.of(about.source))
    return reasons.enter(facts, Place(step="overview", part="features", field=about.id)) if about.rated else facts


def _sum(reasons: Reasons, entry: FeatureScore) -> str:
    said, terms = reasons.said, feature_terms(reasons.diagnosis, entry)
    if entry.score is None:
        return ""
    score = fixed(entry.score, 1)
    if terms.rating is not None and terms.elements is not None:
        return said.say("reason.feature-both", rating=fixed(terms.rating, 1), elements=fixed(terms.elements, 1), score=score)
    return said.say("reason.feature-rating" if terms.elements is None else "reason.feature-elements", score=score)


def _element(said: Words, score: ElementScore) -> Linked:
    content = Content(title=said.of(score.element.short), below=said.element_score(score))
    return Entry(score.element.id, content), Place(step="diagnosis", part="elements", field=score.element.id)
