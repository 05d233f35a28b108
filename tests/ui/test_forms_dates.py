"""Days and years: typed as people write them, or picked from a calendar."""

import datetime as dt

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QTableView, QToolButton

from diagnosis.text import Lang
from tests.surveys import file_data
from tests.ui.forms import fill, form_of, leave, record, row_form, stored_row
from tests.ui.judging import Desk
from ui.widgets.calendar import Calendar
from ui.widgets.date_editor import DateEditor
from ui.widgets.record_form import RecordForm


@pytest.fixture
def form(desk: Desk) -> RecordForm:
    desk.load(file_data(round={"label": "2024", "date": "2024-03-05"}))
    return form_of(desk, "round")


def date(form: RecordForm) -> DateEditor:
    editor = form.fields["date"].editor
    assert isinstance(editor, DateEditor)
    return editor


def stored(desk: Desk) -> object:
    desk.settle()
    return record(desk, "round").answers.get("date")


def opened(desk: Desk, form: RecordForm) -> Calendar:
    date(form).line.setFocus()
    QTest.keyClick(date(form).line, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    calendar = date(form).calendar
    assert calendar is not None
    desk.bot.waitUntil(calendar.isVisible)
    return calendar


@pytest.mark.parametrize("typed", ["2023-7-9", "2023.7.9", "2023/7/9", "20230709", "2023年7月9日", "２０２３－７－９", "2023 7 9"])
def test_a_day_is_typed_as_people_write_it(desk: Desk, form: RecordForm, typed: str) -> None:
    fill(form, "date", typed)
    leave(form, "date")
    assert stored(desk) == "2023-07-09"
    assert date(form).line.text() == "2023-07-09"


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("2023-2-29", "2023 年 2 月没有 29 日，请核对日期"),
        ("2023-13-1", "没有 13 月，请核对日期"),
        ("3月5日", "应为日期，年、月、日写全，如 2024-3-5"),
        ("0024-3-5", "应为 1900 至 2100 之间的四位年份，如 2024"),
    ],
)
def test_what_is_no_day_is_told_in_words(desk: Desk, form: RecordForm, typed: str, told: str) -> None:
    field = fill(form, "date", typed)
    leave(form, "date")
    desk.settle()
    assert field.note == f"{told}。所填内容已保留；目前仍按 2024-03-05 计，按 Esc 可恢复。"


@pytest.mark.parametrize(("typed", "value"), [("2020", 2020), ("2020年", 2020), ("２０２０", 2020)])
def test_a_year(desk: Desk, typed: str, value: int) -> None:
    desk.load(file_data(enterprises=[{"name": "甲厂"}]))
    form = row_form(desk, "enterprises", {"name": "甲厂"})
    fill(form, "founded", typed)
    leave(form, "founded")
    desk.settle()
    assert stored_row(desk, "enterprises").answers["founded"] == value


def test_what_is_no_year_is_told_in_words(desk: Desk) -> None:
    desk.load(file_data(enterprises=[{"name": "甲厂"}]))
    form = row_form(desk, "enterprises", {"name": "甲厂"})
    field = fill(form, "founded", "98")
    leave(form, "founded")
    assert field.note == "应为 1900 至 2100 之间的四位年份，如 2024。所填内容已原样保留。"


def test_the_calendar_opens_by_keys_at_the_day_and_takes_another(desk: Desk, form: RecordForm) -> None:
    calendar = opened(desk, form)
    assert calendar.month.selectedDate() == QDate(2024, 3, 5)
    assert calendar.month.firstDayOfWeek() == Qt.DayOfWeek.Monday
    view = calendar.month.focusProxy() or calendar.month
    QTest.keyClick(view, Qt.Key.Key_Right)
    QTest.keyClick(view, Qt.Key.Key_Down)
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert stored(desk) == "2024-03-13"
    assert date(form).line.text() == "2024-03-13"


def test_escape_closes_the_calendar_and_changes_nothing(desk: Desk, form: RecordForm) -> None:
    calendar = opened(desk, form)
    QTest.keyClick(calendar.month.focusProxy() or calendar.month, Qt.Key.Key_Right)
    QTest.keyClick(calendar, Qt.Key.Key_Escape)
    assert not calendar.isVisible()
    assert stored(desk) == "2024-03-05"


def test_the_button_opens_the_calendar_at_today_where_no_day_stands(desk: Desk) -> None:
    desk.load(file_data())
    form = form_of(desk, "round")
    desk.click(date(form).button)
    calendar = date(form).calendar
    assert calendar is not None
    assert calendar.month.selectedDate() == QDate.currentDate()
    desk.click(calendar.today)
    assert stored(desk) == dt.date.today().isoformat()  # noqa: DTZ011 - the day of this machine


@pytest.mark.parametrize(("lang", "month", "today"), [("zh", "三月", "今天"), ("en", "March", "Today")])
def test_the_calendar_speaks_the_language_of_the_moment(desk: Desk, form: RecordForm, lang: Lang, month: str, today: str) -> None:
    desk.session.set_language(lang)
    form.retranslate()
    calendar = opened(desk, form)
    button = calendar.month.findChild(QToolButton, "qt_calendar_monthbutton")
    assert isinstance(button, QToolButton)
    assert button.text() == month
    assert calendar.today.text() == today


def test_every_day_of_the_week_has_its_column(desk: Desk, form: RecordForm) -> None:
    calendar = opened(desk, form)
    view = calendar.month.findChild(QTableView)
    assert isinstance(view, QTableView)
    columns = [view.columnWidth(column) for column in range(view.model().columnCount()) if not view.isColumnHidden(column)]
    assert len(columns) == 7
    assert sum(columns) <= view.viewport().width()
