"""Appendix 甲: the survey's data, list by list, as they were entered."""

from collections.abc import Iterator, Mapping, Sequence

from diagnosis.packed import Packed
from diagnosis.questionnaire import Part, Question, questionnaire
from diagnosis.rows import LIST_NAMES
from diagnosis.survey import Row, answers_of, attribute
from reports.below import set_below
from reports.blocks import Align, Block, Column, Heading, Paragraph, Table, clean
from reports.columns import fitted
from reports.context import Context
from reports.evidence import one_line, remark
from reports.numbers import day, share, typed_amount
from reports.typed import full_width

MOST_ROWS = 300  # of one list: what is longer belongs into a workbook
REMARKS = ("source", "note")
UNPUBLISHED = ("enterprises", "interviews")  # a row is one firm
LISTS = tuple(name for name in LIST_NAMES if name != "ratings")  # which have an annex of their own


def survey_data(context: Context) -> Iterator[Block]:
    """附录甲 调研数据."""
    yield Heading(1, context.say("annex.data.title"), key="annex-data", numbered="appendix", new_page=True)
    yield Paragraph(_round(context))
    note = context.diagnosis.survey.round.note
    if note:
        yield Paragraph(context.say("annex.data.note", note=remark(note, context.lang)))
    yield Paragraph(_complete(context))
    parts = questionnaire().parts
    lists = [key for key in LISTS if key not in UNPUBLISHED] if context.public else LISTS
    filled = {key: _filled(getattr(context.diagnosis.survey, key)) for key in lists}
    if context.public:
        yield Paragraph(context.say("public.lists", names=context.join(context.inside(parts[key].name) for key in UNPUBLISHED)))
        filled["indicators"] = [row for row in filled["indicators"] if not _rated(context, row)]
    empty = [
        context.say("annex.data.empty-part", name=parts[key].name, page=context.page(parts[key].step)) for key in lists if not filled[key]
    ]
    if empty:
        yield Paragraph(context.say("annex.data.empty", names=context.series(empty)))
    tables = [list(_list(context, parts[key], rows)) for key, rows in filled.items() if rows]
    for wide in (False, True):  # the sheet is turned once, and not before and after each wide list
        yield from (block for blocks in tables if _turned(blocks) is wide for block in blocks)


def _turned(blocks: Sequence[Block]) -> bool:
    return any(isinstance(block, Table) and block.wide for block in blocks)


def _filled(rows: Sequence[Row]) -> Sequence[Row]:
    """The rows with any answer; very many are not unpacked for it where each has its name."""
    if isinstance(rows, Packed) and None not in rows.column("name"):
        return rows
    return [row for row in rows if _is_filled(row)]


def _is_filled(row: Row) -> bool:
    """Whether the row has any answer."""
    return bool(row.more) or any(getattr(row, name) is not None for name in row.__dataclass_fields__ if name != "more")


def _rated(context: Context, row: Row) -> bool:
    """Whether the row is one respondent's rating."""
    indicator = context.diagnosis.framework.indicators.get(str(answers_of(row).get("id")))
    return indicator is not None and indicator.kind == "rated"


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


def _list(context: Context, part: Part, rows: Sequence[Row]) -> Iterator[Block]:
    """A list as a table: the questions that are columns and have an answer somewhere."""
    questions = [question for question in part.questions if question.column and _is_answered(rows, question)]
    if not questions:
        return
    shown = [answers_of(row) for row in rows[:MOST_ROWS]]
    cells = tuple((str(number), *(_cell(context, question, row) for question in questions)) for number, row in enumerate(shown, 1))
    heads = [context.say("head.number"), *(_head(context, question) for question in questions)]
    shape = fitted(heads, cells, context.lang)
    columns = tuple(Column(*column) for column in zip(heads, shape.widths, ("center", *map(_align, questions)), strict=True))
    hidden = [context.inside(question.label) for question in part.questions if not question.column and _is_answered(rows, question)]
    notes = [context.say("note.data", count=len(rows))]
    notes += [context.say("note.data-hidden", names=context.series(hidden))] if hidden else []
    notes += [context.say("note.data-more", count=MOST_ROWS)] if len(rows) > MOST_ROWS else []
    table = Table(
        key=f"table-data-{part.id}",
        title=context.text(part.name),
        columns=columns,
        rows=cells,
        note=context.sentences(notes),
        wide=shape.wide,
        dense=shape.dense,
    )
    yield from set_below(context, table)


def _is_answered(rows: Sequence[Row], question: Question) -> bool:
    """Whether any row answers it."""
    name = attribute(question.id)
    if isinstance(rows, Packed):
        return any(value is not None for value in rows.column(name))
    return any(getattr(row, name, None) is not None or question.id in row.more for row in rows)


def _head(context: Context, question: Question) -> str:
    label = context.text(question.label)
    return (
        label
        if question.unit is None or question.kind == "share"
        else context.say("annex.data.head", label=label, unit=context.text(context.why(question.unit)))
    )


def _align(question: Question) -> Align:
    return (
        "right"
        if question.kind in {"number", "whole", "money", "share"}
        else "center"
        if question.kind in {"year", "flag", "date", "score"}
        else "left"
    )


def _cell(context: Context, question: Question, row: Mapping[str, object]) -> str:
    value = row.get(question.id)
    if value is None:
        return context.say("dash")
    indicator = context.diagnosis.framework.indicators.get(str(row.get("id")))
    if question.id == "value" and indicator is not None and isinstance(value, int | float):
        return typed_amount(value, indicator, context.lang)
    if question.kind == "share" and isinstance(value, int | float):
        return share(value)  # as everywhere else in the report: the form has parts of one
    if question.id in REMARKS and isinstance(value, str):
        return remark(value, context.lang) or context.say("dash")
    text = question.type.show(value, context.lang)  # type: ignore[arg-type]  # the survey was read by the same field type
    words = clean(text).strip() or context.say("dash")
    return full_width(words) if question.kind == "lines" else words
