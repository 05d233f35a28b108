"""The question mark in the head of a page."""

from PySide6.QtWidgets import QToolButton

from ui import icons, theme
from ui.session import Session
from ui.shortcuts import tip


def help_button(session: Session, step: str) -> QToolButton:
    """A small button that opens the help on a step."""
    made = theme.tool_button()
    theme.set_role(made, "mark")
    made.setIcon(icons.icon("help", "muted"))
    made.setObjectName("help")
    name = next(each.name for each in session.questionnaire.steps if each.id == step)

    def retranslate() -> None:
        text = session.words("help.page", step=name)
        made.setAccessibleName(text)
        made.setToolTip(tip(text, "help.open", session.lang))

    made.clicked.connect(lambda: session.help_wanted.emit(f"step/{step}"))
    session.language_changed.connect(retranslate)
    retranslate()
    return made
