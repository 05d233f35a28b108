"""Step 4: what was done, and the way back."""

from PySide6.QtWidgets import QWidget

from diagnosis.roster.telling import told_counts, worth_telling
from ui import theme
from ui.rosters.step import SaveRejects, Step, line
from ui.rosters.work import RosterWork


class DoneStep(Step):
    """One button takes the whole import back."""

    key = "done"

    def __init__(self, work: RosterWork) -> None:
        """Empty until something was imported."""
        super().__init__(work)
        self.title, self.counts = theme.label("title"), theme.label(wrap=True)
        self.undo = theme.button("", self.told("wizard.undo"))
        self.undone = False
        self.column.removeWidget(self.text)
        for widget in (self.title, self.counts, self.text):
            self.column.addWidget(widget)
        self.save = SaveRejects(work, self.told)
        self.column.addLayout(line(self.undo, self.save))
        self.column.addStretch(1)
        self.undo.clicked.connect(self._undo)

    def show_state(self) -> None:
        state = self.work.state
        if state.plan is None or state.change is None:
            return
        nothing = not state.change.parts
        key = "wizard.undone" if self.undone else "wizard.nothing-changed" if nothing else "wizard.imported"
        self.title.setText(self.told(key))
        self.counts.setText(told_counts(state.plan).to(self.session.lang))
        self.counts.setVisible(not self.undone)
        self.undo.setVisible(not (nothing or self.undone))
        self.text.setVisible(not (nothing or self.undone))
        self.save.setVisible(bool(worth_telling(state.plan)) and not self.undone)

    def _undo(self) -> None:
        """Nothing else can have been done meanwhile, as the wizard stands in front of the window."""
        self.undone = True
        self.session.undo()
        self.show_state()
        self.changed.emit()

    def first(self) -> QWidget:
        return self.undo
