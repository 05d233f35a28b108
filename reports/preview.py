"""The report laid out to be looked at: its pages, and where on them each section begins."""

from collections.abc import Generator, Iterable
from pathlib import Path

from diagnosis.progress import Progress, told_as
from diagnosis.text import phrase
from reports.authoring.fences import Fence, slug
from reports.blocks import Figure, Report
from reports.drawn import Drawn
from reports.finishing import put_pages
from reports.office import lay_out
from reports.offices.program import Program, Spots
from reports.options import Charts
from reports.packing import packed
from reports.paged import Kept, Look, Paged, Stop
from reports.pdf import page_sizes
from reports.report import drawn, put_down
from reports.template import open_template, own

LISTED = "_Toc"  # how the bookmarks begin that the contents point to


def paging(
    report: Report, sections: Iterable[str], look: Look, program: Program, kept: Kept, scratch: Path
) -> Generator[Progress, None, Paged | str]:
    """Lays a composed report out; where the program fails, what it says of it.

    ``scratch``: the folder in which the document is handed over, in a private one of its own. Raises ``UserError`` as ``build`` does.
    """
    opened = open_template(look.template or own(report.lang))
    figures = [block for block in report.blocks if isinstance(block, Figure)]
    pictures = {}
    for number, figure in enumerate(figures):
        yield Progress(number, len(figures) + 1, phrase("report", "progress.drawing", name=figure.caption))
        pictures[figure.key] = _kept(kept, figure, report, look.charts)
    yield Progress(len(figures), len(figures) + 1, phrase("report", "progress.writing"))
    put_down([report], pictures, opened)
    put_pages(opened, report.lang, program, kept.sheets)
    content = packed(opened.document)
    step = Progress(len(figures), len(figures) + 1, phrase("report", "progress.laying", program=program.name))
    laid = yield from told_as(step, lay_out(program, content, scratch))
    if isinstance(laid, str):
        return laid
    sizes = page_sizes(laid.pdf)
    if not sizes:
        return ""
    sheets = {name: sheet for name, sheet in laid.sheets.items() if name.startswith(LISTED)}
    settled, kept.sheets = sheets == kept.sheets, sheets
    return Paged(laid.pdf, sizes, tuple(_stops(laid.spots, sections)), settled)


def _kept(kept: Kept, figure: Figure, report: Report, charts: Charts) -> Drawn:
    """The chart as it was drawn before, if it is the same."""
    before = kept.drawn.get(figure.key)
    if before is None or before[0].chart != figure.chart or before[1] != charts:
        before = kept.drawn[figure.key] = (figure, charts, drawn(figure, report.lang, charts, None))
    return before[2]


def _stops(spots: Spots, sections: Iterable[str]) -> Iterable[Stop]:
    """The sections whose fences were met, in the order of the pages."""
    named = {slug(section): section for section in sections}
    found = ((named.get(fence.slug), spot) for name, spot in spots.items() if (fence := Fence.of(name)) is not None)
    return sorted((Stop(name, spot.sheet - 1, spot.top) for name, spot in found if name), key=lambda stop: (stop.sheet, stop.top))
