"""Files written as a whole or not at all: beside the target, flushed to the disk, then put in its place."""

import contextlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from diagnosis.errors import UserError, telling_of


@contextlib.contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Gives a new path beside ``path`` to write to; when the block ends well, what was written takes the place of ``path``.

    Raises ``UserError`` where nothing can be written; then ``path`` is what it was, and nothing is left beside it.
    """
    with telling_of(path):
        target = path.resolve()  # a link stays a link
        if target.is_dir():
            raise UserError("file-is-folder", file=path)
        if not target.parent.is_dir():
            raise UserError("folder-missing", folder=target.parent)
        part = target.with_name(f".{os.urandom(8).hex()}.part")
        try:
            yield part
            _flush(part, os.O_RDWR)
            if target.exists():
                shutil.copymode(target, part)
            part.replace(target)
            if os.name == "posix":  # other systems do not open folders
                _flush(target.parent, os.O_RDONLY)
        finally:
            part.unlink(missing_ok=True)


def _flush(path: Path, mode: int) -> None:
    """From the system's memory to the disk, so that a power cut does not leave an empty file under a good name."""
    number = os.open(path, mode)
    try:
        os.fsync(number)
    finally:
        os.close(number)
