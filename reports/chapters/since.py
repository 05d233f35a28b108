"""Section 4(5): what has moved since the round before. Gaps that closed and opened, and every indicator that both rounds know."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from diagnosis.result import Assessment, Diagnosis, Figure
from reports.bearing import partial, unread
from reports.blocks import Block, Column, Heading, Paragraph, Table, ref
from reports.chart_data import change
from reports.context import Context
from reports.evidence import norm_words, one_line
from reports.numbers import decimals_of, difference, rounded

NAMED = 6  # names that a clause can carry; the table has all
SHORT = 3  # in the summary
SAME = 1e-9
UNCOMPARED = ("apart", "thin", "stale")
COURSES = ("better", "down", "level", "neutral", *UNCOMPARED)


def since(context: Context) -> Iterator[Block]:
    """(五)与上一轮的变化; nothing where there is no round before."""
    previous = context.previous
    if previous is None:
        return
    yield Heading(2, context.say("since.title"), key="since")
    if previous.type is None or previous.type != context.diagnosis.type:
        told = [_type(context, kind) for kind in (previous.type, context.diagnosis.type)]
        yield Paragraph(context.say("since.other-type", before=told[0], now=told[1]))
    else:
        yield from _items(context)
    yield from _indicators(context)


def in_short(context: Context) -> str:
    """The same for the summary, in a few sentences."""
    previous, now = context.previous, context.diagnosis
    assert previous is not None
    sentences = []
    if previous.type is None or previous.type != now.type:
        sentences.append(context.say("since.short-type", before=_type(context, previous.type), now=_type(context, now.type)))
    else:
        moves = _moves(context)
        moved = [move for move in moves if move.way != "same"]
        facts = {"total": len(moves), "count": len(moved), "told": context.clauses(_told(context, moved, SHORT))}
        sentences.append(context.say("since.short" if moved else "since.same", **facts))
    if pairs := [pair for pair in _pairs(previous, now) if _way(context, *pair) not in UNCOMPARED]:
        sentences.append(context.say("since.short-indicators", count=len(pairs), told=_courses(context, pairs)))
    return context.sentences(sentences)


def _type(context: Context, kind: str | None) -> str:
    return context.inside(context.diagnosis.framework.types[kind].name) if kind else context.say("since.no-type")


# ---- gaps


@dataclass(frozen=True, slots=True)
class _Moved:
    """An item with its level of the round before."""

    item: Assessment
    before: int | None

    @property
    def way(self) -> str:
        """What has become of it: a key of ``WAYS``, or ``same``."""
        old, new = self.before, self.item.level
        if old is None or new is None:
            return "same" if old == new else "settled" if old is None else "lost"
        if old == new:
            return "same"
        if new < old:
            return "eased" if new else "closed"
        return "worse" if old else "opened"


WAYS = ("closed", "eased", "opened", "worse", "settled", "lost")


def _moves(context: Context) -> list[_Moved]:
    """The items of both rounds, in the checklist's order; what does not apply in one of them is not compared."""
    assert context.previous is not None
    before = {item.item.id: item for item in context.previous.items if item.state != "na"}
    both = [item for item in context.diagnosis.items if item.item.id in before and item.state != "na"]
    return [_Moved(item, before[item.item.id].level) for item in both]


def _items(context: Context) -> Iterator[Block]:
    moves = _moves(context)
    moved = [move for move in moves if move.way != "same"]
    figure = change(context)
    if moved:
        told = context.clauses(_told(context, moved, NAMED))
        yield Paragraph(context.say("since.lead", total=len(moves), count=len(moved), told=told, table=ref("table-moved")))
        yield _moved_table(context, moved)
    else:
        yield Paragraph(context.say("since.same", total=len(moves)))
    if figure is not None:
        yield Paragraph(context.say("since.figure", figure=ref(figure.key)))
        yield figure


def _told(context: Context, moved: Sequence[_Moved], most: int) -> Iterator[str]:
    """A clause for each way in which items have moved, with the names of as many as ``most``."""
    for way in WAYS:
        own = [context.inside(move.item.item.short) for move in moved if move.way == way]
        if own:
            yield context.say(f"since.{way}", count=len(own), names=_some(context, own, most))


def _some(context: Context, names: Sequence[str], most: int = NAMED) -> str:
    return context.series(names[:most]) + (context.say("summary.more") if len(names) > most else "")


def _moved_table(context: Context, moved: Sequence[_Moved]) -> Table:
    elements = context.diagnosis.framework.elements
    order = sorted(moved, key=lambda move: WAYS.index(move.way))
    rows = tuple(
        (
            context.text(move.item.item.name),
            context.text(elements[move.item.item.element].short),
            context.level(move.before),
            context.level(move.item.level, move.item.state),
            context.say(f"since.way-{move.way}"),
        )
        for move in order
    )
    columns = (
        Column(context.say("head.item"), 38),
        Column(context.say("head.element"), 15),
        Column(context.say("since.before"), 15, "center"),
        Column(context.say("since.now"), 15, "center"),
        Column(context.say("since.change"), 17, "center"),
    )
    return Table(key="table-moved", title=context.say("since.moved-table"), columns=columns, rows=rows, note=_rounds(context))


def _rounds(context: Context) -> str:
    """Which rounds are compared."""
    assert context.previous is not None
    return context.say("since.note", before=round_name(context, context.previous), now=round_name(context, context.diagnosis))


def round_name(context: Context, diagnosis: Diagnosis) -> str:
    """What a round is called."""
    found = diagnosis.survey.round
    return one_line(found.label or found.date or "") or context.say("not-given")


# ---- indicators


def _indicators(context: Context) -> Iterator[Block]:
    assert context.previous is not None
    pairs = _pairs(context.previous, context.diagnosis)
    if not pairs:
        yield Paragraph(context.say("since.no-indicators"))
        return
    sentences = [context.say("since.indicators", count=len(pairs), told=_courses(context, pairs), table=ref("table-since"))]
    for key, then, then_not in (("reached", False, True), ("fallen", True, False)):
        names = [
            context.inside(now.indicator.short)
            for before, now in pairs
            if before.reached is then and now.reached is then_not and _way(context, before, now) not in UNCOMPARED
        ]
        if names:
            sentences.append(context.say(f"since.{key}", names=_some(context, names)))
    yield Paragraph(context.sentences(sentences))
    yield _indicator_table(context, pairs)


def _pairs(before: Diagnosis, now: Diagnosis) -> list[tuple[Figure, Figure]]:
    """The indicators that have a value in both rounds."""
    return [(before.figures[id_], figure) for id_, figure in now.figures.items() if id_ in before.figures]


def _courses(context: Context, pairs: Sequence[tuple[Figure, Figure]]) -> str:
    """How many indicators are better, worse, unchanged, neither, or not compared."""
    counts = Counter(_way(context, before, now) for before, now in pairs)
    return context.series(context.say(f"since.{way}", count=counts[way]) for way in COURSES if counts[way])


def _way(context: Context, before: Figure, now: Figure) -> str:
    """What has become of an indicator.

    Values are not compared that were obtained in two ways, that may not be read, or that are of no later year: one may be a revision.
    """
    assert context.previous is not None
    if before.origin != now.origin:
        return "apart"
    if not partial(now) and (unread(context.previous, before) is not None or unread(context.diagnosis, now) is not None):
        return "thin"
    if before.year is not None and now.year is not None and now.year <= before.year:
        return "stale"
    moved = _shown(now) - _shown(before)  # what the reader cannot see has not moved
    if abs(moved) <= SAME * max(abs(now.value), abs(before.value), 1.0):
        return "level"
    if now.indicator.direction == "~":
        return "neutral"
    return "better" if (moved > 0) is (now.indicator.direction == "+") else "down"


def _indicator_table(context: Context, pairs: Sequence[tuple[Figure, Figure]]) -> Table:
    rows = tuple(
        (
            context.text(now.indicator.short),
            _dated(context, before),
            _dated(context, now),
            _moved_by(context, before, now),
            norm_words(context, now),
            context.say(f"since.word-{_way(context, before, now)}"),
        )
        for before, now in pairs
    )
    columns = (
        Column(context.say("head.indicator"), 26),
        Column(context.say("since.before"), 21, "right"),
        Column(context.say("since.now"), 21, "right"),
        Column(context.say("since.change"), 14, "right"),
        Column(context.say("head.norm"), 11, "right"),
        Column(context.say("since.side"), 7, "center"),
    )
    title, note = context.say("since.indicator-table"), context.say("since.values-note")
    return Table(key="table-since", title=title, columns=columns, rows=rows, note=note)


def _dated(context: Context, figure: Figure) -> str:
    value = context.amount(figure)
    return value if figure.year is None else context.say("since.dated", value=value, year=figure.year)


def _moved_by(context: Context, before: Figure, now: Figure) -> str:
    if _way(context, before, now) in ("level", *UNCOMPARED):
        return context.say("dash")
    sign = "+" if now.value > before.value else "−"
    apart = difference(_shown(now), _shown(before), now.indicator, context.lang)
    return sign + apart.replace("percentage points", "points")  # the note says which


def _shown(figure: Figure) -> float:
    """The value as it stands beside the difference, or the reader would find another one."""
    decimals = decimals_of(figure.value, figure.indicator)
    return float(rounded(figure.value, max(decimals, 1) if figure.indicator.unit == "%" else decimals))
