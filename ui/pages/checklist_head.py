"""The top of the checklist: how far it is, and which items are shown, in which way."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from diagnosis.framework import TYPE_IDS, TypeId
from diagnosis.text import phrase
from ui import theme
from ui.session import Session
from ui.settings import Settings
from ui.shortcuts import tip
from ui.widgets.help_button import help_button
from ui.widgets.item_lines import ALL, CONFLICTS, GAPS, UNRATED
from ui.widgets.search_line import SearchLine
from ui.widgets.segments import Segments
from ui.widgets.sheet import MARGIN
from ui.widgets.wording import Words

OWN = "own"  # the view that follows the cluster's type
TYPE_VIEWS = range(1, 1 + len(TYPE_IDS))  # the views of one type each, behind that one
LOOK, SINGLE, TABLE = "checklist-look", "single", "table"
LOOKS, STATES = (SINGLE, TABLE), (ALL, UNRATED, CONFLICTS, GAPS)


class ChecklistHead(QWidget):
    """``filtered``: other items are wanted. ``look_picked`` (of ``LOOKS``): in another way."""

    filtered = Signal()
    look_picked = Signal(str)

    def __init__(self, session: Session, step: str) -> None:
        """All items of the cluster's own type, in the way they were last shown. ``step``: of the page."""
        super().__init__()
        self._session, self._step, self._settings = session, step, Settings()
        self.title, self.note, self.view_label, self.view = theme.label("title"), theme.label("muted"), theme.label("muted"), QComboBox()
        self.look = Segments([(look, phrase("ui", f"items.{look}")) for look in LOOKS], clearable=False)
        self.state = Segments([(state, phrase("ui", f"items.{state}")) for state in STATES], clearable=False)
        self.search, self.onward = SearchLine(), theme.button("link")
        self.no_type, self.nothing = theme.label("muted", wrap=True), theme.label("muted", wrap=True)
        self._lay_out()
        self.show_look(self._settings.word(LOOK) or SINGLE)
        self.state.show_value(ALL)
        self.view.currentIndexChanged.connect(lambda _index: self.filtered.emit())
        self.state.picked.connect(lambda _state: self.filtered.emit())
        self.search.textChanged.connect(lambda _text: self.filtered.emit())
        self.look.picked.connect(self._pick_look)

    def _lay_out(self) -> None:
        head, bar, top = QHBoxLayout(), QHBoxLayout(), QVBoxLayout(self)
        for line in (head, bar):
            theme.tight(line)
        for part in (self.title, help_button(self._session, self._step), self.note, self.onward):
            head.addWidget(part)
        head.addStretch(1)
        for widget in (self.view_label, self.view):
            head.addWidget(widget)
        head.addStrut(theme.HEAD_HEIGHT)
        bar.addWidget(self.look)
        bar.addWidget(self.state)
        bar.addStretch(1)
        bar.addWidget(self.search)
        self.view_label.setBuddy(self.view)
        self.view.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        for name in (OWN, *TYPE_IDS):
            self.view.addItem("", name)
        self.search.setFixedHeight(theme.CONTROL_HEIGHT)
        self.search.setMinimumWidth(72)
        self.search.setMaximumWidth(132)
        top.setContentsMargins(MARGIN, 16, MARGIN, theme.SPACE)
        top.setSpacing(theme.SPACE)
        top.addLayout(head)
        top.addLayout(bar)
        for part in (self.no_type, self.nothing):
            top.addWidget(part)

    # ---- which items, in which way

    @property
    def type_wanted(self) -> TypeId | None:
        """The type whose items somebody wants to see; ``None``: those of the cluster's own."""
        return next((type_id for type_id in TYPE_IDS if type_id == self.view.currentData()), None)

    def show_type(self, type_id: TypeId) -> None:
        """Want the items of this type."""
        self.view.setCurrentIndex(1 + TYPE_IDS.index(type_id))

    @property
    def state_wanted(self) -> str:
        """Of ``STATES``."""
        return str(self.state.value)

    def show_all(self) -> None:
        """Want all items, whatever was searched for."""
        self.state.show_value(ALL)
        self.search.clear()

    @property
    def as_table(self) -> bool:
        """Whether the items are shown as a table."""
        return self.look.value == TABLE

    def show_look(self, look: str) -> None:
        """Show them in this way, until somebody picks another."""
        self.look.show_value(look if look in LOOKS else SINGLE)

    def _pick_look(self, look: str) -> None:
        self._settings.set_word(LOOK, look)
        self.show_look(look)
        self.look_picked.emit(look)

    # ---- words

    def say_how_far(self, said: Words, rated: int, all_items: int, *, without_type: bool, found: bool) -> None:
        """How many are rated; what to do where there is no type, or where nothing is ``found``."""
        self.note.setText(said.say("checklist.rated", done=rated, all=all_items) if all_items else "")
        self.onward.setVisible(rated < all_items)
        self.no_type.setVisible(without_type and all_items > 0)
        self.nothing.setVisible(all_items > 0 and not found)

    @property
    def types(self) -> list[str]:
        """The names of the views of one type each."""
        return [self.view.itemText(index) for index in TYPE_VIEWS]

    def retranslate(self, said: Words) -> None:
        """Every text in the language of ``said``."""
        words, lang = self._session.words, self._session.lang
        self.title.setText(said.page(self._step))
        self.title.setToolTip(said.hint(self._step))
        self.view_label.setText(said.say("checklist.view"))
        self.view.setItemText(0, said.say("checklist.view-own"))
        for index, type_id in enumerate(TYPE_IDS, start=1):
            self.view.setItemText(index, said.say("checklist.view-type", type=said.type_short(type_id)))
        for segments, name in ((self.look, words("items.look")), (self.state, words("items.pick"))):
            segments.retranslate(lang)
            segments.describe(name, "")
        self.no_type.setText(said.say("checklist.no-type-yet", page=said.page("classification")))
        self.nothing.setText(words("items.nothing"))
        self.search.setPlaceholderText(words("table.search"))
        self.search.name_cross(words("field.clear-search"))
        self.search.setAccessibleName(words("table.search"))
        self.search.setToolTip(tip(words("table.search"), "keys.search-items", lang))
        self.onward.setText(words("items.onward"))
        self.onward.setToolTip(tip(words("items.onward"), "keys.next-unrated", lang))
