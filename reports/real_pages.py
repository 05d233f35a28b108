"""The page numbers of a real layout, put in place of the estimated ones."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from reports.wordxml import W

if TYPE_CHECKING:
    from docx.document import Document


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
