"""A signed update as one file: read, checked, and unpacked.

A zip with ``update.json`` (version, system, kind, and the SHA-256 of every part), ``update.sig`` (the Ed25519 signature of exactly those
bytes, RFC 8032) and the parts under ``files/``. The keys whose signatures count stand in ``templates/update-keys.txt``, one a line, in
hexadecimal; the private ones are with whoever publishes.
"""

import hashlib
import json
import platform
import re
import sys
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Any

from db.program import VERSION, Kind
from diagnosis.errors import UserError, system_reason, telling_of
from diagnosis.progress import Progress
from diagnosis.text import TEMPLATES, phrase

FORMAT, MANIFEST, SIGNATURE, FILES = "jizhen-update", "update.json", "update.sig", "files/"
SUFFIX = ".jzupdate"
KEYS = TEMPLATES / "update-keys.txt"
LARGEST, LARGEST_MANIFEST = 4 * 2**30, 16 * 2**20  # bytes unpacked; nobody's update is larger
CHUNK = 2**20
BROKEN = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError)  # what zipfile says of a file that is none


@dataclass(frozen=True, slots=True)
class Part:
    """One file of the update. ``runs``: it is a program."""

    name: str
    sha256: str
    size: int
    runs: bool = False


@dataclass(frozen=True, slots=True)
class Update:
    """What a file with a good signature says it is."""

    path: Path
    version: str
    system: str
    kind: Kind
    parts: tuple[Part, ...]

    @property
    def size(self) -> int:
        """Bytes when unpacked."""
        return sum(part.size for part in self.parts)


def this_system() -> str:
    """What an update for this machine is made for, such as ``linux-x86_64``."""
    machine = platform.machine().lower()
    return f"{'windows' if sys.platform == 'win32' else sys.platform}-{'x86_64' if machine == 'amd64' else machine}"


def number(version: str) -> tuple[int, ...]:
    """A version to compare."""
    return tuple(int(part) for part in version.split("."))


def manifest(version: str, system: str, kind: Kind, parts: tuple[Part, ...]) -> bytes:
    """What is signed."""
    about = {"format": FORMAT, "version": version, "system": system, "kind": kind, "parts": [asdict(part) for part in parts]}
    return json.dumps(about, ensure_ascii=False, indent=1).encode()


def read_update(path: Path) -> Update:
    """The update in a file; raises ``UserError`` for one that cannot be read, is none, or that nobody we trust has signed."""
    try:
        with zipfile.ZipFile(path) as file:
            told, signature = _read(file, MANIFEST), _read(file, SIGNATURE)
    except FileNotFoundError:
        raise UserError("file-missing", file=path) from None
    except OSError as error:
        raise UserError("file-unreadable", file=path, reason=system_reason(error)) from None
    except (*BROKEN, KeyError):
        raise UserError("update-other", file=path) from None
    if not is_signed(told, signature):
        raise UserError("update-unsigned", file=path)
    try:
        return _update(path, json.loads(told))
    except (ValueError, KeyError, TypeError):
        raise UserError("update-other", file=path) from None


def _read(file: zipfile.ZipFile, name: str) -> bytes:
    with file.open(name) as part:
        return part.read(LARGEST_MANIFEST)


def is_signed(message: bytes, signature: bytes) -> bool:
    """Whether one of our keys has signed it."""
    from nacl.exceptions import CryptoError
    from nacl.signing import VerifyKey

    for line in KEYS.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            try:
                VerifyKey(bytes.fromhex(line)).verify(message, signature)
            except (CryptoError, ValueError):
                continue
            return True
    return False


def _update(path: Path, about: dict[str, Any]) -> Update:
    """The manifest, which is signed, as a value; raises ValueError, KeyError or TypeError for what is none of ours."""
    parts = tuple(Part(str(part["name"]), str(part["sha256"]), int(part["size"]), bool(part["runs"])) for part in about["parts"])
    names = [part.name for part in parts]
    if about["format"] != FORMAT or not VERSION.fullmatch(about["version"]) or about["kind"] not in {"folder", "deb", "exe"}:
        raise ValueError(about["format"])
    if not names or len({name.casefold() for name in names}) < len(names) or not all(map(_stays_inside, names)):
        raise ValueError(names)
    if sum(part.size for part in parts) > LARGEST:
        raise ValueError(parts)
    return Update(path, about["version"], about["system"], about["kind"], parts)


def _stays_inside(name: str) -> bool:
    """Whether a part's name is a plain way down from its folder, on every system."""
    way = PurePosixPath(name)
    return (
        bool(way.name)
        and not way.is_absolute()
        and ".." not in way.parts
        and not re.search(r'[\\:*?"<>|\x00-\x1f]', name)
        and str(way) == name
    )


def unpack(update: Update, folder: Path) -> Iterator[Progress]:
    """Writes the parts into ``folder`` and checks each; raises ``UserError`` when one is not what was signed, or the file is gone."""
    done, total = 0, max(update.size, 1)
    try:
        opened = zipfile.ZipFile(update.path)
    except OSError as error:
        raise UserError("file-unreadable", file=update.path, reason=system_reason(error)) from None
    except BROKEN:
        raise UserError("update-unsigned", file=update.path) from None
    with opened as file:
        for part in update.parts:
            yield Progress(done, total, phrase("db", "update-unpacking", name=part.name))
            target = folder / part.name
            with telling_of(target):
                target.parent.mkdir(parents=True, exist_ok=True)
                try:
                    with file.open(FILES + part.name) as source, target.open("wb") as out:
                        digest = _copied(source, out, part.size)
                except (*BROKEN, KeyError):
                    digest = ""
                if digest != part.sha256:
                    raise UserError("update-unsigned", file=update.path)
                target.chmod(0o755 if part.runs else 0o644)
            done += part.size


def _copied(source: IO[bytes], out: IO[bytes], size: int) -> str:
    """The SHA-256 of what was copied; no more than one chunk beyond the size that was promised is written."""
    digest, written = hashlib.sha256(), 0
    while written <= size and (chunk := source.read(CHUNK)):
        digest.update(chunk)
        out.write(chunk)
        written += len(chunk)
    return digest.hexdigest() if written == size else ""
