"""Forms that come in one archive, as a messenger or a mail gives them."""

import errno
import tempfile
import zipfile
from pathlib import Path

import pytest

from db.places import mending_folder
from db.rosters.books import LARGEST
from db.workspace import Workspace
from tests.db.forms.collecting import take
from tests.db.forms.filling import filled
from tests.db.forms.test_phones import VISIT
from tests.db.phones import CENTRAL, form, tables, write_csvs


class _OfWindows(zipfile.ZipInfo):
    """A part whose name is written in the system's code page, and does not say so."""

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:
        return self.filename.encode("gb18030"), self.flag_bits


def packed(path: Path, parts: dict[str, bytes], kind: type[zipfile.ZipInfo] = zipfile.ZipInfo) -> Path:
    """An archive of these parts."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(kind(name), content)
    return path


def forms(folder: Path, *names: str) -> dict[str, bytes]:
    """Filled questionnaires by their names in an archive."""
    return {f"企业/{name}.xlsx": filled(folder / "甲", name, {"name": name}).read_bytes() for name in names}


def test_the_workbooks_in_it_are_read_each_by_itself(workspace: Workspace, round_id: int, tmp_path: Path) -> None:
    parts = forms(tmp_path, "第一机械厂", "第二机械厂")
    beside = {"企业/~$第一机械厂.xlsx": b"x", "__MACOSX/企业/._第一机械厂.xlsx": b"x", "照片.jpg": b"x"}
    taken = take(workspace, round_id, [packed(tmp_path / "回收.zip", {**parts, **beside})])
    assert taken.refused == []
    assert [(each.name, each.firms[0]["name"]) for each in taken.returns] == [
        ("第一机械厂.xlsx", "第一机械厂"),
        ("第二机械厂.xlsx", "第二机械厂"),
    ]


def test_one_that_is_refused_stops_none_of_the_others_and_is_named_in_its_archive(
    workspace: Workspace, round_id: int, tmp_path: Path
) -> None:
    parts = {**forms(tmp_path, "第一机械厂"), "坏的.xlsx": b"PK\x03\x04", "别的.xls": b"<html><table></table></html>", "更多.rar": b"Rar!"}
    taken = take(workspace, round_id, [packed(tmp_path / "回收.zip", parts)])
    assert [each.name for each in taken.returns] == ["第一机械厂.xlsx"]
    assert [error.code for error in taken.refused] == ["roster-damaged", "roster-web-page", "returns-archive"]
    assert [error.to("zh").split(" ")[0] for error in taken.refused] == ["回收.zip/坏的.xlsx", "回收.zip/别的.xls", "回收.zip/更多.rar"]


def test_workbooks_and_the_tables_of_an_export_may_lie_in_one(workspace: Workspace, round_id: int, tmp_path: Path) -> None:
    exported = {path.name: path.read_bytes() for path in write_csvs(tmp_path / "导出", tables(form(tmp_path), [VISIT], CENTRAL))}
    taken = take(workspace, round_id, [packed(tmp_path / "回收.zip", {**forms(tmp_path, "第一机械厂"), **exported})])
    assert taken.refused == []
    assert len(taken.returns) == 2


@pytest.mark.parametrize("kind", [zipfile.ZipInfo, _OfWindows])
def test_names_are_read_as_windows_writes_them(workspace: Workspace, round_id: int, tmp_path: Path, kind: type[zipfile.ZipInfo]) -> None:
    taken = take(workspace, round_id, [packed(tmp_path / "回收.zip", forms(tmp_path, "第一机械厂"), kind)])
    assert [each.name for each in taken.returns] == ["第一机械厂.xlsx"]


def test_nothing_is_written_where_a_name_points_and_nothing_is_left_behind(
    workspace: Workspace, round_id: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = tmp_path / "own" / "deep"
    own.mkdir(parents=True)
    monkeypatch.setattr(tempfile, "tempdir", str(own))
    content = next(iter(forms(tmp_path, "第一机械厂").values()))
    before = set(tmp_path.rglob("*"))
    path = packed(tmp_path / "回收.zip", {"../../甲.xlsx": content, "/乙.xlsx": content, "C:\\丙.xlsx": content})
    taken = take(workspace, round_id, [path])
    assert [each.name for each in taken.returns] == ["甲.xlsx", "乙.xlsx", "丙.xlsx"]
    assert set(tmp_path.rglob("*")) == {*before, path}
    assert list(mending_folder().iterdir()) == []


def test_a_note_that_cannot_be_read_costs_no_form(workspace: Workspace, round_id: int, tmp_path: Path) -> None:
    parts = {**forms(tmp_path, "第一机械厂"), "说明.txt": b"\xff\xff\xff", "__补充.xlsx": b"PK\x03\x04"}
    taken = take(workspace, round_id, [packed(tmp_path / "回收.zip", parts)])
    assert [each.name for each in taken.returns] == ["第一机械厂.xlsx"]
    assert sorted(str(error.facts["file"]) for error in taken.refused) == ["回收.zip/__补充.xlsx", "回收.zip/说明.txt"]


def test_a_table_that_is_too_large_costs_no_form(
    workspace: Workspace, round_id: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(LARGEST, "text", 0)
    taken = take(workspace, round_id, [packed(tmp_path / "回收.zip", {**forms(tmp_path, "第一机械厂"), "导出.csv": b"a,b"})])
    assert [each.name for each in taken.returns] == ["第一机械厂.xlsx"]
    assert [(error.code, error.facts["file"]) for error in taken.refused] == [("roster-big", "回收.zip/导出.csv")]


def test_an_archive_that_nobody_may_read_is_not_called_damaged(
    workspace: Workspace, round_id: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def forbidden(*_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, "no")

    path = packed(tmp_path / "回收.zip", {})
    monkeypatch.setattr(zipfile, "ZipFile", forbidden)
    taken = take(workspace, round_id, [path])
    assert [error.code for error in taken.refused] == ["file-forbidden"]
