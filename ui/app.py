"""Opens the window."""

import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtWidgets import QApplication

from diagnosis.errors import UserError
from diagnosis.text import phrase
from ui import import_plainly, input_methods, starting, theme
from ui.main_window import MainWindow
from ui.phrasing import PHRASES, own_file, take_phrases
from ui.running import Running
from ui.session import Session
from ui.settings import Settings, first_language

# Where to put a picture of the window after its first paint with a workspace in it, before the program ends by itself.
SCREENSHOT = "JIZHEN_SMOKE_SCREENSHOT"
SETTLE_MS = 200
UNNOTICED_MS = 100


def application(argv: Sequence[str]) -> QApplication:
    """The one application object, with our look."""
    QCoreApplication.setApplicationName("jizhen")
    found = QApplication.instance() or QApplication([*argv, *theme.STYLE])
    assert isinstance(found, QApplication)
    theme.apply(found)
    return found


def run(argv: Sequence[str] = sys.argv, workspace: Path | None = None) -> int:
    """Show the window until it is closed, on ``workspace`` if one is named, else on the one last used.

    Returns the exit status, 1 when it could not start (its folder cannot be made).
    """
    import_plainly()  # where PySide6 was there before this room, it has wrapped what has imported this one
    input_methods.name_modules(os.environ)
    app = application(argv)
    try:
        running = Running()
        crashed = running.start()
        if crashed:
            from ui.opening import empty_left

            empty_left()
        window = start(workspace, crashed=crashed)
    except UserError as error:
        from PySide6.QtWidgets import QMessageBox

        lang = first_language()
        print(error.to(lang), file=sys.stderr)
        QMessageBox.critical(None, phrase("ui", "app.name").to(lang), error.sentence().to(lang))
        return 1
    if SCREENSHOT not in os.environ and workspace is None:
        offer_tour(window)
    show_soon(window)
    QTimer.singleShot(0, partial(input_methods.listen, app))
    if os.name == "posix":
        QTimer.singleShot(0, partial(_listen_for_the_end, app))
    status = app.exec()
    window.session.close()  # where it ended before the window was closed: Python must not end beside the worker
    running.end()
    return status


def _listen_for_the_end(app: QApplication) -> None:
    from ui.ending import Ending

    Ending(app.closeAllWindows, app)


def show_soon(window: MainWindow) -> None:
    """Show the window with its first page in it; where that takes longer than one notices, before, saying that it is being opened."""
    waiting = QTimer(window, singleShot=True, interval=UNNOTICED_MS)
    waiting.timeout.connect(window.show_first)

    def has_read(_none: None) -> None:
        if waiting.isActive():
            waiting.start(0)

    # behind all that the page has asked for by then
    window.session.round_opened.connect(partial(window.session.runner.submit, lambda: None, has_read))
    waiting.start()


def offer_tour(window: MainWindow) -> None:
    """At the very first start, when the samples are opened, the tour begins by itself; never again."""
    if not window.settings.toured and not window.settings.recent:
        window.settings.toured = True
        window.tour.wait()


def start(workspace: Path | None = None, *, crashed: bool) -> MainWindow:
    """The window over this workspace, or the one last used; raises ``UserError`` when there is no place for the program's own files."""
    settings = Settings()
    session = Session(settings.lang)
    window = MainWindow(session, settings)
    window.crashes.install_excepthook()
    if picture := os.environ.get(SCREENSHOT):
        take = partial(_take_picture, window, Path(picture))
        # behind all that the window has asked of the worker by then
        at_rest = partial(session.runner.submit, lambda: None, lambda _none: QTimer.singleShot(SETTLE_MS, take))
        session.diagnosed.connect(lambda _diagnosis: QTimer.singleShot(SETTLE_MS, at_rest))
    if workspace is None:
        starting.open_last(window.commands, crashed=crashed)
    else:
        starting.open_given(window.commands, workspace.absolute(), crashed=crashed)
    window.make_page()
    _take_wording(settings.path(PHRASES))
    return window


def _take_wording(chosen: Path | None) -> None:
    """An office's own wording of reports, for what is shown of them; what is wrong in it is told when one is made."""
    if own_file(chosen) is not None:
        with suppress(UserError):
            take_phrases(chosen)


def _take_picture(window: MainWindow, path: Path) -> None:
    """Grab the window into the file and end the program; status 1 when the file cannot be written."""
    saved = window.grab().save(str(path))
    window.close()
    QCoreApplication.exit(0 if saved else 1)
