"""What an office program adds to a written report, where there is one: the page numbers of a real layout, and a PDF."""

from collections.abc import Generator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from diagnosis.errors import UserError
from diagnosis.progress import Progress, told_as
from diagnosis.text import Lang, Text, phrase
from reports.context import said
from reports.office import lay_out, office
from reports.offices.program import Laid, Program
from reports.options import Options
from reports.packing import packed

if TYPE_CHECKING:
    from reports.template import Template

PDF = ".pdf"


def check_options(out: Path, options: Options) -> None:
    """Refuses at once what needs an office program where there is none; raises ``UserError``."""
    if office() is None and out.suffix.lower() == PDF:
        raise UserError("pdf-no-office", file=out)
    if office() is None and options.pages == "exact":
        raise UserError("pages-no-office")


def finished(
    opened: "Template", out: Path, options: Options, lang: Lang, done: int
) -> Generator[Progress, None, tuple[bytes, tuple[Text, ...]]]:
    """The written document as the bytes of ``out``, and what is to be told of it.

    ``done``: the steps that are behind, of which this is the last but one.
    """
    program = office()
    told: tuple[Text, ...] = ()
    if program is None:
        return packed(opened.document), told  # a PDF was refused at the start

    def laid_out(what: str) -> Generator[Progress, None, Laid | str]:
        step = Progress(done, done + 1, phrase("report", f"progress.{what}", program=program.name))
        return (yield from told_as(step, lay_out(program, packed(opened.document), options.scratch)))

    if options.extent == "full" and options.pages != "estimate":
        try:
            laid = yield from laid_out("pages")
        except UserError:  # there is no room to lay it out: the estimate is there, and the report may go elsewhere
            if options.pages == "exact":
                raise
            laid = ""
        if not (isinstance(laid, Laid) and put_pages(opened, lang, program, laid.sheets)):
            told = (phrase("report", "progress.estimated", program=program.name),)
    if out.suffix.lower() != PDF:
        return packed(opened.document), told
    laid = yield from laid_out("pdf")
    if isinstance(laid, Laid):
        return laid.pdf, told
    raise UserError("pdf-failed", program=program.name, reason=laid or phrase("errors", "pdf-no-reason"))


def put_pages(opened: "Template", lang: Lang, program: Program, sheets: Mapping[str, int]) -> bool:
    """Puts the pages of a layout into the contents, and says so under them; where one is missing the estimate stays.

    Returns whether they are there now.
    """
    from reports.real_pages import renumber, reword

    found = renumber(opened.document, sheets, opened.first)
    if found:
        reword(opened.document, said("contents.note").to(lang), said("contents.note-exact").fill(program=program.name).to(lang))
    return found
