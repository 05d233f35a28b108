"""Parts of a sheet below its header: rows of several years of the same firms, and tables below a header that comes again."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import pairwise

from diagnosis.errors import Invalid
from diagnosis.roster.dates import year_in
from diagnosis.roster.header import header_unit, in_unit, read_header
from diagnosis.roster.layout import SHORT, Layout, data_boxes
from diagnosis.roster.mapping import Column
from diagnosis.roster.names import plain
from diagnosis.roster.sheet import Cell, Sheet, cell_text
from diagnosis.roster.words import Target, bare, words
from diagnosis.text import fold

NAME = Target("name")
KEYS = (Target("uscc"), NAME)


def earlier_years(sheet: Sheet, layout: Layout, used: Sequence[Column]) -> Mapping[int, str]:
    """The rows of earlier years where a column says of which year each row is, and most firms have rows of several.

    The latest year of which half of the firms have a row is read: figures of different years are not put side by side. ``gone``: the
    last row of a firm that has none since; ``ahead``: a row of a year that has only begun to come in.
    """
    beside = next((place for place, header in enumerate(layout.headers) if header.key in words().years), None)
    key = next((column.place for target in KEYS for column in used if column.target == target), None)
    if beside is None or key is None:
        return {}
    years = dict(_years(sheet, layout, beside))
    firms = whole(sheet, layout.first, key)
    named = {row: name for row in years if (name := plain(cell_text(firms[row])))}
    known = {(named[row], years[row]) for row in named}
    of_firm, of_year = Counter(name for name, _ in known), Counter(year for _, year in known)
    several = sum(of_firm[name] > 1 for name in named.values())
    if 2 * several <= len(named):
        return {}
    read = max([year for year, firms in of_year.items() if 2 * firms >= len(of_firm)] or of_year)
    last = {named[row]: row for row in sorted(named, key=years.__getitem__)}
    return {
        row: "ahead" if year > read else "gone" if last.get(named.get(row, "")) == row else "earlier"
        for row, year in years.items()
        if year != read
    }


def _years(sheet: Sheet, layout: Layout, place: int) -> Iterator[tuple[int, int]]:
    for row, cell in enumerate(whole(sheet, layout.first, place)[layout.first :], layout.first):
        with suppress(Invalid):
            yield row, year_in(fold(cell_text(cell)).removesuffix("度"))


def whole(sheet: Sheet, first: int, place: int) -> list[Cell]:
    """A column with what its merged cells hold in each of their rows."""
    cells = list(sheet.columns[place])
    for top, column, bottom, _ in data_boxes(sheet, first):
        if column == place:
            cells[top : bottom + 1] = [cells[top]] * (bottom + 1 - top)
    return cells


def apart(sheet: Sheet, layout: Layout, used: Sequence[Column], headers: Iterable[int]) -> int:
    """The first row of a table below that has other columns than the first one has; the sheet's height where there is none."""
    return next((row for row in headers if any(_differs(sheet, layout, column.place, row) for column in used)), sheet.height)


def above(sheet: Sheet, layout: Layout) -> list[int]:
    """The rows of another table above the header, which names fewer columns."""
    for row in range(layout.top):
        targets = {read_header((text,)).target for cell in sheet.row(row) if (text := cell_text(cell)) and len(text) <= SHORT}
        if NAME in targets and len(targets - {None}) > 1:
            return [below for below in range(row + 1, layout.top) if any(cell != "" for cell in sheet.row(below))]
    return []


def _differs(sheet: Sheet, layout: Layout, place: int, row: int) -> bool:
    """Whether a header that comes again asks something else in this column; of a header of two lines each says a part."""
    own, first = read_header((cell_text(sheet.columns[place][row]),)), layout.headers[place]
    return bool(own.names) and bare(own.text) not in bare(first.text) and own.target != first.target


def in_later_units(sheet: Sheet, column: Column, cells: list[Cell], first: int, headers: Sequence[int]) -> list[Cell]:
    """The cells of a column of figures, in the units that a header that comes again gives them; ``first``: the row of the first of them."""
    units = {row: header_unit(cell_text(sheet.columns[column.place][row])) for row in headers}
    found = list(cells)
    for row, following in pairwise([*headers, sheet.height]):
        unit = units[row]
        if unit is not None and unit != column.unit:
            found[row + 1 - first : following - first] = [
                in_unit(cell_text(cell), unit) for cell in cells[row + 1 - first : following - first]
            ]
    return found
