"""The interviews page: notes taken during an hour, found again, with pictures beside them."""

import datetime as dt
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from db.attachments import Owner
from diagnosis.findings import Place
from diagnosis.text import LANGS, Lang, Text
from tests.surveys import file_data
from tests.ui.evidence import copy, drop, files_in, image_of, make, mime_of, photo
from tests.ui.fitting import cut
from tests.ui.judging import Desk
from tests.ui.tables import entries_in
from tests.ui.window import Opened
from ui.pages.interviews import InterviewsPage

INTERVIEWS = [
    {
        "date": "2024-05-12",
        "organisation": "甲厂",
        "person": "李工",
        "position": "总工程师",
        "notes": "检测要送天津。\n液压件靠进口，液压泵最缺。",
    },
    {"date": "2024-05-14", "organisation": "乙所", "notes": "愿意共用检测平台。"},
    {"person": "王处长", "notes": "融资难。"},
]
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def page(desk: Desk) -> InterviewsPage:
    """The page of three interviews, as the window holds it."""
    desk.load(file_data(interviews=INTERVIEWS))
    return shown(desk)


def shown(desk: Desk) -> InterviewsPage:
    page = desk.show(InterviewsPage(desk.session))
    desk.settle()
    return page


def titles(page: InterviewsPage) -> list[str]:
    return [line.title for line in page.list.lines]


def text(page: InterviewsPage, name: str) -> str:
    """What stands in a field."""
    return page.forms[name].fields[name].editor.typed()


def press(place: QWidget, keys: str) -> None:
    QTest.keySequence(place, keys)


def search(desk: Desk, page: InterviewsPage, words: str) -> None:
    page.search.setFocus()
    page.search.setText(words)
    desk.bot.waitUntil(lambda: not page._search_timer.isActive())
    desk.settle()


def marked(page: InterviewsPage) -> list[str]:
    return [each.cursor.selectedText() for each in page.notes.lines.extraSelections()]  # type: ignore[attr-defined]


def test_the_latest_interview_comes_first_and_is_shown(page: InterviewsPage) -> None:
    assert titles(page) == ["乙所", "甲厂", "王处长"]
    assert [line.below for line in page.list.lines] == ["2024-05-14", "2024-05-12 · 李工 总工程师", "未填日期"]
    assert (text(page, "organisation"), page.notes.lines.toPlainText()) == ("乙所", "愿意共用检测平台。")
    QTest.keyClick(page.list, Qt.Key.Key_Down)
    assert (text(page, "date"), text(page, "person"), text(page, "position")) == ("2024-05-12", "李工", "总工程师")
    QTest.keyClick(page.list, Qt.Key.Key_Return)
    assert page.focusWidget() is page.notes.lines


def test_a_new_interview_is_of_today_and_what_is_typed_is_stored(desk: Desk, page: InterviewsPage) -> None:
    press(page, "Ctrl+N")
    desk.bot.waitUntil(lambda: page.focusWidget() is page.forms["organisation"].fields["organisation"].editor.target)
    today = dt.datetime.now().astimezone().date().isoformat()
    assert text(page, "date") == today
    QTest.keyClicks(page.focusWidget(), "Works 3")
    page.notes.lines.setFocus()
    QTest.keyClicks(page.notes.lines, "All of it.")
    page.list.setFocus()
    desk.bot.waitUntil(
        lambda: entries_in(desk, "interviews")[3].answers == {"date": today, "organisation": "Works 3", "notes": "All of it."}
    )
    desk.settle()
    assert titles(page)[0] == "Works 3"
    assert page.list.lines[0].below == today


def test_what_is_typed_while_an_interview_is_begun_does_not_go_into_the_notes_of_another(desk: Desk, page: InterviewsPage) -> None:
    notes = page.notes.lines.toPlainText()
    page.notes.lines.setFocus()
    press(page.notes.lines, "Ctrl+N")
    QTest.keyClicks(page.notes.lines, "Works 4")
    desk.bot.waitUntil(lambda: text(page, "organisation") == "Works 4")
    page.list.setFocus()
    desk.bot.waitUntil(lambda: entries_in(desk, "interviews")[3].answers.get("organisation") == "Works 4")
    assert entries_in(desk, "interviews")[1].answers["notes"] == notes


def test_notes_stay_under_the_hands_of_whoever_types(desk: Desk, page: InterviewsPage) -> None:
    page.notes.lines.setFocus()
    QTest.keyClick(page.notes.lines, Qt.Key.Key_End, CONTROL)
    QTest.keyClicks(page.notes.lines, " one")
    page.notes.flush()
    QTest.keyClicks(page.notes.lines, " two")
    desk.settle()
    assert page.notes.lines.toPlainText() == "愿意共用检测平台。 one two"
    assert page.notes.lines.textCursor().atEnd()
    page.list.setCurrentRow(1)
    desk.settle()
    assert entries_in(desk, "interviews")[1].answers["notes"] == "愿意共用检测平台。 one two"
    assert page.notes.lines.toPlainText().startswith("检测要送天津。")


def test_the_notes_have_most_of_the_room(page: InterviewsPage) -> None:
    assert page.notes.lines.height() > page.height() // 2
    assert page.notes.lines.width() > page.width() // 2


def test_the_time_is_noted_on_a_line_of_its_own(desk: Desk, page: InterviewsPage) -> None:
    page.notes.lines.setFocus()
    QTest.keyClick(page.notes.lines, Qt.Key.Key_End, CONTROL)
    press(page, "Ctrl+T")
    before, time = page.notes.lines.toPlainText().split("\n")
    assert before == "愿意共用检测平台。"
    assert dt.datetime.strptime(time, "%H:%M ").minute >= 0  # noqa: DTZ007 - a time of the day
    QTest.keyClick(page.notes.lines, Qt.Key.Key_Home, CONTROL)
    desk.click(page.now)
    assert page.notes.lines.toPlainText().startswith(time)
    assert page.focusWidget() is page.notes.lines


def test_the_date_becomes_today_by_a_key(desk: Desk, page: InterviewsPage) -> None:
    page.list.setCurrentRow(2)
    press(page, "Ctrl+Shift+T")
    today = dt.datetime.now().astimezone().date().isoformat()
    desk.bot.waitUntil(lambda: text(page, "date") == today)
    assert entries_in(desk, "interviews")[2].answers["date"] == today
    assert titles(page)[0] == "王处长", "it is the latest now"
    assert page.list.currentRow() == 0


def test_words_are_found_in_all_interviews_and_marked(desk: Desk, page: InterviewsPage) -> None:
    press(page, "Ctrl+F")
    assert page.focusWidget() is page.search
    search(desk, page, "检测")
    assert (titles(page), page.count.text()) == (["乙所", "甲厂"], "找到 2 次，共 3 次")
    assert marked(page) == ["检测"]
    QTest.keyClick(page.search, Qt.Key.Key_Return)
    assert page.notes.lines.textCursor().selectedText() == "检测"
    assert page.list.currentRow() == 0
    press(page, "F3")
    assert page.list.currentRow() == 1, "on to the next interview"
    assert page.notes.lines.textCursor().selectedText() == "检测"
    press(page, "Shift+F3")
    assert page.list.currentRow() == 0
    search(desk, page, "液压 进口")
    assert titles(page) == ["甲厂"]
    assert sorted(marked(page)) == ["液压", "液压", "进口"]
    press(page, "F3")
    assert page.notes.lines.textCursor().selectionStart() == page.notes.lines.toPlainText().index("液压")
    press(page, "F3")
    assert page.notes.lines.textCursor().selectedText() == "进口"
    search(desk, page, "没有的词")
    assert (titles(page), page.count.text()) == ([], "没有找到")
    assert not page.notes.isEnabled()
    QTest.keyClick(page.search, Qt.Key.Key_Escape)
    desk.bot.waitUntil(lambda: len(titles(page)) == 3)
    assert marked(page) == []


def test_deleting_takes_the_files_along_and_undo_brings_both_back(desk: Desk, page: InterviewsPage, tmp_path: Path) -> None:
    assert drop(page, mime_of(*make(tmp_path, [("名片.jpg", photo())])))
    desk.bot.waitUntil(lambda: page.list.lines[0].files == 1)
    assert page.list.lines[0].spoken == "乙所, 2024-05-14，1 份佐证材料"
    press(page, "Ctrl+Delete")
    desk.bot.waitUntil(lambda: titles(page) == ["甲厂", "王处长"])
    assert text(page, "organisation") == "甲厂"
    assert page.evidence.model.files == ()
    desk.session.undo()
    desk.bot.waitUntil(lambda: len(titles(page)) == 3)
    assert files_in(desk, Owner("interviews", 2))[0].name == "名片.jpg"


def test_a_picture_pasted_or_dropped_into_the_notes_is_kept_beside_them(desk: Desk, page: InterviewsPage, tmp_path: Path) -> None:
    notes = page.notes.lines
    notes.setFocus()
    copy(mime_of(image=image_of(20, 10)))
    QTest.keyClick(notes, Qt.Key.Key_V, CONTROL)
    desk.bot.waitUntil(lambda: len(page.evidence.model.files) == 1)
    assert drop(notes.viewport(), mime_of(*make(tmp_path, [("录音.m4a", b"1")]), text="file:///录音.m4a"))
    desk.bot.waitUntil(lambda: len(page.evidence.model.files) == 2)
    assert notes.toPlainText() == "愿意共用检测平台。"
    notes.setFocus()
    QTest.keyClick(notes, Qt.Key.Key_End, CONTROL)
    copy(mime_of(text=" words", image=image_of(20, 10)))
    QTest.keyClick(notes, Qt.Key.Key_V, CONTROL)
    assert notes.toPlainText() == "愿意共用检测平台。 words", "a text stays one, whatever picture of it there is"
    assert drop(notes.viewport(), mime_of(text="dropped"))
    assert "dropped" in notes.toPlainText()
    desk.settle()
    assert len(page.evidence.model.files) == 2


def test_rows_of_a_spreadsheet_become_interviews(desk: Desk, page: InterviewsPage) -> None:
    page.list.setFocus()
    QGuiApplication.clipboard().setText("2024-06-01\t丙厂\t赵工\t厂长\t缺人\n2024-06-02\t丁厂\t\t\t缺钱\n")
    press(page, "Ctrl+Shift+V")
    desk.bot.waitUntil(lambda: titles(page) == ["丁厂", "丙厂", "乙所", "甲厂", "王处长"])
    assert entries_in(desk, "interviews")[3].answers == dict(
        zip(("date", "organisation", "person", "position", "notes"), ("2024-06-01", "丙厂", "赵工", "厂长", "缺人"), strict=True)
    )
    QGuiApplication.clipboard().clear()
    press(page, "Ctrl+Shift+V")
    assert isinstance(desk.messages[-1], Text)
    assert desk.messages[-1].zh.startswith("剪贴板里没有可粘贴的表格")


def test_a_place_is_shown_whatever_is_searched_for(desk: Desk, page: InterviewsPage) -> None:
    search(desk, page, "融资")
    page.go_to(Place(step="interviews", part="interviews", row=0, field="notes"))
    desk.bot.waitUntil(lambda: page.focusWidget() is page.notes.lines)
    assert text(page, "organisation") == "甲厂"
    page.go_to(Place(step="interviews", part="interviews", row=1, field="date"))
    desk.bot.waitUntil(lambda: page.focusWidget() is page.forms["date"].fields["date"].editor.target)
    page.go_to(Place(step="interviews"))
    assert page.focusWidget() is page.list


def test_an_empty_page_says_what_belongs_here(desk: Desk) -> None:
    desk.load(file_data())
    page = shown(desk)
    assert page.stack.currentWidget() is page.empty
    desk.click(page.empty.buttons[0])
    desk.bot.waitUntil(lambda: titles(page) == ["（未命名）"])
    assert page.stack.currentWidget() is not page.empty


def test_another_round_has_interviews_of_its_own(desk: Desk, page: InterviewsPage) -> None:
    page.notes.lines.setFocus()
    QTest.keyClicks(page.notes.lines, "typed ")
    desk.load(file_data(round={"label": "2025"}, interviews=[{"organisation": "新厂"}]))
    desk.settle()
    assert (titles(page), page.notes.lines.toPlainText()) == (["新厂"], "")
    desk.session.open_round(1)
    desk.bot.waitUntil(lambda: len(titles(page)) == 3)
    assert page.notes.lines.toPlainText() == "typed 愿意共用检测平台。"


@pytest.fixture
def window(program: Opened) -> Opened:
    """The window on the page, with an interview and files everywhere."""
    program.load(file_data(interviews=INTERVIEWS))
    program.window.go_to_step("interviews")
    program.settle()
    return program


@pytest.mark.parametrize("lang", LANGS)
def test_nothing_is_cut_and_tab_goes_line_by_line(window: Opened, lang: Lang) -> None:
    page = window.window.page
    assert isinstance(page, InterviewsPage)
    window.session.set_language(lang)
    page.evidence.work.add_picture(Owner("interviews", 2), image_of(20, 10))
    window.bot.waitUntil(lambda: bool(page.evidence.model.files))
    assert list(cut(page)) == []
    page.list.setFocus()
    walked: list[QWidget] = []
    for _ in range(14):
        window.press("Tab")
        walked.append(window.focus)
    fields = {name: form.fields[name].editor.target for name, form in page.forms.items()}
    buttons = [button for button in page.evidence.head.buttons.values() if button.isEnabled()]
    order = [*fields.values(), page.now, page.notes.lines, *buttons, page.evidence.head.add, page.evidence.list]
    assert [widget for widget in walked if widget in order] == order


def test_photographs_leave_the_notes_room(desk: Desk, page: InterviewsPage, tmp_path: Path) -> None:
    """In the smallest window, too: the page is a hundred pixels less high than it."""
    drop(page, mime_of(*make(tmp_path, [(f"{number}.jpg", photo(60 + number, 40)) for number in range(8)])))
    desk.bot.waitUntil(lambda: len(page.evidence.model.files) == 8)
    page.resize(700, 560)
    desk.settle()
    line = page.notes.lines.fontMetrics().lineSpacing()
    assert page.notes.lines.height() >= 6 * line
    low = page.evidence.list.height()
    page.resize(700, 900)
    desk.settle()
    assert page.evidence.list.height() > low, "a higher window shows more of them"
