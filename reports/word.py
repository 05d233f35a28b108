"""Blocks -> a Word document, on a base document (``reports.template``)."""

import copy
import itertools
from collections.abc import Sequence
from typing import Any

from reports.authoring import fences
from reports.blocks import Contents, ListOf
from reports.comments import Comments
from reports.drawn import Parts
from reports.layout import Segment, segments
from reports.lists import Lists
from reports.placeholders import fill
from reports.template import TWIPS, body_section, stories
from reports.wordxml import NAMESPACES, bookmark
from reports.writer import Source, Writer

LISTED = ("toc1", "toc2", "listed")
EDGE = 20  # twips by which a tab may stand beyond the text
FOOTER = 560  # twips that a line of the footer takes


def write(source: Source) -> None:
    """Puts the report into the template's document: placeholders filled, the body in its place, its lists defined."""
    from docx.oxml.ns import qn

    document = source.template.document
    portrait = body_section(document)
    for role in LISTED:
        _set_tab(_style(document, source.template.styles[role]), source.template.geometry.width)
    _set_close(source)
    marker = fill(document, source.report.cover)
    if source.report.bare:
        _strip(marker)
    writer = Writer(
        source,
        Lists(source.report.lang, document),
        Parts(document),
        Comments(document),
        bookmarks=itertools.count(_highest(document, "{*}bookmarkStart", qn("w:id")) + 1),
        drawings=itertools.count(_highest(document, "{*}docPr", "id") + 1),
    )
    runs = segments(source.report.blocks)
    content = _body(writer, runs, portrait)
    if len(runs) > 1:  # the template's own section properties now end the last section
        _go_on(portrait)
        if runs[-1].wide:
            _turn(portrait)
    if writer.fenced:
        _end_before(marker, writer)
    _put(marker, content)
    writer.lists.add()


def _style(document: Any, style_id: str) -> Any:
    """The definition of a style."""
    from docx.oxml.ns import qn

    return next(each for each in document.styles.element.findall(qn("w:style")) if each.get(qn("w:styleId")) == style_id)


def _set_close(source: Source) -> None:
    """Closer lines of the contents and lists: in their styles, so that they stay when the fields are updated."""
    from docx.oxml.ns import qn

    close = min((block.close for block in source.report.blocks if isinstance(block, Contents | ListOf)), default=1.0)
    if close == 1.0:
        return
    template = source.template
    for style_id, line in {template.styles[role]: template.metrics[role].line for role in LISTED}.items():
        spacing = _style(template.document, style_id).get_or_add_pPr().get_or_add_spacing()
        spacing.set(qn("w:line"), str(round(line * close * TWIPS)))
        spacing.set(qn("w:lineRule"), "exact")


def _set_tab(style: Any, width: float) -> None:
    """Where the page numbers of the contents stand: at the edge of the text, if the style has no place for them or one beyond it."""
    from docx.oxml.ns import qn
    from docx.oxml.parser import parse_xml

    edge = round(width * TWIPS)
    stops = [tab for tab in style.iter(qn("w:tab")) if tab.get(qn("w:val")) == "right"]
    for tab in stops:
        if int(tab.get(qn("w:pos"))) > edge + EDGE:
            tab.set(qn("w:pos"), str(edge))
    if not stops:
        tabs = style.get_or_add_pPr().get_or_add_tabs()
        tabs.append(parse_xml(f'<w:tab {NAMESPACES} w:val="right" w:leader="dot" w:pos="{edge}"/>'))


def _highest(document: Any, tag: str, name: str) -> int:
    """The highest id that the template's own bookmarks or drawings have; ours begin above, as no id may stand twice."""
    ids = [node.get(name) or "" for _, element in stories(document) for node in element.iter(tag)]
    return max((int(each) for each in ids if each.isdigit()), default=0)


def _put(marker: Any, content: str) -> None:
    """The content in the marker's place. A new body is made of the old one's text: to move many nodes costs far more than to parse them."""
    from docx.oxml.parser import parse_xml
    from lxml import etree

    body = marker.getparent()
    pieces = [content if child is marker else str(etree.tostring(child, encoding="unicode", with_tail=False)) for child in body]
    body.getparent().replace(body, parse_xml(f"<w:body {NAMESPACES}>{''.join(pieces)}</w:body>"))


def _end_before(marker: Any, writer: Writer) -> None:
    """Marks what the template has behind the report as no text of it: each paragraph, and the first of a table."""
    from docx.oxml.ns import qn
    from docx.oxml.parser import parse_xml

    for later in marker.itersiblings():
        paragraphs = list(later.iter(qn("w:p")))
        for each in paragraphs[:1] if later.tag == qn("w:tbl") else paragraphs:
            number = next(writer.bookmarks)
            marks = parse_xml(f"<w:p {NAMESPACES}>{bookmark(number, fences.end_of_template(number), '')}</w:p>")
            place = 1 if len(each) and each[0].tag == qn("w:pPr") else 0
            each[place:place] = list(marks)


def _strip(marker: Any) -> None:
    """Takes away what stands before the body: the cover, with the section that it is."""
    for earlier in list(marker.itersiblings(preceding=True)):
        earlier.getparent().remove(earlier)


def _body(writer: Writer, runs: Sequence[Segment], portrait: Any) -> str:
    """All blocks; every run of pages but the last ends in a section of its own."""
    pieces = []
    for number, segment in enumerate(runs):
        geometry = writer.source.template.geometry
        writer.width = (geometry.sideways if segment.wide else geometry).width
        piece = "".join(writer.block(place, block, turned=not at and number > 0) for at, (place, block) in enumerate(segment.blocks))
        if number < len(runs) - 1:  # the section ends in its last paragraph: one of its own could run over to an empty page
            before, _, after = piece.rpartition("</w:pPr>")
            piece = f"{before}{_section(portrait, wide=segment.wide, first=not number)}</w:pPr>{after}"
        pieces.append(piece)
    return "".join(pieces)


def _section(portrait: Any, *, wide: bool, first: bool) -> str:
    """The properties of a section before the last: those of the template's, turned where wide; only the first starts the page numbers."""
    from lxml import etree

    section = copy.deepcopy(portrait)
    if not first:
        _go_on(section)
    if wide:
        _turn(section)
    return str(etree.tostring(section, encoding="unicode"))


def _go_on(section: Any) -> None:
    """Page numbers of this section go on from the one before."""
    from docx.oxml.ns import qn

    for found in section.findall(qn("w:pgNumType")):
        section.remove(found)


def _turn(section: Any) -> None:
    """Portrait to landscape: the sheet turns to the left and its margins with it."""
    from docx.oxml.ns import qn

    size, margins = section.find(qn("w:pgSz")), section.find(qn("w:pgMar"))
    width, height = size.get(qn("w:w")), size.get(qn("w:h"))
    size.set(qn("w:w"), height)
    size.set(qn("w:h"), width)
    size.set(qn("w:orient"), "landscape")
    top, right, bottom, left = (margins.get(qn(f"w:{side}")) for side in ("top", "right", "bottom", "left"))
    for side, value in (("top", left), ("right", top), ("bottom", right), ("left", bottom)):
        margins.set(qn(f"w:{side}"), value)
    foot, edge = margins.get(qn("w:footer")), margins.get(qn("w:bottom"))
    if foot and edge and int(foot) > int(edge) - FOOTER:  # or the footer would push the text up
        margins.set(qn("w:footer"), str(max(int(edge) - FOOTER, 0)))
