"""What holds for every page and every dialog, whoever built them: no text is cut, everything is reached, seen and named by keyboard."""

from collections.abc import Iterator
from functools import partial
from itertools import pairwise

import pytest
from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QDialog, QFileDialog, QPlainTextEdit, QWidget
from shiboken6 import isValid

from diagnosis.findings import Place
from diagnosis.text import LANGS, Lang
from tests.ui.fitting import cut, cut_at_rest, room_missing
from tests.ui.test_shell_words import every_page, name_of, shown
from tests.ui.window import Opened
from ui import menus, theme
from ui.pages import PAGES
from ui.widgets.editor import Editor

FIRST_SIZE = QSize(1440, 900)
COMMANDS = [entry[0] for entry in menus.ENTRIES]
LEAVING = {"menu.quit", "menu.samples", "help.tour", "help.open"}  # they open no dialog
OVERLAP = 6  # pixels that two widgets must share to stand in one line or one column


# ---- pages


@pytest.mark.parametrize("lang", LANGS)
def test_no_text_of_a_page_is_cut_in_a_window_of_the_first_size(program: Opened, lang: Lang) -> None:
    program.session.set_language(lang)
    program.window.resize(FIRST_SIZE)
    assert sorted({f"{page}: {each}" for page in every_page(program) for each in cut_at_rest(program)}) == []


def test_the_search_for_cut_texts_finds_them(program: Opened) -> None:
    page = program.window.page
    line, paragraph = theme.label(text="A line that is longer than its label"), theme.label(text="words " * 40, wrap=True)
    for widget in (line, paragraph, theme.button(text="Do it all")):
        widget.setParent(page)
        widget.setGeometry(4, 4, 60, 18)
        widget.show()
    outside = theme.label(text="x")
    outside.setParent(page)
    outside.setGeometry(page.width() - 4, 0, 40, 40)
    outside.show()
    found = [each for each in cut(program.window) if f"of {type(page).__name__}" in each]
    assert len(found) == 4
    line.setToolTip("A line that is longer than its label")
    line.setText("A line …")
    assert not room_missing(line)


def stops(program: Opened) -> list[QWidget]:
    """What Tab reaches on the page, in its order."""
    window = program.window
    return window.regions.stops()[window.stack]


def test_every_button_is_reached_by_keyboard(program: Opened) -> None:
    strays = [
        f"{page}: {type(widget).__name__} {widget.text()}"
        for page in every_page(program)
        for widget in shown(program.window)
        if isinstance(widget, QAbstractButton) and widget.focusPolicy() == Qt.FocusPolicy.NoFocus and not _has_keys(widget)
    ]
    assert sorted(set(strays)) == []


def _has_keys(widget: QAbstractButton) -> bool:
    """A button that the line beside it opens by keys of its own (unit, calendar, the cross of a tag), or a part of Qt's."""
    editor = next((each for each in shown_editors(widget.window()) if each.isAncestorOf(widget)), None)
    return (editor is not None and bool(editor.keys)) or _of_qt(widget)


def shown_editors(window: QWidget) -> list[Editor]:
    return [each for each in window.findChildren(Editor) if each.isVisible()]


def _of_qt(widget: QAbstractButton) -> bool:
    """The small parts of Qt's own widgets (the cross in a line, the corner of a table, the arrows of tabs), which have keys for it."""
    return (
        type(widget) is QAbstractButton
        or type(widget.parent()).__name__ in {"QLineEdit", "QTabBar"}
        or widget.objectName().startswith("qt_")
    )


def test_the_focus_is_seen_wherever_it_is(program: Opened) -> None:
    unseen: set[str] = set()
    for page in every_page(program):
        program.window.activateWindow()
        for widget in stops(program):
            program.window.header.report.setFocus()
            without = widget.grab().toImage()
            widget.setFocus(Qt.FocusReason.TabFocusReason)
            if widget.grab().toImage() == without:
                unseen.add(f"{page}: {type(widget).__name__} {name_of(widget)}")
    assert sorted(unseen) == []


def test_tab_goes_as_the_eye_does(program: Opened) -> None:
    wrong: set[str] = set()
    for page in every_page(program):
        places = [(widget, QRect(widget.mapTo(program.window, widget.rect().topLeft()), widget.size())) for widget in stops(program)]
        for (first, here), (second, there) in pairwise(places):
            same_column = min(here.right(), there.right()) - max(here.left(), there.left()) >= OVERLAP
            same_line = min(here.bottom(), there.bottom()) - max(here.top(), there.top()) >= OVERLAP
            if (same_column and there.bottom() <= here.top()) or (same_line and there.right() <= here.left()):
                wrong.add(f"{page}: {name_of(first)} -> {name_of(second)}")
    assert sorted(wrong) == []


# ---- dialogs and menus


def dialogs(program: Opened) -> Iterator[tuple[str, QDialog]]:
    """Opens what the commands of the menus open, one after the other."""
    for command in COMMANDS:
        if command in LEAVING:
            continue
        before = program.window.commands.dialog
        menus.commands_now(program.window.commands).get(command, lambda: None)()
        program.settle()
        found = program.window.commands.dialog
        if found is not None and found is not before:
            yield command, found
            if not is_closed(found):
                found.reject()


@pytest.mark.parametrize("lang", LANGS)
def test_dialogs_are_named_and_nothing_in_them_is_cut(program: Opened, lang: Lang) -> None:
    program.session.set_language(lang)
    wrong: list[str] = []
    seen = []
    for command, dialog in dialogs(program):
        seen.append(command)
        if isinstance(dialog, QFileDialog):
            continue
        wrong += [f"{command}: {each}" for each in cut(dialog)]
        for widget in shown(dialog):
            if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.focusProxy() is None and not name_of(widget):
                wrong.append(f"{command}: {type(widget).__name__} has no name")
        assert dialog.windowTitle()
    assert {"menu.new-cluster", "menu.delete-round", "menu.verify", "menu.about", "menu.import"} <= set(seen)
    assert wrong == []


def test_escape_closes_every_dialog_and_tab_stays_in_it(program: Opened) -> None:
    for command, dialog in dialogs(program):
        dialog.activateWindow()
        program.bot.waitUntil(dialog.isActiveWindow)
        for _ in range(0 if isinstance(dialog, QFileDialog) else 8):
            QTest.keyClick(program.focus, Qt.Key.Key_Tab)
            assert dialog.isAncestorOf(program.focus), command
        QTest.keyClick(program.focus, Qt.Key.Key_Escape)
        program.bot.waitUntil(partial(is_gone, dialog))


def is_gone(dialog: QDialog) -> bool:
    """Not only hidden, for ever: each would be one more."""
    return not isValid(dialog)


def is_closed(dialog: QDialog) -> bool:
    try:
        return not dialog.isVisible()
    except RuntimeError:  # it is deleted when it closes
        return True


@pytest.mark.parametrize("lang", LANGS)
def test_every_menu_says_what_its_entries_do(program: Opened, lang: Lang) -> None:
    program.session.set_language(lang)
    for menu in program.window.header.menus.values():
        menu.aboutToShow.emit()
        assert all(action.text().strip() for action in menu.actions() if not action.isSeparator())


def test_escape_closes_no_text_of_several_lines(program: Opened) -> None:
    program.window.go_to(Place(step="overview", part="cluster", field="description_zh"))
    program.settle()
    editor = program.focus
    assert isinstance(editor, QPlainTextEdit)
    QTest.keyClicks(editor, "minutes of work ")
    typed = editor.toPlainText()
    with program.bot.waitSignal(program.session.saved):
        QTest.keyClick(editor, Qt.Key.Key_Escape)
    assert editor.toPlainText() == typed


@pytest.mark.parametrize("lang", LANGS)
def test_the_help_is_swept_too(program: Opened, lang: Lang) -> None:
    program.session.set_language(lang)
    program.press("F1")
    program.settle()
    reading = program.window.help.window
    assert reading is not None
    reading.show_topic("keys")
    assert list(cut(reading)) == []
    stops: tuple[QWidget, ...] = (reading.page, reading.contents, reading.back)
    for widget in stops:
        reading.search.setFocus()
        without = widget.grab().toImage()
        widget.setFocus(Qt.FocusReason.TabFocusReason)
        assert widget.grab().toImage() != without, widget


@pytest.mark.parametrize("lang", LANGS)
def test_every_menu_has_a_name(program: Opened, lang: Lang) -> None:
    program.session.set_language(lang)
    assert all(menu.accessibleName() for menu in program.window.header.menus.values())


def test_every_page_has_stops_of_its_own(program: Opened) -> None:
    for step in PAGES:
        program.window.go_to_step(step)
        program.settle()
        assert stops(program), step
