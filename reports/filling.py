"""Pages without large gaps: where a figure or a table moves on whole, it is set a little smaller, or the text that follows goes first."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from reports.blocks import Block, Figure, Item, Paragraph, Table
from reports.layout import UNSURE, Estimate, Page, estimate, height_of, settle

GAP = 0.2  # of a page: less may stay empty
SMALLEST = 0.75  # of its size: a figure
MOST = 60  # changes, each of which takes an estimate


def fill(blocks: Sequence[Block], page: Page) -> tuple[tuple[Block, ...], Mapping[int, int]]:
    """The blocks in the order and size in which they leave few gaps, and their pages.

    No block passes a heading, a fence, or another figure or table, so numbers, sections and what can be read back stay the same.
    """
    settled, found = settle(blocks, page)
    tried: set[Block] = set()
    for _ in range(MOST):
        place = _moved_on(settled, found, page, tried)
        if place is None:
            break
        tried.add(settled[place])
        better = _smaller(settled, place, found.short[place], page) or _text_first(settled, place, found.short[place], page)
        if better is not None:
            settled, found = better, estimate(better, page)
    return settled, found.pages


def _moved_on(blocks: Sequence[Block], found: Estimate, page: Page, tried: set[Block]) -> int | None:
    """The first figure or table before which much of a page stays empty."""
    least = GAP * page.geometry.height
    places = (place for place in sorted(found.short) if found.short[place] > least)
    return next((place for place in places if _movable(blocks[place]) and blocks[place] not in tried), None)


def _movable(block: Block) -> bool:
    return not getattr(block, "fence", "") and (isinstance(block, Figure) or (isinstance(block, Table) and not block.wide))


def _smaller(blocks: tuple[Block, ...], place: int, room: float, page: Page) -> tuple[Block, ...] | None:
    """The figure as small as the room wants it, if that is not too small."""
    block = blocks[place]
    if not isinstance(block, Figure) or block.scale < 1.0:
        return None
    drawn = page.figure_height(block, page.geometry.width)
    scale = 1.0 - (height_of(block, place, blocks, page) + UNSURE - room) / drawn
    return _with(blocks, place, replace(block, scale=scale)) if SMALLEST <= scale < 1.0 else None


def _text_first(blocks: tuple[Block, ...], place: int, room: float, page: Page) -> tuple[Block, ...] | None:
    """As much of the text that follows as the room takes, before the figure or table, and before those that follow it at once."""
    start = place + 1
    while start < len(blocks) and _movable(blocks[start]):
        start += 1
    end, used = start, 0.0
    while end < len(blocks) and _passable(blocks[end]) and used < room:
        used += height_of(blocks[end], end, blocks, page)
        end += 1
    if end == start:
        return None
    return (*blocks[:place], *blocks[start:end], *blocks[place:start], *blocks[end:])


def _passable(block: Block) -> bool:
    return isinstance(block, Paragraph | Item) and not block.fence


def _with(blocks: tuple[Block, ...], place: int, block: Block) -> tuple[Block, ...]:
    return (*blocks[:place], block, *blocks[place + 1 :])
