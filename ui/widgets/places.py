"""Where things that a diagnosis speaks of are entered."""

from diagnosis.findings import Place
from diagnosis.result import Ask, SignalReading
from diagnosis.survey import Survey

_ASK_STEPS = {"criteria": "classification", "fields": "overview", "ratings": "checklist"}


def ask_place(ask: Ask) -> Place:
    """Where an open question is answered."""
    return Place(step=_ASK_STEPS[ask.part], part=ask.part, field=None if ask.part == "fields" else ask.id)


def rating_place(item: str) -> Place:
    """Where an item is rated."""
    return Place(step="checklist", part="ratings", field=item)


def reasons_place(item: str) -> Place:
    """Where an item's reasons are shown."""
    return Place(step="diagnosis", part="ratings", field=item)


def figure_place(indicator: str, survey: Survey) -> Place:
    """Where an indicator's value is entered: its last row that has one, else its line in the grid."""
    rows = [index for index, row in enumerate(survey.indicators) if row.id == indicator and row.value is not None]
    if not rows:
        return Place(step="indicators", part="indicators", field=indicator)
    return Place(step="indicators", part="indicators", row=rows[-1], field="value")


def reading_place(reading: SignalReading, survey: Survey) -> Place:
    """Where the figure or the answer behind a reading is entered."""
    if reading.signal is None:
        return Place(step="actors", part="services", field=reading.indicator)
    return figure_place(reading.indicator, survey)
