"""All pages of the help in the order of the contents, and how their markup is read."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from diagnosis.framework import Framework
from diagnosis.questionnaire import Questionnaire
from diagnosis.tables import table
from diagnosis.text import TEMPLATES, Lang, Text, phrase
from ui.help import markup
from ui.help.entries import entry_topics
from ui.help.lists import LISTS, Data
from ui.help.markup import Link, Names
from ui.help.topics import Topic, place_name, place_of, told
from ui.shortcuts import keys_of

FOLDER = TEMPLATES / "help"
BEFORE, AFTER = ("start", "steps", "method"), ("program",)  # the files, before and after the pages made of the framework
LIST = re.compile(r"^\{list:([a-z]+)\}$", re.MULTILINE)
STEP = "step/"
FIRST = "start"
GO, DO, PAGE = "go:", "do:", "page:"  # the kinds of addresses that a link may have
MARKS = {">": GO, "!": DO}


@dataclass(frozen=True, slots=True)
class Book:
    """``topics``: id -> page."""

    framework: Framework
    asked: Questionnaire
    topics: Mapping[str, Topic]

    def html(self, topic: str, lang: Lang) -> str:
        """A page as HTML."""
        return markup.html(self.topics[topic].body(lang), self.names(lang))

    def words(self, topic: str, lang: Lang) -> str:
        """A page as plain text, one block a line."""
        return markup.plain(self.topics[topic].body(lang), self.names(lang))

    def names(self, lang: Lang) -> Names:
        """What links and names in the markup stand for."""
        return Names(lambda target: self._link(target, lang), lambda kind, name: _NAMES[kind](self, name).to(lang))

    def _link(self, target: str, lang: Lang) -> Link:
        kind, key = MARKS.get(target[0], PAGE), target.lstrip(">!")
        if kind == PAGE:
            return Link(PAGE + key, self.topics[key.partition("#")[0]].title.to(lang))
        if kind == DO:
            return Link(kind + key, _without_dots(phrase("ui", key)).to(lang))
        return Link(kind + key, told("go", name=place_name(place_of(key), self.asked, self.framework)).to(lang))


# kind of name in the markup -> what it stands for
_NAMES: Mapping[str, Any] = {
    "key": lambda book, name: Text(keys_of(name), keys_of(name)),
    "ui": lambda book, name: _without_dots(phrase("ui", name)),
    "pages": lambda book, name: _without_dots(phrase("pages", name)),
    "step": lambda book, name: {step.id: step.name for step in book.asked.steps}[name],
    "part": lambda book, name: book.asked.parts[name].name,
    "field": lambda book, name: book.asked.parts[name.split(".")[0]].question(name.split(".")[1]).label,
    "level": lambda book, name: book.framework.levels[name],
    "type": lambda book, name: book.framework.types[name].name,
    "citation": lambda book, name: book.framework.citation,
}


def _without_dots(text: Text) -> Text:
    """The name of an entry of a menu without the dots that say that it asks something first."""
    return Text(text.zh.rstrip("…"), text.en.rstrip("…"))


def book(framework: Framework, asked: Questionnaire) -> Book:
    """The help over a framework and a questionnaire; takes some milliseconds. ``shortcuts.ask_system`` comes first, on the main thread."""
    files = {name: list(_written(FOLDER / f"{name}.toml", framework, asked)) for name in (*BEFORE, *AFTER)}
    found = [
        *(topic for name in BEFORE for topic in files[name]),
        *entry_topics(framework),
        *(topic for name in AFTER for topic in files[name]),
    ]
    return Book(framework, asked, {topic.id: topic for topic in found})


def _written(path: Path, framework: Framework, asked: Questionnaire) -> Iterator[Topic]:
    data = table(path)
    group = Text(data["zh"], data["en"])
    for row in data["page"]:
        text = Text(row["text_zh"], row["text_en"])
        words = Text(row.get("words_zh", ""), row.get("words_en", ""))
        body = partial(_body, text, row["id"].removeprefix(STEP), framework, asked)
        yield Topic(id=row["id"], title=Text(row["zh"], row["en"]), path=(group,), body=body, words=words)


def _body(text: Text, step: str, framework: Framework, asked: Questionnaire, lang: Lang) -> str:
    """The written text with its lists filled in."""
    data = Data(step, framework, asked, lang)
    return LIST.sub(lambda found: LISTS[found[1]](data), text.to(lang))
