"""What the world does to a workspace file, told as a ``UserError``."""

import contextlib
import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType

from diagnosis.errors import UserError, system_reason

READ_ONLY = "workspace-read-only"  # the file or its disk, a locked stick for example
UNREACHABLE = "workspace-unreachable"  # its disk, or the place in the network
# SQLite's primary result codes that the world is to blame for; all others are defects of the program
WORLD = {
    sqlite3.SQLITE_BUSY: "workspace-locked",
    sqlite3.SQLITE_LOCKED: "workspace-locked",
    sqlite3.SQLITE_READONLY: READ_ONLY,
    sqlite3.SQLITE_PERM: "workspace-forbidden",
    sqlite3.SQLITE_AUTH: "workspace-forbidden",
    sqlite3.SQLITE_CANTOPEN: UNREACHABLE,
    sqlite3.SQLITE_IOERR: UNREACHABLE,
    sqlite3.SQLITE_FULL: "disk-full",
    sqlite3.SQLITE_CORRUPT: "workspace-damaged",
    sqlite3.SQLITE_NOTADB: "workspace-damaged",
}

TOLD = {"disk is full": "disk-full", "disk I/O error": UNREACHABLE, "disk image is malformed": "workspace-damaged"}

MOVED, ONLY_READ, HELD = "workspace-moved", "workspace-only-read", "workspace-held"
DAMAGED = "workspace-damaged"
PASSWORD = "workspace-password"  # nobody has said it yet


class _Telling:
    """No generator: it stands around every statement, and would take as long as many of them."""

    __slots__ = ("_path",)

    def __init__(self, path: Path) -> None:
        self._path = path

    def __enter__(self) -> None: ...

    def __exit__(self, _kind: type[BaseException] | None, error: BaseException | None, _trace: TracebackType | None) -> None:
        if error is None:
            return
        if isinstance(error, sqlite3.Error):
            code = _code(error, self._path)
        else:
            code = DAMAGED if isinstance(error, json.JSONDecodeError | UnicodeDecodeError) else None
        if code is not None:
            raise UserError(code, file=self._path) from error


def telling(path: Path) -> _Telling:
    """Tells what the world did to the file at ``path`` as a ``UserError``; a defect of ours passes as it is."""
    return _Telling(path)


@contextlib.contextmanager
def reading_of(path: Path) -> Iterator[None]:
    """Tells what the system says about reading the bytes of the file at ``path`` as a ``UserError``."""
    try:
        yield
    except OSError as error:
        raise UserError("workspace-unreadable", file=path, reason=system_reason(error)) from error


def is_reachable(path: Path) -> bool:
    """Whether there is such a file, and its disk is not away."""
    with contextlib.suppress(OSError):
        return path.exists()
    return False


def is_about(error: Exception, path: Path) -> bool:
    """Whether an error is what the world did to the workspace file at ``path``, and not what was to be done with it."""
    known = {*WORLD.values(), MOVED, ONLY_READ, HELD}
    return isinstance(error, UserError) and (error.code == "workspace-none" or (error.code in known and error.facts.get("file") == path))


def _is_emptied(path: Path) -> bool:
    """Whether nothing is left of a file, which to SQLite is a new one: a disk that was full, or a program that copies files, does so."""
    with contextlib.suppress(OSError):
        return path.stat().st_size == 0
    return False


def _code(error: sqlite3.Error, path: Path) -> str | None:
    number = getattr(error, "sqlite_errorcode", None)
    if number is None:  # the sqlite3 module's own: a text of the file is no UTF-8
        return "workspace-damaged" if "decode" in str(error) else None
    if "unsupported file format" in str(error):  # the header names one that no SQLite knows; it has no number of its own
        return "workspace-damaged"
    if "no such table" in str(error) and _is_emptied(path):
        return DAMAGED
    if number == sqlite3.SQLITE_ERROR:  # SQLCipher's export tells in words only what went wrong inside it
        return next((code for words, code in TOLD.items() if words in str(error)), None)
    # somebody moved or deleted the file under us; SQLite then refuses to write what nobody would find again
    return MOVED if number == sqlite3.SQLITE_READONLY_DBMOVED else WORLD.get(number & 0xFF)
