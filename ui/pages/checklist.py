"""The checklist: the items of the cluster's type at the left, the one being rated at the right with what the figures say of it."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from db.browse import Entry
from diagnosis.fieldtypes import NA, Value
from diagnosis.findings import Place
from diagnosis.framework import TYPE_IDS, Item, TypeId
from diagnosis.result import Assessment, Diagnosis
from ui import theme
from ui.pages import ratings
from ui.pages.page import Page
from ui.session import Session
from ui.widgets.empty_state import EmptyState
from ui.widgets.help_button import help_button
from ui.widgets.item_detail import ItemDetail, Shown
from ui.widgets.item_list import KEYS, Group, ItemList, Line
from ui.widgets.sheet import MARGIN
from ui.widgets.wording import Words, level_of

LIST_WIDTH = 248
TYPE_VIEWS = range(1, 1 + len(TYPE_IDS))  # the views of one type each, behind the one that follows the cluster's type
OWN = "own"  # the view that follows the cluster's type


class ChecklistPage(Page):
    """A rating is on disk with its key; Up and Down change the item wherever no text is being typed."""

    step = "checklist"

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.title, self.note, self.hint = theme.label("title"), theme.label("muted"), theme.label("muted", wrap=True)
        self.view_label, self.view = theme.label("muted"), QComboBox()
        self.no_type = theme.label("muted", wrap=True)
        self.empty = EmptyState([self._answer_first, *(partial(self.view.setCurrentIndex, index) for index in TYPE_VIEWS)])
        self.list, self.detail, self.stack = ItemList(), ItemDetail(session), QStackedWidget()
        self._rows: dict[str, Entry] = {}
        self._assessed: dict[str, Assessment] = {}
        self._lay_out()
        self._connect()
        self.setFocusProxy(self.list)
        self.retranslate()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        theme.tight(head)
        for part in (self.title, help_button(self.session, self.step), self.note):
            head.addWidget(part)
        head.addStretch(1)
        head.addWidget(self.view_label)
        head.addWidget(self.view)
        self.view_label.setBuddy(self.view)
        self.view.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        for name in (OWN, *TYPE_IDS):
            self.view.addItem("", name)
        self.list.setFixedWidth(LIST_WIDTH)
        items = QWidget()
        columns = QHBoxLayout(items)
        columns.setContentsMargins(MARGIN, 0, 0, theme.SPACE)
        columns.setSpacing(0)
        columns.addWidget(self.list)
        columns.addWidget(self.detail, 1)
        top = QVBoxLayout()
        top.setContentsMargins(MARGIN, 16, MARGIN, theme.SPACE)
        top.setSpacing(theme.SPACE)
        top.addLayout(head)
        top.addWidget(self.hint)
        top.addWidget(self.no_type)
        outer = QVBoxLayout(self)
        theme.tight(outer, 0)
        outer.addLayout(top)
        self.stack.addWidget(items)
        self.stack.addWidget(self.empty)
        outer.addWidget(self.stack, 1)

    def _connect(self) -> None:
        self.view.currentIndexChanged.connect(self._view_changed)
        self.list.chosen.connect(self._show_item)
        self.list.rated.connect(self._rate)
        self.detail.rated.connect(self._rate)
        self.detail.answered.connect(self._store)
        self.detail.drafted.connect(self._keep_draft)
        self.detail.stepped.connect(self.list.step)
        self.session.leaving.connect(self.flush)

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
        if round_id == self.session.round_id:
            self._rows = rows
            self._show_list()

    def show_diagnosis(self, diagnosis: Diagnosis) -> None:
        """Levels and figures of the items of the type."""
        self._assessed = {entry.item.id: entry for entry in diagnosis.items}
        self._show_list()

    # ---- showing

    @property
    def _type(self) -> TypeId | None:
        """The type whose items are shown."""
        chosen = next((type_id for type_id in TYPE_IDS if type_id == self.view.currentData()), None)
        return chosen or (self.session.diagnosis.type if self.session.diagnosis is not None else None)

    def _items(self) -> tuple[Item, ...]:
        return self.session.framework.items_for(self._type) if self._type else ()

    def _view_changed(self, _index: int) -> None:
        self._show_list()

    def _show_list(self) -> None:
        said, items = self._said, self._items()
        lines = {item.id: self._line(item, said) for item in items}
        groups = [
            Group(said.of(element.short), tuple(lines[item.id] for item in items if item.element == element.id))
            for element in said.framework.elements.values()
        ]
        self.list.show_groups([group for group in groups if group.lines], self.list.current)
        rated = sum(self._answer(item.id, "score") is not None for item in items)
        self.note.setText(said.say("checklist.rated", done=rated, all=len(items)) if items else "")
        without_type = self.session.diagnosis is not None and self.session.diagnosis.type is None
        self.stack.setCurrentIndex(int(without_type and not items))
        self.no_type.setVisible(without_type and bool(items))
        self._show_item(self.list.current)

    def _line(self, item: Item, said: Words) -> Line:
        score, found = self._answer(item.id, "score"), self._assessed.get(item.id)
        level = None if found is None else level_of(found)
        rating = said.dash if score is None else "N" if score == "na" else str(score)
        conflict = found is not None and found.state == "conflict"
        return Line(item.id, said.of(item.short), level, said.level(level) if found else "", rating, conflict)

    def _answer(self, item: str, field: str) -> Value:
        entry = self._rows.get(item)
        return None if entry is None else entry.answers.get(field)

    def _show_item(self, item_id: str | None) -> None:
        items = self.session.framework.items
        item = items[item_id] if item_id else None
        entry, found = self._rows.get(item_id or "", Entry()), self._assessed.get(item_id or "")
        type_id = self.session.diagnosis.type if self.session.diagnosis is not None else None
        self.detail.show_item(None if item is None else Shown(item, entry, found, type_id))

    # ---- storing

    def _rate(self, score: Value) -> None:
        self.detail.show_rating(score)
        self._store("score", score)
        if score == NA:
            self.detail.focus_field("reason")

    def _store(self, field: str, value: Value) -> None:
        item = self.detail.item_id
        if item is not None and self.session.round_id is not None:
            self.session.change(ratings.rate, self.session.round_id, item, {field: value}, keep=True)

    def _keep_draft(self, field: str, text: str | None) -> None:
        item = self.detail.item_id
        if item is not None and self.session.round_id is not None:
            self.session.change(ratings.keep_draft, self.session.round_id, item, field, text, keep=True)

    def flush(self) -> None:
        """Store now what is typed."""
        self.detail.flush()

    # ---- keys, words, places

    def help_topic(self) -> str:
        """The item that is current."""
        return f"item/{self.list.current}" if self.list.current else ""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys that no field of the detail has taken."""
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        if plain and event.key() in KEYS and self.detail.item_id is not None:
            self._rate(KEYS[event.key()])
        elif plain and Qt.Key(event.key()) in steps:
            self.list.step(steps[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    @property
    def _said(self) -> Words:
        return Words(self.session.framework, self.session.lang)

    def retranslate(self) -> None:
        """Every text in the session's language."""
        said = self._said
        self.title.setText(said.page(self.step))
        self.hint.setText(said.hint(self.step))
        self.view_label.setText(said.say("checklist.view"))
        self.view.setItemText(0, said.say("checklist.view-own"))
        for index, type_id in enumerate(TYPE_IDS, start=1):
            self.view.setItemText(index, said.say("checklist.view-type", type=said.type_short(type_id)))
        page = said.page("classification")
        self.no_type.setText(said.say("checklist.no-type-yet", page=page))
        ways = [self.view.itemText(index) for index in TYPE_VIEWS]
        self.empty.say(said.type_name(None), said.say("checklist.no-type", page=page), [said.say("jump-to", page=page), *ways])
        self.list.setAccessibleName(said.say("checklist.list"))
        self.detail.retranslate()
        self._show_list()

    def go_to(self, place: Place) -> None:
        """An item (by its id, or by its row in the survey), and a field of its rating."""
        survey = self.session.survey
        item, field = place.field, "score"
        if place.row is not None and survey is not None and place.row < len(survey.ratings):
            item, field = survey.ratings[place.row].item, place.field or "score"
        if item is None:
            return
        if item not in self.list.ids and item in self.session.framework.items:
            self.view.setCurrentIndex(1 + TYPE_IDS.index(self.session.framework.items[item].types[0]))
        if item in self.list.ids:
            self.list.select(item)
        self.list.setFocus() if field == "score" else self.detail.focus_field(field)
