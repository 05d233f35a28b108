"""Who asks for help, and on what: F1, the question marks of the pages, the menu. The help itself is made when it is first wanted."""

from typing import TYPE_CHECKING, Protocol, runtime_checkable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QWidget

from ui.session import Session
from ui.settings import Settings
from ui.shortcuts import ask_system

if TYPE_CHECKING:
    from ui.help.book import Book
    from ui.help.window import HelpWindow


@runtime_checkable
class Helped(Protocol):
    """A widget that has a page of the help."""

    def help_topic(self) -> str:
        """The page, and the place on it (``page#place``); nothing when the widgets around it know better."""


class HelpDesk(QObject):
    """``go`` (Place) and ``do`` (the phrase of a command): a link into the program was followed."""

    go = Signal(object)
    do = Signal(str)

    def __init__(self, session: Session, settings: Settings, program: QWidget) -> None:
        """The help opens above ``program``."""
        super().__init__(program)
        self._session, self._settings, self._program = session, settings, program
        self.window: HelpWindow | None = None

    def show(self, topic: str) -> None:
        """Show a page; the first time the pages are made on the worker."""
        if self.window is not None:
            self._show(self.window, topic)
            return
        session = self._session
        ask_system()
        session.runner.submit(lambda: _pages(session), lambda pages: self._show(self.window or self._make(pages), topic), session.tell)

    def _show(self, window: "HelpWindow", topic: str) -> None:
        window.show_topic(topic)
        window.show()
        self._stand_above(QApplication.activeModalWidget())
        window.raise_()
        window.activateWindow()
        window.page.setFocus()

    def _stand_above(self, dialog: QWidget | None) -> None:
        """Stand above the dialog that is open until it closes: what belongs to the program alone takes no keys meanwhile."""
        owner = self._program if dialog is None else dialog
        if self.window is None or owner is self.window:
            return
        self.window.windowHandle().setTransientParent(owner.windowHandle())
        from PySide6.QtWidgets import QDialog  # PySide6 makes a class when it is named

        if isinstance(dialog, QDialog):
            dialog.finished.connect(lambda _result: self._stand_above(None))

    def show_for(self, widget: QWidget | None, step: str) -> None:
        """The page on what has the focus, else on the step."""
        self.show(topic_of(widget) or f"step/{step}")

    def close(self) -> None:
        """It closes with the program."""
        if self.window is not None:
            self.window.close()

    def _make(self, pages: "Book") -> "HelpWindow":
        from ui.help.window import HelpWindow

        self.window = HelpWindow(self._session, self._settings, pages, self._program)
        self.window.go.connect(self.go)
        self.window.do.connect(self.do)
        return self.window


def _pages(session: Session) -> "Book":
    """On the worker."""
    from ui.help.book import book

    return book(session.framework, session.questionnaire)


def topic_of(widget: QWidget | None) -> str:
    """The page of the innermost widget that has one."""
    while widget is not None:
        if isinstance(widget, Helped) and (topic := widget.help_topic()):
            return topic
        widget = widget.parentWidget()
    return ""
