"""A round read again and again for the diagnosis, in short steps, and each time only what is not as it was."""

from collections.abc import Generator
from typing import Any

from db.stretches import FIRST, LAST, Stretch, stretches, touched
from db.surveys import LONG, PARTS, others_of, read_part
from db.workspace import Rows, Workspace
from diagnosis.errors import UserError
from diagnosis.packed import Packed
from diagnosis.progress import outcome
from diagnosis.survey import Enterprise, Survey

Steps = Generator[None, None, None]
MOST_TOUCHED = 2000  # rows; when more have changed the list is read from its beginning
MOST_OVERTAKEN = 5  # times that changes may come faster than they are read; then nothing comes between any more


class Reader:
    """Keeps what it has read of a round. It watches the workspace, and sees when another program has written to it."""

    def __init__(self, workspace: Workspace) -> None:
        """Nothing has been read."""
        self._workspace = workspace
        self._changes = 0
        self._forget()
        workspace.watchers.append(self.tell)

    def _forget(self) -> None:
        self._changes += 1
        self._read_from: tuple[int, int] | None = None  # the round, and the state of the file as other programs left it
        self._parts: dict[str, Any] = {}
        self._forget_firms()

    def _forget_firms(self) -> None:
        self._stretches: list[Stretch] = []
        self._touched: set[int] = set()
        self._whole = False

    def leave(self) -> None:
        """Watch no longer."""
        self._workspace.watchers.remove(self.tell)

    def tell(self, parts: frozenset[str], rows: Rows) -> None:
        """What is in these parts and rows is not as it was read; a watcher of the workspace."""
        self._changes += 1
        for part in parts:
            self._parts.pop(part, None)
        firms = rows.get(LONG, ())
        self._touched.update(firms)
        if firms and len(self._touched) > MOST_TOUCHED:
            self._forget_firms()

    def read(self, round_id: int) -> Generator[None, None, Survey]:
        """The round as it is when the generator ends; other work, changes too, may be done between its steps.

        It ends however often something is changed meanwhile. Raises ``UserError`` as ``surveys.load`` does, and when the workspace was
        closed meanwhile.
        """
        for _ in range(MOST_OVERTAKEN):
            if (yield from self._read(round_id)):
                break
        else:
            outcome(self._read(round_id))
        return Survey(**self._parts, enterprises=Packed(Enterprise, (stretch.block for stretch in self._stretches)))

    def _read(self, round_id: int) -> Generator[None, None, bool]:
        """Reads what is not as it was read; whether nothing was changed meanwhile."""
        source = (round_id, self._workspace.version())
        if source != self._read_from:
            self._forget()
            self._read_from = source
        begun = self._changes
        for part in PARTS:
            if part != LONG and part not in self._parts:
                self._parts[part] = read_part(self._workspace, round_id, part)
                yield from self._breath()
        yield from self._read_firms(round_id, begun)
        return begun == self._changes

    def _breath(self) -> Steps:
        yield
        if self._workspace.closed:
            raise UserError("workspace-none")

    def _read_firms(self, round_id: int, begun: int) -> Steps:
        known = self._stretches
        if not known:
            self._touched.clear()
        after = known[-1].last if known else FIRST
        for stretch in () if self._whole else stretches(self._workspace, round_id, LONG, after):
            known.append(stretch)
            yield from self._breath()
            if known is not self._stretches:  # so many have changed that it is read from its beginning
                return
        found = sorted(touched(self._workspace, round_id, LONG, known, self._touched), reverse=True) if self._touched else []
        for number in found:  # from the end, as one stretch may become two, or none
            after = known[number - 1].last if number else FIRST
            upto = known[number].last if number < len(known) - 1 else LAST
            known[number : number + 1] = stretches(self._workspace, round_id, LONG, after, upto)
            yield from self._breath()
            if self._changes != begun:
                return
        self._touched.clear()
        self._whole = bool(known)


def read_once(workspace: Workspace, round_id: int) -> Generator[None, None, Survey]:
    """A round as ``Reader.read`` reads it, in short steps; nothing of it is kept."""
    reader = Reader(workspace)
    try:
        return (yield from reader.read(round_id))
    finally:
        reader.leave()


def read_others(workspace: Workspace, round_id: int) -> Generator[None, None, tuple[Survey, ...]]:
    """The other rounds of a round's cluster, the latest first, each as ``read_once`` reads it."""
    found: tuple[Survey, ...] = ()
    for other in others_of(workspace, round_id):
        found = (*found, (yield from read_once(workspace, other)))
    return found
