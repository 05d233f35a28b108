"""A day: typed as one writes it, or picked from a calendar."""

import datetime as dt
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, Qt
from PySide6.QtGui import QKeyEvent

from diagnosis.errors import Invalid
from diagnosis.questionnaire import Question
from diagnosis.text import Lang, phrase
from ui import icons, theme
from ui.shortcuts import tip
from ui.widgets.text_editors import LineEditor

if TYPE_CHECKING:
    from ui.widgets.calendar import Calendar

LINE_WIDTH = 112


class DateEditor(LineEditor):
    """Alt+Down and the button open the calendar."""

    keys = "field.keys-calendar"

    def __init__(self, question: Question) -> None:
        """The calendar is made when it is opened, in the colours of that moment."""
        super().__init__(question)
        self.calendar: Calendar | None = None
        self.line.setFixedWidth(LINE_WIDTH)
        self.button = theme.tool_button()
        self.button.setProperty("role", "beside")
        self.button.setIcon(icons.icon("calendar", "muted"))
        self.button.setFixedHeight(theme.CONTROL_HEIGHT)
        self.button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the focus stays in the line, which opens it by Alt+Down
        self.button.clicked.connect(self.open)
        self._layout.setSpacing(theme.SPACE // 2)
        self._layout.addWidget(self.button)
        self._layout.addStretch(1)

    def open(self) -> None:
        """Show the calendar at the day that stands in the line, else at today."""
        from ui.widgets.calendar import Calendar

        self.line.setFocus()
        self.calendar = Calendar(self, self._day(), self.lang)
        self.calendar.picked.connect(self._pick)
        self.calendar.open_below(self.line)

    def _day(self) -> QDate:
        try:
            value = self.read()
        except Invalid:
            value = None
        return QDate.fromString(value, Qt.DateFormat.ISODate) if isinstance(value, str) else QDate.currentDate()

    def _pick(self, day: QDate) -> None:
        self.show_value(dt.date(day.year(), day.month(), day.day()).isoformat())
        self.edited.emit()
        self.finished.emit()

    def press(self, event: QKeyEvent) -> bool:
        opens = self.claims(event)
        if opens:
            self.open()
        return opens

    def retranslate(self, lang: Lang) -> None:
        super().retranslate(lang)
        self.button.setToolTip(tip(phrase("ui", self.keys).to(lang), "keys.open-field", lang))
        self.button.setAccessibleName(phrase("ui", "field.calendar").to(lang))
