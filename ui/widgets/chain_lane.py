"""A lane of the chain's board: its name with a count, its cards, and a line to add more."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from diagnosis.fieldtypes import Value
from ui import theme
from ui.session import Session
from ui.shortcuts import spoken
from ui.widgets.chain_cards import CardList
from ui.widgets.name_line import NameLine


class Lane(QWidget):
    """``stage``: the id of its stage; ``None`` for links that have none, and those that the chain lacks."""

    def __init__(self, session: Session, stage: Value) -> None:
        """Empty."""
        super().__init__()
        self.session, self.stage = session, stage
        self.head = theme.label("heading")
        self.list = CardList(session)
        self.adder = NameLine()
        column = QVBoxLayout(self)
        theme.tight(column, 6)
        column.addWidget(self.head)
        column.addWidget(theme.hairline())
        column.addWidget(self.list, 1)
        column.addWidget(self.adder)

    @property
    def name(self) -> str:
        """The stage's name in the language of the moment."""
        if self.stage is None:
            return self.session.words("chain.no-stage")
        return self.session.questionnaire.parts["chain"].question("stage").type.show(self.stage, self.session.lang)

    def retranslate(self) -> None:
        """Every text in the session's language."""
        cards, words = self.list.cards.cards, self.session.words
        own = sum(card.id is not None for card in cards)
        lacking = words("chain.lane-lacking", count=len(cards) - own) if own < len(cards) else ""
        count = words("chain.lane", stage=self.name, count=own) if own or not lacking else ""
        self.head.setText(" · ".join(part for part in (count, lacking) if part))
        self.head.setToolTip(words("chain.lacking-tip") if lacking else "")
        self.list.setAccessibleName(self.head.text())
        self.list.setAccessibleDescription(spoken("cards", lang=self.session.lang))
        self.adder.say(words("chain.add"), words("chain.add-to", stage=self.name))
        self.list.viewport().update()
