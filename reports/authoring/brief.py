"""What somebody wrote into the summary, in the edition of two pages: it takes the place of what the program would say there."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from reports.authoring.composing import Composed, fenced, referring
from reports.authoring.sections import SUMMARY
from reports.blocks import Block, Figure, Heading, Item, Paragraph, Report

TOLD = (Heading, Paragraph, Item)


def with_own_text(drafts: Sequence[Report], composed: Composed, dash: str) -> Iterator[Report]:
    """The drafts of the summary with somebody's text below their title and the line under it, each with its figures or without.

    ``composed``: the whole report, whose summary it is; what its text refers to reads as its title, as the other pages are not there.
    """
    blocks = composed.report.blocks
    begin = next(at for at, block in enumerate(blocks) if isinstance(block, Heading) and block.key == SUMMARY)
    end = next(at for at, block in enumerate(blocks) if at > begin and isinstance(block, Heading) and block.level == 1)
    own = [block for block in blocks[begin + 1 : end] if isinstance(block, TOLD)]
    shown: set[tuple[str, ...]] = set()
    for draft in drafts:
        figures = [block for block in draft.blocks if isinstance(block, Figure)]
        keys = tuple(figure.key for figure in figures)
        if keys not in shown:
            shown.add(keys)
            words = {key: "" if key in keys else f"“{title}”" for key, title in composed.titles.items()}
            text: list[Block] = [referring(fenced(block, ""), words, dash) for block in own]
            yield replace(draft, blocks=(*draft.blocks[:2], *text[:1], *figures, *text[1:]))
