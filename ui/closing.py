"""What comes before the window closes: what is typed is stored, and what would be lost or stopped is asked about."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt

from diagnosis.text import Text

if TYPE_CHECKING:
    from PySide6.QtWidgets import QDialog

    from ui.commands import Commands


class Closing(QObject):
    """Asked whenever the window is to close; it closes the window itself once that has been answered or waited for.

    ``waiting``: for the worker, which is at something long, or for a row that somebody types for already.
    """

    def __init__(self, commands: "Commands", busy: Callable[[], bool]) -> None:
        """``busy``: whether something is being made for the one who leaves."""
        super().__init__(commands.window)
        self._commands, self._busy = commands, busy
        self._may_lose = False  # somebody has said that what is not stored may be lost
        self._may_stop = False  # and what is being made be given up
        self.waiting = False
        self._asked: QDialog | None = None  # whether what is being made may be given up
        self._held = False  # what is waited for is a row that somebody types for already
        commands.session.let_go.connect(self._let_go, Qt.ConnectionType.QueuedConnection)
        self._known: list[tuple[Text, ...]] = []  # what could not be stored, once the worker has told

    def may(self) -> bool:
        """Whether the window may close now."""
        if self.waiting or not (self._may_lose or self._is_stored()):
            return False
        if not self._may_stop and self._busy():
            self._asked = self._commands.confirm_stop(self._stop)
            self._asked.finished.connect(self._answered)
            return False
        return True

    def go_on(self, there: bool) -> None:
        """What was being made has ended while nobody answered: the window closes if it is ``there``; why it is not stands on its page."""
        if self._asked is not None:
            self._asked.reject()
            if there:
                self._commands.window.close()

    def _answered(self) -> None:
        self._asked = None

    def _is_stored(self) -> bool:
        """Whether all is stored; what is not is asked about, and where it takes a while the window tries to close again."""
        session = self._commands.session
        if session.holds:
            self._held = self.waiting = True
            session.note("close.waiting")
            return False
        if self._known:
            session.leaving.emit()
        if not self._known or session.typed.under_way:  # something was typed while the worker was waited for
            self._known.clear()
            session.settle(self._came)
        if not self._known:
            self.waiting = True
            session.note("close.waiting")
            return False
        left = self._known.pop()
        if left:
            self._commands.confirm_loss("close-unsaved", left, self._lose)
        return not left

    def _let_go(self, lost: bool) -> None:
        if self._held:
            self._held = self.waiting = False
            if not lost and self._commands.session.trouble is None:  # else there was no row to type into, and the window says why
                self._commands.window.close()

    def _came(self, left: tuple[Text, ...]) -> None:
        self._known.append(left)
        if self.waiting:
            self.waiting = False
            self._commands.window.close()

    def _lose(self) -> None:
        self._may_lose = True
        self._commands.window.close()

    def _stop(self) -> None:
        self._may_stop = True
        self._commands.window.close()
