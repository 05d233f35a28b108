"""The help as one meets it: F1 on what one works in, question marks, links, search, back and forward, sizes and colours."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLineEdit, QPushButton, QToolButton, QTreeView, QWidget
from pytestqt.qtbot import QtBot

from db import operations
from db.places import home
from diagnosis.findings import Place
from tests.ui.fitting import cut
from tests.ui.test_shell_words import CJK, ENGLISH_ONLY, name_of, shown, texts
from tests.ui.window import Opened, opened
from ui import dialogs, rounds
from ui.commands import Commands
from ui.dialogs.ask import AskDialog
from ui.dialogs.dialog import Dialog
from ui.dialogs.files import choose_file, documents
from ui.help.page import SIZES, USUAL_PX
from ui.help.window import HelpWindow
from ui.pages import PAGES
from ui.shortcuts import keys_of
from ui.tones import DARK, LIGHT

EXAMPLE = re.compile(r"'[^'\s]+'")  # what may be typed, as it is typed


@pytest.fixture
def reading(program: Opened) -> HelpWindow:
    """The help, opened on the first step."""
    program.press("F1")
    return open_help(program)


def open_help(program: Opened) -> HelpWindow:
    desk = program.window.help
    program.bot.waitUntil(lambda: desk.window is not None and desk.window.isVisible())
    assert desk.window is not None
    return desk.window


def search(program: Opened, reading: HelpWindow, typed: str) -> list[str]:
    """The pages that are found for what is typed."""
    reading.search.setText(typed)
    program.bot.waitUntil(lambda: reading.side.currentWidget() is reading.results)
    program.settle()
    return list(reading.results.rows.keys)


# ---- on what


@pytest.mark.parametrize("step", list(PAGES))
def test_f1_and_the_question_mark_open_the_page_of_the_step(program: Opened, step: str) -> None:
    program.window.go_to_step(step)
    program.settle()
    program.window.rail.buttons[step].setFocus()
    program.press("F1")
    assert open_help(program).topic == f"step/{step}"
    program.window.help.window.close() if program.window.help.window else None
    marks = [each for each in program.window.page.findChildren(QToolButton, "help") if each.isVisible()]
    assert len(marks) == 1
    program.click(marks[0])
    assert open_help(program).topic == f"step/{step}"


def test_files_are_looked_for_beside_the_workspace_and_then_where_they_were_chosen_last(program: Opened, tmp_path: Path) -> None:
    """Not in the home folder; but what lies in the program's own folder is looked for in the documents."""
    own = program.session.path
    assert own is not None
    beside, other = tmp_path / "调研", tmp_path / "名录"
    beside.mkdir()
    other.mkdir()

    def begins() -> Path:
        chooser = choose_file(program.session, program.window, "roster", lambda _path: None)
        found = Path(chooser.directory().absolutePath())
        chooser.close()
        return found

    program.session.path = home() / "workspace.jizhen"
    assert begins() == documents()
    program.session.path = beside / "甲.jizhen"
    assert begins() == beside
    chooser = choose_file(program.session, program.window, "rejects", lambda _path: None, save=other / "乙.xlsx")
    chooser.accept()
    assert begins() == other
    program.session.path = own


@pytest.mark.parametrize(("kind", "topic"), [("roster", "roster"), ("report", "step/report")])
@pytest.mark.parametrize("where", [QLineEdit, QTreeView, QPushButton])
def test_f1_opens_the_help_where_a_file_is_chosen(program: Opened, kind: str, topic: str, where: type[QWidget]) -> None:
    """It did nothing there."""
    chooser = choose_file(program.session, program.window, kind, lambda _path: None, save=None if kind == "roster" else Path("甲.docx"))
    program.bot.waitUntil(chooser.isActiveWindow)
    if where is QTreeView:
        chooser.setViewMode(QFileDialog.ViewMode.Detail)
    inside = next(each for each in chooser.findChildren(where) if each.isVisible() and each.focusPolicy() & Qt.FocusPolicy.TabFocus)
    inside.setFocus()
    QTest.keyClick(inside, Qt.Key.Key_F1)
    reading = open_help(program)
    assert reading.topic == topic
    assert reading.windowHandle().transientParent() is chooser.windowHandle()
    assert chooser.isVisible()
    chooser.close()


@pytest.mark.parametrize(
    ("place", "topic"),
    [
        (Place(step="overview", part="cluster", field="region"), "step/overview#cluster.region"),
        (Place(step="overview", part="features", field="scale"), "step/overview#features.scale"),
        (Place(step="classification", part="criteria", field="capacity"), "criterion/capacity"),
        (Place(step="classification", part="criteria", field="fields"), "criterion/fields"),
        (Place(step="indicators", part="indicators", field="cr4"), "indicator/cr4"),
        (Place(step="enterprises", part="enterprises", row=1, field="uscc"), "step/enterprises#enterprises.uscc"),
    ],
)
def test_f1_opens_the_help_on_the_field_that_has_the_focus(program: Opened, place: Place, topic: str) -> None:
    program.window.go_to(place)
    program.settle()
    program.press("F1")
    assert open_help(program).topic == topic


def test_f1_in_the_checklist_is_about_the_item(program: Opened) -> None:
    program.window.go_to(Place(step="checklist", part="ratings", field="common-technology"))
    program.settle()
    program.press("F1")
    assert open_help(program).topic == "item/common-technology"


def test_the_menu_opens_the_help_too(program: Opened) -> None:
    program.choose(program.window.header.menus["file"], "help.open")
    assert open_help(program).topic == "step/overview"


def test_help_is_there_when_no_round_is_open(program: Opened) -> None:
    for entry in program.session.clusters:
        program.session.change(operations.delete_cluster, entry.id)
    program.settle()
    program.bot.waitUntil(lambda: program.session.round_id is None)
    program.press("F1")
    assert open_help(program).topic == "step/overview"


# ---- links, back and forward


def test_a_link_leads_to_a_page_and_back_leads_back(program: Opened, reading: HelpWindow) -> None:
    reading.page.anchorClicked.emit(QUrl("page:method/types"))
    assert reading.topic == "method/types"
    assert "三种类型" in reading.windowTitle()
    reading.page.anchorClicked.emit(QUrl("page:criterion/capacity"))
    QTest.keySequence(reading, keys_of("help.back"))
    assert reading.topic == "method/types"
    program.click(reading.back)
    assert reading.topic == "step/overview"
    assert not reading.back.isEnabled()
    QTest.keySequence(reading, keys_of("help.forward"))
    assert reading.topic == "method/types"
    reading.show_topic("keys")
    assert not reading.forward.isEnabled()


def test_links_are_followed_by_keys(program: Opened, reading: HelpWindow) -> None:
    reading.show_topic("item/common-technology")
    reading.page.setFocus()
    QTest.keyClick(reading.page, Qt.Key.Key_Tab)
    QTest.keyClick(reading.page, Qt.Key.Key_Return)
    assert reading.topic != "item/common-technology"


def test_a_link_into_the_program_shows_the_field(program: Opened, reading: HelpWindow) -> None:
    reading.page.anchorClicked.emit(QUrl("go:overview/cluster/name_zh"))
    program.settle()
    assert program.window.step == "overview"
    assert program.focus.text() == program.session.clusters[0].cluster.name_zh  # type: ignore[attr-defined]
    assert reading.isVisible()
    reading.page.anchorClicked.emit(QUrl("go:report"))
    assert program.window.step == "report"


def test_a_link_may_be_a_command(program: Opened, reading: HelpWindow) -> None:
    reading.page.anchorClicked.emit(QUrl("do:menu.new-cluster"))
    assert program.window.commands.dialog is not None
    assert program.window.commands.dialog.isVisible()


def test_the_contents_lead_to_pages_by_keys_and_follow_what_is_shown(program: Opened, reading: HelpWindow) -> None:
    reading.contents.setFocus()
    first = reading.topic
    QTest.keyClick(reading.contents, Qt.Key.Key_Down)
    assert reading.topic == "step/enterprises"
    reading.show_topic("indicator/cr4")
    current = reading.contents.currentItem()
    assert current is not None
    assert current.text(0) == program.session.framework.indicators["cr4"].name.zh
    assert first == "step/overview"


# ---- search


def test_what_is_typed_is_found_and_opened_by_keys(program: Opened, reading: HelpWindow) -> None:
    QTest.keySequence(reading, keys_of("help.find"))
    assert reading.search.hasFocus()
    found = search(program, reading, "备份")
    assert found[0] == "backups"
    QTest.keyClick(reading.search, Qt.Key.Key_Return)
    assert reading.topic == "backups"
    assert reading.page.extraSelections()
    QTest.keyClick(reading.search, Qt.Key.Key_Down)
    assert reading.results.rows.rows[0].hasFocus()
    QTest.keyClick(reading.results.rows.rows[0], Qt.Key.Key_Down)
    QTest.keyClick(reading.results.rows.rows[1], Qt.Key.Key_Return)
    assert reading.topic == found[1]


def test_what_is_not_there_is_said_to_be_not_there(program: Opened, reading: HelpWindow) -> None:
    assert search(program, reading, "没有的东西") == []
    assert reading.results.count.text() == "没有找到。"
    QTest.keyClick(reading.search, Qt.Key.Key_Return)
    assert reading.topic == "step/overview"


def test_enter_waits_for_the_pages_of_what_was_typed(program: Opened, reading: HelpWindow) -> None:
    search(program, reading, "撤销")
    best = search(program, reading, "备份")[0]
    search(program, reading, "撤销")
    reading.search.setText("备份")
    QTest.keyClick(reading.search, Qt.Key.Key_Return)
    program.settle()
    assert reading.results.rows.keys[0] == reading.topic
    assert reading.topic == best


def test_only_the_newest_search_counts(program: Opened, reading: HelpWindow) -> None:
    for typed in ("备", "备份", "快捷键"):
        reading.search.setText(typed)
    program.bot.waitUntil(lambda: reading.results.rows.keys[:1] == ("keys",))


def test_escape_takes_the_search_back_then_closes(program: Opened, reading: HelpWindow) -> None:
    search(program, reading, "备份")
    QTest.keyClick(reading.search, Qt.Key.Key_Escape)
    assert reading.search.text() == ""
    assert reading.side.currentWidget() is reading.contents
    QTest.keyClick(reading.search, Qt.Key.Key_Escape)
    assert not reading.isVisible()


# ---- looks


def test_the_text_grows_and_shrinks_within_reason_and_stays_so(qtbot: QtBot) -> None:
    with opened(qtbot) as program:
        program.press("F1")
        reading = open_help(program)
        QTest.keySequence(reading, "Ctrl++")
        assert reading.page.size_px == USUAL_PX + 1
        for _ in range(40):
            QTest.keySequence(reading, keys_of("help.smaller"))
        assert reading.page.size_px == SIZES[0]
    with opened(qtbot) as again:
        again.press("F1")
        reading = open_help(again)
        assert reading.page.size_px == SIZES[0]
        QTest.keySequence(reading, keys_of("help.usual"))
        assert reading.page.size_px == USUAL_PX


def test_the_colours_are_those_in_force(program: Opened, reading: HelpWindow) -> None:
    assert LIGHT.muted in reading.page.toHtml()
    program.window.commands.set_mode("dark")
    program.bot.waitUntil(lambda: DARK.muted in reading.page.toHtml())
    program.window.commands.set_mode("light")


def test_the_place_of_the_window_is_remembered(qtbot: QtBot) -> None:
    with opened(qtbot) as program:
        program.press("F1")
        open_help(program).resize(600, 500)
        QTest.keyClick(open_help(program), Qt.Key.Key_Escape)
    with opened(qtbot) as again:
        again.press("F1")
        assert open_help(again).size().toTuple() == (600, 500)


def test_the_help_closes_with_the_program(qtbot: QtBot) -> None:
    with opened(qtbot) as program:
        program.press("F1")
        reading = open_help(program)
    assert not reading.isVisible()


def test_a_narrow_window_shows_the_page_alone_until_somebody_searches(program: Opened, reading: HelpWindow) -> None:
    reading.resize(480, 500)
    program.bot.waitUntil(lambda: not reading.side.isVisible())
    search(program, reading, "备份")
    assert reading.side.isVisible()


def test_the_help_speaks_english_throughout(program: Opened, reading: HelpWindow) -> None:
    program.load(ENGLISH_ONLY)
    program.session.set_language("en")
    search(program, reading, "backup")
    for topic in reading.book.topics:
        reading.show_topic(topic)
        words = reading.page.toPlainText()
        if topic == "template":  # names of styles in either language
            continue
        assert not CJK.search(EXAMPLE.sub("", words)), topic
    strays = [text for widget in shown(reading) for text in texts(widget) if CJK.search(text)]
    assert strays == []


def test_everything_in_it_has_a_name_and_nothing_is_cut(program: Opened, reading: HelpWindow) -> None:
    search(program, reading, "备份")
    for widget in shown(reading):
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.focusProxy() is None:
            assert name_of(widget), widget
    assert list(cut(reading)) == []


# ---- in dialogs


@pytest.mark.parametrize(
    ("command", "topic"),
    [
        (rounds.new_cluster, "step/overview#cluster.name_zh"),
        (rounds.new_round, "step/overview#round.label"),
        (rounds.delete_round, "saving"),
        (Commands.about, "start"),
    ],
)
def test_f1_in_a_dialog_opens_the_help_on_it_which_takes_keys_though_the_window_does_not(
    program: Opened, command: Callable[[Commands], None], topic: str
) -> None:
    command(program.window.commands)
    dialog = program.dialog(Dialog)
    program.settle()
    QTest.keyClick(dialog.windowHandle(), Qt.Key.Key_F1)
    reading = open_help(program)
    assert reading.topic == topic
    reading.search.setFocus()
    QTest.keyClick(reading.windowHandle(), Qt.Key.Key_A)
    assert reading.search.text() == "a"
    dialog.reject()
    program.settle()
    program.press("F1")
    assert reading.windowHandle().transientParent() is program.window.windowHandle()
    reading.search.clear()
    QTest.keyClick(reading.windowHandle(), Qt.Key.Key_B)
    assert reading.search.text() == "b"


def test_help_that_is_open_already_is_led_to_the_dialog(program: Opened, reading: HelpWindow) -> None:
    rounds.new_cluster(program.window.commands)
    dialog = program.dialog(AskDialog)
    field = dialog.fields["cluster", "region"].editor.target
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_F1)
    assert reading.topic == "step/overview#cluster.region"
    assert reading.windowHandle().transientParent() is dialog.windowHandle()
    dialog.reject()


def test_every_dialog_has_a_page_of_the_help(program: Opened, reading: HelpWindow) -> None:
    for name in dialogs.WHERE:
        kind = getattr(dialogs, name)
        if isinstance(kind, type):
            assert issubclass(kind, Dialog)
            assert kind.topic in reading.book.topics
