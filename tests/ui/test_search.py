"""Search everything, by keys: what is found, and that each hit leads where it says."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QTableView

from tests.ui.searching import SURVEY, delete, follow, hits, palette, text_of, titles, type_in
from tests.ui.window import Opened
from ui.shortcuts import keys_of


@pytest.fixture
def filled(program: Opened) -> Opened:
    """The window over a survey with something in every list."""
    program.load(SURVEY)
    return program


# ---- rows of lists


@pytest.mark.parametrize(
    ("typed", "step", "shown"),
    [
        ("鑫盛3", "enterprises", "鑫盛3号机械有限公司"),
        ("xs3h", "enterprises", "鑫盛3号机械有限公司"),
        ("犇堃", "actors", "犇堃大学"),
        ("液压创新", "actors", "液压创新中心"),
        ("装备行业", "actors", "装备行业协会"),
        ("blf", "chain", "比例阀"),
    ],
)
def test_a_row_is_found_by_its_name_and_shown(filled: Opened, typed: str, step: str, shown: str) -> None:
    follow(filled, typed)
    assert filled.window.step == step
    assert text_of(filled.focus) == shown


def test_a_technology_is_the_current_row_of_its_table(filled: Opened) -> None:
    follow(filled, "电液")
    assert filled.window.step == "chain"
    page: Any = filled.window.page
    table = page.pane("technologies").table
    assert table.hasFocus()
    assert table.currentIndex().siblingAtColumn(0).data() == "电液控制"


def test_a_row_is_found_by_another_column_which_gets_the_focus(filled: Opened) -> None:
    found = type_in(filled, "油缸")
    assert (found[0].title, found[0].below) == ("鑫盛7号机械有限公司", "油缸")
    follow(filled, "油缸")
    assert text_of(filled.focus) == "油缸"


def test_words_of_an_interview_are_found_and_shown(filled: Opened) -> None:
    found = type_in(filled, "喷涂")
    assert found[0].title == "某厂 – 张工"
    assert "喷涂工艺" in found[0].below
    follow(filled, "喷涂")
    assert filled.window.step == "interviews"
    assert "喷涂工艺" in text_of(filled.focus)


def test_evidence_is_found_and_shown(filled: Opened) -> None:
    found = type_in(filled, "样机")
    assert found[0].title == filled.session.framework.items["common-technology"].short.zh
    follow(filled, "样机")
    assert filled.window.step == "checklist"
    assert "样机" in text_of(filled.focus)


def test_a_co_operation_is_found_by_either_side(filled: Opened) -> None:
    type_in(filled, "犇堃")
    assert "鑫盛1号机械有限公司 – 犇堃大学" in titles(filled)


def test_a_row_that_was_deleted_meanwhile_is_said_to_be_gone(filled: Opened) -> None:
    type_in(filled, "电液")
    delete(filled, "technologies", 0)
    QTest.keyClick(palette(filled).line, Qt.Key.Key_Return)
    filled.settle()
    filled.settle()
    assert filled.window.messages.text == "这一行刚刚被删除了。"


def test_a_row_is_shown_where_it_stands_now(filled: Opened) -> None:
    type_in(filled, "鑫盛11")
    delete(filled, "enterprises", 1)
    QTest.keyClick(palette(filled).line, Qt.Key.Key_Return)
    filled.settle()
    filled.settle()
    assert text_of(filled.focus) == "鑫盛11号机械有限公司"


def test_what_was_just_typed_into_a_field_is_found(filled: Opened) -> None:
    follow(filled, "比例阀")
    line = filled.focus
    assert isinstance(line, QLineEdit)
    line.insert("喆祎")
    line.textEdited.emit(line.text())
    filled.press(keys_of("search.open"))
    assert "喆祎" in type_in(filled, "喆祎")[0].title


# ---- entries of the framework, fields, commands, help


@pytest.mark.parametrize(
    ("typed", "step"),
    [("cr4", "indicators"), ("前四家", "indicators"), ("关键共性技术研发乏力", "checklist"), ("产能与供给", "classification")],
)
def test_an_entry_of_the_framework_leads_to_where_it_is_filled_in(filled: Opened, typed: str, step: str) -> None:
    follow(filled, typed)
    assert filled.window.step == step
    assert filled.window.page.isAncestorOf(filled.focus)


def test_an_item_that_is_found_is_the_current_one(filled: Opened) -> None:
    follow(filled, "关键共性技术研发乏力")
    page: Any = filled.window.page
    assert page.list.current == "common-technology"


def test_both_languages_find_the_same(filled: Opened) -> None:
    chinese = type_in(filled, "研发投入强度")[0]
    assert type_in(filled, "R&D intensity")[0].hit == chinese.hit


def test_a_recommended_action_leads_to_the_diagnosis_and_another_one_to_its_page(filled: Opened) -> None:
    diagnosis = filled.session.diagnosis
    assert diagnosis is not None
    recommended = diagnosis.actions[0].action
    follow(filled, recommended.name.zh)
    assert filled.window.step == "diagnosis"
    others = {each.action.id for each in diagnosis.actions}
    other = next(each for each in filled.session.framework.actions.values() if each.id not in others)
    follow(filled, other.name.zh)
    reading = filled.window.help.window
    assert reading is not None
    assert reading.topic == f"action/{other.id}"


@pytest.mark.parametrize(
    ("part", "field"),
    [("cluster", "region"), ("round", "date"), ("enterprises", "uscc"), ("chain", "control"), ("services", "testing")],
)
def test_a_field_is_found_by_its_label_and_gets_the_focus(filled: Opened, part: str, field: str) -> None:
    asked = filled.session.questionnaire.parts[part]
    typed = asked.question(field).label.zh
    type_in(filled, typed)
    place = next(
        number for number, hit in enumerate(hits(filled)) if hit.title == typed and hit.where.startswith(_name(filled, asked.step))
    )
    follow(filled, typed, down=place)
    assert filled.window.step == asked.step
    assert filled.window.page.isAncestorOf(filled.focus)
    assert not isinstance(filled.focus, QTableView)


def _name(program: Opened, step: str) -> str:
    return next(each.name.zh for each in program.session.questionnaire.steps if each.id == step)


def test_a_command_is_done(filled: Opened) -> None:
    follow(filled, "新建集群")
    assert filled.window.commands.dialog is not None
    assert filled.window.commands.dialog.isVisible()
    assert type_in(filled, "调研文件")[0].where == keys_of("menu.import") or keys_of("menu.export-survey")


def test_a_page_of_the_help_is_opened(filled: Opened) -> None:
    follow(filled, "快捷键")
    reading = filled.window.help.window
    assert reading is not None
    assert reading.topic == "keys"


def test_a_cluster_is_opened(filled: Opened) -> None:
    other = next(each for each in filled.session.clusters if each.id != filled.session.cluster_id)
    with filled.bot.waitSignal(filled.session.diagnosed):
        follow(filled, other.cluster.name("zh"))
    assert filled.session.cluster_id == other.id
