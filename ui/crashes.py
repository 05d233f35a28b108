"""Defects of ours: written down, and told in a dialog instead of ending the program."""

import sys
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from db import log
from ui.session import Session

if TYPE_CHECKING:
    from ui.dialogs.crash import CrashDialog


class CrashDesk(QObject):
    """Tells each defect that the session says it has met."""

    def __init__(self, session: Session, window: QWidget) -> None:
        """Dialogs open over ``window``."""
        super().__init__(window)
        self._session, self._window = session, window
        self.dialog: CrashDialog | None = None
        session.crashed.connect(self.show)

    def show(self, error: BaseException) -> None:
        """Write the defect down and say so; one dialog at a time."""
        path = log.record_defect(error)
        if self.dialog is None:
            from ui.dialogs.crash import CrashDialog

            self.dialog = CrashDialog(self._session, self._window, error, path)
            self.dialog.finished.connect(self._closed)
            self.dialog.open()

    def _closed(self) -> None:
        self.dialog = None

    def install_excepthook(self) -> None:
        """Defects anywhere on the main thread reach the dialog."""

        def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
            if issubclass(kind, KeyboardInterrupt):
                sys.__excepthook__(kind, error, trace)
                self._window.close()
            else:
                self._session.crashed.emit(error)

        sys.excepthook = hook
