"""Words that a text may hold without a firm or a person in mind: those of the report, of the trade, and of the language."""

import re
from collections.abc import Iterable
from functools import cache

from diagnosis.framework import Framework
from diagnosis.regions import regions
from diagnosis.survey import Survey
from diagnosis.text import TEMPLATES, phrases

START = 3  # characters: a text that does not hold the first of a name does not hold the name
WIDE = range(0xFF01, 0xFF5F)  # full-width characters, so much behind the plain ones
FROM_PLAIN = 0xFEE0
WESTERN = re.compile(r"[a-z0-9&]+")


class _Small(dict[int, str]):
    """By character: small, and of one width."""

    def __missing__(self, code: int) -> str:
        char = chr(code - FROM_PLAIN if code in WIDE else code)
        small = char.lower()
        found = self[code] = small if len(small) == 1 else char
        return found


SMALL = _Small()


def plain(text: str) -> str:
    """Text as names are looked for in it: as long as it was, letters small and of one width."""
    return text.translate(SMALL)


class Wording:
    """A text that is asked whether it holds a word, for each of 70,000 firms several times."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._western: frozenset[str] | None = None
        self._starts = {text[at : at + length] for length in range(1, START + 1) for at in range(len(text))}

    def __contains__(self, word: object) -> bool:
        return isinstance(word, str) and word[:START] in self._starts and (len(word) <= START or word in self.text)

    def says(self, word: str) -> bool:
        """Whether it has this Western word, by itself."""
        if self._western is None:
            self._western = frozenset(WESTERN.findall(self.text))
        return word in self._western


def vocabulary(framework: Framework) -> Wording:
    """The words of the report itself; examples of other places may name firms, and are none of them."""
    named = (framework.fields, framework.criteria, framework.indicators, framework.items, framework.elements, framework.features)
    texts = [*phrases("report").values(), *(entry.name for part in named for entry in part.values()), *framework.services.values()]
    return Wording(plain("\n".join(f"{text.zh}\n{text.en}" for text in texts)))


def trade_words(surveys: Iterable[Survey], ordinary: Wording) -> Wording:
    """The words that name what these firms make: those of the framework, and the survey's own of its cluster and chain."""
    told = (text for each in surveys for text in (each.cluster.name_zh, *(row.name for row in each.chain)) if text)
    return Wording("\n".join((ordinary.text, *told)))


@cache
def places() -> frozenset[str]:
    """The names of all divisions, long and short."""
    named = (text for region in regions().values() for text in (region.name.zh, region.short) if len(text) > 1)
    return frozenset(("中国", *named))


@cache
def liked() -> frozenset[str]:
    """Words that firms like to be called by (``templates/ordinary.txt``)."""
    return _listed("ordinary.txt")


@cache
def abbreviations() -> frozenset[str]:
    """Western abbreviations that name no firm (``templates/abbreviations.txt``)."""
    return _listed("abbreviations.txt")


@cache
def common() -> frozenset[str]:
    """The common words of the language (``templates/words.txt``), and those that firms like to be called by."""
    return _listed("words.txt") | liked()


def _listed(file: str) -> frozenset[str]:
    lines = (TEMPLATES / file).read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())
