"""The checklist as a table: rated, filtered and searched by keys and clicks."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from diagnosis.findings import Place
from diagnosis.text import LANGS, Lang
from tests.surveys import file_data
from tests.ui.judging import Desk
from tests.ui.test_checklist_page import ITEM, basic, ratings
from tests.ui.window import Opened
from ui.pages.checklist import ChecklistPage
from ui.settings import Settings
from ui.widgets.item_lines import CONFLICTS, GAPS, UNRATED
from ui.widgets.item_paint import CAPS, cap_of
from ui.widgets.item_table import COLUMNS, EVIDENCE, RATING

Key, Ctrl = Qt.Key, Qt.KeyboardModifier.ControlModifier
CONFLICT = basic(indicators=[{"id": "capacity-utilisation", "year": 2024, "value": 60}], ratings=[{"item": ITEM, "score": 4}])


def page_of(desk: Desk, item: str | None = ITEM) -> ChecklistPage:
    """The page as a table, the cursor in the item's rating."""
    page = desk.show(ChecklistPage(desk.session))
    desk.click(page.head.look._group.button(1))
    if item is not None:
        page.table.select(item, RATING)
    assert page.table.hasFocus()
    return page


def shown(page: ChecklistPage, item: str = ITEM) -> dict[str, str]:
    row = page.table.items.row_of(item)
    return {name: str(page.table.items.index(row, place).data()) for place, name in enumerate(COLUMNS)}


def press(page: ChecklistPage, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(page.table, key, modifier)


def pick(desk: Desk, page: ChecklistPage, state: str) -> None:
    place = [value for value, _ in page.head.state._choices].index(state)
    desk.click(page.head.state._group.button(place))


def typed(page: ChecklistPage) -> QLineEdit:
    found = page.table.viewport().findChild(QLineEdit)
    assert isinstance(found, QLineEdit)
    return found


# ---- what it shows


def test_a_row_has_level_rating_evidence_and_what_the_figures_say(desk: Desk) -> None:
    desk.load(
        basic(
            indicators=[{"id": "capacity-utilisation", "year": 2024, "value": 73}],
            ratings=[{"item": ITEM, "score": 1, "evidence": "走访\n三家"}],
        )
    )
    page = page_of(desk)
    assert shown(page) == {"name": "产能利用", "level": "明显不足", "rating": "1", "evidence": "走访\n三家", "figures": "产能利用率 73.0%"}
    headings = [row for row in page.table.items.rows if isinstance(row, str)]
    assert headings == [element.short.zh for element in desk.session.framework.elements.values() if _has_items(desk, element.id)]
    assert page.foot.anchors.toolTip().splitlines()[0].startswith("4 完全到位 ")


def _has_items(desk: Desk, element: str) -> bool:
    return any(item.element == element for item in desk.session.framework.items_for("basic"))


def test_a_conflict_is_a_word_before_the_figures_and_explained_below(desk: Desk) -> None:
    desk.load(CONFLICT)
    page = page_of(desk)
    assert shown(page)["figures"] == "冲突 · 产能利用率 60.0%"
    assert page.foot.conflict.isVisible()
    assert "复核之前，诊断和报告都按较重的“突出短板”计" in page.foot.conflict.text()


def test_the_look_is_remembered(desk: Desk) -> None:
    desk.load(basic())
    page_of(desk)
    assert Settings().word("checklist-look") == "table"
    again = desk.show(ChecklistPage(desk.session))
    assert again.table.isVisible()
    desk.click(again.head.look._group.button(0))
    assert again.detail.isVisible()
    assert again.list.hasFocus()


def test_both_looks_have_the_same_current_item(desk: Desk) -> None:
    desk.load(basic())
    page = page_of(desk)
    press(page, Key.Key_Down)
    following = page.list.ids[page.list.ids.index(ITEM) + 1]
    assert page.table.current == page.list.current == page.detail.item_id == following
    desk.click(page.head.look._group.button(0))
    desk.press(page.list, Key.Key_Up)
    desk.click(page.head.look._group.button(1))
    assert page.table.current == ITEM


# ---- rating


@pytest.mark.parametrize("score", range(5))
def test_a_digit_rates_the_current_row_and_shows_at_once(desk: Desk, score: int) -> None:
    desk.load(basic())
    page = page_of(desk)

    def rate() -> None:
        press(page, Key(Key.Key_0 + score))
        assert shown(page)["rating"] == str(score)

    desk.after(rate)
    assert ratings(desk)[ITEM].score == score
    assert page.table.current == ITEM
    assert page.head.note.text() == "已评 1/24"


@pytest.mark.parametrize("score", CAPS)
def test_a_click_on_a_key_cap_rates_its_row(desk: Desk, score: int | str) -> None:
    desk.load(basic())
    page = page_of(desk, None)
    row = page.table.items.row_of(ITEM)
    area = page.table.visualRect(page.table.items.index(row, RATING))
    point: QPoint = cap_of(area, CAPS.index(score)).center()
    desk.after(lambda: QTest.mouseClick(page.table.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, point))
    assert {item: found.score for item, found in ratings(desk).items()} == {ITEM: score}


def test_a_click_between_the_key_caps_rates_nothing(desk: Desk) -> None:
    desk.load(basic())
    page = page_of(desk, None)
    area = page.table.visualRect(page.table.items.index(page.table.items.row_of(ITEM), RATING))
    between = QPoint(cap_of(area, 0).right() + 2, area.center().y())
    QTest.mouseClick(page.table.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, between)
    desk.settle()
    assert ratings(desk) == {}
    assert page.table.current == ITEM


def test_items_are_rated_one_after_another_by_keys(desk: Desk) -> None:
    desk.load(basic())
    page = page_of(desk, None)
    page.table.select(page.list.ids[0], RATING)
    for key in (Key.Key_1, Key.Key_Return, Key.Key_2, Key.Key_Down, Key.Key_3):
        press(page, key)
    desk.settle()
    desk.settle()
    desk.bot.waitUntil(lambda: len(ratings(desk)) == 3)
    assert [ratings(desk)[item].score for item in page.list.ids[:3]] == [1, 2, 3]


def test_delete_takes_a_rating_back(desk: Desk) -> None:
    desk.load(basic(ratings=[{"item": ITEM, "score": 2, "evidence": "月报"}]))
    page = page_of(desk)
    desk.after(lambda: press(page, Key.Key_Delete))
    assert (ratings(desk)[ITEM].score, ratings(desk)[ITEM].evidence) == (None, "月报")


def test_not_applicable_asks_for_its_reason_below_the_table(desk: Desk) -> None:
    desk.load(basic())
    page = page_of(desk)
    assert not page.foot.reason.isVisible()
    desk.after(lambda: press(page, Key.Key_N))
    reason = page.foot.reason.editor.target
    desk.bot.waitUntil(reason.hasFocus)
    assert page.head.note.text() == "已评 0/24"  # not in effect without a reason
    desk.type(reason, "no such lines")
    desk.after(page.flush)
    assert ratings(desk)[ITEM].reason == "no such lines"
    assert shown(page)["level"] == "不适用"
    assert page.head.note.text() == "已评 1/24"


@pytest.mark.parametrize("key", [(Key.Key_U, Qt.KeyboardModifier.NoModifier), (Key.Key_Down, Ctrl)])
def test_the_next_unrated_item_is_a_key_away(desk: Desk, key: tuple[Qt.Key, Qt.KeyboardModifier]) -> None:
    desk.load(basic())
    page = page_of(desk, None)
    first, *_, last = page.list.ids
    desk.load(basic(ratings=[{"item": item, "score": 3} for item in page.list.ids if item not in (first, last)]))
    page.table.select(page.list.ids[1], RATING)
    press(page, *key)
    assert page.table.current == last
    press(page, *key)
    assert page.table.current == first
    desk.click(page.head.look._group.button(0))
    QTest.keyClick(page.list, *key)
    assert page.list.current == last


@pytest.mark.parametrize("key", [(Key.Key_U, Qt.KeyboardModifier.ShiftModifier), (Key.Key_Up, Ctrl)])
def test_the_unrated_item_before_is_a_key_away(desk: Desk, key: tuple[Qt.Key, Qt.KeyboardModifier]) -> None:
    desk.load(basic())
    page = page_of(desk, None)
    first, second, *_, last = page.list.ids
    desk.load(basic(ratings=[{"item": item, "score": 3} for item in page.list.ids if item not in (first, second, last)]))
    page.table.select(last, RATING)
    for expected in (second, first, last):
        press(page, *key)
        assert page.table.current == expected


def test_when_all_are_rated_there_is_no_next_one(desk: Desk) -> None:
    desk.load(basic())
    page = page_of(desk)
    assert page.head.onward.isVisible()
    desk.load(basic(ratings=[{"item": item, "score": 3} for item in page.list.ids]))
    desk.settle()
    assert not page.head.onward.isVisible()
    press(page, Key.Key_U)
    assert page.table.current == ITEM


# ---- evidence


def test_evidence_is_typed_in_place_and_a_letter_or_digit_is_evidence_there(desk: Desk) -> None:
    desk.load(basic())
    page = page_of(desk)
    press(page, Key.Key_Tab)
    assert page.table.currentIndex().column() == EVIDENCE
    QTest.keyClicks(page.table, "u")
    QTest.keyClicks(typed(page), " 3 of 4 firms")
    desk.after(lambda: QTest.keyClick(typed(page), Key.Key_Return))
    assert (ratings(desk)[ITEM].evidence, ratings(desk)[ITEM].score) == ("u 3 of 4 firms", None)
    assert page.table.current == page.list.ids[page.list.ids.index(ITEM) + 1]
    assert page.table.hasFocus()


def test_evidence_of_several_lines_keeps_them(desk: Desk) -> None:
    desk.load(basic(ratings=[{"item": ITEM, "evidence": "一\n二"}]))
    page = page_of(desk)
    page.table.select(ITEM, EVIDENCE)
    press(page, Key.Key_F2)
    QTest.keyClick(typed(page), Key.Key_End)
    QTest.keyClicks(typed(page), "!")
    desk.after(lambda: QTest.keyClick(typed(page), Key.Key_Return))
    assert ratings(desk)[ITEM].evidence == "一\n二!"


def test_delete_in_the_evidence_clears_it_and_not_the_rating(desk: Desk) -> None:
    desk.load(basic(ratings=[{"item": ITEM, "score": 2, "evidence": "月报"}]))
    page = page_of(desk)
    page.table.select(ITEM, EVIDENCE)
    desk.after(lambda: press(page, Key.Key_Delete))
    assert (ratings(desk)[ITEM].score, ratings(desk)[ITEM].evidence) == (2, None)


def test_what_is_typed_is_stored_when_the_round_is_left(desk: Desk) -> None:
    desk.load(basic())
    page = page_of(desk)
    page.table.select(ITEM, EVIDENCE)
    QTest.keyClicks(page.table, "x")
    desk.after(desk.session.leaving.emit)
    assert ratings(desk)[ITEM].evidence == "x"


# ---- which items


def test_filters_pick_items_that_stay_until_one_filters_again(desk: Desk) -> None:
    desk.load(CONFLICT | {"ratings": [{"item": ITEM, "score": 4}, {"item": "homogenisation", "score": 1}]})
    page = page_of(desk)
    pick(desk, page, CONFLICTS)
    assert page.list.ids == (ITEM,)
    pick(desk, page, GAPS)
    assert set(page.list.ids) == {ITEM, "homogenisation"}
    pick(desk, page, UNRATED)
    assert len(page.list.ids) == 22
    item = page.list.ids[0]
    page.table.setFocus()
    page.table.select(item, RATING)
    desk.after(lambda: press(page, Key.Key_3))
    assert page.list.ids[0] == item == page.table.current
    pick(desk, page, UNRATED)
    assert item not in page.list.ids


def test_a_search_looks_through_names_in_both_languages_and_an_empty_result_says_what_to_do(desk: Desk) -> None:
    desk.load(basic())
    page = page_of(desk)
    name = desk.session.framework.items[ITEM].short
    for text in (name.zh, name.en.upper()):
        page.head.search.setText(text)
        assert ITEM in page.list.ids
    page.head.search.setText("没有这样的条目")
    assert page.list.ids == ()
    assert page.head.nothing.isVisible()
    page.go_to(Place(step="checklist", part="ratings", field=ITEM))
    assert page.head.search.text() == ""
    assert page.table.current == ITEM
    assert page.table.hasFocus()


def test_a_field_that_the_table_has_not_is_shown_with_its_item_alone(desk: Desk) -> None:
    desk.load(basic(ratings=[{"item": ITEM, "score": 2, "respondent": "甲"}]))
    page = page_of(desk)
    page.go_to(Place(step="checklist", part="ratings", row=0, field="evidence"))
    assert (page.table.current, page.table.currentIndex().column()) == (ITEM, EVIDENCE)
    page.go_to(Place(step="checklist", part="ratings", row=0, field="respondent"))
    desk.bot.waitUntil(page.detail.fields["respondent"].editor.target.hasFocus)


def test_another_type_brings_its_own_items(desk: Desk) -> None:
    desk.load(basic())
    page = page_of(desk)
    pick(desk, page, UNRATED)
    desk.set("classification_override", "type", "frontier")
    desk.set("classification_override", "reason", "实地所见")
    assert page.list.ids
    assert set(page.list.ids) <= {item.id for item in desk.session.framework.items_for("frontier")}


# ---- in the window


@pytest.mark.parametrize("lang", LANGS)
def test_no_name_or_level_is_cut_in_the_smallest_window(program: Opened, lang: Lang) -> None:
    program.session.set_language(lang)
    program.window.go_to_step("checklist")
    program.settle()
    page = program.window.page
    assert isinstance(page, ChecklistPage)
    program.click(page.head.look._group.button(1))
    program.settle()
    table = page.table
    assert table.horizontalHeader().length() <= table.viewport().width()
    metrics = table.fontMetrics()
    for row in range(table.items.rowCount()):
        line = table.items.line(row)
        if line is not None:
            assert metrics.horizontalAdvance(line.name) <= table.columnWidth(0) - 24
            assert metrics.horizontalAdvance(line.word) <= table.columnWidth(1) - 36


def test_tab_leaves_the_table_at_its_end(program: Opened) -> None:
    program.window.go_to_step("checklist")
    program.settle()
    page = program.window.page
    assert isinstance(page, ChecklistPage)
    program.click(page.head.look._group.button(1))
    page.table.select(page.list.ids[-1], EVIDENCE)
    QTest.keyClick(page.table, Key.Key_Tab)
    assert not page.table.hasFocus()
    QTest.keyClick(program.focus, Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    assert page.table.hasFocus()


def test_without_a_type_the_table_waits_with_the_list(desk: Desk) -> None:
    desk.load(file_data())
    page = desk.show(ChecklistPage(desk.session))
    desk.click(page.head.look._group.button(1))
    assert page.empty.isVisible()
    desk.click(page.empty.buttons[1])
    assert page.table.isVisible()
    page.table.select(ITEM, RATING)
    desk.after(lambda: press(page, Key.Key_1))
    assert ratings(desk)[ITEM].score == 1
