"""What goes into the frozen program, and what is kept parsed in it."""

import shutil
import tomllib
from pathlib import Path

import pytest
import slimming

from diagnosis import tables
from diagnosis.text import TEMPLATES


def test_data_files_are_read_as_they_were_parsed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    templates = tmp_path / "_internal" / "templates"
    shutil.copytree(TEMPLATES / "framework", templates / "framework", ignore=shutil.ignore_patterns("__pycache__"))
    slimming.keep_parsed(tmp_path)
    monkeypatch.setattr(tables, "TEMPLATES", templates)

    def parsed(data: bytes, name: str) -> None:
        pytest.fail(f"{name} was parsed again")

    wanted = {path.name: tomllib.loads(path.read_text("utf-8")) for path in (templates / "framework").glob("*.toml")}
    monkeypatch.setattr(tables, "code_of", parsed)
    assert {path.name: tables.table(path) for path in (templates / "framework").glob("*.toml")} == wanted


@pytest.mark.parametrize(
    ("path", "stays"),
    [
        ("PySide6/Qt/lib/libQt6Widgets.so.6", True),
        ("PySide6/Qt/plugins/platforms/libqxcb.so", True),
        ("libxcb-cursor.so.0", True),
        ("libsqlite3.so.0", True),
        ("docx/templates/default.docx", True),
        ("templates/word/zh.docx", True),
        ("PySide6/Qt/lib/libQt6Network.so.6", False),
        ("PySide6\\Qt\\plugins\\platforms\\libqvnc.so", False),
        ("libstdc++.so.6", False),
        ("libX11.so.6", False),
        ("templates/framework/__pycache__/paths.cpython-311.pyc", False),
    ],
)
def test_what_is_kept(path: str, stays: bool) -> None:
    assert bool(slimming.kept([(path, "/somewhere", "BINARY")])) == stays


def test_links_are_not_kept_as_a_stick_may_know_none() -> None:
    assert slimming.kept([("libQt6Core.so.6", "PySide6/Qt/lib/libQt6Core.so.6", "SYMLINK")]) == []
