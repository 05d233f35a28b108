"""Chapter 1: what the cluster is. Scale, firms, chain, resources: what is known, and what is still missing and where it goes."""

from collections.abc import Iterator, Sequence

from diagnosis.framework import Indicator
from diagnosis.indicators import is_choke_point
from diagnosis.overruns import overruns
from diagnosis.result import Figure as Value
from diagnosis.text import phrase
from reports.bearing import unread
from reports.blocks import Block, Column, Figure, Heading, Paragraph, Table, clean, ref
from reports.chapters.resources import resources
from reports.chart_lists import chain_map, concentration, size_classes, trends, yearly
from reports.context import Context
from reports.evidence import banded, cited, comparison, figures_table, firms_counted, group_figures, missing_names, names_of, prose, valued
from reports.few import few
from reports.numbers import amount, number, share, sums_of
from reports.sizes import size_lines
from reports.tally import CORE_KINDS, choices, counted

COURSES = 4  # indicators whose course a sentence tells


def chapter(context: Context) -> Iterator[Block]:
    """一、集群概况."""
    yield Heading(1, context.say("overview.title"), key="overview")
    yield from _opening(context)
    yield Heading(2, context.say("overview.scale.title"), key="scale")
    yield from _scale(context)
    yield Heading(2, context.say("overview.firms.title"), key="firms")
    yield from _firms(context)
    yield Heading(2, context.say("overview.chain.title"), key="chain")
    yield from _chain(context)
    yield Heading(2, context.say("overview.resources.title"), key="resources")
    yield from resources(context)


def missing(context: Context, names: Sequence[str], step: str) -> Iterator[Block]:
    """Which indicators have no value, and where they are entered."""
    if names:
        yield Paragraph(context.say("not-entered", names=context.series(names), page=context.page(step)))


def _opening(context: Context) -> Iterator[Block]:
    description = context.diagnosis.survey.cluster.description(context.lang)
    if description:
        yield from (Paragraph(prose(line)) for line in clean(description).split("\n") if line.strip())
    else:
        yield Paragraph(context.say("overview.no-description", page=context.page("overview")))
    yield Paragraph(_fields(context))


def _fields(context: Context) -> str:
    shares, framework = context.diagnosis.shares, context.diagnosis.framework
    if shares.origin is None:
        return context.say("overview.fields-none", page=context.page("overview"))
    parts = sorted(shares.of.items(), key=lambda entry: -entry[1])
    fields = context.series(
        context.say("overview.field", name=context.inside(framework.fields[field].name), share=share(part)) for field, part in parts
    )
    if not parts:
        return context.say("overview.fields-withheld")
    told = sum(shares.of.values())
    if shares.origin == "entered" and len(parts) == 1 and told > 0.9995:
        return context.say("overview.fields-whole", name=context.inside(framework.fields[parts[0][0]].name))
    key = "overview.rest" if told > shares.known - 1e-9 else "public.rest"
    rest = context.say(key, rest=share(1 - told)) if told < 0.9995 else ""
    return context.say(f"overview.fields-{shares.origin}", fields=fields, known=share(told), rest=rest)


def _scale(context: Context) -> Iterator[Block]:
    found = group_figures(context, "scale")
    absent = missing_names(context, "scale")
    if not found:
        yield Paragraph(context.say("overview.scale.none", names=context.series(absent), page=context.page("indicators")))
        return
    values = context.names(valued(context, figure.indicator, figure.value) for figure in found)
    lead = context.say("overview.scale.lead", count=len(found), values=values, table=ref("table-scale"))
    yield from listed(context, "scale", found, lead, "overview.scale.one")
    yield from missing(context, absent, "indicators")
    figure = trends(context)
    if figure is not None:
        yield Paragraph(_courses(context, figure.key))
        yield figure
    elif context.previous is None:
        yield Paragraph(context.say("overview.scale.no-trends", page=context.page("indicators")))
    else:
        yield Paragraph(context.say("overview.scale.two-rounds", section=ref("since")))


def _courses(context: Context, figure: str) -> str:
    """How the first of the indicators with several years have moved between the first year and the last, as the reader sees the values."""
    found = yearly(context)
    told = []
    for indicator, points in found[:COURSES]:
        (since, before), (year, now) = points[0], points[-1]
        first, last = amount(before, indicator, context.lang), amount(now, indicator, context.lang)
        way = "held" if first == last else "risen" if now > before else "fallen"
        facts = {"name": context.inside(indicator.short), "first": first, "last": last, "since": since, "year": year}
        told.append(_bent(context, indicator, points, context.say(f"overview.scale.{way}", **facts)))
    key = "trends" if len(found) == len(told) else "trends-more"
    return context.say(f"overview.scale.{key}", told=context.clauses(told), rest=len(found) - len(told), figure=ref(figure))


def _bent(context: Context, indicator: Indicator, points: Sequence[tuple[int, float]], told: str) -> str:
    """A course with the highest value on its way, or else the lowest, where neither of its ends is as high or as low."""
    ends = [amount(value, indicator, context.lang) for _, value in (points[0], points[-1])]
    for key, extreme in (("peak", max), ("trough", min)):
        year, value = extreme(points, key=lambda point: point[1])
        words = amount(value, indicator, context.lang)
        if words not in ends:
            return context.say(f"overview.scale.{key}", told=told, year=year, value=words)
    return told


def listed(
    context: Context, key: str, figures: Sequence[Value], lead: str, alone: str, judged: Sequence[Value] | None = None
) -> Iterator[Block]:
    """Figures after their ``lead``: what they are against their norms, and a table; of a single one a sentence says it all.

    ``judged``: those that have not been held against their norms before; all where not given.
    """
    if len(figures) == 1:
        (one,) = figures
        facts = {"name": context.inside(one.indicator.name), "value": context.amount(one), "cite": cited(context, one)}
        against = comparison(context, figures if judged is None else judged, alone=True)
        yield Paragraph(context.sentences([context.say(alone, **facts), against]))
        return
    yield Paragraph(lead)
    yield from compared(context, figures if judged is None else judged)
    yield figures_table(context, key, figures)


def compared(context: Context, figures: Sequence[Value]) -> Iterator[Block]:
    """One paragraph: figures against their norms, and what is to be known about them."""
    text = comparison(context, figures)
    if text:
        yield Paragraph(text)


def _firms(context: Context) -> Iterator[Block]:
    survey = context.diagnosis.survey
    if not survey.enterprises:
        yield Paragraph(context.say("overview.firms.none", page=context.page("enterprises")))
        found = group_figures(context, "structure", "products")
        if found:
            yield from _structure(context, found)
        return
    yield Paragraph(_roster(context))
    yield from _sizes(context)
    yield from _concentration(context)
    found = group_figures(context, "structure", "products")
    if found:
        yield from _structure(context, found)
    yield from missing(context, missing_names(context, "structure", "products"), "indicators")


def _structure(context: Context, found: Sequence[Value]) -> Iterator[Block]:
    lead = context.say("overview.firms.structure", table=ref("table-structure"))
    told = _read_here(context)
    judged = [figure for figure in found if figure not in told]
    yield from listed(context, "structure", found, lead, "overview.firms.one", judged)


def _roster(context: Context) -> str:
    survey = context.diagnosis.survey
    names = choices("enterprises", "role")
    roles = counted("enterprises", "role", survey.firms.column("role"))
    parts = [firms_counted(context, context.inside(names[role]), count) for role, count in roles if role is not None]
    parts += [context.say("overview.firms.no-role", count=count) for role, count in roles if role is None]
    sentences = [context.say("overview.firms.lead", listed=len(survey.enterprises), roles=context.series(parts))]
    total = context.diagnosis.figures.get("firms")
    if total is not None and total.value > 0:
        part = len(survey.enterprises) / total.value
        key = "total" if part <= 1 else "total-less"
        sentences.append(context.say(f"overview.firms.{key}", total=number(total.value, 0, context.lang), part=share(part)))
    leaders = survey.firms.where(survey.firms.among("role", ("leader",)), "name")
    if any(leaders):
        sentences.append(context.say("overview.firms.leaders", names=names_of(context, leaders)))
    if not context.public:
        for figure, column, whole in overruns(context.diagnosis):
            facts = {"name": context.inside(figure.indicator.short), "entered": context.amount(figure)}
            added = amount(whole, figure.indicator, context.lang)
            sentences.append(context.say("overview.firms.above", what=phrase("checks", f"roster-{column}"), total=added, **facts))
    sentences.append(_honours(context))
    return context.sentences(sentences)


def _honours(context: Context) -> str:
    survey = context.diagnosis.survey
    known = [honours for honours in survey.firms.column("honours") if honours is not None]
    if not known:
        return context.say("overview.firms.no-honours", page=context.page("enterprises"))
    names = choices("enterprises", "honours")
    counts = [(key, sum(key in honours for honours in known)) for key in names]
    held = [(key, count) for key, count in counts if count]
    if len(known) == 1 and held and not context.public:
        return context.say("overview.firms.honours-one", told=context.series(context.inside(names[key]) for key, _ in held))
    if len(held) == 1 and held[0][1] == len(known) and not (context.public and few(len(known))):
        return context.say("overview.firms.honours-all", known=len(known), name=context.inside(names[held[0][0]]))
    told = context.series(firms_counted(context, context.inside(names[key]), count) for key, count in held)
    return context.say("overview.firms.honours" if told else "overview.firms.honours-none", known=len(known), told=told)


def _sizes(context: Context) -> Iterator[Block]:
    survey = context.diagnosis.survey
    figure = size_classes(context)
    if figure is None and context.public:
        return
    if figure is None:
        yield Paragraph(context.say("overview.firms.no-sizes", listed=len(survey.enterprises), page=context.page("enterprises")))
        return
    rows = size_lines(context)
    classed, revenue = sum(row.firms for row in rows), sum(row.revenue for row in rows)
    told = context.series(context.say("counted", name=row.name.lower(), count=row.firms) for row in rows if row.firms)
    lead = max(rows, key=lambda row: row.revenue)
    facts = {
        "classed": classed,
        "listed": len(survey.enterprises),
        "told": told,
        "lead": lead.name.lower(),
        "part": share(lead.revenue / revenue),
    }
    if len([row for row in rows if row.firms]) == 1 and context.public:
        yield Paragraph(context.say("public.sizes-together", **facts, table=ref("table-sizes")))
        yield _size_table(context)
        return
    key = "sizes-thin" if 2 * classed < len(survey.enterprises) else "sizes"
    yield Paragraph(context.say(f"overview.firms.{key}", **facts, figure=ref(figure.key), table=ref("table-sizes")))
    yield figure
    yield _size_table(context)


def _size_table(context: Context) -> Table:
    rows = size_lines(context)
    revenue, classed = sum(row.revenue for row in rows), sum(row.firms for row in rows)
    heads = ("size", "firms", "firms-part", "employees", "revenue-in", "revenue-part")
    unit, revenues = sums_of([row.revenue for row in rows if row.firms], context.lang)
    columns = tuple(Column(context.say(f"head.{head}", unit=unit), 16, "right" if n else "left") for n, head in enumerate(heads))
    cells = tuple(
        (
            row.name,
            str(row.firms),
            share(row.firms / classed),
            number(row.employees, 0, context.lang),
            told,
            share(row.revenue / revenue),
        )
        for row, told in zip((row for row in rows if row.firms), revenues, strict=True)
    )
    note = context.say(
        "source.size-classes", classed=classed, listed=len(context.diagnosis.survey.enterprises), coverage=_coverage(context, classed)
    )
    return Table(key="table-sizes", title=context.say("table.sizes"), columns=columns, rows=cells, note=note)


def _coverage(context: Context, counted_firms: int) -> str:
    return share(counted_firms / len(context.diagnosis.survey.enterprises))


def _concentration(context: Context) -> Iterator[Block]:
    """The figures that the roster gives, read in their bands where they may be, with the curve; the public is not shown the curve."""
    figure, found, read = concentration(context), _concentrated(context), bool(_read_here(context))
    if figure is None and not context.public:
        yield Paragraph(context.say("overview.firms.no-concentration", page=context.page("enterprises")))
        return
    words = [banded(context, each) if read else valued(context, each.indicator, each.value) for each in found]
    told, key = (context.clauses if read else context.series)(words), "-read" if read else ""
    if figure is None:
        yield from [Paragraph(context.say(f"public.concentration{key}", told=told))] if told else []
        return
    yield Paragraph(context.say(f"overview.firms.concentration{key if told else '-bare'}", told=told, figure=ref(figure.key)))
    yield figure


def _concentrated(context: Context) -> list[Value]:
    figures = (context.diagnosis.figures.get(key) for key in ("cr4", "cr8", "hhi"))
    return [figure for figure in figures if figure is not None and figure.origin == "computed"]


def _read_here(context: Context) -> list[Value]:
    """The figures of concentration, where all of them are read in their bands beside the curve, and not once more among the others."""
    found = _concentrated(context)
    return found if all(unread(context.diagnosis, each) is None for each in found) else []


def _chain(context: Context) -> Iterator[Block]:
    figure = chain_map(context)
    if figure is None:
        yield Paragraph(context.say("overview.chain.none", page=context.page("chain")))
        return
    yield Paragraph(_chain_lead(context, figure))
    yield figure
    supply = [found for found in group_figures(context, "chain") if found.indicator.id != "choke-points"]
    if supply:
        lead = context.say("overview.chain.supply", table=ref("table-chain-figures"))
        yield from listed(context, "chain-figures", supply, lead, "overview.chain.one")
    there = {link.kind for link in context.diagnosis.survey.chain}
    kinds = [context.inside(choices("chain", "kind")[kind]) for kind in CORE_KINDS if kind not in there]
    if kinds:
        yield Paragraph(context.say("overview.chain.no-kinds", kinds=context.series(kinds), page=context.page("chain")))


def _chain_lead(context: Context, figure: Figure) -> str:
    links = [link for link in context.diagnosis.survey.chain if link.name]
    stage_names, control_names = choices("chain", "stage"), choices("chain", "control")
    stages = counted("chain", "stage", [link.stage for link in links])
    told = context.series(
        context.say("counted-link", name=context.inside(stage_names[stage]) if stage else context.say("chart.no-stage"), count=count)
        for stage, count in stages
    )
    sentences = [context.say("overview.chain.lead", count=len(links), stages=told, figure=ref(figure.key))]
    absent = [link.name for link in links if link.present is False]
    if absent:
        sentences.append(context.say("overview.chain.absent", count=len(absent), names=names_of(context, absent, "and-more-things")))
    controls = [link.control for link in links if link.control is not None]
    if controls:
        kinds = [(kind, count) for kind, count in counted("chain", "control", list(controls)) if kind is not None]
        if len(kinds) == 1 and len(controls) == len(links) > 1:
            sentences.append(context.say("overview.chain.control-all", name=context.inside(control_names[kinds[0][0]])))
        else:
            parts = context.series(
                context.say("counted-link", name=context.inside(control_names[kind]), count=count) for kind, count in kinds
            )
            key = "control" if len(controls) < len(links) else "control-every"
            sentences.append(context.say(f"overview.chain.{key}", known=len(controls), parts=parts))
        choked = [link.name for link in links if is_choke_point(link)]
        key = "choked" if choked else "not-choked"
        sentences.append(context.say(f"overview.chain.{key}", count=len(choked), names=names_of(context, choked, "and-more-things")))
    else:
        sentences.append(context.say("overview.chain.no-control", page=context.page("chain")))
    if not context.diagnosis.survey.complete.get("chain"):
        sentences.append(context.say("overview.chain.not-complete"))
    return context.sentences(sentences)
