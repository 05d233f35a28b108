"""Which words a text may not hold, and what stands in their place: 企业A, 企业B ... in the roster's order, the same everywhere."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from diagnosis.framework import Framework
from diagnosis.regions import regions
from diagnosis.survey import Survey
from diagnosis.text import Lang, fold, phrase, phrases
from reports.blocks import BOLD, END, REF

LEGAL = re.compile(r"(股份有限公司|有限责任公司|集团有限公司|控股有限公司|有限公司|集团公司|控股集团|集团|公司|总厂|厂)$")
BRACKETS = re.compile(r"[（(][^（）()]*[）)]")
TRADE = re.compile(
    r"(科技|技术|信息|电子|数字|智能|机械|设备|装备|制造|实业|工业|材料|能源|发展|产业|控股|系统|网络|软件|股份|重工|重科|汽车|电气|电器"
    r"|机床|动力|生物|医药|制药|化工|光电|通信|航空|航天|精密|微电子|半导体|新材料|新能源|纺织|食品|家居|建材|钢铁|铁建)$"
)
# An actor on no list of the survey counts as a firm unless its name says otherwise.
PUBLIC = re.compile(
    r"(大学|学院|研究院|研究所|实验室|中心|协会|学会|联盟|商会|银行|局|委员会|委|管委会|政府|部|University|Institute|Association)$"
)
LONG_ENOUGH = 5  # characters: a name that no text holds by chance
FEW = 3000  # firms: of a longer roster only those that stand out may be called by a short name
BRIEF = 3  # the shortest of a firm's short names that is looked for
BRAND = 2  # and of the firms that everybody names: 三一, 华为
ENDS = ("公司", "集团", "股份", "厂")  # after an ordinary word they make it a firm's name
# Telephones, mail, and the codes of firms and persons.
NUMBERS = re.compile(
    r"(?<![\dA-Za-z])(?:[1１][3-9３-９]\d(?:[ -]?\d{4}){2}|[(（]?[0０]\d{2,3}[)）]?[ -]?\d{7,8}"
    r"|[1-9AN]\d{7}[0-9A-Z]{9}[0-9X])(?![\dA-Za-z])|[\w.+-]+@[\w-]+\.[\w.]+"
)
# What stands between the letters of a name and is none of it: spaces, what is not seen, and the marks of bold type.
BETWEEN = re.compile(f"[\\s\u00ad\u200b-\u200f\u2060\ufeff{BOLD}{END}]")
REFERENCE = re.compile(f"({REF}[^{END}]*{END})")
APART = re.compile(r"[\d,;:、，；：。/|()（）+-]+|\s{2,}|(?<![A-Za-z])\s|\s(?![A-Za-z])")  # between two persons of one answer
# A respondent who is only a post is nobody's name.
POST = re.compile(
    r"(?:副|总|常务|执行|高级|技术|研发|生产|市场|财务|项目|部门|企业|公司|园区|分管)*"
    r"(?:董事长|经理|总监|负责人|主任|部长|处长|科长|工程师|主管|代表|专家|厂长|主席|秘书长|会长|院长|领导|办公室|前台|销售|行政|客服|财务|人事)"
)
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
        self._words = {key: mask for word, mask in words.items() if len(key := _letters(plain(word))[0]) > 1}
        lengths: dict[str, set[int]] = {}
        for key in self._words:
            lengths.setdefault(key[:2], set()).add(len(key))
        # the longest first: one name may begin with another
        self._lengths = {start: sorted(found, reverse=True) for start, found in lengths.items()}

    def name(self, name: str | None) -> str | None:
        """A name that stands alone: a firm's becomes its mask, any other is a text."""
        return None if name is None else self.firms.get(fold(name)) or self.text(name)

    def text(self, text: str) -> str:
        """The text with every name in it masked, bold in part or with spaces in it; telephone numbers, mail addresses and codes go."""
        parts = REFERENCE.split(text) if REF in text else [text]
        return "".join(part if part.startswith(REF) else NUMBERS.sub("…", self._masked(part)) for part in parts)

    def named_in(self, text: str) -> tuple[str, ...]:
        """The names that stand in the text, each once, folded."""
        return tuple(dict.fromkeys(key for _, _, key in self._hits(text)))

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
            length = next((each for each in self._lengths.get(seen[at : at + 2], ()) if self._stands(small, seen, places, at, each)), 0)
            if length:
                yield places[at], places[at + length - 1] + 1, seen[at : at + length]
            at += length or 1

    def _stands(self, text: str, seen: str, places: Sequence[int], at: int, length: int) -> bool:
        """Whether a name of this length stands there, and not within a longer Western word."""
        end = at + length
        return end <= len(seen) and seen[at:end] in self._words and _whole(text, places[at], places[end - 1])


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
    joined_before = first > 0 and _western(text[first - 1]) and _western(text[first])
    return not (joined_before or (last + 1 < len(text) and _western(text[last + 1]) and _western(text[last])))


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
    known, leaders = _known(rounds), _leaders(rounds)
    shorts = {name: tuple(short_names(name, BRAND if name in leaders else BRIEF)) for name in names if name in known}
    words |= _short_names(shorts, firms, ordinary)
    for name, mask in firms.items():
        words |= {name: mask} if _telling(name, ordinary) else {f"{name}{end}": mask for end in ENDS}
    return Masks(firms, words)


def doubtful(surveys: Iterable[Survey], framework: Framework, found: Masks) -> tuple[tuple[str, ...], Masks]:
    """What the masks leave in a text: names of firms that are ordinary words, and short names that may be a firm's or something else."""
    rounds, ordinary = list(surveys), _vocabulary(framework)
    known = _known(rounds)
    shorts = {short for name in found.firms if name in known for short in short_names(name, BRAND)}
    left = {short: short for short in shorts if _telling(short, ordinary) and short not in found.firms and found.text(short) == short}
    return tuple(name for name in found.firms if not _telling(name, ordinary)), Masks({}, left)


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
        found.update(fold(name) for name in _of_the_known(survey, "name") if name)
        found.update(fold(end) for link in survey.links for end in (link.from_, link.to) if end)
    return found


def _of_the_known(survey: Survey, field: str) -> Sequence[Any]:
    """A field of all firms of a short roster, of a long one of those that stand out."""
    return survey.firms.column(field) if len(survey.firms) <= FEW else _of_leaders(survey, field)


def _of_leaders(survey: Survey, field: str) -> Sequence[Any]:
    return survey.firms.where(survey.firms.among("role", ("leader", "key")), field)


def _leaders(rounds: Iterable[Survey]) -> set[str]:
    """The firms that everybody calls by their brand."""
    return {fold(name) for each in rounds for name in _of_leaders(each, "name") if name}


def _short_names(called: Mapping[str, Iterable[str]], firms: Mapping[str, str], ordinary: str) -> dict[str, str]:
    """What firms are called for short, where that is one firm's alone and no ordinary word."""
    found: dict[str, set[str]] = {}
    for name, shorts in called.items():
        for short in shorts:
            found.setdefault(short, set()).add(firms[name])
    return {short: next(iter(of)) for short, of in found.items() if len(of) == 1 and short not in firms and plain(short) not in ordinary}


def short_names(name: str, least: int = BRIEF) -> Iterator[str]:
    """The name without its brackets, its legal form, its place, and its trade, one after another: 长沙甲乙丙科技 -> 甲乙丙.

    ``least``: of so many characters.
    """
    rest = LEGAL.sub("", BRACKETS.sub("", name))
    while True:
        for short in (rest, rest[_place(rest) :]):
            if len(short) >= least and short != name and short not in _places():
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
    named = (text for region in regions().values() for text in (region.name.zh, region.short) if len(text) > 1)
    return frozenset(("中国", *named))


def _others(rounds: Iterable[Survey], lang: Lang) -> dict[str, str]:
    """Who was asked, where, and who answers for a firm: not to be named either."""
    body, person = (phrase("report", key).to(lang) for key in ("public.body", "public.person"))
    found: dict[str, str] = {}
    for survey in rounds:
        found |= {name: body for row in survey.interviews if (name := fold(row.organisation or "")) and not PUBLIC.search(name)}
        contacts = _of_the_known(survey, "contact")
        said = [*(row.person for row in survey.interviews), *(row.respondent for row in survey.ratings), *contacts]
        found |= {name: person for text in said if text for name in _persons(fold(text))}
    return found


def _persons(text: str) -> Iterator[str]:
    """The persons that an answer names: it may hold several, and their telephones; a post alone is none."""
    for part in (text, *APART.split(text)):
        name = part.strip()
        if len(name) > 1 and not name.isdigit() and not POST.fullmatch(name) and not PUBLIC.search(name):
            yield name


def _telling(name: str, ordinary: str) -> bool:
    """Whether a text that holds the name speaks of whom it names: it is long, or no ordinary word."""
    small = name.isascii() and name.isalpha() and name.islower()  # vivo, but also a word that somebody has typed for a name
    return (len(name) >= LONG_ENOUGH and not small) or plain(name) not in ordinary


def _vocabulary(framework: Framework) -> str:
    """The words of the report itself; examples of other places may name firms, and are none of them."""
    named = (framework.fields, framework.criteria, framework.indicators, framework.items, framework.elements, framework.features)
    texts = [*phrases("report").values(), *(entry.name for part in named for entry in part.values()), *framework.services.values()]
    return plain("\n".join(f"{text.zh}\n{text.en}" for text in texts))
