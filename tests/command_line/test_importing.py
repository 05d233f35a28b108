"""import: what it does, and that refused input changes nothing."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.command_line.commands import CLUSTER, SAMPLE, content, run, written
from tests.surveys import SAMPLES, file_data, firms, sample_data

Capture = pytest.CaptureFixture[str]


def test_import_tells_what_it_does(tmp_path: Path, capsys: Capture) -> None:
    path = tmp_path / "新.jizhen"
    assert run("import", path, SAMPLE) == 0
    out = capsys.readouterr().out
    assert CLUSTER in out
    assert "企业（0 → 7）" in out
    assert path.exists()


def test_what_tests_share_is_not_backed_up_among_the_users_own(imported: Path, common_home: Path) -> None:
    assert imported.exists()
    assert list((common_home / "backups").glob("样-*.jizhen"))


def test_importing_twice_changes_nothing(workspace: Path, tmp_path: Path, capsys: Capture) -> None:
    assert run("export", workspace, "--cluster", CLUSTER, "--out", tmp_path / "前.json") == 0
    before = workspace.read_bytes()
    capsys.readouterr()
    assert run("import", workspace, SAMPLE) == 0
    assert "没有变化" in capsys.readouterr().out
    assert workspace.read_bytes() == before


def test_what_a_file_holds_replaces_and_what_it_does_not_hold_stays(workspace: Path, tmp_path: Path, capsys: Capture) -> None:
    part = {**file_data(enterprises=firms(5)), "cluster": {"name_zh": CLUSTER}, "round": {"label": "2019"}}
    assert run("import", workspace, written(tmp_path / "部分.json", part)) == 0
    assert "企业（7 → 1）" in capsys.readouterr().out
    out = tmp_path / "后.json"
    assert run("export", workspace, "--cluster", CLUSTER, "--out", out) == 0
    after, before = json.loads(out.read_text(encoding="utf-8")), sample_data("changsha")
    assert [firm["name"] for firm in after["enterprises"]] == ["企业1"]
    for kept in ("criteria", "ratings", "chain", "features", "round", "indicators"):
        assert after[kept] == before[kept]
    assert after["cluster"] == before["cluster"]


def test_dry_run_writes_nothing(workspace: Path, tmp_path: Path, capsys: Capture) -> None:
    part = {**file_data(enterprises=firms(5)), "cluster": {"name_zh": CLUSTER}, "round": {"label": "2019"}}
    survey = written(tmp_path / "部分.json", part)
    before = content(tmp_path)
    assert run("import", workspace, survey, "--dry-run") == 0
    out = capsys.readouterr().out
    assert out.startswith("（未写入）")
    assert "企业（7 → 1）" in out
    assert content(tmp_path) == before
    assert run("import", tmp_path / "没有.jizhen", survey, "--dry-run") == 1
    assert content(tmp_path) == before


def test_import_into_a_cluster_by_name(workspace: Path, tmp_path: Path, capsys: Capture) -> None:
    part = {**file_data(features={"scale": 2}), "cluster": {"name_zh": "长沙工程机械"}, "round": {"label": "2019"}}
    assert run("import", workspace, written(tmp_path / "改名.json", part), "--cluster", CLUSTER) == 0
    capsys.readouterr()
    assert run("list", workspace, "--json") == 0
    assert len(json.loads(capsys.readouterr().out)) == len(SAMPLES)


REFUSED: list[tuple[str, Any, str]] = [
    ("unknown key", file_data(firms=[]), "$.firms"),
    ("bad id", file_data(criteria={"capacity": "huge"}), "$.criteria.capacity"),
    ("out of range", file_data(enterprises=firms(5, -1)), "$.enterprises[1].revenue"),
    ("wrong type", file_data(enterprises=[{"employees": "many"}]), "$.enterprises[0].employees"),
    ("NaN", json.dumps(file_data(enterprises=firms(5))).replace('"revenue": 5', '"revenue": NaN'), "$.enterprises[0].revenue"),
    ("second rating", file_data(ratings=[{"item": "labour-cost", "score": 1}] * 2), "$.ratings[1].item"),
    ("cut off", json.dumps(file_data())[:-9], "$"),
    ("empty", "", "$"),
    ("no object", "[]", "$"),
]


@pytest.mark.parametrize(("data", "path"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED])
def test_refused_input_changes_nothing(workspace: Path, tmp_path: Path, data: Any, path: str, capsys: Capture) -> None:
    survey = written(tmp_path / "调研.json", data)
    before = content(tmp_path)
    assert run("import", workspace, survey) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    (line,) = printed.err.splitlines()
    assert line.startswith(f"{survey}：{path}：")
    assert content(tmp_path) == before
    assert run("import", tmp_path / "新.jizhen", survey) == 1
    assert content(tmp_path) == before


def test_binary_input_is_refused(workspace: Path, tmp_path: Path, capsys: Capture) -> None:
    survey = tmp_path / "调研.json"
    survey.write_bytes(bytes(range(256)) * 9)
    before = content(tmp_path)
    assert run("import", workspace, survey) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith(f"{survey}：$：")
    assert content(tmp_path) == before


def test_a_cluster_that_is_none_leaves_no_workspace_behind(tmp_path: Path, capsys: Capture) -> None:
    assert run("import", tmp_path / "新.jizhen", SAMPLE, "--cluster", "别的集群") == 1
    assert len(capsys.readouterr().err.splitlines()) == 1
    assert content(tmp_path) == {}
