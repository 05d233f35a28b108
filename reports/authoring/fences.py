"""Bookmarks by which authored text is found again in a file that Word, WPS or LibreOffice has saved.

The paragraph in which a section begins carries a bookmark with the section's name and a hash of its text; so does a paragraph of the
program's own that follows a text. What lies between is the text, and the hash tells whether somebody has changed it. Such bookmarks
of one paragraph are what survives a save everywhere. A linked fact lies in a bookmark of its own, with a hash of what it read; so does
the caption of a table or figure, with a hash of all that it says, as that is told from the data and cannot be taken over. The head of a
table, the picture of a figure and the source below either have marks as well: they are known without their caption.
"""

import hashlib
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from diagnosis.text import Lang
from reports.authoring.markup import Line, Piece

LONGEST = 40  # characters that Word allows
FENCE = re.compile(r"jzs(zh|en)_([0-9a-f]{8})_(\w+)")
END = re.compile(r"jze_\d+")
FACT = re.compile(r"jzf\d+_([0-9a-f]{6})_(\w+)")
SHOWN = re.compile(r"jzt\d+_([0-9a-f]{8})")
BODY = re.compile(r"jzp\d+_(\w+)")  # the head of a table, or the picture of a figure
NOTE = re.compile(r"jzn\d+_([0-9a-f]{6})_\w+")  # the source below it
OF_TEMPLATE = re.compile(r"jzk_([0-9a-f]{8})")  # a comment that the template has brought along, by what it says
COPY = re.compile(r"_Copy_\d+$")  # what LibreOffice adds to a bookmark's name that was copied with its text
LABEL = re.compile(r"^\D*\d+")  # of a caption: 表1, Figure 2


@dataclass(frozen=True, slots=True)
class Fence:
    """Where a section begins: its slug, the hash of the text that was written there, and the report's language."""

    slug: str
    digest: str
    lang: Lang

    @classmethod
    def of(cls, name: str) -> "Fence | None":
        """The fence of a bookmark's name, if it is one."""
        found = FENCE.fullmatch(name)
        return None if found is None else cls(found[3], found[2], "zh" if found[1] == "zh" else "en")


def slug(name: str) -> str:
    """An id as part of a bookmark's name: as it is where that is possible, else shortened with a hash."""
    plain = re.sub(r"[^A-Za-z0-9]", "_", name)
    return plain if len(plain) <= 22 else f"{plain[:13]}_{_hash(name, 8)}"


def start(lang: Lang, name: str, lines: Iterable[Line], reads: Callable[[str], str], title: str) -> str:
    """The bookmark of a section with this text under this heading."""
    return f"jzs{lang}_{digest(lines, reads, title)}_{slug(name)}"


def end(number: int) -> str:
    """The bookmark of the program's own paragraph behind a text."""
    return f"jze_{number}"


def end_of_template(number: int) -> str:
    """The same of what the template has behind the report."""
    return f"jze_0{number}"


def of_fact(number: int, key: str, reads: str) -> str:
    """The bookmark of a linked fact."""
    return f"jzf{number}_{_hash(_squeezed(reads), 6)}_{slug(key)}"


def of_template(comment: str) -> str:
    """The bookmark by which a template's own comment is known; ``comment``: its id, as ``wordtext.remarks`` makes it."""
    return f"jzk_{comment}"


def of_shown(number: int, caption: str, texts: Iterable[str]) -> str:
    """The bookmark of a table or figure by its caption, and by its cells and its source in their order."""
    return f"jzt{number}_{shown(caption, texts)}"


def of_body(number: int, key: str) -> str:
    """The bookmark of a table's head, or of a figure's picture."""
    return f"jzp{number}_{slug(key)}"


def of_note(number: int, key: str, text: str) -> str:
    """The bookmark of the source below a table or figure, with a hash of what it says."""
    return f"jzn{number}_{_hash(_squeezed(text), 6)}_{slug(key)}"


def is_note(found: re.Match[str], text: str) -> bool:
    """Whether a paragraph says what the source of that mark did."""
    return found[1] == _hash(_squeezed(text), 6)


def shown(caption: str, texts: Iterable[str]) -> str:
    """A hash of what a table or figure says; its number does not count, nor do spaces."""
    return _hash("".join((LABEL.sub("", _squeezed(caption)), *map(_squeezed, texts))), 8)


def digest(lines: Iterable[Line], reads: Callable[[str], str], title: str = "") -> str:
    """A hash of what a text says: spaces do not count, nor what references read, as fields are brought up to date."""
    # where a figure stands among its text and before a table or behind it is for the layout
    lines = sorted(lines, key=lambda line: line.key.partition("-")[0] if line.kind == "place" else "")
    told = (f"{line.kind}:{line.key}" + "".join(_told(piece, reads) for piece in line.pieces) for line in lines)
    return _hash("\n".join((f"={_squeezed(title)}", *told)), 8)


def is_fact(found: re.Match[str], text: str) -> bool:
    """Whether what stands in a fact's bookmark is what was written there."""
    return found[1] == _hash(_squeezed(text), 6)


def _told(piece: Piece, reads: Callable[[str], str]) -> str:
    if piece.ref:
        return "\0"
    text = _squeezed(reads(piece.fact) if piece.fact else piece.text)
    return f"\1{text}\2" if piece.bold and text else text


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _hash(text: str, length: int) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:length]


@dataclass
class Shown:
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
