"""Blocks of the grid of years from and to a spreadsheet: cells by their place, or by the years above them and the names beside them."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise, zip_longest

from db.years import YearCell
from diagnosis.errors import Invalid
from diagnosis.framework import Indicator
from diagnosis.questionnaire import questionnaire
from diagnosis.ranges import indicator_type
from diagnosis.roster.header import ORDINAL, WHOLE, YEAR, header_unit, in_unit, read_header
from diagnosis.roster.words import words
from diagnosis.text import DASH, Text, fold, listed, phrase
from diagnosis.units import is_amount, is_head_of_names, is_head_of_units, is_read, unit_above, unit_behind
from ui.widgets.clipboard import rows_of
from ui.widgets.table_blocks import with_unread
from ui.widgets.year_cells import PART, Held

UNIT = re.compile(r"\(([^()]*)\)$")  # "总产值（亿元）"
LOOKED_AT = 3  # columns, in which the names are looked for
NUMBER = re.compile(r"[-+−]?[.]?[0-9]")


@dataclass(frozen=True, slots=True)
class Target:
    """Where a block goes by its place: the indicators from the current row down, the years from the current column to the right."""

    indicators: Sequence[str]
    years: Sequence[int]


@dataclass(frozen=True, slots=True)
class Block:
    """What a block says.

    ``unknown``: names that no indicator has; ``left_out``: cells beyond the last row or year; ``twice``: cells that come again and differ;
    ``heads``: what stands where years should, so that nothing is taken.
    """

    cells: tuple[YearCell, ...] = ()
    unknown: tuple[str, ...] = ()
    left_out: int = 0
    twice: int = 0
    heads: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """The indicator that a row of a block is about; ``unit``: what its numbers are in, where it is not the indicator's own."""

    indicator: str
    unit: str = ""

    def cell(self, year: int, typed: str) -> YearCell:
        """One cell of it; a blank one, or a dash, takes a value away."""
        return YearCell(self.indicator, year, "" if typed == DASH else in_unit(typed, self.unit))


def read_block(text: str, target: Target, indicators: Mapping[str, Indicator]) -> Block:
    """The clipboard's text as cells.

    A first column with names of indicators says which rows are meant, a first row of years which columns; without them the block goes
    where the cursor is. A blank cell, or a dash, takes a value away. The unit behind a name, or in a head, is what the numbers are in.
    """
    known = _names(indicators)
    rows = _names_first([[cell.strip() for cell in row] for row in rows_of(text)], known)
    titles = _titles(rows, known)
    named = _is_named(rows[titles:], known)
    above, rows = (rows[:titles], rows[titles:]) if named else ([], rows)
    values = [row[1:] if named else row for row in rows]
    years = _header(values, known, rows[0][0] if named else None)
    beside: int | None = None
    if years is None and named and is_head_of_names(rows[0][0]) and (heads := _heads(rows[0][0], values[0], known)):
        years = _one_year(values, target.years)
        if years is None:
            return Block(heads=heads)
    if years is not None:
        if len({unit for cell in rows[0] if (unit := _unit_in(cell))}) > 1:
            return Block(heads=tuple(filter(_unit_in, rows[0])))
        above, beside = [*above, rows[0]], _place_of_units(rows[0])
        rows, values = rows[1:], values[1:]
        below = _heads(rows[0][0], values[0], known) if named and values else ()
        if any(read_header((head,)).other for head in below):
            years, rows, values = _parted(years, values[0]), rows[1:], values[1:]
    columns = years if years is not None else target.years
    lines: list[Line | None] = [Line(indicator) for indicator in target.indicators[: len(rows)]]
    lines += [None] * (len(rows) - len(lines))
    if named:
        of_all = next((unit for row in reversed(above) for cell in row if (unit := unit_above(cell) or _unit_in(cell))), "")
        units = [row[beside] if beside is not None and beside < len(row) else "" for row in rows]
        lines = [_called(row[0], known, indicators, unit, of_all) if row else None for row, unit in zip(rows, units, strict=True)]
    cells, twice = _once(
        line.cell(year, typed)
        for line, row in zip(lines, values, strict=True)
        if line is not None
        for year, typed in zip(columns, row, strict=False)
        if year is not None
    )
    unknown = [row[0] for line, row in zip(lines, rows, strict=True) if named and line is None and any(row)]
    return Block(cells, tuple(unknown), 0 if named else _left_out(values, lines, columns), twice)


def _names_first(rows: list[list[str]], known: Mapping[str, str]) -> list[list[str]]:
    """The rows from the column with the names on, where numbers of a list stand before it; turned where the names stand above the years."""
    below = rows[_titles(rows, known) :]
    place = next((place for place in range(LOOKED_AT) if _is_named(below, known, place)), None)
    if place is not None:
        return [(row[place:] or [""]) if sum(map(bool, row)) > 1 else row for row in rows] if place else rows
    if len(below) > 1 and any(_key(cell, known) for cell in below[0]) and all(row and _year(row[0]) for row in below[1:] if any(row)):
        return [*rows[: len(rows) - len(below)], *map(list, zip_longest(*below, fillvalue=""))]
    return rows


def _titles(rows: Sequence[Sequence[str]], known: Mapping[str, str]) -> int:
    """How many rows at the top say one thing that is no indicator's name and no year: a title, or the unit of all amounts."""
    said = ([cell for cell in row if cell] for row in rows)
    return next((at for at, cells in enumerate(said) if len(cells) > 1 or any(_key(cell, known) or _year(cell) for cell in cells)), 0)


def _place_of_units(head: Sequence[str]) -> int | None:
    """Which column gives each row's unit, if one does."""
    return next((place for place, cell in enumerate(head) if place and is_head_of_units(cell)), None)


def _once(cells: Iterable[YearCell]) -> tuple[tuple[YearCell, ...], int]:
    """Every cell once, and how many say something else where they come again: what comes first stays, and a blank takes nothing from it."""
    found: dict[tuple[str, int], YearCell] = {}
    twice = 0
    for cell in cells:
        place = (cell.indicator, cell.year)
        first = found.setdefault(place, cell)
        if not first.typed:
            found[place] = cell
        elif cell.typed and cell.typed != first.typed:
            twice += 1
    return tuple(found.values()), twice


def _left_out(values: Sequence[Sequence[str]], lines: Sequence[Line | None], columns: Sequence[object]) -> int:
    """How many cells that hold something lie beyond the grid."""
    return sum(
        bool(typed) and (line is None or place >= len(columns))
        for line, row in zip(lines, values, strict=True)
        for place, typed in enumerate(row)
    )


def _names(indicators: Mapping[str, Indicator]) -> dict[str, str]:
    """Every name of an indicator as it is compared, also with its unit in brackets -> its id."""
    found: dict[str, str] = {}
    for each in indicators.values():
        for name in (each.id, each.short.zh, each.short.en, each.name.zh, each.name.en):
            for unit in ("", f"({each.unit_text.zh})", f"({each.unit_text.en})"):
                found[_plain(name + unit)] = each.id
    return found


def _plain(name: str) -> str:
    """A name as it is compared, without its number in a list and a colon behind it."""
    return "".join(fold(ORDINAL.sub("", fold(name))).split()).casefold().rstrip(":")


def _key(name: str, known: Mapping[str, str]) -> str | None:
    """The indicator of this name, whatever stands in brackets behind it."""
    plain = _plain(name)
    return known.get(plain) or known.get(UNIT.sub("", plain))


def _called(name: str, known: Mapping[str, str], indicators: Mapping[str, Indicator], beside: str, of_all: str) -> Line | None:
    """The indicator of this name, in the unit in brackets behind it, ``beside`` it or above all; none where it cannot be in that unit."""
    plain = _plain(name)
    behind = UNIT.search(plain)
    found = known.get(plain) or known.get(UNIT.sub("", plain))
    if found is None or (plain in known and behind):
        return None if found is None else Line(found)
    written = behind[1] if behind else beside or (of_all if is_amount(indicators[found]) else "")
    unit = unit_behind(indicators[found], written)
    return None if unit is None else Line(found, unit)


def _is_named(rows: Sequence[Sequence[str]], known: Mapping[str, str], place: int = 0) -> bool:
    """Whether a column holds names: one at least is an indicator's, and none is a number."""
    cells = [row[place] for row in rows if row[place : place + 1] and row[place]]
    return any(_key(cell, known) for cell in cells) and not any(_is_number(cell) for cell in cells)


def _unit_in(head: str) -> str:
    """The unit of money that a head gives: 2024年（亿元）, 数值（万元）; blank for none."""
    unit = header_unit(head)
    return unit if unit is not None and unit in words().money else ""


def _is_number(cell: str) -> bool:
    return bool(NUMBER.match(ORDINAL.sub("", fold(cell))))


def _header(values: Sequence[Sequence[str]], known: Mapping[str, str], corner: str | None) -> list[int | None] | None:
    """The first row as years, if values stand below it and all that stands in it are years; ``None`` for a column of something else.

    Without names beside them (``corner`` is ``None``) they must be two at least and follow one another: numbers of firms may look like
    years, too. Above names others may stand among them, such as 单位 or 增速.
    """
    if len(values) < 2:
        return None
    found = [_year(cell) for cell in values[0]]
    years = [year for year in found if year is not None]
    follow = {after - before for before, after in pairwise(years)} in ({1}, {-1})
    others = any(cell and year is None for year, cell in zip(found, values[0], strict=True))
    is_head = corner is not None and _key(corner, known) is None
    if not years or (others and not is_head) or not (corner is not None or follow):
        return None
    return found


def _heads(corner: str, cells: Sequence[str], known: Mapping[str, str]) -> tuple[str, ...]:
    """What stands in a line of words beside no indicator's name: 本年, 上年, or below the years 数值, 增速; nothing for another line."""
    told = tuple(cell for cell in cells if cell and not is_head_of_units(cell))
    figures = any(cell == DASH or (_is_number(cell) and not YEAR.match(fold(cell))) for cell in told)
    return told if _key(corner, known) is None and not figures else ()


def _one_year(values: Sequence[Sequence[str]], years: Sequence[int]) -> list[int | None] | None:
    """The year that the cursor is in, for the one column of figures of a block (数值, 本年); none for growth, another year, several."""
    head, *below = values
    places = [at for at, cell in enumerate(head) if cell and not is_head_of_units(cell)]
    told = read_header((head[places[0]],))
    figures = any(_is_number(cell) for row in below for cell in row[places[0] : places[0] + 1])
    if len(places) > 1 or not figures or told.other or told.partial or told.year:
        return None
    return [years[0] if at == places[0] else None for at in range(len(head))]


def _parted(years: Sequence[int | None], below: Sequence[str]) -> list[int | None]:
    """The year of each column where several columns below a year say different things; none for growth, shares and plans."""
    spread = accumulate(years, _or_left)
    return [None if not cell or read_header((cell,)).other else year for year, cell in zip(spread, below, strict=False)]


def _or_left(left: int | None, year: int | None) -> int | None:
    return left if year is None else year


def _year(cell: str) -> int | None:
    """The year of a head: 2024, 2024年, 2024年末, 2024年1-12月, 2024年（亿元）."""
    cell = UNIT.sub("", fold(cell)).strip() if _unit_in(cell) else cell
    if (written := YEAR.fullmatch(WHOLE.sub("", fold(cell)).strip())) is not None and written[1]:
        cell = written[1]
    try:
        found = questionnaire().parts[PART].question("year").type.parse(cell)
    except Invalid:
        return None
    return found if isinstance(found, int) else None


def told(block: Block, held: Sequence[Held], indicators: Mapping[str, Indicator]) -> Text:
    """What pasting a block does; ``held``: what its cells hold before."""
    if block.heads:
        return phrase("ui", "indicators.pasted-no-years", names=listed(Text(name, name) for name in block.heads[:3]))
    apart = sum(each.apart for each in held)
    counts = {
        "replaced": sum(each.value is not None and not each.apart for each in held),
        "apart": apart,
        "unknown": len(block.unknown),
        "left-out": block.left_out,
        "twice": block.twice,
    }
    if not block.cells and not any(counts.values()):
        return phrase("ui", "table.paste-nothing")
    said = phrase("ui", "indicators.pasted", count=len(block.cells) - apart)
    for key, count in counts.items():
        if count:
            more = phrase("ui", f"indicators.pasted-{key}", count=count, names=listed(Text(name, name) for name in block.unknown[:3]))
            said = phrase("ui", "indicators.pasted-and", told=said, more=more)
    unread = (cell for cell, before in zip(block.cells, held, strict=True) if not before.apart and not _reads(cell, indicators))
    return with_unread(said, [indicators[cell.indicator].short for cell in unread])


def _reads(cell: YearCell, indicators: Mapping[str, Indicator]) -> bool:
    return is_read(indicator_type(indicators[cell.indicator]), cell.typed)


def with_heads(names: Sequence[str], years: Sequence[int], rows: Sequence[Sequence[str]]) -> Iterator[Sequence[str]]:
    """A block with its names and years, as ``read_block`` reads it wherever the cursor is."""
    yield ["", *map(str, years)]
    for name, row in zip(names, rows, strict=True):
        yield [name, *row]
