"""The wizard: steps one after the other, how far the work is, and the way on, back and out."""

from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QStackedWidget, QVBoxLayout, QWidget

from diagnosis.progress import Progress
from diagnosis.text import phrase
from ui import theme
from ui.dialogs.dialog import Dialog
from ui.rosters.columns_step import ColumnsStep
from ui.rosters.done_step import DoneStep
from ui.rosters.rows_step import RowsStep
from ui.rosters.sheet_step import SheetStep
from ui.rosters.step import Step
from ui.rosters.work import RosterWork
from ui.session import Session

SIZE, FRAME = QSize(1120, 680), QSize(48, 72)
STEPS: tuple[type[Step], ...] = (SheetStep, ColumnsStep, RowsStep, DoneStep)
COLUMNS, ROWS, DONE = 1, 2, 3


class RosterDialog(Dialog):
    """Nothing is written before the last step, and that is one change."""

    topic = "roster"

    def __init__(self, session: Session, parent: QWidget, path: Path) -> None:
        """Reads the file at once."""
        super().__init__(session, parent)
        self.work = RosterWork(session, path)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self._told("wizard.title", file=path.name))
        self.resize(SIZE.boundedTo(parent.window().size() - FRAME))
        self.steps = [make(self.work) for make in STEPS]
        self.stack = QStackedWidget()
        self.names = [theme.label("muted", self._told(f"wizard.step-{step.key}", number=at)) for at, step in enumerate(self.steps, 1)]
        self.bar, self.state, self.refusal = QProgressBar(), theme.label("muted"), theme.label("error", wrap=True)
        self.back, self.on = theme.button("", self._told("wizard.back")), theme.button("primary")
        self.leave = theme.button("", session.words("dialog.cancel"))
        self._lay_out()
        self.on.clicked.connect(self._go_on)
        self.back.clicked.connect(self._go_back)
        self.leave.clicked.connect(self.reject)
        self.work.moved.connect(self._moved)
        self.work.busy.connect(self._busy)
        self.work.progressed.connect(self._progressed)
        self.steps[DONE].changed.connect(self._show_buttons)
        self._show_step(0)
        self.work.read()

    def _told(self, key: str, **facts: object) -> str:
        return phrase("roster", key, **facts).to(self.session.lang)

    def _lay_out(self) -> None:
        column, head, foot = QVBoxLayout(self), QHBoxLayout(), QHBoxLayout()
        theme.tight(column, theme.SPACE + 4, 3 * theme.SPACE)
        theme.tight(head, 2 * theme.SPACE)
        theme.tight(foot)
        for at, name in enumerate(self.names):
            if at:
                head.addWidget(theme.label("muted", "›"))
            head.addWidget(name)
        head.addStretch(1)
        for step in self.steps:
            self.stack.addWidget(step)
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(200)
        foot.addWidget(self.bar)
        foot.addWidget(self.state)
        foot.addStretch(1)
        for button in (self.leave, self.back, self.on):
            foot.addWidget(button)
        column.addLayout(head)
        column.addWidget(theme.hairline())
        column.addWidget(self.stack, 1)
        column.addWidget(self.refusal)
        column.addWidget(theme.hairline())
        column.addLayout(foot)

    # ---- steps

    @property
    def step(self) -> Step:
        """The one that is shown."""
        return self.steps[self.stack.currentIndex()]

    def _show_step(self, place: int) -> None:
        self.stack.setCurrentIndex(place)
        for at, name in enumerate(self.names):
            theme.set_role(name, "heading" if at == place else "muted")
            name.setAccessibleDescription(self._told("wizard.this-step") if at == place else "")
        self.step.show_state()
        self._show_buttons()
        self.step.first().setFocus()

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
        self._show_step(self.stack.currentIndex() - 1)

    def _moved(self) -> None:
        """Something has come: a comparison and an import show their step."""
        state, place = self.work.state, self.stack.currentIndex()
        if state.change is not None and place == ROWS:
            self._show_step(DONE)
        elif state.plan is not None and place == COLUMNS and state.refusal is None:
            self._show_step(ROWS)
        else:
            self.step.show_state()
            self._show_buttons()

    def _show_buttons(self) -> None:
        state, place, busy = self.work.state, self.stack.currentIndex(), self.work.at_work
        ready = (state.layout is not None, state.layout is not None and state.refusal is None, state.plan is not None, True)
        self.on.setText(self._on_text())
        self.on.setEnabled(not busy and ready[place])
        self.on.setDefault(True)
        self.back.setVisible(place != DONE)
        self.back.setEnabled(not busy and 0 < place < DONE)
        self.leave.setVisible(place != DONE)
        self.leave.setText(self._told("wizard.stop") if busy else self.session.words("dialog.cancel"))
        told = state.refusal.to(self.session.lang) if state.refusal is not None and not busy else ""
        self.refusal.setText(told)
        self.refusal.setVisible(bool(told))

    def _on_text(self) -> str:
        plan, place = self.work.state.plan, self.stack.currentIndex()
        if place == DONE:
            return self.session.words("dialog.close")
        if place == ROWS and plan is not None:
            return self._told("wizard.do", new=f"{len(plan.add):,}", changed=f"{plan.count('changed'):,}")
        return self._told("wizard.on")

    # ---- work

    def _busy(self, on: bool) -> None:
        self.bar.setVisible(on)
        self.state.setVisible(on)
        self.stack.setEnabled(not on)
        if on:
            self.bar.setRange(0, 0)
            self.state.setText("")
        self._show_buttons()
        if not on and self.isVisible():
            first = self.step.first()
            (first if first.isVisible() else self.leave).setFocus()

    def _progressed(self, progress: Progress) -> None:
        self.bar.setRange(0, max(progress.total, 1))
        self.bar.setValue(progress.done)
        self.state.setText(progress.text.to(self.session.lang))

    def reject(self) -> None:
        """While it is at work: stop it; otherwise close. A file that is not wanted any more takes the wizard with it."""
        if not self.work.at_work:
            super().reject()
            return
        self.work.cancel()
        if self.work.state.book is None:
            super().reject()
