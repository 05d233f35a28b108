"""What the wizard knows of a roster and does with it. All reading and comparing runs on the workspace's thread, and can be cancelled."""

from collections.abc import Callable, Generator, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from db.forms.reading import refuse_forms
from db.operations import Change
from db.rosters.books import Book, read_book
from db.rosters.columns import remember, remembered
from db.rosters.importing import import_roster, known_firms
from db.rosters.rejects import write_rejects
from diagnosis.errors import UserError
from diagnosis.progress import Progress
from diagnosis.roster.choosing import Hints, check_columns, check_reading, propose, replan
from diagnosis.roster.judging import Known
from diagnosis.roster.layout import Layout, find_layout, layout_at
from diagnosis.roster.mapping import Column, Wish, match_columns
from diagnosis.roster.planning import Choice, Decisions, Plan, Side
from diagnosis.roster.sheet import Sheet
from ui.session import Session
from ui.tasks import Task, Watch

T = TypeVar("T")
Arranged = tuple[int, Layout | None, tuple[Column, ...], tuple[int, ...], UserError | None]


@dataclass(slots=True)
class State:
    """Everything known so far; ``layout``: ``None`` while no header is found; ``refusal``: why it does not go on."""

    book: Book | None = None
    place: int = 0  # of the sheet
    layout: Layout | None = None
    columns: tuple[Column, ...] = ()
    corrections: dict[int, Wish] = field(default_factory=dict)
    decisions: Decisions = field(default_factory=Decisions)
    plan: Plan | None = None
    change: Change | None = None
    refusal: UserError | None = None

    @property
    def sheet(self) -> Sheet | None:
        """The sheet that is chosen."""
        return self.book.sheets[self.place] if self.book is not None else None


class RosterWork(QObject):
    """``moved``: the state is another; ``progressed`` (Progress) of what is being done; ``busy`` (bool): begins or ends it."""

    moved = Signal()
    progressed = Signal(object)
    busy = Signal(bool)

    def __init__(self, session: Session, path: Path) -> None:
        """Nothing is read before ``read``."""
        super().__init__()
        self.session, self.path, self.round_id = session, path, session.round_id
        self.state = State()
        self.at_work = False
        self._task: Task | Watch | None = None
        self._remembered: Mapping[str, Wish] = {}
        self._fitting: tuple[int, ...] = ()  # the places of the sheets that look like rosters
        self._imported: set[int] = set()  # those of the sheets that are in

    # ---- the file

    @property
    def has_read(self) -> bool:
        """Whether there is a file to go on with."""
        return self.state.book is not None

    def read(self) -> None:
        """Read the file, and choose the sheet that looks like a roster."""

        def come(book: Book) -> None:
            self.state = State(book=book)
            self._arrange(None, None)

        self.start(_read(self.path), come)

    @property
    def decided(self) -> int:
        """How many columns, rows and answers somebody has decided on."""
        state = self.state
        return len(state.corrections) + len(state.decisions.rows) + len(state.decisions.sides)

    @property
    def others(self) -> dict[int, str]:
        """The other sheets that look like rosters and are not in yet: their places, and what they are called."""
        book, out = self.state.book, {*self._imported, self.state.place}
        return {place: book.sheets[place].name for place in self._fitting if place not in out} if book is not None else {}

    def took_back(self) -> None:
        """The import of the sheet was undone."""
        self._imported.discard(self.state.place)

    def choose_sheet(self, place: int) -> None:
        """Look at another sheet."""
        if self.state.book is not None and place != self.state.place:
            self.state = State(book=self.state.book, place=place)
            self._arrange(place, None)

    def choose_header(self, top: int, lines: int) -> None:
        """The header is in these rows; none where ``lines`` is 0."""
        self.state.corrections = {}
        self._arrange(self.state.place, (top, top + lines - 1))

    def correct(self, place: int, wish: Wish) -> None:
        """Say what a column is."""
        self.state.corrections = {**self.state.corrections, place: wish}
        layout = self.state.layout
        self._arrange(self.state.place, (layout.top, layout.first - 1) if layout is not None else None)

    def _arrange(self, place: int | None, header: tuple[int, int] | None) -> None:
        book, corrections = self.state.book, dict(self.state.corrections)
        if book is None:
            return

        def work() -> Arranged:
            self._remembered = remembered()
            return _arranged(book, place, header, corrections, self._remembered)

        def come(found: Arranged) -> None:
            self.state.place, self.state.layout, self.state.columns, self._fitting, self.state.refusal = found
            self.state.plan, self.state.decisions = None, Decisions()
            self.rest()

        self.begin()
        self.session.runner.submit(work, come, self.failed)

    def reconsider(self) -> None:
        """Back at the columns: what was wrong with the rows may be mended there."""
        self.state.refusal, self.state.plan = _refusal(self.state.sheet, self.state.layout, self.state.columns), None

    # ---- what would come of it

    def propose(self) -> None:
        """Read the rows and compare them with the firms that are there."""
        sheet, layout, round_id = self.state.sheet, self.state.layout, self.round_id
        if sheet is None or layout is None or round_id is None:
            return
        columns, decisions = self.state.columns, self.state.decisions

        def compare(known: Known) -> None:
            self.start(propose(sheet, layout, columns, known, decisions), self._proposed)

        self.begin()
        self.session.run(lambda ws: known_firms(ws, round_id), compare, self.failed)

    def _proposed(self, plan: Plan) -> None:
        try:
            check_reading(plan.reading)
        except UserError as error:
            self.state.refusal = error
        else:
            self.state.plan, self.state.refusal = plan, None
        self.rest()

    def decide_rows(self, places: Iterator[int], choice: Choice) -> None:
        """What becomes of rows that were held."""
        decisions = self.state.decisions
        self._decide(replace(decisions, rows={**decisions.rows, **dict.fromkeys(places, choice)}))

    def decide_sides(self, places: Iterator[tuple[int, str]], side: Side) -> None:
        """Which answer stands where a row says something else."""
        decisions = self.state.decisions
        self._decide(replace(decisions, sides={**decisions.sides, **dict.fromkeys(places, side)}))

    def _decide(self, decisions: Decisions) -> None:
        plan = self.state.plan
        if plan is None:
            return
        self.state.decisions = decisions

        def come(found: Plan) -> None:
            self.state.plan = found
            self.rest()

        self.begin()
        self.session.runner.submit(lambda: replan(plan, decisions), come, self.failed)

    def write_rejects(self, path: Path, done: Callable[[int], None]) -> None:
        """Write the rows that are not taken as they are, on the workspace's thread."""
        plan, lang = self.state.plan, self.session.lang
        if plan is not None:
            self.session.runner.submit(lambda: write_rejects(path, plan, lang), done, self.failed)

    # ---- doing it

    def carry_out(self) -> None:
        """Write it into the round, as one change, and remember what was said of the columns."""
        plan, columns = self.state.plan, self.state.columns
        if plan is None:
            return
        watch = self.watched()

        def done(change: Change) -> None:
            self.state.change = change
            self._imported.add(self.state.place)
            self.session.runner.submit(lambda: remember(columns), lambda _none: self.rest(), self.failed)

        self.begin()
        self.session.change(import_roster, self.round_id, plan, done=done, failed=self.failed, keep=False, watch=watch)

    def watched(self) -> Watch:
        """Who looks after a change that takes a while."""
        watch = self._task = Watch()
        watch.progressed.connect(self.progressed)
        watch.stopped.connect(self.rest)
        return watch

    def cancel(self) -> None:
        """Stop what is being done; it leaves nothing behind."""
        if self._task is not None:
            self._task.cancel()

    # ---- long work

    def start(self, work: Generator[Progress, None, T], come: Callable[[T], None]) -> None:
        """Do this on the other thread; ``come`` gets what it finds."""
        found: list[T] = []
        self.begin()
        task = self._task = self.session.start(_kept(work, found.append))
        task.progressed.connect(self.progressed)
        task.finished.connect(lambda: come(found[0]))
        task.stopped.connect(self.rest)
        task.failed.connect(self.failed)

    def begin(self) -> None:
        """Something is being done from now on."""
        if not self.at_work:
            self.at_work = True
            self.busy.emit(True)

    def rest(self) -> None:
        """It is done, or was stopped."""
        self._task, self.at_work = None, False
        self.moved.emit()  # first, so that what is shown anew can take the focus
        self.busy.emit(False)

    def failed(self, error: Exception) -> None:
        """It was refused, or is a defect of ours."""
        if isinstance(error, UserError):
            self.state.refusal = error
        else:
            self.session.tell(error)
        self.rest()


def _read(path: Path) -> Generator[Progress, None, Book]:
    """A book that may be a roster; raises ``UserError`` for one that is a form."""
    book = yield from read_book(path)
    refuse_forms(book)
    return book


def _kept(work: Generator[Progress, None, T], keep: Callable[[T], None]) -> Iterator[Progress]:
    keep((yield from work))


def _arranged(
    book: Book, place: int | None, header: tuple[int, int] | None, corrections: Mapping[int, Wish], known: Mapping[str, Wish]
) -> Arranged:
    """A sheet, by default the first one that looks like a roster, with its layout and its columns, and all that look like one."""
    hints = Hints(remembered=known)
    fitting = tuple(at for at, sheet in enumerate(book.sheets) if not sheet.hidden and find_layout(sheet, hints.knows) is not None)
    if place is None:
        place = fitting[0] if fitting else 0
    sheet = book.sheets[place]
    layout = find_layout(sheet, hints.knows) if header is None else layout_at(sheet, *header)
    columns = match_columns(sheet, layout, known, corrections) if layout is not None else ()
    return place, layout, columns, fitting, _refusal(sheet, layout, columns)


def _refusal(sheet: Sheet | None, layout: Layout | None, columns: tuple[Column, ...]) -> UserError | None:
    """Why the columns do not go on to a comparison."""
    if sheet is None or layout is None:
        return None
    if sheet.uncomputed is not None:
        return UserError("roster-uncomputed", file=sheet.file, sheet=sheet.name, cell=sheet.uncomputed)
    try:
        check_columns(sheet, layout, columns)
    except UserError as error:
        return error
    return None
