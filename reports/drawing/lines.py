"""Charts made of lines."""

import math

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator

from reports.chart import Cumulative, Radar, Trends
from reports.drawing.style import ACCENT, INK, LEVELS, MUTED, PALE, PAPER, RULE, SMALL, TINY, WIDTH, plain_axes, sheet, wrap
from reports.numbers import number

COLUMNS = 3
LABEL_ROOM = 1.0  # of the height of a line: a label fits between the line and the axis


def cumulative(chart: Cumulative) -> Figure:
    """The curve from the largest firm on, with the named points marked."""
    figure = sheet(2.6)
    axes = plain_axes(figure, (0.6, 0.5, WIDTH - 0.9, 1.9))
    axes.spines["left"].set_visible(True)
    axes.spines["bottom"].set_visible(True)
    count = len(chart.shares)
    axes.set_xlim(0, count)
    axes.set_ylim(0, 105)
    axes.set_yticks([0, 25, 50, 75, 100], ["0", "25%", "50%", "75%", "100%"])
    axes.grid(axis="y", color=RULE, linewidth=0.5)
    axes.plot(range(count + 1), (0.0, *chart.shares), color=ACCENT, linewidth=1.6, marker="o" if count <= 30 else "", markersize=2.5)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    for place, (rank, label) in enumerate(chart.points):
        value = chart.shares[rank - 1]
        axes.plot([rank, rank, 0], [0, value, value], color=MUTED, linewidth=0.8, linestyle=DASHED)
        axes.plot(rank, value, marker="D" if place else "o", color=LEVELS[3], markersize=6, zorder=4)
        side = -1 if rank > 0.6 * count else 1
        axes.annotate(
            label,
            (rank, value),
            xytext=(9 * side, -14 if value > 15 else 6),
            textcoords="offset points",
            fontsize=SMALL,
            fontweight=600,
            ha="left" if side > 0 else "right",
            bbox={"facecolor": PAPER, "edgecolor": "none", "pad": 0.6},
            zorder=5,
        )
    axes.set_xlabel(chart.x_label, fontsize=SMALL)
    axes.set_ylabel(chart.y_label, fontsize=SMALL)
    return figure


def trends(chart: Trends) -> Figure:
    """Small multiples, three in a row, each on its own scale and with its first and last value written."""
    columns = min(COLUMNS, len(chart.panels))
    rows = math.ceil(len(chart.panels) / columns)
    wide, high = WIDTH / COLUMNS, 1.4
    start = (WIDTH - columns * wide) / 2
    drawn = [norm for *_, points, norm in chart.panels if norm and _near(norm[0], [value for _, value, _ in points])]
    foot = 0.32 if drawn else 0.05
    figure = sheet(rows * high + foot)
    for place, (title, points, norm) in enumerate(chart.panels):
        left, row = start + (place % columns) * wide, place // columns
        axes = plain_axes(figure, (left + 0.3, (rows - 1 - row) * high + 0.3 + foot, wide - 0.6, high - 0.75))
        _panel(axes, title, points, norm)
    if drawn:
        line = Line2D([], [], color=INK, linewidth=0.8, linestyle=DASHED)
        figure.legend([line], [drawn[0][1]], loc="lower center", frameon=False, fontsize=TINY)
    return figure


DASHED = (0, (4, 3))


def _near(norm: float, values: list[float]) -> bool:
    """Whether a norm can be shown without flattening the line."""
    low, high = min(values), max(values)
    reach = (high - low) or abs(high) or 1.0
    return low - reach <= norm <= high + reach


def _panel(axes: Axes, title: str, points: tuple[tuple[int, float, str], ...], norm: tuple[float, str] | None) -> None:
    years, values = [year for year, *_ in points], [value for _, value, _ in points]
    low, high = min(values), max(values)
    if norm and _near(norm[0], values):
        low, high = min(low, norm[0]), max(high, norm[0])
        axes.axhline(norm[0], color=INK, linewidth=0.8, linestyle=DASHED)
    room = (high - low) * LABEL_ROOM or abs(high) * 0.2 or 1.0
    axes.set_ylim(low - room, high + room)
    axes.set_xlim(years[0] - 0.4, years[-1] + 0.4)
    axes.set_xticks(sorted({years[0], years[-1]}))
    axes.set_yticks([])
    axes.spines["bottom"].set_visible(True)
    axes.plot(years, values, color=ACCENT, linewidth=1.5, marker="o", markersize=3.5)
    back = {"facecolor": PAPER, "edgecolor": "none", "pad": 0.3}
    rising = (values[1] >= values[0], values[-1] >= values[-2])
    for at, up, side in ((0, not rising[0], "left"), (-1, rising[1], "right")):
        year, value, words = points[at]
        shift = (-5 if side == "left" else 5, 6 if up else -13)
        axes.annotate(words, (year, value), xytext=shift, textcoords="offset points", ha=side, fontsize=TINY, bbox=back)
    axes.set_title(wrap(title, 13, 1), fontsize=SMALL, color=INK, pad=6)


def radar(chart: Radar) -> Figure:
    """Scores around a centre; hollow points rest on less than half of the evidence, a cross has none."""
    height, size = 3.5, 2.2
    figure = sheet(height)
    axes = figure.add_axes(((WIDTH - size) / 2 / WIDTH, 0.82 / height, size / WIDTH, size / height))
    axes.set_xlim(-1.05, 1.05)
    axes.set_ylim(-1.05, 1.05)
    axes.set_aspect("equal")
    axes.axis("off")
    count = len(chart.axes)
    angles = [math.pi / 2 - 2 * math.pi * n / count for n in range(count)]
    _web(axes, angles)
    spots = [(angle, score, hollow) for angle, (_, score, hollow) in zip(angles, chart.axes, strict=True) if score is not None]
    corners = [(score / 100 * math.cos(angle), score / 100 * math.sin(angle)) for angle, score, _ in spots]
    if len(corners) > 1:
        axes.fill(*zip(*corners, strict=True), facecolor=PALE, alpha=0.45, edgecolor=ACCENT, linewidth=1.3)
    for (x, y), (_, _, hollow) in zip(corners, spots, strict=True):
        axes.plot(
            x, y, marker="o", markersize=6.5, markerfacecolor=PAPER if hollow else ACCENT, markeredgecolor=ACCENT, markeredgewidth=1.4
        )
    for place, (angle, (name, score, _)) in enumerate(zip(angles, chart.axes, strict=True)):
        further = place in chart.further
        x, y = 1.14 * math.cos(angle), 1.14 * math.sin(angle)
        side = "center" if abs(x) < 0.25 else "left" if x > 0 else "right"
        words = wrap(f"{name}*" if further else name, 14) + ("\n—" if score is None else f"\n{number(score, 1, 'zh')}")
        rise = "bottom" if y > 0.9 else "top" if y < -0.9 else "center"
        ink = MUTED if further else INK
        axes.text(x, y, words, ha=side, va=rise, fontsize=SMALL, linespacing=1.25, clip_on=False, color=ink)
    _radar_legend(figure, chart)
    return figure


def _web(axes: Axes, angles: list[float]) -> None:
    for ring in (25, 50, 75, 100):
        corners = [(ring / 100 * math.cos(angle), ring / 100 * math.sin(angle)) for angle in angles]
        axes.fill(*zip(*corners, strict=True), facecolor="none", edgecolor=MUTED if ring == 100 else RULE, linewidth=0.6)
        axes.text(0.015, ring / 100, str(ring), fontsize=6.5, color=MUTED, va="bottom")
    for angle in angles:
        axes.plot([0, math.cos(angle)], [0, math.sin(angle)], color=RULE, linewidth=0.6)


def _radar_legend(figure: Figure, chart: Radar) -> None:
    hollow = Line2D([], [], linestyle="", marker="o", markersize=6, markerfacecolor=PAPER, markeredgecolor=ACCENT, markeredgewidth=1.4)
    dash = Line2D([], [], linestyle="", marker="_", markersize=8, color=INK)
    shown = []
    if any(low and score is not None for _, score, low in chart.axes):
        shown.append((hollow, chart.hollow_label))
    if any(score is None for _, score, _ in chart.axes):
        shown.append((dash, chart.none_label))
    if shown:
        handles, labels = zip(*shown, strict=True)
        figure.legend(handles, labels, loc="lower center", ncols=len(handles), frameon=False, fontsize=TINY)
