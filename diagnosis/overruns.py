"""A part that is larger than the whole says that one of the two is wrong: the roster beside the cluster, and one figure beside another."""

from collections.abc import Iterator

from diagnosis.compare import above
from diagnosis.result import Diagnosis, Figure

TOLERANCE = 1.2  # revenue holds trade and services that output does not, and the two may be of different years
SUMS = (("output", "revenue", 10_000.0), ("employees", "employees", 1.0))  # indicator, column of the roster, its unit in that of the column

PARTS = (  # what is entered of a part, and of the whole that it belongs to
    ("cr4", "cr8"),
    ("global-share", "national-share"),
    ("above-scale-firms", "firms"),
    ("little-giants", "firms"),
    ("champions", "firms"),
)


def parts_above(diagnosis: Diagnosis) -> Iterator[tuple[Figure, Figure]]:
    """Entered figures of a part that exceed the figure of the same year of the whole."""
    entered = {key: figure for key, figure in diagnosis.figures.items() if figure.origin == "entered"}
    for part, whole in ((entered.get(part), entered.get(whole)) for part, whole in PARTS):
        if part is not None and whole is not None and part.year == whole.year and above(part.value, whole.value):
            yield part, whole


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
