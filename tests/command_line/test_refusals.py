"""What the world did wrong, what the user mistyped, and what is a defect: one line and the right exit status."""

from pathlib import Path

import pytest

import main
from tests.command_line.commands import CLUSTER, SAMPLE, content, run, written
from tests.surveys import file_data

Capture = pytest.CaptureFixture[str]


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
        (("report", "{workspace}", "--cluster", CLUSTER, "--out", "{long}.docx"), "文件名太长"),
        (("report", "{workspace}", "--cluster", CLUSTER, "--out", "{folder}/r.docx", "--template", "{long}.docx"), "文件名太长"),
        (("readback", "{workspace}", "{long}.docx", "--cluster", CLUSTER), "文件名太长"),
        (("diagnose", "{workspace}", "--cluster", CLUSTER, "--out", "{long}.xlsx"), "文件名太长"),
    ],
)
def test_refusals_are_one_line_and_change_nothing(
    words: tuple[str, ...], names: str, workspace: Path, tmp_path: Path, capsys: Capture
) -> None:
    places = {
        "workspace": workspace,
        "folder": tmp_path,
        "long": tmp_path / ("长" * 270),
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


def test_all_that_is_wrong_with_a_survey_file_is_told(workspace: Path, tmp_path: Path, capsys: Capture) -> None:
    """Standard error holds the one line that other programs read; the others, a line each with the path, go to standard output."""
    path = written(tmp_path / "x.json", file_data(enterprises=[{"name": 5}] * 30))
    before = content(tmp_path)
    assert run("import", workspace, path) == 1
    printed = capsys.readouterr()
    assert printed.err == f"{path}：$.enterprises[0].name：应为文字\n"
    told, (more,) = printed.out.splitlines()[:-1], printed.out.splitlines()[-1:]
    assert told == [f"{path}：$.enterprises[{index}].name：应为文字" for index in range(1, 20)]
    assert more == "另有 10 处也要改"
    assert content(tmp_path) == before
    run("import", workspace, written(path, file_data(enterprises=[{"name": 5}])))
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    "words",
    [
        ("nonsense",),
        ("--nonsense",),
        ("diagnose",),
        ("diagnose", "w.jizhen"),
        ("diagnose", "w.jizhen", "--cluster"),
        ("check", "w.jizhen", "--cluster", "x", "--lang", "en"),
        ("list", "w.jizhen", "extra"),
        ("list", "w.jizhen", "--js"),  # no abbreviations: a script must not depend on them
        ("demo", "--lang", "fr"),
        ("report", "w.jizhen", "--cluster", "x", "--out", "r.odt"),
        ("report", "w.jizhen", "--cluster", "x"),
        ("export", "w.jizhen", "--cluster", "x", "--out", "r.doc"),
        ("import", "w.jizhen"),
    ],
)
def test_wrong_arguments(words: tuple[str, ...], capsys: Capture) -> None:
    assert run(*words) == 2
    assert capsys.readouterr().err


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
