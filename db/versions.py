"""Every text that a section of a report ever had, with who stored it and when: no undo, merge or new draft takes one away.

A text is kept as soon as it is stored, once for each section; so the texts of two copies are those of both. Like the bytes of
evidence they are written beside the recorded change: undoing it leaves them.
"""

import hashlib
from collections.abc import Collection

from db.columns import from_json, to_json
from db.dots import now, person
from db.workspace import Workspace
from diagnosis.authored import Version, read_text
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
