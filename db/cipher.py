"""SQLCipher under the face of Python's own sqlite3: its errors are those of that module, so that nobody else needs to know."""

import sqlite3
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, ParamSpec, TypeVar, cast

from sqlcipher3 import dbapi2

from db.keys import Secret

P = ParamSpec("P")
T = TypeVar("T")


def _known(call: Callable[P, T], *args: P.args, **more: P.kwargs) -> T:
    """What a call gives; an error of SQLCipher's is raised as the one of sqlite3 with the same name and number."""
    try:
        return call(*args, **more)
    except dbapi2.Error as error:
        made = getattr(sqlite3, type(error).__name__)(*error.args)
        for name in ("sqlite_errorcode", "sqlite_errorname"):
            if hasattr(error, name):
                setattr(made, name, getattr(error, name))
        raise made from error


class Cursor(dbapi2.Cursor):  # type: ignore[misc]  # a module of C without types
    """Every way to SQLite that can fail."""

    def execute(self, *args: Any) -> Any:
        return _known(super().execute, *args)

    def executemany(self, *args: Any) -> Any:
        return _known(super().executemany, *args)

    def executescript(self, *args: Any) -> Any:
        return _known(super().executescript, *args)

    def fetchone(self) -> Any:
        return _known(super().fetchone)

    def fetchmany(self, *args: Any) -> Any:
        return _known(super().fetchmany, *args)

    def fetchall(self) -> Any:
        return _known(super().fetchall)

    def __next__(self) -> Any:
        return _known(super().__next__)


class Connection(dbapi2.Connection):  # type: ignore[misc]  # a module of C without types
    """``secret``: the key that its file is encrypted with, if it is."""

    secret: Secret | None = None

    def cursor(self, factory: type[Cursor] = Cursor) -> Any:
        return super().cursor(factory)

    def execute(self, *args: Any) -> Any:
        return self.cursor().execute(*args)

    def executemany(self, sql: str, rows: Iterable[Any]) -> Any:
        return self.cursor().executemany(sql, rows)

    def executescript(self, sql: str) -> Any:
        return self.cursor().executescript(sql)

    def backup(self, *args: Any, **more: Any) -> None:
        _known(super().backup, *args, **more)

    def commit(self) -> None:
        _known(super().commit)

    def rollback(self) -> None:
        _known(super().rollback)


def open_encrypted(name: str | Path, secret: Secret, *, patience: float = 5.0, uri: bool = False) -> sqlite3.Connection:
    """A connection to an encrypted file, or to a new one; nothing is read yet. Errors are those of sqlite3."""
    made = _opened(name, patience=patience, uri=uri)
    made.secret = secret
    made.execute(f"PRAGMA key = {secret.sql}")
    return cast(sqlite3.Connection, made)


def open_plain(name: str | Path) -> sqlite3.Connection:
    """A connection to a plain file that can write encrypted ones."""
    return cast(sqlite3.Connection, _opened(name))


def _opened(name: str | Path, *, patience: float = 5.0, uri: bool = False) -> Connection:
    made: Connection = _known(dbapi2.connect, str(name), isolation_level=None, timeout=patience, uri=uri, factory=Connection)
    made.execute("PRAGMA cipher_log_level = NONE")  # it would write to the terminal
    return made
