"""Tables and figures of an edited text, put back where the workspace has them: filling its pages moves them (``reports.filling``)."""

from collections.abc import Generator, Sequence
from difflib import SequenceMatcher
from heapq import nlargest
from itertools import pairwise
from operator import add

from reports.authoring.markup import Line, write

ALIKE = 0.6  # of two lines, one of which somebody has edited
NEAR = 3  # lines that are compared closely with one that somebody has edited


def putting_back(theirs: Sequence[Line], ours: Sequence[Line]) -> Generator[None, None, tuple[Line, ...]]:
    """Their lines, with a table or figure before what follows it here and stands before it there, within a stretch without headings.

    What has another place for another reason keeps it: under another heading, after what somebody has added, before what it follows
    here. In short steps.
    """
    order = {line.key: at for at, line in enumerate(ours) if line.kind == "place"}
    rest, known = [line for line in theirs if line.key not in order], _Known(ours)
    slots: list[list[Line]] = [[] for _ in range(len(rest) + 1)]
    passed = 0
    for line in theirs:
        if line.key in order:
            slot = yield from _slot(rest[:passed], ours, known, order[line.key])
            slots[slot].append(line)
        else:
            passed += 1
    found = list(_ordered(slots[0], order))
    for line, places in zip(rest, slots[1:], strict=True):
        found += [line, *_ordered(places, order)]
    return tuple(found)


def _slot(above: Sequence[Line], ours: Sequence[Line], known: "_Known", place: int) -> Generator[None, None, int]:
    """Before which of the lines above it a place stands: the first that follows it here."""
    behind = range(place + 1, next((at for at in range(place, len(ours)) if ours[at].kind == "heading"), len(ours)))
    slot = len(above)
    for at in range(len(above) - 1, -1, -1):
        if not behind or above[at].kind == "heading":
            break
        if known.find(above[at]) in behind:
            slot = at
        yield
    return slot


class _Known:
    """Our lines, each prepared once: a long section is looked through for every line that somebody has edited."""

    def __init__(self, ours: Sequence[Line]) -> None:
        self._own = [(each.kind, write([each])) for each in ours]
        self._found: dict[tuple[str, str], int | None] = {told: at for at, told in reversed([*enumerate(self._own)])}
        self._pairs = [_pairs(words) for _kind, words in self._own]

    def find(self, line: Line) -> int | None:
        """Which of our lines it is, or was before somebody edited it."""
        told = line.kind, write([line])
        if told not in self._found:
            self._found[told] = self._most_like(*told)
        return self._found[told]

    def _most_like(self, kind: str, words: str) -> int | None:
        """Looked at closely are those alone that share most pairs of characters with it: of all 300 lines of a section that takes 28 s."""
        pairs = _pairs(words)
        near = nlargest(NEAR, ((len(pairs & own), -at) for at, own in enumerate(self._pairs) if self._own[at][0] == kind))
        alike = [(SequenceMatcher(None, words, self._own[-at][1], autojunk=False).ratio(), at) for _, at in near]
        ratio, at = max(alike, default=(0.0, 0))
        return -at if ratio >= ALIKE else None


def _pairs(words: str) -> frozenset[str]:
    return frozenset(map(add, words, words[1:]))


def _ordered(places: Sequence[Line], order: dict[str, int]) -> list[Line]:
    """Places at one spot: a table and a figure as they stand here, as one may have gone first; two of a kind as they stand there."""
    found = list(places)
    for _ in places:
        for at, (left, right) in enumerate(pairwise(tuple(found))):
            if order[left.key] > order[right.key] and _kind(left) != _kind(right):
                found[at], found[at + 1] = right, left
    return found


def _kind(line: Line) -> str:
    return line.key.partition("-")[0]
