"""The appendices 乙 (indicators and norms) and 丙 (ratings and evidence)."""

from collections.abc import Iterator

from diagnosis.framework import Indicator
from diagnosis.result import Assessment, Figure
from diagnosis.survey import Rating
from reports.bearing import computed_from, counts, unread
from reports.below import set_below
from reports.blocks import Block, Column, Heading, Paragraph, Table
from reports.context import Context
from reports.evidence import one_line, prose, remark, service
from reports.numbers import amount, bands_amount, norm_amount


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
        note = context.say("note.norms")
        table = Table(key="table-norms", title=context.say("table.norms"), columns=columns, rows=rows, note=note, wide=True)
        yield from set_below(context, table, 0)
    else:
        yield Paragraph(context.say("annex.norms.none", page=context.page("indicators")))
    if context.hidden:
        hidden = context.join(context.inside(context.diagnosis.framework.indicators[id_].short) for id_ in context.hidden)
        yield Paragraph(context.say("public.hidden", names=hidden))
    shown = {*figures, *context.hidden}
    rest = [entry for entry in context.diagnosis.framework.indicators.values() if entry.id not in shown and entry.norm is not None]
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
    parts, reason = [], unread(context.diagnosis, figure)
    if figure.origin == "entered":
        source = remark(context.text(figure.source), context.lang)
        parts.append(context.say("annex.norms.entered", source=source) if source else context.say("annex.norms.entered-bare"))
        parts += [context.say("respondents-cell", count=figure.respondents)] if figure.respondents is not None else []
        parts += [remark(figure.note, context.lang)] if figure.note else []
        if figure.computed is not None:
            parts.append(context.say("annex.norms.also", computed=amount(figure.computed.value, figure.indicator, context.lang)))
    elif figure.computed is not None:
        parts.append(context.text(figure.source))
        parts += [computed_from(context, figure)] if reason is None or not counts(reason) else []
    if reason is not None:
        parts.append(context.text(context.why(reason.text())))
    return context.clauses(parts)


def _norm(context: Context, indicator: Indicator) -> tuple[str, str, str]:
    norm = indicator.norm
    if norm is None:
        dash = context.say("dash")
        return dash, dash, dash
    if norm.value is not None:
        shown = norm_amount(norm.value, indicator, context.lang)
    else:
        shown = bands_amount(norm.bands, indicator, context.lang)
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
        ("number", 4, "center"),
        ("item", 18, "left"),
        ("element", 8, "left"),
        ("weight", 4, "center"),
        ("level", 10, "center"),
        ("rating", 5, "center"),
        ("evidence", 23, "left"),
        ("data", 28, "left"),
    )
    columns = tuple(Column(context.say(f"head.{head}"), width, align) for head, width, align in heads)  # type: ignore[arg-type]
    note = context.say("note.items")
    yield from set_below(
        context, Table(key="table-items", title=context.say("table.items"), columns=columns, rows=rows, note=note, wide=True)
    )
    yield from _bare_ratings(context, skip={item.item.id for item in items})


def _item_row(context: Context, number: int, item: Assessment) -> tuple[str, ...]:
    dash = context.say("dash")
    element = context.text(context.diagnosis.framework.elements[item.item.element].short)
    rating = dash if item.rating is None else context.say("annex.items.na") if item.rating == "na" else str(item.rating)
    written = [prose(text).rstrip("。.；;") for text in (item.evidence, item.reason) if text]
    written += [context.say("annex.items.respondent", name=one_line(item.respondent))] if item.respondent else []
    written += _files(context, item.item.id)
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


def _written(row: Rating) -> list[str]:
    told = [prose(text) for text in (row.evidence, row.reason) if text]
    return [text.rstrip("。.；;") for text in (*told, one_line(row.respondent or "")) if text]


def _files(context: Context, item: str) -> list[str]:
    """The files kept as evidence of an item, by caption and name; nothing when there are none."""
    names = [
        context.say("annex.items.file", caption=one_line(each.caption), name=one_line(each.name)) if each.caption else one_line(each.name)
        for each in context.diagnosis.survey.attached_to(item)
    ]
    return [context.say("annex.items.files", names=context.series(names))] if names else []


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
        parts.append(
            told if reading.why_not is None else context.say("annex.items.silent", told=told, why=context.why(reading.why_not.text()))
        )
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
            context.clauses([*_written(row), *_files(context, row.item or "")]) or context.say("dash"),
        )
        for row in found
    )
    yield from set_below(context, Table(key="table-other-ratings", title=context.say("table.other-ratings"), columns=columns, rows=rows), 0)
