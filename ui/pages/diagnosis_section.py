"""A part of the diagnosis page: a heading, a line of text below it, and rows that open to their reasons."""

from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from diagnosis.findings import Place
from diagnosis.result import Assessment, Diagnosis
from ui import theme
from ui.reasons.base import Go, Later, Reasons
from ui.reasons.items import item
from ui.widgets.disclosure import Entry, RowList
from ui.widgets.rows import Content
from ui.widgets.wording import Words, level_of


class Section(QWidget):
    """``key`` names its phrases; ``fill`` shows a diagnosis."""

    key = ""

    def __init__(self, go: Go, later: Later) -> None:
        """``go`` follows a link to a place; ``later`` looks something up on the other thread."""
        super().__init__()
        self._go, self._later = go, later
        self._places: dict[str, Place] = {}
        self.heading, self.note = theme.label("heading"), theme.label("muted", wrap=True)
        self.rows = RowList()
        self.rows.pressed.connect(lambda key: go(self._places[key]))
        self.column = QVBoxLayout(self)
        theme.tight(self.column, 6)
        for part in (theme.hairline(), self.heading, self.note):
            self.column.addWidget(part)

    def fill(self, diagnosis: Diagnosis, said: Words) -> None:
        """Show the diagnosis."""
        self.heading.setText(said.say(f"diagnosis.{self.key}-title"))
        self._fill(diagnosis, said, Reasons(diagnosis, said, self._go, self._later))

    def _fill(self, diagnosis: Diagnosis, said: Words, reasons: Reasons) -> None:
        raise NotImplementedError

    def count(self, diagnosis: Diagnosis) -> int | None:
        """The number beside the section's name, where one says something."""
        del diagnosis
        return None


def item_entry(entry: Assessment, reasons: Reasons) -> Entry:
    """An item as a row: its level, why in a line, and everything it rests on inside."""
    said = reasons.said
    content = Content(
        title=said.of(entry.item.name),
        below=said.summary(entry),
        levelled=True,
        level=level_of(entry),
        word=said.level(level_of(entry)),
    )
    return Entry(entry.item.id, content, partial(item, reasons, entry), state=item_state(entry, reasons))


def item_state(entry: Assessment, reasons: Reasons) -> object:
    """What the reasons of an item are made of."""
    return entry, reasons.diagnosis.shares.largest, tuple(reasons.diagnosis.figures.get(reading.indicator) for reading in entry.signals)
