"""Files of evidence opened in the system's own viewers: from copies that cannot be written, which go when the program ends."""

import atexit
import contextlib
import tempfile
from functools import cache
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from db import blobs
from db.attachments import Attachment
from db.filenames import safe_name
from db.media import opens, with_suffix_of
from db.places import laying_folder, mending_folder, viewing_folder
from db.workspace import Workspace
from diagnosis.errors import UserError
from ui.session import Session


def can_open(file: Attachment) -> bool:
    """Whether a viewer may be asked to: a program, a script or a document with macros is only ever saved."""
    return opens(file.kind)


def open_copy(session: Session, file: Attachment) -> None:
    """Show a file in the system's viewer; what goes wrong is told in the message bar."""

    def show(path: Path) -> None:
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))):
            session.message.emit(UserError("evidence-no-viewer", file=file.name))

    session.run(lambda ws: _copy(ws, file), show)


def _copy(ws: Workspace, file: Attachment) -> Path:
    """On the worker: the file in our folder of copies, read-only, as what is changed there would be lost."""
    folder = _folder() / file.hash[:16]
    folder.mkdir(exist_ok=True)
    path = folder / safe_name(with_suffix_of(file.name, file.kind))
    if not path.exists():
        from db.files import write_bytes  # with it comes what surveys hold to: a start after a crash empties the folder alone

        write_bytes(path, blobs.content(ws, file.hash))
        path.chmod(0o400)
    return path


@cache
def _folder() -> Path:
    """A folder that only this user can read, emptied when the program ends, or at the next start when it was killed."""
    folder = Path(tempfile.mkdtemp(dir=viewing_folder()))
    atexit.register(_empty, folder)
    return folder


def empty_left() -> None:
    """Deletes the copies, and the reports that were being laid out, that a killed program has left; only where no other one runs."""
    for folder in (each for place in (viewing_folder, laying_folder, mending_folder) for each in place().iterdir()):
        _empty(folder)


def _empty(folder: Path) -> None:
    for path in sorted(folder.rglob("*"), reverse=True):
        with contextlib.suppress(OSError):  # a viewer still holds it
            path.chmod(0o700)
            path.rmdir() if path.is_dir() else path.unlink()
    with contextlib.suppress(OSError):
        folder.rmdir()
