"""Choices in forms: buttons, lists and menus."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLineEdit

from db.browse import Entry
from diagnosis.text import DASH
from tests.surveys import file_data
from tests.ui.forms import form_of, record, row_form, stored_row
from tests.ui.judging import Desk
from ui.widgets.choice_editors import ComboEditor, SegmentEditor
from ui.widgets.record_form import RecordForm

# ---- choices


def segments(form: RecordForm, name: str) -> SegmentEditor:
    editor = form.fields[name].editor
    assert isinstance(editor, SegmentEditor)
    return editor


def test_a_flag_is_yes_no_or_not_known(desk: Desk) -> None:
    desk.load(file_data())
    form = form_of(desk, "services")
    buttons = segments(form, "testing").segments._group.buttons()
    assert [each.text() for each in buttons] == ["是", "否", "不清楚"]
    assert buttons[2].isChecked()
    for button, stored in ((buttons[1], False), (buttons[0], True), (buttons[2], None)):
        with desk.bot.waitSignal(desk.session.saved):
            desk.click(button)
        desk.settle()
        assert record(desk, "services").answers.get("testing") is stored
        assert [each.isChecked() for each in buttons] == [each is button for each in buttons]


def test_a_rating_is_given_by_its_digit_moved_by_arrows_and_taken_back(desk: Desk) -> None:
    desk.load(file_data())
    form = form_of(desk, "features")
    name = next(iter(form.fields))
    editor = segments(form, name)
    editor.target.setFocus()
    for key, stored in ((Qt.Key.Key_3, 3), (Qt.Key.Key_Right, 4), (Qt.Key.Key_Right, 4), (Qt.Key.Key_Left, 3), (Qt.Key.Key_Delete, None)):
        QTest.keyClick(QGuiApplication.focusObject(), key)  # type: ignore[call-overload]
        desk.settle()
        assert record(desk, "features").answers.get(name) == stored


def test_only_one_of_a_group_of_buttons_is_a_tab_stop(desk: Desk) -> None:
    desk.load(file_data())
    form = form_of(desk, "services")
    first, second, *_ = form.fields
    segments(form, first).target.setFocus()
    QTest.keyClick(QGuiApplication.focusObject(), Qt.Key.Key_Tab)  # type: ignore[call-overload]
    assert segments(form, second).has_focus


def long_list(desk: Desk) -> tuple[RecordForm, ComboEditor, QLineEdit]:
    desk.load(file_data(indicators=[{"id": "output", "year": 2023, "value": 5}]))
    desk.session.set_language("en")
    form = row_form(desk, "indicators", {"id": "output", "year": 2023, "value": 5})
    editor = form.fields["id"].editor
    assert isinstance(editor, ComboEditor)
    assert editor.line is not None
    editor.combo.setFocus()
    editor.line.selectAll()
    return form, editor, editor.line


def test_a_long_list_is_searched_by_any_part_of_a_name(desk: Desk) -> None:
    form, editor, line = long_list(desk)
    assert editor.suggestions is not None
    QTest.keyClicks(editor.combo, "D intens")
    assert editor.suggestions.names == ["R&D intensity"]
    QTest.keyClick(editor.combo, Qt.Key.Key_Tab)
    desk.settle()
    assert not editor.suggestions.is_open
    assert stored_row(desk, "indicators").answers["id"] == "rd-intensity"
    assert line.text() == "R&D intensity"
    editor.combo.setFocus()
    line.selectAll()
    QTest.keyClicks(editor.combo, "no such thing")
    assert not editor.suggestions.is_open
    QTest.keyClick(editor.combo, Qt.Key.Key_Return)
    desk.settle()
    assert line.text() == "no such thing"
    assert "not 'no such thing'" in form.fields["id"].note
    assert stored_row(desk, "indicators") == Entry({"id": "rd-intensity", "year": 2023, "value": 5}, {"id": "no such thing"})
    QTest.keyClick(editor.combo, Qt.Key.Key_Escape)
    desk.settle()
    assert line.text() == "R&D intensity"
    assert stored_row(desk, "indicators").drafts == {}


@pytest.mark.parametrize("typed", ["yftrqd", "发投入强", "D intens"])
def test_a_long_list_is_searched_by_initials_and_in_either_language(desk: Desk, typed: str) -> None:
    _, editor, line = long_list(desk)
    assert editor.suggestions is not None
    line.insert(typed)
    line.textEdited.emit(line.text())
    assert editor.suggestions.names[0] == "R&D intensity"
    QTest.keyClick(editor.combo, Qt.Key.Key_Return)
    desk.settle()
    assert not editor.suggestions.is_open
    assert line.text() == "R&D intensity"
    assert stored_row(desk, "indicators").answers["id"] == "rd-intensity"


def test_a_long_list_opens_at_its_answer_and_the_dash_takes_it_away(desk: Desk) -> None:
    _, editor, line = long_list(desk)
    assert editor.suggestions is not None
    QTest.keyClick(editor.combo, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert len(editor.suggestions.names) == editor.combo.count()
    QTest.keyClick(editor.combo, Qt.Key.Key_Escape)
    assert not editor.suggestions.is_open
    assert line.text() == "Cluster output"
    QTest.keyClick(editor.combo, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    QTest.keyClick(editor.combo, Qt.Key.Key_Down)
    QTest.keyClick(editor.combo, Qt.Key.Key_Return)
    desk.settle()
    assert stored_row(desk, "indicators").answers["id"] == editor._values[2]
    line.selectAll()
    QTest.keyClick(editor.combo, Qt.Key.Key_Delete)
    QTest.keyClick(editor.combo, Qt.Key.Key_Return)
    desk.settle()
    assert line.text() == ""
    assert "id" not in stored_row(desk, "indicators").answers


def test_the_wheel_does_not_change_a_choice(desk: Desk) -> None:
    desk.load(file_data(platforms=[{"name": "甲", "kind": "laboratory"}]))
    form = row_form(desk, "platforms", {"name": "甲", "kind": "laboratory"})
    combo = form.findChild(QComboBox)
    assert combo is not None
    before = combo.currentIndex()
    QTest.wheelEvent(form.window().windowHandle(), combo.mapTo(form, combo.rect().center()), combo.rect().bottomRight() * 20)
    assert combo.currentIndex() == before


def test_the_dash_of_a_list_takes_the_answer_away(desk: Desk) -> None:
    desk.load(file_data(platforms=[{"name": "甲", "kind": "laboratory"}]))
    form = row_form(desk, "platforms", {"name": "甲", "kind": "laboratory"})
    editor = form.fields["kind"].editor
    assert isinstance(editor, ComboEditor)
    assert (editor.combo.itemText(0), editor.combo.currentIndex() > 0) == (DASH, True)
    editor.combo.setFocus()
    with desk.bot.waitSignal(desk.session.saved):
        QTest.keyClick(editor.combo, Qt.Key.Key_Home)
    assert "kind" not in stored_row(desk, "platforms").answers
