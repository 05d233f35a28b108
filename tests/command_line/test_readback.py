"""readback: a report that was edited elsewhere is compared, and taken over where that is wanted."""

import json
import zipfile
from pathlib import Path

import pytest

from db import operations, surveys
from db.authored import load_authored
from db.workspace import Workspace
from diagnosis.authored import Authored, Base
from tests.command_line.commands import CLUSTER, content, run
from tests.surveys import sample_data

Capture = pytest.CaptureFixture[str]


@pytest.fixture(scope="session")
def edited(imported: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report with one sentence changed, as another program saves it."""
    folder = tmp_path_factory.mktemp("edited")
    path, out = folder / "报告.docx", folder / "改过.docx"
    assert run("report", imported, "--cluster", CLUSTER, "--out", path) == 0
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            data = source.read(name)
            if name == "word/document.xml":
                assert "规模方面已掌握" in data.decode()
                data = data.decode().replace("规模方面已掌握", "规模方面我们掌握").encode()
            target.writestr(name, data)
    return out


def written(path: Path) -> Authored:
    with Workspace.open(path) as ws:
        return load_authored(ws, round_of(ws), "zh")


def round_of(ws: Workspace) -> int:
    return next(entry for entry in surveys.clusters(ws) if entry.cluster.name_zh == CLUSTER).rounds[0].id


def test_comparing_tells_what_changed_and_changes_nothing(workspace: Path, edited: Path, capsys: Capture) -> None:
    before = content(workspace.parent)
    for options in ((), ("--take", "none"), ("--take", "all", "--dry-run")):
        assert run("readback", workspace, edited, "--cluster", CLUSTER, *options) == 0
        told = capsys.readouterr().out
        assert "文件中改过  scale  规模与地位" in told
        assert "规模方面[-已-]{+我们+}掌握3项数据" in told
        assert "未写入" in told or "没有采用任何文字" in told
        assert content(workspace.parent) == before


@pytest.mark.parametrize("take", ["all", "scale"])
def test_what_is_taken_stands_in_the_next_report(workspace: Path, edited: Path, tmp_path: Path, capsys: Capture, take: str) -> None:
    assert run("readback", workspace, edited, "--cluster", CLUSTER, "--take", take) == 0
    assert "已采用 1 节" in capsys.readouterr().out
    section = written(workspace).of("scale")
    assert section.text is not None
    assert section.text.startswith("规模方面我们掌握3项数据：总产值为{fact:output}")
    assert section.base.facts["output"]
    assert run("report", workspace, "--cluster", CLUSTER, "--out", tmp_path / "新.docx") == 0
    with zipfile.ZipFile(tmp_path / "新.docx") as made:
        assert "规模方面我们掌握" in made.read("word/document.xml").decode()
    assert run("readback", workspace, edited, "--cluster", CLUSTER, "--take", "all") == 0
    assert "没有采用任何文字" in capsys.readouterr().out


def test_what_both_have_changed_is_taken_by_its_name_only(workspace: Path, edited: Path, capsys: Capture) -> None:
    with Workspace.open(workspace) as ws:
        operations.write_text(ws, round_of(ws), "zh", "scale", "这里也改了。", Base())
    assert run("readback", workspace, edited, "--cluster", CLUSTER, "--take", "all") == 0
    assert "两边都改过  scale" in capsys.readouterr().out
    assert written(workspace).of("scale").text == "这里也改了。"
    assert run("readback", workspace, edited, "--cluster", CLUSTER, "--take", "scale") == 0
    assert str(written(workspace).of("scale").text).startswith("规模方面我们掌握")


def test_a_wrong_section_and_a_wrong_file_are_told(workspace: Path, edited: Path, tmp_path: Path, capsys: Capture) -> None:
    assert run("readback", workspace, edited, "--cluster", CLUSTER, "--take", "nonsense") == 1
    assert "scale" in capsys.readouterr().err
    other = tmp_path / "别的.docx"
    other.write_bytes(b"no zip")
    assert run("readback", workspace, other, "--cluster", CLUSTER) == 1
    assert "别的.docx" in capsys.readouterr().err


def test_a_report_names_what_was_written_over_other_data(workspace: Path, edited: Path, tmp_path: Path, capsys: Capture) -> None:
    assert run("readback", workspace, edited, "--cluster", CLUSTER, "--take", "all") == 0
    assert run("report", workspace, "--cluster", CLUSTER, "--out", tmp_path / "一.docx") == 0
    assert "请核对" not in capsys.readouterr().out
    with Workspace.open(workspace) as ws:
        row = next(number for number, row in surveys.rows(ws, round_of(ws), "indicators") if getattr(row, "id", "") == "output")
        operations.set_cells(ws, round_of(ws), "indicators", row, {"value": 3456})
    assert run("report", workspace, "--cluster", CLUSTER, "--out", tmp_path / "二.docx") == 0
    assert "有 1 节是改写的，之后数据或初稿有变化，请核对：规模与地位" in capsys.readouterr().out
    with zipfile.ZipFile(tmp_path / "二.docx") as made:
        text = made.read("word/document.xml").decode()
    assert "规模方面我们掌握" in text
    assert "3456亿元" in text


def test_the_report_of_another_cluster_is_told_before_its_many_differences(
    workspace: Path, edited: Path, tmp_path: Path, capsys: Capture
) -> None:
    other, file = tmp_path / "绍兴.jizhen", tmp_path / "绍兴.json"
    file.write_text(json.dumps(sample_data("shaoxing"), ensure_ascii=False), encoding="utf-8")
    assert run("import", other, file) == 0
    capsys.readouterr()
    assert run("readback", other, edited, "--cluster", "绍兴现代纺织集群") == 0
    lines = capsys.readouterr().out.splitlines()
    assert "可能是另一个集群或轮次的报告" in lines[0]
    assert len(lines) > 20
    assert sum("另一个集群" in line for line in lines) == 1
    assert run("readback", workspace, edited, "--cluster", CLUSTER) == 0
    assert "另一个集群" not in capsys.readouterr().out


def test_a_table_drawn_into_a_section_is_told_under_its_name(workspace: Path, edited: Path, tmp_path: Path, capsys: Capture) -> None:
    drawn = tmp_path / "drawn.docx"
    with_table(edited, drawn)
    assert run("readback", workspace, drawn, "--cluster", CLUSTER) == 0
    lines = capsys.readouterr().out.split("\n")
    at = next(place for place, line in enumerate(lines) if "文件里另加的读不回来，请在程序中补上：1 个表格" in line)
    assert lines[at - 1].split() == ["文字相同", "type-basis", "判定依据"]


def with_table(source: Path, out: Path) -> None:
    """The report with a table under the heading 判定依据, as somebody draws it in Word."""
    from docx import Document

    document = Document(str(source))
    heading = next(
        each for each in document.paragraphs if each.text == "判定依据" and each.style is not None and each.style.name == "Heading 2"
    )
    table = document.add_table(2, 2)
    heading._p.addnext(table._tbl)
    document.save(str(out))
