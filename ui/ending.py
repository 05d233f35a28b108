"""The end that the system brings: a logout, a shutdown, a closed terminal. The window closes as by hand, and what is typed is stored."""

import os
import signal
from collections.abc import Callable
from contextlib import suppress

from PySide6.QtCore import QObject, QSocketNotifier

ENDS = ("SIGTERM", "SIGHUP", "SIGINT")


class Ending(QObject):
    """Listens from its making until ``forget``, where the system has such signals; Windows asks the windows themselves."""

    def __init__(self, close: Callable[[], object], parent: QObject) -> None:
        """``close``: what closes all windows; it may ask, and the program goes on if it is told to."""
        super().__init__(parent)
        self._close, self._told = close, False
        self._read, self._write = os.pipe()
        for each in (self._read, self._write):
            os.set_blocking(each, False)
        self._woken = QSocketNotifier(self._read, QSocketNotifier.Type.Read, self)
        self._woken.activated.connect(self._wake)
        self._before = {each: signal.signal(each, self._heard) for each in signal.Signals if each.name in ENDS}
        signal.set_wakeup_fd(self._write, warn_on_full_buffer=False)

    def _wake(self) -> None:
        """Python runs ``_heard`` only when it gets its turn, which Qt's loop gives it here, or anywhere in what runs already."""
        with suppress(BlockingIOError):
            os.read(self._read, 64)
        if self._told:
            self._told = False
            self._close()

    def _heard(self, _number: int, _frame: object) -> None:
        self._told = True  # closed is from the loop: never in the middle of what a key or an answer of the worker does

    def forget(self) -> None:
        """The system ends the program as it ends others."""
        signal.set_wakeup_fd(-1)
        for each, before in self._before.items():
            signal.signal(each, before)
        self._woken.setEnabled(False)
        os.close(self._read)
        os.close(self._write)
