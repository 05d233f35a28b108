"""Whether a workspace file is sound, from its pages up to its answers; and putting the newest sound backup in its place."""

import contextlib
import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from db.atomic import replacing
from db.authored import load_authored
from db.blobs import damaged
from db.copies import copies, today
from db.header import journal, read_header
from db.holding import holding
from db.refusals import telling
from db.schema import SCHEMA, differences, migrate
from db.surveys import clusters, load
from db.workspace import Workspace, connect, refuse_newer
from diagnosis.errors import UserError, telling_of
from diagnosis.text import LANGS, Text, phrase, shortened

GONE = ("workspace-missing", "workspace-other", "workspace-cut")  # what may be left of what was a workspace
TOLD = 20  # problems of one kind


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
    try:
        refuse_newer(path, header := read_header(path))
    except UserError as error:
        if error.code not in GONE or not copies(path):
            raise
        return _report(path, [error.text()])
    if not header.whole:
        return _report(path, [phrase("db", "problem-cut")])
    try:
        with telling(path), contextlib.closing(connect(path)) as connection:
            # each look relies on what the one before it found sound
            problems = (
                list(_pages(connection)) or list(_tables(connection, header.schema)) or list(_content(connection, header.schema, path))
            )
    except UserError as error:
        if error.code != "workspace-damaged":
            raise
        problems = [phrase("db", "problem-pages", what=error.__cause__)]
    return _report(path, problems)


def repair(path: Path) -> VerifyReport:
    """Puts the newest sound backup in the place of a damaged workspace, which is kept beside it under a new name.

    Raises ``UserError`` when nothing is wrong with the file, or there is no sound backup of it; then nothing is changed.
    """
    path = path.resolve()  # behind a link, the file itself is damaged and kept
    if verify(path).sound:
        raise UserError("repair-not-needed", file=path)
    backup = next((copy for copy in copies(path) if _is_sound(copy)), None)
    if backup is None:
        raise UserError("repair-no-backup", file=path)
    lines = [phrase("db", "repaired", file=path, backup=backup.name)]
    with holding(path), telling_of(path), replacing(path) as part:
        shutil.copyfile(backup, part)
        kept = _free_name(path)
        # a journal left there belongs to the damaged file; beside the restored one, it would be applied to that
        for old, new in ((path, kept), (journal(path), journal(kept))):
            if old.exists():
                old.rename(new)
                lines += [phrase("db", "kept-damaged", file=new)]
    return VerifyReport(path, (), tuple(lines))


def _is_sound(path: Path) -> bool:
    try:
        return verify(path).sound
    except UserError:
        return False


def _free_name(path: Path) -> Path:
    stem = f"{path.stem}-damaged-{today()}"
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
        yield from _rounds(workspace := Workspace(path, connection))
        yield from _files(workspace)
        return
    with contextlib.closing(sqlite3.connect("")) as copy:  # brought up to date, on the disk: the file itself is not migrated here
        connection.backup(copy)
        migrate(copy)
        yield from _rounds(workspace := Workspace(path, copy))
        yield from _files(workspace)


def _rounds(workspace: Workspace) -> Iterator[Text]:
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
