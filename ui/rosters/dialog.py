"""The wizard that imports a roster: its header, its columns, its rows."""

from pathlib import Path

from PySide6.QtWidgets import QWidget

from diagnosis.text import phrase
from ui.rosters.columns_step import ColumnsStep
from ui.rosters.done_step import DoneStep
from ui.rosters.rows_step import RowsStep
from ui.rosters.sheet_step import SheetStep
from ui.rosters.step import Step
from ui.rosters.wizard import Wizard
from ui.rosters.work import RosterWork
from ui.session import Session

STEPS: tuple[type[Step], ...] = (SheetStep, ColumnsStep, RowsStep, DoneStep)
COLUMNS, ROWS, DONE = 1, 2, 3


class RosterDialog(Wizard[RosterWork]):
    """Nothing is written before the last step, and that is one change."""

    topic = "roster"

    def __init__(self, session: Session, parent: QWidget, path: Path) -> None:
        """Reads the file at once."""
        work = RosterWork(session, path)
        title = phrase("roster", "wizard.title", file=path.name).to(session.lang)
        super().__init__(session, parent, work, [make(work) for make in STEPS], title)
        self.steps[DONE].again.connect(lambda: self._show_step(0))  # type: ignore[attr-defined]  # of the last step

    def _go_on(self) -> None:
        place = self.stack.currentIndex()
        if place == DONE:
            self.accept()
        elif place == ROWS:
            self.work.carry_out()
        elif place == COLUMNS:
            self.work.propose()
        else:
            self._show_step(place + 1)

    def _go_back(self) -> None:
        self.work.reconsider()
        super()._go_back()

    def _moved(self) -> None:
        """Something has come: a comparison and an import show their step; a form that has come back is read by its own wizard."""
        state, place = self.work.state, self.stack.currentIndex()
        if state.refusal is not None and state.refusal.code == "roster-of-returns":
            self.session.returns_wanted.emit([self.work.path])
            self.accept()
            return
        if state.change is not None and place == ROWS:
            self._show_step(DONE)
        elif state.plan is not None and place == COLUMNS and state.refusal is None:
            self._show_step(ROWS)
        else:
            self.step.show_state()
            self._show_buttons()

    def _is_ready(self) -> bool:
        state = self.work.state
        ready = (state.layout is not None, state.layout is not None and state.refusal is None, state.plan is not None, True)
        return ready[self.stack.currentIndex()]

    def _on_text(self) -> str:
        plan, place = self.work.state.plan, self.stack.currentIndex()
        if place == DONE:
            return self.session.words("dialog.close")
        if place == ROWS and plan is not None:
            return self.told("wizard.do", new=f"{len(plan.add):,}", changed=f"{plan.count('changed'):,}")
        return self.told("wizard.on")
