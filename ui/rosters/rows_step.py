"""Step 3: what becomes of every row, and what has to be decided."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from diagnosis.questionnaire import Question, questionnaire
from diagnosis.roster.judging import name_of, reason_text
from diagnosis.roster.planning import Choice, Plan, Side
from diagnosis.roster.telling import remarks, shown, told_changes, told_reasons
from diagnosis.roster.words import PART
from diagnosis.text import Lang, phrase
from ui import theme
from ui.rosters.grid import Grid, RowsModel
from ui.rosters.step import SaveRejects, Step, line
from ui.rosters.work import RosterWork
from ui.widgets.tabs import TabLine

CHOICES: tuple[Choice, ...] = ("skip", "add", "merge")
TABS = ("new", "changed", "differing", "held", "refused", "doubtful", "same", "notes")
SIDES: tuple[Side, ...] = ("ours", "theirs")


@dataclass(frozen=True, slots=True)
class Content:
    """A tab: its headings, how many rows it has, what stands in them, and which column takes the room that is left."""

    heads: Sequence[str]
    count: int
    text: Callable[[int, int], str]
    numbers: frozenset[int] = frozenset({0})
    stretch: int | None = None


class RowsStep(Step):
    """A tab for each outcome; above the table what can be decided about the rows that are selected, or about all of them."""

    key = "rows"
    deciding = frozenset({"differing"})  # the tabs in which one of two answers is chosen

    def __init__(self, work: RosterWork) -> None:
        """Empty until there is a plan."""
        super().__init__(work)
        tabs = TabLine()
        self.bar = tabs.bar
        self.bar.setAccessibleName(self.told("wizard.rows"))
        self.model = RowsModel(self)
        self.grid = Grid(self.model)
        self.grid.verticalHeader().hide()
        self.choices = {choice: theme.button("", self.told(f"wizard.choice-{choice}")) for choice in CHOICES}
        self.sides = {side: theme.button("", self.told(f"wizard.side-{side}")) for side in SIDES}
        self.hint = theme.label("muted", wrap=True)
        self.save = SaveRejects(work, self.told)
        self._shown = ""
        self.column.addWidget(tabs)
        self.column.addWidget(self.hint)
        self.column.addLayout(line(*self.choices.values(), *self.sides.values()))
        self.column.addWidget(self.grid, 1)
        self.column.addWidget(self.save)
        self._connect()

    def _connect(self) -> None:
        self.bar.currentChanged.connect(lambda _place: self._show_tab())
        for choice, made in self.choices.items():
            made.clicked.connect(lambda _on=False, choice=choice: self._decide_rows(choice))
        for side, made in self.sides.items():
            made.clicked.connect(lambda _on=False, side=side: self.decide_sides(side))

    # ---- tabs

    def counts(self, plan: Plan) -> dict[str, int]:
        """How many rows each tab has, in their order."""
        return _counts(plan)

    def makers(self) -> dict[str, Callable[[Plan], Content]]:
        """What stands in the tabs that do not tell their rows with a reason."""
        return {"new": self._answers, "same": self._answers, "held": self._held, "differing": self._differing, "notes": self._notes}

    def show_state(self) -> None:
        plan = self.work.state.plan
        if plan is None:
            self._shown = ""
            return
        tabs = [(key, count) for key, count in self.counts(plan).items() if count or key in {"new", "changed"}]
        if [self.bar.tabData(place) for place in range(self.bar.count())] != [key for key, _ in tabs]:
            self._make_tabs([key for key, _ in tabs], next((place for place, (_, count) in enumerate(tabs) if count), 0))
        for place, (key, count) in enumerate(tabs):
            self.bar.setTabText(place, self.told(f"wizard.tab-{key}", count=f"{count:,}"))
        if self._shown:
            self.model.renew()
        self._show_tab(renew=not self._shown)

    def _make_tabs(self, keys: Sequence[str], first: int) -> None:
        """``first``: the one to open with, as an empty one tells nothing."""
        now = self.bar.tabData(self.bar.currentIndex())
        self.bar.blockSignals(True)
        while self.bar.count():
            self.bar.removeTab(0)
        for key in keys:
            self.bar.setTabData(self.bar.addTab(""), key)
        self.bar.setCurrentIndex(list(keys).index(now) if now in keys else first)
        self.bar.blockSignals(False)
        self._shown = ""

    @property
    def tab(self) -> str:
        """What is shown."""
        return str(self.bar.tabData(self.bar.currentIndex()) or "")

    def open_tab(self, key: str) -> None:
        """Show this outcome."""
        keys = [self.bar.tabData(place) for place in range(self.bar.count())]
        self.bar.setCurrentIndex(keys.index(key))

    def _show_tab(self, *, renew: bool = True) -> None:
        plan = self.work.state.plan
        if plan is None or not self.tab:
            return
        self.hint.setText(self.told(f"wizard.hint-{self.tab}"))
        for choice, made in self.choices.items():
            made.setVisible(self.tab == "held")
            made.setToolTip(self.told(f"wizard.choice-{choice}-tip"))
        for made in self.sides.values():
            made.setVisible(self.tab in self.deciding)
        if renew or self._shown != self.tab:
            self._shown = self.tab
            content = self.content(plan)
            self.model.show_rows(content.heads, content.count, content.text, content.numbers)
            self.grid.fit_columns(stretch=content.stretch)
            self.grid.setAccessibleName(self.bar.tabText(self.bar.currentIndex()))
            self.grid.setAccessibleDescription(self.hint.text())

    def content(self, plan: Plan) -> Content:
        """What stands in the tab that is shown."""
        return self.makers().get(self.tab, self._told_rows)(plan)

    # ---- what stands in them; the plan of the moment is asked, as decisions change it

    @property
    def _plan(self) -> Plan:
        plan = self.work.state.plan
        assert plan is not None
        return plan

    def heads(self, *keys: str) -> list[str]:
        """The names of columns."""
        return [self.told(f"wizard.head-{key}") for key in keys]

    def _answers(self, plan: Plan) -> Content:
        places = _places(plan, self.tab)
        asked = _questions(plan)
        lang = self.session.lang

        def text(row: int, column: int) -> str:
            place = places[row]
            if column == 0:
                return self._plan.reading.row_text(place)
            question = asked[column - 1]
            value = self._plan.patches.get(place, {}).get(question.id, self._plan.reading.answers[question.id][place])
            return shown(question, value).to(lang) or self._plan.new_drafts.get((place, question.id), "")

        numbers = frozenset({0, *(at for at, question in enumerate(asked, 1) if question.kind in {"money", "whole", "year"})})
        return Content([*self.heads("row"), *(_head(question, lang) for question in asked)], len(places), text, numbers)

    def _told_rows(self, plan: Plan) -> Content:
        places = _places(plan, self.tab)

        def text(row: int, column: int) -> str:
            place = places[row]
            if column < 2:
                return self._plan.reading.row_text(place) if column == 0 else name_of(self._plan.reading, place)
            tell = told_changes if self.tab == "changed" else told_reasons
            return tell(self._plan, place).to(self.session.lang)

        return Content(self.heads("row", "name", "changes" if self.tab == "changed" else "reason"), len(places), text, stretch=2)

    def _held(self, plan: Plan) -> Content:
        places = _places(plan, "held")

        def text(row: int, column: int) -> str:
            plan, place = self._plan, places[row]
            verdict = plan.judged.reasons[place]
            texts: tuple[Callable[[], str], ...] = (
                lambda: plan.reading.row_text(place),
                lambda: name_of(plan.reading, place),
                lambda: reason_text(verdict, plan.reading, plan.known).to(self.session.lang),
                lambda: self.told(f"wizard.chosen-{_choice(plan, place)}"),
            )
            return texts[column]()

        return Content(self.heads("row", "name", "reason", "decision"), len(places), text, stretch=2)

    def _differing(self, plan: Plan) -> Content:
        pairs = _pairs(plan)
        asked = {question.id: question for question in _questions(plan)}
        lang = self.session.lang

        def text(row: int, column: int) -> str:
            plan, (place, name) = self._plan, pairs[row]
            ours, theirs = plan.conflicts.get(place, {}).get(name, (None, None))
            texts: tuple[Callable[[], str], ...] = (
                lambda: plan.reading.row_text(place),
                lambda: name_of(plan.reading, place),
                lambda: asked[name].label.to(lang),
                lambda: shown(asked[name], ours).to(lang),
                lambda: shown(asked[name], theirs).to(lang),
                lambda: self.told(f"wizard.kept-{plan.side(place, name)}"),
            )
            return texts[column]()

        return Content(self.heads("row", "name", "question", "ours", "theirs", "decision"), len(pairs), text, stretch=4)

    def _notes(self, plan: Plan) -> Content:
        told = [note.to(self.session.lang) for note in remarks(plan.reading)]
        return Content(self.heads("note"), len(told), lambda row, _column: told[row], frozenset(), stretch=0)

    # ---- deciding

    def rows(self) -> list[int]:
        """Those that are selected, or all."""
        return self.grid.chosen or list(range(self.model.rowCount()))

    def _decide_rows(self, choice: Choice) -> None:
        places = _places(self._plan, "held")
        self.work.decide_rows((places[row] for row in self.rows()), choice)

    def decide_sides(self, side: Side) -> None:
        """Take this answer where two differ."""
        pairs = _pairs(self._plan)
        self.work.decide_sides((pairs[row] for row in self.rows()), side)

    def first(self) -> QWidget:
        return self.grid


def _questions(plan: Plan) -> list[Question]:
    """The questions that the roster answers, in their own order."""
    return [question for question in questionnaire().parts[PART].questions if question.id in plan.reading.answers]


def _head(question: Question, lang: Lang) -> str:
    name = question.label.to(lang)
    return name if question.unit is None else name + phrase("ui", "table.unit", unit=question.unit).to(lang)


def _places(plan: Plan, tab: str) -> list[int]:
    """The rows of a tab. A row that was held stays with those, whatever was decided."""
    if tab == "held":
        return sorted(place for place, verdict in plan.judged.reasons.items() if not verdict.refused)
    if tab == "doubtful":
        return sorted(place for place in plan.reading.problems if plan.outcomes[place] not in {"held", "refused"})
    return [place for place, outcome in enumerate(plan.outcomes) if outcome == tab]


def _pairs(plan: Plan) -> list[tuple[int, str]]:
    """Rows and fields that differ from the firm that is there."""
    return [(place, field) for place in sorted(plan.conflicts) for field in plan.conflicts[place]]


def _counts(plan: Plan) -> dict[str, int]:
    tabs = ("new", "changed", "held", "refused", "doubtful", "same")
    counts = {tab: len(_places(plan, tab)) for tab in tabs} | {"differing": len(_pairs(plan)), "notes": len(remarks(plan.reading))}
    return {tab: counts[tab] for tab in TABS}


def _choice(plan: Plan, place: int) -> Choice:
    default = plan.decisions.alike if plan.judged.reasons[place].code == "alike" else "skip"
    return plan.decisions.rows.get(place, default)
