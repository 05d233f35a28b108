"""What a workspace file is, told from its first 100 bytes, before SQLite sees it (https://www.sqlite.org/fileformat2.html, section 1.3)."""

import sqlite3
import stat
from pathlib import Path
from typing import NamedTuple

from db.engine import looking
from db.keys import MAGIC, PAGE, is_encrypted
from db.refusals import telling
from db.schema import APPLICATION_ID
from diagnosis.errors import UserError, system_reason

LENGTH = 100


class Header(NamedTuple):
    """The schema number of a workspace, and whether the file is as long as it says."""

    schema: int
    whole: bool


def read_header(path: Path) -> Header:
    """The header of a workspace file; raises ``UserError`` for what is missing, unreadable, or no workspace at all."""
    try:
        if not stat.S_ISREG(kind := path.stat().st_mode) and not stat.S_ISDIR(kind):
            raise UserError("workspace-special", file=path)  # a pipe would wait for ever for somebody to write to it
        with path.open("rb") as file:
            head = file.read(LENGTH)
            size = file.seek(0, 2)
    except FileNotFoundError:
        raise UserError("workspace-missing", file=path) from None
    except IsADirectoryError:
        raise UserError("workspace-folder", file=path) from None
    except PermissionError:
        # Windows says "permission denied" of folders, too
        raise UserError("workspace-folder" if path.is_dir() else "workspace-forbidden", file=path) from None
    except (OSError, ValueError) as error:
        raise UserError("workspace-unreadable", file=path, reason=system_reason(error)) from None
    if is_encrypted(path):
        return _encrypted(path)
    if not MAGIC.startswith(head[: len(MAGIC)]) or not head:
        raise UserError("workspace-other", file=path)
    if len(head) < LENGTH:
        raise UserError("workspace-cut", file=path)
    if _number(head, 68, 4) != APPLICATION_ID:
        raise UserError("workspace-other", file=path)
    page = _number(head, 16, 2)
    # while a journal lies beside the file, its length may be anything: SQLite mends it when it opens it
    whole = size >= _number(head, 28, 4) * (65536 if page == 1 else page) or journal(path).exists()
    return Header(_number(head, 60, 4), whole)


def _encrypted(path: Path) -> Header:
    """What an encrypted file says of itself with its key; raises ``UserError`` while nobody has said the password."""
    with telling(path), looking(path, unchanging=True) as connection:
        whole = _is_whole(connection) and path.stat().st_size % PAGE == 0
        if not whole:
            connection.execute("PRAGMA writable_schema = ON")  # nothing is written: it makes SQLite read a file that is cut off
        kind, schema = (connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("application_id", "user_version"))
    if kind != APPLICATION_ID:
        raise UserError("workspace-other", file=path)
    return Header(schema, whole or journal(path).exists())


def _is_whole(connection: sqlite3.Connection) -> bool:
    """Whether a file has the pages that its first one tells of; reads no other, as any of them may be damaged."""
    try:
        connection.execute("PRAGMA application_id").fetchone()
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_CORRUPT:
            raise
        return False
    return True


def journal(path: Path) -> Path:
    """Where SQLite keeps what it needs to take back an unfinished change."""
    return path.with_name(path.name + "-journal")


def commits(head: bytes | None) -> int | None:
    """How many commits a header counts, modulo 2**32; ``None`` where it tells nothing. Of an encrypted file it is any number."""
    return _number(head, 24, 4) if head is not None and len(head) >= LENGTH else None


def _number(head: bytes, start: int, length: int) -> int:
    return int.from_bytes(head[start : start + length], "big")
