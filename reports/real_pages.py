"""The page numbers of a real layout, put in place of the estimated ones."""

import io
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from reports.wordxml import W

if TYPE_CHECKING:
    from docx.document import Document

FIRST = "_Toc0"  # bookmarks of headings


def pages_in(pdf: bytes) -> Mapping[str, int]:
    """bookmark -> the sheet (from 1) it stands on, for the bookmarks that LibreOffice exported as destinations."""
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(io.BytesIO(pdf))
        places = {_plain(name): reader.get_destination_page_number(place) for name, place in reader.named_destinations.items()}
    except (PyPdfError, KeyError, ValueError, TypeError):  # what pypdf raises for a file that it cannot follow
        return {}
    return {name: number + 1 for name, number in places.items() if number is not None}


def _plain(name: str) -> str:
    """LibreOffice writes what is no letter or digit as its code in hexadecimal: 5F for the underscore, with a slash before the name."""
    return name.removeprefix("/").replace("5F", "_", 1)


def renumber(document: "Document", sheets: Mapping[str, int], first: int | None) -> bool:
    """Puts the real page into every reference to one; ``first``: the number of the body's first page, ``None`` counts every sheet.

    Returns whether every reference has its page; if not, nothing is changed.
    """
    wanted = list(_references(document.element.body))
    if not wanted or any(name not in sheets for name, _ in wanted):
        return False
    start = min(sheets[name] for name, _ in wanted)
    shift = 0 if first is None else start - first
    for name, result in wanted:
        result.text = str(sheets[name] - shift)
    return True


def _references(body: Any) -> Iterator[tuple[str, Any]]:
    """(bookmark, the text of its result) of every PAGEREF field."""
    name = ""
    for node in body.iter(f"{{{W}}}instrText", f"{{{W}}}t"):
        if node.tag.endswith("instrText"):
            words = (node.text or "").split()
            name = words[1] if words[:1] == ["PAGEREF"] else ""
        elif name:
            yield name, node
            name = ""


def reword(document: "Document", before: str, after: str) -> None:
    """Puts ``after`` in place of the text that reads ``before``."""
    for node in document.element.body.iter(f"{{{W}}}t"):
        if node.text == before:
            node.text = after
