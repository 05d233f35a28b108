"""One field of a form: its label, editor, unit, and, in words, what is wrong with what was typed."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from diagnosis.errors import Invalid
from diagnosis.fieldtypes import Value
from diagnosis.questionnaire import Question
from diagnosis.text import Lang, Text, phrase
from ui import theme
from ui.shortcuts import tip
from ui.widgets import text_editors
from ui.widgets.editors import is_short, make_editor
from ui.widgets.suggestions import ENTER
from ui.widgets.text_editors import LineEditor, TextEditor

SAVE_AFTER_MS = 1500  # after the first key that is not stored, however one types on; with the write itself well within two seconds
RESTS_AFTER_MS = 1000  # after the last key, what cannot be read is told; before that the word may not be finished
SHORT_WIDTH = 128
STAYS = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)  # the focus comes back


class Field(QWidget):
    """A question as a form shows it; the owner puts ``label`` beside it.

    ``answered`` (Value) and ``drafted`` (str, or None when the draft is dropped) ask the owner to store; ``entered`` and ``left`` tell
    that the focus has come and gone, ``went_on`` that Enter was pressed, which a form takes for Tab if ``leads_on``.
    What was typed stays on the screen whatever arrives meanwhile, until it is stored or taken back.
    """

    answered = Signal(object)
    drafted = Signal(object)
    entered = Signal()
    left = Signal()
    went_on = Signal()

    def __init__(self, question: Question) -> None:
        """Nothing is shown until ``show_answer``."""
        super().__init__()
        self.question = question
        self.lang: Lang = "zh"
        self.topic = ""  # its place in the help; the owner knows
        self.label = theme.label("muted", wrap=True)
        self.label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        self.label.setContentsMargins(0, 5, 0, 0)  # on the first line of the editor
        self.label.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self.editor = make_editor(question)
        self._unit = theme.label("small")
        self._note = theme.label("error", wrap=True)
        self._stored: Value = None
        self._draft: str | None = None
        self._refused: Text | None = None
        self._beside: tuple[Text, ...] = ()
        self._pending = 0
        self._typed = False
        self.visit = object()  # ends when the answer is finished: until then all that is typed is one step of undo
        self.leads_on = False
        self._timer = QTimer(self, singleShot=True, interval=SAVE_AFTER_MS)
        self._rest = QTimer(self, singleShot=True, interval=RESTS_AFTER_MS)
        self._lay_out()
        self._timer.timeout.connect(self._store_typed)
        self._rest.timeout.connect(self._rested)
        self.editor.edited.connect(self._edited)
        self.editor.finished.connect(self._finished)
        self.editor.reshaped.connect(self._reshaped)
        if isinstance(self.editor, TextEditor):
            self.editor.lines.overfull.connect(self._say_overfull)
        for child in [self.editor.target, *self.editor.findChildren(QWidget)]:
            # the keys of a menu are its own, and a scroll bar has none
            if not child.isWindow() and child.focusPolicy() != Qt.FocusPolicy.NoFocus:
                child.installEventFilter(self)

    def _lay_out(self) -> None:
        line = QHBoxLayout()
        theme.tight(line)
        line.addWidget(self.editor)
        if type(self.editor) is LineEditor and is_short(self.question):
            self.editor.setFixedWidth(SHORT_WIDTH)
            line.addWidget(self._unit)
            line.addStretch(1)
        column = QVBoxLayout(self)
        theme.tight(column, 2)
        column.addLayout(line)
        for below in filter(None, (self.editor.aside, self._note)):
            column.addWidget(below)
        column.addStretch(1)
        self._note.hide()
        self.setFocusProxy(self.editor)

    # ---- showing

    def show_answer(self, value: Value, draft: str | None = None) -> None:
        """Show what is stored. What was typed since stays, and so does what is still on its way to the workspace."""
        if self._pending or (value, draft) == (self._stored, self._draft):
            return
        self._stored, self._draft = value, draft
        if self._typed or (self.editor.has_focus and draft is None and self._reads(value)):
            return
        self._show_stored()

    def ask(self, question: Question) -> None:
        """Ask the same with another range and unit: what is typed is read anew."""
        if question != self.question:
            self.question = self.editor.question = question
            self.retranslate(self.lang)

    def reset(self) -> None:
        """Forget what is shown, before another row is."""
        self._stop_timers()
        self._stored = self._draft = self._refused = None
        self._pending, self._typed, self._beside = 0, False, ()
        self._show_stored()

    def settle(self) -> None:
        """The workspace has taken an answer or a draft."""
        self._pending = max(0, self._pending - 1)

    def refuse(self, why: Text) -> None:
        """The workspace did not take the last answer: keep what was typed, and say why."""
        self.settle()
        self._refused = why
        self._send_draft(self.editor.typed())
        self._judge()

    def _show_stored(self) -> None:
        if self._draft is None:
            self.editor.show_value(self._stored)
        else:
            self.editor.show_typed(self._draft)
        self._judge()

    def _reads(self, value: Value) -> bool:
        try:
            found = self.editor.read()
        except Invalid:
            return False
        return found == value and type(found) is type(value)

    # ---- typing

    def _edited(self) -> None:
        self._refused = None
        self._typed = self._draft is not None or not self._reads(self._stored)
        if not self._typed:  # back to what is stored, perhaps by Ctrl+Z
            self._stop_timers()
            self._judge()
            return
        self._rest.start()
        if not self._timer.isActive():  # who types on without a pause is not to lose more than who stops
            self._timer.start()

    def _finished(self) -> None:
        self.flush()
        if not self.editor.has_focus and self._draft is None:
            self.editor.show_value(self._stored)  # "1.2亿" becomes 12000 when one leaves

    def _reshaped(self) -> None:
        """The answer is written in another way; what was refused may be readable in that."""
        if self._draft is None:
            self.editor.show_value(self._stored)
            self._judge()
        else:
            self._typed = True
            self.flush()

    def flush(self) -> None:
        """Store now what was typed, and say what is wrong with it."""
        if self._typed or self._rest.isActive():
            self._rest.stop()
            self._store_typed()
            self._judge()
        self.visit = object()

    def _rested(self) -> None:
        if not self._timer.isActive():  # else it is judged when it is stored
            self._judge()

    def _store_typed(self) -> None:
        """What was typed goes to the workspace; nothing is said about a word that is still being typed."""
        self._timer.stop()
        if not self._typed:
            return
        self._typed = False
        self.editor.settle()
        try:
            value = self.editor.read()
        except Invalid:
            self._send_draft(self.editor.typed())
        else:
            self._store(value)
        if not self._rest.isActive():
            self._judge()

    def _store(self, value: Value) -> None:
        if value != self._stored or type(value) is not type(self._stored):
            self._stored, self._draft = value, None
            self._pending += 1
            self.answered.emit(value)
        else:
            self._send_draft(None)

    def _stop_timers(self) -> None:
        self._timer.stop()
        self._rest.stop()

    def _send_draft(self, text: str | None) -> None:
        if text != self._draft:
            self._draft = text
            self._pending += 1
            self.drafted.emit(text)

    def _escape(self) -> None:
        """A word is given up. A text of several lines, which may be minutes of work, is stored: undo takes that back, too."""
        if self.question.kind == "lines" and self._draft is None:
            self.flush()
        else:
            self._take_back()

    def _take_back(self) -> None:
        """Back to what is stored."""
        self._stop_timers()
        self._typed = False
        self._send_draft(None)
        self.editor.show_value(self._stored)
        self._judge()

    # ---- saying

    @property
    def value(self) -> Value:
        """The answer: what is stored, or on its way to it."""
        return self._stored

    def advise(self, texts: Sequence[Text]) -> None:
        """Say this, too, about the answer as long as nothing is refused: what it contradicts."""
        if tuple(texts) != self._beside:
            self._beside = tuple(texts)
            self._judge()

    def _judge(self) -> None:
        """Say beside the field what is wrong with what stands in it, or what looks odd."""
        try:
            advice = self.question.type.advise(self.editor.read())
        except Invalid as verdict:
            self._say(self._refusal(verdict.text()), "error")
            return
        if self._draft is not None:
            self._say(self._not_taken(self._draft), "error")
        else:
            told = dict.fromkeys(text.to(self.lang) for text in (advice, *self._beside) if text is not None)
            self._say("\n".join(told), "advice")

    def _not_taken(self, draft: str) -> str:
        """Why, where the editor shows nothing that could be read, such as a choice that is none of its choices."""
        if self._refused is not None:
            return self._refused.to(self.lang)
        try:
            self.question.type.parse(draft)
        except Invalid as verdict:
            return self._refusal(verdict.text())
        return phrase("ui", "field.not-taken").to(self.lang)

    def _refusal(self, why: Text) -> str:
        if self._stored is None:
            return phrase("ui", "field.refused", why=why).to(self.lang)
        kept = self.question.type.in_words(self._stored)
        return phrase("ui", "field.refused-kept", why=why, kept=kept).to(self.lang)

    def _say(self, text: str, role: str) -> None:
        theme.set_role(self._note, role)
        self._note.setText(text)
        self._note.setVisible(bool(text))
        self.editor.mark(bool(text) and role == "error")
        self._describe()

    def _say_overfull(self) -> None:
        self._say(phrase("ui", "field.overfull", longest=f"{text_editors.LONGEST:,}").to(self.lang), "advice")

    @property
    def note(self) -> str:
        """What is said below the editor."""
        return self._note.text()

    @property
    def help(self) -> str:
        """The help text in the language of the moment, and the section of the paper that the question rests on."""
        question, parts = self.question, []
        if question.help is not None:
            parts.append(question.help)
        if question.source is not None:
            parts.append(phrase("ui", "field.source", source=question.source))
        return (" " if self.lang == "en" else "").join(text.to(self.lang) for text in parts)

    def help_topic(self) -> str:
        """Its place in the help."""
        return self.topic

    def retranslate(self, lang: Lang) -> None:
        """Every text in ``lang``."""
        self.lang = lang
        self.label.setText(self.question.label.to(lang).replace("&", "&&"))  # a label with a buddy reads & as a key
        self._unit.setText(self.question.unit.to(lang) if self.question.unit else "")
        self.editor.retranslate(lang)
        self.editor.setToolTip(self.help)
        self.label.setToolTip(self.help)
        if not self._typed and self._draft is None:
            self.editor.show_value(self._stored)
        self._judge()

    def _describe(self) -> None:
        keys = tip(phrase("ui", self.editor.keys).to(self.lang), "keys.open-field", self.lang) if self.editor.keys else ""
        name = " ".join(text for text in (self.question.label.to(self.lang), self.editor.unit_name or self._unit.text()) if text)
        self.editor.describe(name, " ".join(text for text in (self._note.text(), self.help, keys) if text))

    # ---- keys and focus

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn:
            self.entered.emit()
        if isinstance(event, QFocusEvent) and event.type() == QEvent.Type.FocusOut and event.reason() not in STAYS:
            self.left.emit()
        if isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.ShortcutOverride and self.editor.claims(event):
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress and self._press(event):
                return True
        return False

    def _press(self, event: QKeyEvent) -> bool:
        """Whether the key is not for the widget that has the focus."""
        if self.editor.press(event):
            return True
        if event.key() == Qt.Key.Key_Escape and (self._typed or self._draft is not None):
            self._escape()
            return True
        onwards = event.key() in ENTER and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if onwards and self.leads_on and not isinstance(self.editor, TextEditor):
            self.went_on.emit()
            return True
        return False


def buddy(field: Field) -> QLabel:
    """The field's label, made its buddy."""
    field.label.setBuddy(field.editor.target)
    return field.label
