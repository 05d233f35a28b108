"""Numbers, widths, lines and pages."""

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnosis.compare import nine
from diagnosis.framework_files import load_framework
from diagnosis.text import LANGS, Lang
from reports.blocks import Block, Column, Contents, Heading, Item, Paragraph, Table, bold, inlines, ref
from reports.layout import Page, entries, estimate, segments, settle
from reports.numbering import han, number
from reports.numbers import amount, bands_amount, day, difference, money, money_of, norm_amount, percent, share, sums_of
from reports.template import Geometry, Metrics, open_template, own
from reports.text_width import ems, fit, lines, longest_word, words
from tests.reports.made_up import SURVEYS, report_of

INDICATORS = load_framework().indicators
PLAIN = Metrics(size=10, line=20, before=0, after=0, indent=0, tracking=0, sans=False)


def page(blocks: list[Block], lang: Lang = "zh") -> Page:
    """A page of 20 characters by 10 lines."""
    styles = open_template(own(lang)).metrics
    return Page(dict.fromkeys(styles, PLAIN), Geometry(200, 200), number(blocks, lang), lang, lambda figure, width: 100)


def pages(blocks: list[Block]) -> list[int]:
    found = estimate(blocks, page(blocks)).pages
    return [found[place] for place in range(len(blocks)) if place in found]


def table(rows: int, *, wide: bool = False) -> Table:
    return Table(key="table-x", title="表", columns=(Column("甲", 1),), rows=(("乙",),) * rows, wide=wide)


class TestPages:
    def test_text_runs_on(self) -> None:
        assert pages([Paragraph("字" * 20 * 4), Paragraph("字" * 20 * 4), Paragraph("字" * 20 * 4)]) == [1, 1, 1]
        assert pages([Paragraph("字" * 20 * 10), Paragraph("字")]) == [1, 2]

    def test_a_chapter_starts_on_a_page_of_its_own(self) -> None:
        heading = Heading(1, "章", new_page=True)
        assert pages([heading, Paragraph("字"), heading]) == [1, 1, 2]

    def test_a_heading_stays_with_what_follows(self) -> None:
        assert pages([Paragraph("字" * 20 * 9), Heading(2, "节"), Paragraph("字" * 40)]) == [1, 2, 2]

    def test_a_paragraph_leaves_two_lines_on_either_page(self) -> None:
        assert pages([Paragraph("字" * 20 * 9), Paragraph("字" * 80)]) == [1, 2]
        assert pages([Paragraph("字" * 20 * 8), Paragraph("字" * 80)]) == [1, 1]

    def test_the_last_page_is_the_one_that_a_text_ends_on(self) -> None:
        blocks: list[Block] = [Paragraph("字" * 20 * 12)]
        found = estimate(blocks, page(blocks))
        assert (found.pages[0], found.last, found.end) == (1, 2, 40)

    def test_what_must_begin_a_page_tells_how_much_the_page_before_has(self) -> None:
        blocks: list[Block] = [Paragraph("字" * 60), Heading(1, "章", new_page=True), Paragraph("字")]
        assert estimate(blocks, page(blocks)).tails == {1: 60, 3: 40}

    def test_a_page_begins_with_no_space(self) -> None:
        spaced = replace(PLAIN, before=15.0)
        blocks: list[Block] = [Paragraph("字" * 20 * 10)]
        styles = dict.fromkeys(open_template(own("zh")).metrics, spaced)
        at = Page(styles, Geometry(200, 200), number(blocks, "zh"), "zh", lambda figure, width: 100)
        assert estimate(blocks, at).last == 1

    def test_a_grid_of_lines_is_used_line_by_line(self) -> None:
        assert Geometry(441, 199, 20).room == 180
        assert Geometry(441, 199, 20).sideways.room == 440
        assert Geometry(441, 199).room == 199
        assert (open_template(own("zh")).geometry.grid, open_template(own("en")).geometry.grid) == (28.95, 0)

    def test_words_in_bold_are_wider(self) -> None:
        plain: list[Block] = [Paragraph("meadow " * 40)]
        heavy: list[Block] = [Paragraph(bold("meadow " * 40))]
        assert estimate(plain, page(plain, "en")).end < estimate(heavy, page(heavy, "en")).end
        chinese: list[Block] = [Paragraph(bold("字" * 20))]
        assert estimate(chinese, page(chinese)).end == 20

    def test_a_small_table_stays_whole_and_a_long_one_is_cut(self) -> None:
        assert pages([Paragraph("字" * 20 * 5), table(4), Paragraph("字")]) == [1, 2, 2]
        assert pages([Paragraph("字" * 20 * 5), table(30), Paragraph("字")])[:2] == [1, 1]

    def test_a_wide_table_turns_the_page(self) -> None:
        assert pages([Paragraph("字"), table(2, wide=True), Paragraph("字")]) == [1, 2, 3]

    def test_a_chapter_that_opens_with_a_wide_table_is_turned_from_its_heading_on(self) -> None:
        blocks: list[Block] = [Paragraph("字"), Heading(1, "章", new_page=True), Paragraph("字"), table(2, wide=True), Paragraph("字")]
        assert [(run.wide, len(run.blocks)) for run in segments(blocks)] == [(False, 1), (True, 3), (False, 1)]
        assert pages(blocks) == [1, 2, 2, 2, 3]

    def test_a_table_shrinks_rather_than_leave_its_source_on_a_page_of_its_own(self) -> None:
        full = replace(table(7), note="资料来源", wide=True)
        settled, _ = settle([full], page([full]))
        assert [getattr(block, "dense", None) for block in settled] == [True]
        short = replace(table(3), note="资料来源", wide=True)
        assert settle([short], page([short]))[0] == (short,)

    @pytest.mark.parametrize("lang", LANGS)
    @pytest.mark.parametrize("name", SURVEYS)
    def test_pages_rise_through_the_report_and_the_summary_fills_one(self, name: str, lang: Lang) -> None:
        report, template = report_of(name, lang), open_template(own(lang))
        numbers = number(report.blocks, lang)
        found = estimate(report.blocks, Page(template.metrics, template.geometry, numbers, lang, lambda figure, width: 260)).pages
        assert all(first <= second for first, second in pairwise(found[place] for place in sorted(found)))
        contents = next(place for place, block in enumerate(report.blocks) if isinstance(block, Heading) and block.key == "contents")
        assert {found[place] for place in range(contents)} == {1}
        assert found[contents] == 2


class TestNumbering:
    def test_headings_tables_and_references(self) -> None:
        blocks: list[Block] = [Heading(1, "甲", "a"), Heading(2, "乙", "b"), Heading(3, "丙"), Heading(2, "丁", "c"), table(1)]
        blocks.append(Heading(1, "附", "d", numbered="appendix"))
        numbers = number(blocks, "zh")
        assert list(numbers.headings.values()) == ["一、", "（一）", "1.", "（二）", "附录甲"]
        assert numbers.plain(f"见{ref('c')}和{ref('table-x')}，{bold('附')}{ref('d')}") == "见一、（二）和表1，附附录甲"
        english = number(blocks, "en")
        assert list(english.headings.values()) == ["1", "1.1", "1.1.1", "1.2", "Appendix A"]
        assert english.labels["table-x"] == "Table 1"

    def test_lines_of_the_contents(self) -> None:
        front = [Heading(1, "摘要", "summary", numbered=None), Heading(1, "目录", "contents", numbered=None)]
        blocks: list[Block] = [*front, Heading(1, "甲"), Heading(3, "丙")]
        assert entries(Contents("目录"), blocks, number(blocks, "zh")) == [("toc1", "摘要"), ("toc1", "一、甲")]

    def test_han(self) -> None:
        assert [han(n) for n in (1, 10, 11, 20, 35)] == ["一", "十", "十一", "二十", "三十五"]

    def test_marks_of_a_user_mean_nothing(self) -> None:
        from reports.blocks import clean

        assert "".join(str(part) for part in inlines(clean("\x02x\x04\x03y\x04"))) == "Run(text='xy', bold=False)"


class TestWidths:
    def test_chinese_is_twice_as_wide_as_figures(self) -> None:
        assert ems("一二") == 2
        assert ems("1234") == 2
        assert ems("“”") == 2
        assert ems("“”", chinese=False) == 1

    def test_lines_keep_words_together(self) -> None:
        assert lines("字" * 40, 20, chinese=True) == 2
        assert lines("字" * 40, 20, chinese=True, first=2) == 3
        assert lines("one two three", 3.2, chinese=False) == 2
        assert lines("incomprehensibilities", 4, chinese=False) > 2
        assert lines("一\n二", 20, chinese=True) == 2
        assert lines("", 20, chinese=True) == 1

    def test_scripts_stand_a_little_apart_in_chinese(self) -> None:
        assert lines("字1" * 10, 15, chinese=True) == 2
        assert lines("字1" * 10, 15 + 19 * 0.2 + 0.01, chinese=True) == 1
        assert lines("字，" * 7, 14, chinese=True) == 1

    def test_a_mark_does_not_begin_a_line(self) -> None:
        assert lines("字" * 19 + "字。", 20, chinese=True) == 2
        assert longest_word("字字。12345") == pytest.approx(2.5)

    @given(st.text("ab -/.1字", max_size=30))
    def test_western_words_are_found_alike_in_either_way(self, text: str) -> None:
        """A text of one script takes a short way; a Chinese character behind it, the long one."""
        assert words(text + "\u3007") == [*words(text), "\u3007"]

    def test_a_comma_or_a_stop_may_stand_beyond_the_end_of_a_line(self) -> None:
        assert lines("字" * 20 + "。", 20, chinese=True, hanging=True) == 1
        assert lines("字" * 20 + "）", 20, chinese=True, hanging=True) == 2
        assert lines("字" * 20 + "。字", 20, chinese=True, hanging=True) == 2

    def test_no_line_ends_with_a_mark_that_opens(self) -> None:
        assert lines("字" * 19 + "（字", 20, chinese=True) == lines("字" * 19 + "字字", 20, chinese=True) == 2
        assert lines("字" * 19 + "（" + "字" * 19, 20, chinese=True) == 2
        assert lines("字" * 19 + "（" + "字" * 20, 20, chinese=True) == 3

    def test_columns_share_the_room_by_need(self) -> None:
        widths = fit([3, 30, 10], [2, 5, 3], 30)
        assert widths[0] == pytest.approx(3, abs=0.5)
        assert sum(widths) == pytest.approx(30, abs=0.1)
        assert widths[1] > widths[2] > widths[0]
        assert fit([4, 4], [2, 2], 30) == [4, 4]
        assert fit([9, 9], [8, 8], 10) == [8, 8]


class TestNumbers:
    @pytest.mark.parametrize(
        ("indicator", "value", "zh", "en"),
        [
            ("output", 2000, "2000亿元", "200 billion yuan"),
            ("mean-firm-revenue", 16400, "1.64亿元", "164 million yuan"),
            ("mean-firm-revenue", 25053, "2.5053亿元", "250.53 million yuan"),
            ("mean-firm-revenue", 999, "999万元", "9.99 million yuan"),
            ("mean-firm-revenue", 999.96, "0.1亿元", "10 million yuan"),  # as 1000
            ("firms", 1, "1家", "1 firm"),
            ("employees", 1, "1人", "1 person"),
            ("firms", 70000, "7万家", "70,000 firms"),
            ("national-share", 23, "23.0%", "23.0%"),
            ("rd-intensity", 2.456, "2.46%", "2.46%"),
            ("rd-intensity", 1.456, "1.456%", "1.456%"),  # the norm is 1.46
            ("hhi", 871.4, "871", "871"),
            ("trl-median", 5.5, "5.5级", "TRL 5.5"),
            ("policy-satisfaction", 2.25, "2.3分", "2.3 of 4"),
            ("national-share", 56.25, "56.3%", "56.3%"),
            ("national-share", 81.25, "81.3%", "81.3%"),
            ("national-share", 0.05, "0.1%", "0.1%"),
            ("location-quotient", 2.0, "2", "2"),
            ("output-growth", -0.04, "-0.04%", "-0.04%"),  # less than nothing
        ],
    )
    def test_amounts(self, indicator: str, value: float, zh: str, en: str) -> None:
        assert amount(value, INDICATORS[indicator], "zh") == zh
        assert amount(value, INDICATORS[indicator], "en") == en

    def test_norms_keep_their_own_decimals(self) -> None:
        assert norm_amount(3.8, INDICATORS["champions"], "zh") == "3.8家"
        assert norm_amount(1.46, INDICATORS["rd-intensity"], "zh") == "1.46%"
        assert norm_amount(70, INDICATORS["self-supply-parts"], "en") == "70.0%"

    @pytest.mark.parametrize("name", ["champions", "rd-intensity", "self-supply-parts", "hhi", "output"])
    @given(value=st.decimals(min_value="0.001", max_value=2000, places=9).map(float))
    def test_a_norm_is_nowhere_rounded_into_another_number(self, name: str, value: float) -> None:
        """It is the number that values are compared with."""
        indicator = INDICATORS[name]
        told = norm_amount(value, indicator, "zh")
        assert nine(float(told.removesuffix("%").removesuffix(indicator.unit_text.zh))) == nine(value)

    def test_how_far_a_value_is_from_a_norm_is_as_fine_as_the_norm(self) -> None:
        assert difference(4, 3.8, INDICATORS["champions"], "zh") == "0.2家"
        assert difference(31.26, 30, INDICATORS["iur-rate"], "zh") == "1.3个百分点"

    def test_bands_have_one_unit(self) -> None:
        assert bands_amount((25, 50, 75), INDICATORS["cr4"], "zh") == "25/50/75%"
        assert bands_amount((4, 7), INDICATORS["trl-median"], "en") == "TRL 4/7"
        assert bands_amount((1.5, 2, 3), INDICATORS["topic-duplication"], "zh") == "1.5/2/3"

    def test_differences_of_percentages_are_points(self) -> None:
        assert difference(31.3, 70, INDICATORS["self-supply-parts"], "zh") == "38.7个百分点"
        assert difference(31.3, 70, INDICATORS["self-supply-parts"], "en") == "38.7 percentage points"
        assert difference(5, 3, INDICATORS["firms"], "zh") == "2家"
        assert difference(68000, 70000, INDICATORS["firms"], "zh") == "0.2万家"
        assert difference(68012, 70000, INDICATORS["firms"], "zh") == "1988家"

    def test_the_change_of_an_amount_is_told_in_its_unit(self) -> None:
        assert difference(25053, 25003, INDICATORS["mean-firm-revenue"], "zh") == "0.005亿元"
        assert difference(850, 800, INDICATORS["mean-firm-revenue"], "zh") == "50万元"
        assert bands_amount((500, 5000), INDICATORS["mean-firm-revenue"], "zh") == "500/5000万元"

    def test_amounts_below_one_another_have_one_unit(self) -> None:
        assert sums_of([465494, 477280, 4103.7, 0], "zh") == ("亿元", ("46.55", "47.73", "0.41", "0.00"))
        assert sums_of([465494, 300], "zh") == ("万元", ("465494", "300"))
        assert sums_of([465494, 4103.7], "en") == ("million yuan", ("4,655", "41"))
        assert sums_of([], "zh") == ("万元", ())

    def test_money_percent_and_days(self) -> None:
        assert money(1.5e12) == "1.5 trillion yuan"
        assert money(2500) == "2,500 yuan"
        assert money_of(12345, "zh") == "1.23亿元"
        assert money_of(999, "zh") == "999万元"
        assert percent(-0.01) == "0.0%"
        assert percent(-56.25) == "-56.3%"
        assert (share(0.5625), share(0.2885)) == ("56.3%", "28.9%")
        assert day("2024-03-05", "zh") == "2024年3月5日"
        assert day("2024-03-05", "en") == "5 March 2024"
        assert day(None, "en") == ""


def test_items_of_a_list_take_their_line() -> None:
    assert pages([Item("字" * 20 * 9, "a"), Paragraph("字")]) == [1, 2], "the number makes it ten lines"
