"""What every program that lays documents out has in common: it is run apart from the user's own, in steps, and can be stopped."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

LONGEST = 180.0  # seconds
NO_CONSOLE, BELOW_NORMAL = 0x08000000, 0x00004000  # Windows: flags of a new process
NICE = 10  # elsewhere: who types goes first
PAUSE = 0.05  # seconds between looks at it


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a bookmark stands: its sheet (from 1), and how far below the sheet's upper edge, in points."""

    sheet: int
    top: float


Spots = Mapping[str, Spot]


@dataclass(frozen=True, slots=True)
class Laid:
    """A document as it was laid out; ``spots``: bookmark -> where it stands."""

    pdf: bytes
    spots: Spots

    @property
    def sheets(self) -> Mapping[str, int]:
        """Bookmark -> the sheet (from 1) it stands on."""
        return {name: spot.sheet for name, spot in self.spots.items()}


@dataclass(frozen=True, slots=True)
class Files:
    """What a program is given, and what it leaves, all in one private folder."""

    folder: Path

    @property
    def source(self) -> Path:
        """The Word document."""
        return self.folder / "report.docx"

    @property
    def target(self) -> Path:
        """The PDF."""
        return self.folder / "report.pdf"

    @property
    def error(self) -> Path:
        """What went wrong, in the program's words, where it says so."""
        return self.folder / "error.txt"


def nothing(_files: Files) -> None:
    """Nothing is left to be ended."""


@dataclass(frozen=True, slots=True)
class Program:
    """``command``: what is run to make the PDF. ``spots``: where the bookmarks came to stand, once it is made.

    ``environment``: what the command is told besides. ``end``: ends what runs on when the command was stopped.
    """

    name: str
    command: Callable[[Files], Sequence[str]]
    spots: Callable[[Files], Spots]
    environment: Callable[[Files], Mapping[str, str]] = field(default=lambda _files: {})
    end: Callable[[Files], None] = nothing


def run(command: Sequence[str], environment: Mapping[str, str]) -> Generator[None, None, bool]:
    """Runs a program to its end, behind whatever else wants the processor; whether it came there within ``LONGEST``.

    It does not outlive this. Raises ``OSError`` when it cannot be started.
    """
    end = time.monotonic() + LONGEST
    none = subprocess.DEVNULL
    with subprocess.Popen(
        command,
        stdin=none,
        stdout=none,
        stderr=none,
        env={**os.environ, **environment},
        start_new_session=sys.platform != "win32",
        creationflags=NO_CONSOLE | BELOW_NORMAL if sys.platform == "win32" else 0,
    ) as process:
        try:
            if sys.platform != "win32":
                os.setpriority(os.PRIO_PGRP, process.pid, NICE)
            while process.poll() is None and time.monotonic() < end:
                yield
                time.sleep(PAUSE)
            return process.poll() is not None
        finally:
            if process.poll() is None:
                _stop(process)


def _stop(process: "subprocess.Popen[bytes]") -> None:
    """Ends the program with all that it has started."""
    if sys.platform == "win32":
        kill(process.pid)
    else:
        os.killpg(process.pid, signal.SIGKILL)


def kill(number: int) -> None:
    """Ends a process and its children, on Windows."""
    command = ["taskkill", "/T", "/F", "/PID", str(number)]
    subprocess.run(command, check=False, capture_output=True, creationflags=NO_CONSOLE if sys.platform == "win32" else 0)
