"""merge: a colleague's copy comes in from the command line."""

import shutil
from pathlib import Path

import pytest

from db import operations, surveys
from db.attachments import Owner
from db.authored import rename_section
from db.conflicts import conflicts
from db.evidence import attach
from db.workspace import Workspace
from tests.command_line.commands import run
from tests.db.helpers import incoming

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def copies(workspace: Path, tmp_path: Path, own_prefixes: None) -> tuple[Path, Path]:
    """Two copies of a workspace in which one firm was changed on both sides, and another on the other side only."""
    other = tmp_path / "同事.jizhen"
    shutil.copyfile(workspace, other)
    for path, note in ((workspace, "我方"), (other, "对方")):
        with Workspace.open(path) as ws:
            round_id = surveys.clusters(ws)[0].rounds[0].id
            first, second, *_ = (row for row, _ in surveys.rows(ws, round_id, "enterprises"))
            operations.set_cells(ws, round_id, "enterprises", first, {"note": note})
            if path == other:
                operations.set_cells(ws, round_id, "enterprises", second, {"employees": 77})
    return workspace, other


def notes(path: Path) -> list[object]:
    with Workspace.open(path) as ws:
        firms = surveys.rows(ws, surveys.clusters(ws)[0].rounds[0].id, "enterprises")
        return [firms[0][1].note, firms[1][1].employees]  # type: ignore[attr-defined]


def test_what_meets_is_told_and_kept(copies: tuple[Path, Path], capsys: Capture) -> None:
    ours, theirs = copies
    assert run("merge", ours, theirs) == 0
    told = capsys.readouterr().out
    assert "我方" in told
    assert "对方" in told
    assert "备注" in told
    assert "1 处" in told
    assert notes(ours)[1] == 77
    with Workspace.open(ours) as ws:
        assert len(conflicts(ws)) == 1
    assert run("merge", ours, theirs) == 0
    assert "没有变化" in capsys.readouterr().out


def test_files_and_texts_of_the_report_are_told(copies: tuple[Path, Path], capsys: Capture) -> None:
    ours, theirs = copies
    assert run("merge", *copies, "--resolve", "ours") == 0
    with Workspace.open(theirs) as ws:
        round_id = surveys.clusters(ws)[0].rounds[0].id
        attach(ws, round_id, Owner("round"), [incoming("a.txt", b"x")])
        rename_section(ws, round_id, "zh", "overview", "概貌")
    capsys.readouterr()
    assert run("merge", ours, theirs) == 0
    assert "：佐证材料、报告文字" in capsys.readouterr().out
    assert run("merge", ours, theirs) == 0
    assert "没有变化" in capsys.readouterr().out


@pytest.mark.parametrize(("side", "note"), [("ours", "我方"), ("theirs", "对方")])
def test_a_side_is_taken(copies: tuple[Path, Path], capsys: Capture, side: str, note: str) -> None:
    assert run("merge", *copies, "--resolve", side) == 0
    assert notes(copies[0]) == [note, 77]
    assert "处" not in capsys.readouterr().out


def test_no_workspace_is_refused_in_one_line(copies: tuple[Path, Path], tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "x.jizhen").write_text("no")
    before = copies[0].read_bytes()
    assert run("merge", copies[0], tmp_path / "x.jizhen") == 1
    assert len(capsys.readouterr().err.splitlines()) == 1
    assert copies[0].read_bytes() == before
