"""Reading files that are to be attached: what is refused and how, that a large one is read in steps, and names that play tricks."""

import os
import string
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db import blobs, intake
from db.filenames import kept_name, safe_name
from db.intake import Taken, of_bytes, read_files
from db.media import FORMATS, HEAD, OTHER, is_picture, kind_of, opens, with_suffix_of
from diagnosis.errors import UserError

PNG = b"\x89PNG\r\n\x1a\n"


def read(*paths: Path) -> Taken:
    taken = Taken()
    for _ in read_files(paths, taken):
        pass
    return taken


def told(taken: Taken) -> list[str]:
    return [error.to("zh") for error in taken.refused]


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "厂房 1.JPG"
    path.write_bytes(b"\xff\xd8\xff" + b"x" * 100)
    return path


def test_a_file_is_read_as_it_is(photo: Path) -> None:
    (found,) = read(photo).files
    assert (found.name, found.kind, found.blob.size) == ("厂房 1.JPG", "image/jpeg", 103)
    assert found.blob.hash == blobs.blob_of(photo.read_bytes()).hash


def test_a_large_file_is_read_piece_by_piece(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake, "PIECE", 1000)
    (tmp_path / "a.txt").write_bytes(b"1" * 3500)
    (tmp_path / "b.txt").write_bytes(b"2" * 500)
    taken = Taken()
    steps = [(step.done, step.total, step.text.zh) for step in read_files([tmp_path / "a.txt", tmp_path / "b.txt"], taken)]
    assert steps == [*((done, 5, "正在读取“a.txt”") for done in range(5)), (4, 5, "正在读取“b.txt”"), (5, 5, "正在读取“b.txt”")]
    assert [each.blob.size for each in taken.files] == [3500, 500]
    assert taken.size < 200, "compressed"


def test_reading_that_is_given_up_leaves_nothing_open(photo: Path) -> None:
    taken = Taken()
    steps = read_files([photo], taken)
    next(steps)
    next(steps)
    steps.close()  # type: ignore[attr-defined]  # an open file would be a warning, and warnings are errors
    assert taken.files == []


def gone(path: Path) -> None:
    path.unlink()


def emptied(path: Path) -> None:
    path.write_bytes(b"")


def folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def huge(path: Path) -> None:
    os.truncate(path, blobs.LARGEST + 1)


@pytest.mark.parametrize(
    ("mishap", "line"),
    [
        (gone, "文件“厂房 1.JPG”不见了：选择之后被移走、改名或删除，没有添加"),
        (emptied, "文件“厂房 1.JPG”是空的，没有添加"),
        (folder, "“厂房 1.JPG”是文件夹，没有添加；请打开它，选择里面的文件"),
        pytest.param(pipe, "“厂房 1.JPG”不是普通文件，没有添加", marks=pytest.mark.skipif(os.name != "posix", reason="no pipes there")),
        (huge, "文件“厂房 1.JPG”有 64 MB，超过 64 MB 的上限，没有添加；请先压缩或截取需要的部分"),
    ],
)
def test_what_is_no_file_to_attach_is_told_in_one_line(photo: Path, mishap: Callable[[Path], None], line: str) -> None:
    other = photo.with_name("b.png")
    other.write_bytes(PNG)
    mishap(photo)
    taken = read(photo, other)
    assert told(taken) == [line]
    assert [each.name for each in taken.files] == ["b.png"], "the others are taken"


@pytest.mark.parametrize("mishap", [gone, emptied, huge])
def test_what_happens_between_looking_and_reading_is_told_too(photo: Path, mishap: Callable[[Path], None]) -> None:
    taken = Taken()
    steps = read_files([photo], taken)
    next(steps)
    mishap(photo)
    list(steps)
    assert len(taken.refused) == 1
    assert taken.files == []


@pytest.mark.parametrize("name", ["n" * 300, "a\0b"])
def test_names_that_no_system_takes_are_told(tmp_path: Path, name: str) -> None:
    assert [error.code for error in read(tmp_path / name).refused] == ["file-unreadable"]


def test_a_file_without_permission_is_told(photo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def forbid(self: Path, mode: str = "r") -> object:
        raise PermissionError(13, "Permission denied", str(self))

    with monkeypatch.context() as patch:
        patch.setattr(Path, "open", forbid)
        assert [error.code for error in read(photo).refused] == ["file-forbidden"]


def test_bytes_at_hand_have_the_same_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    assert of_bytes("截图.png", PNG).kind == "image/png"
    with pytest.raises(UserError, match="是空的"):
        of_bytes("截图.png", b"")
    monkeypatch.setattr(intake, "LARGEST", 7)
    with pytest.raises(UserError, match="上限"):
        of_bytes("截图.png", PNG)


# ---- what it is


@pytest.mark.parametrize(
    ("name", "head", "kind"),
    [
        ("a.jpg", b"\xff\xd8\xff\xe1", "image/jpeg"),
        ("照片", b"\xff\xd8\xff\xe1", "image/jpeg"),
        ("a.webp", b"RIFF\0\0\0\0WEBPVP8 ", "image/webp"),
        ("a.heic", b"\0\0\0\x18ftypheic", "image/heic"),
        ("a.pdf", b"%PDF-1.4", "application/pdf"),
        ("a.docx", b"PK\x03\x04", FORMATS[8].kind),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/msword"),
        ("a.docm", b"PK\x03\x04", OTHER),
        ("a.jar", b"PK\x03\x04", OTHER),
        ("a.docx", b"MZ\x90", OTHER),
        ("a.pdf.exe", b"MZ\x90", OTHER),
        ("a.svg", b"<svg>", OTHER),
        ("a.html", b"<html>", OTHER),
        ("BM", b"BM", OTHER),
        ("", b"", OTHER),
    ],
)
def test_the_kind_is_told_from_the_content(name: str, head: bytes, kind: str) -> None:
    assert kind_of(name, head) == kind
    assert opens(kind) == (kind != OTHER)


def test_what_opens_gets_a_name_that_its_viewer_knows() -> None:
    assert with_suffix_of("照片.exe", "image/jpeg") == "照片.exe.jpg"
    assert with_suffix_of("照片.JPEG", "image/jpeg") == "照片.JPEG"
    assert is_picture("image/jpeg")
    assert not is_picture("image/heic"), "the window cannot show these"


def test_a_real_document_is_one(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as made:
        made.writestr("x", "y")
    assert "spreadsheet" in kind_of("a.xlsx", (tmp_path / "a.xlsx").read_bytes()[:HEAD])


# ---- names


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd", "-..-etc-passwd"),
        ("C:\\Windows\\x.dll", "C--Windows-x.dll"),
        ("con.jpg", "con_.jpg"),
        ("COM1.tar.gz", "COM1_.tar.gz"),
        ("nul", "nul_"),
        ("photo\u202egpj.exe", "photogpj.exe"),
        ("a\0b\x1b\n.jpg", "a-b--.jpg"),
        (" . ", ""),
        ("..", ""),
        ("喆祎𠮷.pdf", "喆祎𠮷.pdf"),
        ("长" * 200 + ".jpeg", "长" * 75 + ".jpeg"),
    ],
)
def test_names_on_the_way_out(name: str, safe: str) -> None:
    assert safe_name(name) == safe


@given(st.text(max_size=300) | st.text(string.punctuation + "conCON1 \t\n", max_size=9))
def test_every_name_can_be_a_files_name(name: str) -> None:
    safe = safe_name(name)
    assert len(safe.encode()) <= 240
    assert safe_name(safe) == safe
    assert not set(safe) & set('<>:"/\\|?*\0\n')
    assert safe == safe.strip(" .")
    assert safe.split(".")[0].strip().upper() not in {"CON", "PRN", "AUX", "NUL", "COM1", "LPT9"}
    kept_name(name).encode()
