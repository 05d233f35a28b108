"""Keys and what is being composed, as fcitx 4 says them over D-Bus and as Qt does."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QTextCharFormat

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
UNICODE = 0x01000000  # above it a key's number is a character's


def asked(event: QKeyEvent) -> tuple[int, int, int, bool, int]:
    """A key as fcitx is asked about it, in the X server's numbers."""
    release = event.type() == QEvent.Type.KeyRelease
    return event.nativeVirtualKey(), event.nativeScanCode(), event.nativeModifiers(), release, event.timestamp() & 0xFFFFFFFF


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
