"""roster: what it does, what it refuses, and what it tells."""

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from db import operations
from db.workspace import Workspace
from tests.command_line.commands import CLUSTER, content, process, run, written
from tests.roster_files import code, text_table, xlsx

Capture = pytest.CaptureFixture[str]
HEADER = ["序号", "企业名称", "统一社会信用代码", "营业收入（亿元）", "牌照"]
ROWS = [[1, "长沙甲机械有限公司", code(1), 1.5, "x"], [2, "株洲乙轴承有限公司", code(2), 2.25, "y"]]
BAD = [[3, "", code(3), 1, ""], [4, "湘潭丙阀门厂", code(4), "保密", ""]]


def roster(folder: Path, *rows: Any) -> Path:
    return xlsx(folder / "企业名单.xlsx", [["某市企业名单"], HEADER, *rows, ["合计", "", "", 3.75, ""]])


def firms(workspace: Path, folder: Path, cluster: str = CLUSTER) -> list[dict[str, Any]]:
    """What the workspace holds."""
    out = folder / "出.json"
    assert run("export", workspace, "--cluster", cluster, "--out", out) == 0
    found: list[dict[str, Any]] = json.loads(out.read_text(encoding="utf-8"))["enterprises"]
    out.unlink()
    return found


def test_a_roster_goes_into_the_latest_round(workspace: Path, tmp_path: Path, capsys: Capture) -> None:
    path = roster(tmp_path, *ROWS, *BAD)
    assert run("roster", workspace, path, "--cluster", CLUSTER) == 0
    printed = capsys.readouterr()
    assert printed.err == ""
    lines = printed.out.splitlines()
    assert lines[0] == f"已导入“企业名单.xlsx”到“{CLUSTER}”（轮次 2019）：新增 3 家、更新 0 家、拒绝 1 行、有单元格未采用或待核对 1 行"
    for piece in (
        "  工作表 名单：表头在第 2 行，企业在第 3–6 行，共 4 行",
        "  D 列“营业收入(亿元)”→ 营业收入（亿元）（按表头）",
        "  E 列“牌照”",
        "  合计行 1 行，不作为企业（第 7 行）",
        "  第 5 行 —：缺企业名称",
    ):
        assert piece in lines
    assert any(line.startswith("  第 6 行 湘潭丙阀门厂：“营业收入(亿元)”栏“保密”") for line in lines)
    found = firms(workspace, tmp_path)
    assert found[7:] == [
        {"name": "长沙甲机械有限公司", "uscc": code(1), "revenue": 15000},
        {"name": "株洲乙轴承有限公司", "uscc": code(2), "revenue": 22500},
        {"name": "湘潭丙阀门厂", "uscc": code(4)},
    ]


def test_running_it_twice_changes_nothing(workspace: Path, tmp_path: Path, capsys: Capture) -> None:
    path = roster(tmp_path, *ROWS, *BAD)
    assert run("roster", workspace, path, "--cluster", CLUSTER) == 0
    before = workspace.read_bytes()
    capsys.readouterr()
    assert run("roster", workspace, path, "--cluster", CLUSTER) == 0
    assert "新增 0 家、更新 0 家、不变 3 家" in capsys.readouterr().out
    assert workspace.read_bytes() == before


def test_a_dry_run_changes_nothing_and_writes_the_rejects(workspace: Path, tmp_path: Path, capsys: Capture) -> None:
    path = roster(tmp_path, *ROWS, *BAD)
    before = workspace.read_bytes()
    assert run("roster", workspace, path, "--cluster", CLUSTER, "--dry-run", "--rejects", tmp_path / "未导入.csv") == 0
    out = capsys.readouterr().out
    assert out.startswith("（未写入）将导入“企业名单.xlsx”")
    assert "没有照原样导入的 2 行写在" in out
    assert workspace.read_bytes() == before
    assert len((tmp_path / "未导入.csv").read_text(encoding="utf-8-sig").splitlines()) == 3


def test_it_can_be_taken_back(workspace: Path, tmp_path: Path, capsys: Capture) -> None:
    before = firms(workspace, tmp_path)
    assert run("roster", workspace, roster(tmp_path, *ROWS), "--cluster", CLUSTER) == 0
    with Workspace.open(workspace) as opened:
        assert operations.undo(opened)
    assert firms(workspace, tmp_path) == before


def test_a_round_by_its_label(workspace: Path, tmp_path: Path, capsys: Capture) -> None:
    with Workspace.open(workspace) as opened:
        operations.create_round(opened, 1, "2024", "2024-12-31")
    assert run("roster", workspace, roster(tmp_path, *ROWS), "--cluster", CLUSTER, "--round", "2019") == 0
    assert "（轮次 2019）" in capsys.readouterr().out
    assert firms(workspace, tmp_path) == []  # of the latest round


def test_a_file_of_matches_is_followed_and_remembered(workspace: Path, tmp_path: Path, capsys: Capture) -> None:
    path = text_table(tmp_path / "a.csv", [["牌子", "数", "企业名称"], ["甲厂", 2, "x"], ["乙厂", 3, "y"]])
    said = written(tmp_path / "列.json", {"columns": {"牌子": "name", "数": {"field": "revenue", "unit": "亿元"}, "企业名称": None}})
    assert run("roster", workspace, path, "--cluster", CLUSTER, "--map", said, "--dry-run") == 0
    assert "“牌子”→ 企业名称（人工指定）" in capsys.readouterr().out
    assert run("roster", workspace, path, "--cluster", CLUSTER, "--dry-run") == 0
    assert "“牌子”" not in capsys.readouterr().out.split("没有用到的列")[0]  # a dry run remembers nothing
    assert run("roster", workspace, path, "--cluster", CLUSTER, "--map", said) == 0
    assert firms(workspace, tmp_path)[7:] == [{"name": "甲厂", "revenue": 20000}, {"name": "乙厂", "revenue": 30000}]
    capsys.readouterr()
    again = text_table(tmp_path / "b.csv", [["牌子", "数", "企业名称"], ["丙厂", 4, "z"]])
    assert run("roster", workspace, again, "--cluster", CLUSTER) == 0
    assert "“牌子”→ 企业名称（沿用上次）" in capsys.readouterr().out
    assert firms(workspace, tmp_path)[9:] == [{"name": "丙厂", "revenue": 40000}]


def test_two_columns_of_one_question_are_told_and_both_kept_where_the_file_says_so(
    workspace: Path, tmp_path: Path, capsys: Capture
) -> None:
    path = xlsx(tmp_path / "a.xlsx", [["企业名称", "注册地址", "经营地址"], ["长沙丁机械有限公司", "注册路", "经营路"]])
    words = ("roster", workspace, path, "--cluster", CLUSTER, "--dry-run")
    assert run(*words) == 0
    out = capsys.readouterr().out
    assert "C 列“经营地址”（已由 B 列“注册地址”回答；" in out
    assert '"经营地址": "address:+"' in out
    assert run(*words, "--map", written(tmp_path / "列.json", {"columns": {"经营地址": "address:+"}})) == 0
    out = capsys.readouterr().out
    assert "C 列“经营地址”→ 地址（并在一起）" in out
    assert "没有用到的列" not in out


def test_the_roster_wins_where_the_file_of_matches_says_so(workspace: Path, tmp_path: Path, capsys: Capture) -> None:
    path = text_table(tmp_path / "a.csv", [["企业名称", "所在环节"], ["三一重工股份有限公司", "主机"], ["三一重工", "主机"]])
    assert run("roster", workspace, path, "--cluster", CLUSTER) == 0
    out = capsys.readouterr().out
    assert "“所在环节”名单为“主机”，保留原有“整机”" in out
    assert "名称与工作区中的“三一重工股份有限公司”相近" in out
    assert firms(workspace, tmp_path)[0]["chain_link"] == "整机"
    said = written(tmp_path / "列.toml", 'conflicts = "theirs"\nalike = "add"\n')
    assert run("roster", workspace, path, "--cluster", CLUSTER, "--map", said) == 0
    assert "“所在环节”原为“整机”，改为名单的“主机”" in capsys.readouterr().out
    found = firms(workspace, tmp_path)
    assert found[0]["chain_link"] == "主机"
    assert found[7]["name"] == "三一重工"


REFUSED: dict[str, tuple[tuple[str, ...], str]] = {
    "no roster": (("{workspace}", "{no}"), "没有.xlsx"),
    "no workspace": (("{no}", "{roster}"), "没有.xlsx"),
    "not a workspace": (("{roster}", "{roster}"), "企业名单.xlsx"),
    "no header": (("{workspace}", "{noise}"), "找不到表头"),
    "no such round": (("{workspace}", "{roster}", "--round", "1999"), "1999"),
    "no file of matches": (("{workspace}", "{roster}", "--map", "{no}"), "没有.xlsx"),
    "a column that is not there": (("{workspace}", "{roster}", "--map", "{map}"), "列“甲乙”"),
    "rejects onto the roster": (("{workspace}", "{roster}", "--rejects", "{roster}"), "是名单或工作区本身"),
    "rejects into no folder": (("{workspace}", "{roster}", "--rejects", "{folder}/none/r.xlsx"), "none"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_refused_changes_nothing(workspace: Path, tmp_path: Path, name: str, capsys: Capture, home: Path) -> None:
    words, told = REFUSED[name]
    places = {
        "workspace": workspace,
        "no": tmp_path / "没有.xlsx",
        "roster": roster(tmp_path, *ROWS),
        "noise": written(tmp_path / "x.csv", "日期,温度\n2020,3\n"),
        "map": written(tmp_path / "列.json", {"columns": {"甲乙": "name"}}),
        "folder": tmp_path,
    }
    before = content(tmp_path)
    assert run("roster", *(word.format(**places) for word in words), "--cluster", CLUSTER) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    (line,) = printed.err.splitlines()
    assert told in line
    assert content(tmp_path) == before
    assert not (home / "roster-columns.json").exists()


def test_a_cluster_that_is_not_there(workspace: Path, tmp_path: Path, capsys: Capture) -> None:
    assert run("roster", workspace, roster(tmp_path, *ROWS), "--cluster", "别的集群") == 1
    assert "没有集群“别的集群”" in capsys.readouterr().err


@pytest.mark.parametrize("words", [("w.jizhen",), ("w.jizhen", "r.xlsx"), ("w.jizhen", "r.xlsx", "--cluster", "x", "--rejects", "r.docx")])
def test_wrong_arguments(words: tuple[str, ...], capsys: Capture) -> None:
    assert run("roster", *words) == 2


def test_in_english_and_as_a_process(workspace: Path, tmp_path: Path) -> None:
    path = roster(tmp_path, *ROWS, *BAD)
    done = process("roster", workspace, path, "--cluster", CLUSTER, "--rejects", tmp_path / "r.xlsx", JIZHEN_LANG="en", LC_ALL="C")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[0].endswith("round 2019: 3 new, 0 updated, 1 refused, 1 with cells not taken or doubtful")
    assert "  row 5, —: has no name" in done.stdout.splitlines()
    refused = process("roster", workspace, written(tmp_path / "x.csv", "a,b\n"), "--cluster", CLUSTER)
    assert (refused.returncode, refused.stdout, len(refused.stderr.splitlines())) == (1, "", 1)


def test_progress_is_for_a_terminal(workspace: Path, tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    assert run("roster", workspace, roster(tmp_path, *ROWS), "--cluster", CLUSTER) == 0
    err = capsys.readouterr().err
    for piece in ("检查文件", "读取表格", "营业收入", "与已有企业比对"):
        assert piece in err
    assert sys.stderr.isatty()
