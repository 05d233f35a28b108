"""The wizard that reads returned forms: what they would change, with decisions, and what was done."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QWidget

from diagnosis.text import phrase
from ui.returns.steps import ReturnsDone, ReturnsRows
from ui.returns.work import ReturnsWork
from ui.rosters.wizard import Wizard
from ui.session import Session

ROWS, DONE = 0, 1


class ReturnsDialog(Wizard[ReturnsWork]):
    """Nothing is written before the last step, and that is one change."""

    topic = "returns"

    def __init__(self, session: Session, parent: QWidget, paths: Sequence[Path]) -> None:
        """Reads the files at once."""
        work = ReturnsWork(session, paths)
        title = phrase("returns", "wizard.title").to(session.lang)
        super().__init__(session, parent, work, [ReturnsRows(work), ReturnsDone(work)], title)

    def _go_on(self) -> None:
        if self.stack.currentIndex() == DONE:
            self.accept()
        else:
            self.work.carry_out()

    def _moved(self) -> None:
        if self.work.state.change is not None and self.stack.currentIndex() == ROWS:
            self._show_step(DONE)
        else:
            self.step.show_state()
            self._show_buttons()

    def _is_ready(self) -> bool:
        return self.stack.currentIndex() == DONE or (self.work.found is not None and bool(self.work.taken.returns))

    def _on_text(self) -> str:
        if self.stack.currentIndex() == DONE:
            return self.session.words("dialog.close")
        return self.told("wizard.do", count=len(self.work.taken.returns))
