"""Amounts of money: a line, and beside it the unit in which it is typed and shown."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QActionGroup, QKeyEvent
from PySide6.QtWidgets import QLabel, QMenu

from diagnosis.errors import Invalid
from diagnosis.fieldtypes import MONEY_UNITS, MoneyType, Value, money_name
from diagnosis.questionnaire import Question
from diagnosis.text import Lang, phrase
from ui import theme
from ui.settings import Settings
from ui.shortcuts import tip
from ui.widgets.chooser import Chooser
from ui.widgets.text_editors import LineEditor

LEAST_WIDTH, MOST_WIDTH = 88, 128


class AmountEditor(LineEditor):
    """The stored amount stays in the field's own unit, whichever is chosen.

    Below the line it stands in words where it is another number than the one typed.
    """

    keys = "field.keys-unit"

    def __init__(self, question: Question) -> None:
        """In the unit that was chosen for this question last, else in its own."""
        super().__init__(question)
        assert isinstance(question.type, MoneyType)
        self.kind = question.type
        self._settings, self._key = Settings(), f"unit/{question.id}"
        kept = self._settings.word(self._key)
        self.unit = kept if kept in MONEY_UNITS else self.kind.unit
        self.aside: QLabel = theme.label("small")
        self.aside.hide()
        self.line.setMinimumWidth(LEAST_WIDTH)
        self.line.setMaximumWidth(MOST_WIDTH)
        self.button = Chooser("unit")
        self.button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the focus stays in the line, which opens it by Alt+Down
        self.menu = QMenu(self.button)
        self.button.setMenu(self.menu)
        group = QActionGroup(self.menu)
        self._actions = {unit: self.menu.addAction("") for unit in MONEY_UNITS}
        for unit, action in self._actions.items():
            action.setCheckable(True)
            action.setActionGroup(group)
            action.triggered.connect(lambda _on, unit=unit: self.choose(unit))
        self._layout.setSpacing(theme.SPACE // 2)
        self._layout.addWidget(self.button)
        self._layout.addStretch(1)
        self.line.textChanged.connect(lambda _text: self._say_stored())

    def choose(self, unit: str) -> None:
        """Type and show in this unit from now on; what was typed until now was meant in the old one."""
        self.finished.emit()
        self.unit = unit
        self._settings.set_word(self._key, unit)
        self._show_unit()
        self.reshaped.emit()

    def press(self, event: QKeyEvent) -> bool:
        opens = self.claims(event)
        if opens:
            self.menu.popup(self.button.mapToGlobal(self.button.rect().bottomLeft()))
            self.menu.setActiveAction(self._actions[self.unit])
        return opens

    @property
    def unit_name(self) -> str:
        return money_name(self.unit).to(self.lang)

    def read(self) -> Value:
        return self.kind.parse_in(self.line.text(), self.unit)

    def show_value(self, value: Value) -> None:
        self.show_typed(self.kind.show_in(value, self.unit))
        self._say_stored()

    def _say_stored(self) -> None:
        try:
            stored = self.kind.echo(self.line.text(), self.unit)
        except Invalid:
            stored = None
        self.aside.setText(phrase("ui", "field.stored", amount=stored).to(self.lang) if stored is not None else "")
        self.aside.setVisible(stored is not None)

    def _show_unit(self) -> None:
        self._actions[self.unit].setChecked(True)
        self.button.setText(money_name(self.unit).to(self.lang))

    def retranslate(self, lang: Lang) -> None:
        super().retranslate(lang)
        for unit, action in self._actions.items():
            action.setText(money_name(unit).to(lang))
        self.button.setToolTip(tip(phrase("ui", self.keys).to(lang), "keys.open-field", lang))
        self.button.setAccessibleName(phrase("ui", "field.unit").to(lang))
        self._show_unit()
        self._say_stored()
