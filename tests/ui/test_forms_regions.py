"""The region: found by typing, shown by name, stored as its code."""

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QTest

from tests.surveys import file_data
from tests.ui.forms import fill, form_of, leave, record
from tests.ui.judging import Desk
from ui.widgets.record_form import RecordForm
from ui.widgets.region_editor import RegionEditor

CHANGSHA = "湖南省 长沙市 (430100)"


@pytest.fixture
def form(desk: Desk) -> RecordForm:
    desk.load(file_data())
    return form_of(desk, "cluster")


def region(form: RecordForm) -> RegionEditor:
    editor = form.fields["region"].editor
    assert isinstance(editor, RegionEditor)
    return editor


def stored(desk: Desk) -> object:
    desk.settle()
    return record(desk, "cluster").answers.get("region")


@pytest.mark.parametrize("typed", ["cs", "4301", "changsha", "长沙"])
def test_what_is_typed_is_looked_up_and_enter_takes_the_first(desk: Desk, form: RecordForm, typed: str) -> None:
    fill(form, "region", typed)
    assert region(form).suggestions.is_open
    assert region(form).suggestions.names[0] == CHANGSHA
    QTest.keyClick(region(form).line, Qt.Key.Key_Return)
    assert not region(form).suggestions.is_open
    assert stored(desk) == "430100"
    assert region(form).line.text() == CHANGSHA
    assert region(form).line.hasFocus()


def test_the_arrows_mark_another_and_a_click_takes_it(desk: Desk, form: RecordForm) -> None:
    line, offered = region(form).line, region(form).suggestions
    fill(form, "region", "长沙")
    assert offered.names == [CHANGSHA, "湖南省 长沙市 长沙县 (430121)"]
    QTest.keyClick(line, Qt.Key.Key_Down)
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert stored(desk) == "430121"
    fill(form, "region", "长沙")
    for _ in range(3):  # round and round
        QTest.keyClick(line, Qt.Key.Key_Up)
    QTest.keyClick(line, Qt.Key.Key_Down)
    shown = offered._list
    assert shown is not None
    index: QModelIndex = shown.model().index(0, 0)
    QTest.mouseClick(shown.viewport(), Qt.MouseButton.LeftButton, pos=shown.visualRect(index).center())
    assert stored(desk) == "430100"


def test_escape_closes_the_list_and_then_takes_the_typing_back(desk: Desk, form: RecordForm) -> None:
    fill(form, "region", "430100").flush()
    fill(form, "region", "cs")
    QTest.keyClick(region(form).line, Qt.Key.Key_Escape)
    assert not region(form).suggestions.is_open
    assert region(form).line.text() == "cs"
    QTest.keyClick(region(form).line, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert region(form).suggestions.is_open
    QTest.keyClick(region(form).line, Qt.Key.Key_Escape)
    QTest.keyClick(region(form).line, Qt.Key.Key_Escape)
    assert region(form).line.text() == CHANGSHA
    assert stored(desk) == "430100"


@pytest.mark.parametrize(("typed", "value"), [("长沙", "430100"), ("４３０１２１", "430121"), ("430199", "430199")])
def test_tab_takes_what_was_typed_at_its_word(desk: Desk, form: RecordForm, typed: str, value: str) -> None:
    fill(form, "region", typed)
    leave(form, "region")
    assert not region(form).suggestions.is_open
    assert not region(form).line.hasFocus()
    assert stored(desk) == value


def test_a_code_that_no_division_has_is_kept_and_told(desk: Desk, form: RecordForm) -> None:
    field = fill(form, "region", "430199")
    leave(form, "region")
    assert stored(desk) == "430199"
    assert field.note == "现行行政区划里没有这个代码，可能已撤并或填错，请核对"
    assert field._note.property("role") == "advice"


@pytest.mark.parametrize(("typed", "told"), [("朝阳", "“朝阳”不止一处：北京市 朝阳区 (110105)"), ("亚特兰蒂斯", "没有找到“亚特兰蒂斯”")])
def test_what_is_no_division_or_several_is_told_and_kept(desk: Desk, form: RecordForm, typed: str, told: str) -> None:
    field = fill(form, "region", typed)
    leave(form, "region")
    assert stored(desk) is None
    assert field.note.startswith(told)
    assert record(desk, "cluster").drafts == {"region": typed}
    assert region(form).line.text() == typed


def test_the_list_goes_when_the_page_moves_below_it(desk: Desk, form: RecordForm) -> None:
    fill(form, "region", "cs")
    assert region(form).suggestions.is_open
    region(form).move(region(form).pos().x(), region(form).pos().y() + 40)
    desk.bot.waitUntil(lambda: not region(form).suggestions.is_open)


def test_a_region_is_named_in_the_language_of_the_moment(desk: Desk, form: RecordForm) -> None:
    fill(form, "region", "430100").flush()
    desk.settle()
    desk.session.set_language("en")
    form.retranslate()
    assert region(form).line.text() == "Changsha, Hunan (430100)"
    fill(form, "region", "sz")
    assert "Shenzhen, Guangdong (440300)" in region(form).suggestions.names
