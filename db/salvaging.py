"""What can still be read of a damaged workspace, taken table by table into a new one."""

import contextlib
import itertools
import sqlite3
import sys
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from db.atomic import replacing
from db.blobs import ATTACHMENTS, damaged
from db.engine import looking, new_like, secret_of_open
from db.header import read_header
from db.keys import remember
from db.mending import is_damaged, mended, secret_for
from db.recorder import PART_OF
from db.refusals import reading_of, telling
from db.schema import SCHEMA, migrate
from db.stamps import KEYED, ROWS
from db.verify import at_rest
from db.workspace import Workspace, refuse_newer
from diagnosis.errors import UserError
from diagnosis.questionnaire import questionnaire
from diagnosis.text import Text, listed, phrase, shortened

# in the order in which rows refer to each other; what was done before is not taken over, as it could not be taken back soundly
BLOBS = "blobs"
TABLES = ("clusters", "rounds", *ROWS[:-1], *KEYED, BLOBS, ATTACHMENTS, "sessions", "stamps", "conflicts", "versions")
SMALLEST, LARGEST = -(2**63), 2**63 - 1
Row = tuple[Any, ...]
SHOWN = 3  # numbers of lost rows: they are long, and mean something to those only who mend files
SHOWN_DOUBTFUL = 5  # rows that somebody should look at, by name
SKIPS = 10_000  # rows of a table that are looked for one by one behind a damaged page


@dataclass(frozen=True, slots=True)
class Salvaged:
    """Of one table: how many rows came through, and the numbers of those that are known to have been there and did not."""

    table: str
    rows: int
    lost: tuple[int, ...]
    unread: bool  # whether there may have been more, that nobody knows of
    doubtful: tuple[str, ...] = ()  # what rows are called that nothing vouches for, as their page is damaged

    def told(self) -> Text:
        """In words."""
        told = self._counted()
        if not self.doubtful:
            return told
        shown = self.doubtful[:SHOWN_DOUBTFUL] + (("…",) if len(self.doubtful) > SHOWN_DOUBTFUL else ())
        names = listed([Text(name, name) for name in shown])
        return phrase("db", "salvaged-doubtful", told=told, count=len(self.doubtful), names=names)

    def _counted(self) -> Text:
        name = _name(self.table)
        if not self.lost and not self.unread:
            return phrase("db", "salvaged-all", table=name, rows=self.rows)
        if not self.lost:
            return phrase("db", "salvaged-perhaps", table=name, rows=self.rows)
        shown = ", ".join(map(str, self.lost[:SHOWN])) + (" …" if len(self.lost) > SHOWN else "")
        return phrase("db", "salvaged-some", table=name, rows=self.rows, lost=len(self.lost), numbers=shown)


def _name(table: str) -> Text:
    """What a table is called: a part of the survey, or what it is kept for."""
    own = {
        "attachments": phrase("db", "part-files"),
        "authored": phrase("db", "part-authored"),
        "drafts": phrase("db", "part-drafts"),
        "answers": phrase("db", "part-answers"),
        "versions": phrase("db", "part-versions"),
        BLOBS: phrase("db", "part-blobs"),
        "sessions": phrase("db", "part-sessions"),
        "stamps": phrase("db", "part-stamps"),
        "conflicts": phrase("db", "part-conflicts"),
    }
    return own.get(table) or questionnaire().parts[PART_OF.get(table, table)].name


def salvage(path: Path, target: Path) -> tuple[Salvaged, ...]:
    """Writes what can be read of a workspace to a new one at ``target``; the damaged file is not touched.

    Rows whose cluster or round is lost get one that says so. Raises ``UserError`` when nothing can be read at all, or written there.
    """
    if target.exists():
        raise UserError("workspace-exists", file=target)
    with telling(path), reading_of(path), contextlib.closing(_sources(path)) as sources:
        first = next(sources)
        with replacing(target) as part:
            with Workspace.create(part, alone=True, secret=secret_of_open(first)) as made:
                made.path = target
                made.db.execute("PRAGMA foreign_keys = OFF")  # what rows refer to is looked after when all have come
                taking = [_Taking(table, made) for table in TABLES]
                for source in itertools.chain([first], sources):
                    with _brought_up(source) as readable:
                        for each in taking:
                            each.take(readable, sure=source is first)
                with made.writing():
                    _give_homes(made)
                found = tuple(each.salvaged for each in taking)
            if not any(each.rows for each in found) and any(each.lost or each.unread for each in found):
                raise UserError("salvage-nothing", file=path)
            return found


def _sources(path: Path) -> Generator[sqlite3.Connection, None, None]:
    """The file as it is; a damaged one that is encrypted first without its damaged pages, and then with them."""
    secret = secret_for(path)
    if secret is not None:
        remember(secret)
        if is_damaged(path, secret):
            yield from mended(path, secret)
            return
    refuse_newer(path, header := read_header(path))
    with at_rest(path) if header.whole else looking(path, unchanging=True) as source:
        yield source


@contextlib.contextmanager
def _brought_up(source: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """The file, or if its schema is older a copy of what SQLite can copy of it, brought up to date."""
    if sys.version_info >= (3, 12) and isinstance(source, sqlite3.Connection):
        source.setconfig(sqlite3.SQLITE_DBCONFIG_DEFENSIVE, False)
    source.execute("PRAGMA writable_schema = ON")  # nothing is written: it makes SQLite read a file that is shorter than it says
    if int(source.execute("PRAGMA user_version").fetchone()[0]) == SCHEMA:
        yield source
        return
    with contextlib.closing(new_like(source, "")) as copy:
        source.backup(copy)
        try:
            migrate(copy)
        except sqlite3.DatabaseError:  # the number of its schema is not to be trusted either
            yield source
        else:
            yield copy


class _Taking:
    """What comes through of one table."""

    def __init__(self, table: str, made: Workspace) -> None:
        """Nothing has come yet."""
        self.table, self.made = table, made
        self.columns = [name for (name,) in made.rows("SELECT name FROM pragma_table_info(?)", table)]
        self.names = ", ".join(f'"{name}"' for name in self.columns)
        self.taken: set[int] = set()
        self.doubtful: dict[int, str] = {}  # by number: what a row is called that comes from a damaged page
        self.known: set[int] = set()
        self.whole = True

    @property
    def salvaged(self) -> Salvaged:
        """How it ended."""
        lost = sorted(self.known - self.taken)
        doubtful = tuple(name for number, name in self.doubtful.items() if number in self.taken)
        return Salvaged(self.table, len(self.taken), tuple(lost), not self.whole and not lost, doubtful)

    def take(self, source: sqlite3.Connection, *, sure: bool) -> None:
        """All rows that are not here yet. ``sure``: they are what was written."""
        self.whole = True
        with self.made.writing():
            for row in _rows(source, self.table, self.names):
                if row is None:
                    self.whole = False
                elif row[0] not in self.taken and self._put(row) and not sure:
                    self.doubtful[row[0]] = self._called(row)
            if self.table == BLOBS:
                self._drop_damaged()
        self.known |= _known(source, self.table)

    def _put(self, row: Row) -> bool:
        if self.table == ATTACHMENTS and not self.made.rows("SELECT 1 FROM blobs WHERE hash = ?", row[-1]):
            return False  # a file without its bytes
        try:
            self.made.db.execute(f'INSERT INTO "{self.table}" ({self.names}) VALUES ({", ".join("?" * len(row))})', row)
        except sqlite3.IntegrityError:  # garbage in a page that can be read
            return False
        self.taken.add(row[0])
        return True

    def _drop_damaged(self) -> None:
        """Bytes that are not what they were."""
        for hash_ in list(damaged(self.made)):
            self.taken -= {number for (number,) in self.made.rows("SELECT _id FROM blobs WHERE hash = ?", hash_)}
            self.made.db.execute("DELETE FROM blobs WHERE hash = ?", (hash_,))

    def _called(self, row: Row) -> str:
        """By its first answer."""
        own = (cell for name, cell in zip(self.columns, row, strict=True) if not name.startswith("_") and cell is not None)
        return str(shortened(str(next(own, row[0]))))


def _rows(source: sqlite3.Connection, table: str, names: str) -> Iterator[Row | None]:
    """The rows by number; ``None`` where some cannot be read, from which on they are read from the end, and then one by one."""
    last = yield from _stretch(source, f'SELECT {names} FROM "{table}" ORDER BY _id')
    if last is None:
        return
    yield None
    first = yield from _stretch(source, f'SELECT {names} FROM "{table}" WHERE _id > {last} ORDER BY _id DESC')
    if first is None:
        return
    ids = [number for number in sorted(_known(source, table)) if last < number < (first if first > last else LARGEST)]
    for number in ids[:SKIPS]:
        with contextlib.suppress(sqlite3.DatabaseError, UnicodeDecodeError):
            yield from source.execute(f'SELECT {names} FROM "{table}" WHERE _id = ?', (number,))


def _stretch(source: sqlite3.Connection, sql: str) -> Generator[Row, None, int | None]:
    """Rows up to the first that cannot be read; returns the number of the last one read then, ``None`` at the end."""
    last = SMALLEST
    try:
        for row in source.execute(sql):
            yield row
            last = row[0]
    except (sqlite3.DatabaseError, UnicodeDecodeError):
        return last
    return None


def _known(source: sqlite3.Connection, table: str) -> set[int]:
    """The numbers of rows that an index of the table names, as far as it can be read."""
    found: set[int] = set()
    with contextlib.suppress(sqlite3.DatabaseError):
        for (index,) in source.execute("SELECT name FROM sqlite_master WHERE type = 'index' AND tbl_name = ?", (table,)).fetchall():
            with contextlib.suppress(sqlite3.DatabaseError):
                found.update(number for (number,) in source.execute(f'SELECT _id FROM "{table}" INDEXED BY "{index}"'))
    return found


def _give_homes(made: Workspace) -> None:
    """A round for rows that have none, a cluster for rounds."""
    name = phrase("db", "salvaged-name")
    for table in (*ROWS, *KEYED):
        for (number,) in made.rows(f'SELECT DISTINCT _round FROM "{table}" WHERE _round NOT IN (SELECT _id FROM rounds)'):
            made.db.execute("INSERT INTO rounds (_id, _cluster, label) VALUES (?, ?, ?)", (number, ~number, f"{name.zh} {number}"))
    for (number,) in made.rows("SELECT DISTINCT _cluster FROM rounds WHERE _cluster NOT IN (SELECT _id FROM clusters)"):
        made.db.execute("INSERT INTO clusters (_id, name_zh, name_en) VALUES (?, ?, ?)", (number, name.zh, name.en))
