"""One block after another as WordprocessingML."""

import itertools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from reports.authoring import fences
from reports.blocks import CLOSE, DENSE, Block, Contents, Figure, Heading, Item, Linked, ListOf, PageBreak, Paragraph, Report, Table, spoken
from reports.comments import Comments
from reports.drawn import Drawn, Parts
from reports.layout import entries_at
from reports.lists import Lists
from reports.numbering import Numbers
from reports.template import TWIPS, Template
from reports.wordxml import (
    begin_field,
    bookmark,
    complex_field,
    end_field,
    hyperlink,
    marked,
    paragraph,
    run,
    table,
    within,
)

TALL = 600  # characters in a cell: such a row may be cut at the end of a page
GAP = {"zh": "　", "en": "  "}  # between a caption's number and its words


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Everything a document is written from: the report, its numbers and pages, the pictures by figure key, the template."""

    report: Report
    numbers: Numbers
    pages: Mapping[int, int]
    pictures: Mapping[str, Drawn]
    template: Template


@dataclass
class Writer:
    """Writes blocks as XML; counts the bookmarks, pictures and lists as it goes. ``width``: of the text, in points."""

    source: Source
    lists: Lists
    parts: Parts
    comments: Comments
    bookmarks: Iterator[int] = field(default_factory=lambda: itertools.count(1))
    drawings: Iterator[int] = field(default_factory=lambda: itertools.count(1))
    width: float = 0.0
    of_template: tuple[str, ...] = field(init=False)  # the marks of comments that the template has brought along, until they stand

    def __post_init__(self) -> None:
        """Before any comment of ours is there."""
        self.of_template = tuple(map(fences.of_template, self.comments.of_template()))

    @cached_property
    def fenced(self) -> bool:
        """Whether the report can be read back, and so carries marks for that."""
        return any(getattr(block, "fence", "") for block in self.source.report.blocks)

    @property
    def chinese(self) -> bool:
        """Whether the report is in Chinese."""
        return self.source.report.lang == "zh"

    def style(self, role: str) -> str:
        """The id of a role's style in the template."""
        return self.source.template.styles[role]

    def text(self, text: str, *, bold: bool = False, properties: str = "") -> str:
        """Marked text as runs, with references as fields."""
        return marked(text, self.reference, self.linked, chinese=self.chinese, bold=bold, properties=properties)

    def linked(self, part: Linked, words: str) -> str:
        """The run of a linked fact, in a bookmark of its own, so that it is one again when it is read back."""
        number = next(self.bookmarks)
        return bookmark(number, fences.of_fact(number, part.key, part.text), words)

    def plain(self, text: str) -> str:
        """Text as one run."""
        return run(text, chinese=self.chinese)

    def reference(self, key: str, bold: bool) -> str:
        """A cross reference: to the caption of a table or figure, or to the number of a heading."""
        numbers = self.source.numbers
        switch = "" if key.startswith(("table-", "figure-")) else r"\w "
        return complex_field(rf"REF {numbers.bookmarks[key]} {switch}\h", run(numbers.labels[key], bold=bold, chinese=self.chinese))

    def block(self, place: int, block: Block, *, turned: bool) -> str:
        """One block, with the fence that it carries and the comments on it."""
        xml = self._block(place, block, turned=turned)
        if fence := getattr(block, "fence", ""):
            marks, self.of_template = (fence, *self.of_template), ()
            for mark in marks:
                xml = within(xml, *bookmark(next(self.bookmarks), mark, "\0").split("\0"))
        for remark in getattr(block, "remarks", ()):
            xml = within(xml, *self.comments.add(remark, self.style("note"), chinese=self.chinese))
        return xml

    def _block(self, place: int, block: Block, *, turned: bool) -> str:
        """One block; ``turned``: it stands first in a section, which has started the page already."""
        xml = ""
        match block:
            case Heading():
                xml = self.heading(place, block, turned=turned)
            case Paragraph():
                xml = paragraph(self.style(block.style), self.text(block.text))
            case Item():
                numbering = self.lists.item(block.list, summary=block.summary, bullet=block.bullet)
                xml = paragraph(self.style("summary" if block.summary else "item"), self.text(block.text), numbering)
            case Table():
                xml = self.table(block)
            case Figure():
                xml = self.figure(block)
            case Contents() | ListOf():
                xml = self.contents(block)
            case PageBreak():
                xml = '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'
        return xml

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
            inner = bookmark(next(self.bookmarks), self._listed_as(place, block), inner)
        return paragraph(self.style(role), inner, new_page + numbering + outline)

    def _listed_as(self, place: int, block: Block) -> str:
        """The bookmark that the contents and lists point to."""
        if isinstance(block, Table | Figure):
            return f"_Toc{self.source.numbers.bookmarks[block.key].removeprefix('_Ref')}"
        return f"_Toc0{place:08d}"

    def caption(self, block: Table | Figure, words: str, *, keep: bool) -> str:
        """表1　... : the label and number are text and a SEQ field in the bookmark that references point to."""
        numbers = self.source.numbers
        label, number = numbers.parts[block.key]
        numbered = self.plain(label) + complex_field(rf"SEQ {label.strip()} \* ARABIC", run(str(number)))
        inner = bookmark(next(self.bookmarks), numbers.bookmarks[block.key], numbered)
        inner += self.plain(GAP[self.source.report.lang]) + self.text(words)
        inner = bookmark(next(self.bookmarks), self._listed_as(-1, block), inner)
        if self.fenced:
            count = next(self.bookmarks)
            inner = bookmark(count, fences.of_shown(count, f"{label}{number}{spoken(words)}", block.texts), inner)
        return paragraph(self.style("caption"), inner, "<w:keepNext/>" if keep else "")

    def table(self, block: Table) -> str:
        """Caption, table, source."""
        total = sum(column.width for column in block.columns)
        widths = [round(self.width * TWIPS * column.width / total) for column in block.columns]
        head = [
            self._cell(block, column.head, "center" if self.chinese else column.align, keep=True, bold=True) for column in block.columns
        ]
        rows = []
        for number, row in enumerate(block.rows, 1):
            keep = bool(block.note) if number == len(block.rows) else block.together or block.paired(number)
            cells = [self._cell(block, text, column.align, keep=keep) for text, column in zip(row, block.columns, strict=True)]
            rows.append((cells, any(len(text) > TALL for text in row)))
        if head:
            head[0] = self._marked(head[0], lambda number: fences.of_body(number, block.key))
        return self.caption(block, block.title, keep=True) + table(widths, head, rows) + self._note(block)

    def _note(self, block: Table | Figure) -> str:
        """The source below a table or figure."""
        xml = paragraph(self.style("note"), self.text(block.note))
        return self._marked(xml, lambda number: fences.of_note(number, block.key, spoken(block.note))) if block.note else xml

    def _marked(self, xml: str, name: Callable[[int], str]) -> str:
        """A paragraph with the mark by which it is found again."""
        number = next(self.bookmarks) if self.fenced else 0
        return within(xml, *bookmark(number, name(number), "\0").split("\0")) if self.fenced else xml

    def _cell(self, block: Table, text: str, align: str, *, keep: bool, bold: bool = False) -> str:
        properties, size = ("<w:keepNext/>" if keep else ""), ""
        if block.dense:
            metrics = self.source.template.metrics["cell"]
            half_points, line = round(2 * DENSE * metrics.size), round(DENSE * metrics.line * TWIPS)
            above, below = (round(CLOSE * space * TWIPS) for space in (metrics.before, metrics.after))
            properties += f'<w:spacing w:before="{above}" w:after="{below}" w:line="{line}" w:lineRule="exact"/>'
            size = f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'
        return paragraph(self.style("cell"), self.text(text, bold=bold, properties=size), properties + f'<w:jc w:val="{align}"/>')

    def figure(self, block: Figure) -> str:
        """Picture or charts, caption, source."""
        words = (self.source.numbers.labels[block.key], self.source.numbers.plain(block.alt))
        drawing = self.source.pictures[block.key].xml(self.parts, self.drawings, words, self.width, block.scale)
        shown = self._marked(paragraph(self.style("figure"), drawing), lambda number: fences.of_body(number, block.key))
        note = self._note(block) if block.note else ""
        return shown + self.caption(block, block.caption, keep=bool(block.note)) + note

    def contents(self, block: Contents | ListOf) -> str:
        """The table of contents or a list, as one field over its lines, each a link with its page."""
        title, instruction = "", r'TOC \o "1-2" \h \z \u'
        found = entries_at(block, self.source.report.blocks, self.source.numbers)
        if isinstance(block, ListOf):
            title = paragraph(self.style("contents"), self.text(block.title))
            first = self.source.report.blocks[found[0][2]]
            assert isinstance(first, Table | Figure)
            label = self.source.numbers.parts[first.key][0].strip()
            instruction = rf'TOC \h \z \c "{label}"'
        lines = [self._line(text, place) for _, text, place in found]
        lines[0] = begin_field(instruction) + lines[0]
        lines[-1] += end_field()
        return title + "".join(paragraph(self.style(role), line) for (role, *_), line in zip(found, lines, strict=True))

    def _line(self, text: str, place: int) -> str:
        """A line of the contents: its words, a tab, and its page."""
        name = self._listed_as(place, self.source.report.blocks[place])
        page = complex_field(rf"PAGEREF {name} \h", run(str(self.source.pages[place])))
        return hyperlink(name, f"{self.plain(text)}<w:r><w:tab/></w:r>{page}")
