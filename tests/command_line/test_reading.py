"""list, diagnose and check on the samples."""

import json
from pathlib import Path

import pytest

from db import operations
from db.surveys import find_cluster
from db.workspace import Workspace
from diagnosis import __version__
from diagnosis.diagnose import diagnose
from diagnosis.framework_files import load_framework
from diagnosis.interchange import survey_from_text
from diagnosis.output import diagnosis_to_data
from diagnosis.text import TEMPLATES
from tests.command_line.commands import CLUSTER, run, written
from tests.surveys import SAMPLES, file_data, sample_data

Capture = pytest.CaptureFixture[str]


def test_list_json_to_the_letter(workspace: Path, capsys: Capture) -> None:
    assert run("list", workspace, "--json") == 0
    assert json.loads(capsys.readouterr().out) == [
        {
            "name_zh": CLUSTER,
            "name_en": "Changsha construction machinery cluster",
            "region": "430100",
            "rounds": [{"label": "2019", "date": "2019-12-31", "type": "strategic"}],
        },
        {
            "name_zh": "绍兴现代纺织集群",
            "name_en": "Shaoxing modern textile cluster",
            "region": "330600",
            "rounds": [{"label": "2020", "date": "2020-12-31", "type": "basic"}],
        },
        {
            "name_zh": "氢能产业集聚区",
            "name_en": "Hydrogen energy industrial area",
            "region": None,
            "rounds": [{"label": "2021", "date": "2021-12-31", "type": "frontier"}],
        },
    ]


def test_list(workspace: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run("list", workspace) == 0
    assert "  2019  2019-12-31  关键战略产业集群" in capsys.readouterr().out.splitlines()
    monkeypatch.setenv("JIZHEN_LANG", "en")
    assert run("list", workspace) == 0
    assert "  2019  2019-12-31  Key strategic industry cluster" in capsys.readouterr().out.splitlines()


@pytest.mark.parametrize("name", SAMPLES)
def test_diagnose_json_is_the_diagnosis(workspace: Path, name: str, capsys: Capture) -> None:
    cluster = sample_data(name)["cluster"]
    survey = survey_from_text((TEMPLATES / "samples" / f"{name}.json").read_text(encoding="utf-8"), name).survey
    wanted = diagnosis_to_data(diagnose(survey, load_framework()))
    for called in (cluster["name_zh"], cluster["name_en"]):
        assert run("diagnose", workspace, "--cluster", called, "--json") == 0
        printed = capsys.readouterr()
        assert json.loads(printed.out) == wanted
        assert printed.err == ""


def test_diagnose(workspace: Path, capsys: Capture) -> None:
    assert run("diagnose", workspace, "--cluster", CLUSTER, "--round", "2019") == 0
    assert capsys.readouterr().out.splitlines()[1] == "类型：关键战略产业集群（依据覆盖 100%，领先 1.00，判定稳定）"


def test_check_json(workspace: Path, capsys: Capture) -> None:
    assert run("check", workspace, "--cluster", CLUSTER, "--json") == 0
    findings = json.loads(capsys.readouterr().out)
    assert findings
    assert {tuple(finding) for finding in findings} == {("severity", "code", "path", "text_zh", "text_en")}
    assert {"firms-differ", "still-unknown"} <= {finding["code"] for finding in findings}
    assert "error" not in {finding["severity"] for finding in findings}
    assert {finding["path"] for finding in findings if finding["code"] == "firms-differ"} == {"$.enterprises"}


def test_check(workspace: Path, tmp_path: Path, capsys: Capture) -> None:
    assert run("check", workspace, "--cluster", CLUSTER) == 0
    lines = capsys.readouterr().out.splitlines()
    assert any(line.startswith("提示  $.enterprises  填报企业 416 家") for line in lines)
    nothing = tmp_path / "空.jizhen"
    run("import", nothing, written(tmp_path / "空.json", file_data()))
    capsys.readouterr()
    assert run("check", nothing, "--cluster", "甲集群") == 0
    assert capsys.readouterr().out.startswith("待填  $.criteria.value-chain  还不能判定类型")


def test_check_tells_what_was_typed_and_not_taken(workspace: Path, capsys: Capture) -> None:
    with Workspace.open(workspace) as opened:
        (round_,) = find_cluster(opened, CLUSTER).rounds
        operations.set_draft(opened, round_.id, "round", None, "date", "去年冬天")
    assert run("check", workspace, "--cluster", CLUSTER) == 0
    (line,) = [line for line in capsys.readouterr().out.splitlines() if "去年冬天" in line]
    assert line.startswith("提醒  $.round.date  ")
    assert run("check", workspace, "--cluster", CLUSTER, "--json") == 0
    assert [found["path"] for found in json.loads(capsys.readouterr().out) if found["code"] == "draft"] == ["$.round.date"]


def test_the_latest_round_is_meant_where_none_is_named(workspace: Path, tmp_path: Path, capsys: Capture) -> None:
    data = {**sample_data("changsha"), "criteria": {"capacity": "basic"}, "round": {"label": "2024", "date": "2024-12-31"}}
    data["cluster"]["fields"] = []
    assert run("import", workspace, written(tmp_path / "2024.json", data)) == 0
    capsys.readouterr()
    for label, type_id in (((), "basic"), (("--round", "2019"), "strategic"), (("--round", "2024"), "basic")):
        assert run("diagnose", workspace, "--cluster", CLUSTER, *label, "--json") == 0
        assert json.loads(capsys.readouterr().out)["type"] == type_id


def test_version(capsys: Capture) -> None:
    assert run("--version") == 0
    assert capsys.readouterr().out == f"集诊 {__version__}\n"


def test_diagnose_writes_figures_and_tables(workspace: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("数据.xlsx", "数据.csv"):
        assert run("diagnose", workspace, "--cluster", CLUSTER, "--out", tmp_path / name) == 0
        assert str(tmp_path / name) in capsys.readouterr().out
        assert (tmp_path / name).stat().st_size > 1000
    assert run("diagnose", workspace, "--cluster", CLUSTER, "--out", tmp_path / "d.csv", "--json") == 0
    assert json.loads(capsys.readouterr().out)["type"] == "strategic"
    assert run("diagnose", workspace, "--cluster", CLUSTER, "--out", tmp_path / "d.pdf") == 2
