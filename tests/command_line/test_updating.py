"""The command that brings the program up to date."""

import sys
from pathlib import Path

import pytest

from db import program
from db.copies import copies
from tests.command_line.commands import run
from tests.updates import NEXT, Publisher, frozen

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="programs are shell scripts here")


def test_an_update_and_the_way_back(
    tmp_path: Path, workspace: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, publisher = frozen(tmp_path / "集诊", monkeypatch), Publisher(tmp_path, monkeypatch)
    assert run("update", publisher.update(), "--workspace", workspace) == 0
    assert NEXT in capsys.readouterr().out
    assert program.chosen(folder) == NEXT
    assert [copy.name.endswith(f"before-{NEXT}.jizhen") for copy in copies(workspace)] == [True]
    assert run("update", "--back") == 0
    assert "最初" in capsys.readouterr().out
    assert program.chosen(folder) == ""
    assert run("update", "--back") == 1
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_what_is_no_update_is_refused_in_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.jzupdate").write_text("no")
    assert run("update", tmp_path / "a.jzupdate") == 1
    assert len(capsys.readouterr().err.splitlines()) == 1
    assert run("update") == 2


def test_a_package_is_handed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    frozen(tmp_path / "usr", monkeypatch, "deb")
    assert run("update", Publisher(tmp_path, monkeypatch).update(kind="deb")) == 0
    assert "apt install" in capsys.readouterr().out
