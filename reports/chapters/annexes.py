"""The appendices 甲 (survey data), 乙 (indicators and norms) and 丙 (ratings and evidence)."""

from collections.abc import Iterator

from diagnosis.framework import Indicator
from diagnosis.questionnaire import Part, Question, questionnaire
from diagnosis.result import Assessment, Figure
from diagnosis.survey import Row, answers_of
from reports.blocks import Align, Block, Column, Heading, Paragraph, Table, clean
from reports.context import Context
from reports.evidence import computed_from, one_line, service
from reports.numbers import amount, day, norm_amount
from reports.text_width import ems, fit, longest_word

MOST_ROWS = 300  # of one list: what is longer belongs into a workbook
# what a page has room for, in ems of the table text, and what the margins of a cell take
PORTRAIT, LANDSCAPE, MARGIN = {"zh": 42.0, "en": 47.0}, {"zh": 60.0, "en": 73.0}, 0.75
LISTS = (
    "fields",
    "indicators",
    "enterprises",
    "institutions",
    "platforms",
    "organisations",
    "chain",
    "links",
    "technologies",
    "interviews",
)


def survey_data(context: Context) -> Iterator[Block]:
    """附录甲 调研数据."""
    yield Heading(1, context.say("annex.data.title"), key="annex-data", numbered="appendix", new_page=True)
    yield Paragraph(_round(context))
    note = context.diagnosis.survey.round.note
    if note:
        yield Paragraph(context.say("annex.data.note", note=one_line(note)))
    yield Paragraph(_complete(context))
    parts = questionnaire().parts
    filled = {key: [row for row in getattr(context.diagnosis.survey, key) if answers_of(row)] for key in LISTS}
    empty = [
        context.say("annex.data.empty-part", name=parts[key].name, page=context.page(parts[key].step)) for key in LISTS if not filled[key]
    ]
    if empty:
        yield Paragraph(context.say("annex.data.empty", names=context.series(empty)))
    for key, rows in filled.items():
        if rows:
            yield from _list(context, parts[key], rows)


def _round(context: Context) -> str:
    found = context.diagnosis.survey.round
    sentences = [context.say("annex.data.label", label=one_line(found.label or "") or context.say("not-given"))]
    sentences.append(
        context.say("annex.data.date", date=day(found.date, context.lang))
        if found.date
        else context.say("annex.data.no-date", page=context.page("overview"))
    )
    if found.surveyors:
        sentences.append(context.say("annex.data.surveyors", names=context.series(one_line(name) for name in found.surveyors)))
    else:
        sentences.append(context.say("annex.data.no-surveyors", page=context.page("overview")))
    return context.sentences(sentences)


def _complete(context: Context) -> str:
    parts = {key: part for key, part in questionnaire().parts.items() if part.completable}
    declared = [context.inside(part.name) for key, part in parts.items() if context.diagnosis.survey.complete.get(key)]
    if not declared:
        return context.say("annex.data.none-complete")
    return context.say("annex.data.complete", names=context.series(declared))


def _list(context: Context, part: Part, rows: list[Row]) -> Iterator[Block]:
    """A list as a table: the questions that are columns and have an answer somewhere."""
    answers = [answers_of(row) for row in rows]
    questions = [question for question in part.questions if question.column and any(question.id in row for row in answers)]
    if not questions:
        return
    shown = answers[:MOST_ROWS]
    cells = tuple(
        (str(number), *(_cell(context, question, row.get(question.id)) for question in questions)) for number, row in enumerate(shown, 1)
    )
    heads = [context.say("head.number"), *(_head(context, question) for question in questions)]
    naturals = [min(40.0, max(max(map(ems, head.split("\n"))) / 2, _usual([ems(row[n]) for row in cells]))) for n, head in enumerate(heads)]
    margins = MARGIN * len(heads)
    wide = sum(min(natural, 12.0) for natural in naturals) + margins > PORTRAIT[context.lang]
    room = (LANDSCAPE if wide else PORTRAIT)[context.lang] - margins
    least = [_least(head, [row[n] for row in cells]) for n, head in enumerate(heads)]
    widths = [width + MARGIN for width in fit(naturals, least, room)]
    columns = tuple(Column(*column) for column in zip(heads, widths, ("center", *map(_align, questions)), strict=True))
    hidden = [
        context.inside(question.label) for question in part.questions if not question.column and any(question.id in row for row in answers)
    ]
    notes = [context.say("note.data", count=len(rows))]
    notes += [context.say("note.data-hidden", names=context.series(hidden))] if hidden else []
    notes += [context.say("note.data-more", count=MOST_ROWS)] if len(rows) > MOST_ROWS else []
    yield Table(
        key=f"table-data-{part.id}",
        title=context.text(part.name),
        columns=columns,
        rows=cells,
        note=context.sentences(notes),
        wide=wide,
    )


def _usual(widths: list[float]) -> float:
    """The width that nine cells in ten do not exceed: one long name does not stretch a column."""
    return sorted(widths)[int(0.9 * (len(widths) - 1))]


def _least(head: str, cells: list[str]) -> float:
    """The narrowest a column may be: no number torn, the head on three lines, long texts not in a thread."""
    label, _, unit = head.partition("\n")
    return max(
        ems(label) / 2 + 0.3 if unit else ems(label) / 3 + 0.3,
        ems(unit),
        min(8.0, max(map(longest_word, cells))),
        min(5.0, max(map(ems, cells))),
        2.2,
    )


def _head(context: Context, question: Question) -> str:
    label = context.text(question.label)
    return label if question.unit is None else context.say("annex.data.head", label=label, unit=context.text(question.unit))


def _align(question: Question) -> Align:
    return (
        "right"
        if question.kind in {"number", "whole", "money", "share"}
        else "center"
        if question.kind in {"year", "flag", "date", "score"}
        else "left"
    )


def _cell(context: Context, question: Question, value: object) -> str:
    if value is None:
        return context.say("dash")
    text = question.type.show(value, context.lang)  # type: ignore[arg-type]  # the survey was read by the same field type
    return clean(text).strip() or context.say("dash")


def indicators(context: Context) -> Iterator[Block]:
    """附录乙 指标口径与来源."""
    yield Heading(1, context.say("annex.norms.title"), key="annex-norms", numbered="appendix", new_page=True)
    figures = context.diagnosis.figures
    if figures:
        yield Paragraph(context.say("annex.norms.lead", count=len(figures)))
        rows = tuple(_indicator_row(context, figure) for figure in figures.values())
        heads = (("indicator", 15), ("value", 10), ("year", 6), ("how", 27), ("norm", 10), ("norm-source", 22), ("basis", 10))
        aligns = ("left", "right", "center", "left", "right", "left", "center")
        columns = tuple(Column(context.say(f"head.{head}"), width, align) for (head, width), align in zip(heads, aligns, strict=True))  # type: ignore[arg-type]
        yield Table(
            key="table-norms", title=context.say("table.norms"), columns=columns, rows=rows, note=context.say("note.norms"), wide=True
        )
    else:
        yield Paragraph(context.say("annex.norms.none", page=context.page("indicators")))
    rest = [entry for entry in context.diagnosis.framework.indicators.values() if entry.id not in figures and entry.norm is not None]
    if rest:
        yield Paragraph(context.say("annex.norms.rest", count=len(rest)))
        columns = (
            Column(context.say("head.indicator"), 28),
            Column(context.say("head.norm"), 16, "right"),
            Column(context.say("head.norm-source"), 42),
            Column(context.say("head.basis"), 14, "center"),
        )
        rows = tuple((context.text(entry.name), *_norm(context, entry)) for entry in rest)
        yield Table(key="table-other-norms", title=context.say("table.other-norms"), columns=columns, rows=rows)


def _indicator_row(context: Context, figure: Figure) -> tuple[str, ...]:
    indicator = figure.indicator
    year = str(figure.year) if figure.year is not None else context.say("dash")
    return (context.text(indicator.name), context.amount(figure), year, _how(context, figure), *_norm(context, indicator))


def _how(context: Context, figure: Figure) -> str:
    """Where a value is from: as entered with its source, or the formula with the rows behind it, and why it may not speak."""
    parts = []
    if figure.origin == "entered":
        source = one_line(context.text(figure.source))
        parts.append(context.say("annex.norms.entered", source=source) if source else context.say("annex.norms.entered-bare"))
        parts += [context.say("respondents-cell", count=figure.respondents)] if figure.respondents is not None else []
        parts += [one_line(figure.note)] if figure.note else []
        if figure.computed is not None:
            parts.append(context.say("annex.norms.also", computed=amount(figure.computed.value, figure.indicator, context.lang)))
    elif figure.computed is not None:
        parts += [context.text(figure.source), computed_from(context, figure)]
    if figure.why_not is not None:
        parts.append(context.text(figure.why_not.text()))
    return context.clauses(parts)


def _norm(context: Context, indicator: Indicator) -> tuple[str, str, str]:
    norm = indicator.norm
    if norm is None:
        dash = context.say("dash")
        return dash, dash, dash
    values = [norm.value] if norm.value is not None else list(norm.bands)
    shown = context.series(norm_amount(value, indicator, context.lang) for value in values)
    told = context.clauses([*([context.text(norm.note)] if norm.note else []), context.text(norm.source)])
    return shown, told, context.say(f"basis.{norm.basis}")


def ratings(context: Context) -> Iterator[Block]:
    """附录丙 清单评分与依据."""
    yield Heading(1, context.say("annex.items.title"), key="annex-items", numbered="appendix", new_page=True)
    items = context.diagnosis.items
    if not items:
        yield Paragraph(context.say("annex.items.none", page=context.page("classification")))
        yield from _bare_ratings(context)
        return
    yield Paragraph(context.say("annex.items.lead", count=len(items)))
    rows = tuple(_item_row(context, number, item) for number, item in enumerate(items, 1))
    heads = (
        ("number", 5, "center"),
        ("item", 18, "left"),
        ("element", 8, "left"),
        ("weight", 5, "center"),
        ("level", 9, "center"),
        ("rating", 7, "center"),
        ("evidence", 24, "left"),
        ("data", 24, "left"),
    )
    columns = tuple(Column(context.say(f"head.{head}"), width, align) for head, width, align in heads)  # type: ignore[arg-type]
    yield Table(key="table-items", title=context.say("table.items"), columns=columns, rows=rows, note=context.say("note.items"), wide=True)
    yield from _bare_ratings(context, skip={item.item.id for item in items})


def _item_row(context: Context, number: int, item: Assessment) -> tuple[str, ...]:
    dash = context.say("dash")
    element = context.text(context.diagnosis.framework.elements[item.item.element].short)
    rating = dash if item.rating is None else context.say("annex.items.na") if item.rating == "na" else str(item.rating)
    written = [one_line(text) for text in (item.evidence, item.reason) if text]
    written += [context.say("annex.items.respondent", name=one_line(item.respondent))] if item.respondent else []
    level = context.level(item.level, item.state)
    if item.state == "conflict":
        level = context.say("annex.items.conflict", level=level)
    elif item.watch:
        level = context.say("annex.items.watch", level=level)
    return (
        str(number),
        context.text(item.item.name),
        element,
        str(item.item.weight),
        level,
        rating,
        context.clauses(written) or dash,
        _data(context, item) or dash,
    )


def _data(context: Context, item: Assessment) -> str:
    """The figures an item listens to: value, limits, and whether they count."""
    framework = context.diagnosis.framework
    parts = []
    for reading in item.signals:
        if reading.signal is None:
            key = "service-unknown" if reading.value is None else "service-yes" if reading.value else "service-no"
            parts.append(context.say(f"annex.items.{key}", name=service(context, reading.indicator)))
            continue
        indicator = framework.indicators[reading.indicator]
        limits = context.series(norm_amount(limit, indicator, context.lang) for limit in reading.signal.thresholds)
        facts = {"name": context.text(indicator.short), "op": reading.signal.op, "limits": limits}
        if reading.value is None:
            parts.append(context.say("annex.items.no-value", **facts))
            continue
        told = context.say("annex.items.value", **facts, value=amount(reading.value, indicator, context.lang))
        parts.append(told if reading.why_not is None else context.say("annex.items.silent", told=told, why=reading.why_not.text()))
    return context.clauses(parts)


def _bare_ratings(context: Context, skip: set[str] = frozenset()) -> Iterator[Block]:  # type: ignore[assignment]
    """Ratings of items that are not core for the type: entered, kept, and not counted."""
    items = context.diagnosis.framework.items
    found = [row for row in context.diagnosis.survey.ratings if row.item in items and row.item not in skip and row.score is not None]
    if not found:
        return
    yield Paragraph(context.say("annex.items.others", count=len(found)))
    columns = (
        Column(context.say("head.item"), 40),
        Column(context.say("head.rating"), 12, "center"),
        Column(context.say("head.evidence"), 48),
    )
    rows = tuple(
        (
            context.text(items[row.item or ""].name),
            context.say("annex.items.na") if row.score == "na" else str(row.score),
            context.clauses(one_line(text) for text in (row.evidence, row.reason, row.respondent) if text) or context.say("dash"),
        )
        for row in found
    )
    yield Table(key="table-other-ratings", title=context.say("table.other-ratings"), columns=columns, rows=rows)
