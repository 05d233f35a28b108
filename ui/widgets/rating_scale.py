"""The scale of a checklist item in its own terms: a card for each score, and one for "not applicable"."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QVBoxLayout, QWidget

from diagnosis.fieldtypes import NA, Value
from diagnosis.framework import Item
from ui import theme
from ui.widgets.choice_card import ChoiceCard
from ui.widgets.wording import Words

SCORES: tuple[Value, ...] = (4, 3, 2, 1, 0, NA)


class RatingScale(QWidget):
    """``rated``: a card was chosen, or the rating taken back (``None``)."""

    rated = Signal(object)

    def __init__(self) -> None:
        """Without words until ``show_item``."""
        super().__init__()
        self.heading, self.keys = theme.label("heading"), theme.label("small", wrap=True)
        self.cards = {score: ChoiceCard("N" if score == NA else str(score), steps=False) for score in SCORES}
        self.clear = theme.button("link")
        self._group = QButtonGroup(self)
        self._lay_out()
        for score, card in self.cards.items():
            self._group.addButton(card)
            card.clicked.connect(partial(self._pressed, score))
        self.clear.clicked.connect(partial(self._pressed, None))

    def _lay_out(self) -> None:
        column, head, last = QVBoxLayout(self), QHBoxLayout(), QHBoxLayout()
        for layout in (column, head, last):
            theme.tight(layout, 3)
        head.setSpacing(theme.SPACE)
        head.addWidget(self.heading, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self.keys, 1)
        column.addLayout(head)
        for score, card in self.cards.items():
            (last if score == NA else column).addWidget(card, 1 if score == NA else 0)
        last.addSpacing(theme.SPACE)
        last.addWidget(self.clear)
        column.addLayout(last)
        column.addStretch(1)

    def _pressed(self, score: Value, _checked: bool = False) -> None:
        self.rated.emit(score)

    def show_item(self, item: Item, said: Words) -> None:
        """Its anchors; where it has none of its own for a score, what the score means in general."""
        names = {score: name_of(score, said) for score in SCORES}
        widest = max(QFontMetrics(theme.emphasis()).horizontalAdvance(name) for name in names.values())
        for score, card in self.cards.items():
            card.align(widest)
            card.show_texts(said.say("checklist.rating"), names[score], meaning(item, score, said))

    def show_rating(self, score: Value) -> None:
        """Mark this card, or none."""
        self._group.setExclusive(False)
        for own, card in self.cards.items():
            card.setChecked(own == score)
        self._group.setExclusive(True)
        self.clear.setEnabled(score is not None)

    def retranslate(self, said: Words) -> None:
        """The words that are the same for all items."""
        self.heading.setText(said.say("checklist.rating"))
        self.keys.setText(said.say("checklist.keys"))
        self.clear.setText(said.say("checklist.clear"))


def name_of(score: Value, said: Words) -> str:
    """What a score is called."""
    step = next((step for step in said.framework.scale if step.value == score), None)
    return said.say("checklist.na") if step is None else said.of(step.name)


def meaning(item: Item, score: Value, said: Words) -> str:
    """The anchor of an item for a score; where it has none of its own, what the score means in general."""
    step = next((step for step in said.framework.scale if step.value == score), None)
    return said.say("checklist.na-meaning") if step is None else said.of(item.anchors.get(step.value) or step.meaning)
