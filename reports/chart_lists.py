"""The charts that rest on the survey's lists: firms, years, chain and co-operation."""

from diagnosis.framework import Indicator
from diagnosis.indicators import is_choke_point
from diagnosis.survey import ChainLink
from diagnosis.text import Lang, phrase
from diagnosis.years import by_year, series
from reports.blocks import Figure
from reports.chart import ChainMap, Chart, Control, Cumulative, Link, Network, NodeKind, PairedBars, Trends
from reports.context import Context
from reports.evidence import one_line
from reports.numbers import amount, percent, share
from reports.sizes import size_lines
from reports.tally import Graph, choices, graph, revenue_curve

MOST_PANELS = 9
MOST_LINKS = 22  # in one stage of the chain map: what fits on a page
MOST_ACTORS = 40
RANKS = ((4, "cr4"), (8, "cr8"))


def _figure(context: Context, key: str, chart: Chart, note: str, **facts: object) -> Figure:
    return Figure(
        key=f"figure-{key}",
        chart=chart,
        caption=context.say(f"caption.{key}", cluster=context.cluster),
        alt=context.say(f"alt.{key}", **facts),
        note=note,
    )


def concentration(context: Context) -> Figure | None:
    """Cumulative revenue by rank; needs five firms, or the curve says nothing."""
    survey = context.diagnosis.survey
    curve = revenue_curve(survey)
    if len(curve) < 5 or context.public:  # every step of the curve is one firm
        return None
    points = tuple((rank, f"{key.upper()} {percent(curve[rank - 1])}") for rank, key in RANKS if len(curve) >= rank)
    chart = Cumulative(shares=curve, points=points, x_label=context.say("chart.rank"), y_label=context.say("chart.cumulative"))
    counts = {"firms": len(curve), "listed": len(survey.enterprises)}
    note = context.say("source.concentration", **counts, coverage=share(len(curve) / len(survey.enterprises)))
    return _figure(context, "concentration", chart, note, points=context.series(words for _, words in points), **counts)


def size_classes(context: Context) -> Figure | None:
    """Firms and revenue by size class."""
    survey = context.diagnosis.survey
    rows = size_lines(context)
    classed = sum(row.firms for row in rows)
    if not classed:
        return None
    revenue = sum(row.revenue for row in rows)
    shown, told = [], []
    for row in rows:
        part = 100 * row.revenue / revenue
        shown.append((row.name, (float(row.firms), str(row.firms)), (part, percent(part))))
        told.append(context.say("alt.size", name=row.name, firms=row.firms, part=percent(part)))
    chart = PairedBars(heads=(context.say("chart.firms"), context.say("chart.revenue-part")), rows=tuple(shown))
    counts = {"classed": classed, "listed": len(survey.enterprises)}
    note = context.say("source.size-classes", **counts, coverage=share(classed / len(survey.enterprises)))
    return _figure(context, "size-classes", chart, note, rows=context.clauses(told), **counts)


def yearly(context: Context) -> list[tuple[Indicator, list[tuple[int, float]]]]:
    """The indicators with entered values of two years or more, in the framework's order, with year and value."""
    framework = context.diagnosis.framework
    entered = by_year(context.diagnosis.survey.indicators, framework.indicators)
    found = [(indicator, list(series(entered.get(indicator.id, {})))) for indicator in framework.indicators.values()]
    return [(indicator, points) for indicator, points in found if len(points) > 1]


def trends(context: Context) -> Figure | None:
    """Indicators with values of two years or more."""
    panels, told = [], []
    for indicator, points in yearly(context):
        words = [(year, value, amount(value, indicator, context.lang)) for year, value in points]
        norm = indicator.norm.value if indicator.norm and indicator.direction != "~" else None
        panels.append((context.text(indicator.short), tuple(words), (norm, context.say("chart.norm-line")) if norm is not None else None))
        values = context.series(context.say("alt.year", year=year, value=value) for year, _, value in words)
        told.append(context.say("alt.trend", name=indicator.short, values=values))
    if not panels:
        return None
    left_out = len(panels) - MOST_PANELS
    note = context.say("source.trends") + (context.say("source.trends-more", count=left_out) if left_out > 0 else "")
    return _figure(context, "trends", Trends(panels=tuple(panels[:MOST_PANELS])), note, values=context.clauses(told[:MOST_PANELS]))


def chain_map(context: Context) -> Figure | None:
    """The links of the chain by stage; those without a stage stand apart."""
    links = [link for link in context.diagnosis.survey.chain if link.name]
    if not links:
        return None
    names: dict[str | None, str] = {key: context.text(name) for key, name in choices("chain", "stage").items()}
    names[None] = context.say("chart.no-stage")
    stages, told, left_out = [], [], 0
    for stage, name in names.items():
        own = sorted((link for link in links if link.stage == stage), key=lambda link: -(link.importance or 0))
        if not own and stage is None:
            continue
        left_out += len(own[MOST_LINKS:])
        stages.append((name, tuple(_link(link) for link in own[:MOST_LINKS])))
        words = context.series(_told(context, link) for link in own[:MOST_LINKS]) or context.say("alt.no-links")
        told.append(context.say("alt.row", name=name, cells=words))
    used = {link.control for _, own in stages for link in own}
    keys: tuple[Control, ...] = ("self", "partial", "imported", "unknown")
    chart = ChainMap(
        stages=tuple(stages),
        control=tuple((key, context.say(f"control.{key}")) for key in keys if key in used),
        absent=context.say("chart.absent"),
        choke=context.say("chart.choke"),
    )
    declared = context.say("source.complete" if context.diagnosis.survey.complete.get("chain") else "source.incomplete")
    note = context.say("source.chain-map", declared=declared) + (context.say("source.chain-more", count=left_out) if left_out else "")
    return _figure(context, "chain-map", chart, note, count=len(links), stages=context.clauses(told))


def _link(link: ChainLink) -> Link:
    control: Control = link.control if link.control in {"self", "partial", "imported"} else "unknown"  # type: ignore[assignment]
    return Link(name=one_line(link.name or ""), present=link.present, control=control, choke=is_choke_point(link))


def _told(context: Context, link: ChainLink) -> str:
    words = [context.say(f"control.{link.control or 'unknown'}")]
    words += [context.say("chart.absent")] if link.present is False else []
    words += [context.say("chart.choke")] if is_choke_point(link) else []
    return context.say("alt.link", name=one_line(link.name or ""), words=context.series(words))


def co_operation(context: Context) -> Figure | None:
    """The co-operation network; of a large one the best linked actors."""
    found = graph(context.diagnosis.survey)
    if not found.actors:
        return None
    chart = network(found, MOST_ACTORS, context.lang)
    best = context.series(
        context.say("alt.actor", name=one_line(name), partners=partners)
        for (name, _), partners in list(zip(found.actors, found.partners, strict=True))[:5]
    )
    note = context.say("source.network") + (
        context.say("source.network-more", shown=len(chart.nodes), left=len(found.actors) - len(chart.nodes))
        if len(chart.nodes) < len(found.actors)
        else ""
    )
    return _figure(context, "network", chart, note, actors=len(found.actors), pairs=found.pairs, best=best)


def network(found: Graph, most: int, lang: Lang) -> Network:
    """The ``most`` best linked actors and what is between them, in the words of ``lang``."""
    actors = found.actors[:most]
    edges = tuple(edge for edge in found.edges if edge[1] < len(actors))
    node_kinds: tuple[NodeKind, ...] = ("firm", "institution", "platform", "organisation", "other")
    used, link_kinds = {kind for _, kind in actors}, {kind for *_, kind in edges}
    link_names = {**choices("links", "kind"), "": phrase("report", "chart.no-kind")}
    return Network(
        nodes=tuple((one_line(name), kind) for name, kind in actors),
        edges=edges,
        node_legend=tuple((kind, phrase("report", f"actor.{kind}").to(lang)) for kind in node_kinds if kind in used),
        edge_legend=tuple((kind, name.to(lang)) for kind, name in link_names.items() if kind in link_kinds),
    )
