"""A program in a folder, and updates for it that a key of the test has signed."""

import sys
from pathlib import Path

import pytest
import sign_update
from nacl.signing import SigningKey

from db import update_files
from diagnosis import __version__

NEXT = "99.1"
ENDING = {"deb": "deb", "exe": "exe"}


def script(path: Path, does: str) -> Path:
    """A program that does this."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{does}\n")
    path.chmod(0o755)
    return path


def speaking(folder: Path, version: str) -> Path:
    """A program folder whose program says this version, with another file in a folder below."""
    script(folder / "jizhen", f'echo "集诊 {version}"')
    (folder / "_internal").mkdir(exist_ok=True)
    (folder / "_internal" / "数据.bin").write_bytes(version.encode() * 1000)
    return folder


class Publisher:
    """Signs updates with a key that the program trusts."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder, self.key = folder, SigningKey.generate()
        keys = folder / "keys.txt"
        keys.write_text(f"# ours\n{SigningKey.generate().verify_key.encode().hex()}\n{self.key.verify_key.encode().hex()}\n")
        monkeypatch.setattr(update_files, "KEYS", keys)

    def update(self, version: str = NEXT, *, kind: str = "folder", key: SigningKey | None = None, system: str = "", says: str = "") -> Path:
        """An update file; ``says``: the version that its program tells, where it lies."""
        if kind == "folder":
            source = speaking(self.folder / f"made-{version}", says or version)
        else:
            source = self.folder / f"jizhen.{ENDING[kind]}"
            source.write_bytes(b"an installer")
        return sign_update.made(source, key or self.key, self.folder, version=version, system=system or update_files.this_system())


def frozen(folder: Path, monkeypatch: pytest.MonkeyPatch, how: str = "") -> Path:
    """The program runs from this folder, which is how it came there: by a deb, an exe, or unpacked."""
    speaking(folder, __version__)
    if how:
        (folder / "installed").write_text(f"{how}\n")
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(folder / "jizhen"))
    return folder


def content(folder: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
