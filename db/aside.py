"""A folder of our own for copies that are looked at and thrown away; what a program that was killed has left there goes after a day."""

import contextlib
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from db.atomic import OLD
from db.places import mending_folder
from diagnosis.errors import telling_of


@contextlib.contextmanager
def private_folder() -> Iterator[Path]:
    """A folder that only this user can read, and that is gone in the end; raises ``UserError`` where there can be none."""
    home = mending_folder()
    with telling_of(home):
        for left in home.iterdir():
            with contextlib.suppress(OSError):  # another program has just thrown it away
                if time.time() - left.stat().st_mtime > OLD:
                    shutil.rmtree(left, ignore_errors=True)
        made = Path(tempfile.mkdtemp(dir=home))
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)
