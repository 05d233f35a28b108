"""Which words a text may not hold, and what stands in their place: 企业A, 企业B ... in the roster's order, the same everywhere."""

from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from diagnosis.framework import Framework
from diagnosis.progress import Progress
from diagnosis.survey import Survey
from diagnosis.text import Lang, fold, phrase
from reports.public.aliases import LEAST_WESTERN, aliases, brief_aliases
from reports.public.masks import Masks
from reports.public.persons import PUBLIC, asked, persons, surnames
from reports.public.shorts import BRAND, core_of, is_acronym, is_full, is_word, short_names
from reports.public.vocabulary import Wording, abbreviations, common, places, plain, trade_words, vocabulary

LONG_ENOUGH = 5  # characters: a name that no text holds by chance
SHARED = 3  # firms: a short name of more than these is a word of the place or the trade
ENDS = ("公司", "集团", "股份", "厂")  # after an ordinary word they make it a firm's name
KNOWN = ("leader", "key")  # the roles of firms that everybody calls by their brand
STEP = 500  # firms or short names in a step
TURNS = 9  # for each firm: in five it is looked at, and it has about four short names


@dataclass(frozen=True, slots=True)
class Names:
    """The masks, and what they leave in a text to a reader's eye: for texts that are masked already.

    ``ordinary``: firms whose name is an ordinary word. ``shorts``: words that may be short for a firm; ``known``: those that more
    likely are. ``people``: names of persons that are words as well; ``surnames``: of all persons.
    """

    masks: Masks
    ordinary: Sequence[str]
    shorts: Masks = field(default_factory=lambda: Masks({}, {}))
    known: set[str] = field(default_factory=set)
    people: Masks = field(default_factory=lambda: Masks({}, {}))
    surnames: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class _Roster:
    """All firms by folded name with their masks; those ``listed`` on a roster, and those that ``stand`` out: leading, key, in a link."""

    masks: dict[str, str] = field(default_factory=dict)
    listed: set[str] = field(default_factory=set)
    stand: set[str] = field(default_factory=set)


def letters() -> Iterator[str]:
    """A .. Z, AA .. ZZ, AAA ..."""
    number = 0
    while True:
        number, rest, word = number + 1, number, ""
        while rest >= 0:
            word, rest = chr(ord("A") + rest % 26) + word, rest // 26 - 1
        yield word


def masking(surveys: Iterable[Survey], framework: Framework, lang: Lang) -> Generator[Progress, None, Names]:
    """The masks for the firms of these rounds, in short steps: one firm has one mask in all of them."""
    rounds = list(surveys)
    turns = _Turns(TURNS * sum(len(survey.firms) for survey in rounds))
    roster = yield from _roster(rounds, lang, turns)
    report = vocabulary(framework)
    found = Names(Masks(roster.masks, {}), tuple(name for name in roster.masks if not _telling(name, report)))
    yield from _add_people(found, rounds, report, lang, turns)
    for name, mask in roster.masks.items():
        yield from turns.take()
        for word in (name,) if _telling(name, report) else (f"{name}{end}" for end in ENDS):
            found.masks.add(word, mask, brand=True)
    trades = trade_words(rounds, report)
    yield from _add_aliases(found, roster, trades, lang, turns)
    called = yield from _called(roster, trades, turns)
    yield from _add_shorts(found, roster, called, report, lang, turns)
    return found


class _Turns:
    """How far the masking has come."""

    def __init__(self, total: int) -> None:
        self.total, self.done = max(total, 1), 0

    def take(self) -> Iterator[Progress]:
        """One of them is done: a step, now and then."""
        self.done += 1
        if self.done % STEP == 0:
            yield Progress(min(self.done, self.total), self.total, phrase("report", "progress.masking"))


def _roster(rounds: Sequence[Survey], lang: Lang, turns: _Turns) -> Generator[Progress, None, _Roster]:
    """The firms of the rosters, then the ends of links that are on no list and look like firms."""
    roster = _Roster()
    for survey in rounds:
        for text, role in zip(survey.firms.column("name"), survey.firms.column("role"), strict=True):
            yield from turns.take()
            if name := fold(text or ""):
                roster.masks[name] = ""
                roster.listed.add(name)
                if role in KNOWN:
                    roster.stand.add(name)
        ends = {fold(end): "" for link in survey.links for end in (link.from_, link.to) if end and fold(end)}
        others = {fold(row.name) for rows in (survey.institutions, survey.platforms, survey.organisations) for row in rows if row.name}
        roster.stand.update(ends)
        roster.masks.update((end, "") for end in ends if end not in others and not PUBLIC.search(end))
    label, free = phrase("report", "public.firm").to(lang), letters()
    for name in roster.masks:
        roster.masks[name] = next(made for letter in free if (made := label.format(letter=letter)) not in roster.masks)
    return roster


def _add_people(found: Names, rounds: Sequence[Survey], report: Wording, lang: Lang, turns: _Turns) -> Generator[Progress, None, None]:
    """Who was asked, where, and who answers for a firm: not to be named either.

    A contact called like a common word is told where the word stands: of 70,000 some are.
    """
    body, person = (phrase("report", key).to(lang) for key in ("public.body", "public.person"))
    for survey in rounds:
        for row in survey.interviews:
            if (name := fold(row.organisation or "")) and not PUBLIC.search(name) and _telling(name, report):
                found.masks.add(name, body)
        for name in (each for text in asked(survey) for each in persons(fold(text))):
            found.surnames.update(surnames((name,)))
            if _telling(name, report):
                found.masks.add(name, person, brand=True)
        for text in survey.firms.column("contact"):
            yield from turns.take()
            for name in persons(fold(text or "")):
                _add_contact(found, name, person, report)


def _add_contact(found: Names, name: str, person: str, report: Wording) -> None:
    found.surnames.update(surnames((name,)))
    if not _telling(name, report):
        return
    is_common = name in common() or name in places()
    if not is_common:
        found.masks.add(name, person, brand=True, likely=False)
    if is_common or len(name) == BRAND:
        found.people.add(name, name)


def _add_aliases(found: Names, roster: _Roster, trades: Wording, lang: Lang, turns: _Turns) -> Generator[Progress, None, None]:
    """The masks of what stands in the brackets of names and is no word of the trade: one firm's has its mask, that of a few another."""
    meant: dict[str, list[str]] = {}
    for name in roster.masks:
        yield from turns.take()
        for alias in (*aliases(name), *brief_aliases(name)):
            meant.setdefault(alias, []).append(name)
    several = phrase("report", "public.firms").to(lang)
    for alias, names in meant.items():
        if len(names) > SHARED or alias in roster.masks:
            continue
        mask = roster.masks[names[0]] if len(names) == 1 else several
        if alias.isascii() and sum(map(str.isalpha, alias)) < LEAST_WESTERN:
            _add_brief(found, alias, mask, trades)
        elif plain(alias) not in trades and not is_word(alias):
            found.masks.add(alias, mask, brand=True)


def _add_brief(found: Names, alias: str, mask: str, trades: Wording) -> None:
    """A Western alias of few letters, masked as it is written where it is in capitals; what is left of it in a text is told."""
    if plain(alias) in abbreviations() or trades.says(plain(alias)):
        return
    found.shorts.add(alias, alias)
    if is_acronym(alias):
        found.masks.add(alias, mask, exact=True)


def _called(roster: _Roster, trades: Wording, turns: _Turns) -> Generator[Progress, None, dict[str, list[str]]]:
    """What firms are called for short, and which: those of the roster first, as a link may mean one of them."""
    called: dict[str, list[str]] = {}
    for name in sorted(roster.masks, key=lambda each: each not in roster.listed):
        yield from turns.take()
        for short in dict.fromkeys(each for called_so in (name, *aliases(name)) for each in short_names(called_so, BRAND, trades)):
            called.setdefault(short, []).append(name)
    return called


def _add_shorts(
    found: Names, roster: _Roster, called: Mapping[str, Sequence[str]], report: Wording, lang: Lang, turns: _Turns
) -> Generator[Progress, None, None]:
    """The masks of short names that are no ordinary words: one firm's has its mask, that of a few another; the rest is told."""
    several = phrase("report", "public.firms").to(lang)
    for short, names in called.items():
        yield from turns.take()
        likely = not roster.stand.isdisjoint(names)
        of = _meant(names, roster)
        certain = short not in roster.listed and 0 < len(of) <= SHARED and _certain(short, report)
        if certain and (len(of) == 1 or short not in roster.masks):
            exact = short.isascii() and not is_full(short)
            found.masks.add(short, roster.masks[of[0]] if len(of) == 1 else several, brand=True, likely=likely, exact=exact)
            if len(short) > BRAND and not exact:
                continue
        if core_of(short) and _telling(short, report) and plain(short) not in abbreviations():
            found.shorts.add(short, short)
            if likely:
                found.known.add(short)


def _meant(names: Sequence[str], roster: _Roster) -> Sequence[str]:
    """Which firms a short name means: those of the roster before others, and where these are too many, those that stand out."""
    of = [name for name in names if name in roster.listed] or names
    return of if len(of) <= SHARED else [name for name in of if name in roster.stand]


def _certain(short: str, report: Wording) -> bool:
    """Whether nothing else is called so: a word of the report, of the language, or of another tongue may mean something else."""
    if short.isascii():
        return is_full(short) or (is_acronym(short) and not report.says(plain(short)))
    return plain(short) not in report and not is_word(short)


def _telling(name: str, report: Wording) -> bool:
    """Whether a text that holds the name speaks of whom it names: it is long, or no ordinary word."""
    small = name.isascii() and name.isalpha() and name.islower()  # vivo, but also a word that somebody has typed for a name
    return (len(name) >= LONG_ENOUGH and not small) or plain(name) not in report
