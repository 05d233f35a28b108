"""Charts made of bars and dots."""

from collections.abc import Iterable

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from reports.chart import Change, NormDots, PairedBars, ScoreBars, StackedBars
from reports.drawing.style import (
    ACCENT,
    INK,
    LEVELS,
    MUTED,
    PALE,
    PAPER,
    RULE,
    SMALL,
    TINY,
    WIDTH,
    canvas_axes,
    ems,
    plain_axes,
    sheet,
    wrap,
)
from reports.numbers import fixed

LABEL_EMS = 13.0
EM = SMALL / 72  # inches


def label_width(labels: list[str]) -> float:
    """Inches that the longest line of the labels takes."""
    return max((ems(line) for label in labels for line in label.split("\n")), default=0) * EM + 0.12


def words_width(words: Iterable[str]) -> float:
    """Inches that the longest of the words beside the bars takes, with its distance."""
    return max((ems(text) for text in words), default=0) * TINY / 72 + 0.18


def _rows(figure: Figure, labels: list[str], right: float, bottom: float, pitch: float) -> Axes:
    """Axes with one row a label, the first at the top, the labels on the left."""
    left = label_width(labels)
    axes = plain_axes(figure, (left, bottom, WIDTH - left - right, pitch * len(labels)))
    axes.set_ylim(len(labels) - 0.5, -0.5)
    axes.set_yticks(range(len(labels)), labels)
    return axes


def stacked_bars(chart: StackedBars) -> Figure:
    """Numbered parts in alternating tones; the numbers are explained underneath, so that no colour needs to be told apart."""
    labels = [wrap(name, LABEL_EMS) for name, _ in chart.rows]
    lines = (len(chart.legend) + 1) // 2
    legend_height = 0.2 * lines + 0.1
    pitch = 0.46
    figure = sheet(pitch * len(labels) + legend_height + 0.45)
    axes = _rows(figure, labels, 0.55, legend_height + 0.35, pitch)
    axes.set_xlim(0, 1)
    axes.set_xticks([0, 0.25, 0.5, 0.75, 1.0], ["0", "0.25", "0.5", "0.75", "1"])
    axes.grid(axis="x", color=RULE, linewidth=0.5)
    axes.set_axisbelow(True)
    for row, (_, parts) in enumerate(chart.rows):
        tones = (ACCENT, "#3f7ba6") if row == chart.lead else (MUTED, "#8b93a1")
        start = 0.0
        for place, (mark, value) in enumerate(parts):
            axes.barh(row, value, left=start, height=0.62, color=tones[place % 2], edgecolor=PAPER, linewidth=0.8)
            if value >= 0.025:
                axes.text(start + value / 2, row, str(mark), color=PAPER, ha="center", va="center", fontsize=TINY)
            start += value
        axes.text(start + 0.012, row, fixed(start, 2), va="center", fontsize=SMALL, fontweight=600 if row == chart.lead else 400)
    free = canvas_axes(figure)
    for place, (mark, text) in enumerate(chart.legend):
        x = 0.1 + (place // lines) * WIDTH / 2
        free.text(x, legend_height - 0.1 - 0.2 * (place % lines), f"{mark}  {wrap(text, 26, 1)}", fontsize=TINY, va="center", color=INK)
    return figure


def score_bars(chart: ScoreBars) -> Figure:
    """Bars of 0..100; an outlined, hatched bar rests on less than half of the evidence."""
    labels = [wrap(name, LABEL_EMS) for name, *_ in chart.rows]
    pitch = 0.42
    figure = sheet(pitch * len(labels) + 0.6)
    axes = _rows(figure, labels, words_width(row[3] for row in chart.rows), 0.5, pitch)
    axes.set_xlim(0, 100)
    axes.set_xticks([0, 25, 50, 75, 100])
    axes.grid(axis="x", color=RULE, linewidth=0.5)
    axes.set_axisbelow(True)
    for row, (_, score, hollow, words) in enumerate(chart.rows):
        if score is not None:
            face, hatch = (PAPER, "////") if hollow else (ACCENT, "")
            axes.barh(row, score, height=0.56, facecolor=face, edgecolor=ACCENT, hatch=hatch, linewidth=0.9)
        axes.annotate(
            words, (1, row), xycoords=("axes fraction", "data"), xytext=(6, 0), textcoords="offset points", va="center", fontsize=TINY
        )
    if any(hollow and score is not None for _, score, hollow, _ in chart.rows):
        _hatch_note(figure, chart.hollow_label)
    return figure


def _hatch_note(figure: Figure, text: str) -> None:
    from matplotlib.patches import Rectangle

    free = canvas_axes(figure)
    free.add_patch(Rectangle((0.12, 0.07), 0.28, 0.13, facecolor=PAPER, edgecolor=ACCENT, hatch="////", linewidth=0.9))
    free.text(0.47, 0.13, text, fontsize=TINY, va="center", color=MUTED)


def paired_bars(chart: PairedBars) -> Figure:
    """Two panels over the same rows."""
    labels = [wrap(name, 8) for name, *_ in chart.rows]
    pitch = 0.36
    figure = sheet(pitch * len(labels) + 0.5)
    left = label_width(labels)
    panel = (WIDTH - left - 0.2) / 2
    for side in (0, 1):
        axes = plain_axes(figure, (left + side * (panel + 0.1), 0.08, panel - 0.55, pitch * len(labels)))
        values = [second if side else first for _, first, second in chart.rows]
        axes.set_ylim(len(labels) - 0.5, -0.5)
        axes.set_yticks(range(len(labels)), labels if side == 0 else [""] * len(labels))
        axes.set_xticks([])
        axes.set_xlim(0, max((value for value, _ in values), default=0) or 1)
        axes.set_title(chart.heads[side], fontsize=SMALL, loc="left", color=INK, pad=5)
        axes.axvline(0, color=MUTED, linewidth=0.8)
        for row, (value, words) in enumerate(values):
            axes.barh(row, value, height=0.6, color=ACCENT if side == 0 else PALE, edgecolor=ACCENT, linewidth=0.6)
            axes.annotate(words, (value, row), xytext=(3, 0), textcoords="offset points", va="center", fontsize=TINY)
    return figure


def norm_dots(chart: NormDots) -> Figure:
    """Each value as a part of its norm, from 0 to twice the norm and no further."""
    labels = [wrap(name, LABEL_EMS) for name, *_ in chart.rows]
    pitch = 0.24
    figure = sheet(pitch * len(labels) + 0.85)
    axes = _rows(figure, labels, words_width(words for _, _, words, _ in chart.rows), 0.6, pitch)
    axes.set_xlim(-0.06, 2.06)
    axes.set_xticks([0, 0.5, 1, 1.5, 2], ["0", "50%", "100%", "150%", "≥200%"])
    axes.grid(axis="x", color=RULE, linewidth=0.5)
    axes.axvline(1, color=INK, linewidth=1.0)
    axes.text(1, -0.62, chart.norm_label, ha="center", va="bottom", fontsize=TINY)
    for row, (_, ratio, words, reached) in enumerate(chart.rows):
        place = min(max(ratio, 0.0), 2.0)
        axes.plot([1, place], [row, row], color=MUTED, linewidth=0.9, zorder=2)
        axes.plot(place, row, zorder=3, clip_on=False, **DOTS[reached])  # type: ignore[arg-type]
        axes.annotate(
            words, (1, row), xycoords=("axes fraction", "data"), xytext=(6, 0), textcoords="offset points", va="center", fontsize=TINY
        )
    handles = [Line2D([], [], linestyle="", **DOTS[reached]) for reached, _ in chart.legend]  # type: ignore[arg-type]
    figure.legend(handles, [text for _, text in chart.legend], loc="lower center", ncols=len(handles), frameon=False, fontsize=TINY)
    return figure


DOTS: dict[bool | None, dict[str, object]] = {
    True: {"marker": "o", "markersize": 6.5, "color": ACCENT},
    False: {"marker": "v", "markersize": 7, "markerfacecolor": PAPER, "markeredgecolor": LEVELS[3], "markeredgewidth": 1.4},
    None: {"marker": "s", "markersize": 5.5, "markerfacecolor": PAPER, "markeredgecolor": MUTED, "markeredgewidth": 1.2},
}


def change(chart: Change) -> Figure:
    """A line from the score before (open) to the score now (filled)."""
    labels = [wrap(name, LABEL_EMS) for name, *_ in chart.rows]
    pitch = 0.36
    figure = sheet(pitch * len(labels) + 0.75)
    axes = _rows(figure, labels, words_width(row[3] for row in chart.rows) + 0.1, 0.6, pitch)
    axes.set_xlim(-4, 104)
    axes.set_xticks([0, 25, 50, 75, 100])
    axes.grid(axis="x", color=RULE, linewidth=0.5)
    for row, (_, before, now, words) in enumerate(chart.rows):
        axes.plot([before, now], [row, row], color=ACCENT if now >= before else LEVELS[3], linewidth=2, zorder=2)
        axes.plot(before, row, zorder=3, clip_on=False, **BEFORE)  # type: ignore[arg-type]
        axes.plot(now, row, zorder=4, clip_on=False, **NOW)  # type: ignore[arg-type]
        axes.annotate(
            words, (1, row), xycoords=("axes fraction", "data"), xytext=(8, 0), textcoords="offset points", va="center", fontsize=TINY
        )
    handles = [Line2D([], [], linestyle="", **look) for look in (BEFORE, NOW)]  # type: ignore[arg-type]
    figure.legend(handles, [chart.before, chart.now], loc="lower center", ncols=2, frameon=False, fontsize=TINY)
    return figure


BEFORE: dict[str, object] = {"marker": "o", "markersize": 6.5, "markerfacecolor": PAPER, "markeredgecolor": MUTED, "markeredgewidth": 1.3}
NOW: dict[str, object] = {"marker": "D", "markersize": 6, "color": INK}
