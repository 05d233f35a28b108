"""Finding by typing: how well a name answers what was typed, in Chinese, in English, or by the initials of the pinyin."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from diagnosis.text import TEMPLATES, fold

FIRST_CHARACTER = 0x4E00  # of templates/initials.txt
# How well a word is found, the best first.
WHOLE, BEGINS, WORD_BEGINS, INSIDE, INITIALS_BEGIN, WITHIN, INITIALS_INSIDE, ELSEWHERE = range(8)
MARKS = " !\"#$%&'()*+,-./:;<=>?@[]_~·“”‘’、。《》【】—…"  # what initials leave out; comparable text has no full-width ones


def comparable(text: str) -> str:
    """Text as it is searched: folded, in lower case."""
    return fold(text).casefold()


@cache
def _table() -> dict[int, str | None]:
    """Code point -> first letter of the pinyin."""
    lines = (TEMPLATES / "initials.txt").read_text(encoding="utf-8").splitlines()
    letters = "".join(line for line in lines if not line.startswith("#"))
    marks = dict.fromkeys(map(ord, MARKS))
    return {**marks, **{FIRST_CHARACTER + place: letter for place, letter in enumerate(letters) if letter != "."}}


def initials(text: str) -> str:
    """Comparable text with every Chinese character as the first letter of its pinyin, without spaces and marks."""
    return text.translate(_table())


@dataclass(frozen=True, slots=True)
class Name:
    """What is searched: ``names`` and ``more`` comparable, ``letters`` the initials of each name."""

    names: tuple[str, ...]
    letters: tuple[str, ...]
    more: str

    @classmethod
    def of(cls, names: Iterable[str], more: str = "") -> "Name":
        """``names``: what it is called, in any language; ``more``: what else finds it."""
        found = tuple(dict.fromkeys(comparable(name) for name in names if name))
        return cls(found, tuple(initials(name) for name in found), comparable(more))


def words(typed: str) -> tuple[str, ...]:
    """The words that were typed, comparable."""
    return tuple(comparable(typed).split())


def rank(name: Name, wanted: tuple[str, ...]) -> int | None:
    """How well all the words are found, 0 the best; ``None``: not all of them are."""
    total = 0
    for word in wanted:
        found = _rank(name, word)
        if found is None:
            return None
        total += found
    return total


def _rank(name: Name, word: str) -> int | None:
    found = [_inside(each, word) for each in name.names if word in each]
    if word.isascii() and len(word) > 1:
        found += [INITIALS_BEGIN for each in name.letters if each.startswith(word)]
        found += [INITIALS_INSIDE for each, whole in zip(name.letters, name.names, strict=True) if word in each and not whole.isascii()]
    if word in name.more:
        found.append(ELSEWHERE)
    return min(found, default=None)


def _inside(name: str, word: str) -> int:
    if name.startswith(word):
        return WHOLE if name == word else BEGINS
    if not word.isascii():
        return INSIDE
    return WORD_BEGINS if re.search(rf"[^a-z0-9]{re.escape(word)}", name) else WITHIN
