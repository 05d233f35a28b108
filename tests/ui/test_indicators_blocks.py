"""The cursor in the grid of years, and blocks from and to a spreadsheet."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from diagnosis.text import Text
from tests.ui.grids import (
    NORMED,
    RATED,
    YEARS,
    Ctrl,
    Key,
    Shift,
    face,
    go,
    here,
    page_of,
    paste,
    press,
    row,
    select,
    stored,
    survey,
    type_in,
    value,
)
from tests.ui.judging import Desk
from tests.ui.window import Opened
from ui.pages.indicators import IndicatorsPage

# ---- moving


def test_the_cursor_goes_as_in_a_spreadsheet(desk: Desk) -> None:
    desk.load(survey(row("output", 2021, 1), row("output", 2022, 2), row("output", 2024, 3)))
    page = page_of(desk)
    go(page, "output", 2020)
    way = [
        (Key.Key_Right, Ctrl, ("output", 2021)),  # over the gap
        (Key.Key_Right, Ctrl, ("output", 2022)),  # to the edge of what is filled in
        (Key.Key_Right, Ctrl, ("output", 2024)),
        (Key.Key_Home, Qt.KeyboardModifier.NoModifier, ("output", 2020)),
        (Key.Key_End, Qt.KeyboardModifier.NoModifier, ("output", 2024)),
        (Key.Key_End, Ctrl, (list(desk.session.framework.indicators)[-1], 2024)),
        (Key.Key_Up, Ctrl, ("output", 2024)),
        (Key.Key_Left, Qt.KeyboardModifier.NoModifier, ("output", 2023)),
        (Key.Key_Down, Qt.KeyboardModifier.NoModifier, ("output-growth", 2023)),
        (Key.Key_Return, Shift, ("output", 2023)),
        (Key.Key_Tab, Qt.KeyboardModifier.NoModifier, ("output", 2024)),
        (Key.Key_Tab, Qt.KeyboardModifier.NoModifier, ("output-growth", 2020)),
    ]
    for key, modifier, expected in way:
        press(page.grid, key, modifier)
        assert here(page) == expected, key


def test_shift_and_ctrl_select_what_is_filled_in(desk: Desk) -> None:
    desk.load(survey(row("output", 2021, 1), row("output", 2022, 2), row("output", 2023, 3)))
    page = page_of(desk)
    go(page, "output", 2021)
    press(page.grid, Key.Key_Right, Ctrl | Shift)
    assert {index.column() for index in page.grid.selectedIndexes()} == {page.years.column_of(year) for year in (2021, 2022, 2023)}


def test_tab_leaves_the_grid_at_its_end_and_escape_anywhere(program: Opened) -> None:
    program.window.go_to_step("indicators")
    program.settle()
    page = program.window.page
    assert isinstance(page, IndicatorsPage)
    go(page, list(program.session.framework.indicators)[-1], page.years.years[-1])
    press(page.grid, Key.Key_Tab)
    assert page.panel.isAncestorOf(program.focus)
    go(page, "output", page.years.years[0])
    press(page.grid, Key.Key_Escape)
    assert page.panel.isAncestorOf(program.focus)


# ---- blocks


def test_a_block_goes_where_the_cursor_is_as_one_change(desk: Desk) -> None:
    desk.load(survey(row("output-growth", 2023, 5)))
    page = page_of(desk)
    go(page, "output", 2022)
    desk.after(lambda: paste(page, [["100", "１２０", "1,400"], ["", "8.5", "x"]]))
    assert [face(page, "output", year) for year in YEARS] == ["—", "—", "100", "120", "1400"]
    assert [face(page, "output-growth", year) for year in YEARS] == ["—", "—", "—", "8.5", "x"]
    told = desk.messages[-1]
    assert isinstance(told, Text)
    unread = "有 1 格读不出（产值年均增速），按原样留在格子里，标成红色，不计入诊断；F8 逐个查看。"
    assert told.zh == f"已粘贴 6 格。其中 1 格原有数值被替换，可撤销。{unread}"
    desk.after(desk.session.undo)
    assert {key: found[0].answers["value"] for key, found in stored(desk).items()} == {("output-growth", 2023): 5}


def test_a_block_with_names_and_years_finds_its_cells_and_brings_its_years(desk: Desk) -> None:
    desk.load(survey())
    page = page_of(desk)
    go(page, "trl-median", 2024)
    block = [["指标", "2018年", "2023"], ["总产值（亿元）", "80", "320"], ["不认识的", "1", "2"], ["R&D intensity", "", "1.5"]]
    desk.after(lambda: paste(page, block))
    assert {key: found[0].answers["value"] for key, found in stored(desk).items()} == {
        ("output", 2018): 80,
        ("output", 2023): 320,
        (NORMED, 2023): 1.5,
    }
    assert page.years.years == (2018, *YEARS)
    told = desk.messages[-1]
    assert isinstance(told, Text)
    assert "1 行的名称不在指标之列，未粘贴：不认识的。" in told.zh


def test_what_lies_beyond_the_grid_is_told(desk: Desk) -> None:
    desk.load(survey())
    page = page_of(desk)
    go(page, list(desk.session.framework.indicators)[-1], 2024)
    desk.after(lambda: paste(page, [["1", "2"], ["3", ""]]))
    told = desk.messages[-1]
    assert isinstance(told, Text)
    assert told.zh == "已粘贴 1 格。2 格超出表格，未粘贴。"


def test_years_that_several_have_rated_are_left_out_of_a_paste(desk: Desk) -> None:
    desk.load(survey(row(RATED, 2024, 2), row(RATED, 2024, 3)))
    page = page_of(desk)
    go(page, RATED, 2023)
    desk.after(lambda: paste(page, [["1", "4"]]))
    assert [entry.answers["value"] for entry in stored(desk)[RATED, 2024]] == [2, 3]
    assert value(desk, RATED, 2023) == 1
    told = desk.messages[-1]
    assert isinstance(told, Text)
    assert "1 格由多位受访者评分，未改" in told.zh


def test_pasting_while_a_cell_is_open_writes_the_block(desk: Desk) -> None:
    desk.load(survey())
    page = page_of(desk)
    go(page, "output", 2022)
    editor = type_in(page, "9")
    QGuiApplication.clipboard().setText("1\t2\n")
    desk.after(lambda: QTest.keySequence(editor, "Ctrl+V"))
    desk.settle()
    assert (value(desk, "output", 2022), value(desk, "output", 2023)) == (1, 2)


def test_a_copied_block_pastes_back_with_or_without_its_names_and_years(desk: Desk) -> None:
    desk.load(survey(row("output", 2022, 1200.25), row("output", 2023, 0), row("output-growth", 2023, 7)))
    page = page_of(desk)
    select(page, ("output", 2022), ("output-growth", 2023))
    QTest.keySequence(page.grid, "Ctrl+C")
    assert QGuiApplication.clipboard().text() == "1200.25\t0\n\t7\n"
    QTest.keySequence(page.grid, "Ctrl+Shift+C")
    assert QGuiApplication.clipboard().text() == "\t2022\t2023\n集群总产值\t1200.25\t0\n产值年均增速\t\t7\n"
    before = stored(desk)
    desk.after(lambda: press(page.grid, Key.Key_Delete))
    go(page, "trl-median", 2020)
    desk.after(lambda: paste(page, "\t2022\t2023\n集群总产值\t1200.25\t0\n产值年均增速\t\t7\n"))
    assert stored(desk) == before


def test_an_empty_clipboard_says_so(desk: Desk) -> None:
    desk.load(survey())
    page = page_of(desk)
    go(page, "output", 2022)
    paste(page, "")
    desk.settle()
    told = desk.messages[-1]
    assert isinstance(told, Text)
    assert stored(desk) == {}


def test_the_menu_names_what_the_keys_do(desk: Desk) -> None:
    desk.load(survey(row("output", 2022, 1)))
    page = page_of(desk)
    go(page, "output", 2022)
    actions = {action.data(): action for action in page.grid.make_menu().actions()}
    assert actions["years.copy-heads"].text() == "复制，连同名称和年份\tCtrl+Shift+C"
    desk.after(actions["table.clear-cells"].trigger)
    assert stored(desk) == {}
