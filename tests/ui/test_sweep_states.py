"""States and dialogs that no command of a menu opens over the samples: no text in them is cut, in either language."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QTabBar, QWidget

from db import keys, operations, surveys
from db.encrypting import set_password
from db.workspace import Workspace
from diagnosis.text import LANGS, Lang
from tests.surveys import file_data
from tests.ui.fitting import cut, cut_at_rest
from tests.ui.kept import kept_in
from tests.ui.states_pages import LONG
from tests.ui.test_shell_words import every_page
from tests.ui.window import WAIT, Opened
from ui import keeping, theme
from ui.dialogs.backups import BackupsDialog
from ui.dialogs.bulk import BulkDialog
from ui.dialogs.crash import CrashDialog
from ui.dialogs.differences import DifferencesDialog
from ui.dialogs.password import RecoveryKeyDialog, UnlockDialog
from ui.pages.chain import ChainPage
from ui.pages.checklist import ChecklistPage
from ui.pages.report import ReportPage
from ui.widgets.list_pane import ListPane
from ui.widgets.popup import Popup

pytestmark = pytest.mark.usefixtures("no_keys")
HALF_HD = QSize(960, 540)
Opens = Callable[[Opened, Path], QWidget]


# ---- pages


def at_rest(program: Opened, lang: Lang, pages: Iterator[str], size: QSize = theme.SMALLEST) -> list[str]:
    program.session.set_language(lang)
    program.window.setMinimumSize(size)
    program.window.resize(size)
    return sorted({f"{page}: {each}" for page in pages for each in cut_at_rest(program)})


@pytest.mark.parametrize("lang", LANGS)
def test_pages_without_answers(program: Opened, lang: Lang) -> None:
    program.load(file_data())
    assert at_rest(program, lang, every_page(program)) == []


@pytest.mark.parametrize("lang", LANGS)
def test_pages_of_long_names_and_wrong_answers(program: Opened, lang: Lang) -> None:
    program.load(file_data() | LONG)
    assert at_rest(program, lang, every_page(program)) == []


def other_views(program: Opened) -> Iterator[str]:
    """What the pages show in another way, and the tabs within their tabs."""
    program.window.go_to_step("chain")
    page = program.window.page
    assert isinstance(page, ChainPage)
    page.view.show_value("table")
    page.view.picked.emit("table")
    program.settle()
    yield "chain as a table"
    program.window.go_to_step("checklist")
    page = program.window.page
    assert isinstance(page, ChecklistPage)
    page.head.look.show_value("table")
    page.head.look.picked.emit("table")
    program.settle()
    yield "checklist as a table"
    program.window.go_to_step("report")
    page = program.window.page
    assert isinstance(page, ReportPage)
    page.tabs.open("write")
    program.bot.waitUntil(lambda: page.writing.work is not None, timeout=WAIT)
    (below,) = page.writing.pane.views.findChildren(QTabBar)
    for place in range(below.count()):
        below.setCurrentIndex(place)
        program.settle()
        yield f"report, {below.tabText(place)}"


@pytest.mark.parametrize("lang", LANGS)
def test_pages_shown_in_another_way(program: Opened, lang: Lang) -> None:
    assert at_rest(program, lang, other_views(program)) == []


@pytest.mark.parametrize("lang", LANGS)
def test_pages_on_half_a_full_hd_screen(program: Opened, lang: Lang) -> None:
    """As they are at 200 % of 1920 x 1080."""
    assert at_rest(program, lang, every_page(program), HALF_HD) == []
    assert program.window.size() == HALF_HD


@pytest.mark.parametrize("lang", LANGS)
def test_a_workspace_without_a_cluster(program: Opened, tmp_path: Path, lang: Lang) -> None:
    with program.bot.waitSignal(program.session.workspace_opened, timeout=WAIT):
        program.window.commands.create_path(tmp_path / "新.jizhen")
    program.settle()
    assert at_rest(program, lang, iter(["nothing"])) == []


def test_the_size_of_the_systems_font_cuts_nothing(program: Opened) -> None:
    """All fonts are in pixels, which follow the scale of the screen and not the size of the system's font."""
    small = {
        type(widget).__name__
        for _ in every_page(program)
        for widget in program.window.findChildren(QWidget)
        if widget.font().pixelSize() < theme.SMALL_PX
    }
    assert small == set()


# ---- dialogs


def crash(program: Opened, tmp_path: Path) -> QWidget:
    dialog = CrashDialog(program.session, program.window, ValueError("x"), tmp_path / "log.txt")
    dialog.open()
    return dialog


def recovery_key(program: Opened, tmp_path: Path) -> QWidget:
    dialog = RecoveryKeyDialog(program.session, program.window, tmp_path / "调研.jizhen", keys.from_password("x" * 9).recovery, ())
    dialog.open()
    return dialog


def unlock(program: Opened, tmp_path: Path) -> QWidget:
    path = kept_in(tmp_path)
    set_password(path, "Orange Isle 1925")
    keys.forget_all()
    program.window.commands.open_path(path)
    program.bot.waitUntil(lambda: isinstance(program.window.commands.dialog, UnlockDialog), timeout=WAIT)
    dialog = program.dialog(UnlockDialog)
    dialog.fields[0].setText("a wrong one")
    program.click(dialog.do)
    program.bot.waitUntil(lambda: not dialog.refusal.isHidden(), timeout=WAIT)
    return dialog


def backups(program: Opened, tmp_path: Path) -> QWidget:
    with program.bot.waitSignal(program.session.workspace_opened, timeout=WAIT):
        program.window.commands.open_path(kept_in(tmp_path))
    program.settle()
    keeping.backups(program.window.commands)
    dialog = program.dialog(BackupsDialog)
    program.bot.waitUntil(lambda: dialog.list.rowCount() == 2, timeout=WAIT)
    dialog.list.selectRow(1)
    program.bot.waitUntil(dialog.do.isEnabled, timeout=WAIT)
    return dialog


def differences(program: Opened, tmp_path: Path) -> QWidget:
    def note(ws: Workspace, text: str) -> None:
        round_id = surveys.clusters(ws)[0].rounds[0].id
        operations.set_cells(ws, round_id, "enterprises", surveys.rows(ws, round_id, "enterprises")[0][0], {"note": text})

    path = tmp_path / "同事.jizhen"
    assert program.session.path is not None
    shutil.copyfile(program.session.path, path)
    with Workspace.open(path) as ws:
        ws.who = "李四"
        note(ws, "对方")
    program.read(lambda ws: note(ws, "我方"))
    program.window.commands.merge_path(path)
    program.bot.waitUntil(lambda: isinstance(program.window.commands.dialog, DifferencesDialog), timeout=WAIT)
    return program.dialog(DifferencesDialog)


def firms(program: Opened) -> ListPane:
    program.window.go_to_step("enterprises")
    program.settle()
    return next(pane for pane in program.window.page.findChildren(ListPane) if pane.part.id == "enterprises")


def bulk(program: Opened, tmp_path: Path) -> QWidget:
    del tmp_path
    pane = firms(program)
    program.click(pane.bar.buttons["bulk"])
    program.settle()
    assert isinstance(pane.rows.dialog, BulkDialog)
    return pane.rows.dialog


def columns(program: Opened, tmp_path: Path) -> QWidget:
    del tmp_path
    program.click(firms(program).bar.buttons["columns"])
    return popup(program)


def filters(program: Opened, tmp_path: Path) -> QWidget:
    del tmp_path
    pane = firms(program)
    assert pane.shown is not None
    pane.shown.filter_column()
    return popup(program)


def popup(program: Opened) -> QWidget:
    program.settle()
    return next(each for each in program.window.findChildren(Popup) if each.isVisible())


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("opens", [crash, recovery_key, unlock, backups, differences, bulk, columns, filters])
def test_dialogs_that_no_menu_opens(program: Opened, tmp_path: Path, opens: Opens, lang: Lang) -> None:
    program.session.set_language(lang)
    program.window.resize(theme.SMALLEST)
    shown = opens(program, tmp_path)
    program.settle()
    assert shown.isVisible()
    assert list(cut(shown)) == []
    shown.close()
