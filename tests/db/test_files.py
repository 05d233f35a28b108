"""Files in and out, each as a whole or not at all."""

import errno
import json
import os
import sqlite3
from pathlib import Path

import pytest

from db import operations, surveys
from db.copies import copy_to
from db.files import LARGEST, export_package, read_survey_file, write_survey_file, write_text
from db.holding import lock_of
from db.samples import create_sample_workspace, sample_files
from db.survey_files import read_survey
from db.verify import verify
from db.workspace import Workspace
from diagnosis.errors import UserError
from diagnosis.survey import IndicatorRow, Survey
from tests.db.helpers import dump, sample


def test_a_survey_file_comes_back_as_it_was_written(tmp_path: Path) -> None:
    for file in sample_files():
        read = read_survey_file(file)
        write_survey_file(tmp_path / "调研.json", read.survey)
        assert read_survey_file(tmp_path / "调研.json").survey == read.survey


def test_a_file_of_a_windows_editor_is_read(tmp_path: Path) -> None:
    path = tmp_path / "s.json"
    path.write_bytes(b"\xef\xbb\xbf" + sample_files()[0].read_bytes().replace(b"\n", b"\r\n"))
    assert read_survey_file(path) == sample("changsha")


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"\xff\xfe\x00\x01" * 20, "survey-not-text"),
        ("调研".encode("gb18030"), "survey-not-text"),
        (b"", "survey-not-json"),
        (b'{"format": "jizhen-survey", "vers', "survey-not-json"),
        (b"[]", "survey-not-object"),
        (b"\0" * 100, "survey-not-json"),
        (b" " * (LARGEST + 1), "survey-too-large"),
    ],
)
def test_other_content_is_refused(tmp_path: Path, content: bytes, told: str) -> None:
    path = tmp_path / "s.json"
    path.write_bytes(content)
    with pytest.raises(UserError) as refused:
        read_survey_file(path)
    assert refused.value.code == told
    assert str(path) in refused.value.to("zh")


@pytest.mark.parametrize("ending", ["xlsm", "xls", "csv"])
def test_a_workbook_saved_as_something_else_is_told_as_one(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"s.{ending}"
    path.write_bytes(b"PK\3\4")
    with pytest.raises(UserError, match=r"另存为 \.xlsx"):
        read_survey(path)
    with pytest.raises(UserError, match="找不到"):
        read_survey(tmp_path / f"none.{ending}")


def test_what_cannot_be_read_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    codes = {"none.json": "file-missing", ".": "file-is-folder", "n" * 300: "file-unreadable", "nul\0": "file-unreadable"}
    for name, code in codes.items():
        with pytest.raises(UserError) as refused:
            read_survey_file(tmp_path / name)
        assert refused.value.code == code
        assert str(tmp_path) in refused.value.to("zh")

    def forbid(self: Path, mode: str = "r") -> object:
        raise PermissionError(13, "Permission denied", str(self))

    monkeypatch.setattr(Path, "open", forbid)
    with pytest.raises(UserError, match="没有权限"):
        read_survey_file(tmp_path / "s.json")


def test_a_survey_that_no_file_may_hold_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "s.json"
    path.write_text("mine")
    survey = Survey(cluster=sample("changsha").survey.cluster, round=sample("changsha").survey.round)
    with pytest.raises(UserError, match="“指标值”第 1 行“年份”"):
        write_survey_file(path, Survey(cluster=survey.cluster, round=survey.round, indicators=(IndicatorRow(id="firms", value=3),)))
    assert path.read_text() == "mine"


@pytest.mark.parametrize(
    ("number", "told"),
    [(errno.ENOSPC, "disk-full"), (errno.EACCES, "file-in-use"), (errno.EROFS, "file-not-writable"), (errno.EIO, "file-not-writable")],
)
@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_write_that_fails_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, told: str, step: str) -> None:
    path = tmp_path / "s.json"
    path.write_text("mine")

    def fail(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as patch:
        patch.setattr(os if step == "fsync" else Path, step, fail)
        with pytest.raises(UserError) as refused:
            write_text(path, "theirs")
    assert refused.value.code == told
    assert str(path) in refused.value.to("zh")
    assert {found.name for found in tmp_path.iterdir()} == {"s.json"}
    assert path.read_text() == "mine"


def test_where_nothing_can_be_written(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    for path, code in ((tmp_path / "none" / "s.json", "folder-missing"), (tmp_path / "folder", "file-is-folder")):
        with pytest.raises(UserError) as refused:
            write_text(path, "x")
        assert refused.value.code == code
        assert str(path.parent) in refused.value.to("zh")
    with pytest.raises(UserError):
        write_text(tmp_path / ("n" * 300), "x")
    assert [found.name for found in tmp_path.iterdir()] == ["folder"]


@pytest.mark.skipif(os.name != "posix", reason="modes and links of POSIX")
def test_links_and_modes_stay(tmp_path: Path) -> None:
    target, link = tmp_path / "s.json", tmp_path / "link.json"
    write_text(target, "mine")
    target.chmod(0o640)
    link.symlink_to(target)
    write_text(link, "new")
    assert link.is_symlink()
    assert target.read_text() == "new"
    assert target.stat().st_mode & 0o777 == 0o640


@pytest.fixture
def three(workspace: Workspace) -> Workspace:
    """The three samples, a second round, something typed, and something undone."""
    for name in ("changsha", "shaoxing", "hydrogen"):
        operations.import_survey(workspace, sample(name))
    operations.create_round(workspace, 2, "2023", "2023-06-30")
    operations.set_draft(workspace, 2, "chain", surveys.rows(workspace, 2, "chain")[0][0], "importance", "高")
    operations.set_answer(workspace, 2, "services", "testing", value=True)
    operations.undo(workspace)
    return workspace


def test_a_package_is_a_workspace_with_one_cluster(three: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "给同事.jizhen"
    export_package(three, 2, path)
    assert verify(path).sound
    with Workspace.open(path) as package:
        (entry,) = surveys.clusters(package)
        assert entry == surveys.clusters(three)[1]
        assert [one.label for one in entry.rounds] == ["2020", "2023"]
        for one in entry.rounds:
            assert surveys.load(package, one.id) == surveys.load(three, one.id)
            assert surveys.drafts(package, one.id) == surveys.drafts(three, one.id)
        assert operations.undo_name(package) is None
        held = dump(package)
        assert all(set(rows) <= set(dump(three)[table]) for table, rows in held.items() if not table.startswith("_"))
    assert {found.name for found in tmp_path.iterdir()} == {path.name, three.path.name, lock_of(three.path).name}
    export_package(three, 1, path)  # over an older package
    with Workspace.open(path) as package:
        assert surveys.clusters(package) == surveys.clusters(three)[:1]


def test_a_package_is_not_written_over_its_own_workspace(three: Workspace, tmp_path: Path) -> None:
    before = three.path.read_bytes()
    with pytest.raises(UserError, match="不能把集群导出到它自己"):
        export_package(three, 1, three.path)
    with pytest.raises(UserError, match="已被删除"):
        export_package(three, 99, tmp_path / "p.jizhen")
    with pytest.raises(UserError, match="文件夹不存在"):
        export_package(three, 1, tmp_path / "none" / "p.jizhen")
    (tmp_path / "q.jizhen-journal").write_text("another program is writing")
    with pytest.raises(UserError, match="正被其他程序打开"):
        export_package(three, 1, tmp_path / "q.jizhen")
    assert three.path.read_bytes() == before
    assert {found.name for found in tmp_path.iterdir()} == {three.path.name, lock_of(three.path).name, "q.jizhen-journal"}


def test_the_samples_are_marked_as_samples(tmp_path: Path) -> None:
    for file in sample_files():
        note = json.loads(file.read_text(encoding="utf-8"))["round"]["note"]
        assert note.startswith("示例：")
        assert "\nSample: " in note


def test_the_sample_workspace(tmp_path: Path) -> None:
    path = tmp_path / "samples.jizhen"
    create_sample_workspace(path)
    with Workspace.open(path) as workspace:
        assert [entry.cluster for entry in surveys.clusters(workspace)] == [
            sample(name).survey.cluster for name in ("changsha", "shaoxing", "hydrogen")
        ]
        assert operations.undo_name(workspace) is None
    before = path.read_bytes()
    with pytest.raises(UserError, match="不会覆盖"):
        create_sample_workspace(path)
    assert path.read_bytes() == before
    assert [found.name for found in tmp_path.iterdir()] == [path.name]


class Away:
    """A connection to a file whose disk has been taken away."""

    secret = None

    def backup(self, _target: sqlite3.Connection) -> None:
        error = sqlite3.OperationalError("disk I/O error")
        error.sqlite_errorcode = sqlite3.SQLITE_IOERR_READ
        raise error


def test_a_copy_of_what_is_away_names_what_is_away_and_leaves_nothing(tmp_path: Path) -> None:
    here = tmp_path / "here.jizhen"
    for path, code, file in (
        (tmp_path / "stick" / "a.jizhen", "copy-of-away", "a.jizhen"),
        (tmp_path, "workspace-unreachable", "here.jizhen"),
    ):
        with pytest.raises(UserError) as refused:
            copy_to(Away(), path, here)  # type: ignore[arg-type]
        assert (refused.value.code, Path(str(refused.value.facts["file"])).name) == (code, file)
    assert not list(tmp_path.iterdir())
