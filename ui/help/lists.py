"""Lists in written pages that are made of the program's own data, so that they are never out of date: ``{list:keys}`` on a line."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from diagnosis.checklist import LEVEL_OF_RATING, WATCH
from diagnosis.fieldtypes import ChoicesType, ChoiceType
from diagnosis.framework import TYPE_IDS, Framework
from diagnosis.questionnaire import Part, Question, Questionnaire
from diagnosis.tables import table
from diagnosis.text import TEMPLATES, Lang, listed, phrase
from reports.template import ROLES
from ui.help.topics import told
from ui.shortcuts import SHORTCUTS
from ui.widgets.wording import Words

USAGE = TEMPLATES / "help" / "usage.toml"
MANY_CHOICES = 12  # a longer list of choices is counted, not told


@dataclass(frozen=True, slots=True)
class Data:
    """What a list is made of: the step of the page that it stands on, the framework, what is asked, and the language."""

    step: str
    framework: Framework
    asked: Questionnaire
    lang: Lang

    @property
    def said(self) -> Words:
        """The words of the judging pages."""
        return Words(self.framework, self.lang)

    def told(self, key: str, **facts: object) -> str:
        """A phrase of the help."""
        return told(key, **facts).to(self.lang)


def _grid(data: Data, head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    names = [data.told(f"fact.{key}") for key in head]
    return "\n".join(f"| {' | '.join(line)} |" for line in (names, ["---"] * len(names), *rows))


def _fields(data: Data) -> str:
    """Every field of the step, with its unit, its choices and its help."""
    return "\n\n".join(f"## {part.name.to(data.lang)}\n{_part(part, data)}" for part in data.asked.on(data.step))


def _part(part: Part, data: Data) -> str:
    about = part.help.to(data.lang) if part.help else ""
    rows = [f"| #{part.id}.{question.id} {question.label.to(data.lang)} | {_question(question, data)} |" for question in part.questions]
    return "\n\n".join(text for text in (about, "\n".join(rows)) if text)


def _question(question: Question, data: Data) -> str:
    lang, kind = data.lang, question.type
    choices = list(kind.choices.values()) if isinstance(kind, ChoiceType | ChoicesType) else []
    told_choices = data.told("choices-many", count=len(choices)) if len(choices) > MANY_CHOICES else listed(choices).to(lang)
    facts = [
        question.unit.to(lang) if question.unit else "",
        data.told("choices", choices=told_choices) if choices else "",
        question.help.to(lang) if question.help else "",
    ]
    return data.said.dotted(facts) or data.told(f"answer.{question.kind}")


def _keys(data: Data) -> str:
    parts = []
    for scope, shortcuts in SHORTCUTS.items():
        rows = [f"| {each.told} | {phrase('ui', each.name).to(data.lang).rstrip('…')} |" for each in shortcuts]
        parts.append(f"## {data.told(f'scope.{scope}')}\n" + "\n".join(rows))
    return "\n\n".join(parts)


def _types(data: Data) -> str:
    said = data.said
    rows = [
        (f"**{said.of(each.name)}**", said.say("diagnosis.example", text=each.description, source=each.source))
        for each in data.framework.types.values()
    ]
    return _grid(data, ("type", "description"), rows)


def _criteria(data: Data) -> str:
    said = data.said
    rows = [(f"[[criterion/{each.id}]]", said.percent(each.weight), said.of(each.source)) for each in data.framework.criteria.values()]
    return _grid(data, ("criterion", "weight", "source"), rows)


def _features(data: Data) -> str:
    said = data.said
    rows = [
        (
            said.of(each.name),
            said.of(each.description),
            said.join(
                (
                    data.told("own-rating") if each.rated else "",
                    *(said.of(data.framework.elements[element].short) for element in each.elements),
                )
            ),
            said.of(each.source),
        )
        for each in data.framework.features.values()
    ]
    return _grid(data, ("feature", "description", "made-of", "source"), rows)


def _elements(data: Data) -> str:
    said = data.said
    rows = [(said.of(each.name), said.of(each.description), said.of(each.source)) for each in data.framework.elements.values()]
    return _grid(data, ("element", "description", "source"), rows)


def _levels(data: Data) -> str:
    said, steps = data.said, {step.value: step for step in data.framework.scale}
    rows = [
        (said.rating(rating), said.of(steps[rating].meaning), said.level(level) + (data.told("watched") if rating == WATCH else ""))
        for rating, level in LEVEL_OF_RATING.items()
    ]
    return _grid(data, ("rating", "meaning-of", "level"), rows)


def _horizons(data: Data) -> str:
    said = data.said
    return _grid(data, ("horizon", "span"), [(said.of(each.name), said.of(each.span)) for each in data.framework.horizons.values()])


def _paths(data: Data) -> str:
    """The openings by type, then the directions with their actions."""
    said, framework = data.said, data.framework
    openings = [(said.type_name(each), framework.openings[each]) for each in TYPE_IDS if each in framework.openings]
    told_openings = [(name, said.say("diagnosis.example", text=each.text, source=each.source)) for name, each in openings]
    found = ["\n".join(f"- **{name}** {text}" for name, text in told_openings)]
    for direction in framework.directions.values():
        actions = [f"- [[action/{each.id}]]" for each in framework.actions.values() if each.direction == direction.id]
        lead = said.say("diagnosis.example", text=direction.lead, source=direction.source)
        found.append(f"## {said.of(direction.name)}\n{lead}\n\n" + "\n".join(actions))
    return "\n\n".join(found)


def _practices(data: Data) -> str:
    return "\n".join(f"- {data.said.practice(each)}" for each in data.framework.practices.values())


def _clusters(data: Data) -> str:
    said, fields = data.said, data.framework.fields
    rows = [
        (said.of(each.name), said.of(each.area), said.join(said.of(fields[field].name) for field in each.fields))
        for each in data.framework.reference_clusters.values()
    ]
    return _grid(data, ("cluster", "area", "fields"), rows)


def _industries(data: Data) -> str:
    said = data.said
    rows = [
        (said.of(each.name), said.type_short(each.type), " ".join(each.divisions) or said.dash, said.of(each.source))
        for each in data.framework.fields.values()
    ]
    return _grid(data, ("field", "type", "codes", "source"), rows)


def _indicators(data: Data) -> str:
    groups = data.framework.groups.items()
    found = {name: [each.id for each in data.framework.indicators.values() if each.group == group] for group, name in groups}
    return _linked({name.to(data.lang): [f"indicator/{each}" for each in ids] for name, ids in found.items()})


def _items(data: Data) -> str:
    elements = data.framework.elements.values()
    found = {element.short: [each.id for each in data.framework.items.values() if each.element == element.id] for element in elements}
    return _linked({name.to(data.lang): [f"item/{each}" for each in ids] for name, ids in found.items()})


def _linked(groups: Mapping[str, list[str]]) -> str:
    return "\n\n".join(f"## {name}\n" + "\n".join(f"- [[{target}]]" for target in targets) for name, targets in groups.items() if targets)


def _commands(data: Data) -> str:
    """How each command is typed, and what it does."""
    usages: list[str] = table(USAGE)["usage"]
    return "\n".join(f"- `main.py {usage}` {phrase('cli', f'help.{usage.split()[0]}').to(data.lang)}" for usage in usages)


def _styles(data: Data) -> str:
    rows = [(" / ".join(f"`{name}`" for name in role.names), role.purpose.to(data.lang)) for role in ROLES]
    return _grid(data, ("style", "purpose"), rows)


LISTS: Mapping[str, Callable[[Data], str]] = {
    "fields": _fields,
    "keys": _keys,
    "types": _types,
    "criteria": _criteria,
    "features": _features,
    "elements": _elements,
    "levels": _levels,
    "horizons": _horizons,
    "paths": _paths,
    "practices": _practices,
    "clusters": _clusters,
    "industries": _industries,
    "indicators": _indicators,
    "items": _items,
    "commands": _commands,
    "styles": _styles,
}
