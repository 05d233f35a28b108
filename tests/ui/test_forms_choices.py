"""Choices in forms: buttons, lists and menus."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox

from db.browse import Entry
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


def test_a_long_list_is_searched_by_any_part_of_a_name(desk: Desk) -> None:
    desk.load(file_data(indicators=[{"id": "output", "year": 2023, "value": 5}]))
    desk.session.set_language("en")
    form = row_form(desk, "indicators", {"id": "output", "year": 2023, "value": 5})
    editor = form.fields["id"].editor
    assert isinstance(editor, ComboEditor)
    box, completer = editor.combo.lineEdit(), editor.combo.completer()
    assert box is not None
    assert completer is not None
    box.setFocus()
    box.selectAll()
    QTest.keyClicks(box, "D intens")
    assert completer.completionCount() == 1
    QTest.keyClick(completer.popup() if completer.popup().isVisible() else box, Qt.Key.Key_Tab)
    desk.settle()
    assert stored_row(desk, "indicators").answers["id"] == "rd-intensity"
    assert box.text() == "R&D intensity"
    box.setFocus()
    box.selectAll()
    QTest.keyClicks(box, "no such thing")
    completer.popup().hide()
    QTest.keyClick(box, Qt.Key.Key_Return)
    desk.settle()
    assert box.text() == "no such thing"
    assert "not 'no such thing'" in form.fields["id"].note
    assert stored_row(desk, "indicators") == Entry({"id": "rd-intensity", "year": 2023, "value": 5}, {"id": "no such thing"})
    QTest.keyClick(box, Qt.Key.Key_Escape)
    desk.settle()
    assert box.text() == "R&D intensity"
    assert stored_row(desk, "indicators").drafts == {}


def test_the_wheel_does_not_change_a_choice(desk: Desk) -> None:
    desk.load(file_data(platforms=[{"name": "甲", "kind": "laboratory"}]))
    form = row_form(desk, "platforms", {"name": "甲", "kind": "laboratory"})
    combo = form.findChild(QComboBox)
    assert combo is not None
    before = combo.currentIndex()
    QTest.wheelEvent(form.window().windowHandle(), combo.mapTo(form, combo.rect().center()), combo.rect().bottomRight() * 20)
    assert combo.currentIndex() == before
