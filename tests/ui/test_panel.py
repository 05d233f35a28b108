"""The panel that shows the result beside every page."""

import re
from itertools import pairwise

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QPaintEvent
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from diagnosis.agenda import agenda
from diagnosis.findings import Place
from diagnosis.text import LANGS, Lang, Text, phrase
from tests.surveys import SAMPLES, file_data, sample_data
from tests.ui.bot import held_up
from tests.ui.judging import ALL_STAGE, Desk
from tests.ui.window import Opened
from ui.main_window import MainWindow
from ui.pages import ratings
from ui.pages.checklist import ChecklistPage
from ui.pages.diagnosis import DiagnosisPage
from ui.settings import FOLDED, Settings
from ui.widgets.result_panel import ASKS_SHOWN, GAPS_SHOWN, ResultPanel
from ui.widgets.rows import Row


def panel_of(desk: Desk) -> ResultPanel:
    panel = ResultPanel(desk.session, Settings())
    return desk.show(panel, (300, 640))


def test_it_says_the_type_how_firm_it_is_and_what_is_unknown(desk: Desk) -> None:
    found = desk.load(sample_data("shaoxing"))
    panel = panel_of(desk)
    assert panel.type.text() == "基础产业集群"
    assert (panel.verdict.text(), panel.verdict.property("role")) == ("把握：判定明确", "muted")
    assert panel.firmness.text() == "领先 0.73 · 依据 92%"
    told = [button.accessibleName() for button in panel.counts.buttons.values()]
    numbers = [len(found.at_level(level)) for level in (3, 2, 1)]
    assert told == [f"突出短板 {numbers[0]}", f"明显不足 {numbers[1]}", f"有待加强 {numbers[2]}", f"待核实 {len(found.unknown)}"]
    assert not panel.radar.isHidden()


def test_the_worst_gaps_come_first_with_the_word_of_their_level(desk: Desk) -> None:
    found = desk.load(sample_data("hydrogen"))
    panel = panel_of(desk)
    worst = found.at_level(1, 2, 3)[0]
    first = panel.gaps.row(f"gap:{worst.item.id}").content
    assert panel.gaps.keys[0] == f"gap:{worst.item.id}"
    assert (first.word, first.level) == ("突出短板", 3)
    assert "突出短板" in panel.gaps.row(f"gap:{worst.item.id}").accessibleName()


def test_a_gap_leads_to_its_reasons_and_the_rest_to_the_page(desk: Desk, qtbot: QtBot) -> None:
    found = desk.load(sample_data("shaoxing"))
    gaps = found.at_level(1, 2, 3)
    assert len(gaps) > GAPS_SHOWN
    panel = panel_of(desk)
    with qtbot.waitSignal(panel.jump) as told:
        desk.click(panel.gaps.row(f"gap:{gaps[1].item.id}"))
    assert told.args == [Place(step="diagnosis", part="ratings", field=gaps[1].item.id)]
    with qtbot.waitSignal(panel.jump) as told:
        desk.press(panel.gaps.row("more"), Qt.Key.Key_Return)
    assert told.args == [Place(step="diagnosis", part="ratings")]


def test_in_the_window_a_gap_opens_its_reasons_from_any_page(desk: Desk) -> None:
    found = desk.load(sample_data("shaoxing"))
    window = desk.show(MainWindow(desk.session, Settings()), (1280, 720))
    last = found.at_level(1, 2, 3)[GAPS_SHOWN - 1].item.id
    desk.click(window.panel.gaps.row(f"gap:{last}"))
    page = window.page
    assert isinstance(page, DiagnosisPage)
    row = page.sections["gaps"].rows.row(last)
    assert row.isChecked()
    desk.bot.waitUntil(lambda: row.visibleRegion().boundingRect().height() == row.height())
    desk.bot.waitUntil(row.hasFocus)


def test_in_the_window_a_question_leads_to_its_item(desk: Desk) -> None:
    found = desk.load(sample_data("shaoxing"))
    window = desk.show(MainWindow(desk.session, Settings()), (1280, 720))
    desk.click(window.panel.asks.row(f"ask:ratings:{found.asks[1].id}"))
    page = window.page
    assert isinstance(page, ChecklistPage)
    assert page.list.current == found.asks[1].id
    desk.bot.waitUntil(page.list.hasFocus)


def test_what_to_ask_next_leads_to_where_it_is_answered(desk: Desk, qtbot: QtBot) -> None:
    found = desk.load(sample_data("shaoxing"))
    panel = panel_of(desk)
    assert len(panel.asks.keys) == min(ASKS_SHOWN, len(found.asks))
    ask = found.asks[0]
    with qtbot.waitSignal(panel.jump) as told:
        desk.press(panel.asks.row(f"ask:ratings:{ask.id}"), Qt.Key.Key_Space)
    assert told.args == [Place(step="checklist", part="ratings", field=ask.id)]


def test_all_there_is_to_ask_is_copied_as_a_list(desk: Desk) -> None:
    found = desk.load(sample_data("shaoxing"))
    panel = panel_of(desk)
    count = agenda(found).count
    assert panel.copy.text() == f"复制全部 {count} 项"
    desk.click(panel.copy)
    text = QGuiApplication.clipboard().text()
    assert text.splitlines()[0].endswith(" 待查明事项")
    assert len([line for line in text.splitlines() if re.match(r"[0-9]+[.] ", line)]) == count
    assert all(ask.question.zh in text for ask in found.asks)
    told = desk.messages[-1]
    assert isinstance(told, Text)
    assert told.zh == f"已复制 {count} 项待查明事项，可粘贴到微信、邮件或 Word。"


def test_without_a_type_it_says_what_to_ask_first(desk: Desk, qtbot: QtBot) -> None:
    desk.load(file_data())
    panel = panel_of(desk)
    assert panel.type.text() == "类型尚未判定"
    assert "先回答下面几项" in panel.firmness.text()
    assert panel.radar.isHidden()
    assert panel.gaps_head.isHidden()
    with qtbot.waitSignal(panel.jump) as told:
        desk.click(panel.asks.row("ask:fields:fields"))
    assert told.args == [Place(step="overview", part="fields")]


def test_it_follows_every_change(desk: Desk) -> None:
    desk.load(file_data())
    panel = panel_of(desk)
    desk.set("criteria", "capacity", "frontier")
    assert panel.type.text() == "前沿技术产业集群"
    assert phrase("pages", "firmness.provisional").zh in panel.verdict.text()
    assert panel.verdict.property("role") == "advice"
    desk.set("criteria", "capacity", None)
    assert panel.type.text() == "类型尚未判定"


def test_a_contested_and_a_decided_type_are_told(desk: Desk) -> None:
    answers = dict(zip(ALL_STAGE, ("basic", "basic", "strategic", "strategic", "basic", "strategic", "strategic"), strict=True))
    desk.load(file_data(criteria=answers))
    panel = panel_of(desk)
    assert "接近，存在争议" in panel.verdict.text()
    desk.set("classification_override", "type", "frontier")
    assert panel.type.text() != "前沿技术产业集群"
    desk.set("classification_override", "reason", "园区规划如此")
    assert panel.type.text() == "前沿技术产业集群"
    assert panel.verdict.text() == "把握：人工改判"


def test_the_language_changes_where_it_stands(desk: Desk) -> None:
    desk.load(sample_data("changsha"))
    panel = panel_of(desk)
    desk.session.set_language("en")
    assert panel.type.text() == "Key strategic industry cluster"
    assert panel.asks_head.text() == "Ask next"
    assert panel.gaps.row(panel.gaps.keys[0]).content.word == "Clearly short"
    desk.session.set_language("zh")
    assert panel.asks_head.text() == "接下来最该问"


def test_without_a_round_it_says_so(desk: Desk) -> None:
    panel = panel_of(desk)
    assert "还没有打开调研轮次" in panel.firmness.text()
    assert panel.gaps.keys == ()


# ---- calm


def test_rows_that_stay_are_not_made_anew(desk: Desk) -> None:
    found = desk.load(sample_data("shaoxing"))
    panel = panel_of(desk)
    rows = {key: panel.gaps.row(key) for key in panel.gaps.keys}
    first = panel.gaps.keys[0]
    rows[first].setFocus()
    other = next(entry.item.id for entry in found.unknown)
    desk.after(lambda: rate(desk, other, 0))
    assert f"gap:{other}" in panel.gaps.keys
    assert panel.gaps.row(first) is rows[first]
    assert rows[first].hasFocus()
    assert all(panel.gaps.row(key) is row for key, row in rows.items() if key in panel.gaps.keys)
    assert [row.mapTo(panel.gaps, row.rect().topLeft()).y() for row in panel.gaps.rows] == sorted(
        row.mapTo(panel.gaps, row.rect().topLeft()).y() for row in panel.gaps.rows
    )


def rate(desk: Desk, item: str, score: int) -> None:
    desk.session.change(ratings.rate, desk.session.round_id, item, {"score": score})


def test_the_place_in_the_panel_stays_while_data_come_in(desk: Desk) -> None:
    found = desk.load(sample_data("shaoxing"))
    panel = panel_of(desk)
    bar = panel.area.verticalScrollBar()
    desk.bot.waitUntil(lambda: bar.maximum() > 100)
    bar.setValue(90)
    desk.after(lambda: rate(desk, found.unknown[0].item.id, 0))
    desk.settle()
    assert bar.value() == 90


def test_the_last_result_stays_and_is_marked_while_another_one_takes_its_time(desk: Desk) -> None:
    desk.load(sample_data("shaoxing"))
    panel = panel_of(desk)
    with desk.bot.waitSignal(desk.session.changed):
        rate(desk, "labour-cost", 0)
    with held_up(desk.session.runner):
        desk.bot.waitUntil(lambda: panel.state.text() == "更新中…")
        assert panel.type.text() == "基础产业集群"
        assert panel.gaps.keys
    desk.bot.waitUntil(lambda: panel.state.text() == "")
    assert "gap:labour-cost" in panel.gaps.keys


# ---- levels, folding


def test_a_level_leads_to_its_first_item(desk: Desk, qtbot: QtBot) -> None:
    found = desk.load(sample_data("shaoxing"))
    panel = panel_of(desk)
    with qtbot.waitSignal(panel.jump) as told:
        desk.press(panel.counts.buttons[2], Qt.Key.Key_Return)
    assert told.args == [Place(step="diagnosis", part="ratings", field=found.at_level(2)[0].item.id)]
    with qtbot.waitSignal(panel.jump) as told:
        desk.click(panel.counts.buttons[None])
    assert told.args == [Place(step="diagnosis", part="ratings", field=found.unknown[0].item.id)]


def test_the_key_folds_the_panel_and_that_is_remembered(desk: Desk) -> None:
    desk.load(sample_data("shaoxing"))
    window = desk.show(MainWindow(desk.session, Settings()), (1280, 720))
    page = window.stack.width()
    QTest.keySequence(window, "F9")
    desk.bot.waitUntil(lambda: window.stack.width() > page + 200)
    strip = window.panel.strip
    assert strip.isVisible()
    assert strip.text().startswith("基础产业集群 · 判定明确 · 短板 ")
    assert strip.accessibleName() == "展开诊断结果（F9）"
    again = MainWindow(desk.session, Settings())
    again.resize(1280, 720)
    assert again.panel.folded
    strip.setFocus()
    desk.press(strip, Qt.Key.Key_Return)
    desk.bot.waitUntil(lambda: window.stack.width() == page)
    assert window.panel.fold.hasFocus()
    desk.click(window.panel.fold)
    assert strip.hasFocus()
    desk.click(strip)
    again = MainWindow(desk.session, Settings())
    again.resize(1280, 720)
    assert not again.panel.folded


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", SAMPLES)
def test_no_word_of_the_panel_is_cut(desk: Desk, name: str, lang: Lang) -> None:
    desk.load(sample_data(name))
    desk.session.set_language(lang)
    panel = panel_of(desk)
    for row in (*panel.gaps.rows, *panel.asks.rows):
        assert row.toolTip() == "", row.content.title
    for button in panel.counts.buttons.values():
        assert button.width() >= button.sizeHint().width()
    assert panel.area.widget().width() <= panel.area.viewport().width()


def test_no_row_is_cut_even_for_a_moment_when_the_language_changes(program: Opened) -> None:
    for _ in range(3):
        program.window.switch_language()
        rows = [*program.window.panel.gaps.rows, *program.window.panel.asks.rows]
        assert rows
        assert [row.content.title for row in rows if row.height() < row.heightForWidth(row.width())] == []
        program.settle()


def test_no_row_is_painted_cut_when_a_result_comes(program: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    painted: list[bool] = []
    paint = Row.paintEvent

    def look(row: Row, event: QPaintEvent) -> None:
        painted.append(row.height() >= row.heightForWidth(row.width()))
        paint(row, event)

    monkeypatch.setattr(Row, "paintEvent", look)
    for entry in (*program.session.clusters[1:], program.session.clusters[0]):
        with program.bot.waitSignal(program.session.diagnosed, timeout=10_000):
            program.session.open_cluster(entry.id, entry.rounds[-1].id)
        program.settle()
        program.bot.waitUntil(lambda: bool(painted))
        assert all(painted)
        painted.clear()


def test_a_narrow_window_folds_the_panel_which_can_be_opened_over_that(program: Opened) -> None:
    """A screen of 1920x1080 at 200 % has room for 960 pixels."""
    window = program.window
    seen = []
    for width, key in ((1280, ""), (960, ""), (960, "F9"), (960, "F9"), (1280, ""), (1280, "F9"), (960, ""), (1280, "")):
        window.resize(width, window.height())
        assert window.width() == width
        if key:
            program.press(key)
        seen.append((window.panel.folded, Settings().text(FOLDED)))
    unasked = [(False, ""), (True, ""), (False, ""), (True, ""), (False, "")]
    assert seen == [*unasked, (True, "yes"), (True, "yes"), (True, "yes")]


def test_in_a_narrow_window_everything_in_the_header_has_room(program: Opened) -> None:
    program.window.resize(960, program.window.height())
    program.settle()
    header = program.window.header
    shown = [*header.choosers.values(), header.search, header.undo, header.redo, header.help, header.language, header.report]
    for lang in LANGS:
        program.session.set_language(lang)
        program.settle()
        for widget in shown:
            assert widget.width() >= widget.minimumSizeHint().width()
        for left, right in pairwise(shown):
            assert left.geometry().right() < right.geometry().left()
