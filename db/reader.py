"""A round read again and again for the diagnosis, in short steps, and each time only what is not as it was."""

from collections.abc import Generator
from typing import Any

from db.stretches import FIRST, LAST, Stretch, stretches, touched
from db.surveys import LONG, PARTS, read_part
from db.workspace import Rows, Workspace
from diagnosis.errors import UserError
from diagnosis.packed import Packed
from diagnosis.survey import Enterprise, Survey

Steps = Generator[None, None, None]
MOST_TOUCHED = 2000  # rows; when more have changed the list is read from its beginning


class Reader:
    """Keeps what it has read of a round. It watches the workspace, and sees when another program has written to it."""

    def __init__(self, workspace: Workspace) -> None:
        """Nothing has been read."""
        self.closed = False
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

    def tell(self, parts: frozenset[str], rows: Rows) -> None:
        """What is in these parts and rows is not as it was read; a watcher of the workspace."""
        self._changes += 1
        for part in parts:
            self._parts.pop(part, None)
        firms = rows.get(LONG, ())
        self._touched.update(firms)
        if firms and (not self._whole or len(self._touched) > MOST_TOUCHED):
            self._forget_firms()

    def read(self, round_id: int) -> Generator[None, None, Survey]:
        """The round as it is when the generator ends; other work, changes too, may be done between its steps.

        Raises ``UserError`` as ``surveys.load`` does, and when the workspace was closed meanwhile.
        """
        begun = -1
        while begun != self._changes:
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
        return Survey(**self._parts, enterprises=Packed(Enterprise, (stretch.block for stretch in self._stretches)))

    def _breath(self) -> Steps:
        yield
        if self.closed:
            raise UserError("workspace-none")

    def _read_firms(self, round_id: int, begun: int) -> Steps:
        after = self._stretches[-1].last if self._stretches else FIRST
        for stretch in () if self._whole else stretches(self._workspace, round_id, LONG, after):
            self._stretches.append(stretch)
            yield from self._breath()
            if self._changes != begun:
                return
        found = sorted(touched(self._workspace, round_id, LONG, self._stretches, self._touched), reverse=True) if self._touched else []
        for number in found:  # from the end, as one stretch may become two, or none
            after = self._stretches[number - 1].last if number else FIRST
            upto = self._stretches[number].last if number < len(self._stretches) - 1 else LAST
            self._stretches[number : number + 1] = stretches(self._workspace, round_id, LONG, after, upto)
            yield from self._breath()
            if self._changes != begun:
                return
        self._touched.clear()
        self._whole = bool(self._stretches)
