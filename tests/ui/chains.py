"""The step of the chain in the real window, and the hands on its board and its network."""

from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from db import surveys
from diagnosis.fieldtypes import Value
from diagnosis.survey import answers_of
from tests.surveys import file_data
from tests.ui.window import Opened
from ui.pages.chain import ChainPage
from ui.widgets.chain_board import ChainBoard
from ui.widgets.chain_card import GAP, HEIGHT
from ui.widgets.chain_cards import CardList
from ui.widgets.chain_tab import ChainTab
from ui.widgets.network_tab import NetworkTab
from ui.widgets.readiness_tab import ReadinessTab

UP, MID, DOWN = "upstream", "midstream", "downstream"
Left, Plain = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


def page_of(program: Opened, **parts: Any) -> ChainPage:
    """The page over a survey of these parts."""
    program.load(file_data(**parts))
    program.window.go_to_step("chain")
    program.settle()
    page = program.window.page
    assert isinstance(page, ChainPage)
    return page


def chain_tab(program: Opened, **parts: Any) -> ChainTab:
    found = page_of(program, **parts).tab("chain")
    assert isinstance(found, ChainTab)
    program.settle()
    return found


def network_tab(program: Opened, **parts: Any) -> NetworkTab:
    found = page_of(program, **parts).tab("links")
    assert isinstance(found, NetworkTab)
    program.settle()
    return found


def readiness_tab(program: Opened, **parts: Any) -> ReadinessTab:
    found = page_of(program, **parts).tab("technologies")
    assert isinstance(found, ReadinessTab)
    program.settle()
    return found


def link(name: str, stage: str | None = None, **answers: Any) -> dict[str, Any]:
    """A link of the chain as it stands in a survey file."""
    return {"name": name, **({"stage": stage} if stage else {}), **answers}


CHAIN: list[dict[str, Any]] = [
    link("芯片", UP, kind="parts", present=False, control="imported", importance=3),
    link("整机", DOWN, kind="product", present=True, control="self", importance=2),
    link("镜头", UP, control="partial", importance=1),
    link("模组", MID),
    link("材料", UP, kind="materials", control="imported", importance=2),
]


def lanes(board: ChainBoard) -> dict[Value, list[str]]:
    """The names in each lane, as shown."""
    return {stage: [card.name for card in lane.list.cards.cards] for stage, lane in board.lanes.items()}


def stored(program: Opened, part: str = "chain") -> list[dict[str, Value]]:
    """The rows of a list in the workspace, in order."""
    round_id = program.session.round_id
    assert round_id is not None
    return [answers_of(row) for _, row in program.read(lambda ws: surveys.rows(ws, round_id, part))]


def stored_lanes(program: Opened) -> dict[Value, list[Value]]:
    """The names of each stage in the workspace, in the order of the list."""
    found: dict[Value, list[Value]] = {UP: [], MID: [], DOWN: [], None: []}
    for answers in stored(program):
        found[answers.get("stage")].append(answers["name"])
    return found


def list_of(board: ChainBoard, name: str) -> tuple[CardList, int]:
    """The lane that a card is in, and its place."""
    for lane in board.lanes.values():
        for place, card in enumerate(lane.list.cards.cards):
            if card.name == name:
                return lane.list, place
    raise AssertionError(name)


def point_of(board: ChainBoard, name: str) -> QPoint:
    """The middle of a card on the screen."""
    cards, place = list_of(board, name)
    return cards.viewport().mapToGlobal(cards.visualRect(cards.cards.index(place)).center())


def gap_in(cards: CardList, place: int) -> QPoint:
    """Where something is dropped to stand at this place, on the screen."""
    top = place * (HEIGHT + GAP) - cards.verticalScrollBar().value()
    return cards.viewport().mapToGlobal(QPoint(cards.viewport().width() // 2, top - HEIGHT // 2 + 2 if place else 1))


def click(board: ChainBoard, name: str, modifier: Qt.KeyboardModifier = Plain) -> None:
    """The left button on a card."""
    cards, _ = list_of(board, name)
    QTest.mouseClick(cards.viewport(), Left, modifier, cards.viewport().mapFromGlobal(point_of(board, name)))


def key(key: Qt.Key | str, modifier: Qt.KeyboardModifier = Plain) -> None:
    """A key where the focus is."""
    target = QApplication.focusWidget()
    assert target is not None
    QTest.keyClick(target, key, modifier)  # type: ignore[arg-type]  # the stubs know keys only, not characters
    QCoreApplication.processEvents()


def drag(widget: QWidget, start: QPoint, *way: QPoint, drop: bool = True) -> None:
    """Press the left button at a point of the screen, go along ``way``, and let go at its end."""
    mouse(widget, QEvent.Type.MouseButtonPress, start)
    for point in (start + QPoint(2, 1), *way):
        mouse(widget, QEvent.Type.MouseMove, point)
    if drop:
        mouse(widget, QEvent.Type.MouseButtonRelease, way[-1])


def mouse(widget: QWidget, kind: QEvent.Type, point: QPoint, modifier: Qt.KeyboardModifier = Plain) -> None:
    """What the window system would send; the widget that was pressed gets everything until the button is let go."""
    held = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseButtonRelease else Left
    moved = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseMove else Left
    event = QMouseEvent(kind, QPointF(widget.mapFromGlobal(point)), QPointF(point), moved, held, modifier)
    QCoreApplication.sendEvent(widget, event)
    QCoreApplication.processEvents()
