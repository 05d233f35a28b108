"""Changes of many rows at once, taken back as one."""

import pytest

from db import browse, compound, operations, surveys
from db.compound import TypedRow
from db.workspace import Workspace
from diagnosis.errors import UserError
from diagnosis.framework_files import load_framework
from tests.db.helpers import dump


@pytest.fixture
def round_id(workspace: Workspace) -> int:
    change = compound.start_cluster(workspace, {"name_zh": "甲集群"}, "2024", None)
    assert change.round_id is not None
    return change.round_id


def entries(workspace: Workspace, round_id: int, part: str) -> list[browse.Entry]:
    ids = browse.row_ids(workspace, round_id, part)
    found = browse.rows_by_id(workspace, round_id, part, ids)
    return [found[row_id] for row_id in ids]


def test_a_cluster_starts_with_its_first_round_and_goes_with_one_undo(workspace: Workspace) -> None:
    before = dump(workspace)
    change = compound.start_cluster(workspace, {"name_en": "A"}, "first", "2024-01-02")
    (entry,) = surveys.clusters(workspace)
    assert [(each.id, each.label, each.date) for each in entry.rounds] == [(change.round_id, "first", "2024-01-02")]
    operations.undo(workspace)
    assert dump(workspace) == before


def test_typed_cells_are_read_or_kept_as_typed(workspace: Workspace, round_id: int) -> None:
    operations.add_row(workspace, round_id, "enterprises", {"name": "甲厂", "revenue": 5})
    (row_id,) = browse.row_ids(workspace, round_id, "enterprises")
    before = dump(workspace)
    typed = [TypedRow(row_id, {"revenue": "不详", "employees": "１２０"}), TypedRow(None, {"name": "乙厂", "founded": "1899"})]
    change = compound.set_typed(workspace, round_id, "enterprises", typed)
    first, second = entries(workspace, round_id, "enterprises")
    assert first == browse.Entry({"name": "甲厂", "revenue": 5, "employees": 120}, {"revenue": "不详"})
    assert second == browse.Entry({"name": "乙厂"}, {"founded": "1899"})
    assert change.parts == {"enterprises"}
    operations.undo(workspace)
    assert dump(workspace) == before


def test_a_value_its_indicator_rules_out_is_kept_as_typed_and_the_rest_is_taken(workspace: Workspace, round_id: int) -> None:
    typed = TypedRow(None, {"id": "output", "value": "-3", "year": "2023"})
    compound.set_typed(workspace, round_id, "indicators", [typed])
    (found,) = entries(workspace, round_id, "indicators")
    assert found == browse.Entry({"id": "output", "year": 2023}, {"value": "-3"})


def test_a_second_rating_of_an_item_is_kept_as_typed(workspace: Workspace, round_id: int) -> None:
    item = next(iter(load_framework().items))
    rows = [TypedRow(None, {"item": item, "score": score}) for score in "12"]
    compound.set_typed(workspace, round_id, "ratings", rows)
    first, second = entries(workspace, round_id, "ratings")
    assert first.answers == {"item": item, "score": 1}
    assert second == browse.Entry({"score": 2}, {"item": item})


def test_an_answer_that_is_taken_drops_what_was_typed_before(workspace: Workspace, round_id: int) -> None:
    compound.set_typed(workspace, round_id, "enterprises", [TypedRow(None, {"revenue": "?"})])
    (row_id,) = browse.row_ids(workspace, round_id, "enterprises")
    compound.set_typed(workspace, round_id, "enterprises", [TypedRow(row_id, {"revenue": "1亿"})])
    assert entries(workspace, round_id, "enterprises") == [browse.Entry({"revenue": 10000}, {})]


def test_a_row_that_is_gone_refuses_the_whole_block(workspace: Workspace, round_id: int) -> None:
    before = dump(workspace)
    with pytest.raises(UserError):
        compound.set_typed(workspace, round_id, "enterprises", [TypedRow(None, {"name": "甲"}), TypedRow(77, {"name": "乙"})])
    assert dump(workspace) == before


def test_copies_of_rows_stand_at_the_end_with_all_they_hold(workspace: Workspace, round_id: int) -> None:
    compound.set_typed(workspace, round_id, "enterprises", [TypedRow(None, {"name": "甲", "revenue": "?"}), TypedRow(None, {"name": "乙"})])
    first, _ = browse.row_ids(workspace, round_id, "enterprises")
    before = dump(workspace)
    change = compound.duplicate_rows(workspace, round_id, "enterprises", [first])
    assert change.row_id == browse.row_ids(workspace, round_id, "enterprises")[-1]
    one, _, three = entries(workspace, round_id, "enterprises")
    assert three == one
    operations.undo(workspace)
    assert dump(workspace) == before


ITEM = "labour-cost"


def ratings(workspace: Workspace, round_id: int) -> list[browse.Entry]:
    return entries(workspace, round_id, "ratings")


def test_a_rating_is_one_act_from_its_first_answer_on(workspace: Workspace, round_id: int) -> None:
    change = compound.rate(workspace, round_id, ITEM, {"score": 2})
    assert change.name.zh == "评分“用工成本”"
    assert change.name.en == "rate 'Labour cost'"
    assert compound.rate(workspace, round_id, ITEM, {"evidence": "访谈"}).row_id == change.row_id
    assert ratings(workspace, round_id) == [browse.Entry({"item": ITEM, "score": 2, "evidence": "访谈"})]
    operations.undo(workspace)
    operations.undo(workspace)
    assert ratings(workspace, round_id) == []


def test_what_was_mistyped_in_a_new_rating_goes_with_one_undo(workspace: Workspace, round_id: int) -> None:
    before = dump(workspace)
    compound.draft_rating(workspace, round_id, ITEM, "score", "五分")
    assert ratings(workspace, round_id) == [browse.Entry({"item": ITEM}, {"score": "五分"})]
    operations.undo(workspace)
    assert dump(workspace) == before


def test_an_answer_to_a_rating_drops_what_was_mistyped_there(workspace: Workspace, round_id: int) -> None:
    compound.draft_rating(workspace, round_id, ITEM, "score", "五分")
    compound.rate(workspace, round_id, ITEM, {"score": 4})
    assert ratings(workspace, round_id) == [browse.Entry({"item": ITEM, "score": 4})]


def test_no_rating_is_made_of_nothing(workspace: Workspace, round_id: int) -> None:
    before = dump(workspace), workspace.rows("SELECT * FROM history")
    assert not compound.rate(workspace, round_id, ITEM, {"score": None}).parts
    assert not compound.draft_rating(workspace, round_id, ITEM, "score", None).parts
    assert (dump(workspace), workspace.rows("SELECT * FROM history")) == before
