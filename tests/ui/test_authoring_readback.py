"""An edited report is read back in the window: compared, chosen, taken over as one change."""

import zipfile
from dataclasses import replace
from pathlib import Path

from docx import Document
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLabel

from diagnosis.authored import Remark
from diagnosis.errors import UserError
from reports.authoring.reading import open_edited
from reports.authoring.taking import compare_file
from tests.ui.authoring import Writer
from ui.authoring.readback import ReadBackDialog
from ui.pages.report import EXPORT, WRITE


def exported(writer: Writer, path: Path) -> Path:
    page = writer.page
    page.form.set_target(path)
    page.tabs.open(EXPORT)
    writer.desk.click(page.run.start)
    writer.desk.bot.waitUntil(lambda: not page.run.running, timeout=60_000)
    page.tabs.open(WRITE)
    writer.desk.settle()
    return path


def edited(source: Path, *edits: tuple[str, str]) -> Path:
    out = source.with_name("改过.docx")
    with zipfile.ZipFile(source) as made, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in made.namelist():
            data = made.read(name)
            for old, new in edits if name == "word/document.xml" else ():
                assert old in data.decode()
                data = data.decode().replace(old, new).encode()
            target.writestr(name, data)
    return out


def read_back(writer: Writer, path: Path) -> ReadBackDialog:
    before = writer.page.dialog
    writer.page.read_back(path)
    writer.desk.bot.waitUntil(lambda: writer.page.dialog is not before, timeout=20_000)
    found = writer.page.dialog
    assert isinstance(found, ReadBackDialog)
    assert found.isVisible()
    return found


def said(dialog: ReadBackDialog) -> list[str]:
    """The lines above the list."""
    lines = (each for each in dialog.findChildren(QLabel) if each is not dialog.note)
    return [line.text() for line in lines if line.text()]


def rows(dialog: ReadBackDialog) -> list[str]:
    return [dialog.list.item(at).text() for at in range(dialog.list.count())]


def test_the_button_asks_for_the_file(writer: Writer, tmp_path: Path) -> None:
    path = exported(writer, tmp_path / "a.docx")
    writer.desk.click(writer.tab.readback)
    assert writer.desk.defects == []
    (dialog,) = writer.page.window().findChildren(QFileDialog)
    assert dialog.isVisible()
    dialog.selectFile(str(path))
    dialog.fileSelected.emit(str(path))
    dialog.close()
    writer.desk.bot.waitUntil(lambda: writer.page.dialog is not None, timeout=20_000)


def test_a_changed_section_is_shown_word_by_word_and_taken(writer: Writer, tmp_path: Path) -> None:
    path = edited(exported(writer, tmp_path / "a.docx"), ("规模方面已掌握", "规模方面我们掌握"))
    dialog = read_back(writer, path)
    assert rows(dialog) == ["规模与地位　文件中改过"]
    assert "规模方面已我们掌握" in dialog.text.toPlainText()
    assert dialog.take.text() == "采用所选 1 节"
    writer.stored(lambda: writer.desk.click(dialog.take))
    assert str(writer.written("scale").text).startswith("规模方面我们掌握3项数据：总产值为{fact:output}")
    assert writer.row("scale").state == "edited"
    writer.stored(writer.desk.session.undo)
    assert writer.written("scale").text is None


def test_a_section_that_both_have_changed_is_not_ticked_and_says_so(writer: Writer, tmp_path: Path) -> None:
    path = edited(exported(writer, tmp_path / "a.docx"), ("规模方面已掌握", "规模方面我们掌握"))
    writer.open("scale")
    writer.type_at_end("Mine.")
    writer.leave()
    dialog = read_back(writer, path)
    assert rows(dialog) == ["规模与地位　两边都改过"]
    assert said(dialog)[1] == "改过.docx（中文）：1 节两边都改过。"
    assert "都改过这一节" in dialog.note.text()
    assert not dialog.take.isEnabled()
    dialog.list.item(0).setCheckState(Qt.CheckState.Checked)
    writer.stored(lambda: writer.desk.click(dialog.take))
    assert str(writer.written("scale").text).startswith("规模方面我们掌握")


def test_comments_of_a_colleague_are_shown_and_taken(writer: Writer, tmp_path: Path) -> None:
    path = exported(writer, tmp_path / "a.docx")
    dialog = read_back(writer, path)
    writer.desk.click(dialog.close_button)
    remark = Remark("1", "李四", "2026-02-03T04:05:06+00:00", "请再核产值")
    work = writer.tab.work
    assert work is not None
    same = compare_file(open_edited(path), path.name, work.composed, work.facts)
    found = replace(same, sections=tuple(replace(each, remarks=(remark,)) if each.id == "scale" else each for each in same.sections))
    shown = ReadBackDialog(writer.desk.session, writer.page, found, work, writer.desk.session.round_id or 0)
    shown.open()
    assert rows(shown) == ["规模与地位　有新批注"]
    assert said(shown)[1] == "a.docx（中文）：1 条新批注。"
    assert shown.note.text() == "文件中的批注（李四）：请再核产值"
    writer.stored(lambda: writer.desk.click(shown.take))
    assert writer.written("scale").remarks == (remark,)
    assert writer.written("scale").text is None


def test_a_file_without_changes_offers_nothing(writer: Writer, tmp_path: Path) -> None:
    dialog = read_back(writer, exported(writer, tmp_path / "a.docx"))
    assert rows(dialog) == []
    assert said(dialog)[1:] == ["a.docx（中文）", "文件与程序中的文字没有不同，不需要采用。"]
    assert not dialog.take.isEnabled()
    writer.desk.click(dialog.close_button)
    assert not dialog.isVisible()


def test_what_is_no_report_is_told(writer: Writer, tmp_path: Path) -> None:
    path = tmp_path / "x.docx"
    path.write_bytes(b"no zip")
    writer.page.read_back(path)
    writer.desk.settle()
    (told,) = writer.desk.messages
    assert isinstance(told, UserError)
    assert told.code == "readback-no-docx"


def test_a_section_in_which_a_table_was_drawn_is_listed_though_its_text_is_the_same(writer: Writer, tmp_path: Path) -> None:
    source, path = exported(writer, tmp_path / "a.docx"), tmp_path / "b.docx"
    document = Document(str(source))
    heading = next(
        each for each in document.paragraphs if each.text == "判定依据" and each.style is not None and each.style.name == "Heading 2"
    )
    heading._p.addnext(document.add_table(2, 60)._tbl)
    document.save(str(path))
    dialog = read_back(writer, path)
    assert rows(dialog) == ["判定依据　读不回来：1 个表格"]
    assert any("1 处图片、表格、脚注等读不回来" in line for line in said(dialog))
    way = "表格可从文件中复制，粘贴到这一节，每行成为一段文字；其余请在最后导出的文件中再加。"
    assert dialog.note.text() == f"文件里另加了 1 个表格，读不回来。{way}"
    assert not dialog.take.isEnabled()
