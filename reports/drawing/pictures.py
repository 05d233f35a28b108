"""Which picture draws which chart."""

from functools import singledispatch

from matplotlib.figure import Figure

from reports import charts
from reports.drawing import bars, lines, maps, network


@singledispatch
def picture(chart: charts.Chart) -> Figure:
    """The chart as a matplotlib figure."""
    raise TypeError(type(chart).__name__)


picture.register(charts.StackedBars, bars.stacked_bars)
picture.register(charts.ScoreBars, bars.score_bars)
picture.register(charts.PairedBars, bars.paired_bars)
picture.register(charts.NormDots, bars.norm_dots)
picture.register(charts.Change, bars.change)
picture.register(charts.Cumulative, lines.cumulative)
picture.register(charts.Trends, lines.trends)
picture.register(charts.Radar, lines.radar)
picture.register(charts.HeatMap, maps.heat_map)
picture.register(charts.ChainMap, maps.chain_map)
picture.register(charts.Roadmap, maps.roadmap)
picture.register(charts.Network, network.network)
