"""The whole job of the report: diagnosis -> blocks -> pictures -> Word document, written as a whole or not at all."""

import datetime as dt
from collections.abc import Callable, Generator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from diagnosis.authored import Authored
from diagnosis.errors import UserError
from diagnosis.progress import Progress, told_as
from diagnosis.result import Diagnosis
from diagnosis.text import Lang, Text, phrase
from reports.atomic import check_target, write_whole
from reports.blocks import Figure, Report
from reports.finishing import check_options, finished
from reports.options import DEFAULTS, SUMMARY_PAGES, Charts, Options

if TYPE_CHECKING:
    from docx.document import Document

    from reports.chart import Chart
    from reports.drawn import Drawn
    from reports.native.xml import Fonts

Draw = Callable[["Chart"], bytes]
FONTS = {"zh": ("Times New Roman", "宋体", "zh-CN"), "en": ("Arial", "黑体", "en-GB")}  # of the words in Word's own charts
SPARE = 2  # lines that a summary leaves
LONGEST_PROPERTY = 255  # characters that a core property of a Word file may have


def build(
    diagnosis: Diagnosis,
    out: Path,
    lang: Lang,
    *,
    template: Path | None = None,
    previous: Diagnosis | None = None,
    options: Options = DEFAULTS,
    draw: Draw | None = None,
) -> Generator[Progress, None, tuple[Text, ...]]:
    """Writes the report to ``out`` (.docx, or .pdf by an office program), yielding its progress; until the last step nothing is written.

    Returns what its maker should know of it: that it is longer than it should be, or has not the page numbers that were wanted.

    ``template``: an office's base document instead of ours. ``previous``: the diagnosis of the round before, for comparison.
    ``options``: what kind of report is wanted, with what was written into it. ``draw`` draws a chart to PNG bytes; without it
    matplotlib does, to PNG and SVG.
    Raises ``UserError`` for a template that does not serve, a target that cannot be written, and what needs an office program
    where there is none; the file that was there before then stays as it was.
    """
    from reports.public import publish, withhold
    from reports.template import open_template, own

    check_target(out)
    check_options(out, options)
    if template is not None and out.exists() and template.exists() and out.samefile(template):
        raise UserError("report-onto-template", file=out)
    opened = open_template(template or own(lang))
    yield Progress(0, 1, phrase("report", "progress.telling"))
    edition = None
    if options.public:
        withhold(opened.document)
        edition = yield from publish(diagnosis, previous, lang, options.rounds)
    drafts = yield from _drafts(diagnosis, previous, lang, options, edition)
    figures = [block for block in drafts[0].blocks if isinstance(block, Figure)]
    total = len(figures) + 2
    pictures: dict[str, Drawn] = {}
    for number, figure in enumerate(figures, 1):
        yield Progress(number, total, phrase("report", "progress.drawing", name=figure.caption))
        pictures[figure.key] = drawn(figure, lang, options.charts, draw)
    yield Progress(total - 1, total, phrase("report", "progress.writing"))
    pages = put_down(drafts, pictures, opened)
    content, told = yield from finished(opened, out, options, lang, total - 1)
    write_whole(out, content)
    yield Progress(total, total, phrase("report", "progress.done"))
    long = options.extent == "summary" and pages > SUMMARY_PAGES
    return (*((phrase("report", "progress.too-long", count=pages),) if long else ()), *told)


def _drafts(
    diagnosis: Diagnosis, previous: Diagnosis | None, lang: Lang, options: Options, edition: "Edition | None"
) -> Generator[Progress, None, list[Report]]:
    """The report, or the summary each time with less, with what was written into it."""
    from reports.authoring.brief import with_own_text
    from reports.authoring.composing import composing
    from reports.authoring.sections import SUMMARY
    from reports.outline import summaries

    step = Progress(0, 1, phrase("report", "progress.telling"))
    authored = options.authored or Authored(lang)
    short = list(summaries(diagnosis, lang, previous, edition=edition)) if options.extent == "summary" else []
    if short and authored.of(SUMMARY).text is None:
        return short
    composed, facts = yield from told_as(step, composing(diagnosis, previous, authored, edition))
    return list(with_own_text(short, composed, facts.dash)) if short else [composed.report]


def drawn(figure: Figure, lang: Lang, charts: Charts, draw: Draw | None) -> "Drawn":
    """A chart as Word's own where that is wanted and Word has the kind, else as a picture."""
    from reports.drawn import Native, Picture
    from reports.native import natives

    found = natives(figure.chart, lang) if charts == "native" else ()
    if found:
        return Native(found, _fonts(lang))
    if draw is not None:
        return Picture.of(draw(figure.chart))
    from reports.drawing import draw_both

    return Picture.of(*draw_both(figure.chart))


def _fonts(lang: Lang) -> "Fonts":
    from reports.native.xml import Fonts

    return Fonts(*FONTS[lang])


def put_down(drafts: Sequence[Report], pictures: "dict[str, Drawn]", opened: "Template") -> int:
    """Writes into the document the first draft that has no more pages than it may, or the last; returns how many it has by the estimate."""
    from reports.word import write

    sources = (_settled(draft, pictures, opened) for draft in drafts[:-1])
    settled = next((each for each in sources if _is_short(each[1], opened)), None) or _settled(drafts[-1], pictures, opened)
    source, found = settled
    write(source)
    _properties(opened.document, source.report)
    return found.last


def _is_short(found: "Estimate", opened: "Template") -> bool:
    """Whether a summary stands on its pages, with lines to spare for a word processor that thinks otherwise."""
    spare = SPARE * opened.metrics["summary"].line
    return found.last < SUMMARY_PAGES or (found.last == SUMMARY_PAGES and found.end + spare <= opened.geometry.room)


def _settled(report: Report, pictures: "dict[str, Drawn]", opened: "Template") -> "tuple[Source, Estimate]":
    """The report with its numbers and pages, and where its blocks fall."""
    from reports.filling import fill
    from reports.layout import Page
    from reports.numbering import number
    from reports.writer import Source

    numbers = number(report.blocks, report.lang)
    page = Page(opened.metrics, opened.geometry, numbers, report.lang, lambda figure, room: pictures[figure.key].height_in(room))
    blocks, found = fill(report.blocks, page)
    source = Source(report=replace(report, blocks=blocks), numbers=numbers, pages=found.pages, pictures=pictures, template=opened)
    return source, found


def _properties(document: "Document", report: Report) -> None:
    """Title, author, language and dates of the file; the dates are the survey's, or none."""
    found = document.core_properties
    for tag in ("created", "modified", "lastPrinted"):
        for node in list(found._element):
            if node.tag.endswith(f"}}{tag}"):
                found._element.remove(node)
    found.title = " ".join(report.cover.title)[:LONGEST_PROPERTY]
    found.subject = report.cover.round[:LONGEST_PROPERTY]
    found.author = report.author[:LONGEST_PROPERTY]
    found.last_modified_by = found.author
    found.language = {"zh": "zh-CN", "en": "en-GB"}[report.lang]
    found.revision = 1
    if report.day is not None:
        moment = dt.datetime.fromisoformat(report.day)
        found.created = moment
        found.modified = moment


if TYPE_CHECKING:
    from reports.layout import Estimate
    from reports.public import Edition
    from reports.template import Template
    from reports.writer import Source
