"""collect and form: the forms that leave, and what comes back."""

from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from db.surveys import find_cluster, load
from db.workspace import Workspace
from diagnosis.survey import Survey
from tests.command_line.commands import CLUSTER, run
from tests.db.forms.filling import filled

Capture = pytest.CaptureFixture[str]


def survey(path: Path) -> Survey:
    with Workspace.open(path) as workspace:
        return load(workspace, find_cluster(workspace, CLUSTER).rounds[-1].id)


@pytest.mark.parametrize(("kind", "sheet"), [("office", "企业"), ("firm", "企业调查表"), ("phone", "survey")])
def test_a_form_for_each(tmp_path: Path, kind: str, sheet: str) -> None:
    assert run("form", "--out", tmp_path / "f.xlsx", "--for", kind) == 0
    assert sheet in CalamineWorkbook.from_path(str(tmp_path / "f.xlsx")).sheet_names


def test_paper_is_the_same_for_all(tmp_path: Path, capsys: Capture) -> None:
    assert run("form", "--out", tmp_path / "f.docx", "--for", "firm") == 2
    assert "--for" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_a_dry_run_tells_and_writes_nothing(workspace: Path, tmp_path: Path, capsys: Capture) -> None:
    folder = tmp_path / "回收"
    filled(folder, "甲", {"name": "长沙甲机械有限公司", "revenue": "约2亿"}, links=[["湖南大学"]])
    (folder / "坏.xlsx").write_bytes(b"PK\x03\x04")
    before = workspace.read_bytes()
    assert run("collect", workspace, folder, "--cluster", CLUSTER, "--rejects", tmp_path / "r.xlsx", "--dry-run") == 0
    out = capsys.readouterr().out
    told = CalamineWorkbook.from_path(str(tmp_path / "r.xlsx")).get_sheet_by_index(0).to_python()
    assert ["坏.xlsx" in str(told[1]), "企业调查表!B12" in str(told[2]), len(told)] == [True, True, 3]
    assert "（未写入）" in out
    assert "新增 1 家" in out
    assert "坏.xlsx" in out
    assert "甲.xlsx，长沙甲机械有限公司：“企业调查表!B12 营业收入”栏“约2亿”" in out
    assert workspace.read_bytes() == before


def test_files_and_folders_are_read_in_and_differences_are_decided(workspace: Path, tmp_path: Path, capsys: Capture) -> None:
    name = survey(workspace).enterprises[0].name
    path = filled(tmp_path / "一", "甲", {"name": name, "employees": 7})
    filled(tmp_path / "二", "乙", {"name": "长沙乙机械有限公司"})
    assert run("collect", workspace, path, tmp_path / "二", "--cluster", CLUSTER) == 0
    path = filled(tmp_path / "一", "甲", {"name": name, "employees": 9})
    assert run("collect", workspace, path, "--cluster", CLUSTER) == 0
    assert survey(workspace).enterprises[0].employees == 7
    assert "保留原有“7”" in capsys.readouterr().out
    assert run("collect", workspace, path, "--cluster", CLUSTER, "--resolve", "theirs") == 0
    assert [firm.name for firm in survey(workspace).enterprises][-1] == "长沙乙机械有限公司"
    assert survey(workspace).enterprises[0].employees == 9


def test_where_no_file_is_taken_the_command_fails(workspace: Path, tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "a.csv").write_text("日期,金额\n1,2\n", encoding="utf-8")
    assert run("collect", workspace, tmp_path / "a.csv", "--cluster", CLUSTER) == 1
    assert capsys.readouterr().err.count("\n") == 1
    assert run("collect", workspace, tmp_path / "gone.xlsx", "--cluster", CLUSTER) == 1
    assert run("collect", workspace, tmp_path / "a.csv", "--cluster", "没有") == 1


def test_each_file_finds_its_command(workspace: Path, tmp_path: Path, capsys: Capture) -> None:
    """What is read by another command is told, and never taken for a list of firms."""
    for kind in ("office", "firm", "phone"):
        assert run("form", "--out", tmp_path / f"{kind}.xlsx", "--for", kind) == 0
    before = workspace.read_bytes()
    for command, kind, word in (
        ("roster", "office", "import"),
        ("roster", "firm", "collect"),
        ("roster", "phone", "KoboToolbox"),
        ("collect", "office", "import"),
        ("collect", "phone", "KoboToolbox"),
        ("import", "firm", "collect"),
    ):
        target = ["--cluster", CLUSTER] if command != "import" else []
        assert run(command, workspace, tmp_path / f"{kind}.xlsx", *target) == 1, (command, kind)
        assert word in capsys.readouterr().err, (command, kind)
    assert workspace.read_bytes() == before
