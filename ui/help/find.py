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
    """The pages with all the words, the best first and then in the order of the contents."""
    wanted = words(typed)
    found = [hit for page in searched if wanted and (hit := _hit(page, wanted)) is not None]
    return sorted(found, key=lambda hit: hit.rank)


def _hit(page: Page, wanted: tuple[str, ...]) -> Hit | None:
    named = rank(page.name, wanted)
    if named is not None:
        return Hit(page.topic, page.title, page.group, "", named)
    if all(word in page.folded or word in page.name.more or any(word in each for each in page.name.names) for word in wanted):
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
