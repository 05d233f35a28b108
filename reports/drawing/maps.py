"""Charts that Word has no kind for: heat map, chain map, roadmap."""

from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch, Rectangle

from reports.chart import ChainMap, HeatMap, Link, Roadmap
from reports.drawing.bars import label_width
from reports.drawing.style import (
    ACCENT,
    INK,
    LEVELS,
    MUTED,
    ON_LEVEL,
    PALE,
    PAPER,
    RULE,
    SMALL,
    TINY,
    WIDTH,
    canvas_axes,
    cut,
    ems,
    sheet,
    wrap,
)

CELLS = 5  # in one line of the heat map
CONTROL_MARKS = {"self": "●", "partial": "◐", "imported": "○", "unknown": "?"}


def heat_map(chart: HeatMap) -> Figure:
    """Cells by element; the mark in each cell says its level where colour cannot."""
    labels = [wrap(name, 7) for name, _ in chart.rows]
    left = label_width(labels)
    lines = [max(1, -(-len(cells) // CELLS)) for _, cells in chart.rows]
    pitch, gap = 0.36, 0.07
    keys = _legend_rows(chart)
    height = sum(lines) * pitch + gap * len(lines) + 0.16 + 0.24 * len(keys)
    figure = sheet(height)
    axes = canvas_axes(figure)
    wide = (WIDTH - left) / CELLS
    top = height - 0.02
    for label, count, (_, cells) in zip(labels, lines, chart.rows, strict=True):
        axes.text(left - 0.1, top - count * pitch / 2, label, ha="right", va="center", fontsize=SMALL)
        for place, (words, level, mark) in enumerate(cells):
            x, y = left + (place % CELLS) * wide, top - (place // CELLS + 1) * pitch
            _cell(axes, (x, y, wide, pitch), words, level, mark)
        top -= count * pitch + gap
    for row, entries in enumerate(keys):
        x = (WIDTH - sum(_key_width(words) for *_, words in entries)) / 2
        y = 0.06 + 0.24 * (len(keys) - 1 - row)
        for level, mark, words in entries:
            _patch(axes, (x, y, 0.26, 0.17), level, mark)
            axes.text(x + 0.13, y + 0.085, mark, fontsize=TINY, ha="center", va="center", color=_ink(level))
            axes.text(x + 0.31, y + 0.085, words, fontsize=TINY, va="center")
            x += _key_width(words)
    return figure


def _key_width(words: str) -> float:
    return 0.45 + ems(words) * TINY / 72


def _legend_rows(chart: HeatMap) -> list[tuple[tuple[int | None, str, str], ...]]:
    """The legend on one line, or on two where it is too long."""
    if sum(_key_width(words) for *_, words in chart.legend) <= WIDTH - 0.1:
        return [chart.legend]
    half = (len(chart.legend) + 1) // 2
    return [chart.legend[:half], chart.legend[half:]]


def _ink(level: int | None) -> str:
    return INK if level is None else ON_LEVEL[level]


def _patch(axes: Axes, box: tuple[float, float, float, float], level: int | None, mark: str) -> None:
    x, y, wide, high = box
    face = PAPER if level is None else LEVELS[level]
    hatch = "////" if level is None and mark == "?" else ""
    axes.add_artist(
        Rectangle(
            (x + 0.02, y + 0.02), wide - 0.04, high - 0.04, facecolor=face, edgecolor=RULE if hatch else MUTED, hatch=hatch, linewidth=0.5
        )
    )


def _cell(axes: Axes, box: tuple[float, float, float, float], words: str, level: int | None, mark: str) -> None:
    x, y, wide, high = box
    _patch(axes, box, level, mark)
    text = wrap(words, (wide - 0.32) / (7.5 / 72), 2)
    back = {"facecolor": PAPER, "edgecolor": "none", "pad": 0.8} if level is None else None
    axes.text(x + 0.07, y + high / 2, text, fontsize=7.5, va="center", color=_ink(level), linespacing=1.1, bbox=back)
    axes.text(x + wide - 0.07, y + high / 2, mark, fontsize=SMALL, va="center", ha="right", color=_ink(level), fontweight=600, bbox=back)


def chain_map(chart: ChainMap) -> Figure:
    """Stages from left to right; a dashed box is absent, a thick one with ▲ a choke point, the mark shows who controls it."""
    pitch = 0.33
    most = max(len(links) for _, links in chart.stages)
    height = most * pitch + 1.0
    figure = sheet(height)
    axes = canvas_axes(figure)
    wide = WIDTH / len(chart.stages)
    for column, (stage, links) in enumerate(chart.stages):
        x = column * wide + 0.1
        _stage_head(axes, x, height - 0.4, wide - 0.2, stage, last=column == len(chart.stages) - 1)
        for row, link in enumerate(links):
            _link(axes, (x, height - 0.52 - (row + 1) * pitch, wide - 0.2, pitch - 0.07), link)
    parts = [f"{CONTROL_MARKS[control]} {words}" for control, words in chart.control]
    parts += [f"┄ {chart.absent}", f"▲ {chart.choke}"]
    axes.text(WIDTH / 2, 0.14, "     ".join(parts), fontsize=TINY, ha="center", va="center", color=INK)
    return figure


def _stage_head(axes: Axes, x: float, y: float, wide: float, stage: str, *, last: bool) -> None:
    tip = 0.0 if last else 0.12
    corners = [(x, y), (x + wide, y), (x + wide + tip, y + 0.15), (x + wide, y + 0.3), (x, y + 0.3)]
    axes.fill(*zip(*corners, strict=True), facecolor=ACCENT, edgecolor="none")
    axes.text(x + wide / 2, y + 0.145, stage, color=PAPER, ha="center", va="center", fontsize=SMALL, fontweight=600)


def _link(axes: Axes, box: tuple[float, float, float, float], link: Link) -> None:
    x, y, wide, high = box
    absent = link.present is False
    edge, thick, dash = (LEVELS[3], 1.7, "-") if link.choke else (MUTED, 0.8, (0, (4, 3)) if absent else "-")
    face = PAPER if absent or link.present is None else "#eef3f7"
    axes.add_artist(
        FancyBboxPatch(
            (x, y), wide, high, boxstyle="round,pad=0,rounding_size=0.05", facecolor=face, edgecolor=edge, linewidth=thick, linestyle=dash
        )
    )
    mark = CONTROL_MARKS[link.control]
    right = f"▲{mark}" if link.choke else mark
    room = (wide - 0.12 - ems(right) * SMALL / 72 - 0.08) / (TINY / 72)
    axes.text(x + 0.08, y + high / 2, cut(link.name, room), fontsize=TINY, va="center", color=MUTED if absent else INK)
    axes.text(x + wide - 0.07, y + high / 2, right, fontsize=SMALL, va="center", ha="right", color=LEVELS[3] if link.choke else INK)


HORIZON = (ACCENT, PALE, PAPER)  # dark, light, white: they hold in grey print
ONE, MORE = 19.0, 23.0  # ems of a label on one line, and at most of each of several
CLOSE = 1.05  # of their height: lines of a label, of which a bar has room for three


def label(name: str) -> str:
    """The name of an action on as few lines as it takes, of about the same length; cut only where three do not hold it."""
    width = ems(name)
    if width <= ONE:
        return wrap(name, ONE)
    tried = [wrap(name, limit, count) for count in (2, 3) for limit in (min(MORE, width / count + 2.0), MORE)]
    return next((words for words in tried if "…" not in words), tried[-1])


def roadmap(chart: Roadmap) -> Figure:
    """A bar an action over its years, with its score at the end; the horizon shows in its tone."""
    labels = [label(name) for name, *_ in chart.rows]
    pitch, foot = 0.37, 0.4
    left, top = min(label_width(labels), 2.75), foot + 0.37 * len(labels)
    figure = sheet(top + 0.45)
    axes = canvas_axes(figure)
    start, scale = chart.ticks[0][0] - 0.5, (WIDTH - left - 0.35) / (chart.ticks[-1][0] - chart.ticks[0][0] + 1.0)

    def across(at: float) -> float:
        return left + (at - start) * scale

    rules = [((across(at), foot), (across(at), top)) for at, _ in chart.ticks]
    axes.add_collection(LineCollection(rules, colors=RULE, linewidths=0.5), autolim=False)
    for at, words in chart.ticks:
        axes.text(across(at), top + 0.06, words, fontsize=SMALL, ha="center", va="bottom")
    for row, (_, first, last, words, horizon) in enumerate(chart.rows):
        y = top - (row + 0.5) * pitch
        _bar(axes, (across(first - 0.4), y - 0.26 * pitch, (last - first + 0.8) * scale, 0.52 * pitch), horizon)
        axes.text(left - 0.06, y, labels[row], fontsize=TINY, ha="right", va="center", linespacing=CLOSE)
        axes.text(across(last + 0.4) + 0.04, y, words, fontsize=TINY, va="center")
    x = (WIDTH - sum(_key_width(words) for _, words in chart.legend)) / 2
    for horizon, words in chart.legend:
        _bar(axes, (x, 0.1, 0.26, 0.12), horizon)
        axes.text(x + 0.31, 0.16, words, fontsize=TINY, va="center")
        x += _key_width(words)
    return figure


def _bar(axes: Axes, box: tuple[float, float, float, float], horizon: int) -> None:
    x, y, wide, high = box
    axes.add_artist(Rectangle((x, y), wide, high, facecolor=HORIZON[horizon], edgecolor=ACCENT, linewidth=0.8, zorder=2))
