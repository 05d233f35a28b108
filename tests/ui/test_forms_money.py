"""Amounts in forms: a unit beside the line says how they are typed and shown; what is stored stays what it is."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu

from db.browse import Entry
from diagnosis.fieldtypes import Value
from diagnosis.text import Lang
from tests.surveys import file_data
from tests.ui.forms import fill, leave, row_form, stored_row
from tests.ui.judging import Desk
from tests.ui.tables import index_of, pane_of, select
from ui.settings import Settings
from ui.widgets.amount_editor import AmountEditor
from ui.widgets.list_pane import ListPane
from ui.widgets.record_form import RecordForm

FIRM: dict[str, Value] = {"name": "甲厂", "revenue": 12000}


def amount(form: RecordForm, name: str = "revenue") -> AmountEditor:
    editor = form.fields[name].editor
    assert isinstance(editor, AmountEditor)
    return editor


@pytest.fixture
def form(desk: Desk) -> RecordForm:
    desk.load(file_data(enterprises=[FIRM]))
    return row_form(desk, "enterprises", FIRM)


def stored(desk: Desk) -> object:
    desk.settle()
    return stored_row(desk, "enterprises").answers.get("revenue")


def test_another_unit_shows_the_same_amount_otherwise_and_stores_nothing(desk: Desk, form: RecordForm) -> None:
    editor, before = amount(form), desk.session.undo_name
    for unit, shown, told in (("亿元", "1.2", "= 12,000 万元"), ("元", "120000000", "= 12,000 万元"), ("万元", "12000", "")):
        editor.choose(unit)
        assert editor.line.text() == shown
        assert editor.aside is not None
        assert editor.aside.text() == told
        assert editor.aside.isVisible() == bool(told)
        assert stored(desk) == 12000
    assert desk.session.undo_name == before


def test_an_amount_stays_while_a_word_is_composed_over_it(desk: Desk, form: RecordForm) -> None:
    editor = amount(form)
    editor.line.setFocus()
    editor.line.selectAll()
    QGuiApplication.sendEvent(editor.line, QInputMethodEvent("yiqian", []))
    assert editor.line.text() == ""
    desk.session.leaving.emit()
    assert stored(desk) == 12000


@pytest.mark.parametrize(
    ("unit", "typed", "value", "shown"),
    [
        ("亿元", "1.5", 15000, "1.5"),
        ("元", "3,500", 0.35, "3500"),
        ("万元", "3，500", 3500, "3500"),
        ("亿元", "12000万", 12000, "1.2"),
        ("元", "1.2亿", 12000, "120000000"),
        ("亿元", "１．２", 12000, "1.2"),
        ("元", "5000万元", 5000, "50000000"),
    ],
)
def test_a_number_is_meant_in_the_unit_chosen_and_a_unit_typed_beats_it(
    desk: Desk, form: RecordForm, unit: str, typed: str, value: float, shown: str
) -> None:
    amount(form).choose(unit)
    fill(form, "revenue", typed)
    leave(form, "revenue")
    assert stored(desk) == value
    assert amount(form).line.text() == shown


@pytest.mark.parametrize(("lang", "told"), [("zh", "= 12,000 万元"), ("en", "= 12,000 × 10,000 yuan")])
def test_what_is_stored_is_told_in_words_while_another_unit_is_typed(desk: Desk, form: RecordForm, lang: Lang, told: str) -> None:
    desk.session.set_language(lang)
    form.retranslate()
    aside = amount(form).aside
    assert aside is not None
    fill(form, "revenue", "1.2亿")
    assert (aside.text(), aside.isVisible()) == (told, True)
    fill(form, "revenue", "1.2x")
    assert not aside.isVisible()
    fill(form, "revenue", "12000")
    assert not aside.isVisible()


def test_the_unit_is_chosen_by_keyboard_and_remembered_for_its_field(desk: Desk, form: RecordForm) -> None:
    editor = amount(form)
    editor.line.setFocus()
    QTest.keyClick(editor.line, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    desk.bot.waitUntil(editor.menu.isVisible)
    assert editor.menu.activeAction().text() == "万元"
    QTest.keyClick(editor.menu, Qt.Key.Key_Down)
    QTest.keyClick(editor.menu, Qt.Key.Key_Return)
    assert editor.button.text() == "亿元"
    assert editor.line.text() == "1.2"
    assert Settings().word("unit/revenue") == "亿元"
    again = row_form(desk, "enterprises", FIRM)
    assert amount(again).line.text() == "1.2"
    assert amount(again, "rd_spend").unit == "万元"
    assert "亿元" in amount(again).line.accessibleName()


def test_the_button_opens_the_units_in_the_language_of_the_moment(desk: Desk, form: RecordForm) -> None:
    desk.session.set_language("en")
    form.retranslate()
    menu = amount(form).button.menu()
    assert isinstance(menu, QMenu)
    assert [action.text() for action in menu.actions()] == ["yuan", "10,000 yuan", "100 million yuan"]
    assert amount(form).button.text() == "10,000 yuan"


def test_what_was_typed_before_the_unit_was_changed_was_meant_in_the_old_one(desk: Desk, form: RecordForm) -> None:
    fill(form, "revenue", "500")
    amount(form).choose("亿元")
    assert stored(desk) == 500
    assert amount(form).line.text() == "0.05"


def test_what_was_refused_is_read_again_in_the_new_unit(desk: Desk, form: RecordForm) -> None:
    fill(form, "revenue", "9000000000000000")
    leave(form, "revenue")
    desk.settle()
    assert form.fields["revenue"].note == "数值过大，请检查单位。所填内容已保留；目前仍按 12,000 万元 计，按 Esc 可恢复。"
    amount(form).choose("元")
    assert stored(desk) == 9e11
    assert form.fields["revenue"].note == ""


def test_escape_brings_the_stored_amount_back_in_the_unit_chosen(desk: Desk, form: RecordForm) -> None:
    amount(form).choose("亿元")
    fill(form, "revenue", "abc").flush()
    desk.settle()
    assert stored_row(desk, "enterprises") == Entry(FIRM, {"revenue": "abc"})
    QTest.keyClick(amount(form).line, Qt.Key.Key_Escape)
    desk.settle()
    assert amount(form).line.text() == "1.2"
    assert stored_row(desk, "enterprises") == Entry(FIRM)


def test_a_unit_in_the_settings_that_is_none_is_no_matter(desk: Desk) -> None:
    Settings().set_word("unit/revenue", "furlongs")
    assert amount(row_form(desk, "enterprises", FIRM)).unit == "万元"


def test_the_value_of_an_indicator_in_money_takes_any_unit_and_has_its_own(desk: Desk) -> None:
    row: dict[str, Value] = {"id": "output", "year": 2023, "value": 5}
    desk.load(file_data(indicators=[row]))
    form = row_form(desk, "indicators", row)
    field = fill(form, "value", "20000万")
    leave(form, "value")
    desk.settle()
    assert stored_row(desk, "indicators").answers["value"] == 2
    assert field._unit.text() == "亿元"
    form.show_entry(Entry({"id": "cr4", "year": 2023}))
    fill(form, "value", "20000万").flush()
    assert field.note.startswith("应为数字")
    assert field._unit.text() == "%"


def test_a_unit_is_taken_in_a_cell_of_the_table_too(desk: Desk) -> None:
    desk.load(file_data(enterprises=[FIRM], indicators=[{"id": "output", "year": 2023, "value": 5}]))
    for part, name, typed, value in (("enterprises", "revenue", "3亿", 30000), ("indicators", "value", "3000亿元", 3000)):
        pane = pane_of(desk, part)
        index = index_of(pane, 0, name)
        assert pane.model.question_at(index).type.parse(typed) == value


# ---- figures that are money in some rows


ROWS: list[dict[str, Value]] = [
    {"id": "output", "year": 2023, "value": 320.5},
    {"id": "mean-firm-revenue", "year": 2023, "value": 4200},
    {"id": "cr8", "year": 2023, "value": 31.5},
]


def figures(desk: Desk) -> ListPane:
    units = {row["id"]: desk.session.framework.indicators[str(row["id"])].unit for row in ROWS}
    assert units["output"] == "亿元"
    desk.load(file_data(indicators=ROWS))
    return pane_of(desk, "indicators")


def chosen(desk: Desk, pane: ListPane, row: int) -> AmountEditor:
    select(pane, row, "value")
    desk.bot.waitUntil(lambda: pane.panel.form.row_id == pane.model.ids[row])
    desk.settle()
    return amount(pane.panel.form, "value")


def test_the_value_of_an_indicator_has_the_units_of_money_where_it_is_money(desk: Desk) -> None:
    pane = figures(desk)
    editor = chosen(desk, pane, 0)
    assert (editor.line.text(), editor.button.text(), editor.button.isVisible()) == ("320.5", "亿元", True)
    assert editor.line.accessibleName() == "数值 亿元"
    editor.choose("万元")
    assert editor.line.text() == "3205000"
    fill(pane.panel.form, "value", "3300000").flush()
    desk.settle()
    assert pane.model.entry(0) is not None
    assert index_of(pane, 0, "value").data() == "330"
    editor.choose("亿元")
    assert editor.line.text() == "330"


def test_another_row_asks_in_its_own_unit_and_what_was_chosen_is_kept_for_its_kind(desk: Desk) -> None:
    pane = figures(desk)
    chosen(desk, pane, 0).choose("元")
    plain = chosen(desk, pane, 2)
    assert (plain.line.text(), plain.button.isVisible(), plain.keys) == ("31.5", False, "")
    assert plain.line.accessibleName() == f"数值 {desk.session.framework.indicators['cr8'].unit_text.zh}"
    QTest.keyClick(plain.line, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert not plain.menu.isVisible()
    again = chosen(desk, pane, 0)
    assert (again.line.text(), again.unit) == ("32050000000", "元")


def test_a_row_without_an_indicator_takes_a_mere_number(desk: Desk) -> None:
    desk.load(file_data(indicators=[{"id": "output", "year": 2023, "value": 1}]))
    pane = pane_of(desk, "indicators")
    desk.click(pane.add_button)
    desk.settle()
    editor = chosen(desk, pane, 1)
    assert not editor.button.isVisible()
    fill(pane.panel.form, "value", "12").flush()
    desk.settle()
    assert index_of(pane, 1, "value").data() == "12"
