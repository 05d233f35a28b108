"""One answer for many rows: one change, told step by step, taken back whole, given up whole."""

import json
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db import browse, bulk, compound, operations
from db.compound import TypedRow
from db.workspace import Workspace
from diagnosis.errors import UserError
from diagnosis.fieldtypes import Value
from diagnosis.progress import outcome
from diagnosis.questionnaire import questionnaire
from tests.db.helpers import dump
from tests.strategies import answers, question_values

FIRMS = "enterprises"
ROWS = 2500


@pytest.fixture
def round_id(workspace: Workspace) -> int:
    change = compound.start_cluster(workspace, {"name_zh": "甲集群"}, "2024", None)
    assert change.round_id is not None
    rows = [TypedRow(None, {"name": f"企业{number}", "role": ("骨干", "配套", "")[number % 3]}) for number in range(ROWS)]
    compound.set_typed(workspace, change.round_id, FIRMS, rows)
    return change.round_id


def roles(workspace: Workspace, round_id: int) -> dict[Value, int]:
    return dict(browse.tally(workspace, round_id, FIRMS, "role", browse.View()))


def test_it_is_one_change_told_step_by_step(workspace: Workspace, round_id: int) -> None:
    ids = browse.row_ids(workspace, round_id, FIRMS)
    before = dump(workspace)
    steps = list(bulk.set_column(workspace, round_id, FIRMS, "role", "leader", ids))
    assert [(step.done, step.total) for step in steps] == [(0, ROWS), (1000, ROWS), (2000, ROWS)]
    assert roles(workspace, round_id) == {"leader": ROWS}
    after = dump(workspace)
    name = operations.undo_name(workspace)
    assert name is not None
    assert name.zh == "批量修改：角色（2500 行）"
    for _ in range(2):
        operations.undo(workspace)
        assert dump(workspace) == before
        operations.redo(workspace)
        assert dump(workspace) == after


def test_given_up_half_way_it_changes_nothing(workspace: Workspace, round_id: int) -> None:
    before = dump(workspace), workspace.rows("SELECT * FROM history")
    steps = bulk.set_column(workspace, round_id, FIRMS, "role", None, browse.row_ids(workspace, round_id, FIRMS))
    assert [next(steps).done, next(steps).done] == [0, 1000]
    steps.close()
    assert (dump(workspace), workspace.rows("SELECT * FROM history")) == before
    assert not workspace.db.in_transaction


def test_rows_that_are_so_already_are_no_change(workspace: Workspace, round_id: int) -> None:
    ids = browse.row_ids(workspace, round_id, FIRMS)
    key = ids[::3]
    before = dump(workspace), workspace.rows("SELECT * FROM history")
    assert not outcome(bulk.set_column(workspace, round_id, FIRMS, "role", "key", key)).parts
    assert (dump(workspace), workspace.rows("SELECT * FROM history")) == before
    outcome(bulk.set_column(workspace, round_id, FIRMS, "role", "key", ids))
    images = json.loads(workspace.rows("SELECT images FROM history ORDER BY _id DESC LIMIT 1")[0][0])
    assert sum(len(image[1]) for image in images if isinstance(image[1], list)) == ROWS - len(key)


def test_what_was_typed_there_and_not_taken_goes_and_comes_back(workspace: Workspace, round_id: int) -> None:
    first, second, *_ = browse.row_ids(workspace, round_id, FIRMS)
    for row_id in (first, second):
        operations.set_draft(workspace, round_id, FIRMS, row_id, "revenue", "很多")
    outcome(bulk.set_column(workspace, round_id, FIRMS, "revenue", 5, [first]))
    found = browse.rows_by_id(workspace, round_id, FIRMS, [first, second])
    assert (found[first].answers["revenue"], found[first].drafts, found[second].drafts) == (5, {}, {"revenue": "很多"})
    operations.undo(workspace)
    assert browse.rows_by_id(workspace, round_id, FIRMS, [first])[first].drafts == {"revenue": "很多"}


@pytest.mark.parametrize(("part", "field", "value"), [(FIRMS, "role", "boss"), (FIRMS, "employees", -1), (FIRMS, "founded", "2020")])
def test_an_answer_that_is_none_changes_nothing(workspace: Workspace, round_id: int, part: str, field: str, value: Value) -> None:
    before = dump(workspace)
    with pytest.raises(UserError) as refused:
        outcome(bulk.set_column(workspace, round_id, part, field, value, browse.row_ids(workspace, round_id, part)))
    assert refused.value.code == "answer-refused"
    assert dump(workspace) == before


def test_an_answer_that_another_one_rules_out_changes_nothing(workspace: Workspace, round_id: int) -> None:
    for item in ("labour-cost", "rd-capability"):
        operations.rate(workspace, round_id, item, {"score": 2})
    before = dump(workspace)
    with pytest.raises(UserError):
        outcome(bulk.set_column(workspace, round_id, "ratings", "item", "labour-cost", browse.row_ids(workspace, round_id, "ratings")))
    assert dump(workspace) == before


@pytest.mark.parametrize(
    "image",
    [
        ["enterprises", [1, 2], {"role": ["key"]}, {"role": "other"}],
        ["enterprises", [1], {"role": "k"}, {"role": "other"}],
        ["enterprises", [1], {"role": ["key"]}, {"name": "other"}],
        ["enterprises", [1], {"role": ["key"], "name": ["a"]}, {"role": "other", "name": "b"}],
        ["enterprises", ["1"], {"role": ["key"]}, {"role": "other"}],
        ["enterprises", [1], {'role" = 1 --': ["key"]}, {'role" = 1 --': "other"}],
        ["nothing", [1], {"role": ["key"]}, {"role": "other"}],
        ["enterprises", [1, 99999], {"role": ["key", "key"]}, {"role": "other"}],
        ["enterprises", [1], {"role": [["key"]]}, {"role": "other"}],
    ],
)
def test_a_strip_that_makes_no_sense_is_refused(workspace: Workspace, round_id: int, image: list[object]) -> None:
    before = dump(workspace)
    workspace.db.execute("UPDATE history SET images = ?", (json.dumps([image]),))
    with pytest.raises(UserError) as refused:
        operations.undo(workspace)
    assert refused.value.code == "history-broken"
    assert dump(workspace) == before


@settings(max_examples=30)
@given(data=st.data())
def test_any_answer_for_any_rows_is_what_setting_each_of_them_is(data: st.DataObject) -> None:
    part = questionnaire().parts[data.draw(st.sampled_from(["enterprises", "chain", "platforms"]))]
    rows = data.draw(st.lists(answers(part.id), min_size=1, max_size=5))
    field = data.draw(st.sampled_from(part.questions)).id
    value = data.draw(st.none() | question_values(part.id, field))
    with tempfile.TemporaryDirectory() as folder, Workspace.create(Path(folder) / "w.jizhen") as workspace:
        round_id = compound.start_cluster(workspace, {"name_zh": "甲集群"}, "2024", None).round_id or 0
        for row in rows:
            operations.add_row(workspace, round_id, part.id, row)
        before = dump(workspace)
        ids = data.draw(st.lists(st.sampled_from(browse.row_ids(workspace, round_id, part.id)), unique=True))
        outcome(bulk.set_column(workspace, round_id, part.id, field, value, ids))
        many = dump(workspace)
        while dump(workspace) != before:
            operations.undo(workspace)
        for row_id in ids:
            operations.set_cells(workspace, round_id, part.id, row_id, {field: value})
        assert dump(workspace) == many


def stamped(workspace: Workspace) -> set[tuple[str, int, str]]:
    """The registers that a merge knows to have been written."""
    return {(table, row, field) for table, row, field in workspace.rows("SELECT tbl, row, field FROM stamps")}


def test_a_merge_knows_of_every_row_that_was_changed_and_of_no_other(workspace: Workspace, round_id: int) -> None:
    ids = browse.row_ids(workspace, round_id, FIRMS)[:6]
    workspace.db.execute("DELETE FROM stamps")
    outcome(bulk.set_column(workspace, round_id, FIRMS, "role", "key", ids))
    many = stamped(workspace)
    operations.undo(workspace)
    assert stamped(workspace) == many
    workspace.db.execute("DELETE FROM stamps")
    for row_id in ids:
        operations.set_cells(workspace, round_id, FIRMS, row_id, {"role": "key"})
    assert stamped(workspace) == many
    assert (FIRMS, ids[1], "role") in many
    assert (FIRMS, ids[0], "role") not in many  # it was so already
