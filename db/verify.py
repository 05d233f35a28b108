"""Whether a workspace file is sound, from its pages up to its answers; and putting a backup in its place."""

import contextlib
import glob
import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from db.aside import private_folder
from db.atomic import replacing
from db.authored import load_authored
from db.blobs import damaged
from db.copies import copies, today
from db.engine import connect, looking, new_like
from db.header import journal, read_header
from db.holding import holding
from db.keys import is_encrypted, is_known, secret_of
from db.pages import bad_pages
from db.refusals import DAMAGED, HELD, PASSWORD, reading_of, telling
from db.schema import SCHEMA, differences, migrate
from db.surveys import clusters, load
from db.workspace import Workspace, refuse_newer
from diagnosis.errors import UserError, telling_of
from diagnosis.text import LANGS, Text, phrase, shortened

GONE = ("workspace-missing", "workspace-other", "workspace-cut")  # what may be left of what was a workspace
TOLD = 20  # problems of one kind
KINDS = ("damaged", "replaced")  # why a file was kept beside another one
WAL = 2  # what the header says of a file that is written through a second one


@dataclass(frozen=True, slots=True)
class VerifyReport:
    """What was found in a workspace file. ``lines``: what to show, the problems and what can be done about them."""

    path: Path
    problems: tuple[Text, ...]
    lines: tuple[Text, ...]

    @property
    def sound(self) -> bool:
        """Nothing is wrong with the file."""
        return not self.problems


def verify(path: Path) -> VerifyReport:
    """Looks at every page, reference, table and round, and changes nothing.

    Raises ``UserError`` for a file that never was a workspace, one of a newer program, or one that cannot be read now.
    """
    with reading_of(path):
        return _looked_through(path)


def _looked_through(path: Path) -> VerifyReport:
    try:
        refuse_newer(path, header := read_header(path))
    except UserError as error:
        if not _was_one(path, error):
            raise
        return _report(path, [error.text() if error.code in GONE else phrase("db", "problem-beginning"), *_bad_pages(path)])
    if not header.whole:
        return _report(path, [phrase("db", "problem-cut"), *_bad_pages(path)])
    try:
        with telling(path), at_rest(path) as connection:
            schema = int(connection.execute("PRAGMA user_version").fetchone()[0])  # after what was half written has been taken back
            # each look relies on what the one before it found sound
            problems = list(_pages(connection)) or list(_tables(connection, schema)) or list(_content(connection, schema, path))
    except UserError as error:
        if error.code != DAMAGED:
            raise
        problems = [phrase("db", "problem-pages", what=error.__cause__), *_bad_pages(path)]
    return _report(path, problems)


def _was_one(path: Path, error: UserError) -> bool:
    """Whether there are backups that say that a file which is none now was a workspace."""
    if error.code == DAMAGED:  # it is encrypted, and other pages of it have the signature of its key
        return True
    if error.code == PASSWORD:  # the backups need none, or theirs is known: the beginning of the file is lost
        return any(not is_encrypted(copy) or is_known(copy) for copy in copies(path))
    return error.code in GONE and bool(copies(path))


def _bad_pages(path: Path) -> Iterator[Text]:
    """Pages of an encrypted file that are not what was written."""
    if is_encrypted(path) and is_known(path) and (bad := bad_pages(path, secret_of(path))):
        numbers = ", ".join(map(str, bad[:TOLD])) + (" …" if len(bad) > TOLD else "")
        yield phrase("db", "problem-signatures", count=len(bad), numbers=numbers)


@contextlib.contextmanager
def at_rest(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection to a file that does not change it: what a crash left half written is taken back in a copy."""
    if _is_left_half_written(path):
        with private_folder() as folder:
            copy = folder / path.name
            with telling_of(copy):
                for old, new in ((path, copy), (journal(path), journal(copy))):
                    shutil.copyfile(old, new)
            with contextlib.closing(connect(copy)) as connection:
                yield connection
        return
    with path.open("rb") as file:
        written_through = WAL in file.read(20)[18:] and not is_encrypted(path)
    # SQLite would make files of its own beside one of these, unless it is told that nobody writes to it
    beside = path.with_name(f"{path.name}-wal").exists()
    with looking(path, unchanging=written_through and not beside) as connection:
        yield connection


def _is_left_half_written(path: Path) -> bool:
    if not journal(path).exists():
        return False
    try:
        with holding(path):
            return journal(path).exists()
    except UserError as error:
        if error.code != HELD:
            raise
        return False  # it is being written now


def put_in_place(path: Path, backup: Path, kind: str) -> tuple[Text, ...]:
    """Puts a backup in the place of a workspace, which is kept beside it under a name that says why (``kind``); what was done.

    At every moment there is a file of that name. Raises ``UserError``.
    """
    lines = [phrase("db", "repaired", file=path, backup=backup.name)]
    with holding(path), telling_of(path), replacing(path) as part:
        shutil.copyfile(backup, part)
        kept = _free_name(path, kind)
        for old, new in ((path, kept), (journal(path), journal(kept))):
            if old.exists():
                with replacing(new) as whole:  # it is on the disk before it is nowhere else
                    shutil.copyfile(old, whole)
                shutil.copystat(old, new)
                lines += [phrase("db", "kept-old", file=new)]
        # a journal left there belongs to the old file; beside the restored one, it would be applied to that
        journal(path).unlink(missing_ok=True)
    return tuple(lines)


def kept_beside(path: Path) -> list[Path]:
    """The files that restoring has kept beside a workspace."""
    return [each for kind in KINDS for each in sorted(path.parent.glob(f"{glob.escape(path.stem)}-{kind}-*{path.suffix}"))]


def is_sound(path: Path) -> bool:
    """Whether a backup can be put in the place of a workspace; raises ``UserError`` when only its password is missing."""
    try:
        return verify(path).sound
    except UserError as error:
        if error.code == PASSWORD:
            raise
        return False


def _free_name(path: Path, kind: str) -> Path:
    stem = f"{path.stem}-{kind}-{today()}"
    names = (path.with_name(f"{stem}{number}{path.suffix}") for number in ("", *(f"-{count}" for count in range(2, 1000))))
    return next(name for name in names if not name.exists())


def _pages(connection: sqlite3.Connection) -> Iterator[Text]:
    """Pages, indexes, types and checks; references to clusters, rounds and files that are not there."""
    for (found,) in connection.execute(f"PRAGMA integrity_check({TOLD})"):
        if found != "ok":
            yield phrase("db", "problem-pages", what=" ".join(found.split()))
    for table, row_id, parent, *_ in connection.execute("PRAGMA foreign_key_check").fetchmany(TOLD):
        place = {"table": table, "row": row_id or "—"}
        yield phrase("db", "problem-file-missing", **place) if parent == "blobs" else phrase("db", "problem-reference", **place)


def _tables(connection: sqlite3.Connection, schema: int) -> Iterator[Text]:
    """Tables and indexes that are missing, changed or not ours."""
    foreign, broken = differences(connection, schema)
    for name in (*broken, *foreign):
        yield phrase("db", "problem-table", name=name)


def _content(connection: sqlite3.Connection, schema: int, path: Path) -> Iterator[Text]:
    """Rounds that cannot be read, and files of evidence that are not what they were."""
    if schema == SCHEMA:
        yield from unreadable_rounds(workspace := Workspace(path, connection))
        yield from _files(workspace)
        return
    with contextlib.closing(new_like(connection, "")) as copy:  # brought up to date, on the disk: the file itself is not migrated here
        connection.backup(copy)
        migrate(copy)
        yield from unreadable_rounds(workspace := Workspace(path, copy))
        yield from _files(workspace)


def unreadable_rounds(workspace: Workspace) -> Iterator[Text]:
    """What this program cannot read of each round, in words."""
    for cluster in clusters(workspace):
        for entry in cluster.rounds:
            try:
                load(workspace, entry.id)
                for lang in LANGS:
                    load_authored(workspace, entry.id, lang)
            except UserError as error:
                name = cluster.cluster.name("zh")
                yield phrase("db", "problem-round", cluster=name, label=entry.label, what=error.text())


def _files(workspace: Workspace) -> Iterator[Text]:
    for hash_ in damaged(workspace):
        for (name,) in workspace.rows("SELECT name FROM attachments WHERE hash = ? LIMIT 1", hash_) or [("—",)]:
            yield phrase("db", "problem-file", name=shortened(name))


def _report(path: Path, problems: list[Text]) -> VerifyReport:
    if not problems:
        return VerifyReport(path, (), (phrase("db", "sound", file=path),))
    made = copies(path)
    remedy = phrase("db", "has-backup", backup=made[0].name) if made else phrase("db", "no-backup")
    return VerifyReport(path, tuple(problems), (*problems, remedy))
