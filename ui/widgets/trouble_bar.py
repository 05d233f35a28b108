"""A line that stays for as long as the workspace takes no changes: why, what is not stored, and what to do about it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from db.holding import is_likely_own
from db.refusals import HELD, ONLY_READ, READ_ONLY
from diagnosis.text import listed
from ui import icons, theme
from ui.session import Session
from ui.wanted import counted

RESTS = {HELD: "trouble.only-read", ONLY_READ: "trouble.only-read", READ_ONLY: "trouble.read-only"}


class TroubleBar(QWidget):
    """``save_as_wanted`` and ``repair_wanted``: a button was pressed; trying again is the session's own matter."""

    save_as_wanted = Signal()
    repair_wanted = Signal()

    def __init__(self, session: Session) -> None:
        """Hidden while everything is stored."""
        super().__init__()
        self.setObjectName("trouble")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._session = session
        self._text = theme.label(wrap=True)
        self.buttons = {key: theme.button() for key in ("retry", "save-as", "repair")}
        icon = icons.Picture("warning", "danger")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 6, 12, 6)
        row.addWidget(icon)
        row.addWidget(self._text, 1)
        for button in self.buttons.values():
            row.addWidget(button)
        self.buttons["retry"].clicked.connect(session.look)
        self.buttons["save-as"].clicked.connect(self.save_as_wanted)
        self.buttons["repair"].clicked.connect(self.repair_wanted)
        session.troubled.connect(self.retranslate)
        session.language_changed.connect(self.retranslate)
        self.retranslate()

    @property
    def text(self) -> str:
        """What is said."""
        return self._text.text() if self._session.trouble is not None else ""

    def retranslate(self) -> None:
        """Every text in the session's language."""
        session, words = self._session, self._session.words
        for key, phrase in (("retry", "trouble.retry"), ("save-as", "trouble.save-as"), ("repair", "message.repair")):
            self.buttons[key].setText(words(phrase))
        if session.trouble is not None:
            rest = RESTS.get(session.trouble.code, "trouble.failed" if session.refused else "trouble.nothing")
            rest = "trouble.only-read-own" if is_likely_own(session.trouble) else rest
            what = words("trouble.unsaved", names=listed(counted(session.unsaved))) if session.unsaved else words(rest)
            key = "trouble.reading" if session.only_read else "trouble.text"
            self._text.setText(words(key, why=session.trouble.to(session.lang), what=what))
            self.buttons["repair"].setVisible(session.trouble.code == "workspace-damaged")
        self.setVisible(session.trouble is not None)
