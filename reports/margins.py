"""How far a header or footer pushes the text of a page: Word moves it where they are taller than the margin leaves room for."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from reports.wordxml import W

if TYPE_CHECKING:
    from docx.document import Document

POINT = 12700.0  # EMU
P, TABLE, ROW, CELL = (f"{{{W}}}{tag}" for tag in ("p", "tbl", "tr", "tc"))
INLINE = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}inline"
EXTENT = INLINE.replace("inline", "extent")


def room(document: "Document", section: Any, side: str, margin: float, line_of: Callable[[Any], float]) -> float:
    """The space in points that the text keeps from the edge of the page; ``side``: top or bottom; ``line_of``: the height of a paragraph.

    A margin below zero is one that nothing moves.
    """
    from docx.section import Section

    own = Section(section, document.part)
    distance = own.header_distance if side == "top" else own.footer_distance
    if margin < 0 or distance is None:
        return abs(margin)
    story = _story(document, section, side)
    tall = _tall(story._element, line_of) if story is not None else 0.0
    return max(margin, distance.pt + tall) if tall else margin


def _story(document: "Document", section: Any, side: str) -> Any:
    """The header or footer of a section, which may be that of one before it; ``None`` where there is none: to ask for it would add one."""
    found = None
    for each in document.sections:
        story = each.header if side == "top" else each.footer
        if not story.is_linked_to_previous:
            found = story
        if each._sectPr is section:
            break
    return found


def _tall(element: Any, line_of: Callable[[Any], float]) -> float:
    """The height in points of the paragraphs and tables in an element; long lines are taken for one."""
    height = 0.0
    for child in element:
        if child.tag == P:
            drawn = (float(extent.get("cy") or 0) / POINT for inline in child.iter(INLINE) for extent in inline.iter(EXTENT))
            height += max((line_of(child), *drawn))
        elif child.tag == TABLE:
            height += sum(max((_tall(cell, line_of) for cell in row.iter(CELL)), default=0.0) for row in child.iter(ROW))
    return height
