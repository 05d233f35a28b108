"""The indicators year by year, typed into the grid by keys as in a spreadsheet."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from db import operations
from db.years import YearCell
from diagnosis.findings import Place
from diagnosis.text import LANGS, Lang
from tests.surveys import file_data
from tests.ui.grids import MONEY, NORMED, YEARS, Key, cell, editor_of, face, go, here, page_of, press, row, stored, survey, type_in
from tests.ui.judging import Desk
from tests.ui.tables import cells
from tests.ui.window import Opened
from ui.pages.indicators import ALL_ROWS, BY_INDICATOR, IndicatorsPage
from ui.widgets.year_model import KNOWN, MISSED, OPEN
from ui.widgets.year_paint import HEIGHT

FIRMS = [{"name": f"企业{number}", "role": "key", "revenue": 100 + number, "rd_spend": 5} for number in range(12)]


# ---- what stands in the grid


def test_every_indicator_stands_in_its_group_with_unit_years_and_what_counts(desk: Desk) -> None:
    desk.load(survey(row("output", 2023, 320, source="公报"), enterprises=FIRMS))
    page = page_of(desk)
    framework = desk.session.framework
    assert [line.indicator.id for line in page.years.lines if line.indicator] == list(framework.indicators)
    assert [line.group for line in page.years.lines if line.indicator is None] == list(framework.groups)
    assert page.years.years == YEARS
    assert face(page, "output", "name") == "集群总产值 亿元"
    assert [face(page, "output", year) for year in YEARS] == ["—", "—", "—", "320", "—"]
    assert face(page, "output", "value") == "320 填报"
    assert face(page, "output", "norm") == "4222 背景"
    assert face(page, "cr4", "value") == "34.6 计算 · 100% 不作依据"
    assert face(page, "trl-median", "value") == "—"
    assert page.tabs.bar.tabText(0) == f"逐年填报 {len(desk.diagnosis.figures)}/52"


def test_a_norm_is_met_or_missed_in_a_word_on_the_side_the_diagnosis_says(desk: Desk) -> None:
    desk.load(survey(row(NORMED, 2023, 1.2), row("isolated-share", 2023, 2), row("output", 2023, 9)))
    page = page_of(desk)
    assert face(page, NORMED, "norm") == "1.46% 公布 · ✗ 未达"
    assert desk.session.framework.indicators["isolated-share"].direction == "-"
    assert face(page, "isolated-share", "norm").endswith("✓ 达到")
    assert face(page, "output", "norm") == "4222 背景"


def test_a_computed_value_just_below_its_norm_does_not_read_as_the_norm(desk: Desk) -> None:
    desk.load(file_data(enterprises=[{"name": f"企业{place}", "revenue": 1000, "rd_spend": 14.596} for place in range(12)]))
    page = page_of(desk)
    assert face(page, "rd-intensity", "value") == "1.4596 计算 · 100%"
    assert face(page, "rd-intensity", "norm") == "1.46% 公布 · ✗ 未达"


def test_an_entered_value_beats_the_computed_one_which_stands_beside_it(desk: Desk) -> None:
    desk.load(survey(row(MONEY, 2023, 5000), enterprises=FIRMS))
    page = page_of(desk)
    go(page, MONEY, 2023)
    assert face(page, MONEY, "value") == "5000 填报 · ≠ 计算 106 100%"
    assert "计算值" in page.panel.value.text()
    assert page.panel.remark.text() == "填报值与计算值不一致"


def test_a_value_computed_for_a_year_stands_in_it_with_the_word_until_one_is_entered(desk: Desk) -> None:
    desk.load(survey(row("output", 2022, 100), row("output", 2024, 121)))
    page = page_of(desk)
    assert face(page, "output-growth", 2024) == "10 · 计算"
    go(page, "output-growth", 2024)
    type_in(page, "12")
    desk.after(lambda: press(editor_of(page), Key.Key_Return))
    assert face(page, "output-growth", 2024) == "12"
    assert face(page, "output-growth", "value").startswith("12 填报 · ≠ 计算 10")


def test_a_figure_that_may_not_speak_says_why_in_the_detail(desk: Desk) -> None:
    desk.load(survey(enterprises=FIRMS[:5]))
    page = page_of(desk)
    page.go_to(Place(step="indicators", part="indicators", field="cr4"))
    why = desk.diagnosis.figures["cr4"].why_not
    assert why is not None
    assert why.text().zh in page.panel.remark.text()
    assert face(page, "cr4", "value").endswith("不作依据")


def test_a_trend_breaks_where_a_year_is_missing(desk: Desk) -> None:
    desk.load(survey(row("output", 2020, 5), row("output", 2021, 6), row("output", 2024, 8)))
    page = page_of(desk)
    trend = page.years.trend(desk.session.framework.indicators["output"])
    assert list(trend.pieces) == [((2020, 5.0), (2021, 6.0)), ((2024, 8.0),)]
    assert trend.drawn_norm is None  # 4222 would make a flat line of it
    go(page, "output", 2020)
    assert page.panel.chart.accessibleDescription() == "2020 5; 2021 6; 2024 8; 参考值 4222亿元"


def test_one_value_is_no_trend_and_leaves_its_room_to_the_words(desk: Desk) -> None:
    desk.load(survey(row("output", 2024, 8), row(NORMED, 2023, 1.2), row(NORMED, 2024, 1.4)))
    page = page_of(desk)
    for indicator, drawn in (("output", False), (NORMED, True)):
        go(page, indicator, 2024)
        assert page.panel.chart.isVisible() == drawn


def test_the_norm_is_drawn_where_it_is_near(desk: Desk) -> None:
    desk.load(survey(row(NORMED, 2023, 1.2), row(NORMED, 2024, 1.4)))
    page = page_of(desk)
    assert page.years.trend(desk.session.framework.indicators[NORMED]).drawn_norm == 1.46


# ---- which rows and years


def test_indicators_are_filtered_and_searched_and_stay_while_they_are_filled_in(desk: Desk) -> None:
    desk.load(survey(row("output", 2023, 320), row(NORMED, 2023, 1.0)))
    page = page_of(desk)
    buttons = {value: page.state._group.button(place) for place, (value, _) in enumerate(page.state._choices)}
    desk.click(buttons[KNOWN])
    assert [line.indicator.id for line in page.years.lines if line.indicator] == list(desk.diagnosis.figures)
    desk.click(buttons[MISSED])
    assert [line.indicator.id for line in page.years.lines if line.indicator] == [NORMED]
    desk.click(buttons[OPEN])
    assert page.years.line_of("output") == -1
    go(page, "firms", 2023)
    type_in(page, "30")
    desk.after(lambda: press(editor_of(page), Key.Key_Return))
    assert page.years.line_of("firms") >= 0
    page.search.setText("研发 强度")
    assert page.years.lines == []
    desk.click(buttons["all"])
    assert [line.indicator.id for line in page.years.lines if line.indicator] == [NORMED]


def test_further_years_are_added_from_a_menu(desk: Desk) -> None:
    desk.load(survey())
    page = page_of(desk)
    desk.click(page.more)
    for place, expected in enumerate([(2019, *YEARS), (2019, *YEARS, 2025), (*range(2014, 2020), *YEARS, 2025)]):
        menu = page.offer_years()
        menu.actions()[place].trigger()
        menu.close()
        assert page.years.years == expected
    assert page.years.headerData(1, Qt.Orientation.Horizontal) == "2014"


def test_the_names_stay_in_sight_when_the_years_are_scrolled(desk: Desk) -> None:
    desk.load(survey(*(row("output", year, year) for year in range(1995, 2025))))
    page = page_of(desk)
    bar = page.grid.horizontalScrollBar()
    bar.setValue(bar.maximum())
    desk.bot.waitUntil(page.grid.frozen.isVisible)
    first = page.years.line_of("output")
    assert page.grid.frozen.rowHeight(first) == page.grid.rowHeight(first)
    assert page.grid.frozen.columnWidth(0) == page.grid.columnWidth(0)


def test_another_round_shows_its_own_years(desk: Desk) -> None:
    desk.load(survey(row("output", 2023, 320)))
    page = page_of(desk)
    desk.load({**file_data(), "round": {"label": "2019", "date": "2019-01-01"}})
    desk.settle()
    assert page.years.years == (2015, 2016, 2017, 2018, 2019)
    assert all(face(page, "output", year) == "—" for year in page.years.years)


def test_rows_that_no_cell_shows_are_counted_on_their_tab(desk: Desk) -> None:
    desk.load(survey(row("output", 2023, 320)))
    page = page_of(desk)
    assert page.tabs.bar.tabText(1) == "全部填报行 1"
    desk.after(lambda: desk.session.change(operations.add_row, desk.session.round_id, "indicators", {"id": "output", "value": 5}))
    desk.settle()
    assert page.tabs.bar.tabText(1) == "全部填报行 2（1 行缺年份）"
    page.tabs.open(ALL_ROWS)
    desk.settle()
    desk.after(lambda: desk.session.change(operations.add_row, desk.session.round_id, "indicators", row("output", 2021, 5)))
    desk.settle()
    assert page.tabs.bar.tabText(1) == "全部填报行 3（1 行缺年份）"


# ---- places


def test_the_value_that_counts_is_shown_in_the_grid_and_another_row_among_all(desk: Desk) -> None:
    desk.load(survey(row("output", 2023, 300), row("output", 2023, 320), row("output", 2024, None)))
    page = page_of(desk)
    page.go_to(Place(step="indicators", part="indicators", row=1, field="value"))
    assert page.tabs.part == BY_INDICATOR
    assert here(page) == ("output", 2023)
    for number, field in ((0, "value"), (1, "source")):
        page.go_to(Place(step="indicators", part="indicators", row=number, field=field))
        desk.settle()
        desk.settle()
        assert page.tabs.part == ALL_ROWS
        assert page.rows.table.currentIndex().row() == number
    assert cells(page.rows, 1)[1:3] == ["2023", "320"]
    assert not page.search.isVisible()


def test_source_and_note_of_each_year_are_edited_in_the_detail(desk: Desk) -> None:
    desk.load(survey(row("output", 2023, 300), row("firms", 2023, 5)))
    page = page_of(desk)
    go(page, "output", 2023)
    desk.settle()
    pane = page.panel.pane
    columns = [question.id for question in pane.model.questions]
    assert columns == ["year", "value", "source", "note"]
    pane.table.setFocus()
    pane.table.setCurrentIndex(pane.model.index(0, columns.index("source")))
    QTest.keyClicks(pane.table, "x")
    editor = pane.table.viewport().findChild(QLineEdit)
    assert isinstance(editor, QLineEdit)
    desk.after(lambda: press(editor, Key.Key_Return))
    assert stored(desk)["output", 2023][0].answers["source"] == "x"


def test_the_detail_folds_and_is_found_folded_again(desk: Desk) -> None:
    desk.load(survey())
    page = page_of(desk)
    tall = page.grid.height()
    desk.click(page.panel.fold)
    desk.bot.waitUntil(lambda: page.grid.height() > tall)
    assert not page.panel.pane.isVisible()
    assert page_of(desk).panel.fold.isChecked()


def test_in_a_wide_window_the_detail_stands_beside_the_grid(desk: Desk) -> None:
    desk.load(survey())
    page = page_of(desk, (1500, 800))
    assert page.panel.x() > page.grid.geometry().right() - 2
    page.resize(772, 640)
    desk.bot.waitUntil(lambda: page.panel.y() > page.grid.geometry().bottom() - 2)


# ---- how it looks


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("number", range(3))
def test_years_and_names_fit_in_the_smallest_window(program: Opened, lang: Lang, number: int) -> None:
    program.session.set_language(lang)
    program.window.go_to_step("indicators")
    entry = program.session.clusters[number]
    with program.bot.waitSignal(program.session.diagnosed):
        program.session.open_cluster(entry.id, entry.rounds[-1].id)
    program.settle()
    page = program.window.page
    assert isinstance(page, IndicatorsPage)
    page.grid.fit()
    assert len(page.years.years) >= 5
    assert page.grid.horizontalScrollBar().maximum() == 0
    assert page.grid.horizontalHeader().length() <= page.grid.viewport().width()


def test_a_row_is_as_high_as_its_texts(desk: Desk) -> None:
    desk.load(survey(row(NORMED, 2023, 1.2)))
    page = page_of(desk)
    page.grid.fit()
    heights = {id_: page.grid.rowHeight(page.years.line_of(id_)) for id_ in ("national-share", NORMED)}
    assert heights["national-share"] == HEIGHT < heights[NORMED]
    desk.session.set_language("en")
    page.grid.fit()
    assert page.grid.rowHeight(page.years.line_of("iur-rate")) > HEIGHT  # its long name takes two lines


def test_a_screen_reader_hears_indicator_year_and_value(desk: Desk) -> None:
    desk.load(survey(row("output", 2023, 320)))
    page = page_of(desk)
    page.years.write([YearCell("output", 2022, "约三百")])
    role = Qt.ItemDataRole.AccessibleTextRole
    assert cell(page, "output", 2023).data(role) == "集群总产值 2023: 320"
    about = Qt.ItemDataRole.AccessibleDescriptionRole
    assert str(cell(page, NORMED, "norm").data(about)).startswith("1.46% 公布；国家统计局")
    assert str(cell(page, "output", 2022).data(about)).startswith("“约三百”未采纳")
    assert page.grid.accessibleName() == "逐年填报"
    assert "Tab" in page.grid.accessibleDescription()


def test_a_change_elsewhere_is_followed(desk: Desk) -> None:
    desk.load(survey())
    page = page_of(desk)
    desk.after(lambda: desk.session.change(operations.add_row, desk.session.round_id, "indicators", row("output", 2021, 5)))
    desk.settle()
    assert face(page, "output", 2021) == "5"
