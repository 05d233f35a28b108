"""A round's co-operation as the screen draws it: read, counted and laid out on the workspace's thread."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from db import names
from db.workspace import Workspace
from diagnosis.indicators import partners
from diagnosis.survey import Cooperation, Survey
from diagnosis.text import Lang, fold
from reports.chart import Network, NodeKind
from reports.chart_lists import network
from reports.network_layout import Point, arranged
from reports.tally import graph

MOST = 150  # actors that are drawn, the best linked ones
NOTHING = Network(nodes=(), edges=(), node_legend=(), edge_legend=())


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """Actors by key, which is their folded name. ``keys``: those of ``chart``, in its order; the other maps hold all actors.

    ``rows``: key -> the ids of the rows that name it; ``ends``: row id -> the keys of its ends; ``left``: how many are not drawn.
    """

    chart: Network = NOTHING
    keys: tuple[str, ...] = ()
    places: Mapping[str, Point] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    kinds: Mapping[str, NodeKind] = field(default_factory=dict)
    partners: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    rows: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    ends: Mapping[int, tuple[str, str]] = field(default_factory=dict)

    @property
    def left(self) -> int:
        """How many actors are not drawn."""
        return len(self.names) - len(self.keys)

    @property
    def outside(self) -> tuple[str, ...]:
        """The actors that stand on no list, best linked first."""
        return tuple(key for key, kind in self.kinds.items() if kind == "other")


def read_network(ws: Workspace, round_id: int, before: Mapping[str, Point], lang: Lang) -> Drawn:
    """The network of a round; whoever has a place in ``before`` keeps it."""
    found = names.links(ws, round_id)
    counted = graph(found.survey)
    chart = network(counted, MOST, lang)
    order = tuple(fold(name) for name, _ in counted.actors)
    keys = order[: len(chart.nodes)]
    with_whom = partners(found.survey)
    ends = _ends(found.ids, found.survey)
    rows: dict[str, list[int]] = {}
    for row_id, pair in ends.items():
        for key in dict.fromkeys(pair):
            rows.setdefault(key, []).append(row_id)
    return Drawn(
        chart=chart,
        keys=keys,
        places=arranged(keys, sorted({(a, b) for a, b, _ in chart.edges}), before),
        names={key: name for key, (name, _) in zip(order, counted.actors, strict=True)},
        kinds={key: kind for key, (_, kind) in zip(order, counted.actors, strict=True)},
        partners={key: tuple(sorted(with_whom[key])) for key in order},
        rows={key: tuple(ids) for key, ids in rows.items()},
        ends=ends,
    )


def _ends(ids: tuple[int, ...], survey: Survey) -> dict[int, tuple[str, str]]:
    links: tuple[Cooperation, ...] = survey.links
    return {row_id: (fold(link.from_ or ""), fold(link.to or "")) for row_id, link in zip(ids, links, strict=True)}
