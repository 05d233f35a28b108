"""Which plot paints which chart."""

from collections.abc import Callable, Mapping
from typing import Any

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
from ui.charts import bars, lines, links, maps
from ui.charts.canvas import Plot

PLOTS: Mapping[type, Callable[[Any], Plot]] = {
    StackedBars: bars.Stacked,
    ScoreBars: bars.Scores,
    PairedBars: bars.Paired,
    NormDots: bars.Dots,
    Change: bars.Changes,
    Cumulative: lines.Curve,
    Trends: lines.Lines,
    Radar: lines.Spokes,
    HeatMap: maps.Heat,
    Roadmap: maps.Road,
    ChainMap: links.Chain,
    Network: links.Net,
}


def plot_of(chart: Chart) -> Plot:
    """The plot of a chart."""
    return PLOTS[type(chart)](chart)
