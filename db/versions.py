"""Every text that a section of a report ever had, with who stored it and when: no undo, merge or new draft takes one away.

A text is kept as soon as it is stored, once for each section; so the texts of two copies are those of both. Like the bytes of
evidence they are written beside the recorded change: undoing it leaves them. What is stored on the way while somebody writes is one
version in the end (``Sitting``).
"""

import hashlib
from collections.abc import Collection
from time import monotonic
from typing import NamedTuple

from db.columns import from_json, to_json
from db.dots import now, person
from db.workspace import Workspace
from diagnosis.authored import Version, read_text
from diagnosis.errors import Invalid
from diagnosis.text import Lang

OF = "authored"
PAUSE = 300.0  # seconds without a write, after which the text of before stays a version
FEW = 20  # characters in all that may have gone from a text in whose place another one is kept: slips of the pen
COLUMNS = "round, lang, section, at, who, hash, value"


class Sitting(NamedTuple):
    """One section written without being left: a text that is stored takes the place, among the versions, of the one stored before.

    The one before stays where more than ``FEW`` characters of it, or of those whose place it took, have gone meanwhile, after a
    ``PAUSE``, where undo leads back to it, and if it was there before the sitting.
    """

    kept: int  # this version and those before it stay
    number: int  # of the version stored last; 0: there is no text
    text: str
    gone: int = 0  # characters, since the last version that stays
    at: float = 0.0  # seconds

    def then(self, workspace: Workspace, number: int, text: str) -> "Sitting":
        """The next text is stored, and undo leads no more to the one before."""
        kept, lost, at = self.kept, self.gone, monotonic()
        if number != self.number and self.number > kept:
            lost += gone(self.text, text)
            if lost <= FEW and at - self.at < PAUSE:
                workspace.db.execute("DELETE FROM versions WHERE _id = ?", (self.number,))
            else:
                kept, lost = self.number, 0
        return Sitting(kept, number, text, lost, at)


def keep(workspace: Workspace, row_ids: Collection[int], before: Sitting | None) -> Sitting | None:
    """Keeps the texts that these rows of ``authored`` hold, within the transaction that wrote them.

    ``before``: how the text stood that is typed on. Returns how it stands now, if it is typed.
    """
    if not row_ids:
        return None
    who = workspace.session.who if workspace.session is not None else workspace.who or person()
    wanted = to_json(sorted(row_ids))
    found = workspace.rows(
        "SELECT _round, lang, section, value FROM authored WHERE aspect = 'text' AND _id IN (SELECT value FROM json_each(?)) ORDER BY _id",
        wanted,
    )
    added = workspace.db.executemany(
        f"INSERT OR IGNORE INTO versions ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?)",
        [(*about, now(), who, _hash(value), value) for *about, value in found],
    ).rowcount
    if workspace.visit is None or len(row_ids) > 1:
        return None
    number, text = 0, ""
    for *about, value in found:
        where = "round = ? AND lang = ? AND section = ? AND hash = ?"
        ((number,),) = workspace.rows(f"SELECT _id FROM versions WHERE {where}", *about, _hash(value))
        text = read_text(from_json(value))[0]
    if before is not None:
        return before.then(workspace, number, text)
    ((newest,),) = workspace.rows("SELECT coalesce(max(_id), 0) FROM versions")
    return Sitting(newest - added, number, text, at=monotonic())


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
