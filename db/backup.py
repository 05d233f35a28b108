"""A backup of the workspace on each day that it was written to; the newest ten are kept, or fewer where they are large."""

import datetime as dt
from itertools import accumulate
from pathlib import Path

from db.copies import back_up, daily, is_of_the_future, today
from db.workspace import Workspace
from diagnosis.errors import telling_of

KEPT, FEWEST = 10, 3
ROOM = 2 * 2**30  # bytes that all backups of a workspace may take; the newest ``FEWEST`` stay, however large


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
        for old in _surplus(daily(workspace.path)):
            old.unlink()
    return target


def _is_up_to_date(path: Path, newest: Path) -> bool:
    """Whether nothing was written since; what was made while the clock was wrong says nothing about that."""
    return not is_of_the_future(path, newest) and newest.stat().st_mtime >= path.stat().st_mtime


def _surplus(made: list[Path]) -> list[Path]:
    """The backups that are too many, of these, newest first."""
    sizes = accumulate(each.stat().st_size for each in made)
    return [each for place, (each, size) in enumerate(zip(made, sizes, strict=True)) if place >= KEPT or (place >= FEWEST and size > ROOM)]
