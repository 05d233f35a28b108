"""How one checklist item is told: its evidence, what it means for the cluster, and where it leads."""

import re
from collections.abc import Callable, Iterable
from difflib import SequenceMatcher
from itertools import groupby

from diagnosis.result import Assessment, Figure, SignalReading
from diagnosis.text import Text
from reports.below import LONGEST, begun
from reports.blocks import bold, ref
from reports.context import Context
from reports.evidence import basis, beside, cited, one_line, prose, reading_value, service
from reports.numbers import norm_amount, share

Joined = Callable[[Iterable[str]], str]
SAME = 0.75  # of the letters of two texts: from there on they say the same


def lead(context: Context, entry: Assessment) -> str:
    """The item's name and level, in bold."""
    return bold(context.say("gap.lead", name=entry.item.name, level=context.grade(entry.level)))


def levelled(context: Context, items: Iterable[Assessment], joined: Joined | None = None) -> str:
    """Names of items with their levels, the hardest first; a level is said once, after all that have it."""
    ordered = sorted(items, key=lambda item: -(item.level or 0))
    groups = [(level, [context.inside(item.item.short) for item in own]) for level, own in groupby(ordered, key=lambda item: item.level)]
    join = joined or context.names
    within = join if len(groups) == 1 else context.series
    return join(
        context.say("item-level" if len(names) == 1 else "items-level", name=within(names), level=context.grade(level))
        for level, names in groups
    )


def evidence(context: Context, entry: Assessment, position: int) -> str:
    """What the level rests on; of conflicting evidence both sides."""
    if entry.state == "conflict":
        return context.sentences([_conflict(context, entry, position), *_silent(context, entry)])
    parts = []
    if entry.state in {"rated", "both"}:
        parts.append(rating(context, entry, position))
    if entry.state in {"signal", "both"}:
        parts += signals(context, entry, position)
    if entry.state == "both":
        agree = entry.rating_level == entry.signal_level
        parts.append(context.turn("gap.agree" if agree else "gap.apart", position, level=context.grade(entry.level)))
    return context.sentences([*parts, *_silent(context, entry)])


def rating(context: Context, entry: Assessment, position: int) -> str:
    """The consultant's rating with its evidence and respondent."""
    value = entry.rating if isinstance(entry.rating, int) else 0
    facts = {"rating": value, "scale": context.inside(context.diagnosis.framework.scale[value].name)}
    who = context.say("gap.respondent", name=_plain(entry.respondent)) if entry.respondent else ""
    if not entry.evidence:
        return context.turn("gap.rated-bare", position, **facts, who=who)
    return context.turn("gap.rated", position, **facts, who=who, evidence=_quoted(context, entry.evidence))


def _quoted(context: Context, written: str) -> str:
    """What was written as evidence; of a long text its beginning."""
    text = prose(written)
    if len(text) <= LONGEST[context.lang]:
        return context.quote(text)
    return context.say("gap.excerpt", start=context.quote(begun(text, LONGEST[context.lang]) + context.say("gap.more")))


def proof(context: Context, entry: Assessment, position: int) -> str:
    """How a rating could be made firm that rests on no figure, and on no evidence or on evidence that only says the problem again."""
    if entry.state != "rated" or (entry.evidence and not _restates(entry)):
        return ""
    ask = Text(entry.item.ask.zh.rstrip("。"), entry.item.ask.en.rstrip("."))
    told = context.turn("gap.prove", position, ask=ask)
    return context.sentences([context.say("gap.restated"), told]) if entry.evidence else told


def grounds(context: Context, entry: Assessment, position: int) -> str:
    """Of a lighter gap that rests on a bare rating: what it means, and how the rating could be made firm; of any other nothing."""
    told = proof(context, entry, position)
    if not told:
        return ""
    text = Text(entry.item.meaning.zh.rstrip("。"), entry.item.meaning.en.rstrip("."))
    paper = context.say("gap.paper", source=entry.item.source)
    return context.sentences([context.turn("gap.meaning", position, meaning=text, paper=paper, source=_together(entry.item.source)), told])


def _restates(entry: Assessment) -> bool:
    """Whether the evidence says little more than the item's name."""
    words = re.split("[：:]", one_line(entry.evidence or "").rstrip("。."))[-1].lower()
    names = (entry.item.name.zh, entry.item.short.zh, entry.item.name.en.lower())
    return any(SequenceMatcher(None, words, name, autojunk=False).ratio() > SAME for name in names)


def _plain(text: str | None) -> str:
    return one_line(text or "")


def signals(context: Context, entry: Assessment, position: int) -> list[str]:
    """The figures that speak, the worst first."""
    speaking = [reading for reading in entry.signals if reading.speaks and reading.level is not None]
    speaking.sort(key=lambda reading: -(reading.level or 0))
    return [_signal(context, reading, position + place) for place, reading in enumerate(speaking)]


def _signal(context: Context, reading: SignalReading, position: int) -> str:
    if reading.signal is None:
        return context.turn(
            "gap.service-there" if reading.value else "gap.service-missing",
            position,
            name=service(context, reading.indicator),
        )
    indicator = context.diagnosis.framework.indicators[reading.indicator]
    figure = context.diagnosis.figures[reading.indicator]
    level = reading.level or 0
    limit = reading.signal.thresholds[max(level, 1) - 1]
    told, apart = beside(context, figure, limit)
    facts = {
        "name": context.inside(indicator.short),
        "value": context.amount(figure),
        "cite": cited(context, figure),
        "level": context.grade(max(level, 1)),
        "limit": told,
        "difference": apart,
    }
    side = "below" if reading.signal.op == "<" else "above"
    if not level:
        return context.turn(f"gap.signal-clear-{side}", position, **facts)
    return context.sentences([context.turn(f"gap.signal-{side}", position, **facts), _norm(context, figure, limit, position)])


def _norm(context: Context, figure: Figure, limit: float, position: int) -> str:
    """What the norm adds to a limit that was passed: another number, or where the number was published."""
    norm = figure.indicator.norm
    if norm is None or norm.value is None:
        return ""
    told = basis(context, norm)
    facts = {"norm": beside(context, figure, norm.value)[0], "basis": told}
    if figure.reached:
        return context.turn("gap.signal-norm-met", position, **facts)
    return context.turn("gap.signal-norm", position, **facts) if told or norm.value != limit else ""


def _silent(context: Context, entry: Assessment) -> list[str]:
    """Figures that have a value but may not speak for the item: of all reasons one sentence."""
    found = [(reading, reading.why_not) for reading in entry.signals if reading.why_not is not None and reading.value is not None]
    told = [context.say("gap.silent-one", reading=reading_value(context, reading), why=context.why(why.text())) for reading, why in found]
    return [context.say("gap.silent", told=context.clauses(told))] if told else []


def _conflict(context: Context, entry: Assessment, position: int) -> str:
    """Rating and figures two levels or more apart: both, and which counts until it is settled."""
    told = [rating(context, entry, position), *signals(context, entry, position + 1)]
    facts = {
        "rated": context.grade(entry.rating_level),
        "signalled": context.grade(entry.signal_level),
        "level": context.grade(entry.level),
    }
    return context.sentences([*told, context.turn("gap.conflict", position, **facts)])


def meaning(context: Context, entry: Assessment, position: int) -> str:
    """What the gap does to the cluster, the section of the paper it rests on, and how much of its element's loss it makes."""
    paper = context.say("gap.paper", source=entry.item.source)
    text = Text(entry.item.meaning.zh.rstrip("。"), entry.item.meaning.en.rstrip("."))
    sentences = [context.turn("gap.meaning", position, meaning=text, paper=paper, source=_together(entry.item.source))]
    part = _part_of_loss(context, entry)
    if part is not None and 0.5 <= part < 0.9995:
        name = next(found.element.short for found in context.diagnosis.elements if found.element.id == entry.item.element)
        sentences.append(context.turn("gap.loss", position, element=name, part=share(part)))
    return context.sentences(sentences)


def _together(source: Text) -> Text:
    """Sections of the paper inside a sentence: 第三章（一）2、第四章."""
    return Text(source.zh.replace("；", "、"), source.en)


def _part_of_loss(context: Context, entry: Assessment) -> float | None:
    """The item's level x weight, as a part of that of all items of its element."""
    own = [item for item in context.diagnosis.items if item.item.element == entry.item.element and item.level]
    total = sum((item.level or 0) * item.item.weight for item in own)
    return (entry.level or 0) * entry.item.weight / total if total else None


def leads_to(context: Context, entry: Assessment, position: int) -> str:
    """The actions that answer the item, with their numbers in the table of actions."""
    order = [found.action.id for found in context.diagnosis.actions]
    answering = sorted((order.index(key) + 1, key) for key in entry.actions if key in order)
    if not answering:
        return context.say("gap.no-action") if (entry.level or 0) >= 2 else ""
    actions = context.join(context.quote(context.text(context.diagnosis.framework.actions[key].name)) for _, key in answering)
    numbers = context.places(number for number, _ in answering)
    key = "gap.actions" if len(answering) == 1 else "gap.actions-several"
    return context.turn(key, position, actions=actions, numbers=numbers, table=ref("table-actions"), section=ref("actions"))


def brief(context: Context, entry: Assessment) -> str:
    """The evidence of an item in one clause, for the summary."""
    worst = max(
        (reading for reading in entry.signals if reading.speaks and reading.level), key=lambda reading: reading.level or 0, default=None
    )
    parts = []
    if isinstance(entry.rating, int):
        parts.append(context.say("summary.rated", rating=entry.rating))
    if worst is not None and worst.signal is None:
        parts.append(context.say("service-missing", name=service(context, worst.indicator)))
    elif worst is not None and worst.signal is not None:
        indicator = context.diagnosis.framework.indicators[worst.indicator]
        limit = norm_amount(worst.signal.thresholds[(worst.level or 1) - 1], indicator, context.lang)
        parts.append(
            context.say(
                "summary.signal",
                reading=reading_value(context, worst),
                op=context.say("below" if worst.signal.op == "<" else "above"),
                limit=limit,
            )
        )
    if entry.state == "conflict":
        parts.append(context.say("summary.conflict"))
    return context.clauses(parts)
