"""Tables and figures of an edited text, put back where the workspace has them: filling its pages moves them (``reports.filling``)."""

from collections.abc import Sequence
from difflib import SequenceMatcher
from itertools import pairwise

from reports.authoring.markup import Line, write

ALIKE = 0.6  # of two lines, one of which somebody has edited


def put_back(theirs: Sequence[Line], ours: Sequence[Line]) -> tuple[Line, ...]:
    """Their lines, with a table or figure before what follows it here and stands before it there, within a stretch without headings.

    What has another place for another reason keeps it: under another heading, after what somebody has added, before what it follows here.
    """
    order = {line.key: at for at, line in enumerate(ours) if line.kind == "place"}
    rest = [line for line in theirs if line.key not in order]
    slots: list[list[Line]] = [[] for _ in range(len(rest) + 1)]
    passed = 0
    for line in theirs:
        if line.key in order:
            slots[_slot(rest[:passed], ours, order[line.key])].append(line)
        else:
            passed += 1
    found = list(_ordered(slots[0], order))
    for line, places in zip(rest, slots[1:], strict=True):
        found += [line, *_ordered(places, order)]
    return tuple(found)


def _slot(above: Sequence[Line], ours: Sequence[Line], place: int) -> int:
    """Before which of the lines above it a place stands: the first that follows it here."""
    behind = range(place + 1, next((at for at in range(place, len(ours)) if ours[at].kind == "heading"), len(ours)))
    slot = len(above)
    for at in range(len(above) - 1, -1, -1):
        if not behind or above[at].kind == "heading":
            break
        if _found(above[at], ours) in behind:
            slot = at
    return slot


def _found(line: Line, ours: Sequence[Line]) -> int | None:
    """Which of our lines it is, or was before somebody edited it."""
    told = write([line])
    own = {at: write([each]) for at, each in enumerate(ours) if each.kind == line.kind}
    same = next((at for at, words in own.items() if words == told), None)
    if same is not None:
        return same
    ratio, at = max(((SequenceMatcher(None, told, words, autojunk=False).ratio(), at) for at, words in own.items()), default=(0.0, 0))
    return at if ratio >= ALIKE else None


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
