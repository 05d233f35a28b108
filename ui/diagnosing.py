"""Keeps the diagnosis of the open round up to date, in turns with all other work."""

import sys
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from db.history import Change
from db.stamps import AUTHORED
from ui.tasks import Steps, Task, TaskRunner

AFTER_MS = 60  # a burst of changes is diagnosed once
COLD_AFTER_MS = 200  # what a diagnosis needs is still to be loaded, which would hold up the first page
NEEDED = "diagnosis.diagnose"


class Diagnosing(QObject):
    """``done`` (Diagnosis of the round as it is, or as it was a moment ago), ``failed`` (the exception)."""

    done = Signal(object)
    failed = Signal(object)

    def __init__(self, runner: TaskRunner, steps: Callable[[int], Steps], parent: QObject) -> None:
        """``steps``: the way to the diagnosis of a round."""
        super().__init__(parent)
        self._runner, self._steps = runner, steps
        self._round_id: int | None = None
        self._task: Task | None = None
        self._stale = self._given_up = False
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._start)

    @property
    def busy(self) -> bool:
        """Whether another diagnosis will come."""
        return self._stale or self._task is not None

    def open(self, round_id: int | None) -> None:
        """Diagnose this round from now on."""
        if self._task is not None:
            self._task.cancel()
            self._task = None
        self._timer.stop()
        self._round_id, self._stale, self._given_up = round_id, False, False
        self.again()

    def again(self) -> None:
        """The round is not as it was."""
        self._stale = self._round_id is not None
        if self._task is None and self._stale and not self._timer.isActive():  # from the first of a burst: it may go on for ever
            self._timer.start(AFTER_MS if NEEDED in sys.modules else COLD_AFTER_MS)
        elif self._task is not None and not self._given_up:  # but never twice in a row: somebody may type without a pause
            self._task.cancel()
            self._given_up = True

    def _start(self) -> None:
        if self._round_id is None:
            return
        self._stale = False
        task = self._task = self._runner.start(self._steps(self._round_id))
        task.finished.connect(lambda: self._finished(task))
        task.stopped.connect(lambda: self._ended(task))
        task.failed.connect(lambda error: self._failed(task, error))

    def _finished(self, task: Task) -> None:
        if task is self._task:
            self._given_up = False
            self.done.emit(task.result)
        self._ended(task)

    def _failed(self, task: Task, error: Exception) -> None:
        if task is self._task:
            self.failed.emit(error)
        self._ended(task)

    def _ended(self, task: Task) -> None:
        if task is self._task:
            self._task = None
            if self._stale:
                self._timer.start(AFTER_MS)


def is_text(change: Change) -> bool:
    """Whether it is about the report's text alone: what is written about a diagnosis does not change it."""
    return change.parts == {AUTHORED}
