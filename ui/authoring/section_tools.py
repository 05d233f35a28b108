"""The buttons over the text of a section: how it looks, and what is inserted into it."""

from functools import partial

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from ui import theme
from ui.authoring.chip_words import ChipWords
from ui.authoring.editor import SectionEditor
from ui.authoring.picker import Choice, Picker
from ui.icons import icon
from ui.session import Session
from ui.shortcuts import tip
from ui.widgets.popup import rect_of

TALL = theme.CONTROL_HEIGHT + 3  # of the row
PLACED = ("table-", "figure-")  # how the keys begin of what can stand in a text
TOOLS = ("bold", "bullets", "numbers", "heading", "fact", "reference")
KINDS = {"bullets": "bullet", "numbers": "number", "heading": "heading"}  # of paragraphs


class SectionTools(QWidget):
    """They work on ``editor``, with the facts and the places of the report that is shown. ``picker``: in which they were last chosen."""

    picker: Picker

    def __init__(self, session: Session, editor: SectionEditor, chips: ChipWords, *beside: QWidget) -> None:
        """``beside``: what stands at the end of the row."""
        super().__init__()
        self._session, self._editor, self._chips = session, editor, chips
        self.buttons = {name: theme.tool_button() for name in TOOLS}
        row = QHBoxLayout(self)
        theme.tight(row, 4)
        for name, button in self.buttons.items():
            if name == "fact":
                row.addSpacing(theme.SPACE)
            button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        row.addStretch(1)
        for widget in beside:
            row.addWidget(widget, 0, Qt.AlignmentFlag.AlignTop)
        row.addStrut(TALL)
        self._connect()

    def _connect(self) -> None:
        bold = QFont(theme.FAMILY)
        bold.setBold(True)
        self.buttons["bold"].setFont(bold)
        self.buttons["bold"].clicked.connect(self._editor.toggle_bold)
        for name, kind in KINDS.items():
            self.buttons[name].clicked.connect(partial(self._toggle, kind))
        for name, pick in (("fact", self.pick_fact), ("reference", self.pick_reference)):
            self.buttons[name].setIcon(icon("plus"))
            self.buttons[name].setIconSize(QSize(12, 12))
            self.buttons[name].setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            self.buttons[name].clicked.connect(pick)

    def enable(self) -> None:
        """As far as the text can be written."""
        for button in self.buttons.values():
            button.setEnabled(not self._editor.isReadOnly())

    def _toggle(self, kind: str) -> None:
        self._editor.toggle(kind)
        self._editor.setFocus()

    def pick_fact(self) -> None:
        """Choose a fact to insert."""
        work = self._chips.work
        if work is not None and not self._editor.isReadOnly():
            found = [Choice(fact.key, fact.name, fact.value) for fact in work.facts.of.values()]
            self._pick("fact", found).picked.connect(lambda key, _placed: self._editor.put("fact", key))

    def pick_reference(self) -> None:
        """Choose a table, a chart or a section."""
        work = self._chips.work
        if work is not None and not self._editor.isReadOnly():
            found = [Choice(key, self._chips.pair(label, title), placed=key.startswith(PLACED)) for key, label, title in work.places]
            self._pick("reference", found).picked.connect(lambda key, placed: self._editor.put("place" if placed else "ref", key))

    def _pick(self, name: str, found: list[Choice]) -> Picker:
        picker = self.picker = Picker(self._editor, found, self._session.words, f"authoring.pick-{name}")
        picker.open_below(rect_of(self.buttons[name]))
        return picker

    def retranslate(self) -> None:
        """Every text in the session's language."""
        words, lang = self._session.words, self._session.lang
        for name, button in self.buttons.items():
            told = words(f"authoring.{name}")
            button.setText(words(f"authoring.tool-{name}"))
            button.setAccessibleName(told)
            button.setToolTip(tip(told, f"authoring.{name}", lang))
