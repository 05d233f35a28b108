"""Values typed into the grid of years: stored, refused, taken back, and in years with several rows."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.ui.grids import MONEY, RATED, Key, Shift, editor_of, face, go, here, page_of, press, row, select, stored, survey, type_in, value
from tests.ui.judging import Desk
from tests.ui.tables import entries_in

# ---- typing


def test_a_number_typed_into_a_year_is_its_row(desk: Desk) -> None:
    desk.load(survey())
    page = page_of(desk)
    go(page, "output", 2023)
    type_in(page, "320.5")
    desk.after(lambda: press(editor_of(page), Key.Key_Return))
    assert entries_in(desk, "indicators")[0].answers == {"id": "output", "year": 2023, "value": 320.5}
    assert face(page, "output", 2023) == "320.5"
    assert here(page) == ("output-growth", 2023)
    assert desk.session.undo_name is not None
    assert desk.session.undo_name.zh == "修改2023年的“总产值”"
    desk.after(desk.session.undo)
    desk.settle()
    assert face(page, "output", 2023) == "—"


def test_money_is_read_with_its_unit(desk: Desk) -> None:
    desk.load(survey())
    page = page_of(desk)
    go(page, MONEY, 2023)
    type_in(page, "1.2亿")
    desk.after(lambda: press(editor_of(page), Key.Key_Return))
    assert value(desk, MONEY, 2023) == 12000


@pytest.mark.parametrize(
    ("key", "modifier", "expected"),
    [
        (Key.Key_Return, Qt.KeyboardModifier.NoModifier, ("output-growth", 2023)),
        (Key.Key_Down, Qt.KeyboardModifier.NoModifier, ("output-growth", 2023)),
        (Key.Key_Tab, Qt.KeyboardModifier.NoModifier, ("output", 2024)),
        (Key.Key_Backtab, Shift, ("output", 2022)),
    ],
)
def test_leaving_a_cell_stores_it_and_goes_on(desk: Desk, key: Qt.Key, modifier: Qt.KeyboardModifier, expected: tuple[str, int]) -> None:
    desk.load(survey())
    page = page_of(desk)
    go(page, "output", 2023)
    type_in(page, "7")
    desk.after(lambda: press(editor_of(page), key, modifier))
    assert value(desk, "output", 2023) == 7
    assert here(page) == expected
    assert page.grid.hasFocus()


def test_a_column_of_numbers_is_typed_without_the_mouse(desk: Desk) -> None:
    desk.load(survey())
    page = page_of(desk)
    go(page, "employees", 2024)  # the last of its group: the heading that follows is passed over
    for number in "12":
        type_in(page, number)
        press(editor_of(page), Key.Key_Return)
    desk.settle()
    following = list(desk.session.framework.indicators)[list(desk.session.framework.indicators).index("employees") + 1]
    assert (value(desk, "employees", 2024), value(desk, following, 2024)) == (1, 2)


def test_escape_brings_back_what_stood_there(desk: Desk) -> None:
    desk.load(survey(row("output", 2023, 320)))
    page = page_of(desk)
    go(page, "output", 2023)
    press(page.grid, Key.Key_F2)
    editor = editor_of(page)
    assert editor.text() == "320"
    press(editor, Key.Key_End)
    QTest.keyClicks(editor, "5")
    desk.after(page.grid._delegate.flush)
    assert value(desk, "output", 2023) == 3205
    desk.after(lambda: press(editor, Key.Key_Escape))
    assert value(desk, "output", 2023) == 320


def test_escape_from_an_empty_cell_leaves_no_row(desk: Desk) -> None:
    desk.load(survey())
    page = page_of(desk)
    go(page, "output", 2023)
    editor = type_in(page, "12")
    desk.after(page.grid._delegate.flush)
    desk.after(lambda: press(editor, Key.Key_Escape))
    assert stored(desk) == {}
    assert face(page, "output", 2023) == "—"


def test_what_is_typed_is_stored_before_another_round_opens(desk: Desk) -> None:
    desk.load(survey())
    page = page_of(desk)
    go(page, "output", 2023)
    type_in(page, "12")
    first = desk.session.round_id
    desk.session.leaving.emit()
    desk.settle()
    assert desk.session.round_id == first
    assert value(desk, "output", 2023) == 12


@pytest.mark.parametrize("typed", ["约三百", "-3"])
def test_what_is_refused_stays_in_the_cell_and_is_told(desk: Desk, typed: str) -> None:
    desk.load(survey(row("output", 2023, 320)))
    page = page_of(desk)
    go(page, "output", 2023)
    type_in(page, typed)
    press(editor_of(page), Key.Key_Tab)
    desk.settle()
    desk.settle()
    assert face(page, "output", 2023) == typed
    assert face(page, "output", "value") == "320 填报"
    go(page, "output", 2023)
    assert page.panel.remark.text().startswith(f"2023: “{typed}”未采纳：")
    assert page.panel.remark.text().endswith("仍按 320 计。")
    assert page.panel.remark.property("role") == "error"
    type_in(page, "330")
    desk.after(lambda: press(editor_of(page), Key.Key_Return))
    assert stored(desk)["output", 2023][0].drafts == {}


def test_delete_clears_what_is_selected_as_one_change(desk: Desk) -> None:
    desk.load(survey(row("output", 2023, 320), row("output", 2024, 330, source="公报"), row("firms", 2024, 5)))
    page = page_of(desk)
    select(page, ("output", 2023), ("firms", 2024))
    desk.after(lambda: press(page.grid, Key.Key_Delete))
    assert {key: [entry.answers for entry in found] for key, found in stored(desk).items()} == {
        ("output", 2024): [{"id": "output", "year": 2024, "source": "公报"}]
    }
    desk.after(desk.session.undo)
    assert len(entries_in(desk, "indicators")) == 3


def test_of_several_rows_the_one_that_counts_is_changed_and_all_are_counted(desk: Desk) -> None:
    desk.load(survey(row("output", 2023, 300, source="年鉴"), row("output", 2023, 320, source="公报")))
    page = page_of(desk)
    assert face(page, "output", 2023) == "320 · 2 行"
    go(page, "output", 2023)
    assert page.panel.remark.text().startswith("2023: 这一年有 2 行，以最后一行为准")
    type_in(page, "325")
    desk.after(lambda: press(editor_of(page), Key.Key_Return))
    assert [entry.answers["value"] for entry in stored(desk)["output", 2023]] == [300, 325]


@pytest.mark.parametrize("key", [Key.Key_Return, Key.Key_F2, Key.Key_3])
def test_a_year_rated_by_several_opens_their_rows(desk: Desk, key: Qt.Key) -> None:
    desk.load(survey(row(RATED, 2023, 1), *(row(RATED, 2024, value, source="受访者") for value in (2, 3, 4))))
    page = page_of(desk)
    assert face(page, RATED, 2024) == "3 · 3 人均值"
    go(page, RATED, 2024)
    desk.settle()
    press(page.grid, key)
    desk.settle()
    desk.settle()
    table = page.panel.pane.table
    desk.bot.waitUntil(table.hasFocus)
    assert (table.currentIndex().row(), table.currentIndex().column()) == (1, 1)
    assert [entry.answers["value"] for entry in stored(desk)[RATED, 2024]] == [2, 3, 4]


def test_a_single_rating_is_typed_into_its_cell(desk: Desk) -> None:
    desk.load(survey(row(RATED, 2024, 2)))
    page = page_of(desk)
    go(page, RATED, 2024)
    type_in(page, "3")
    desk.after(lambda: press(editor_of(page), Key.Key_Return))
    assert value(desk, RATED, 2024) == 3


def test_an_odd_value_is_taken_and_told(desk: Desk) -> None:
    desk.load(survey())
    page = page_of(desk)
    go(page, "output", 2024)
    type_in(page, "90000")
    desk.after(lambda: press(editor_of(page), Key.Key_Return))
    go(page, "output", 2024)
    assert "90000" in face(page, "output", 2024)
    assert "30000" in page.panel.remark.text()
