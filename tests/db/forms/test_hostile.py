"""Files that mean harm, in a firm's name or a phone's: each is refused in one line, and nothing is written."""

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from db.workspace import Workspace
from tests.db.forms.collecting import take
from tests.db.forms.filling import filled
from tests.db.helpers import dump

BOMB = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'


def changed(folder: Path, change: Callable[[str, bytes], bytes], **added: bytes) -> Path:
    """A filled questionnaire with its parts changed, and others added."""
    path = filled(folder / "回收", "甲", {"name": "第一机械厂"})
    with zipfile.ZipFile(path) as book:
        parts = {name: change(name, book.read(name)) for name in book.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in {**parts, **added}.items():
            made.writestr(name, content)
    return path


def same(_name: str, content: bytes) -> bytes:
    return content


def declaring(name: str, content: bytes) -> bytes:
    return content.replace(b"<worksheet", BOMB + b"<worksheet", 1) if "sheet1" in name else content


def zip_bomb(folder: Path) -> Path:
    path = folder / "k.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("a.csv", "w") as part:
        for _ in range(100):
            part.write(b" " * 2**20)
    return path


def no_tables(folder: Path) -> Path:
    path = folder / "k.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("../../etc/a.csv", "a,b\n1,2\n")
        archive.writestr("x.exe", "MZ")
    return path


def archive_of_workbooks(folder: Path) -> Path:
    path = folder / "k.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("企业/甲.xlsx", b"PK\x03\x04")
        archive.writestr("__MACOSX/._甲.xlsx", b"x")
    return path


def archive_in_archive(folder: Path) -> Path:
    path = folder / "k.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("更多.zip", b"PK\x03\x04")
    return path


def written(name: str, content: bytes) -> Callable[[Path], Path]:
    def write(folder: Path) -> Path:
        (folder / name).write_bytes(content)
        return folder / name

    return write


HOSTILE: dict[str, tuple[Callable[[Path], Path], str]] = {
    "macros": (lambda folder: changed(folder, same, **{"xl/vbaProject.bin": b"x"}), "roster-macros"),
    "links to other files": (lambda folder: changed(folder, same, **{"xl/externalLinks/externalLink1.xml": b"<x/>"}), "roster-external"),
    "embedded files": (lambda folder: changed(folder, same, **{"xl/embeddings/a.bin": b"x"}), "roster-embedded"),
    "entities": (lambda folder: changed(folder, declaring), "roster-entities"),
    "an archive that unpacks to too much": (zip_bomb, "roster-bomb"),
    "an archive of something else": (no_tables, "returns-unknown"),
    "an archive of what is no workbook": (archive_of_workbooks, "roster-damaged"),
    "an archive within an archive": (archive_in_archive, "returns-archive"),
    "an archive of another kind": (written("a.rar", b"Rar!"), "returns-archive"),
    "no archive": (written("a.zip", b"PK\x03\x04not"), "roster-damaged"),
    "a web page": (written("a.xls", b"<html><table><tr><td>1</td></tr></table></html>"), "roster-web-page"),
    "an empty file": (written("a.xlsx", b""), "roster-empty"),
    "a picture": (written("a.xlsx", b"\x89PNG\r\n"), "roster-kind"),
    "a table of something else": (written("a.csv", "日期,金额\n1,2\n".encode()), "returns-unknown"),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_is_refused_in_one_line(workspace: Workspace, round_id: int, tmp_path: Path, kind: str) -> None:
    make, code = HOSTILE[kind]
    path, before = make(tmp_path), dump(workspace)
    taken = take(workspace, round_id, [path])
    assert taken.returns == []
    (error,) = taken.refused
    assert error.code == code
    for line in (error.to("zh"), error.to("en")):
        assert path.name in line
        assert "\n" not in line
    assert dump(workspace) == before
