"""The tab of the chain: what firms name already, the empty board, pasting, the table half, what the figures say, and what goes wrong."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from db import operations
from db.browse import Entry
from diagnosis.findings import Place
from tests.surveys import file_data
from tests.ui.chains import (
    DOWN,
    MID,
    UP,
    chain_tab,
    click,
    drag,
    gap_in,
    key,
    lanes,
    link,
    list_of,
    page_of,
    point_of,
    stored,
    stored_lanes,
)
from tests.ui.tables import names
from tests.ui.test_trouble import own, path_of  # noqa: F401 - a fixture
from tests.ui.troubles import held, impatient
from tests.ui.window import Opened
from ui.pages.chain import MAP, TABLE, ChainPage
from ui.settings import Settings
from ui.widgets.chain_card import Card, placed
from ui.widgets.chain_tab import ChainTab

Alt, Control = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
FIRMS = [
    {"name": "甲", "chain_link": "底盘"},
    {"name": "乙", "chain_link": "液压件、底盘"},
    {"name": "丙", "chain_link": "电机"},
    {"name": "丁", "chain_link": "整机"},
]
CHAIN = [link("整机", DOWN), link("泵", UP)]


# ---- links that firms name


def test_links_that_only_firms_name_are_offered_and_added_by_enter(program: Opened) -> None:
    tab = chain_tab(program, chain=CHAIN, enterprises=FIRMS)
    board = tab.board
    assert lanes(board)[None] == ["底盘", "液压件", "电机"]
    assert board.lanes[None].head.text() == "名录提到 3"
    cards, place = list_of(board, "底盘")
    assert cards.cards.index(place).data(Qt.ItemDataRole.AccessibleTextRole) == "底盘 · 2 家企业填写，产业链上还没有，按回车添加"
    click(board, "底盘")
    assert tab.panel.form.row_id is None
    key(Qt.Key.Key_Return)
    program.settle()
    assert stored(program)[-1] == {"name": "底盘"}
    assert board.lanes[None].head.text() == "未分段 · 1 · 名录提到 2"
    program.press("Ctrl+Z")
    program.settle()
    assert board.lanes[None].head.text() == "名录提到 3"


def test_a_link_that_only_firms_name_is_dragged_into_a_stage(program: Opened) -> None:
    board = chain_tab(program, chain=CHAIN, enterprises=FIRMS).board
    cards, _ = list_of(board, "电机")
    drag(cards.viewport(), point_of(board, "电机"), gap_in(board.lanes[MID].list, 0))
    program.settle()
    assert lanes(board)[MID] == ["电机"]
    assert stored(program)[-1] == {"name": "电机", "stage": MID}
    assert "电机" not in lanes(board)[None]
    current = board.current
    assert current is not None
    assert (current.name, current.stage, board.ids) == ("电机", MID, [current.id])


def test_all_of_them_are_added_at_once_and_taken_back_at_once(program: Opened) -> None:
    board = chain_tab(program, chain=CHAIN, enterprises=FIRMS).board
    click(board, "底盘")
    key(Qt.Key.Key_A, Control)
    key(Qt.Key.Key_Return)
    program.settle()
    assert [row["name"] for row in stored(program)] == ["整机", "泵", "底盘", "液压件", "电机"]
    program.press("Ctrl+Z")
    program.settle()
    assert [row["name"] for row in stored(program)] == ["整机", "泵"]


def test_a_firm_s_new_link_shows_at_once(program: Opened) -> None:
    board = chain_tab(program, chain=CHAIN).board
    assert program.session.round_id is not None
    program.session.change(operations.add_row, program.session.round_id, "enterprises", {"name": "戊", "chain_link": "阀"})
    program.settle()
    assert lanes(board)[None] == ["阀"]


# ---- the empty board, and pasting


def test_the_empty_board_names_the_first_link(program: Opened) -> None:
    tab = chain_tab(program)
    assert tab.empty.isVisible()
    assert not tab.board.isVisible()
    program.click(tab.empty.buttons[0])
    assert tab.board.lanes[UP].adder.line.hasFocus()
    QTest.keyClicks(program.focus, "servo")
    key(Qt.Key.Key_Return)
    program.settle()
    assert lanes(tab.board)[UP] == ["servo"]
    program.press("Ctrl+Z")
    program.settle()
    assert stored(program) == []


def test_a_column_of_names_is_pasted_into_the_stage(program: Opened) -> None:
    board = chain_tab(program, chain=CHAIN).board
    QGuiApplication.clipboard().setText("液压缸\r\n 多路阀 \r\n\r\n马达\r\n")
    click(board, "泵")
    key(Qt.Key.Key_V, Control)
    program.settle()
    assert lanes(board)[UP] == ["泵", "液压缸", "多路阀", "马达"]
    assert stored_lanes(program) == lanes(board)
    program.press("Ctrl+Z")
    program.settle()
    assert lanes(board)[UP] == ["泵"]


def test_a_block_is_pasted_as_rows_of_the_table(program: Opened) -> None:
    tab = chain_tab(program)
    QGuiApplication.clipboard().setText("上游\t液压缸\t核心基础零部件（元器件）\t是\t自主\t3\n中游\t总成\t产品\t否\t谁知道\t2\n")
    program.click(tab.empty.buttons[1])
    program.settle()
    assert stored(program) == [
        {"stage": UP, "name": "液压缸", "kind": "parts", "present": True, "control": "self", "importance": 3},
        {"stage": MID, "name": "总成", "kind": "product", "present": False, "importance": 2},
    ]
    cards, place = list_of(tab.board, "总成")
    assert "有内容未采用" in str(cards.cards.index(place).data(Qt.ItemDataRole.AccessibleTextRole))


def test_an_empty_clipboard_is_told(program: Opened) -> None:
    tab = chain_tab(program)
    QGuiApplication.clipboard().clear()
    with program.bot.waitSignal(program.session.message):
        program.click(tab.empty.buttons[1])


# ---- the other half


def test_board_and_table_are_two_views_and_the_choice_is_remembered(program: Opened) -> None:
    page = page_of(program, chain=CHAIN)
    tab = page.tab("chain")
    assert isinstance(tab, ChainTab)
    program.settle()
    assert tab.board.isVisible()
    assert not tab.pane.isVisible()
    click(tab.board, "泵")
    program.click(page.view._group.button(1))
    program.settle()
    assert tab.pane.isVisible()
    assert not tab.board.isVisible()
    assert tab.pane.complete.isVisible()
    assert not page.complete.isVisible()
    assert names(tab.pane) == ["下游", "上游"]
    assert tab.pane.table.currentIndex().row() == 1
    assert Settings().word("chain-view") == TABLE
    assert ChainPage(program.session).view.value == TABLE
    tab.pane.table.go_to_row(tab.pane.model.ids[0])
    program.click(page.view._group.button(0))
    assert tab.board.current is not None
    assert tab.board.current.name == "整机"
    assert Settings().word("chain-view") == MAP


def test_a_list_is_declared_complete_beside_the_board(program: Opened) -> None:
    page = page_of(program, chain=[link("泵", UP, present=True), link("阀", UP, present=False)])
    tab = page.tab("chain")
    program.settle()
    assert page._head._hint.text().startswith("产业链完整度 50.0%* · “卡脖子”环节 —\n* 不作依据：")
    assert not tab.pane.complete.isVisible()
    program.click(page.complete)
    program.bot.waitUntil(lambda: "不作依据" not in page._head._hint.text())
    assert page._head._hint.text() == "产业链完整度 50.0% · “卡脖子”环节 —"
    page.tab("links")
    program.settle()
    assert not page.complete.isChecked()  # that of the other list
    page.tab("technologies")
    assert not page.complete.isVisible()
    assert not page.view.isVisible()
    page.tab("chain")
    program.settle()
    assert page.complete.isChecked()
    program.press("Ctrl+Z")
    program.settle()
    assert not page.complete.isChecked()


def test_the_head_says_what_belongs_on_the_page_until_there_is_something(program: Opened) -> None:
    page = page_of(program)
    assert page._head._hint.text().startswith("按上、中、下游列出环节")


# ---- places, rounds, languages


def test_a_place_of_a_link_opens_its_card_and_field(program: Opened) -> None:
    tab = chain_tab(program, chain=[link("泵", UP), link("阀", MID), link("缸", UP)])
    program.window.go_to_step("overview")
    program.window.go_to(Place(step="chain", part="chain", row=1, field="control"))
    program.settle()
    assert tab.board.current is not None
    assert tab.board.current.name == "阀"
    assert tab.panel.form.fields["control"].editor.has_focus


def test_another_round_shows_its_own_chain(program: Opened) -> None:
    tab = chain_tab(program, chain=CHAIN)
    other = next(entry.id for cluster in program.session.clusters for entry in cluster.rounds if entry.id != program.session.round_id)
    program.session.open_round(other)
    program.settle()
    assert {stage: names for stage, names in stored_lanes(program).items() if stage} == {
        UP: ["多路阀", "油缸", "泵"],
        MID: [],
        DOWN: ["整机"],
    }
    assert [lanes(tab.board)[stage] for stage in (UP, MID, DOWN)] == [["多路阀", "油缸", "泵"], [], ["整机"]]


def test_everything_is_said_in_english(program: Opened) -> None:
    tab = chain_tab(program, chain=[link("Pump", UP, control="imported", importance=3)])
    program.press("Ctrl+L")
    cards, place = list_of(tab.board, "Pump")
    assert cards.cards.index(place).data(Qt.ItemDataRole.AccessibleTextRole) == "Pump · Imported · importance 3 · choke point"
    assert tab.board.lanes[UP].head.text() == "Upstream · 1"
    assert tab.note.text().startswith("1–3 Importance")


# ---- what goes wrong


def test_a_card_that_cannot_be_moved_goes_back(own: Opened) -> None:  # noqa: F811
    tab = chain_tab(own, chain=CHAIN)
    impatient(own)
    click(tab.board, "泵")
    with held(path_of(own)):
        key(Qt.Key.Key_Right, Alt)
        assert lanes(tab.board)[MID] == ["泵"]
        own.settle()
        own.bot.waitUntil(lambda: lanes(tab.board)[UP] == ["泵"])
        assert own.session.trouble is not None
    assert stored_lanes(own) == lanes(tab.board)


def test_what_is_named_while_the_workspace_is_held_is_stored_later(own: Opened) -> None:  # noqa: F811
    tab = chain_tab(own, chain=CHAIN)
    impatient(own)
    with held(path_of(own)):
        tab.board.lanes[UP].adder.open()
        QTest.keyClicks(own.focus, "servo")
        key(Qt.Key.Key_Return)
        own.settle()
        assert own.session.unsaved
    own.session.look()
    own.settle()
    assert lanes(tab.board)[UP] == ["泵", "servo"]
    assert stored_lanes(own) == lanes(tab.board)


# ---- any moves


MOVES = st.lists(st.tuples(st.sets(st.integers(0, 7), min_size=1, max_size=3), st.sampled_from([UP, MID, DOWN, None]), st.integers(0, 8)))


@given(MOVES)
def test_cards_are_placed_as_the_workspace_will_place_them(moves: list[tuple[set[int], str | None, int]]) -> None:
    """No card is lost or doubled, and those that are not moved keep their order."""
    cards = [Card(number, Entry({"name": str(number), "stage": [UP, MID, DOWN, None][number % 4]})) for number in range(8)]
    for ids, stage, place in moves:
        others = [card.id for card in cards if card.id not in ids]
        cards = placed(cards, list(ids), stage, place)
        assert sorted(card.id or 0 for card in cards) == list(range(8))
        assert [card.id for card in cards if card.id not in ids] == others
        assert {card.stage for card in cards if card.id in ids} == {stage}


KEYS = st.lists(
    st.tuples(
        st.sampled_from([Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down]),
        st.sampled_from([Qt.KeyboardModifier.NoModifier, Alt, Qt.KeyboardModifier.ShiftModifier]),
    ),
    max_size=14,
)


def test_any_keys_leave_the_board_as_the_workspace_is(program: Opened) -> None:
    tab = chain_tab(program, chain=[link(f"环节{n}", [UP, MID, DOWN, None][n % 4]) for n in range(9)])
    all_names = sorted(f"环节{n}" for n in range(9))

    @settings(max_examples=12, suppress_health_check=[HealthCheck.too_slow])
    @given(KEYS)
    def walk(keys: list[tuple[Qt.Key, Any]]) -> None:
        click(tab.board, tab.board.cards[0].name)
        for pressed, modifier in keys:
            key(pressed, modifier)
        program.settle()
        assert stored_lanes(program) == lanes(tab.board)
        assert sorted(name for lane in lanes(tab.board).values() for name in lane) == all_names

    walk()


@pytest.mark.parametrize("count", [300])
def test_three_hundred_cards_are_shown_and_scrolled_to(program: Opened, count: int) -> None:
    tab = chain_tab(program, chain=[link(f"环节{n}", [UP, MID, DOWN][n % 3]) for n in range(count)])
    click(tab.board, "环节0")
    key(Qt.Key.Key_End)
    assert tab.board.current is not None
    assert tab.board.current.name == "环节297"
    key(Qt.Key.Key_Right)
    assert tab.board.current.name == "环节298"
    program.load(file_data(chain=[link("环节0", UP)]))
    program.settle()
    assert lanes(tab.board)[UP] == ["环节0"]
