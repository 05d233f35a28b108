"""What stands in the grid of years: read on the workspace's thread from the list of indicator values."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from db import surveys
from db.workspace import Workspace
from diagnosis.framework import Indicator
from diagnosis.survey import IndicatorRow
from diagnosis.years import by_year, target

PART, VALUE = "indicators", "value"


@dataclass(frozen=True, slots=True)
class Held:
    """One indicator in one year: the value that counts, what was typed there and not taken, and how many rows stand behind it.

    ``apart``: several respondents have rated it, each in a row of his own, and the value is their mean. ``first``: the place of its first
    row among all rows of the indicator.
    """

    value: float | None = None
    draft: str | None = None
    rows: int = 0
    apart: bool = False
    first: int = 0


NOTHING = Held()


@dataclass(frozen=True, slots=True)
class Entered:
    """Indicator id -> year -> what stands there. ``undated`` of the ``rows`` no cell shows, as they have no year or no indicator."""

    held: Mapping[str, Mapping[int, Held]] = field(default_factory=dict)
    rows: int = 0
    undated: int = 0

    def at(self, indicator_id: str, year: int) -> Held:
        """One cell."""
        return self.held.get(indicator_id, {}).get(year, NOTHING)

    @property
    def years(self) -> frozenset[int]:
        """The years that something is entered for."""
        return frozenset(year for years in self.held.values() for year in years)


def read(ws: Workspace, round_id: int, indicators: Mapping[str, Indicator]) -> Entered:
    """The list as it is now."""
    with ws.reading():
        found, typed = surveys.rows(ws, round_id, PART), surveys.drafts(ws, round_id)
    rows = [row for _, row in found if isinstance(row, IndicatorRow)]
    held: dict[str, dict[int, Held]] = {}
    for id_, years in by_year(rows, indicators).items():
        rated = indicators[id_].kind == "rated"
        own = [place for place, row in enumerate(rows) if row.id == id_]
        for year, value in years.items():
            at = target([rows[place].value for place in value.rows], rated=rated)
            row_id = None if at is None else found[value.rows[at]][0]
            held.setdefault(id_, {})[year] = Held(
                value.value, typed.get((PART, row_id, VALUE)), len(value.rows), at is None, own.index(value.rows[0])
            )
    return Entered(held, len(rows), sum(row.id is None or row.year is None for row in rows))
