"""The charts that rest on the diagnosis itself: type, profile, gaps, norms, roadmap, change. ``MAKERS`` holds all twelve."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from diagnosis.framework import TYPE_IDS
from diagnosis.result import Assessment, Diagnosis, ElementScore, FeatureScore
from diagnosis.result import Figure as Value
from reports.bearing import partial, unread
from reports.blocks import Figure
from reports.chart import LOW_COVERAGE, Change, Chart, HeatMap, NormDots, Radar, Roadmap, ScoreBars, StackedBars
from reports.chart_lists import chain_map, co_operation, concentration, size_classes, trends
from reports.context import Context
from reports.evidence import beside
from reports.numbers import amount, fixed, number, rounded, share

ELEMENTS = ("enterprise", "institution", "environment", "network")  # of the paper; the others are this design's
BLANK = 1  # axes without a score: with more of them a radar is in pieces
NORM_ROWS = 24  # what fits on a page


def classification(context: Context) -> Figure | None:
    """Scores of the three types, each made of the criteria that point to it."""
    found = context.diagnosis.classification
    if found.type is None:
        return None
    framework = context.diagnosis.framework
    weights = sum(part.weight for part in found.contributions)
    parts = list(enumerate(found.contributions, 1))
    rows, told = [], []
    for type_id in TYPE_IDS:
        name = context.text(framework.types[type_id].name)
        split = tuple((n, part.weight * part.parts[type_id] / weights) for n, part in parts if part.parts[type_id] > 0)
        rows.append((name, split))
        told.append(context.say("alt.type-score", name=name, score=fixed(found.scores[type_id], 2)))
    legend = tuple(
        (n, context.say("chart.criterion", name=framework.criteria[part.criterion].name, weight=fixed(part.weight, 2))) for n, part in parts
    )
    chart = StackedBars(rows=tuple(rows), legend=legend, lead=TYPE_IDS.index(found.type))
    answered = share(found.coverage)
    return _figure(context, "classification", chart, scores=context.clauses(told), answered=answered)


def radar(context: Context) -> Figure | None:
    """Scores of the elements; those that the type has no items for are left out. Bars where a radar would be in pieces."""
    elements = [entry for entry in context.diagnosis.elements if entry.assessed]
    scored = sum(entry.score is not None for entry in elements)
    if scored < 3:
        return None
    whole = Radar(
        axes=tuple((context.text(entry.element.short), entry.score, entry.coverage < LOW_COVERAGE) for entry in elements),
        hollow_label=context.say("chart.hollow"),
        none_label=context.say("chart.no-score"),
        further=frozenset(place for place, entry in enumerate(elements) if entry.element.id not in ELEMENTS),
    )
    told = [_score(context, context.text(entry.element.short), entry.score, entry.coverage) for entry in elements]
    found = _figure(context, "radar", whole, scores=context.clauses(told))
    if len(elements) - scored > BLANK:
        names = [f"{name}*" if place in whole.further else name for place, (name, *_) in enumerate(whole.axes)]
        rows = tuple(_bar(context, name, entry) for name, entry in zip(names, elements, strict=True))
        alt = context.say("alt.features", scores=context.clauses(told))
        found = replace(found, chart=ScoreBars(rows=rows, hollow_label=whole.hollow_label), alt=alt)
    if not whole.further:
        return found
    return replace(found, caption=context.say("caption.radar-further"), note=found.note + context.say("source.radar-further"))


def _bar(context: Context, name: str, entry: ElementScore | FeatureScore) -> tuple[str, float | None, bool, str]:
    words = context.say("chart.no-score")
    if entry.score is not None:
        words = context.say("chart.score", score=number(entry.score, 1, context.lang), coverage=share(entry.coverage))
    return name, entry.score, entry.coverage < LOW_COVERAGE, words


def _score(context: Context, name: str, score: float | None, coverage: float) -> str:
    if score is None:
        return context.say("alt.no-score", name=name)
    return context.say("alt.score", name=name, score=number(score, 1, context.lang), coverage=share(coverage))


def features(context: Context) -> Figure | None:
    """The four features of an advanced manufacturing cluster."""
    entries = context.diagnosis.features
    if not any(entry.score is not None for entry in entries):
        return None
    names = [context.text(entry.feature.short) for entry in entries]
    told = [_score(context, name, entry.score, entry.coverage) for name, entry in zip(names, entries, strict=True)]
    rows = tuple(_bar(context, name, entry) for name, entry in zip(names, entries, strict=True))
    chart = ScoreBars(rows=rows, hollow_label=context.say("chart.hollow"))
    return _figure(context, "features", chart, scores=context.clauses(told))


def heat_map(context: Context) -> Figure | None:
    """Every assessed item by element, with its level."""
    diagnosis = context.diagnosis
    if not any(item.level is not None for item in diagnosis.items):
        return None
    rows, told = [], []
    for element in diagnosis.framework.elements.values():
        own = [item for item in diagnosis.items if item.item.element == element.id]
        if not own:
            continue
        own.sort(key=lambda item: (-(item.level if item.level is not None else -1), item.state == "na"))
        cells = tuple((context.text(item.item.short), item.level, _mark(item.level, item.state)) for item in own)
        rows.append((context.text(element.short), cells))
        told.append(context.say("alt.row", name=element.short, cells=context.series(_by_level(context, own))))
    states = {(item.level, item.state == "na") for item in diagnosis.items}
    legend: list[tuple[int | None, str, str]] = [(level, _mark(level, ""), context.level(level)) for level in range(4)]
    legend += [(None, _mark(None, ""), context.level(None))] if (None, False) in states else []
    legend += [(None, _mark(None, "na"), context.level(None, "na"))] if (None, True) in states else []
    return _figure(context, "heat-map", HeatMap(rows=tuple(rows), legend=tuple(legend)), rows=context.clauses(told))


def _by_level(context: Context, items: list[Assessment]) -> Iterator[str]:
    """How many items of an element stand at each level, those with a gap by name."""
    for level, state in ((3, ""), (2, ""), (1, ""), (0, ""), (None, ""), (None, "na")):
        own = [item for item in items if item.level == level and (item.state == "na") == (state == "na")]
        if own:
            names = context.series(context.inside(item.item.short) for item in own)
            yield context.say("level-items" if level else "count-level", level=context.grade(level, state), count=len(own), names=names)


def _mark(level: int | None, state: str) -> str:
    return "–" if state == "na" else "?" if level is None else str(level)


def with_norm(diagnosis: Diagnosis) -> list[tuple[Value, float]]:
    """The figures that have a norm of one value above 0, and that value; no bar for what is not read."""
    found = []
    for figure in diagnosis.figures.values():
        norm = figure.indicator.norm
        if unread(diagnosis, figure) is not None and not partial(figure):
            continue
        if norm is not None and norm.value is not None and norm.value > 0:
            found.append((figure, norm.value))
    return found


def worst_first(pair: tuple[Value, float]) -> tuple[int, float]:
    """Sorts what misses its norm before what reaches it, the largest part of the norm missed first; what is not judged comes last."""
    figure, norm = pair
    side = figure.reached
    over = (figure.value - norm) / norm * (-1 if figure.indicator.direction == "-" else 1)
    return (2, 0.0) if side is None else (int(side), over)


def norms(context: Context) -> Figure | None:
    """Indicators against their norms, worst first; of more than a page holds the first half."""
    pairs = sorted(with_norm(context.diagnosis), key=worst_first)
    return None if len(pairs) < 2 else _norms(context, "norms", pairs[: _on_first(pairs)])


def more_norms(context: Context) -> Figure | None:
    """The second half, where one page does not hold all."""
    pairs = sorted(with_norm(context.diagnosis), key=worst_first)
    return _norms(context, "norms-more", pairs[_on_first(pairs) :]) if len(pairs) > NORM_ROWS else None


def _on_first(pairs: Sequence[object]) -> int:
    return len(pairs) if len(pairs) <= NORM_ROWS else (len(pairs) + 1) // 2


def _norms(context: Context, key: str, pairs: Sequence[tuple[Value, float]]) -> Figure:
    rows, told = [], []
    for figure, norm in pairs:
        value, against = amount(figure.value, figure.indicator, context.lang), beside(context, figure, norm)[0]
        rows.append(
            (
                context.text(figure.indicator.short),
                figure.value / norm,
                context.say("chart.norm", value=value, norm=against),
                figure.reached,
            )
        )
        told.append(context.say("alt.norm", name=figure.indicator.short, value=value, norm=against))
    kinds = {state for *_, state in rows}
    legend = tuple(
        (state, context.say(f"chart.norm-{key}"))
        for state, key in ((True, "reached"), (False, "missed"), (None, "neutral"))
        if state in kinds
    )
    chart = NormDots(rows=tuple(rows), norm_label=context.say("chart.norm-line"), legend=legend)
    found = _figure(context, "norms", chart, values=context.clauses(told))
    return replace(found, key=f"figure-{key}", caption=context.say(f"caption.{key}"))


def roadmap(context: Context) -> Figure | None:
    """The recommended actions over the years, or over the three horizons where the survey has no date."""
    diagnosis = context.diagnosis
    if not diagnosis.actions:
        return None
    order = list(diagnosis.framework.horizons)
    dated = all(entry.years for entry in diagnosis.actions)
    rows, told = [], []
    for entry in sorted(diagnosis.actions, key=lambda entry: order.index(entry.action.horizon)):
        at = order.index(entry.action.horizon)
        first, last = entry.years if dated and entry.years else (at, at)
        name = context.text(entry.action.name)
        rows.append((name, float(first), float(last), context.say("chart.points", score=entry.score), at))
        told.append(context.say("alt.action", name=name, horizon=horizon(context, entry.action.horizon, entry.years), score=entry.score))
    ticks = (
        _years(rows) if dated else tuple((float(n), context.text(diagnosis.framework.horizons[key].name)) for n, key in enumerate(order))
    )
    used = {at for *_, at in rows}
    legend = tuple((n, context.text(diagnosis.framework.horizons[key].name)) for n, key in enumerate(order) if n in used)
    return _figure(context, "roadmap", Roadmap(rows=tuple(rows), ticks=ticks, legend=legend), actions=context.clauses(told))


def horizon(context: Context, key: str, years: tuple[int, int] | None) -> str:
    """A horizon's name with its calendar years, or with its span where the survey has no date."""
    return context.say("horizon", name=context.text(context.diagnosis.framework.horizons[key].name), span=_years_of(context, key, years))


def span(context: Context, key: str, years: tuple[int, int] | None) -> str:
    """The same without brackets and inside a sentence, for a place that is in brackets itself."""
    name = context.inside(context.diagnosis.framework.horizons[key].name)
    return context.say("horizon-plain", name=name, span=_years_of(context, key, years))


def _years_of(context: Context, key: str, years: tuple[int, int] | None) -> str:
    if years is None:
        return context.text(context.diagnosis.framework.horizons[key].span)
    return context.say("years", first=years[0], last=years[1])


def _years(rows: list[tuple[str, float, float, str, int]]) -> tuple[tuple[float, str], ...]:
    first, last = int(min(row[1] for row in rows)), int(max(row[2] for row in rows))
    step = 1 if last - first <= 8 else 3 if last - first <= 18 else 5
    years = list(range(first, last + 1, step))
    if years[-1] != last:
        years = [*years[:-1], last] if last - years[-1] < step / 2 else [*years, last]
    return tuple((float(year), str(year)) for year in years)


def change(context: Context) -> Figure | None:
    """Element scores of this round beside those of the round before."""
    if context.previous is None or context.previous.type != context.diagnosis.type:
        return None
    before = {entry.element.id: entry.score for entry in context.previous.elements}
    rows, told = [], []
    for entry in context.diagnosis.elements:
        old = before.get(entry.element.id)
        if entry.score is None or old is None:
            continue
        moved = rounded(entry.score, 1) - rounded(old, 1)  # as a reader would find it
        words = f"{moved:+f}".replace("-", "−") if moved else "0"
        rows.append((context.text(entry.element.short), old, entry.score, words))
        told.append(_moved(context, entry, old))
    if not rows:
        return None
    now, then = (entry.survey.round.label or entry.survey.round.date or "" for entry in (context.diagnosis, context.previous))
    chart = Change(rows=tuple(rows), before=context.say("chart.before", round=then), now=context.say("chart.now", round=now))
    return _figure(context, "change", chart, scores=context.clauses(told))


def _moved(context: Context, entry: ElementScore, old: float) -> str:
    scores = {"old": number(old, 1, context.lang), "new": number(entry.score or 0, 1, context.lang)}
    return context.say("alt.moved", name=entry.element.short, **scores)


def _figure(context: Context, key: str, chart: Chart, **facts: object) -> Figure:
    """The chart as a block: caption, alt text with its numbers, and source."""
    return Figure(
        key=f"figure-{key}",
        chart=chart,
        caption=context.say(f"caption.{key}", cluster=context.cluster),
        alt=context.say(f"alt.{key}", **facts),
        note=context.say(f"source.{key}", **facts),
    )


# chart key -> its maker, in the order of report.md
MAKERS: Mapping[str, Callable[[Context], Figure | None]] = {
    "classification": classification,
    "radar": radar,
    "features": features,
    "heat-map": heat_map,
    "concentration": concentration,
    "size-classes": size_classes,
    "trends": trends,
    "chain-map": chain_map,
    "network": co_operation,
    "norms": norms,
    "norms-more": more_norms,
    "roadmap": roadmap,
    "change": change,
}
