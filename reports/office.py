"""A Word document laid out for real, as PDF, by the office program that the machine has; it runs apart from the user's own."""

import tempfile
from collections.abc import Callable, Generator
from functools import cache
from pathlib import Path

from diagnosis.errors import UserError, system_reason, telling_of
from reports.offices import libreoffice, word
from reports.offices.program import Files, Laid, Program, run

FINDERS: tuple[Callable[[], Program | None], ...] = (libreoffice.find, word.find)  # the first that is there is asked
PREFIX = "jizhen-"  # of the private folders in which documents are handed over


@cache
def office() -> Program | None:
    """The program; ``None`` where there is none."""
    return next((found for find in FINDERS if (found := find()) is not None), None)


def lay_out(program: Program, document: bytes, beside: Path | None = None) -> Generator[None, None, "Laid | str"]:
    """The Word document as PDF, waiting in short steps; where the program fails or takes too long, what it says of it, or nothing.

    Closing stops the program. ``beside``: where the private folder is made in which the document is handed over, else in the system's
    folder for such files; it is gone when this ends. Raises ``UserError`` when that cannot be written, or the program not be started.
    """
    place = beside or Path(tempfile.gettempdir())
    with telling_of(place):
        folder = tempfile.TemporaryDirectory(prefix=PREFIX, dir=beside, ignore_cleanup_errors=True)
    with folder as name:
        files = Files(Path(name))
        with telling_of(place):  # nobody knows the file in it
            files.source.write_bytes(document)
        try:
            done = yield from _asked(program, files)
            if done and (pdf := files.target.read_bytes()):
                return Laid(pdf, program.spots(files))
            return files.error.read_text("utf-8-sig", "replace").strip() if files.error.is_file() else ""
        except OSError as error:  # it was taken away since it was found, or this machine's rules forbid it
            raise UserError("office-not-started", program=program.name, reason=system_reason(error)) from error


def _asked(program: Program, files: Files) -> Generator[None, None, bool]:
    """Whether the program came to its end and left a PDF: what one leaves that is stopped may be the half of it."""
    done = False
    try:
        ended = yield from run(program.command(files), program.environment(files))
        done = ended and files.target.is_file()
    finally:
        if not done:
            program.end(files)
    return done
