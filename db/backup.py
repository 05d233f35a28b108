"""A backup of the workspace on each day that it was written to; the newest ten are kept, or fewer where they are large.

Copies that were made before an update of the program or of the workspace's format have a rule of their own: the newest five, two at least.
Old copies go only when a new one has just been read back, which stays: so the last good one is never among them.
"""

import contextlib
import datetime as dt
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

from db.copies import back_up, copies, daily, is_of_the_future, today
from db.workspace import Workspace
from diagnosis.errors import telling_of


@dataclass(frozen=True, slots=True)
class Rule:
    """How many copies are kept, the newest ones, and how many of them however large they are."""

    kept: int
    fewest: int


DAILY, OTHERS = Rule(10, 3), Rule(5, 2)  # OTHERS: those made before an update or a migration
ROOM = 2 * 2**30  # bytes that the copies of one rule may take


def daily_backup(workspace: Workspace, day: dt.date | None = None) -> Path | None:
    """Backs the workspace up, unless that was done on this ``day`` or nothing was written since; returns the new backup.

    Raises ``UserError`` when the backup cannot be made; the workspace is not touched.
    """
    label = (day or today()).isoformat()
    made = daily(workspace.path)
    with telling_of(workspace.path):
        if made and (made[0].stem.endswith(label) or _is_up_to_date(workspace.path, made[0])):
            return None
        target = back_up(workspace.db, workspace.path, label)
        made = daily(workspace.path)
        others = [copy for copy in copies(workspace.path) if copy not in set(made)]
        for old in {*_surplus(made, DAILY), *_surplus(others, OTHERS)} - {target}:
            with contextlib.suppress(OSError):  # somebody has it open: it goes with the next one
                old.unlink()
    return target


def _is_up_to_date(path: Path, newest: Path) -> bool:
    """Whether nothing was written since; what was made while the clock was wrong says nothing about that."""
    return not is_of_the_future(path, newest) and newest.stat().st_mtime >= path.stat().st_mtime


def _surplus(made: list[Path], rule: Rule) -> list[Path]:
    """The backups that are too many, of these, newest first."""
    sizes = accumulate(each.stat().st_size for each in made)
    beyond = (place >= rule.kept or (place >= rule.fewest and size > ROOM) for place, size in enumerate(sizes))
    return [each for each, too_many in zip(made, beyond, strict=True) if too_many]
