"""A wizard over files: steps one after the other, how far the work is, and the way on, back and out."""

from collections.abc import Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from diagnosis.progress import Progress
from ui import theme
from ui.dialogs.dialog import Dialog
from ui.rosters.step import Step
from ui.rosters.work import RosterWork
from ui.session import Session

SIZE, FRAME = QSize(1120, 680), QSize(48, 72)
Work = TypeVar("Work", bound=RosterWork)


class Wizard(Dialog, Generic[Work]):
    """What all wizards over files have in common; a subclass says when it goes on, and what its buttons are called.

    Nothing is written before the last step, and that is one change.
    """

    def __init__(self, session: Session, parent: QWidget, work: Work, steps: Sequence[Step], title: str) -> None:
        """Reads at once; ``steps`` are over ``work``."""
        super().__init__(session, parent)
        self.work, self.steps = work, list(steps)
        self.setWindowTitle(title)
        self.resize(SIZE.boundedTo(parent.window().size() - FRAME))
        self.stack = QStackedWidget()
        self.names = [theme.label("muted", step.told(f"wizard.step-{step.key}", number=at)) for at, step in enumerate(self.steps, 1)]
        self.bar, self.state, self.refusal = QProgressBar(), theme.label("muted"), theme.label("error", wrap=True)
        self.refused = self.refusal
        self.back, self.on = theme.button("", self.told("wizard.back")), theme.button("primary")
        self.leave = theme.button("", session.words("dialog.cancel"))
        self._lay_out()
        self.on.clicked.connect(self._go_on)
        self.back.clicked.connect(self._go_back)
        self.leave.clicked.connect(self.give_up)
        self.work.moved.connect(self._moved)
        self.work.busy.connect(self._busy)
        self.work.progressed.connect(self._progressed)
        self.steps[-1].changed.connect(self._show_buttons)
        self._show_step(0)
        self.work.read()

    def told(self, key: str, **facts: object) -> str:
        """A phrase of its steps."""
        return self.steps[0].told(key, **facts)

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
            name.setAccessibleDescription(self.told("wizard.this-step") if at == place else "")
        self.step.show_state()
        self._show_buttons()
        self._focus_first()

    def _focus_first(self) -> None:
        """Where one works; Enter goes on, and takes nothing back, where there are only buttons."""
        first = self.step.first()
        if self.isVisible() and (isinstance(first, QPushButton) or not first.isVisible()):
            first = self.on if self.on.isEnabled() else self.leave
        first.setFocus()

    def _go_on(self) -> None:
        """The button that goes on was pressed."""
        raise NotImplementedError

    def _go_back(self) -> None:
        self._show_step(self.stack.currentIndex() - 1)

    def _moved(self) -> None:
        """Something has come."""
        raise NotImplementedError

    def _is_ready(self) -> bool:
        """Whether the step that is shown goes on."""
        raise NotImplementedError

    def _on_text(self) -> str:
        """What the button that goes on says."""
        raise NotImplementedError

    def _show_buttons(self) -> None:
        place, last, busy = self.stack.currentIndex(), len(self.steps) - 1, self.work.at_work
        refusal = self.work.state.refusal
        self.on.setText(self._on_text())
        self.on.setEnabled(not busy and self._is_ready())
        self.on.setDefault(True)
        self.back.setVisible(last - 1 > 0 and place != last)
        self.back.setEnabled(not busy and 0 < place < last)
        self.leave.setVisible(place != last)
        self.leave.setText(self.told("wizard.stop") if busy else self.session.words("dialog.cancel"))
        said = refusal.sentence().to(self.session.lang) if refusal is not None and not busy else ""
        self.refusal.setText(said)
        self.refusal.setVisible(bool(said))

    # ---- work

    def _busy(self, on: bool) -> None:
        self.bar.setVisible(on)
        self.state.setVisible(on)
        self.stack.setEnabled(not on)
        if on:
            self.bar.setRange(0, 0)
            self.state.setText("")
        self._show_buttons()
        if on:
            self.bar.setFocus()  # Enter pressed once more stops nothing
        elif self.isVisible():
            self._focus_first()

    def _progressed(self, progress: Progress) -> None:
        self.bar.setRange(0, max(progress.total, 1))
        self.bar.setValue(progress.done)
        self.state.setText(progress.text.to(self.session.lang))

    def open_choices(self) -> int:
        """What was decided of rows; none once it is done, or while it can only be stopped."""
        return 0 if self.work.at_work or self.step is self.steps[-1] else self.work.decided

    def reject(self) -> None:
        """While it is at work: stop it; otherwise close. A file that is not wanted any more takes the wizard with it."""
        if not self.work.at_work:
            super().reject()
            return
        self.work.cancel()
        if not self.work.has_read:
            super().reject()
