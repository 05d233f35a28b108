"""What every chapter gets: the diagnosis, the language, and the voice that says things in it (templates/phrases/report.toml)."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from diagnosis.framework import Item
from diagnosis.questionnaire import questionnaire
from diagnosis.result import Assessment, Diagnosis, Figure
from diagnosis.text import Lang, Text, filled, phrases, single_quotes
from reports.blocks import clean, fact
from reports.numbers import amount

CATALOGUE = "report"
# English texts of the framework that begin with a proper name keep their capital inside a sentence.
PROPER = ("Bain", "Baoding", "Classes of", "Herfindahl", "Made in", "Ministry", "National Bureau", "People's", "Recognition standard")


# a space between Chinese and figures
SPACED = re.compile(r"(?<=[\u4e00-\u9fff，。；、]) (?=[\dA-Za-z])|(?<=[\d%A-Za-z]) (?=[\u4e00-\u9fff])")

_own: dict[str, Text] = {}  # what an office says otherwise, for the whole program; set by reports.wording alone


def use_wording(found: Mapping[str, Text]) -> None:
    """From now on every report says these phrases, by key, instead of the program's."""
    _own.clear()
    _own.update(found)


def said(key: str) -> Text:
    """The phrase as this office says it."""
    return _own.get(key) or phrases(CATALOGUE)[key]


@cache
def _places(kind: str) -> tuple[str, ...]:
    """The keys of the frames ``kind.1``, ``kind.2`` ... of the catalogue."""
    found: list[str] = []
    while (key := f"{kind}.{len(found) + 1}") in phrases(CATALOGUE):
        found.append(key)
    if not found:
        raise KeyError(kind)
    return tuple(found)


# Where in the program something is entered: in brackets, or as the last clause of a sentence, or as a sentence of its own.
PAGE = re.compile(r"\s?[（(][^（()）]*\{page\}[^（()）]*[）)]|(?:[；，。]|[;,.] )[^；，。;.（(]*\{page\}[^。.]*")


def without_page(template: str) -> str:
    """A phrase without its hint at a page of the program, which tells the public nothing."""
    return PAGE.sub("", template)


# An English sentence does not begin with a figure: the count that it begins with, after a word or two that may stand before it.
BEGINNING = re.compile(
    r"(?:^|(?<=\. )|(?<=\.\) ))(?:(?:The|The first|These|All|Only|For|Of the|None of the) )?\{(\w+)\}(?= )(?: of the \{(\w+)\}(?= ))?"
)
SPELLED = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def spelled(template: str, facts: Mapping[str, object]) -> str:
    """An English template of whole sentences with the counts up to ten in words that they begin with (facts that are ``int``)."""
    if template[-1:] not in {".", ":"}:
        return template

    def word(found: re.Match[str]) -> str:
        told = found[0]
        for key in found.groups():
            value = facts.get(key) if key else None
            if isinstance(value, int) and 0 < value <= len(SPELLED):
                told = told.replace(f"{{{key}}}", SPELLED[value - 1])
        return told[:1].upper() + told[1:] if told != found[0] else told

    return BEGINNING.sub(word, template)


@dataclass(frozen=True, slots=True)
class Context:
    """A diagnosis to be told in ``lang``; ``previous``: the diagnosis of the round before, where there is one.

    ``public``: for the public edition, made of a diagnosis that is masked; ``hidden``: its indicators that rest on too few firms.
    ``linked``: values of indicators are marked as facts, for those who write on.
    """

    diagnosis: Diagnosis
    lang: Lang
    previous: Diagnosis | None = None
    public: bool = False
    hidden: tuple[str, ...] = ()
    linked: bool = False

    def say(self, key: str, **facts: object) -> str:
        """The phrase with its facts; a fact that is a ``Text`` is taken in the report's language, as it stands inside a sentence."""
        return self._filled(said(key), facts)

    def turn(self, kind: str, position: int, **facts: object) -> str:
        """The frame of ``kind`` whose turn it is: neighbours never have the same one."""
        keys = _places(kind)
        return self._filled(said(keys[position % len(keys)]), facts)

    def _filled(self, frame: Text, facts: Mapping[str, object]) -> str:
        template = without_page(frame.to(self.lang)) if self.public else frame.to(self.lang)
        if self.lang == "en":
            template = spelled(template, facts)
        words = {
            key: fact if not isinstance(fact, Text) else fact.to(self.lang) if template.startswith(f"{{{key}}}") else self.inside(fact)
            for key, fact in facts.items()
        }
        return filled(template, words)

    def text(self, text: Text) -> str:
        """A text of the framework."""
        return text.to(self.lang)

    def inside(self, text: Text) -> str:
        """A text of the framework inside a sentence: English loses the capital that a heading has."""
        words = text.to(self.lang)
        first = words.split(" ", 1)[0]
        ordinary = self.lang == "en" and not words.startswith(PROPER) and (len(first) == 1 or first[1:2].islower() or first[1:2] == "-")
        return words[:1].lower() + words[1:] if ordinary else words

    def join(self, parts: Iterable[str]) -> str:
        """An enumeration: 甲、乙和丙 / a, b and c."""
        found = list(parts)
        if len(found) < 2:
            return "".join(found)
        last = "和" if self.lang == "zh" else ", and " if any(" and " in part and part[-1:] != "”" for part in found) else " and "
        return self.series(found[:-1]) + last + found[-1]

    def names(self, parts: Iterable[str]) -> str:
        """Names as a sentence tells them: 甲、乙、丙 / a, b and c."""
        return self.series(parts) if self.lang == "zh" else self.join(parts)

    def places(self, numbers: Iterable[int]) -> str:
        """Places in a list, runs of three or more as a span: 1—3、5 / 1–3, 5."""
        runs: list[list[int]] = []
        for number in sorted(numbers):
            if runs and runs[-1][-1] == number - 1:
                runs[-1].append(number)
            else:
                runs.append([number])
        dash = "—" if self.lang == "zh" else "–"
        return self.series(f"{run[0]}{dash}{run[-1]}" if len(run) > 2 else self.series(map(str, run)) for run in runs)

    def series(self, parts: Iterable[str]) -> str:
        """Names one after another: 甲、乙、丙 / a, b, c. What stands in quotation marks takes no 、 between (GB/T 15834-2011, 4.5.3.5)."""
        if self.lang == "en":
            return ", ".join(parts)
        found = list(parts)
        between = ["" if left[-1:] == "”" and right[:1] == "“" else "、" for left, right in pairwise(found)]
        return "".join(part + sign for part, sign in zip(found, [*between, ""], strict=False))

    def clauses(self, parts: Iterable[str]) -> str:
        """Clauses of one sentence: ；/ ;."""
        return ("；" if self.lang == "zh" else "; ").join(part for part in parts if part)

    def sentences(self, parts: Iterable[str]) -> str:
        """Whole sentences of one paragraph."""
        return ("" if self.lang == "zh" else " ").join(part for part in parts if part)

    def quote(self, text: str) -> str:
        """A name or what somebody wrote, on one line and in quotation marks; quotation marks inside become single."""
        return f"“{single_quotes(' '.join(clean(text).split()).rstrip('。.;；'))}”"

    def page(self, step: str) -> str:
        """The page of the program where something is entered."""
        names = {entry.id: entry.name for entry in questionnaire().steps}
        return self.say("page", name=self.text(names[step]))

    def amount(self, figure: Figure) -> str:
        """The value of a figure with its unit."""
        return self.fact(figure.indicator.id, amount(figure.value, figure.indicator, self.lang))

    def fact(self, key: str, words: str) -> str:
        """What a fact reads, marked as such where that is wanted."""
        return fact(key, words) if self.linked else words

    def why(self, reason: Text) -> Text:
        """A text of the program's pages as the report writes it: in Chinese no space beside figures, and a range as 1—9."""
        return Text(SPACED.sub("", reason.zh).replace("–", "—"), reason.en)

    def level(self, level: int | None, state: str = "") -> str:
        """The name of a level; ``None`` is unknown or not applicable."""
        key = "na" if state == "na" else "unknown" if level is None else str(level)
        return self.text(self.diagnosis.framework.levels[key])

    def grade(self, level: int | None, state: str = "") -> str:
        """The name of a level inside a sentence."""
        key = "na" if state == "na" else "unknown" if level is None else str(level)
        return self.inside(self.diagnosis.framework.levels[key])

    def name(self, entry: Assessment | Item) -> str:
        """The name of an item, by its problem."""
        return self.text(entry.item.name if isinstance(entry, Assessment) else entry.name)

    @property
    def the_cluster(self) -> str:
        """The cluster's name inside a sentence: English puts an article before a name that ends in a common noun."""
        name = self.cluster
        needs = self.lang == "en" and name[-1:].isascii() and name.split()[-1][0].islower() and not name.lower().startswith(("the ", "a "))
        return f"the {name}" if needs else name

    def sentence(self, words: str) -> str:
        """Words as they begin a sentence."""
        return words[:1].upper() + words[1:] if self.lang == "en" else words

    @property
    def cluster(self) -> str:
        """The cluster's name, or words for it where it has none."""
        return " ".join(clean(self.diagnosis.survey.cluster.name(self.lang)).split()) or self.say("unnamed")
