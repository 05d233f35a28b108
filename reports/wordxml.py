"""Pieces of WordprocessingML as strings: runs, fields, bookmarks, paragraphs. Strings are parsed once, which is what makes it fast."""

from collections.abc import Callable

from reports.blocks import Run, clean, inlines

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMESPACES = (
    f'xmlns:w="{W}" xmlns:r="{R}" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
)
# Marks that Western and Chinese share; without a hint Word takes them from the Western font, at half the width.
SHARED = frozenset("“”‘’—…·×→↑↓①②③")
EMU = 914400  # an inch, in the unit of drawings


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


def field(instruction: str, result: str) -> str:
    """A field with its result filled in; ``result`` is run XML."""
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {escape(instruction)} </w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{result}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def bookmark(number: int, name: str, inner: str) -> str:
    """``inner`` between the marks of a bookmark."""
    return f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>{inner}<w:bookmarkEnd w:id="{number}"/>'


def paragraph(style: str, inner: str, properties: str = "") -> str:
    """A paragraph of a style (its id); ``properties`` in the schema's order."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{properties}</w:pPr>{inner}</w:p>'


def marked(text: str, reference: Callable[[str, bool], str], *, chinese: bool, bold: bool = False) -> str:
    """Marked text as runs; ``reference`` writes the field for a key."""
    parts = []
    for part in inlines(text):
        if isinstance(part, Run):
            parts.append(run(part.text, bold=bold or part.bold, chinese=chinese))
        else:
            parts.append(reference(part.key, bold))
    return "".join(parts)


def picture(relation: str, number: int, name: str, alt: str, size: tuple[int, int]) -> str:
    """An inline picture; ``size`` in EMU."""
    width, height = size
    return (
        f'<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{width}" cy="{height}"/>'
        f'<wp:docPr id="{number}" name="{escape(name)}" descr="{escape(alt)}"/>'
        '<wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr>'
        '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic>'
        f'<pic:nvPicPr><pic:cNvPr id="{number}" name="{escape(name)}"/><pic:cNvPicPr/></pic:nvPicPr>'
        f'<pic:blipFill><a:blip r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr>'
        "</pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )


def table(widths: list[int], head: list[str], rows: list[list[str]]) -> str:
    """A three-line table from cell paragraphs: rules of 1.5 pt above and below, 0.75 pt under the head, which repeats; rows stay whole."""
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    borders = '<w:tblBorders><w:top w:val="single" w:sz="12" w:space="0" w:color="000000"/><w:bottom w:val="single" w:sz="12" w:space="0" w:color="000000"/></w:tblBorders>'
    margins = '<w:tblCellMar><w:left w:w="70" w:type="dxa"/><w:right w:w="70" w:type="dxa"/></w:tblCellMar>'
    rule = '<w:tcBorders><w:bottom w:val="single" w:sz="6" w:space="0" w:color="000000"/></w:tcBorders>'
    xml = [
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>{borders}<w:tblLayout w:type="fixed"/>{margins}'
        f'<w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>',
        _row(widths, head, rule, "<w:tblHeader/>"),
        *(_row(widths, row, "", "") for row in rows),
        "</w:tbl>",
    ]
    return "".join(xml)


def _row(widths: list[int], cells: list[str], borders: str, header: str) -> str:
    inner = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{borders}<w:vAlign w:val="center"/></w:tcPr>{cell}</w:tc>'
        for width, cell in zip(widths, cells, strict=True)
    )
    return f"<w:tr><w:trPr><w:cantSplit/>{header}</w:trPr>{inner}</w:tr>"
