"""One program at a time writes to a workspace: whoever does holds a lock of the system on a small file beside it.

The lock and not the file says that somebody is there: the system lets go of it however the program ends, so a file that a crash has left
behind is known by nobody holding it. It lies beside the workspace, as two machines share nothing else; SQLite's own locks last for
one transaction. On Linux one byte far behind the end of the workspace itself is locked, too, so that a file that is renamed while it is
open, or has two names, is not open to others under the other one; its handle is closed last, as that drops SQLite's own locks.
"""

import contextlib
import errno
import json
import os
import struct
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from db.dots import now, person
from db.refusals import HELD
from diagnosis import moments
from diagnosis.errors import UserError
from diagnosis.text import phrase

BEHIND = 2**40  # the byte that is locked of the workspace itself: behind whatever SQLite locks or writes
HEAD = 100  # bytes of a database file that count its commits (https://www.sqlite.org/fileformat2.html, section 1.3)
FAR = 2**30  # the byte that is locked: on Windows nobody can read it, and who holds the file must be read
LONGEST = 2000  # bytes of what is written about the holder
TAKEN = (errno.EACCES, errno.EAGAIN, errno.EDEADLK)  # what the systems say of a lock that another program has
TRIES = 10  # the file may go between opening and locking it, as its holder leaves


class Holder(NamedTuple):
    """Who writes to a workspace, on which machine, since when (ISO 8601), and which file it is there; empty where it cannot be read."""

    who: str = ""
    machine: str = ""
    since: str = ""
    file: str = ""


class Hold:
    """The right to write to a workspace; all of one program share it."""

    def __init__(self, path: Path, number: int | None, file: "_File | None") -> None:
        """``number``: the open file with the lock; ``None`` where there can be none, and only SQLite's own locks are left.

        ``file``: the lock on the workspace itself, where there is one.
        """
        self.path, self._number, self._file, self._users = path, number, file, 1

    def join(self) -> "Hold":
        """The same program opens the workspace once more."""
        self._users += 1
        return self

    def release(self) -> None:
        """Lets go; the last one leaves no file behind."""
        self._users -= 1
        if self._users:
            return
        if _HOLDS.get(self.path) is self:
            del _HOLDS[self.path]
        if self._file is not None:
            self._file.release()
        if self._number is not None:
            _let_go(self.path, self._number)

    def is_live(self) -> bool:
        """Whether the lock is on the file that others will find: after its disk was away it is not."""
        return self._number is None or _is_there(self._number, self.path)

    def is_of(self, path: Path) -> bool:
        """Whether the file at ``path`` is still the one that is held, as far as that can be told."""
        return self._file is None or _is_there(self._file.number, path)

    def head(self, path: Path) -> bytes | None:
        """The header of the workspace at ``path``; ``None`` where reading it would drop SQLite's locks, or its disk is away."""
        if self._file is not None:
            return _head(self._file.number)
        return _opened_head(path)


@dataclass(slots=True, eq=False, repr=False)
class _File:
    """The lock on a workspace itself, whatever its names; all holds of it share it. ``number``: the open file."""

    key: tuple[int, int]
    number: int
    users: int = 1

    @property
    def name(self) -> str:
        return _name(self.key)

    def release(self) -> None:
        self.users -= 1
        if not self.users:
            if _FILES.get(self.key) is self:
                del _FILES[self.key]
            _close(self.number)


def _name(key: tuple[int, int]) -> str:
    return f"{key[0]}:{key[1]}"


_FILES: dict[tuple[int, int], _File] = {}  # what this program holds, by device and inode
_HOLDS: dict[Path, Hold] = {}  # what this program holds, by the lock's file


def hold(path: Path) -> Hold:
    """Takes the right to write to the workspace at ``path``; raises ``UserError`` naming who has it."""
    lock = lock_of(path)
    mine = _HOLDS.get(lock)
    if mine is not None and mine.is_live():
        return mine.join()
    number = _locked(path, lock)
    try:
        file = _held_itself(path)
    except UserError:
        if number is not None:
            _let_go(lock, number)
        raise
    if number is not None:
        _write(number, file)
    made = _HOLDS[lock] = Hold(lock, number, file)
    return made


def is_now(path: Path, name: Path) -> bool:
    """Whether the file that this program holds as the workspace at ``path`` has another name by this time, which is ``name``."""
    held = _HOLDS.get(lock_of(path))
    return held is not None and not held.is_of(path) and held.is_of(name)


def _held_itself(path: Path) -> _File | None:
    """The lock on the file itself; ``None`` where there can be none. Raises ``UserError`` when another program has it."""
    if not OWN_BYTE:
        return None
    try:
        about = path.stat()
        if (ours := _FILES.get((about.st_dev, about.st_ino))) is not None and _is_there(ours.number, path):
            ours.users += 1  # not opened once more: closing that would drop the locks that SQLite has on it here
            return ours
        number = os.open(path, os.O_RDWR | getattr(os, "O_BINARY", 0))
    except (OSError, ValueError):
        return None  # it is not there yet, or nobody can write to it
    about = os.fstat(number)
    key = (about.st_dev, about.st_ino)
    try:
        _lock_byte(number)
    except OSError as error:
        os.close(number)
        if error.errno in TAKEN:
            raise _refusal(path, _holder_of(path, key)) from None
        return None
    made = _FILES[key] = _File(key, number)
    return made


def _holder_of(path: Path, key: tuple[int, int]) -> Holder:
    """Who holds a file that has another name by now, if the lock beside its old name is here."""
    for lock in path.resolve().parent.glob(".*.lock"):
        with contextlib.suppress(OSError):
            number = os.open(lock, os.O_RDONLY)
            try:
                holder = _read(number)
            finally:
                os.close(number)
            if holder.file == _name(key):
                return holder
    return Holder(machine=_machine())


def _refusal(path: Path, holder: Holder) -> UserError:
    who = holder.who or phrase("db", "held-unknown")
    return UserError(HELD, file=path, who=who, machine=holder.machine, since=moments.shown(holder.since))


def is_likely_own(error: UserError) -> bool:
    """Whether who has the workspace is called as we are, on a machine that is called as this one: most often our own other window."""
    return error.code == HELD and (error.facts.get("who"), error.facts.get("machine")) == (person(), _machine())


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
            if error.errno not in TAKEN:  # a file system without locks
                return None
            raise _refusal(path, holder) from None
        if _is_there(number, lock):
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


def _close(number: int) -> None:
    with contextlib.suppress(OSError):  # the disk is away: it is closed all the same
        os.close(number)


def _is_there(number: int, lock: Path) -> bool:
    """Whether the locked file is the one that others will find, and not one that its holder has just deleted."""
    try:
        return os.path.samestat(os.fstat(number), lock.stat())
    except OSError:
        return False


def _machine() -> str:
    """What this machine is called in its network."""
    return os.environ.get("COMPUTERNAME", "") if sys.platform == "win32" else os.uname().nodename


def _write(number: int, file: _File | None) -> None:
    facts = {
        "who": person(),
        "machine": _machine(),
        "since": now(),
        "file": f"{file.key[0]}:{file.key[1]}" if file is not None else "",
    }
    content = json.dumps(facts, ensure_ascii=False).encode()
    with contextlib.suppress(OSError):  # a full disk: the lock counts, not what is written
        os.lseek(number, 0, os.SEEK_SET)
        os.ftruncate(number, 0)
        os.write(number, content[:LONGEST])


def _read(number: int) -> Holder:
    with contextlib.suppress(OSError, ValueError, RecursionError):
        os.lseek(number, 0, os.SEEK_SET)
        found = json.loads(os.read(number, LONGEST))
        if isinstance(found, dict):
            return Holder(*(str(found.get(key, ""))[:80] for key in ("who", "machine", "since", "file")))
    return Holder()


if sys.platform == "win32":
    import msvcrt

    OWN_BYTE = False  # an open file is not renamed there

    def _lock_byte(number: int) -> None:
        raise NotImplementedError

    def _head(_number: int) -> bytes | None:
        raise NotImplementedError

    def _opened_head(path: Path) -> bytes | None:
        with contextlib.suppress(OSError, ValueError):
            number = os.open(path, os.O_RDONLY | os.O_BINARY)
            try:
                return os.read(number, HEAD)
            finally:
                os.close(number)
        return None

    def _lock(number: int) -> None:
        os.lseek(number, FAR, os.SEEK_SET)
        msvcrt.locking(number, msvcrt.LK_NBLCK, 1)

    def _let_go(lock: Path, number: int) -> None:
        _close(number)
        with contextlib.suppress(OSError):  # somebody else has it open already, and may have it
            lock.unlink()

else:
    import fcntl

    OWN_BYTE = hasattr(fcntl, "F_OFD_SETLK")  # a lock that other handles of this program do not drop; Linux has it

    def _lock_byte(number: int) -> None:
        # struct flock: kind, from where, start, length, process
        fcntl.fcntl(number, fcntl.F_OFD_SETLK, struct.pack("hhqqi", fcntl.F_WRLCK, os.SEEK_SET, BEHIND, 1, 0))

    def _head(number: int) -> bytes | None:
        try:
            return os.pread(number, HEAD, 0)
        except OSError:  # its disk is away
            return None

    def _opened_head(_path: Path) -> bytes | None:
        return None

    def _lock(number: int) -> None:
        fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _let_go(lock: Path, number: int) -> None:
        with contextlib.suppress(OSError):
            if _is_there(number, lock):
                lock.unlink()
        _close(number)
