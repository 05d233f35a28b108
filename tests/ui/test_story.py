"""One visit from beginning to end, by keys and clicks: what was filled in comes out in the report, and is the same after a restart."""

import zipfile
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from db import surveys
from diagnosis.survey import Survey
from tests.ui.chains import key
from tests.ui.test_shell_surveys import type_into
from tests.ui.window import WAIT, Opened, opened
from ui.dialogs.ask import AskDialog
from ui.pages.chain import ChainPage
from ui.pages.checklist import ChecklistPage
from ui.pages.classification import ClassificationPage
from ui.pages.lists import ListsPage
from ui.pages.overview import OverviewPage
from ui.pages.report import ReportPage
from ui.widgets.chain_tab import ChainTab
from ui.widgets.list_pane import ListPane

CLUSTER = "某市数控机床集群"
FIRMS = "\n".join(
    f"第{number}机床厂\t\t骨干\t整机\tC3421\t机床\t2001\t{100 * number}\t{5000 * number}\t{150 * number}" for number in range(1, 13)
)
STAGES = {"upstream": ("spindle", "bearing"), "midstream": ("controller",), "downstream": ("machine",)}


def keys(text: str) -> None:
    target = QApplication.focusWidget()
    assert target is not None
    QTest.keyClicks(target, text)
    QCoreApplication.processEvents()


def start_cluster(program: Opened) -> None:
    program.choose(program.window.header.menus["cluster"], "menu.new-cluster")
    dialog = program.dialog(AskDialog)
    for part, field, text in (("cluster", "name_zh", CLUSTER), ("round", "label", "2025"), ("round", "date", "2025-06-01")):
        type_into(dialog, part, field, text)
    with program.bot.waitSignal(dialog.accepted, timeout=WAIT):
        program.click(dialog.do)
    program.settle()
    program.window.activateWindow()
    program.bot.waitUntil(program.window.isActiveWindow, timeout=WAIT)


def fill_profile(program: Opened) -> None:
    program.press("Ctrl+1")
    page = program.window.page
    assert isinstance(page, OverviewPage)
    page.forms["cluster"].focus_field("name_en")
    keys("Machine tools of a city")
    page.forms["round"].focus_field("surveyors")
    keys("Zhang")
    key(Qt.Key.Key_Tab)
    program.settle()


def paste_firms(program: Opened) -> None:
    program.press("Ctrl+2")
    program.settle()
    page = program.window.page
    assert isinstance(page, ListsPage)
    pane = page.pane("enterprises")
    assert isinstance(pane, ListPane)
    QGuiApplication.clipboard().setText(FIRMS)
    with program.bot.waitSignal(pane.table.pasted, timeout=WAIT):
        QTest.keySequence(pane.table, "Ctrl+Shift+V")
    program.settle()
    assert pane.model.rowCount() == 12


def draw_chain(program: Opened) -> None:
    program.press("Ctrl+4")
    program.settle()
    page = program.window.page
    assert isinstance(page, ChainPage)
    tab = page.tab("chain")
    assert isinstance(tab, ChainTab)
    for stage, names in STAGES.items():
        adder = tab.board.lanes[stage].adder
        program.click(adder.button)
        for name in names:
            keys(name)
            key(Qt.Key.Key_Return)
            program.settle()
        key(Qt.Key.Key_Escape)


def judge(program: Opened) -> None:
    program.press("Ctrl+6")
    program.settle()
    page = program.window.page
    assert isinstance(page, ClassificationPage)
    with program.bot.waitSignal(program.session.diagnosed, timeout=WAIT):
        program.click(page.rows["market-stage"].cards["strategic"])
    program.press("Ctrl+7")
    program.settle()
    checklist = program.window.page
    assert isinstance(checklist, ChecklistPage)
    checklist.list.setFocus()
    for score in "1234":
        keys(score)
        key(Qt.Key.Key_Down)
    program.settle()


def export(program: Opened, target: Path) -> None:
    program.press("Ctrl+9")
    program.settle()
    assert program.session.diagnosis is not None
    assert program.session.diagnosis.type == "strategic"
    program.press("Ctrl+0")
    program.settle()
    page = program.window.page
    assert isinstance(page, ReportPage)
    page.form.set_target(target)
    program.click(page.run.start)
    program.bot.waitUntil(lambda: not page.run.running, timeout=60_000)


def whole(program: Opened) -> Survey:
    found: Survey = program.read(lambda ws: surveys.load(ws, program.session.round_id or 0))
    return found


@pytest.mark.usefixtures("own_office")
def test_a_visit_from_the_first_name_to_the_report_and_the_day_after(qtbot: QtBot, tmp_path: Path) -> None:
    target = tmp_path / "报告.docx"
    with opened(qtbot) as program:
        with qtbot.waitSignal(program.session.workspace_opened, timeout=WAIT):
            program.window.commands.create_path(tmp_path / "调研.jizhen")
        start_cluster(program)
        fill_profile(program)
        paste_firms(program)
        draw_chain(program)
        judge(program)
        export(program, target)
        before = whole(program)
    assert before.cluster.name_zh == CLUSTER
    assert before.cluster.name_en == "Machine tools of a city"
    assert before.round.surveyors == ("Zhang",)
    assert [firm.revenue for firm in before.enterprises] == [5000 * number for number in range(1, 13)]
    assert [(link.stage, link.name) for link in before.chain] == [(stage, name) for stage, names in STAGES.items() for name in names]
    assert [rating.score for rating in before.ratings] == [1, 2, 3, 4]
    with zipfile.ZipFile(target) as report:
        text = report.read("word/document.xml").decode()
    assert CLUSTER in text
    assert "关键战略产业" in text
    with opened(qtbot) as again:
        assert again.session.path == tmp_path / "调研.jizhen"
        assert again.window.step == "report"
        assert whole(again) == before
        for _ in range(3):
            with qtbot.waitSignal(again.session.stepped, timeout=WAIT):
                again.session.undo()
        assert [rating.score for rating in whole(again).ratings] == [1]
