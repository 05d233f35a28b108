"""Pages without large gaps, and nothing lost or put out of order for it."""

import pytest

from diagnosis.text import LANGS, Lang
from reports.blocks import Block, Figure, Heading, Item, Paragraph, Table
from reports.filling import GAP, SMALLEST, fill
from reports.layout import Page, settle
from reports.numbering import number
from reports.template import open_template, own
from tests.reports.made_up import SURVEYS, report_of

FIGURE = 260.0  # points


def page_for(name: str, lang: Lang) -> tuple[tuple[Block, ...], Page]:
    report, opened = report_of(name, lang), open_template(own(lang))
    numbers = number(report.blocks, lang)
    return report.blocks, Page(opened.metrics, opened.geometry, numbers, lang, lambda _figure, _room: FIGURE)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", SURVEYS)
def test_nothing_is_lost_and_numbers_stay(name: str, lang: Lang) -> None:
    blocks, page = page_for(name, lang)
    filled, _ = fill(blocks, page)
    assert len(filled) == len(blocks)
    assert number(filled, lang) == number(blocks, lang)
    for kind in (Heading, Paragraph, Item):
        assert [block for block in filled if isinstance(block, kind)] == [block for block in blocks if isinstance(block, kind)]
    for float_kind in (Table, Figure):
        assert [block.key for block in filled if isinstance(block, float_kind)] == [
            block.key for block in blocks if isinstance(block, float_kind)
        ]
    for block in filled:
        assert not isinstance(block, Figure) or SMALLEST <= block.scale <= 1.0


def under(blocks: tuple[Block, ...], key: str) -> int:
    """The place of the heading that a figure or table stands under."""
    place = next(at for at, block in enumerate(blocks) if getattr(block, "key", "") == key)
    return max(at for at in range(place) if isinstance(blocks[at], Heading))


def test_a_figure_stays_under_its_heading() -> None:
    blocks, page = page_for("rich", "zh")
    filled, _ = fill(blocks, page)
    keys = [block.key for block in blocks if isinstance(block, Figure | Table)]
    assert [under(filled, key) for key in keys] == [under(blocks, key) for key in keys]


def test_fewer_and_smaller_gaps_are_left() -> None:
    blocks, page = page_for("rich", "zh")
    before = settle(blocks, page)[1]
    filled, pages = fill(blocks, page)
    after = settle(filled, page)[1]

    def wasted(short: dict[int, float]) -> float:
        return sum(gap for gap in short.values() if gap > GAP * page.geometry.height)

    assert wasted(dict(after.short)) < wasted(dict(before.short))
    assert max(pages.values()) <= max(before.pages.values())


def test_text_passes_no_fence() -> None:
    figure = next(block for block in page_for("rich", "zh")[0] if isinstance(block, Figure))
    _, page = page_for("rich", "zh")
    text = Paragraph("字" * 400)
    fenced = Paragraph("字" * 300, fence="jze_1")
    filled, _ = fill((text, figure, fenced, Paragraph("后")), page)
    assert filled[1] == figure
    free, _ = fill((text, figure, Paragraph("字" * 300), Paragraph("后")), page)
    assert free[1] != figure
