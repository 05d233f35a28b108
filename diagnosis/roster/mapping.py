"""Which column of a roster answers which question, how that was found, and in which unit its figures are."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Literal

from diagnosis.fieldtypes import Value
from diagnosis.roster.header import Header, is_foreign
from diagnosis.roster.layout import MOSTLY, Layout, holds_codes, holds_industries, holds_names, sample
from diagnosis.roster.sheet import Sheet, cell_text
from diagnosis.roster.values import read_column, reader
from diagnosis.roster.words import Target, bare, words
from diagnosis.text import Text, clauses, phrase

How = Literal["corrected", "remembered", "synonym", "content", "none"]
UnitFrom = Literal["corrected", "remembered", "header", "beside", "sheet", "assumed", "none"]
ORDER: tuple[How, ...] = ("corrected", "remembered", "synonym", "content")
LOOKED_AT = 5000  # rows
LEAST = 3  # cells that must be there before they can speak against a header
ASSUMED = "万元"
FIGURES = {"money", "whole", "number", "year"}


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody said of a header: its question (``None``: leave the column out), and its unit."""

    target: Target | None
    unit: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of the roster.

    ``why``: what speaks against a match that its header suggests; ``filled``: cells that are not empty, of the first thousands;
    ``units``: the place of the column that names the unit of each of its cells.
    """

    place: int
    header: Header
    target: Target | None = None
    how: How = "none"
    why: Text | None = None
    unit: str | None = None
    unit_from: UnitFrom = "none"
    units: int | None = None
    filled: int = 0
    sample: tuple[str, ...] = field(default=(), compare=False)

    @property
    def factor(self) -> Decimal | None:
        """From its unit to that of the question."""
        return _factor(self.target, self.unit)

    @property
    def label(self) -> Text:
        """What it is about, else its header."""
        return self.target.label if self.target is not None else Text(self.header.text, self.header.text)

    @property
    def counts(self) -> bool:
        """Whether its cells are figures in some unit."""
        return self.target is not None and self.target.choice is None and self.target.question.kind in {"money", "whole"}


def _factor(target: Target | None, unit: str | None) -> Decimal | None:
    units = words().money if target is not None and target.question.kind == "money" else words().count
    return units.get(unit or "")


def match_columns(
    sheet: Sheet,
    layout: Layout,
    remembered: Mapping[str, Wish] | None = None,
    corrections: Mapping[int, Wish] | None = None,
) -> tuple[Column, ...]:
    """Every column with its match. ``remembered``: by the key of a header; ``corrections``: by the place of a column."""
    found = [_column(sheet, layout, place, remembered or {}, corrections or {}) for place in range(len(sheet.columns))]
    found = [_checked(sheet, layout, column) for column in found]
    found = [_with_unit(column, layout) for column in _by_content(_one_each(sheet, layout, found))]
    return tuple(_beside_units(sheet, layout, found))


def _column(sheet: Sheet, layout: Layout, place: int, remembered: Mapping[str, Wish], corrections: Mapping[int, Wish]) -> Column:
    header, cells = layout.headers[place], sheet.columns[place]
    own = cells[layout.first : layout.first + LOOKED_AT]
    column = Column(place=place, header=header, filled=len(own) - own.count(""), sample=tuple(sample(own)))
    hows: tuple[tuple[How, Wish | None], ...] = (("corrected", corrections.get(place)), ("remembered", remembered.get(header.key)))
    for how, wish in hows:
        if wish is not None and (header.key or how == "corrected"):
            unit_from: UnitFrom = "none" if wish.unit is None else "corrected" if how == "corrected" else "remembered"
            return replace(column, target=wish.target, how=how, unit=wish.unit, unit_from=unit_from)
    if header.other and any(name in words().targets for name in header.names):
        return replace(column, why=phrase("roster", "why.other"))
    return replace(column, target=header.target, how="synonym" if header.target else "none")


def _checked(sheet: Sheet, layout: Layout, column: Column) -> Column:
    """A match by the header alone falls when most cells say otherwise."""
    target = column.target
    if column.how != "synonym" or target is None:
        return column
    if target.question.kind == "money" and column.header.partial:
        return replace(column, target=None, how="none", why=phrase("roster", "why.partial"))
    if target.question.kind == "money" and column.header.unit is None and layout.unit is not None and is_foreign(layout.unit):
        return replace(column, target=None, how="none", why=phrase("roster", "why.other"))
    cells = [cell for cell in sheet.columns[column.place][layout.first : layout.first + LOOKED_AT] if cell != ""]
    cells = cells if target.question.kind == "choices" else cells[:200]  # one honour that is known says what they are
    if len(cells) < LEAST:
        return column
    if target.field == "name":
        taken = not holds_codes(list(column.sample))
    elif target.field == "uscc":
        taken = holds_codes(list(column.sample)) or not holds_names(list(column.sample))
    else:
        found = read_column(cells, reader(target, _factor(target, column.header.unit)))
        taken = len(found.wrong) <= len(found.values) / 2 or (target.question.kind == "choices" and any(found.values))
    return column if taken else replace(column, target=None, how="none", why=phrase("roster", "why.content", question=target.label))


def _one_each(sheet: Sheet, layout: Layout, columns: Sequence[Column]) -> list[Column]:
    """A question takes one column, or what several say side by side: what was said of it first, then the latest year, then the fullest."""
    best: dict[Target, Column] = {}
    for column in columns:
        target = column.target
        if target is not None and not target.shared and (target not in best or _rank(column) < _rank(best[target])):
            best[target] = column
    return [_yielded(sheet, layout, column, best[column.target]) if column.target in best else column for column in columns]


def _rank(column: Column) -> tuple[int, float, int, int]:
    return ORDER.index(column.how), -column.header.latest, -column.filled, column.place


def _yielded(sheet: Sheet, layout: Layout, column: Column, best: Column) -> Column:
    if column is best or best.target is None:
        return column
    dated = best.header.year is not None  # what names no year is of now, and may not be newer
    older = dated and column.how == best.how and column.header.latest < best.header.latest
    beside = best.target.beside
    aside = best.target == Target("name") and holds_names(list(column.sample))
    key = "aside" if aside else "older" if older else "second" if beside is None else "beside"
    label = beside.label if beside is not None else ""
    why = phrase("roster", f"why.{key}", letter=sheet.letter(best.place), other=best.header.text, beside=label)
    if key == "second" and best.target.question.kind in FIGURES:
        why = clauses([why, *_differences(sheet, layout, best, column)])
    return replace(column, target=None, how="none", why=why)


def _differences(sheet: Sheet, layout: Layout, taken: Column, other: Column) -> Iterator[Text]:
    """In how many rows two columns of figures say something else, each in its own unit."""
    ours, theirs = (_figures(sheet, layout, column) for column in (taken, other))
    differing = sum(None not in pair and pair[0] != pair[1] for pair in zip(ours, theirs, strict=True))
    alone = sum(one is None and two is not None for one, two in zip(ours, theirs, strict=True))
    facts = {"letter": sheet.letter(taken.place)}
    if differing:
        yield phrase("roster", "why.differing", count=differing, **facts)
    if alone:
        yield phrase("roster", "why.alone", count=alone, **facts)


def _figures(sheet: Sheet, layout: Layout, column: Column) -> list[Value]:
    assert column.target is not None
    factor = _with_unit(column, layout).factor
    return read_column(sheet.columns[column.place][layout.first :], reader(column.target, factor)).values


def _by_content(columns: Iterable[Column]) -> list[Column]:
    """Names and codes are known by what they are, whatever stands above them; codes of industries below a header of industries only."""
    found = list(columns)
    for name, headed, holds in (("uscc", False, holds_codes), ("name", False, holds_names), ("gbt4754", True, holds_industries)):
        if any(column.target == Target(name) for column in found):
            continue
        looked_at = (column for column in found if column.how == "none" and column.filled >= LEAST)
        own = (column for column in looked_at if not headed or words().industry.intersection(column.header.names))
        fits = [column for column in own if holds(list(column.sample))]
        if len(fits) == 1:
            found[fits[0].place] = replace(fits[0], target=Target(name), how="content", why=None)
    return found


def _with_unit(column: Column, layout: Layout) -> Column:
    """The unit of its figures: said of it, in its header, above the table, or that of the question."""
    if not column.counts or column.target is None:
        return replace(column, unit=None, unit_from="none")
    if column.unit is not None and column.unit_from == "corrected":
        return column
    money = column.target.question.kind == "money"
    if column.header.unit in (words().money if money else words().count):
        return replace(column, unit=column.header.unit, unit_from="header")
    if column.unit is not None:
        return column
    if not money:
        return column
    unit = None if layout.unit is None or is_foreign(layout.unit) else layout.unit  # who says what such a column is knows better
    return replace(column, unit=unit or ASSUMED, unit_from="sheet" if unit else "assumed")


def _beside_units(sheet: Sheet, layout: Layout, columns: Sequence[Column]) -> Iterator[Column]:
    """Where nothing names the unit of a column of money, the one behind it may, row by row: 1.2 | 亿元."""
    owner: dict[int, Column] = {}
    for column, following in zip(columns, [*columns[1:], None], strict=True):
        if (amounts := owner.get(column.place)) is not None:
            yield replace(column, why=phrase("roster", "why.units", letter=sheet.letter(amounts.place), other=amounts.header.text))
        elif column.unit_from in {"sheet", "assumed"} and following is not None and _names_units(sheet, layout, following):
            owner[following.place] = column
            yield replace(column, unit_from="beside", units=following.place)
        else:
            yield column


def _names_units(sheet: Sheet, layout: Layout, column: Column) -> bool:
    """Whether its cells are units of money: most of them, as totals and remarks stand below."""
    if column.target is not None or not column.filled:
        return False
    own = sheet.columns[column.place][layout.first : layout.first + LOOKED_AT]
    return sum(bare(cell_text(cell)) in words().money for cell in own if cell != "") >= MOSTLY * column.filled
