"""Which words a text may not hold, and what stands in their place: 企业A, 企业B ... in the roster's order, the same everywhere."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from diagnosis.framework import Framework
from diagnosis.survey import Survey
from diagnosis.text import Lang, fold, phrase, phrases
from reports.blocks import BOLD, END, REF
from reports.public.shorts import BRAND, core_of, goes_on, is_full, is_word, short_names, trade_words

# An actor on no list of the survey counts as a firm unless its name says otherwise.
PUBLIC = re.compile(
    r"(大学|学院|研究院|研究所|实验室|中心|协会|学会|联盟|商会|银行|局|委员会|委|管委会|政府|部|University|Institute|Association)$"
)
BEHIND = 2  # characters that tell whether a word goes on
WORDS = 8  # characters around a doubtful word
LONG_ENOUGH = 5  # characters: a name that no text holds by chance
FEW = 3000  # firms: of a longer roster only those that stand out may be called by a short name
SHARED = 3  # firms: a short name of more than these is a word of the place or the trade
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
COMPOUND = frozenset({"欧阳", "上官", "司马", "诸葛", "皇甫", "尉迟", "公孙", "慕容", "令狐", "东方", "夏侯", "司徒", "端木", "南宫"})
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

    def __init__(self, firms: Mapping[str, str], words: Mapping[str, str], brands: Iterable[str] = ()) -> None:
        """``firms``: for names that stand alone. ``words``: for texts, be it a firm's name, its short name or a person.

        ``brands``: the words of two characters that are no names where they are a part of other words.
        """
        self.firms = firms
        self.brands = frozenset(brands)
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
            length = next((each for each in self._lengths.get(seen[at : at + 2], ()) if self._stands(small, seen, places, at, each)), 0)
            if length:
                yield places[at], places[at + length - 1] + 1, seen[at : at + length]
            at += length or 1

    def _stands(self, text: str, seen: str, places: Sequence[int], at: int, length: int) -> bool:
        """Whether a name of this length stands there, and not within a longer word."""
        end = at + length
        if end > len(seen) or (key := seen[at:end]) not in self._words or not _whole(text, places[at], places[end - 1]):
            return False
        return key not in self.brands or not goes_on(seen[max(at - 1, 0) : at], key, seen[end : end + BEHIND])


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
    for name, mask in firms.items():
        words |= {name: mask} if _telling(name, ordinary) else {f"{name}{end}": mask for end in ENDS}
    shorts = _short_names(rounds, firms, ordinary, phrase("report", "public.firms").to(lang))
    return Masks(firms, words | shorts, (short for short in shorts if len(short) == BRAND))


def doubtful(surveys: Iterable[Survey], framework: Framework, found: Masks) -> tuple[tuple[str, ...], Masks]:
    """What the masks leave in a text: names of firms that are ordinary words, and short names that may be a firm's or something else.

    The second is for texts that are masked already.
    """
    rounds, ordinary = list(surveys), _vocabulary(framework)
    trades, known = trade_words(rounds, ordinary), _known(rounds)
    shorts = {short for name in found.firms if name in known for short in short_names(name, BRAND, trades)}
    left = {short: short for short in shorts if core_of(short) and _telling(short, ordinary)}
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


def _short_names(rounds: Sequence[Survey], firms: Mapping[str, str], ordinary: str, several: str) -> dict[str, str]:
    """What firms are called for short, where that is no ordinary word: one firm's has its mask, that of a few ``several``.

    What a link calls a firm of the roster for short is that firm's.
    """
    trades, known = trade_words(rounds, ordinary), _known(rounds)
    listed = {fold(name) for survey in rounds for name in survey.firms.column("name") if name}
    called: dict[str, list[str]] = {}
    for name in sorted(known & firms.keys(), key=lambda each: each not in listed):  # those of the roster first
        for short in short_names(name, BRAND, trades):
            called.setdefault(short, []).append(name)
    found: dict[str, str] = {}
    for short, names in called.items():
        of = set(names) & listed or set(names)
        if short not in listed and len(of) <= SHARED and _certain(short, ordinary) and (len(of) == 1 or short not in firms):
            found[short] = firms[next(iter(of))] if len(of) == 1 else several
    return found


def _certain(short: str, ordinary: str) -> bool:
    """Whether nothing else is called so: a word of the report, of the language, or of another tongue may mean something else."""
    if short.isascii():
        return is_full(short)
    return plain(short) not in ordinary and not is_word(short)


def _others(rounds: Iterable[Survey], lang: Lang) -> dict[str, str]:
    """Who was asked, where, and who answers for a firm: not to be named either."""
    body, person = (phrase("report", key).to(lang) for key in ("public.body", "public.person"))
    found: dict[str, str] = {}
    for survey in rounds:
        found |= {name: body for row in survey.interviews if (name := fold(row.organisation or "")) and not PUBLIC.search(name)}
        found |= {name: person for text in _people(survey) if text for name in _persons(fold(text))}
    return found


def surnames(surveys: Iterable[Survey]) -> frozenset[str]:
    """The first characters of the persons who were asked or answer for a firm, of two where the surname has two."""
    said = (name for survey in surveys for text in _people(survey) if text for name in _persons(fold(text)))
    chinese = (name for name in said if "\u4e00" <= name[0] <= "\u9fff")
    return frozenset(name[:2] if name[:2] in COMPOUND else name[0] for name in chinese)


def _people(survey: Survey) -> Iterator[str | None]:
    """Who was asked and answers for a firm; a surveyor who has rated an item stands on the cover."""
    surveyors = survey.round.surveyors or ()
    yield from (row.person for row in survey.interviews)
    yield from (row.respondent for row in survey.ratings if row.respondent not in surveyors)
    yield from _of_the_known(survey, "contact")


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
