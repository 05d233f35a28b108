"""Diagnosis -> report: the cover, the summary, the contents and every chapter, in their order."""

from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from diagnosis.result import Diagnosis
from diagnosis.text import Lang
from reports.blocks import Block, Contents, Cover, Heading, ListOf, Paragraph, Report, Table, clean, plainly
from reports.chapters import annexes, brief, data, gaps, lessons, method, overview, plan, summary, support, typology
from reports.context import Context
from reports.evidence import one_line
from reports.numbers import day
from reports.table_widths import settled

if TYPE_CHECKING:
    from reports.public import Edition

Chapter = Callable[[Context], Iterator[Block]]
CHAPTERS: tuple[Chapter, ...] = (
    overview.chapter,
    typology.chapter,
    support.chapter,
    gaps.chapter,
    plan.chapter,
    lessons.chapter,
    data.survey_data,
    annexes.indicators,
    annexes.ratings,
    method.method,
)


def outline(
    diagnosis: Diagnosis, lang: Lang, previous: Diagnosis | None = None, *, edition: "Edition | None" = None, linked: bool = False
) -> Report:
    """The whole report as blocks, in one language; ``previous`` is the diagnosis of the round before.

    ``edition``: the public one, instead of both diagnoses. ``linked``: values of indicators in sentences are marked as facts.
    """
    context = replace(_context(diagnosis, lang, previous, edition), linked=linked)
    blocks = [*summary.summary(context), *_contents(context)]
    for chapter in CHAPTERS:
        blocks += chapter(context)
    return _report(context, tuple(blocks), edition)


def drafting(
    diagnosis: Diagnosis, lang: Lang, previous: Diagnosis | None = None, edition: "Edition | None" = None
) -> Generator[None, None, Report]:
    """``outline`` with facts marked, in steps of a block each, so that a window stays alive beside them."""
    context = replace(_context(diagnosis, lang, previous, edition), linked=True)
    blocks: list[Block] = [*summary.summary(context), *_contents(context)]
    for chapter in CHAPTERS:
        for block in chapter(context):
            blocks.append(block)
            yield
    return _report(context, tuple(blocks), edition)


def summaries(diagnosis: Diagnosis, lang: Lang, previous: Diagnosis | None = None, *, edition: "Edition | None" = None) -> Iterator[Report]:
    """The summary of two pages without a cover, each time with less: for the first that fits."""
    context = _context(diagnosis, lang, previous, edition)
    return (replace(_report(context, blocks, edition), bare=True) for blocks in brief.briefs(context))


def _context(diagnosis: Diagnosis, lang: Lang, previous: Diagnosis | None, edition: "Edition | None") -> Context:
    if edition is None:
        return Context(diagnosis, lang, previous)
    return Context(edition.diagnosis, lang, edition.previous, public=True, hidden=edition.hidden)


def _report(context: Context, blocks: tuple[Block, ...], edition: "Edition | None") -> Report:
    """The blocks with their cover; of a public edition with no name in any text, nor in the properties."""
    survey, lang = context.diagnosis.survey, context.lang
    surveyors = context.series(one_line(name) for name in survey.round.surveyors or ())
    cover = Cover(
        title=(context.cluster, context.say("cover.title")),
        cluster=context.cluster,
        round=context.say("cover.round", label=one_line(survey.round.label)) if survey.round.label else "",
        date=day(survey.round.date, lang) or context.say("cover.undated"),
        organisation=surveyors,
        mark=context.say("public.mark" if context.public else "cover.mark"),
    )
    report = Report(lang=lang, cover=cover, blocks=_settled(opened(_with_figures(blocks)), lang), author=surveyors, day=survey.round.date)
    return report if edition is None else edition.masked(replace(report, author=""))


def _settled(blocks: tuple[Block, ...], lang: Lang) -> tuple[Block, ...]:
    """The blocks, the columns of their tables as wide as they must be."""
    return tuple(settled(plainly(block), lang) if isinstance(block, Table) else plainly(block) for block in blocks)


def opened(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """The blocks with the body on a page of its own; its chapters follow one another, the appendices each begin a page (GB/T 9704)."""
    found: list[Block] = []
    before = True
    for block in blocks:
        chapter = isinstance(block, Heading) and block.level == 1 and block.numbered == "chapter"
        found.append(replace(block, new_page=before) if chapter and isinstance(block, Heading) else block)
        before = before and not chapter
    return tuple(found)


def _contents(context: Context) -> Iterator[Block]:
    yield Heading(1, context.say("contents.title"), key="contents", numbered=None, new_page=True)
    yield Contents(context.say("contents.title"))
    yield ListOf("figure", context.say("contents.figures"))
    yield ListOf("table", context.say("contents.tables"))
    yield Paragraph(context.say("contents.note"), "note")


def _with_figures(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """The blocks; a list of figures or tables that would be empty is left out."""
    kinds = {type(block).__name__.lower() for block in blocks}
    return tuple(block for block in blocks if not (isinstance(block, ListOf) and block.kind not in kinds))


__all__ = ["CHAPTERS", "clean", "drafting", "opened", "outline", "summaries"]
