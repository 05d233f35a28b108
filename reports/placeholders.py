"""Fills the placeholders of a base document and finds the paragraph where the body goes."""

from typing import TYPE_CHECKING, Any

from reports.blocks import Cover, clean
from reports.template import BODY, BRACES, paragraphs, stories, text_nodes, text_of

if TYPE_CHECKING:
    from docx.document import Document


def fill(document: "Document", cover: Cover) -> Any:
    """Fills every placeholder; a paragraph whose placeholders are all empty goes. Returns the paragraph of ``{{body}}``."""
    values = {"cluster": cover.cluster, "round": cover.round, "date": cover.date, "organisation": cover.organisation, "mark": cover.mark}
    marker = None
    for story, element in stories(document):
        in_body = element is document.element.body
        del story
        for paragraph in paragraphs(element):
            names = BRACES.findall(text_of(paragraph))
            if BODY in names:
                marker = paragraph
            elif names:
                title = "\n".join(cover.title) if in_body else " ".join(cover.title)
                _fill(paragraph, names, {**values, "title": title})
    return marker


def _fill(paragraph: Any, names: list[str], values: dict[str, str]) -> None:
    if not any(values[name] for name in names):
        _remove(paragraph)
        return
    nodes = text_nodes(paragraph)
    spans, start = [], 0
    for node in nodes:  # a placeholder may be split over runs: it is written into the run it begins in
        spans.append((node, start))
        start += len(node.text or "")
    text = text_of(paragraph)
    for found in reversed(list(BRACES.finditer(text))):
        _replace(spans, found.start(), found.end(), clean(values[found[1]]))
    for node in nodes:
        _break_lines(node)


def _replace(spans: list[tuple[Any, int]], start: int, end: int, value: str) -> None:
    """Puts ``value`` in place of characters ``start..end`` of the paragraph."""
    for node, offset in reversed(spans):
        text = node.text or ""
        low, high = max(start - offset, 0), min(end - offset, len(text))
        if low < high:
            first = offset <= start
            node.text = text[:low] + (value if first else "") + text[high:]
            node.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def _break_lines(node: Any) -> None:
    """A line feed in a text node becomes a line break of its run."""
    from docx.oxml.ns import qn

    lines = (node.text or "").split("\n")
    if len(lines) < 2:
        return
    node.text = lines[0]
    after = node
    for line in lines[1:]:
        for tag, text in ((qn("w:br"), None), (qn("w:t"), line)):
            made = node.makeelement(tag, {})
            made.text = text
            after.addnext(made)
            after = made


def _remove(paragraph: Any) -> None:
    """Removes a paragraph, or its text where something must stay: a section's end, the only paragraph of a cell, a logo, a text box."""
    from docx.oxml.ns import qn

    parent = paragraph.getparent()
    only = parent.tag != qn("w:body") and len(parent.findall(qn("w:p"))) < 2
    holds = any(next(paragraph.iter(qn(tag)), None) is not None for tag in ("w:sectPr", "w:drawing", "w:pict", "w:object"))
    if only or holds:
        for node in text_nodes(paragraph):
            node.text = ""
    else:
        parent.remove(paragraph)
