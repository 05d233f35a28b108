"""Connections to workspace files: all are made here, with everything off that a file from somewhere could make use of."""

import contextlib
import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import cast
from urllib.parse import quote

from db.keys import Secret, is_encrypted, secret_of
from diagnosis.errors import UserError

PATIENCE = 5000  # ms that another program may hold the file before we give up
# When a change is on the disk. EXTRA and not FULL: the folder, too, is flushed after the journal is deleted; else a power cut could
# bring the journal back, and with it take back a change that was already confirmed.
FLUSHED = "EXTRA"
OLDEST_SQLITE = (3, 37)  # the first with STRICT tables
NO_KEY = (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR)  # what a key that does not fit makes of a page
LIMITS = {  # what a file may ask of us; a value: a roster's change in the history has up to 64 million characters, of 4 bytes
    sqlite3.SQLITE_LIMIT_LENGTH: 512 * 2**20,
    sqlite3.SQLITE_LIMIT_SQL_LENGTH: 2**20,
    sqlite3.SQLITE_LIMIT_COLUMN: 200,
    sqlite3.SQLITE_LIMIT_EXPR_DEPTH: 100,
    sqlite3.SQLITE_LIMIT_ATTACHED: 1,  # VACUUM attaches the file that it writes to
    sqlite3.SQLITE_LIMIT_TRIGGER_DEPTH: 10,
    sqlite3.SQLITE_LIMIT_WORKER_THREADS: 0,
}


def connect(path: Path, secret: Secret | None = None) -> sqlite3.Connection:
    """A connection to read and write, as every one of ours must be; of an encrypted file, with the key that is known for it.

    ``secret``: encrypts a file that is still empty.
    """
    connection = _opened(path, path, secret)
    try:
        _make_safe(connection)
        connection.execute("PRAGMA foreign_keys = ON")
        # A rollback journal and not a WAL: between two changes the workspace is one file, which a user may copy to a stick or mail at
        # any moment.
        connection.execute(f"PRAGMA synchronous = {FLUSHED}")
        if connection.execute("PRAGMA journal_mode").fetchone()[0] != "delete":
            connection.execute("PRAGMA journal_mode = DELETE")
    except BaseException:
        connection.close()
        raise
    return connection


@contextlib.contextmanager
def looking(path: Path, *, unchanging: bool = False) -> Iterator[sqlite3.Connection]:
    """A connection that changes nothing in the file. ``unchanging``: nobody writes to it, so that no lock or journal is needed."""
    with contextlib.closing(_opened(path, _uri(path, unchanging=unchanging))) as connection:
        _make_safe(connection)
        yield connection


def new_like(connection: sqlite3.Connection, name: str | Path) -> sqlite3.Connection:
    """A connection to a new file, or to memory (""), encrypted as the one of ``connection`` is."""
    if secret := secret_of_open(connection):
        from db.cipher import open_encrypted

        return open_encrypted(name, secret)
    return sqlite3.connect(name, isolation_level=None)


def secret_of_open(connection: sqlite3.Connection) -> Secret | None:
    """The key of an open file; ``None`` for a plain one, which needs no SQLCipher to be told."""
    return cast(Secret | None, getattr(connection, "secret", None))


def fits(path: Path, secret: Secret) -> bool:
    """Whether a key opens an encrypted file; nothing in it is touched."""
    from db.cipher import open_encrypted

    with contextlib.closing(open_encrypted(_uri(path, unchanging=True), secret, uri=True)) as connection:
        try:
            connection.execute("PRAGMA application_id").fetchone()  # of the first page: damage behind it is no wrong password
        except sqlite3.DatabaseError as error:
            code = error.sqlite_errorcode & 0xFF
            if code not in (*NO_KEY, sqlite3.SQLITE_CORRUPT):
                raise
            if code != sqlite3.SQLITE_CORRUPT:  # else the first page could be read, and tells of more pages than there are
                from db.pages import bears  # with OpenSSL, 3 ms that no start needs

                return bears(path, secret)  # it may be the first page that is damaged
    return True


def _opened(path: Path, name: str | Path, secret: Secret | None = None) -> sqlite3.Connection:
    """``name``: the file at ``path``, or a URI of it."""
    uri = isinstance(name, str)
    if secret is not None or is_encrypted(path):
        from db.cipher import open_encrypted

        return open_encrypted(name, secret or secret_of(path), patience=PATIENCE / 1000, uri=uri)
    if sqlite3.sqlite_version_info < OLDEST_SQLITE:
        raise UserError("sqlite-too-old", found=sqlite3.sqlite_version, needed=".".join(map(str, OLDEST_SQLITE)))
    return sqlite3.connect(name, isolation_level=None, timeout=PATIENCE / 1000, uri=uri)


def _make_safe(connection: sqlite3.Connection) -> None:
    """Before anything is read: what stands in the schema is not trusted, and what is read has its limits."""
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute("PRAGMA cell_size_check = ON")
    if isinstance(connection, sqlite3.Connection):  # SQLCipher's has no such methods, and its pages are signed
        for limit, most in LIMITS.items():
            connection.setlimit(limit, most)
        if sys.version_info >= (3, 12):
            connection.setconfig(sqlite3.SQLITE_DBCONFIG_DEFENSIVE, True)


def _uri(path: Path, *, unchanging: bool) -> str:
    """The URI that opens a file only to be read; ``unchanging``: no lock, no journal, no recovery."""
    whole = path.absolute().as_posix()
    return f"file://{'' if whole.startswith('/') else '/'}{quote(whole)}?mode=ro{'&immutable=1' if unchanging else ''}"
