"""A document as the bytes of its file: the same document gives the same bytes."""

import io
import zipfile
from typing import TYPE_CHECKING, Any

from reports.wordxml import escape

if TYPE_CHECKING:
    from docx.document import Document

ENTRY_TIME = (1980, 1, 1, 0, 0, 0)  # of every entry in the file, so that the same data give the same bytes
STORED = (".png", ".xlsx")  # they are compressed already
LEVEL = 4  # of compression: half the time of the usual one, and a file that is some percent larger
TYPES = "[Content_Types].xml"
TYPES_XML = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>{parts}</Types>'
)


def packed(document: "Document") -> bytes:
    """The document's file: entries in a fixed order with a fixed time; python-docx would compress them once more for nothing."""
    entries = _entries(document.part.package)
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED, compresslevel=LEVEL) as target:
        for name in (TYPES, "_rels/.rels", *sorted(set(entries) - {TYPES, "_rels/.rels"})):
            entry = zipfile.ZipInfo(name, ENTRY_TIME)
            entry.compress_type = zipfile.ZIP_STORED if name.endswith(STORED) else zipfile.ZIP_DEFLATED
            target.writestr(entry, entries[name], compresslevel=LEVEL)
    return content.getvalue()


def _entries(package: Any) -> dict[str, bytes | str]:
    """Every part with its relations, the package's own, and the types of all."""
    found: dict[str, bytes | str] = {"_rels/.rels": package.rels.xml}
    types = []
    for part in package.iter_parts():
        part.before_marshal()
        found[part.partname.membername] = part.blob
        if len(part.rels):
            found[part.partname.rels_uri.membername] = part.rels.xml
        types.append(f'<Override PartName="{escape(part.partname)}" ContentType="{escape(part.content_type)}"/>')
    return {TYPES: TYPES_XML.format(parts="".join(sorted(types))), **found}
