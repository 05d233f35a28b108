"""Which plot paints which chart; what has none is shown as the report's picture."""

from collections.abc import Callable, Mapping
from typing import Any

from reports.chart import Change, Chart, Cumulative, HeatMap, NormDots, PairedBars, Radar, Roadmap, ScoreBars, StackedBars, Trends
from ui.charts import bars, lines, maps
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
}


def plot_of(chart: Chart) -> Plot | None:
    """The plot of a chart; ``None`` where we paint none."""
    make = PLOTS.get(type(chart))
    return None if make is None else make(chart)
