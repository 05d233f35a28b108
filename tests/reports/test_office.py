"""The office program beside the report: real page numbers, a PDF, and nothing left running or lying about when it is stopped."""

import os
import sys
import tempfile
import time
from pathlib import Path

import pytest

from diagnosis.errors import UserError
from diagnosis.progress import outcome
from reports import finishing
from reports.office import lay_out, office
from reports.offices import libreoffice
from reports.offices import program as programs
from reports.offices.program import Laid, Program
from reports.options import Options
from reports.report import build
from tests.reports.made_up import Document, W, blank, diagnosis_of, text, written

pytestmark = pytest.mark.usefixtures("own_office")
EXACT = Options(pages="exact")
with_office = pytest.mark.skipif(office() is None, reason="there is no office program here")
posix = pytest.mark.skipif(os.name == "nt", reason="the stand-in is a shell script")


def stand_in(folder: Path, script: str) -> Program:
    """A program in LibreOffice's place: its last argument is the document, the one after --outdir the folder."""
    program = folder / "soffice"
    program.write_text(f"#!{sys.executable}\nimport pathlib, sys, time\n{script}\n")
    program.chmod(0o755)
    return libreoffice.at(program)


def take(monkeypatch: pytest.MonkeyPatch, program: Program | None) -> None:
    """Every look for an office program finds this."""
    monkeypatch.setattr(finishing, "office", lambda: program)


def laid_out(document: bytes) -> Laid:
    """As the office program here lays it out."""
    program = office()
    assert program is not None
    laid = outcome(lay_out(program, document))
    assert isinstance(laid, Laid)
    return laid


@with_office
def test_the_pages_of_a_real_layout_stand_in_the_contents(tmp_path: Path) -> None:
    path = written(diagnosis_of("changsha"), tmp_path, options=EXACT)
    document = Document(path)
    sheets = laid_out(path.read_bytes()).sheets
    told = {node.get(f"{W}anchor"): text(node) for node in document.all("hyperlink")}
    assert len(told) > 40
    assert all(words.endswith(str(sheets[name] - 1)) for name, words in told.items())  # the cover has no number
    assert any("LibreOffice" in line for line in document.paragraphs("TableNote"))


@with_office
def test_a_report_as_pdf(tmp_path: Path) -> None:
    out = tmp_path / "report.PDF"
    for _ in build(diagnosis_of("empty"), out, "en", draw=blank):
        pass
    assert out.read_bytes().startswith(b"%PDF-")


def test_without_an_office_program_what_needs_it_is_refused_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    take(monkeypatch, None)
    for name, options, code in (("a.pdf", Options(), "pdf-no-office"), ("a.docx", EXACT, "pages-no-office")):
        with pytest.raises(UserError) as caught:
            next(build(diagnosis_of("empty"), tmp_path / name, "zh", draw=blank, options=options))
        assert caught.value.code == code
    assert list(tmp_path.iterdir()) == []


def test_without_an_office_program_the_pages_are_estimated_and_the_contents_say_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    take(monkeypatch, None)
    document = Document(written(diagnosis_of("empty"), tmp_path, options=Options(pages="auto")))
    assert any("估算" in line for line in document.paragraphs("TableNote"))


@posix
@pytest.mark.parametrize(
    "script",
    [
        "sys.exit(1)",
        "pathlib.Path(sys.argv[-2], 'report.pdf').write_bytes(b'no pdf at all')",
        "pathlib.Path(sys.argv[-2], 'report.pdf').write_bytes(b'')",
    ],
)
def test_where_the_layout_fails_the_estimate_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    take(monkeypatch, stand_in(tmp_path, script))
    path = tmp_path / "a.docx"
    (told,) = outcome(build(diagnosis_of("empty"), path, "zh", draw=blank, options=Options(pages="auto")))
    assert "没能排版，目录页码为估算值" in told.zh
    assert any("估算" in line for line in Document(path).paragraphs("TableNote"))


@posix
def test_a_pdf_that_was_not_made_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    take(monkeypatch, stand_in(tmp_path, "sys.exit(1)"))
    out = tmp_path / "a.pdf"
    out.write_text("old")
    with pytest.raises(UserError) as caught:
        list(build(diagnosis_of("empty"), out, "zh", draw=blank))
    assert caught.value.code == "pdf-failed"
    assert "LibreOffice" in caught.value.to("zh")
    assert out.read_text() == "old"


@posix
@pytest.mark.parametrize("apart", [True, False])
def test_cancelling_stops_the_program_and_cleans_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, apart: bool) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(scratch if not apart else tmp_path / "elsewhere"))
    mark = tmp_path / "pid"
    program = stand_in(tmp_path, f"import os\npathlib.Path({str(mark)!r}).write_text(str(os.getpid()))\ntime.sleep(60)")
    work = lay_out(program, b"", scratch if apart else None)
    end = time.monotonic() + 30
    while not (mark.exists() and mark.read_text()) and time.monotonic() < end:
        next(work)
    running = int(mark.read_text())
    (folder,) = scratch.iterdir()
    assert folder.stat().st_mode & 0o077 == 0  # nobody else reads the report meanwhile
    work.close()
    with pytest.raises(ProcessLookupError):
        os.kill(running, 0)
    assert list(scratch.iterdir()) == []


def test_a_folder_that_is_gone_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(UserError) as caught:
        next(lay_out(libreoffice.at(tmp_path / "soffice"), b"", tmp_path / "gone"))
    assert "gone" in caught.value.to("zh")


def test_a_program_that_cannot_be_started_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(UserError) as caught:
        outcome(lay_out(libreoffice.at(tmp_path / "soffice"), b"", tmp_path))
    assert caught.value.code == "office-not-started"
    assert "LibreOffice" in caught.value.to("zh")
    assert list(tmp_path.iterdir()) == []


@posix
def test_the_half_of_a_pdf_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(programs, "LONGEST", 1.0)
    half = "pathlib.Path(sys.argv[-2], 'report.pdf').write_bytes(b'%PDF-1.7')"
    assert outcome(lay_out(stand_in(tmp_path, f"{half}\ntime.sleep(60)"), b"", tmp_path)) == ""


@posix
def test_a_program_that_hangs_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(programs, "LONGEST", 0.2)
    take(monkeypatch, stand_in(tmp_path, "time.sleep(60)"))
    document = Document(written(diagnosis_of("empty"), tmp_path, options=Options(pages="auto")))
    assert any("估算" in line for line in document.paragraphs("TableNote"))
