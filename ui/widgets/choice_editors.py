"""Editors for what is chosen: buttons side by side, a list, or a menu to tick."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAction, QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QCompleter, QMenu, QSizePolicy, QWidget

from diagnosis.fieldtypes import ChoicesType, ChoiceType, NumberType, ScoreType, Value
from diagnosis.questionnaire import Question
from diagnosis.text import Lang, Text, phrase
from ui.widgets.chooser import Chooser
from ui.widgets.editor import Editor
from ui.widgets.segments import Segments

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
        if len(self._values) > SEARCHED_FROM:
            self._make_searchable()
        self._hold(self.combo)
        self.combo.activated.connect(self._picked)

    def _make_searchable(self) -> None:
        self.combo.setEditable(True)
        self.combo.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        completer, line = self.combo.completer(), self.combo.lineEdit()
        assert completer is not None
        assert line is not None
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        completer.popup().setMinimumWidth(320)
        line.setStyleSheet("border: 0; padding: 0; background: transparent;")
        line.editingFinished.connect(self._take_typed)

    def _take_typed(self) -> None:
        """What stands there names one entry, wholly or in part, or nothing; anything else goes back to what was chosen."""
        index = self._typed_index(self.combo.currentText().strip())
        if index >= 0 and index != self.combo.currentIndex():
            self.combo.setCurrentIndex(index)
        self.combo.setEditText(self.combo.itemText(self.combo.currentIndex()))
        self._picked()

    def _typed_index(self, text: str) -> int:
        whole = self.combo.findText(text, Qt.MatchFlag.MatchFixedString)
        if whole >= 0:
            return whole
        found = [index for index in range(1, self.combo.count()) if text.casefold() in self.combo.itemText(index).casefold()]
        return found[0] if len(found) == 1 else -1

    def _picked(self) -> None:
        self.edited.emit()
        self.finished.emit()

    def read(self) -> Value:
        return self._values[max(self.combo.currentIndex(), 0)]

    def show_value(self, value: Value) -> None:
        self.combo.setCurrentIndex(self._values.index(value) if value in self._values else 0)

    def retranslate(self, lang: Lang) -> None:
        super().retranslate(lang)
        for index, (_, name) in enumerate(offered(self.question), 1):
            self.combo.setItemText(index, name.to(lang))
        if line := self.combo.lineEdit():
            self.combo.setEditText(self.combo.itemText(self.combo.currentIndex()))
            line.setPlaceholderText(phrase("ui", "field.type-to-search").to(lang))


class ChoicesEditor(Editor):
    """Several of a list, or known to be none of them; opens as a menu with check marks."""

    def __init__(self, question: Question) -> None:
        """The menu stays open while it is ticked by keyboard or mouse."""
        super().__init__(question)
        self._value: Value = None
        self.button = Chooser("chooser")
        self.button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.menu = _StayingMenu(self.button)
        self.button.setMenu(self.menu)
        self._hold(self.button)
        assert isinstance(question.type, ChoicesType)
        self._actions = {choice: self._add(choice) for choice in question.type.choices}
        self.menu.addSeparator()
        self._none = self.menu.addAction("")
        self._none.setCheckable(True)
        self._none.triggered.connect(lambda on: self._set(() if on else None))

    def _add(self, choice: str) -> QAction:
        action = self.menu.addAction("")
        action.setCheckable(True)
        action.triggered.connect(lambda on: self._tick(choice, on))
        return action

    def _tick(self, choice: str, on: bool) -> None:
        before = self._value if isinstance(self._value, tuple) else ()
        chosen = {*before, choice} if on else {*before} - {choice}
        # unticking the last one leaves the question open: that there is none is said by its own entry
        self._set(tuple(each for each in self._actions if each in chosen) or None)

    def _set(self, value: Value) -> None:
        self.show_value(value)
        self.edited.emit()
        self.finished.emit()

    def read(self) -> Value:
        return self._value

    def show_value(self, value: Value) -> None:
        self._value = value
        for choice, action in self._actions.items():
            action.setChecked(isinstance(value, tuple) and choice in value)
        self._none.setChecked(value == ())
        self.button.setText(self.question.type.show(value, self.lang) or "—")

    def retranslate(self, lang: Lang) -> None:
        super().retranslate(lang)
        assert isinstance(self.question.type, ChoicesType)
        for choice, action in self._actions.items():
            action.setText(self.question.type.choices[choice].to(lang))
        self._none.setText(phrase("ui", "field.none-of-them").to(lang))
        self.show_value(self._value)


class _StayingMenu(QMenu):
    """A menu that stays open while its entries are ticked."""

    def event(self, event: QEvent) -> bool:
        action = self.activeAction()
        keys = {Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter}
        pressed = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() in keys
        released = event.type() == QEvent.Type.MouseButtonRelease
        if (pressed or released) and action is not None and action.isCheckable():  # type: ignore[redundant-expr]  # None it is
            action.trigger()
            return True
        return super().event(event)


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
