"""Forms: stored as one types, in words what is wrong, nothing typed thrown away."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from db import browse, operations
from db.browse import Entry
from db.workspace import Workspace
from diagnosis.fieldtypes import Value
from diagnosis.questionnaire import questionnaire
from diagnosis.text import LANGS
from tests.surveys import file_data
from tests.ui.forms import fill, form_of, leave, line, record, row_form, stored_row
from tests.ui.judging import Desk, desk_of
from ui.session import Session
from ui.widgets import text_editors
from ui.widgets.field import SAVE_AFTER_MS
from ui.widgets.record_form import RecordForm
from ui.widgets.text_editors import LineEditor, TextEditor

# ---- storing


def test_what_is_typed_is_stored_when_the_focus_leaves(desk: Desk) -> None:
    desk.load(file_data())
    form = form_of(desk, "cluster")
    fill(form, "name_en", "Jia cluster")
    assert "name_en" not in record(desk, "cluster").answers
    with desk.bot.waitSignal(desk.session.saved):
        leave(form, "name_en")
    assert record(desk, "cluster").answers == {"name_zh": "甲集群", "name_en": "Jia cluster"}


def test_what_is_typed_is_stored_within_two_seconds_of_the_last_key(desk: Desk) -> None:
    desk.load(file_data())
    form = form_of(desk, "cluster")
    field = fill(form, "name_en", "J")
    timer = field._timer
    assert timer.isActive()
    assert timer.interval() == SAVE_AFTER_MS < 2000
    QTest.keyClicks(line(form, "name_en").line, "ia")
    with desk.bot.waitSignal(desk.session.saved):
        timer.timeout.emit()
    assert record(desk, "cluster").answers["name_en"] == "Jia"
    assert line(form, "name_en").line.hasFocus()
    assert not timer.isActive()


def test_who_types_on_without_a_pause_is_stored_meanwhile(desk: Desk) -> None:
    """A minute of notes typed in one go was not on disk at its end: each key put the storing off."""
    desk.load(file_data())
    form = form_of(desk, "cluster")
    field, editor, typed = fill(form, "name_en", "J"), line(form, "name_en").line, "J"
    field._timer.setInterval(50)
    field._timer.start()
    stored: list[object] = []
    desk.session.saved.connect(stored.append)
    while not stored and len(typed) < 250:
        typed += "ia "[len(typed) % 3]
        QTest.keyClicks(editor, typed[-1], delay=5)
    assert stored  # the last key has come a moment ago
    desk.bot.waitUntil(lambda: record(desk, "cluster").answers.get("name_en") == typed.strip())


def test_a_word_that_is_not_finished_is_stored_and_not_yet_called_wrong(desk: Desk) -> None:
    desk.load(file_data())
    field = fill(form_of(desk, "round"), "date", "2024-1")
    with desk.bot.waitSignal(field.drafted):
        field._timer.timeout.emit()
    assert field.note == ""
    field._rest.timeout.emit()
    assert "2024-3-5" in field.note


def test_closing_the_session_stores_what_is_still_being_typed(qtbot: QtBot, tmp_path: Path) -> None:
    with desk_of(qtbot, tmp_path) as desk:
        desk.load(file_data())
        fill(form_of(desk, "cluster"), "name_en", "Jia")
    with Workspace.open(tmp_path / "调研 甲.jizhen") as ws:
        assert browse.record(ws, 1, "cluster").answers["name_en"] == "Jia"


@pytest.mark.parametrize(
    ("part", "name", "typed", "stored", "shown"),
    [
        ("round", "date", "2024/3/5", "2024-03-05", "2024-03-05"),
        ("round", "date", "2024年3月5日", "2024-03-05", "2024-03-05"),
        ("cluster", "region", "４３０１００", "430100", "湖南省 长沙市 (430100)"),
    ],
)
def test_an_answer_may_be_typed_freely_and_is_shown_tidily(desk: Desk, part: str, name: str, typed: str, stored: Value, shown: str) -> None:
    desk.load(file_data())
    form = form_of(desk, part)
    fill(form, name, typed)
    with desk.bot.waitSignal(desk.session.saved):
        leave(form, name)
    desk.settle()
    assert record(desk, part).answers[name] == stored
    assert line(form, name).line.text() == shown


def test_what_is_pasted_into_one_line_is_one_line(desk: Desk) -> None:
    """The header shows the name of the cluster: two halves of lines."""
    desk.load(file_data())
    form = form_of(desk, "cluster")
    target = line(form, "name_zh").line
    target.setFocus()
    target.selectAll()
    QGuiApplication.clipboard().setText("长沙市\t工程机械\r\n 集群\u2028甲\n")
    target.paste()
    leave(form, "name_zh")
    desk.settle()
    assert record(desk, "cluster").answers["name_zh"] == "长沙市 工程机械 集群 甲"


def test_several_lines_grow_and_are_stored(desk: Desk) -> None:
    desk.load(file_data())
    form = form_of(desk, "round")
    editor = form.fields["note"].editor
    assert isinstance(editor, TextEditor)
    low = editor.lines.height()
    editor.lines.setFocus()
    for word in ("one", "two", "three", "four"):
        QTest.keyClicks(editor.lines, word)
        QTest.keyClick(editor.lines, Qt.Key.Key_Return)
    assert editor.lines.height() > low
    with desk.bot.waitSignal(desk.session.saved):
        QTest.keyClick(editor.lines, Qt.Key.Key_Tab)
    assert record(desk, "round").answers["note"] == "one\ntwo\nthree\nfour\n"


def test_more_than_a_field_takes_is_told_and_nothing_of_it_is_pasted(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text_editors, "LONGEST", 12)
    desk.load(file_data())
    form = form_of(desk, "round")
    field = form.fields["note"]
    assert isinstance(field.editor, TextEditor)
    lines = field.editor.lines
    lines.setFocus()
    QTest.keyClicks(lines, "one two")
    QGuiApplication.clipboard().setText("three\n")
    lines.paste()
    assert (lines.toPlainText(), field.note) == ("one two", "没有粘贴：一栏最多 12 字。内容仍在剪贴板上，可存成文件，作为佐证材料添加。")
    QTest.keyClick(lines, Qt.Key.Key_Left, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    lines.paste()  # in the place of "two" there is room
    with desk.bot.waitSignal(desk.session.saved):
        QTest.keyClick(lines, Qt.Key.Key_Tab)
    assert (record(desk, "round").answers["note"], field.note) == ("one three\n", "")


def test_a_long_line_is_not_cut(desk: Desk) -> None:
    long = "一" * 40_000
    desk.load(file_data())
    form = form_of(desk, "cluster")
    fill(form, "name_zh", long)
    leave(form, "name_zh")
    desk.settle()
    assert record(desk, "cluster").answers["name_zh"] == long


def test_a_word_being_composed_in_place_of_a_note_is_no_note_yet(desk: Desk) -> None:
    desk.load(file_data())
    editor = form_of(desk, "round").fields["note"].editor
    assert isinstance(editor, TextEditor)
    editor.lines.setFocus()
    QTest.keyClicks(editor.lines, "one")
    editor.lines.selectAll()
    QGuiApplication.sendEvent(editor.lines, QInputMethodEvent("yi", []))
    assert (editor.typed(), editor.lines.toPlainText()) == ("one", "")
    written = QInputMethodEvent()
    written.setCommitString("一")
    QGuiApplication.sendEvent(editor.lines, written)
    assert editor.typed() == "一"


def test_an_emptied_field_has_no_answer(desk: Desk) -> None:
    desk.load(file_data(cluster={"region": "430100"}))
    form = form_of(desk, "cluster")
    editor = line(form, "region").line
    editor.setFocus()
    editor.selectAll()
    QTest.keyClick(editor, Qt.Key.Key_Delete)
    with desk.bot.waitSignal(desk.session.saved):
        leave(form, "region")
    assert "region" not in record(desk, "cluster").answers


def test_leaving_an_unchanged_field_changes_nothing(desk: Desk) -> None:
    desk.load(file_data(round={"label": "2024", "date": "2024-03-05"}))
    form = form_of(desk, "round")
    before = desk.session.undo_name
    fill(form, "date", "2024.3.5")
    leave(form, "date")
    desk.settle()
    assert desk.session.undo_name == before
    assert line(form, "date").line.text() == "2024-03-05"


# ---- what is wrong


def test_what_is_wrong_is_told_beside_the_field_and_kept(desk: Desk) -> None:
    desk.load(file_data(round={"label": "2024", "date": "2024-03-05"}))
    form = form_of(desk, "round")
    field = fill(form, "date", "31 Feb")
    with desk.bot.waitSignal(desk.session.saved):
        leave(form, "date")
    desk.settle()
    assert field.note.startswith("应为日期")
    assert "2024-03-05" in field.note  # what still counts
    assert line(form, "date").line.text() == "31 Feb"
    assert line(form, "date").line.property("wrong") is True
    assert "应为日期" in line(form, "date").line.accessibleDescription()
    entry = record(desk, "round")
    assert (entry.answers["date"], entry.drafts) == ("2024-03-05", {"date": "31 Feb"})


def test_what_was_typed_and_not_taken_is_there_again_after_a_restart(qtbot: QtBot, tmp_path: Path) -> None:
    with desk_of(qtbot, tmp_path) as desk:
        desk.load(file_data())
        form = form_of(desk, "round")
        fill(form, "date", "yesterday")
        leave(form, "date")
    session = Session()
    with qtbot.waitSignal(session.round_opened):
        session.open_workspace(tmp_path / "调研 甲.jizhen", Workspace.open)
    again = form_of(Desk(qtbot, session), "round")
    assert line(again, "date").line.text() == "yesterday"
    assert again.fields["date"].note.startswith("应为日期")
    session.close()


def test_escape_goes_back_to_what_is_stored(desk: Desk) -> None:
    desk.load(file_data(round={"label": "2024", "date": "2024-03-05"}))
    form = form_of(desk, "round")
    field = fill(form, "date", "nonsense")
    field.flush()
    desk.settle()
    QTest.keyClick(line(form, "date").line, Qt.Key.Key_Escape)
    desk.settle()
    assert line(form, "date").line.text() == "2024-03-05"
    assert field.note == ""
    assert record(desk, "round").drafts == {}


def test_mending_what_was_wrong_stores_it(desk: Desk) -> None:
    desk.load(file_data())
    form = form_of(desk, "round")
    field = fill(form, "date", "2024-13-01")
    field.flush()
    desk.settle()
    fill(form, "date", "2024-12-01")
    leave(form, "date")
    desk.settle()
    assert record(desk, "round") == Entry({"label": "2024", "date": "2024-12-01"})
    assert field.note == ""


def test_a_name_that_is_taken_is_refused_under_its_field_and_kept(desk: Desk) -> None:
    desk.load(file_data(cluster={"name_zh": "乙集群"}))
    desk.load(file_data())
    form = form_of(desk, "cluster")
    field = fill(form, "name_zh", "乙集群")
    leave(form, "name_zh")
    desk.settle()
    desk.settle()
    assert "乙集群" in field.note
    assert line(form, "name_zh").line.text() == "乙集群"
    entry = record(desk, "cluster")
    assert (entry.answers["name_zh"], entry.drafts) == ("甲集群", {"name_zh": "乙集群"})
    assert desk.messages == []


def test_what_looks_odd_is_told_and_stored(desk: Desk) -> None:
    desk.load(file_data(enterprises=[{"name": "甲厂"}]))
    form = row_form(desk, "enterprises", {"name": "甲厂"})
    field = fill(form, "uscc", "91430100MA4L1234XX")
    leave(form, "uscc")
    desk.settle()
    assert "校验" in field.note
    assert stored_row(desk, "enterprises").answers["uscc"] == "91430100MA4L1234XX"


# ---- what comes from elsewhere


def test_undo_shows_the_old_answer_even_where_the_focus_is(desk: Desk) -> None:
    desk.load(file_data(cluster={"region": "430100"}))
    form = form_of(desk, "cluster")
    fill(form, "region", "330600").flush()
    desk.settle()
    desk.session.undo()
    for _undone_then_listed_then_read in range(3):
        desk.settle()
    assert line(form, "region").line.text() == "湖南省 长沙市 (430100)"


def test_an_answer_that_comes_from_elsewhere_does_not_disturb_what_is_being_typed(desk: Desk) -> None:
    desk.load(file_data(cluster={"region": "430100"}))
    form = form_of(desk, "cluster")
    fill(form, "region", "3306")
    desk.session.change(operations.set_answer, 1, "cluster", "region", "110000")
    for _stored_then_listed_then_read in range(3):
        desk.settle()
    assert line(form, "region").line.text() == "3306"
    QTest.keyClicks(line(form, "region").line, "00")
    leave(form, "region")
    desk.settle()
    assert record(desk, "cluster").answers["region"] == "330600"


def test_another_row_gets_its_own_answers_and_the_first_keeps_what_was_typed(desk: Desk) -> None:
    desk.load(file_data(enterprises=[{"name": "甲厂"}, {"name": "乙厂"}]))
    form = row_form(desk, "enterprises", {"name": "甲厂"})
    fill(form, "revenue", "1.2亿")
    form.show_row(2, Entry({"name": "乙厂"}))
    desk.settle()
    assert line(form, "revenue").line.text() == ""
    assert stored_row(desk, "enterprises", 1).answers["revenue"] == 12000
    assert "revenue" not in stored_row(desk, "enterprises", 2).answers


# ---- every question


@pytest.mark.parametrize("part", [part.id for part in questionnaire().parts.values()])
@pytest.mark.parametrize("lang", LANGS)
def test_every_question_has_label_editor_names_and_unit(desk: Desk, part: str, lang: Any) -> None:
    desk.session.set_language(lang)
    form = RecordForm(desk.session, questionnaire().parts[part])
    form.retranslate()
    desk.show(form)
    assert list(form.fields) == [question.id for question in questionnaire().parts[part].questions]
    for field in form.fields.values():
        question = field.question
        target = field.editor.target
        assert field.label.text().replace("&&", "&") == question.label.to(lang)
        assert field.label.buddy() is target
        assert question.label.to(lang) in target.accessibleName()
        if question.help:
            assert question.help.to(lang) in target.accessibleDescription()
            assert question.help.to(lang) in field.editor.toolTip()
        if question.source:
            assert question.source.to(lang) in field.help
        if question.unit and isinstance(field.editor, LineEditor):
            shown = [label.text() for label in field.findChildren(QLabel)] + [button.text() for button in field.findChildren(QPushButton)]
            assert question.unit.to(lang) in shown
            assert question.unit.to(lang) in target.accessibleName()


def test_the_help_of_the_field_with_the_focus_is_told(desk: Desk) -> None:
    desk.load(file_data())
    form = form_of(desk, "round")
    told: list[str] = []
    form.helped.connect(told.append)
    line(form, "date").line.setFocus()
    QTest.keyClick(line(form, "date").line, Qt.Key.Key_Backtab)
    QTest.keyClick(line(form, "label").line, Qt.Key.Key_Tab)
    told = [text for text in told if text][1:]  # between two fields there is none
    assert told == [form.fields["label"].help, form.fields["date"].help]


def test_a_question_that_is_not_asked_is_hidden_unless_it_has_an_answer(desk: Desk) -> None:
    desk.load(file_data())
    form = RecordForm(desk.session, questionnaire().parts["ratings"])
    desk.show(form)
    form.show_row(1, Entry({"score": 2}))
    assert not form.fields["reason"].isVisible()
    form.show_entry(Entry({"score": "na"}))
    assert form.fields["reason"].isVisible()
    form.show_entry(Entry({"score": 2, "reason": "曾经不适用"}))
    assert form.fields["reason"].isVisible()


def test_the_language_changes_every_text_and_no_answer(desk: Desk) -> None:
    desk.load(file_data(round={"label": "2024", "date": "2024-03-05", "note": "说明"}))
    form = form_of(desk, "round")
    fill(form, "date", "typed just now")
    desk.session.set_language("en")
    form.retranslate()
    assert form.fields["label"].label.text() == "Round"
    assert line(form, "date").line.text() == "typed just now"
    note = form.fields["note"].findChild(QPlainTextEdit)
    assert note is not None
    assert note.toPlainText() == "说明"
