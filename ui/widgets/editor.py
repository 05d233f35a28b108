"""What all editors have in common: an editor shows a value or what was typed, and reads it back."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from diagnosis.fieldtypes import Value
from diagnosis.questionnaire import Question
from diagnosis.text import Lang
from ui import theme
from ui.shortcuts import pressed


class Editor(QWidget):
    """The common shape.

    ``edited``: changed, perhaps not finished; ``finished``: the focus left, Enter was pressed or a choice was made;
    ``reshaped``: the same answer is written in another way from now on. ``keys``: the phrase that tells of keys of its own.
    """

    edited = Signal()
    finished = Signal()
    reshaped = Signal()
    keys = ""
    aside: QLabel | None = None  # what the editor says below itself

    def __init__(self, question: Question) -> None:
        """Subclasses put their widget into ``_hold``."""
        super().__init__()
        self.question = question
        self.lang: Lang = "zh"
        self._layout = QHBoxLayout(self)
        theme.tight(self._layout, 0)

    def _hold(self, widget: QWidget) -> None:
        self._layout.addWidget(widget)
        self.setFocusProxy(widget)

    def read(self) -> Value:
        """The value; raises ``Invalid`` when what was typed is none."""
        raise NotImplementedError

    def typed(self) -> str:
        """What was typed, word for word."""
        return ""

    def show_value(self, value: Value) -> None:
        """Show a stored value."""
        raise NotImplementedError

    def show_typed(self, text: str) -> None:
        """Show what was typed earlier and could not be stored."""

    def claims(self, event: QKeyEvent) -> bool:
        """Whether a key that also works around the form is meant for this field."""
        return bool(self.keys) and pressed(event, "keys.open-field")

    def press(self, event: QKeyEvent) -> bool:
        """A key, before anybody else gets it; whether the editor has taken it."""
        del event
        return False

    @property
    def unit_name(self) -> str:
        """The unit chosen, where one can be."""
        return ""

    def settle(self) -> None:
        """What is shown has been stored: what the editor itself could undo goes, so that Ctrl+Z is the program's."""

    def mark(self, wrong: bool) -> None:
        """Mark the content as one that cannot be stored."""

    def describe(self, name: str, description: str) -> None:
        """Accessible name and description."""
        target = self.focusProxy() or self
        target.setAccessibleName(name)
        target.setAccessibleDescription(description)

    def retranslate(self, lang: Lang) -> None:
        """Names of choices in ``lang``; what is shown stays."""
        self.lang = lang

    @property
    def target(self) -> QWidget:
        """The widget that takes the focus."""
        return self.focusProxy() or self

    @property
    def has_focus(self) -> bool:
        """Whether somebody is in it."""
        return self.target.hasFocus()
