"""Cards of the chain's board, dragged."""

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt

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
    mouse,
    point_of,
    stored,
    stored_lanes,
)
from tests.ui.window import Opened
from ui.widgets.chain_board import ChainBoard

Control = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def board(program: Opened) -> ChainBoard:
    """The board over a chain of five links."""
    return chain_tab(program, chain=CHAIN).board


def test_a_card_is_dragged_to_a_place_of_another_lane(program: Opened, board: ChainBoard) -> None:
    before = stored(program)
    source, _ = list_of(board, "整机")
    target = board.lanes[UP].list
    drag(source.viewport(), point_of(board, "整机"), point_of(board, "模组"), gap_in(target, 1), drop=False)
    gaps = [target._gap]
    assert board._shadow.isVisible()
    mouse(source.viewport(), QEvent.Type.MouseButtonRelease, gap_in(target, 1))
    assert not board._shadow.isVisible()
    gaps.append(target._gap)
    assert gaps == [1, None]
    program.settle()
    assert lanes(board)[UP] == ["芯片", "整机", "镜头", "材料"]
    assert stored_lanes(program) == lanes(board)
    assert board.current is not None
    assert board.current.name == "整机"
    program.press("Ctrl+Z")
    program.settle()
    assert stored(program) == before


def test_a_card_is_dragged_within_its_lane(program: Opened, board: ChainBoard) -> None:
    cards, _ = list_of(board, "芯片")
    drag(cards.viewport(), point_of(board, "芯片"), gap_in(cards, 3))
    program.settle()
    assert lanes(board)[UP] == ["镜头", "材料", "芯片"]
    drag(cards.viewport(), point_of(board, "芯片"), gap_in(cards, 1))
    program.settle()
    assert lanes(board)[UP] == ["镜头", "芯片", "材料"]
    assert stored_lanes(program) == lanes(board)


def test_several_cards_are_dragged_at_once(program: Opened, board: ChainBoard) -> None:
    click(board, "芯片")
    click(board, "材料", Control)
    cards, _ = list_of(board, "材料")
    drag(cards.viewport(), point_of(board, "材料"), gap_in(board.lanes[DOWN].list, 0))
    program.settle()
    assert lanes(board) == {UP: ["镜头"], MID: ["模组"], DOWN: ["芯片", "材料", "整机"], None: []}
    assert stored_lanes(program) == lanes(board)


def test_escape_or_a_drop_outside_moves_nothing(program: Opened, board: ChainBoard) -> None:
    before = stored(program)
    cards, _ = list_of(board, "芯片")
    target = gap_in(board.lanes[DOWN].list, 0)
    drag(cards.viewport(), point_of(board, "芯片"), target, drop=False)
    key(Qt.Key.Key_Escape)
    assert not board._shadow.isVisible()
    mouse(cards.viewport(), QEvent.Type.MouseButtonRelease, target)
    outside = program.window.mapToGlobal(QPoint(5, 300))
    drag(cards.viewport(), point_of(board, "芯片"), outside)
    program.settle()
    assert stored(program) == before
    assert lanes(board)[UP] == ["芯片", "镜头", "材料"]


def test_a_long_lane_scrolls_under_what_is_dragged(program: Opened) -> None:
    board = chain_tab(program, chain=[*(link(f"环节{n}", UP) for n in range(14)), link("整机", DOWN)]).board
    cards = board.lanes[UP].list
    source, _ = list_of(board, "整机")
    below = cards.viewport().mapToGlobal(QPoint(20, cards.viewport().height() - 4))
    drag(source.viewport(), point_of(board, "整机"), below, drop=False)
    program.bot.waitUntil(lambda: cards.verticalScrollBar().value() == cards.verticalScrollBar().maximum())
    mouse(source.viewport(), QEvent.Type.MouseButtonRelease, below)
    program.settle()
    assert "整机" in lanes(board)[UP][-3:]
    assert stored_lanes(program) == lanes(board)
