"""What fcitx is asked on a Linux desktop, by its D-Bus interface for programs in a sandbox: 4 has it since 4.2.9.5, of 2018, and 5, too."""

from collections import deque
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPoint, QSocketNotifier, QStandardPaths, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QInputMethodQueryEvent, QKeyEvent, QWindow

from ui.dbus import Answered, Body, Calls
from ui.fcitx_keys import asked, composed, handed_back

FCITX, IBUS = "org.freedesktop.portal.Fcitx", "org.freedesktop.IBus"
PLACE = "/org/freedesktop/portal/inputmethod"
MAKER, CONTEXT = "org.fcitx.Fcitx.InputMethod1", "org.fcitx.Fcitx.InputContext1"
ANSWER_S = 0.5  # who takes longer hangs: keys are then typed as they are
KEY_S = 0.05  # that a key is waited for; what fcitx thinks about for longer is typed, or not, when it has done so
Values = tuple[Any, ...]
COMMANDS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier

SHOWS_COMPOSED = 1 << 1 | 1 << 4  # of what fcitx may leave to us: what is being composed, in parts


def begin(application: QGuiApplication, environment: Mapping[str, str]) -> "Fcitx | None":
    """Has fcitx see what is typed, where it runs and Qt's module for ibus is not heard: fcitx 5 answers that, too."""
    from jeepney.io.blocking import open_dbus_connection

    with suppress(OSError, LookupError, ValueError):  # no session bus: nobody to ask
        bus = open_dbus_connection(bus="SESSION")
        if _runs(bus, FCITX) and not (has_ibus(environment) and _runs(bus, IBUS)):
            return Fcitx(bus, application)
        bus.close()
    return None


def has_ibus(environment: Mapping[str, str]) -> bool:
    """Whether Qt's module for ibus does anything: without ibus's own program it does in a sandbox alone, whoever else answers it."""
    sandbox = environment.get("SNAP") or environment.get("IBUS_USE_PORTAL") or Path("/.flatpak-info").exists()
    return bool(sandbox or QStandardPaths.findExecutable("ibus-daemon"))


def _runs(bus: Any, name: str) -> bool:
    from jeepney import message_bus

    (owned,) = bus.send_and_get_reply(message_bus.NameHasOwner(name), timeout=ANSWER_S).body
    return owned is True


def types(target: QObject | None) -> bool:
    """Whether what has the focus takes text that may be seen."""
    if target is None:
        return False
    query = QInputMethodQueryEvent(Qt.InputMethodQuery.ImEnabled | Qt.InputMethodQuery.ImHints)
    QCoreApplication.sendEvent(target, query)
    hidden = int(query.value(Qt.InputMethodQuery.ImHints) or 0) & Qt.InputMethodHint.ImhHiddenText.value
    return bool(query.value(Qt.InputMethodQuery.ImEnabled)) and not hidden


class Fcitx(QObject):
    """The keys of whichever window has the focus go to fcitx first, and what it makes of them to the field.

    A key is waited for as long as nobody notices, as the shortcuts of the window depend on the answer; everything else is only told.
    """

    def __init__(self, bus: Any, application: QGuiApplication) -> None:
        super().__init__(application)
        self._heard: deque[Any] = deque()
        self._calls, self._path, self._beginning = Calls(bus, self._heard.append), "", False
        self._typing, self._taken, self._cursor = False, False, (0, 0, 0, 0)
        self._held: deque[QKeyEvent] = deque()  # the first one is with fcitx, the others wait for it
        self._held_for: QObject | None = None
        self._patience = QTimer(self, singleShot=True)
        self._patience.timeout.connect(self._gone)
        self._notifier = QSocketNotifier(bus.sock.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._hear)
        application.focusWindowChanged.connect(self._watch)
        application.focusObjectChanged.connect(self._move)
        QGuiApplication.inputMethod().cursorRectangleChanged.connect(self._place)
        self._watch(application.focusWindow())
        self._move(application.focusObject())

    @property
    def ready(self) -> bool:
        """Whether fcitx is there and has answered all that it was told."""
        return bool(self._path) and not self._calls.open

    def stop(self) -> None:
        """Leaves the keys alone; before the connection is closed."""
        self._notifier.setEnabled(False)
        self._patience.stop()
        self.deleteLater()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """A key is shown first as what may override a shortcut: then already it is fcitx's."""
        kind = event.type()
        if kind == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            self._taken = self._process(event)
            if self._taken:
                event.accept()
            return self._taken
        if kind == QEvent.Type.KeyPress:
            taken, self._taken = self._taken, False
            return taken
        return kind == QEvent.Type.KeyRelease and isinstance(event, QKeyEvent) and self._process(event)

    def _watch(self, window: QWindow | None) -> None:
        if window is not None:
            window.installEventFilter(self)

    def _move(self, target: QObject | None) -> None:
        """Another field has the focus: what was begun in the one before is left. A fcitx that was not there is looked for again."""
        self._type_held()
        if self._typing:
            self._tell("Reset")
        if not self._path:
            self._typing = False
            self._begin()
        self._look(target)

    def _look(self, target: QObject | None) -> None:
        """A field may be made to take text, or not, while it has the focus."""
        typing = types(target)
        if typing != self._typing and self._path:
            self._typing = typing
            self._tell("FocusIn" if typing else "FocusOut")
            self._place()

    def _process(self, event: QKeyEvent) -> bool:
        """Whether fcitx takes a key, or may yet take it; what it says to it is done before."""
        self._look(QGuiApplication.focusObject())
        if not (self._typing and self._path and event.nativeScanCode()):  # without a number: handed back by fcitx itself
            return False
        waits = bool(event.text()) and event.key() != Qt.Key.Key_Escape and not event.modifiers() & COMMANDS
        if self._held:
            return waits and self._hold(event)
        answers: list[Body] = []
        late = False

        def answered(answer: Body) -> None:
            self._answered_late(answer) if late else answers.append(answer)

        number = self._tell("ProcessKeyEvent", "uuubu", asked(event), answered)
        if event.type() == QEvent.Type.KeyRelease or number is None:
            return False
        self._wait(number)
        if answers or not waits or not self._path:
            return answers == [(True,)]
        late = True
        return self._hold(event)

    def _hold(self, event: QKeyEvent) -> bool:
        self._held.append(event.clone())
        self._held_for = QGuiApplication.focusObject()
        return True

    def _answered_late(self, answer: Body) -> None:
        """The key that was held longest is taken, or typed now; then it is the next one's turn."""
        if not self._held:
            return
        event = self._held.popleft()
        if answer != (True,):
            self._type(event)
        if self._held:
            self._tell("ProcessKeyEvent", "uuubu", asked(self._held[0]), self._answered_late)

    def _type_held(self) -> None:
        while self._held:
            self._type(self._held.popleft())

    def _type(self, event: QKeyEvent) -> None:
        """As it is, in the field that it was meant for."""
        if self._held_for is not None and shiboken6.isValid(self._held_for):
            kind = QEvent.Type.KeyRelease if event.type() == QEvent.Type.KeyRelease else QEvent.Type.KeyPress
            QCoreApplication.postEvent(self._held_for, QKeyEvent(kind, event.key(), event.modifiers(), event.text()))

    def _place(self) -> None:
        """Tells where the cursor is on the screen, in its pixels, for the list of candidates."""
        window = QGuiApplication.focusWindow()
        if not self._typing or window is None:
            return
        rectangle = QGuiApplication.inputMethod().cursorRectangle().toRect()
        origin, scale = window.screen().geometry().topLeft(), window.devicePixelRatio()
        corner: QPoint = window.mapToGlobal(rectangle.topLeft()) - origin
        cursor = (
            origin.x() + round(corner.x() * scale),
            origin.y() + round(corner.y() * scale),
            round(rectangle.width() * scale),
            round(rectangle.height() * scale),
        )
        if cursor != self._cursor:
            self._cursor = cursor
            self._tell("SetCursorRect", "iiii", cursor)

    def _hear(self) -> None:
        """Does what fcitx has said."""
        self._listen(self._calls.hear)

    def _wait(self, number: int) -> None:
        """The same, until it has answered this."""
        self._listen(lambda: self._calls.wait(number, KEY_S))

    def _listen(self, take: Callable[[], object]) -> None:
        try:
            take()
        except OSError:
            self._notifier.setEnabled(False)  # the bus has gone: keys are typed as they are
            self._gone()
        while self._heard:
            self._follow(self._heard.popleft())

    def _follow(self, message: Any) -> None:
        from jeepney import HeaderFields

        target, window = QGuiApplication.focusObject(), QGuiApplication.focusWindow()
        fields = message.header.fields
        member = fields[HeaderFields.member] if fields[HeaderFields.path] == self._path else ""
        if member == "CommitString" and target is not None:
            event = QInputMethodEvent()
            event.setCommitString(message.body[0])
            QCoreApplication.sendEvent(target, event)
        elif member == "UpdateFormattedPreedit" and target is not None:
            QCoreApplication.sendEvent(target, composed(*message.body))
        elif member == "ForwardKey" and window is not None:
            QCoreApplication.postEvent(window, handed_back(*message.body))

    def _tell(self, method: str, signature: str | None = None, values: Values = (), answered: Answered | None = None) -> int | None:
        """Call a method of our context; the number of the call, nothing when fcitx is not there."""
        from jeepney import DBusAddress, new_method_call

        if not self._path:
            return None
        return self._call(new_method_call(DBusAddress(self._path, FCITX, CONTEXT), method, signature, values), answered)

    def _call(self, message: Any, answered: Answered | None = None) -> int | None:
        def came(answer: Body) -> None:
            self._patience.start() if self._calls.open else self._patience.stop()
            if answer is None:  # it was started anew and knows our context no more
                self._gone()
            if answered is not None:
                answered(answer)

        with suppress(OSError):
            number = self._calls.ask(message, came)
            if not self._patience.isActive():
                self._patience.start(round(ANSWER_S * 1000))
            return number
        self._gone()
        return None

    def _gone(self) -> None:
        """It was ended, or hangs: keys are typed as they are, and it is looked for again with the next field."""
        self._patience.stop()
        self._calls.forget()
        self._path, self._beginning = "", False
        self._type_held()

    def _begin(self) -> None:
        """Asks for the context that our keys are typed in."""
        from jeepney import DBusAddress, new_method_call

        if not self._beginning:
            self._beginning = True
            self._call(
                new_method_call(DBusAddress(PLACE, FCITX, MAKER), "CreateInputContext", "a(ss)", ([("program", "jizhen")],)), self._begun
            )

    def _begun(self, answer: Body) -> None:
        from jeepney import MatchRule, message_bus

        self._beginning = False
        if answer is None:
            return
        self._path = answer[0]
        self._call(message_bus.AddMatch(MatchRule(type="signal", interface=CONTEXT, path=self._path)))
        self._tell("SetCapability", "t", (SHOWS_COMPOSED,))
        self._look(QGuiApplication.focusObject())
