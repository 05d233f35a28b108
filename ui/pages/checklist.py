"""The checklist: the items of the cluster's type one at a time, with scale, figures and evidence, or as a table."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from db.browse import Entry
from db.operations import Change
from diagnosis.fieldtypes import NA, Value
from diagnosis.findings import Place
from diagnosis.framework import TYPE_IDS, Item, TypeId
from diagnosis.result import Assessment, Diagnosis
from ui import theme
from ui.pages import ratings
from ui.pages.checklist_head import SINGLE, TABLE, ChecklistHead
from ui.pages.page import Page
from ui.session import Session
from ui.shortcuts import listen, spoken
from ui.widgets.empty_state import EmptyState
from ui.widgets.field import Field
from ui.widgets.item_detail import ItemDetail, Shown
from ui.widgets.item_foot import ItemFoot
from ui.widgets.item_lines import Group, Line, is_rated, line_of, picked
from ui.widgets.item_list import KEYS, ItemList
from ui.widgets.item_table import EVIDENCE, RATING, ItemTable
from ui.widgets.sheet import MARGIN
from ui.widgets.wording import Words

LIST_WIDTH = 248


class ChecklistPage(Page):
    """A rating shows at once and is on disk with its key; Up and Down change the item wherever no text is being typed.

    Which items are shown is decided when somebody filters, so that none goes while it is being rated.
    """

    step = "checklist"

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.head = ChecklistHead(session, self.step)
        self.empty = EmptyState([self._answer_first, *(partial(self.head.show_type, type_id) for type_id in TYPE_IDS)])
        self.list, self.detail = ItemList(), ItemDetail(session)
        self.table, self.foot, self.stack = ItemTable(session), ItemFoot(session), QStackedWidget()
        self._rows: dict[str, Entry] = {}
        self._assessed: dict[str, Assessment] = {}
        self._picked: tuple[TypeId | None, frozenset[str]] | None = None  # the type and the items picked from it; ``None``: pick anew
        self._typed: dict[tuple[int | None, str], dict[str, Value]] = {}  # by round and item: shown until the workspace has it
        self._writing = 0  # ratings on their way
        self._lay_out()
        self._connect()
        self.setFocusProxy(self.list)
        self.retranslate()

    # ---- building

    def _lay_out(self) -> None:
        outer = QVBoxLayout(self)
        theme.tight(outer, 0)
        outer.addWidget(self.head)
        for view in (self._single(), self._as_table(), self.empty):
            self.stack.addWidget(view)
        outer.addWidget(self.stack, 1)

    def _single(self) -> QWidget:
        items = QWidget()
        columns = QHBoxLayout(items)
        theme.tight(columns, 0)
        columns.setContentsMargins(MARGIN, 0, 0, theme.SPACE)
        self.list.setFixedWidth(LIST_WIDTH)
        columns.addWidget(self.list)
        columns.addWidget(self.detail, 1)
        return items

    def _as_table(self) -> QWidget:
        items = QWidget()
        column = QVBoxLayout(items)
        theme.tight(column)
        column.setContentsMargins(MARGIN, 0, MARGIN, 2 * theme.SPACE)
        column.addWidget(self.table, 1)
        column.addWidget(self.foot)
        return items

    def _connect(self) -> None:
        self.head.filtered.connect(self._filter)
        self.head.look_picked.connect(self._look_picked)
        self.head.onward.clicked.connect(self.next_unrated)
        self.list.chosen.connect(self._show_item)
        self.table.chosen.connect(self.list.select)
        for rating in (self.list, self.detail, self.table):
            rating.rated.connect(self._rate)
        for fields in (self.detail, self.foot):
            fields.answered.connect(partial(self._answer, fields.fields))
            fields.drafted.connect(partial(self._keep_draft, fields.fields))
        items = self.table.items
        items.answered.connect(lambda item, value: self._store(item, "evidence", value, items.visit))
        items.drafted.connect(lambda item, text: self._draft(item, "evidence", text, items.visit))
        self.detail.stepped.connect(self.list.step)
        self.session.leaving.connect(self.flush)
        listen(self, "keys.next-unrated", self.next_unrated, within=True)
        listen(self, "keys.unrated-before", self.unrated_before, within=True)
        listen(self, "keys.search-items", self.head.search.setFocus, within=True)

    def _answer_first(self) -> None:
        self.session.jump.emit(Place(step="classification", part="criteria"))

    # ---- reading

    def refresh(self) -> None:
        """Read the ratings anew."""
        round_id = self.session.round_id
        self.setEnabled(round_id is not None)
        if round_id is not None:
            self.session.run(lambda ws: ratings.entries(ws, round_id), partial(self._show_ratings, round_id))

    def _show_ratings(self, round_id: int, rows: dict[str, Entry]) -> None:
        if not self._writing:  # else what has been rated is newer than what has been read
            self._typed.clear()
        if round_id == self.session.round_id:
            self._rows = rows
            self._show_lines()

    def show_diagnosis(self, diagnosis: Diagnosis) -> None:
        """Levels and figures of the items of the type."""
        self._assessed = {entry.item.id: entry for entry in diagnosis.items}
        self._show_lines()

    def _round_opened(self) -> None:
        self._rows, self._assessed, self._picked = {}, {}, None
        super()._round_opened()

    # ---- showing

    @property
    def _type(self) -> TypeId | None:
        """The type whose items are shown."""
        return self.head.type_wanted or (self.session.diagnosis.type if self.session.diagnosis is not None else None)

    def _items(self) -> tuple[Item, ...]:
        return self.session.framework.items_for(self._type) if self._type else ()

    def _filter(self) -> None:
        self._picked = None
        self._show_lines()

    def _look_picked(self, look: str) -> None:
        self._show_lines()
        (self.table if look == TABLE else self.list).setFocus()

    def _show_lines(self) -> None:
        said, items = self._said, self._items()
        lines = [line_of(item, self._entry(item.id), self._assessed.get(item.id), said) for item in items]
        if self._picked is None or self._picked[0] != self._type:
            self._picked = self._type, frozenset(line.id for line in picked(lines, self.head.state_wanted, self.head.search.text()))
        shown = {line.id: line for line in lines if line.id in self._picked[1]}
        groups = [
            Group(said.of(element.short), tuple(shown[item.id] for item in items if item.element == element.id and item.id in shown))
            for element in said.framework.elements.values()
        ]
        groups = [group for group in groups if group.lines]
        self.list.show_groups(groups, self.list.current)
        self.table.show_groups(groups, self.list.current)
        self._say_how_far(lines, said)
        self._show_item(self.list.current)

    def _say_how_far(self, lines: list[Line], said: Words) -> None:
        """How many are rated; what to do where there is no type, or where the filter leaves nothing."""
        without_type = self.session.diagnosis is not None and self.session.diagnosis.type is None
        rated = sum(line.rated for line in lines)
        self.head.say_how_far(said, rated, len(lines), without_type=without_type, found=bool(self.list.ids))
        self.stack.setCurrentIndex(2 if without_type and not lines else int(self.head.as_table))

    def _show_item(self, item_id: str | None) -> None:
        items = self.session.framework.items
        item = items[item_id] if item_id else None
        entry, found = self._entry(item_id or ""), self._assessed.get(item_id or "")
        type_id = self.session.diagnosis.type if self.session.diagnosis is not None else None
        shown = None if item is None else Shown(item, entry, found, type_id)
        self.detail.show_item(shown)
        self.foot.show_item(shown)
        self.table.select(item_id)

    def _entry(self, item: str) -> Entry:
        """An item's rating as it was read and rated since."""
        entry, typed = self._rows.get(item, Entry()), self._typed.get((self.session.round_id, item), {})
        drafts = {name: text for name, text in entry.drafts.items() if name not in typed}
        return Entry({**entry.answers, **typed}, drafts)

    # ---- storing

    def _rate(self, score: Value) -> None:
        item = self.list.current
        if item is None:
            return
        self._store(item, "score", score)
        if score == NA:
            self.focus_field("reason")

    def _answer(self, fields: Mapping[str, Field], name: str, value: Value) -> None:
        if self.detail.item_id is not None:
            self._store(self.detail.item_id, name, value, fields[name].visit)

    def _keep_draft(self, fields: Mapping[str, Field], name: str, text: str | None) -> None:
        if self.detail.item_id is not None:
            self._draft(self.detail.item_id, name, text, fields[name].visit)

    def _store(self, item: str, field: str, value: Value, visit: object | None = None) -> None:
        self._typed.setdefault((self.session.round_id, item), {})[field] = value
        self._change(visit, ratings.rate, item, {field: value})

    def _draft(self, item: str, field: str, text: str | None, visit: object | None) -> None:
        self._change(visit, ratings.keep_draft, item, field, text)

    def _change(self, visit: object | None, operation: Callable[..., Change], *args: object) -> None:
        if self.session.round_id is None:
            return
        self._writing += 1
        self._show_lines()
        args = (self.session.round_id, *args)
        self.session.change(operation, *args, done=lambda _change: self._written(), failed=self._failed, keep=True, visit=visit)

    def _written(self) -> None:
        self._writing -= 1
        if not self._writing:
            self.refresh()

    def _failed(self, error: Exception) -> None:
        self._written()
        self.session.tell(error)

    def flush(self) -> None:
        """Store now what is typed."""
        self.detail.flush()
        self.foot.reason.flush()

    # ---- keys, words, places

    def help_topic(self) -> str:
        """The item that is current."""
        return f"item/{self.list.current}" if self.list.current else ""

    def next_unrated(self) -> None:
        """Go to the next item without a rating, from the current one on and around."""
        self._go_to_unrated(1)

    def unrated_before(self) -> None:
        """Go to the last item without a rating before the current one, and around."""
        self._go_to_unrated(-1)

    def _go_to_unrated(self, step: int) -> None:
        ids, here = self.list.ids[::step], self.list.current
        place = ids.index(here) + 1 if here in ids else 0
        wanted = [item for item in (*ids[place:], *ids[:place]) if not is_rated(self._entry(item).answers)]
        if wanted:
            self.list.select(wanted[0])
            self.table.select(wanted[0], RATING)
            (self.table if self.head.as_table else self.list).setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys that no field of the detail has taken."""
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        if plain and event.key() in KEYS and self.detail.item_id is not None:
            self._rate(KEYS[event.key()])
        elif plain and Qt.Key(event.key()) in steps:
            self._step(steps[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def _step(self, step: int) -> None:
        """Go on from a field; where the next item has none, as no reason is asked for, its rating is what is typed."""
        focus = cast(QWidget | None, self.window().focusWidget()) or self
        self.list.step(step)
        if not focus.isVisible():
            (self.table if self.head.as_table else self.list).setFocus()

    @property
    def _said(self) -> Words:
        return Words(self.session.framework, self.session.lang)

    def retranslate(self) -> None:
        """Every text in the session's language."""
        said, page = self._said, self._said.page("classification")
        self.head.retranslate(said)
        ways = [said.say("jump-to", page=page), *self.head.types]
        self.empty.say(said.type_name(None), said.say("checklist.no-type", page=page), ways)
        for view in (self.list, self.table):
            view.setAccessibleName(said.say("checklist.list"))
            view.setAccessibleDescription(spoken("checklist", lang=self.session.lang))
        self.detail.retranslate()
        self.foot.retranslate()
        self._show_lines()

    def focus_field(self, name: str) -> None:
        """Give the focus to a field of the current item's rating."""
        if self.head.as_table and name == "reason":
            self.foot.reason.editor.target.setFocus()
        elif self.head.as_table and name in ("score", "evidence"):
            self.table.select(self.list.current, EVIDENCE if name == "evidence" else RATING)
            self.table.setFocus()
        else:
            self.head.show_look(SINGLE)
            self._show_lines()
            self.list.setFocus() if name == "score" else self.detail.focus_field(name)

    def go_to(self, place: Place) -> None:
        """An item (by its id, or by its row in the survey), and a field of its rating."""
        survey, items = self.session.survey, self.session.framework.items
        item, field = place.field, "score"
        if place.row is not None and survey is not None and place.row < len(survey.ratings):
            item, field = survey.ratings[place.row].item, place.field if place.field not in (None, "item") else "score"
        if item is None or item not in items:
            self.list.setFocus()
            return
        if self._type not in items[item].types:
            self.head.show_type(items[item].types[0])
        if item not in self.list.ids:
            self.head.show_all()
            self._filter()
        self.list.select(item)
        self.focus_field(field)
