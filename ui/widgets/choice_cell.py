"""A choice in the cell of a table: all there is to choose from below the cell, and what is typed narrows it."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from diagnosis.errors import Invalid
from diagnosis.fieldtypes import ChoiceType, Value
from diagnosis.matching import Name, comparable, rank, words
from diagnosis.questionnaire import Question
from diagnosis.text import LANGS, Lang
from ui.widgets.choice_editors import offered
from ui.widgets.suggestions import Offer, Suggestions
from ui.widgets.table_cells import DASH
from ui.widgets.text_editors import Line


class ChoiceCell(Line):
    """Found by any part of a name in either language, by its initials, or by what else it is called; the dash takes the answer away."""

    def __init__(self, question: Question, lang: Lang, parent: QWidget) -> None:
        """Shows no answer until ``show_value``."""
        super().__init__(parent)
        kind, choices = question.type, offered(question)
        also = kind.also if isinstance(kind, ChoiceType) else {}
        self._question = question
        self._offers: list[Offer] = [(None, DASH), *((value, name.to(lang)) for value, name in choices)]
        self._names = [
            Name.of([name.to(each) for each in LANGS], comparable(" ".join(also.get(str(value), ())))) for value, name in choices
        ]
        self._value: Value = None
        self._draft: str | None = None
        self.is_changed = False
        self.suggestions = Suggestions(self, self._found)
        self.textEdited.connect(self._typed)

    def _typed(self) -> None:
        self.is_changed = True

    def _found(self, typed: str) -> Sequence[Offer]:
        """Everything until something is typed; then what it finds, the best first."""
        wanted = words(typed)
        if not self.is_changed or not wanted:
            return self._offers
        ranks = [(found, place) for place, name in enumerate(self._names, 1) if (found := rank(name, wanted)) is not None]
        return [self._offers[place] for _, place in sorted(ranks)]

    def show_value(self, value: Value, draft: str | None) -> None:
        """What is stored, or was typed and not taken; all of it selected, so that a key takes its place."""
        self._value, self._draft = value, draft
        self.setText(draft if draft is not None else self._name(value))
        self.selectAll()

    def _name(self, value: Value) -> str:
        return next((name for each, name in self._offers[1:] if each == value), "")

    def open(self) -> None:
        """Offer everything, the answer marked."""
        if not self.is_changed:
            values = [value for value, _ in self._offers]
            self.suggestions.offer(values.index(self._value) if self._value in values and self._draft is None else 0)

    def choose(self, value: Value) -> None:
        """Take this one of the list."""
        self.is_changed = True
        self.setText(self._name(value))

    def read(self) -> Value:
        """What stands there names one of them, wholly or in part; raises ``Invalid`` when it does not."""
        typed = self.text()
        for value, name in self._offers[1:]:
            if comparable(name) == comparable(typed):
                return value  # type: ignore[return-value]  # offers hold anything
        try:
            return self._question.type.parse("" if typed == DASH else typed)
        except Invalid:
            found = self._found(typed)
            if len(found) == 1 and found[0][0] is not None:
                return found[0][0]  # type: ignore[return-value]
            raise

    def press(self, event: QKeyEvent) -> bool:
        """A key, before the table gets it; whether it was meant for the list. Escape closes both."""
        if event.key() == Qt.Key.Key_Escape:
            self.suggestions.close()
            return False
        return self.suggestions.press(event)
