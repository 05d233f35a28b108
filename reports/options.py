"""What kind of report is wanted: the choices of the command line and of the window, as one value."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, get_args

from diagnosis.authored import Authored
from diagnosis.survey import Survey

Charts = Literal["native", "pictures"]
Extent = Literal["full", "summary"]
Pages = Literal["auto", "exact", "estimate"]
CHARTS: tuple[Charts, ...] = get_args(Charts)
EXTENTS: tuple[Extent, ...] = get_args(Extent)
PAGES: tuple[Pages, ...] = get_args(Pages)
SUMMARY_PAGES = 2  # that a summary may have


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """``extent``: the whole report, or a summary of two pages. ``public``: the public edition, with firms masked and without persons.

    ``charts``: as Word's own, with their data, where Word has the kind; or all of them as pictures.

    ``pages``: where the page numbers of the contents come from: an office program's layout, the estimate, or the former where it is.

    ``authored``: what consultants have written into the report; ``None``: the draft alone.

    ``rounds``: the cluster's other rounds, whose firms and persons a public edition does not name either.

    ``scratch``: the folder beside whose files the document is handed to an office program; ``None``: the system's for such files.
    """

    extent: Extent = "full"
    public: bool = False
    charts: Charts = "native"
    pages: Pages = "estimate"
    authored: Authored | None = field(default=None, compare=False)
    rounds: tuple[Survey, ...] = field(default=(), compare=False, repr=False)
    scratch: Path | None = field(default=None, compare=False)


DEFAULTS = Options()
