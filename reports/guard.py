"""What is looked at before a Word file of unknown origin is unpacked: how large it becomes, and whether it reaches out of itself."""

import re
import zipfile
from pathlib import Path

from diagnosis.errors import UserError

LARGEST = 256 * 2**20  # bytes of everything unpacked
PART, RATIO, SMALL = 64 * 2**20, 200, 2**20  # of a part, unpacked: bytes; to packed, where it has more than ``SMALL``
ENTRIES = 5_000
DECLARED = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)
RELATION = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>")
LINK = re.compile(rb"/relationships/hyperlink[\"']")  # the only thing outside that waits until somebody clicks it


def refuse_hostile(path: Path) -> None:
    """Raises ``UserError`` for a file that unpacks to more than any template, declares entities, or would load something from elsewhere."""
    with zipfile.ZipFile(path) as file:
        entries = file.infolist()
        if len(entries) > ENTRIES or sum(entry.file_size for entry in entries) > LARGEST or any(map(_is_bomb, entries)):
            raise UserError("template-too-large", file=path)
        for entry in entries:
            if not entry.filename.lower().endswith((".xml", ".rels")):
                continue
            with file.open(entry) as part:
                data = part.read(entry.file_size + 1)
            if len(data) > entry.file_size:
                raise UserError("template-too-large", file=path)
            text = data if not data.startswith((b"\xff\xfe", b"\xfe\xff")) else data.replace(b"\0", b"")
            if DECLARED.search(text):
                raise UserError("template-unreadable", file=path)
            outside = (found.group() for found in RELATION.finditer(text) if b"External" in found.group())
            if any(not LINK.search(found) for found in outside):
                raise UserError("template-linked", file=path)


def _is_bomb(entry: zipfile.ZipInfo) -> bool:
    return entry.file_size > PART or (entry.file_size > SMALL and entry.file_size > RATIO * max(entry.compress_size, 1))
