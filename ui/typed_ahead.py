"""What is typed while a new row is on its way to the disk is typed into that row, not into the one that was current before.

Where no row can be made (a full disk), what is typed on for it is typed into no other: it is refused, until somebody goes elsewhere.
"""

from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from diagnosis.errors import UserError
from ui.tasks import Failed

if TYPE_CHECKING:
    from ui.session import Session

LONGEST_MS = 10_000  # a row that has not come by then does not come
NEXT = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
ENDING = (*NEXT, Qt.Key.Key_Backspace, Qt.Key.Key_Delete)
HELD = (Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_Meta, Qt.Key.Key_CapsLock)
COMMAND = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier


class TypedAhead(QObject):
    """Between ``wait`` and ``go_on`` keys are held, and what an input method writes; then they go to where the focus is, one by one."""

    def __init__(self, place: QWidget, session: "Session") -> None:
        """``place``: where the row will be; what is typed in its window is held."""
        super().__init__(place)
        self._session = session
        self._place, self._typed = place, deque[QKeyEvent | QInputMethodEvent | Callable[[], object]]()
        self._waits, self._sending, self._refuses = False, False, False
        self._too_long = QTimer(self, singleShot=True, interval=LONGEST_MS)
        self._next = QTimer(self, singleShot=True, interval=0)  # a key that closes a cell does so in the event loop
        self._too_long.timeout.connect(self._give_back)
        self._next.timeout.connect(self._send_next)

    def wait(self) -> None:
        """A row has been asked for."""
        self._take_again()
        if not self._waits:
            QApplication.instance().installEventFilter(self)  # type: ignore[union-attr]
        self._waits = True
        self._session.hold(self, held=True)
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
            self._give_back()

    def give_up(self) -> None:
        """There will be no row to type into."""
        if self._waits:
            QApplication.instance().removeEventFilter(self)  # type: ignore[union-attr]
        self._waits = False
        self._too_long.stop()
        self._next.stop()
        lost = bool(self._typed)
        self._typed.clear()
        self._session.hold(self, held=False, lost=lost)

    def _give_back(self) -> None:
        """There is no row to type into, and nobody has said so: say it, with what was typed."""
        text = "".join(map(_text, self._typed)).strip()
        self.give_up()
        self._refuse()
        if text:
            self._session.tell(UserError("row-late", text=text))

    def failing(self, tell: Failed) -> Failed:
        """``tell`` why there will be none; the hand types on for a while."""

        def failed(error: Exception) -> None:
            self.give_up()
            self._refuse()
            tell(error)

        return failed

    def _refuse(self) -> None:
        QApplication.instance().installEventFilter(self)  # type: ignore[union-attr]
        self._refuses = True

    def _take_again(self) -> None:
        if self._refuses:
            QApplication.instance().removeEventFilter(self)  # type: ignore[union-attr]
        self._refuses = False

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
        if self._refuses:
            return self._is_refused(event)
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

    def _is_refused(self, event: QEvent) -> bool:
        """Whether it would be written where it was not meant to be.

        A key that goes elsewhere, a command or a click end the refusal; so does a window that closes, as it goes before the filter.
        """
        typed = _writes(event)
        if typed and self._has_focus():
            QApplication.beep()
            return True
        if event.type() in (QEvent.Type.MouseButtonPress, QEvent.Type.Close) or (not typed and _commands(event)):
            self._take_again()
        return False

    def _has_focus(self) -> bool:
        focus = self._place.window().focusWidget()
        return focus is self._place or self._place.isAncestorOf(focus)

    def _is_here(self, watched: QObject) -> bool:
        window = self._place.window()
        return watched is window.windowHandle() or (isinstance(watched, QWidget) and watched.window() is window)


def _text(typed: QKeyEvent | QInputMethodEvent | Callable[[], object]) -> str:
    """What was written by a key or an input method; a blank where the next field began."""
    if isinstance(typed, QInputMethodEvent):
        return typed.commitString()
    if not isinstance(typed, QKeyEvent):
        return ""
    return " " if typed.key() in NEXT else "".join(filter(str.isprintable, typed.text()))


def _writes(event: QEvent) -> bool:
    """Whether a key or an input method changes what stands in a field, or ends what is written there."""
    if isinstance(event, QInputMethodEvent):
        return bool(event.commitString() or event.preeditString())
    if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
        return False
    is_text = event.text() != "" and event.text().isprintable()
    return event.key() in ENDING or (is_text and event.modifiers() & COMMAND == Qt.KeyboardModifier.NoModifier)


def _commands(event: QEvent) -> bool:
    return isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() not in HELD
