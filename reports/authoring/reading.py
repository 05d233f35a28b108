"""A report that somebody has edited, read back: the text of every section whose fence is still there."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

from diagnosis.authored import Remark
from diagnosis.errors import UserError
from diagnosis.questionnaire import questionnaire
from diagnosis.text import Lang, phrases
from reports.authoring.fences import COPY, END, OF_TEMPLATE, SHOWN, Fence, shown, slug
from reports.authoring.markup import Line, Piece, tidy
from reports.authoring.package import COMMENTS, DOCUMENT, NUMBERING, STYLES, Package
from reports.authoring.sections import SUMMARY
from reports.authoring.wordtext import BREAK, Reader, W, blocks, bookmarks, comments, is_joined, remarks, settle
from reports.numbering import bookmark_of
from reports.table_widths import DATA
from reports.template import ROLES

NAMES = {name.lower(): role.id for role in ROLES for name in role.names}
LISTS = ("toc1", "toc2", "listed", "contents")  # what the contents are made of, and their headings
WORDS = ("body", "item", "summary", "bullet", "note", "")  # what somebody may have written between the report's own tables and headings
KINDS = (1, 2, 3)  # of bookmarks: headings, tables, figures
OURS = re.compile(r"_Ref[123]\d{8}")  # as ``bookmark_of`` makes them, and Word for what a colleague refers to


@dataclass(slots=True)
class Found:
    """What a file has of a section: its heading, its text, the hash of what was written there, and what could not be taken.

    ``left``: what somebody has put in that is no text, by its kind: tables, pictures, notes; ``retouched``: the captions of the report's
    own tables and figures that somebody has changed; ``overwritten``: what was typed over linked facts; ``remarks``: comments.
    """

    digest: str
    title: str = ""
    lines: list[Line] = field(default_factory=list)
    left: Counter[str] = field(default_factory=Counter)
    retouched: list[str] = field(default_factory=list)
    overwritten: list[str] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class ReadBack:
    """``sections``: by id; ``unknown``: fences of sections that the report does not have now; ``facts``: what they read in the file."""

    sections: Mapping[str, Found]
    unknown: int
    facts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Edited:
    """An edited report, opened and found to be one; ``lang``: of the report it is.

    ``bullets``, ``outline``: the numbers of its lists of points, and of those that number its headings.
    """

    body: Any
    styles: Mapping[str, str]
    bullets: frozenset[str]
    outline: frozenset[str]
    remarks: Mapping[str, Remark]
    lang: Lang

    def read(self, sections: Mapping[str, bool], keys: Iterable[str], facts: Iterable[str], *, gone: bool = False) -> ReadBack:
        """Its sections; ``sections``: id -> whether it has a heading; ``keys``: of tables, figures and headings.

        ``gone``: tables, figures and references that are not among the keys are read as such, too. That tells whether a text is as it
        was written; without them their captions and numbers are words that can be taken over.
        """
        marks = {bookmark_of(key, kind): key for key in (*keys, *(placeable() if gone else ())) for kind in KINDS}
        slugs = {slug(key): key for key in facts}
        names = {slug(name): (name, headed) for name, headed in sections.items()}
        ours = OURS.fullmatch
        key_of = (lambda name: marks.get(name) or (name if ours(name) else None)) if gone else marks.get
        known = frozenset(bookmark_of(key, 3) for key in (*marks.values(), *placeable()))
        walk = _Walk(names, marks, known, Reader(key_of, slugs.get), self.styles, self.bullets, self.outline, self.remarks)
        for block in blocks(self.body):
            walk.block(block)
        walk.end()
        return ReadBack(walk.found, walk.unknown, walk.reader.facts)


@cache
def placeable() -> tuple[str, ...]:
    """The keys of all tables and figures that a report may have."""
    named = {"caption": "figure", "table": "table"}
    told = (name.partition(".") for name in phrases("report"))
    data = (f"{DATA}{part}" for part in questionnaire().parts)
    return (*(f"{named[kind]}-{key}" for kind, _, key in told if kind in named), "table-moved", "table-since", *data)


def open_edited(path: Path) -> Edited:
    """Opens a report that was edited; raises ``UserError`` for a file that is no Word file, or one without a fence."""
    with Package(path) as package:
        document = package.part(DOCUMENT)
        if document is None:
            raise UserError("readback-no-docx", file=path)
        styles = _styles(package.part(STYLES))
        bullets = _bullets(package.part(NUMBERING))
        said = remarks(package.part(COMMENTS))
    body = document.find(W + "body")
    if body is not None:
        settle(body)
    names = [str(mark.get(W + "name")) for mark in document.iter(W + "bookmarkStart")]
    first = next((fence for name in names if (fence := Fence.of(name)) is not None), None)
    if first is None or body is None:
        raise UserError("readback-no-fences", file=path)
    headings = (each for each in body.iter(W + "p") if styles.get(str(_value(each, "pStyle")), "").startswith("heading"))
    outline = frozenset(number for each in headings if (number := _value(each, "numPr", "numId")) is not None)
    brought = {found[1] for name in names if (found := OF_TEMPLATE.fullmatch(name)) is not None}
    return Edited(body, styles, bullets, outline, {key: each for key, each in said.items() if each.id not in brought}, first.lang)


@dataclass
class _Shown:
    """A table or figure of the report: the hash of what it said when it was written, its caption, and what it says below that.

    One whose caption is gone is called by its key.
    """

    digest: str
    caption: str
    texts: list[str] = field(default_factory=list)

    @property
    def retouched(self) -> bool:
        """Whether somebody has changed it."""
        return self.digest != shown(self.caption, self.texts)


@dataclass
class _Walk:
    """Where in the file we are, and what was found. ``last``: the section that we are in or, between sections, were in.

    ``figures``: the bookmarks of all figures that a report may have; ``passed``: whether this is a section that it does not have now.
    ``table_next``: a caption of a table stood here, and its table is still to come. ``drawn``: pictures of which it is not known yet
    whether a figure's caption follows; ``waiting``: comments before any section.
    """

    names: Mapping[str, tuple[str, bool]]
    marks: Mapping[str, str]
    figures: frozenset[str]
    reader: Reader
    styles: Mapping[str, str]
    bullets: frozenset[str]
    outline: frozenset[str]
    remarks: Mapping[str, Remark]
    found: dict[str, Found] = field(default_factory=dict)
    unknown: int = 0
    present: Found | None = None
    passed: bool = False
    last: Found | None = None
    carried: list[Piece] = field(default_factory=list)
    after_place: bool = False
    table_next: bool = False
    shown: _Shown | None = None
    drawn: int = 0
    words: Reader = field(default_factory=lambda: Reader(lambda name: name if OURS.fullmatch(name) else None, lambda _slug: None))
    waiting: dict[str, Remark] = field(default_factory=dict)
    told: set[str] = field(default_factory=set)

    def block(self, block: Any) -> None:
        """One paragraph or table, with the comments on it."""
        self._block(block)
        new = [name for name in comments(block) if name in self.remarks and name not in self.told]
        self.told.update(new)
        self.waiting |= {name: self.remarks[name] for name in new}
        if self.last is not None:
            self.last.remarks += self.waiting.values()
            self.waiting = {}

    def end(self) -> None:
        """What is known once nothing of a section or of a table follows."""
        if self.last is not None:
            if self.shown is not None and self.shown.retouched:
                self.last.retouched.append(self.shown.caption)
            self.last.left["picture"] += self.drawn
        self.shown, self.drawn = None, 0

    def _block(self, block: Any) -> None:
        if block.tag == W + "tbl":
            self._table(block)
            return
        names = bookmarks(block)
        pieces = self.reader.pieces(block)
        overwritten, self.reader.overwritten = self.reader.overwritten, []
        role = self.styles.get(str(_value(block, "pStyle")), "")
        own = any(END.fullmatch(name) for name in names)
        if own or role in LISTS:
            self.end()
            self.present, self.passed = None, False
        fence = next((found for name in names if (found := Fence.of(name)) is not None and not self._is_copy(found)), None)
        if fence is not None and self._open(fence, pieces):
            return
        self._left(role)
        if self._place(block, role, names):
            return
        if role != "figure" and pieces:
            self.end()
        if self.present is not None:
            self.present.overwritten += overwritten
            self._line(block, role, pieces)
        elif self.last is not None and pieces and role in WORDS and not (own or self.passed or self._in_contents()):
            self.last.left["outside"] += 1

    def _table(self, table: Any) -> None:
        """A table of the report follows its caption; any other was drawn by somebody, be it between a caption and its source."""
        own, self.table_next = self.table_next, False
        ended = any(END.fullmatch(name) for name in bookmarks(table))  # the template's, behind the report
        if ended or not self.after_place:
            self.end()
        if ended:
            self.present = None
        if not (own or ended) and self.last is not None:
            self.last.left["table"] += 1
        for paragraph in table.iter(W + "p"):  # fields that begin or end in it
            self.reader.pieces(paragraph)
            if own and self.shown is not None:
                self.shown.texts.append(self._words(paragraph))
        self.reader.left.clear()
        self.reader.overwritten.clear()

    def _words(self, paragraph: Any) -> str:
        return "".join(piece.text for piece in self.words.pieces(paragraph))

    def _left(self, role: str) -> None:
        """What of a paragraph is no text; the picture of a figure stands in a paragraph of its own before the caption."""
        left, self.reader.left = self.reader.left, Counter()
        if self.last is None:
            return
        if role == "figure" and left["picture"]:
            self.last.left["picture"] += self.drawn
            self.drawn = left.pop("picture")
        self.last.left += left

    def _open(self, fence: Fence, pieces: tuple[Piece, ...]) -> bool:
        """A section begins; tells whether this paragraph is its heading."""
        self.carried, self.after_place, self.table_next = [], False, False
        self.end()
        name, headed = self.names.get(fence.slug, ("", False))
        self.passed = not name
        if not name:
            self.unknown += 1
            self.present = None
            return True
        self.present = self.last = self.found[name] = Found(fence.digest)
        if headed:
            self.present.title = "".join(piece.text for piece in pieces).replace(BREAK, " ")
        return headed

    def _in_contents(self) -> bool:
        """Whether we are between the summary and the first chapter: each program has styles of its own for lists that it makes anew."""
        return self.last is self.found.get(SUMMARY)

    def _is_copy(self, fence: Fence) -> bool:
        """Whether a section was copied with its mark: the text of the copy is one of where it stands now."""
        original = COPY.sub("", fence.slug)
        return self.names.get(fence.slug, ("", False))[0] in self.found or (original != fence.slug and original in self.names)

    def _place(self, block: Any, role: str, names: list[str]) -> bool:
        """Whether a paragraph is the caption of a table or figure of the report, or the source under it."""
        if role == "note" and self.after_place:
            self.after_place = self.table_next = False
            if self.shown is not None:
                self.shown.texts.append(self._words(block))
            self.end()
            return True
        if any(name in self.figures or SHOWN.fullmatch(name) for name in names):
            self.drawn = 0
        place = next((self.marks[name] for name in names if name in self.marks and name.startswith(("_Ref2", "_Ref3"))), None)
        if place is None:
            return False
        self.end()
        digest = next((found[1] for name in names if (found := SHOWN.fullmatch(name)) is not None), "")
        self.shown = _Shown(digest, self._words(block) or place) if digest else None
        if self.present is not None:
            self.present.lines.append(Line("place", key=place))
        self.after_place, self.table_next = True, any(name.startswith("_Ref2") for name in names if name in self.marks)
        return True

    def _line(self, block: Any, role: str, pieces: tuple[Piece, ...]) -> None:
        assert self.present is not None
        self.carried += pieces
        if is_joined(block):
            return
        whole, self.carried = tidy(self.carried), []
        if whole:
            self.after_place = self.table_next = False
            self.present.lines.append(self._kind(block, role, whole))

    def _kind(self, block: Any, role: str, pieces: tuple[Piece, ...]) -> Line:
        if role.startswith("heading"):
            return Line("heading", pieces)
        number = _value(block, "numPr", "numId")
        if number in self.outline and role in ("body", "summary"):  # pasted in the place of a heading
            return Line("text", pieces)
        if number in self.bullets or role == "bullet":
            return Line("bullet", pieces)
        return Line("number" if role == "item" or (number not in (None, "0")) else "text", pieces)


def broken(line: Line) -> Iterator[Line]:
    """A paragraph in which lines were broken by hand, as the paragraphs that they are meant as; one of a list goes on."""
    if line.kind != "text":
        yield replace(line, pieces=tuple(replace(piece, text=piece.text.replace(BREAK, " ")) for piece in line.pieces))
        return
    rows: list[list[Piece]] = [[]]
    for piece in line.pieces:
        first, *others = piece.text.split(BREAK)
        rows[-1].append(replace(piece, text=first))
        rows += [[replace(piece, text=text)] for text in others]
    yield from (replace(line, pieces=pieces) for row in rows if (pieces := tidy(row)))


def _value(paragraph: Any, *path: str) -> str | None:
    found = paragraph.find("/".join((f"{W}pPr", *(W + name for name in path))))
    return None if found is None else str(found.get(W + "val"))


def _styles(root: Any) -> dict[str, str]:
    """Style id -> the role that the report uses it for; other programs give styles ids of their own, but keep their names."""
    found = {}
    for style in root.iter(W + "style") if root is not None else ():
        name = style.find(W + "name")
        words = str(name.get(W + "val")).lower() if name is not None else ""
        found[str(style.get(W + "styleId"))] = "bullet" if words.startswith("list bullet") else NAMES.get(words, "")
    return found


def _bullets(root: Any) -> frozenset[str]:
    """The numbers of lists whose first level is a bullet."""
    if root is None:
        return frozenset()
    kinds = {}
    for abstract in root.iter(W + "abstractNum"):
        form = abstract.find(f"{W}lvl/{W}numFmt")
        kinds[abstract.get(W + "abstractNumId")] = form.get(W + "val") if form is not None else None
    return frozenset(
        str(number.get(W + "numId"))
        for number in root.iter(W + "num")
        if (abstract := number.find(W + "abstractNumId")) is not None and kinds.get(abstract.get(W + "val")) == "bullet"
    )
