"""LibreOffice, where the machine has it: a document laid out for real, as PDF. It runs apart from the user's own, and can be stopped."""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Generator, Iterator
from functools import cache
from pathlib import Path

NAMES = ("soffice", "libreoffice")
PLACES = (  # where it is when it is not on the path
    r"C:\Program Files\LibreOffice\program\soffice.exe",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.exe",
    "/usr/lib/libreoffice/program/soffice",
    "/opt/libreoffice/program/soffice",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
)
LONGEST = 180.0  # seconds
NO_CONSOLE = 0x08000000
PAUSE = 0.05  # seconds between looks at it
WANTED = {name: {"type": "boolean", "value": "true"} for name in ("ExportBookmarksToPDFDestination", "UseTaggedPDF")}


@cache
def office() -> Path | None:
    """The program; ``None`` where there is none."""
    named = (shutil.which(name) for name in NAMES)
    return next((Path(found) for found in (*named, *PLACES) if found and Path(found).is_file()), None)


def to_pdf(program: Path, document: bytes) -> Generator[None, None, bytes | None]:
    """The Word document as PDF, waiting in short steps; ``None`` when LibreOffice fails or takes too long. Closing stops it."""
    with tempfile.TemporaryDirectory(prefix="jizhen-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        source, target = folder / "report.docx", folder / "report.pdf"
        source.write_bytes(document)
        yield from _run(
            [
                str(program),
                f"-env:UserInstallation={(folder / 'profile').as_uri()}",
                "--headless",
                "--convert-to",
                f"pdf:writer_pdf_Export:{json.dumps(WANTED, separators=(',', ':'))}",
                "--outdir",
                str(folder),
                str(source),
            ]
        )
        return target.read_bytes() if target.is_file() else None


def _run(command: list[str]) -> Iterator[None]:
    """Runs a program to its end; it does not outlive this, nor ``LONGEST``."""
    end = time.monotonic() + LONGEST
    none = subprocess.DEVNULL
    with subprocess.Popen(
        command,
        stdin=none,
        stdout=none,
        stderr=none,
        start_new_session=sys.platform != "win32",
        creationflags=NO_CONSOLE if sys.platform == "win32" else 0,
    ) as process:
        try:
            while process.poll() is None and time.monotonic() < end:
                yield
                time.sleep(PAUSE)
        finally:
            if process.poll() is None:
                _stop(process)


def _stop(process: "subprocess.Popen[bytes]") -> None:
    """Ends the program with all that it has started."""
    if sys.platform == "win32":
        subprocess.run(["taskkill", "/T", "/F", "/PID", str(process.pid)], check=False, capture_output=True)
    else:
        os.killpg(process.pid, signal.SIGKILL)
