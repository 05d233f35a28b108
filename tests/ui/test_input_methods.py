"""Typing through fcitx, played by the other end of a socket: what it is told, and what of it comes into the field."""

import socket
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ui.fcitx import CONTEXT, FCITX, IBUS, KEY_S, Fcitx, begin
from ui.fcitx_keys import composed, handed_back
from ui.input_methods import listen, name_modules

jeepney = pytest.importorskip("jeepney", reason="D-Bus is Linux's")
from jeepney.io.blocking import DBusConnection  # noqa: E402
from jeepney.low_level import Parser  # noqa: E402

PATIENCE_S = 60  # of a program that answers, on a machine that is busy with other work
PATH = "/org/freedesktop/portal/inputcontext/1"
N, SPACE, ESCAPE, RETURN = 0x6E, 0x20, 0xFF1B, 0xFF0D


class Service:
    """Takes letters until a space makes them 你; Escape leaves them, and Return is handed back when there are none."""

    def __init__(self, connection: socket.socket) -> None:
        self.told: list[tuple[str, Any]] = []
        self.client: Fcitx | None = None
        self.hangs, self._unanswered = False, list[Any]()
        self._connection, self._parser, self._serial, self._begun = connection, Parser(), 0, ""

    def serve(self) -> None:
        with suppress(ConnectionError):  # we may have closed our end while it answers
            while data := self._connection.recv(65536):
                self._parser.add_data(data)
                while message := self._parser.get_next_message():
                    self._answer(message)

    def _answer(self, message: Any) -> None:
        member = message.header.fields[jeepney.HeaderFields.member]
        self.told.append((member, message.body))
        if self.hangs:
            self._unanswered.append(message)
        else:
            self._reply(message, member)

    def go_on(self) -> None:
        """Answer what was asked meanwhile."""
        self.hangs = False
        for message in self._unanswered:
            self._reply(message, message.header.fields[jeepney.HeaderFields.member])
        self._unanswered.clear()

    @property
    def ready(self) -> bool:
        """Whether all that it was told is answered, and heard."""
        return self.client is not None and self.client.ready

    def _reply(self, message: Any, member: str) -> None:
        signature, body = {
            "Hello": ("s", (":1.7",)),
            "CreateInputContext": ("oay", (PATH, b"")),
            "ProcessKeyEvent": ("b", (member == "ProcessKeyEvent" and self._takes(*message.body),)),
        }.get(member, (None, ()))
        self._send(jeepney.new_method_return(message, signature, body))

    def _takes(self, key: int, _code: int, _state: int, release: bool, _time: int) -> bool:
        begun = self._begun
        if release:
            return False
        self._begun = begun + chr(key) if key == N else ""
        if self._begun != begun:
            self._signal("UpdateFormattedPreedit", "a(si)i", ([(self._begun, 0)] if self._begun else [], len(self._begun)))
        if key == SPACE and begun:
            self._signal("CommitString", "s", ("你",))
        elif key == RETURN and not begun:
            self._signal("ForwardKey", "uub", (key, 0, False))
            return True
        return key == N or bool(begun)

    def _signal(self, member: str, signature: str, body: tuple[Any, ...]) -> None:
        self._send(jeepney.new_signal(jeepney.DBusAddress(PATH, interface=CONTEXT), member, signature, body))

    def _send(self, message: Any) -> None:
        self._serial += 1
        self._connection.sendall(message.serialise(serial=self._serial))


def wait_for(patch: pytest.MonkeyPatch, answer: float = PATIENCE_S, key: float = PATIENCE_S) -> None:
    """So many seconds for an answer, and for what becomes of a key."""
    patch.setattr("ui.fcitx.ANSWER_S", answer)
    patch.setattr("ui.fcitx.KEY_S", key)


@pytest.fixture
def service(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    """fcitx, with the application's keys in its hands; what it answers is waited for."""
    wait_for(monkeypatch)
    ours, its = socket.socketpair()
    with closing(its):
        played = Service(its)
        thread = Thread(target=played.serve)
        thread.start()
        with DBusConnection(ours) as bus:
            client = played.client = Fcitx(bus, qapp)
            yield played
            client.stop()
        thread.join()


class Field(QLineEdit):
    """Notes what is shown of a word that is not there yet."""

    def __init__(self) -> None:
        super().__init__()
        self.composed: list[str] = []

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self.composed.append(event.preeditString())
        super().inputMethodEvent(event)


class Page(QWidget):
    """A field, a second one for a password, and something to press keys at that takes no text."""

    def __init__(self) -> None:
        super().__init__()
        self.field, self.password = Field(), QLineEdit(echoMode=QLineEdit.EchoMode.Password)
        self.canvas = QWidget(focusPolicy=Qt.FocusPolicy.StrongFocus)
        column = QVBoxLayout(self)
        for widget in (self.field, self.password, self.canvas):
            column.addWidget(widget)


@pytest.fixture
def page(qtbot: QtBot, service: Service) -> Page:
    """The focus is in the field."""
    page = Page()
    qtbot.addWidget(page)
    page.show()
    page.activateWindow()
    focus(page.field, qtbot)
    qtbot.waitUntil(lambda: service.ready and ("FocusIn", ()) in service.told)
    return page


def focus(widget: QWidget, qtbot: QtBot) -> None:
    widget.setFocus()
    qtbot.waitUntil(lambda: QGuiApplication.focusObject() is widget)


def press(page: Page, key: int, code: Qt.Key, text: str = "") -> None:
    """A key as the X server's module hands it to the window: first as what may override a shortcut."""
    window = page.windowHandle()
    for kind in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QCoreApplication.sendEvent(window, QKeyEvent(kind, code, Qt.KeyboardModifier.NoModifier, 57, key, 0, text))


def test_letters_become_a_character_where_the_cursor_is(page: Page, service: Service) -> None:
    field = page.field
    field.setText("甲丙")
    field.setCursorPosition(1)
    press(page, N, Qt.Key.Key_N, "n")
    assert (field.text(), field.composed) == ("甲丙", ["n"])
    press(page, SPACE, Qt.Key.Key_Space, " ")
    assert (field.text(), field.composed) == ("甲你丙", ["n", "", ""])
    press(page, SPACE, Qt.Key.Key_Space, " ")
    assert field.text() == "甲你 丙"
    assert any(name == "SetCursorRect" for name, _ in service.told)


def test_escape_leaves_what_was_begun_and_then_is_the_pages(page: Page, qtbot: QtBot) -> None:
    pressed: list[str] = []
    shortcut = QShortcut(QKeySequence(Qt.Key.Key_Escape), page)
    shortcut.activated.connect(lambda: pressed.append("Escape"))
    press(page, N, Qt.Key.Key_N, "n")
    window = page.windowHandle()
    key = QKeyEvent(QEvent.Type.ShortcutOverride, Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier, 9, ESCAPE, 0)
    key.ignore()
    QCoreApplication.sendEvent(window, key)
    assert key.isAccepted()  # so Qt asks no shortcut
    QCoreApplication.sendEvent(window, QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier, 9, ESCAPE, 0))
    again = QKeyEvent(QEvent.Type.ShortcutOverride, Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier, 9, ESCAPE, 0)
    again.ignore()
    QCoreApplication.sendEvent(window, again)
    assert not again.isAccepted()
    assert pressed == []


def test_a_key_that_is_handed_back_is_typed(page: Page, qtbot: QtBot) -> None:
    field = page.field
    with qtbot.waitSignal(field.returnPressed):
        press(page, RETURN, Qt.Key.Key_Return, "\r")


@pytest.mark.parametrize("name", ["password", "canvas"])
def test_passwords_and_commands_are_none_of_its_business(page: Page, service: Service, qtbot: QtBot, name: str) -> None:
    focus(getattr(page, name), qtbot)
    press(page, N, Qt.Key.Key_N, "n")
    qtbot.waitUntil(lambda: service.ready)  # it has heard all that it was told
    assert [told for told, _ in service.told if told in {"FocusIn", "FocusOut", "ProcessKeyEvent"}] == ["FocusIn", "FocusOut"]


def test_where_it_hangs_keys_are_typed_as_they_are(page: Page, service: Service, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot) -> None:
    wait_for(monkeypatch, 0.1, KEY_S)
    field = page.field
    service.hangs = True
    press(page, N, Qt.Key.Key_N, "n")
    press(page, N, Qt.Key.Key_N, "n")
    qtbot.waitUntil(lambda: field.text() == "nn")
    press(page, N, Qt.Key.Key_N, "n")
    assert field.text() == "nnn"
    assert [told for told, _ in service.told].count("ProcessKeyEvent") == 1  # it is not waited for again
    service.hangs = False
    wait_for(monkeypatch)
    focus(page.password, qtbot)
    qtbot.waitUntil(lambda: service.ready)
    focus(field, qtbot)
    qtbot.waitUntil(lambda: service.ready)
    press(page, N, Qt.Key.Key_N, "n")
    press(page, SPACE, Qt.Key.Key_Space, " ")
    assert field.text() == "nnn你"


def test_another_field_waits_for_nobody(page: Page, service: Service, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot) -> None:
    """While it hung, each field that got the focus took half a second."""

    def waits(*_args: object) -> bool:
        raise AssertionError

    service.hangs = True
    with monkeypatch.context() as patched:
        patched.setattr("ui.dbus.Calls.wait", waits)
        patched.setattr(DBusConnection, "send_and_get_reply", waits)
        for widget in (page.password, page.field, page.canvas, page.field):
            focus(widget, qtbot)
    service.go_on()
    qtbot.waitUntil(lambda: service.ready)
    press(page, N, Qt.Key.Key_N, "n")
    press(page, SPACE, Qt.Key.Key_Space, " ")
    assert page.field.text() == "你"


def test_a_key_that_it_thinks_about_for_long_is_typed_when_it_has_done_so(
    page: Page, service: Service, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    wait_for(monkeypatch, key=KEY_S)
    field = page.field
    service.hangs = True
    for key, code, text in ((N, Qt.Key.Key_N, "n"), (SPACE, Qt.Key.Key_Space, " "), (ord("x"), Qt.Key.Key_X, "x")):
        press(page, key, code, text)
    assert field.text() == ""
    service.go_on()
    qtbot.waitUntil(lambda: field.text() == "你x")  # it takes the first two, and not the last one
    assert [body[0] for told, body in service.told if told == "ProcessKeyEvent" and not body[3]] == [N, SPACE, ord("x")]


def test_what_is_held_is_typed_where_it_was_pressed(page: Page, service: Service, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot) -> None:
    wait_for(monkeypatch, key=KEY_S)
    service.hangs = True
    press(page, N, Qt.Key.Key_N, "n")
    focus(page.password, qtbot)
    qtbot.waitUntil(lambda: page.field.text() == "n")
    assert page.password.text() == ""


def test_a_command_is_not_held(page: Page, service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    wait_for(monkeypatch, key=KEY_S)
    service.hangs = True
    none, control = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier
    for code, modifiers, text in ((Qt.Key.Key_F1, none, ""), (Qt.Key.Key_K, control, "\x0b")):
        key = QKeyEvent(QEvent.Type.ShortcutOverride, code, modifiers, 57, 0xFFBE, 0, text)
        key.ignore()
        QCoreApplication.sendEvent(page.windowHandle(), key)
        assert not key.isAccepted()


def test_the_cursor_in_what_is_composed_is_counted_in_characters() -> None:
    event = composed([("你", 0), ("hao", 0)], 4)
    assert (event.preeditString(), event.attributes()[0].start) == ("你hao", 2)  # type: ignore[attr-defined]  # the stub forgets it


@pytest.mark.parametrize(
    ("key", "state", "code", "text"),
    [(0xFF08, 0, Qt.Key.Key_Backspace, ""), (0x61, 0, Qt.Key.Key_A, "a"), (0x0100FF0C, 0, 0xFF0C, "，"), (0xFF51, 1, Qt.Key.Key_Left, "")],
)
def test_what_the_numbers_of_keys_mean(key: int, state: int, code: int, text: str) -> None:
    event = handed_back(key, state, False)
    assert (int(event.key()), event.text(), event.modifiers() == Qt.KeyboardModifier.ShiftModifier) == (code, text, bool(state))


@pytest.mark.parametrize(
    ("before", "after"),
    [({}, "wayland;ibus"), ({"QT_IM_MODULE": "fcitx"}, "fcitx;ibus"), ({"QT_IM_MODULES": "xim"}, "xim")],
)
def test_ibus_is_asked_where_qt_has_no_module_for_what_is_named(
    before: dict[str, str], after: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "machine-id").touch()
    monkeypatch.setattr("ui.input_methods.MACHINE_IDS", (str(tmp_path / "machine-id"),))
    name_modules(environment := dict(before))
    assert environment["QT_IM_MODULES"] == after


def test_nothing_of_d_bus_is_touched_on_a_machine_without_a_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ui.input_methods.MACHINE_IDS", ())
    name_modules(environment := {"QT_IM_MODULE": "fcitx"})
    assert environment == {"QT_IM_MODULE": "fcitx"}


def test_nobody_is_asked_where_the_desktop_names_another(qapp: QApplication) -> None:
    assert listen(qapp, {"XMODIFIERS": "@im=ibus"}) is None


class Named:
    """A session bus on which these names are taken."""

    def __init__(self, names: frozenset[str]) -> None:
        self._names, self.closed = names, False

    def send_and_get_reply(self, message: Any, *, timeout: float) -> Any:
        assert timeout < 1
        return jeepney.new_method_return(message, "b", (message.body[0] in self._names,))

    def close(self) -> None:
        self.closed = True


@pytest.mark.parametrize(
    ("names", "installed", "environment", "asked"),
    [
        ({FCITX}, True, {}, True),
        ({FCITX, IBUS}, False, {}, True),
        ({FCITX, IBUS}, True, {}, False),
        ({FCITX, IBUS}, False, {"IBUS_USE_PORTAL": "1"}, False),
        ({IBUS}, True, {}, False),
    ],
    ids=["fcitx 4", "fcitx 5 alone", "fcitx 5 beside an installed ibus", "fcitx 5 in a sandbox", "ibus"],
)
def test_fcitx_is_asked_by_us_where_qts_module_for_ibus_does_nothing(
    names: set[str],
    installed: bool,
    environment: dict[str, str],
    asked: bool,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    qapp: QApplication,
) -> None:
    if installed:
        (tmp_path / "ibus-daemon").touch(mode=0o755)
    session = Named(frozenset(names))
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("jeepney.io.blocking.open_dbus_connection", lambda bus: {"SESSION": session}[bus])
    monkeypatch.setattr("ui.fcitx.Fcitx", lambda bus, _application: bus)
    found: object = begin(qapp, environment)
    assert (found is session, session.closed) == (asked, not asked)
