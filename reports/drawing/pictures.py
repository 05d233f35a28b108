"""Which picture draws which chart."""

from functools import singledispatch

from matplotlib.figure import Figure

from reports.chart import (
    ChainMap,
    Change,
    Chart,
    Cumulative,
    HeatMap,
    Network,
    NormDots,
    PairedBars,
    Radar,
    Roadmap,
    ScoreBars,
    StackedBars,
    Trends,
)
from reports.drawing import bars, lines, maps, network


@singledispatch
def picture(chart: Chart) -> Figure:
    """The chart as a matplotlib figure."""
    raise TypeError(type(chart).__name__)


picture.register(StackedBars, bars.stacked_bars)
picture.register(ScoreBars, bars.score_bars)
picture.register(PairedBars, bars.paired_bars)
picture.register(NormDots, bars.norm_dots)
picture.register(Change, bars.change)
picture.register(Cumulative, lines.cumulative)
picture.register(Trends, lines.trends)
picture.register(Radar, lines.radar)
picture.register(HeatMap, maps.heat_map)
picture.register(ChainMap, maps.chain_map)
picture.register(Roadmap, maps.roadmap)
picture.register(Network, network.network)
