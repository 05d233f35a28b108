"""A round read again and again for the diagnosis, in short steps, and each time only what is not as it was."""

from collections.abc import Generator
from typing import Any

from db.history import Change
from db.stretches import FIRST, LAST, Stretch, stretches, touched
from db.surveys import LONG, PARTS, read_part
from db.workspace import Workspace
from diagnosis.packed import Packed
from diagnosis.survey import Enterprise, Survey

MOST_TOUCHED = 2000  # rows; when more have changed the list is read from its beginning


class Reader:
    """Keeps what it has read of a round. It must be told of every change to the workspace, or forget."""

    def __init__(self) -> None:
        """Nothing has been read."""
        self._changes = 0
        self.forget()

    def forget(self) -> None:
        """Read everything again: another workspace is open, or another program has written to this one."""
        self._changes += 1
        self._round_id: int | None = None
        self._parts: dict[str, Any] = {}
        self._forget_firms()

    def _forget_firms(self) -> None:
        self._stretches: list[Stretch] = []
        self._touched: set[int] = set()
        self._whole = False

    def tell(self, change: Change) -> None:
        """What this change is about is not as it was read."""
        self._changes += 1
        for part in change.parts:
            self._parts.pop(part, None)
        rows = change.rows.get(LONG, frozenset())
        self._touched |= rows
        if rows and (not self._whole or len(self._touched) > MOST_TOUCHED):
            self._forget_firms()

    def read(self, workspace: Workspace, round_id: int) -> Generator[None, None, Survey]:
        """The round as it is when the generator ends; other work, changes too, may be done between its steps.

        Raises ``UserError`` as ``surveys.load`` does.
        """
        if round_id != self._round_id:
            self.forget()
            self._round_id = round_id
        begun = -1
        while begun != self._changes:
            begun = self._changes
            for part in PARTS:
                if part != LONG and part not in self._parts:
                    self._parts[part] = read_part(workspace, round_id, part)
                    yield
            yield from self._read_firms(workspace, round_id, begun)
        return Survey(**self._parts, enterprises=Packed(Enterprise, (stretch.block for stretch in self._stretches)))

    def _read_firms(self, workspace: Workspace, round_id: int, begun: int) -> Generator[None, None, None]:
        after = self._stretches[-1].last if self._stretches else FIRST
        for stretch in () if self._whole else stretches(workspace, round_id, LONG, after):
            self._stretches.append(stretch)
            yield
            if self._changes != begun:
                return
        found = sorted(touched(workspace, round_id, LONG, self._stretches, self._touched), reverse=True) if self._touched else []
        for number in found:  # from the end, as one stretch may become two, or none
            after = self._stretches[number - 1].last if number else FIRST
            upto = self._stretches[number].last if number < len(self._stretches) - 1 else LAST
            self._stretches[number : number + 1] = stretches(workspace, round_id, LONG, after, upto)
            yield
            if self._changes != begun:
                return
        self._touched.clear()
        self._whole = bool(self._stretches)
