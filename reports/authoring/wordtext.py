"""A paragraph of a Word file as pieces of text, whoever has saved it: what is deleted goes, what is inserted stays."""

import datetime as dt
import hashlib
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from diagnosis.authored import Remark
from reports.authoring.fences import COPY, FACT, is_fact
from reports.authoring.markup import Piece, tidy

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# what holds text of the paragraph; what else there is holds none, or is gone
HOLDS = ("ins", "moveTo", "hyperlink", "smartTag", "sdt", "sdtContent", "customXml", "fldSimple", "dir", "bdo")
INSIDE = frozenset(W + name for name in HOLDS)
BREAK = "\x0b"  # a line that ends within its paragraph; a space as all others, unless somebody asks
BREAKS = {W + "tab": " ", W + "br": BREAK, W + "cr": BREAK, W + "noBreakHyphen": "-", W + "softHyphen": ""}
PAGES = ("page", "column")  # breaks that belong to the layout
# what a run may hold that cannot be taken over, and what it is called
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
DRAWN = frozenset(
    (W + "drawing", W + "pict", W + "object", "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent")
)
LEFT = {W + "footnoteReference": "note", W + "endnoteReference": "note", W + "sym": "symbol"}
REFERENCE = re.compile(r"^\s*REF\s+(\S+)")
LONGEST_FACT = 1000  # runs and marks within the bookmark of a linked fact; what is longer is none
OFF = ("0", "false", "off")


@dataclass
class Reader:
    """Reads paragraphs one after another; a field may begin in one and end in another.

    ``key_of``: what a REF field's bookmark belongs to, ``None`` if it is none of ours; ``fact_of``: the key of a linked fact's slug.
    """

    key_of: Callable[[str], str | None]
    fact_of: Callable[[str], str | None]
    overwritten: list[str] = field(default_factory=list)  # what stands where a linked fact was
    facts: dict[str, str] = field(default_factory=dict)  # what the linked facts read when the file was written
    left: Counter[str] = field(default_factory=Counter)  # what cannot be taken over, by its kind
    _fields: list["_Field"] = field(default_factory=list)

    def pieces(self, paragraph: Any) -> tuple[Piece, ...]:
        """The text of a paragraph."""
        return tidy(self._facts(list(self._walk(paragraph))))

    def _walk(self, element: Any) -> "Iterator[Piece | _Mark]":
        for child in element:
            if child.tag == W + "r":
                yield from self._run(child)
            elif child.tag == W + "fldSimple":
                yield from self._simple(child)
            elif child.tag in INSIDE:
                yield from self._walk(child)
            elif child.tag == W + "bookmarkStart":
                yield _Mark(str(child.get(W + "id")), str(child.get(W + "name")))
            elif child.tag == W + "bookmarkEnd":
                yield _Mark(str(child.get(W + "id")), None)
            elif child.tag in (M + "oMath", M + "oMathPara"):
                self.left["formula"] += 1

    def _run(self, run: Any) -> Iterator[Piece]:
        bold = _is_on(run.find(f"{W}rPr/{W}b"))
        for child in run:
            if child.tag == W + "fldChar":
                yield from self._field(str(child.get(W + "fldCharType")))
            elif child.tag == W + "instrText" and self._fields:
                self._fields[-1].instruction += child.text or ""
            elif not (self._fields and self._fields[-1].silent):
                yield from self._content(child, bold)

    def _content(self, child: Any, bold: bool) -> Iterator[Piece]:
        if child.tag == W + "t":
            yield Piece(child.text or "", bold)
        elif child.tag in BREAKS and child.get(W + "type") not in PAGES:
            yield Piece(BREAKS[child.tag], bold)
        elif child.tag == W + "ruby":
            for base in child.findall(f"{W}rubyBase/{W}r"):
                yield from self._run(base)
        elif child.tag in DRAWN:
            self.left["picture" if child.find(f".//{W}txbxContent") is None else "box"] += 1
        elif child.tag in LEFT:
            self.left[LEFT[child.tag]] += 1

    def _field(self, kind: str) -> Iterator[Piece]:
        if kind == "begin":
            self._fields.append(_Field(bool(self._fields) and self._fields[-1].silent))
        elif not self._fields:
            return
        elif kind == "separate":
            self._fields[-1].key = self._key(self._fields[-1].instruction)
            self._fields[-1].shown = True
        else:
            done = self._fields.pop()
            key = done.key if done.shown else self._key(done.instruction)
            if key is not None and not done.inside:
                yield Piece(ref=key)

    def _simple(self, element: Any) -> "Iterator[Piece | _Mark]":
        key = self._key(str(element.get(W + "instr") or ""))
        if key is not None:
            yield Piece(ref=key)
        else:
            yield from self._walk(element)

    def _key(self, instruction: str) -> str | None:
        found = REFERENCE.match(instruction)
        return self.key_of(found[1]) if found is not None else None

    def _facts(self, found: "list[Piece | _Mark]") -> Iterator[Piece]:
        """What stands in the bookmark of a fact and reads as it was written is the fact."""
        ends: dict[_Mark, list[int]] = {}
        for place, mark in enumerate(found):
            if isinstance(mark, _Mark) and mark.name is None:
                ends.setdefault(mark, []).append(place)
        at = 0
        while at < len(found):
            each = found[at]
            at += 1
            if isinstance(each, Piece):
                yield each
                continue
            named = FACT.fullmatch(each.name or "")
            key = self.fact_of(COPY.sub("", named[2])) if named is not None else None
            if named is None or key is None:
                continue
            closing = ends.get(_Mark(each.id, None), [])
            after = bisect_left(closing, at)
            end = closing[after] if after < len(closing) and closing[after] - at < LONGEST_FACT else None
            inside = [piece for piece in found[at:end] if isinstance(piece, Piece)] if end is not None else []
            text = "".join(piece.text for piece in inside)
            if is_fact(named, text) and not any(piece.ref for piece in inside):
                self.facts[key] = text
                yield Piece(bold=bool(inside) and inside[0].bold, fact=key)
                at = (end or at) + 1
            elif text.strip():
                self.overwritten.append(text.strip())


@dataclass
class _Field:
    """A field that is open: whether it stands in one that is silent, its instruction, and whether its result has begun."""

    inside: bool
    instruction: str = ""
    key: str | None = None
    shown: bool = False

    @property
    def silent(self) -> bool:
        """Whether text in it is none of the paragraph: an instruction, or the number that a reference reads."""
        return self.inside or not self.shown or self.key is not None


@dataclass(frozen=True, slots=True)
class _Mark:
    """The start of a bookmark, or (without a name) its end."""

    id: str
    name: str | None


def _is_on(element: Any) -> bool:
    return element is not None and str(element.get(W + "val") or "1") not in OFF


def bookmarks(paragraph: Any) -> list[str]:
    """The names of the bookmarks that begin in a paragraph and are not deleted."""
    return [
        str(mark.get(W + "name"))
        for mark in paragraph.iter(W + "bookmarkStart")
        if not any(above.tag in (W + "del", W + "moveFrom") for above in mark.iterancestors())
    ]


def emptied(paragraph: Any) -> set[str]:
    """The names of the bookmarks that begin and end in a paragraph without text between: what they marked was deleted."""
    found, open_ = set(), dict[str, str]()
    for node in paragraph.iter(W + "bookmarkStart", W + "bookmarkEnd", W + "t"):
        if node.tag == W + "bookmarkStart":
            open_[str(node.get(W + "id"))] = str(node.get(W + "name"))
        elif node.tag == W + "bookmarkEnd":
            found.add(open_.pop(str(node.get(W + "id")), ""))
        elif node.text:
            open_.clear()
    return found


def comments(paragraph: Any) -> list[str]:
    """The ids of the comments that begin in a paragraph or table, or that stand at a point of it."""
    return list(dict.fromkeys(str(mark.get(W + "id")) for mark in paragraph.iter(W + "commentRangeStart", W + "commentReference")))


def remarks(root: Any) -> dict[str, Remark]:
    """The comments of a file by their id; a comment's own id follows from what it says, so that it is the same one each time."""
    found = {}
    for comment in root.iter(W + "comment") if root is not None else ():
        lines = ("".join(node.text or "" for node in paragraph.iter(W + "t")) for paragraph in comment.iter(W + "p"))
        who, at = str(comment.get(W + "author") or ""), _moment(str(comment.get(W + "date") or ""))
        text = "\n".join(line for line in lines if line.strip())
        found[str(comment.get(W + "id"))] = Remark(hashlib.sha256(f"{who}\n{text}".encode()).hexdigest()[:8], who, at, text)
    return found


def _moment(date: str) -> str:
    """A date as we keep it, nothing for what is none."""
    try:
        found = dt.datetime.fromisoformat(date)
    except ValueError:
        return ""
    return (found if found.tzinfo is not None else found.replace(tzinfo=dt.UTC)).isoformat(timespec="seconds")


def settle(body: Any) -> None:
    """Puts the marks that stand between paragraphs, as Word leaves them after some edits, into the paragraph that follows.

    Where a table follows, one of their own before it: in a cell of it nobody looks for them.
    """
    loose: list[Any] = []
    for each in list(body.iter(W + "p", W + "bookmarkStart", W + "commentRangeStart")):
        if each.tag != W + "p":
            if next(each.iterancestors(W + "p"), None) is None:
                loose.append(each)
            continue
        table = _table_of(each)
        outside = [mark for mark in loose if table is not None and _table_of(mark) is not table]
        if outside:
            own = each.makeelement(W + "p")
            own.extend(outside)
            table.addprevious(own)
        first = 1 if len(each) and each[0].tag == W + "pPr" else 0
        each[first:first] = [mark for mark in loose if mark not in outside]
        loose = []


def _table_of(element: Any) -> Any:
    """The outermost table that it stands in."""
    return next(reversed(list(element.iterancestors(W + "tbl"))), None)


def is_joined(paragraph: Any) -> bool:
    """Whether the mark at its end is deleted: it goes on in the next paragraph."""
    properties = paragraph.find(f"{W}pPr/{W}rPr")
    return properties is not None and (properties.find(W + "del") is not None or properties.find(W + "moveFrom") is not None)


def blocks(element: Any) -> Iterator[Any]:
    """The paragraphs and tables of a body in their order, whatever they are wrapped in."""
    for child in element:
        if child.tag in (W + "p", W + "tbl"):
            yield child
        elif child.tag in INSIDE:
            yield from blocks(child)
