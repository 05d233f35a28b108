"""One criterion of the classification: three descriptors to choose from, two types half each, or open."""

from itertools import combinations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from diagnosis.framework import TYPE_IDS, Criterion
from ui import theme
from ui.widgets.choice_card import ChoiceCard
from ui.widgets.wording import Words

MIXED = "mixed:"
DIGITS = (Qt.Key.Key_0, Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3)
PAIRS = tuple(combinations(TYPE_IDS, 2))


class CriterionRow(QWidget):
    """``answered`` gives a type id, ``mixed:a/b``, or ``None`` for open. One tab stop; arrows move the choice, digits make it."""

    answered = Signal(object)

    def __init__(self, number: int, criterion: Criterion) -> None:
        """``number``: as the pieces of the score bars are numbered."""
        super().__init__()
        self.criterion, self._number = criterion, number
        self.cards = {type_id: ChoiceCard() for type_id in TYPE_IDS}
        self.pairs = {pair: _small_button() for pair in PAIRS}
        self.open = _small_button()
        self.name, self.weight = theme.label("heading"), theme.label("small")
        self.source, self._half = theme.label("small"), theme.label("small")
        self._group = QButtonGroup(self)
        self._lay_out()
        for button in self._buttons():
            self._group.addButton(button)
        self._group.buttonClicked.connect(self._clicked)
        self.show_answer(None)

    def _buttons(self) -> list[QAbstractButton]:
        return [*self.cards.values(), *self.pairs.values(), self.open]

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        theme.tight(layout, 6)
        head, cards, below = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        for line in (head, cards, below):
            theme.tight(line)
            layout.addLayout(line)
        for label in (self.name, self.weight):
            head.addWidget(label)
        head.addStretch(1)
        head.addWidget(self.source)
        for card in self.cards.values():
            cards.addWidget(card, 1)
        below.addWidget(self._half)
        for button in self.pairs.values():
            below.addWidget(button)
        below.addStretch(1)
        below.addWidget(self.open)

    # ---- the answer

    def show_answer(self, answer: str | None) -> None:
        """Show this answer without telling anybody; the order of the two in a mix means nothing."""
        halves = set(answer.removeprefix(MIXED).split("/")) if answer and answer.startswith(MIXED) else set()
        chosen: QAbstractButton = self.open
        for type_id, card in self.cards.items():
            card.show_half(type_id in halves)
            if type_id == answer:
                chosen = card
        for pair, button in self.pairs.items():
            if set(pair) == halves:
                chosen = button
        chosen.setChecked(True)
        self._keep_one_tab_stop()

    def _keep_one_tab_stop(self) -> None:
        """Tab comes to what is chosen, or to the first card; from there the arrows and the digits go on."""
        stop = self.stop
        for button in self._buttons():
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus if button is stop else Qt.FocusPolicy.ClickFocus)

    @property
    def is_open(self) -> bool:
        """Whether nobody has answered it."""
        return self.open.isChecked()

    @property
    def stop(self) -> QAbstractButton:
        """What Tab comes to: what is chosen, or the first card."""
        checked = self._group.checkedButton()
        return next(iter(self.cards.values())) if checked is self.open else checked

    def _clicked(self, button: QAbstractButton) -> None:
        answer = self._answer_of(button)
        self.show_answer(answer)
        self.answered.emit(answer)

    def _answer_of(self, button: QAbstractButton) -> str | None:
        for type_id, card in self.cards.items():
            if card is button:
                return type_id
        return next((f"{MIXED}{'/'.join(pair)}" for pair, own in self.pairs.items() if own is button), None)

    def focus_answer(self) -> None:
        """Give the focus to what is chosen, or to the first card."""
        self.stop.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A digit chooses the type in this place, 0 none."""
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        choices = dict(zip(DIGITS, (self.open, *self.cards.values()), strict=True))
        if plain and Qt.Key(event.key()) in choices:
            chosen = choices[Qt.Key(event.key())]
            chosen.click()
            self.focus_answer()
        else:
            super().keyPressEvent(event)

    # ---- words

    def help_topic(self) -> str:
        """The criterion's page of the help."""
        return f"criterion/{self.criterion.id}"

    def retranslate(self, said: Words) -> None:
        """Every text in one language."""
        name = said.of(self.criterion.name)
        self.name.setText(f"{self._number} {name}")
        self.weight.setText(said.criterion_weight(self.criterion))
        self.source.setText(said.of(self.criterion.source))
        self._half.setText(said.say("classification.half"))
        for type_id, card in self.cards.items():
            card.show_texts(name, said.type_short(type_id), said.of(self.criterion.descriptors[type_id]))
        for pair, button in self.pairs.items():
            both = " / ".join(said.type_short(type_id) for type_id in pair)
            button.setText(both.replace("&", "&&"))
            button.setAccessibleName(f"{name}: {said.say('classification.half')} {both}")
        self.open.setText(said.say("classification.open"))
        self.open.setAccessibleName(f"{name}: {self.open.text()}")


def _small_button() -> QPushButton:
    button = theme.button()
    button.setCheckable(True)
    return button
