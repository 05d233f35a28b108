"""A division, found by typing a part of its name, its initials or its code."""

from collections.abc import Sequence

from PySide6.QtGui import QKeyEvent

from diagnosis.questionnaire import Question
from diagnosis.regions import find_regions
from ui.widgets.suggestions import Offer, Suggestions
from ui.widgets.text_editors import LineEditor


class RegionEditor(LineEditor):
    """Shows 湖南省 长沙市 (430100); what is typed may also be a code that no division has."""

    keys = "field.keys-suggestions"

    def __init__(self, question: Question) -> None:
        """The divisions are read when somebody types, or when one is to be shown."""
        super().__init__(question)
        self.suggestions = Suggestions(self.line, self._found)
        self.suggestions.picked.connect(self._pick)

    def _found(self, text: str) -> Sequence[Offer]:
        return [(region.code, region.label.to(self.lang)) for region in find_regions(text)]

    def _pick(self, code: object) -> None:
        self.show_value(str(code))
        self.edited.emit()
        self.finished.emit()

    def press(self, event: QKeyEvent) -> bool:
        return self.suggestions.press(event)
