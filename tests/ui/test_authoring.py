"""Writing in the report as a consultant does: by keyboard and mouse, with data that change meanwhile."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest

from db import operations
from db.versions import versions
from diagnosis.errors import UserError
from diagnosis.findings import Place
from tests.surveys import sample_data
from tests.ui.authoring import Writer
from tests.ui.forms import read
from ui.pages.report import EXPORT, WRITE, ReportPage

CTRL, ALT, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ShiftModifier


def test_the_outline_is_the_report_with_its_numbers(writer: Writer) -> None:
    assert writer.ids[:4] == ["summary", "overview", "scale", "firms"]
    assert (writer.row("scale").number, writer.row("scale").title, writer.row("scale").state) == ("（一）", "规模与地位", "draft")
    assert any(row.level == 3 and row.id.startswith("gap:") for row in writer.tab.outline.rows())
    writer.open("scale")
    assert "{fact:output}" in writer.editor.markup
    assert writer.tab.pane.views.preview.toPlainText().startswith("规模与地位")
    assert "2000亿元" in writer.tab.pane.views.preview.toPlainText()


def test_what_is_typed_is_stored_without_a_button_and_shown_at_once(writer: Writer) -> None:
    writer.open("scale")
    writer.key(Qt.Key.Key_Return)
    assert writer.editor.hasFocus()
    writer.type_at_end("New words.")
    writer.desk.bot.waitUntil(lambda: "New words." in writer.tab.pane.views.preview.toPlainText(), timeout=10_000)  # before it is stored
    assert writer.written("scale").text is None
    writer.leave()
    assert writer.tab.outline.hasFocus()
    stored = writer.written("scale")
    assert stored.text is not None
    assert stored.text.endswith("New words.")
    assert stored.base.facts["output"] == "2000亿元"
    assert writer.row("scale").state == "edited"
    assert writer.desk.session.undo_name is not None
    assert "规模与地位" in writer.desk.session.undo_name.zh


def test_text_is_stored_two_seconds_after_the_last_key_with_the_cursor_where_it_is(writer: Writer) -> None:
    writer.open("scale")
    writer.type_at_end("abc")
    place = writer.editor.textCursor().position()
    writer.stored(writer.editor._timer.timeout.emit)
    assert str(writer.written("scale").text).endswith("abc")
    assert writer.editor.textCursor().position() == place
    QTest.keyClicks(writer.editor, "def")
    assert writer.editor.markup.endswith("abcdef")


def test_what_is_stored_on_the_way_is_one_version_until_the_section_is_left(writer: Writer) -> None:
    """There was one every two seconds."""

    def kept() -> list[str]:
        round_id = writer.desk.session.round_id or 0
        found = read(writer.desk, lambda ws: versions(ws, round_id, "zh", "scale"))
        return [each.text.removeprefix(draft) for each in found]

    writer.open("scale")
    draft = writer.editor.markup
    for word in ("abc", " def", " ghi"):
        writer.type_at_end(word)
        writer.stored(writer.editor._timer.timeout.emit)
    assert kept() == ["abc def ghi"]
    writer.key(Qt.Key.Key_Up)
    writer.open("scale")
    for word in ("x", "y"):
        writer.type_at_end(word)
        writer.stored(writer.editor._timer.timeout.emit)
    assert sorted(kept()) == ["abc def ghi", "abc def ghixy"]
    writer.stored(writer.desk.session.undo)
    assert str(writer.written("scale").text) == f"{draft}abc def ghi"
    writer.stored(writer.desk.session.undo)
    assert writer.written("scale").text is None
    assert sorted(kept()) == ["abc def ghi", "abc def ghixy"]


def test_what_was_read_before_a_text_was_stored_never_takes_its_place(writer: Writer) -> None:
    """The report is being read anew for another reason while somebody writes: the text of before must not come back under the hands."""
    writer.open("scale")
    writer.type_at_end("abc")
    writer.tab.refresh()
    writer.desk.bot.waitUntil(lambda: writer.tab._task is not None, timeout=10_000)
    being_read = writer.tab._task
    with writer.desk.bot.waitSignal(writer.tab.read, timeout=10_000):
        writer.editor.rest()
        assert being_read is not None
        assert writer.tab._task is not being_read
    assert writer.editor.markup.endswith("abc")
    assert str(writer.written("scale").text).endswith("abc")


def test_a_text_that_is_kept_knows_the_facts_that_it_was_just_given(writer: Writer) -> None:
    writer.open("scale")
    writer.type_at_end("Mine.")
    writer.leave()
    row = next(n for n, each in enumerate(sample_data("changsha")["indicators"]) if each["id"] == "output")
    writer.stored(lambda: writer.desk.set_cell("indicators", row, "value", 3456))
    writer.editor.setFocus()
    writer.editor.moveCursor(QTextCursor.MoveOperation.End)
    writer.editor.put("fact", "cr4")
    writer.stored(lambda: writer.tab.do("keep"))
    assert "{fact:cr4}" in str(writer.written("scale").text)
    assert "cr4" in writer.written("scale").base.facts


def test_undo_and_redo_of_the_window_take_the_text_along(writer: Writer) -> None:
    writer.open("scale")
    draft = writer.editor.markup
    writer.type_at_end("X")
    writer.leave()
    writer.stored(writer.desk.session.undo)
    assert writer.editor.markup == draft
    assert writer.row("scale").state == "draft"
    writer.stored(writer.desk.session.redo)
    assert writer.editor.markup == draft + "X"


def test_a_text_that_says_the_draft_again_is_none(writer: Writer) -> None:
    writer.open("scale")
    writer.type_at_end("X")
    QTest.keyClick(writer.editor, Qt.Key.Key_Backspace)
    writer.editor.rest()
    writer.desk.settle()
    assert writer.written("scale").text is None


def test_data_that_change_mark_the_section_and_keep_the_text_with_new_numbers(writer: Writer) -> None:
    writer.open("scale")
    writer.type_at_end("Mine.")
    writer.leave()
    row = next(n for n, each in enumerate(sample_data("changsha")["indicators"]) if each["id"] == "output")
    writer.stored(lambda: writer.desk.set_cell("indicators", row, "value", 3456))
    assert writer.row("scale").state == "stale"
    assert writer.row("scale").word == "数据已变"
    pane = writer.tab.pane
    assert pane.notice.isVisible()
    assert "1 项数据" in pane.notice.said.text()
    assert str(writer.written("scale").text).endswith("Mine.")
    assert "3456亿元" in pane.views.preview.toPlainText()
    assert writer.page.stale.text().startswith("有 1 节")
    writer.page.tabs.open(EXPORT)
    writer.open("firms")
    writer.desk.click(writer.page.stale)
    assert writer.tab.pane.section == "scale"
    writer.desk.click(pane.notice.look)
    assert "总产值：2000亿元 → 3456亿元" in pane.views.changes.toPlainText()
    writer.stored(lambda: writer.desk.click(pane.notice.keep))
    assert writer.row("scale").state == "edited"
    assert not pane.notice.isVisible()
    assert str(writer.written("scale").text).endswith("Mine.")
    assert writer.written("scale").base.facts["output"] == "3456亿元"


def test_the_new_draft_is_taken_and_the_text_stays_among_the_versions(writer: Writer) -> None:
    writer.open("scale")
    writer.type_at_end("Mine.")
    writer.leave()
    row = next(n for n, each in enumerate(sample_data("changsha")["indicators"]) if each["id"] == "output")
    writer.stored(lambda: writer.desk.set_cell("indicators", row, "value", 3456))
    writer.stored(lambda: writer.desk.click(writer.tab.pane.notice.take))
    assert writer.row("scale").state == "draft"
    assert not writer.editor.markup.endswith("Mine.")
    writer.tab.pane.views.open("versions")
    writer.desk.settle()
    found = writer.tab.pane.views.versions
    assert found.list.count() == 1
    assert "Mine." in found.text.toPlainText()
    writer.stored(lambda: writer.desk.click(found.take))
    assert str(writer.written("scale").text).endswith("Mine.")


def test_a_section_is_left_out_and_put_back_by_keyboard_and_menu(writer: Writer) -> None:
    writer.open("chain")
    writer.stored(lambda: writer.key(Qt.Key.Key_Delete))
    assert writer.row("chain").state == "out"
    assert writer.row("chain").number == ""
    assert writer.row("resources").number == "（三）"
    assert writer.editor.isReadOnly()
    assert writer.menu("leave-out").text() == "恢复"
    writer.stored(writer.menu("leave-out").trigger)
    assert writer.row("chain").state == "draft"


def test_sections_and_chapters_are_moved(writer: Writer) -> None:
    writer.open("firms")
    writer.stored(lambda: writer.key(Qt.Key.Key_Up, ALT))
    assert writer.ids[1:4] == ["overview", "firms", "scale"]
    assert writer.tab.outline.current == "firms"
    writer.stored(lambda: writer.key(Qt.Key.Key_Down, ALT))
    assert writer.ids[1:4] == ["overview", "scale", "firms"]
    writer.open("type")
    writer.stored(lambda: writer.key(Qt.Key.Key_Up, ALT))
    assert writer.ids[1] == "type"
    assert writer.row("type").number == "一、"
    writer.open("annex-norms")
    assert not writer.menu("move-up").isEnabled()


def test_a_section_is_added_named_written_and_deleted(writer: Writer) -> None:
    writer.open("scale")
    writer.stored(lambda: writer.key(Qt.Key.Key_N, CTRL))
    added = writer.tab.outline.current
    assert added.startswith("own-")
    assert writer.ids[2:5] == ["scale", added, "firms"]
    assert (writer.row(added).title, writer.row(added).state) == ("新的一节", "added")
    writer.key(Qt.Key.Key_F2)
    assert writer.tab.pane.head.rename.hasFocus()
    QTest.keyClicks(writer.tab.pane.head.rename, "History")
    writer.stored(lambda: writer.desk.press(writer.tab.pane.head.rename, Qt.Key.Key_Return))
    assert writer.row(added).title == "History"
    assert writer.editor.hasFocus()
    writer.key(Qt.Key.Key_F2)
    QTest.keyClicks(writer.tab.pane.head.rename, "Nonsense")
    writer.desk.press(writer.tab.pane.head.rename, Qt.Key.Key_Escape)
    assert writer.tab.outline.hasFocus()
    assert writer.tab.pane.head.title.text() == "History"
    writer.type_at_end("Begun in 1998.")
    writer.leave()
    assert writer.written(added).text == "Begun in 1998."
    writer.stored(writer.menu("delete").trigger)
    assert added not in writer.ids
    writer.stored(writer.desk.session.undo)
    assert writer.written(added).text == "Begun in 1998."


def test_a_text_without_a_section_waits_and_becomes_one(writer: Writer) -> None:
    session, base = writer.desk.session, writer.tab.work
    assert base is not None
    fresh = base.fresh(base.part("scale"), "")  # type: ignore[arg-type]
    writer.stored(lambda: session.change(operations.write_text, session.round_id, "zh", "gap:gone", "已经补上。", fresh))
    assert writer.row("gap:gone").state == "homeless"
    writer.open("gap:gone")
    assert "不会进入报告" in writer.tab.pane.notice.said.text()
    assert writer.editor.isReadOnly()
    assert writer.editor.markup == "已经补上。"
    writer.stored(lambda: writer.desk.click(writer.tab.pane.notice.make_own))
    assert writer.row("gap:gone").state == "added"
    assert not writer.editor.isReadOnly()


def test_comments_are_written_and_deleted(writer: Writer) -> None:
    writer.open("scale")
    remarks = writer.tab.pane.views.remarks
    writer.tab.pane.views.open("remarks")
    remarks.line.setFocus()
    QTest.keyClicks(remarks.line, "Check the output")
    writer.stored(lambda: writer.desk.press(remarks.line, Qt.Key.Key_Return))
    assert [each.text for each in writer.written("scale").remarks] == ["Check the output"]
    assert writer.row("scale").remarks == 1
    writer.stored(lambda: writer.desk.click(remarks.buttons[0]))
    assert writer.written("scale").remarks == ()


def test_facts_and_tables_are_inserted_by_typing_a_part_of_their_name(writer: Writer) -> None:
    writer.open("chain")
    writer.editor.setFocus()
    QTest.keyClick(writer.editor, Qt.Key.Key_F, CTRL | SHIFT)
    picker = writer.tab.pane.tools.picker
    picker.line.setText("CR4")
    assert picker.current is not None
    QTest.keyClick(picker.line, Qt.Key.Key_Return)
    assert writer.editor.markup.startswith("{fact:cr4}")
    QTest.keyClick(writer.editor, Qt.Key.Key_R, CTRL | SHIFT)
    picker = writer.tab.pane.tools.picker
    picker.line.setText("规模与地位")
    writer.desk.click(picker.refer)
    assert "{ref:table-scale}" in writer.editor.markup
    QTest.keyClick(writer.editor, Qt.Key.Key_Backspace)
    assert "{ref:table-scale}" not in writer.editor.markup, "a chip goes as a whole"
    QTest.keyClick(writer.editor, Qt.Key.Key_R, CTRL | SHIFT)
    writer.tab.pane.tools.picker.line.setText("规模与地位")
    writer.desk.click(writer.tab.pane.tools.picker.place)
    assert "\n[[table-scale]]" in writer.editor.markup


def test_the_other_language_has_texts_of_its_own(writer: Writer) -> None:
    writer.open("scale")
    writer.type_at_end("X")
    writer.leave()
    writer.stored(lambda: writer.desk.press(writer.tab.languages.focus_widget(), Qt.Key.Key_Right))
    assert writer.tab.lang == "en"
    assert writer.row("scale").title == "Scale and standing"
    assert writer.row("scale").state == "draft"
    assert writer.written("scale").text is None


def test_nothing_of_the_other_language_can_be_worked_with_until_it_is_there(writer: Writer) -> None:
    """Its outline waits; versions belong to the report that they were read for, and are gone with it."""
    tab, pane = writer.tab, writer.tab.pane
    writer.open("scale")
    writer.type_at_end("Mine.")
    writer.leave()
    writer.stored(lambda: tab.do("reset"))
    tab.languages.picked.emit("en")
    assert writer.ids == []
    assert tab.outline.accessibleDescription() == "正在排出这种语言的报告…"
    for name in ("add", "make-own", "reset", "delete"):
        tab.do(name)
    versions, shown = pane.views.versions, []
    versions.text.textChanged.connect(
        lambda: shown.append((versions.list.count(), pane.work and pane.work.lang, tab.lang, "Mine." in versions.text.toPlainText()))
    )
    with writer.desk.bot.waitSignal(tab.read, timeout=10_000):  # it may come before one could look: what is shown till then is noted
        pane.views.open("versions")
    assert (1, "zh", "en", True) in shown
    assert pane.views.versions.list.count() == 0
    writer.desk.settle()
    assert (tab.work and tab.work.lang, tab.outline.current, pane.views.versions.list.count()) == ("en", "scale", 0)
    assert tab.outline.accessibleDescription() == ""
    assert writer.row("scale").title == "Scale and standing"


def test_the_window_changes_its_language_and_the_page_follows(writer: Writer) -> None:
    writer.stored(lambda: writer.desk.session.set_language("en"))
    assert writer.row("scale").title == "Scale and standing"
    assert writer.tab.pane.notice.keep.text() == "Keep my text"
    assert writer.page.tabs.bar.tabText(1) == "Write"


def test_what_is_typed_while_the_language_changes_stays_in_its_own(writer: Writer) -> None:
    writer.open("scale")
    writer.type_at_end("Mine.")
    session = writer.desk.session
    session.set_language("en")
    QTest.keyClicks(writer.editor, "More.")  # the other report is being read
    writer.desk.bot.waitUntil(lambda: writer.tab.work is not None and writer.tab.work.lang == "en", timeout=10_000)
    writer.desk.settle()
    assert writer.written("scale").text is None
    assert not writer.editor.markup.endswith("More.")
    writer.stored(lambda: session.set_language("zh"))
    assert str(writer.written("scale").text).endswith("Mine.More.")


def test_text_that_is_not_stored_yet_is_when_the_round_is_left(writer: Writer) -> None:
    session = writer.desk.session
    round_id, cluster = session.round_id or 0, session.cluster_id or 0
    writer.open("scale")
    writer.type_at_end("Last words.")
    with writer.desk.bot.waitSignal(session.round_opened, timeout=10_000):
        session.change(operations.create_round, cluster, "2023", "2023-01-01")
    session.open_round(round_id)
    writer.desk.settle()
    assert str(writer.written("scale").text).endswith("Last words.")


def test_the_exported_report_has_the_text(writer: Writer, tmp_path: Path) -> None:
    import zipfile

    writer.open("scale")
    writer.type_at_end("Straight from the window.")
    page, target = writer.page, tmp_path / "a.docx"
    page.form.set_target(target)
    page.tabs.open(EXPORT)
    writer.desk.click(page.run.start)
    writer.desk.bot.waitUntil(lambda: not page.run.running, timeout=60_000)
    with zipfile.ZipFile(target) as made:
        assert "Straight from the window." in made.read("word/document.xml").decode()


def test_the_view_is_remembered(writer: Writer) -> None:
    again = writer.desk.show(ReportPage(writer.desk.session))
    assert again.tabs.part == WRITE


def test_a_difference_with_a_colleague_leads_to_its_section(writer: Writer) -> None:
    writer.page.tabs.open(EXPORT)
    writer.page.go_to(Place(step="report", part="authored", field="zh.chain.text"))
    assert writer.page.tabs.part == WRITE
    assert writer.tab.pane.section == "chain"


def test_a_text_that_is_refused_stays_where_it_was_typed_and_is_tried_again(writer: Writer, monkeypatch: pytest.MonkeyPatch) -> None:
    stored = operations.write_text

    def refuse(*_args: object) -> None:
        raise UserError("file-missing", file="x")

    monkeypatch.setattr(operations, "write_text", refuse)
    writer.open("scale")
    writer.type_at_end("New words.")
    writer.leave()
    assert [getattr(told, "code", "") for told in writer.desk.messages] == ["file-missing"]
    assert writer.editor.markup.endswith("New words.")
    assert writer.written("scale").text is None
    monkeypatch.setattr(operations, "write_text", stored)
    writer.editor.setFocus()
    writer.leave()
    assert str(writer.written("scale").text).endswith("New words.")
