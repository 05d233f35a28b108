"""Charts as values: what is shown, in the words and order it is shown in, and nothing about how.

``reports.charts.charts`` makes those that a diagnosis has the data for; ``reports.drawing.draw`` draws one to a picture, and a
window may draw the same value its own way.
"""

from dataclasses import dataclass
from typing import Literal

Tone = Literal["accent", "muted", "good", "bad", "neutral"]
LOW_COVERAGE = 0.5  # profile.toml: a score with less is drawn hollow
Control = Literal["self", "partial", "imported", "unknown"]
NodeKind = Literal["firm", "institution", "platform", "organisation", "other"]


@dataclass(frozen=True, slots=True, kw_only=True)
class StackedBars:
    """Bars from 0 to 1 made of numbered parts; ``legend`` explains the numbers. ``lead``: the bar to stand out."""

    rows: tuple[tuple[str, tuple[tuple[int, float], ...]], ...]
    legend: tuple[tuple[int, str], ...]
    lead: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Radar:
    """Scores 0..100 around a centre; ``None`` is not assessed, ``hollow`` rests on less than half of the evidence.

    ``further``: places of the axes that are no elements of the paper.
    """

    axes: tuple[tuple[str, float | None, bool], ...]
    hollow_label: str
    none_label: str
    further: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreBars:
    """Bars of 0..100, each with the words beside it; hollow where little evidence stands behind it, no bar for ``None``."""

    rows: tuple[tuple[str, float | None, bool, str], ...]
    hollow_label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HeatMap:
    """Rows of cells (words, level 0..3 or ``None``, mark); ``legend`` names the levels, then unknown and not applicable."""

    rows: tuple[tuple[str, tuple[tuple[str, int | None, str], ...]], ...]
    legend: tuple[tuple[int | None, str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cumulative:
    """Cumulative shares in % of ranked firms, with named points (rank, label)."""

    shares: tuple[float, ...]
    points: tuple[tuple[int, str], ...]
    x_label: str
    y_label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PairedBars:
    """Two bars a row, of different things, each side with its own head and the words at its bars."""

    heads: tuple[str, str]
    rows: tuple[tuple[str, tuple[float, str], tuple[float, str]], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trends:
    """Small lines over the years, one a panel: title, points (year, value, words) and a norm with its name, if any."""

    panels: tuple[tuple[str, tuple[tuple[int, float, str], ...], tuple[float, str] | None], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link of the chain: ``present`` is ``None`` when not known; ``choke``: critical and imported."""

    name: str
    present: bool | None
    control: Control
    choke: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainMap:
    """The links by stage; ``legend`` gives the words for control, absence and choke points."""

    stages: tuple[tuple[str, tuple[Link, ...]], ...]
    control: tuple[tuple[Control, str], ...]
    absent: str
    choke: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """Actors (name, kind) and who works with whom (indices, kind of co-operation)."""

    nodes: tuple[tuple[str, NodeKind], ...]
    edges: tuple[tuple[int, int, str], ...]
    node_legend: tuple[tuple[NodeKind, str], ...]
    edge_legend: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NormDots:
    """Values as a part of their norms (1 = the norm), with words and the side that is good: ``reached``, missed, or neither."""

    rows: tuple[tuple[str, float, str, bool | None], ...]
    norm_label: str
    legend: tuple[tuple[bool | None, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Roadmap:
    """Actions as bars over years: label, first and last year, score, horizon (0, 1, 2). ``ticks``: years or the horizons' names."""

    rows: tuple[tuple[str, float, float, str, int], ...]
    ticks: tuple[tuple[float, str], ...]
    legend: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Scores 0..100 before and now, with the words of the difference."""

    rows: tuple[tuple[str, float, float, str], ...]
    before: str
    now: str


Chart = StackedBars | Radar | ScoreBars | HeatMap | Cumulative | PairedBars | Trends | ChainMap | Network | NormDots | Roadmap | Change
