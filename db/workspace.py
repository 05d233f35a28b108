"""A workspace: one SQLite file with any number of clusters and their survey rounds. One thread owns it.

Before SQLite sees a file its header is looked at; before a migration a verified backup is made; a file that is refused stays as it is.
"""

import contextlib
import os
import sqlite3
from collections.abc import Callable, Collection, Generator, Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, NamedTuple, Self

from db.copies import back_up, today
from db.dots import Seen, Session
from db.engine import connect, looking, new_like
from db.header import Header, commits, journal, read_header
from db.holding import HEAD, Hold, hold
from db.keys import Secret
from db.refusals import DAMAGED, MOVED, ONLY_READ, READ_ONLY, is_reachable, telling
from db.schema import SCHEMA, differences, migrate
from diagnosis import __version__
from diagnosis.errors import UserError, system_reason
from diagnosis.text import Text

if TYPE_CHECKING:
    from db.joining import Step

MUCH_FREE = 16 * 2**20  # bytes of a file that hold nothing any more
Rows = Mapping[str, Collection[int]]  # table -> ids of rows
Names = tuple[Text | None, Text | None]  # of what undo and redo would do
Entries = tuple[int, int]  # of the history: the oldest and the newest
About = tuple[Any, ...]  # a round: its id, its cluster, and the framework it remembers with its version


class Left(NamedTuple):
    """How a change left the file, which the next one need not ask unless something else was written meanwhile.

    ``entries``: none of them is taken back. ``round``: that it was about, unless it has written to it. ``step``: if it was typed.
    ``no_drafts``: nothing that was typed and not taken is kept.
    """

    names: Names
    entries: Entries
    round: About | None
    step: "Step | None"
    no_drafts: bool


Watcher = Callable[[frozenset[str], Rows], object]  # gets the parts of a survey that are not as they were, and the rows


class Workspace:
    """An open workspace file; ``create`` or ``open`` makes one. Read through ``rows``, write through ``db.operations`` only."""

    def __init__(self, path: Path, connection: sqlite3.Connection, held: Hold | None = None) -> None:
        """Takes over an open connection to a file that was found sound, and the right to write to it."""
        self.path = path
        self.db = connection
        self.only_read: UserError | None = None  # why it takes no changes from here
        self.foreign = 0  # how often another program was seen to have written to the file
        self.floors = {"done": 0, "undone": 0}  # changes up to these are not ours to take back, or to make again
        self.left: Left | None = None
        self.visit: object | None = None  # to a field, that what is written now is typed on
        self.knew: Seen | None = None  # what somebody had seen of the file who typed what is written now, where that is not all
        self._held = held
        self._version: int | None = None
        self.taken_back: bytes | None = None  # the header as it was before the last change, unless that was kept
        self.commits: int | None = None  # that the header counts, if the last one was ours
        self.watchers: list[Watcher] = []  # who is told of every change, after it is on disk
        self.session: Session | None = None  # begins with the first change
        self.who = ""  # the name beside changes; by default that of the system's user
        self.closed = False
        self.rolled_back = False  # a change that was half written when the program or the machine stopped was taken back on opening

    @classmethod
    def create(cls, path: Path, *, alone: bool = False, secret: Secret | None = None) -> Self:
        """Makes a new, empty workspace; raises ``UserError`` where there is something already, or where nothing can be written.

        ``alone``: nobody else knows its name, so that nobody needs to be kept out. ``secret``: encrypts it.
        """
        try:
            path.open("xb").close()
        except FileExistsError:
            raise UserError("workspace-exists", file=path) from None
        except (OSError, ValueError) as error:
            if isinstance(error, FileNotFoundError) and not path.parent.is_dir():
                raise UserError("folder-missing", folder=path.parent) from None
            raise UserError("file-not-writable", file=path, reason=system_reason(error)) from None
        held = None
        try:
            held = None if alone else hold(path)
            with telling(path):
                connection = connect(path, secret)
                try:
                    migrate(connection)
                except BaseException:
                    connection.close()
                    raise
        except BaseException:
            _release(held)
            path.unlink(missing_ok=True)
            raise
        return cls(path, connection, held)

    @classmethod
    def open(cls, path: Path) -> Self:
        """Opens a workspace to write to it, and brings an older one up to date after a backup of it.

        Raises ``UserError`` for a file that it refuses or that somebody else writes to, and leaves that as it is.
        """
        _refuse_cut(path)
        held = hold(path)
        try:
            half_written = journal(path).exists()
            with telling(path), _closed_unless_good(connect(path)) as connection:
                schema = refuse_unsound(path, connection)
                if schema < SCHEMA:
                    back_up(connection, path, f"{today()}-format-{schema}")
                    migrate(connection)
                _tidy(connection)
        except BaseException:
            held.release()
            raise
        made = cls(path, connection, held)
        made.rolled_back = half_written and not journal(path).exists()
        return made

    @classmethod
    def read(cls, path: Path, because: UserError | None = None) -> Self:
        """Opens a workspace only to read it, whoever writes to it meanwhile; an older one is brought up to date in a copy.

        ``because``: what changes are refused with. Raises ``UserError`` as ``open`` does, but not because of somebody else.
        """
        _refuse_cut(path)
        with telling(path), _closed_unless_good(connect(path)) as connection:
            schema = refuse_unsound(path, connection)
            shown = connection if schema == SCHEMA else _newer_copy(connection)
            shown.execute("PRAGMA query_only = ON")
        made = cls(path, shown)
        made.only_read = because or UserError(ONLY_READ, file=path)
        return made

    def sign(self, who: str) -> None:
        """From now on changes are this person's; a blank name is that of the system's user."""
        if who != self.who:
            self.who, self.session = who, None

    def close(self) -> None:
        """Closes the file; closing again does nothing."""
        self.closed = True
        self.db.close()
        held, self._held = self._held, None
        _release(held)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def rows(self, sql: str, *facts: object) -> list[tuple[Any, ...]]:
        """All rows of a SELECT."""
        with telling(self.path):
            return self.db.execute(sql, facts).fetchall()

    def tell(self, parts: frozenset[str], rows: Rows) -> None:
        """A change of these parts and rows is on disk."""
        for watcher in self.watchers:
            watcher(parts, rows)

    def each(self, sql: str, *facts: object) -> Generator[tuple[Any, ...], None, None]:
        """The rows of a SELECT, one in memory at a time."""
        with telling(self.path):
            for row in self.db.execute(sql, facts):  # noqa: UP028 - `yield from` would close what is left open after the file is closed
                yield row

    def version(self) -> int:
        """A number that is another one as soon as another program has written to the file."""
        with telling(self.path):
            return int(self.db.execute("PRAGMA data_version").fetchone()[0])

    def look(self) -> None:
        """Sees whether another program has written to the file; what it did, and what was done before, is not ours to take back."""
        version = self.version()
        others = self._version not in (None, version) and not self._is_as_it_was()
        self._version = version
        if others:
            self.foreign += 1
            self.forget()
            self.floors = {
                state: int(self.rows("SELECT coalesce(max(_id), 0) FROM history WHERE state = ?", state)[0][0]) for state in self.floors
            }

    def _is_as_it_was(self) -> bool:
        """Whether the file is as before a change of ours that was taken back, which makes the version another one, too.

        Every commit counts up in the header. Raises ``UserError`` where there is none: that is damage, and nobody's commit.
        """
        head = self.head()
        if head is not None and len(head) < HEAD:
            raise UserError(DAMAGED, file=self.path)
        return head is not None and head == self.taken_back

    def head(self) -> bytes | None:
        """The header of the file as it lies on the disk; ``None`` where it cannot be read beside SQLite."""
        return self._held.head(self.path) if self._held is not None else None

    def check_writable(self) -> None:
        """Raises ``UserError`` when the file is gone or another one stands in its place, or when it takes no changes now."""
        if not is_reachable(self.path) or (self._held is not None and not self._held.is_of(self.path)):
            raise UserError(MOVED, file=self.path)
        if not os.access(self.path, os.W_OK):  # SQLite takes up a file that it cannot write to read it, and says so with the first write
            raise UserError(READ_ONLY, file=self.path)
        with self.writing(keep=False):
            pass

    @contextlib.contextmanager
    def reading(self) -> Iterator[None]:
        """Several SELECTs that see the same state, whatever another program writes meanwhile."""
        with telling(self.path):
            if self.db.in_transaction:
                yield
                return
            self.db.execute("BEGIN")
            try:
                yield
            finally:
                self.db.rollback()

    def writing(self, *, keep: bool = True) -> "_Writing":
        """One transaction: all of it or nothing. ``keep=False`` takes everything back at the end.

        What another program wrote before has been seen. Yields how the last change left the file, if that is how it still is.
        """
        return _Writing(self, keep=keep)

    def forget(self) -> None:
        """What was known of the file may not be so any more."""
        self.left = self.commits = None
        if self.session is not None:
            self.session.counters.clear()


class Transaction:
    """All of it or nothing. No generator, as ``refusals._Telling`` is none: it stands around every change."""

    def __init__(self, workspace: Workspace, *, keep: bool) -> None:
        """``keep=False`` takes everything back at the end."""
        self.workspace, self.keep = workspace, keep
        self.left: Left | None = None  # how the last change left the file, if that is how it still is
        self._before: int | None = None  # commits
        self._written = 0  # rows, since the file was opened

    def begun(self) -> None:
        """Called within the transaction, before anything is written."""

    def ends(self) -> None:
        """Called within the transaction, when everything is written."""

    def kept(self) -> None:
        """Called when it is on disk."""

    def begin(self) -> None:
        """Raises ``UserError`` where nothing can be written."""
        workspace = self.workspace
        if workspace.only_read is not None:
            raise workspace.only_read
        with telling(workspace.path):
            # at once exclusive: a reader that turns writer half way could wait for another one for ever
            workspace.db.execute("BEGIN IMMEDIATE")
            try:
                head = workspace.head()  # nobody else can commit now
                self._before = commits(head)
                if self._before is None or self._before != workspace.commits:
                    workspace.look()
                workspace.taken_back = head
                self.left, workspace.left = workspace.left, None
                self._written = workspace.db.total_changes
                self.begun()
            except BaseException:
                self._take_back()
                workspace.left = self.left
                raise

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        workspace = self.workspace
        with telling(workspace.path):
            kept = error is None and self._end()
            if not kept:
                self._take_back()
                workspace.left = self.left
        if error is not None:
            telling(workspace.path).__exit__(kind, error, trace)
        if kept:
            self.kept()

    def _end(self) -> bool:
        """Whether it is kept."""
        workspace = self.workspace
        try:
            self.ends()
            if not self.keep:
                return False
            workspace.db.execute("COMMIT")
        except BaseException:  # it may be on disk all the same
            self._take_back()
            raise
        workspace.taken_back = None
        if self._before is not None:  # a commit that has nothing to write is not counted
            workspace.commits = (self._before + (workspace.db.total_changes != self._written)) & 0xFFFFFFFF
        return True

    def _take_back(self) -> None:
        self.workspace.db.rollback()
        self.workspace.forget()


class _Writing(Transaction):
    def __enter__(self) -> Left | None:
        self.begin()
        return self.left


def _refuse_cut(path: Path) -> None:
    refuse_newer(path, header := read_header(path))
    if not header.whole:
        raise UserError("workspace-cut", file=path)


@contextlib.contextmanager
def _closed_unless_good(connection: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    try:
        yield connection
    except BaseException:
        connection.close()
        raise


def _newer_copy(connection: sqlite3.Connection) -> sqlite3.Connection:
    """A copy of an older file that is brought up to date, in a file without a name that goes when it is closed."""
    with contextlib.closing(connection), _closed_unless_good(new_like(connection, "")) as copy:
        connection.backup(copy)
        migrate(copy)
    return copy


def _release(held: Hold | None) -> None:
    if held is not None:
        held.release()


def _tidy(connection: sqlite3.Connection) -> None:
    """Gives the room of files that were deleted back to the disk, once there is much of it; where that cannot be done, it stays."""
    counted = ("freelist_count", "page_count", "page_size")
    free, pages, size = (int(connection.execute(f"PRAGMA {name}").fetchone()[0]) for name in counted)  # SQLCipher says it in letters
    if free * size > MUCH_FREE and free > pages // 4:
        with contextlib.suppress(sqlite3.OperationalError):  # no room for a second copy, read-only, or in use
            connection.execute("VACUUM")


def refuse_newer(path: Path, header: Header) -> None:
    """Raises ``UserError`` for a file of a newer program, naming the version that it needs."""
    if header.schema > SCHEMA:
        raise UserError("workspace-newer", file=path, needed=_needed(path), schema=header.schema, known=SCHEMA)


def refuse_unsound(path: Path, connection: sqlite3.Connection) -> int:
    """Raises ``UserError`` for a file that is damaged, or that holds what no workspace of ours holds; returns its schema number.

    That of the header may be one that a migration had begun to write when it was stopped, and that has been taken back now.
    """
    schema = int(connection.execute("PRAGMA user_version").fetchone()[0])
    foreign, broken = differences(connection, schema)
    if foreign:
        raise UserError("workspace-foreign", file=path, name=foreign[0])
    if broken or connection.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
        raise UserError("workspace-damaged", file=path)
    return schema


def _needed(path: Path) -> str:
    """The program version that a newer file needs, from the name of its last step. Nothing is touched, in the file or beside it."""
    with contextlib.suppress(sqlite3.Error, UserError, UnicodeDecodeError), looking(path, unchanging=True) as connection:
        for (name,) in connection.execute("SELECT name FROM _sqlite_migrations ORDER BY id DESC LIMIT 1"):
            return str(name).split()[0]
    return f"> {__version__}"
