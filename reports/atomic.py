"""A file that is written as a whole or not at all."""

import os
import secrets
import shutil
from pathlib import Path

from diagnosis.errors import UserError, telling_of


def check_target(path: Path) -> None:
    """Refuses at once what could only fail at the end: a folder in the file's place, no folder to write to, a file held elsewhere."""
    with telling_of(path):  # of a name that is too long, each of these is an error
        if path.is_dir():
            raise UserError("file-is-folder", file=path)
        if path.exists() and not path.is_file():
            raise UserError("file-special", file=path)
        if not path.resolve().parent.is_dir():
            raise UserError("folder-missing", folder=path.resolve().parent)
        if path.exists():
            path.open("r+b").close()


def write_whole(path: Path, data: bytes) -> None:
    """Writes ``data`` beside ``path``, flushes it, and puts it in its place; else raises ``UserError`` and leaves the old file."""
    target = path.resolve()  # a link stays a link
    part = target.with_name(f".jizhen-{secrets.token_hex(8)}.part")  # left by a kill, it goes as those of other files do
    with telling_of(path):
        try:
            with part.open("xb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            if target.exists():
                shutil.copymode(target, part)
            part.replace(target)
        finally:
            part.unlink(missing_ok=True)
