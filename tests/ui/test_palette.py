"""The palette over the window: order, groups and keys, opening and closing."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from db import operations
from tests.ui.fitting import cut
from tests.ui.searching import SURVEY, follow, groups, hits, palette, text_of, titles, type_in
from tests.ui.test_shell_words import CJK, ENGLISH_ONLY
from tests.ui.window import WAIT, Opened
from ui.shortcuts import keys_of


@pytest.fixture
def filled(program: Opened) -> Opened:
    """The window over a survey with something in every list."""
    program.load(SURVEY)
    return program


# ---- order, groups, keys


def test_before_anything_is_typed_the_steps_are_there(program: Opened) -> None:
    program.press(keys_of("search.open"))
    program.settle()
    assert titles(program)[:10] == [step.name.zh for step in program.session.questionnaire.steps]
    QTest.keyClick(palette(program).line, Qt.Key.Key_Down)
    QTest.keyClick(palette(program).line, Qt.Key.Key_Return)
    assert program.window.step == "enterprises"


def test_the_group_with_the_best_hit_comes_first(filled: Opened) -> None:
    type_in(filled, "撤销")
    assert groups(filled)[0] == "命令"
    type_in(filled, "鑫盛")
    assert groups(filled)[0] == "企业"


def test_a_few_are_shown_and_more_on_demand(filled: Opened) -> None:
    type_in(filled, "鑫盛")
    rest = next(number for number, hit in enumerate(hits(filled)) if hit.more)
    assert rest == 4
    assert "8" in hits(filled)[rest].title
    line = palette(filled).line
    for _ in range(rest):
        QTest.keyClick(line, Qt.Key.Key_Down)
    QTest.keyClick(line, Qt.Key.Key_Return)
    filled.settle()
    assert palette(filled).isVisible()
    assert len(hits(filled)) == 12
    assert groups(filled) == ["企业"]


def test_arrows_pass_over_the_names_of_groups_and_stop_at_the_ends(filled: Opened) -> None:
    type_in(filled, "装备")
    line, listed = palette(filled).line, palette(filled).hits
    QTest.keyClick(line, Qt.Key.Key_Up)
    seen = [listed.chosen]
    for _ in range(60):
        QTest.keyClick(line, Qt.Key.Key_Down)
        if listed.chosen is not seen[-1]:
            seen.append(listed.chosen)
    assert seen == hits(filled)
    QTest.keyClick(line, Qt.Key.Key_PageUp)
    assert listed.chosen in hits(filled)
    assert line.hasFocus()


def test_several_words_must_all_be_found(filled: Opened) -> None:
    assert type_in(filled, "鑫盛 3号")[0].title == "鑫盛3号机械有限公司"
    assert type_in(filled, "鑫盛 没有的") == []


def test_nothing_found_is_said(filled: Opened) -> None:
    type_in(filled, "没有的东西")
    assert palette(filled).none.isVisible()
    assert not palette(filled).hits.isVisible()
    QTest.keyClick(palette(filled).line, Qt.Key.Key_Return)
    assert palette(filled).isVisible()


@pytest.mark.parametrize("typed", ["%", "_", "'", '"; drop table enterprises', "\\", "甲" * 3000, " ", "\t"])
def test_anything_may_be_typed(filled: Opened, typed: str) -> None:
    filled.press(keys_of("search.open"))
    palette(filled).line.setText(typed)
    filled.settle()
    filled.settle()
    assert palette(filled).isVisible()


def test_the_newest_question_wins(filled: Opened) -> None:
    filled.press(keys_of("search.open"))
    for typed in ("鑫", "鑫盛", "犇堃"):
        palette(filled).line.setText(typed)
    filled.bot.waitUntil(lambda: titles(filled)[:1] == ["犇堃大学"])


# ---- opening and closing


def test_enter_waits_for_the_hits_of_what_was_typed(filled: Opened) -> None:
    """Typed and entered in one breath, as one does who knows the command."""
    filled.press(keys_of("search.open"))
    filled.settle()
    line = palette(filled).line
    line.setText("犇堃")
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert palette(filled).isVisible()
    filled.bot.waitUntil(lambda: palette(filled).isHidden(), timeout=WAIT)
    filled.bot.waitUntil(lambda: filled.window.step == "actors", timeout=WAIT)


def test_escape_closes_it_and_the_focus_comes_back_with_what_was_typed(filled: Opened) -> None:
    follow(filled, filled.session.questionnaire.parts["cluster"].question("name_en").label.zh)
    before = filled.focus
    QTest.keyClicks(before, "4")
    typed = text_of(before)
    filled.press(keys_of("search.open"))
    assert palette(filled).line.hasFocus()
    QTest.keyClick(palette(filled).line, Qt.Key.Key_Escape)
    assert filled.focus is before
    assert text_of(before) == typed


def test_the_field_in_the_header_opens_it_and_a_click_elsewhere_closes_it(filled: Opened) -> None:
    filled.click(filled.window.header.search)
    assert palette(filled).isVisible()
    filled.window.rail.buttons["chain"].setFocus()
    filled.bot.waitUntil(lambda: not palette(filled).isVisible())


def test_the_same_keys_close_it(filled: Opened) -> None:
    filled.press(keys_of("search.open"))
    filled.press(keys_of("search.open"))
    assert not palette(filled).isVisible()


def test_a_click_leads_there_too(filled: Opened) -> None:
    type_in(filled, "电液")
    listed = palette(filled).hits
    area = listed.visualItemRect(listed.item(1))
    QTest.mouseClick(listed.viewport(), Qt.MouseButton.LeftButton, pos=area.center())
    filled.settle()
    filled.settle()
    assert filled.window.step == "chain"


def test_without_a_round_there_are_commands_clusters_and_help(program: Opened) -> None:
    for entry in program.session.clusters:
        program.session.change(operations.delete_cluster, entry.id)
    program.bot.waitUntil(lambda: program.session.round_id is None)
    assert type_in(program, "cr4") == []
    assert type_in(program, "新建集群")[0].title == "新建集群"
    type_in(program, "备份")
    assert groups(program) == ["命令", "帮助"]
    assert "删除本轮次" not in [hit.title for hit in type_in(program, "删除")]


def test_it_moves_with_the_window_and_stays_inside_it(filled: Opened) -> None:
    type_in(filled, "鑫盛")
    for width, height in ((1024, 600), (1440, 900)):
        filled.window.setMinimumSize(1024, 600)
        filled.window.resize(width, height)
        filled.bot.waitUntil(lambda: abs(palette(filled).geometry().center().x() - filled.window.width() // 2) <= 1)
        assert filled.window.rect().contains(palette(filled).geometry())


def test_it_speaks_english_throughout(program: Opened) -> None:
    program.load(ENGLISH_ONLY)
    program.press("Ctrl+L")
    for typed in ("", "r", "export", "works", "nothing of the kind"):
        for hit in type_in(program, typed):
            assert not CJK.search(hit.spoken.replace("1.2亿", "")), hit.spoken
        assert list(cut(palette(program))) == []
