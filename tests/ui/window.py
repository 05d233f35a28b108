"""The whole window for tests: opened as the program opens it, closed as a user closes it."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QMenu, QWidget
from pytestqt.qtbot import QtBot

from db import operations
from db.workspace import Workspace
from diagnosis.interchange import survey_from_text
from tests.ui.bot import LONGEST_MS, settle
from ui import theme
from ui.later import Later
from ui.main_window import MainWindow
from ui.session import Session
from ui.settings import Settings
from ui.starting import open_given, open_last

WAIT = LONGEST_MS
T = TypeVar("T")
D = TypeVar("D", bound=QDialog)


class Opened:
    """A window and the hands on it."""

    def __init__(self, bot: QtBot) -> None:
        self.bot = bot
        self.settings = Settings()
        self.session = Session(self.settings.lang)
        self.window = MainWindow(self.session, self.settings)
        self.session.setParent(self.window)  # it goes with it: what Qt holds of a session that is left holds all that was ever shown
        self.defects: list[BaseException] = []
        self.session.crashed.connect(self.defects.append)

    def start(self, given: Path | None = None, *, crashed: bool = False) -> None:
        """Show the window with the workspace ``given``, or the one that was open last; ``crashed``: as after an end without closing."""
        self.bot.addWidget(self.window, before_close_func=lambda _window: self.close())
        self.window.resize(theme.SMALLEST)
        with self.bot.waitSignal(self.session.diagnosed, timeout=WAIT), self.bot.waitExposed(self.window):
            self.window.show()
            if given is None:
                open_last(self.window.commands, crashed=crashed)
            else:
                open_given(self.window.commands, given, crashed=crashed)
        self.window.activateWindow()
        self.settle()
        later = Later.of(self.window.page, self.session.runner)
        self.bot.waitUntil(lambda: later.over or self.window.stack.shows_nothing, timeout=WAIT)

    def close(self) -> None:
        """Close the window, which may have to wait for the worker; the bot takes it away as soon as it is asked to."""
        self.window.close()
        self.bot.waitUntil(lambda: not self.window.closing.waiting, timeout=WAIT)

    def load(self, data: dict[str, Any]) -> None:
        """Import a survey file's content and wait for its diagnosis."""
        found = survey_from_text(json.dumps(data, ensure_ascii=False), "survey.json")
        with self.bot.waitSignal(self.session.diagnosed, timeout=WAIT):
            self.session.change(operations.import_survey, found)
        self.settle()

    def go_on_in(self, path: Path) -> None:
        """Save the workspace as this file, which is diagnosed, and go on in it."""
        with self.bot.waitSignal(self.session.diagnosed, timeout=WAIT):
            self.window.commands.save_as_path(path)
        self.settle()

    def settle(self) -> None:
        """Wait until the worker has done all that was asked so far, and what it brought is shown."""
        settle(self.bot, self.session.runner)

    def read(self, work: Callable[[Workspace], T]) -> T:
        """What stands in the workspace."""
        found: list[T] = []
        self.session.run(work, found.append)
        self.bot.waitUntil(lambda: bool(found), timeout=WAIT)
        return found[0]

    def dialog(self, kind: type[D]) -> D:
        """The dialog that is open."""
        found = self.window.commands.dialog
        assert isinstance(found, kind)
        assert found.isVisible()
        return found

    @property
    def app(self) -> QApplication:
        """The application."""
        found = QApplication.instance()
        assert isinstance(found, QApplication)
        return found

    @property
    def focus(self) -> QWidget:
        """The widget that gets the keys."""
        found = QApplication.focusWidget()
        assert found is not None
        return found

    def around(self, focus: QWidget) -> list[QWidget]:
        """What has the focus, and all of the page around it that our own code holds."""
        return [each for each in self.held() if each is focus or each.isAncestorOf(focus)]

    def held(self) -> list[QWidget]:
        """All widgets of the page that our own code holds.

        Not by ``findChildren`` or ``parentWidget``: these wrap what Qt made for itself, and PySide mistakes another object for it later.
        """
        found: dict[int, QWidget] = {}
        left: list[object] = [self.window.page]
        while left:
            for value in vars(left.pop()).values():
                for each in value.values() if isinstance(value, dict) else value if isinstance(value, list | tuple) else [value]:
                    if isinstance(each, QWidget) and id(each) not in found and self.window.page.isAncestorOf(each):
                        found[id(each)] = each
                        left += [each] if hasattr(each, "__dict__") else []
        return list(found.values())

    def press(self, keys: str) -> None:
        """A key of the whole window."""
        QTest.keySequence(self.window, keys)
        QCoreApplication.processEvents()

    def click(self, widget: QWidget) -> None:
        """The left button."""
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton)

    def choose_file(self, key: str, path: Path) -> None:
        """Take an entry of the file menu that writes a file, and name the file."""
        self.choose(self.window.header.menus["file"], key)
        dialog = self.dialog(QFileDialog)
        with self.bot.waitSignal(self.session.message, timeout=WAIT):
            dialog.fileSelected.emit(str(path))
        dialog.close()

    def choose(self, menu: QMenu, key: str) -> None:
        """Take an entry of a menu by the key of its phrase."""
        menu.aboutToShow.emit()
        entry(menu, key).trigger()


def entry(menu: QMenu, key: str) -> QAction:
    """The entry of a menu, or of a menu inside it, with this key."""
    return next(action for action in actions(menu) if action.data() == key)


def actions(menu: QMenu) -> Iterator[QAction]:
    """The entries of a menu, and of the menus inside it."""
    for action in menu.actions():
        yield action
        inner = action.menu()
        if isinstance(inner, QMenu):
            yield from inner.actions()


@contextmanager
def opened(bot: QtBot) -> Iterator[Opened]:
    """Open the window, and close it at the end; fails when a defect was met on the way."""
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    theme.apply(application)
    made = Opened(bot)
    made.start()
    try:
        yield made
    finally:
        made.close()
        made.session.close()  # where it was not closed, as somebody is asked
    assert not made.defects, made.defects
