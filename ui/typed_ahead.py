"""What is typed while a new row is on its way to the disk is typed into that row, not into the one that was current before."""

from collections import deque
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from ui.tasks import Failed

LONGEST_MS = 10_000  # a row that has not come by then does not come


class TypedAhead(QObject):
    """Between ``wait`` and ``go_on`` keys are held, and what an input method writes; then they go to where the focus is, one by one."""

    def __init__(self, place: QWidget) -> None:
        """``place``: where the row will be; what is typed in its window is held."""
        super().__init__(place)
        self._place, self._typed = place, deque[QKeyEvent | QInputMethodEvent | Callable[[], object]]()
        self._waits, self._sending = False, False
        self._too_long = QTimer(self, singleShot=True, interval=LONGEST_MS)
        self._next = QTimer(self, singleShot=True, interval=0)  # a key that closes a cell does so in the event loop
        self._too_long.timeout.connect(self.give_up)
        self._next.timeout.connect(self._send_next)

    def wait(self) -> None:
        """A row has been asked for."""
        if not self._waits:
            QApplication.instance().installEventFilter(self)  # type: ignore[union-attr]
        self._waits = True
        self._next.stop()
        self._too_long.start()

    def put_off(self, do: Callable[[], object]) -> bool:
        """Another row is asked for: ``do`` that in its turn. Whether it has to wait."""
        if self._waits and not self._sending:
            self._typed.append(do)
            return True
        return False

    def go_on(self) -> None:
        """The row is there and has the focus."""
        if not self._waits:
            return
        self._too_long.stop()
        if self._place.isVisible():
            self._next.start()
        else:
            self.give_up()

    def give_up(self) -> None:
        """There will be no row to type into."""
        if self._waits:
            QApplication.instance().removeEventFilter(self)  # type: ignore[union-attr]
        self._waits = False
        self._too_long.stop()
        self._next.stop()
        self._typed.clear()

    def failing(self, tell: Failed) -> Failed:
        """``tell`` why there will be none."""

        def failed(error: Exception) -> None:
            self.give_up()
            tell(error)

        return failed

    def _send_next(self) -> None:
        focus = self._place.window().focusWidget()
        if not self._typed or focus is None:
            self.give_up()
            return
        typed = self._typed.popleft()
        self._sending = True
        if isinstance(typed, QEvent):
            QApplication.sendEvent(focus, typed)
        else:
            typed()
        self._sending = False
        if not self._too_long.isActive():  # no other row was asked for
            self._next.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if self._sending or not self._is_here(watched):
            return False
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            self._typed.append(QKeyEvent(event.type(), event.key(), event.modifiers(), event.text(), event.isAutoRepeat()))
            return True
        if isinstance(event, QInputMethodEvent):
            if event.commitString():
                written = QInputMethodEvent()
                written.setCommitString(event.commitString())
                self._typed.append(written)
            return True
        return False

    def _is_here(self, watched: QObject) -> bool:
        window = self._place.window()
        return watched is window.windowHandle() or (isinstance(watched, QWidget) and watched.window() is window)
