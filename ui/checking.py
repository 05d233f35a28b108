"""Keeps the check before export up to date, wherever the window shows it: on the report page and in the line at the bottom."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Self

from PySide6.QtCore import QObject, Signal

from diagnosis.findings import Difference, Draft, Finding
from ui.session import Session
from ui.tasks import Task

if TYPE_CHECKING:
    from db.workspace import Workspace
    from diagnosis.result import Diagnosis

OpenEnds = tuple[Sequence[Draft], Sequence[Difference]]


class Checking(QObject):
    """Every diagnosis is checked, in turns with other work. ``checked``: ``findings`` are new; ``None`` until a round has been checked."""

    checked = Signal()

    def __init__(self, session: Session) -> None:
        """Follows the session, and lives as long."""
        super().__init__(session)
        self._session = session
        self.findings: tuple[Finding, ...] | None = None
        self.busy = False  # whether other findings may come
        self._task: Task | None = None
        session.diagnosed.connect(self._look)
        session.round_opened.connect(self._forget)
        if session.diagnosis is not None:
            self._look(session.diagnosis)

    @classmethod
    def of(cls, session: Session) -> Self:
        """The one of this session."""
        found = session.findChild(cls)
        return found if found is not None else cls(session)

    def _forget(self) -> None:
        self._stop()
        self.busy, self.findings = False, None
        self.checked.emit()

    def _stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            self._task = None

    def _look(self, diagnosis: "Diagnosis") -> None:
        self._stop()
        round_id = self._session.round_id
        self.busy = round_id is not None
        if round_id is not None:
            self._session.run(partial(_open_ends, round_id=round_id), partial(self._check, diagnosis))

    def _check(self, diagnosis: "Diagnosis", open_ends: OpenEnds) -> None:
        if diagnosis is not self._session.diagnosis:
            return
        from diagnosis.checks import checking

        self._stop()
        task = self._task = self._session.start(checking(diagnosis, *open_ends))
        task.finished.connect(partial(self._show, task))
        task.failed.connect(self._session.tell)

    def _show(self, task: Task) -> None:
        if task is self._task:
            self._task, self.busy = None, False
            self.findings = task.result
            self.checked.emit()


def _open_ends(workspace: "Workspace", round_id: int) -> OpenEnds:
    """On the worker: what was typed and is no answer, and what colleagues wrote differently."""
    from db import colleagues, surveys

    return surveys.untaken(workspace, round_id), colleagues.differences(workspace, round_id)
