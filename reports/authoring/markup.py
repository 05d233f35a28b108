"""The markup of authored texts.

A line is a paragraph, ``- `` a bullet, ``1. `` a numbered paragraph, ``# `` a small heading, and ``[[table-scale]]`` the place of a
table or figure. Within a line ``**bold**``, ``{fact:cr4}`` and ``{ref:table-scale}``. A backslash takes the meaning from the character
behind it. There is no text that it refuses: what is no mark is text.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from reports.blocks import Linked, Ref, bold, clean, fact, inlines, ref

Kind = Literal["text", "heading", "bullet", "number", "place"]
STARTS: dict[Kind, str] = {"text": "", "heading": "# ", "bullet": "- ", "number": "1. "}
PLACE = re.compile(r"\[\[([^\[\]{}*\\]+)\]\]")
KEY = r"[A-Za-z0-9][A-Za-z0-9:._-]*"
TOKEN = re.compile(rf"\\(.)|(\*\*)|\{{(fact|ref):({KEY})\}}", re.DOTALL)
SPECIAL = re.compile(r"[\\*{]")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a line: text, or the key of a fact or of what is referred to."""

    text: str = ""
    bold: bool = False
    fact: str = ""
    ref: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a section. ``key``: of the table or figure that stands there."""

    kind: Kind = "text"
    pieces: tuple[Piece, ...] = ()
    key: str = ""

    @property
    def plain(self) -> str:
        """Its text alone."""
        return "".join(piece.text for piece in self.pieces)


def parse(text: str) -> tuple[Line, ...]:
    """The lines of a markup text; empty ones are none."""
    return tuple(_line(line.strip()) for line in clean(text).split("\n") if line.strip())


def write(lines: Iterable[Line]) -> str:
    """Lines as markup; ``parse`` reads the same lines from it."""
    return "\n".join(filter(None, map(_written, lines)))


def tidy(pieces: Iterable[Piece]) -> tuple[Piece, ...]:
    """The pieces without empty ones, texts of one weight in one, no space at either end."""
    found: list[Piece] = []
    held = (each for each in pieces if each.text or each.fact or each.ref)
    for (is_text, heavy), group in groupby(held, key=lambda each: (not (each.fact or each.ref), each.bold)):
        if is_text:
            found.append(Piece("".join(each.text for each in group).replace("\n", " "), heavy))
        else:
            found += group
    kept = [place for place, each in enumerate(found) if each.fact or each.ref or each.text.strip()]
    found = found[kept[0] : kept[-1] + 1] if kept else []
    for at, strip in ((0, str.lstrip), (-1, str.rstrip)):
        if found and not (found[at].fact or found[at].ref):
            found[at] = Piece(strip(found[at].text), found[at].bold)
    return tuple(found)


def from_marked(text: str) -> tuple[Piece, ...]:
    """The marked text of a block as pieces."""
    found = []
    for part in inlines(text):
        if isinstance(part, Ref):
            found.append(Piece(ref=part.key))
        elif isinstance(part, Linked):
            found.append(Piece(fact=part.key, bold=part.bold))
        else:
            found.append(Piece(part.text, part.bold))
    return tidy(found)


def to_marked(pieces: Sequence[Piece], reads: Callable[[str], str]) -> str:
    """Pieces as the marked text of a block; ``reads``: what the fact of a key reads."""
    found = []
    for piece in pieces:
        if piece.ref:
            found.append(ref(piece.ref))
        elif piece.fact:
            found.append(fact(piece.fact, reads(piece.fact), heavy=piece.bold))
        else:
            found.append(bold(piece.text) if piece.bold else piece.text)
    return "".join(found)


def facts_in(lines: Iterable[Line]) -> tuple[str, ...]:
    """The keys of the facts that lines hold, each once, in their order."""
    return tuple(dict.fromkeys(piece.fact for line in lines for piece in line.pieces if piece.fact))


def _line(line: str) -> Line:
    place = PLACE.fullmatch(line)
    if place is not None:
        return Line("place", key=place[1].strip())
    for kind, start in STARTS.items():
        if start and line.startswith(start):
            return Line(kind, tidy(_pieces(line[len(start) :])))
    return Line("text", tidy(_pieces(line)))


def _pieces(text: str) -> Iterator[Piece]:
    done, heavy = 0, False
    for found in TOKEN.finditer(text):
        if found.start() > done:
            yield Piece(text[done : found.start()], heavy)
        if found[1] is not None:
            yield Piece(found[1], heavy)
        elif found[2] is not None:
            heavy = not heavy
        else:
            yield Piece(bold=heavy, fact=found[4]) if found[3] == "fact" else Piece(ref=found[4])
        done = found.end()
    if done < len(text):
        yield Piece(text[done:], heavy)


def _written(line: Line) -> str:
    if line.kind == "place":
        return f"[[{line.key}]]"
    pieces = tidy(line.pieces)
    if not pieces:
        return ""
    parts, heavy = [], False
    for piece in pieces:
        if piece.bold != heavy and not piece.ref:
            parts.append("**")
            heavy = piece.bold
        parts.append(_token(piece))
    if heavy:
        parts.append("**")
    text = "".join(parts)
    if line.kind == "text" and (text.startswith(tuple(start for start in STARTS.values() if start)) or PLACE.fullmatch(text)):
        text = f"\\{text}"
    return STARTS[line.kind] + text


def _token(piece: Piece) -> str:
    if piece.fact:
        return f"{{fact:{piece.fact}}}"
    return f"{{ref:{piece.ref}}}" if piece.ref else SPECIAL.sub(r"\\\g<0>", piece.text)
