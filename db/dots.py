"""Numbers that no two copies of a workspace give twice, so that what was done on several laptops can be told apart.

A *session* is one opening of a workspace in which something is written; its prefix is random. Within it rows are numbered table by
table, and changes one after another. The number of a row that is added is its id in the file; it stands for its creation. The
number of a change is negative. Rows from before sessions were kept have small ids (prefix 0), and every copy knows them.

What a copy has seen of each session are the counters in ``sessions``: a vector clock (Mattern 1989), one entry a session and table.
A change that stamps a cluster or a round (see stamps.py) is not counted there as well, which would be a page more to flush at every key:
the newest of those stamps says how far its session is, until somebody else's may take their place (``count``).
"""

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from diagnosis.errors import UserError

if TYPE_CHECKING:
    from db.workspace import Workspace

BITS = 20  # of a number that count within a session: a table may get a million rows in one; the 43 above them are its prefix
CHANCE = 13  # bits of a prefix that are random; the others are the seconds since ``EPOCH``
EPOCH = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
MASK = (1 << BITS) - 1
LAST = (1 << 63 - BITS) - (2 << CHANCE)  # the largest prefix after which a new one can be drawn; it is reached in 2060
CHANGES = "changes"  # the space in which changes are numbered; every other space is a table
STAMPED = "SELECT dot FROM stamps WHERE tbl IN ('clusters', 'rounds') AND field = '' AND dot < 0"  # changes that need no counter
Seen = Mapping[tuple[int, str], int]  # (prefix, space) -> the largest number seen


class Session(NamedTuple):
    """One opening of a workspace in which something is written. ``who``: whoever sits at the machine.

    ``counters``: space -> the last number given; forgotten, and read again, when a transaction was rolled back.
    """

    prefix: int
    who: str
    started: str
    counters: dict[str, int]


def new_prefix(largest: int) -> int:
    """A prefix that nobody else has, above ``largest``: what is added later has larger numbers, so that lists stay in their order.

    Two laptops would have to begin in the same second and draw the same of 8,192; merging notices it.
    """
    import secrets  # OpenSSL: 3 ms that no start needs

    seconds = int((dt.datetime.now(dt.UTC) - EPOCH).total_seconds())
    return max(seconds << CHANCE, largest + 1) + secrets.randbelow(1 << CHANCE)


def person() -> str:
    """The name that the system has for whoever works here."""
    import getpass  # it brings the terminal along

    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # a system without a user database
        return ""


def now() -> str:
    """The moment, as it is kept beside what was written."""
    return dt.datetime.now(dt.UTC).isoformat(timespec="seconds")


def take(workspace: "Workspace", space: str, number: int = 1, *, stamped: bool = False) -> range:
    """Numbers of the present session, within a transaction: they are given again only if it is rolled back.

    ``stamped``: the one change that is numbered stamps a cluster or a round.
    """
    session = workspace.session or _begin(workspace)
    known = last = session.counters.get(space)
    if last is None:
        if space == CHANGES:
            count(workspace)
        found = workspace.rows("SELECT counter FROM sessions WHERE prefix = ? AND space = ?", session.prefix, space)
        last = int(found[0][0]) if found else _first(workspace, session.prefix, space)
    if last + number > MASK:
        _begin(workspace)
        return take(workspace, space, number, stamped=stamped)
    if known is None or not stamped:  # the first one says who it is
        workspace.db.execute(
            "INSERT INTO sessions (prefix, space, counter, who, started) VALUES (?, ?, ?, ?, ?)"
            " ON CONFLICT (prefix, space) DO UPDATE SET counter = excluded.counter",
            (session.prefix, space, last + number, session.who, session.started),
        )
    session.counters[space] = last + number
    start = (session.prefix << BITS) + last + 1
    return range(start, start + number)


def count(workspace: "Workspace") -> None:
    """Brings the counters up to what stamps tell, within a transaction: before stamps of others may take their place."""
    counted = dict(workspace.rows("SELECT prefix, counter FROM sessions WHERE space = ?", CHANGES))
    for (prefix, space), counter in seen(workspace).items():
        if space == CHANGES and counter > counted.get(prefix, counter):
            workspace.db.execute("UPDATE sessions SET counter = ? WHERE prefix = ? AND space = ?", (counter, prefix, space))


def _begin(workspace: "Workspace") -> Session:
    largest = workspace.rows("SELECT coalesce(max(prefix), 0) FROM sessions")[0][0]
    if not isinstance(largest, int):  # pages of other tables stand where this one's did, and SQLite's quick look sees nothing wrong
        raise UserError("workspace-damaged", file=workspace.path)
    if largest > LAST:  # none of ours; a number after it would not fit into a file
        largest = workspace.rows("SELECT coalesce(max(prefix), 0) FROM sessions WHERE prefix <= ?", LAST)[0][0]
    workspace.session = Session(new_prefix(largest), workspace.who or person(), now(), {})
    return workspace.session


def _first(workspace: "Workspace", prefix: int, space: str) -> int:
    """Where a session begins to count: after the rows that are there, if it has the prefix of rows of old."""
    if prefix or space == CHANGES:
        return 0
    return int(workspace.rows(f'SELECT coalesce(max(_id), 0) FROM "{space}" WHERE _id <= ?', MASK)[0][0])


def number_of(round_id: object, item: object) -> int:
    """The number of an item's rating in a round: negative, and the same on every laptop, as there is one rating an item."""
    import hashlib

    digest = hashlib.sha256(f"{round_id} {item}".encode()).digest()
    return -1 - (int.from_bytes(digest[:8], "big") >> 2)


def seen(workspace: "Workspace") -> dict[tuple[int, str], int]:
    """What a workspace has seen of every session."""
    found = {(prefix, space): counter for prefix, space, counter in workspace.rows("SELECT prefix, space, counter FROM sessions")}
    for (dot,) in workspace.rows(STAMPED):
        key = -dot >> BITS, CHANGES
        found[key] = max(found.get(key, 0), -dot & MASK)
    return found


def is_seen(dot: int, table: str, by: Seen) -> bool:
    """Whether a copy knows of the creation of a row of ``table`` (positive) or of a change (negative)."""
    prefix, number = abs(dot) >> BITS, abs(dot) & MASK
    return prefix == 0 or number <= by.get((prefix, table if dot > 0 else CHANGES), 0)
