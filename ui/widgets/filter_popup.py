"""The panel of a column: sort by it, and say which rows it lets through. What is said takes effect at once."""

import shiboken6
from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from db.browse import View
from diagnosis.errors import Invalid
from diagnosis.fieldtypes import Value
from diagnosis.questionnaire import Question
from diagnosis.text import Lang, phrase
from ui import theme
from ui.widgets.filter_editors import filter_editor
from ui.widgets.popup import Popup
from ui.widgets.segments import Segments

WIDTH = 264
AFTER_MS = 120  # the last key
ORDERS = ("rising", "falling", "listed")


class FilterPopup(Popup):
    """``filtered`` (a filter, or none), ``sorted`` (one of ``ORDERS``). Enter closes it, as Escape does."""

    filtered = Signal(object)
    sorted = Signal(str)

    def __init__(self, owner: QWidget, question: Question, view: View, lang: Lang) -> None:
        """Shows how the view sorts and filters by this question."""
        super().__init__(owner, WIDTH)
        self.question = question
        self._wanted = view.filters.get(question.id)
        self.order = Segments([(name, phrase("ui", f"filter.{name}")) for name in ORDERS], clearable=False)
        self.order.retranslate(lang)
        self.order.show_value(("falling" if view.descending else "rising") if view.sort == question.id else "listed")
        self.order.describe(phrase("ui", "filter.order").to(lang), "")
        self.editor = filter_editor(question, self._wanted, lang)
        self.none = theme.button("link", phrase("ui", "filter.none").to(lang))
        self._timer = QTimer(self, singleShot=True, interval=AFTER_MS)
        self.body.addWidget(theme.label("heading", question.label.to(lang)))
        for widget in (self.order, theme.hairline(), self.editor, self.none):
            self.body.addWidget(widget)
        self.none.setEnabled(self._wanted is not None)
        self.setAccessibleName(phrase("ui", "filter.name", field=question.label).to(lang))
        self.order.picked.connect(lambda _none=None: self.sorted.emit(str(self.order.value)))
        self.editor.changed.connect(self._timer.start)
        self._timer.timeout.connect(self._apply)
        self.none.clicked.connect(self._take_away)

    def start(self) -> None:
        """Put the keyboard where the filter is said."""
        self.editor.first.setFocus(Qt.FocusReason.PopupFocusReason)

    def show_counts(self, counts: list[tuple[Value, int]]) -> None:
        """How often each answer is given; nothing once the panel is closed."""
        if shiboken6.isValid(self):
            self.editor.show_counts(counts)
            self.fit()

    def _apply(self) -> None:
        self._timer.stop()
        try:
            wanted = self.editor.read()
        except Invalid:  # the editor says so
            return
        if wanted != self._wanted:
            self._wanted = wanted
            self.none.setEnabled(wanted is not None)
            self.filtered.emit(wanted)

    def _take_away(self) -> None:
        self._timer.stop()
        if self._wanted is not None:
            self.filtered.emit(None)
        self.close()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._apply()
            self.close()
        else:
            super().keyPressEvent(event)
