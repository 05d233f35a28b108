"""Pieces of WordprocessingML as strings: runs, fields, bookmarks, paragraphs. Strings are parsed once, which is what makes it fast."""

from collections.abc import Callable

from reports.blocks import Linked, Run, clean, inlines

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
C = "http://schemas.openxmlformats.org/drawingml/2006/chart"
SVG = "http://schemas.microsoft.com/office/drawing/2016/SVG/main"
PICTURE = "http://schemas.openxmlformats.org/drawingml/2006/picture"
NAMESPACES = (
    f'xmlns:w="{W}" xmlns:r="{R}" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    f'xmlns:a="{A}" xmlns:c="{C}" xmlns:pic="{PICTURE}"'
)
# Marks that Western and Chinese share; without a hint Word takes them from the Western font, at half the width.
SHARED = frozenset("“”‘’—…·×→↑↓①②③")
EMU, POINTS, DPI = 914400, 72, 300  # of an inch: the unit of drawings, points, pixels of our pictures


def escape(text: str) -> str:
    """Text as XML content; what XML cannot hold is dropped."""
    return clean(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def run(text: str, *, bold: bool = False, chinese: bool = False, properties: str = "") -> str:
    """A run; a line feed becomes a line break. ``chinese``: shared marks are Chinese ones."""
    if not text:
        return ""
    hint = '<w:rFonts w:hint="eastAsia"/>' if chinese and SHARED & set(text) else ""
    weight = "<w:b/><w:bCs/>" if bold else ""
    inner = f"{hint}{weight}{properties}"
    head = f"<w:r><w:rPr>{inner}</w:rPr>" if inner else "<w:r>"
    pieces = []
    for number, line in enumerate(escape(text).split("\n")):
        pieces.append("<w:br/>" if number else "")
        for place, part in enumerate(line.split("\t")):
            pieces.append("<w:tab/>" if place else "")
            pieces.append(f'<w:t xml:space="preserve">{part}</w:t>' if part else "")
    return f"{head}{''.join(pieces)}</w:r>"


def begin_field(instruction: str) -> str:
    """The opening of a field, up to its result."""
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {escape(instruction)} </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )


def end_field() -> str:
    """The end of a field."""
    return '<w:r><w:fldChar w:fldCharType="end"/></w:r>'


def complex_field(instruction: str, result: str) -> str:
    """A field with its result filled in; ``result`` is run XML."""
    return begin_field(instruction) + result + end_field()


def hyperlink(anchor: str, inner: str) -> str:
    """A link to a bookmark."""
    return f'<w:hyperlink w:anchor="{anchor}" w:history="1">{inner}</w:hyperlink>'


def bookmark(number: int, name: str, inner: str) -> str:
    """``inner`` between the marks of a bookmark."""
    return f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>{inner}<w:bookmarkEnd w:id="{number}"/>'


def paragraph(style: str, inner: str, properties: str = "") -> str:
    """A paragraph of a style (its id); ``properties`` in the schema's order."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{properties}</w:pPr>{inner}</w:p>'


Reference = Callable[[str, bool], str]
Link = Callable[[Linked, str], str]


def marked(text: str, reference: Reference, link: Link, *, chinese: bool, bold: bool = False, properties: str = "") -> str:
    """Marked text as runs; ``reference`` writes the field for a key, ``link`` gets the run of a linked fact."""
    parts = []
    for part in inlines(text):
        if isinstance(part, Run):
            words = run(part.text, bold=bold or part.bold, chinese=chinese, properties=properties)
            parts.append(link(part, words) if isinstance(part, Linked) else words)
        else:
            parts.append(reference(part.key, bold))
    return "".join(parts)


def within(xml: str, before: str, after: str) -> str:
    """Paragraphs as XML with something at the beginning and at the end of the first one."""
    head, mark, rest = xml.partition("</w:pPr>")
    inner, end, tail = rest.partition("</w:p>")
    return f"{head}{mark}{before}{inner}{after}{end}{tail}"


def picture(relation: str, vector: str, number: int, name: str, alt: str, size: tuple[int, int]) -> str:
    """An inline picture; ``size`` in EMU. ``vector``: the relation of the same picture as SVG, for readers that know it, or ``""``."""
    width, height = size
    shape = f'<a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
    own = f"<a:extLst>{VECTOR.format(relation=vector)}</a:extLst>" if vector else ""
    content = (
        f'<pic:pic><pic:nvPicPr><pic:cNvPr id="{number}" name="{escape(name)}"/><pic:cNvPicPr/></pic:nvPicPr>'
        f'<pic:blipFill><a:blip r:embed="{relation}">{own}</a:blip><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        f"<pic:spPr>{shape}</pic:spPr></pic:pic>"
    )
    frame = '<wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr>'
    return _inline(frame, f'<a:graphicData uri="{PICTURE}">{content}</a:graphicData>', number, (name, alt), size)


VECTOR = f'<a:ext uri="{{{{96DAC541-7B7A-43D3-8B79-37D633B846F1}}}}"><asvg:svgBlip xmlns:asvg="{SVG}" r:embed="{{relation}}"/></a:ext>'


def chart(relation: str, number: int, name: str, alt: str, size: tuple[int, int]) -> str:
    """An inline chart; ``size`` in EMU."""
    content = f'<a:graphicData uri="{C}"><c:chart r:id="{relation}"/></a:graphicData>'
    return _inline("<wp:cNvGraphicFramePr/>", content, number, (name, alt), size)


def _inline(frame: str, content: str, number: int, words: tuple[str, str], size: tuple[int, int]) -> str:
    """A drawing in the line of text; ``words``: its name and what it shows."""
    name, alt = words
    return (
        f'<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{size[0]}" cy="{size[1]}"/>'
        f'<wp:effectExtent l="0" t="0" r="0" b="0"/><wp:docPr id="{number}" name="{escape(name)}" descr="{escape(alt)}"/>'
        f"{frame}<a:graphic>{content}</a:graphic></wp:inline></w:drawing></w:r>"
    )


def _rule(side: str, eighths: int) -> str:
    """A rule on one side of a table or cell, in eighths of a point."""
    return f'<w:{side} w:val="single" w:sz="{eighths}" w:space="0" w:color="000000"/>'


def table(widths: list[int], head: list[str], rows: list[tuple[list[str], bool]]) -> str:
    """A three-line table from cell paragraphs: rules of 1.5 pt above and below, 0.75 pt under the head, which repeats.

    A row stays whole unless it says that it is too tall for that.
    """
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    properties = (
        f'<w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
        f"<w:tblBorders>{_rule('top', 12)}{_rule('bottom', 12)}</w:tblBorders>"
        '<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="70" w:type="dxa"/><w:right w:w="70" w:type="dxa"/></w:tblCellMar>'
        '<w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/></w:tblPr>'
    )
    under = f"<w:tcBorders>{_rule('bottom', 6)}</w:tcBorders>"
    body = _row(widths, head, under, f"{WHOLE}<w:tblHeader/>") + "".join(_row(widths, row, "", "" if tall else WHOLE) for row, tall in rows)
    return f"<w:tbl>{properties}<w:tblGrid>{grid}</w:tblGrid>{body}</w:tbl>"


WHOLE = "<w:cantSplit/>"


def _row(widths: list[int], cells: list[str], borders: str, properties: str) -> str:
    inner = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{borders}<w:vAlign w:val="center"/></w:tcPr>{cell}</w:tc>'
        for width, cell in zip(widths, cells, strict=True)
    )
    return f"<w:tr>{f'<w:trPr>{properties}</w:trPr>' if properties else ''}{inner}</w:tr>"
