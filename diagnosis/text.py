"""Text in the two languages of the product, and the phrase catalogues under ``templates/phrases``."""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, TypeVar

from diagnosis import tables
from diagnosis.patterns import pattern

Lang = Literal["zh", "en"]
T = TypeVar("T")
LANGS: tuple[Lang, ...] = ("zh", "en")
PLURAL = pattern(r"\{(\w+):([^{}|]*)\|([^{}|]*)\}")  # {count:row|rows}
QUOTATION = pattern("(“[^“”]*”)")
TURNING = pattern("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")  # Unicode Standard Annex 9, 2
# What is not seen and says nothing comes along from web pages and PDF files: a zero-width space, a soft hyphen, the mark of a file's
# beginning, the marks of half a character. Joiners stay where scripts and emoji are joined by them (Unicode 15.0, 9.2, 12 and 23.2), marks
# that turn the text around beside letters that are written from the right.
SCRIPTS, PICTURES = "\u0600-\u1cff\ua800-\uabff", "\u2190-\u2bff\ufe0f\U0001f000-\U0001faff"
# Each pattern begins with all that it may find, so that long notes are gone through at once; where that stands is asked behind it.
UNSEEN = pattern(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u200b-\u200d\u2060-\u2065\u206a-\u206f"
    "\ud800-\udfff\ufdd0-\ufdef\ufeff\ufff9-\ufffb\ufffe\uffff]"
    f"(?:(?<![\u200c\u200d])|(?<![{SCRIPTS}].)(?![{PICTURES}])|(?<![{SCRIPTS}{PICTURES}].))"
)
FROM_RIGHT = pattern("[\u0590-\u08ff\ufb1d-\ufdcf\ufe70-\ufefc]")
SPACES = pattern("[\u00a0\u1680\u2000-\u200a\u202f\u205f](?<![\u1800-\u18af]\u202f)")  # as wide as they may be; Mongolian has its own
DASH = "—"  # what stands for no answer
LONGEST_NAME = 60  # characters of a name within a sentence
TEMPLATES = tables.TEMPLATES


def language_called(name: str) -> Lang:
    """The language for a system whose language has this name ("en_GB", "zh_CN", "C"): English on an English one, Chinese on any other."""
    return "en" if name.lower().startswith("en") else "zh"


@dataclass(frozen=True, slots=True)
class Text:
    """One thing to say, in Chinese and in English."""

    zh: str
    en: str

    def to(self, lang: Lang) -> str:
        """The text in ``lang``."""
        return self.zh if lang == "zh" else self.en

    def fill(self, **facts: object) -> "Text":
        """The text with its ``{placeholders}`` filled; a fact that is a ``Text`` is taken in the language filled."""
        return Text(_fill(self.zh, "zh", facts), _fill(self.en, "en", facts))


def _fill(template: str, lang: Lang, facts: dict[str, object]) -> str:
    return filled(template, {key: fact.to(lang) if isinstance(fact, Text) else fact for key, fact in facts.items()})


def filled(template: str, facts: Mapping[str, object]) -> str:
    """The template with its ``{placeholders}`` filled; what a fact quotes itself, where the template quotes the fact, is quoted singly.

    ``{count:row|rows}`` is the first word where ``count`` is 1, and the second one otherwise.
    """
    template = PLURAL.sub(lambda found: found[2 if str(facts[found[1]]) == "1" else 3], template)
    parts = (
        part.format(**facts) if place % 2 == 0 else _inside(part.format(**facts)) for place, part in enumerate(QUOTATION.split(template))
    )
    return straight("".join(parts))


def straight(text: str) -> str:
    """A text without the marks that turn around how it is read, and what stands behind it: a name from somewhere may hold them."""
    return text if text.isprintable() else TURNING.sub("", text)


def _inside(quotation: str) -> str:
    return f"“{single_quotes(quotation[1:-1])}”"


def single_quotes(text: str) -> str:
    """A text with quotation marks as they stand inside a quotation: ‘ ’."""
    return text.replace("“", "‘").replace("”", "’")


def shortened(fact: T) -> T | Text | str:
    """A name that somebody typed, as it stands within a sentence: the beginning and an ellipsis when it is long."""
    if isinstance(fact, Text):
        return Text(str(shortened(fact.zh)), str(shortened(fact.en)))
    return fact[: LONGEST_NAME - 1].rstrip() + "…" if isinstance(fact, str) and len(fact) > LONGEST_NAME else fact


@cache
def phrases(catalogue: str) -> dict[str, Text]:
    """All phrases of ``templates/phrases/<catalogue>.toml``: key -> Text. A nested table gives dotted keys."""
    return dict(_flatten(_catalogue(catalogue), ""))


@cache
def _catalogue(name: str) -> dict[str, object]:
    return tables.table(TEMPLATES / "phrases" / f"{name}.toml")


def _flatten(table: dict[str, object], prefix: str) -> list[tuple[str, Text]]:
    found: list[tuple[str, Text]] = []
    for key, value in table.items():
        if not isinstance(value, dict):
            raise TypeError(f"phrase {prefix}{key} is no table of zh and en")
        if set(value) == {"zh", "en"}:
            found.append((prefix + key, Text(value["zh"], value["en"])))
        else:
            found += _flatten(value, f"{prefix}{key}.")
    return found


def phrase(catalogue: str, key: str, /, **facts: object) -> Text:
    """The phrase ``key`` of ``catalogue``, filled with ``facts``; raises ``KeyError``."""
    text = _phrase(catalogue, key)
    return text.fill(**facts) if facts else text


@cache
def _phrase(catalogue: str, key: str) -> Text:
    """One phrase by itself: a start says some eighty of a thousand."""
    found: Any = _catalogue(catalogue)
    for name in key.split("."):
        found = found[name]
    return Text(found["zh"], found["en"])


def sentence(text: Text) -> Text:
    """A text that stands by itself: English begins with a capital letter."""
    return Text(text.zh, text.en[:1].upper() + text.en[1:])


def clauses(texts: Iterable[Text]) -> Text:
    """Texts one after the other as the clauses of one sentence."""
    found = tuple(texts)
    return Text("；".join(text.zh for text in found), "; ".join(text.en for text in found))


def listed(texts: Iterable[Text]) -> Text:
    """The texts one after the other, separated as each language does it."""
    found = list(texts)
    return Text("、".join(text.zh for text in found), ", ".join(text.en for text in found))


def one_line(text: str, longest: int = 300) -> str:
    """A text as a message may show it: on one line, without control characters, cut where it is too long to be read."""
    line = " ".join(seen(text).split())
    return line if len(line) <= longest else f"{line[: longest - 1]}…"


def seen(text: str) -> str:
    """Text without what cannot be seen and says nothing; spaces of other widths are plain ones. Lines stay."""
    if text.isprintable():
        return text
    found = SPACES.sub(" ", UNSEEN.sub("", text))
    return found if FROM_RIGHT.search(found) else TURNING.sub("", found)


def fold(text: str) -> str:
    """Text as it is compared: NFKC-folded and trimmed (rules.md, first paragraph), without what cannot be seen."""
    return unicodedata.normalize("NFKC", seen(text)).strip()
