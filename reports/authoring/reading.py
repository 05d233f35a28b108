"""A report that somebody has edited, read back: the text of every section whose fence is still there."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from diagnosis.authored import Remark
from diagnosis.errors import UserError
from diagnosis.questionnaire import questionnaire
from diagnosis.text import Lang, phrases
from reports.authoring.fences import END, Fence, slug
from reports.authoring.markup import Line, Piece, tidy
from reports.authoring.package import COMMENTS, DOCUMENT, NUMBERING, STYLES, Package
from reports.authoring.wordtext import Reader, W, blocks, bookmarks, comments, is_joined, remarks
from reports.filling import DATA
from reports.numbering import bookmark_of
from reports.template import ROLES

NAMES = {name.lower(): role.id for role in ROLES for name in role.names}
KINDS = (1, 2, 3)  # of bookmarks: headings, tables, figures
OURS = re.compile(r"_Ref[123]\d{8}")  # as ``bookmark_of`` makes them


@dataclass(slots=True)
class Found:
    """What a file has of a section: its heading, its text, the hash of what was written there, and what could not be taken.

    ``tables``: tables that somebody has drawn into the text; ``overwritten``: what was typed over linked facts; ``remarks``: comments.
    """

    digest: str
    title: str = ""
    lines: list[Line] = field(default_factory=list)
    tables: int = 0
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
    """An edited report, opened and found to be one; ``lang``: of the report it is."""

    body: Any
    styles: Mapping[str, str]
    bullets: frozenset[str]
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
        key_of = (lambda name: marks.get(name) or (name if OURS.fullmatch(name) else None)) if gone else marks.get
        walk = _Walk(names, marks, Reader(key_of, slugs.get), self.styles, self.bullets, self.remarks)
        for block in blocks(self.body):
            walk.block(block)
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
    names = (str(mark.get(W + "name")) for mark in document.iter(W + "bookmarkStart"))
    first = next((fence for name in names if (fence := Fence.of(name)) is not None), None)
    if first is None or body is None:
        raise UserError("readback-no-fences", file=path)
    return Edited(body, styles, bullets, said, first.lang)


@dataclass
class _Walk:
    """Where in the file we are, and what was found."""

    names: Mapping[str, tuple[str, bool]]
    marks: Mapping[str, str]
    reader: Reader
    styles: Mapping[str, str]
    bullets: frozenset[str]
    remarks: Mapping[str, Remark]
    found: dict[str, Found] = field(default_factory=dict)
    unknown: int = 0
    present: Found | None = None
    carried: list[Piece] = field(default_factory=list)
    after_place: bool = False

    def block(self, block: Any) -> None:
        """One paragraph or table, with the comments on it."""
        self._block(block)
        if self.present is not None:
            self.present.remarks += [self.remarks[name] for name in comments(block) if name in self.remarks]

    def _block(self, block: Any) -> None:
        if block.tag == W + "tbl":
            if self.present is not None and not self.after_place:
                self.present.tables += 1
            for paragraph in block.iter(W + "p"):  # fields that begin or end in it
                self.reader.pieces(paragraph)
            return
        names = bookmarks(block)
        pieces = self.reader.pieces(block)
        overwritten, self.reader.overwritten = self.reader.overwritten, []
        if any(END.fullmatch(name) for name in names):
            self.present = None
        fence = next((found for name in names if (found := Fence.of(name)) is not None), None)
        if fence is not None and self._open(fence, pieces):
            return
        if self.present is not None:
            self.present.overwritten += overwritten
            self._line(block, names, pieces)

    def _open(self, fence: Fence, pieces: tuple[Piece, ...]) -> bool:
        """A section begins; tells whether this paragraph is its heading."""
        self.carried, self.after_place = [], False
        name, headed = self.names.get(fence.slug, ("", False))
        if not name or name in self.found:
            self.unknown += not name
            self.present = None
            return True
        self.present = self.found[name] = Found(fence.digest)
        if headed:
            self.present.title = "".join(piece.text for piece in pieces)
        return headed

    def _line(self, block: Any, names: list[str], pieces: tuple[Piece, ...]) -> None:
        assert self.present is not None
        role = self.styles.get(str(_value(block, "pStyle")), "")
        place = next((self.marks[name] for name in names if name in self.marks and name.startswith(("_Ref2", "_Ref3"))), None)
        if place is not None:
            self.present.lines.append(Line("place", key=place))
            self.after_place = True
            return
        if role == "note" and self.after_place:
            self.after_place = False
            return
        self.carried += pieces
        if is_joined(block):
            return
        whole, self.carried = tidy(self.carried), []
        if whole:
            self.after_place = False
            self.present.lines.append(self._kind(block, role, whole))

    def _kind(self, block: Any, role: str, pieces: tuple[Piece, ...]) -> Line:
        if role.startswith("heading"):
            return Line("heading", pieces)
        number = _value(block, "numPr", "numId")
        if number in self.bullets or role == "bullet":
            return Line("bullet", pieces)
        return Line("number" if role == "item" or (number not in (None, "0")) else "text", pieces)


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
