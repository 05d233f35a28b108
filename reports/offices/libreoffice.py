"""LibreOffice: a profile of its own beside the user's, bookmarks exported as destinations of the PDF."""

import json
import shutil
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from reports.offices.program import Files, Program, Spots
from reports.pdf import destinations

NAMES = ("soffice", "libreoffice")
PLACES = (  # where it is when it is not on the path
    r"C:\Program Files\LibreOffice\program\soffice.exe",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.exe",
    "/usr/lib/libreoffice/program/soffice",
    "/opt/libreoffice/program/soffice",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
)
WANTED = {name: {"type": "boolean", "value": "true"} for name in ("ExportBookmarksToPDFDestination", "UseTaggedPDF")}


def find() -> Program | None:
    """LibreOffice, if it is on this machine."""
    named = (shutil.which(name) for name in NAMES)
    path = next((Path(found) for found in (*named, *PLACES) if found and Path(found).is_file()), None)
    return None if path is None else at(path)


def at(path: Path) -> Program:
    """The LibreOffice of this program file."""
    return Program("LibreOffice", partial(_command, path), _spots)


def _command(path: Path, files: Files) -> Sequence[str]:
    return (
        str(path),
        f"-env:UserInstallation={(files.folder / 'profile').as_uri()}",
        "--headless",
        "--convert-to",
        f"pdf:writer_pdf_Export:{json.dumps(WANTED, separators=(',', ':'))}",
        "--outdir",
        str(files.folder),
        str(files.source),
    )


def _spots(files: Files) -> Spots:
    """It writes what is no letter or digit in hexadecimal, 5F for the underscore; some versions put a slash before the name."""
    return {name.removeprefix("/").replace("5F", "_"): spot for name, spot in destinations(files.target.read_bytes()).items()}
