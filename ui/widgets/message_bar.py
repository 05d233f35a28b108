"""A line below the header for what went wrong outside, or what was done; it stays until it is closed or something else is to be said.

What was done by a change goes with the next one, which is then what undo takes back.
"""

from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from db.copies import copies
from diagnosis.errors import UserError
from diagnosis.text import Text, phrase
from ui import icons, theme
from ui.session import Session

READABLE = ("workspace-damaged", "workspace-cut")  # something may still be read of it
REPAIRABLE = (*READABLE, "workspace-missing", "workspace-other")  # if there is a backup of the file
NOTE_MS = 8000  # a note goes by itself, an error stays


class MessageBar(QWidget):
    """Shows the session's messages: a ``UserError`` as an error, a ``Text`` as a note.

    ``repair_wanted`` (Path): somebody wants this workspace, which could not be opened, to be restored.
    """

    closed = Signal()
    repair_wanted = Signal(object)

    def __init__(self, session: Session) -> None:
        """Hidden at first."""
        super().__init__()
        self.setObjectName("messages")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._session = session
        self._said: UserError | Text | None = None
        self._stays = self._of_change = False
        self._icon = icons.Picture("info", "accent_dark")
        self._text = theme.label(wrap=True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)  # a list of cells is sent to who filled them in
        self._close = theme.tool_button()
        self._close.setProperty("role", "link")
        self._close.setIcon(icons.icon("close"))
        self._close.clicked.connect(self.dismiss)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 6, 12, 6)
        row.addWidget(self._icon)
        row.addWidget(self._text, 1)
        self.repair = theme.button()
        self.repair.clicked.connect(lambda: self.repair_wanted.emit(self._broken()))
        row.addWidget(self.repair)
        row.addWidget(self._close)
        self._timer = QTimer(self, singleShot=True, interval=NOTE_MS)
        self._timer.timeout.connect(self.dismiss)
        session.message.connect(self.say)
        session.saved.connect(lambda _at: self._drop_old())
        session.recovered.connect(lambda told: self.say(told, stays=True))
        session.language_changed.connect(self._show)
        self.hide()

    def say(self, what: UserError | Text, *, stays: bool = False) -> None:
        """Show this in place of what was said before; a note that ``stays`` goes only when it is closed."""
        self._said, self._stays, self._of_change = what, stays or isinstance(what, UserError), self._session.telling_done
        self._timer.stop()
        if not self._stays:
            self._timer.start()
        self._show()
        self.show()

    def drop_note(self) -> None:
        """What was done on a page need not be told on the next; what went wrong stays."""
        if not self._stays:
            self.dismiss()

    def _drop_old(self) -> None:
        if self._of_change:
            self.drop_note()

    def dismiss(self) -> None:
        """Nothing to say any more."""
        self._timer.stop()
        self._said = None
        self.hide()
        self.closed.emit()

    @property
    def text(self) -> str:
        """What is said."""
        return self._text.text() if self._said is not None else ""

    def _broken(self) -> Path | None:
        """The workspace that is told of, if there is a backup of it or something may still be read."""
        said = self._said
        if not isinstance(said, UserError) or said.code not in REPAIRABLE:
            return None
        path = said.facts.get("file")
        return path if isinstance(path, Path) and (said.code in READABLE or copies(path)) else None

    def _show(self) -> None:
        said, lang = self._said, self._session.lang
        self._close.setToolTip(phrase("ui", "message.close").to(lang))
        self._close.setAccessibleName(self._close.toolTip())
        if said is None:
            return
        error = isinstance(said, UserError)
        self._text.setText((said.sentence() if isinstance(said, UserError) else said).to(lang))
        self.repair.setText(phrase("ui", "message.repair").to(lang))
        self.repair.setVisible(self._broken() is not None)
        self.setProperty("tone", "error" if error else "note")
        for each in (self, self._text):
            theme.restyle(each)
        self._icon.show_icon(*(("warning", "danger") if error else ("info", "accent_dark")))
