"""What all bodies of reasons are made with: the diagnosis, its words, and the ways out of it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

import shiboken6
from PySide6.QtWidgets import QVBoxLayout, QWidget

from diagnosis.findings import Place
from diagnosis.framework import Indicator
from diagnosis.result import Assessment, Diagnosis
from ui import theme
from ui.widgets.disclosure import Entry, RowList
from ui.widgets.facts import Facts
from ui.widgets.places import reasons_place
from ui.widgets.rows import Cell, Content
from ui.widgets.wording import Words, level_of

T = TypeVar("T")
Go = Callable[[Place], None]
Later = Callable[[Callable[[], object], Callable[[object], None]], None]
Linked = tuple[Entry, Place | None]


@dataclass(frozen=True, slots=True)
class Reasons:
    """One diagnosis in one language. ``go`` follows a link; ``later(work, show)`` works on the other thread and shows what came."""

    diagnosis: Diagnosis
    said: Words
    go: Go
    later: Later

    def facts(self) -> Facts:
        """No facts yet."""
        return Facts(self.said.lang)

    def name(self, key: str) -> str:
        """The name of a fact."""
        return self.said.say(f"diagnosis.{key}")

    def enter(self, facts: Facts, place: Place) -> Facts:
        """A link to where something is entered."""
        return facts.add_link(self.said.say("jump-to", page=self.said.page(place.step)), partial(self.go, place))

    def links(self, linked: Iterable[Linked]) -> RowList:
        """Rows that lead somewhere when they are pressed; one without a place is only read."""
        found, rows = list(linked), RowList()
        places = {entry.key: place for entry, place in found}
        rows.show_entries([entry for entry, _ in found])
        for entry, place in found:
            rows.row(entry.key).setEnabled(place is not None)
        rows.pressed.connect(lambda key: self.go(places[key]))  # type: ignore[arg-type]  # a row without a place cannot be pressed
        return rows

    def item_link(self, entry: Assessment, *cells: Cell) -> Linked:
        """A row that leads to the reasons of an item."""
        level = level_of(entry)
        content = Content(title=self.said.of(entry.item.name), levelled=True, level=level, word=self.said.level(level), cells=cells)
        return Entry(entry.item.id, content), reasons_place(entry.item.id)

    def figure_link(self, indicator: Indicator) -> Linked:
        """A row that leads to the reasons of a figure, or, without a value, to what is asked."""
        figure = self.diagnosis.figures.get(indicator.id)
        value = self.said.amount(indicator, None if figure is None else figure.value)
        below = self.said.of(indicator.ask) if figure is None else self.said.origin(figure)
        content = Content(title=f"{self.said.of(indicator.name)} {value}", below=below)
        return Entry(indicator.id, content), figure_reasons(indicator.id)

    def worked_out(self, work: Callable[[], T], make: Callable[[T], QWidget]) -> QWidget:
        """A widget that ``make`` makes of what ``work`` finds on the other thread."""
        holder = QWidget()
        column = QVBoxLayout(holder)
        theme.tight(column, 0)
        waiting = theme.label("muted", self.said.say("reason.working"))
        column.addWidget(waiting)

        def show(found: object) -> None:
            if shiboken6.isValid(holder):  # the row may have been closed, or its page may show another survey
                made = make(found)  # type: ignore[arg-type]  # it is what ``work`` gave
                made.setAccessibleName(holder.accessibleName())
                waiting.hide()
                column.addWidget(made)

        self.later(work, show)
        return holder


def figure_reasons(indicator: str) -> Place:
    """Where a figure's reasons are shown."""
    return Place(step="diagnosis", part="indicators", field=indicator)
