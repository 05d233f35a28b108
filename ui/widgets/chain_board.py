"""The chain as a board: a lane a stage, a card a link; cards are dragged, or moved by keys, to another place or stage."""

from collections.abc import Collection, Sequence

from PySide6.QtCore import QPoint, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from diagnosis.fieldtypes import ChoiceType, Value
from ui import theme
from ui.session import Session
from ui.widgets.chain_card import HEIGHT, PART, Card, paint_card
from ui.widgets.chain_lane import Lane
from ui.widgets.name_line import NameLine

NARROW = 156  # the lane of links without a stage
SCROLL_MS = 40


class _Shadow(QWidget):
    """The card that is being dragged, under the pointer."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self._session, self._cards = session, list[Card]()
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def follow(self, cards: Sequence[Card], point: QPoint, width: int) -> None:
        self._cards = list(cards)
        self.setGeometry(point.x() - width // 3, point.y() - HEIGHT // 2, width, HEIGHT + (6 if len(cards) > 1 else 0))
        self.show()
        self.raise_()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setOpacity(0.9)
        for offset, card in reversed(list(enumerate(self._cards[:2]))):  # two stand for all that are moved
            paint_card(painter, QRectF(3 * offset, 6 * offset, self.width() - 6, HEIGHT), card, self._session, ("selected",))
        painter.end()


class ChainBoard(QWidget):
    """Shows cards and says what is wanted; it changes nothing but the place of a card that is being moved.

    ``chosen``: other cards are chosen. ``placed`` (ids, stage, place among the others of that stage), ``answered`` (ids, field,
    value), ``named`` (names, stage: add links), ``deleted`` (ids), ``edited``, ``pasted`` (stage), ``typed`` (a name so far),
    ``menu_wanted`` (a point of the screen).
    """

    chosen = Signal()
    placed = Signal(object, object, int)
    answered = Signal(object, str, object)
    named = Signal(object, object)
    deleted = Signal(object)
    edited = Signal()
    pasted = Signal(object)
    typed = Signal(str)
    menu_wanted = Signal(QPoint)

    def __init__(self, session: Session) -> None:
        """Empty."""
        super().__init__()
        self.session = session
        stages = session.questionnaire.parts[PART].question("stage").type
        assert isinstance(stages, ChoiceType)
        self.lanes = {stage: Lane(session, stage) for stage in (*stages.choices, None)}
        self._last = next(iter(self.lanes.values()))  # the lane that had the keys last: the one that Tab reaches
        self._shadow = _Shadow(session, self)
        self._point = QPoint()
        self._scroller = QTimer(self, interval=SCROLL_MS)
        self._scroller.timeout.connect(self._drag_on)
        row = QHBoxLayout(self)
        theme.tight(row, 2 * theme.SPACE)
        for stage, lane in self.lanes.items():
            row.addWidget(lane, 1)
            if stage is None:
                lane.setFixedWidth(NARROW)
                lane.adder.hide()
                lane.hide()
            self._connect(lane)
        self._go_to_lane(self._last)

    def _connect(self, lane: Lane) -> None:
        cards = lane.list
        cards.alone.connect(lambda: self._clear_others(lane))
        cards.chosen.connect(lambda: self._chosen_in(lane))
        cards.answered.connect(self._answer)
        cards.moved.connect(self.move_chosen)
        cards.crossed.connect(self._cross)
        cards.edited.connect(self._edit)
        cards.deleted.connect(lambda: self.deleted.emit(self.ids))
        cards.added.connect(lambda: self._add(lane))
        cards.pasted.connect(lambda: self.pasted.emit(lane.stage))
        cards.menu_wanted.connect(self.menu_wanted)
        cards.dragged.connect(self._drag)
        cards.dropped.connect(self._drop)
        cards.drag_ended.connect(self._end_drag)
        lane.adder.named.connect(lambda name: self.named.emit([name], lane.stage))
        lane.adder.typed.connect(self.typed)
        lane.adder.closed.connect(cards.setFocus)

    # ---- what is shown

    @property
    def cards(self) -> list[Card]:
        """All links, in the order of the list within each stage; not those that the chain lacks."""
        return [card for lane in self.lanes.values() for card in lane.list.cards.cards if card.id is not None]

    def show_cards(self, cards: Sequence[Card], lacking: Sequence[Card]) -> None:
        """Show these; what was chosen stays chosen, and has the keys if it had them."""
        kept, current = [card.key for card in self.selected], self.current
        place, focus = self._last.list.currentIndex().row(), self.has_keys
        for stage, lane in self.lanes.items():
            lane.list.blockSignals(True)
            lane.list.cards.show_cards([*(card for card in cards if card.stage == stage), *(lacking if stage is None else ())])
            lane.list.blockSignals(False)
            lane.retranslate()
        self.lanes[None].setVisible(bool(self.lanes[None].list.cards.cards))
        came = _came(cards, lacking)
        kept, key = [came.get(each, each) for each in kept], current.key if current is not None else None
        key = came.get(key, key) if key is not None else None
        if key is not None and all(lane.list.cards.place_of(key) < 0 for lane in self.lanes.values()):
            beside = self._last.list.cards.cards[: place + 1][-1:]  # what has come to its place, or the last one
            key = beside[0].key if beside else None
            kept = [card.key for card in beside]
        self.choose(kept, key, focus=focus)

    def choose(self, keys: Collection[int | str], current: int | str | None, *, focus: bool = True) -> None:
        """Choose the cards of these keys; ``focus``: the lane of ``current`` gets the keys."""
        for lane in self.lanes.values():
            lane.list.blockSignals(True)
            lane.list.select(keys, current)
            lane.list.blockSignals(False)
            if current is not None and lane.list.cards.place_of(current) >= 0:
                self._go_to_lane(lane)
                if focus:
                    lane.list.setFocus()
        self.chosen.emit()

    def focus_lane(self) -> None:
        """Let the lane that had the keys last have them again."""
        self._last.list.setFocus()

    @property
    def has_keys(self) -> bool:
        """Whether keys go to one of the lanes."""
        return any(lane.list.hasFocus() for lane in self.lanes.values())

    @property
    def current(self) -> Card | None:
        """The card that the form shows."""
        found = self._last.list.current
        return found if found is not None and found.key in {card.key for card in self._last.list.selected} else None

    @property
    def selected(self) -> list[Card]:
        """All cards chosen, lane by lane."""
        return [card for lane in self.lanes.values() for card in lane.list.selected]

    @property
    def ids(self) -> list[int]:
        """The links chosen."""
        return [card.id for card in self.selected if card.id is not None]

    def _chosen_in(self, lane: Lane) -> None:
        if lane.list.hasFocus():
            self._go_to_lane(lane)
        self.chosen.emit()

    def _go_to_lane(self, lane: Lane) -> None:
        """Arrow keys go from lane to lane, Tab goes past the others."""
        self._last = lane
        for each in self.lanes.values():
            policy = Qt.FocusPolicy.StrongFocus if each is lane else Qt.FocusPolicy.ClickFocus
            each.list.setFocusPolicy(policy)
            each.adder.button.setFocusPolicy(policy)

    def _clear_others(self, lane: Lane) -> None:
        self._go_to_lane(lane)
        for other in self.lanes.values():
            if other is not lane:
                other.list.clearSelection()

    # ---- keys

    @property
    def _visible(self) -> list[Lane]:
        return [lane for lane in self.lanes.values() if not lane.isHidden()]

    def _beside(self, step: int) -> Lane | None:
        lanes = self._visible
        place = lanes.index(self._last) + step if self._last in lanes else -1
        return lanes[place] if 0 <= place < len(lanes) else None

    def _cross(self, step: int) -> None:
        """To the card at the same height of the lane beside."""
        lane, place = self._beside(step), self._last.list.currentIndex().row()
        if lane is None:
            return
        cards = lane.list.cards.cards
        key = cards[min(max(place, 0), len(cards) - 1)].key if cards else None
        self._go_to_lane(lane)
        self.choose([] if key is None else [key], key)
        lane.list.setFocus()

    def move_chosen(self, across: int, down: int) -> None:
        """The cards chosen go a step along their lane, or to the lane beside."""
        lane = self._last if not across else self._beside(across)
        ids = set(self.ids)
        if lane is None or not self.selected:
            return
        own = self._last.list.cards.cards
        first = next((place for place, card in enumerate(own) if card.key in {each.key for each in self.selected}), 0)
        before = sum(card.id not in ids for card in own[:first])
        self._place(lane, max(0, before + down))

    def _place(self, lane: Lane, place: int) -> None:
        chosen = self.selected
        ids, lacking = [card.id for card in chosen if card.id is not None], [card.name for card in chosen if card.id is None]
        if lacking:
            self.named.emit(lacking, lane.stage)
        if ids:
            self.placed.emit(ids, lane.stage, place)

    def _answer(self, field: str, value: Value) -> None:
        """Give the links chosen this answer; if all of them have it, take it back."""
        links = [card for card in self.selected if card.id is not None]
        has = all(_same(card.entry.answers.get(field), value) for card in links)
        if links:
            self.answered.emit([card.id for card in links], field, None if has else value)

    def _edit(self) -> None:
        """Edit the link; one that the chain lacks is added."""
        lacking = [card.name for card in self.selected if card.id is None]
        if lacking:
            self.named.emit(lacking, None)
        elif self.current is not None:
            self.edited.emit()

    def _add(self, lane: Lane) -> None:
        if lane.stage is None:
            self._edit()
        else:
            lane.adder.open()

    @property
    def adder(self) -> NameLine:
        """The line that adds to the lane that had the keys last; to the first one where links have no stage."""
        lane = self._last if self._last.stage is not None else next(iter(self.lanes.values()))
        return lane.adder

    # ---- dragging

    def _lane_at(self, point: QPoint) -> Lane | None:
        inside = self.mapFromGlobal(point)
        return next((lane for lane in self._visible if lane.geometry().left() <= inside.x() <= lane.geometry().right()), None)

    def _drag(self, point: QPoint) -> None:
        self._point = point
        self._scroller.start()
        self._drag_on()

    def _drag_on(self) -> None:
        lane = self._lane_at(self._point)
        self._shadow.follow(self.selected, self.mapFromGlobal(self._point), self._last.width())
        for other in self._visible:
            inside = other.list.viewport().mapFromGlobal(self._point)
            if other is lane:
                other.list.scroll_near(inside)
            other.list.show_gap(other.list.gap_at(inside) if other is lane else None)

    def _drop(self, point: QPoint) -> None:
        lane = self._lane_at(point)
        if lane is None or not self.rect().contains(self.mapFromGlobal(point)):
            return
        gap = lane.list.gap_at(lane.list.viewport().mapFromGlobal(point))
        ids = set(self.ids)
        if lane.stage is not None or ids:
            self._place(lane, sum(card.id not in ids for card in lane.list.cards.cards[:gap]))

    def _end_drag(self) -> None:
        self._scroller.stop()
        self._shadow.hide()
        for lane in self.lanes.values():
            lane.list.show_gap(None)

    # ---- words

    def flush(self) -> None:
        """Add what was typed into the lines."""
        for lane in self.lanes.values():
            lane.adder.flush()

    def stage_name(self, stage: Value) -> str:
        """A stage in words, or that there is none."""
        return next(lane.name for lane in self.lanes.values() if lane.stage == stage)

    def retranslate(self) -> None:
        """Every text in the session's language."""
        for lane in self.lanes.values():
            lane.retranslate()


def _came(cards: Sequence[Card], lacking: Sequence[Card]) -> dict[int | str, int | str]:
    """What a card was that the chain lacked, and lacks no longer -> the link that it is now."""
    left = {card.key for card in lacking}
    return {card.name: card.key for card in cards if card.name not in left}


def _same(one: Value, other: Value) -> bool:
    return one == other and type(one) is type(other)
