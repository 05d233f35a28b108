"""A report that somebody has edited, read back: the text of every section whose fence is still there."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

from diagnosis.authored import Remark
from diagnosis.errors import UserError
from diagnosis.questionnaire import questionnaire
from diagnosis.text import Lang, phrases
from reports.authoring.fences import BODY, COPY, END, NOTE, OF_TEMPLATE, SHOWN, Fence, Shown, is_note, slug
from reports.authoring.markup import Line, Piece, tidy
from reports.authoring.package import COMMENTS, DOCUMENT, NUMBERING, STYLES, Package
from reports.authoring.sections import SUMMARY
from reports.authoring.wordstyles import bullets, styles, value
from reports.authoring.wordtext import BREAK, Reader, W, blocks, bookmarks, comments, emptied, is_joined, remarks, settle
from reports.numbering import bookmark_of
from reports.table_widths import DATA

LISTS = ("toc1", "toc2", "listed", "contents")  # what the contents are made of, and their headings
# what somebody may have written between the report's own tables and headings; among the contents each program has styles of its own
WORDS = ("body", "item", "summary", "bullet", "heading1", "heading2", "heading3")
OTHERS = (*WORDS, "note", "")
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

    ``bullets``, ``outline``: the numbers of its lists of points, and of those that number its headings. ``marked``: whether the sources
    below its tables and figures have marks of their own.
    """

    body: Any
    styles: Mapping[str, str]
    bullets: frozenset[str]
    outline: frozenset[str]
    remarks: Mapping[str, Remark]
    lang: Lang
    marked: bool

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
        walk.bodies = {slug(key): key for key in marks.values()}
        walk.marked = self.marked
        for block in blocks(self.body):
            walk.block(block)
        walk.finish()
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
        roles = styles(package.part(STYLES))
        points = bullets(package.part(NUMBERING))
        said = remarks(package.part(COMMENTS))
    body = document.find(W + "body")
    if body is not None:
        settle(body)
    names = [str(mark.get(W + "name")) for mark in document.iter(W + "bookmarkStart")]
    first = next((fence for name in names if (fence := Fence.of(name)) is not None), None)
    if first is None or body is None:
        raise UserError("readback-no-fences", file=path)
    headings = (each for each in body.iter(W + "p") if roles.get(str(value(each, "pStyle")), "").startswith("heading"))
    outline = frozenset(number for each in headings if (number := value(each, "numPr", "numId")) is not None)
    brought = {found[1] for name in names if (found := OF_TEMPLATE.fullmatch(name)) is not None}
    marked = any(NOTE.fullmatch(name) for name in names)
    return Edited(body, roles, points, outline, {key: each for key, each in said.items() if each.id not in brought}, first.lang, marked)


@dataclass
class _Walk:
    """Where in the file we are, and what was found. ``last``: the section that we are in or, between sections, were in.

    ``figures``: the bookmarks of all figures that a report may have; ``passed``: whether this is a section that it does not have now.
    ``table_next``: a caption of a table stood here, and its table is still to come. ``drawn``: pictures of which it is not known yet
    whether a figure's caption follows; ``waiting``: comments before any section.
    ``bodies``: tables and figures by the marks that they have themselves; ``marked``: whether the sources below them have theirs.
    ``placed``: those that have been met; ``picture``: one whose caption is still to come. ``source``: a paragraph in the place of a
    source that says something else, and the mark that it has. ``coming``: sections whose beginning was deleted up to the end of this
    paragraph.
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
    shown: Shown | None = None
    drawn: int = 0
    bodies: Mapping[str, str] = field(default_factory=dict)
    marked: bool = False
    placed: set[str] = field(default_factory=set)
    picture: str = ""
    source: tuple[re.Match[str], Line] | None = None
    coming: list[Fence] = field(default_factory=list)
    words: Reader = field(default_factory=lambda: Reader(lambda name: name if OURS.fullmatch(name) else None, lambda _slug: None))
    waiting: dict[str, Remark] = field(default_factory=dict)
    told: set[str] = field(default_factory=set)

    def block(self, block: Any) -> None:
        """One paragraph or table, with the comments on it."""
        self._begin()
        self._block(block)
        new = [name for name in comments(block) if name in self.remarks and name not in self.told]
        self.told.update(new)
        self.waiting |= {name: self.remarks[name] for name in new}
        if self.last is not None:
            self.last.remarks += self.waiting.values()
            self.waiting = {}

    def finish(self) -> None:
        """The file ends here."""
        self._begin()
        self.end()

    def _begin(self) -> None:
        """Sections whose beginning was deleted."""
        coming, self.coming = self.coming, []
        for fence in coming:
            self._open(fence, ())

    def end(self, *, source: bool = False) -> None:
        """What is known once nothing of a section or of a table follows; ``source``: but for its source, which may stand further down."""
        self._nameless(self.picture)
        if self.last is not None:
            if self.shown is not None and self.shown.retouched and not source:
                self.last.retouched.append(self.shown.caption)
            self.last.left["picture"] += self.drawn
        self.shown, self.drawn = self.shown if source else None, 0

    def _nameless(self, key: str) -> None:
        """A table or figure of the report whose caption is gone stands where it stands."""
        self.picture = ""
        if key and key not in self.placed and self.last is not None:
            self.placed.add(key)
            self.last.retouched.append(key)
            self.after_place = True
            if self.present is not None:
                self.present.lines.append(Line("place", key=key))

    def _block(self, block: Any) -> None:
        if block.tag == W + "tbl":
            self._table(block)
            return
        names = bookmarks(block)
        pieces = self.reader.pieces(block)
        if (pieces or self.reader.left) and not any(self.marks.get(name) == self.picture for name in names):
            self._nameless(self.picture)
        overwritten, self.reader.overwritten = self.reader.overwritten, []
        role = self.styles.get(str(value(block, "pStyle")), "")
        own = any(END.fullmatch(name) for name in names)
        if own or role in LISTS:
            self.end()
            self.present, self.passed = None, False
        if self._opens(block, role, names, pieces):
            return
        self._left(role, self._body(names))
        if self._place(block, role, names, pieces):
            return
        if role != "figure" and pieces:
            self.end(source=self.marked)
        if self.present is not None:
            self.present.overwritten += overwritten
            self._line(block, role, pieces)
        elif self.last is not None and pieces and not (own or self.passed) and role in (WORDS if self._in_contents() else OTHERS):
            self.last.left["outside"] += 1

    def _table(self, table: Any) -> None:
        """A table of the report follows its caption; any other was drawn by somebody, be it between a caption and its source."""
        key = self._body(bookmarks(table))
        own, self.table_next = self.table_next or bool(key), False
        ended = any(END.fullmatch(name) for name in bookmarks(table))  # the template's, behind the report
        if ended or not self.after_place:
            self.end()
        if ended:
            self.present = None
        if not (own or ended) and self.last is not None:
            self.last.left["table"] += 1
        self._nameless(self.picture)
        self._nameless(key)
        for paragraph in table.iter(W + "p"):  # fields that begin or end in it
            self.reader.pieces(paragraph)
            if own and self.shown is not None:
                self.shown.texts.append(self._words(paragraph))
        self.reader.left.clear()
        self.reader.overwritten.clear()

    def _words(self, paragraph: Any) -> str:
        return "".join(piece.text for piece in self.words.pieces(paragraph))

    def _body(self, names: Iterable[str]) -> str:
        """The key of the table or figure of the report that has a mark among these."""
        found = (BODY.fullmatch(name) for name in names)
        return next((key for each in found if each is not None and (key := self.bodies.get(each[1]))), "")

    def _left(self, role: str, key: str) -> None:
        """What of a paragraph is no text; the picture of a figure stands in a paragraph of its own before the caption."""
        left, self.reader.left = self.reader.left, Counter()
        if self.last is None:
            return
        if key and left.pop("picture", 0) and key not in self.placed:
            self.picture = key
        if role == "figure" and left["picture"]:
            self.last.left["picture"] += self.drawn
            self.drawn = left.pop("picture")
        self.last.left += left

    def _opens(self, block: Any, role: str, names: Sequence[str], pieces: tuple[Piece, ...]) -> bool:
        """Whether a paragraph is the heading of a section; of one that was deleted the mark is left, beside that of what follows."""
        found = [(name, fence) for name in names if (fence := Fence.of(name)) is not None and not self._is_copy(fence)]
        if not found:
            return False
        gone = emptied(block)
        here = next((each for each in found if each[0] not in gone), found[-1])
        place = found.index(here)
        for _, fence in found[:place]:
            self._open(fence, ())
        self.coming = [fence for name, fence in found[place + 1 :] if name in gone]
        bare = here[0] in gone and pieces and not role.startswith("heading") and here[1].slug in self.names
        return self._open(here[1], () if bare else pieces) and not bare

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

    def _place(self, block: Any, role: str, names: list[str], pieces: tuple[Piece, ...]) -> bool:
        """Whether a paragraph is the caption of a table or figure of the report, or the source under it."""
        if self._source(block, role, names, pieces):
            return True
        if any(name in self.figures or SHOWN.fullmatch(name) for name in names):
            self.drawn = 0
        place = next((self.marks[name] for name in names if name in self.marks and name.startswith(("_Ref2", "_Ref3"))), None)
        if place is None:
            return False
        if pieces and role != "caption" and emptied(block).issuperset(name for name in names if self.marks.get(name) == place):
            self._nameless(place)  # its caption was deleted, and the mark has gone to what follows
            return False
        self.picture = ""
        self.end()
        digest = next((found[1] for name in names if (found := SHOWN.fullmatch(name)) is not None), "")
        self.shown = Shown(digest, self._words(block) or place) if digest else None
        if place in self.placed and self.last is not None and place in self.last.retouched:
            self.last.retouched.remove(place)  # its caption has come, with words of somebody between
        elif self.present is not None:
            self.present.lines.append(Line("place", key=place))
        self.placed.add(place)
        self.after_place, self.table_next = True, any(name.startswith("_Ref2") for name in names if name in self.marks)
        return True

    def _source(self, block: Any, role: str, names: list[str], pieces: tuple[Piece, ...]) -> bool:
        """Whether a paragraph is the source under a table or figure. Its mark may have gone to what was typed before it."""
        mark = next((found for name in names if (found := NOTE.fullmatch(name)) is not None and name not in emptied(block)), None)
        other, self.source = self.source, None
        if mark is None and other is not None and role == "note" and is_note(other[0], self._words(block)):
            self._typed(other[1])
        elif mark is None and (self.marked or role != "note" or not self.after_place):
            return False
        words = self._words(block)
        self.after_place = self.table_next = False
        if self.shown is not None:
            self.shown.texts.append(words)
        if mark is not None and not is_note(mark, words):
            self.source = (mark, Line("text", tidy(pieces)))
        else:
            self.end()
        return True

    def _typed(self, line: Line) -> None:
        """What was read as a source, and is none."""
        if self.shown is not None:
            self.shown.texts.pop()
        if self.present is not None:
            self.present.lines.append(line)
        elif self.last is not None:
            self.last.left["outside"] += 1

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
        number = value(block, "numPr", "numId")
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
