"""Chapter 3: the support system as it stands. The four features, the elements, and the network between them."""

from collections.abc import Iterator, Sequence

from diagnosis.result import Assessment, ElementScore, FeatureScore
from reports.blocks import Block, Column, Heading, Item, Paragraph, Table, bold, ref
from reports.chapters.overview import compared, listed
from reports.chart_data import features as features_chart
from reports.chart_data import more_norms, norms, radar, with_norm
from reports.chart_lists import co_operation
from reports.context import Context
from reports.evidence import element_score, figures_table, group_figures, missing_names, one_line, score_words, valued
from reports.findings import levelled
from reports.numbers import number, share
from reports.tally import choices, graph

CORE_ELEMENTS = ("enterprise", "institution", "environment")
NAMED = 3
BEST = 5
VERDICTS = {"high": 75.0, "middle": 50.0, "low": 25.0}  # the least score of each
STANDING = ("output", "national-share", "global-share")


def chapter(context: Context) -> Iterator[Block]:
    """三、科技支撑体系现状."""
    yield Heading(1, context.say("support.title"), key="support")
    yield Heading(2, context.say("support.features.title"), key="features")
    yield from _features(context)
    yield Heading(2, context.say("support.elements.title"), key="elements")
    yield from _elements(context)
    yield Heading(2, context.say("support.network.title"), key="network")
    yield from _network(context)


def no_type(context: Context, key: str) -> Paragraph:
    """Why a chapter that needs the type says nothing, and where the type is settled."""
    return Paragraph(context.say(key, page=context.page("classification"), section=ref("type-result")))


def _features(context: Context) -> Iterator[Block]:
    entries = context.diagnosis.features
    if not entries:
        yield no_type(context, "support.features.none")
        return
    scored = sorted((entry for entry in entries if entry.score is not None), key=lambda entry: entry.score or 0.0)
    if not scored:
        yield Paragraph(context.say("support.features.unscored", page=context.page("checklist")))
        return
    yield Paragraph(_feature_lead(context, scored))
    figure = features_chart(context)
    if figure is not None:
        yield figure
    for position, entry in enumerate(entries):
        yield Item(_feature(context, entry, position), "features")


def _feature_lead(context: Context, scored: Sequence[FeatureScore]) -> str:
    firm = [entry for entry in scored if entry.coverage >= 0.5]
    if len(firm) < len(scored):
        return context.sentences([_firm(context, firm), *_less(context, scored if firm else ())])
    low, high = scored[0], scored[-1]
    facts = {
        "low": low.feature.short,
        "high": high.feature.short,
        "low_score": number(low.score or 0, 1, context.lang),
        "high_score": number(high.score or 0, 1, context.lang),
        "figure": ref("figure-features"),
    }
    key = "one" if len(scored) == 1 else "level" if low.score == high.score else "lead"
    return context.sentences([context.say(f"support.features.{key}", **facts), *_less(context, ())])


def _firm(context: Context, firm: Sequence[FeatureScore]) -> str:
    """The features that have half of their evidence, the best first; the others are compared with nothing."""
    if not firm:
        return context.say("support.features.none-firm", figure=ref("figure-features"))
    told = context.series(
        context.say("support.features.scored", name=context.inside(entry.feature.short), score=number(entry.score or 0, 1, context.lang))
        for entry in reversed(firm)
    )
    return context.say("support.features.some", count=len(firm), told=told, figure=ref("figure-features"))


def _less(context: Context, scored: Sequence[FeatureScore]) -> Iterator[str]:
    """Which features have less evidence than half, and which have none."""
    thin = [context.inside(entry.feature.short) for entry in scored if entry.coverage < 0.5]
    if thin:
        yield context.say("support.features.thin", names=context.join(thin))
    without = [context.inside(entry.feature.short) for entry in context.diagnosis.features if entry.score is None]
    if without:
        yield context.say("support.features.unknown", names=context.join(without))


def _feature(context: Context, entry: FeatureScore, position: int) -> str:
    """A feature: its score, the rating it was given, and the elements behind it."""
    name = bold(context.text(entry.feature.name) + context.say("ending"))
    scores = {found.element.id: found for found in context.diagnosis.elements}
    parts = []
    if entry.rating is not None:
        parts.append(context.say("support.features.rating", rating=entry.rating))
    elif entry.feature.rated:
        parts.append(context.say("support.features.no-rating", page=context.page("overview")))
    behind = [scores[element] for element in entry.feature.elements if element in scores]
    if behind:
        told = context.names(element_score(context, found.element.short, found.score, found.coverage) for found in behind)
        parts.append(context.say("support.features.elements", told=told))
    facts = {"parts": context.clauses(parts), "description": _plain(context, entry)}
    if entry.score is None:
        told = context.turn("support.feature-unscored", position, **facts)
    else:
        score = score_words(context, entry.score, entry.coverage)
        told = context.turn("support.feature", position + 1, **facts, verdict=_verdict(context, entry), score=score)
    return name + context.say("space") + context.sentences([told, _worst(context, entry, position), _borne_out(context, entry)])


def _verdict(context: Context, entry: FeatureScore) -> str:
    """What a score out of 100 amounts to; a quarter is a step of the rating scale. It is weaker on less than half of the evidence."""
    key = next((key for key, least in VERDICTS.items() if (entry.score or 0.0) >= least), "none")
    verdict = context.say(f"support.feature-verdict.{key}")
    return verdict if entry.coverage >= 0.5 else context.say("support.feature-verdict.thin", verdict=verdict)


def _worst(context: Context, entry: FeatureScore, position: int) -> str:
    """The gaps that weigh most on a feature's elements."""
    own = [item for item in context.diagnosis.items if item.item.element in entry.feature.elements and (item.level or 0) > 1]
    if not own:
        return ""
    own.sort(key=lambda item: -(item.level or 0) * item.item.weight)
    told = levelled(context, own[:2], context.join)
    return context.turn("support.feature-worst", position, names=told, section=ref("gaps-hard"))


def _borne_out(context: Context, entry: FeatureScore) -> str:
    """Of a feature that is rated as a whole: the figures that bear on the rating, or that there are none."""
    if entry.feature.elements or entry.score is None:
        return ""
    known = [context.diagnosis.figures[key] for key in STANDING if key in context.diagnosis.figures]
    if known:
        told = context.names(valued(context, figure.indicator, figure.value) for figure in known)
        return context.say("support.feature-borne.out", told=told)
    return context.say("support.feature-borne.not")


def _plain(context: Context, entry: FeatureScore) -> str:
    return context.inside(entry.feature.description).rstrip("。.")


def _elements(context: Context) -> Iterator[Block]:
    elements = [entry for entry in context.diagnosis.elements if entry.assessed]
    if not elements:
        yield no_type(context, "support.elements.none")
    else:
        yield from _profile(context, elements)
        for position, entry in enumerate(entry for entry in elements if entry.element.id in CORE_ELEMENTS):
            yield Heading(3, context.text(entry.element.name))
            yield Paragraph(_element(context, entry, position))
            yield from compared(context, group_figures(context, entry.element.id))
        others = [entry for entry in elements if entry.element.id not in (*CORE_ELEMENTS, "network")]
        if others:
            yield Heading(3, context.say("support.elements.others"))
            for position, entry in enumerate(others):
                yield Paragraph(_element(context, entry, position))
    yield from _indicators(context)


def _profile(context: Context, elements: Sequence[ElementScore]) -> Iterator[Block]:
    figure = radar(context)
    known, core = sum(entry.known for entry in elements), sum(entry.core for entry in elements)
    facts = {"elements": len(elements), "known": known, "core": core, "table": ref("table-elements")}
    if figure is not None:
        yield Paragraph(context.say("support.elements.lead", **facts, figure=ref(figure.key)))
        yield figure
    else:
        key = "no-radar" if known else "no-radar-none"
        yield Paragraph(context.say(f"support.elements.{key}", **facts, page=context.page("checklist")))
    yield _element_table(context)
    left_out = [context.inside(entry.element.short) for entry in context.diagnosis.elements if not entry.assessed]
    if left_out:
        yield Paragraph(context.say("support.elements.not-assessed", names=context.join(left_out)))


def _own(context: Context, entry: ElementScore) -> list[Assessment]:
    return [item for item in context.diagnosis.items if item.item.element == entry.element.id]


def _element_table(context: Context) -> Table:
    columns = (
        Column(context.say("head.element"), 31),
        Column(context.say("head.score"), 10, "right"),
        Column(context.say("head.coverage"), 11, "right"),
        Column(context.say("head.known"), 13, "center"),
        Column(context.say("head.gaps"), 35),
    )
    rows = []
    for entry in context.diagnosis.elements:
        if not entry.assessed:
            continue
        own = _own(context, entry)
        gaps = context.series(
            context.say("count-level", level=context.level(level), count=found)
            for level in (3, 2, 1)
            if (found := sum(item.level == level for item in own))
        )
        score = number(entry.score, 1, context.lang) if entry.score is not None else context.say("score-none")
        known = f"{entry.known}/{entry.core}"
        rows.append((context.text(entry.element.name), score, share(entry.coverage), known, gaps or _no_gaps(context, entry)))
    return Table(
        key="table-elements", title=context.say("table.elements"), columns=columns, rows=tuple(rows), note=context.say("note.elements")
    )


def _no_gaps(context: Context, entry: ElementScore) -> str:
    if entry.known:
        return context.say("support.elements.no-gaps")
    unknown = any(item.state == "unknown" for item in _own(context, entry))
    return context.say("support.elements.nothing-known" if unknown else "support.elements.nothing-applies")


def _element(context: Context, entry: ElementScore, position: int) -> str:
    """What an element's score is made of: the hardest gaps, what is in place, what nobody knows yet."""
    own = _own(context, entry)
    if entry.score is None:
        asked = [context.inside(item.item.short) for item in own if item.state == "unknown"]
        left_out = entry.core - len(asked)  # not applicable
        key = "na" if not asked else "unknown-some" if left_out else "unknown-all" if entry.core > 1 else "unknown-one"
        what = {"name": entry.element.short, "core": entry.core, "na": left_out, "names": context.join(asked)}
        return context.say(f"support.elements.{key}", **what)
    facts = {"name": entry.element.short, "score": number(entry.score, 1, context.lang), "coverage": share(entry.coverage)}
    frame = "support.element-whole" if entry.known == entry.core else "support.element"
    sentences = [context.turn(frame, position, **facts, core=entry.core, known=entry.known)]
    gaps = sorted((item for item in own if item.level), key=lambda item: (-(item.level or 0), -item.item.weight))
    if gaps:
        told = levelled(context, gaps[:NAMED], context.join)
        frame = "support.element-gap" if len(gaps) == 1 else "support.element-gaps"
        sentences.append(context.turn(frame, position, names=told, count=len(gaps)))
    else:
        sentences.append(context.say("support.elements.in-place"))
    unknown = [context.inside(item.item.short) for item in own if item.state == "unknown"]
    if unknown:
        sentences.append(context.turn("support.element-unknown", position, count=len(unknown), names=context.names(unknown)))
    return context.sentences(sentences)


def _indicators(context: Context) -> Iterator[Block]:
    groups = (*CORE_ELEMENTS, "green-digital", "frontier")
    found = group_figures(context, *groups)
    if found:
        yield Heading(3, context.say("support.indicators.title"))
        untold = group_figures(context, "green-digital", "frontier") if context.diagnosis.elements else found
        lead = context.say("support.indicators.lead", count=len(found), table=ref("table-innovation"))
        yield from listed(context, "innovation", found, lead, "support.indicators.one", untold)
    absent = missing_names(context, *groups)
    if absent:
        yield Paragraph(context.say("not-entered", names=context.series(absent), page=context.page("indicators")))
    drawn = [figure for figure in (norms(context), more_norms(context)) if figure is not None]
    if drawn:
        figures = context.join(ref(figure.key) for figure in drawn)
        yield Paragraph(context.say("support.indicators.norms", count=len(with_norm(context.diagnosis)), figures=figures))
    yield from drawn


def _network(context: Context) -> Iterator[Block]:
    found = graph(context.diagnosis.survey)
    entry = next((entry for entry in context.diagnosis.elements if entry.element.id == "network" and entry.assessed), None)
    if entry is not None:
        yield Paragraph(_element(context, entry, 0))
    if not found.actors:
        yield Paragraph(context.say("support.network.none", page=context.page("chain")))
    else:
        yield Paragraph(_graph(context))
    figures = group_figures(context, "network")
    yield from compared(context, figures)
    figure = co_operation(context)
    if figure is not None:
        yield figure
    if figures:
        yield figures_table(context, "network", figures)


def _graph(context: Context) -> str:
    """Who works with whom, in words."""
    found = graph(context.diagnosis.survey)
    lead = found.partners[0]
    best = [(one_line(name), partners) for (name, _), partners in zip(found.actors, found.partners, strict=True) if partners > 1][:BEST]
    sentences = [context.say("support.network.lead", actors=len(found.actors), pairs=found.pairs, figure=ref("figure-network"))]
    if best and lead > found.partners[-1]:
        told = context.series(context.say("alt.actor", name=name, partners=partners) for name, partners in best)
        sentences.append(context.say("support.network.best", told=told))
    sentences.append(_kinds(context))
    outside = sum(kind == "other" for _, kind in found.actors)
    if outside:
        sentences.append(context.say("support.network.outside", count=outside))
    if not context.diagnosis.survey.complete.get("links"):
        sentences.append(context.say("support.network.open"))
    return context.sentences(sentences)


def _kinds(context: Context) -> str:
    """How many pairs each kind of co-operation joins."""
    names = choices("links", "kind")
    edges = graph(context.diagnosis.survey).edges
    parts = [(context.inside(names[kind]), sum(edge[2] == kind for edge in edges)) for kind in names]
    parts.append((context.say("not-given"), sum(edge[2] == "" for edge in edges)))
    told = context.series(context.say("support.network.pairs", name=name, count=count) for name, count in parts if count)
    return context.say("support.network.kinds", told=told)
