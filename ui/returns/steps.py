"""The steps of reading returned forms: those of a roster's rows, with the files that were refused and all that is about no firm."""

from collections.abc import Callable
from dataclasses import replace

from diagnosis.questionnaire import Question, questionnaire
from diagnosis.returns.lists import Difference, counted
from diagnosis.returns.planning import Collected
from diagnosis.returns.telling import told_changes, told_place
from diagnosis.roster.planning import Plan, Side
from diagnosis.roster.telling import shown, worth_telling
from diagnosis.text import phrase, phrases
from ui.returns.work import ReturnsWork
from ui.rosters.done_step import DoneStep
from ui.rosters.rows_step import Content, RowsStep
from ui.rosters.work import RosterWork

OTHERS, REFUSED, PARTS = "others", "files", "parts"


class _Worded:
    """Says of returned forms what differs from rosters."""

    work: RosterWork

    def told(self, key: str, **facts: object) -> str:
        catalogue = "returns" if key in phrases("returns") else "roster"
        return phrase(catalogue, key, **facts).to(self.work.session.lang)


class ReturnsRows(_Worded, RowsStep):
    """A tab more for files that were refused, for other parts, and for what differs there."""

    deciding = frozenset({"differing", OTHERS})

    def __init__(self, work: ReturnsWork) -> None:
        """Empty until the files have been read."""
        super().__init__(work)
        self._returns = work

    @property
    def _found(self) -> Collected:
        found = self._returns.found
        assert found is not None
        return found

    def counts(self, plan: Plan) -> dict[str, int]:
        found = self._found
        firms = {key: count for key, count in super().counts(plan).items() if key != "notes"}
        parts = len(list(counted(found.further)))
        return {**firms, OTHERS: len(found.further.differences), PARTS: parts, REFUSED: len(self._returns.taken.refused)}

    def show_state(self) -> None:
        """Where no file could be read, what was wrong with them is what there is to see."""
        first = not self.tab
        super().show_state()
        if first and self.tab and not self._returns.taken.returns and self._returns.taken.refused:
            self.open_tab(REFUSED)

    def makers(self) -> dict[str, Callable[[Plan], Content]]:
        return {**super().makers(), OTHERS: self._others, PARTS: self._parts, REFUSED: self._refused}

    def content(self, plan: Plan) -> Content:
        made = super().content(plan)
        return replace(made, numbers=made.numbers - {0})  # a return has a name, and no number

    def _others(self, _plan: Plan) -> Content:
        lang, differences = self.session.lang, self._found.further.differences

        def text(row: int, column: int) -> str:
            found, each = self._found, differences[row]
            question = _question(each)
            side = found.sides.get(each.place, found.plan.decisions.conflicts)
            texts: tuple[Callable[[], str], ...] = (
                lambda: found.returns[each.place[0]].name,
                lambda: told_place(each).to(lang),
                lambda: shown(question, each.ours).to(lang),
                lambda: shown(question, each.theirs).to(lang),
                lambda: self.told(f"wizard.kept-{side}"),
            )
            return texts[column]()

        return Content(self.heads("row", "question", "ours", "theirs", "decision"), len(differences), text, stretch=1)

    def _parts(self, _plan: Plan) -> Content:
        rows = list(counted(self._found.further))

        def text(row: int, column: int) -> str:
            part, added, changed = rows[row]
            return (questionnaire().parts[part].name.to(self.session.lang), f"{added:,}", f"{changed:,}")[column]

        return Content(self.heads("part", "added", "changed"), len(rows), text, frozenset({1, 2}), stretch=0)

    def _refused(self, _plan: Plan) -> Content:
        lines = [error.sentence().to(self.session.lang) for error in self._returns.taken.refused]
        return Content(self.heads("reason"), len(lines), lambda row, _column: lines[row], frozenset(), stretch=0)

    def decide_sides(self, side: Side) -> None:
        if self.tab != OTHERS:
            super().decide_sides(side)
            return
        differences = self._found.further.differences
        self._returns.decide_others((differences[row].place for row in self.rows()), side)


def _question(difference: Difference) -> Question:
    _, part, _, field = difference.place
    return questionnaire().parts[part].question(field)


class ReturnsDone(_Worded, DoneStep):
    """Counts the other parts, too."""

    def __init__(self, work: ReturnsWork) -> None:
        """Empty until something was read in."""
        super().__init__(work)
        self._returns = work

    def show_state(self) -> None:
        super().show_state()
        found = self._returns.found
        if found is not None:
            self.counts.setText(told_changes(found).to(self.session.lang))
            left = bool(self._returns.taken.refused or found.waiting or found.further.differences or worth_telling(found.plan))
            self.save.setVisible(left and not self.undone)
