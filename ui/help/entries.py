"""Pages made of the framework itself: indicators, checklist items, criteria and actions. What they say changes with it."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial

from diagnosis.checklist import LEVEL_OF_RATING, SERVICE_SHORT
from diagnosis.fieldtypes.numbers import digits
from diagnosis.framework import FIELDS_CRITERION, Action, Criterion, Framework, Indicator, Item
from diagnosis.speaking import CONDITIONS
from diagnosis.text import Lang, Text
from ui.help.topics import Topic, told
from ui.widgets.wording import Words

Facts = Iterable[tuple[str, str]]


def entry_topics(framework: Framework) -> Iterator[Topic]:
    """One page for every criterion, indicator, item and action, in the framework's order."""
    for criterion in framework.criteria.values():
        yield _topic("criterion", criterion.id, criterion.name, (told("group.criteria"),), partial(_criterion, framework, criterion))
    for indicator in framework.indicators.values():
        path = (told("group.indicators"), framework.groups[indicator.group])
        yield _topic("indicator", indicator.id, indicator.name, path, partial(_indicator, framework, indicator), indicator.short)
    for item in framework.items.values():
        path = (told("group.items"), framework.elements[item.element].short)
        yield _topic("item", item.id, item.name, path, partial(_item, framework, item), item.short)
    for action in framework.actions.values():
        path = (told("group.actions"), framework.directions[action.direction].name)
        yield _topic("action", action.id, action.name, path, partial(_action, framework, action))


def _topic(kind: str, key: str, title: Text, path: tuple[Text, ...], body: Callable[[Lang], str], short: Text | None = None) -> Topic:
    words = Text(key, key) if short is None else Text(f"{key} {short.zh}", f"{key} {short.en}")
    return Topic(id=f"{kind}/{key}", title=title, path=path, body=body, words=words)


# ---- pages


def _indicator(framework: Framework, indicator: Indicator, lang: Lang) -> str:
    said, norm = Words(framework, lang), indicator.norm
    bounds = [digits(bound) for bound in indicator.plausible or ()]
    facts = (
        ("id", f"`{indicator.id}`"),
        ("unit", said.of(indicator.unit_text)),
        ("kind", told(f"kind.{indicator.kind}").to(lang)),
        ("direction", told(f"direction.{_DIRECTIONS[indicator.direction]}").to(lang)),
        ("formula", said.of(indicator.formula) if indicator.formula else ""),
        ("ask", said.of(indicator.ask)),
        ("norm", said.dotted((said.norm(indicator), said.say(f"diagnosis.basis.{norm.basis}"))) if norm else said.say("diagnosis.no-norm")),
        ("norm-note", said.of(norm.note) if norm and norm.note else ""),
        ("norm-source", said.of(norm.source) if norm else ""),
        ("plausible", told("plausible", low=bounds[0], high=bounds[1], unit=indicator.unit_text).to(lang) if bounds else ""),
        ("note", said.of(indicator.note) if indicator.note else ""),
    )
    heard = [(item, signal) for item in framework.items.values() for signal in item.signals if signal.indicator == indicator.id]
    uses = [f"[[item/{item.id}]] · {said.signal(signal)}" for item, signal in heard]
    shown = [f"[[action/{action.id}]]" for action in framework.actions.values() if indicator.id in action.kpi]
    return _page(
        _table(facts, lang),
        _list("heard-by", uses, lang) if uses else told("heard-by-none").to(lang),
        told("speaks-if").to(lang) if indicator.id in CONDITIONS else "",
        _list("progress-of", shown, lang),
        f"→ [[>indicators/indicators/{indicator.id}]]",
    )


_DIRECTIONS = {"+": "more", "-": "less", "~": "context"}


def _item(framework: Framework, item: Item, lang: Lang) -> str:
    said = Words(framework, lang)
    facts = (
        ("state", said.of(item.state)),
        ("item-types", said.join(said.type_short(type_id) for type_id in item.types)),
        ("element", said.of(framework.elements[item.element].name)),
        ("weight", str(item.weight)),
        ("ask", said.of(item.ask)),
        ("meaning", said.of(item.meaning)),
        ("source", said.of(item.source)),
    )
    figures = [f"[[indicator/{signal.indicator}]] · {said.signal(signal)}" for signal in item.signals]
    if item.service is not None:
        service = f"[[>actors/services/{item.service}|{said.of(framework.services[item.service])}]]"
        figures.append(f"{service} · {said.say('why.levels.service', level=said.level(SERVICE_SHORT))}")
    only = told("signal-fields", fields=said.join(said.of(framework.fields[field].name) for field in item.signal_fields)).to(lang)
    return _page(
        _table(facts, lang),
        _anchors(item, said),
        _list("figures", figures, lang) if figures else told("figures-none").to(lang),
        only if item.signal_fields else "",
        _list("answered-by", [f"[[action/{action}]]" for action in item.paths], lang),
        _list("practices", [said.practice(each) for each in framework.practices.values() if item.id in each.items], lang),
        _list("examples", [_cited(each.text, each.source, said) for each in framework.examples.values() if item.id in each.items], lang),
        f"→ [[>checklist/ratings/{item.id}]]",
        f"→ [[>diagnosis/ratings/{item.id}]]",
    )


def _anchors(item: Item, said: Words) -> str:
    """The scale in the item's own terms, and the level that each rating means."""
    head = [told(f"fact.{key}").to(said.lang) for key in ("rating", "anchor", "level")]
    rows = [
        (said.rating(rating), said.of(item.anchors[rating]) if rating in item.anchors else "", said.level(level))
        for rating, level in LEVEL_OF_RATING.items()
    ]
    return _heading("scale", said.lang) + "\n" + _grid(head, rows)


def _criterion(framework: Framework, criterion: Criterion, lang: Lang) -> str:
    said = Words(framework, lang)
    facts = (("weight", said.percent(criterion.weight)), ("source", said.of(criterion.source)))
    if criterion.id == FIELDS_CRITERION:
        return _page(_table(facts, lang), told("criterion-fields").to(lang), "→ [[>overview/fields]]")
    rows = [(said.type_name(type_id), said.of(text)) for type_id, text in criterion.descriptors.items()]
    head = [told("fact.type").to(lang), told("fact.descriptor").to(lang)]
    return _page(
        _table(facts, lang),
        _heading("descriptors", lang) + "\n" + _grid(head, rows),
        told("criterion-how").to(lang),
        f"→ [[>classification/criteria/{criterion.id}]]",
    )


def _action(framework: Framework, action: Action, lang: Lang) -> str:
    said, direction = Words(framework, lang), framework.directions[action.direction]
    horizon = framework.horizons[action.horizon]
    facts = (
        ("how", said.of(action.how)),
        ("first-step", said.of(action.first_step)),
        ("who", said.join(said.of(each) for each in action.who)),
        ("horizon", said.dotted((said.of(horizon.name), said.of(horizon.span)))),
        ("action-types", said.join(said.type_short(type_id) for type_id in action.types)),
        ("action-fields", said.join(said.of(framework.fields[field].name) for field in action.fields)),
        ("direction-of", said.of(direction.name)),
        ("lead", said.of(direction.lead)),
        ("source", said.of(action.source)),
    )
    answers = [f"[[item/{item.id}]]" for item in framework.items.values() if action.id in item.paths]
    return _page(
        _table(facts, lang),
        _list("answers", answers, lang),
        _list("kpi", [f"[[indicator/{each}]]" for each in action.kpi], lang),
        told("action-when").to(lang),
        f"→ [[>diagnosis/actions/{action.id}]]",
    )


# ---- pieces


def _page(*parts: str) -> str:
    return "\n\n".join(part for part in parts if part)


def _heading(key: str, lang: Lang) -> str:
    return f"## {told(f'head.{key}').to(lang)}"


def _table(facts: Facts, lang: Lang) -> str:
    return "\n".join(f"| {told(f'fact.{key}').to(lang)} | {text} |" for key, text in facts if text)


def _grid(head: list[str], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _list(key: str, lines: list[str], lang: Lang) -> str:
    return _heading(key, lang) + "\n" + "\n".join(f"- {line}" for line in lines) if lines else ""


def _cited(text: Text, source: Text, said: Words) -> str:
    return said.say("diagnosis.example", text=text, source=source)
