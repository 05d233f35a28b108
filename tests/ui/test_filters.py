"""Filters of a list's columns: from the header and by keys, shown as chips, together with search and order."""

from typing import TypeVar

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from db.filters import Among, Between, Holding
from tests.surveys import file_data
from tests.ui.judging import Desk
from tests.ui.tables import index_of, names, pane_of, select
from ui.tones import tone
from ui.widgets.filter_editors import Bounds, Ticks, Words
from ui.widgets.filter_header import FilterHeader
from ui.widgets.filter_popup import FilterPopup
from ui.widgets.list_pane import ListPane
from ui.widgets.table_cells import Role
from ui.widgets.view_control import ViewControl

E = TypeVar("E", bound=QWidget)
FIRMS = [
    {"name": "中联重科", "role": "key", "revenue": 4, "chain_link": "整机", "honours": ["hnte"]},
    {"name": "阿里", "role": "supporting", "revenue": 12000, "chain_link": "整机", "honours": []},
    {"name": "三一重工", "role": "leader", "revenue": 100, "chain_link": "油缸", "honours": ["hnte", "listed"], "uscc": "X"},
    {"name": "无名", "chain_link": "整机"},
]


@pytest.fixture
def pane(desk: Desk) -> ListPane:
    desk.load(file_data(enterprises=FIRMS))
    return pane_of(desk, "enterprises")


def control(pane: ListPane) -> ViewControl:
    assert pane.shown is not None
    return pane.shown


def open_filter(desk: Desk, pane: ListPane, field: str, kind: type[E]) -> E:
    """The panel of a column, opened by its keys."""
    select(pane, 0, field)
    QTest.keySequence(pane.table, "Ctrl+Shift+F")
    desk.settle()
    popup = control(pane).popup
    assert isinstance(popup, FilterPopup)
    assert popup.question.id == field
    assert popup.isVisible()
    editor = popup.editor
    assert isinstance(editor, kind)
    return editor


def close_filter(desk: Desk, pane: ListPane) -> None:
    """Enter takes what is there at once, and leads back to the table."""
    popup = control(pane).popup
    assert popup is not None
    QTest.keyClick(popup, Qt.Key.Key_Return)
    desk.settle()
    desk.settle()
    assert control(pane).popup is None or not popup.isVisible()


def tick(editor: Ticks | Words, name: str) -> None:
    """By the keyboard."""
    (item,) = (item for item in editor.list.items() if item.text(0) == name)
    editor.list.setCurrentItem(item)
    QTest.keyClick(editor.list, Qt.Key.Key_Space)


def chips(pane: ListPane) -> list[str]:
    return [chip.text() for chip in control(pane).chips.chips.values()] if control(pane).chips.isVisible() else []


def test_choices_are_ticked_and_the_missing_answer_is_one_of_them(desk: Desk, pane: ListPane) -> None:
    editor = open_filter(desk, pane, "role", Ticks)
    assert [(item.text(0), item.text(1)) for item in editor.list.items()] == [
        ("龙头（链主）", "1"), ("骨干", "1"), ("配套", "1"), ("其他", "0"), ("未填", "1"),
    ]  # fmt: skip
    tick(editor, "骨干")
    tick(editor, "未填")
    close_filter(desk, pane)
    assert names(pane) == ["中联重科", "无名"]
    assert chips(pane) == ["角色：骨干、未填"]
    assert pane.count.text() == "找到 2 行，共 4 行"
    assert pane.table.hasFocus()


def test_of_several_choices_any_one_is_enough_and_none_of_them_is_an_answer(desk: Desk, pane: ListPane) -> None:
    tick(open_filter(desk, pane, "honours", Ticks), "高新技术企业")
    close_filter(desk, pane)
    assert names(pane) == ["中联重科", "三一重工"]
    editor = open_filter(desk, pane, "honours", Ticks)
    tick(editor, "高新技术企业")
    tick(editor, "无")
    close_filter(desk, pane)
    assert names(pane) == ["阿里"]
    assert pane.model.view.filters == {"honours": Among(frozenset([()]))}


def test_a_click_on_the_words_ticks_as_one_on_the_box_does(desk: Desk, pane: ListPane) -> None:
    editor = open_filter(desk, pane, "role", Ticks)
    item = editor.list.items()[0]
    area = editor.list.visualItemRect(item)
    for place in (area.center(), QPoint(area.left() + 10, area.center().y())):
        QTest.mouseClick(editor.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert editor.list.values == frozenset()
    QTest.mouseClick(editor.list.viewport(), Qt.MouseButton.LeftButton, pos=area.center())
    assert editor.list.values == {"leader"}


def test_numbers_have_bounds_in_any_unit_and_what_is_none_is_said(desk: Desk, pane: ListPane) -> None:
    editor = open_filter(desk, pane, "revenue", Bounds)
    QTest.keyClicks(editor.low, "50")
    QTest.keyClicks(editor.high, "much")
    desk.bot.waitUntil(editor.note.isVisible)
    assert editor.note.text().startswith("应为金额")
    assert editor.answered.isChecked()
    editor.high.clear()
    editor.high.insert("1亿")
    editor.high.textEdited.emit(editor.high.text())
    close_filter(desk, pane)
    assert names(pane) == ["三一重工"]
    assert chips(pane) == ["营业收入：50–10000 万元"]
    editor = open_filter(desk, pane, "revenue", Bounds)
    assert (editor.low.text(), editor.high.text()) == ("50", "10000")
    desk.click(editor.blank)
    editor.high.clear()
    editor.high.textEdited.emit("")
    close_filter(desk, pane)
    assert names(pane) == ["阿里", "三一重工", "无名"]
    assert chips(pane) == ["营业收入：≥ 50 万元、未填"]


def test_a_text_is_looked_for_or_the_missing_one(desk: Desk, pane: ListPane) -> None:
    editor = open_filter(desk, pane, "uscc", Words)
    QTest.keyClicks(editor.line, "x")
    close_filter(desk, pane)
    assert names(pane) == ["三一重工"]
    editor = open_filter(desk, pane, "uscc", Words)
    editor.line.clear()
    editor.line.textEdited.emit("")
    desk.click(editor.answered)
    desk.click(editor.blank)
    close_filter(desk, pane)
    assert pane.model.view.filters == {"uscc": Holding(answered=False, blank=True)}
    assert names(pane) == ["中联重科", "阿里", "无名"]


def test_texts_that_many_rows_share_are_offered_to_be_ticked(desk: Desk, pane: ListPane) -> None:
    assert not open_filter(desk, pane, "name", Words).list.isVisible()
    close_filter(desk, pane)
    editor = open_filter(desk, pane, "chain_link", Words)
    desk.bot.waitUntil(editor.list.isVisible)
    assert [(item.text(0), item.text(1)) for item in editor.list.items()] == [("整机", "3"), ("油缸", "1")]
    tick(editor, "油缸")
    close_filter(desk, pane)
    assert names(pane) == ["三一重工"]
    editor = open_filter(desk, pane, "chain_link", Words)
    desk.bot.waitUntil(editor.list.isVisible)
    assert editor.list.values == {"油缸"}
    editor.line.insert("整")
    editor.line.textEdited.emit("整")
    close_filter(desk, pane)
    assert pane.model.view.filters == {"chain_link": Holding(text="整")}
    assert names(pane) == ["中联重科", "阿里", "无名"]


def test_the_funnel_in_the_header_opens_the_panel_and_does_not_sort(desk: Desk, pane: ListPane) -> None:
    header = pane.table.horizontalHeader()
    assert isinstance(header, FilterHeader)
    column = index_of(pane, 0, "role").column()
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=header.funnel_of(column).center())
    popup = control(pane).popup
    assert isinstance(popup, FilterPopup)
    assert popup.question.id == "role"
    assert pane.model.view.sort is None
    popup.close()
    numbers = header.funnel_of(index_of(pane, 0, "revenue").column())
    assert numbers.left() - header.sectionViewportPosition(index_of(pane, 0, "revenue").column()) < 10  # beside a name at the right


def test_the_panel_sorts_by_keys(desk: Desk, pane: ListPane) -> None:
    open_filter(desk, pane, "revenue", Bounds)
    popup = control(pane).popup
    assert isinstance(popup, FilterPopup)
    popup.order.focus_widget().setFocus()
    QTest.keyClick(popup.order.focus_widget(), Qt.Key.Key_Left)
    assert popup.order.value == "falling"
    close_filter(desk, pane)
    assert names(pane) == ["阿里", "三一重工", "中联重科", "无名"]
    header = pane.table.horizontalHeader()
    assert header.isSortIndicatorShown()
    assert header.sortIndicatorSection() == index_of(pane, 0, "revenue").column()


def test_filters_search_and_order_go_together_and_each_can_be_taken_away(desk: Desk, pane: ListPane) -> None:
    control(pane).filter("revenue", Between(low=50))
    control(pane).filter("role", Among(frozenset(["leader", "key", "supporting"])))
    pane.search.setText("整机")
    pane.search.returnPressed.emit()
    pane.table.sort("name")
    desk.settle()
    desk.settle()
    assert names(pane) == ["阿里"]
    first, second = control(pane).chips.chips.values()
    first.setFocus()
    QTest.keyClick(first, Qt.Key.Key_Delete)
    desk.settle()
    desk.settle()
    assert names(pane) == ["阿里", "中联重科"]
    assert chips(pane) == [second.text()]
    assert not control(pane).chips.clear.isVisible()
    desk.click(second)
    desk.settle()
    desk.settle()
    assert chips(pane) == []
    assert names(pane) == ["阿里", "无名", "中联重科"]
    assert pane.model.view.search == "整机"


def test_all_filters_are_cleared_at_once(desk: Desk, pane: ListPane) -> None:
    control(pane).filter("revenue", Between(low=50))
    control(pane).show_mark("refused")
    desk.settle()
    assert chips(pane) == ["营业收入：≥ 50 万元", "有未采纳的内容"]
    desk.click(control(pane).chips.clear)
    desk.settle()
    desk.settle()
    assert chips(pane) == []
    assert len(names(pane)) == len(FIRMS)


def test_rows_with_something_marked_are_found_from_the_menu(desk: Desk, pane: ListPane) -> None:
    menu = pane.bar.buttons["filter"].menu()
    assert menu is not None
    menu.aboutToShow.emit()
    (advised,) = (action for action in menu.actions() if action.data() == "advised")
    advised.trigger()
    desk.settle()
    desk.settle()
    assert names(pane) == ["三一重工"]  # its credit code is none
    menu.aboutToShow.emit()
    (advised,) = (action for action in menu.actions() if action.data() == "advised")
    assert advised.isChecked()
    advised.trigger()
    desk.settle()
    desk.settle()
    assert len(names(pane)) == len(FIRMS)


@pytest.mark.parametrize(
    ("row", "field", "expected"),
    [
        (0, "chain_link", ["中联重科", "阿里", "无名"]),
        (0, "revenue", ["中联重科"]),
        (3, "revenue", ["无名"]),
        (3, "uscc", ["中联重科", "阿里", "无名"]),
        (1, "honours", ["阿里"]),
        (2, "honours", ["中联重科", "三一重工"]),
        (3, "role", ["无名"]),
    ],
)
def test_rows_that_answer_the_same_are_shown_from_the_cell(desk: Desk, pane: ListPane, row: int, field: str, expected: list[str]) -> None:
    select(pane, row, field)
    (same,) = (action for action in pane.table.make_menu().actions() if action.data() == "table.same")
    same.trigger()
    desk.settle()
    desk.settle()
    assert names(pane) == expected


def test_a_row_that_no_longer_passes_after_an_edit_stays_muted_until_something_else_is_asked_for(desk: Desk, pane: ListPane) -> None:
    """It went at once, and with it what one was about to fill in next."""
    control(pane).filter("chain_link", Among(frozenset(["整机"])))
    desk.settle()
    desk.settle()
    select(pane, 2)
    kept = pane.table.current_id
    pane.model.store(index_of(pane, 0, "chain_link"), "油缸")
    desk.settle()
    desk.settle()
    desk.settle()
    assert names(pane) == ["中联重科", "阿里", "无名"]
    assert pane.table.current_id == kept
    stray, others = index_of(pane, 0, "name"), index_of(pane, 1, "name")
    assert stray.data(Role.ForegroundRole) == QColor(tone.muted)
    assert "不再符合" in stray.data(Role.ToolTipRole)
    assert "不再符合" in stray.data(Role.AccessibleDescriptionRole)
    assert others.data(Role.ForegroundRole) is None
    assert pane.bar.count.text() == "找到 2 行，另 1 行已不符"
    pane.model.store(index_of(pane, 2, "main_product"), "改两次")
    desk.settle()
    desk.settle()
    assert names(pane) == ["中联重科", "阿里", "无名"]
    desk.session.undo()
    desk.session.undo()
    desk.settle()
    desk.settle()
    desk.settle()
    assert pane.bar.count.text() == "找到 3 行，共 4 行"
    assert stray.data(Role.ForegroundRole) is None
    pane.model.store(index_of(pane, 0, "chain_link"), "油缸")
    desk.settle()
    desk.settle()
    control(pane).filter("chain_link", Among(frozenset(["整机", None])))
    desk.settle()
    desk.settle()
    assert "中联重科" not in names(pane)


def test_a_row_that_is_deleted_goes_whatever_was_searched_for(desk: Desk, pane: ListPane) -> None:
    control(pane).filter("chain_link", Among(frozenset(["整机"])))
    desk.settle()
    desk.settle()
    pane.model.store(index_of(pane, 0, "chain_link"), "油缸")
    desk.settle()
    desk.settle()
    select(pane, 0)
    desk.click(pane.delete_button)
    desk.settle()
    desk.settle()
    assert names(pane) == ["阿里", "无名"]
    assert pane.model.strays == frozenset()


def test_a_new_row_shows_whatever_was_filtered(desk: Desk, pane: ListPane) -> None:
    control(pane).filter("revenue", Between(low=50))
    desk.settle()
    desk.click(pane.add_button)
    desk.settle()
    desk.settle()
    desk.settle()
    assert len(names(pane)) == len(FIRMS) + 1
    assert pane.table.currentIndex().row() == len(FIRMS)


def test_a_list_within_another_page_has_no_filters(desk: Desk) -> None:
    desk.load(file_data(fields=[{"id": "steel", "share": 0.5}]))
    pane = pane_of(desk, "fields", bare=True)
    assert pane.shown is None
    assert not pane.bar.buttons["filter"].isVisible()
    header = pane.table.horizontalHeader()
    assert isinstance(header, FilterHeader)
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=header.funnel_of(0).center())
    desk.settle()
    assert pane.model.view.sort == "id"


def test_the_words_follow_the_language(desk: Desk, pane: ListPane) -> None:
    control(pane).filter("role", Among(frozenset(["leader", None])))
    control(pane).filter("revenue", Between(high=100))
    desk.session.set_language("en")
    pane.retranslate()
    assert chips(pane) == ["Role: Leader, blank", "Revenue: ≤ 100 10,000 yuan"]
    assert control(pane).chips.clear.text() == "Clear all filters"


def test_where_nothing_is_like_what_is_wanted_that_is_said_and_all_is_one_key_away(desk: Desk, pane: ListPane) -> None:
    pane.table.setFocus()
    control(pane).filter("revenue", Between(low=50))
    pane.search.setText("没有的")
    pane.search.returnPressed.emit()
    desk.settle()
    desk.settle()
    assert names(pane) == []
    assert pane.nothing.isVisible()
    assert not pane.table.isVisible()
    show_all = pane.nothing.buttons[0]
    assert show_all.hasFocus()
    QTest.keyClick(show_all, Qt.Key.Key_Space)
    desk.settle()
    desk.settle()
    assert len(names(pane)) == len(FIRMS)
    assert pane.table.hasFocus()
    assert pane.search.text() == ""
    assert chips(pane) == []


def test_a_list_that_is_empty_says_what_belongs_there_whatever_is_searched_for(desk: Desk) -> None:
    desk.load(file_data())
    pane = pane_of(desk, "enterprises")
    pane.search.setText("没有的")
    pane.search.returnPressed.emit()
    desk.settle()
    assert pane.empty.isVisible()
    assert not pane.nothing.isVisible()
