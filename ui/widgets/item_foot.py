"""Below the checklist's table: the scale of the current item in its own words, what a conflict means, and why an item does not apply."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from diagnosis.fieldtypes import NA
from ui import theme
from ui.session import Session
from ui.widgets.anchor_strip import AnchorStrip
from ui.widgets.field import Field, buddy
from ui.widgets.item_detail import PART, Shown
from ui.widgets.sheet import show_text
from ui.widgets.wording import Words


class ItemFoot(QWidget):
    """``answered`` and ``drafted`` (field, value or text): the reason why an item does not apply."""

    answered = Signal(str, object)
    drafted = Signal(str, object)

    def __init__(self, session: Session) -> None:
        """Empty until ``show_item``."""
        super().__init__()
        self.session = session
        self._item: str | None = None
        self.name, self.state = theme.label("heading", wrap=True), theme.label("small", wrap=True)
        self.conflict, self.anchors = theme.label("error", wrap=True), AnchorStrip()
        self.reason = Field(session.questionnaire.parts[PART].question("reason"))
        self.fields = {"reason": self.reason}
        why = QHBoxLayout()
        theme.tight(why)
        why.addWidget(buddy(self.reason))
        why.addWidget(self.reason, 1)
        column = QVBoxLayout(self)
        theme.tight(column, 4)
        for widget in (self.name, self.state, self.conflict, self.anchors):
            column.addWidget(widget)
        column.addLayout(why)
        self.reason.answered.connect(lambda value: self.answered.emit("reason", value))
        self.reason.drafted.connect(lambda text: self.drafted.emit("reason", text))

    def show_item(self, shown: Shown | None) -> None:
        """Another item, or the same one with other answers."""
        if shown is None or shown.item.id != self._item:
            self.reason.flush()
            self.reason.reset()
        self._item = None if shown is None else shown.item.id
        self.setVisible(shown is not None)
        if shown is None:
            return
        said, answers, found = Words(self.session.framework, self.session.lang), shown.record.answers, shown.assessed
        self.name.setText(said.of(shown.item.name))
        self.state.setText(said.say("colon", name=said.say("checklist.state-short"), value=shown.item.state))
        self.anchors.show_item(shown.item, answers.get("score"), said)
        show_text(self.conflict, said.conflict(found) if found is not None and found.state == "conflict" else "")
        self.reason.show_answer(answers.get("reason"), shown.record.drafts.get("reason"))
        for widget in (self.reason, self.reason.label):
            widget.setVisible(answers.get("score") == NA or answers.get("reason") is not None)

    def retranslate(self) -> None:
        """The words that are the same for all items."""
        self.reason.retranslate(self.session.lang)
        self.anchors.setAccessibleName(Words(self.session.framework, self.session.lang).say("checklist.rating"))
