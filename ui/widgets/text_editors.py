"""Editors for what is typed: one line, or several."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QMimeData, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QInputMethodEvent, QKeyEvent, QKeySequence, QResizeEvent, QTextOption
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QSizePolicy, QWidget

from diagnosis.fieldtypes import NumberType, ScoreType, TextType, Value
from diagnosis.patterns import pattern
from diagnosis.questionnaire import Question
from ui import theme
from ui.widgets.editor import Editor

if TYPE_CHECKING:
    from PySide6.QtWidgets import QTextEdit

LONGEST = 1_000_000  # characters in a field: a book of a thousand pages, which the window still takes at once
BREAKS = pattern(r"\s*[\t\n\v\f\r\x1c-\x1e\x85\u2028\u2029]\s*")  # lines and cells that were pasted into one line, and spaces around


def left_to_window(event: QEvent, edited: "QLineEdit | QPlainTextEdit | QTextEdit") -> bool:
    """Whether this is Ctrl+Z or Ctrl+Y with nothing of the editor's own to take back or make again."""
    if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.ShortcutOverride:
        return False
    own = edited if isinstance(edited, QLineEdit) else edited.document()
    can_undo, can_redo = own.isUndoAvailable(), own.isRedoAvailable()
    undo, redo = (event.matches(key) for key in (QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo))
    return (undo and not can_undo) or (redo and not can_redo)


class Composed:
    """What stands in an editor while an input method composes a word in it: what stood there before, as nobody has written the word yet."""

    def __init__(self, standing: Callable[[], str]) -> None:
        """``standing``: the editor's own text, in which the word is not, nor what was selected where it began."""
        self._standing = standing
        self._before: str | None = None

    @property
    def under_way(self) -> bool:
        """Whether a word is being composed."""
        return self._before is not None

    def text(self) -> str:
        """What the editor holds for others."""
        return self._standing() if self._before is None else self._before

    def given_up(self, event: QInputMethodEvent, handle: Callable[[QInputMethodEvent], None]) -> bool:
        """Has the editor handle the event; whether a word was given up that what was selected had made room for."""
        before, goes_on = self._before, bool(event.preeditString())
        self._before = self.text() if goes_on else None
        handle(event)
        if goes_on and event.commitString():
            self._before = self._standing()
        return before is not None and not goes_on and not event.commitString() and self._standing() != before


class Line(QLineEdit):
    """A line that leaves Ctrl+Z to the window when it has nothing of its own to undo."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Empty."""
        super().__init__(parent)
        self.setMaxLength(LONGEST)  # Qt's own 32,767 would cut what is shown, and then what is stored
        self._composed = Composed(self.text)

    def event(self, event: QEvent) -> bool:
        if left_to_window(event, self):
            event.ignore()
            return False
        return super().event(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        if self._composed.given_up(event, super().inputMethodEvent):
            self.textEdited.emit(self.text())

    def typed(self) -> str:
        """What stands here; a word that is being composed is not there yet, and what it takes the place of is."""
        return self._composed.text()

    def settle(self) -> None:
        """What stands here is stored: from now on Ctrl+Z takes the stored answer back, not keystrokes."""
        if self._composed.under_way:  # setting the text would break off the word being composed
            return
        cursor, start, length = self.cursorPosition(), self.selectionStart(), len(self.selectedText())
        self.setText(self.text())
        if start < 0:
            self.setCursorPosition(cursor)
        elif cursor == start:
            self.setSelection(start + length, -length)
        else:
            self.setSelection(start, length)


class LineEditor(Editor):
    """Everything that is typed on one line; the field type reads it."""

    def __init__(self, question: Question) -> None:
        """Numbers stand on the right."""
        super().__init__(question)
        self.line = Line()
        if isinstance(question.type, NumberType | ScoreType):
            self.line.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._hold(self.line)
        self.line.textEdited.connect(lambda _text: self.edited.emit())
        self.line.editingFinished.connect(self.finished)

    def read(self) -> Value:
        text, kind = self.line.typed(), self.question.type
        broken = isinstance(kind, TextType) and not text.isprintable()
        return kind.parse(BREAKS.sub(" ", text) if broken else text)

    def typed(self) -> str:
        return self.line.typed()

    def show_value(self, value: Value) -> None:
        self.show_typed(self.question.type.show(value, self.lang))

    def show_typed(self, text: str) -> None:
        if text != self.line.text():
            self.line.setText(text)
            self.line.setCursorPosition(0 if not self.line.hasFocus() else len(text))

    def settle(self) -> None:
        self.line.settle()

    def mark(self, wrong: bool) -> None:
        mark(self.line, wrong)


TALLEST = 2**24 - 1  # pixels, Qt's own limit


class _Lines(QPlainTextEdit):
    """Several lines; grows with its text from two lines to ten; Tab leaves it. ``overfull``: more was pasted than it takes."""

    left, overfull = Signal(), Signal()
    LEAST, MOST = 2, 10

    def __init__(self) -> None:
        """Wraps anywhere: Chinese has no spaces."""
        super().__init__()
        self._composed, self._grows = Composed(self.toPlainText), True
        self.setTabChangesFocus(True)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().documentLayout().documentSizeChanged.connect(lambda _size: self._grow())
        self._grow()

    def fill(self) -> None:
        """Be as high as there is room, instead."""
        self._grows = False
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(self.minimumHeight())
        self.setMaximumHeight(TALLEST)

    def _grow(self) -> None:
        if not self._grows:
            return
        lines, policy = int(self.document().size().height()), Qt.ScrollBarPolicy
        # a bar takes room, in which one line more may be needed, for which a bar is needed
        self.setVerticalScrollBarPolicy(policy.ScrollBarAsNeeded if lines > self.MOST else policy.ScrollBarAlwaysOff)
        height = min(max(lines, self.LEAST), self.MOST) * self.fontMetrics().lineSpacing() + 2 * theme.SPACE + 4
        if height != self.height():
            self.setFixedHeight(height)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In another width there are other lines, which Qt does not count, and does not tell of."""
        super().resizeEvent(event)
        if self._grows and event.size().width() != event.oldSize().width():
            block, seen = self.document().firstBlock(), 0
            while block.isValid() and seen <= self.MOST:
                self.document().documentLayout().blockBoundingRect(block)
                block, seen = block.next(), seen + block.lineCount()
            self._grow()

    def event(self, event: QEvent) -> bool:
        if left_to_window(event, self):
            event.ignore()
            return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter breaks the line, too, for hands that are used to Enter going on."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.insertPlainText("\n")
        else:
            super().keyPressEvent(event)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """All of it or nothing: part of a text is a loss that nobody sees."""
        if self.document().characterCount() - len(self.textCursor().selectedText()) + len(source.text()) > LONGEST + 1:
            self.overfull.emit()
        else:
            super().insertFromMimeData(source)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        if self._composed.given_up(event, super().inputMethodEvent):
            self.textChanged.emit()

    def typed(self) -> str:
        """As of a line."""
        return self._composed.text()

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self.height())

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.left.emit()


class TextEditor(Editor):
    """Free text over several lines."""

    def __init__(self, question: Question) -> None:
        """Typing is told through ``edited``."""
        super().__init__(question)
        self.lines = _Lines()
        self._hold(self.lines)
        self._showing = False
        self.lines.textChanged.connect(self._text_changed)
        self.lines.left.connect(self.finished)

    def _text_changed(self) -> None:
        if not self._showing:
            self.edited.emit()

    def read(self) -> Value:
        return self.question.type.parse(self.lines.typed())

    def typed(self) -> str:
        return self.lines.typed()

    def show_value(self, value: Value) -> None:
        self.show_typed(self.question.type.show(value, self.lang))

    def show_typed(self, text: str) -> None:
        if text != self.lines.toPlainText():
            self._showing = True
            self.lines.setPlainText(text)
            self._showing = False

    def settle(self) -> None:
        self.lines.document().clearUndoRedoStacks()

    def mark(self, wrong: bool) -> None:
        mark(self.lines, wrong)


def mark(widget: QWidget, wrong: bool) -> None:
    """Give a widget the look of what cannot be stored, or its own."""
    if bool(widget.property("wrong")) != wrong:
        widget.setProperty("wrong", wrong)
        theme.restyle(widget)
