"""The parts of a .docx that reading back needs, taken as from any file of unknown origin: bounded, without entities or links."""

import zipfile
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, Self

from diagnosis.errors import UserError, system_reason

if TYPE_CHECKING:
    from lxml.etree import _Element

LARGEST = 256 * 2**20  # bytes of the file
PART = 64 * 2**20  # bytes of a part, unpacked
RATIO = 200  # unpacked to packed, of a part of more than ``SMALL`` bytes
SMALL = 2**20
ENTRIES = 20_000
# what zipfile says of an archive that is damaged, encrypted, or packed in a way of its own
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, LookupError, NotImplementedError, RuntimeError, ValueError)
DOCUMENT, STYLES, NUMBERING, COMMENTS = "word/document.xml", "word/styles.xml", "word/numbering.xml", "word/comments.xml"


class Package:
    """An opened .docx; raises ``UserError`` for a file that is none, or that is larger than any report."""

    def __init__(self, path: Path) -> None:
        """Opens it and measures what is in it before anything is unpacked."""
        self.path = path
        if path.is_dir():
            raise UserError("file-is-folder", file=path)
        try:
            if path.stat().st_size > LARGEST:
                raise UserError("readback-too-large", file=path)
            self._zip = zipfile.ZipFile(path)
        except FileNotFoundError:
            raise UserError("file-missing", file=path) from None
        except OSError as error:
            raise UserError("file-unreadable", file=path, reason=system_reason(error)) from None
        except BROKEN:
            raise UserError("readback-no-docx", file=path) from None
        if len(self._zip.infolist()) > ENTRIES:
            self.close()
            raise UserError("readback-too-large", file=path)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._zip.close()

    def part(self, name: str) -> "_Element | None":
        """The root of a part, ``None`` where the file has none; raises ``UserError`` for what is no sound XML."""
        from lxml import etree

        data = self._bytes(name)
        if data is None:
            return None
        if any(mark.encode(coding) in data for mark in ("<!DOCTYPE", "<!ENTITY") for coding in ("ascii", "utf-16-le", "utf-16-be")):
            raise UserError("readback-no-docx", file=self.path)
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True)
        try:
            return etree.fromstring(data, parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise UserError("readback-no-docx", file=self.path) from error

    def _bytes(self, name: str) -> bytes | None:
        try:
            entry = self._zip.getinfo(name)
        except KeyError:
            return None
        if entry.file_size > PART or (entry.file_size > SMALL and entry.file_size > RATIO * max(entry.compress_size, 1)):
            raise UserError("readback-too-large", file=self.path)
        try:
            with self._zip.open(entry) as file:
                data = file.read(PART + 1)
        except (OSError, *BROKEN) as error:
            raise UserError("readback-no-docx", file=self.path) from error
        if len(data) > PART:
            raise UserError("readback-too-large", file=self.path)
        return data
