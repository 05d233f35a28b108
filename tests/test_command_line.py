"""The command line: what each command does on the samples, and its exit status; refused input leaves the workspace as it was."""

import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

import main
from diagnosis import __version__
from diagnosis.diagnose import diagnose
from diagnosis.framework_files import load_framework
from diagnosis.interchange import survey_from_text
from diagnosis.output import diagnosis_to_data
from diagnosis.text import TEMPLATES
from tests.surveys import SAMPLES, file_data, firms, sample_data

ROOT = Path(main.__file__).resolve().parent
CLUSTER = "长沙市工程机械集群"
SAMPLE = TEMPLATES / "samples" / "changsha.json"
Capture = pytest.CaptureFixture[str]


def run(*words: object) -> int:
    """The exit status of a command."""
    try:
        return main.main([str(word) for word in words])
    except SystemExit as ended:  # argparse
        return int(str(ended.code))


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace into which the samples were imported."""
    path = tmp_path_factory.mktemp("imported") / "样.jizhen"
    for name in SAMPLES:
        assert run("import", path, TEMPLATES / "samples" / f"{name}.json") == 0
    return path


@pytest.fixture
def workspace(imported: Path, tmp_path: Path) -> Path:
    """A workspace with the samples."""
    return Path(shutil.copy(imported, tmp_path / "我的 项目.jizhen"))


def content(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def written(path: Path, data: Any) -> Path:
    path.write_text(data if isinstance(data, str) else json.dumps(data), encoding="utf-8")
    return path


# --- reading ----------------------------------------------------------------------------------------------------------


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
    assert capsys.readouterr().out.startswith("错误  $.criteria  还不能判定类型")


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


# --- importing --------------------------------------------------------------------------------------------------------


def test_import_tells_what_it_does(tmp_path: Path, capsys: Capture) -> None:
    path = tmp_path / "新.jizhen"
    assert run("import", path, SAMPLE) == 0
    out = capsys.readouterr().out
    assert CLUSTER in out
    assert "企业（0 → 7）" in out
    assert path.exists()


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


# --- what the world did wrong -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "names"),
    [
        (("diagnose", "{no}", "--cluster", CLUSTER), "没有.jizhen"),
        (("diagnose", "{workspace}", "--cluster", "别的集群"), "别的集群"),
        (("diagnose", "{workspace}", "--cluster", CLUSTER, "--round", "1999"), "1999"),
        (("check", "{no}", "--cluster", CLUSTER), "没有.jizhen"),
        (("list", "{no}"), "没有.jizhen"),
        (("list", "{text}"), "x.json"),
        (("verify", "{no}"), "没有.jizhen"),
        (("new", "{workspace}"), "我的 项目.jizhen"),
        (("import", "{workspace}", "{no}"), "没有.jizhen"),
        (("import", "{text}", "{sample}"), "x.json"),
        (("report", "{workspace}", "--cluster", "别的集群", "--out", "{folder}/r.docx"), "别的集群"),
        (("report", "{workspace}", "--cluster", CLUSTER, "--out", "{folder}/none/r.docx"), "none"),
        (("export", "{workspace}", "--cluster", CLUSTER, "--out", "{folder}/none/r.json"), "none"),
        (("export", "{workspace}", "--cluster", CLUSTER, "--out", "{workspace}"), "我的 项目.jizhen"),
        (("demo", "--out", "{text}"), "x.json"),
    ],
)
def test_refusals_are_one_line_and_change_nothing(
    words: tuple[str, ...], names: str, workspace: Path, tmp_path: Path, capsys: Capture
) -> None:
    places = {
        "workspace": workspace,
        "folder": tmp_path,
        "no": tmp_path / "没有.jizhen",
        "text": written(tmp_path / "x.json", "{}"),
        "sample": SAMPLE,
    }
    before = content(tmp_path)
    assert run(*(word.format(**places) for word in words)) == 1
    printed = capsys.readouterr()
    (line,) = printed.err.splitlines()
    assert names in line
    assert "Traceback" not in line
    assert content(tmp_path) == before


@pytest.mark.parametrize(
    "words",
    [
        ("nonsense",),
        ("--nonsense",),
        ("diagnose",),
        ("diagnose", "w.jizhen"),
        ("diagnose", "w.jizhen", "--cluster"),
        ("diagnose", "w.jizhen", "--cluster", "x", "--lang", "en"),
        ("list", "w.jizhen", "extra"),
        ("list", "w.jizhen", "--js"),  # no abbreviations: a script must not depend on them
        ("demo", "--lang", "fr"),
        ("report", "w.jizhen", "--cluster", "x", "--out", "r.pdf"),
        ("report", "w.jizhen", "--cluster", "x"),
        ("export", "w.jizhen", "--cluster", "x", "--out", "r.doc"),
        ("import", "w.jizhen"),
    ],
)
def test_wrong_arguments(words: tuple[str, ...], capsys: Capture) -> None:
    assert run(*words) == 2
    assert capsys.readouterr().err


@pytest.mark.parametrize("command", ["roster", "form", "merge"])
def test_commands_of_later_are_absent(command: str, capsys: Capture) -> None:
    assert run(command, "--help") == 2


def test_a_defect_is_told_and_written_down(workspace: Path, home: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("三一重工")

    monkeypatch.setattr("diagnosis.diagnose.diagnose", broken)
    assert run("diagnose", workspace, "--cluster", CLUSTER) == 3
    (line,) = capsys.readouterr().err.splitlines()
    log = home / "jizhen.log"
    assert "ZeroDivisionError" in line
    assert str(log) in line
    assert "ZeroDivisionError" in log.read_text(encoding="utf-8")


def test_an_interruption_is_no_defect(workspace: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("diagnosis.diagnose.diagnose", interrupted)
    assert run("diagnose", workspace, "--cluster", CLUSTER) == 130
    assert len(capsys.readouterr().err.splitlines()) == 1


@pytest.mark.parametrize(
    ("environment", "lang"),
    [
        ({"JIZHEN_LANG": "en", "LANG": "zh_CN.UTF-8"}, "en"),
        ({"JIZHEN_LANG": "zh", "LANG": "en_US.UTF-8"}, "zh"),
        ({"LANG": "en_GB.UTF-8"}, "en"),
        ({"LC_ALL": "en_US.UTF-8", "LANG": "zh_CN.UTF-8"}, "en"),
        ({"LANG": "C.UTF-8"}, "zh"),
        ({"LANG": "de_DE.UTF-8"}, "zh"),
    ],
)
def test_the_language_of_messages(environment: dict[str, str], lang: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("JIZHEN_LANG", "LC_ALL", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert main.language() == lang


# --- writing ----------------------------------------------------------------------------------------------------------


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


# --- whole processes --------------------------------------------------------------------------------------------------


def process(*words: object, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "main.py"), *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False, env=os.environ | environment)


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
