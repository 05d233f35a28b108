"""Backups of a workspace: one a day, each read back before it counts, the newest ten kept."""

import contextlib
import datetime as dt
import hashlib
import sqlite3
from pathlib import Path

from db.places import EXTENSION, backup_folder
from db.refusals import reason, telling
from diagnosis.errors import UserError

KEPT = 10


def daily_backup(connection: sqlite3.Connection, path: Path, day: dt.date) -> Path | None:
    """Backs the workspace up unless there is a backup of ``day``, or nothing was written since the newest one.

    Returns the new backup. Raises ``UserError`` when it cannot be made; the workspace is not touched.
    """
    made = backups(path)
    try:
        if made and (made[0] == _target(path, day.isoformat()) or made[0].stat().st_mtime >= path.stat().st_mtime):
            return None
        target = back_up(connection, path, day.isoformat())
        for old in backups(path)[KEPT:]:
            old.unlink()
    except OSError as error:
        raise UserError("backup-failed", file=path, folder=backup_folder(), reason=reason(error)) from None
    return target


def back_up(connection: sqlite3.Connection, path: Path, label: str) -> Path:
    """A backup of the open workspace at ``path``, read back whole; raises ``UserError``. ``label`` tells backups of one workspace apart."""
    target = _target(path, label)
    part = target.with_suffix(".part")
    part.unlink(missing_ok=True)
    try:
        with telling(part), contextlib.closing(sqlite3.connect(part)) as copy:
            connection.backup(copy)
            if copy.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
                raise UserError("workspace-damaged", file=path)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
    return target


def backups(path: Path) -> list[Path]:
    """The daily backups of the workspace at ``path``, newest first."""
    return sorted(backup_folder().glob(f"{_name(path)}-[0-9]*-[0-9]*-[0-9]*{EXTENSION}"), reverse=True)


def _target(path: Path, label: str) -> Path:
    return backup_folder() / f"{_name(path)}-{label}{EXTENSION}"


def _name(path: Path) -> str:
    """Readable, and of its own for each workspace: two folders may hold files of one name."""
    whole = path.resolve()
    return f"{whole.stem}-{hashlib.sha256(str(whole).encode()).hexdigest()[:8]}"
