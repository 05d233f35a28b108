"""Pages without large gaps, by what costs the reader least.

Where a figure or a table moves on whole, figures are set smaller, what follows goes first, or a table is set in smaller type or parted.
A last page of a few lines is saved by smaller figures, or by smaller type in what is looked up: tables of data, and on turned pages;
one of the contents that is half empty, by closer lines.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from reports.blocks import Block, Contents, Figure, Item, ListOf, Paragraph, Table
from reports.layout import UNSURE, Estimate, Page, estimate, height_of, rows_within, settle
from reports.table_widths import DATA

GAP = 0.2  # of a page: less may stay empty
TAIL = 0.2  # of a page: a last page that holds less is better saved
HALF, SOME = 0.5, 0.4  # of a page: the same of the contents, and of tables that are looked up, which nobody reads through
SMALLEST = 0.75  # of its size: a figure
STEPS = (0.95, 0.9, 0.85, 0.8, SMALLEST)
CLOSER = (0.9, 0.85, 0.8)  # of their height: lines of the contents
APPENDED = ("table-other-norms",)  # other tables of an appendix
BACK = 3  # pages before a short last one, on which room is looked for
LEFT = 2  # rows of a parted table on either page, at least
MOST = 60  # changes, each of which takes an estimate

Blocks = tuple[Block, ...]


def fill(blocks: Sequence[Block], page: Page) -> tuple[Blocks, Estimate]:
    """The blocks in the order and size in which they leave few gaps, and where they fall.

    No block passes a heading, a fence, or another of its kind, so numbers, sections and what can be read back stay the same.
    """
    settled, found = settle(blocks, page)
    filled = _filled(settled, found, page)
    again, found = settle(filled, page)
    if again != filled:  # what has moved has left other tables with a source on a page of its own: once more, with those in smaller type
        dense = {block.key for block in again if isinstance(block, Table) and block.dense}
        settled = tuple(replace(block, dense=True) if isinstance(block, Table) and block.key in dense else block for block in settled)
        again = _filled(settled, estimate(settled, page), page)
        found = estimate(again, page)
    return _saved(again, found, page)


def _filled(blocks: Blocks, found: Estimate, page: Page) -> Blocks:
    """Gaps one after another, from the front; what does not help is not done."""
    tried: set[tuple[Block, str]] = set()
    for _ in range(MOST):
        step = next(_steps(blocks, found, page, tried), None)
        if step is None:
            break
        place, changed = step
        told = estimate(changed, page)
        if _empty(told, found.pages[place], page) < _empty(found, found.pages[place], page):
            blocks, found = changed, told
    return blocks


def _steps(blocks: Blocks, found: Estimate, page: Page, tried: set[tuple[Block, str]]) -> Iterator[tuple[int, Blocks]]:
    """What may still be done about a figure or table that leaves much of a page empty; notes what it gives."""
    for place in sorted(found.short):
        if found.short[place] > GAP * page.geometry.height and _adjustable(blocks[place]):
            for remedy in REMEDIES if _movable(blocks[place]) else IN_PLACE:
                if (blocks[place], remedy.__name__) not in tried:
                    tried.add((blocks[place], remedy.__name__))
                    changed = remedy(blocks, place, found, page)
                    if changed is not None:
                        yield place, changed


def _empty(found: Estimate, number: int, page: Page) -> float:
    """The height in points of the large gaps before a page."""
    gaps = (gap for place, gap in found.short.items() if found.pages[place] <= number)
    return sum(gap for gap in gaps if gap > GAP * page.geometry.height)


def _adjustable(block: Block) -> bool:
    return isinstance(block, Figure) or (isinstance(block, Table) and not block.wide)


def _movable(block: Block) -> bool:
    return _adjustable(block) and not getattr(block, "fence", "")


# ---- remedies, the best first: (blocks, place, where they fall, page) -> the blocks as they would be


def _smaller(blocks: Blocks, place: int, found: Estimate, page: Page) -> Blocks | None:
    """The figure as small as the room wants it, if that is not too small."""
    return _shrunk(blocks, [place], _lacking(blocks, place, found, page), page) if isinstance(blocks[place], Figure) else None


def _text_first(blocks: Blocks, place: int, found: Estimate, page: Page) -> Blocks | None:
    """As much of the text that follows as the room takes, before the figure or table, and before those that follow it at once."""
    start = place + 1
    while start < len(blocks) and _movable(blocks[start]):
        start += 1
    end, used = start, 0.0
    while end < len(blocks) and _passable(blocks[end]) and used < found.short[place]:
        used += height_of(blocks[end], end, blocks, page)
        end += 1
    if end == start:
        return None
    return (*blocks[:place], *blocks[start:end], *blocks[place:start], *blocks[end:])


def _other_first(blocks: Blocks, place: int, found: Estimate, page: Page) -> Blocks | None:
    """The table that follows a figure, or the other way round, where it takes the room, the table in smaller type if need be."""
    other = blocks[place + 1] if place + 1 < len(blocks) else None
    if other is None or not _movable(other) or type(other) is type(blocks[place]):
        return None
    if height_of(other, place + 1, blocks, page) > found.short[place]:
        other = replace(other, dense=True) if isinstance(other, Table) and not other.dense else None
        if other is None or height_of(other, place + 1, blocks, page) + UNSURE > found.short[place]:
            return None
    return (*blocks[:place], other, blocks[place], *blocks[place + 2 :])


def _all_smaller(blocks: Blocks, place: int, found: Estimate, page: Page) -> Blocks | None:
    """The figures on the page that stays empty, and this one, each a little smaller."""
    before = found.pages[place] - 1
    figures = [at for at, block in enumerate(blocks) if isinstance(block, Figure) and (at == place or found.pages.get(at) == before)]
    return _shrunk(blocks, figures, _lacking(blocks, place, found, page), page)


def _denser(blocks: Blocks, place: int, found: Estimate, page: Page) -> Blocks | None:
    """A small table that lacks little, in smaller type."""
    block = blocks[place]
    if not isinstance(block, Table) or block.dense:
        return None
    dense = replace(block, dense=True)
    fits = height_of(dense, place, blocks, page) + UNSURE < found.short[place]
    return _with(blocks, place, dense) if fits else None


def _parted(blocks: Blocks, place: int, found: Estimate, page: Page) -> Blocks | None:
    """A small table on two pages."""
    block = blocks[place]
    if not isinstance(block, Table) or not block.together:
        return None
    here = rows_within(block, place, found.short[place] - UNSURE, page)
    return _with(blocks, place, replace(block, parted=True)) if LEFT <= here <= len(block.rows) - LEFT else None


Remedy = Callable[[Blocks, int, Estimate, Page], Blocks | None]
REMEDIES: tuple[Remedy, ...] = (_smaller, _text_first, _other_first, _all_smaller, _denser, _parted)
IN_PLACE: tuple[Remedy, ...] = (_smaller, _all_smaller, _denser, _parted)  # of what ends a text that can be read back


def _lacking(blocks: Blocks, place: int, found: Estimate, page: Page) -> float:
    return height_of(blocks[place], place, blocks, page) + UNSURE - found.short[place]


def _shrunk(blocks: Blocks, places: Sequence[int], lacking: float, page: Page) -> Blocks | None:
    """The figures at these places smaller by so many points together, all to the same share of their size."""
    figures = {at: block for at in places if isinstance(block := blocks[at], Figure)}
    drawn = {at: page.figure_height(figure, page.geometry.width) for at, figure in figures.items()}
    scale = 1.0 - lacking / sum(drawn.values()) if drawn else 0.0
    if not SMALLEST <= scale < 1.0 or any(figure.scale < 1.0 for figure in figures.values()):
        return None
    for at, figure in figures.items():
        blocks = _with(blocks, at, replace(figure, scale=scale))
    return blocks


def _passable(block: Block) -> bool:
    return isinstance(block, Paragraph | Item) and not block.fence


def _with(blocks: Blocks, place: int, block: Block) -> Blocks:
    return (*blocks[:place], block, *blocks[place + 1 :])


# ---- short last pages


def _saved(blocks: Blocks, found: Estimate, page: Page) -> tuple[Blocks, Estimate]:
    """The same without last pages of a few lines, where smaller figures, or smaller type on turned pages, save them."""
    start = 0
    for end, height in sorted(found.tails.items()):
        lists = any(isinstance(block, Contents | ListOf) for block in blocks[start:end])
        if 0.0 < height < HALF * page.geometry.height and end < len(blocks):
            for changed in _tighter(blocks, range(start, end), found, height / page.geometry.height):
                told = estimate(changed, page)
                full = lists and told.tails[end] > page.geometry.room - UNSURE
                if told.last < found.last and not full and _worst(told, page) <= _worst(found, page):
                    blocks, found = changed, told
                    break
        start = end
    return blocks, found


def _worst(found: Estimate, page: Page) -> float:
    """The height in points of the largest gap, of those that are too large."""
    return max((gap for gap in found.short.values() if gap > GAP * page.geometry.height), default=0.0)


def _tighter(blocks: Blocks, places: Sequence[int], found: Estimate, held: float) -> Iterator[Blocks]:
    """The last pages of what stands at these places, tighter and tighter; ``held``: what the last one holds, of a page."""
    last = max(found.pages.get(at, 0) for at in places)
    figures = [at for at in places if isinstance(blocks[at], Figure) and found.pages.get(at, 0) > last - BACK]
    for step in STEPS if figures and held < TAIL else ():
        yield _each(blocks, figures, partial(_at_most, step))
    lists = [at for at in places if isinstance(blocks[at], Contents | ListOf)]
    for step in CLOSER if lists else ():
        yield _each(blocks, lists, partial(replace, close=step))
    tables = [at for at in places if isinstance(block := blocks[at], Table) and _is_looked_up(block) and not block.dense]
    if tables and held < SOME:
        yield _each(blocks, tables, partial(replace, dense=True))


def _is_looked_up(table: Table) -> bool:
    return table.wide or table.key.startswith(DATA) or table.key in APPENDED


def _at_most(step: float, figure: Figure) -> Figure:
    return replace(figure, scale=min(figure.scale, step))


def _each(blocks: Blocks, places: Sequence[int], change: Callable[[Any], Block]) -> Blocks:
    for at in places:
        blocks = _with(blocks, at, change(blocks[at]))
    return blocks
