"""What the figures say of a checklist item: a row for each, with its thresholds and its level or why it does not count."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from diagnosis.findings import Place
from diagnosis.framework import TypeId
from diagnosis.result import Assessment, SignalReading
from diagnosis.survey import Survey
from ui import theme
from ui.widgets.disclosure import Entry, RowList
from ui.widgets.places import reading_place
from ui.widgets.rows import Content
from ui.widgets.sheet import show_text
from ui.widgets.wording import Words


class Readings(QWidget):
    """``pressed`` (Place): where a figure is entered."""

    pressed = Signal(object)

    def __init__(self) -> None:
        """Empty."""
        super().__init__()
        self._places: dict[str, Place] = {}
        self.heading, self.none, self.rows = theme.label("heading"), theme.label("small", wrap=True), RowList()
        column = QVBoxLayout(self)
        theme.tight(column, 4)
        for part in (self.heading, self.none, self.rows):
            column.addWidget(part)
        column.addStretch(1)
        self.rows.pressed.connect(lambda key: self.pressed.emit(self._places[key]))

    def show_readings(self, found: Assessment | None, type_id: TypeId | None, survey: Survey | None, said: Words) -> None:
        """The figures of an item, or why there are none: it has none, there is no type yet, or another type is in effect."""
        self.heading.setText(said.say("checklist.figures"))
        readings = found.signals if found is not None and survey is not None else ()
        self._places = {reading.indicator: reading_place(reading, survey) for reading in readings if survey is not None}
        self.rows.show_entries([_entry(reading, said) for reading in readings])
        show_text(self.none, _why_none(found, type_id, said))


def _entry(reading: SignalReading, said: Words) -> Entry:
    why_not = "" if reading.why_not is None else said.of(reading.why_not.text())
    silent = said.say("why.silent", reason=why_not) if why_not and reading.value is not None else ""
    spoken = reading.speaks and reading.level is not None
    content = Content(
        title=said.reading(reading),
        below=said.clauses((said.thresholds(reading), silent)),
        levelled=True,
        level=reading.level if spoken else None,
        word=said.verdict(reading),
    )
    return Entry(reading.indicator, content)


def _why_none(found: Assessment | None, type_id: TypeId | None, said: Words) -> str:
    if found is not None:
        return "" if found.signals else said.say("checklist.no-figures")
    if type_id is None:
        return said.say("checklist.figures-unknown")
    return said.say("checklist.figures-other-type", type=said.type_short(type_id))
