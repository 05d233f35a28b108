"""Why the cluster is of its type, how firm that is, and what would change it."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QWidget

from diagnosis.changes import dissent, field_flips, open_flips, steadiness, turns
from diagnosis.classification import CONTESTED_BELOW, PROVISIONAL_BELOW
from diagnosis.findings import Place
from diagnosis.framework import FIELDS_CRITERION, TYPE_IDS, Criterion, TypeId
from diagnosis.result import Contribution, Diagnosis, Flip
from diagnosis.sources import FieldRevenue, field_revenues
from reports.numbers import fixed, money_of, share
from ui.reasons.base import Linked, Reasons
from ui.widgets.disclosure import Entry
from ui.widgets.facts import Facts
from ui.widgets.rows import Content
from ui.widgets.wording import Words

CODES_SHOWN = 12
SHARES = Place(step="overview", part="fields")


def criterion_place(name: str) -> Place:
    """Where a criterion is answered."""
    return SHARES if name == FIELDS_CRITERION else Place(step="classification", part="criteria", field=name)


def definition(reasons: Reasons, type_id: TypeId) -> Facts:
    """What a type is, and where the paper says so."""
    said, about = reasons.said, reasons.said.framework.types[type_id]
    facts = reasons.facts().add(reasons.name("note"), said.of(about.description))
    return facts.add(reasons.name("source"), said.of(about.source))


def firmness(reasons: Reasons) -> Facts:
    """Evidence, lead and robustness beside their limits, the two halves, what points elsewhere, and what is still open."""
    said, found, facts = reasons.said, reasons.diagnosis.classification, reasons.facts()
    limit = {"limit": said.percent(PROVISIONAL_BELOW), "coverage": said.percent(found.coverage)}
    facts.add(said.say("reason.coverage"), said.say("reason.firm-coverage", **limit))
    second = said.dash if found.second is None else said.type_short(found.second)
    facts.add(
        said.say("reason.lead"),
        said.say("reason.firm-lead", second=second, margin=said.points(found.margin), limit=said.points(CONTESTED_BELOW)),
    )
    facts.add(said.say("reason.robustness"), said.say("colon", name=said.say(f"reason.{steadiness(found)}"), value=said.robustness(found)))
    if found.by_fields and found.by_stage:
        key = "reason.halves-differ" if found.fields_disagree else "reason.halves-agree"
        facts.add(said.say("reason.halves"), said.say(key, fields=said.types(found.by_fields), stage=said.types(found.by_stage)))
    against = dissent(found)
    if against:
        rows = (_against(said, name, points) for name, points in against)
        facts.add_widget(said.say("reason.dissent"), reasons.links(rows))
    if found.unanswered:
        facts.add_widget(said.say("reason.open"), reasons.links(_open(said, name) for name in found.unanswered))
    return facts.add(reasons.name("source"), said.say("reason.firm-source"))


def _against(said: Words, name: str, points: float) -> Linked:
    content = Content(title=said.of(said.framework.criteria[name].name), word=said.say("reason.takes", points=fixed(points, 2)))
    return Entry(name, content), criterion_place(name)


def _open(said: Words, name: str) -> Linked:
    criterion = said.framework.criteria[name]
    return Entry(name, Content(title=said.of(criterion.name), word=said.criterion_weight(criterion))), criterion_place(name)


def disagreement(reasons: Reasons) -> Facts:
    """Which answers make the fields point one way and the stage of development another."""
    said, found, facts = reasons.said, reasons.diagnosis.classification, reasons.facts()
    facts.add(said.say("reason.fields-point"), said.types(found.by_fields), _largest(reasons))
    facts.add(said.say("reason.stage-points"), said.types(found.by_stage))
    rows = [_stage(said, part) for part in found.contributions if part.criterion != FIELDS_CRITERION]
    return facts.add_widget(said.say("reason.stage-answers"), reasons.links(rows))


def _largest(reasons: Reasons) -> str:
    fields, shares = reasons.said.framework.fields, reasons.diagnosis.shares
    return reasons.said.join(f"{reasons.said.of(fields[field].name)} {share(shares.of[field])}" for field in shares.largest)


def _stage(said: Words, part: Contribution) -> Linked:
    content = Content(title=said.of(said.framework.criteria[part.criterion].name), word=said.answer(part.answer))
    return Entry(part.criterion, content), criterion_place(part.criterion)


def criterion(reasons: Reasons, about: Criterion) -> Facts:
    """The descriptor of each type, what the answer adds, what another would change, and the section of the paper."""
    said, found, facts = reasons.said, reasons.diagnosis.classification, reasons.facts()
    part = next((part for part in found.contributions if part.criterion == about.id), None)
    facts.add(said.say("reason.answer-given"), said.answer(part.answer) if part is not None else said.say("diagnosis.unanswered"))
    for type_id in TYPE_IDS:
        facts.add(said.type_short(type_id), said.of(about.descriptors[type_id]))
    facts.add(said.say("reason.adds"), _added(reasons, about, part))
    flips = found.flips if part is not None else open_flips(reasons.diagnosis)
    own = [said.flip(flip) for flip in flips if flip.criterion == about.id]
    facts.add(said.say("change.title"), *(own or [said.say("change.no-flip")]))
    facts.add(reasons.name("source"), said.of(about.source))
    return reasons.enter(facts, criterion_place(about.id))


def _added(reasons: Reasons, about: Criterion, part: Contribution | None) -> str:
    """The weight, and what it gives to each type's score."""
    said, found = reasons.said, reasons.diagnosis.classification
    if part is None:
        return said.criterion_weight(about)
    added = (
        f"{said.type_short(type_id)} +{fixed(part.weight * share_of / found.coverage, 2)}"
        for type_id, share_of in part.parts.items()
        if share_of > 0
    )
    return said.clauses((said.criterion_weight(about), said.join(added)))


def fields(reasons: Reasons, about: Criterion) -> Facts:
    """The shares by field with their types and origin; those from the roster down to firms, revenue and codes."""
    said, shares, facts = reasons.said, reasons.diagnosis.shares, reasons.facts()
    found = reasons.diagnosis.classification
    facts.add(
        said.say("reason.shares-from"), said.say(f"classification.fields-{shares.origin or 'none'}", known=said.percent(shares.known))
    )
    if shares.of:
        part = next(part for part in found.contributions if part.criterion == FIELDS_CRITERION)
        rows = (_share(reasons, field, value) for field, value in sorted(shares.of.items(), key=lambda entry: -entry[1]))
        facts.add_widget(said.say("reason.shares"), reasons.links(rows))
        counted = {"weight": said.percent(about.weight), "known": said.percent(shares.known), "counted": fixed(part.weight, 2)}
        facts.add(said.say("reason.adds"), said.clauses((said.say("reason.fields-weight", **counted), said.type_parts(part.parts))))
        flips = [
            said.say("change.field-flip", answer=said.type_short(flip.answer), to=said.type_short(flip.to))
            for flip in field_flips(reasons.diagnosis)
        ]
        facts.add(said.say("change.title"), *(flips or [said.say("change.no-field-flip")]))
    if shares.origin != "entered" and reasons.diagnosis.survey.enterprises:
        behind = partial(field_revenues, reasons.diagnosis.survey, said.framework)
        facts.add_widget(said.say("reason.by-code"), reasons.worked_out(behind, partial(_revenues, reasons)))
    facts.add(reasons.name("source"), said.of(about.source))
    return reasons.enter(facts, SHARES)


def _share(reasons: Reasons, field: str, value: float) -> Linked:
    """A field, its type and share; pressed, the row that it was entered in."""
    said, survey = reasons.said, reasons.diagnosis.survey
    about = said.framework.fields[field]
    content = Content(title=said.of(about.name), below=said.of(about.source), word=f"{said.type_short(about.type)} {share(value)}")
    rows = [row for row, entered in enumerate(survey.fields) if entered.id == field]
    entered = reasons.diagnosis.shares.origin == "entered"
    place = Place(step="overview", part="fields", row=rows[-1], field="share") if entered else Place(step="enterprises", part="enterprises")
    return Entry(field, content), place


def _revenues(reasons: Reasons, found: tuple[FieldRevenue, ...]) -> QWidget:
    return reasons.links(_revenue(reasons.said, entry) for entry in found)


def _revenue(said: Words, entry: FieldRevenue) -> Linked:
    name = said.say("reason.no-field") if entry.field is None else said.of(said.framework.fields[entry.field].name)
    codes = said.join(entry.codes[:CODES_SHOWN]) + ("…" if len(entry.codes) > CODES_SHOWN else "")
    content = Content(
        title=name,
        below=said.say("reason.codes", codes=codes) if codes else said.say("reason.no-codes"),
        word=said.say("reason.firms-revenue", firms=entry.firms, revenue=money_of(entry.revenue, said.lang)),
    )
    return Entry(entry.field or "none", content), Place(step="enterprises", part="enterprises")


def override(reasons: Reasons) -> Facts:
    """The consultant's decision with its reason, and what was computed."""
    said, found, facts = reasons.said, reasons.diagnosis.classification, reasons.facts()
    facts.add(said.say("classification.override"), said.type_name(found.override))
    facts.add(said.say("reason.because-of"), found.override_reason or "")
    scores = (f"{said.type_short(type_id)} {said.points(score)}" for type_id, score in found.scores.items())
    facts.add(said.say("classification.scores-computed"), said.type_name(found.type), said.join(scores))
    facts.add(said.say("reason.effect"), said.say("reason.override-effect"))
    return reasons.enter(facts, Place(step="classification", part="classification_override", field="reason"))


def single_flips(diagnosis: Diagnosis) -> tuple[Sequence[Flip], Sequence[Flip], Sequence[Flip]]:
    """What alone would change the type: another answer, an answer that is open, all output in the fields of another type."""
    return diagnosis.classification.flips, open_flips(diagnosis), field_flips(diagnosis)


def flips(reasons: Reasons) -> Facts:
    """Single answers that would change the type, given and still open; and the fewest that together would make it each other type."""
    said, diagnosis, facts = reasons.said, reasons.diagnosis, reasons.facts()
    given, unanswered, fields = single_flips(diagnosis)
    single = [(flip, said.flip(flip)) for flip in given]
    single += [
        (flip, said.say("change.open-flip", criterion=said.framework.criteria[flip.criterion].name, **_ends(said, flip)))
        for flip in unanswered
    ]
    single += [(flip, said.say("change.field-flip", **_ends(said, flip))) for flip in fields]
    if single:
        rows = [(Entry(repr(flip), Content(title=text)), criterion_place(flip.criterion)) for flip, text in single]
        facts.add_widget(said.say("change.single"), reasons.links(rows))
    else:
        facts.add(said.say("change.single"), said.say("classification.no-flips"))
    led = {turn.to: turn for turn in turns(diagnosis)}
    for type_id in TYPE_IDS:
        if type_id == diagnosis.classification.type:
            continue
        text = said.say("change.never", to=said.type_short(type_id))
        if type_id in led:
            names = said.join(said.of(said.framework.criteria[name].name) for name in led[type_id].criteria)
            text = said.say("change.turn", to=said.type_short(type_id), count=len(led[type_id].criteria), criteria=names)
        facts.add(said.type_short(type_id), text)
    return facts


def _ends(said: Words, flip: Flip) -> dict[str, str]:
    return {"answer": said.type_short(flip.answer), "to": said.type_short(flip.to)}
