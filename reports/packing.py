"""A document as the bytes of its file: the same document gives the same bytes."""

import io
import zipfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from docx.document import Document

ENTRY_TIME = (1980, 1, 1, 0, 0, 0)  # of every entry in the file, so that the same data give the same bytes
STORED = (".png", ".xlsx")  # they are compressed already
FIRST_PARTS = ("[Content_Types].xml", "_rels/.rels")


def packed(document: "Document") -> bytes:
    """The document's file: entries in a fixed order with a fixed time."""
    saved, packed = io.BytesIO(), io.BytesIO()
    document.save(saved)
    with zipfile.ZipFile(saved) as source, zipfile.ZipFile(packed, "w") as target:
        names = source.namelist()
        for name in (*FIRST_PARTS, *sorted(set(names) - set(FIRST_PARTS))):
            entry = zipfile.ZipInfo(name, ENTRY_TIME)
            entry.compress_type = zipfile.ZIP_STORED if name.endswith(STORED) else zipfile.ZIP_DEFLATED
            target.writestr(entry, source.read(name))
    return packed.getvalue()
