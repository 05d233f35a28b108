"""Every text that a section of a report ever had, with who stored it and when: no undo, merge or new draft takes one away.

A text is kept as soon as it is stored, once for each section; so the texts of two copies are those of both. Like the bytes of
evidence they are written beside the recorded change: undoing it leaves them. What is stored on the way while somebody writes is one
version in the end (``Sitting``).
"""

import hashlib
import time
from collections.abc import Callable, Collection

from db.columns import from_json, to_json
from db.dots import now, person
from db.workspace import Workspace
from diagnosis.authored import Base, Version, read_text, text_value
from diagnosis.errors import Invalid
from diagnosis.text import Lang

OF = "authored"
COLUMNS = "round, lang, section, at, who, hash, value"


def keep(workspace: Workspace, row_ids: Collection[int]) -> None:
    """Keeps the texts that these rows of ``authored`` hold, within the transaction that wrote them."""
    if not row_ids:
        return
    who = workspace.session.who if workspace.session is not None else workspace.who or person()
    wanted = to_json(sorted(row_ids))
    found = workspace.rows(
        "SELECT _round, lang, section, value FROM authored WHERE aspect = 'text' AND _id IN (SELECT value FROM json_each(?)) ORDER BY _id",
        wanted,
    )
    workspace.db.executemany(
        f"INSERT OR IGNORE INTO versions ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?)",
        [(*about, now(), who, _hash(value), value) for *about, value in found],
    )


PAUSE = 300.0  # seconds without a write, after which the text of before stays a version
FEW = 20  # characters in all that may have gone from a text in whose place another one is kept: slips of the pen


class Sitting:
    """One section written without being left: a text that is stored takes the place, among the versions, of the one stored before.

    The one before stays where more than ``FEW`` characters of it, or of those whose place it took, have gone meanwhile, after a
    ``PAUSE``, where undo leads back to it, and if it was there before the sitting.
    """

    def __init__(self, workspace: Workspace, clock: Callable[[], float] = time.monotonic) -> None:
        """Before the first text is stored. ``clock``: in seconds."""
        self._clock = clock
        ((self._kept,),) = workspace.rows("SELECT coalesce(max(_id), 0) FROM versions")  # this version and those before it stay
        self._text, self._number, self._gone, self._at = "", 0, 0, 0.0

    def wrote(self, workspace: Workspace, round_id: int, lang: Lang, section: str, text: str, base: Base, *, joined: bool) -> None:
        """This text was stored. ``joined``: undo leads no more to the one before."""
        where = "round = ? AND lang = ? AND section = ? AND hash = ?"
        found = workspace.rows(f"SELECT _id FROM versions WHERE {where}", round_id, lang, section, _hash(to_json(text_value(text, base))))
        number, now = found[0][0] if found else 0, self._clock()
        if number != self._number and self._number > self._kept:
            self._gone += gone(self._text, text)
            if joined and self._gone <= FEW and now - self._at < PAUSE:
                with workspace.writing():
                    workspace.look()
                    workspace.db.execute("DELETE FROM versions WHERE _id = ?", (self._number,))
            else:
                self._kept, self._gone = self._number, 0
        self._text, self._number, self._at = text, number, now


def gone(before: str, after: str) -> int:
    """How many characters of a text the next one lacks, at most: those between what both begin and end with."""
    start = _alike(before, after)
    return len(before) - start - _alike(before[start:][::-1], after[start:][::-1])


def _alike(one: str, other: str) -> int:
    """How many characters two texts begin with together."""
    return next((place for place, (left, right) in enumerate(zip(one, other, strict=False)) if left != right), min(len(one), len(other)))


def bring(ours: Workspace, theirs: Workspace, round_id: int) -> None:
    """The texts that a colleague's copy keeps of a round are kept here, too."""
    found = theirs.rows(f"SELECT {COLUMNS} FROM versions WHERE round = ? ORDER BY at, _id", round_id)
    rows = [(*about, _hash(str(value)), value) for *about, _, value in found]
    ours.db.executemany(f"INSERT OR IGNORE INTO versions ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?)", rows)


def versions(workspace: Workspace, round_id: int, lang: Lang, section: str) -> tuple[Version, ...]:
    """The texts of a section, the newest first; what a foreign file has put among them and is none is left out."""
    where = "round = ? AND lang = ? AND section = ? ORDER BY at DESC, _id DESC"
    found = []
    for who, at, value in workspace.rows(f"SELECT who, at, value FROM versions WHERE {where}", round_id, lang, section):
        try:
            text, base = read_text(from_json(value))
        except (Invalid, ValueError):
            continue
        found.append(Version(who, at, text, base))
    return tuple(found)


def _hash(value: str) -> str:
    return hashlib.sha256(value.encode()).hexdigest()
