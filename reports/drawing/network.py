"""The co-operation network, on a layout of its own: the same network always stands the same way."""

import math

import numpy as np
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from reports import charts
from reports.drawing.style import ACCENT, INK, LEVELS, MUTED, PALE, PAPER, TINY, WIDTH, cut, sheet

STEPS = 250
SHAPES: dict[str, tuple[str, str]] = {  # kind of actor -> marker and colour
    "firm": ("o", ACCENT),
    "institution": ("s", LEVELS[2]),
    "platform": ("^", LEVELS[1]),
    "organisation": ("D", LEVELS[0]),
    "other": ("h", PAPER),
}
DASHES: dict[str, tuple[str | tuple[int, tuple[int, ...]], float]] = {  # kind of co-operation -> line and width
    "joint-rd": ("-", 1.5),
    "supply": ((0, (6, 2)), 1.0),
    "licence": ((0, (1, 1)), 1.2),
    "service": ((0, (4, 1, 1, 1)), 1.0),
    "talent": ((0, (2, 2)), 1.0),
    "": ("-", 0.7),
}


def positions(count: int, edges: list[tuple[int, int]]) -> "np.ndarray[tuple[int, int], np.dtype[np.float64]]":
    """Places of ``count`` nodes in a box from 0 to 1 (Fruchterman and Reingold 1991, from a spiral instead of chance)."""
    turns = np.arange(count) * math.pi * (3 - math.sqrt(5))
    radius = np.sqrt((np.arange(count) + 0.5) / count)
    place = np.column_stack((np.cos(turns), np.sin(turns))) * radius[:, None]
    ends = np.array(edges, dtype=np.intp).reshape(-1, 2)
    ideal = 1.6 / math.sqrt(count)
    for step in range(STEPS):
        apart = place[:, None, :] - place[None, :, :]
        distance = np.maximum(np.hypot(apart[..., 0], apart[..., 1]), 1e-3)
        move = (apart * (ideal**2 / distance**2)[..., None]).sum(axis=1)
        pull = place[ends[:, 0]] - place[ends[:, 1]]
        pull *= (np.hypot(pull[:, 0], pull[:, 1]) / ideal)[:, None]
        np.add.at(move, ends[:, 0], -pull)
        np.add.at(move, ends[:, 1], pull)
        move -= 0.6 * place  # what hangs together loosely stays in the picture
        length = np.maximum(np.hypot(move[:, 0], move[:, 1]), 1e-9)
        place += move / length[:, None] * np.minimum(length, 0.12 * (1 - step / STEPS))[:, None]
    low, high = place.min(axis=0), place.max(axis=0)
    return np.asarray((place - low) / np.maximum(high - low, 1e-9))


def network(chart: charts.Network) -> Figure:
    """Actors by shape, co-operation by line; the larger an actor, the more it works with."""
    count = len(chart.nodes)
    height = 3.4 if count <= 12 else 4.6 if count <= 30 else 5.6
    figure = sheet(height)
    axes = figure.add_axes((0.09, 0.5 / height, 0.82, 1 - 0.72 / height))
    axes.set_xlim(-0.03, 1.03)
    axes.set_ylim(-0.05, 1.05)
    axes.axis("off")
    place = positions(count, [(a, b) for a, b, _ in chart.edges])
    if count == 2:
        place = np.array([[0.2, 0.5], [0.8, 0.5]])
    partners = [len({b if a == n else a for a, b, _ in chart.edges if n in (a, b)}) for n in range(count)]
    for a, b, kind in chart.edges:
        line, width = DASHES[kind]
        axes.plot(*zip(place[a], place[b], strict=True), color=MUTED, linestyle=line, linewidth=width, zorder=1)
    for n, (name, kind) in enumerate(chart.nodes):
        marker, colour = SHAPES[kind]
        axes.plot(*place[n], marker=marker, markersize=6 + 1.4 * min(partners[n], 6), markerfacecolor=colour, markeredgecolor=INK, markeredgewidth=0.7, zorder=3)
    _names(axes, chart, place, partners)
    _legend(figure, chart)
    return figure


def _names(axes, chart: charts.Network, place, partners: list[int]) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    """Names beside their nodes, most linked first; one that would fall on another is left to the annex."""
    wide, high = WIDTH * 0.82, axes.get_position().height * axes.figure.get_size_inches()[1]
    taken: list[tuple[float, float, float, float]] = []
    for n in sorted(range(len(chart.nodes)), key=lambda k: (-partners[k], k)):
        name = cut(chart.nodes[n][0], 11)
        width = len(name.encode("gbk", "replace")) * TINY / 72 / 2 / wide
        for below in (True, False):
            x, y = place[n]
            offset = (0.09 + 0.012 * min(partners[n], 6)) / high
            box = (x - width / 2, y - offset - 0.13 / high, x + width / 2, y - offset) if below else (x - width / 2, y + offset, x + width / 2, y + offset + 0.13 / high)
            if all(box[2] < other[0] or box[0] > other[2] or box[3] < other[1] or box[1] > other[3] for other in taken):
                taken.append(box)
                axes.text(x, box[3] if below else box[1], name, fontsize=7, ha="center", va="top" if below else "bottom", zorder=5)
                break


def _legend(figure: Figure, chart: charts.Network) -> None:
    nodes = [Line2D([], [], linestyle="", marker=SHAPES[kind][0], markerfacecolor=SHAPES[kind][1], markeredgecolor=INK, markersize=6) for kind, _ in chart.node_legend]
    lines = [Line2D([], [], color=MUTED, linestyle=DASHES[kind][0], linewidth=DASHES[kind][1]) for kind, _ in chart.edge_legend]
    words = [text for _, text in (*chart.node_legend, *chart.edge_legend)]
    figure.legend([*nodes, *lines], words, loc="lower center", ncols=min(5, len(words)), frameon=False, fontsize=TINY, handlelength=2.2)


__all__ = ["PALE", "network", "positions"]
