"""The line at the bottom: when it was saved last, or that it was not, where, and whether encrypted."""

import datetime as dt
import time
from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from db.keys import is_encrypted
from db.workspace import Workspace
from diagnosis.findings import Kind
from diagnosis.text import Text
from ui import theme
from ui.checking import Checking
from ui.session import Session
from ui.shortcuts import tip

JOIN = " · "
COUNTED: Mapping[Kind, str] = {"unfilled": "status.check-unfilled", "error": "status.check-error", "warning": "status.check-warning"}


class StatusBar(QWidget):
    """已保存 14:32:07 · 已加密 · 工作区 D:/调研/湖南.jizhen                     错误 1 · 提醒 3.

    ``check_wanted``: somebody wants to see what the check before export found.
    """

    check_wanted = Signal()

    def __init__(self, session: Session) -> None:
        """Follows the session."""
        super().__init__()
        self._session = session
        self._saved: float | None = None
        self._backup: dt.datetime | None = None
        self._stepped: Text | None = None
        self._state = theme.label("small")
        self._locked = theme.label("small")
        self._locked.hide()
        self._place = theme.label("small")
        self._place.setMinimumWidth(0)
        self.check, self._checking = theme.button("count"), Checking.of(session)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 0, 12, 0)
        row.setSpacing(0)
        row.addWidget(self._state)
        row.addWidget(self._locked)
        row.addWidget(self._place, 1)
        row.addWidget(self.check)
        self.check.clicked.connect(self.check_wanted)
        self._checking.checked.connect(self._show_check)
        session.typed.slowed.connect(self.retranslate)  # another program may hold the file
        session.saved.connect(self._show_saved)
        session.stepped.connect(self._show_step)
        session.backed_up.connect(self._show_backup)
        session.workspace_opened.connect(self._opened)
        session.round_opened.connect(self._look)  # also after a password was set or removed: everything is read anew then
        session.troubled.connect(self.retranslate)
        session.language_changed.connect(self.retranslate)
        self.retranslate()

    @property
    def locked(self) -> bool:
        """Whether it says that the workspace is encrypted."""
        return not self._locked.isHidden()

    @property
    def text(self) -> str:
        """What it says of saving."""
        return self._state.text()

    def _show_saved(self, when: float) -> None:
        self._saved, self._stepped = when, None
        self.retranslate()

    def _show_step(self, what: Text) -> None:
        self._stepped = what
        self.retranslate()

    def _show_backup(self, when: dt.datetime | None) -> None:
        self._backup = when
        self.retranslate()

    def _opened(self) -> None:
        self._saved = self._stepped = self._backup = None
        self.retranslate()

    def _look(self) -> None:
        """Ask the file itself, on its own thread."""
        self._session.run(_is_encrypted, self._show_locked)

    def _show_locked(self, locked: bool) -> None:
        self._locked.setVisible(locked)
        self._show_place()

    def retranslate(self) -> None:
        """Every text in the session's language."""
        failed = self._session.trouble is not None or self._session.unread is not None
        theme.set_role(self._state, "error" if failed else "small")
        self._state.setText(self._failure() if failed else self._success())
        self._locked.setText(JOIN + self._session.words("status.encrypted"))
        self._locked.setToolTip(self._session.words("status.encrypted-tip"))
        self._show_check()

    def _show_check(self) -> None:
        """How much the check before export has found; nothing without a round, and only notes are no trouble."""
        found, words, lang = self._checking.findings, self._session.words, self._session.lang
        kinds = [each.kind for each in found or ()]
        numbers = {kind: kinds.count(kind) for kind in COUNTED}
        told = [words(COUNTED[kind], count=count) for kind, count in numbers.items() if count]
        text = JOIN.join(told) or words("status.check-clean")
        theme.set_role(self.check, "count-error" if numbers["error"] else "count")
        self.check.setText(text)
        self.check.setToolTip(tip(words("status.check-tip"), "keys.check", lang))
        self.check.setAccessibleName(": ".join((words("status.check"), text)))
        self.check.setVisible(found is not None)
        self._show_place()

    def _failure(self) -> str:
        """Nothing is said to be saved beside a write that failed."""
        if self._session.trouble is None:
            return self._session.words("unread.title")
        count = len(self._session.unsaved)
        rest = "status.only-read" if self._session.only_read else "status.unsaved"
        return self._session.words("status.unsaved-count", count=count) if count else self._session.words(rest)

    def _success(self) -> str:
        words, lang = self._session.words, self._session.lang
        if self._session.path is None:
            return ""  # nothing is open: there is nothing that could be saved
        if self._session.typed.slow:
            return words("status.writing")
        at = time.strftime("%H:%M:%S", time.localtime(self._saved))
        saved = words("status.saved", time=at) if self._saved else words("status.all-saved")
        return JOIN.join([saved, self._stepped.to(lang)] if self._stepped else [saved])

    def _show_place(self) -> None:
        """In the room there is, which is known once it is shown."""
        if not self.isVisible():
            return
        path = self._session.path
        parts = [self._session.words("status.workspace", path=path)] if path else []
        if path is not None and self._backup is not None:
            parts.append(self._session.words("status.backup", time=f"{self._backup:%Y-%m-%d %H:%M}"))
        whole = JOIN.join(["", *parts]) if parts else ""
        locked = 0 if self._locked.isHidden() else self._locked.sizeHint().width()
        room = max(self.width() - self._state.sizeHint().width() - locked - self.check.sizeHint().width() - 64, 0)
        self._place.setText(self.fontMetrics().elidedText(whole, Qt.TextElideMode.ElideMiddle, room))
        self._place.setToolTip(whole)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_place()


def _is_encrypted(ws: Workspace) -> bool:
    return is_encrypted(ws.path)
