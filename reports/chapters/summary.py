"""The summary: one page with the type, the hardest gaps, the first actions, and what is still unknown."""

from collections.abc import Iterator

from reports.blocks import Block, Heading, Item, Paragraph, bold, ref
from reports.chapters.gaps import counts, thin
from reports.chapters.since import in_short, round_name
from reports.chapters.typology import verdict
from reports.chart_data import span
from reports.context import Context
from reports.evidence import actors
from reports.findings import brief

GAPS, ACTIONS, NAMED, REASON = 3, 5, 3, 80


def summary(context: Context) -> Iterator[Block]:
    """摘要."""
    yield Heading(1, context.say("contents.summary"), key="summary", numbered=None)
    yield titled(context, "type", verdict(context, REASON))
    yield from moved(context)
    yield from first_gaps(context)
    count = len(context.diagnosis.actions)
    lead = "summary.actions-lead" if count > ACTIONS else "summary.actions-whole"
    yield from first_actions(context, context.say(lead, count=count, table=ref("table-actions")))
    yield titled(context, "open", still_open(context))


def titled(context: Context, key: str, text: str, **facts: str) -> Paragraph:
    """A paragraph that begins with its subject in bold."""
    return Paragraph(bold(context.say(f"summary.{key}", **facts)) + context.say("space") + text, "summary")


def moved(context: Context) -> Iterator[Block]:
    """What has changed since the round before, where there is one."""
    if context.previous is not None:
        yield titled(context, "since", in_short(context), before=round_name(context, context.previous))


def first_gaps(context: Context) -> Iterator[Block]:
    """The hardest gaps, a line each."""
    diagnosis = context.diagnosis
    if diagnosis.type is None:
        yield titled(context, "gaps", context.say("summary.gaps-untyped"))
        return
    found = diagnosis.at_level(3, 2)[:GAPS]
    if not any(item.level is not None for item in diagnosis.items):
        yield titled(context, "gaps", context.say("summary.gaps-unknown"))
        return
    lead = context.say("summary.gaps-lead", count=len(diagnosis.items), counts=counts(context))
    end = context.say("summary.gaps-none" if not found else "summary.gaps-thin" if thin(diagnosis) else "summary.gaps-more")
    yield titled(context, "gaps", context.sentences([lead, end]))
    for item in found:
        element = context.inside(diagnosis.framework.elements[item.item.element].short)
        bare = not any(reading.speaks and reading.level for reading in item.signals)  # a rating alone says little
        told = context.clauses([brief(context, item), context.inside(item.item.meaning).rstrip("。.") if bare else ""])
        facts = {"name": context.name(item), "level": context.grade(item.level), "element": element}
        yield Item(context.say("summary.gap", **facts, evidence=told + context.say("ending")), "summary-gaps", summary=True)


def first_actions(context: Context, told: str) -> Iterator[Block]:
    """The first actions, a line each, after what is ``told`` of all of them."""
    found = context.diagnosis.actions
    if not found:
        key = "summary.actions-untyped" if context.diagnosis.type is None else "summary.actions-none"
        yield titled(context, "actions", context.say(key))
        return
    yield titled(context, "actions", told)
    for entry in found[:ACTIONS]:
        when = span(context, entry.action.horizon, entry.years)
        who = actors(context, entry.action.who[:NAMED])
        yield Item(context.say("summary.action", name=entry.action.name, horizon=when, who=who), "summary-actions", summary=True)


def still_open(context: Context) -> str:
    """What is not known yet, in a few sentences."""
    diagnosis = context.diagnosis
    sentences = []
    if diagnosis.classification.unanswered and diagnosis.type is not None:
        names = [context.inside(diagnosis.framework.criteria[key].name) for key in diagnosis.classification.unanswered]
        sentences.append(context.say("summary.open-criteria", count=len(names), names=context.names(names)))
    if diagnosis.unknown:
        names = [context.inside(item.item.short) for item in diagnosis.unknown]
        sentences.append(context.say("summary.open-items", count=len(names), names=context.join(names[:NAMED])))
    if diagnosis.conflicts:
        names = [context.inside(item.item.short) for item in diagnosis.conflicts]
        sentences.append(context.say("summary.open-conflicts", count=len(names), names=_some(context, names)))
    differing = [context.inside(figure.indicator.short) for figure in diagnosis.figures.values() if figure.differs]
    if differing:
        sentences.append(context.say("summary.open-differs", count=len(differing), names=_some(context, differing)))
    if diagnosis.type is None:
        names = [context.inside(ask.name) for ask in diagnosis.asks]
        sentences.append(context.say("summary.open-first", names=context.series(names)))
    return context.sentences(sentences) or context.say("summary.open-none")


def _some(context: Context, names: list[str]) -> str:
    return context.series(names[:NAMED]) + (context.say("summary.more") if len(names) > NAMED else "")
