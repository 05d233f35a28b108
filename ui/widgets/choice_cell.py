"""A choice in the cell of a table: all there is to choose from below the cell, and what is typed narrows it."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from diagnosis.fieldtypes import Value
from diagnosis.questionnaire import Question
from diagnosis.text import Lang
from ui.widgets.choices import Choices
from ui.widgets.suggestions import Offer, Suggestions
from ui.widgets.text_editors import Line


class ChoiceCell(Line):
    """Enter takes what is marked, the dash takes the answer away."""

    def __init__(self, question: Question, lang: Lang, parent: QWidget) -> None:
        """Shows no answer until ``show_value``."""
        super().__init__(parent)
        self._choices = Choices(question, lang)
        self._value: Value = None
        self._draft: str | None = None
        self.is_changed = False
        self.suggestions = Suggestions(self, self._found)
        self.textEdited.connect(self._typed)

    def _typed(self) -> None:
        self.is_changed = True

    def _found(self, typed: str) -> Sequence[Offer]:
        return self._choices.found(typed if self.is_changed else "")

    def show_value(self, value: Value, draft: str | None) -> None:
        """What is stored, or was typed and not taken; all of it selected, so that a key takes its place."""
        self._value, self._draft = value, draft
        self.setText(draft if draft is not None else self._choices.name(value))
        self.selectAll()

    def open(self) -> None:
        """Offer everything, the answer marked."""
        if not self.is_changed:
            self.suggestions.offer(self._choices.place_of(self._value) if self._draft is None else 0)

    def choose(self, value: Value) -> None:
        """Take this one of the list."""
        self.is_changed = True
        self.setText(self._choices.name(value))

    def read(self) -> Value:
        """What stands there names one of them, wholly or in part; raises ``Invalid`` when it does not."""
        return self._choices.read(self.typed())

    def press(self, event: QKeyEvent) -> bool:
        """A key, before the table gets it; whether it was meant for the list. Escape closes both."""
        if event.key() == Qt.Key.Key_Escape:
            self.suggestions.close()
            return False
        return self.suggestions.press(event)
