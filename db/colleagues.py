"""Several laptops fill in one survey: a colleague's copy comes in."""

import sqlite3
from collections.abc import Generator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Literal

from db.conflicts import Conflict, conflicts, settle, value_of
from db.dots import CHANGES, MASK, Seen, count, is_seen, seen
from db.engine import looking, new_like
from db.header import read_header
from db.history import Change
from db.merging import Merge, shown
from db.recorder import Recorder, recording
from db.refusals import telling
from db.schema import migrate
from db.sides import Copy
from db.surveys import clusters
from db.verify import unreadable_rounds
from db.workspace import Workspace, refuse_newer, refuse_unsound
from diagnosis.errors import UserError
from diagnosis.progress import Progress, outcome
from diagnosis.text import phrase

AT_ONCE = 200  # rows merged in one step
LARGEST = 2 * 2**30  # bytes of a copy that is taken into memory
Side = Literal["ours", "theirs"]


@dataclass(frozen=True, slots=True)
class Merged:
    """What a merge did, and what is left to be chosen. ``brought``: whether the copy held something new, be it only what differs."""

    change: Change
    conflicts: tuple[Conflict, ...]
    brought: bool


def open_colleague(path: Path) -> Workspace:
    """A colleague's workspace or package as a copy in memory, brought up to date there; the file stays as it is.

    Raises ``UserError`` for a file that is damaged, newer, or holds what no workspace of ours holds, or what this program cannot read.
    """
    header = read_header(path)
    refuse_newer(path, header)
    with telling(path):
        if not header.whole:
            raise UserError("workspace-cut", file=path)
        if path.stat().st_size > LARGEST:
            raise UserError("package-too-large", file=path, size=LARGEST // 2**30)
        with looking(path) as file:
            refuse_unsound(path, file)
            memory = new_like(file, ":memory:")
            try:
                file.backup(memory)
                migrate(memory)
                theirs = Workspace(path, memory)
                _refuse_loose(theirs)
                _refuse_unknown(theirs)
            except BaseException:
                memory.close()
                raise
    return theirs


def _refuse_loose(theirs: Workspace) -> None:
    """Rows without what they belong to, which nobody looked at; evidence without its content is told where it is taken."""
    if any(parent != "blobs" for _, _, parent, _ in theirs.rows("PRAGMA foreign_key_check")):
        raise UserError("workspace-damaged", file=theirs.path)


def _refuse_unknown(theirs: Workspace) -> None:
    """What this program cannot read would make ours as unreadable."""
    for problem in unreadable_rounds(theirs):
        raise UserError("package-unknown", file=theirs.path, what=problem)


def merge(workspace: Workspace, theirs: Workspace, resolve: Side | None = None) -> Merged:
    """``merging`` to its end, where nobody needs to know how far it is."""
    return outcome(merging(workspace, theirs, resolve))


def merging(workspace: Workspace, theirs: Workspace, resolve: Side | None = None) -> Generator[Progress, None, Merged]:
    """Brings all clusters of a colleague's copy in, as one change; merging once more changes nothing.

    ``resolve``: whose value to take where both wrote one; without it both are kept until somebody chooses. Closing the generator before
    its end takes everything back. Raises ``UserError`` when each side has made a cluster or a round of its own with the same name.
    """
    try:
        return (yield from _merging(workspace, theirs, resolve))
    except sqlite3.IntegrityError as error:  # rows that no program of ours writes, and that no check of the file finds
        raise UserError("workspace-damaged", file=theirs.path) from error


def _merging(workspace: Workspace, theirs: Workspace, resolve: Side | None) -> Generator[Progress, None, Merged]:
    before, name = seen(workspace), phrase("db", "merge", file=theirs.path.name)
    with recording(workspace, name) as recorder:
        recorder.merging = True
        count(workspace)
        work = Merge(recorder, Copy(workspace), Copy(theirs))
        entries = clusters(theirs)
        total = work.rows()
        for done, _ in enumerate(chain.from_iterable(work.cluster(entry.id) for entry in entries)):
            if done % AT_ONCE == 0:
                yield Progress(min(done, total), total, name)
        work.deletions()
        work.sessions()
        if resolve is not None:
            _resolve_all(recorder, before, resolve)
        recorder.cluster_id = next((entry.id for entry in clusters(workspace) if entry.id in {each.id for each in entries}), None)
        change, brought = recorder.change(), bool(recorder.images)
    return Merged(change, conflicts(workspace), brought)


def _resolve_all(recorder: Recorder, before: Seen, side: Side) -> None:
    workspace = recorder.workspace
    copy = Copy(workspace)
    if workspace.session is not None:  # what the merge said itself it said of what was here
        before = {**before, (workspace.session.prefix, CHANGES): MASK}
    for table, row, column in workspace.rows("SELECT DISTINCT tbl, row, field FROM conflicts"):
        key = (table, row, column)
        value, there = value_of(copy, key)
        pairs = copy.pairs(key, value, there=there)
        own = frozenset(pair for pair in pairs if is_seen(pair[0], table, before))
        wanted = own if side == "ours" else pairs - own
        if wanted and len(wanted) < len(pairs):
            numbers = {pair: number for pair, (number, _) in copy.of(key).conflicts.items()}
            settle(recorder, key, numbers.get(shown(wanted, key)))
