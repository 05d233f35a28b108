"""Editors for what is chosen: buttons side by side, or a list."""

from collections.abc import Sequence

from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QWidget

from diagnosis.errors import Invalid
from diagnosis.fieldtypes import Value
from diagnosis.questionnaire import Question
from diagnosis.text import DASH, Lang, phrase
from ui.shortcuts import pressed
from ui.widgets.choices import Choices
from ui.widgets.editor import Editor
from ui.widgets.offered import offered
from ui.widgets.segments import Segments
from ui.widgets.suggestions import Offer, Suggestions
from ui.widgets.text_editors import Line, mark

SEARCHED_FROM = 12  # a list this long is searched by typing


class SegmentEditor(Editor):
    """Flags (yes, no, not clear), ratings, and choices among a few."""

    def __init__(self, question: Question) -> None:
        """``not clear`` is the button of no answer."""
        super().__init__(question)
        flag = question.kind == "flag"
        choices = [*offered(question), *([(None, phrase("ui", "field.unclear"))] if flag else [])]
        self.segments = Segments(choices, clearable=not flag)
        self._layout.addWidget(self.segments)
        self.segments.picked.connect(self._picked)

    def _picked(self) -> None:
        self.edited.emit()
        self.finished.emit()

    def read(self) -> Value:
        return self.segments.value

    def show_value(self, value: Value) -> None:
        self.segments.show_value(value)

    def retranslate(self, lang: Lang) -> None:
        super().retranslate(lang)
        self.segments.retranslate(lang)

    def describe(self, name: str, description: str) -> None:
        self.segments.describe(name, description)

    @property
    def target(self) -> QWidget:
        return self.segments.focus_widget()

    @property
    def has_focus(self) -> bool:
        return any(child.hasFocus() for child in self.segments.findChildren(QWidget))


class _Combo(QComboBox):
    """A combo box that leaves the wheel to the page it stands on, so that scrolling changes no answer."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class ComboEditor(Editor):
    """One of a list; a long list is searched by typing, as in the cells of tables."""

    def __init__(self, question: Question) -> None:
        """The first entry is no answer: a dash, but where one types."""
        super().__init__(question)
        self._values: list[Value] = [None, *(value for value, _ in offered(question))]
        self._choices = Choices(question, self.lang)
        self.suggestions: Suggestions | None = None
        self.combo = _Combo()
        self.combo.setMinimumContentsLength(8)
        self.combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.combo.setMaxVisibleItems(16)
        self.combo.addItems([""] * len(self._values))
        self.line = self._make_searchable() if len(self._values) > SEARCHED_FROM else None
        if self.line is None:
            self.combo.setItemText(0, DASH)
        self._hold(self.combo)
        self.combo.activated.connect(self._picked)

    def _make_searchable(self) -> Line:
        line = Line()
        self.combo.setEditable(True)
        self.combo.setLineEdit(line)
        self.combo.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.combo.setCompleter(None)  # type: ignore[arg-type]  # the stub forgets that there may be none
        line.setProperty("role", "bare")
        line.textEdited.connect(lambda _text: self.edited.emit())
        line.editingFinished.connect(self._take_typed)
        self.suggestions = Suggestions(line, self._found)
        self.suggestions.picked.connect(self._pick)
        self.combo.installEventFilter(self.suggestions)  # the line never has the focus itself
        self.keys = "field.keys-suggestions"
        return line

    def _found(self, typed: str) -> Sequence[Offer]:
        """Of an answer that stands there everything is offered: somebody looks for another one."""
        return self._choices.found("" if self._choices.called(typed) is not None else typed)

    def press(self, event: QKeyEvent) -> bool:
        if self.suggestions is None:
            return False
        if pressed(event, "keys.open-field") and self.line is not None and not self.suggestions.is_open:
            self.suggestions.offer(self._choices.place_of(self._choices.called(self.line.text())))
            return True
        return self.suggestions.press(event)

    def _pick(self, value: object) -> None:
        self.show_value(value)  # type: ignore[arg-type]  # offers hold anything
        self._picked()

    def _take_typed(self) -> None:
        """What stands there names one entry, wholly or in part; anything else stays as it was typed, and is told."""
        try:
            value = self._choices.read(self.combo.currentText())
        except Invalid:
            value = None
        if value is not None:
            self.show_value(value)
        self._picked()

    def _picked(self) -> None:
        self.edited.emit()
        self.finished.emit()

    def read(self) -> Value:
        if self.line is None:
            return self._values[max(self.combo.currentIndex(), 0)]
        value = self._choices.called(self.line.typed())
        return value if value is not None else self.question.type.parse(self.line.typed())

    def typed(self) -> str:
        return self.line.typed() if self.line is not None else ""

    def show_value(self, value: Value) -> None:
        self.combo.setCurrentIndex(self._values.index(value) if value in self._values else 0)
        if self.line is not None:
            self.combo.setEditText(self.combo.itemText(self.combo.currentIndex()))

    def show_typed(self, text: str) -> None:
        if self.line is not None:
            self.combo.setEditText(text)

    def settle(self) -> None:
        if self.line is not None:
            self.line.settle()

    def mark(self, wrong: bool) -> None:
        mark(self.combo, wrong)

    def retranslate(self, lang: Lang) -> None:
        super().retranslate(lang)
        typed = self.typed()
        self._choices = Choices(self.question, lang)
        for index, (_, name) in enumerate(offered(self.question), 1):
            self.combo.setItemText(index, name.to(lang))
        if self.line is not None:
            self.line.setPlaceholderText(phrase("ui", "field.type-to-search").to(lang))
            self.combo.setEditText(typed)
