"""The roster beside what was entered for the whole cluster: a part that is larger than the whole says that one of the two is wrong."""

from collections.abc import Iterator

from diagnosis.compare import above
from diagnosis.result import Diagnosis, Figure

TOLERANCE = 1.2  # revenue holds trade and services that output does not, and the two may be of different years
SUMS = (("output", "revenue", 10_000.0), ("employees", "employees", 1.0))  # indicator, column of the roster, its unit in that of the column


def overruns(diagnosis: Diagnosis) -> Iterator[tuple[Figure, str, float]]:
    """Entered figures that the roster's firms together exceed, with the column and its sum in the figure's unit."""
    import numpy as np

    for key, column, unit in SUMS:
        figure = diagnosis.figures.get(key)
        if figure is None or figure.origin != "entered" or not diagnosis.survey.enterprises:
            continue
        total = float(np.nansum(diagnosis.survey.firms.numbers(column))) / unit
        if above(total, TOLERANCE * figure.value):
            yield figure, column, total
