"""Several answers as tags: of a list, or free names."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from diagnosis.errors import Invalid
from diagnosis.fieldtypes import ChoicesType, NamesType, Value
from diagnosis.fieldtypes.choices import NONE as NAMES_OF_NONE
from diagnosis.questionnaire import Question
from diagnosis.text import Lang, fold, phrase
from ui.widgets.editor import Editor
from ui.widgets.suggestions import ENTER, Offer, Suggestions
from ui.widgets.tag_box import Tag, TagBox

NONE = ""  # the key of the tag that says: known to be none of the list


class TagsEditor(Editor):
    """Enter or a separator makes a tag of what was typed, Backspace takes the last one away, Alt+Down opens the list.

    A list knows "none of them" as a tag of its own: an empty field is not known.
    """

    keys = "field.keys-tags"

    def __init__(self, question: Question) -> None:
        """No tags."""
        super().__init__(question)
        assert isinstance(question.type, ChoicesType | NamesType)
        self._type = question.type
        self._kind = question.type if isinstance(question.type, ChoicesType) else None
        self._value: Value = None
        self.box = TagBox()
        self.line = self.box.line
        self.suggestions = Suggestions(self.line, self._found)
        self._hold(self.box)
        self.setFocusProxy(self.line)
        self.line.textEdited.connect(self._typed_on)
        self.line.editingFinished.connect(self._left)
        self.suggestions.picked.connect(lambda key: self._toggle(str(key)))
        self.box.removed.connect(self._remove)

    # ---- what there is to choose from

    def _found(self, typed: str) -> Sequence[Offer]:
        """What is called like the text typed; all of it where none is. What is chosen already has a tick: picking it takes it away."""
        kind, text = self._kind, fold(typed).casefold()
        if kind is None:
            return []
        fits = [key for key in kind.choices if any(text in each for each in kind.one.names_of(key))]
        found: list[Offer] = [(key, kind.choices[key].to(self.lang)) for key in fits]
        none = phrase("ui", "field.none-of-them")
        if any(text in each for each in (none.zh, none.en.casefold(), *NAMES_OF_NONE)):
            found.append((NONE, none.to(self.lang)))
        return [(key, f"✓ {name}" if key in self._keys() else name) for key, name in found]

    def _keys(self) -> list[str]:
        if self._value == ():
            return [NONE] if self._kind is not None else []
        return [str(each) for each in self._value] if isinstance(self._value, tuple) else []

    # ---- changing

    def _change(self, value: Value) -> None:
        self.line.clear()
        self._show(value)
        self.edited.emit()
        self.finished.emit()

    def _toggle(self, key: str) -> None:
        if key in self._keys() and self.line.text().strip():
            self._change(self._value)  # typed once more, it stays
        elif key in self._keys():
            self._remove(key)
        elif key == NONE:
            self._change(())
        else:
            self._change(self._with((key,)))

    def _remove(self, key: str) -> None:
        self._change(tuple(each for each in self._keys() if each not in {key, NONE}) or None)

    def _with(self, more: Sequence[str]) -> Value:
        """The tags and these; in the order of the list, where there is one."""
        chosen = [each for each in self._keys() if each != NONE] + list(more)
        order = list(self._kind.choices) if self._kind is not None else chosen
        return tuple(each for each in dict.fromkeys(order) if each in chosen) or None

    def _typed_on(self, text: str) -> None:
        if self._type.ends(text[-1:]) and self._take():
            return
        self.edited.emit()

    def _take(self) -> bool:
        """Make tags of what was typed, if it can be read."""
        try:
            value = self.read()
        except Invalid:
            return False
        self.suggestions.close()
        self._change(value)
        return True

    def _left(self) -> None:
        """A beginning that only one name has is meant for it."""
        found = [key for key, _ in self._found(self.line.text())] if self.line.text().strip() else []
        if len(found) == 1 and not self._reads():
            self._toggle(str(found[0]))
        else:
            self.finished.emit()

    def _reads(self) -> bool:
        try:
            self.read()
        except Invalid:
            return False
        return True

    def press(self, event: QKeyEvent) -> bool:
        if self.suggestions.press(event):
            return True
        if event.key() in ENTER and self.line.text().strip() and not event.modifiers():
            if not self._take():
                self.finished.emit()  # which says what is wrong
            return True
        if event.key() == Qt.Key.Key_Backspace and not self.line.text() and self._keys():
            self._remove(self._keys()[-1])
            return True
        return False

    # ---- the shape of an editor

    def read(self) -> Value:
        text = self.line.text()
        if not self._type.pieces(text):
            return self._value
        typed = self._type.parse(text)
        return typed if typed == () else self._with(typed if isinstance(typed, tuple) else ())

    def typed(self) -> str:
        return self._type.together([*self.box.names, *filter(None, [self.line.text()])], self.lang)

    def show_value(self, value: Value) -> None:
        self.line.clear()
        self._show(value)

    def show_typed(self, text: str) -> None:
        """What can be read as tags, and behind them the rest, word for word."""
        self._show(None)
        at = 0
        for piece in self._type.pieces(text) if self._kind is not None else ():
            try:
                found = self._type.parse(piece)
            except Invalid:
                break
            self._show(found if found == () else self._with(found if isinstance(found, tuple) else ()))
            at = text.index(piece, at) + len(piece)
        rest = text[at:]
        self.line.setText(rest[1:].lstrip() if at and self._type.ends(rest[:1]) else rest)

    def _show(self, value: Value) -> None:
        self._value = value
        self.box.show_tags([self._tag(key) for key in self._keys()])
        self.line.setPlaceholderText("" if self._keys() else phrase("ui", "field.type-to-add").to(self.lang))

    def _tag(self, key: str) -> Tag:
        if self._kind is None:
            return key, key
        return key, (phrase("values", "none") if key == NONE else self._kind.choices[key]).to(self.lang)

    def settle(self) -> None:
        self.line.settle()

    def mark(self, wrong: bool) -> None:
        self.box.mark(wrong)

    def describe(self, name: str, description: str) -> None:
        tags = self.question.type.show(self._value, self.lang)
        super().describe(f"{name}: {tags}" if tags else name, description)

    def retranslate(self, lang: Lang) -> None:
        super().retranslate(lang)
        self.box.set_language(lang)
        self._show(self._value)
