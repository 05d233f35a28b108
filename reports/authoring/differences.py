"""What differs between two texts, word by word, and what has changed in a draft since somebody wrote over it."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from diagnosis.authored import Base, Section
from reports.authoring.arranging import Arranged
from reports.authoring.facts import Facts
from reports.authoring.markup import Line, Piece, facts_in, parse

WORD = re.compile(r"\{(?:fact|ref):[^{}]*\}|\[\[[^\[\]]*\]\]|[A-Za-z0-9.,%]+|\s+|.", re.DOTALL)
ENDS = re.compile(r"(?<=[。！？；])|(?<=[.!?;])(?=\s)")
Side = Literal["same", "old", "new"]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Text that stands on both sides, or only in the ``old`` or the ``new`` one."""

    side: Side
    text: str


def compare(old: str, new: str) -> tuple[Stretch, ...]:
    """Two texts as stretches; Chinese character by character, other scripts word by word."""
    before, after = WORD.findall(old), WORD.findall(new)
    found: list[Stretch] = []
    for kind, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            found.append(Stretch("same", "".join(before[a:b])))
            continue
        found += [Stretch(side, text) for side, text in (("old", "".join(before[a:b])), ("new", "".join(after[c:d]))) if text]  # type: ignore[arg-type]
    return tuple(found)


@dataclass(frozen=True, slots=True)
class FactChange:
    """A fact that no longer reads as it did."""

    key: str
    name: str
    then: str
    now: str


@dataclass(frozen=True, slots=True)
class Changed:
    """What an authored text does not know of: facts that read otherwise now, sentences that the draft no longer has, and new ones."""

    facts: tuple[FactChange, ...]
    gone: tuple[str, ...]
    new: tuple[str, ...]


def changed(written: Section, draft: str, facts: Facts, label: Callable[[str], str]) -> Changed | None:
    """What has changed since a section was written; ``None`` for one that is up to date, or has no text. ``label``: of what is referred to.

    Computed from what the text was written over and the draft of today: nothing has to remember that data changed.
    """
    if written.text is None:
        return None
    base = written.base
    keys = dict.fromkeys((*facts_in(parse(written.text)), *facts_in(parse(base.draft))))
    moved = tuple(
        FactChange(key, facts.name(key), base.facts[key], facts.reads(key))
        for key in keys
        if key in base.facts and base.facts[key] != facts.reads(key)
    )
    before, now = _sentences(base.draft), _sentences(draft)
    gone, new = _without(before, now), _without(now, before)
    if not (moved or gone or new):
        return None
    old = _Told(lambda key: base.facts.get(key, facts.dash), label)
    return Changed(moved, tuple(map(old.sentence, gone)), tuple(map(_Told(facts.reads, label).sentence, new)))


def stale(arranged: Arranged, facts: Facts, label: Callable[[str], str]) -> dict[str, Changed]:
    """The sections of a report whose text does not know of what has changed."""
    return {
        part.section.id: found
        for part in arranged.standing()
        if not part.added and (found := changed(part.written, part.section.draft, facts, label)) is not None
    }


def base_of(draft: str, text: str, facts: Facts, title: str, before: Section | None = None) -> Base:
    """What a text is written over. A text that was there keeps what it was written over; what is new in it is added."""
    keys = dict.fromkeys((*facts_in(parse(text)), *facts_in(parse(draft))))
    now = {key: facts.reads(key) for key in keys}
    if before is None or before.text is None:
        return Base(draft, now, title)
    return Base(before.base.draft, {**now, **before.base.facts}, title)


def readable(text: str, reads: Callable[[str], str], label: Callable[[str], str]) -> str:
    """Markup as it reads, a line a paragraph."""
    told = _Told(reads, label)
    return "\n".join(told.line(line) for line in parse(text))


@dataclass(frozen=True, slots=True)
class _Told:
    """Sentences as they read."""

    reads: Callable[[str], str]
    label: Callable[[str], str]

    def sentence(self, pieces: tuple[Piece, ...]) -> str:
        """Pieces in words."""
        return "".join(self.label(each.ref) if each.ref else self.reads(each.fact) if each.fact else each.text for each in pieces).strip()

    def line(self, line: Line) -> str:
        """A line in words."""
        return f"[{self.label(line.key)}]" if line.kind == "place" else self.sentence(line.pieces)


def _sentences(markup: str) -> list[tuple[Piece, ...]]:
    """The sentences of a text; a table or figure that stands in it is one."""
    found: list[tuple[Piece, ...]] = []
    for line in parse(markup):
        if line.kind == "place":
            found.append((Piece(ref=line.key),))
            continue
        present: list[Piece] = []
        for piece in line.pieces:
            parts = ENDS.split(piece.text) if piece.text else [""]
            for at, part in enumerate(parts):
                if at and present:
                    found.append(tuple(present))
                    present = []
                if part.strip() or piece.fact or piece.ref:
                    present.append(Piece(part, fact=piece.fact, ref=piece.ref))
        if present:
            found.append(tuple(present))
    return found


def _without(these: Sequence[tuple[Piece, ...]], those: Iterable[tuple[Piece, ...]]) -> list[tuple[Piece, ...]]:
    left = Counter(those)
    found = []
    for each in these:
        if left[each]:
            left[each] -= 1
        else:
            found.append(each)
    return found
