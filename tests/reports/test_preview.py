"""The report laid out to be looked at: where each section is met, what is kept for the next time, and the pictures of its pages."""

from pathlib import Path

import pytest

from diagnosis.authored import Authored, Section
from diagnosis.progress import outcome
from reports.authoring.composing import Composed, whole
from reports.blocks import Figure
from reports.office import office
from reports.offices.program import Files, Program, Spot
from reports.paged import Kept, Look, Paged, Stop
from reports.pdf import bitmaps, destinations, page_sizes
from reports.preview import paging
from tests.reports.made_up import blank, diagnosis_of

LOOK = Look(None, "native")


def composed(**written: Section) -> Composed:
    return whole(diagnosis_of("changsha"), None, Authored("zh", written))[0]


def laid(found: Composed, program: Program, kept: Kept, scratch: Path) -> Paged | str:
    return outcome(paging(found.report, [part.section.id for part in found.arranged.standing()], LOOK, program, kept, scratch))


@pytest.mark.usefixtures("own_office")
@pytest.mark.skipif(office() is None, reason="there is no office program here")
def test_every_section_is_met_where_it_stands_and_the_contents_settle(tmp_path: Path) -> None:
    program, kept = office(), Kept()
    assert program is not None
    found = composed(scale=Section(left_out=True), firms=Section(text="# 小标题\n另写。"))
    first, second = laid(found, program, kept, tmp_path), laid(found, program, kept, tmp_path)
    assert isinstance(first, Paged)
    assert isinstance(second, Paged)
    assert (first.settled, second.settled) == (False, True)
    standing = [part.section.id for part in found.arranged.standing()]
    assert [stop.section for stop in second.stops] == standing  # each once, in the order of the report
    assert second.stop("scale") is None
    assert all(0 <= stop.sheet < len(second.sizes) and 0 <= stop.top <= second.sizes[stop.sheet][1] for stop in second.stops)
    assert list(tmp_path.iterdir()) == []
    ((_, picture),) = bitmaps(second.pdf, {2: 48.0})
    assert (picture.width, picture.height) == pytest.approx((397, 561), abs=1)
    assert len(picture.data) == picture.stride * picture.height


def test_charts_are_drawn_again_only_when_they_are_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[str] = []

    def draw(figure: Figure, *_more: object) -> object:
        from reports.drawn import Picture

        drawn.append(figure.key)
        return Picture.of(blank(figure.chart))

    monkeypatch.setattr("reports.preview.drawn", draw)
    failing = Program("x", lambda _files: ("true",), lambda _files: {})
    kept, found = Kept(), composed()
    assert laid(found, failing, kept, tmp_path) == ""
    once = len(drawn)
    assert once == len({block.key for block in found.report.blocks if isinstance(block, Figure)}) > 3
    laid(composed(firms=Section(text="另写。")), failing, kept, tmp_path)
    assert len(drawn) == once


def test_a_place_belongs_to_the_section_that_begins_before_it() -> None:
    paged = Paged(b"", ((1, 1),) * 4, (Stop("a", 1, 50.0), Stop("b", 1, 200.0), Stop("c", 3, 0.0)), settled=True)
    assert [paged.section_at(*place) for place in ((0, 800.0), (1, 49.0), (1, 50.0), (1, 700.0), (2, 10.0), (3, 1.0))] == [
        "", "", "a", "b", "b", "c",
    ]  # fmt: skip
    assert paged.stop("b") == Stop("b", 1, 200.0)


@pytest.mark.parametrize("content", [b"", b"no pdf", b"%PDF-1.7\n%%EOF", b"%PDF-1.7\n" + b"x" * 5000])
def test_what_is_no_pdf_has_no_pages(content: bytes) -> None:
    assert destinations(content) == {}
    assert page_sizes(content) == ()
    assert list(bitmaps(content, {0: 96.0})) == []


def test_a_program_that_leaves_broken_bytes_shows_no_pages(tmp_path: Path) -> None:
    def write(files: Files) -> tuple[str, ...]:
        files.target.write_bytes(b"broken")
        return ("true",)

    found = laid(composed(), Program("x", write, lambda _files: {"_Toc1": Spot(9, 1.0)}), Kept(), tmp_path)
    assert found == ""
