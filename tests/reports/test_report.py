"""Writing the report: its progress, and nothing half written whatever goes wrong."""

import errno
import os
from pathlib import Path

import pytest

from diagnosis.errors import UserError
from reports.chart import Chart
from reports.report import build
from tests.reports.made_up import Document, blank, diagnosis_of, written


def steps(out: Path, name: str = "changsha") -> list[tuple[int, int]]:
    return [(step.done, step.total) for step in build(diagnosis_of(name), out, "zh", draw=blank)]


def left(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_progress_rises_to_its_end(tmp_path: Path) -> None:
    done = steps(tmp_path / "report.docx")
    places = [now for now, _ in done]
    assert places == sorted(places)
    assert set(places) == set(range(done[-1][1] + 1))
    assert done[-1][0] == done[-1][1]
    assert left(tmp_path) == ["report.docx"]


def test_progress_is_told_in_both_languages(tmp_path: Path) -> None:
    for step in build(diagnosis_of("changsha"), tmp_path / "report.docx", "en", draw=blank):
        assert step.text.zh
        assert step.text.en


def test_an_old_report_is_replaced(tmp_path: Path) -> None:
    out = tmp_path / "report.docx"
    out.write_text("old")
    written(diagnosis_of("changsha"), tmp_path)
    assert Document(out).all("p")


@pytest.mark.parametrize("stop_after", [1, 3, 8])
def test_stopping_midway_leaves_what_was_there(tmp_path: Path, stop_after: int) -> None:
    out = tmp_path / "report.docx"
    out.write_text("old")
    run = build(diagnosis_of("changsha"), out, "zh", draw=blank)
    for _ in range(stop_after):
        next(run)
    run.close()
    assert out.read_text() == "old"
    assert left(tmp_path) == ["report.docx"]


def test_a_failure_midway_leaves_what_was_there(tmp_path: Path) -> None:
    out = tmp_path / "report.docx"
    out.write_text("old")

    def fails(chart: Chart) -> bytes:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        list(build(diagnosis_of("changsha"), out, "zh", draw=fails))
    assert out.read_text() == "old"
    assert left(tmp_path) == ["report.docx"]


@pytest.mark.parametrize(
    ("number", "code"),
    [(errno.ENOSPC, "disk-full"), (errno.EACCES, "file-in-use"), (errno.EBUSY, "file-in-use"), (errno.EIO, "file-not-writable")],
)
def test_a_write_that_fails_is_told_and_leaves_what_was_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, code: str
) -> None:
    out = tmp_path / "report.docx"
    out.write_text("old")

    def fails(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", fails)
    with pytest.raises(UserError) as caught:
        steps(out)
    assert caught.value.code == code
    assert "report.docx" in caught.value.to("en")
    monkeypatch.undo()
    assert out.read_text() == "old"
    assert left(tmp_path) == ["report.docx"]


def test_a_target_held_by_another_program_is_refused_before_any_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "report.docx"
    out.write_text("old")

    def held(*_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, "in use")

    monkeypatch.setattr(Path, "open", held)
    with pytest.raises(UserError) as caught:
        next(build(diagnosis_of("changsha"), out, "zh", draw=blank))
    assert caught.value.code == "file-in-use"


def test_a_folder_in_the_files_place_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError) as caught:
        steps(tmp_path)
    assert caught.value.code == "file-is-folder"


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError) as caught:
        steps(tmp_path / "none" / "report.docx")
    assert caught.value.code == "folder-missing"


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_a_link_stays_a_link(tmp_path: Path) -> None:
    real, link = tmp_path / "real.docx", tmp_path / "link.docx"
    real.write_text("old")
    link.symlink_to(real)
    steps(link)
    assert link.is_symlink()
    assert Document(real).all("p")


def test_pictures_by_default_are_drawn(tmp_path: Path) -> None:
    out = tmp_path / "report.docx"
    for _ in build(diagnosis_of("hydrogen"), out, "en"):
        pass
    document = Document(out)
    pictures = [document.archive.read(name) for name in document.names if name.endswith(".png")]
    assert pictures
    assert all(len(picture) > 5000 for picture in pictures)
