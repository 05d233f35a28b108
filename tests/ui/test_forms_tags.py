"""Tags: honours out of a list, in both languages and by the names people use; the surveyors as free names."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolButton

from db.browse import Entry
from diagnosis.text import Lang
from tests.surveys import file_data
from tests.ui.forms import form_of, record, row_form, stored_row
from tests.ui.judging import Desk
from ui.widgets.record_form import RecordForm
from ui.widgets.tags_editor import TagsEditor


@pytest.fixture
def form(desk: Desk) -> RecordForm:
    desk.load(file_data(enterprises=[{"name": "甲厂"}, {"name": "乙厂"}]))
    return row_form(desk, "enterprises", {"name": "甲厂"})


def tags(form: RecordForm, name: str = "honours") -> TagsEditor:
    editor = form.fields[name].editor
    assert isinstance(editor, TagsEditor)
    return editor


def type_into(editor: TagsEditor, text: str, key: Qt.Key | None = None) -> None:
    """Type on at the end of the line, and press a key."""
    editor.line.setFocus()
    if text.isascii():
        QTest.keyClicks(editor.line, text)
    else:
        editor.line.insert(text)
        editor.line.textEdited.emit(editor.line.text())
    if key is not None:
        QTest.keyClick(editor.line, key)


def stored(desk: Desk) -> object:
    desk.settle()
    return stored_row(desk, "enterprises").answers.get("honours")


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("小巨人", "little-giant"),
        ("高企", "hnte"),
        ("上市公司", "listed"),
        ("listed", "listed"),
        ("SRDI", "srdi"),
        ("little gi", "little-giant"),
        ("单项", "champion"),
    ],
)
def test_a_tag_is_added_by_a_name_or_its_beginning_in_either_language(desk: Desk, form: RecordForm, typed: str, value: str) -> None:
    type_into(tags(form), typed, Qt.Key.Key_Return)
    assert stored(desk) == (value,)
    assert tags(form).line.text() == ""
    assert len(tags(form).box.names) == 1


def test_several_are_added_in_one_go_and_stand_in_the_order_of_the_list(desk: Desk, form: RecordForm) -> None:
    type_into(tags(form), "上市、")
    type_into(tags(form), "高企，")
    type_into(tags(form), "小巨人", Qt.Key.Key_Tab)
    assert stored(desk) == ("little-giant", "hnte", "listed")
    assert tags(form).box.names == ["专精特新“小巨人”", "高新技术企业", "上市公司"]


def test_backspace_takes_the_last_one_away_and_a_click_on_the_cross_any(desk: Desk, form: RecordForm) -> None:
    form.show_entry(Entry({"name": "甲厂", "honours": ("little-giant", "hnte", "listed")}))
    tags(form).line.setFocus()
    QTest.keyClick(tags(form).line, Qt.Key.Key_Backspace)
    assert stored(desk) == ("little-giant", "hnte")
    cross = tags(form).box.findChildren(QToolButton)[0]
    assert cross.accessibleName() == "移除“专精特新“小巨人””" or "小巨人" in cross.accessibleName()
    desk.click(cross)
    assert stored(desk) == ("hnte",)
    QTest.keyClick(tags(form).line, Qt.Key.Key_Backspace)
    assert stored(desk) is None


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Tab])
def test_a_tag_that_is_typed_once_more_stays(desk: Desk, form: RecordForm, key: Qt.Key) -> None:
    form.show_entry(Entry({"name": "甲厂", "honours": ("little-giant",)}))
    type_into(tags(form), "小巨", key)
    desk.settle()
    assert tags(form).box.names == ["专精特新“小巨人”"]
    assert form.fields["honours"].value == ("little-giant",)
    assert tags(form).line.text() == ""


def test_none_is_an_answer_of_its_own(desk: Desk, form: RecordForm) -> None:
    assert tags(form).line.placeholderText() == "输入添加"
    type_into(tags(form), "无", Qt.Key.Key_Return)
    assert stored(desk) == ()
    assert tags(form).box.names == ["无"]
    assert tags(form).line.placeholderText() == ""
    type_into(tags(form), "上市", Qt.Key.Key_Return)
    assert stored(desk) == ("listed",)
    QTest.keyClick(tags(form).line, Qt.Key.Key_Backspace)
    assert stored(desk) is None
    assert tags(form).box.names == []


def test_the_list_opens_by_keys_and_takes_and_gives_back(desk: Desk, form: RecordForm) -> None:
    editor = tags(form)
    editor.line.setFocus()
    QTest.keyClick(editor.line, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert len(editor.suggestions.names) == 7
    assert editor.suggestions.names[-1] == "确认没有"
    QTest.keyClick(editor.line, Qt.Key.Key_Down)
    QTest.keyClick(editor.line, Qt.Key.Key_Return)
    assert stored(desk) == ("champion",)
    QTest.keyClick(editor.line, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert editor.suggestions.names[1] == "✓ 单项冠军"
    QTest.keyClick(editor.line, Qt.Key.Key_Down)
    QTest.keyClick(editor.line, Qt.Key.Key_Return)
    assert stored(desk) is None


def test_a_name_that_is_not_in_the_list_is_told_and_kept_beside_the_tags(desk: Desk, form: RecordForm) -> None:
    type_into(tags(form), "高企、", None)
    type_into(tags(form), "省长质量奖", Qt.Key.Key_Tab)
    desk.settle()
    assert stored_row(desk, "enterprises") == Entry({"name": "甲厂", "honours": ("hnte",)}, {"honours": "高新技术企业、省长质量奖"})
    assert form.fields["honours"].note.startswith("没有“省长质量奖”这一项，可选：专精特新“小巨人”、单项冠军")
    assert tags(form).box.property("wrong") is True
    again = row_form(desk, "enterprises", {})
    again.show_entry(stored_row(desk, "enterprises"))
    assert (tags(again).box.names, tags(again).line.text()) == (["高新技术企业"], "省长质量奖")
    tags(again).line.setFocus()
    QTest.keyClick(tags(again).line, Qt.Key.Key_Escape)
    desk.settle()
    assert stored_row(desk, "enterprises") == Entry({"name": "甲厂", "honours": ("hnte",)})
    assert tags(again).line.text() == ""


@pytest.mark.parametrize(("lang", "names"), [("zh", ["专精特新“小巨人”", "上市公司"]), ("en", ["Little giant", "Listed"])])
def test_the_tags_are_named_in_the_language_of_the_moment(desk: Desk, form: RecordForm, lang: Lang, names: list[str]) -> None:
    form.show_entry(Entry({"honours": ("little-giant", "listed")}))
    desk.session.set_language(lang)
    form.retranslate()
    assert tags(form).box.names == names
    assert all(name in tags(form).line.accessibleName() for name in names)


def test_many_tags_take_more_lines_and_the_form_grows(desk: Desk, form: RecordForm) -> None:
    box = tags(form).box
    low = box.height()
    form.show_entry(Entry({"honours": ("little-giant", "champion", "srdi", "hnte", "listed", "other")}))
    desk.bot.waitUntil(lambda: box.height() > 2 * low)
    assert all(box.rect().contains(made.geometry()) for _, made in box._tags)
    assert box.rect().contains(box.line.geometry())


@pytest.mark.parametrize(
    ("typed", "key", "value"),
    [
        ("王工、李工", Qt.Key.Key_Tab, ("王工", "李工")),
        ("王工,李工", Qt.Key.Key_Return, ("王工", "李工")),
        ("Smith, John;", None, ("Smith, John",)),
        ("王工、王工", Qt.Key.Key_Return, ("王工",)),
    ],
)
def test_surveyors_are_free_names(desk: Desk, typed: str, key: Qt.Key | None, value: tuple[str, ...]) -> None:
    desk.load(file_data())
    form = form_of(desk, "round")
    type_into(tags(form, "surveyors"), typed, key)
    desk.settle()
    assert record(desk, "round").answers["surveyors"] == value
    assert tuple(tags(form, "surveyors").box.names) == value


def test_a_tag_that_goes_takes_nothing_else_with_it(desk: Desk, form: RecordForm) -> None:
    """Other widgets' own parts stay whole when a tag is taken away, as they did not before the window walked its widgets backwards."""
    form.show_entry(Entry({"honours": ("hnte",)}))
    tags(form).line.setFocus()
    QTest.keyClick(tags(form).line, Qt.Key.Key_Backspace)
    desk.settle()
    form.retranslate()
    assert tags(form).box.names == []
