"""Chapter 2: which of the three types the cluster is, what that rests on, and how firm it is."""

from collections.abc import Iterator

from diagnosis.changes import field_flips
from diagnosis.classification import CONTESTED_BELOW
from diagnosis.compare import below
from diagnosis.framework import FIELDS_CRITERION, TYPE_IDS
from diagnosis.result import Classification
from reports.blocks import Block, Column, Heading, Item, Paragraph, Table, ref
from reports.chart_data import classification as chart
from reports.context import Context
from reports.evidence import prose
from reports.numbers import fixed, rounded, share

ASKED = 5


def chapter(context: Context) -> Iterator[Block]:
    """二、类型判定."""
    yield Heading(1, context.say("type.title"), key="type")
    yield Heading(2, context.say("type.result.title"), key="type-result")
    yield from _result(context)
    yield Heading(2, context.say("type.basis.title"), key="type-basis")
    yield from _basis(context)
    yield Heading(2, context.say("type.firmness.title"), key="type-firmness")
    yield from _firmness(context)


def verdict(context: Context, longest: int = 0) -> str:
    """The type and how firm it is, as one or two sentences; the reason of an override is cut at ``longest`` characters (0: never)."""
    found = context.diagnosis.classification
    if found.type is None:
        if found.override is not None:
            return _override_only(context, longest)
        return context.say("type.verdict.none", inside=context.the_cluster)
    facts = {
        "cluster": context.sentence(context.the_cluster),
        "type": context.diagnosis.framework.types[found.type].name,
        "score": fixed(found.scores[found.type], 2),
        "coverage": share(found.coverage),
        "margin": margin(found),
        "ahead": _ahead(context),
        "second": context.diagnosis.framework.types[found.second].name if found.second else "",
    }
    sentences = [context.say(f"type.verdict.{_firmness_key(context)}", **facts)]
    if found.override is not None and found.override != found.type:
        sentences.append(_override(context, longest))
    elif found.override is not None:
        sentences.append(context.say("type.verdict.confirmed", reason=_reason(context, longest)))
    return context.sentences(sentences)


def _ahead(context: Context) -> str:
    """By how much the type leads: the one behind it, or both where they tie."""
    found = context.diagnosis.classification
    others = sorted(score for kind, score in found.scores.items() if kind != found.type)
    key = "ahead" if others[0] < others[1] - 1e-9 else "ahead-tie" if others[1] > 1e-9 else "ahead-alone"
    second = context.diagnosis.framework.types[found.second].name if found.second else ""
    return context.say(f"type.{key}", second=second, margin=margin(found))


def margin(found: Classification) -> str:
    """The lead as a reader finds it from the two scores beside it; finer where it would read as one that is contested, or is not."""
    first, second = (rounded(score, 2) for score in sorted(found.scores.values(), reverse=True)[:2])
    shown = float(first - second)
    return fixed(shown, 2) if below(shown, CONTESTED_BELOW) == found.contested else fixed(found.margin, 3)


def _firmness_key(context: Context) -> str:
    found = context.diagnosis.classification
    if found.provisional:
        return "provisional-contested" if found.contested else "provisional"
    return "contested" if found.contested else "firm"


def _reason(context: Context, longest: int) -> str:
    text = prose(context.diagnosis.classification.override_reason or "")
    return context.quote(f"{text[:longest]}…" if longest and len(text) > longest else text)


def _override(context: Context, longest: int) -> str:
    found = context.diagnosis.classification
    type_name = context.diagnosis.framework.types[found.override or ""].name
    return context.say("type.verdict.override", type=type_name, reason=_reason(context, longest))


def _override_only(context: Context, longest: int) -> str:
    found = context.diagnosis.classification
    type_name = context.diagnosis.framework.types[found.override or ""].name
    return context.say("type.verdict.override-only", inside=context.the_cluster, type=type_name, reason=_reason(context, longest))


def _result(context: Context) -> Iterator[Block]:
    found = context.diagnosis.classification
    yield Paragraph(verdict(context))
    effective = found.effective
    if effective is not None:
        kind = context.diagnosis.framework.types[effective]
        yield Paragraph(context.say("type.description", type=kind.name, description=context.text(kind.description), source=kind.source))
    figure = chart(context)
    if figure is None:
        yield Paragraph(context.say("type.no-chart", page=context.page("classification")))
        yield from first_questions(context, "type-asks")
        return
    yield Paragraph(context.say("type.chart", figure=ref(figure.key), table=ref("table-criteria")))
    yield figure


def first_questions(context: Context, key: str) -> Iterator[Block]:
    """What to ask first, while the type is not firm."""
    asks = [ask for ask in context.diagnosis.asks if ask.part != "ratings"][:ASKED]
    criteria = [ask for ask in asks if ask.part == "criteria"]
    alike = criteria if len(criteria) > 1 else []  # one question for all of them: said once
    rest = [ask for ask in asks if ask not in alike]
    if rest:
        yield Paragraph(context.say("type.ask"))
    for ask in rest:
        step = "overview" if ask.part == "fields" else "classification"
        yield Item(
            context.say("type.ask-item", name=ask.name, question=_ended(context, context.text(ask.question)), page=context.page(step)), key
        )
    if alike:
        names = context.join(context.inside(ask.name) for ask in alike)
        yield Paragraph(context.say("type.ask-criteria", names=names, page=context.page("classification")))


def _ended(context: Context, sentence: str) -> str:
    return sentence if sentence[-1:] in {"。", "？", ".", "?"} else sentence + context.say("ending")


def _basis(context: Context) -> Iterator[Block]:
    found = context.diagnosis.classification
    if not found.contributions:
        yield Paragraph(context.say("type.basis.none", page=context.page("classification")))
        return
    yield Paragraph(_leading(context))
    if found.fields_disagree:
        yield Paragraph(_disagreement(context))
    yield _criteria_table(context)


def _leading(context: Context) -> str:
    """Which criteria point to the computed type, and which elsewhere."""
    found, framework = context.diagnosis.classification, context.diagnosis.framework
    kind = found.type or TYPE_IDS[0]
    whole = [framework.criteria[part.criterion].name for part in found.contributions if part.parts[kind] >= 1 - 1e-9]
    partly = [framework.criteria[part.criterion].name for part in found.contributions if 1e-9 < part.parts[kind] < 1 - 1e-9]
    against = [framework.criteria[part.criterion].name for part in found.contributions if part.parts[kind] <= 1e-9]
    facts = {"count": len(found.contributions), "total": len(framework.criteria), "type": framework.types[kind].name}
    sentences = [context.say("type.basis.lead-all" if facts["count"] == facts["total"] else "type.basis.lead", **facts)]
    if len(whole) == len(found.contributions):
        return context.sentences([*sentences, context.say("type.basis.all"), context.say("type.basis.table", table=ref("table-criteria"))])
    for key, names in (("whole", whole), ("partly", partly), ("against", against)):
        if names:
            told = context.join(context.inside(name) for name in names)
            sentences.append(context.say(f"type.basis.{key}", count=len(names), names=told, type=framework.types[kind].name))
    return context.sentences([*sentences, context.say("type.basis.table", table=ref("table-criteria"))])


def _disagreement(context: Context) -> str:
    found, framework = context.diagnosis.classification, context.diagnosis.framework
    fields = context.join(context.inside(framework.types[kind].name) for kind in found.by_fields)
    stage = context.join(context.inside(framework.types[kind].name) for kind in found.by_stage)
    largest = context.join(context.inside(framework.fields[field].name) for field in context.diagnosis.shares.largest)
    return context.say("type.basis.disagree", fields=fields, stage=stage, largest=largest)


def _criteria_table(context: Context) -> Table:
    """All eight criteria, answered or not, with the description that was chosen."""
    found, framework = context.diagnosis.classification, context.diagnosis.framework
    parts = {part.criterion: part for part in found.contributions}
    rows = []
    for criterion in framework.criteria.values():
        part = parts.get(criterion.id)
        if part is None:
            rows.append((context.text(criterion.name), fixed(criterion.weight, 2), context.say("type.unanswered"), context.say("dash")))
            continue
        towards = [kind for kind in TYPE_IDS if part.parts[kind] > 1e-9]
        points = context.series(
            context.say("type.part", type=context.text(framework.types[kind].short), part=share(part.parts[kind]))
            if len(towards) > 1
            else context.text(framework.types[kind].short)
            for kind in towards
        )
        chosen = (
            _composition(context)
            if criterion.id == FIELDS_CRITERION
            else context.clauses(context.text(criterion.descriptors[kind]) for kind in towards)
        )
        rows.append((context.text(criterion.name), fixed(part.weight, 2), points, chosen))
    columns = (
        Column(context.say("head.criterion"), 19),
        Column(context.say("head.weight"), 8, "center"),
        Column(context.say("head.points-to"), 25),
        Column(context.say("head.chosen"), 48),
    )
    note = context.say("note.criteria", coverage=share(found.coverage))
    return Table(key="table-criteria", title=context.say("table.criteria"), columns=columns, rows=tuple(rows), note=note)


def _composition(context: Context) -> str:
    shares, framework = context.diagnosis.shares, context.diagnosis.framework
    parts = sorted(shares.of.items(), key=lambda entry: -entry[1])
    told = context.series(
        context.say("overview.field", name=context.inside(framework.fields[field].name), share=share(part)) for field, part in parts
    )
    return context.say(f"type.composition-{shares.origin}", told=told) if shares.origin else told


def _firmness(context: Context) -> Iterator[Block]:
    found, framework = context.diagnosis.classification, context.diagnosis.framework
    if found.type is None:
        yield Paragraph(context.say("type.firmness.none"))
        return
    yield Paragraph(_coverage(context))
    draws = context.say("type.firmness.untested") if found.provisional else _draws(context)
    if not found.flips:
        yield Paragraph(context.sentences([draws, *_no_flips(context)]))
    else:
        yield Paragraph(draws)
        yield Paragraph(context.say("type.firmness.flips", count=len(found.flips)))
        for flip in found.flips:
            names = {
                "criterion": framework.criteria[flip.criterion].name,
                "answer": framework.types[flip.answer].name,
                "to": framework.types[flip.to].name,
            }
            yield Item(context.say("type.firmness.flip", **names), "type-flips")
    if found.provisional or found.contested:
        yield from first_questions(context, "type-asks")


def _no_flips(context: Context) -> list[str]:
    """That no answer alone decides, as far as that is true: of a few answers it says nothing, and the fields are an answer, too."""
    if context.diagnosis.classification.provisional:
        return []
    return [context.say("type.firmness.no-flips-fields" if field_flips(context.diagnosis) else "type.firmness.no-flips")]


def _coverage(context: Context) -> str:
    """What is not answered, and what that means for the result."""
    found, framework = context.diagnosis.classification, context.diagnosis.framework
    sentences = []
    if not found.unanswered:
        sentences.append(context.say("type.firmness.answered", total=len(framework.criteria)))
    else:
        names = context.join(context.inside(framework.criteria[key].name) for key in found.unanswered)
        sentences.append(
            context.say("type.firmness.unanswered", count=len(found.unanswered), names=names, page=context.page("classification"))
        )
    if found.provisional:
        sentences.append(context.say("type.firmness.provisional"))
    if found.contested:
        sentences.append(context.say("type.firmness.contested"))
    return context.sentences(sentences)


def _draws(context: Context) -> str:
    found, framework = context.diagnosis.classification, context.diagnosis.framework
    parts = sorted(((kind, part) for kind, part in found.robustness.items() if part > 0), key=lambda entry: -entry[1])
    if len(parts) == 1:
        return context.say("type.firmness.draws-all", type=framework.types[parts[0][0]].name)
    told = context.series(
        context.say("overview.field", name=context.inside(framework.types[kind].name), share=share(part)) for kind, part in parts
    )
    return context.say("type.firmness.draws", told=told)
