"""The frozen program as files: portable, and in several versions."""

import datetime as dt
import shutil
import sys
from pathlib import Path

import platformdirs
import pytest

import main
from db import places, program
from db.backup import daily_backup
from db.copies import copies
from db.workspace import Workspace
from diagnosis.text import Lang
from ui.settings import LastPlace, Settings

DAY = dt.date(2024, 3, 4)
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="programs are shell scripts here")


def plugged(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The program runs from this folder."""
    monkeypatch.delenv("JIZHEN_HOME", raising=False)
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(folder / "jizhen"))
    return folder


@pytest.fixture
def stick(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A stick with the program in 集诊, and the folder in it that makes it portable."""
    folder = tmp_path / "stick" / "集诊"
    (folder / "data").mkdir(parents=True)
    script(folder / "jizhen", "exit 9")
    return plugged(folder, monkeypatch).parent


def script(path: Path, does: str) -> Path:
    """A program that does this."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{does}\n")
    path.chmod(0o755)
    return path


def test_a_folder_of_data_makes_it_portable(stick: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert places.portable()
    assert places.settings_file() == stick / "集诊" / "data" / "settings.ini"
    shutil.rmtree(stick / "集诊" / "data")
    monkeypatch.setattr(platformdirs, "user_data_path", lambda *_words, **_named: tmp_path / "user")
    assert not places.portable()
    assert places.settings_file() == tmp_path / "user" / "settings.ini"


def test_what_the_environment_says_goes_first(stick: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIZHEN_HOME", str(tmp_path / "elsewhere"))
    assert places.home() == tmp_path / "elsewhere"
    assert not places.portable()


@pytest.mark.parametrize("how", ["deb", "exe"])
def test_an_installed_program_is_not_portable(stick: Path, how: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (stick / "集诊" / "installed").write_text(how)
    monkeypatch.setattr(platformdirs, "user_data_path", lambda *_words, **_named: tmp_path / "user")
    assert (program.kind(), places.portable()) == (how, False)


def test_the_stick_finds_its_files_again_at_another_place(stick: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    workspace = stick / "调研" / "湖南.jizhen"
    workspace.parent.mkdir()
    with Workspace.create(workspace) as made:
        daily_backup(made, DAY)
    settings = Settings()
    settings.remember(workspace)
    settings.place = LastPlace(workspace, 1, "chain")
    settings.set_path("reports", workspace.parent)
    settings.save()
    moved = stick.rename(tmp_path / "another letter")
    plugged(moved / "集诊", monkeypatch)
    again, there = Settings(), moved / "调研" / "湖南.jizhen"
    assert again.recent == [there]
    assert again.place == LastPlace(there, 1, "chain")
    assert again.path("reports") == there.parent
    assert [each.parent for each in copies(there)] == [moved / "集诊" / "data" / "backups"]


def test_the_chosen_version_runs_in_place_of_the_base(stick: Path, tmp_path: Path) -> None:
    folder, told = stick / "集诊", tmp_path / "told"
    assert program.hand_over([]) is None  # there is no other version
    script(folder / "versions" / "9.9" / "jizhen", f'echo "$@" > "{told}"; exit 2')
    assert program.hand_over([]) is None  # it is not chosen
    program.choose(folder, "9.9")
    assert program.hand_over(["list", "样 本.jizhen"]) == 2
    assert told.read_text("utf-8") == "list 样 本.jizhen\n"
    assert program.hand_over(["update", "--back"]) is None
    program.choose(folder, "")
    assert program.hand_over([]) is None


@pytest.mark.parametrize("does", ["exit 127", "exit 255", "kill -SEGV $$"])
def test_the_base_runs_where_the_chosen_version_cannot_start(stick: Path, does: str) -> None:
    folder = stick / "集诊"
    script(folder / "versions" / "9.9" / "jizhen", does)
    program.choose(folder, "9.9")
    assert program.hand_over([]) is None


@pytest.mark.parametrize("chosen", ["9.9", "../9.9", "9.9/..", "/9.9", "..", "\x00", "", "甲"])
def test_a_version_that_is_not_there_is_not_chosen(stick: Path, chosen: str) -> None:
    (stick / "集诊" / "versions").mkdir()
    (stick / "集诊" / "versions" / "current").write_text(chosen, "utf-8")
    assert program.chosen(stick / "集诊") == ""
    assert program.hand_over([]) is None


def test_a_version_hands_over_to_nobody_and_shares_the_data(stick: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = stick / "集诊"
    inner = script(folder / "versions" / "9.9" / "jizhen", "exit 0")
    program.choose(folder, "9.9")
    monkeypatch.setattr(sys, "executable", str(inner))
    assert program.hand_over([]) is None
    assert places.home() == folder / "data"


@pytest.mark.parametrize("words", [["甲.jizhen"], ["甲.JIZHEN"], []])
def test_a_workspace_alone_opens_the_window(words: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[Path | None] = []

    def run(_argv: list[str], workspace: Path | None) -> int:
        opened.append(workspace)
        return 7

    monkeypatch.setattr("ui.app.run", run)
    assert main.main(words) == 7
    assert opened == [Path(words[0]) if words else None]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_two_words_are_a_command(lang: Lang, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("JIZHEN_LANG", lang)
    with pytest.raises(SystemExit):
        main.main(["甲.jizhen", "乙.jizhen"])
    assert "甲.jizhen" in capsys.readouterr().err
