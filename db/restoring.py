"""The backups of a workspace, what each holds otherwise than the workspace now, and putting one in its place."""

import contextlib
import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from db.copies import copies, reason
from db.engine import connect
from db.recorder import PART_OF
from db.refusals import telling
from db.stamps import KEYED, TRACKED
from db.verify import is_sound, put_in_place
from db.workspace import Workspace
from diagnosis.errors import UserError
from diagnosis.questionnaire import questionnaire
from diagnosis.text import Text, listed, phrase

KNOWN_BY = {"answers": ("_round", *KEYED["answers"]), "drafts": ("_round", *KEYED["drafts"]), "authored": ("_round", *KEYED["authored"])}
Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Backup:
    """A copy of a workspace: when it was made, its size in bytes, and whether it can be restored (``None``: its password is not known)."""

    path: Path
    at: dt.datetime
    size: int
    sound: bool | None

    @property
    def name(self) -> str:
        """What it is called among the backups of its workspace."""
        return self.path.name

    @property
    def why(self) -> Text:
        """Why it was made."""
        return reason(self.path)


@dataclass(frozen=True, slots=True)
class PartDifference:
    """What restoring would do to a part of the surveys: rows that come back, go, and become what they were."""

    name: Text
    added: int
    removed: int
    changed: int

    def told(self) -> Text:
        """In words."""
        parts = (
            (self.added, phrase("db", "restore-added", count=self.added)),
            (self.removed, phrase("db", "restore-removed", count=self.removed)),
            (self.changed, phrase("db", "restore-changed", count=self.changed)),
        )
        return phrase("db", "restore-part", part=self.name, counts=listed([text for count, text in parts if count]))


def backups(path: Path) -> tuple[Backup, ...]:
    """All backups of the workspace at ``path``, newest first, each looked through."""
    return tuple(looked_at(copy) for copy in copies(path))


def find_backup(path: Path, name: str) -> Path:
    """The backup of this name, or the newest one whose name holds it (a day); raises ``UserError``."""
    found = next((copy for copy in copies(path) if name in copy.name or name == str(copy)), None)
    if found is None:
        raise UserError("backup-missing", file=path, name=name)
    return found


def compare(path: Path, backup: Path) -> tuple[PartDifference, ...]:
    """What restoring a backup would change, part by part; raises ``UserError`` when one of the two cannot be read."""
    found: dict[str, Counter[str]] = {}
    with Workspace.read(path) as now, Workspace.read(backup) as then, now.reading(), then.reading():
        for table in (*TRACKED, *KEYED):
            for part, kind in _differences(now, then, table):
                found.setdefault(part, Counter())[kind] += 1
    return tuple(PartDifference(_name(part), each["added"], each["removed"], each["changed"]) for part, each in found.items())


def restore(path: Path, backup: Path) -> tuple[Text, ...]:
    """Puts a backup in the place of a workspace, which is kept beside it; what was done.

    Raises ``UserError`` when the backup is not sound, or somebody else has the workspace open; then nothing is changed.
    """
    path = path.resolve()
    if not is_sound(backup):
        raise UserError("backup-damaged", file=backup)
    with contextlib.suppress(UserError), telling(path):
        connect(path).close()  # an unfinished change is taken back in the file that is kept
    return put_in_place(path, backup, "replaced")


def looked_at(copy: Path) -> Backup:
    """A backup, looked through."""
    about = copy.stat()
    sound: bool | None
    try:
        sound = is_sound(copy)
    except UserError:
        sound = None
    return Backup(copy, dt.datetime.fromtimestamp(about.st_mtime).astimezone(), about.st_size, sound)


def _differences(now: Workspace, then: Workspace, table: str) -> Iterator[tuple[str, str]]:
    """(part, added | removed | changed) for each row that restoring would touch; both sides are read in one order, row by row."""
    keys, ours, theirs = KNOWN_BY.get(table, ("_id",)), _rows(now, table), _rows(then, table)
    width = len(keys)
    mine, other = next(ours, None), next(theirs, None)
    while mine is not None or other is not None:
        before = _order(mine, width) if mine is not None else None
        after = _order(other, width) if other is not None else None
        if after is None or (before is not None and before < after):
            yield _part(table, keys, mine or ()), "removed"
            mine = next(ours, None)
        elif before is None or after < before:
            yield _part(table, keys, other or ()), "added"
            other = next(theirs, None)
        else:
            if mine != other:
                yield _part(table, keys, mine or ()), "changed"
            mine, other = next(ours, None), next(theirs, None)


def _rows(workspace: Workspace, table: str) -> Iterator[Row]:
    """Key and cells of each row, by key; of an answer without the number it happens to have."""
    keys = KNOWN_BY.get(table, ("_id",))
    columns = [name for (name,) in workspace.rows("SELECT name FROM pragma_table_info(?)", table) if name not in {"_id", *keys}]
    chosen = ", ".join(f'"{column}"' for column in (*keys, *columns))
    order = ", ".join(f'"{key}"' for key in keys)
    yield from workspace.each(f'SELECT {chosen} FROM "{table}" ORDER BY {order}')


def _order(row: Row, width: int) -> tuple[tuple[bool, Any], ...]:
    """As SQLite orders: what is missing comes first."""
    return tuple((cell is not None, cell if cell is not None else 0) for cell in row[:width])


def _part(table: str, keys: tuple[str, ...], row: Row) -> str:
    return str(row[keys.index("part")]) if table == "answers" else PART_OF.get(table, table)


def _name(part: str) -> Text:
    own = {  # what the questionnaire has no name for
        "attachments": phrase("db", "part-files"),
        "authored": phrase("db", "part-authored"),
        "drafts": phrase("db", "part-drafts"),
    }
    return own.get(part) or questionnaire().parts[part].name
