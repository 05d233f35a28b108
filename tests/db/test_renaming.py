"""Somebody who is named otherwise stays a side of the co-operations, and a link of the chain keeps its firms."""

from itertools import zip_longest

import pytest

from db import operations
from db.browse import row_ids, rows_by_id
from db.compound import TypedRow
from db.operations import undo
from db.workspace import Workspace
from diagnosis.fieldtypes import Value
from tests.db.helpers import dump
from tests.db.test_twins import started


def add(workspace: Workspace, round_id: int, part: str, *rows: dict[str, Value]) -> list[int]:
    for row in rows:
        operations.add_row(workspace, round_id, part, row)
    return row_ids(workspace, round_id, part)


def column(workspace: Workspace, round_id: int, part: str, *fields: str) -> list[tuple[Value, ...]]:
    ids = row_ids(workspace, round_id, part)
    found = rows_by_id(workspace, round_id, part, ids)
    return [tuple(found[row].answers.get(name) for name in fields) for row in ids]


def test_the_sides_of_co_operations_follow_and_one_undo_takes_all_back(workspace: Workspace) -> None:
    round_id, (first, _second) = started(workspace, {"name": "甲厂"}, {"name": "乙厂"})
    add(workspace, round_id, "links", {"from": "甲厂", "to": "乙厂"}, {"from": "大学", "to": "甲厂 "}, {"from": "乙厂", "to": "大学"})
    before = dump(workspace)
    change = operations.set_cells(workspace, round_id, "enterprises", first, {"name": "甲厂（集团）"})
    sides = [("甲厂（集团）", "乙厂"), ("大学", "甲厂（集团）"), ("乙厂", "大学")]
    assert column(workspace, round_id, "links", "from", "to") == sides
    assert change.parts == {"enterprises", "links"}
    undo(workspace)
    assert dump(workspace) == before


@pytest.mark.parametrize("part", ["institutions", "platforms", "organisations"])
def test_whoever_co_operates_is_followed_and_typed_and_pasted_cells_are_as_well(workspace: Workspace, part: str) -> None:
    round_id, _ = started(workspace)
    (row,) = add(workspace, round_id, part, {"name": "大学"})
    add(workspace, round_id, "links", {"from": "甲厂", "to": "大学"})
    operations.set_typed(workspace, round_id, part, [TypedRow(row, {"name": "工业大学"})])
    assert column(workspace, round_id, "links", "to") == [("工业大学",)]


def test_a_name_typed_in_several_writes_is_followed_in_each_and_is_one_undo(workspace: Workspace) -> None:
    round_id, (first,) = started(workspace, {"name": "甲"})
    add(workspace, round_id, "links", {"from": "甲", "to": "大学"})
    before = dump(workspace)
    workspace.visit = object()
    operations.set_cells(workspace, round_id, "enterprises", first, {"name": "甲电"})
    operations.set_cells(workspace, round_id, "enterprises", first, {"name": "甲电气"})
    assert column(workspace, round_id, "links", "from") == [("甲电气",)]
    undo(workspace)
    assert dump(workspace) == before


@pytest.mark.parametrize(
    ("names", "new"),
    [
        (["甲厂", "甲厂"], "丙厂"),  # whose co-operations they are cannot be told
        (["甲厂", "乙厂"], "乙厂"),  # they would become those of another
        (["甲厂", "乙厂"], None),
    ],
)
def test_what_cannot_be_told_is_left(workspace: Workspace, names: list[str], new: str | None) -> None:
    firms: list[dict[str, Value]] = [{"name": name} for name in names]
    round_id, (first, _second) = started(workspace, *firms)
    add(workspace, round_id, "links", {"from": "甲厂", "to": "大学"})
    operations.set_cells(workspace, round_id, "enterprises", first, {"name": new, "employees": 5})
    assert column(workspace, round_id, "links", "from") == [("甲厂",)]


def test_a_link_of_the_chain_keeps_the_firms_that_name_it(workspace: Workspace) -> None:
    firms: list[dict[str, Value]] = [
        {"name": "甲", "chain_link": "制动"},
        {"name": "乙", "chain_link": "电机、制动；座椅"},
        {"name": "丙", "chain_link": "制动盘"},
    ]
    round_id, _ = started(workspace, *firms)
    first, _other = add(workspace, round_id, "chain", {"name": "制动"}, {"name": "电机"})
    operations.set_cells(workspace, round_id, "chain", first, {"name": "制动系统"})
    assert column(workspace, round_id, "enterprises", "chain_link") == [("制动系统",), ("电机、制动系统；座椅",), ("制动盘",)]
    operations.set_cells(workspace, round_id, "chain", first, {"name": "电机"})
    assert column(workspace, round_id, "enterprises", "chain_link")[0] == ("制动系统",)


@pytest.mark.parametrize(
    ("pasted", "sides"),
    [
        (["丙厂", "甲厂", "乙厂"], ["甲厂", "乙厂", "丙厂"]),  # in another order
        (["新厂", "甲厂", "乙厂", "丙厂"], ["甲厂", "乙厂", "丙厂"]),  # with one in front
        (["乙厂", "甲厂", "丙公司"], ["甲厂", "乙厂", "丙公司"]),
        (["一厂", "一厂", "丙厂"], ["甲厂", "乙厂", "丙厂"]),
    ],
)
def test_names_that_are_pasted_together_are_looked_at_together(workspace: Workspace, pasted: list[str], sides: list[str]) -> None:
    round_id, ids = started(workspace, {"name": "甲厂"}, {"name": "乙厂"}, {"name": "丙厂"})
    for name in ("甲厂", "乙厂", "丙厂"):
        add(workspace, round_id, "links", {"from": name, "to": "大学"})
    before = dump(workspace)
    rows = [TypedRow(row_id, {"name": name}) for row_id, name in zip_longest(ids, pasted)]
    operations.set_typed(workspace, round_id, "enterprises", rows)
    assert column(workspace, round_id, "links", "from") == [(name,) for name in sides]
    undo(workspace)
    assert dump(workspace) == before


@pytest.mark.parametrize(("code", "side"), [("91430100000000013X", "甲厂"), ("914301000000000026", "新厂")])
def test_a_firm_with_another_code_is_another_firm(workspace: Workspace, code: str, side: str) -> None:
    round_id, (first,) = started(workspace, {"name": "甲厂", "uscc": "914301000000000026"})
    add(workspace, round_id, "links", {"from": "甲厂", "to": "大学"})
    operations.set_typed(workspace, round_id, "enterprises", [TypedRow(first, {"name": "新厂", "uscc": code})])
    assert column(workspace, round_id, "links", "from") == [(side,)]
