"""Setting, changing and removing the password of a workspace, with all its backups; and telling whether a password is the right one."""

import contextlib
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from db.atomic import replacing
from db.cipher import open_encrypted, open_plain
from db.copies import copies
from db.engine import connect, fits, looking
from db.header import read_header
from db.holding import holding
from db.keys import LETTERS, Secret, check_new, from_password, is_encrypted, is_like_recovery_key, readings, remember, salt_of, secret_of
from db.pages import bears
from db.refusals import reading_of, telling
from db.verify import kept_beside
from db.workspace import refuse_newer, refuse_unsound
from diagnosis.errors import UserError, telling_of
from diagnosis.text import Text, phrase

FEW = 4  # pages by which a recovery key is known: it may be read in many ways


def unlock(path: Path, password: str) -> None:
    """Remembers the password, or the recovery key, of an encrypted workspace and of its backups until the program ends; about 0.2 s.

    Raises ``UserError`` when it is not the right one, or when only a backup of a damaged file knows it.
    """
    # backups are encrypted with their workspace: beside a plain one, the file is no encrypted one but a damaged one
    found = any(not is_encrypted(copy) for copy in copies(path)[:1])
    with telling(path), reading_of(path):
        for file in (path, *(copies(path) if is_encrypted(path) else ())):
            secret = _meant(file, password) if is_encrypted(file) else None
            if secret is not None:
                remember(secret)
                if file == path:
                    return
                found = True
    if not found and (count := is_like_recovery_key(password)):
        raise UserError("recovery-wrong", file=path, count=count, needed=LETTERS)
    raise UserError("workspace-damaged" if found else "password-wrong", file=path)


def _meant(file: Path, typed: str) -> Secret | None:
    """The key of an encrypted file that a password, or a recovery key, stands for; ``None`` when it is neither."""
    salt = salt_of(file)
    for secret in (Secret(key, salt) for key in readings(typed)):
        if bears(file, secret, FEW):
            return secret
    secret = from_password(typed, salt)
    return secret if fits(file, secret) else None


def set_password(path: Path, password: str | None) -> tuple[str, tuple[Text, ...]]:
    """Encrypts a workspace and its backups, or (``None``) decrypts them; returns the recovery key, and what could not be done.

    The backups come first: who is told that it is done has no plain copy left but those that are told. Nobody else may have the workspace
    open. Raises ``UserError`` and leaves it as it was.
    """
    if password is not None:
        check_new(password)
    path = path.resolve()
    secret = from_password(password) if password is not None else None
    with holding(path), telling(path):
        refuse_newer(path, read_header(path))
        with contextlib.closing(connect(path)) as connection:  # takes back what a crash left half written
            refuse_unsound(path, connection)
        before = secret_of(path) if is_encrypted(path) else None
        told = _convert_backups(path, secret)
        try:
            _convert(path, secret)
        except BaseException:  # no backup has a password that nobody was told of
            _convert_backups(path, before)
            raise
    if secret is not None:
        remember(secret)
        told += tuple(phrase("db", "kept-plain", file=file) for file in kept_beside(path) if not is_encrypted(file))
    return (secret.recovery if secret is not None else "", told)


def recovery_key(path: Path) -> str:
    """The recovery key of a workspace that is open; raises ``UserError`` when its password was not said."""
    return secret_of(path).recovery if is_encrypted(path) else ""


def _convert_backups(path: Path, secret: Secret | None) -> tuple[Text, ...]:
    """All of a workspace's; what is told of those that stay as they are."""
    return tuple(line for copy in copies(path) for line in _convert_backup(copy, secret))


def _convert_backup(copy: Path, secret: Secret | None) -> Iterator[Text]:
    """One that cannot be read stays as it is, and is told."""
    when = copy.stat()
    try:
        with telling(copy):
            _convert(copy, secret)
        os.utime(copy, ns=(when.st_atime_ns, when.st_mtime_ns))  # the age of a backup is that of what it holds
    except UserError:
        yield phrase("db", "backup-left", file=copy)


def _convert(path: Path, secret: Secret | None) -> None:
    """The same content under another key, read back before it takes the place of the file."""
    with telling_of(path), replacing(path) as part:
        before = export(path, part, secret)
        if secret is not None:
            remember(secret)
        with looking(part, unchanging=True) as made:
            if made.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok" or _counts(made) != before:
                raise UserError("workspace-damaged", file=path)


def export(path: Path, target: Path, secret: Secret | None) -> dict[str, int]:
    """Writes the content of a file to a new one under another key; the number of rows of each table."""
    with contextlib.closing(_source(path)) as source:
        source.execute("ATTACH ? AS other KEY ''" if secret is None else f"ATTACH ? AS other KEY {secret.sql}", (str(target),))
        source.execute("PRAGMA other.synchronous = OFF")  # each table is a transaction; whoever keeps the file flushes it once
        source.execute("SELECT sqlcipher_export('other')").fetchall()
        for name in ("application_id", "user_version"):  # all that is not in a table
            source.execute(f"PRAGMA other.{name} = {source.execute(f'PRAGMA main.{name}').fetchone()[0]}")
        before = _counts(source)
        source.execute("DETACH other")
    return before


def _source(path: Path) -> sqlite3.Connection:
    return open_encrypted(path, secret_of(path)) if is_encrypted(path) else open_plain(path)


def _counts(connection: sqlite3.Connection) -> dict[str, int]:
    """Rows of each table."""
    tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")]
    return {name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in tables}
