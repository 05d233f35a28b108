"""The worker's half of the session: the open workspace, and the changes that it could not take and that wait to be stored."""

import datetime as dt
from collections.abc import Callable, Generator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

from db.clusters import ClusterEntry, clusters
from db.dots import Seen, seen
from db.history import Change, names, redo, undo
from db.refusals import MOVED, UNREACHABLE, is_about
from db.workspace import Names, Workspace
from diagnosis.errors import UserError
from diagnosis.progress import Progress
from ui.wanted import Operation, Stored, Taken, Wanted

if TYPE_CHECKING:
    from db.reader import Reader
    from diagnosis.framework import Framework
    from diagnosis.result import Diagnosis

T = TypeVar("T")
OWN: tuple[Operation, ...] = (undo, redo)  # never take back what another program did


@dataclass(slots=True, eq=False, repr=False)
class Storing:
    """Every method runs on the worker. ``waiting``: changes that are not on disk yet, in their order."""

    workspace: Workspace | None = None
    reader: "Reader | None" = None  # once something has been diagnosed
    waiting: list[Wanted] = field(default_factory=list)
    who: str = ""  # the name beside changes; that of the system's user where it is blank
    _done: list[Taken] = field(default_factory=list)  # what is to be told of
    _at: Wanted | None = None  # what is being made; left by a defect in it
    _broken: list[Wanted] = field(default_factory=list)  # what defects have left, until it is asked for
    _foreign: int = 0
    _seen: dict[tuple[int, str], int] = field(default_factory=dict)  # what the file held when it was written to or read last
    _knew: dict[tuple[int, str], int] | None = None  # that when what waits was typed, where others have written since

    def sign(self, who: str) -> None:
        """From now on changes are this person's."""
        self.who = who
        if self.workspace is not None:
            self.workspace.sign(who)

    @property
    def open(self) -> Workspace:
        """The open workspace; raises ``UserError`` when a repair has left none."""
        if self.workspace is None:
            raise UserError("workspace-none")
        return self.workspace

    def take(self, fresh: Workspace) -> tuple[tuple[ClusterEntry, ...], Names]:
        """Work with this workspace from now on; what is in it. One that cannot be read is closed, and the old one stays."""
        with ExitStack() as unless_taken:
            unless_taken.callback(fresh.close)  # its disk may go again while it is read
            found, counters = (clusters(fresh), names(fresh)), seen(fresh)
            fresh.sign(self.who)
            unless_taken.pop_all()
        self.close()
        self.workspace, self._foreign, self._seen = fresh, fresh.foreign, counters
        return found

    def change_to(self, fresh: Workspace) -> tuple[tuple[ClusterEntry, ...], Names]:
        """Work with another workspace; what the old one did not take is given up, as whoever asked for this was told."""
        found = self.take(fresh)
        self.waiting.clear()
        self._knew = None
        return found

    def close(self) -> None:
        """Close the workspace."""
        self.reader = None
        if self.workspace is not None:
            self.workspace.close()
            self.workspace = None

    # ---- changes

    def change(self, wanted: Wanted) -> Stored:
        """Store what waits, then this; nothing overtakes what was typed before."""
        try:
            ws = self.open
            if wanted.operation in OWN and self._is_changed(ws, look=True):
                return Stored(((wanted, None),), names=names(ws), foreign=True)
        except UserError as error:
            return self._left(wanted, error)
        self.waiting.append(wanted)
        trouble = self._store(ws)
        if trouble is not None and self.waiting[-1:] == [wanted] and not wanted.kept:
            self.waiting.pop()
            self._done.append((wanted, trouble))
        return self._told(trouble, foreign=self._is_changed(ws))

    def look(self) -> Stored:
        """Store what waits, and see whether the file is still there, still takes changes, and is as we left it."""
        try:
            foreign = self._found()
        except UserError as error:
            return self._told(error)
        trouble, met = self._store_apart(self.open)
        return self._told(trouble, foreign=foreign)._replace(met=met)

    def _found(self) -> bool:
        """Whether another program has written to the file; raises ``UserError`` when it is away, or takes no changes."""
        try:
            self._try_to_write()
            foreign = self._is_changed(self.open, look=True)
            self.open.check_writable()
        except UserError as error:
            if error.code not in (UNREACHABLE, MOVED) or self.open.only_read is not None:
                raise
            return self._come_back(error)
        return foreign

    def _come_back(self, away: UserError) -> bool:
        """Open the file anew, as what was open of it is dead once its disk has been away; whether others have written to it meanwhile.

        Raises ``away`` while it is, and where another workspace or an older copy lies in its place: what waits is not for that.
        """
        try:
            fresh = Workspace.open(self.open.path)
        except UserError:
            raise away from None
        left, found = self._seen, seen(fresh)
        if not left or any(found.get(each, -1) < counter for each, counter in left.items()):
            fresh.close()
            raise away
        self.take(fresh)
        self._keep_apart(left)
        return found != left

    def blamed(self, wanted: Wanted | None) -> Wanted | None:
        """After a defect: the change that has it, which is not tried again; ``wanted`` if it was asked for and is nowhere else."""
        self._leave_broken()
        broken = self._broken.pop(0) if self._broken else None
        there = wanted is None or wanted in self.waiting or any(wanted is done for done, _ in self._done)
        return broken if broken is not None or there else wanted

    def _leave_broken(self) -> None:
        """Other changes may be made before somebody asks which one had the defect."""
        if self._at is not None:
            self._broken.append(self._at)
            self._at = None

    def _try_to_write(self) -> None:
        """Once nobody else has the workspace it is ours; raises ``UserError`` while somebody has."""
        held, left = self.open, self._seen
        if held.only_read is not None:
            self.take(Workspace.open(held.path))
            self._foreign -= 1  # read anew what was written meanwhile
            self._keep_apart(left)

    def _keep_apart(self, left: dict[tuple[int, str], int]) -> None:
        """What waits was typed when the file held ``left``: what it replaces of others' later answers is kept beside it."""
        if self.waiting and self._seen != left and self._knew is None:
            self._knew = left

    def _left(self, wanted: Wanted, error: UserError) -> Stored:
        if wanted.kept:
            self.waiting.append(wanted)
        else:
            self._done.append((wanted, error))
        return self._told(error)

    def _store(self, ws: Workspace) -> UserError | None:
        """Make the changes that wait; returns why the workspace takes them no more. After a defect what was done is told of later."""
        self._leave_broken()
        while self.waiting:
            first = self._at = self.waiting.pop(0)
            try:
                came = _made(ws, first, self._knew)
            except UserError as error:
                self._at = None
                if is_about(error, ws.path):
                    self.waiting.insert(0, first)
                    return error
                self._done.append((first, error))
                continue
            self._at = None
            self._done.append((first, came))
        self._knew = None
        return None

    def _store_apart(self, ws: Workspace) -> tuple[UserError | None, int]:
        """``_store``, and how many of other programs' answers it met."""
        before = _differences(ws) if self._knew is not None else 0
        apart, trouble = self._knew is not None, self._store(ws)
        return trouble, _differences(ws) - before if apart and trouble is None else 0

    def _told(self, trouble: UserError | None, *, foreign: bool = False) -> Stored:
        known = None
        if trouble is None:
            try:
                known = names(self.open)
                self._see(self.open, foreign=foreign)
            except UserError as error:
                trouble = error
        left = tuple(name for name, _row in dict.fromkeys((each.name, each.row) for each in self.waiting))
        taken, self._done = tuple(self._done), []
        return Stored(taken, trouble, left, known, foreign)

    def _see(self, ws: Workspace, *, foreign: bool) -> None:
        """Keep what the file holds now; after a single change of ours only our own numbers are others."""
        if foreign or ws.left is None or ws.session is None or len(self._done) != 1:
            self._seen = seen(ws)
            return
        for space, counter in ws.session.counters.items():
            self._seen[ws.session.prefix, space] = counter

    def _is_changed(self, ws: Workspace, *, look: bool = False) -> bool:
        """Whether another program was seen to have written to the file since we asked last; every change looks by itself."""
        if look:
            ws.look()
        before, self._foreign = self._foreign, ws.foreign
        return before != self._foreign

    # ---- the diagnosis

    def diagnosing(self, round_id: int, framework: "Framework") -> "Generator[None, None, Diagnosis]":
        """The diagnosis of a round as it is now, in short steps between which changes may come; raises ``UserError`` when it is gone."""
        from db.reader import Reader
        from diagnosis.diagnose import diagnosing

        self.reader = self.reader or Reader(self.open)
        survey = yield from self.reader.read(round_id)
        return (yield from diagnosing(survey, framework))

    def with_workspace(self, work: "Callable[[Workspace], Generator[Any, None, T]]") -> "Generator[Any, None, T]":
        """Long work on the workspace that is open when it begins."""
        return (yield from work(self.open))

    # ---- the file

    def save_as(self, path: Path) -> tuple[tuple[ClusterEntry, ...], Names]:
        """Go on in a copy of the workspace; raises ``UserError`` and goes on in the old one when it cannot be made."""
        from db.files import copy_workspace

        copy_workspace(self.open, path)
        return self.take(Workspace.open(path))

    def follow(self, path: Path) -> tuple[tuple[ClusterEntry, ...], Names]:
        """Go on in the same file under its new name."""
        return self.take(Workspace.open(path))

    def apart(self, path: Path, work: Callable[[Path], T]) -> T:
        """Work on a file that needs it for itself: the open workspace is closed meanwhile, and opened again."""
        own = self.workspace if self.workspace is not None and self.workspace.path == path else None
        if own is not None:
            self.close()
        try:
            return work(path)
        finally:
            if own is not None:
                self.take(Workspace.open(path) if own.only_read is None else Workspace.read(path, own.only_read))


def _differences(ws: Workspace) -> int:
    return int(ws.rows("SELECT count(*) FROM conflicts")[0][0])


def _made(ws: Workspace, wanted: Wanted, knew: Seen | None) -> Change | None:
    """Makes a change, as part of the one before it where somebody types on in the same field. ``knew``: see ``Workspace``."""
    ws.visit, ws.knew = wanted.visit, knew
    try:
        came = wanted.operation(ws, *wanted.args)
        return _in_steps(wanted, came) if isinstance(came, Generator) else came
    finally:
        ws.visit = ws.knew = None


def _in_steps(wanted: Wanted, came: Generator[Progress, None, Change]) -> Change | None:
    """A change that is made step by step within this job, or taken back when it is cancelled."""
    while wanted.watch is None or not wanted.watch.cancelled:
        try:
            progress = next(came)
        except StopIteration as end:
            return cast(Change, end.value)
        if wanted.tell is not None:
            wanted.tell(progress)
    came.close()
    return None


def back_up(ws: Workspace) -> dt.datetime | None:
    """Make today's backup if need be; when the newest one was made."""
    from db.backup import daily_backup
    from db.copies import copies

    daily_backup(ws)
    newest = next(iter(copies(ws.path)), None)
    return dt.datetime.fromtimestamp(newest.stat().st_mtime).astimezone() if newest is not None else None
