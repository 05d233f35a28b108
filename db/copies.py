"""Backup copies of a workspace file, made through SQLite while it may be open, and read back before they count."""

import contextlib
import datetime as dt
import shutil
import sqlite3
from collections.abc import Iterable
from pathlib import Path

from db.atomic import replacing
from db.engine import new_like
from db.header import journal
from db.places import EXTENSION, backup_folder, to_text
from db.refusals import is_reachable, telling
from diagnosis.errors import UserError
from diagnosis.patterns import pattern
from diagnosis.text import Text, phrase

SOURCE = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)  # errors that a new file cannot have
LABEL = pattern(r"-[0-9a-f]{8}-[0-9]{4}-[0-9]{2}-[0-9]{2}-(format|before)-(.+)$")
DAY = "[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]"


def back_up(connection: sqlite3.Connection, path: Path, label: str) -> Path:
    """A copy of the open workspace at ``path`` in the backup folder; raises ``UserError`` when it cannot be made.

    ``label``: the day, and what tells two copies of one day apart.
    """
    target = _stem(path).with_name(f"{_stem(path).name}-{label}{EXTENSION}")
    copy_to(connection, path, target)
    return target


def copy_closed(path: Path, label: str) -> Path:
    """A copy of the file as it is, which no change is being written to, under today's date; raises ``UserError``.

    Between two changes a workspace is one file; encrypted or not, its bytes are copied.
    """
    target = _stem(path).with_name(f"{_stem(path).name}-{today()}-{label}{EXTENSION}")
    with replacing(target) as part:
        before = path.stat()
        shutil.copyfile(path, part)
        after = path.stat()
        if journal(path).exists() or (before.st_mtime_ns, before.st_size) != (after.st_mtime_ns, after.st_size):
            raise UserError("workspace-locked", file=path)
    return target


def copy_to(connection: sqlite3.Connection, path: Path, target: Path) -> None:
    """A copy of the open workspace at ``path``, encrypted as that is, and read back before it takes its place; raises ``UserError``."""
    with replacing(target) as part, telling(target), contextlib.closing(new_like(connection, part)) as copy:
        try:
            connection.backup(copy)
        except sqlite3.DatabaseError as error:  # SQLite tells of both files with the same errors
            if getattr(error, "sqlite_errorcode", 0) & 0xFF in SOURCE:
                raise UserError("workspace-damaged", file=path) from error
            if not is_reachable(path):
                raise UserError("copy-of-away", file=path) from error
            raise
        if copy.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
            raise UserError("workspace-damaged", file=path)


def daily(path: Path) -> list[Path]:
    """The daily copies of the workspace at ``path``, newest first."""
    return _newest_first(path, backup_folder().glob(f"{_stem(path).name}-{DAY}{EXTENSION}"))


def copies(path: Path) -> list[Path]:
    """All copies of the workspace at ``path``, newest first: the daily ones and those made before a migration."""
    return _newest_first(path, backup_folder().glob(f"{_stem(path).name}-{DAY}*{EXTENSION}"))


def reason(copy: Path) -> Text:
    """Why a copy was made, as its name says."""
    found = LABEL.search(copy.stem)
    if found is None:
        return phrase("db", "backup-daily")
    kind, version = found.groups()
    return phrase("db", "backup-format") if kind == "format" else phrase("db", "backup-before", version=version)


def is_of_the_future(path: Path, copy: Path) -> bool:
    """Whether a copy of the workspace at ``path`` was made while the clock was wrong: its day has not come yet."""
    start = len(_stem(path).name) + 1
    return copy.name[start : start + 10] > today().isoformat()


def _newest_first(path: Path, found: Iterable[Path]) -> list[Path]:
    """By day; those of days that have not come yet come last, as nobody knows how old they are."""
    return sorted(found, key=lambda copy: (not is_of_the_future(path, copy), copy.name), reverse=True)


def today() -> dt.date:
    """The day where the user is."""
    return dt.datetime.now().astimezone().date()


def _stem(path: Path) -> Path:
    """Readable, and of its own for each workspace: two folders may hold files of one name."""
    import hashlib  # OpenSSL: 3 ms that no start needs

    whole = path.resolve()
    name = "".join(letter if letter.isalnum() else "-" for letter in whole.stem)[:60]  # no wildcards, and not too long
    return backup_folder() / f"{name}-{hashlib.sha256(to_text(whole).encode(errors='surrogateescape')).hexdigest()[:8]}"
