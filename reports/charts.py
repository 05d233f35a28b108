"""The charts of a diagnosis, as values; the kinds of charts stand in ``reports.chart``."""

from collections.abc import Generator

from diagnosis.progress import outcome
from diagnosis.result import Diagnosis
from diagnosis.text import Lang
from reports.blocks import Figure
from reports.chart import Chart
from reports.chart_data import MAKERS
from reports.context import Context


def charts(diagnosis: Diagnosis, lang: Lang, previous: Diagnosis | None = None) -> dict[str, Chart]:
    """Every chart that the diagnosis has the data for, by its key, in the report's order."""
    return {key: figure.chart for key, figure in outcome(figures(diagnosis, lang, previous)).items()}


def figures(diagnosis: Diagnosis, lang: Lang, previous: Diagnosis | None = None) -> Generator[None, None, dict[str, Figure]]:
    """The same with caption, words and source; a chart a step."""
    context, found = Context(diagnosis, lang, previous), {}
    for key, make in MAKERS.items():
        figure = make(context)
        if figure is not None:
            found[key] = figure
        yield
    return found
