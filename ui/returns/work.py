"""What the window knows of returned forms and does with them; all reading and comparing runs on the workspace's thread."""

from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from pathlib import Path

from db.collecting import known_round, read_in
from db.forms.reading import Meant, Taken, read_returns
from db.forms.rejects import write_told
from db.operations import Change
from db.surveys import names
from diagnosis.progress import Progress
from diagnosis.returns.lists import Place
from diagnosis.returns.planning import Collected, Decisions, KnownRound, collect, decide
from diagnosis.roster.planning import Side
from ui.rosters.work import RosterWork, State
from ui.session import Session


class ReturnsWork(RosterWork):
    """``taken``: what the files hold, and which were refused; ``found``: what they would change."""

    def __init__(self, session: Session, paths: Sequence[Path]) -> None:
        """Nothing is read before ``read``."""
        super().__init__(session, paths[0])
        self._paths = tuple(paths)
        self.taken = Taken()
        self.found: Collected | None = None
        entry = session.cluster
        rounds = entry.rounds if entry is not None else ()
        label = next((each.label for each in rounds if each.id == session.round_id), "")
        cluster = entry.cluster if entry is not None else None
        self._meant = Meant(frozenset(names(cluster)) if cluster else frozenset(), label, cluster.name(session.lang) if cluster else "")

    @property
    def has_read(self) -> bool:
        """Whether there is something to go on with."""
        return self.found is not None

    def read(self) -> None:
        """Read the files, and compare them with what is there."""
        taken = self.taken = Taken()

        def come(_none: None) -> None:
            round_id = self.round_id
            if round_id is not None:
                self.session.run(lambda ws: known_round(ws, round_id), compare, self.failed)

        def compare(known: KnownRound) -> None:
            self.start(collect(taken.returns, known, str(self.path), Decisions()), self._compared)

        self.start(_steps(read_returns(self._paths, self._meant, taken)), come)

    def _compared(self, found: Collected) -> None:
        self.found = found
        self.state = State(plan=found.plan, decisions=found.plan.decisions)
        self.rest()

    # ---- decisions

    @property
    def decided(self) -> int:
        return super().decided + (len(self.found.sides) if self.found is not None else 0)

    def _decide(self, decisions: Decisions) -> None:
        self._again(decisions, self.found.sides if self.found is not None else {})

    def decide_others(self, places: Iterator[Place], side: Side) -> None:
        """Which answer stands in a row that is no firm, or in a record."""
        if self.found is not None:
            self._again(self.found.plan.decisions, {**self.found.sides, **dict.fromkeys(places, side)})

    def _again(self, decisions: Decisions, sides: Mapping[Place, Side]) -> None:
        found = self.found
        if found is not None:
            self.begin()
            self.session.runner.submit(lambda: decide(found, decisions, sides), self._compared, self.failed)

    def write_rejects(self, path: Path, done: Callable[[int], None]) -> None:
        """Write what is not taken as it is."""
        found, taken, lang = self.found, self.taken, self.session.lang
        if found is not None:
            self.session.runner.submit(lambda: write_told(path, found, taken.refused, lang), done, self.failed)

    # ---- doing it

    def carry_out(self) -> None:
        """Write it into the round, as one change."""
        if self.found is None:
            return

        def done(change: Change) -> None:
            self.state.change = change
            self.rest()

        self.begin()
        self.session.change(read_in, self.round_id, self.found, done=done, failed=self.failed, keep=False, watch=self.watched())


def _steps(work: Iterator[Progress]) -> Generator[Progress, None, None]:
    yield from work
