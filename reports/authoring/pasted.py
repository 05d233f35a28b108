"""Text copied in Word, WPS, LibreOffice or a browser: its paragraphs with bold, lists and headings, and nothing else of its looks.

Nothing is fetched, and no mark is read from the words: what looks like one stays text (``markup.write`` escapes it).
"""

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, cast

from reports.authoring.markup import Kind, Line, Piece, tidy

if TYPE_CHECKING:
    from lxml.etree import ParserTarget

LARGEST = 300_000  # characters: what is read in the blink of an eye; more comes as plain text
UNSEEN = frozenset(("head", "style", "script", "title", "template", "noscript"))
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
LINES = HEADINGS | {"p", "li"}
BLOCKS = LINES | {"div", "tr", "br", "hr", "blockquote", "pre", "table", "ul", "ol", "section", "article"}
HEAVY, LIGHT = re.compile(r"font-weight:\s*(bold|[6-9]00)"), re.compile(r"font-weight:\s*(normal|[1-5]00)")
OFFICE_LIST, OFFICE_MARK = re.compile(r"mso-list:\s*l\d"), re.compile(r"mso-list:\s*ignore")
WIDE = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef“”‘’—…]")
CELL = "\ufdd0"  # no character: between two cells, until spaces are counted
SPACES = re.compile(f"[ \t\r\n\f{CELL}]+")


def read_html(html: str, plain: str) -> tuple[Line, ...] | None:
    """The lines of copied HTML; ``None`` where it is too long, or does not say what the ``plain`` text beside it says."""
    from lxml import etree

    if not html or len(html) > LARGEST:
        return None
    reader = _Reader()
    parser = etree.HTMLParser(target=cast("ParserTarget", reader), encoding="utf-8", no_network=True)
    try:
        etree.fromstring(html.replace("\0", "").encode("utf-8", "replace"), parser)
    except etree.LxmlError:
        return None
    said = "".join(line.plain for line in reader.lines)
    return tuple(reader.lines) if reader.lines and _letters(said) == _letters(plain) else None


def _letters(text: str) -> str:
    """What two ways of writing a text have in common: no spaces, no marks or numbers of lists."""
    return "".join(filter(str.isalpha, text))


def _spaced(pieces: Sequence[Piece]) -> list[Piece]:
    """The words with the spaces that HTML means: any run is one, and none where the source broke a line within Chinese."""
    text = "".join(piece.text for piece in pieces)
    signs = list(text)
    for run in SPACES.finditer(text):
        first, last = run.span()
        inside = "\n" in run[0] and WIDE.match(text[first - 1 : first]) and WIDE.match(text[last : last + 1])
        signs[first:last] = ["\t" if CELL in run[0] else "" if inside else " ", *[""] * (last - first - 1)]
    found, at = [], 0
    for piece in pieces:
        found.append(Piece("".join(signs[at : at + len(piece.text)]), piece.bold))
        at += len(piece.text)
    return found


class _Reader:
    """Gathers lines; what lxml calls while it reads, with every tag closed."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self._open: list[tuple[str, bool, bool, bool]] = []  # tag, and whether its text is bold, unseen, a list's own mark
        self._pieces: list[Piece] = []
        self._kind: Kind = "text"
        self._mark = ""  # of a list in Word: what stands before the text
        self._cells = 0  # depth of table cells: their paragraphs are no lines

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """A block begins a line, bold is bold until the tag is closed."""
        style = attributes.get("style", "").lower()
        _, bold, unseen, mark = self._open[-1] if self._open else ("", False, False, False)
        if tag in BLOCKS:
            self._break(tag)
            self._begin(tag, style)
        if tag in ("td", "th"):
            self._cells += 1
            if self._pieces:
                self._pieces.append(Piece(CELL))
        bold = bool(HEAVY.search(style)) or ((bold or tag in ("b", "strong", "th")) and not LIGHT.search(style))
        self._open.append((tag, bold, unseen or tag in UNSEEN, mark or bool(OFFICE_MARK.search(style))))

    def end(self, tag: str) -> None:
        """A block ends its line."""
        self._open.pop()
        self._cells -= tag in ("td", "th")
        if tag in BLOCKS:
            self._break(tag)
            if not self._cells and tag in LINES:
                self._kind, self._mark = "text", ""

    def data(self, words: str) -> None:
        """Words, as they stand in the source."""
        _, bold, unseen, mark = self._open[-1] if self._open else ("", False, False, False)
        if mark:
            self._mark += words
        elif not unseen:
            self._pieces.append(Piece(words, bold))

    def comment(self, words: str) -> None:
        """Office writes remarks and conditions into comments: none of it is text."""

    def close(self) -> None:
        """What was not closed ends here."""
        self._end_line()

    def _begin(self, tag: str, style: str) -> None:
        if self._cells:
            return
        lists = [each[0] for each in self._open if each[0] in ("ul", "ol")]
        if tag in HEADINGS:
            self._kind = "heading"
        elif tag == "li":
            self._kind = "number" if lists and lists[-1] == "ol" else "bullet"
        elif OFFICE_LIST.search(style):
            self._kind, self._mark = "bullet", ""

    def _break(self, tag: str) -> None:
        if not self._cells or tag == "tr":
            self._end_line()
        elif self._pieces:
            self._pieces.append(Piece(" "))

    def _end_line(self) -> None:
        """What has been gathered is a line, if anything has."""
        pieces = tidy(_spaced(self._pieces))
        if pieces:
            kind: Kind = "number" if self._kind == "bullet" and any(map(str.isalnum, self._mark)) else self._kind
            if kind == "heading":  # is bold as a whole
                pieces = tidy(Piece(each.text) for each in pieces)
            self.lines.append(Line(kind, pieces))
            self._kind, self._mark = "text", ""
        self._pieces = []
