"""export, report, demo, new and verify; and the program as a process."""

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from db.operations import set_draft
from db.surveys import clusters
from db.workspace import Workspace
from diagnosis.interchange import survey_from_text
from diagnosis.text import TEMPLATES
from tests.command_line.commands import CLUSTER, ROOT, process, run, written
from tests.surveys import SAMPLES, sample_data

Capture = pytest.CaptureFixture[str]


@pytest.mark.parametrize("name", SAMPLES)
def test_an_exported_survey_imports_the_same(workspace: Path, tmp_path: Path, name: str, capsys: Capture) -> None:
    cluster = sample_data(name)["cluster"]["name_zh"]
    first, second, other = tmp_path / "一.json", tmp_path / "二.json", tmp_path / "另.jizhen"
    assert run("export", workspace, "--cluster", cluster, "--out", first) == 0
    assert run("import", other, first) == 0
    assert run("export", other, "--cluster", cluster, "--out", second) == 0
    assert first.read_bytes() == second.read_bytes()
    sample = survey_from_text((TEMPLATES / "samples" / f"{name}.json").read_text(encoding="utf-8"), name).survey
    assert survey_from_text(first.read_text(encoding="utf-8"), "x").survey == sample


def test_an_export_says_what_it_does_not_hold(workspace: Path, tmp_path: Path, capsys: Capture) -> None:
    with Workspace.open(workspace) as ws:
        round_id = next(entry for entry in clusters(ws) if entry.cluster.name_zh == CLUSTER).rounds[-1].id
        set_draft(ws, round_id, "round", None, "date", "年底")
    for name in ("r.json", "r.xlsx"):
        assert run("export", workspace, "--cluster", CLUSTER, "--out", tmp_path / name) == 0
        assert "有 1 格写法不对" in capsys.readouterr().out
    assert run("export", workspace, "--cluster", CLUSTER, "--out", tmp_path / "r.jizhen") == 0
    assert "写法不对" not in capsys.readouterr().out


def test_an_exported_package_holds_the_one_cluster(workspace: Path, tmp_path: Path, capsys: Capture) -> None:
    package = tmp_path / "给同事.jizhen"
    assert run("export", workspace, "--cluster", CLUSTER, "--out", package) == 0
    capsys.readouterr()
    assert run("list", package, "--json") == 0
    assert [cluster["name_zh"] for cluster in json.loads(capsys.readouterr().out)] == [CLUSTER]


def test_an_exported_workbook(workspace: Path, tmp_path: Path, capsys: Capture) -> None:
    book = tmp_path / "调研表.xlsx"
    assert run("export", workspace, "--cluster", CLUSTER, "--out", book) == 0
    with zipfile.ZipFile(book) as parts:
        assert "xl/workbook.xml" in parts.namelist()


def test_export_of_one_round_of_several_says_so(workspace: Path, tmp_path: Path, capsys: Capture) -> None:
    second = {**sample_data("changsha"), "round": {"label": "2024", "date": "2024-12-31"}}
    run("import", workspace, written(tmp_path / "2024.json", second))
    capsys.readouterr()
    assert run("export", workspace, "--cluster", CLUSTER, "--out", tmp_path / "出.json") == 0
    assert "“2024”" in capsys.readouterr().out
    assert json.loads((tmp_path / "出.json").read_text(encoding="utf-8"))["round"]["label"] == "2024"


def test_new_and_verify(tmp_path: Path, capsys: Capture) -> None:
    path = tmp_path / "新.jizhen"
    assert run("new", path) == 0
    assert str(path) in capsys.readouterr().out
    assert run("list", path) == 0
    assert capsys.readouterr().out == "工作区里还没有集群\n"
    assert run("list", path, "--json") == 0
    assert capsys.readouterr().out == "[]\n"
    assert run("verify", path) == 0
    assert capsys.readouterr().out


def test_verify_finds_damage(workspace: Path, capsys: Capture) -> None:
    damaged = bytearray(workspace.read_bytes())
    damaged[4096:12288] = b"\xff" * 8192
    workspace.write_bytes(damaged)
    assert run("verify", workspace) == 1
    assert capsys.readouterr().err
    assert workspace.read_bytes() == damaged


def report_text(path: Path) -> str:
    with zipfile.ZipFile(path) as parts:
        return parts.read("word/document.xml").decode("utf-8")


def test_report(workspace: Path, tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIZHEN_LANG", "en")  # the language of messages is not that of the report
    chinese, english = tmp_path / "报告.docx", tmp_path / "report.docx"
    assert run("report", workspace, "--cluster", CLUSTER, "--out", chinese) == 0
    printed = capsys.readouterr()
    assert printed.out == f"wrote the report to {chinese}\n"
    assert printed.err == ""  # progress is for a terminal
    assert run("report", workspace, "--cluster", CLUSTER, "--out", english, "--lang", "en") == 0
    assert "长沙市工程机械集群" in report_text(chinese)
    assert "Changsha construction machinery cluster" in report_text(english)


def test_a_report_of_an_earlier_round(workspace: Path, tmp_path: Path, capsys: Capture) -> None:
    data = sample_data("changsha")
    data["round"] |= {"label": "2022", "date": "2022-12-31"}
    later = tmp_path / "later.json"
    later.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    assert run("import", workspace, later) == 0
    now, then = tmp_path / "now.docx", tmp_path / "then.docx"
    assert run("report", workspace, "--cluster", CLUSTER, "--out", now) == 0
    assert run("report", workspace, "--cluster", CLUSTER, "--round", "2019", "--out", then) == 0
    assert "调研轮次：2022" in report_text(now)
    assert "与上一轮的变化" in report_text(now)
    assert "调研轮次：2019" in report_text(then)
    assert "与上一轮的变化" not in report_text(then)
    assert run("report", workspace, "--cluster", CLUSTER, "--round", "1999", "--out", tmp_path / "none.docx") == 1
    assert "1999" in capsys.readouterr().err
    assert not (tmp_path / "none.docx").exists()


def test_demo_does_the_whole_job_and_again_in_english(tmp_path: Path, capsys: Capture) -> None:
    out = tmp_path / "深" / "out"
    assert run("demo", "--out", out) == 0
    told = capsys.readouterr().out
    made = {f"{name}.{kind}" for name in SAMPLES for kind in ("docx", "json")} | {"demo.jizhen"}
    assert {path.name for path in out.iterdir()} == made
    assert str(out) in told
    before = {name: json.loads((out / f"{name}.json").read_text(encoding="utf-8")) for name in SAMPLES}
    assert [before[name]["type"] for name in SAMPLES] == ["strategic", "basic", "frontier"]
    assert run("demo", "--out", out, "--lang", "en") == 0  # beside what is there
    assert {path.name for path in out.iterdir()} == made | {f"{name}-en.{kind}" for name in SAMPLES for kind in ("docx", "json")}
    assert {name: json.loads((out / f"{name}-en.json").read_text(encoding="utf-8")) for name in SAMPLES} == before


def test_as_a_process(workspace: Path, tmp_path: Path) -> None:
    """A terminal that knows no Chinese gets it all the same, and from any folder."""
    done = process("diagnose", workspace, "--cluster", CLUSTER, "--json", PYTHONIOENCODING="ascii", LC_ALL="C")
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["cluster"]["name_zh"] == CLUSTER
    refused = process("import", workspace, written(tmp_path / "x.json", "{"))
    assert (refused.returncode, refused.stdout, len(refused.stderr.splitlines())) == (1, "", 1)
    wrong = process("diagnose", workspace)
    assert (wrong.returncode, wrong.stdout) == (2, "")


def test_a_reader_that_goes_away_is_no_defect(workspace: Path) -> None:
    command = [sys.executable, str(ROOT / "main.py"), "diagnose", str(workspace), "--cluster", CLUSTER, "--json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=os.environ) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.close()
        told = running.stderr.read().decode("utf-8")
    assert running.returncode in {0, 1}
    assert told == ""


@pytest.mark.parametrize("name", ["form.xlsx", "form.docx"])
def test_form_writes_what_is_filled_in_by_hand(tmp_path: Path, name: str, capsys: Capture) -> None:
    assert run("form", "--out", tmp_path / name) == 0
    assert str(tmp_path / name) in capsys.readouterr().out
    assert zipfile.is_zipfile(tmp_path / name)
    assert run("form", "--out", tmp_path / "form.pdf") == 2


def test_an_exported_workbook_imports_the_same(workspace: Path, tmp_path: Path, capsys: Capture) -> None:
    assert run("export", workspace, "--cluster", CLUSTER, "--out", tmp_path / "调研.xlsx") == 0
    assert run("import", tmp_path / "另.jizhen", tmp_path / "调研.xlsx") == 0
    for name, path in (("一", workspace), ("二", tmp_path / "另.jizhen")):
        assert run("export", path, "--cluster", CLUSTER, "--out", tmp_path / f"{name}.json") == 0
    assert (tmp_path / "一.json").read_bytes() == (tmp_path / "二.json").read_bytes()
    assert run("import", tmp_path / "另.jizhen", tmp_path / "调研.xlsx") == 0
    assert "没有变化" in capsys.readouterr().out


def test_an_empty_form_is_refused_by_its_first_cell(tmp_path: Path, capsys: Capture) -> None:
    assert run("form", "--out", tmp_path / "form.xlsx") == 0
    capsys.readouterr()
    assert run("import", tmp_path / "x.jizhen", tmp_path / "form.xlsx") == 1
    assert "“集群”A4" in capsys.readouterr().err
    assert not (tmp_path / "x.jizhen").exists()
