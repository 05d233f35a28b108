"""Blocks -> a Word document, on a base document (``reports.template``)."""

import copy
import itertools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from reports.blocks import Block, Contents, Figure, Heading, Item, ListOf, Paragraph, Report, Table
from reports.layout import Segment, entries_at, segments
from reports.lists import Lists
from reports.numbering import Numbers
from reports.placeholders import fill
from reports.template import TWIPS, Template, body_section
from reports.wordxml import EMU, NAMESPACES, bookmark, marked, paragraph, picture, run, table
from reports.wordxml import field as complex_field

POINTS = 72  # in an inch


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawn chart: PNG bytes and its size in pixels."""

    png: bytes
    width: int
    height: int

    def height_at(self, width: float) -> float:
        """Its height in points at a width in points."""
        return width * self.height / self.width


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Everything a document is written from: the report, its numbers and pages, the pictures by figure key, the template."""

    report: Report
    numbers: Numbers
    pages: Mapping[int, int]
    pictures: Mapping[str, Picture]
    template: Template


@dataclass
class Writer:
    """Writes blocks as XML; counts the bookmarks, pictures and lists as it goes."""

    source: Source
    lists: Lists
    bookmarks: Iterator[int] = field(default_factory=lambda: itertools.count(1))
    drawings: Iterator[int] = field(default_factory=lambda: itertools.count(1))
    width: float = 0.0

    @property
    def chinese(self) -> bool:
        """Whether the report is in Chinese."""
        return self.source.report.lang == "zh"

    def style(self, role: str) -> str:
        """The id of a role's style in the template."""
        return self.source.template.styles[role]

    def text(self, text: str, *, bold: bool = False) -> str:
        """Marked text as runs, with references as fields."""
        return marked(text, self.reference, chinese=self.chinese, bold=bold)

    def reference(self, key: str, bold: bool) -> str:
        """A cross reference: to the caption of a table or figure, or to the number of a heading."""
        numbers = self.source.numbers
        switch = "" if key.startswith(("table-", "figure-")) else r"\w "
        return complex_field(rf"REF {numbers.bookmarks[key]} {switch}\h", run(numbers.labels[key], bold=bold, chinese=self.chinese))

    def block(self, place: int, block: Block, *, turned: bool) -> str:
        """One block; ``turned``: it stands first in a section, which has started the page already."""
        if isinstance(block, Heading):
            return self.heading(place, block, turned=turned)
        if isinstance(block, Paragraph):
            return paragraph(self.style(block.style), self.text(block.text))
        if isinstance(block, Item):
            return paragraph(self.style("summary" if block.summary else "item"), self.text(block.text), self.lists.item(block.list, summary=block.summary))
        if isinstance(block, Table):
            return self.table(block)
        if isinstance(block, Figure):
            return self.figure(block)
        if isinstance(block, Contents | ListOf):
            return self.contents(block)
        return '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'

    def heading(self, place: int, block: Heading, *, turned: bool) -> str:
        """A heading of the outline, numbered as a list; the summary stands in the outline without a number."""
        new_page = "<w:pageBreakBefore/>" if block.new_page and not turned else ""
        role = f"heading{block.level}" if block.numbered else "contents"
        numbering = self.lists.heading(block.numbered, block.level) if block.numbered else ""
        outline = '<w:outlineLvl w:val="0"/>' if block.key == "summary" else ""
        inner = self.text(block.text)
        if block.key in self.source.numbers.bookmarks:
            inner = bookmark(next(self.bookmarks), self.source.numbers.bookmarks[block.key], inner)
        if block.numbered or outline:
            inner = bookmark(next(self.bookmarks), toc_name(place), inner)
        return paragraph(self.style(role), inner, new_page + numbering + outline)

    def caption(self, place_key: str, kind: str, words: str, *, keep: bool) -> str:
        """表1　... : the label and number are a SEQ field in the bookmark that references point to."""
        label, _, number = self.source.numbers.labels[place_key].partition(" ") if not self.chinese else (self.source.numbers.labels[place_key][:1], "", self.source.numbers.labels[place_key][1:])
        space = "" if self.chinese else " "
        numbered = run(label + space, chinese=self.chinese) + complex_field(rf"SEQ {label} \* ARABIC", run(number))
        inner = bookmark(next(self.bookmarks), self.source.numbers.bookmarks[place_key], numbered) + run("　" if self.chinese else "  ") + self.text(words)
        inner = bookmark(next(self.bookmarks), f"_Toc{kind}{self.source.numbers.bookmarks[place_key][4:]}", inner)
        return paragraph(self.style("caption"), inner, "<w:keepNext/>" if keep else "")

    def table(self, block: Table) -> str:
        """Caption, table, source."""
        total = sum(column.width for column in block.columns)
        widths = [round(self.width * TWIPS * column.width / total) for column in block.columns]
        style = self.style("cell")

        def cell(text: str, align: str, *, head: bool = False, last: bool = False) -> str:
            keep = "<w:keepNext/>" if head or (block.note if last else block.together) else ""
            return paragraph(style, self.text(text, bold=head), f'{keep}<w:jc w:val="{align}"/>')

        aligns = [column.align for column in block.columns]
        head = [cell(column.head, "center" if self.chinese else column.align, head=True) for column in block.columns]
        rows = [
            [cell(text, align, last=number == len(block.rows) - 1) for text, align in zip(row, aligns, strict=True)]
            for number, row in enumerate(block.rows)
        ]
        note = paragraph(self.style("note"), self.text(block.note) if block.note else "")
        return self.caption(block.key, "1", block.title, keep=True) + table(widths, head, rows) + note

    def figure(self, block: Figure) -> str:
        """Picture, caption, source."""
        drawn = self.source.pictures[block.key]
        width = min(self.width, drawn.width / 300 * POINTS)
        size = (round(width / POINTS * EMU), round(drawn.height_at(width) / POINTS * EMU))
        part = self.source.template.document.part
        relation, _ = part.get_or_add_image(_stream(drawn.png))
        shown = picture(relation, next(self.drawings), self.source.numbers.labels[block.key], self.source.numbers.plain(block.alt), size)
        note = paragraph(self.style("note"), self.text(block.note)) if block.note else ""
        return paragraph(self.style("figure"), shown) + self.caption(block.key, "2", block.caption, keep=bool(block.note)) + note

    def contents(self, block: Contents | ListOf) -> str:
        """The table of contents or a list, as one field over its lines, each a link with its page."""
        title = paragraph(self.style("contents"), self.text(block.title)) if isinstance(block, ListOf) else ""
        found = entries_at(block, self.source.report.blocks, self.source.numbers)
        instruction = r"TOC \o &quot;1-2&quot; \h \z \u"
        if isinstance(block, ListOf):
            label = self.source.numbers.labels[_first_key(self.source.report.blocks, block.kind)].rstrip("0123456789").strip()
            instruction = rf"TOC \h \z \c &quot;{label}&quot;"
        opening = f'<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> {instruction} </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        lines = [self._line(role, text, place) for role, text, place in found]
        lines[0] = lines[0].replace("</w:pPr>", f"</w:pPr>{opening}", 1)
        lines[-1] = lines[-1].removesuffix("</w:p>") + '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
        return title + "".join(lines)

    def _line(self, role: str, text: str, place: int) -> str:
        block = self.source.report.blocks[place]
        name = toc_name(place)
        if isinstance(block, Table | Figure):
            name = f"_Toc{'1' if isinstance(block, Table) else '2'}{self.source.numbers.bookmarks[block.key][4:]}"
        page = complex_field(rf"PAGEREF {name} \h", run(str(self.source.pages.get(place, 1))))
        return paragraph(self.style(role), f'<w:hyperlink w:anchor="{name}" w:history="1">{run(text, chinese=self.chinese)}<w:r><w:tab/></w:r>{page}</w:hyperlink>')


def toc_name(place: int) -> str:
    """The bookmark of a heading that the contents point to."""
    return f"_Toc0{place:08d}"


def _first_key(blocks: tuple[Block, ...], kind: str) -> str:
    wanted = Table if kind == "table" else Figure
    return next(block.key for block in blocks if isinstance(block, wanted))


def _stream(data: bytes) -> Any:
    import io

    return io.BytesIO(data)


def write(source: Source) -> None:
    """Puts the report into the template's document: placeholders filled, the body in its place, properties set."""
    from docx.oxml.parser import parse_xml

    document = source.template.document
    marker = fill(document, source.report.cover)
    portrait = body_section(document)
    writer = Writer(source, Lists(source.report.lang))
    pieces: list[str] = []
    runs = segments(source.report.blocks)
    for number, segment in enumerate(runs):
        writer.width = (source.template.geometry.sideways if segment.wide else source.template.geometry).width
        piece = _segment(writer, segment, first=number == 0)
        if number < len(runs) - 1:  # the section ends in its last paragraph: one of its own could run over to an empty page
            before, _, after = piece.rpartition("</w:pPr>")
            piece = f"{before}{_section(portrait, wide=segment.wide, first=number == 0)}</w:pPr>{after}"
        pieces.append(piece)
    root = parse_xml(f"<w:body {NAMESPACES}>{''.join(pieces)}</w:body>")
    for child in list(root):
        marker.addprevious(child)
    marker.getparent().remove(marker)
    if len(runs) > 1:
        _finish(portrait, wide=runs[-1].wide)
    writer.lists.add_to(document)


def _segment(writer: Writer, segment: Segment, *, first: bool) -> str:
    return "".join(
        writer.block(place, block, turned=number == 0 and not first) for number, (place, block) in enumerate(segment.blocks)
    )


def _section(portrait: Any, *, wide: bool, first: bool) -> str:
    """The properties of a section before the last: those of the template's, turned where wide; only the first starts the page numbers."""
    from docx.oxml.ns import qn
    from lxml import etree

    section = copy.deepcopy(portrait)
    if not first:
        for found in section.findall(qn("w:pgNumType")):
            section.remove(found)
    if wide:
        _turn(section)
    return etree.tostring(section, encoding="unicode")


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


def _finish(portrait: Any, *, wide: bool) -> None:
    """The template's own section properties now end the last section: its page numbers go on."""
    from docx.oxml.ns import qn

    for found in portrait.findall(qn("w:pgNumType")):
        portrait.remove(found)
    if wide:
        _turn(portrait)


__all__ = ["Callable", "Picture", "Source", "Writer", "replace", "write"]
