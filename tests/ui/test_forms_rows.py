"""What contradicts itself is told beside the field at once; Enter and Tab lead through a form; what waits to be stored stays in sight."""

from itertools import pairwise

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from db.browse import Entry
from diagnosis.fieldtypes import Value
from diagnosis.questionnaire import questionnaire
from diagnosis.text import LANGS, Lang
from tests.surveys import file_data
from tests.ui.forms import fill, form_of, leave, line, record, row_form, stored_row
from tests.ui.judging import Desk
from ui.widgets.record_form import RecordForm
from ui.widgets.text_editors import TextEditor

# ---- contradictions


def firm(desk: Desk, **answers: Value) -> RecordForm:
    data: dict[str, Value] = {"name": "甲厂", **answers}
    desk.load(file_data(round={"label": "1", "date": "2023-06-30"}, enterprises=[data, {"name": "乙厂"}]))
    form = row_form(desk, "enterprises", data)
    desk.settle()
    return form


def test_what_contradicts_another_field_is_told_as_soon_as_it_is_typed(desk: Desk) -> None:
    form = firm(desk, employees=10)
    field = fill(form, "rd_staff", "11")
    field.flush()
    assert field.note == "研发人员 11 人多于从业人员 10 人，请核对"
    assert field._note.property("role") == "advice"
    assert line(form, "rd_staff").line.property("wrong") is not True
    desk.settle()
    assert stored_row(desk, "enterprises").answers["rd_staff"] == 11
    fill(form, "employees", "12").flush()
    assert field.note == ""


@pytest.mark.parametrize(
    ("name", "typed", "told"),
    [
        ("founded", "2024", "成立年份 2024 晚于调研年份 2023，请核对"),
        ("rd_spend", "1200", "研发投入 1200 万元高于营业收入 1000 万元，请核对单位"),
        ("revenue", "9亿", "人均营业收入达 9000 万元"),
        ("uscc", "91350100M000100Y45", "末位校验码应为 3，现为 5；请逐位核对"),
    ],
)
def test_each_rule_about_a_firm_speaks_beside_its_field(desk: Desk, name: str, typed: str, told: str) -> None:
    form = firm(desk, employees=10, revenue=1000)
    field = fill(form, name, typed)
    leave(form, name)
    assert field.note.startswith(told)
    assert field.note.count("\n") == 0


def test_a_name_that_is_listed_already_is_told_when_it_is_known(desk: Desk) -> None:
    form = firm(desk)
    field = fill(form, "name", "乙厂")
    with desk.bot.waitSignal(desk.session.diagnosed, timeout=10_000):
        leave(form, "name")
    desk.settle()
    assert field.note == "“乙厂”在企业名录中出现 2 次；是同一家的，可用菜单“合并登记了两次的企业”并成一行"


def test_a_partner_that_is_not_listed_is_told(desk: Desk) -> None:
    link: dict[str, Value] = {"from": "甲厂", "to": "丙"}
    desk.load(file_data(enterprises=[{"name": "甲厂"}], links=[link]))
    form = row_form(desk, "links", link)
    desk.settle()
    assert form.fields["to"].note == "“丙”不在企业、机构、平台或协会清单里，请核对名称"
    assert form.fields["from"].note == ""


def test_a_refusal_is_told_before_a_contradiction(desk: Desk) -> None:
    form = firm(desk, employees=10, rd_staff=11)
    field = fill(form, "rd_staff", "eleven")
    field.flush()
    assert field.note.startswith("应为数字")
    QTest.keyClick(line(form, "rd_staff").line, Qt.Key.Key_Escape)
    assert field.note.startswith("研发人员 11 人")


# ---- Enter and Tab


def focus() -> QWidget:
    found = QApplication.focusWidget()
    assert found is not None
    return found


@pytest.mark.parametrize("part", ["enterprises", "platforms", "cluster", "round"])
def test_enter_goes_from_field_to_field(desk: Desk, part: str) -> None:
    desk.load(file_data(enterprises=[{"name": "甲"}], platforms=[{"name": "甲"}]))
    form = form_of(desk, part) if questionnaire().parts[part].kind == "record" else row_form(desk, part, {"name": "甲"})
    fields = [field for field in form.fields.values() if field.isVisible()]
    fields[0].editor.target.setFocus()
    for before, after in pairwise(fields):
        assert before.editor.has_focus
        several_lines = isinstance(before.editor, TextEditor)
        QTest.keyClick(QGuiApplication.focusObject(), Qt.Key.Key_Tab if several_lines else Qt.Key.Key_Return)  # type: ignore[call-overload]
        assert after.editor.has_focus
    desk.settle()
    assert [field.note for field in fields if field.note] == []


def test_enter_stores_what_was_typed_also_in_the_last_field(desk: Desk) -> None:
    desk.load(file_data(institutions=[{"name": "甲"}]))
    form = row_form(desk, "institutions", {"name": "甲"})
    fill(form, "name", "B")
    QTest.keyClick(line(form, "name").line, Qt.Key.Key_Return)
    assert not line(form, "name").line.hasFocus()
    fill(form, "note", "n")
    QTest.keyClick(line(form, "note").line, Qt.Key.Key_Return)
    assert line(form, "note").line.hasFocus()
    desk.settle()
    assert stored_row(desk, "institutions") == Entry({"name": "B", "note": "n"})


def test_enter_breaks_the_line_where_there_are_several(desk: Desk) -> None:
    desk.load(file_data())
    editor = form_of(desk, "round").fields["note"].editor
    assert isinstance(editor, TextEditor)
    editor.lines.setFocus()
    for modifier in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier):
        QTest.keyClicks(editor.lines, "a")
        QTest.keyClick(editor.lines, Qt.Key.Key_Return, modifier)
    assert editor.lines.toPlainText() == "a\na\n"
    assert editor.lines.hasFocus()


@pytest.mark.parametrize("part", [part.id for part in questionnaire().parts.values()])
@pytest.mark.parametrize("lang", LANGS)
def test_tab_goes_through_a_form_as_the_eye_does(desk: Desk, part: str, lang: Lang) -> None:
    desk.session.set_language(lang)
    desk.load(file_data())
    form = RecordForm(desk.session, questionnaire().parts[part], columns=2)
    form.retranslate()
    desk.show(form)
    form.setEnabled(True)
    shown = [field for field in form.fields.values() if field.isVisible()]
    places = [QRect(field.mapTo(form, field.rect().topLeft()), field.size()) for field in shown]
    assert places == sorted(places, key=lambda place: (place.top(), place.left()))
    shown[0].editor.target.setFocus()
    for field in shown[1:]:
        QTest.keyClick(focus(), Qt.Key.Key_Tab)
        assert field.editor.has_focus


# ---- what is on its way


def test_what_is_refused_after_its_row_has_been_left_is_kept_as_it_was_typed(desk: Desk) -> None:
    row: dict[str, Value] = {"id": "firms", "year": 2023, "value": 5}
    desk.load(file_data(indicators=[row, {"id": "output", "year": 2023, "value": 7}]))
    form = row_form(desk, "indicators", row)
    form.fields["value"].ask(questionnaire().parts["indicators"].question("value"))  # as if it took any number
    fill(form, "value", "-5")
    form.show_row(2, Entry({"id": "output", "year": 2023, "value": 7}))
    desk.settle()
    desk.settle()
    assert "不能为负数" in str(desk.messages[0])
    assert stored_row(desk, "indicators") == Entry(row, {"value": "-5"})
    assert line(form, "value").line.text() == "7"


def test_a_field_that_is_asked_only_then_comes_and_stays_while_it_holds_anything(desk: Desk) -> None:
    desk.load(file_data(ratings=[{"item": "labour-cost", "score": 2}]))
    form = row_form(desk, "ratings", {"item": "labour-cost", "score": 2})
    assert not form.fields["reason"].isVisible()
    form.show_entry(Entry({"item": "labour-cost", "score": 2}, {"reason": "typed and not taken"}))
    assert form.fields["reason"].isVisible()


def test_the_help_names_the_section_of_the_paper(desk: Desk) -> None:
    form = firm(desk)
    told: list[str] = []
    form.helped.connect(told.append)
    line(form, "revenue").line.setFocus()
    assert told[-1].endswith("论文依据：第三章（一）2；第四章（一）。")
    assert record(desk, "round").answers["label"] == "1"


def test_a_text_of_several_lines_is_whole_in_every_width(desk: Desk) -> None:
    """In another width it needs other lines; and a bar, which takes room, may need the one line more that it is there for."""
    desk.load(file_data(round={"label": "2024", "note": "Nearly 70,000 firms, 2,858 of them above designated size; a whole chain. " * 3}))
    form = form_of(desk, "round")
    editor = form.fields["note"].editor
    assert isinstance(editor, TextEditor)
    lines = editor.lines
    for width in (900, 460, *range(600, 640, 4)):
        form.resize(width, 600)
        desk.bot.waitUntil(lambda: lines.document().size().height() * lines.fontMetrics().lineSpacing() <= lines.viewport().height())
        assert not lines.verticalScrollBar().isVisible()
