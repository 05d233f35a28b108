"""What a report is made of, as frozen values: chapters make them, ``reports.word`` writes them, tests read them.

Inline content is one string with marks made by ``bold``, ``ref`` and ``fact``; the marks are control characters, which no text of a
user can hold (``clean`` drops them), so that a phrase can carry them through ``str.format``.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, TypeVar

from diagnosis.authored import Remark
from diagnosis.text import Lang, straight

if TYPE_CHECKING:
    from reports.chart import Chart

BOLD, REF, END, FACT, READS = "\x02", "\x03", "\x04", "\x05", "\x06"
MARKED = re.compile(f"([{BOLD}{REF}{FACT}])([^{END}]*){END}")
FACTS = re.compile(f"{FACT}[^{END}{READS}]*{READS}(b?){READS}([^{END}]*){END}")
# What XML 1.0 cannot hold, and our own marks; the line feed and the tab stay.
ILLEGAL = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")

DENSE, CLOSE = 0.85, 0.6  # of the size of the table text, and of the space above and below it
PAIR = 2  # rows of a table that breaks, on either page at least
TOGETHER = 10  # rows of a table that stays on one page

Align = Literal["left", "center", "right"]
Numbered = Literal["chapter", "appendix"]
ListKind = Literal["figure", "table"]


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text."""

    text: str
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Linked(Run):
    """A stretch of text that is a fact of the diagnosis, by its key: in an authored text it follows the data."""

    key: str = ""


@dataclass(frozen=True, slots=True)
class Ref:
    """A reference to the number of a table, a figure or a heading, by its key."""

    key: str


Inline = Run | Ref


def clean(text: str) -> str:
    """A user's text without the characters that a Word document cannot hold, or that turn around how it is read."""
    text = straight(text)
    return ILLEGAL.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("\x0b", "\n").replace("\u2028", "\n"))


def bold(text: str) -> str:
    """The text, marked as bold."""
    return f"{BOLD}{text}{END}"


def ref(key: str) -> str:
    """The mark of a reference; the writer puts the number there, as a field."""
    return f"{REF}{key}{END}"


def fact(key: str, text: str, *, heavy: bool = False) -> str:
    """The text, marked as what the fact of this key reads."""
    return f"{FACT}{key}{READS}{'b' if heavy else ''}{READS}{text}{END}"


def spoken(text: str) -> str:
    """Marked text without marks, and without what references read."""
    return "".join(clean(part.text) for part in inlines(text) if isinstance(part, Run))


def unlinked(text: str) -> str:
    """Marked text whose facts are plain text."""
    return FACTS.sub(lambda found: bold(found[2]) if found[1] else found[2], text)


def inlines(text: str) -> Iterator[Inline]:
    """The marked text as runs and references."""
    done = 0
    for found in MARKED.finditer(text):
        if found.start() > done:
            yield Run(text[done : found.start()])
        if found[1] == FACT:
            key, heavy, words = found[2].split(READS, 2)
            yield Linked(words, bool(heavy), key)
        else:
            yield Run(found[2], bold=True) if found[1] == BOLD else Ref(found[2])
        done = found.end()
    if done < len(text):
        yield Run(text[done:])


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading. ``level`` 1..3; ``numbered``: as a chapter (一、 or 1), as an appendix (附录甲), or not at all.

    ``fence``, here and below: the bookmark by which the text that begins or ends here is found again; ``remarks``: comments on it.
    """

    level: Literal[1, 2, 3]
    text: str
    key: str = ""
    numbered: Numbered | None = "chapter"
    new_page: bool = False
    fence: str = ""
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of body text, of the summary page, or a small note."""

    text: str
    style: Literal["body", "summary", "note"] = "body"
    fence: str = ""
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """A numbered paragraph; ``list``: which list it counts in. ``summary``: set small, for the summary page.

    ``bullet``: with a bullet instead of a number. ``unit``: the id of what is told, where it can be edited by itself.
    """

    text: str
    list: str
    summary: bool = False
    bullet: bool = False
    unit: str = ""
    fence: str = ""
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its head, its share of the width, and how its cells stand."""

    head: str
    width: float
    align: Align = "left"


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A three-line table; cells are marked text. ``note`` (source and coverage) stands under it. ``wide``: on a landscape page.

    ``dense``: in smaller type, for tables of many columns. ``parted``: it breaks over two pages although it is small.
    """

    key: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""
    wide: bool = False
    dense: bool = False
    parted: bool = False
    fence: str = ""

    @property
    def texts(self) -> Iterator[str]:
        """What it says below its title, without what references read: its head, its rows, the source."""
        cells = (text for row in self.rows for text in row)
        return map(spoken, (*(column.head for column in self.columns), *cells, self.note))

    @property
    def together(self) -> bool:
        """Whether the table is kept on one page, as small ones are."""
        return len(self.rows) <= TOGETHER and not self.parted

    def paired(self, number: int) -> bool:
        """Whether the row of this number (from 1) stays with the next although the table may break: none stands alone on a page."""
        return len(self.rows) >= 2 * PAIR and number in (1, len(self.rows) - 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A chart with its caption, what it shows in words (``alt``) and its source; ``scale``: of the size that it is made for."""

    key: str
    chart: "Chart"
    caption: str
    alt: str
    note: str = ""
    scale: float = 1.0
    fence: str = ""

    @property
    def texts(self) -> Iterator[str]:
        """What it says below its caption: the source."""
        yield spoken(self.note)


@dataclass(frozen=True, slots=True)
class Contents:
    """The table of contents. ``close``: the height of its lines, as a share of what the style gives them."""

    title: str
    note: str = ""
    close: float = 1.0


@dataclass(frozen=True, slots=True)
class ListOf:
    """The list of all figures or of all tables; ``close`` as of the contents."""

    kind: ListKind
    title: str
    close: float = 1.0


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows starts on a new page."""


Block = Heading | Paragraph | Item | Table | Figure | Contents | ListOf | PageBreak
B = TypeVar("B", bound=Block)


def plainly(block: B) -> B:
    """A table or a figure whose facts are plain text; any other block as it is."""
    if isinstance(block, Table):
        rows = tuple(tuple(map(unlinked, row)) for row in block.rows)
        return replace(block, title=unlinked(block.title), rows=rows, note=unlinked(block.note))
    if isinstance(block, Figure):
        return replace(block, caption=unlinked(block.caption), alt=unlinked(block.alt), note=unlinked(block.note))
    return block


@dataclass(frozen=True, slots=True, kw_only=True)
class Cover:
    """What the placeholders of a template stand for; an empty value drops the line it stands on. ``date`` is for the reader."""

    title: tuple[str, ...]
    cluster: str
    round: str
    date: str
    organisation: str
    mark: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A whole report in one language. ``day`` (YYYY-MM-DD) dates the file; ``author`` goes into its properties.

    ``bare``: without a cover, nor anything else that a template has before the body.
    """

    lang: Lang
    cover: Cover
    blocks: tuple[Block, ...]
    author: str
    day: str | None
    bare: bool = False
