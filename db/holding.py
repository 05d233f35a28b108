"""One program at a time writes to a workspace: whoever does holds a lock of the system on a small file beside it.

The lock and not the file says that somebody is there: the system lets go of it however the program ends, so a file that a crash has left
behind is known by nobody holding it. It lies beside the workspace, as two machines share nothing else; SQLite's own locks last for
one transaction, and a second file handle on the workspace itself would drop those when it is closed.
"""

import contextlib
import datetime as dt
import errno
import json
import os
import platform
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from db.dots import now, person
from diagnosis.errors import UserError

FAR = 2**30  # the byte that is locked: on Windows nobody can read it, and who holds the file must be read
LONGEST = 2000  # bytes of what is written about the holder
HELD = (errno.EACCES, errno.EAGAIN, errno.EDEADLK)  # what the systems say of a lock that another program has
TRIES = 10  # the file may go between opening and locking it, as its holder leaves


@dataclass(frozen=True, slots=True)
class Holder:
    """Who writes to a workspace, on which machine, since when (ISO 8601); empty where it cannot be read."""

    who: str = ""
    machine: str = ""
    since: str = ""


class Hold:
    """The right to write to a workspace; all of one program share it."""

    def __init__(self, path: Path, number: int | None) -> None:
        """``number``: the open file with the lock; ``None`` where there can be none, and only SQLite's own locks are left."""
        self.path, self._number, self._users = path, number, 1

    def join(self) -> "Hold":
        """The same program opens the workspace once more."""
        self._users += 1
        return self

    def release(self) -> None:
        """Lets go; the last one leaves no file behind."""
        self._users -= 1
        if self._users:
            return
        _HOLDS.pop(self.path, None)
        if self._number is not None:
            _let_go(self.path, self._number)


_HOLDS: dict[Path, Hold] = {}  # what this program holds, by the lock's file


def hold(path: Path) -> Hold:
    """Takes the right to write to the workspace at ``path``; raises ``UserError`` naming who has it."""
    lock = lock_of(path)
    mine = _HOLDS.get(lock)
    if mine is not None:
        return mine.join()
    number = _locked(path, lock)
    made = _HOLDS[lock] = Hold(lock, number)
    return made


@contextlib.contextmanager
def holding(path: Path) -> Iterator[None]:
    """Nobody writes to the workspace at ``path`` meanwhile; raises ``UserError`` naming who does."""
    held = hold(path)
    try:
        yield
    finally:
        held.release()


def lock_of(path: Path) -> Path:
    """The file that is locked while somebody writes to the workspace at ``path``."""
    whole = path.resolve()
    return whole.with_name(f".{whole.name}.lock")


def _locked(path: Path, lock: Path) -> int | None:
    for _ in range(TRIES):
        number = _opened(lock)
        if number is None:
            return None
        try:
            _lock(number)
        except OSError as error:
            holder = _read(number)
            os.close(number)
            if error.errno not in HELD:  # a file system without locks
                return None
            raise UserError("workspace-held", file=path, who=holder.who, machine=holder.machine, since=_told(holder.since)) from None
        if _is_there(number, lock):
            _write(number)
            return number
        os.close(number)
    return None


def _opened(lock: Path) -> int | None:
    """The open file, made if need be; ``None`` in a folder that takes none: SQLite then finds no room for its journal either."""
    binary = getattr(os, "O_BINARY", 0)
    for mode in (os.O_RDWR | os.O_CREAT, os.O_RDONLY):  # the file of somebody else may be one that we can only read
        with contextlib.suppress(OSError, ValueError):
            return os.open(lock, mode | binary, 0o666)
    return None


def _is_there(number: int, lock: Path) -> bool:
    """Whether the locked file is the one that others will find, and not one that its holder has just deleted."""
    try:
        return os.path.samestat(os.fstat(number), lock.stat())
    except OSError:
        return False


def _write(number: int) -> None:
    content = json.dumps({"who": person(), "machine": platform.node(), "since": now()}, ensure_ascii=False).encode()
    with contextlib.suppress(OSError):  # a full disk: the lock counts, not what is written
        os.lseek(number, 0, os.SEEK_SET)
        os.ftruncate(number, 0)
        os.write(number, content[:LONGEST])


def _read(number: int) -> Holder:
    with contextlib.suppress(OSError, ValueError):
        os.lseek(number, 0, os.SEEK_SET)
        found = json.loads(os.read(number, LONGEST))
        if isinstance(found, dict):
            return Holder(*(str(found.get(key, ""))[:80] for key in ("who", "machine", "since")))
    return Holder()


def _told(since: str) -> str:
    try:
        return f"{dt.datetime.fromisoformat(since).astimezone():%Y-%m-%d %H:%M}"
    except ValueError:
        return "—"


if sys.platform == "win32":
    import msvcrt

    def _lock(number: int) -> None:
        os.lseek(number, FAR, os.SEEK_SET)
        msvcrt.locking(number, msvcrt.LK_NBLCK, 1)

    def _let_go(lock: Path, number: int) -> None:
        os.close(number)
        with contextlib.suppress(OSError):  # somebody else has it open already, and may have it
            lock.unlink()

else:
    import fcntl

    def _lock(number: int) -> None:
        fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _let_go(lock: Path, number: int) -> None:
        with contextlib.suppress(OSError):
            if _is_there(number, lock):
                lock.unlink()
        os.close(number)
