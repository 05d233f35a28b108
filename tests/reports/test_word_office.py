"""Word and WPS as the programs that lay out: how they are found, what they are told, and what comes of it, by a stand-in for PowerShell."""

import base64
import os
import re
import sys
import time
from pathlib import Path

import pytest

from diagnosis.progress import outcome
from reports.office import lay_out
from reports.offices import program as programs
from reports.offices import word
from reports.offices.program import Laid, Program, Spot

posix = pytest.mark.skipif(os.name == "nt", reason="the stand-in is a shell script")
TOLD = "told = {name: os.environ['JIZHEN_' + name] for name in ('PROGRAM', 'SOURCE', 'TARGET', 'SPOTS', 'PROCESS', 'ERROR')}"


def stand_in(folder: Path, script: str) -> Program:
    """A program in PowerShell's place, which is told where everything is."""
    shell = folder / "powershell"
    shell.write_text(f"#!{sys.executable}\nimport base64, os, pathlib, sys, time\n{TOLD}\n{script}\n")
    shell.chmod(0o755)
    return word.at(shell, "Word", "Word.Application")


@pytest.fixture
def odd(tmp_path: Path) -> Path:
    """A folder as users name them."""
    folder = tmp_path / "O'Brien 的 报告 $env:PATH `\"&; 100%"
    folder.mkdir()
    return folder


@posix
def test_it_is_told_where_the_document_is_whatever_the_folder_is_called(tmp_path: Path, odd: Path) -> None:
    script = (
        "content = pathlib.Path(told['SOURCE']).read_bytes()\n"
        "pathlib.Path(told['TARGET']).write_bytes(b'%PDF ' + content)\n"
        "lines = ['_Toc000000001\\t3\\t85.4', 'jzszh_0a1b2c3d_firms\\t4\\t-1', 'broken', 'other\\tx\\t1', 'odd\\t2\\tfar']\n"
        "pathlib.Path(told['SPOTS']).write_text('\\r\\n'.join(lines), 'utf-8-sig')"
    )
    laid = outcome(lay_out(stand_in(tmp_path, script), b"document", odd))
    assert isinstance(laid, Laid)
    assert laid.pdf == b"%PDF document"
    assert laid.spots == {"_Toc000000001": Spot(3, 85.4), "jzszh_0a1b2c3d_firms": Spot(4, 0.0), "odd": Spot(2, 0.0)}
    assert list(odd.iterdir()) == []


@posix
def test_no_path_stands_in_the_command_and_the_script_is_the_one_in_the_file(tmp_path: Path, odd: Path) -> None:
    script = f"pathlib.Path({str(tmp_path / 'seen')!r}).write_text('\\n'.join(sys.argv[1:]))"
    assert outcome(lay_out(stand_in(tmp_path, script), b"", odd)) == ""
    *options, encoded = (tmp_path / "seen").read_text().splitlines()
    assert options == ["-NoProfile", "-NonInteractive", "-EncodedCommand"]
    assert base64.b64decode(encoded).decode("utf-16-le") == word.SCRIPT.read_text("utf-8")
    assert len(encoded) < 30_000  # Windows takes no command of more than 32,767 characters


def test_the_script_opens_read_only_without_macros_or_questions_and_makes_a_pdf() -> None:
    script = word.SCRIPT.read_text("utf-8")
    assert script.isascii()  # read alike by every code page
    assert set(re.findall(r"\$env:(\w+)", script)) == {f"JIZHEN_{name}" for name in re.findall(r"'(\w+)'", TOLD.partition("in (")[2])}
    for line in (
        "$office.DisplayAlerts = 0",
        "$office.AutomationSecurity = 3",
        "$office.Documents.Open($env:JIZHEN_SOURCE, $false, $true, $false)",
        "$document.ExportAsFixedFormat($env:JIZHEN_TARGET, 17, $false, 0, 0, 1, 1, 0, $true, $false, 1, $true)",
        "$document.Close(0)",
        "$office.Quit(0)",
    ):
        assert line in script
    assert script.count("{") == script.count("}")
    assert script.count("(") == script.count(")")


@posix
def test_what_the_program_says_of_its_failure_is_told(tmp_path: Path) -> None:
    script = "pathlib.Path(told['ERROR']).write_text('磁盘已满', 'utf-8'); sys.exit(1)"
    assert outcome(lay_out(stand_in(tmp_path, script), b"", tmp_path)) == "磁盘已满"


@posix
@pytest.mark.parametrize(("noted", "ended"), [("4711", [4711]), ("", []), ("x", [])])
def test_a_program_that_hangs_is_ended_with_the_one_it_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, noted: str, ended: list[int]
) -> None:
    killed: list[int] = []
    monkeypatch.setattr(word, "kill", killed.append)
    monkeypatch.setattr(programs, "LONGEST", 30.0)
    mark = tmp_path / "ready"
    script = f"pathlib.Path(told['PROCESS']).write_text({noted!r})\npathlib.Path({str(mark)!r}).touch()\ntime.sleep(60)"
    work = lay_out(stand_in(tmp_path, script), b"", tmp_path)
    end = time.monotonic() + 30
    while not mark.exists() and time.monotonic() < end:
        next(work)
    work.close()
    assert killed == ended


@posix
def test_a_program_with_a_window_on_the_screen_is_the_users_by_now(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    killed: list[int] = []
    monkeypatch.setattr(word, "kill", killed.append)
    monkeypatch.setattr(word, "is_shown", lambda number: number == 4711)
    script = "pathlib.Path(told['PROCESS']).write_text('4711'); sys.exit(1)"
    assert outcome(lay_out(stand_in(tmp_path, script), b"", tmp_path)) == ""
    assert killed == []


def test_the_script_leaves_no_program_behind_and_none_of_the_users_without_its_documents() -> None:
    script = word.SCRIPT.read_text("utf-8")
    _, _, leaving = script.partition("} finally {")
    for line in (
        "Either { $document.Close(0) } { $document.Close([ref] 0) }",
        "$ours = $office.Documents.Count -eq 0",
        "Either { $office.Quit(0) } { $office.Quit([ref] 0) }",
        "$office.DisplayAlerts = $alerts",
        "$own[0].WaitForExit(5000)",
        "if ($own[0].MainWindowHandle -eq 0) { try { $own[0].Kill() } catch { } }",
    ):
        assert line in leaving
    assert leaving.index("$office.Documents.Count") < leaving.index("$office.Quit(0)") < leaving.index("$own[0].Kill()")


def test_nothing_is_found_where_no_program_has_registered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SystemRoot", str(tmp_path))
    assert word.find() is None  # no PowerShell
    shell = tmp_path / word.POWERSHELL
    shell.parent.mkdir(parents=True, exist_ok=True)
    shell.touch()
    monkeypatch.setattr(word, "is_registered", lambda _interface: False)
    assert word.find() is None


@pytest.mark.parametrize(
    ("registered", "name"),
    [({"Word.Application", "KWPS.Application"}, "Word"), ({"KWPS.Application"}, "WPS"), ({"WPS.Application"}, "WPS")],
)
def test_word_is_asked_before_wps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, registered: set[str], name: str) -> None:
    monkeypatch.setenv("SystemRoot", str(tmp_path))
    shell = tmp_path / word.POWERSHELL
    shell.parent.mkdir(parents=True, exist_ok=True)
    shell.touch()
    monkeypatch.setattr(word, "is_registered", registered.__contains__)
    found = word.find()
    assert found is not None
    assert found.name == name
