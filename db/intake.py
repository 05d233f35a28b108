"""Reading files that are to be attached: piece by piece, so that others can work in between, and with one line for each that is refused."""

import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from db.blobs import LARGEST, PIECE, Packer, blob_of
from db.evidence import Incoming
from db.filenames import kept_name
from db.media import HEAD, kind_of
from diagnosis.errors import UserError, system_reason
from diagnosis.progress import Progress
from diagnosis.text import phrase, shortened


@dataclass(slots=True)
class Taken:
    """What has come of reading so far: files, and why others were refused."""

    files: list[Incoming] = field(default_factory=list)
    refused: list[UserError] = field(default_factory=list)

    @property
    def size(self) -> int:
        """Bytes of the files as they will be stored."""
        return sum(len(each.blob.data) for each in self.files)

    def all_files(self) -> list[Incoming]:
        """The files, which then are no longer kept here."""
        files, self.files = self.files, []
        return files


def read_files(paths: Sequence[Path], taken: Taken) -> Iterator[Progress]:
    """Reads files into ``taken``, a step for each piece; one that is refused stops none of the others."""
    found: list[tuple[Path, int]] = []
    for path in paths:
        try:
            found.append((path, size_of(path)))
        except UserError as error:
            taken.refused.append(error)
    total, done = sum(_pieces(size) for _, size in found), 0
    for path, size in found:
        text = phrase("db", "reading-file", name=shortened(kept_name(path.name)))
        yield Progress(done, total, text)
        try:
            for piece in _read(path, taken):
                yield Progress(min(done + piece, total), total, text)
        except UserError as error:
            taken.refused.append(error)
        done += _pieces(size)


def size_of(path: Path) -> int:
    """The bytes of a file that can be attached; raises ``UserError`` for what is gone, no file, empty or too large."""
    try:
        found = path.stat()
    except FileNotFoundError:
        raise UserError("file-gone", file=path.name) from None
    except (OSError, ValueError) as error:
        raise UserError("file-unreadable", file=path.name, reason=system_reason(error)) from None
    if stat.S_ISDIR(found.st_mode):
        raise UserError("evidence-folder", file=path.name)
    if not stat.S_ISREG(found.st_mode):  # a pipe or a device would never end
        raise UserError("evidence-no-file", file=path.name)
    _check_size(path, found.st_size)
    return found.st_size


def of_bytes(name: str, content: bytes) -> Incoming:
    """A file of bytes that are at hand, as a pasted picture is; raises ``UserError`` when it is empty or too large."""
    _check_size(Path(name), len(content))
    return Incoming(name, kind_of(name, content[:HEAD]), blob_of(content))


def _read(path: Path, taken: Taken) -> Iterator[int]:
    """Reads one file; gives how many pieces it has read."""
    packer, head, count = Packer(), b"", 0
    try:
        with path.open("rb") as file:
            while piece := file.read(PIECE):
                head = head or piece[:HEAD]
                packer.add(piece)
                if packer.size > LARGEST:  # it has grown since it was looked at
                    break
                count += 1
                yield count
    except FileNotFoundError:
        raise UserError("file-gone", file=path.name) from None
    except PermissionError:
        raise UserError("file-forbidden", file=path.name) from None
    except OSError as error:
        raise UserError("file-unreadable", file=path.name, reason=system_reason(error)) from None
    _check_size(path, packer.size)
    taken.files.append(Incoming(path.name, kind_of(path.name, head), packer.blob()))


def _check_size(path: Path, size: int) -> None:
    if size == 0:
        raise UserError("evidence-empty", file=path.name)
    if size > LARGEST:
        raise UserError("evidence-too-large", file=path.name, size=f"{size / 2**20:,.0f}", largest=LARGEST // 2**20)


def _pieces(size: int) -> int:
    return -(-size // PIECE)
