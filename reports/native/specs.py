"""Chart values -> Word charts: the same data as on the screen. What Word has no kind for gives none and stays a picture."""

import math
from collections.abc import Mapping
from dataclasses import replace
from functools import singledispatch

from diagnosis.text import Lang, phrase
from reports.chart import Change, Chart, Cumulative, NormDots, PairedBars, Radar, ScoreBars, StackedBars, Trends
from reports.native.spec import Look, Scale, Series, Spec
from reports.numbers import fixed, number

ACCENT, PALE, INK, MUTED, RED, PAPER = "1F5F8B", "A9C4D6", "1F2937", "6B7280", "B3372F", "FFFFFF"
# Neighbours differ in lightness, so that they are told apart in grey print; the numbers at the parts tell the rest.
PARTS = ("1F5F8B", "A9C4D6", "4B5563", "C9CED6", "3F7BA6", "DCE6EE", "7A8594", "8FB0C7", "163F5C", "E5E7EB")
SOLID, HATCHED = Look(fill=ACCENT, edge=ACCENT), Look(hatched=True, fill=ACCENT, edge=ACCENT)
HUNDRED = Scale(low=0, high=100, step=25, form="0")
NEAR, COLUMNS = 1.0, 3  # of the reach of a line: how far a norm may lie to be shown; small charts in a row
EVERY, FURTHER = 300, 1.02  # ranks of a curve that are all drawn; how much further each of the others is
ASIDE = {"zh": "{}（{}）", "en": "{} ({})"}  # what is said beside a word
THIN = 0.03  # a part of a bar that has no room for its number


@singledispatch
def natives(chart: Chart, lang: Lang) -> tuple[Spec, ...]:
    """The Word charts that show it, side by side; none where Word has no such kind."""
    del chart, lang
    return ()


def _bars(rows: int, pitch: float, rest: float) -> float:
    """The height of horizontal bars in inches."""
    return rows * pitch + rest


def _word(key: str, lang: Lang) -> str:
    return phrase("report", f"column.{key}").to(lang)


@natives.register
def _(chart: StackedBars, lang: Lang) -> tuple[Spec, ...]:
    scores = [sum(value for _, value in parts) for _, parts in chart.rows]
    found = [dict(parts) for _, parts in chart.rows]
    series = []
    for place, (mark, words) in enumerate(chart.legend):
        fill = PARTS[place % len(PARTS)]
        values = tuple(parts.get(mark) for parts in found)
        labels = {row: str(mark) for row, value in enumerate(values) if value is not None and value >= THIN}
        ink = PAPER if int(fill[2:4], 16) < 0x80 else INK
        look = Look(fill=fill, edge=PAPER)
        series.append(Series(name=f"{mark}  {words}", values=values, look=look, labels=labels, label_place="ctr", label_ink=ink))
    names = tuple(f"{name}  {fixed(score, 2)}" for (name, _), score in zip(chart.rows, scores, strict=True))
    height = _bars(len(names), 0.5, 0.5 + 0.21 * math.ceil(len(series) / 2))
    return (
        Spec(
            kind="stacked",
            head=_word("type", lang),
            series=tuple(series),
            categories=names,
            values=Scale(low=0, high=1, step=0.25, form="0.00"),
            legend=True,
            overlap=100,
            height=height,
        ),
    )


@natives.register
def _(chart: Radar, lang: Lang) -> tuple[Spec, ...]:
    names = tuple(
        f"{name}{'*' if place in chart.further else ''}\n{chart.none_label if score is None else number(score, 1, 'zh')}"
        for place, (name, score, _) in enumerate(chart.axes)
    )
    scores = tuple(score for _, score, _ in chart.axes)
    low = tuple(score if hollow else None for _, score, hollow in chart.axes)
    whole = Look(edge=ACCENT, line=1.75, symbol="circle", size=7, fill=ACCENT)
    series = [Series(name=_word("score", lang), values=scores, look=whole)]
    if any(score is not None for score in low):
        hollow = Look(edge=ACCENT, line=0, symbol="circle", size=7, open=True)
        series.append(Series(name=chart.hollow_label, values=low, look=hollow))
    legend = len(series) > 1
    return (
        Spec(
            kind="radar",
            head=_word("element", lang),
            series=tuple(series),
            categories=names,
            values=HUNDRED,
            legend=legend,
            height=3.6,
        ),
    )


@natives.register
def _(chart: ScoreBars, lang: Lang) -> tuple[Spec, ...]:
    whole = tuple(None if hollow else score for _, score, hollow, _ in chart.rows)
    low = tuple(score if hollow else None for _, score, hollow, _ in chart.rows)
    series = [Series(name=_word("score", lang), values=whole, look=SOLID)]
    if any(score is not None for score in low):
        series.append(Series(name=chart.hollow_label, values=low, look=HATCHED))
    return (
        Spec(
            kind="bars",
            head=_word("feature", lang),
            series=tuple(series),
            categories=tuple(f"{name}\n{words}" for name, _, _, words in chart.rows),
            values=HUNDRED,
            legend=len(series) > 1,
            overlap=100,
            height=_bars(len(chart.rows), 0.46, 0.7),
        ),
    )


@natives.register
def _(chart: PairedBars, lang: Lang) -> tuple[Spec, ...]:
    names = tuple(name for name, *_ in chart.rows)
    found = []
    sides = [first for _, first, _ in chart.rows], [second for _, _, second in chart.rows]
    for head, pairs, look in zip(chart.heads, sides, (SOLID, Look(fill=PALE, edge=ACCENT)), strict=True):
        top = 1.3 * max((value for value, _ in pairs), default=0) or 1.0
        series = Series(
            name=head,
            values=tuple(value for value, _ in pairs),
            look=look,
            labels={row: words for row, (_, words) in enumerate(pairs)},
            label_place="outEnd",
        )
        values = Scale(low=0, high=top, shown=False)
        height = _bars(len(names), 0.36, 0.5)
        found.append(
            Spec(
                kind="bars",
                head=_word("class", lang),
                series=(series,),
                categories=names,
                values=values,
                title=head,
                height=height,
                width=0.5,
            )
        )
    return tuple(found)


LOOKS: Mapping[bool | None, Look] = {True: SOLID, False: HATCHED, None: Look(fill="C9CED6", edge=MUTED)}


@natives.register
def _(chart: NormDots, lang: Lang) -> tuple[Spec, ...]:
    """Bars from the line of the norm: to the right above it, to the left below; the axis ends at twice the norm, the data go on."""
    del lang
    series = tuple(
        Series(name=words, values=tuple(100 * ratio if kind is side else None for _, ratio, _, kind in chart.rows), look=LOOKS[side])
        for side, words in chart.legend
    )
    return (
        Spec(
            kind="bars",
            head=f"% ({chart.norm_label} = 100)",
            series=series,
            categories=tuple(f"{name}  {words}" for name, _, words, _ in chart.rows),
            values=Scale(low=0, high=200, step=50, form='0"%"', crosses=100),
            legend=True,
            overlap=100,
            gap=45,
            height=_bars(len(chart.rows), 0.25, 0.75),
        ),
    )


@natives.register
def _(chart: Change, lang: Lang) -> tuple[Spec, ...]:
    before = tuple(value for _, value, _, _ in chart.rows)
    now = tuple(value for _, _, value, _ in chart.rows)
    words = {row: ASIDE[lang].format(fixed(value, 1), moved) for row, (_, _, value, moved) in enumerate(chart.rows)}
    return (
        Spec(
            kind="bars",
            head=_word("element", lang),
            series=(
                Series(name=chart.before, values=before, look=Look(fill="C9CED6", edge=MUTED)),
                Series(name=chart.now, values=now, look=SOLID, labels=words, label_place="outEnd"),
            ),
            categories=tuple(name for name, *_ in chart.rows),
            values=replace(HUNDRED, high=125, form='[<=100]0;""'),
            legend=True,
            gap=50,
            height=_bars(len(chart.rows), 0.46, 0.75),
        ),
    )


def _ranks(count: int) -> tuple[int, ...]:
    """The ranks that the curve is drawn through: all of them, or of very many the first ones and then fewer and fewer.

    The line between them differs from the whole one by less than it is wide; Word chokes on tens of thousands of points.
    """
    ranks, rank = list(range(min(count, EVERY) + 1)), EVERY
    while rank < count:
        rank = min(max(rank + 1, round(rank * FURTHER)), count)
        ranks.append(rank)
    return tuple(ranks)


@natives.register
def _(chart: Cumulative, lang: Lang) -> tuple[Spec, ...]:
    count = len(chart.shares)
    kept = _ranks(count)
    curve = Look(edge=ACCENT, line=1.75, symbol="circle" if count <= 30 else "none", size=3, fill=ACCENT)
    shares = (0.0, *(chart.shares[rank - 1] for rank in kept[1:]))
    series = [Series(name=_word("cumulative", lang), x=tuple(map(float, kept)), values=shares, look=curve)]
    marks = (Look(edge=MUTED, line=0.75, dashed=True, symbol=symbol, size=8, fill=RED) for symbol in ("circle", "diamond"))
    for (rank, words), look in zip(chart.points, marks, strict=False):
        share = chart.shares[rank - 1]
        plain = replace(look, symbol="none")
        place = "l" if rank > 0.6 * count else "r"
        series.append(
            Series(
                name=words,
                x=(float(rank), float(rank), 0.0),
                values=(0.0, share, share),
                look=plain,
                labels={1: words},
                label_place=place,  # type: ignore[arg-type]
                at={1: look},
            )
        )
    return (
        Spec(
            kind="scatter",
            head=_word("rank", lang),
            series=tuple(series),
            values=Scale(low=0, high=100, step=25, form='0"%"', title=chart.y_label),
            across=Scale(low=0, high=float(count), form="0", title=chart.x_label),
            height=2.7,
        ),
    )


@natives.register
def _(chart: Trends, lang: Lang) -> tuple[Spec, ...]:
    return tuple(_panel(*panel, lang) for panel in chart.panels)


def _panel(title: str, points: tuple[tuple[int, float, str], ...], norm: tuple[float, str] | None, lang: Lang) -> Spec:
    values = [value for _, value, _ in points]
    low, high = min(values), max(values)
    reach = (high - low) or abs(high) or 1.0
    near = norm is not None and low - NEAR * reach <= norm[0] <= high + NEAR * reach
    ends = {0: points[0][2], len(points) - 1: points[-1][2]}
    look = Look(edge=ACCENT, line=1.75, symbol="circle", size=5, fill=ACCENT)
    below = frozenset(
        at for at, under in ((0, values[1] > values[0]), (len(values) - 1, values[-1] < values[-2])) if under
    )  # not on the line
    series = [Series(name=title, values=tuple(values), look=look, labels=ends, label_place="t", below=below)]
    if norm is not None and near:
        low, high = min(low, norm[0]), max(high, norm[0])
        dashed = Look(edge=INK, line=0.75, dashed=True)
        series.append(Series(name=norm[1], values=(norm[0],) * len(points), look=dashed))
    room = 0.6 * ((high - low) or abs(high) or 1.0)
    return Spec(
        kind="line",
        head=_word("year", lang),
        series=tuple(series),
        categories=tuple(str(year) for year, *_ in points),
        values=Scale(low=low - room, high=high + room, shown=False),
        title=ASIDE[lang].format(title, f"┄ {norm[1]}") if near and norm is not None else title,
        height=1.75,
        width=1 / COLUMNS,
    )
