"""The board of the chain: cards moved by mouse and keys, answered by keys, added name after name."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetricsF, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from diagnosis.fieldtypes import ChoiceType
from diagnosis.text import LANGS, Lang, phrase
from tests.ui.chains import (
    CHAIN,
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
    point_of,
    stored,
    stored_lanes,
)
from tests.ui.window import Opened
from ui import theme
from ui.widgets.chain_board import ChainBoard
from ui.widgets.chain_card import LEFT, RIGHT, fitting
from ui.widgets.marks import plain

Alt, Control, Shift = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def board(program: Opened) -> ChainBoard:
    """The board over a chain of five links."""
    return chain_tab(program, chain=CHAIN).board


def texts(board: ChainBoard, name: str) -> str:
    """What a screen reader says of a card."""
    cards, place = list_of(board, name)
    return str(cards.cards.index(place).data(Qt.ItemDataRole.AccessibleTextRole))


# ---- what is shown


def test_each_link_stands_in_the_lane_of_its_stage_in_the_order_of_the_list(board: ChainBoard) -> None:
    assert lanes(board) == {UP: ["芯片", "镜头", "材料"], MID: ["模组"], DOWN: ["整机"], None: []}
    assert [lane.head.text() for lane in board.lanes.values()][:3] == ["上游 · 3", "中游 · 1", "下游 · 1"]
    assert not board.lanes[None].isVisible()


def test_a_card_says_everything_that_its_colours_show(board: ChainBoard) -> None:
    assert texts(board, "芯片") == "芯片 · 核心基础零部件（元器件） · 依赖进口 · 重要性 3 · 本地没有 · 卡脖子"
    assert texts(board, "材料") == "材料 · 关键基础材料 · 依赖进口 · 重要性 2"  # imported, but not critical: nothing chokes on it
    assert texts(board, "模组") == "模组 · 未填"
    assert "1–3 重要性" in board.lanes[UP].list.accessibleDescription()


def test_cards_that_differ_are_drawn_differently(program: Opened, board: ChainBoard) -> None:
    """Also without colours: absent, choke point, control and importance change the picture of a card in grey."""

    def picture(name: str) -> bytes:
        cards, place = list_of(board, name)
        grey = cards.viewport().grab(cards.visualRect(cards.cards.index(place))).toImage().convertToFormat(QImage.Format.Format_Grayscale8)
        return bytes(grey.constBits())

    click(board, "整机")
    before = picture("模组")
    seen = {before}
    for field, value in (("control", "imported"), ("importance", 3), ("present", False), ("importance", 2), ("control", "self")):
        click(board, "模组")
        board.answered.emit(board.ids, field, value)
        click(board, "整机")
        program.settle()
        seen.add(picture("模组"))
    assert len(seen) == 6


def test_links_without_a_stage_stand_in_a_lane_that_says_so(program: Opened) -> None:
    board = chain_tab(program, chain=[*CHAIN, link("红外")]).board
    assert board.lanes[None].isVisible()
    assert board.lanes[None].head.text() == "未分段 · 1"
    assert lanes(board)[None] == ["红外"]


# ---- keys


def test_arrows_go_from_card_to_card_and_from_lane_to_lane(board: ChainBoard) -> None:
    click(board, "芯片")
    key(Qt.Key.Key_Down)
    assert board.current is not None
    assert board.current.name == "镜头"
    key(Qt.Key.Key_Right)
    assert [card.name for card in board.selected] == ["模组"]
    key(Qt.Key.Key_Right)
    key(Qt.Key.Key_Right)  # there is nothing beyond
    assert [card.name for card in board.selected] == ["整机"]
    key(Qt.Key.Key_Left)
    key(Qt.Key.Key_Left)
    assert [card.name for card in board.selected] == ["芯片"]


def test_an_empty_lane_is_reached_and_filled_by_keys(program: Opened) -> None:
    board = chain_tab(program, chain=[link("芯片", UP), link("整机", DOWN)]).board
    click(board, "芯片")
    key(Qt.Key.Key_Right)
    assert board.lanes[MID].list.hasFocus()
    assert board.selected == []
    key(Qt.Key.Key_Insert)
    assert board.lanes[MID].adder.line.hasFocus()
    key(Qt.Key.Key_Escape)
    assert board.lanes[MID].list.hasFocus()
    key(Qt.Key.Key_Right)
    assert [card.name for card in board.selected] == ["整机"]


@pytest.mark.parametrize(
    ("pressed", "field", "value"),
    [
        (Qt.Key.Key_1, "importance", 1),
        (Qt.Key.Key_3, "importance", 3),
        (Qt.Key.Key_S, "control", "self"),
        (Qt.Key.Key_P, "control", "partial"),
        (Qt.Key.Key_I, "control", "imported"),
        (Qt.Key.Key_Y, "present", True),
        (Qt.Key.Key_N, "present", False),
    ],
)
def test_a_key_answers_and_the_same_key_takes_it_back(program: Opened, board: ChainBoard, pressed: Qt.Key, field: str, value: Any) -> None:
    click(board, "模组")
    key(pressed)
    program.settle()
    assert next(row for row in stored(program) if row["name"] == "模组").get(field) == value
    assert board.current is not None
    assert board.current.entry.answers.get(field) == value
    key(pressed)
    program.settle()
    assert field not in next(row for row in stored(program) if row["name"] == "模组")


def test_a_key_answers_for_all_cards_chosen_as_one_change(program: Opened, board: ChainBoard) -> None:
    before = stored(program)
    click(board, "芯片")
    click(board, "材料", Shift)
    click(board, "整机", Control)
    assert sorted(card.name for card in board.selected) == sorted(["芯片", "镜头", "材料", "整机"])
    key(Qt.Key.Key_2)
    program.settle()
    assert {row["name"]: row.get("importance") for row in stored(program)} == {
        "芯片": 2,
        "整机": 2,
        "镜头": 2,
        "模组": None,
        "材料": 2,
    }
    program.press("Ctrl+Z")
    program.settle()
    assert stored(program) == before
    assert len(board.selected) == 4


def test_alt_and_arrows_move_a_card_and_undo_brings_it_back(program: Opened, board: ChainBoard) -> None:
    before = stored(program)
    click(board, "芯片")
    key(Qt.Key.Key_Down, Alt)
    key(Qt.Key.Key_Down, Alt)  # at once: the first step is not stored yet
    assert lanes(board)[UP] == ["镜头", "材料", "芯片"]
    key(Qt.Key.Key_Right, Alt)
    assert lanes(board)[MID] == ["模组", "芯片"]
    key(Qt.Key.Key_Up, Alt)
    program.settle()
    assert lanes(board) == {UP: ["镜头", "材料"], MID: ["芯片", "模组"], DOWN: ["整机"], None: []}
    assert stored_lanes(program) == lanes(board)
    assert board.current is not None
    assert board.current.name == "芯片"
    for _ in range(4):
        program.press("Ctrl+Z")
    program.settle()
    assert stored(program) == before
    assert stored_lanes(program) == lanes(board)


def test_cards_chosen_in_several_lanes_move_together(program: Opened, board: ChainBoard) -> None:
    click(board, "镜头")
    click(board, "材料", Control)
    key(Qt.Key.Key_Right, Alt)
    program.settle()
    assert lanes(board)[MID] == ["模组", "镜头", "材料"]
    assert stored_lanes(program) == lanes(board)


def test_deleted_cards_come_back_by_undo(program: Opened, board: ChainBoard) -> None:
    before = stored(program)
    click(board, "芯片")
    click(board, "镜头", Control)
    key(Qt.Key.Key_Delete)
    program.settle()
    assert lanes(board)[UP] == ["材料"]
    program.press("Ctrl+Z")
    program.settle()
    assert stored(program) == before
    assert lanes(board)[UP] == ["芯片", "镜头", "材料"]


def test_the_keys_follow_the_card_that_is_moved_and_go_to_its_neighbour_when_it_is_gone(program: Opened, board: ChainBoard) -> None:
    cards, _ = list_of(board, "镜头")
    click(board, "芯片")
    drag(cards.viewport(), point_of(board, "镜头"), gap_in(board.lanes[MID].list, 0))
    program.settle()
    assert board.lanes[MID].list.hasFocus()
    key(Qt.Key.Key_Delete)
    program.settle()
    assert [card.name for card in board.selected] == ["模组"]
    key(Qt.Key.Key_Delete)
    program.settle()
    assert board.selected == []
    assert board.lanes[MID].list.hasFocus()
    key(Qt.Key.Key_Left)
    assert [card.name for card in board.selected] == ["芯片"]


def test_enter_edits_the_name_in_the_form(program: Opened) -> None:
    tab = chain_tab(program, chain=CHAIN)
    click(tab.board, "模组")
    key(Qt.Key.Key_Return)
    assert tab.panel.form.fields["name"].editor.has_focus
    QTest.keyClicks(program.focus, " II")
    key(Qt.Key.Key_Tab)
    program.settle()
    assert lanes(tab.board)[MID] == ["模组 II"]


def test_tab_goes_to_one_lane_and_then_to_the_form(program: Opened) -> None:
    tab = chain_tab(program, chain=[link("芯片", UP), link("整机", DOWN)])
    click(tab.board, "整机")
    key(Qt.Key.Key_Tab)
    assert tab.board.lanes[DOWN].adder.button.hasFocus()
    key(Qt.Key.Key_Tab)
    assert tab.panel.form.isAncestorOf(program.focus)
    assert tab.panel.form.row_id is not None


# ---- adding


def test_twelve_links_are_named_one_after_the_other(program: Opened, board: ChainBoard) -> None:
    click(board, "模组")
    key("+")
    line = board.lanes[MID].adder.line
    for number in range(12):
        assert line.hasFocus()
        QTest.keyClicks(line, f"link {number}")
        key(Qt.Key.Key_Return)
    program.settle()
    assert lanes(board)[MID] == ["模组", *(f"link {number}" for number in range(12))]
    assert stored_lanes(program) == lanes(board)
    key(Qt.Key.Key_Escape)
    assert board.lanes[MID].list.hasFocus()
    program.press("Ctrl+Z")
    program.settle()
    assert len(lanes(board)[MID]) == 12


def test_a_click_opens_the_line_and_what_stands_in_it_is_kept_when_it_is_left(program: Opened, board: ChainBoard) -> None:
    adder = board.lanes[DOWN].adder
    program.click(adder.button)
    assert adder.line.hasFocus()
    QTest.keyClicks(adder.line, "servo")
    program.window.go_to_step("overview")
    program.window.go_to_step("chain")
    program.settle()
    assert lanes(board)[DOWN] == ["整机", "servo"]


def test_what_is_being_named_is_stored_when_the_round_is_left(program: Opened, board: ChainBoard) -> None:
    before = program.session.round_id
    board.lanes[UP].adder.open()
    QTest.keyClicks(board.lanes[UP].adder.line, "servo")
    other = next(entry.id for cluster in program.session.clusters for entry in cluster.rounds if entry.id != before)
    program.session.open_round(other)
    program.settle()
    assert "servo" not in [row.get("name") for row in stored(program)]
    program.session.open_round(before)
    program.settle()
    assert stored_lanes(program)[UP][-1] == "servo"
    assert lanes(board)[UP][-1] == "servo"


def test_a_name_that_is_there_already_is_told(program: Opened) -> None:
    tab = chain_tab(program, chain=[*CHAIN, link("Servo", DOWN)])
    tab.board.lanes[UP].adder.open()
    QTest.keyClicks(program.focus, "Servo")
    assert tab.note.text() == "“Servo”已在“下游”中。"
    QTest.keyClicks(program.focus, "s")
    assert "Servo" not in tab.note.text()


# ---- the menu of a card


def test_the_menu_answers_moves_and_deletes(program: Opened) -> None:
    tab = chain_tab(program, chain=CHAIN)
    click(tab.board, "模组")
    cards, place = list_of(tab.board, "模组")
    cards.customContextMenuRequested.emit(cards.visualRect(cards.cards.index(place)).center())
    menu = tab.menu
    assert menu is not None
    assert menu.isVisible()
    inner = {each.title(): each for each in menu.findChildren(QMenu)}
    assert list(inner) == ["掌控程度", "重要性", "本地具备", "段"]
    next(action for action in inner["段"].actions() if action.text() == "下游").trigger()
    program.settle()
    assert lanes(tab.board)[DOWN] == ["整机", "模组"]
    next(action for action in menu.actions() if action.text().startswith(phrase("ui", "chain.delete").zh)).trigger()
    menu.close()
    program.settle()
    assert lanes(tab.board)[DOWN] == ["整机"]
    assert QApplication.activePopupWidget() is None


@pytest.mark.parametrize("lang", LANGS)
def test_no_word_of_a_card_is_cut_in_the_smallest_window(program: Opened, lang: Lang) -> None:
    """With a lane for what firms name beside the stages, for every kind, wherever it is and whatever is wrong with it."""
    program.session.set_language(lang)
    kinds = program.session.questionnaire.parts["chain"].question("kind").type
    assert isinstance(kinds, ChoiceType)
    states = [{"present": present, "control": control, "importance": 3} for present in (True, False) for control in ("self", "imported")]
    chain = [{"name": f"{at}", "stage": UP, "kind": kind, **state} for at, kind in enumerate(kinds.choices) for state in states]
    tab = chain_tab(program, chain=chain, enterprises=[{"name": "甲", "chain_link": "新环节"}])
    shown = tab.board.lanes[UP].list
    metrics = QFontMetricsF(plain(theme.SMALL_PX))
    room = shown.visualRect(shown.cards.index(0)).width() - LEFT - RIGHT - 1 - 28  # the dots of the importance
    cards = shown.cards.cards
    assert len(cards) == len(chain)
    for card in cards:
        words, wrong = fitting(card, program.session, room)
        assert words
        assert bool(wrong) == (card.choke or card.entry.answers["present"] is False)
        assert metrics.horizontalAdvance(words) + metrics.horizontalAdvance(wrong) <= room, (words, wrong)


def test_a_card_with_room_uses_the_full_words(program: Opened) -> None:
    program.session.set_language("en")
    board = chain_tab(program, chain=[{"name": "x", "stage": UP, "kind": "inspection", "control": "imported", "importance": 3}]).board
    card = board.cards[0]
    assert fitting(card, program.session, 400) == ("Inspection equipment", "choke point")
    assert fitting(card, program.session, 150) == ("Inspection", "choke point")
    assert fitting(card, program.session, 115) == ("Inspection", "choke")
