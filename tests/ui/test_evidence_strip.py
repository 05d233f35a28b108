"""A strip of evidence: files come by button, drop and paste, and are captioned, opened, saved, moved and deleted by keys."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit

from db import operations
from db.attachments import ROUND, Owner, of_item
from diagnosis.text import Text
from tests.surveys import file_data
from tests.ui.evidence import attach, content_of, files_in, image_of, make, names, photo, said, strip_of, written
from tests.ui.judging import Desk
from ui.widgets.evidence_list import size_text
from ui.widgets.evidence_strip import EvidenceStrip

FIRM = Owner("enterprises", 1)
PDF = b"%PDF-1.7 text"


@pytest.fixture
def strip(desk: Desk) -> EvidenceStrip:
    """A strip of the round; there is a firm, too."""
    desk.load(file_data(enterprises=[{"name": "甲厂"}]))
    return strip_of(desk)


@pytest.fixture
def three(desk: Desk, strip: EvidenceStrip, tmp_path: Path) -> EvidenceStrip:
    """The strip with a photograph, a document and a program; the first is chosen, and the list has the focus."""
    attach(desk, strip, *make(tmp_path, [("厂房.jpg", photo()), ("批复.pdf", PDF), ("装置.exe", b"MZ")]))
    strip.list.choose([strip.model.files[0].id])
    strip.list.setFocus()
    return strip


def key(strip: EvidenceStrip, keys: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(strip.list, keys, modifier)


def line_of(strip: EvidenceStrip) -> QLineEdit:
    """The line that is open for typing."""
    (line,) = (each for each in strip.list.findChildren(QLineEdit) if each.isVisible())
    return line


CONTROL = Qt.KeyboardModifier.ControlModifier


# ---- what is done with them


def test_a_caption_is_typed_in_place(desk: Desk, three: EvidenceStrip) -> None:
    key(three, Qt.Key.Key_F2)
    line = line_of(three)
    assert line.accessibleName() == "说明"
    line.insert("总装车间")
    line.setModified(True)
    QTest.keyClick(line, Qt.Key.Key_Return)
    desk.bot.waitUntil(lambda: three.model.index(0).data() == "总装车间")
    assert files_in(desk)[0].caption == "总装车间"
    assert "厂房.jpg" in str(three.model.index(0).data(Qt.ItemDataRole.AccessibleTextRole))
    assert three.list.hasFocus()
    key(three, Qt.Key.Key_F2)
    line = line_of(three)
    line.setText("别的")
    line.setModified(True)
    desk.session.leaving.emit()
    desk.bot.waitUntil(lambda: files_in(desk)[0].caption == "别的")
    QTest.keyClick(line, Qt.Key.Key_Escape)
    desk.bot.waitUntil(lambda: files_in(desk)[0].caption == "总装车间")


def test_a_file_gets_another_name_by_the_menu(desk: Desk, three: EvidenceStrip) -> None:
    next(action for action in three.make_menu().actions() if action.data() == "rename").trigger()
    line = line_of(three)
    assert line.text() == "厂房"
    line.setText("二号厂房")
    line.setModified(True)
    QTest.keyClick(line, Qt.Key.Key_Return)
    desk.bot.waitUntil(lambda: names(three)[0] == "二号厂房.jpg")


def test_delete_deletes_and_undo_brings_back(desk: Desk, three: EvidenceStrip) -> None:
    key(three, Qt.Key.Key_Delete)
    desk.bot.waitUntil(lambda: names(three) == ["批复.pdf", "装置.exe"])
    assert [file.name for file in three.list.chosen] == ["批复.pdf"], "the next one"
    assert desk.session.undo_name == Text("删除佐证材料“厂房.jpg”", "delete the evidence file '厂房.jpg'")
    key(three, Qt.Key.Key_A, CONTROL)
    key(three, Qt.Key.Key_Delete)
    desk.bot.waitUntil(lambda: names(three) == [])
    assert QApplication.focusWidget() is three.head.add
    desk.session.undo()
    desk.session.undo()
    desk.bot.waitUntil(lambda: names(three) == ["厂房.jpg", "批复.pdf", "装置.exe"])
    assert content_of(desk, files_in(desk)[0]) == photo()


def test_enter_opens_a_copy_that_cannot_be_written(desk: Desk, three: EvidenceStrip, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[Path] = []

    def show(url: QUrl) -> bool:
        opened.append(Path(url.toLocalFile()))
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", show)
    key(three, Qt.Key.Key_Return)
    desk.bot.waitUntil(lambda: len(opened) == 1)
    assert opened[0].name == "厂房.jpg"
    assert opened[0].read_bytes() == photo()
    assert not opened[0].stat().st_mode & 0o222
    key(three, Qt.Key.Key_Return)
    desk.bot.waitUntil(lambda: opened[1:] == opened[:1])
    three.list.choose([three.model.files[2].id])
    key(three, Qt.Key.Key_Return)
    desk.settle()
    assert "不在这里打开" in said(desk)
    assert len(opened) == 2, "a program is never opened"
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _url: False)
    three.list.choose([three.model.files[1].id])
    key(three, Qt.Key.Key_Return)
    desk.bot.waitUntil(lambda: "系统没有能打开“批复.pdf”的程序" in said(desk))


def test_files_are_saved_elsewhere(desk: Desk, three: EvidenceStrip, tmp_path: Path) -> None:
    key(three, Qt.Key.Key_S, CONTROL)
    (dialog,) = three.findChildren(QFileDialog)
    assert dialog.selectedFiles()[0].endswith("厂房.jpg")
    dialog.fileSelected.emit(str(tmp_path / "neu.jpg"))
    dialog.reject()
    desk.bot.waitUntil((tmp_path / "neu.jpg").exists)
    desk.settle()
    assert (tmp_path / "neu.jpg").read_bytes() == photo()
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / "批复.pdf").write_bytes(b"old")
    key(three, Qt.Key.Key_A, CONTROL)
    desk.click(three.head.buttons["save"])
    dialog = three.findChildren(QFileDialog)[-1]
    dialog.fileSelected.emit(str(folder))
    dialog.reject()
    desk.bot.waitUntil(lambda: said(desk).startswith("已把 3 份佐证材料存到"))
    assert sorted(path.name for path in folder.iterdir()) == ["厂房.jpg", "批复 (2).pdf", "批复.pdf", "装置.exe"]
    assert (folder / "批复.pdf").read_bytes() == b"old"


def test_saving_where_nothing_can_be_written_says_so(desk: Desk, three: EvidenceStrip, tmp_path: Path) -> None:
    three.work.save(three.model.files[0], tmp_path / "none" / "a.jpg")
    desk.bot.waitUntil(lambda: "文件夹不存在" in said(desk))
    three.work.save_all(three.model.files, tmp_path / "none")
    desk.bot.waitUntil(lambda: not three.work.running)
    assert "文件夹不存在" in said(desk)


def test_pictures_are_made_smaller_on_request(desk: Desk, strip: EvidenceStrip, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    large = written(image_of(2400, 1200, busy=True), "jpg", 90)
    attach(desk, strip, *make(tmp_path, [("大.JPEG", large), ("小.jpg", photo()), ("文.pdf", PDF)]))
    strip.list.clearSelection()
    assert strip.head.buttons["shrink"].isEnabled(), "all large ones, as none is chosen"
    desk.click(strip.head.buttons["shrink"])
    desk.bot.waitUntil(lambda: said(desk).startswith("已缩小 1 张图片，省下 "))
    desk.bot.waitUntil(lambda: names(strip)[0] == "大.jpg")
    found = files_in(desk)[0]
    assert found.size < len(large)
    assert QImage.fromData(content_of(desk, found)).width() == 2000
    desk.session.undo()
    desk.bot.waitUntil(lambda: names(strip)[0] == "大.JPEG")
    assert content_of(desk, files_in(desk)[0]) == large
    strip.list.choose([strip.model.files[1].id])
    assert not strip.head.buttons["shrink"].isEnabled()
    monkeypatch.setattr("ui.widgets.evidence_strip.WORTH", 1)
    strip.work.shrink([strip.model.files[2]])
    desk.bot.waitUntil(lambda: said(desk) == "这些图片已经够小，没有改动。")


def test_files_are_cut_and_pasted_elsewhere(desk: Desk, three: EvidenceStrip) -> None:
    other = strip_of(desk, FIRM)
    three.activateWindow()
    key(three, Qt.Key.Key_X, CONTROL)
    assert len(names(three)) == 3, "nothing goes before it is pasted"
    QTest.keyClick(other.head.add, Qt.Key.Key_V, CONTROL)
    desk.bot.waitUntil(lambda: names(other) == ["厂房.jpg"])
    desk.bot.waitUntil(lambda: names(three) == ["批复.pdf", "装置.exe"])
    desk.session.undo()
    desk.bot.waitUntil(lambda: len(names(three)) == 3)
    desk.bot.waitUntil(lambda: names(other) == [])


def test_alt_and_an_arrow_change_the_order(desk: Desk, three: EvidenceStrip) -> None:
    alt = Qt.KeyboardModifier.AltModifier
    key(three, Qt.Key.Key_Right, alt)
    desk.bot.waitUntil(lambda: names(three) == ["批复.pdf", "厂房.jpg", "装置.exe"])
    assert [file.name for file in three.list.chosen] == ["厂房.jpg"]
    key(three, Qt.Key.Key_Left, alt)
    desk.bot.waitUntil(lambda: names(three) == ["厂房.jpg", "批复.pdf", "装置.exe"])
    key(three, Qt.Key.Key_Left, alt)
    desk.settle()
    assert names(three) == ["厂房.jpg", "批复.pdf", "装置.exe"]


# ---- what is shown


def test_each_owner_has_files_of_its_own(desk: Desk, three: EvidenceStrip) -> None:
    counted: list[int] = []
    three.counted.connect(counted.append)
    three.show_owner(of_item("labour-cost"))
    desk.settle()
    assert (names(three), counted[-1]) == ([], 0)
    three.show_owner(None)
    assert not three.isEnabled()
    three.show_owner(ROUND)
    desk.settle()
    assert (len(names(three)), counted[-1]) == (3, 3)


def test_what_others_change_is_shown(desk: Desk, three: EvidenceStrip) -> None:
    desk.session.change(operations.set_caption, desk.session.round_id, three.model.files[1].id, "市政府文件")
    desk.bot.waitUntil(lambda: three.model.index(1).data() == "市政府文件")
    assert [file.name for file in three.list.chosen] == ["厂房.jpg"], "what is chosen stays so"


@pytest.mark.qt_log_ignore(".*")
def test_a_picture_that_cannot_be_shown_is_shown_as_a_file(desk: Desk, strip: EvidenceStrip, tmp_path: Path) -> None:
    attach(desk, strip, *make(tmp_path, [("a.jpg", photo()[:100])]))
    strip.grab()
    desk.settle()
    assert strip.model.picture(strip.model.files[0]) is None
    strip.grab()


def test_it_speaks(desk: Desk, three: EvidenceStrip) -> None:
    spoken = [three.model.index(row).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(3)]
    assert spoken[0] == f"图片 厂房.jpg，{size_text(len(photo()))}"
    assert spoken[1] == "文件 批复.pdf，1 kB"
    assert three.list.accessibleName() == "佐证材料"
    assert "F2" in three.list.accessibleDescription()
    assert {button.accessibleName() for button in three.head.buttons.values()} == {"打开", "另存为…", "缩小图片", "删除"}
    desk.session.set_language("en")
    three.retranslate()
    assert three.model.index(1).data(Qt.ItemDataRole.AccessibleTextRole) == "file 批复.pdf, 1 kB"


@pytest.mark.parametrize(("size", "text"), [(1, "1 kB"), (830_000, "811 kB"), (4_404_019, "4.2 MB"), (2_000_000_000, "1,907.3 MB")])
def test_sizes_as_people_read_them(size: int, text: str) -> None:
    assert size_text(size) == text
