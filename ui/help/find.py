"""The search in the help: titles first, then the text, with a line of it around what was found."""

from collections.abc import Sequence
from dataclasses import dataclass

from diagnosis.matching import ELSEWHERE, Name, rank, words
from diagnosis.text import LANGS, Lang
from ui.help.book import Book

BEFORE, AROUND = 24, 90  # characters of an excerpt: before what was found, and in all


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it is searched: its title in both languages with its words, and its text in one language."""

    topic: str
    title: str
    group: str
    name: Name
    text: str
    folded: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A page that was found. ``excerpt``: a piece of its text, nothing where its name says enough."""

    topic: str
    title: str
    group: str
    excerpt: str
    rank: int


def pages(book: Book, lang: Lang) -> tuple[Page, ...]:
    """All pages in one language; takes a moment, so not on the main thread."""
    found = []
    for topic in book.topics.values():
        text = book.words(topic.id, lang)
        group = " · ".join(each.to(lang) for each in topic.path)
        name = Name.of([topic.title.to(each) for each in LANGS], " ".join(topic.words.to(each) for each in LANGS))
        found.append(Page(topic.id, topic.title.to(lang), group, name, text, text.casefold()))
    return tuple(found)


def find(searched: Sequence[Page], typed: str) -> list[Hit]:
    """The pages with all the words, the best first and then in the order of the contents.

    Chinese is typed without spaces (怎么导出): where no page has all of it as it stands, those with most of its pairs of characters.
    """
    wanted = words(typed)
    found = [hit for page in searched if wanted and (hit := _hit(page, wanted)) is not None]
    return sorted(found, key=lambda hit: hit.rank) or _by_pairs(searched, wanted)


def _by_pairs(searched: Sequence[Page], wanted: tuple[str, ...]) -> list[Hit]:
    """At least one pair of each word, and more than half of all."""
    pairs = [_pairs(word) for word in wanted]
    found = [(page, [[pair for pair in each if _has(page, pair)] for each in pairs]) for page in searched]
    counted = [(page, sum(map(len, own)), tuple(pair for each in own for pair in each)) for page, own in found if own and all(own)]
    most = max((count for _, count, _ in counted), default=0)
    if most * 2 <= sum(map(len, pairs)):
        return []
    return [Hit(page.topic, page.title, page.group, excerpt(page, own), ELSEWHERE) for page, count, own in counted if count == most]


def _pairs(word: str) -> list[str]:
    return [word] if word.isascii() or len(word) <= 2 else [word[place : place + 2] for place in range(len(word) - 1)]


def _has(page: Page, word: str) -> bool:
    return word in page.folded or word in page.name.more or any(word in each for each in page.name.names)


def _hit(page: Page, wanted: tuple[str, ...]) -> Hit | None:
    named = rank(page.name, wanted)
    if named is not None:
        return Hit(page.topic, page.title, page.group, "", named)
    if all(_has(page, word) for word in wanted):
        return Hit(page.topic, page.title, page.group, excerpt(page, wanted), (ELSEWHERE + 1) * len(wanted))
    return None


def excerpt(page: Page, wanted: tuple[str, ...]) -> str:
    """The text around the first word found, on one line."""
    place = min((at for word in wanted if (at := page.folded.find(word)) >= 0), default=0)
    start = max(page.text.rfind("\n", 0, place) + 1, place - BEFORE)
    piece = page.text[start : start + AROUND].split("\n")[0].strip()
    before = "…" if start > 0 and page.text[start - 1] != "\n" else ""
    after = "…" if start + AROUND < len(page.text) and len(piece) >= AROUND - 1 else ""
    return f"{before}{piece}{after}"
