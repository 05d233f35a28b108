"""Rows beside the firms that are there: by code, by name, never by likeness; and what a decision makes of them."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnosis.fieldtypes import Value
from diagnosis.roster.choosing import Hints, layout_of, propose, replan
from diagnosis.roster.judging import Known, reason_text
from diagnosis.roster.mapping import match_columns
from diagnosis.roster.names import likenesses, plain
from diagnosis.roster.planning import Decisions, Plan
from diagnosis.roster.sheet import Cell, Sheet
from tests.roster_files import code, finish, firms, known

HEADER: list[Cell] = ["企业名称", "统一社会信用代码", "营业收入（万元）", "地址"]
A, B, C = code(1), code(2), code(3)
NAME = "长沙甲机械有限公司"


def planned(there: Known, *rows: list[Cell], **decisions: Any) -> Plan:
    cells = [HEADER, *(row + [""] * (len(HEADER) - len(row)) for row in rows)]
    found = Sheet(file="名单.xlsx", name="名单", columns=[list(column) for column in zip(*cells, strict=True)])
    layout = layout_of(found, Hints())
    return finish(propose(found, layout, match_columns(found, layout), there, Decisions(**decisions)))


def codes(plan: Plan) -> list[str | None]:
    return [plan.judged.reasons[place].code if place in plan.judged.reasons else None for place in range(len(plan.outcomes))]


def test_a_firm_is_known_by_its_code_whatever_it_is_called_now() -> None:
    plan = planned(known({"name": "旧名有限公司", "uscc": A}), ["新名有限公司", A, 5.0])
    assert list(plan.outcomes) == ["changed"]
    assert plan.updates == {1: {"revenue": 5.0}}
    assert plan.conflicts == {0: {"name": ("旧名有限公司", "新名有限公司")}}


def test_a_firm_is_known_by_its_name_however_that_is_written() -> None:
    there = known({"name": "三一（长沙）重工 有限公司"})
    plan = planned(there, ["三一(长沙)重工有限公司", A, 5.0, "星沙"])
    assert plan.updates == {1: {"uscc": A, "revenue": 5.0, "address": "星沙"}}
    assert plan.conflicts == {}


def test_empty_cells_and_equal_ones_change_nothing() -> None:
    there = known({"name": NAME, "uscc": A, "revenue": 5.0, "address": "星沙"})
    plan = planned(there, [NAME, A, "", ""], [NAME, A, 5.0, "星沙"])
    assert (list(plan.outcomes), plan.updates, plan.conflicts) == (["same", "held"], {}, {})


def test_a_differing_answer_stays_unless_somebody_decides() -> None:
    there = known({"name": NAME, "uscc": A, "revenue": 5.0, "address": "星沙"})
    row: list[Cell] = [NAME, A, 6.0, "望城"]
    ours = planned(there, row)
    assert (list(ours.outcomes), ours.updates) == (["same"], {})
    assert ours.conflicts == {0: {"revenue": (5.0, 6.0), "address": ("星沙", "望城")}}
    assert planned(there, row, conflicts="theirs").updates == {1: {"revenue": 6.0, "address": "望城"}}
    one = planned(there, row, sides={(0, "revenue"): "theirs"})
    assert (list(one.outcomes), one.updates) == (["changed"], {1: {"revenue": 6.0}})
    assert planned(there, row, conflicts="theirs", sides={(0, "revenue"): "ours"}).updates == {1: {"address": "望城"}}


def test_what_was_typed_and_not_taken_is_somebodys_answer() -> None:
    there = known({"name": NAME}, drafts={(1, "revenue"): "约三百"})
    plan = planned(there, [NAME, "", 300.0])
    assert (plan.updates, plan.conflicts) == ({}, {0: {"revenue": ("约三百", 300.0)}})
    assert planned(there, [NAME, "", 300.0], conflicts="theirs").updates == {1: {"revenue": 300.0}}


def test_what_cannot_be_read_is_kept_only_where_nothing_stands() -> None:
    there = known({"name": NAME}, {"name": "乙厂", "revenue": 3.0}, {"name": "丙厂"}, drafts={(3, "revenue"): "很多"})
    plain_ones: list[list[Cell]] = [[f"{name}厂", "", 1.0] for name in "戊己庚辛"]
    plan = planned(there, [NAME, "", "保密"], ["乙厂", "", "保密"], ["丙厂", "", "保密"], ["丁厂", "", "保密"], *plain_ones)
    assert plan.drafts == {(1, "revenue"): "保密"}
    assert plan.new_drafts == {(3, "revenue"): "保密"}
    assert list(plan.outcomes) == ["changed", "same", "same", *["new"] * 5]


@pytest.mark.parametrize(
    ("there", "row", "why"),
    [
        ([{"name": NAME, "uscc": A}], [NAME, B], "clash"),
        ([{"name": NAME}, {"name": NAME}], [NAME, B], "several"),
        ([{"name": "一厂", "uscc": A}, {"name": "二厂", "uscc": A}], [NAME, A], "several"),
        ([{"name": NAME}], ["长沙市甲机械有限责任公司", ""], "alike"),
        ([{"name": "甲机械有限公司"}], ["湖南省长沙市甲机械有限公司", A], "alike"),
        ([{"name": "长沙甲精密机械有限公司"}], ["长沙甲密机械有限公司", A], "alike"),
        ([], ["", A], "no-name"),
        ([], ["2024", A], "no-letters"),
        ([], ["（——）", ""], "no-letters"),
    ],
)
def test_what_is_not_certain_is_held_or_refused(there: list[dict[str, Value]], row: list[Cell], why: str) -> None:
    plan = planned(known(*there), row)
    assert codes(plan) == [why]
    assert (plan.add, plan.updates) == ([], {})
    for lang in ("zh", "en"):
        assert "{" not in reason_text(plan.judged.reasons[0], plan.reading, plan.known).to(lang)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (["长沙甲机械有限公司", A], ["长沙市甲机械有限责任公司", B]),  # both have a code: they are two
        (["长沙甲机械有限公司"], ["株洲甲机械有限公司"]),
        (["第一机床厂有限公司"], ["第十一机床厂有限公司"]),
        (["某某精密企业1有限公司"], ["某某精密企业10有限公司"]),
        (["长沙甲机械有限公司"], ["长沙乙机械有限公司"]),
        (["甲公司"], ["甲厂"]),
    ],
)
def test_different_firms_are_not_held(one: list[Cell], other: list[Cell]) -> None:
    assert codes(planned(known(), one, other)) == [None, None]
    there = known({"name": str(one[0]), "uscc": str(one[1]) if len(one) > 1 else None})
    assert codes(planned(there, other)) == [None]


def test_a_row_without_a_name_updates_the_firm_of_its_code() -> None:
    plan = planned(known({"name": NAME, "uscc": A}), ["", A, 7.0])
    assert plan.updates == {1: {"revenue": 7.0}}


def test_rows_of_one_firm() -> None:
    rows: list[list[Cell]] = [[NAME, A, 1.0], [NAME, A, 1.0], ["别名有限公司", A, 2.0], [NAME, "", 3.0], [NAME, B, 4.0]]
    plan = planned(known(), *rows)
    assert codes(plan) == [None, "repeat", "same-code", "same-name", "clash"]
    assert list(plan.outcomes) == ["new", "refused", "held", "held", "held"]
    assert [plan.judged.reasons[place].row for place in range(1, 5)] == [0, 0, 0, 0]


def test_a_held_row_may_be_added_or_merged() -> None:
    rows: list[list[Cell]] = [[NAME, A, 1.0], ["别名有限公司", A, 2.0, "星沙"], [NAME, "", 3.0, "望城"]]
    added = planned(known(), *rows, rows={1: "add"})
    assert [firm["name"] for firm in firms(added)] == [NAME, "别名有限公司"]
    merged = planned(known(), *rows, rows={1: "merge", 2: "merge"})
    assert list(merged.outcomes) == ["new", "merged", "merged"]
    assert merged.patches == {0: {"address": "星沙"}}
    assert merged.conflicts[1] == {"name": (NAME, "别名有限公司"), "revenue": (1.0, 2.0)}
    theirs = planned(known(), *rows, rows={1: "merge", 2: "merge"}, conflicts="theirs")
    assert theirs.patches == {0: {"name": NAME, "revenue": 3.0, "address": "望城"}}


def test_a_row_that_is_merged_follows_the_one_it_is_like() -> None:
    there = known({"name": NAME, "uscc": A})
    rows: list[list[Cell]] = [[NAME, A, 1.0], ["别名有限公司", A, "", "星沙"]]
    plan = planned(there, *rows, rows={1: "merge"})
    assert plan.updates == {1: {"revenue": 1.0, "address": "星沙"}}
    assert list(plan.outcomes) == ["changed", "merged"]
    alone = planned(known({"name": NAME}, {"name": NAME}), [NAME, A], [NAME, A, 2.0], rows={1: "merge"})
    assert list(alone.outcomes) == ["held", "new"]  # the row it would go into is left out itself


def test_decisions_can_be_changed_without_reading_again() -> None:
    plan = planned(known(), [NAME, ""], ["长沙市甲机械有限公司", "", 2.0])
    assert list(plan.outcomes) == ["new", "held"]
    assert list(replan(plan, Decisions(alike="add")).outcomes) == ["new", "new"]
    assert replan(plan, Decisions(alike="merge")).patches == {0: {"revenue": 2.0}}


PLACES = st.sampled_from(["长沙", "长沙市", "湖南长沙", ""])
PIECES = st.tuples(PLACES, st.sampled_from(["鑫盛", "三一"]), st.sampled_from(["机械", "重工"]))
ROWS = st.lists(
    st.tuples(
        PIECES.map("".join),
        st.sampled_from(["有限公司", "有限责任公司", "厂"]),
        st.sampled_from(["", A, B, C, "坏码"]),
        st.sampled_from(["", 1.0, 2.0, "保密"]),
    ),
    max_size=7,
)


@given(rows=ROWS, there=ROWS, alike=st.sampled_from(["skip", "add", "merge"]), conflicts=st.sampled_from(["ours", "theirs"]))
def test_every_row_ends_somewhere_and_nothing_known_is_lost(rows: list[Any], there: list[Any], alike: str, conflicts: str) -> None:
    before = known(
        *(
            {"name": name + form, "uscc": number or None, "revenue": money if isinstance(money, float) else None}
            for name, form, number, money in there
        )
    )
    plan = planned(before, *([name + form, number, money] for name, form, number, money in rows), alike=alike, conflicts=conflicts)
    assert len(plan.outcomes) == len(rows)
    assert plan.count("new") == len(plan.add)
    for row_id, answers in plan.updates.items():
        for field, value in answers.items():
            assert value is not None
            assert conflicts == "theirs" or before.answers[field][row_id - 1] is None
    if conflicts == "ours" and alike == "skip":
        sound = [plan.reading.codes[place] for place in plan.add if plan.reading.codes[place]]
        names = [plan.reading.keys[place] for place in plan.add]
        assert len(set(sound)) == len(sound)
        assert len(set(names)) == len(names)
        assert not set(sound) & set(before.codes)
        assert not set(names) & set(before.keys)


@pytest.mark.parametrize(
    ("name", "own", "others"),
    [
        ("长沙鑫盛机械有限公司", "长沙鑫盛机械", []),
        ("湖南省长沙市鑫盛机械集团股份有限公司", "湖南长沙鑫盛机械", ["鑫盛机械", "长沙鑫盛机械", "长沙鑫盛机械"]),
        ("湖南鑫盛有限公司", "湖南鑫盛", ["鑫盛"]),
        ("公司", "公司", []),
        ("市区", "市区", []),
    ],
)
def test_what_is_left_of_a_name(name: str, own: str, others: list[str]) -> None:
    assert likenesses(plain(name)) == (own, others)


@given(name=st.text(st.sampled_from("湖南省长沙市县区鑫盛机械有限责任公司集团股份（）12 "), max_size=16))
def test_no_name_is_too_odd(name: str) -> None:
    own, others = likenesses(plain(name))
    assert len(own) >= min(2, len(plain(name)))
    assert all(len(other) >= 2 for other in others)
