"""Amounts of money, and figures that are money in some rows: a line, and beside it the unit in which it is typed and shown."""

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
KEYS = "field.keys-unit"


class AmountEditor(LineEditor):
    """The stored amount stays in the field's own unit, whichever is chosen.

    Below the line it stands in words where it is another number than the one typed. What is asked may change from row to row, as
    with the value of an indicator: where it is no money, its unit stands beside it, and there is nothing to choose.
    """

    def __init__(self, question: Question) -> None:
        """In the unit that was chosen for this question last, else in its own."""
        super().__init__(question)
        self._settings, self._kind = Settings(), self.kind
        self.unit = self._kept_unit()
        self._own = theme.label("small")
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
        self._layout.addWidget(self._own)
        self._layout.addStretch(1)
        self.line.textChanged.connect(lambda _text: self._say_stored())

    @property
    def kind(self) -> MoneyType | None:
        """What kind of money is asked for, if it is money."""
        return self.question.type if isinstance(self.question.type, MoneyType) else None

    @property
    def _key(self) -> str:
        """Where the unit chosen is remembered: for each question, and for each unit that its figures may be stored in."""
        return f"unit/{self.question.id}" + (f"-{self.kind.unit}" if self.question.varies and self.kind else "")

    def _kept_unit(self) -> str:
        if self.kind is None:
            return ""
        kept = self._settings.word(self._key)
        return kept if kept in MONEY_UNITS else self.kind.unit

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
        return money_name(self.unit).to(self.lang) if self.unit else ""

    def read(self) -> Value:
        return self.kind.parse_in(self.line.typed(), self.unit) if self.kind is not None else super().read()

    def show_value(self, value: Value) -> None:
        if self.kind is not None:
            self.show_typed(self.kind.show_in(value, self.unit))
        else:
            super().show_value(value)
        self._say_stored()

    def _say_stored(self) -> None:
        try:
            stored = self.kind.echo(self.line.text(), self.unit) if self.kind is not None else None
        except Invalid:
            stored = None
        self.aside.setText(phrase("ui", "field.stored", amount=stored).to(self.lang) if stored is not None else "")
        self.aside.setVisible(stored is not None)

    def _show_unit(self) -> None:
        self.keys = KEYS if self.unit else ""
        self.button.setVisible(bool(self.unit))
        self._own.setVisible(not self.unit)
        self._own.setText(self.question.unit.to(self.lang) if self.question.unit else "")
        if self.unit:
            self._actions[self.unit].setChecked(True)
            self.button.setText(money_name(self.unit).to(self.lang))

    def retranslate(self, lang: Lang) -> None:
        super().retranslate(lang)
        if self.kind != self._kind:  # another row asks for another figure
            self._kind, self.unit = self.kind, self._kept_unit()
        for unit, action in self._actions.items():
            action.setText(money_name(unit).to(lang))
        self.button.setToolTip(tip(phrase("ui", KEYS).to(lang), "keys.open-field", lang))
        self.button.setAccessibleName(phrase("ui", "field.unit").to(lang))
        self._show_unit()
        self._say_stored()
