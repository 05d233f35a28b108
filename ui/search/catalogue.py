"""What can be found besides the rows of lists: steps, clusters, commands, fields, and the entries of the framework and of the help."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from db.surveys import ClusterEntry
from diagnosis.findings import Place
from diagnosis.matching import Name
from diagnosis.questionnaire import Part
from diagnosis.text import LANGS, Text, phrase
from ui.help.book import STEP, Book
from ui.shortcuts import keys_of
from ui.widgets.places import rating_place

WITHOUT_FIELDS = ("criteria", "complete", "ratings", "indicators")  # their fields are found as what they are about
ENTRIES = ("criterion/", "indicator/", "item/", "action/")  # pages of the help that are found as entries of the framework


@dataclass(frozen=True, slots=True)
class Command:
    """Do what the entry of a menu with this phrase does."""

    key: str


@dataclass(frozen=True, slots=True)
class HelpPage:
    """Open a page of the help."""

    topic: str


@dataclass(frozen=True, slots=True)
class OpenRound:
    """Open a round of a cluster, or a cluster that has none."""

    cluster_id: int
    round_id: int | None


@dataclass(frozen=True, slots=True)
class RowOf:
    """Show a row of a list, and a field of it."""

    part: str
    row_id: int
    field: str


Lead = Place | Command | HelpPage | OpenRound | RowOf


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """``kind``: the group it stands in; ``where``: where it leads, in words; ``rounds``: it is there only while a round is open."""

    kind: str
    title: Text
    where: Text
    name: Name
    lead: Lead
    rounds: bool = True


def _entry(kind: str, title: Text, where: Text, lead: Lead, more: str = "", *, short: Text | None = None, rounds: bool = True) -> Entry:
    name = Name.of([text.to(lang) for text in (title, short) if text is not None for lang in LANGS], more)
    return Entry(kind=kind, title=title, where=where, name=name, lead=lead, rounds=rounds)


def told(key: str, **facts: object) -> Text:
    """The phrase ``search.<key>``."""
    return phrase("ui", f"search.{key}", **facts)


def catalogue(book: Book) -> tuple[Entry, ...]:
    """What does not change while the program runs."""
    return (*_steps(book), *_framework(book), *_fields(book), *_help(book))


def _steps(book: Book) -> Iterator[Entry]:
    for step in book.asked.steps:
        yield _entry("step", step.name, step.hint, Place(step=step.id), step.id)


def of_moment(clusters: tuple[ClusterEntry, ...], commands: Iterable[str]) -> tuple[Entry, ...]:
    """The clusters and rounds of the workspace, and what can be done now (the phrases of commands)."""
    return (*_surveys(clusters), *_commands(commands))


def _commands(keys: Iterable[str]) -> Iterator[Entry]:
    for key in sorted(keys):
        title, pressed = phrase("ui", key), keys_of(key)
        name = Text(title.zh.rstrip("…"), title.en.rstrip("…"))
        yield _entry("command", name, Text(pressed, pressed), Command(key), rounds=False)


def _framework(book: Book) -> Iterator[Entry]:
    framework, steps = book.framework, {step.id: step.name for step in book.asked.steps}
    for indicator in framework.indicators.values():
        place = Place(step="indicators", part="indicators", field=indicator.id)
        yield _entry("indicator", indicator.name, steps[place.step], place, indicator.id, short=indicator.short)
    for item in framework.items.values():
        yield _entry("item", item.name, steps["checklist"], rating_place(item.id), item.id, short=item.short)
    for criterion in framework.criteria.values():
        place = Place(step="classification", part="criteria", field=criterion.id)
        yield _entry("criterion", criterion.name, steps[place.step], place, criterion.id)
    for action in framework.actions.values():
        yield _entry("action", action.name, steps["diagnosis"], Place(step="diagnosis", part="actions", field=action.id), action.id)


def _fields(book: Book) -> Iterator[Entry]:
    steps = {step.id: step.name for step in book.asked.steps}
    for part in book.asked.parts.values():
        for question in part.questions if part.id not in WITHOUT_FIELDS else ():
            help_text = f"{question.help.zh} {question.help.en}" if question.help else ""
            yield _entry(
                "field",
                question.label,
                _place(part, steps[part.step]),
                Place(step=part.step, part=part.id, field=question.id),
                f"{part.name.zh} {part.name.en} {help_text}",
            )


def _place(part: Part, step: Text) -> Text:
    return step if part.name == step else Text(f"{step.zh} · {part.name.zh}", f"{step.en} · {part.name.en}")


def _help(book: Book) -> Iterator[Entry]:
    for topic in book.topics.values():
        if not topic.id.startswith(ENTRIES):
            words = f"{topic.words.zh} {topic.words.en} {topic.id.removeprefix(STEP)}"
            yield _entry("help", topic.title, topic.path[0], HelpPage(topic.id), words, rounds=False)


def _surveys(clusters: tuple[ClusterEntry, ...]) -> Iterator[Entry]:
    for entry in clusters:
        name = Text(entry.cluster.name("zh"), entry.cluster.name("en"))
        latest = entry.rounds[-1].id if entry.rounds else None
        where = told("rounds", count=len(entry.rounds))
        yield _entry("cluster", name, where, OpenRound(entry.id, latest), rounds=False)
        for each in entry.rounds[:-1]:
            title = Text(f"{name.zh} {each.label}", f"{name.en} {each.label}")
            yield _entry("cluster", title, Text(each.date or "", each.date or ""), OpenRound(entry.id, each.id), rounds=False)
