"""The frozen program as files: where it was unpacked or installed, and which of its versions runs.

The folder that was unpacked first is the base and is never written to again. An update is a folder of its own in ``versions``
beside the program file; ``versions/current`` says which one runs, and without it, or where that version is not whole, the base does.
So an update never touches a file that is in use, and going back is one line less.
"""

import os
import sys
import time
from pathlib import Path
from typing import Literal

from db.atomic import replacing
from diagnosis.patterns import pattern

DATA, VERSIONS, CURRENT = "data", "versions", "current"
INSTALLED = "installed"  # a file beside the program that its installer leaves: "deb" or "exe"
STATUSES = (0, 1, 2, 3, 130)  # what the program itself ends with; a loader ends with others
SECONDS = 10  # a program that cannot start has ended by then
VERSION = pattern(r"[0-9]+(\.[0-9]+)*")
Kind = Literal["source", "folder", "deb", "exe"]


def base() -> Path | None:
    """The folder of the program file that the user starts; ``None`` for the source tree."""
    if not getattr(sys, "frozen", False):
        return None
    folder = Path(sys.executable).resolve().parent
    return folder.parent.parent if folder.parent.name == VERSIONS else folder


def kind() -> Kind:
    """How the program came to this machine."""
    folder = base()
    if folder is None:
        return "source"
    mark = folder / INSTALLED
    named = mark.read_text("utf-8").strip() if mark.is_file() else ""
    return "deb" if named == "deb" else "exe" if named == "exe" else "folder"


def data_folder() -> Path | None:
    """The folder for the program's own files beside it, if the user has made one; installed programs have none."""
    folder = base()
    return folder / DATA if folder is not None and (folder / DATA).is_dir() and kind() == "folder" else None


def chosen(folder: Path) -> str:
    """The version in ``versions`` that is to run; nothing where the base is."""
    mark = folder / VERSIONS / CURRENT
    try:
        named = mark.read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return ""
    return named if VERSION.fullmatch(named) and (folder / VERSIONS / named).is_dir() else ""


def choose(folder: Path, version: str) -> None:
    """Let this version run from the next start; nothing: the base. Raises ``UserError`` when it cannot be written."""
    with replacing(folder / VERSIONS / CURRENT) as part:
        part.write_text(f"{version}\n", "utf-8")


def hand_over(arguments: list[str]) -> int | None:
    """Run the chosen version in place of the base, and return its exit status; ``None`` where this is the one to run.

    The base runs where the chosen version is not there or ends at once as programs do that cannot start, and it always runs the
    command ``update`` itself: so there is a way back.
    """
    folder = base()
    if arguments[:1] == ["update"]:
        return None
    if folder is None or Path(sys.executable).resolve().parent != folder or not (version := chosen(folder)):
        return None
    program = folder / VERSIONS / version / Path(sys.executable).name
    begin = time.monotonic()
    try:
        status = run_other(program, arguments)
    except OSError:
        return None
    return None if status not in STATUSES and time.monotonic() - begin < SECONDS else status


def run_other(program: Path, arguments: list[str]) -> int:
    """The exit status of another frozen program, which must not take our libraries for its own."""
    import subprocess

    return subprocess.run([program, *arguments], env=os.environ | {"PYINSTALLER_RESET_ENVIRONMENT": "1"}, check=False).returncode


def asked(program: Path, arguments: list[str], seconds: float) -> str:
    """What another frozen program prints; raises OSError or SubprocessError when it does not start, fails or takes too long."""
    import subprocess

    environment = os.environ | {"PYINSTALLER_RESET_ENVIRONMENT": "1"}
    done = subprocess.run([program, *arguments], env=environment, capture_output=True, timeout=seconds, check=True)
    return done.stdout.decode("utf-8", "replace")
