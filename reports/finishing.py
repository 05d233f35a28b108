"""What LibreOffice adds to a written report, where it is: the page numbers of a real layout, and a PDF."""

from collections.abc import Generator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from diagnosis.errors import UserError
from diagnosis.progress import Progress, told_as
from diagnosis.text import Lang, phrase, phrases
from reports.office import office, to_pdf
from reports.options import Options
from reports.packing import packed

if TYPE_CHECKING:
    from reports.template import Template

PDF = ".pdf"


def check_options(out: Path, options: Options) -> None:
    """Refuses at once what needs LibreOffice where there is none; raises ``UserError``."""
    if office() is None and out.suffix.lower() == PDF:
        raise UserError("pdf-no-office", file=out)
    if office() is None and options.pages == "exact":
        raise UserError("pages-no-office")


def finished(opened: "Template", out: Path, options: Options, lang: Lang, done: int) -> Generator[Progress, None, bytes]:
    """The written document as the bytes of ``out``; ``done``: the steps that are behind, of which this is the last but one."""
    if options.extent == "full" and options.pages != "estimate" and office() is not None:
        yield from _real_pages(opened, lang, Progress(done, done + 1, phrase("report", "progress.pages")))
    content = packed(opened.document)
    if out.suffix.lower() != PDF:
        return content
    pdf = yield from _laid_out(content, Progress(done, done + 1, phrase("report", "progress.pdf")))
    if pdf is None:
        raise UserError("pdf-failed")
    return pdf


def _real_pages(opened: "Template", lang: Lang, step: Progress) -> Iterator[Progress]:
    """Lays the document out with LibreOffice and takes the page numbers from there; where that fails the estimate stays."""
    from reports.real_pages import pages_in, renumber, reword

    pdf = yield from _laid_out(packed(opened.document), step)
    if pdf is not None and renumber(opened.document, pages_in(pdf), opened.first):
        said = phrases("report")
        reword(opened.document, said["contents.note"].to(lang), said["contents.note-exact"].to(lang))


def _laid_out(content: bytes, step: Progress) -> Generator[Progress, None, bytes | None]:
    program = office()
    if program is None:
        return None
    return (yield from told_as(step, to_pdf(program, content)))
