"""The section editor: whatever the markup says stands in it and is read from it; keys, lists, chips and the clipboard."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QFontMetricsF, QTextCursor, QTextDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from reports.authoring.markup import Line, parse, tidy
from tests.reports.authoring.test_markup import lines
from tests.ui.authoring import Writer
from ui import theme
from ui.authoring import editor as editing
from ui.authoring.document import fill, lines_of
from ui.authoring.editor import SectionEditor

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
READS = {"fact": "61.0%", "ref": "表3", "place": "表3　规模"}


@pytest.fixture
def editor(qtbot: QtBot) -> SectionEditor:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    theme.apply(application)
    made = SectionEditor(lambda kind, _key: READS[kind], lambda _kind, key: key)
    qtbot.addWidget(made)
    made.resize(520, 300)
    with qtbot.waitExposed(made):
        made.show()
    made.setFocus()
    return made


def light(line: Line) -> Line:
    """A small heading is bold as a whole, so that nothing within it is."""
    return replace(line, pieces=tidy(replace(piece, bold=False) for piece in line.pieces)) if line.kind == "heading" else line


@given(lines)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_stands_in_a_document_as_it_is(qapp: QApplication, found: list[Line]) -> None:
    del qapp
    document = QTextDocument()
    fill(document, found)
    assert lines_of(document) == tuple(map(light, found))


def test_bold_and_lists_by_keys(editor: SectionEditor) -> None:
    QTest.keyClicks(editor, "a ")
    QTest.keyClick(editor, Qt.Key.Key_B, CTRL)
    QTest.keyClicks(editor, "b")
    QTest.keyClick(editor, Qt.Key.Key_B, CTRL)
    QTest.keyClicks(editor, " c")
    assert editor.markup == "a **b** c"
    QTest.keyClick(editor, Qt.Key.Key_Return)
    QTest.keyClick(editor, Qt.Key.Key_L, CTRL | SHIFT)
    QTest.keyClicks(editor, "one")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    QTest.keyClicks(editor, "two")
    assert editor.markup == "a **b** c\n- one\n- two"
    QTest.keyClick(editor, Qt.Key.Key_N, CTRL | SHIFT)
    assert editor.markup == "a **b** c\n- one\n1. two"
    QTest.keyClick(editor, Qt.Key.Key_N, CTRL | SHIFT)
    assert editor.markup == "a **b** c\n- one\ntwo"
    QTest.keyClick(editor, Qt.Key.Key_H, CTRL | SHIFT)
    QTest.keyClick(editor, Qt.Key.Key_Return)
    QTest.keyClicks(editor, "text")
    assert editor.markup == "a **b** c\n- one\n# two\ntext"


@pytest.mark.parametrize("start", ["", "- ", "1. "])
def test_a_line_broken_within_a_paragraph_is_one_of_its_own_as_it_looks(editor: SectionEditor, start: str) -> None:
    editor.show_markup(f"{start}one")
    editor.moveCursor(QTextCursor.MoveOperation.End)
    QTest.keyClick(editor, Qt.Key.Key_Return, SHIFT)
    QTest.keyClicks(editor, "two")
    assert editor.markup == f"{start}one\n{start}two"


def test_enter_in_an_empty_line_ends_a_list(editor: SectionEditor) -> None:
    editor.show_markup("- one")
    editor.moveCursor(QTextCursor.MoveOperation.End)
    QTest.keyClick(editor, Qt.Key.Key_Return)
    QTest.keyClick(editor, Qt.Key.Key_Return)
    QTest.keyClicks(editor, "after")
    assert editor.markup == "- one\nafter"


def test_a_chip_is_one_character_and_cannot_be_half_deleted(editor: SectionEditor) -> None:
    editor.show_markup("甲{fact:cr4}乙")
    editor.moveCursor(QTextCursor.MoveOperation.End)
    for _ in range(2):
        QTest.keyClick(editor, Qt.Key.Key_Backspace)
    assert editor.markup == "甲"
    for _ in range(2):
        QTest.keyClick(editor, Qt.Key.Key_Z, CTRL)
    assert editor.markup == "甲{fact:cr4}乙"
    editor.moveCursor(QTextCursor.MoveOperation.Start)
    for _ in range(2):
        QTest.keyClick(editor, Qt.Key.Key_Right, SHIFT)
    QTest.keyClicks(editor, "x")
    assert editor.markup == "x乙"


def test_what_is_typed_beside_a_chip_is_text(editor: SectionEditor) -> None:
    editor.show_markup("{fact:cr4}")
    editor.moveCursor(QTextCursor.MoveOperation.End)
    QTest.keyClicks(editor, "after")
    editor.moveCursor(QTextCursor.MoveOperation.Start)
    QTest.keyClicks(editor, "before ")
    assert editor.markup == "before {fact:cr4}after"


def test_copies_keep_their_chips_here_and_read_as_text_elsewhere(editor: SectionEditor) -> None:
    editor.show_markup("见{ref:table-scale}，**为{fact:cr4}**\n- 甲\n[[table-scale]]")
    editor.selectAll()
    copied = editor.createMimeDataFromSelection()
    assert copied.text() == "见表3，为61.0%\n甲\n表3　规模"
    editor.moveCursor(QTextCursor.MoveOperation.End)
    editor.show_markup("")
    editor.insertFromMimeData(copied)
    assert editor.markup == "见{ref:table-scale}，**为{fact:cr4}**\n- 甲\n[[table-scale]]"


def test_text_from_elsewhere_comes_as_paragraphs_and_never_as_marks(editor: SectionEditor) -> None:
    pasted = QMimeData()
    pasted.setText("第一段\r\n- 第二段 {fact:cr4}\n\n第三段\t**x**")
    pasted.setHtml("<h1>第一段</h1><img src='file:///etc/passwd'>")
    editor.insertFromMimeData(pasted)
    assert [line.plain for line in parse(editor.markup)] == ["第一段", "- 第二段 {fact:cr4}", "第三段\t**x**"]
    assert {line.kind for line in parse(editor.markup)} == {"text"}


def test_bold_and_lists_of_another_program_come_along(editor: SectionEditor) -> None:
    copied = QMimeData()
    copied.setText("一、背景\n起步于2025年。\n• 电极\n")
    copied.setHtml("<h2>一、背景</h2><p>起步于<b>2025年</b>。</p><ul><li>电极</li></ul><img src='file:///etc/passwd'>")
    QApplication.clipboard().setMimeData(copied)
    editor.show_markup("前文")
    editor.moveCursor(QTextCursor.MoveOperation.End)
    QTest.keyClick(editor, Qt.Key.Key_Return)
    QTest.keyClick(editor, Qt.Key.Key_V, CTRL)
    assert editor.markup == "前文\n# 一、背景\n起步于**2025年**。\n- 电极"
    QTest.keyClick(editor, Qt.Key.Key_Z, CTRL)
    assert editor.markup == "前文"


def test_one_line_is_pasted_into_the_paragraph(editor: SectionEditor) -> None:
    editor.show_markup("头尾")
    editor.moveCursor(QTextCursor.MoveOperation.Right)
    pasted = QMimeData()
    pasted.setText("中")
    editor.insertFromMimeData(pasted)
    assert editor.markup == "头中尾"


def test_more_than_a_section_takes_is_told_and_nothing_of_it_is_pasted(editor: SectionEditor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(editing, "LONGEST", 6)
    told: list[None] = []
    editor.overfull.connect(lambda: told.append(None))
    editor.show_markup("头尾")
    pasted = QMimeData()
    pasted.setText("一二三四五")
    editor.insertFromMimeData(pasted)
    assert (editor.markup, len(told)) == ("头尾", 1)
    editor.selectAll()
    editor.insertFromMimeData(pasted)
    assert (editor.markup, len(told)) == ("一二三四五", 1)


def test_a_table_is_placed_in_a_paragraph_of_its_own(editor: SectionEditor) -> None:
    editor.show_markup("前文")
    editor.moveCursor(QTextCursor.MoveOperation.End)
    editor.put("place", "table-scale")
    QTest.keyClicks(editor, "after")
    assert parse(editor.markup) == parse("前文\n[[table-scale]]\nafter")


def test_the_text_is_handed_out_once_and_not_when_it_is_only_shown(editor: SectionEditor) -> None:
    told: list[str] = []
    editor.rested.connect(told.append)
    editor.show_markup("甲")
    editor.rest()
    assert told == []
    QTest.keyClicks(editor, "x")
    editor.rest()
    editor.rest()
    assert told == ["x甲"]


def test_who_types_on_without_a_pause_is_stored_meanwhile(editor: SectionEditor) -> None:
    told: list[str] = []
    editor.rested.connect(told.append)
    editor._timer.setInterval(100)
    QTest.keyClicks(editor, "a section of the report in one go", delay=20)
    assert told  # the last key has come a moment ago


def test_english_has_narrow_quotation_marks_and_chinese_has_its_own(editor: SectionEditor) -> None:
    editor.show_markup("“Output” of the “cluster”")
    widths = []
    for lang in ("zh", "en", "zh"):
        editor.write_in("en" if lang == "en" else "zh")
        widths.append(QFontMetricsF(editor.document().defaultFont()).horizontalAdvance("“"))
    assert widths[0] == widths[2] > 1.5 * widths[1]
    assert editor.markup == "“Output” of the “cluster”"


def test_a_table_of_the_preview_is_no_wider_than_the_view(writer: Writer) -> None:
    writer.open("scale")
    writer.page.resize(870, 640)  # where one as wide as all of it was a pixel wider
    writer.desk.settle()
    assert writer.tab.pane.views.preview.horizontalScrollBar().maximum() == 0
