"""What contradicts itself in the rows of a part, for the form of a row and for its table: counted once for both."""

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Self

from PySide6.QtCore import QObject, Signal

from diagnosis.fieldtypes import Value
from diagnosis.text import Text
from ui.session import Session
from ui.tasks import Task

if TYPE_CHECKING:
    from diagnosis.row_rules import Around


class RowAdvice(QObject):
    """``changed``: rows are held against another survey than before, or against none."""

    changed = Signal()

    def __init__(self, session: Session, part: str) -> None:
        """Nothing is counted before ``look``."""
        super().__init__(session, objectName=part)
        self._session, self._part = session, part
        self._around: Around | None = None
        self._task: Task | None = None
        self._counted: object = None  # the diagnosis that it is about
        session.round_opened.connect(self._forget)

    @classmethod
    def of(cls, session: Session, part: str) -> Self:
        """The one of this session for this part."""
        found = session.findChild(cls, part)
        return found if found is not None else cls(session, part)

    def look(self) -> None:
        """Count, on the worker, what the rules hold a row against, if that has not been done since the last diagnosis."""
        diagnosis = self._session.diagnosis
        if diagnosis is None or diagnosis is self._counted:
            return
        from diagnosis.row_rules import ROW_RULES, Around

        if not any(rule.part == self._part and rule.beside for rule in ROW_RULES):
            return
        self._counted, around = diagnosis, Around(diagnosis.survey, diagnosis.framework)
        task = self._task = self._session.start(around.counting(self._part))
        task.finished.connect(partial(self._take, task, around))

    def _take(self, task: Task, around: "Around") -> None:
        if task is self._task:
            self._around = around
            self.changed.emit()

    def _forget(self) -> None:
        self._around = self._task = self._counted = None
        self.changed.emit()

    def of_row(self, answers: Mapping[str, Value]) -> dict[str, list[Text]]:
        """What is wrong with these answers, by field; nothing while nothing is counted."""
        found: dict[str, list[Text]] = {}
        if self._around is None:
            return found
        from diagnosis.row_rules import row_findings

        for field, text in row_findings(self._part, answers, self._around):
            found.setdefault(field, []).append(text)
        return found
