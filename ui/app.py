"""Opens the window."""

import sys
from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication

from ui import theme
from ui.main_window import MainWindow
from ui.session import Session
from ui.settings import Settings


def application(argv: Sequence[str]) -> QApplication:
    """The one application object, with our look."""
    QCoreApplication.setApplicationName("jizhen")
    found = QApplication.instance() or QApplication(list(argv))
    assert isinstance(found, QApplication)
    theme.apply(found)
    return found


def run(argv: Sequence[str] = sys.argv) -> int:
    """Show the window until it is closed; returns the exit status."""
    app = application(argv)
    settings = Settings()
    session = Session(settings.lang)
    window = MainWindow(session, settings)
    window.show()
    return app.exec()
