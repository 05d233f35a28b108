"""The keys: every one of them in the one table, none twice, and what they do in the window."""

from itertools import combinations

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from db import surveys
from diagnosis.text import phrases
from tests.ui.window import Opened, actions
from ui.pages.chain import ChainPage
from ui.pages.classification import ClassificationPage
from ui.regions import Regions
from ui.shortcuts import OWN, SHORTCUTS, Scope, keys_of, shortcut, tip
from ui.widgets.tabs import Tabs
from ui.widgets.year_view import YearView

# Scopes that are never at work together with each other; "window" is at work with all of them.
APART: tuple[Scope, ...] = tuple(scope for scope in SHORTCUTS if scope != "window" and scope not in OWN)


def sequences(scope: Scope) -> list[str]:
    return [keys.toString() for each in SHORTCUTS[scope] for keys in each.sequences]


def test_no_two_shortcuts_collide(qapp: QApplication) -> None:
    del qapp  # the system's own keys are known once there is a program
    for scope in SHORTCUTS:
        mine = sequences(scope)
        assert len(mine) == len(set(mine)), scope
    window = set(sequences("window"))
    assert {scope: sorted(window & set(sequences(scope))) for scope in APART if window & set(sequences(scope))} == {}
    assert not set(sequences("list")) & set(sequences("table"))  # a table is within its list


def test_every_shortcut_has_a_name_and_names_are_not_doubled() -> None:
    names = [each.name for scope in SHORTCUTS.values() for each in scope]
    assert [name for name in names if name not in phrases("ui")] == []
    assert [first for first, second in combinations(names, 2) if first == second] == []
    assert all(each.told for scope in SHORTCUTS.values() for each in scope)


def test_menus_show_the_keys_of_the_table(program: Opened) -> None:
    menu = program.window.header.menus["file"]
    menu.aboutToShow.emit()
    shown = {action.data(): action.text().partition("\t")[2] for action in actions(menu) if action.data()}
    assert shown == {name: keys_of(name) for name in shown}
    assert shown["menu.import"] == "Ctrl+I"


def test_a_tooltip_ends_with_the_keys(program: Opened) -> None:
    language = program.window.header.language
    assert language.toolTip() == "切换为英文（Ctrl+L）"
    program.press("Ctrl+L")
    assert language.toolTip() == "Switch to Chinese (Ctrl+L)"
    assert tip("nothing", "menu.about", "en") == "nothing"


@pytest.mark.parametrize("name", ["file", "cluster", "round"])
def test_a_menu_is_opened_walked_and_closed_by_keys(program: Opened, name: str) -> None:
    before = program.focus
    program.press(keys_of(f"header.{name}"))
    menu = program.window.header.menus[name]
    program.bot.waitUntil(menu.isVisible)
    first = menu.activeAction()
    assert first is not None
    QTest.keyClick(menu, Qt.Key.Key_Down)
    assert menu.activeAction() is not first
    QTest.keyClick(menu, Qt.Key.Key_Escape)
    program.bot.waitUntil(lambda: not menu.isVisible())
    assert program.focus is before


def test_a_command_of_a_menu_is_done_by_keys(program: Opened) -> None:
    program.press(keys_of("header.file"))
    menu = program.window.header.menus["file"]
    wanted = next(action for action in menu.actions() if action.data() == "menu.about")
    while menu.activeAction() is not wanted:
        QTest.keyClick(menu, Qt.Key.Key_Down)
    QTest.keyClick(menu, Qt.Key.Key_Return)
    assert program.window.commands.dialog is not None
    assert program.window.commands.dialog.isVisible()
    program.window.commands.dialog.close()


def test_a_submenu_opens_by_the_right_arrow(program: Opened) -> None:
    program.press(keys_of("header.file"))
    menu = program.window.header.menus["file"]
    wanted = next(action for action in menu.actions() if isinstance(action.menu(), QMenu) and action.isEnabled())
    while menu.activeAction() is not wanted:
        QTest.keyClick(menu, Qt.Key.Key_Down)
    QTest.keyClick(menu, Qt.Key.Key_Right)
    inner = wanted.menu()
    assert isinstance(inner, QMenu)
    program.bot.waitUntil(inner.isVisible)
    menu.close()


# ---- tabs


@pytest.mark.parametrize("keys", [("Ctrl+Tab", "Ctrl+Shift+Tab"), ("Ctrl+PgDown", "Ctrl+PgUp")])
def test_tabs_are_changed_by_keys(program: Opened, keys: tuple[str, str]) -> None:
    program.window.go_to_step("chain")
    tabs = program.window.page.findChild(Tabs)
    assert tabs is not None
    parts = [tabs.bar.tabData(place) for place in range(tabs.bar.count())]
    seen = [tabs.part]
    for _ in parts:
        program.press(keys[0])
        seen.append(tabs.part)
    assert seen == [*parts, parts[0]]
    program.press(keys[1])
    assert tabs.part == parts[-1]
    assert program.focus is tabs.bar
    program.window.go_to_step("overview")
    program.press(keys[0])
    assert tabs.part == parts[-1]


# ---- regions


def region_of(program: Opened) -> str:
    window = program.window
    regions = {"header": window.header, "rail": window.rail, "page": window.stack, "panel": window.panel, "status": window.status}
    return next((name for name, region in regions.items() if region.isAncestorOf(program.focus)), "none")


def test_f6_leaps_from_region_to_region_and_back(program: Opened) -> None:
    program.window.rail.buttons["overview"].setFocus()
    seen = []
    for _ in range(5):
        program.press(keys_of("keys.region"))
        seen.append(region_of(program))
    assert seen == ["page", "panel", "status", "header", "rail"]
    program.press(keys_of("keys.region-back"))
    assert region_of(program) == "header"


@pytest.mark.parametrize(
    ("place", "name"),
    [
        (2, "QTableView"),
        (4, "QAbstractItemView"),
        (5, "QTableView"),
        (6, "QAbstractButton"),
        (7, "QAbstractItemView"),
        (8, "QPushButton"),
        (9, "QToolButton"),
        (0, "QTabBar"),
    ],
)
def test_the_key_of_a_step_leads_to_where_one_works_on_its_page(program: Opened, place: int, name: str) -> None:
    """It was the question mark in the head: Enter opened the help, and what was typed for the table was lost."""
    program.window.rail.buttons["overview"].setFocus()
    program.press(f"Ctrl+{place}")
    program.bot.waitUntil(lambda: region_of(program) == "page" and program.focus.inherits(name))


def test_the_first_digit_after_the_key_of_the_criteria_answers_the_first_open_one(program: Opened) -> None:
    program.window.centralWidget().setFocus()  # as after a start
    program.press("Ctrl+6")
    page = program.window.page
    assert isinstance(page, ClassificationPage)
    program.bot.waitUntil(lambda: page.isAncestorOf(program.focus))
    first = next(name for name, row in page.rows.items() if row.isAncestorOf(program.focus))
    QTest.keyClick(program.focus, Qt.Key.Key_3)
    program.settle()
    assert program.read(lambda ws: surveys.load(ws, program.session.round_id or 0)).criteria[first] == "frontier"


def test_the_key_of_the_indicators_leads_to_their_grid(program: Opened) -> None:
    program.window.rail.buttons["overview"].setFocus()
    program.press("Ctrl+5")
    program.bot.waitUntil(lambda: isinstance(program.focus, YearView))


def test_the_key_of_a_step_leads_back_to_the_field_one_was_in(program: Opened) -> None:
    program.press("Ctrl+1")
    while not program.focus.inherits("QPlainTextEdit"):
        QTest.keyClick(program.focus, Qt.Key.Key_Tab)
    field = program.focus
    program.press("Ctrl+5")
    assert program.focus is not field
    program.press("Ctrl+1")
    assert program.focus is field


def test_tab_goes_on_from_a_tab_that_was_clicked(program: Opened) -> None:
    """It began anew at the top of the window: what had the focus was hidden with its tab."""
    program.press("Ctrl+4")
    page = program.window.page
    assert isinstance(page, ChainPage)
    program.bot.waitUntil(lambda: page.isAncestorOf(program.focus))
    bar = page.tabs.bar
    QTest.mouseClick(bar, Qt.MouseButton.LeftButton, pos=bar.tabRect(1).center())
    program.settle()
    QTest.keyClick(program.focus, Qt.Key.Key_Tab)
    assert page.tabs.isAncestorOf(program.focus)


def test_enter_presses_the_button_that_has_the_focus(program: Opened) -> None:
    program.window.header.language.setFocus()
    QTest.keyClick(program.focus, Qt.Key.Key_Return)
    assert program.session.lang == "en"


def test_f6_comes_back_to_where_one_was_in_a_region(program: Opened) -> None:
    program.window.header.report.setFocus()
    program.press(keys_of("keys.region"))
    program.press(keys_of("keys.region"))
    QTest.keyClick(program.focus, Qt.Key.Key_Tab)
    field = program.focus
    assert region_of(program) == "page"
    program.press(keys_of("keys.region"))
    program.press(keys_of("keys.region-back"))
    assert program.focus is field


def test_f6_stores_what_is_being_typed(program: Opened) -> None:
    program.window.rail.buttons["overview"].setFocus()
    program.press(keys_of("keys.region"))
    while not program.focus.inherits("QLineEdit"):
        QTest.keyClick(program.focus, Qt.Key.Key_Tab)
    QTest.keyClicks(program.focus, "X")
    with program.bot.waitSignal(program.session.saved):
        program.press(keys_of("keys.region"))


def test_walking_takes_no_widget_for_a_part_of_the_one_before(qtbot: QtBot) -> None:
    window, region = QWidget(), QWidget()
    qtbot.addWidget(window)
    window_layout, layout = QVBoxLayout(window), QVBoxLayout(region)
    window_layout.addWidget(region)
    first, second = QPushButton(), QPushButton()
    action = QMenu(second).addAction("")
    layout.addWidget(first)
    layout.addWidget(second)
    with qtbot.waitExposed(window):
        window.show()
    first.setFocus()
    assert Regions(window, [region]).walk(1)
    first.deleteLater()
    QCoreApplication.sendPostedEvents(first, QEvent.Type.DeferredDelete)
    action.setText("still there")
    assert action.text() == "still there"


def test_a_region_with_nothing_in_it_is_passed_over(program: Opened) -> None:
    program.window.panel.hide()
    program.window.rail.buttons["overview"].setFocus()
    program.press(keys_of("keys.region"))
    program.press(keys_of("keys.region"))
    assert region_of(program) == "status"


def test_a_shortcut_that_is_none_is_said_to_be_none() -> None:
    assert shortcut("menu.about") is None
    assert keys_of("menu.about") == ""
