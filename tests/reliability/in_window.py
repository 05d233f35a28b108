"""The window's part of the crash harness: a password is typed into the dialog, and the program is killed while the window sets it."""

import os
import random
from collections.abc import Callable
from functools import partial
from pathlib import Path

from db.keys import is_encrypted
from db.workspace import Workspace
from tests.reliability.operations import PASSWORDS

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_LOGGING_RULES", "*=false")  # what it cannot do without a screen is no matter here


def change_password(path: Path, chance: random.Random, begin: Callable[[str | None], object]) -> None:
    """Sets, changes or removes the password of a workspace as a user does; ``begin`` gets the new one just before the button is pressed."""
    from PySide6.QtCore import QEventLoop
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication, QWidget

    from ui.dialogs.password import PasswordDialog
    from ui.session import Session

    app = QApplication.instance() or QApplication([])
    session, parent, loop = Session("zh"), QWidget(), QEventLoop()
    session.crashed.connect(_fail)
    session.open_workspace(path, Workspace.open, loop.quit, _fail)
    loop.exec()
    dialog = PasswordDialog(session, parent, path)
    new = None if is_encrypted(path) and chance.random() < 0.3 else chance.choice(PASSWORDS)
    for field in dialog.fields:
        QTest.keyClicks(field, new or "")
    dialog.accepted.connect(loop.quit)
    dialog.rejected.connect(partial(_fail, RuntimeError("the dialog refused")))
    begin(new)
    (dialog.do if new is not None else dialog.remove).click()
    loop.exec()
    app.processEvents()
    session.close()


def _fail(error: Exception) -> None:
    os.write(2, f"{error!r}\n".encode())
    raise error
