"""The box by which somebody declares that a list is complete."""

from PySide6.QtWidgets import QCheckBox

from db import browse, operations
from db.browse import Entry
from diagnosis.questionnaire import Part
from ui.session import Session

COMPLETE = "complete"  # the part of the survey that holds what was declared


class CompleteBox(QCheckBox):
    """Ticked for a list that was declared complete."""

    def __init__(self, session: Session, part: Part) -> None:
        """Nothing is read before ``refresh``."""
        super().__init__()
        self._session, self.part = session, part
        self.clicked.connect(self._declare)

    def refresh(self) -> None:
        """Read it from the workspace, if the list is one that can be declared complete."""
        round_id = self._session.round_id
        if self.part.completable and round_id is not None:
            self._session.run(lambda ws: browse.record(ws, round_id, COMPLETE), self._show)

    def _show(self, entry: Entry) -> None:
        self.setChecked(entry.answers.get(self.part.id) is True)

    def _declare(self, on: bool) -> None:
        if self._session.round_id is not None:
            value = True if on else None
            self._session.change(operations.set_answer, self._session.round_id, COMPLETE, self.part.id, value)

    def retranslate(self) -> None:
        """Its name, and what it means to declare a list complete."""
        about = self._session.questionnaire.parts[COMPLETE].help
        told = about.to(self._session.lang) if about else ""
        self.setText(self._session.words("table.complete"))
        self.setToolTip(told)
        self.setAccessibleDescription(told)
