"""The diagnosis as tables for a spreadsheet: numbers as numbers with their units beside them, an empty cell where there is none."""

from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass

from diagnosis.framework import TYPE_IDS, Norm
from diagnosis.progress import Progress
from diagnosis.questionnaire import questionnaire
from diagnosis.result import Assessment, Diagnosis, Figure, SignalReading
from diagnosis.summary import confidence
from diagnosis.text import Lang, phrase
from reports.chart_data import MAKERS
from reports.chart_table import Cell, Row, chart_table, rounded_row
from reports.context import Context
from reports.numbers import norm_number


@dataclass(frozen=True, slots=True)
class Table:
    """``name``: what it is about, short enough for a sheet; ``title``: in full; ``rows``: the heads first."""

    name: str
    title: str
    rows: tuple[Row, ...]


def result_tables(diagnosis: Diagnosis, lang: Lang, previous: Diagnosis | None = None) -> Generator[Progress, None, list[Table]]:
    """All that the diagnosis found, then the data of every chart that it has; a table a step."""
    context = Context(diagnosis, lang, previous)
    total, found = len(TABLES) + len(MAKERS), list[Table]()
    for key, rows in TABLES.items():
        name = context.say(f"sheet.{key}")
        yield Progress(len(found), total, phrase("report", f"sheet.{key}"))
        found.append(Table(name, name, tuple(rounded_row(row) for row in rows(context))))
    for done, (key, make) in enumerate(MAKERS.items(), len(TABLES)):
        yield Progress(done, total, phrase("report", f"caption.{key}"))
        figure = make(context)
        if figure is not None:
            name = context.say("sheet.chart", number=sum(table.title != table.name for table in found) + 1)
            found.append(Table(name, figure.caption, tuple(chart_table(figure.chart, lang))))
    return found


def _heads(context: Context, *keys: str) -> Row:
    return [context.say(f"column.{key}") for key in keys]


def _yes(context: Context, holds: bool | None) -> Cell:
    return None if holds is None else phrase("values", "yes" if holds else "no").to(context.lang)


def _overview(context: Context) -> Iterator[Row]:
    diagnosis, result = context.diagnosis, context.diagnosis.classification
    types, survey = diagnosis.framework.types, diagnosis.survey
    yield _heads(context, "fact", "value")
    yield [context.say("fact.cluster"), survey.cluster.name(context.lang)]
    yield [context.say("fact.round"), survey.round.label]
    yield [context.say("fact.date"), survey.round.date]
    yield [context.say("fact.framework"), f"{context.text(diagnosis.framework.name)} {diagnosis.framework.version}"]
    yield [context.say("fact.type"), context.text(types[diagnosis.type].name) if diagnosis.type else None]
    yield [context.say("fact.computed"), context.text(types[result.type].name) if result.type else None]
    yield [context.say("fact.override"), result.override_reason if result.override else None]
    yield [context.say("fact.confidence"), context.text(confidence(diagnosis)) if diagnosis.type else None]
    yield [context.say("fact.margin"), result.margin if result.type else None]
    yield [context.say("fact.coverage"), result.coverage]
    yield [context.say("fact.gaps"), len(diagnosis.at_level(2, 3))]
    yield [context.say("fact.weak"), len(diagnosis.at_level(1))]
    yield [context.say("fact.unknown"), len(diagnosis.unknown)]


def _types(context: Context) -> Iterator[Row]:
    result, types = context.diagnosis.classification, context.diagnosis.framework.types
    yield _heads(context, "type", "score-share", "robustness")
    yield from ([context.text(types[key].name), result.scores.get(key), result.robustness.get(key)] for key in TYPE_IDS)


def _criteria(context: Context) -> Iterator[Row]:
    """Every criterion with its answer, and what it adds to each type: of ``weight``, as far as it is answered."""
    framework, result = context.diagnosis.framework, context.diagnosis.classification
    added = {part.criterion: part for part in result.contributions}
    asked = {question.id: question for question in questionnaire().parts["criteria"].questions}
    names = [context.text(framework.types[key].name) for key in TYPE_IDS]
    yield [*_heads(context, "criterion", "answer", "weight"), *names]
    for key, criterion in framework.criteria.items():
        part = added.get(key)
        answer = asked[key].type.show(part.answer, context.lang) if part is not None and key in asked else None
        shares = [None if part is None else part.weight * part.parts.get(type_id, 0.0) for type_id in TYPE_IDS]
        yield [context.text(criterion.name), answer, criterion.weight, *shares]


def _figures(context: Context) -> Iterator[Row]:
    """Every indicator of the framework, those without a value with an empty cell."""
    diagnosis = context.diagnosis
    yield _heads(
        context, "group", "indicator", "value", "unit", "year", "origin", "coverage", "norm", "norm-bands", "reached", "norm-source",
        "source", "note",
    )  # fmt: skip
    for indicator in diagnosis.framework.indicators.values():
        figure, norm = diagnosis.figures.get(indicator.id), indicator.norm
        found = _figure(context, figure) if figure is not None else (None,) * 4
        yield [
            context.text(diagnosis.framework.groups[indicator.group]), context.text(indicator.name), found[0],
            context.text(indicator.unit_text), *found[1:],
            norm.value if norm else None, _bands(norm), _yes(context, figure.reached if figure else None),
            context.text(norm.source) if norm else None,
            context.text(figure.source) if figure else None, figure.note if figure else None,
        ]  # fmt: skip


def _figure(context: Context, figure: Figure) -> tuple[Cell, Cell, Cell, Cell]:
    return figure.value, figure.year, context.say(f"origin.{figure.origin}"), figure.coverage


def _bands(norm: Norm | None) -> Cell:
    return " / ".join(norm_number(band, "zh") for band in norm.bands) if norm and norm.bands else None


def _items(context: Context) -> Iterator[Row]:
    diagnosis = context.diagnosis
    actions = diagnosis.framework.actions
    yield _heads(context, "element", "item", "level", "level-name", "basis", "rating", "evidence", "weight", "actions")
    for entry in diagnosis.items:
        named = context.series(context.text(actions[key].name) for key in entry.actions)
        yield [
            context.text(diagnosis.framework.elements[entry.item.element].short), context.name(entry), entry.level,
            context.level(entry.level, entry.state), context.say(f"state.{entry.state}"), _rating(context, entry),
            entry.evidence or entry.reason, entry.item.weight, named or None,
        ]  # fmt: skip


def _rating(context: Context, entry: Assessment) -> Cell:
    return context.text(phrase("values", "na")) if entry.rating == "na" else entry.rating


def _signals(context: Context) -> Iterator[Row]:
    yield _heads(context, "item", "indicator", "value", "unit", "level", "speaks", "why-not")
    for entry in context.diagnosis.items:
        yield from ([context.name(entry), *_signal(context, reading)] for reading in entry.signals)


def _signal(context: Context, reading: SignalReading) -> Row:
    framework = context.diagnosis.framework
    why = context.text(reading.why_not.text()) if reading.why_not else None
    if reading.signal is None:
        said = _yes(context, None if reading.value is None else bool(reading.value))
        return [context.text(framework.services[reading.indicator]), said, None, reading.level, _yes(context, reading.speaks), why]
    indicator = framework.indicators[reading.indicator]
    return [
        context.text(indicator.name), reading.value, context.text(indicator.unit_text), reading.level, _yes(context, reading.speaks), why,
    ]  # fmt: skip


def _elements(context: Context) -> Iterator[Row]:
    yield _heads(context, "element", "score", "coverage", "items-core", "items-known")
    for entry in context.diagnosis.elements:
        yield [context.text(entry.element.name), entry.score, entry.coverage, entry.core, entry.known]


def _features(context: Context) -> Iterator[Row]:
    yield _heads(context, "feature", "score", "coverage", "rating")
    for entry in context.diagnosis.features:
        yield [context.text(entry.feature.name), entry.score, entry.coverage, entry.rating]


def _actions(context: Context) -> Iterator[Row]:
    framework = context.diagnosis.framework
    yield _heads(context, "rank", "action", "action-score", "horizon", "from", "to", "who", "items-answered", "practices", "references")
    for rank, entry in enumerate(context.diagnosis.actions, 1):
        first, last = entry.years or (None, None)
        yield [
            rank, context.text(entry.action.name), entry.score, context.text(framework.horizons[entry.action.horizon].name), first, last,
            context.series(map(context.text, entry.action.who)) or None,
            context.series(context.text(framework.items[key].name) for key in entry.items) or None,
            context.series(context.text(each.name) for each in entry.practices) or None,
            context.series(context.text(each.name) for each in entry.reference_clusters) or None,
        ]  # fmt: skip


TABLES: dict[str, Callable[[Context], Iterator[Row]]] = {
    "overview": _overview,
    "types": _types,
    "criteria": _criteria,
    "figures": _figures,
    "items": _items,
    "signals": _signals,
    "elements": _elements,
    "features": _features,
    "actions": _actions,
}
