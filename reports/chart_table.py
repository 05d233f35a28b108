"""The data of a chart as a table, for a spreadsheet: numbers as numbers, an empty cell where there is none."""

import csv
import io
from collections.abc import Iterator, Sequence
from functools import singledispatch

from diagnosis.text import Lang, phrase
from reports.chart import (
    ChainMap,
    Change,
    Chart,
    Cumulative,
    HeatMap,
    Link,
    Network,
    NormDots,
    PairedBars,
    Radar,
    Roadmap,
    ScoreBars,
    StackedBars,
    Trends,
)

Cell = str | float | None
Row = Sequence[Cell]
DECIMALS = 6  # of a computed number: as good as exact, and readable
FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")  # what a spreadsheet takes for the beginning of a formula


def chart_table(chart: Chart, lang: Lang) -> list[Row]:
    """The heads, then the rows, in the order in which the chart shows them."""
    return [rounded_row(row) for row in _rows(chart, lang)]


def rounded_row(row: Row) -> Row:
    """The cells with the decimals that are worth reading."""
    return [_rounded(cell) for cell in row]


def _rounded(cell: Cell) -> Cell:
    if not isinstance(cell, float):
        return cell
    number = round(cell, DECIMALS)
    return int(number) if number.is_integer() else number


def csv_bytes(table: Sequence[Row]) -> bytes:
    """The table as a CSV file that Excel opens by a double click, Chinese and all: UTF-8 with its mark, a text stays a text."""
    buffer = io.StringIO(newline="")
    csv.writer(buffer, lineterminator="\r\n").writerows([_told(cell) for cell in row] for row in table)
    return buffer.getvalue().encode("utf-8-sig")


def _told(cell: Cell) -> Cell:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell


def table_texts(table: Sequence[Row]) -> list[list[str]]:
    """The cells as they are read, for the clipboard."""
    return [["" if cell is None else str(cell) for cell in row] for row in table]


def _heads(lang: Lang, *keys: str) -> list[Cell]:
    return [phrase("report", f"column.{key}").to(lang) for key in keys]


def _flag(value: bool | None, lang: Lang) -> str:
    return "" if value is None else phrase("values", "yes" if value else "no").to(lang)


# ---- the kinds


@singledispatch
def _rows(chart: Chart, lang: Lang) -> Iterator[Row]:
    raise TypeError(type(chart).__name__, lang)


@_rows.register
def _(chart: StackedBars, lang: Lang) -> Iterator[Row]:
    yield [*_heads(lang, "type"), *(words for _, words in chart.legend), *_heads(lang, "score-share")]
    for name, parts in chart.rows:
        added = dict(parts)
        yield [name, *(added.get(number, 0.0) for number, _ in chart.legend), sum(added.values())]


@_rows.register
def _(chart: Radar, lang: Lang) -> Iterator[Row]:
    yield _heads(lang, "element", "score", "hollow")
    yield from ([name, score, None if score is None else _flag(hollow, lang)] for name, score, hollow in chart.axes)


@_rows.register
def _(chart: ScoreBars, lang: Lang) -> Iterator[Row]:
    yield _heads(lang, "feature", "score", "hollow")
    yield from ([name, score, None if score is None else _flag(hollow, lang)] for name, score, hollow, _ in chart.rows)


@_rows.register
def _(chart: HeatMap, lang: Lang) -> Iterator[Row]:
    yield _heads(lang, "element", "item", "level", "level-name")
    names = {(level, mark): words for level, mark, words in chart.legend}
    for element, cells in chart.rows:
        for item, level, mark in cells:
            yield [element, item, level, names[level, mark]]


@_rows.register
def _(chart: Cumulative, lang: Lang) -> Iterator[Row]:
    yield _heads(lang, "rank", "cumulative")
    yield from ([rank, share] for rank, share in enumerate(chart.shares, 1))


@_rows.register
def _(chart: PairedBars, lang: Lang) -> Iterator[Row]:
    yield [*_heads(lang, "class"), chart.heads[0], f"{chart.heads[1]} %"]
    for name, (first, _), (second, _) in chart.rows:
        yield [name, first, second]


@_rows.register
def _(chart: Trends, lang: Lang) -> Iterator[Row]:
    yield _heads(lang, "indicator", "year", "value", "shown", "norm")
    for name, points, norm in chart.panels:
        for year, value, words in points:
            yield [name, year, value, words, None if norm is None else norm[0]]


@_rows.register
def _(chart: ChainMap, lang: Lang) -> Iterator[Row]:
    yield _heads(lang, "stage", "link", "present", "control", "choke")
    controls = dict(chart.control)
    for stage, links in chart.stages:
        yield from (_link(stage, link, controls.get(link.control, ""), lang) for link in links)


def _link(stage: str, link: Link, control: str, lang: Lang) -> Row:
    return [stage, link.name, _flag(link.present, lang), control, _flag(link.choke, lang)]


@_rows.register
def _(chart: Network, lang: Lang) -> Iterator[Row]:
    yield _heads(lang, "actor", "actor-kind", "partner", "partner-kind", "co-operation")
    kinds, ways = dict(chart.node_legend), dict(chart.edge_legend)
    for one, other, way in chart.edges:
        (name, kind), (partner, partner_kind) = chart.nodes[one], chart.nodes[other]
        yield [name, kinds[kind], partner, kinds[partner_kind], ways[way]]


@_rows.register
def _(chart: NormDots, lang: Lang) -> Iterator[Row]:
    yield _heads(lang, "indicator", "of-norm", "shown", "reached")
    told = dict(chart.legend)
    for name, ratio, words, side in chart.rows:
        yield [name, 100 * ratio, words, told[side]]


@_rows.register
def _(chart: Roadmap, lang: Lang) -> Iterator[Row]:
    dated = all(tick.is_integer() and tick > 1000 for tick, _ in chart.ticks)
    names = dict(chart.legend)
    yield _heads(lang, "action", "horizon", "from", "to", "action-score") if dated else _heads(lang, "action", "horizon", "action-score")
    for name, first, last, words, horizon in chart.rows:
        yield [name, names[horizon], first, last, words] if dated else [name, names[horizon], words]


@_rows.register
def _(chart: Change, lang: Lang) -> Iterator[Row]:
    yield [*_heads(lang, "element"), chart.before, chart.now, *_heads(lang, "difference")]
    for name, before, now, _ in chart.rows:
        yield [name, before, now, now - before]
