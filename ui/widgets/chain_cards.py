"""The cards of one stage below one another: keys and the mouse say what is to be done with them, the board does it."""

from collections.abc import Collection, Mapping, Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from diagnosis.fieldtypes import Value
from ui.session import Session
from ui.shortcuts import pressed
from ui.tones import tone
from ui.widgets.chain_card import GAP, HEIGHT, Card, paint_card, spoken

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
Key = Qt.Key
NOBODY = QModelIndex()
CARD_ROLE = Role.UserRole
# what a key answers: field and value; the same key again takes the answer back
ANSWERS: Mapping[int, tuple[str, Value]] = {
    **{int(Key.Key_0) + level: ("importance", level) for level in (1, 2, 3)},
    int(Key.Key_S): ("control", "self"),
    int(Key.Key_P): ("control", "partial"),
    int(Key.Key_I): ("control", "imported"),
    int(Key.Key_Y): ("present", True),
    int(Key.Key_N): ("present", False),
}
STEPS: Mapping[int, tuple[int, int]] = {
    int(Key.Key_Left): (-1, 0),
    int(Key.Key_Right): (1, 0),
    int(Key.Key_Up): (0, -1),
    int(Key.Key_Down): (0, 1),
}
COMMANDS = {
    "chain.add": "added",
    "chain.edit": "edited",
    "chain.delete": "deleted",
    "chain.paste": "pasted",
}  # keys -> the signal they give
SCROLL_EDGE, SCROLL_STEP = 28, 20
TABBED = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)


class CardModel(QAbstractListModel):
    """The cards of a lane."""

    def __init__(self, session: Session, parent: QObject) -> None:
        """Empty."""
        super().__init__(parent)
        self._session = session
        self.cards: tuple[Card, ...] = ()

    def show_cards(self, cards: Sequence[Card]) -> None:
        """Show these."""
        if tuple(cards) != self.cards:
            self.beginResetModel()
            self.cards = tuple(cards)
            self.endResetModel()

    def place_of(self, key: int | str) -> int:
        """Where a card stands; -1 where it does not."""
        return next((place for place, card in enumerate(self.cards) if card.key == key), -1)

    def rowCount(self, parent: Index = NOBODY) -> int:
        return 0 if parent.isValid() else len(self.cards)

    def data(self, index: Index, role: int = Role.DisplayRole) -> object:
        card = self.cards[index.row()]
        if role == Role.DisplayRole:  # also what typing a name looks for
            return card.name
        if role in {Role.AccessibleTextRole, Role.ToolTipRole}:
            return spoken(card, self._session)
        return card if role == CARD_ROLE else None


class _Delegate(QStyledItemDelegate):
    def __init__(self, view: "CardList", session: Session) -> None:
        super().__init__(view)
        self._view, self._session = view, session

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(120, HEIGHT + GAP)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        area = QRectF(option.rect).adjusted(1, 1, -1, 1 - GAP)  # type: ignore[attr-defined]  # the stubs leave the option's fields out
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)  # type: ignore[attr-defined]
        current = chosen and self._view.hasFocus() and index.row() == self._view.currentIndex().row()
        states = [name for name, holds in (("selected", chosen), ("current", current)) if holds]
        paint_card(painter, area, index.data(CARD_ROLE), self._session, states)


class CardList(QListView):
    """Changes nothing; its signals say what is wanted.

    ``chosen``: other cards, ``alone``: and none of other lanes; ``answered`` (field, value); ``moved`` (across, down) the cards;
    ``crossed`` (-1 or 1) to the lane beside; ``dragged``, ``dropped`` (points of the screen) and ``drag_ended``.
    """

    alone = Signal()
    chosen = Signal()
    answered = Signal(str, object)
    moved = Signal(int, int)
    crossed = Signal(int)
    edited = Signal()
    deleted = Signal()
    added = Signal()
    pasted = Signal()
    menu_wanted = Signal(QPoint)
    dragged = Signal(QPoint)
    dropped = Signal(QPoint)
    drag_ended = Signal()

    def __init__(self, session: Session) -> None:
        """Empty."""
        super().__init__()
        self.cards = CardModel(session, self)
        self.setModel(self.cards)
        self.setItemDelegate(_Delegate(self, session))
        self.setSelectionMode(QListView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setProperty("role", "cards")
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(lambda point: self.menu_wanted.emit(self.viewport().mapToGlobal(point)))
        self._pressed: QPoint | None = None
        self._dragging = False
        self._gap: int | None = None
        self.selectionModel().selectionChanged.connect(lambda _now, _before: self.chosen.emit())
        self.selectionModel().currentChanged.connect(lambda _now, _before: self.chosen.emit())

    # ---- which cards

    @property
    def current(self) -> Card | None:
        """The card that has the keys."""
        place = self.currentIndex().row()
        return self.cards.cards[place] if 0 <= place < len(self.cards.cards) else None

    @property
    def selected(self) -> list[Card]:
        """The cards chosen, from top to bottom."""
        return [self.cards.cards[index.row()] for index in sorted(self.selectedIndexes(), key=lambda index: index.row())]

    def select(self, keys: Collection[int | str], current: int | str | None) -> None:
        """Choose these cards; ``current`` gets the keys."""
        model, chosen = self.cards, QItemSelection()
        for place, card in enumerate(model.cards):
            if card.key in keys:
                chosen.select(model.index(place), model.index(place))
        flags = QItemSelectionModel.SelectionFlag
        self.selectionModel().select(chosen, flags.ClearAndSelect)
        place = model.place_of(current) if current is not None else -1
        if place >= 0:
            self.selectionModel().setCurrentIndex(model.index(place), flags.NoUpdate)
            self.scrollTo(model.index(place))

    # ---- keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._key(event):
            super().keyPressEvent(event)

    def _key(self, event: QKeyEvent) -> bool:
        """Whether the key was one of ours."""
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        command = next((signal for name, signal in COMMANDS.items() if pressed(event, name)), None)
        if self._dragging:
            if event.key() == Key.Key_Escape:
                self.end_drag()
        elif command is not None or event.text() == "+":
            getattr(self, command or "added").emit()
        elif pressed(event, "keys.move-card"):
            self.moved.emit(*STEPS[event.key()])
        elif event.key() in ANSWERS and plain:
            self.answered.emit(*ANSWERS[event.key()])
        elif event.key() in {Key.Key_Left, Key.Key_Right} and plain:
            self.crossed.emit(STEPS[event.key()][0])
        else:
            if event.key() in STEPS and plain:
                self.alone.emit()
            return False
        return True

    # ---- mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        left, plain = event.button() == Qt.MouseButton.LeftButton, not event.modifiers()
        self._pressed = event.position().toPoint() if left and index.isValid() else None
        if plain and (left or not self.selectionModel().isSelected(index)):
            if left and index.isValid() and self.selectionModel().isSelected(index):
                self.setFocus(Qt.FocusReason.MouseFocusReason)
                self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
                return  # all that are chosen may be about to be dragged
            self.alone.emit()
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed is None:
            return
        far = (event.position().toPoint() - self._pressed).manhattanLength() >= QApplication.startDragDistance()
        if far or self._dragging:
            self._dragging = True
            self.dragged.emit(event.globalPosition().toPoint())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pressed, self._pressed = self._pressed, None
        if self._dragging:
            self._dragging = False
            self.dropped.emit(event.globalPosition().toPoint())
            self.drag_ended.emit()
            return
        if pressed is not None and not event.modifiers() and self.current is not None:
            self.alone.emit()
            self.select({self.current.key}, self.current.key)
        super().mouseReleaseEvent(event)

    def end_drag(self) -> None:
        """Let go of what is dragged, without dropping it."""
        self._pressed, self._dragging = None, False
        self.drag_ended.emit()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self.indexAt(event.position().toPoint()).isValid():
            self.edited.emit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() in TABBED and not self.selectedIndexes() and self.cards.cards:
            first = (self.current or self.cards.cards[0]).key
            self.alone.emit()
            self.select({first}, first)
        self.chosen.emit()
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    # ---- where a card may be dropped

    def gap_at(self, point: QPoint) -> int:
        """Before which card something at this point of the viewport would be dropped."""
        return min(max(0, (point.y() + self.verticalScrollBar().value() + HEIGHT // 2) // (HEIGHT + GAP)), len(self.cards.cards))

    def show_gap(self, gap: int | None) -> None:
        """Mark where something would be dropped."""
        if gap != self._gap:
            self._gap = gap
            self.viewport().update()

    def scroll_near(self, point: QPoint) -> None:
        """Scroll when something is dragged near the upper or the lower edge."""
        bar, below = self.verticalScrollBar(), self.viewport().height() - SCROLL_EDGE
        bar.setValue(bar.value() + (SCROLL_STEP if point.y() > below else -SCROLL_STEP if point.y() < SCROLL_EDGE else 0))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        if self._gap is not None:
            height = self._gap * (HEIGHT + GAP) - self.verticalScrollBar().value() - GAP // 2 + 1
            painter.setPen(QPen(QColor(tone.accent), 3))
            painter.drawLine(2, max(height, 2), self.viewport().width() - 3, max(height, 2))
        if self.hasFocus() and not self.cards.cards:
            painter.setPen(QPen(QColor(tone.accent), 1))
            painter.drawRect(self.viewport().rect().adjusted(0, 0, -1, -1))
        painter.end()
