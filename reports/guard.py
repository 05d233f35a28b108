"""What is looked at before a Word file of unknown origin is unpacked: how large it becomes, and whether it reaches out of itself."""

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from diagnosis.errors import UserError

if TYPE_CHECKING:
    from lxml.etree import _Element

LARGEST = 256 * 2**20  # bytes of everything unpacked
PART, RATIO, SMALL = 64 * 2**20, 200, 2**20  # of a part, unpacked: bytes; to packed, where it has more than ``SMALL``
ENTRIES = 5_000
ATTACHED = "/relationships/attachedTemplate"  # each file made of a .dotx has it: what opens one for a report leaves it out
HYPERLINK = "/relationships/hyperlink"  # waits until somebody clicks it
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# fields whose result is another file's content, or another program's (ECMA-376 part 1, 17.16.5)
REACHING = re.compile(r"^\s*(DATABASE|DDE|DDEAUTO|IMPORT|INCLUDE|INCLUDEPICTURE|INCLUDETEXT|LINK|RD)\b", re.IGNORECASE | re.MULTILINE)


def refuse_hostile(path: Path) -> None:
    """Raises ``UserError`` for a file that unpacks to more than any template, declares entities, or would load something from elsewhere.

    Raises what zipfile and lxml say of an archive or a part that is damaged.
    """
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
            _look(path, data)


def _is_bomb(entry: zipfile.ZipInfo) -> bool:
    return entry.file_size > PART or (entry.file_size > SMALL and entry.file_size > RATIO * max(entry.compress_size, 1))


def _look(path: Path, data: bytes) -> None:
    """One part, read as XML: its bytes may say the same in many ways."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    root = etree.fromstring(data, parser)
    if root.getroottree().docinfo.internalDTD is not None:
        raise UserError("template-unreadable", file=path)
    outside = (each for each in root.iter("{*}Relationship") if str(each.get("TargetMode") or "Internal").lower() != "internal")
    if any(not str(each.get("Type")).endswith((ATTACHED, HYPERLINK)) for each in outside) or any(map(REACHING.search, _fields(root))):
        raise UserError("template-linked", file=path)


def _fields(root: "_Element") -> Iterator[str]:
    """The instructions of all fields; one may stand in several runs, and the marks between fields are lines here."""
    yield "".join("\n" if each.tag == f"{W}fldChar" else each.text or "" for each in root.iter(f"{W}fldChar", f"{W}instrText"))
    for each in root.iter(f"{W}fldSimple"):
        yield str(each.get(f"{W}instr"))
