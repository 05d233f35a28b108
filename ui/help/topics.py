"""What a page of the help is, and how places of the program are written in its links."""

from collections.abc import Callable
from dataclasses import dataclass

from diagnosis.findings import Place
from diagnosis.framework import Framework
from diagnosis.questionnaire import Questionnaire
from diagnosis.text import Lang, Text, phrase

NOTHING = Text("", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """A page. ``body``: its markup in a language; ``path``: the headings of the contents it stands under; ``words``: what else finds it."""

    id: str
    title: Text
    path: tuple[Text, ...]
    body: Callable[[Lang], str]
    words: Text = NOTHING


def told(key: str, **facts: object) -> Text:
    """The phrase ``key`` of the ``help`` catalogue."""
    return phrase("help", key, **facts)


def place_of(target: str) -> Place:
    """``step/part/field`` as a place, of which part and field may be missing."""
    step, part, field = (*target.split("/", 2), "", "")[:3]
    return Place(step=step, part=part or None, field=field or None)


def target_of(place: Place) -> str:
    """The place as a link has it; the inverse of ``place_of``."""
    return "/".join(each for each in (place.step, place.part, place.field) if each)


def place_name(place: Place, asked: Questionnaire, framework: Framework) -> Text:
    """Where a place is, in words: the page, and what on it. Raises ``KeyError`` for a place that the program does not have."""
    names = [{step.id: step.name for step in asked.steps}[place.step]]
    if place.part in _OF_FRAMEWORK and place.field is not None:
        names.append(_OF_FRAMEWORK[place.part](framework, place.field))
    elif place.part is not None:
        part = asked.parts[place.part]
        names += [part.name] if part.name != names[0] else []
        names += [part.question(place.field).label] if place.field is not None else []
    return Text(" · ".join(name.zh for name in names), " · ".join(name.en for name in names))


# Parts whose fields are entries of the framework -> the name of an entry
_OF_FRAMEWORK: dict[str, Callable[[Framework, str], Text]] = {
    "indicators": lambda framework, field: framework.indicators[field].name,
    "ratings": lambda framework, field: framework.items[field].short,
    "criteria": lambda framework, field: framework.criteria[field].name,
    "actions": lambda framework, field: framework.actions[field].name,
}
