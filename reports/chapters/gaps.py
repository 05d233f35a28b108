"""Chapter 4: the gaps. The whole picture, the hard ones one by one, the lighter ones, and what is still to be found out."""

from collections.abc import Iterator

from diagnosis.result import Assessment, Diagnosis, Figure
from diagnosis.text import Text
from reports.bearing import unread
from reports.blocks import Block, Column, Heading, Item, Paragraph, Table, ref
from reports.chapters.since import since
from reports.chapters.support import no_type
from reports.chart_data import heat_map
from reports.context import Context
from reports.evidence import prose
from reports.findings import evidence, grounds, lead, leads_to, meaning, proof
from reports.numbers import amount, share

SEVERE, SHORT, LIGHT = 3, 2, 1


def chapter(context: Context) -> Iterator[Block]:
    """四、短板诊断."""
    yield Heading(1, context.say("gaps.title"), key="gaps")
    if context.diagnosis.type is None:
        yield no_type(context, "gaps.none")
    else:
        yield Heading(2, context.say("gaps.overall.title"), key="gaps-overall")
        yield from _overall(context)
        yield Heading(2, context.say("gaps.hard.title"), key="gaps-hard")
        yield from _hard(context)
        yield Heading(2, context.say("gaps.light.title"), key="gaps-light")
        yield from _light(context)
    yield Heading(2, context.say("gaps.open.title"), key="gaps-open")
    yield from _open(context)
    yield from since(context)


def counts(context: Context) -> str:
    """How many items stand at each level: 突出短板3项、... ; levels without items are left out."""
    items = context.diagnosis.items
    levels: list[tuple[int | None, str]] = [(3, ""), (2, ""), (1, ""), (0, ""), (None, ""), (None, "na")]
    found = []
    for level, state in levels:
        count = sum(item.level == level and (item.state == "na") == (state == "na") for item in items)
        if count:
            found.append(context.say("count-level", level=context.grade(level, state), count=count))
    return context.series(found)


def thin(diagnosis: Diagnosis) -> bool:
    """Whether more than half of the core items are still to be verified, so that what is known may not be what weighs most."""
    return 2 * len(diagnosis.unknown) > len(diagnosis.items)


def _overall(context: Context) -> Iterator[Block]:
    diagnosis = context.diagnosis
    figure = heat_map(context)
    kind = diagnosis.framework.types[diagnosis.type or ""].name
    facts = {"type": kind, "count": len(diagnosis.items), "counts": counts(context)}
    if figure is None:
        yield Paragraph(context.say("gaps.overall.unknown", **facts, page=context.page("checklist")))
    else:
        yield Paragraph(context.sentences([context.say("gaps.overall.lead", **facts, figure=ref(figure.key)), *_weight(context)]))
        yield figure
    removed = [item for item in diagnosis.items if item.state == "na"]
    if removed:
        told = context.clauses(
            context.say("gaps.overall.na-item", name=context.inside(item.item.short), reason=prose(item.reason or "")) for item in removed
        )
        yield Paragraph(context.say("gaps.overall.na", count=len(removed), told=told))


def _weight(context: Context) -> Iterator[str]:
    """Where the gaps are heaviest, and how many items rest on conflicting evidence."""
    diagnosis = context.diagnosis
    losses: dict[str, int] = {}
    for item in diagnosis.items:
        losses[item.item.element] = losses.get(item.item.element, 0) + (item.level or 0) * item.item.weight
    total = sum(losses.values())
    if total:
        most = max(losses.values())
        heaviest = [context.inside(diagnosis.framework.elements[element].short) for element, loss in losses.items() if loss == most]
        key = "heaviest" if len(heaviest) == 1 else "heaviest-alike"
        yield context.say(f"gaps.overall.{key}", element=context.join(heaviest), part=share(most / total))
    if thin(diagnosis):
        yield context.say("gaps.overall.thin", known=len(diagnosis.items) - len(diagnosis.unknown))
    if diagnosis.conflicts:
        yield context.say("gaps.overall.conflicts", count=len(diagnosis.conflicts), section=ref("gaps-open"))
    if diagnosis.classification.provisional or diagnosis.classification.contested:
        yield context.say("gaps.overall.type-open", section=ref("type-firmness"))


def _hard(context: Context) -> Iterator[Block]:
    found = context.diagnosis.at_level(SEVERE, SHORT)
    if not found:
        yield Paragraph(
            context.say("gaps.hard.none" if any(item.level is not None for item in context.diagnosis.items) else "gaps.hard.unknown")
        )
        return
    yield Paragraph(context.say("gaps.hard.lead" if len(found) > 1 else "gaps.hard.lead-one", count=len(found)))
    position = 0
    for level in (SEVERE, SHORT):
        own = [item for item in found if item.level == level]
        if own:
            yield Heading(3, context.say("gaps.hard.level", level=context.diagnosis.framework.levels[str(level)], count=len(own)))
        for item in own:
            yield Item(gap(context, item, position), f"gaps-{level}", unit=f"gap:{item.item.id}")
            position += 1


def gap(context: Context, item: Assessment, position: int) -> str:
    """One gap in full."""
    told = (evidence(context, item, position), proof(context, item, position), meaning(context, item, position))
    return context.sentences([lead(context, item) + context.say("space") + told[0], *told[1:], leads_to(context, item, position)])


def _light(context: Context) -> Iterator[Block]:
    found = context.diagnosis.at_level(LIGHT)
    watched = [item for item in context.diagnosis.items if item.watch]
    if not found:
        yield Paragraph(context.say("gaps.light.none"))
    else:
        yield Paragraph(context.say("gaps.light.lead" if len(found) > 1 else "gaps.light.lead-one", count=len(found)))
        for position, item in enumerate(found):
            told = (evidence(context, item, position), grounds(context, item, position), leads_to(context, item, position))
            yield Item(
                context.sentences([lead(context, item) + context.say("space") + told[0], *told[1:]]), "gaps-1", unit=f"gap:{item.item.id}"
            )
    if watched:
        told_watch = context.series(context.inside(item.item.short) for item in watched)
        yield Paragraph(context.say("gaps.light.watch", count=len(watched), names=told_watch))


def _open(context: Context) -> Iterator[Block]:
    diagnosis = context.diagnosis
    unknown = diagnosis.unknown
    differ = [figure for figure in diagnosis.figures.values() if figure.differs]
    if diagnosis.type is None:
        yield Paragraph(context.say("gaps.open.first", section=ref("type-result")))
    if unknown:
        yield Paragraph(context.say("gaps.open.unknown", count=len(unknown), table=ref("table-unknown"), page=context.page("checklist")))
        yield _unknown_table(context)
    if diagnosis.conflicts:
        yield Paragraph(context.say("gaps.open.conflicts", count=len(diagnosis.conflicts)))
        for position, item in enumerate(diagnosis.conflicts):
            yield Item(_conflict(context, item, position), "gaps-conflicts")
    if differ:
        told = context.clauses(_two_values(context, figure) for figure in differ)
        yield Paragraph(context.say("gaps.open.differ", count=len(differ), told=told))
    silent = [figure for figure in diagnosis.figures.values() if unread(diagnosis, figure) is not None]
    if silent:
        yield Paragraph(context.say("gaps.open.silent", count=len(silent), table=ref("table-norms")))
    if not (unknown or diagnosis.conflicts or differ or silent or diagnosis.type is None):
        yield Paragraph(context.say("gaps.open.none"))


def _two_values(context: Context, figure: Figure) -> str:
    """A figure as it was entered and as the lists give it."""
    computed = amount(figure.computed.value, figure.indicator, context.lang) if figure.computed else context.say("dash")
    return context.say("gaps.open.two", name=context.inside(figure.indicator.short), entered=context.amount(figure), computed=computed)


def _conflict(context: Context, item: Assessment, position: int) -> str:
    facts = {
        "name": item.item.name,
        "rating": item.rating,
        "rated": context.grade(item.rating_level),
        "signalled": context.grade(item.signal_level),
        "ask": Text(item.item.ask.zh.rstrip("。"), item.item.ask.en.rstrip(".")),
    }
    return context.turn("gaps.open.conflict", position, **facts)


def _unknown_table(context: Context) -> Table:
    elements = context.diagnosis.framework.elements
    rows = tuple(
        (
            str(number),
            context.text(item.item.name),
            context.text(elements[item.item.element].short),
            str(item.item.weight),
            context.text(item.item.ask),
        )
        for number, item in enumerate(context.diagnosis.unknown, 1)
    )
    columns = (
        Column(context.say("head.number"), 8, "center"),
        Column(context.say("head.item"), 26),
        Column(context.say("head.element"), 12),
        Column(context.say("head.weight"), 8, "center"),
        Column(context.say("head.ask"), 46),
    )
    return Table(key="table-unknown", title=context.say("table.unknown"), columns=columns, rows=rows, note=context.say("note.unknown"))
