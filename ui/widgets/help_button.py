"""The question mark in the head of a page."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QToolButton

from ui import icons, theme
from ui.session import Session
from ui.shortcuts import tip


class HelpButton(QToolButton):
    """Opens the help on a step."""

    def __init__(self, session: Session, step: str) -> None:
        """Follows the session's language as long as it is there."""
        super().__init__()
        self._session = session
        self._name = next(each.name for each in session.questionnaire.steps if each.id == step)
        theme.set_role(self, "mark")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setIcon(icons.icon("help", "muted"))
        self.setObjectName("help")
        self.clicked.connect(lambda: session.help_wanted.emit(f"step/{step}"))
        session.language_changed.connect(self.retranslate)
        self.retranslate()

    def retranslate(self) -> None:
        """Every text in the session's language."""
        text = self._session.words("help.page", step=self._name)
        self.setAccessibleName(text)
        self.setToolTip(tip(text, "help.open", self._session.lang))


def help_button(session: Session, step: str) -> QToolButton:
    """A small button that opens the help on a step."""
    return HelpButton(session, step)
