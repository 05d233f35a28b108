"""Which row of a list, as it was, is which row of the list that replaces it."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence

from diagnosis.fieldtypes import Value
from diagnosis.returns.filled import FIRMS
from diagnosis.returns.lists import Key, key_of
from diagnosis.roster.names import plain
from diagnosis.text import fold

Answers = Mapping[str, Value]
LEAST = 2  # characters; a shorter name stands in others by chance


def pairs(part: str, before: Sequence[Answers], after: Sequence[Answers]) -> dict[int, int]:
    """Place of each row that stays -> its place before.

    Rows are the same that hold the same, else that have what tells the rows of this list apart (a firm's credit code, else its
    name); of several such rows, the first is the first. In a list of the same length a row is also the one at its place, if its
    name holds that one's or is held in it, or if more than half of what that one said is still so: its name was corrected.
    """
    found: dict[int, int] = {}
    for key in (_whole, *_keys(part)):
        _pair(found, before, after, key)
    if len(before) == len(after):
        taken = set(found.values())
        for place, (old, new) in enumerate(zip(before, after, strict=True)):
            if place not in found and place not in taken and (_is_mostly(old, new) or _are_alike(old, new)):
                found[place] = place
    return found


def _pair(found: dict[int, int], before: Sequence[Answers], after: Sequence[Answers], key: Callable[[Answers], object]) -> None:
    """Pairs what is not paired yet, by a key; ``None`` tells nothing."""
    taken = set(found.values())
    there: defaultdict[object, list[int]] = defaultdict(list)
    for place in reversed(range(len(before))):
        if place not in taken:
            there[key(before[place])].append(place)
    there.pop(None, None)
    for place, answers in enumerate(after):
        if place not in found and (same := there.get(key(answers))):
            found[place] = same.pop()


def _whole(answers: Answers) -> Key:
    return tuple(sorted((name, repr(value)) for name, value in answers.items() if value is not None))


def _keys(part: str) -> Iterator[Callable[[Answers], object]]:
    if part == FIRMS:
        yield lambda firm: fold(str(firm["uscc"])) if firm.get("uscc") else None
        yield lambda firm: plain(str(firm["name"])) if firm.get("name") else None
    else:
        yield lambda answers: key_of(part, answers)


def _is_mostly(old: Answers, new: Answers) -> bool:
    said = [name for name, value in old.items() if value is not None]
    return 2 * sum(new.get(name) == old[name] for name in said) > len(said)


def _are_alike(old: Answers, new: Answers) -> bool:
    ours, theirs = (plain(str(answers.get("name") or "")) for answers in (old, new))
    return min(len(ours), len(theirs)) >= LEAST and (ours in theirs or theirs in ours)
