"""Answers side by side: what differs stands out, and is in view however long they are."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from diagnosis.text import seen

LEAD = 40  # characters before what differs, where the beginning has no room
WORD = re.compile(r"[0-9A-Za-z.]*\Z")  # a number or a word differs as a whole
LONGEST_WORD = 24
BREAK = " ↵ "  # two texts may differ by their paragraphs alone


@dataclass(frozen=True, slots=True)
class Piece:
    """A text on one line: what it has in common with another one, what it has of its own, and again what is in common."""

    before: str
    own: str
    after: str

    def __str__(self) -> str:
        return self.before + self.own + self.after

    @property
    def html(self) -> str:
        """What is its own stands in bold, unless all of it is."""
        own = f"<b>{escape(self.own)}</b>" if self.before or self.after else escape(self.own)
        return f"{escape(self.before)}{own}{escape(self.after)}"


def apart(texts: Sequence[str], longest: int) -> list[Piece]:
    """Of each text at most some ``longest`` characters, from shortly before the first that the text most like it has otherwise."""
    lines = [BREAK.join(" ".join(line.split()) for line in seen(text).splitlines()) for text in texts]
    return [_piece(line, lines[:place] + lines[place + 1 :], longest) for place, line in enumerate(lines)]


def _piece(line: str, others: Sequence[str], longest: int) -> Piece:
    like = max(others, key=lambda other: _alike(line, other), default="")
    start = _back_to_word(line, _alike(line, like))
    turned = line[start:][::-1]
    same = _back_to_word(turned, _alike(turned, like[start:][::-1]))
    own, after = line[start : len(line) - same], line[len(line) - same :]
    before = line[:start] if len(line) <= longest or start <= LEAD else f"…{line[start - LEAD : start]}"
    own = _cut(own, longest)
    return Piece(before, own, _cut(after, max(longest - len(before) - len(own), 1)))


def _alike(one: str, other: str) -> int:
    """How many characters they have in common at their beginning."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((place for place, (each, its) in pairs if each != its), min(len(one), len(other)))


def _back_to_word(line: str, place: int) -> int:
    found = WORD.search(line, max(place - LONGEST_WORD, 0), place)
    return found.start() if found is not None else place


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1]}…"
