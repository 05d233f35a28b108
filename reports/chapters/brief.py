"""The summary as an edition of its own, on two pages: the type, three gaps, five actions, what is unknown; from full to terse."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from enum import Enum, auto

from reports.blocks import Block, Figure, Heading, Item, Paragraph
from reports.chapters.gaps import counts, thin
from reports.chapters.plan import first_step
from reports.chapters.summary import ACTIONS, GAPS, NAMED, first_actions, first_gaps, moved, still_open, titled
from reports.chapters.typology import verdict
from reports.chart_data import features, span
from reports.context import Context
from reports.evidence import actors, one_line
from reports.findings import brief, evidence, lead, meaning
from reports.numbers import day

LONGEST_REASON = 200


class Much(Enum):
    """How much the summary tells: all with the first steps and whom to ask, with the first steps, all, or a line each."""

    ASKS = auto()
    STEPS = auto()
    FULL = auto()
    TERSE = auto()


def briefs(context: Context) -> Iterator[tuple[Block, ...]]:
    """The whole summary, each time with less: take the first that its two pages hold."""
    figure = features(context)
    shown = (replace(figure, note=context.say("brief.source")),) if figure is not None else ()
    for figures, much in (
        (shown, Much.ASKS),
        (shown, Much.STEPS),
        (shown, Much.FULL),
        ((), Much.FULL),
        (shown, Much.TERSE),
        ((), Much.TERSE),
    ):
        yield tuple(_blocks(context, figures, much))


def _blocks(context: Context, figures: tuple[Figure, ...], much: Much) -> Iterator[Block]:
    yield Heading(1, context.say("brief.title", cluster=context.cluster), key="brief", numbered=None)
    yield Paragraph(_made(context), "note")
    yield titled(context, "type", verdict(context, LONGEST_REASON))
    yield from figures
    yield from moved(context)
    if much is Much.TERSE:
        yield from first_gaps(context)
        yield from first_actions(context, _lead(context))
    else:
        yield from _gaps(context)
        yield from _actions(context, steps=much in (Much.ASKS, Much.STEPS))
    yield titled(context, "open", still_open(context))
    if much is Much.ASKS:
        yield from _asks(context)


def _made(context: Context) -> str:
    """Round, date and surveyors on one line."""
    found = context.diagnosis.survey.round
    label = context.say("cover.round", label=one_line(found.label)) if found.label else ""
    parts = [label, day(found.date, context.lang), context.series(one_line(name) for name in found.surveyors or ())]
    mark = context.say("public.mark" if context.public else "cover.mark")
    return context.clauses([*parts, " ".join(mark.split())])


def _gaps(context: Context) -> Iterator[Block]:
    """The hardest gaps with their evidence and what they mean; where there is none, what the short summary says."""
    found = context.diagnosis.at_level(3, 2)[:GAPS]
    if context.diagnosis.type is None or not found:
        yield from first_gaps(context)
        return
    facts = {"count": len(context.diagnosis.items), "counts": counts(context)}
    end = context.say("summary.gaps-thin" if thin(context.diagnosis) else "summary.gaps-more")
    yield titled(context, "gaps", context.sentences([context.say("summary.gaps-lead", **facts), end]))
    for position, item in enumerate(found):
        told = evidence(context, item, position) or brief(context, item)
        text = context.sentences([lead(context, item) + context.say("space") + told, meaning(context, item, position)])
        yield Item(text, "summary-gaps", summary=True)


def _lead(context: Context) -> str:
    count = len(context.diagnosis.actions)
    return context.say("brief.actions" if count > ACTIONS else "brief.actions-whole", count=count)


def _actions(context: Context, *, steps: bool) -> Iterator[Block]:
    """The first actions: when, who, what for, and the first step where ``steps`` are wanted."""
    found = context.diagnosis.actions
    if not found:
        yield from first_actions(context, "")
        return
    yield titled(context, "actions", _lead(context))
    items = context.diagnosis.framework.items
    levels = {item.item.id: item.level or 0 for item in context.diagnosis.items}
    for position, entry in enumerate(replace(each, items=_heaviest(each.items, levels)) for each in found[:ACTIONS]):
        facts = {
            "name": entry.action.name,
            "horizon": span(context, entry.action.horizon, entry.years),
            "who": actors(context, entry.action.who[:NAMED]),
            "items": _listed(context, [context.inside(items[key].short) for key in entry.items]),
            "more": context.say("summary.more") if len(entry.items) > NAMED else "",
        }
        told = [context.say("brief.action", **facts)]
        if steps:
            told.append(first_step(context, entry.action, position))
        yield Item(context.sentences(told), "summary-actions", summary=True)


def _heaviest(items: Sequence[str], levels: Mapping[str, int]) -> tuple[str, ...]:
    """The gaps that an action answers, the worst first, as in the report."""
    return tuple(sorted(items, key=lambda key: -levels[key]))


def _listed(context: Context, names: list[str]) -> str:
    """The first of the names, before “and others” or to the end."""
    return context.names(names) if len(names) <= NAMED else context.series(names[:NAMED])


def _asks(context: Context) -> Iterator[Block]:
    """What to ask first, and whom, of the items that are not known yet."""
    for entry in context.diagnosis.unknown[:NAMED]:
        told = context.say("brief.ask", name=context.text(entry.item.short), ask=context.text(entry.item.ask))
        yield Item(told, "summary-open", summary=True)
