"""Editors for what is chosen: buttons side by side, or a list."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QCompleter, QWidget

from diagnosis.fieldtypes import ChoiceType, NumberType, ScoreType, Value
from diagnosis.questionnaire import Question
from diagnosis.text import Lang, Text, phrase
from ui.widgets.editor import Editor
from ui.widgets.segments import Segments
from ui.widgets.text_editors import Line, mark

MOST_SEGMENTS = 4
SEGMENT_CHARACTERS = 18  # all names together, in Chinese; longer lists become a combo box
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
    """One of a list; a long list is searched by typing any part of a name."""

    def __init__(self, question: Question) -> None:
        """The first entry is no answer."""
        super().__init__(question)
        self._values: list[Value] = [None, *(value for value, _ in offered(question))]
        self.combo = _Combo()
        self.combo.setMinimumContentsLength(8)
        self.combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.combo.setMaxVisibleItems(16)
        self.combo.addItems([""] * len(self._values))
        self.line = self._make_searchable() if len(self._values) > SEARCHED_FROM else None
        self._hold(self.combo)
        self.combo.activated.connect(self._picked)

    def _make_searchable(self) -> Line:
        line = Line()
        self.combo.setEditable(True)
        self.combo.setLineEdit(line)
        self.combo.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        completer = self.combo.completer()
        assert completer is not None
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        completer.popup().setMinimumWidth(320)
        line.setProperty("role", "bare")
        line.textEdited.connect(lambda _text: self.edited.emit())
        line.editingFinished.connect(self._take_typed)
        return line

    def _take_typed(self) -> None:
        """What stands there names one entry, wholly or in part; anything else stays as it was typed, and is told."""
        index = self._named(self.combo.currentText(), partly=True)
        if index >= 0:
            self.combo.setCurrentIndex(index)
            self.combo.setEditText(self.combo.itemText(index))
        self._picked()

    def _named(self, typed: str, *, partly: bool = False) -> int:
        """The entry of this name, or the only one with this text in it; -1: none."""
        text = typed.strip()
        whole = self.combo.findText(text, Qt.MatchFlag.MatchFixedString)
        if whole >= 0 or not partly:
            return whole
        found = [index for index in range(1, self.combo.count()) if text.casefold() in self.combo.itemText(index).casefold()]
        return found[0] if len(found) == 1 else -1

    def _picked(self) -> None:
        self.edited.emit()
        self.finished.emit()

    def read(self) -> Value:
        if self.line is None:
            return self._values[max(self.combo.currentIndex(), 0)]
        index = self._named(self.line.text())
        return self._values[index] if index >= 0 else self.question.type.parse(self.line.typed())

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
        for index, (_, name) in enumerate(offered(self.question), 1):
            self.combo.setItemText(index, name.to(lang))
        if self.line is not None:
            self.line.setPlaceholderText(phrase("ui", "field.type-to-search").to(lang))
            self.combo.setEditText(typed)


def offered(question: Question) -> list[tuple[Value, Text]]:
    """What there is to choose from, value and name; nothing for what is typed. For an ``answer``: the types and each mix of two."""
    kind = question.type
    if question.kind == "flag":
        return [(True, phrase("ui", "field.yes")), (False, phrase("ui", "field.no"))]
    if isinstance(kind, ScoreType):
        digits: list[tuple[Value, Text]] = [(score, Text(str(score), str(score))) for score in range(5)]
        return digits + ([("na", phrase("values", "na"))] if kind.na else [])
    if isinstance(kind, ChoiceType):
        return [*kind.choices.items(), *(_mixes(question, list(kind.choices)) if question.kind == "answer" else [])]
    if isinstance(kind, NumberType) and few(question):
        return [(number, Text(str(number), str(number))) for number in range(int(kind.low or 0), int(kind.high or 0) + 1)]
    return []


def _mixes(question: Question, ids: list[str]) -> list[tuple[Value, Text]]:
    mixes = [f"mixed:{one}/{other}" for at, one in enumerate(ids) for other in ids[at + 1 :]]
    return [(mix, Text(question.type.show(mix, "zh"), question.type.show(mix, "en"))) for mix in mixes]


def few(question: Question) -> bool:
    """Whether there are so few choices that they stand side by side."""
    kind = question.type
    if isinstance(kind, ChoiceType):
        names = kind.choices.values()
        return question.kind == "choice" and len(names) <= MOST_SEGMENTS and sum(len(name.zh) for name in names) <= SEGMENT_CHARACTERS
    if not isinstance(kind, NumberType) or not kind.whole or kind.low is None or kind.high is None:
        return False
    return kind.high - kind.low < MOST_SEGMENTS
