"""Pages without large gaps, and nothing lost or put out of order for it."""

from dataclasses import replace

import pytest

from diagnosis.text import LANGS, Lang
from reports.blocks import Block, Column, Contents, Figure, Heading, Item, ListOf, Paragraph, Table
from reports.filling import GAP, HALF, LEFT, SMALLEST, SOME, TAIL, fill
from reports.layout import UNSURE, Page, estimate, height_of, rows_within, settle
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
    filled, found = fill(blocks, page)
    after = settle(filled, page)[1]

    def wasted(short: dict[int, float]) -> float:
        return sum(gap for gap in short.values() if gap > GAP * page.geometry.height)

    assert wasted(dict(after.short)) < wasted(dict(before.short))
    assert max(found.pages.values()) <= max(before.pages.values())


def test_text_passes_no_fence() -> None:
    figure = next(block for block in page_for("rich", "zh")[0] if isinstance(block, Figure))
    _, page = page_for("rich", "zh")
    text = Paragraph("字" * 400)
    fenced = Paragraph("字" * 300, fence="jze_1")
    filled, _ = fill((text, figure, fenced, Paragraph("后")), page)
    assert filled[1] == figure
    free, _ = fill((text, figure, Paragraph("字" * 300), Paragraph("后")), page)
    assert free[1] != figure


def of_lines(count: float) -> Paragraph:
    """Text that takes about so many lines of a Chinese page, of which there are 22 with 28 characters."""
    return Paragraph("字" * (28 * round(count) - 2))


def table(rows: int) -> Table:
    return Table(key="table-x", title="表", columns=(Column("甲", 1),), rows=(("乙",),) * rows, note="注。")


@pytest.fixture(scope="module")
def figure() -> Figure:
    return next(block for block in page_for("rich", "zh")[0] if isinstance(block, Figure))


def page_of(blocks: tuple[Block, ...], height: float = FIGURE) -> Page:
    opened = open_template(own("zh"))
    return Page(opened.metrics, opened.geometry, number(blocks, "zh"), "zh", lambda _figure, _room: height)


def test_the_figures_of_a_page_are_set_smaller_together(figure: Figure) -> None:
    """One alone would become too small."""
    blocks = (of_lines(1), figure, of_lines(2), replace(figure, key="figure-b"))
    page = page_of(blocks)
    assert estimate(blocks, page).last == 2
    filled, found = fill(blocks, page)
    scales = {block.scale for block in filled if isinstance(block, Figure)}
    assert found.last == 1
    assert len(scales) == 1
    assert SMALLEST <= scales.pop() < 1.0


def test_a_table_goes_before_a_figure_that_has_no_room(figure: Figure) -> None:
    blocks = (of_lines(14), figure, table(3), Heading(2, "节", key="a"), of_lines(9))
    filled, _ = fill(blocks, page_of(blocks, 400.0))
    assert [type(block) for block in filled] == [Paragraph, Table, Figure, Heading, Paragraph]


@pytest.mark.parametrize("fence", ["", "jze_1"])
def test_a_small_table_is_parted_before_a_page_stays_empty_and_never_leaves_a_row_alone(fence: str) -> None:
    """Be it one that ends a text which can be read back: it goes nowhere."""
    blocks = (of_lines(15), replace(table(10), fence=fence), Heading(2, "节", key="a"), of_lines(3))
    page = page_of(blocks)
    assert max(estimate(blocks, page).short.values()) > GAP * page.geometry.height
    filled, found = fill(blocks, page)
    (parted,) = (block for block in filled if isinstance(block, Table))
    assert parted.parted
    assert not parted.together
    assert LEFT <= rows_within(parted, 1, page.geometry.room - 15 * 28.95, page) <= len(parted.rows) - LEFT
    assert all(gap <= GAP * page.geometry.height for gap in found.short.values())


def test_a_table_that_lacks_little_is_set_smaller_and_stays_whole() -> None:
    blocks = (of_lines(14), table(9), Heading(2, "节", key="a"), of_lines(3))
    (small,) = (block for block in fill(blocks, page_of(blocks))[0] if isinstance(block, Table))
    assert (small.dense, small.parted) == (True, False)


def test_a_last_page_of_a_few_lines_is_saved_by_a_smaller_figure(figure: Figure) -> None:
    blocks = (of_lines(2), figure, of_lines(6), Heading(1, "附录", key="a", new_page=True), of_lines(3))
    page = page_of(blocks, 400.0)
    before = estimate(blocks, page)
    assert 0 < before.tails[3] < TAIL * page.geometry.height
    filled, found = fill(blocks, page)
    assert found.last == before.last - 1
    assert [block.scale < 1.0 for block in filled if isinstance(block, Figure)] == [True]


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", SURVEYS)
def test_what_does_not_help_is_not_done(name: str, lang: Lang) -> None:
    """A figure that was set smaller stands on the page that it was set smaller for, or saves one."""
    blocks, page = page_for(name, lang)
    filled, found = fill(blocks, page)
    for at, block in enumerate(filled):
        if isinstance(block, Figure) and block.scale < 1.0 and found.short.get(at, 0.0) > GAP * page.geometry.height:
            whole = (*filled[:at], replace(block, scale=1.0), *filled[at + 1 :])
            assert estimate(whole, page).last > found.last


def test_what_moves_on_whole_fits_only_with_something_to_spare(figure: Figure) -> None:
    """A word processor may think otherwise by a few points, and would leave the page half empty."""
    blocks = (of_lines(8), replace(figure, note=""))
    room, around = open_template(own("zh")).geometry.room, estimate(blocks, page_of(blocks, 0.0)).end
    for spare, last in ((UNSURE + 1, 1), (UNSURE - 1, 2)):
        assert estimate(blocks, page_of(blocks, room - around - spare)).last == last


def test_a_table_of_data_is_set_smaller_to_save_a_page_and_one_of_the_text_is_not() -> None:
    for key, dense in (("table-data-x", True), ("table-x", False)):
        long = replace(table(38), key=key)
        blocks = (long, Heading(1, "附录", key="a", new_page=True), of_lines(3))
        filled, _ = fill(blocks, page_of(blocks))
        assert [block.dense for block in filled if isinstance(block, Table)] == [dense]


def last_of_the_contents(blocks: tuple[Block, ...]) -> int:
    """Where the first chapter begins."""
    return next(at for at, block in enumerate(blocks) if isinstance(block, Heading) and (block.level, block.numbered) == (1, "chapter"))


@pytest.mark.parametrize("name", ["changsha", "hydrogen", "shaoxing", "typeless"])
def test_the_contents_leave_no_page_half_empty(name: str) -> None:
    blocks, page = page_for(name, "zh")
    at, room = last_of_the_contents(blocks), page.geometry.room
    before = estimate(blocks, page)
    assert before.tails[at] < HALF * page.geometry.height
    filled, found = fill(blocks, page)
    assert found.pages[at] == before.pages[at] - 1
    assert HALF * page.geometry.height < found.tails[at] <= room - UNSURE
    assert len({block.close for block in filled if isinstance(block, Contents | ListOf)}) == 1


def test_contents_that_fill_their_pages_stay_as_the_style_has_them() -> None:
    blocks, page = page_for("rich", "zh")
    assert {block.close for block in fill(blocks, page)[0] if isinstance(block, Contents | ListOf)} == {1.0}


def test_a_table_goes_first_in_smaller_type_where_it_has_no_room_otherwise(figure: Figure) -> None:
    blocks = (of_lines(14), figure, table(10), Heading(2, "节", key="a"), of_lines(9))
    page = page_of(blocks, 400.0)
    room = estimate(blocks, page).short[1]
    assert height_of(blocks[2], 2, blocks, page) > room
    filled, found = fill(blocks, page)
    assert [type(block) for block in filled] == [Paragraph, Table, Figure, Heading, Paragraph]
    assert [block.dense for block in filled if isinstance(block, Table)] == [True]
    assert all(gap <= GAP * page.geometry.height for gap in found.short.values())


def test_how_much_the_last_page_before_a_turned_chapter_holds_is_known() -> None:
    """It was told as nothing, and no such page was ever saved."""
    blocks = (of_lines(24), Heading(1, "附录", key="a", numbered="appendix", new_page=True), replace(table(3), wide=True), of_lines(2))
    found = estimate(blocks, page_of(blocks))
    assert found.last == 4
    assert found.tails[1] == pytest.approx(2 * 28.95)


def test_a_table_that_is_looked_up_leaves_no_page_of_some_rows() -> None:
    for key, saved in (("table-other-norms", True), ("table-x", False)):
        blocks = (replace(table(40), key=key), Heading(1, "附录", key="a", new_page=True), of_lines(3))
        page = page_of(blocks)
        before = estimate(blocks, page)
        assert TAIL < before.tails[1] / page.geometry.height < SOME
        assert (fill(blocks, page)[1].last < before.last) is saved
