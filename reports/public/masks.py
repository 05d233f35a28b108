"""Names in a running text, and what stands in their place."""

import re
from collections.abc import Iterator, Mapping, Sequence

from diagnosis.text import fold
from reports.blocks import BOLD, END, REF
from reports.public.shorts import BEYOND, BRAND, goes_on
from reports.public.vocabulary import plain

WORDS = 8  # characters around a doubtful word
# Telephones, mail, and the codes of firms and persons.
NUMBERS = re.compile(
    r"(?<![\dA-Za-z])(?:[1１][3-9３-９]\d(?:[ -]?\d{4}){2}|[(（]?[0０]\d{2,3}[)）]?[ -]?\d{7,8}"
    r"|[1-9AN]\d{7}[0-9A-Z]{9}[0-9X])(?![\dA-Za-z])|[\w.+-]+@[\w-]+\.[\w.]+"
)
# What stands between the letters of a name and is none of it: spaces, what is not seen, and the marks of bold type.
BETWEEN = re.compile(f"[\\s\u00ad\u200b-\u200f\u2060\ufeff{BOLD}{END}]")
REFERENCE = re.compile(f"({REF}[^{END}]*{END})")


class Masks:
    """Firms by their folded name, and what a running text may not hold; both lead to what stands there instead."""

    def __init__(self, firms: Mapping[str, str], words: Mapping[str, str]) -> None:
        """``firms``: for names that stand alone. ``words``: for texts, be it a firm's name, its short name or a person."""
        self.firms = firms
        self._words: dict[str, str] = {}
        self._lengths: dict[str, tuple[int, ...]] = {}  # by the two characters that names begin with
        self._brands: dict[str, bool] = {}
        self._written: dict[str, str] = {}  # of those that are none in other letters, as they are written
        for word, mask in words.items():
            self.add(word, mask)

    def add(self, word: str, mask: str, *, brand: bool = False, likely: bool = True, exact: bool = False) -> None:
        """A further word that a text may not hold, or another mask for it.

        ``brand``: whether one of two characters is none where it is a part of other words; ``likely``: as ``goes_on`` takes it;
        ``exact``: whether it is none in small letters, unless it is known as one already.
        """
        key = _letters(plain(word))[0]
        if len(key) < BRAND or (exact and key in self._words and key not in self._written):
            return
        self._words[key] = mask
        if exact:
            self._written[key] = word
        else:
            self._written.pop(key, None)
        if brand and len(key) == BRAND and not key.isascii():
            self._brands[key] = likely or self._brands.get(key, False)
        start, length = key[:BRAND], len(key)
        known = self._lengths.get(start, ())
        if length not in known:
            self._lengths[start] = tuple(sorted((*known, length), reverse=True))  # one name may begin with another

    def name(self, name: str | None) -> str | None:
        """A name that stands alone: a firm's becomes its mask, any other is a text."""
        return None if name is None else self.firms.get(fold(name)) or self.text(name)

    def text(self, text: str) -> str:
        """The text with every name in it masked, bold in part or with spaces in it; telephone numbers, mail addresses and codes go."""
        parts = REFERENCE.split(text) if REF in text else [text]
        return "".join(part if part.startswith(REF) else NUMBERS.sub("…", self._masked(part)) for part in parts)

    def named_in(self, text: str) -> dict[str, str]:
        """The names that stand in the text, each once, and the text around the first."""
        found: dict[str, str] = {}
        for begin, end, _ in self._hits(text):
            found.setdefault(text[begin:end], around(text, begin, end))
        return found

    def _masked(self, text: str) -> str:
        pieces: list[str] = []
        done = 0
        for begin, end, key in self._hits(text):
            marks = (char for char in text[begin:end] if char in (BOLD, END))
            pieces += text[done:begin], self._words[key], *marks
            done = end
        return "".join(pieces) + text[done:]

    def _hits(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Where a name begins and ends in the text, and its letters."""
        small = plain(text)
        seen, places = _letters(small)
        at = 0
        while at < len(seen):
            length = next(
                (each for each in self._lengths.get(seen[at : at + 2], ()) if self._stands(text, small, seen, places, at, each)), 0
            )
            if length:
                yield places[at], places[at + length - 1] + 1, seen[at : at + length]
            at += length or 1

    def _stands(self, text: str, small: str, seen: str, places: Sequence[int], at: int, length: int) -> bool:
        """Whether a name of this length stands there, and not within a longer word."""
        end = at + length
        if end > len(seen) or (key := seen[at:end]) not in self._words or not _whole(small, places[at], places[end - 1]):
            return False
        if key in self._written and fold("".join(text[place] for place in places[at:end])) != self._written[key]:
            return False
        likely = self._brands.get(key)
        return likely is None or not goes_on(seen[max(at - BEYOND, 0) : at], key, seen[end : end + BEYOND], likely=likely)


def around(text: str, begin: int, end: int) -> str:
    """What stands there with the words before and behind it, in one line."""
    first, last = max(begin - WORDS, 0), min(end + WORDS, len(text))
    said = " ".join(text[first:last].split())
    return f"{'…' if first else ''}{said}{'…' if last < len(text) else ''}"


def _letters(small: str) -> tuple[str, Sequence[int]]:
    """What names are compared by of a plain text, and where each character of it stands: between Western words there is one space."""
    if BETWEEN.search(small) is None:
        return small, range(len(small))
    found: list[int] = []
    for at, char in enumerate(small):
        if BETWEEN.match(char) is None or (char.isspace() and found and _western(small[found[-1]]) and _western(small[at + 1 : at + 2])):
            found.append(at)
    return "".join(" " if small[at].isspace() else small[at] for at in found), found


def _whole(text: str, first: int, last: int) -> bool:
    """Whether what stands there is not within a longer Western word."""
    joined_before = first > 0 and _western(text[first]) and (_western(text[first - 1]) or _in_number(text, first))
    return not (joined_before or (last + 1 < len(text) and _western(text[last + 1]) and _western(text[last])))


def _in_number(text: str, at: int) -> bool:
    """Whether a digit goes on a number before a point: 1.3M holds no 3M."""
    return text[at].isdigit() and text[at - 1] in ".," and text[max(at - 2, 0)].isdigit()


def _western(char: str) -> bool:
    return char.isascii() and char.isalnum()
