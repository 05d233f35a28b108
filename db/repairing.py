"""The newest sound backup of a damaged workspace: what it holds, how that differs from what can still be read, and putting it in place."""

import contextlib
from dataclasses import dataclass
from pathlib import Path

from db.aside import private_folder
from db.copies import copies
from db.history import newest
from db.refusals import PASSWORD, telling
from db.restoring import PartDifference, compare
from db.salvaging import salvage
from db.verify import VerifyReport, is_sound, put_in_place, verify
from db.workspace import Workspace
from diagnosis import moments
from diagnosis.errors import UserError
from diagnosis.text import Text, phrase

HELD = ("clusters", "rounds", "enterprises", "attachments")  # what is counted of a backup
SHOWN = 5  # backups that are passed over, by name


@dataclass(frozen=True, slots=True)
class Remedy:
    """What would take the place of a damaged workspace. ``locked``: a newer backup that nobody has said the password of.

    ``differences``: from what can still be read of the workspace; ``None`` where that is nothing.
    """

    backup: Path
    locked: Path | None
    differences: tuple[PartDifference, ...] | None
    lines: tuple[Text, ...]


def find_remedy(path: Path) -> Remedy:
    """The newest backup that is sound, told in words; newer ones that are not, or are locked, are told and passed over.

    Changes nothing. Raises ``UserError`` when nothing is wrong with the workspace, when there is no sound backup of it, or when the
    password of the only ones is missing.
    """
    path = path.resolve()  # behind a link, the file itself is damaged and kept
    if verify(path).sound:
        raise UserError("repair-not-needed", file=path)
    locked: Path | None = None
    passed: list[Text] = []
    for copy in copies(path):
        try:
            if is_sound(copy):
                differences = _differences(path, copy)
                told = (*passed[:SHOWN], _held(copy), *_told(differences))
                return Remedy(copy, locked, differences, told)
            passed.append(phrase("db", "passed-damaged", backup=copy.name))
        except UserError as error:
            if error.code != PASSWORD:
                raise
            locked = locked or copy
            passed.append(phrase("db", "passed-locked", backup=copy.name))
    raise UserError("repair-no-backup", file=path) if locked is None else UserError(PASSWORD, file=locked)


def repair(path: Path, remedy: Remedy | None = None) -> VerifyReport:
    """Puts the newest sound backup, or the one that was found, in the place of a damaged workspace, which is kept beside it.

    Raises ``UserError`` as ``find_remedy`` does; then nothing is changed.
    """
    path = path.resolve()
    found = remedy or find_remedy(path)
    if not is_sound(found.backup):
        raise UserError("backup-damaged", file=found.backup)
    return VerifyReport(path, (), put_in_place(path, found.backup, "damaged"))


def _held(copy: Path) -> Text:
    """What a backup holds, and the last change in it."""
    with Workspace.read(copy) as backup:
        counts = {table: backup.rows(f"SELECT count(*) FROM {table}")[0][0] for table in HELD}
        last = newest(backup)
    if last is None:
        return phrase("db", "remedy-holds", backup=copy.name, **counts)
    at, name = last
    return phrase("db", "remedy-holds-until", backup=copy.name, time=moments.shown(at), name=name, **counts)


def _differences(path: Path, copy: Path) -> tuple[PartDifference, ...] | None:
    """What restoring would change in what can still be read: in the file itself, else in what is salvaged of it for the moment."""
    with contextlib.suppress(UserError):
        return compare(path, copy)
    with contextlib.suppress(UserError), private_folder() as folder:
        with telling(path):
            salvage(path, target := folder / "salvaged.jizhen")  # encrypted as the file is
        return compare(target, copy)
    return None


def _told(differences: tuple[PartDifference, ...] | None) -> tuple[Text, ...]:
    if differences is None:
        return (phrase("db", "remedy-unread"),)
    if not differences:
        return (phrase("db", "remedy-same"),)
    return (phrase("db", "remedy-would"), *(each.told() for each in differences))
