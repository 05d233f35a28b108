"""Which words a text may not hold, and what stands in their place: 企业A, 企业B ... in the roster's order, the same everywhere."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from diagnosis.framework import Framework
from diagnosis.regions import regions
from diagnosis.survey import Survey
from diagnosis.text import Lang, fold, phrase, phrases

LEGAL = re.compile(r"(股份有限公司|有限责任公司|集团有限公司|控股有限公司|有限公司|集团公司|控股集团|集团|公司|总厂|厂)$")
BRACKETS = re.compile(r"[（(][^（）()]*[）)]")
TRADE = re.compile(r"(科技|技术|信息|电子|数字|智能|机械|设备|装备|制造|实业|工业|材料|能源|发展|产业|控股|系统|网络|软件)$")
# An actor on no list of the survey counts as a firm unless its name says otherwise.
PUBLIC = re.compile(
    r"(大学|学院|研究院|研究所|实验室|中心|协会|学会|联盟|商会|银行|局|委员会|委|政府|部|University|Institute|Association)$"
)
LONG_ENOUGH = 5  # characters: a name that no text holds by chance
FEW = 3000  # firms: of a longer roster only those that stand out may be called by a short name
BRIEF = 3  # the shortest of a firm's short names that is looked for
NUMBERS = re.compile(r"(?<!\d)(?:1\d{10}|0\d{2,3}-\d{7,8})(?!\d)|[\w.+-]+@[\w-]+\.[\w.]+")  # telephones and mail
WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}  # full-width to plain


def plain(text: str) -> str:
    """Text as names are looked for in it: as long as it was, letters small and of one width."""
    return "".join(small if len(small := char.lower()) == 1 else char for char in text.translate(WIDE))


def letters() -> Iterator[str]:
    """A .. Z, AA .. ZZ, AAA ..."""
    number = 0
    while True:
        number, rest, word = number + 1, number, ""
        while rest >= 0:
            word, rest = chr(ord("A") + rest % 26) + word, rest // 26 - 1
        yield word


class Masks:
    """Firms by their folded name, and what a running text may not hold; both lead to what stands there instead."""

    def __init__(self, firms: Mapping[str, str], words: Mapping[str, str]) -> None:
        """``firms``: for names that stand alone. ``words``: for texts, be it a firm's name, its short name or a person."""
        self.firms = firms
        self._words = {key: mask for word, mask in words.items() if len(key := plain(word)) > 1}
        lengths: dict[str, set[int]] = {}
        for key in self._words:
            lengths.setdefault(key[:2], set()).add(len(key))
        # the longest first: one name may begin with another
        self._lengths = {start: sorted(found, reverse=True) for start, found in lengths.items()}

    def name(self, name: str | None) -> str | None:
        """A name that stands alone: a firm's becomes its mask, any other is a text."""
        return None if name is None else self.firms.get(fold(name)) or self.text(name)

    def text(self, text: str) -> str:
        """The text with every name in it masked; telephone numbers and mail addresses go."""
        seen, pieces, at = plain(text), [], 0
        while at < len(text):
            length = next((each for each in self._lengths.get(seen[at : at + 2], ()) if self._stands(seen, at, each)), 0)
            pieces.append(self._words[seen[at : at + length]] if length else text[at])
            at += length or 1
        return NUMBERS.sub("…", "".join(pieces))

    def _stands(self, text: str, at: int, length: int) -> bool:
        """Whether a name of this length stands there, and not within a longer Western word."""
        end = at + length
        name = text[at:end]
        if name not in self._words:
            return False
        joined_before = at > 0 and _western(text[at - 1]) and _western(name[0])
        return not (joined_before or (end < len(text) and _western(text[end]) and _western(name[-1])))


def _western(char: str) -> bool:
    return char.isascii() and char.isalnum()


def masks(surveys: Iterable[Survey], framework: Framework, lang: Lang) -> Masks:
    """The masks for the firms of these rounds: one firm has one mask in all of them."""
    rounds = list(surveys)
    names = dict.fromkeys(name for survey in rounds for name in _firms(survey))
    label, free = phrase("report", "public.firm").to(lang), letters()
    firms = {name: next(made for letter in free if (made := label.format(letter=letter)) not in names) for name in names}
    ordinary = _vocabulary(framework)
    words = {word: mask for word, mask in _others(rounds, lang).items() if _telling(word, ordinary)}
    known = _known(rounds)
    words |= _short_names([name for name in names if name in known], firms, ordinary)
    words |= {name: mask for name, mask in firms.items() if _telling(name, ordinary)}
    return Masks(firms, words)


def _firms(survey: Survey) -> Iterator[str]:
    """The folded names on the roster, then the ends of links that are on no list and look like firms."""
    yield from (fold(name) for name in survey.firms.column("name") if name and fold(name))
    listed = {fold(row.name) for rows in (survey.institutions, survey.platforms, survey.organisations) for row in rows if row.name}
    for link in survey.links:
        yield from (
            fold(end) for end in (link.from_, link.to) if end and fold(end) and fold(end) not in listed and not PUBLIC.search(fold(end))
        )


def _known(rounds: Iterable[Survey]) -> set[str]:
    """The firms that a text may speak of by a short name: all of a short roster, of a long one those that stand out."""
    found: set[str] = set()
    for survey in rounds:
        named = survey.firms.column("name")
        if len(named) > FEW:
            named = survey.firms.where(survey.firms.among("role", ("leader", "key")), "name")
        found.update(fold(name) for name in named if name)
        found.update(fold(end) for link in survey.links for end in (link.from_, link.to) if end)
    return found


def _short_names(names: Iterable[str], firms: Mapping[str, str], ordinary: str) -> dict[str, str]:
    """What firms are called for short, where that is one firm's alone and no ordinary word."""
    found: dict[str, set[str]] = {}
    for name in names:
        for short in short_names(name):
            found.setdefault(short, set()).add(firms[name])
    return {short: next(iter(of)) for short, of in found.items() if len(of) == 1 and short not in firms and plain(short) not in ordinary}


def short_names(name: str) -> Iterator[str]:
    """The name without its brackets, its legal form, its place, and its trade, one after another: 长沙甲乙丙科技 -> 甲乙丙."""
    rest = LEGAL.sub("", BRACKETS.sub("", name))
    while True:
        for short in (rest, rest[_place(rest) :]):
            if len(short) >= BRIEF and short != name:
                yield short
        cut = TRADE.sub("", rest)
        if cut == rest:
            return
        rest = cut


def _place(name: str) -> int:
    """How many characters of a place the name begins with."""
    return max((length for length in range(2, min(len(name), LONGEST_PLACE) + 1) if name[:length] in _places()), default=0)


LONGEST_PLACE = 8


@cache
def _places() -> frozenset[str]:
    return frozenset(text for region in regions().values() for text in (region.name.zh, region.short) if len(text) > 1)


def _others(rounds: Iterable[Survey], lang: Lang) -> dict[str, str]:
    """Who was interviewed, and where: not to be named either."""
    found: dict[str, str] = {}
    for survey in rounds:
        for row in survey.interviews:
            for said, key in ((row.organisation, "public.body"), (row.person, "public.person")):
                if said and fold(said) and not PUBLIC.search(fold(said)):
                    found[fold(said)] = phrase("report", key).to(lang)
    return found


def _telling(name: str, ordinary: str) -> bool:
    """Whether a text that holds the name speaks of whom it names: it is long, or no ordinary word."""
    small = name.isascii() and name.isalpha() and name.islower()
    return not small and (len(name) >= LONG_ENOUGH or plain(name) not in ordinary)


def _vocabulary(framework: Framework) -> str:
    """The words of the report itself; examples of other places may name firms, and are none of them."""
    named = (framework.fields, framework.criteria, framework.indicators, framework.items, framework.elements, framework.features)
    texts = [*phrases("report").values(), *(entry.name for part in named for entry in part.values()), *framework.services.values()]
    return plain("\n".join(f"{text.zh}\n{text.en}" for text in texts))
