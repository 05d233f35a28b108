"""Step 4: what was done, what it has told already, the way back and the way on."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from diagnosis.findings import Place
from diagnosis.result import Diagnosis
from diagnosis.roster.telling import told_counts, worth_telling
from diagnosis.text import listed
from ui import theme
from ui.rosters.step import SaveRejects, Step, line
from ui.rosters.work import RosterWork

SHOWN = 6  # indicators that are named


class DoneStep(Step):
    """One button takes the whole import back; what the firms tell by themselves is said as soon as it is worked out.

    ``again``: another sheet of the file is being looked at.
    """

    again = Signal()
    key = "done"

    def __init__(self, work: RosterWork) -> None:
        """Empty until something was imported."""
        super().__init__(work)
        self.title, self.counts = theme.label("title"), theme.label(wrap=True)
        self.undo = theme.button("", self.told("wizard.undo"))
        self.undone = False
        self.found, self.onward, self.next = theme.label(wrap=True), theme.button("link"), theme.button("link")
        self._place = Place(step="diagnosis")
        self.column.removeWidget(self.text)
        for widget in (self.title, self.counts, self.text):
            self.column.addWidget(widget)
        self.save = SaveRejects(work, self.told)
        self.column.addLayout(line(self.undo, self.save))
        self.column.addWidget(self.found)
        self.column.addLayout(line(self.next))
        self.column.addLayout(line(self.onward))
        self.column.addStretch(1)
        self._show_found(None)
        self.undo.clicked.connect(self._undo)
        self.onward.clicked.connect(self._go_on)
        self.next.clicked.connect(self._go_to_next)
        self.session.diagnosed.connect(self._diagnosed)

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
        following = next(iter(self.work.others.values()), "")
        self.next.setText(self.told("wizard.next-sheet", name=following).replace("&", "&&"))
        self.next.setVisible(bool(following))

    def _diagnosed(self, diagnosis: Diagnosis) -> None:
        change = self.work.state.change
        self._show_found(diagnosis if change is not None and change.parts and not self.undone else None)

    def _show_found(self, diagnosis: Diagnosis | None) -> None:
        """Which indicators come from the firms alone, and what comes next."""
        computed = [each.indicator.short for each in diagnosis.figures.values() if each.origin == "computed"] if diagnosis else []
        key = "wizard.computed" if len(computed) <= SHOWN else "wizard.computed-more"
        self.found.setText(self.told(key, count=len(computed), names=listed(computed[:SHOWN])))
        self.found.setVisible(bool(computed))
        open_criteria = len(diagnosis.classification.unanswered) if diagnosis is not None else 0
        self._place = Place(step="classification" if open_criteria else "diagnosis")
        self.onward.setText(self.told("wizard.to-type" if open_criteria else "wizard.to-diagnosis", count=open_criteria))
        self.onward.setVisible(diagnosis is not None)

    def _go_on(self) -> None:
        self.session.jump.emit(self._place)
        self.window().close()

    def _go_to_next(self) -> None:
        """To the next sheet that looks like a roster."""
        self.undone = False
        self._show_found(None)
        self.work.choose_sheet(next(iter(self.work.others)))
        self.again.emit()

    def _undo(self) -> None:
        """Nothing else can have been done meanwhile, as the wizard stands in front of the window."""
        self.undone = True
        self.work.took_back()
        self._show_found(None)
        self.session.undo()
        self.show_state()
        self.changed.emit()

    def first(self) -> QWidget:
        return self.undo
