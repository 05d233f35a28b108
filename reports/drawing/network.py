"""The co-operation network, drawn."""

from typing import Literal

from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from reports.chart import Network
from reports.drawing.style import ACCENT, INK, LEVELS, MUTED, PAPER, TINY, WIDTH, cut, ems, sheet
from reports.network_layout import Places, positions

NAME_SIZE, NAME_EMS = 7.0, 10.0
SHAPES: dict[str, tuple[str, str]] = {  # kind of actor -> marker and colour
    "firm": ("o", ACCENT),
    "institution": ("s", LEVELS[2]),
    "platform": ("^", LEVELS[1]),
    "organisation": ("D", LEVELS[0]),
    "other": ("h", PAPER),
}
DASHES: dict[str, tuple[Literal["-"] | tuple[int, tuple[int, ...]], float]] = {  # kind of co-operation -> line and width
    "joint-rd": ("-", 1.5),
    "supply": ((0, (6, 2)), 1.0),
    "licence": ((0, (1, 1)), 1.2),
    "service": ((0, (4, 1, 1, 1)), 1.0),
    "talent": ((0, (2, 2)), 1.0),
    "": ("-", 0.7),
}


def network(chart: Network) -> Figure:
    """Actors by shape, co-operation by line; the larger an actor, the more it works with."""
    count = len(chart.nodes)
    height = 3.2 if count <= 12 else 4.2 if count <= 25 else 5.0
    figure = sheet(height)
    axes = figure.add_axes((0.09, 0.5 / height, 0.82, 1 - 0.72 / height))
    axes.set_xlim(-0.03, 1.03)
    axes.set_ylim(-0.05, 1.05)
    axes.axis("off")
    place = positions(count, [(a, b) for a, b, _ in chart.edges])
    partners = [len({b if a == n else a for a, b, _ in chart.edges if n in (a, b)}) for n in range(count)]
    for kind, (line, width) in DASHES.items():
        pairs = [(place[a], place[b]) for a, b, own in chart.edges if own == kind]
        axes.add_collection(LineCollection(pairs, colors=MUTED, linestyles=[line], linewidths=width, zorder=1), autolim=False)
    for kind, (marker, colour) in SHAPES.items():
        own = [n for n, (_, found) in enumerate(chart.nodes) if found == kind]
        sizes = [(6 + 1.4 * min(partners[n], 6)) ** 2 for n in own]
        spots = [place[n] for n in own]
        if spots:
            across, up = zip(*spots, strict=True)
            axes.scatter(across, up, s=sizes, marker=marker, c=colour, edgecolors=INK, linewidths=0.7, zorder=3)
    _names(axes, chart, place, partners)
    _legend(figure, chart)
    return figure


def _names(axes: Axes, chart: Network, place: Places, partners: list[int]) -> None:
    """Names beside their nodes, best linked first; where there is no room left the annex has to do."""
    figure = axes.get_figure()
    assert isinstance(figure, Figure)
    wide, high = WIDTH * axes.get_position().width, figure.get_size_inches()[1] * axes.get_position().height
    line = 0.12 / high
    taken = [(x - 0.05 / wide, y - 0.05 / high, x + 0.05 / wide, y + 0.05 / high) for x, y in place]
    for n in sorted(range(len(chart.nodes)), key=lambda k: (-partners[k], k)):
        name = cut(chart.nodes[n][0], NAME_EMS)
        half = ems(name) * NAME_SIZE / 72 / 2 / wide
        away = (0.07 + 0.012 * min(partners[n], 6)) / high
        x = min(max(place[n][0], half - 0.1), 1.1 - half)
        for y in (place[n][1] - away - line, place[n][1] + away):
            box = (x - half, y, x + half, y + line)
            if all(box[2] < other[0] or box[0] > other[2] or box[3] < other[1] or box[1] > other[3] for other in taken):
                taken.append(box)
                axes.text(x, y, name, fontsize=NAME_SIZE, ha="center", va="bottom", zorder=2.5)
                break
    behind = [((x, (y + top) / 2), (right, (y + top) / 2)) for x, y, right, top in taken[len(place) :]]
    backs = LineCollection(behind, colors=PAPER, alpha=0.85, linewidths=72 * line * high, capstyle="butt", zorder=2)
    axes.add_collection(backs, autolim=False)  # a name stays readable where lines cross it


def _legend(figure: Figure, chart: Network) -> None:
    nodes = [
        Line2D([], [], linestyle="", marker=SHAPES[kind][0], markerfacecolor=SHAPES[kind][1], markeredgecolor=INK, markersize=6)
        for kind, _ in chart.node_legend
    ]
    lines = [Line2D([], [], color=MUTED, linestyle=DASHES[kind][0], linewidth=DASHES[kind][1]) for kind, _ in chart.edge_legend]
    words = [text for _, text in (*chart.node_legend, *chart.edge_legend)]
    figure.legend([*nodes, *lines], words, loc="lower center", ncols=min(5, len(words)), frameon=False, fontsize=TINY, handlelength=2.2)
