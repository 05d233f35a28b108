"""A copy of a damaged encrypted file that SQLCipher reads: for the moment, and encrypted as the file is.

Pages whose signature does not fit are first put out of the way, so that whatever is read is what was written, and then read as they are.
Where one of them holds the schema, the page in its place in a backup under the same key stands in for it; the first one, which tells only
where the others are, may be that of a new workspace, too. Where there is no such backup, the tables that the other pages name are read, and
then, as what may be wrong, those that lie where a new workspace has them, if all that are named do.
"""

import contextlib
import shutil
import sqlite3
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from functools import cache, partial
from itertools import chain
from pathlib import Path

from db.aside import private_folder
from db.copies import copies
from db.engine import connect, looking
from db.header import journal
from db.keys import PAGE, Secret, everything_known, is_encrypted, is_known, secret_of
from db.pages import Signer, bad_pages, bears, each_page, put, some_pages, without_length
from db.refusals import PASSWORD, telling
from db.schema import APPLICATION_ID, SCHEMA, has_tables
from db.workspace import Workspace
from diagnosis.errors import UserError, telling_of

Pages = Mapping[int, bytes]
New = Callable[[], Iterable[Path]]  # makes new workspaces, the first time that it is called
FIRST = 64  # pages among which a new workspace keeps what it knows of its tables


def secret_for(path: Path) -> Secret | None:
    """The key of a damaged file, by its salt or by the signatures of its pages; ``None`` for a plain one.

    Raises ``UserError`` when its password, or that of its backups, was not said.
    """
    if is_encrypted(path) and is_known(path):
        return secret_of(path)
    if path.is_file():
        for secret in everything_known():
            if bears(path, secret):
                return secret
    if is_encrypted(path):
        return secret_of(path)
    locked = next((copy for copy in copies(path) if is_encrypted(copy) and not is_known(copy)), None)
    if locked is not None and path.is_file() and not _is_plain(path):
        raise UserError(PASSWORD, file=locked)
    return None


def is_damaged(path: Path, secret: Secret) -> bool:
    """Whether some of the pages of an encrypted file are not what was written, or missing."""
    if bad_pages(path, secret):
        return True
    with looking(path, unchanging=True) as connection:
        try:
            connection.execute("PRAGMA application_id").fetchone()
        except sqlite3.DatabaseError:
            return True
    return False


def mended(path: Path, secret: Secret) -> Generator[sqlite3.Connection, None, None]:
    """Connections to what can be read: first to all that is surely what was written, then with the damaged pages as they are.

    Raises ``UserError`` when no place of any table is known.
    """
    with private_folder() as folder, telling(path):
        copy = folder / "copy.jizhen"
        _copy(path, copy, secret)
        mending = _Mending(copy, secret, _blanks(folder / "blank", secret))
        made = cache(partial(_new_ones, folder, secret))
        kept = mending.know_tables((each for each in copies(path) if is_encrypted(each)), made)
        if kept is None:
            raise UserError("salvage-nothing", file=path)
        with looking(copy, unchanging=True) as source:
            yield source
        mending.put_back(kept, made)
        if mending.own:
            with looking(copy, unchanging=True) as source:
                yield source


class _Mending:
    """A copy whose damaged pages are exchanged until its tables are known; pages of other files keep their places."""

    def __init__(self, copy: Path, secret: Secret, blanks: tuple[bytes, bytes]) -> None:
        """``blanks``: a page that cannot be read, and a leaf of the schema that names no table."""
        self.copy, self.signer = copy, Signer(secret)
        bad = set(bad_pages(copy, secret))
        self.own = {number: self.signer.signed(page, number) for number, page in each_page(copy) if number in bad}
        missing = range(copy.stat().st_size // PAGE + 1, FIRST + 1)
        self.bad = sorted({*bad, *missing})
        self.unreadable, self.empty = ({number: self.signer.signed(blank, number) for number in self.bad} for blank in blanks)

    def know_tables(self, backups: Iterable[Path], made: New) -> set[int] | None:
        """Which pages had to be exchanged for others so that the tables are known, or as many as can be; ``None``: none is."""
        for pages in chain(({},), map(self._of, backups), self._firsts(made)):
            if _knows_all(self._put(self.own | pages)):
                return self._needed(_knows_all, self.own | pages, self.bad)
        for pages in chain(({},), self._firsts(made)):
            chosen = self.empty | ({1: self.own[1]} if 1 in self.own else {}) | pages
            if _places(self._put(chosen)):
                return self._needed(_places, chosen, self.bad)
        return None

    def put_back(self, kept: set[int], made: New) -> None:
        """The damaged pages as they are, but for those that make the tables known; the places of tables that are not, as in a new file."""
        known = _places(self.copy)
        self._put({number: page for number, page in self.own.items() if number not in kept})
        for file in () if _knows_all(self.copy) else made():
            before = {number: page for number, page in each_page(self.copy) if number in kept}
            self._put({number: page for number, page in self._of(file).items() if number in kept and number != 1})
            if _knows_all(self.copy) and known.items() <= _places(self.copy).items():
                return
            self._put(before)

    def _firsts(self, made: New) -> Iterator[dict[int, bytes]]:
        """Of a new file, only the first page says nothing that might be otherwise here."""
        for file in made() if 1 in self.bad else ():
            yield {number: page for number, page in self._of(file).items() if number == 1}

    def _put(self, pages: Pages) -> Path:
        put(self.copy, pages)
        return self.copy

    def _of(self, file: Path) -> dict[int, bytes]:
        """Those of another file that can stand in for a page that is damaged or missing."""
        found = {number: page for number, page in some_pages(file, self.bad) if self.signer.fits(page, number)}
        return found | {1: self.signer.signed(without_length(found[1]), 1)} if 1 in found else found

    def _needed(self, enough: Callable[[Path], object], pages: Pages, numbers: Sequence[int]) -> set[int]:
        """Those of these pages without which it is not enough any more; all others are made unreadable."""
        self._put({number: self.unreadable[number] for number in numbers})
        if not numbers or enough(self.copy):
            return set()
        self._put({number: pages.get(number, self.unreadable[number]) for number in numbers})
        if len(numbers) == 1:
            return set(numbers)
        half = len(numbers) // 2
        return self._needed(enough, pages, numbers[:half]) | self._needed(enough, pages, numbers[half:])


def _is_plain(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(6) == b"SQLite"


def _copy(path: Path, copy: Path, secret: Secret) -> None:
    """With whole pages; a change that was half written is taken back if that can be done."""
    with telling_of(copy):
        with copy.open("wb") as file:
            for _, page in each_page(path):
                file.write(page.ljust(PAGE, b"\0"))
        if journal(path).exists():
            shutil.copyfile(journal(path), journal(copy))
            with contextlib.suppress(sqlite3.Error, UserError):
                connect(copy, secret).close()
            journal(copy).unlink(missing_ok=True)
            with copy.open("ab") as file:
                file.write(bytes(-file.tell() % PAGE))


def _blanks(path: Path, secret: Secret) -> tuple[bytes, bytes]:
    """A page that is no node of a tree, no text, and the last piece of what is longer than a page; and a leaf that names no table."""
    from db.cipher import open_encrypted

    with contextlib.closing(open_encrypted(path, secret)) as made:
        made.execute("CREATE TABLE one (piece BLOB)")
        made.execute("CREATE TABLE two (type TEXT, name TEXT, tbl_name TEXT, rootpage INTEGER, sql TEXT)")
        made.execute("INSERT INTO two VALUES ('view', 'blank', 'blank', 0, 'CREATE VIEW blank AS SELECT 1')")  # no leaf may be empty
        made.execute("INSERT INTO one VALUES (?)", (b"\xff" * 3 * PAGE,))
        (number,) = made.execute("SELECT rootpage FROM sqlite_master WHERE name = 'two'").fetchone()
    content = path.read_bytes()
    return content[-PAGE:], content[(number - 1) * PAGE : number * PAGE]


def _new_ones(folder: Path, secret: Secret) -> list[Path]:
    """New workspaces under this key: made with it, given it later, and tidied."""
    from db.encrypting import export

    Workspace.create(folder / "new.jizhen", alone=True, secret=secret).close()
    Workspace.create(folder / "plain.jizhen", alone=True).close()
    export(folder / "plain.jizhen", folder / "set.jizhen", secret)
    shutil.copyfile(folder / "set.jizhen", folder / "tidy.jizhen")
    with contextlib.closing(connect(folder / "tidy.jizhen", secret)) as tidied:
        tidied.execute("VACUUM")
    return [folder / f"{name}.jizhen" for name in ("new", "set", "tidy")]


def _knows_all(path: Path) -> bool:
    """Whether all tables and indexes are known to the file."""
    try:
        with looking(path, unchanging=True) as connection:
            connection.execute("PRAGMA writable_schema = ON")
            kind, schema = (int(connection.execute(f"PRAGMA {name}").fetchone()[0]) for name in ("application_id", "user_version"))
            return kind == APPLICATION_ID and 0 < schema <= SCHEMA and has_tables(connection, schema)
    except (sqlite3.Error, UnicodeDecodeError):
        return False


def _places(path: Path) -> dict[str, int]:
    """The tables and indexes that a file knows, with their first pages; none where what it knows cannot be read to the end."""
    try:
        with looking(path, unchanging=True) as connection:
            connection.execute("PRAGMA writable_schema = ON")
            if int(connection.execute("PRAGMA application_id").fetchone()[0]) == APPLICATION_ID:
                return dict(connection.execute("SELECT name, rootpage FROM sqlite_master WHERE rootpage > 0"))
    except (sqlite3.Error, UnicodeDecodeError):
        pass
    return {}
