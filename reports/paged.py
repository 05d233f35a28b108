"""A report laid out to be looked at, as values: how it is to look, its pages, and where on them each section begins."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from reports.blocks import Figure
from reports.options import Charts

if TYPE_CHECKING:
    from reports.drawn import Drawn


@dataclass(frozen=True, slots=True)
class Look:
    """How the report is to look: an office's template, or ours; the charts as Word's own or as pictures; its words."""

    template: Path | None
    charts: Charts
    phrases: Path | None = None


@dataclass(frozen=True, slots=True)
class Stop:
    """Where a section begins: sheet (from 0), and points below its upper edge."""

    section: str
    sheet: int
    top: float


@dataclass(frozen=True, slots=True)
class Paged:
    """``sizes``: of the pages, in points. ``stops``: of the sections, in the order of the pages.

    ``settled``: the contents show these very pages.
    """

    pdf: bytes
    sizes: tuple[tuple[float, float], ...]
    stops: tuple[Stop, ...]
    settled: bool

    def stop(self, section: str) -> Stop | None:
        """Where a section begins; ``None`` where it does not stand in the report."""
        return next((stop for stop in self.stops if stop.section == section), None)

    def section_at(self, sheet: int, top: float) -> str:
        """The section that stands there; nothing before the first."""
        before = [stop.section for stop in self.stops if (stop.sheet, stop.top) <= (sheet, top)]
        return before[-1] if before else ""


@dataclass(slots=True)
class Kept:
    """What one layout leaves for the next: its charts, and the pages that the contents then show."""

    drawn: "dict[str, tuple[Figure, Charts, Drawn]]" = field(default_factory=dict)
    sheets: Mapping[str, int] = field(default_factory=dict)
