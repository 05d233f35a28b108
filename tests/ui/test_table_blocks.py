"""Blocks of a spreadsheet that name their columns: each goes to the column of its name, in the unit that its header gives."""

from typing import Any

import pytest
from PySide6.QtTest import QTest

from diagnosis.questionnaire import questionnaire
from tests.surveys import file_data
from tests.ui.judging import Desk
from tests.ui.tables import clipboard, entries_in, pane_of, select
from ui.widgets.table_blocks import Block, Target, read_block

FIRMS = questionnaire().parts["enterprises"]
COLUMNS = [question.id for question in FIRMS.questions]


def block(text: str, columns: list[str] | None = None) -> Block:
    return read_block(FIRMS, text, Target((), columns or COLUMNS, {}))


def test_columns_in_another_order_go_where_their_names_are() -> None:
    found = block("单位名称\t角色\t营业收入\t法人\t从业人数\n甲厂\t龙头\t1.2亿\t张三\t300\n")
    assert found.by_name
    assert found.lines == [{"name": "甲厂", "role": "龙头", "revenue": "1.2亿", "employees": "300"}]
    assert found.unknown == ("法人",)
    assert found.left_out == 0


def test_a_column_that_is_not_shown_is_found_by_its_name() -> None:
    assert block("企业名称\t联系人\n甲厂\t张三\n", ["name", "uscc"]).lines == [{"name": "甲厂", "contact": "张三"}]


def test_columns_in_the_order_of_the_list_stay_where_they_are() -> None:
    found = block("企业名称\t代码（营业执照）\t角色\n甲厂\t9143\t龙头\n")
    assert (found.header, found.by_name, found.unknown) == (True, False, ())
    assert found.lines == [{"name": "甲厂", "uscc": "9143", "role": "龙头"}]


@pytest.mark.parametrize(
    ("head", "field", "typed", "stored"),
    [
        ("营业收入（亿元）", "revenue", "1.2", 12000),
        ("营业收入（元）", "revenue", "5,000,000", 500),
        ("营业收入（万元）", "revenue", "3,500", 3500),
        ("营业收入（亿元）", "revenue", "3500万元", 3500),  # the cell says it itself
        ("从业人员（万人）", "employees", "1.2", 12000),
        ("研发投入/千元", "rd_spend", "20", 2),
    ],
)
def test_the_unit_of_a_header_is_that_of_its_numbers(head: str, field: str, typed: str, stored: float) -> None:
    (line,) = block(f"企业名称\t{head}\n甲厂\t{typed}\n").lines
    assert FIRMS.question(field).type.parse(line[field]) == stored


def test_the_unit_counts_where_the_columns_stand_in_order_as_well() -> None:
    (line,) = block("营业收入（亿元）\t研发投入（亿元）\n1.2\t约0.1\n", ["revenue", "rd_spend"]).lines
    assert line == {"revenue": "1.2亿元", "rd_spend": "约0.1亿元"}  # mended to 0.1 later, it is still in the unit that was meant


def test_of_several_years_the_latest_counts_wherever_it_stands() -> None:
    found = block("企业名称\t2022年营业收入（亿元）\t2024年营业收入（万元）\t2023年营业收入\n甲厂\t1\t3\t2\n乙厂\t1\t\t2\n")
    assert found.lines == [{"name": "甲厂", "revenue": "3"}, {"name": "乙厂", "revenue": ""}]  # and not that of 2023


@pytest.mark.parametrize("head", ["营业收入（万美元）", "营业收入（计划）", "2024年1-6月营业收入（万元）", "上半年营业收入"])
def test_a_column_about_something_else_is_left_out_and_told(head: str) -> None:
    found = block(f"企业名称\t{head}\t角色\n甲厂\t5\t龙头\n")
    assert found.lines == [{"name": "甲厂", "role": "龙头"}]
    assert found.unknown == (head,)


def test_of_two_columns_of_one_name_the_first_that_says_something_counts() -> None:
    found = block("角色\t联系人\t联系电话\n龙头\t张三\t1\n配套\t\t2\n")
    assert [line["contact"] for line in found.lines] == ["张三", "2"]


@pytest.mark.parametrize(
    ("below", "revenue"),
    [
        (("2021年", "2022年"), "2"),
        (("上年", "本年"), "2"),
        (("计划", "实际"), None),
        (("2022年", "增长"), "1"),
    ],
)
def test_a_second_line_of_the_header_says_which_column_is_meant(below: tuple[str, str], revenue: str | None) -> None:
    found = block(f"企业名称\t营业收入（万元）\t\t从业人员\n\t{below[0]}\t{below[1]}\t\n甲厂\t1\t2\t3\n")
    assert found.lines == [{"name": "甲厂", **({"revenue": revenue} if revenue else {}), "employees": "3"}]


def test_a_line_of_units_below_the_header_is_no_firm() -> None:
    found = block("企业名称\t营业收入\t从业人员\n\t亿元\t人\n甲厂\t1.2\t300\n")
    assert [FIRMS.question(field).type.parse(text) for field, text in found.lines[0].items()] == ["甲厂", 12000, 300]
    assert len(found.lines) == 1


@pytest.mark.parametrize(
    ("title", "revenue"), [("某县名单", 1.2), ("某县名单\t\t单位：亿元", 12000), ("单位：千元\n", 0.12), ("单位：万美元", None)]
)
def test_a_title_above_the_header_is_no_firm_and_its_unit_counts(title: str, revenue: float | None) -> None:
    found = block(f"{title}\n企业名称\t营业收入\t研发投入（万元）\n甲厂\t1.2\t5\n")
    read = [{field: FIRMS.question(field).type.parse(text) for field, text in line.items()} for line in found.lines]
    assert read == [{"name": "甲厂", **({} if revenue is None else {"revenue": revenue}), "rd_spend": 5}]
    assert found.unknown == (() if revenue is not None else ("营业收入(万美元)",))


def test_firms_above_a_header_are_no_title() -> None:
    assert len(block("甲厂\t30\n企业名称\t从业人员\n乙厂\t5\n").lines) == 3


def test_a_firm_without_a_name_is_no_line_of_the_header() -> None:
    found = block("企业名称\t成立年份\t备注\n\t2005\t待查\n")
    assert found.lines == [{"name": "", "founded": "2005", "note": "待查"}]


def pasted(desk: Desk, text: str) -> tuple[str, list[tuple[Any, Any]]]:
    """What is told of rows pasted below a firm, and their answers and drafts."""
    desk.load(file_data(enterprises=[{"name": "甲厂"}]))
    pane = pane_of(desk, "enterprises")
    select(pane, 0)
    clipboard(text)
    with desk.bot.waitSignal(desk.session.message) as told:
        pane.table.paste_rows()
    desk.settle()
    assert told.args is not None
    return told.args[0].zh, [(entry.answers, entry.drafts) for entry in entries_in(desk, "enterprises")[1:]]


def test_what_was_pasted_by_name_is_told(desk: Desk) -> None:
    told, found = pasted(desk, "角色\t企业名称\t营业收入（亿元）\t法人\n龙头\t乙厂\t1.2\t张三\n配套\t丙厂\t保密\t李四\n")
    assert "各列已按名称归位" in told
    assert "没有法人栏" in told
    assert "1 格读不出（营业收入）" in told
    assert found == [
        ({"name": "乙厂", "role": "leader", "revenue": 12000}, {}),
        ({"name": "丙厂", "role": "supporting"}, {"revenue": "保密"}),
    ]


@pytest.mark.parametrize("keys", ["Ctrl+V", "Ctrl+Shift+V"])
def test_an_empty_list_is_pasted_into_by_key(desk: Desk, keys: str) -> None:
    desk.load(file_data())
    pane = pane_of(desk, "enterprises")
    clipboard("甲厂\n乙厂\n")
    pane.empty.buttons[0].setFocus()
    QTest.keySequence(pane.empty.buttons[0], keys)
    desk.bot.waitUntil(lambda: [entry.answers.get("name") for entry in entries_in(desk, "enterprises")] == ["甲厂", "乙厂"])


def test_an_amount_with_a_sign_and_no_unit_is_kept_and_told(desk: Desk) -> None:
    told, found = pasted(desk, "企业名称\t营业收入\n乙厂\t¥1,234.00\n丙厂\t¥1,234.00万\n")
    assert "1 格读不出（营业收入）" in told
    assert found == [({"name": "乙厂"}, {"revenue": "¥1,234.00"}), ({"name": "丙厂", "revenue": 1234}, {})]
