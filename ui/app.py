"""Opens the window."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtWidgets import QApplication

from ui import theme
from ui.main_window import MainWindow
from ui.session import Session
from ui.settings import Settings

# Where to put a picture of the window after its first paint with a workspace in it, before the program ends by itself.
SCREENSHOT = "JIZHEN_SMOKE_SCREENSHOT"
SETTLE_MS = 200


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
    window.install_excepthook()
    if picture := os.environ.get(SCREENSHOT):
        session.diagnosed.connect(lambda _diagnosis: QTimer.singleShot(SETTLE_MS, lambda: _take_picture(window, Path(picture))))
    window.show()
    window.commands.open_last()
    return app.exec()


def _take_picture(window: MainWindow, path: Path) -> None:
    """Grab the window into the file and end the program; status 1 when the file cannot be written."""
    saved = window.grab().save(str(path))
    window.close()
    QCoreApplication.exit(0 if saved else 1)
