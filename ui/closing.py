"""What comes before the window closes: what is typed is stored, and what would be lost or stopped is asked about."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from diagnosis.text import Text

if TYPE_CHECKING:
    from ui.commands import Commands


class Closing:
    """Asked whenever the window is to close; it closes the window itself once that has been answered or waited for."""

    def __init__(self, commands: "Commands", busy: Callable[[], bool]) -> None:
        """``busy``: whether something is being made for the one who leaves."""
        self._commands, self._busy = commands, busy
        self._may_lose = False  # somebody has said that what is not stored may be lost
        self._may_stop = False  # and what is being made be given up
        self._waiting = False  # for the worker, which is at something long

    def may(self) -> bool:
        """Whether the window may close now."""
        if self._waiting or not (self._may_lose or self._is_stored()):
            return False
        if not self._may_stop and self._busy():
            self._commands.confirm_stop(self._stop)
            return False
        return True

    def _is_stored(self) -> bool:
        """Whether all is stored; what is not is asked about, and where it takes a while the window tries to close again."""
        found: list[tuple[Text, ...]] = []

        def came(left: tuple[Text, ...]) -> None:
            found.append(left)
            if self._waiting:
                self._waiting = False
                self._commands.window.close()

        self._commands.session.settle(came)
        if not found:
            self._waiting = True
            self._commands.session.note("close.waiting")
            return False
        if found[0]:
            self._commands.confirm_loss("close-unsaved", found[0], self._lose)
        return not found[0]

    def _lose(self) -> None:
        self._may_lose = True
        self._commands.window.close()

    def _stop(self) -> None:
        self._may_stop = True
        self._commands.window.close()
