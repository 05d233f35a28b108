"""Files written as a whole or not at all: beside the target, flushed to the disk, then put in its place."""

import contextlib
import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

from diagnosis.errors import UserError, telling_of
from diagnosis.patterns import pattern

PART = pattern(r"\.jizhen-[0-9a-f]{16}\.part(-journal)?")  # what is being written; only we name files so
OLD = 24 * 3600  # seconds after which nobody writes to one any more


@contextlib.contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Gives a new path beside ``path`` to write to; when the block ends well, what was written takes the place of ``path``.

    Raises ``UserError`` where nothing can be written; then ``path`` is what it was, and nothing is left beside it.
    """
    with telling_of(path):
        target = path.resolve()  # a link stays a link
        if target.is_dir():
            raise UserError("file-is-folder", file=path)
        if target.exists() and not target.is_file():
            raise UserError("file-special", file=path)
        if not target.parent.is_dir():
            raise UserError("folder-missing", folder=target.parent)
        clear_left(target.parent)
        part = target.with_name(f".jizhen-{os.urandom(8).hex()}.part")
        try:
            yield part
            _flush(part, os.O_RDWR)
            if target.exists():
                shutil.copymode(target, part)
            part.replace(target)
            if os.name == "posix":  # other systems do not open folders
                _flush(target.parent, os.O_RDONLY)
        except UserError as error:
            if error.facts.get("file") != part:
                raise
            raise UserError(error.code, **{**error.facts, "file": path}) from error  # nobody knows the part
        finally:
            part.unlink(missing_ok=True)


def clear_left(folder: Path) -> None:
    """Deletes what a program that was killed has left half written in this folder, once it is a day old; nothing else, of nobody else."""
    with contextlib.suppress(OSError), os.scandir(folder) as found:
        for each in found:
            if PART.fullmatch(each.name) and _is_left(each):
                Path(each.path).unlink(missing_ok=True)


def _is_left(entry: "os.DirEntry[str]") -> bool:
    if not entry.is_file(follow_symlinks=False):
        return False
    about = entry.stat(follow_symlinks=False)
    ours = not hasattr(os, "getuid") or about.st_uid == os.getuid()
    return ours and time.time() - about.st_mtime > OLD


def _flush(path: Path, mode: int) -> None:
    """From the system's memory to the disk, so that a power cut does not leave an empty file under a good name."""
    number = os.open(path, mode)
    try:
        os.fsync(number)
    finally:
        os.close(number)
