"""The charts of a diagnosis, as values; the kinds of charts stand in ``reports.chart``."""

from diagnosis.result import Diagnosis
from diagnosis.text import Lang
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
from reports.chart_data import MAKERS
from reports.context import Context

__all__ = [
    "ChainMap",
    "Change",
    "Chart",
    "Cumulative",
    "HeatMap",
    "Network",
    "NormDots",
    "PairedBars",
    "Radar",
    "Roadmap",
    "ScoreBars",
    "StackedBars",
    "Trends",
    "charts",
]


def charts(diagnosis: Diagnosis, lang: Lang, previous: Diagnosis | None = None) -> dict[str, Chart]:
    """Every chart that the diagnosis has the data for, by its key, in the report's order."""
    context = Context(diagnosis, lang, previous)
    made = ((key, make(context)) for key, make in MAKERS.items())
    return {key: figure.chart for key, figure in made if figure is not None}
