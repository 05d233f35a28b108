"""Opens the palette, and goes where somebody wants to go from it. The palette is made when it is first wanted."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from diagnosis.findings import Place
from diagnosis.text import phrase
from ui.session import Session

if TYPE_CHECKING:
    from ui.search.catalogue import Lead, RowOf
    from ui.search.palette import Palette


class SearchDesk(QObject):
    """``commands`` gives what can be done now: the phrase of each command and what does it."""

    def __init__(self, session: Session, window: QWidget, commands: Callable[[], Mapping[str, Callable[[], object]]]) -> None:
        """The palette opens over ``window``."""
        super().__init__(window)
        self._session, self._window, self._commands = session, window, commands
        self.palette: Palette | None = None

    def open(self) -> None:
        """Show the palette, or take it away when it is there."""
        if self.palette is None:
            self.palette = self._make()
        if self.palette.isVisible():
            self.palette.close_again()
        else:
            self.palette.open(frozenset(self._commands()))

    def _make(self) -> "Palette":
        from ui.search.palette import Palette

        made = Palette(self._session, self._window)
        made.led.connect(self._go)
        return made

    def _go(self, lead: "Lead") -> None:
        from ui.search.catalogue import Command, HelpPage, OpenRound, RowOf

        match lead:
            case Place():
                self._go_to(lead)
            case Command():
                self._commands()[lead.key]()
            case HelpPage():
                self._session.help_wanted.emit(lead.topic)
            case OpenRound():
                self._session.open_cluster(lead.cluster_id, lead.round_id)
            case RowOf():
                self._go_to_row(lead)

    def _go_to(self, place: Place) -> None:
        """An action that is not recommended here stands on no page but its own of the help."""
        diagnosis = self._session.diagnosis
        recommended = {each.action.id for each in diagnosis.actions} if diagnosis is not None else set()
        if place.part == "actions" and place.field not in recommended:
            self._session.help_wanted.emit(f"action/{place.field}")
        else:
            self._session.jump.emit(place)

    def _go_to_row(self, row: "RowOf") -> None:
        """Where the row stands now, whatever was added or deleted since it was found."""
        from db import search

        round_id, session = self._session.round_id, self._session
        step = session.questionnaire.parts[row.part].step

        def came(place: int | None) -> None:
            if place is None:
                session.message.emit(phrase("ui", "search.gone"))
            elif round_id == session.round_id:
                session.jump.emit(Place(step=step, part=row.part, row=place, field=row.field))

        if round_id is not None:
            session.run(lambda ws: search.place_of(ws, round_id, row.part, row.row_id), came)
