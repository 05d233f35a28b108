"""Keeps the check before export up to date, wherever the window shows it: on the report page and in the line at the bottom."""

from collections.abc import Generator, Sequence
from functools import partial
from typing import TYPE_CHECKING, Self

from PySide6.QtCore import QObject, Signal

from diagnosis.findings import Difference, Draft, Finding
from diagnosis.progress import Progress
from diagnosis.text import Lang
from ui.session import Session
from ui.tasks import Task

if TYPE_CHECKING:
    from db.workspace import Workspace
    from diagnosis.result import Diagnosis
    from reports.options import Extent

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
    from db import conflicts, surveys

    return surveys.untaken(workspace, round_id), conflicts.differences(workspace, round_id)


class PublicChecking(QObject):
    """What a public edition leaves to a reader's eye, looked for while one is wanted. ``checked``: ``findings`` are new."""

    checked = Signal()

    def __init__(self, session: Session) -> None:
        """Nothing is looked for yet; it lives as long as the session."""
        super().__init__(session)
        self._session = session
        self.findings: tuple[Finding, ...] = ()
        self._task: Task | None = None

    def look(self, lang: Lang | None, extent: "Extent") -> None:
        """Look at the open round and those of its texts in this language that are printed; ``None``: no public edition is wanted."""
        if self._task is not None:
            self._task.cancel()
            self._task = None
        diagnosis, round_id = self._session.diagnosis, self._session.round_id
        if lang is None or diagnosis is None or round_id is None:
            self._take(())
            return
        task = self._task = self._session.read(lambda workspace: _concerns(workspace, diagnosis, round_id, lang, extent))
        task.finished.connect(partial(self._show, task))
        task.failed.connect(self._session.tell)

    def _show(self, task: Task) -> None:
        if task is self._task:
            self._task = None
            self._take(task.result)

    def _take(self, findings: tuple[Finding, ...]) -> None:
        if findings != self.findings:
            self.findings = findings
            self.checked.emit()


def _concerns(
    workspace: "Workspace", diagnosis: "Diagnosis", round_id: int, lang: Lang, extent: "Extent"
) -> Generator[Progress | None, None, tuple[Finding, ...]]:
    """On the worker: what was written into the report, the cluster's other rounds, and what is to be told of them."""
    from db.authored import load_authored
    from db.reader import read_others
    from reports.public import concerns

    rounds = yield from read_others(workspace, round_id)
    return (yield from concerns(diagnosis, load_authored(workspace, round_id, lang), rounds, extent))
