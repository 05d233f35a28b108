"""How far a change is that takes a while, and a way to stop it."""

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from diagnosis.progress import Progress
from diagnosis.text import Text
from ui import theme
from ui.dialogs.dialog import Dialog
from ui.session import Session
from ui.tasks import Task, Watch

WIDTH = 460


class WorkDialog(Dialog):
    """Stands in front of the window until the change that ``watch`` looks after is made, or was stopped and did nothing."""

    topic = "moving"

    def __init__(self, session: Session, parent: QWidget, text: Text) -> None:
        """``text``: what is being done."""
        super().__init__(session, parent)
        self.watch = Watch()
        self._cancel: Callable[[], None] = self.watch.cancel
        self._said = "work.stopped"
        self.setWindowTitle(session.words("app.name"))
        self.setMinimumWidth(WIDTH)
        self.bar, self.stop = QProgressBar(), theme.button("", session.words("work.stop"))
        self.bar.setRange(0, 0)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(text.to(session.lang))
        column, row = QVBoxLayout(self), QHBoxLayout()
        theme.tight(column, 2 * theme.SPACE, 3 * theme.SPACE)
        theme.tight(row)
        row.addStretch(1)
        row.addWidget(self.stop)
        column.addWidget(theme.label("", text.to(session.lang), wrap=True))
        column.addWidget(self.bar)
        column.addStretch(1)
        column.addLayout(row)
        self.stop.clicked.connect(self.reject)
        self.watch.progressed.connect(self._progressed)
        self.watch.stopped.connect(self._stopped)
        theme.fit_height(self, WIDTH)

    def follow(self, task: Task, stopped: str) -> None:
        """Look after long work that is no change; ``stopped``: the phrase of what is left when it was stopped."""
        self._cancel, self._said = task.cancel, stopped
        task.progressed.connect(self._progressed)
        task.stopped.connect(self._stopped)
        task.finished.connect(self.end)
        task.failed.connect(lambda _error: self.end())

    def _progressed(self, progress: Progress) -> None:
        self.bar.setRange(0, max(progress.total, 1))
        self.bar.setValue(progress.done)

    def reject(self) -> None:
        """Stop what is being done; the dialog goes when it has stopped."""
        self._cancel()
        self.stop.setEnabled(False)

    def _stopped(self) -> None:
        self.end()
        self.session.note(self._said)

    def end(self) -> None:
        """It is done."""
        self.accept()
