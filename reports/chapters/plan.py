"""Chapter 5: the paths. Direction, actions, roadmap, and the indicators that will show progress."""

from collections.abc import Iterator, Sequence

from diagnosis.framework import Action, Indicator
from diagnosis.result import Recommendation
from reports.bearing import partial, unread
from reports.blocks import Block, Column, Heading, Item, Paragraph, Table, bold, ref
from reports.chapters.support import no_type
from reports.chart_data import horizon, roadmap, span
from reports.context import Context
from reports.evidence import actors, norm_words
from reports.findings import levelled
from reports.numbers import norm_amount
from reports.references import examples, practices, speaks_to, tells_of_itself

GAPS = 5  # names of gaps that a stage can carry


def chapter(context: Context) -> Iterator[Block]:
    """五、建设路径建议."""
    yield Heading(1, context.say("plan.title"), key="plan")
    if context.diagnosis.type is None:
        yield no_type(context, "plan.none")
        return
    yield Heading(2, context.say("plan.direction.title"), key="direction")
    yield from _direction(context)
    yield Heading(2, context.say("plan.actions.title"), key="actions")
    yield from _actions(context)
    yield Heading(2, context.say("plan.roadmap.title"), key="roadmap")
    yield from _roadmap(context)
    yield Heading(2, context.say("plan.monitoring.title"), key="monitoring")
    yield from _monitoring(context)


def _direction(context: Context) -> Iterator[Block]:
    diagnosis = context.diagnosis
    opening = diagnosis.framework.openings[diagnosis.type or ""]
    kind = diagnosis.framework.types[diagnosis.type or ""].name
    yield Paragraph(context.say("plan.direction.opening", type=kind, text=context.text(opening.text), source=opening.source))
    groups: dict[str, list[Recommendation]] = {}
    for entry in diagnosis.actions:
        groups.setdefault(entry.action.direction, []).append(entry)
    if not groups:
        yield Paragraph(_no_actions(context))
        return
    yield Paragraph(context.say("plan.direction.lead", count=len(diagnosis.actions), groups=len(groups), table=ref("table-actions")))
    ranked = sorted(groups.items(), key=lambda group: -sum(entry.score for entry in group[1]))
    for key, entries in ranked:
        direction = diagnosis.framework.directions[key]
        facts = {
            "name": bold(context.text(direction.name) + context.say("ending")),
            "lead": context.text(direction.lead),
            "source": direction.source,
        }
        numbers = context.places(diagnosis.actions.index(entry) + 1 for entry in entries)
        found = context.say(
            "plan.direction.item", **facts, count=len(entries), numbers=numbers, score=sum(entry.score for entry in entries)
        )
        yield Item(found, "directions")


def _no_actions(context: Context) -> str:
    known = any(item.level is not None for item in context.diagnosis.items)
    return context.say("plan.actions.none" if known else "plan.actions.unknown", section=ref("gaps-open"))


def _actions(context: Context) -> Iterator[Block]:
    found = context.diagnosis.actions
    if not found:
        yield Paragraph(context.say("plan.actions.see", section=ref("direction")))
        return
    highest, score = _highest(context, found), found[0].score
    key = "plan.actions.lead" if len(found) > 1 else "plan.actions.lead-one"
    yield Paragraph(context.say(key, count=len(found), table=ref("table-actions"), highest=highest, score=score))
    told: set[str] = set()
    for position, entry in enumerate(found):
        yield Item(_action(context, entry, position, told), "actions", unit=f"action:{entry.action.id}")
    yield _action_table(context)


def _highest(context: Context, found: Sequence[Recommendation]) -> str:
    """Which action has the highest score, or how many have it."""
    first = found[0]
    alike = sum(entry.score == first.score for entry in found)
    key = "highest" if alike == 1 else "alike" if alike == len(found) else "highest-alike"
    return context.say(f"plan.actions.{key}", name=context.quote(context.text(first.action.name)), score=first.score, alike=alike)


def _items(context: Context, entry: Recommendation) -> str:
    """The items an action answers, with their levels."""
    levels = {item.item.id: item for item in context.diagnosis.items}
    return levelled(context, (levels[key] for key in entry.items))


def _answers(context: Context, entry: Recommendation) -> str:
    """The same for a cell: by level, the hardest first."""
    levels: dict[int, list[str]] = {}
    for item in sorted((item for item in context.diagnosis.items if item.item.id in entry.items), key=lambda item: -(item.level or 0)):
        levels.setdefault(item.level or 0, []).append(context.inside(item.item.short))
    return context.clauses(
        context.say("plan.answers", level=context.level(level), names=context.series(names)) for level, names in levels.items()
    )


def _action(context: Context, entry: Recommendation, position: int, told: set[str]) -> str:
    """An action: what it answers, how it works, the first step, and one example of the paper that was not told before."""
    action = entry.action
    lead = bold(context.say("plan.action.lead", name=action.name, horizon=span(context, action.horizon, entry.years)))
    facts = {"items": _items(context, entry), "who": actors(context, action.who)}
    sentences = [
        lead + context.say("space") + context.turn("plan.action-why", position, **facts),
        context.text(action.how),
        first_step(context, action, position),
    ]
    own = [found for found in entry.examples if speaks_to(found, entry)]
    fitting = [found for found in own if not tells_of_itself(context.diagnosis, found) and found.id not in told]
    if fitting:
        told.add(fitting[0].id)
        sentences.append(
            context.turn("plan.action-example", position, text=context.text(fitting[0].text).rstrip("。."), source=fitting[0].source)
        )
    return context.sentences(sentences)


def first_step(context: Context, action: Action, position: int) -> str:
    """A sentence on what to begin an action with."""
    return context.turn("plan.action-first", position, step=context.inside(action.first_step).rstrip("。."))


def _action_table(context: Context) -> Table:
    heads = (
        ("number", 5, "center"),
        ("action", 22, "left"),
        ("answers", 23, "left"),
        ("who", 15, "left"),
        ("horizon", 12, "left"),
        ("kpi", 15, "left"),
        ("learn", 10, "left"),
    )
    columns = tuple(Column(context.say(f"head.{head}"), width, align) for head, width, align in heads)  # type: ignore[arg-type]
    numbers = {practice.id: number for number, practice in enumerate(practices(context.diagnosis), 1)}
    numbers |= {example.id: number for number, example in enumerate(examples(context.diagnosis), 1)}
    rows = tuple(_action_row(context, number, entry, numbers) for number, entry in enumerate(context.diagnosis.actions, 1))
    actions, notes = context.diagnosis.actions, [context.say("note.actions")]
    if _watched(context):
        notes.append(context.say("note.actions-values", monitoring=ref("table-monitoring")))
    if any(practice.id in numbers for entry in actions for practice in entry.practices):
        notes.append(context.say("note.actions-practices", section=ref("practices")))
    if any(example.id in numbers and speaks_to(example, entry) for entry in actions for example in entry.examples):
        notes.append(context.say("note.actions-examples", examples=ref("table-examples")))
    title, note = context.say("table.actions"), context.sentences(notes)
    return Table(key="table-actions", title=title, columns=columns, rows=rows, note=note, dense=True)


def _action_row(context: Context, number: int, entry: Recommendation, numbers: dict[str, int]) -> tuple[str, ...]:
    action = entry.action
    progress = context.series(context.text(found.indicator.short) for found in entry.progress)
    who = context.series(context.text(who) for who in action.who)
    name = context.say("plan.name-score", name=context.text(action.name), score=entry.score)
    when = horizon(context, action.horizon, entry.years)
    return (str(number), name, _answers(context, entry), who, when, progress or context.say("dash"), _learn(context, entry, numbers))


def _learn(context: Context, entry: Recommendation, numbers: dict[str, int]) -> str:
    """The practices and examples of chapter 6 that answer the same items as an action, by their numbers there."""
    own = [numbers[practice.id] for practice in entry.practices if practice.id in numbers]
    parts = [context.say("plan.practices", numbers=context.places(own))] if own else []
    found = [numbers[example.id] for example in entry.examples if example.id in numbers and speaks_to(example, entry)]
    if found:
        parts.append(context.say("plan.examples", numbers=context.places(found)))
    return context.clauses(parts) or context.say("dash")


def _roadmap(context: Context) -> Iterator[Block]:
    figure = roadmap(context)
    if figure is None:
        yield Paragraph(context.say("plan.roadmap.none"))
        return
    used = {entry.action.horizon for entry in context.diagnosis.actions}
    names = [context.inside(found.name) for key, found in context.diagnosis.framework.horizons.items() if key in used]
    key = "undated" if not context.diagnosis.survey.round.date else "lead" if len(names) > 1 else "lead-one"
    facts = {"horizons": context.names(names), "figure": ref(figure.key), "page": context.page("overview")}
    yield Paragraph(context.say(f"plan.roadmap.{key}", **facts))
    yield figure
    before: set[str] = set()
    for key in context.diagnosis.framework.horizons:
        entries = [entry for entry in context.diagnosis.actions if entry.action.horizon == key]
        if entries:
            yield Item(_stage(context, key, entries, before), "stages")
            before |= {item for entry in entries for item in entry.items}


def _stage(context: Context, key: str, entries: Sequence[Recommendation], before: set[str]) -> str:
    """A stage by its actions: the gaps that it takes up first, and how many are in hand by then."""
    actions, items = context.diagnosis.actions, context.diagnosis.framework.items
    own = list(dict.fromkeys(item for entry in entries for item in entry.items))
    new = [item for item in own if item not in before]
    names = [context.inside(items[item].short) for item in new or own]
    more = context.say("and-more-items", names=context.series(names[:GAPS]), count=len(names))
    facts = {
        "count": len(entries),
        "table": ref("table-actions"),
        "numbers": context.places(actions.index(entry) + 1 for entry in entries),
        "names": context.join(names) if len(names) <= GAPS else more,
        "done": len(before | set(own)),
        "all": len({item for entry in actions for item in entry.items}),
    }
    when = context.sentence(span(context, key, entries[0].years))
    frame = "first" if not before else "more" if new else "on"
    frame += "-all" if new and facts["done"] == facts["all"] else ""
    return bold(context.say("plan.stage.lead", when=when)) + context.say("space") + context.say(f"plan.stage.{frame}", **facts)


def _monitoring(context: Context) -> Iterator[Block]:
    watched = _watched(context)
    if not watched:
        yield Paragraph(context.say("plan.monitoring.none"))
        return
    without = [context.inside(indicator.short) for indicator, _ in watched if indicator.id not in context.diagnosis.figures]
    sentences = [context.say("plan.monitoring.lead", count=len(watched), table=ref("table-monitoring"))]
    if len(without) == len(watched):
        sentences.append(context.say("plan.monitoring.baseline-none", page=context.page("indicators")))
    elif without:
        sentences.append(
            context.say("plan.monitoring.baseline", count=len(without), names=context.names(without), page=context.page("indicators"))
        )
    weak = [context.inside(indicator.short) for indicator, _ in watched if _weak(context, indicator)]
    if weak:
        sentences.append(context.say("plan.monitoring.thin", names=context.join(weak)))
    yield Paragraph(context.sentences(sentences))
    columns = (
        Column(context.say("head.indicator"), 29),
        Column(context.say("head.now"), 22, "right"),
        Column(context.say("head.norm"), 14, "right"),
        Column(context.say("head.direction"), 16, "center"),
        Column(context.say("head.by-action"), 19, "center"),
    )
    rows = tuple(_monitored(context, indicator, numbers) for indicator, numbers in watched)
    yield Table(
        key="table-monitoring", title=context.say("table.monitoring"), columns=columns, rows=rows, note=context.say("note.monitoring")
    )


def _weak(context: Context, indicator: Indicator) -> bool:
    """Whether the present value rests on too little to be read."""
    figure = context.diagnosis.figures.get(indicator.id)
    return figure is not None and not partial(figure) and unread(context.diagnosis, figure) is not None


def _watched(context: Context) -> list[tuple[Indicator, list[int]]]:
    """The indicators of all recommended actions, in the framework's order, with the numbers of the actions."""
    found: dict[str, list[int]] = {}
    for number, entry in enumerate(context.diagnosis.actions, 1):
        for progress in entry.progress:
            found.setdefault(progress.indicator.id, []).append(number)
    indicators = context.diagnosis.framework.indicators
    return [(indicator, found[key]) for key, indicator in indicators.items() if key in found]


def _monitored(context: Context, indicator: Indicator, numbers: list[int]) -> tuple[str, ...]:
    figure = context.diagnosis.figures.get(indicator.id)
    if figure is None:
        now = context.say("plan.monitoring.to-enter")
        norm = indicator.norm
        against = norm_amount(norm.value, indicator, context.lang) if norm is not None and norm.value is not None else context.say("dash")
    else:
        now = (
            context.amount(figure)
            if figure.year is None
            else context.say("plan.monitoring.now", value=context.amount(figure), year=figure.year)
        )
        if _weak(context, indicator):
            now = context.say("plan.monitoring.weak", value=now)
        against = norm_words(context, figure)
    direction = context.say({"+": "plan.up", "-": "plan.down", "~": "plan.context"}[indicator.direction])
    return (context.text(indicator.name), now, against, direction, context.places(numbers))
