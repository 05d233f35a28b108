"""What fcitx 4 is asked on a Linux desktop, by the D-Bus interface it has for programs in a sandbox (since 4.2.9.5, of 2018)."""

from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPoint, QSocketNotifier, Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QInputMethodQueryEvent, QKeyEvent, QTextCharFormat, QWindow

FCITX, IBUS = "org.freedesktop.portal.Fcitx", "org.freedesktop.IBus"
PLACE = "/org/freedesktop/portal/inputmethod"
MAKER, CONTEXT = "org.fcitx.Fcitx.InputMethod1", "org.fcitx.Fcitx.InputContext1"
ANSWER_S = 0.5  # who takes longer hangs: keys are then typed as they are

# What an input method hands back to be typed, by the X server's number of the key.
KEYS = {
    0xFF08: Qt.Key.Key_Backspace,
    0xFF09: Qt.Key.Key_Tab,
    0xFF0D: Qt.Key.Key_Return,
    0xFF1B: Qt.Key.Key_Escape,
    0xFF50: Qt.Key.Key_Home,
    0xFF51: Qt.Key.Key_Left,
    0xFF52: Qt.Key.Key_Up,
    0xFF53: Qt.Key.Key_Right,
    0xFF54: Qt.Key.Key_Down,
    0xFF55: Qt.Key.Key_PageUp,
    0xFF56: Qt.Key.Key_PageDown,
    0xFF57: Qt.Key.Key_End,
    0xFFFF: Qt.Key.Key_Delete,
}
SHIFT, CONTROL, ALT = 1, 4, 8  # of the X server's modifiers
SHOWS_COMPOSED = 1 << 1 | 1 << 4  # of what fcitx may leave to us: what is being composed, in parts
UNICODE = 0x01000000  # above it a key's number is a character's


def begin(application: QGuiApplication) -> "Fcitx | None":
    """Has fcitx see what is typed, where it runs and no ibus does."""
    from jeepney.io.blocking import open_dbus_connection

    with suppress(OSError, LookupError, ValueError):  # no session bus: nobody to ask
        bus = open_dbus_connection(bus="SESSION")
        if _runs(bus, FCITX) and not _runs(bus, IBUS):
            return Fcitx(bus, application)
        bus.close()
    return None


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
    """The keys of whichever window has the focus go to fcitx first, and what it makes of them to the field."""

    def __init__(self, bus: Any, application: QGuiApplication) -> None:
        from jeepney import MatchRule

        super().__init__(application)
        self._bus, self._path = bus, ""
        self._heard: deque[Any] = deque()
        bus.filter(MatchRule(type="signal", interface=CONTEXT), queue=self._heard)
        self._typing, self._taken, self._cursor = False, False, (0, 0, 0, 0)
        self._notifier = QSocketNotifier(bus.sock.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._hear)
        application.focusWindowChanged.connect(self._watch)
        application.focusObjectChanged.connect(self._move)
        QGuiApplication.inputMethod().cursorRectangleChanged.connect(self._place)
        self._watch(application.focusWindow())
        self._move(application.focusObject())

    def stop(self) -> None:
        """Leaves the keys alone; before the connection is closed."""
        self._notifier.setEnabled(False)
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
        if self._typing:
            self._ask("Reset")
        if not self._path:
            self._typing = False
            self._begin()
        self._look(target)

    def _look(self, target: QObject | None) -> None:
        """A field may be made to take text, or not, while it has the focus."""
        typing = types(target)
        if typing != self._typing:
            self._typing = typing
            self._ask("FocusIn" if typing else "FocusOut")
            self._place()

    def _process(self, event: QKeyEvent) -> bool:
        """Whether fcitx takes a key; what it says to it is done before."""
        self._look(QGuiApplication.focusObject())
        if not self._typing or not event.nativeScanCode():  # without: handed back by fcitx itself
            return False
        key = (event.nativeVirtualKey(), event.nativeScanCode(), event.nativeModifiers())
        taken = self._ask("ProcessKeyEvent", "uuubu", (*key, event.type() == QEvent.Type.KeyRelease, event.timestamp() & 0xFFFFFFFF))
        self._hear()
        return taken == (True,)

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
            self._ask("SetCursorRect", "iiii", cursor)

    def _hear(self) -> None:
        """Does what fcitx has said."""
        try:
            while True:
                self._bus.recv_messages(timeout=0)
        except TimeoutError:
            pass  # all is read
        except OSError:
            self._notifier.setEnabled(False)  # the bus has gone: keys are typed as they are
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

    def _ask(self, method: str, signature: str | None = None, values: tuple[Any, ...] = ()) -> tuple[Any, ...]:
        """What fcitx answers; nothing when it is not there or hangs."""
        from jeepney import DBusAddress, MessageType, new_method_call

        if not self._path:
            return ()
        with suppress(OSError):
            address = DBusAddress(self._path, FCITX, CONTEXT)
            reply = self._bus.send_and_get_reply(new_method_call(address, method, signature, values), timeout=ANSWER_S)
            if reply.header.message_type == MessageType.method_return:
                return tuple(reply.body)
        self._path = ""  # it was ended, or started anew and knows our context no more
        return ()

    def _begin(self) -> None:
        """Makes the context that our keys are typed in, if fcitx is there."""
        from jeepney import DBusAddress, MatchRule, MessageType, message_bus, new_method_call

        wanted = new_method_call(DBusAddress(PLACE, FCITX, MAKER), "CreateInputContext", "a(ss)", ([("program", "jizhen")],))
        with suppress(OSError):
            reply = self._bus.send_and_get_reply(wanted, timeout=ANSWER_S)
            if reply.header.message_type != MessageType.method_return:
                return
            self._path = reply.body[0]
            rule = MatchRule(type="signal", interface=CONTEXT, path=self._path)
            self._bus.send_and_get_reply(message_bus.AddMatch(rule), timeout=ANSWER_S)
        self._ask("SetCapability", "t", (SHOWS_COMPOSED,))


def composed(parts: Sequence[tuple[str, int]], cursor: int) -> QInputMethodEvent:
    """What is being composed, for the field to show; ``cursor``: in bytes of UTF-8."""
    text = "".join(part for part, _look in parts)
    place = len(text.encode()[: max(cursor, 0)].decode(errors="ignore"))
    line = QTextCharFormat()
    line.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SingleUnderline)
    kinds = QInputMethodEvent.AttributeType
    shown = [QInputMethodEvent.Attribute(kinds.Cursor, place, 1, None), QInputMethodEvent.Attribute(kinds.TextFormat, 0, len(text), line)]
    return QInputMethodEvent(text, shown if text else [])


def handed_back(key: int, state: int, release: bool) -> QKeyEvent:
    """A key that fcitx has looked at and wants typed, from the X server's numbers."""
    character = chr(key - UNICODE) if key > UNICODE else chr(key) if 0x20 <= key < 0x100 else ""
    kind = QEvent.Type.KeyRelease if release else QEvent.Type.KeyPress
    modifiers = Qt.KeyboardModifier.NoModifier
    for bit, modifier in (
        (SHIFT, Qt.KeyboardModifier.ShiftModifier),
        (CONTROL, Qt.KeyboardModifier.ControlModifier),
        (ALT, Qt.KeyboardModifier.AltModifier),
    ):
        if state & bit:
            modifiers |= modifier
    code = KEYS.get(key) or (ord(character.upper()) if character else 0)
    return QKeyEvent(kind, int(code), modifiers, "\r" if code == Qt.Key.Key_Return else character)
