"""Files of evidence come: chosen, dropped and pasted, large ones in steps; what is none is told in one line."""

import os
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QLineEdit, QPlainTextEdit

from db import blobs
from db.attachments import ROUND, Owner
from db.workspace import Workspace
from diagnosis.text import Text
from tests.surveys import file_data
from tests.ui.evidence import attach, content_of, copy, drop, files_in, image_of, make, mime_of, names, photo, said, strip_of
from tests.ui.judging import Desk
from tests.ui.window import Opened
from ui.dialogs.ask import ConfirmDialog
from ui.pages.overview import OverviewPage
from ui.widgets.evidence_strip import EvidenceStrip

FIRM = Owner("enterprises", 1)
PDF = b"%PDF-1.7 text"
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def strip(desk: Desk) -> EvidenceStrip:
    """A strip of the round; there is a firm, too."""
    desk.load(file_data(enterprises=[{"name": "甲厂"}]))
    return strip_of(desk)


def test_while_there_is_nothing_it_is_one_line_that_says_what_belongs_here(desk: Desk, strip: EvidenceStrip) -> None:
    assert strip.head.note == "拖入照片或文件，或按 Ctrl+V 粘贴截图"
    assert strip.list.isHidden()
    assert strip.heightForWidth(560) <= 40
    assert [button.isVisible() for button in strip.head.buttons.values()] == [False] * 4
    desk.session.set_language("en")
    strip.retranslate()
    assert strip.head.note.startswith("Drop photos")


def test_files_are_chosen_in_a_dialog_several_at_once(desk: Desk, strip: EvidenceStrip, tmp_path: Path) -> None:
    paths = make(tmp_path, [("a.jpg", photo()), ("b.pdf", PDF)])
    desk.click(strip.head.add)
    (dialog,) = strip.findChildren(QFileDialog)
    assert dialog.fileMode() == QFileDialog.FileMode.ExistingFiles
    dialog.filesSelected.emit([str(path) for path in paths])
    dialog.reject()
    desk.bot.waitUntil(lambda: names(strip) == ["a.jpg", "b.pdf"])
    assert [content_of(desk, file) for file in files_in(desk)] == [photo(), PDF]
    assert strip.list.isVisible()
    assert strip.focusWidget() is strip.list
    assert [file.name for file in strip.list.chosen] == ["a.jpg", "b.pdf"], "what has come is chosen"
    assert strip.head.note.startswith("2 份 · ")
    desk.bot.waitUntil(lambda: strip.model.picture(strip.model.files[0]) is not None)
    assert strip.model.picture(strip.model.files[1]) is None


def test_files_are_dropped(desk: Desk, strip: EvidenceStrip, tmp_path: Path) -> None:
    assert not drop(strip, mime_of(text="words"))
    assert drop(strip, mime_of(*make(tmp_path, [("a.jpg", photo())])))
    desk.bot.waitUntil(lambda: names(strip) == ["a.jpg"])
    assert drop(strip, mime_of(image=image_of(30, 20)))
    desk.bot.waitUntil(lambda: len(names(strip)) == 2)


def test_who_writes_while_files_come_goes_on_writing(desk: Desk, strip: EvidenceStrip, tmp_path: Path) -> None:
    notes = QPlainTextEdit(strip.parentWidget() or strip)
    notes.show()
    notes.setFocus()
    drop(strip, mime_of(*make(tmp_path, [("a.jpg", photo())])))
    desk.bot.waitUntil(lambda: names(strip) == ["a.jpg"])
    desk.settle()
    assert strip.window().focusWidget() is notes
    strip.list.setFocus()
    strip.list.edit_in_place(name=False)
    caption = QApplication.focusWidget()
    assert isinstance(caption, QLineEdit)
    QTest.keyClicks(caption, "half")
    drop(strip, mime_of(*make(tmp_path, [("b.jpg", photo(30, 20))])))
    desk.bot.waitUntil(lambda: len(names(strip)) == 2)
    desk.settle()
    assert QApplication.focusWidget() is caption
    QTest.keyClicks(caption, " a caption")
    assert caption.text() == "half a caption"


def test_a_picture_and_copied_files_are_pasted(desk: Desk, strip: EvidenceStrip, tmp_path: Path) -> None:
    QGuiApplication.clipboard().setImage(image_of(30, 20))
    strip.head.add.setFocus()
    QTest.keyClick(strip.head.add, Qt.Key.Key_V, CONTROL)
    desk.bot.waitUntil(lambda: len(names(strip)) == 1)
    assert names(strip)[0].startswith("粘贴的图片 20")
    assert names(strip)[0].endswith(".png")
    (file,) = files_in(desk)
    assert QImage.fromData(content_of(desk, file)).size() == image_of(30, 20).size()
    copy(mime_of(*make(tmp_path, [("b.pdf", PDF)]), text="b.pdf"))
    QTest.keyClick(strip.list, Qt.Key.Key_V, CONTROL)
    desk.bot.waitUntil(lambda: names(strip)[1:] == ["b.pdf"])
    copy(mime_of(image=image_of(8, 8), text="a table"))
    QTest.keyClick(strip.list, Qt.Key.Key_V, CONTROL)
    desk.bot.waitUntil(lambda: len(names(strip)) == 3)


@pytest.mark.parametrize("mime", [mime_of(text="words"), mime_of(), mime_of(image=QImage())])
def test_pasting_what_is_no_file_and_no_picture_says_so(desk: Desk, strip: EvidenceStrip, mime: object) -> None:
    strip.take(mime)  # type: ignore[arg-type]
    desk.settle()
    assert said(desk) == "剪贴板里没有图片或文件。请先复制截图、图片或文件，再粘贴"
    assert files_in(desk) == ()


def test_a_link_to_a_page_is_no_file(desk: Desk, strip: EvidenceStrip) -> None:
    mime = mime_of()
    mime.setUrls([QUrl("https://example.org/a.jpg")])
    assert not drop(strip, mime)
    strip.take(mime)
    assert "没有图片或文件" in said(desk)


def test_what_cannot_be_added_is_told_in_one_line_and_the_others_come(desk: Desk, strip: EvidenceStrip, tmp_path: Path) -> None:
    good, empty, gone = make(tmp_path, [("好.jpg", photo()), ("空.txt", b""), ("走了.txt", b"1")])
    huge = tmp_path / "大.mp4"
    huge.touch()
    os.truncate(huge, blobs.LARGEST + 1)
    gone.unlink()
    for path, line in ((gone, "不见了"), (empty, "是空的"), (huge, "超过 64 MB 的上限"), (tmp_path, "是文件夹")):
        drop(strip, mime_of(path))
        desk.bot.waitUntil(lambda: not strip.work.running)
        assert line in said(desk)
        assert files_in(desk) == ()
        assert desk.session.undo_name == Text("导入调研“甲集群 2024”", "import survey '甲集群 2024'")
    drop(strip, mime_of(gone, good, empty))
    desk.bot.waitUntil(lambda: names(strip) == ["好.jpg"])
    assert said(desk) == "文件“走了.txt”不见了：选择之后被移走、改名或删除，没有添加（也没有添加的还有：“空.txt”）"


def test_a_file_that_is_here_already_is_not_added_again(desk: Desk, strip: EvidenceStrip, tmp_path: Path) -> None:
    attach(desk, strip, *make(tmp_path, [("厂房.jpg", photo())]))
    strip.work.add_files(ROUND, [tmp_path / "厂房.jpg"])
    desk.bot.waitUntil(lambda: said(desk) == "这些文件已经在这里，没有重复添加。")
    assert len(files_in(desk)) == 1


def test_a_large_file_shows_how_far_it_is_and_can_be_given_up(
    desk: Desk, strip: EvidenceStrip, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("db.intake.PIECE", 10)
    paths = make(tmp_path, [("a.bin", bytes(range(250)) * 400), ("b.jpg", photo())])
    seen: list[int] = []
    strip.work.progressed.connect(lambda progress: seen.append(progress.done))
    strip.work.add_files(ROUND, paths)
    desk.bot.waitUntil(lambda: len(seen) > 3)
    assert strip.head.cancel.isVisible()
    desk.click(strip.head.cancel)
    desk.bot.waitUntil(lambda: not strip.work.running)
    desk.settle()
    assert files_in(desk) == ()
    assert not strip.head.cancel.isVisible()
    strip.work.add_files(ROUND, paths[1:])
    desk.bot.waitUntil(lambda: names(strip) == ["b.jpg"])


def test_many_large_files_are_several_changes_so_that_little_is_in_memory(
    desk: Desk, strip: EvidenceStrip, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.widgets.evidence_work.TOGETHER", 1000)
    strip.work.add_files(ROUND, make(tmp_path, [(f"{at}.bin", os.urandom(600)) for at in range(5)]))
    desk.bot.waitUntil(lambda: len(names(strip)) == 5)
    for left in (4, 2, 0):
        desk.session.undo()
        desk.bot.waitUntil(lambda left=left: len(names(strip)) == left)  # type: ignore[misc]


def test_what_is_added_while_another_is_under_way_comes_after_it(desk: Desk, strip: EvidenceStrip, tmp_path: Path) -> None:
    first, second = make(tmp_path, [("1.jpg", photo()), ("2.pdf", PDF)])
    strip.work.add_files(ROUND, [first])
    strip.work.add_files(ROUND, [second])
    desk.bot.waitUntil(lambda: names(strip) == ["1.jpg", "2.pdf"])


def test_files_on_their_way_go_where_they_were_dropped(desk: Desk, strip: EvidenceStrip, tmp_path: Path) -> None:
    drop(strip, mime_of(*make(tmp_path, [("a.jpg", photo())])))
    strip.show_owner(FIRM)
    desk.bot.waitUntil(lambda: not strip.work.running)
    desk.settle()
    assert names(strip) == []
    assert [file.name for file in files_in(desk)] == ["a.jpg"]
    assert files_in(desk, FIRM) == ()


def test_files_on_their_way_never_reach_another_workspace(
    desk: Desk, strip: EvidenceStrip, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("db.intake.PIECE", 10)
    strip.work.add_files(ROUND, make(tmp_path, [("a.bin", bytes(range(250)) * 400)]))
    with desk.bot.waitSignal(desk.session.workspace_opened):
        desk.session.open_workspace(tmp_path / "neu.jizhen", Workspace.create)
    desk.load(file_data(cluster={"name_zh": "乙集群"}))
    desk.bot.waitUntil(lambda: not strip.work.running)
    assert files_in(desk) == ()


def test_closing_asks_while_files_are_being_read(program: Opened, tmp_path: Path) -> None:
    program.window.go_to_step("overview")
    program.settle()
    page = program.window.page
    assert isinstance(page, OverviewPage)
    page.evidence.work.add_files(ROUND, make(tmp_path, [("a.bin", os.urandom(200))]))  # that it is read is told in the event loop
    program.window.close()
    dialog = program.dialog(ConfirmDialog)
    assert any("正在添加的 1 份佐证材料" in label.text() and "还没有读完" in label.text() for label in dialog.findChildren(QLabel))
    dialog.cancel.click()
    assert program.window.isVisible()
    program.bot.waitUntil(lambda: names(page.evidence) == ["a.bin"])
    program.window.close()
    assert not program.window.isVisible()
