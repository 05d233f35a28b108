"""The links of the chain: a board of cards with the form of the one chosen, or the plain table."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu, QStackedWidget, QVBoxLayout, QWidget

from db import compound, operations
from db.compound import TypedRow
from db.operations import Change
from diagnosis.fieldtypes import ChoiceType, FieldType, FlagType, Value
from diagnosis.questionnaire import Part
from diagnosis.text import fold
from ui import theme
from ui.session import Session
from ui.shortcuts import keys_of, listen, shortcut
from ui.widgets.chain_board import ChainBoard
from ui.widgets.chain_card import PART, Card, placed, read_cards
from ui.widgets.clipboard import rows_of
from ui.widgets.empty_state import EmptyState
from ui.widgets.list_pane import ListPane
from ui.widgets.row_panel import RowPanel
from ui.widgets.table_splitter import TableSplitter

MENU = ("control", "importance", "present", "stage")  # what is answered from the menu of a card
IMPORTANCE = (1, 2, 3)
ANSWERS = ("keys.importance", "keys.control", "keys.present")  # the keys that answer, and those told below the board
SHOWN = (*ANSWERS, "keys.move-card")
BOARD = 0.6  # of the height goes to the board, the rest to the form
FORM = ("name", "stage", "kind", "present", "control", "importance", "note")


class ChainTab(QWidget):
    """``pane`` is the table; the board follows the same rows."""

    indicators = (
        "chain-completeness",
        "choke-points",
        "self-supply-parts",
        "self-supply-materials",
        "self-supply-inspection",
        "self-supply-processes",
        "self-supply-software",
    )

    def __init__(self, session: Session) -> None:
        """Shows nothing until ``refresh``."""
        super().__init__()
        self.session = session
        self.pane = ListPane(session, session.questionnaire.parts[PART])
        self.board, self.panel = ChainBoard(session), RowPanel(session, _short(self.pane.part))
        self.note = theme.label("small", wrap=True)
        self.empty = EmptyState([self._start, lambda: self._paste(None), session.import_wanted.emit], lambda: self._paste(None))
        self.menu: QMenu | None = None
        self._lacking: list[Card] = []
        self._writing: set[object] = set()  # changes on their way: what was read before they are stored is old
        self._round_id: int | None = None
        self._wanted: tuple[int, str | None] | None = None  # a place to go to when the cards have come: row, field
        self._started = False  # the first link is about to be named
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        upper = QWidget()
        column = QVBoxLayout(upper)
        column.setContentsMargins(0, 0, 0, 6)
        column.setSpacing(6)
        column.addWidget(self.board, 1)
        column.addWidget(self.note)
        self._splitter = TableSplitter(upper, self.panel, BOARD)
        self._map = QStackedWidget()
        self._map.addWidget(self._splitter)
        self._map.addWidget(self.empty)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._map)
        self._stack.addWidget(self.pane)
        whole = QVBoxLayout(self)
        theme.tight(whole)
        whole.addWidget(self._stack)

    def _connect(self) -> None:
        board = self.board
        board.chosen.connect(self._show_current)
        board.placed.connect(self._place)
        board.answered.connect(self._answer)
        board.named.connect(self._add)
        board.deleted.connect(self._delete)
        board.edited.connect(lambda: self.panel.form.focus_field("name"))
        board.pasted.connect(self._paste)
        board.typed.connect(self._say_note)
        board.menu_wanted.connect(self._show_menu)
        self.session.leaving.connect(board.flush)
        listen(self._map, "table.add", self._start, within=True)

    # ---- reading

    def show_map(self, on: bool) -> None:
        """The board, or the table; the row chosen stays chosen."""
        if not on and self.board.current is not None and self.board.current.id is not None:
            self.pane.table.go_to_row(self.board.current.id)
        elif on and self.pane.table.current_id is not None:
            self.board.choose([self.pane.table.current_id], self.pane.table.current_id, focus=False)
        self._stack.setCurrentWidget(self._map if on else self.pane)

    def refresh(self) -> None:
        """Read the chain again."""
        self.pane.refresh()
        round_id = self.session.round_id
        if round_id != self._round_id:
            self._round_id, self._started = round_id, False
            self._writing.clear()
        if round_id is None:
            self._take(([], []))
        else:
            self.session.run(lambda ws: read_cards(ws, round_id), lambda found: self._take_of(round_id, found))

    def _take_of(self, round_id: int, found: tuple[list[Card], list[Card]]) -> None:
        if round_id == self.session.round_id and not self._writing:
            self._take(found)

    def _take(self, found: tuple[list[Card], list[Card]]) -> None:
        cards, self._lacking = found
        self.board.show_cards(cards, self._lacking)
        nothing = not cards and not self._lacking and not self._started
        self._map.setCurrentWidget(self.empty if nothing else self._splitter)
        self.empty.setEnabled(self.session.round_id is not None)
        self._go_where_wanted(cards)
        self._show_current()

    def _go_where_wanted(self, cards: Sequence[Card]) -> None:
        if self._wanted is not None and self._wanted[0] < len(cards):
            row, field = self._wanted
            key = cards[row].key
            self.board.choose([key], key)
            self.panel.wanted_field = field
        elif self.board.current is None and cards and not self.board.has_keys:
            first = self.board.cards[:1] or cards
            self.board.choose([first[0].key], first[0].key, focus=False)
        self._wanted = None

    def _show_current(self) -> None:
        current = self.board.current
        self.panel.show_row(current.id if current else None, current.entry if current else None)
        self._say_note("")

    def go_to(self, row: int | None, field: str | None) -> None:
        """Show the link at this place of the list (from 0); without one, the link chosen, or where the first one is added."""
        if self._stack.currentWidget() is self.pane:
            self.pane.go_to(row, field)
        elif row is not None:
            self._wanted = (row, field)
            self.refresh()
        elif self.board.current is None:
            self._wanted = (0, field)  # once the links have come
            self.empty.buttons[0].setFocus()
        elif field is not None:
            self.panel.form.focus_field(field)
        else:
            self.board.focus_lane()

    # ---- changing

    def _change(self, operation: Callable[..., Change], *args: object, keep: bool | None = None) -> None:
        """Queue a change of the chain."""
        if self.session.round_id is None:
            return
        this = object()
        self._writing.add(this)

        def settled(_change: Change) -> None:
            self._writing.discard(this)

        def failed(error: Exception) -> None:
            self._writing.discard(this)
            self.session.tell(error)
            self.refresh()

        self.session.change(operation, self.session.round_id, PART, *args, done=settled, failed=failed, keep=keep)

    def _place(self, ids: list[int], stage: Value, place: int) -> None:
        self.board.show_cards(placed(self.board.cards, ids, stage, place), self._lacking)  # at once: the next key may follow
        self._change(operations.place_rows, ids, ("stage", stage), place)

    def _answer(self, ids: list[int], field: str, value: Value) -> None:
        if len(ids) == 1:
            self._change(operations.set_cells, ids[0], {field: value})
        else:
            self._change(compound.set_typed, [TypedRow(row_id, {}, {field: value}) for row_id in ids])

    def _add(self, names: list[str], stage: Value) -> None:
        if len(names) == 1:
            self._change(operations.add_row, {"stage": stage, "name": names[0]}, keep=True)
        else:
            self._change(compound.set_typed, [TypedRow(None, {}, {"stage": stage, "name": name}) for name in names])

    def _delete(self, ids: list[int]) -> None:
        if ids:
            self._change(operations.delete_rows, ids)

    def _paste(self, stage: Value) -> None:
        """One column is names for this stage; a block is rows, as the table takes them."""
        block = list(rows_of(QGuiApplication.clipboard().text()))
        names = [row[0].strip() for row in block if row[0].strip()]
        if names and all(len(row) == 1 for row in block):
            self._add(names, stage)
        else:
            self.pane.table.paste_rows()

    def _start(self) -> None:
        """Name the first link, or the next one."""
        self._started = True
        self._map.setCurrentWidget(self._splitter)
        self.board.adder.open()

    # ---- the menu of a card

    def _show_menu(self, point: QPoint) -> None:
        ids = self.board.ids
        if ids:
            self.menu = self._make_menu(ids)
            self.menu.popup(point)

    def _make_menu(self, ids: list[int]) -> QMenu:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for name in MENU:
            question = self.pane.part.question(name)
            inner = menu.addMenu(question.label.to(self.session.lang))
            for value in (*_choices(question.type), None):
                text = question.type.show(value, self.session.lang) or self.session.words("chain.open")
                inner.addAction(text).triggered.connect(lambda _on=False, name=name, value=value: self._answer_all(ids, name, value))
        menu.addSeparator()
        menu.addAction(self._with_keys("chain.edit")).triggered.connect(lambda _on=False: self.panel.form.focus_field("name"))
        menu.addAction(self._with_keys("chain.delete")).triggered.connect(lambda _on=False: self._delete(ids))
        return menu

    def _with_keys(self, name: str) -> str:
        return f"{self.session.words(name)}\t{keys_of(name)}"

    def _answer_all(self, ids: list[int], field: str, value: Value) -> None:
        if field == "stage":
            self._place(ids, value, len(self.board.cards))
        else:
            self._answer(ids, field, value)

    # ---- words

    def _say_note(self, typed: str) -> None:
        """A name that is in the chain already; how many cards are chosen; the keys."""
        words, twin = self.session.words, None
        if typed.strip():
            twin = next((card for card in self.board.cards if fold(card.name) == fold(typed)), None)
        if twin is not None:
            self.note.setText(words("chain.twin", name=twin.name, stage=self.board.stage_name(twin.stage)))
        elif len(self.board.ids) > 1:
            self.note.setText(words("chain.several", count=len(self.board.ids), keys=self._keys(ANSWERS)))
        else:
            self.note.setText(self._keys(SHOWN))

    def _keys(self, names: Sequence[str]) -> str:
        """Keys with what they do."""
        found = ((name, shortcut(name)) for name in names)
        told = (self.session.words("keys.one", keys=keys.told, name=self.session.words(name)) for name, keys in found if keys is not None)
        return " · ".join(told)

    def retranslate(self) -> None:
        """Every text in the session's language."""
        words = self.session.words
        self.pane.retranslate()
        self.board.retranslate()
        self.panel.retranslate()
        name, about = self.pane.part.name.to(self.session.lang), self.pane.part.help
        ways = [words("chain.first"), words("table.paste"), words("table.import")]
        self.empty.say(words("table.empty", part=name), about.to(self.session.lang) if about else "", ways)
        self._say_note("")


def _short(part: Part) -> Part:
    """The questions in the order in which they fit into the least height: the board needs it more."""
    asked = {question.id: question._replace(wide=False) for question in part.questions}
    rest = (question for name, question in asked.items() if name not in FORM)
    questions = (*(asked[name] for name in FORM), *rest)
    return replace(part, asked=lambda: questions)


def _choices(kind: FieldType) -> Sequence[Value]:
    if isinstance(kind, ChoiceType):
        return tuple(kind.choices)
    return (True, False) if isinstance(kind, FlagType) else IMPORTANCE
