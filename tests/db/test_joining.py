"""What is typed into one field without leaving it: every write is on disk, and all of them are one step of undo."""

from itertools import pairwise
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db import operations, surveys
from db.browse import record, rows_by_id
from db.history import Held, Image, newest
from db.joining import folded, join
from db.workspace import Workspace
from diagnosis.fieldtypes import Value

CELLS = ("a", "b")
FIRM = "enterprises"


def with_firm(workspace: Workspace) -> tuple[int, int]:
    """A round and a firm in it."""
    round_id = operations.create_round(workspace, cluster(workspace), "2026").round_id
    assert round_id is not None
    added = operations.add_row(workspace, round_id, FIRM, {"name": "甲"}).row_id
    assert added is not None
    return round_id, added


def cluster(workspace: Workspace) -> int:
    operations.create_cluster(workspace, {"name_zh": "集群"})
    return surveys.clusters(workspace)[0].id


def write(workspace: Workspace, where: tuple[int, int], name: str, value: Value) -> None:
    operations.set_cells(workspace, where[0], FIRM, where[1], {name: value})


def firm(workspace: Workspace, where: tuple[int, int]) -> tuple[dict[str, Value], dict[str, str]]:
    found = rows_by_id(workspace, where[0], FIRM, [where[1]])[where[1]]
    return dict(found.answers), dict(found.drafts)


def test_writes_of_a_field_become_one_step_with_its_name(workspace: Workspace) -> None:
    where = with_firm(workspace)
    before = firm(workspace, where)
    name = None
    for count, text in enumerate(("第一句。", "第一句。第二句。", "第一句。第二句。第三句。")):
        write(workspace, where, "note", text)
        name = name or operations.undo_name(workspace)
        assert count == 0 or join(workspace)
    after = firm(workspace, where)
    assert operations.undo_name(workspace) == name
    operations.undo(workspace)
    assert firm(workspace, where) == before
    operations.redo(workspace)
    assert firm(workspace, where) == after


def test_what_could_not_be_read_on_the_way_is_part_of_the_step(workspace: Workspace) -> None:
    where = with_firm(workspace)
    write(workspace, where, "employees", 12)
    for draft in ("12x", "12xy"):
        operations.set_draft(workspace, *_draft(where), draft)
        assert draft == "12x" or join(workspace)
    write(workspace, where, "employees", 123)
    assert join(workspace)
    assert firm(workspace, where)[1] == {}
    operations.undo(workspace)
    assert firm(workspace, where) == ({"name": "甲", "employees": 12}, {})
    operations.redo(workspace)
    assert firm(workspace, where) == ({"name": "甲", "employees": 123}, {})


def _draft(where: tuple[int, int]) -> tuple[int, str, int, str]:
    return where[0], FIRM, where[1], "employees"


def test_what_was_typed_and_taken_away_again_leaves_no_step(workspace: Workspace) -> None:
    where = with_firm(workspace)
    name = operations.undo_name(workspace)
    write(workspace, where, "note", "写错")
    write(workspace, where, "note", None)
    assert not join(workspace)
    assert operations.undo_name(workspace) == name


def test_an_answer_of_a_record_that_was_not_there_before(workspace: Workspace) -> None:
    round_id, _ = with_firm(workspace)
    for text in ("描述", "描述更长"):
        operations.set_answer(workspace, round_id, "cluster", "description_zh", text)
    assert join(workspace)
    operations.undo(workspace)
    assert "description_zh" not in record(workspace, round_id, "cluster").answers


def test_another_row_stays_a_step_of_its_own(workspace: Workspace) -> None:
    where = with_firm(workspace)
    other = operations.add_row(workspace, where[0], FIRM, {"name": "乙"}).row_id
    write(workspace, where, "note", "甲的")
    operations.set_cells(workspace, where[0], FIRM, cast(int, other), {"note": "乙的"})
    assert join(workspace)
    operations.undo(workspace)
    assert firm(workspace, where)[0]["note"] == "甲的"


@pytest.mark.parametrize("steps", [1, 2])
def test_what_was_taken_back_is_not_joined(workspace: Workspace, steps: int) -> None:
    where = with_firm(workspace)
    for text in ("一", "二", "三"):
        write(workspace, where, "note", text)
    for _ in range(steps):
        operations.undo(workspace)
    join(workspace)
    for _ in range(steps):
        assert operations.redo(workspace) is not None
    assert firm(workspace, where)[0]["note"] == "三"
    assert newest(workspace) is not None


Row = dict[str, int] | None


@given(st.lists(st.none() | st.dictionaries(st.sampled_from(CELLS), st.integers(0, 3)), min_size=2, max_size=6))
def test_a_folded_row_goes_from_the_first_state_to_the_last(states: list[Row]) -> None:
    """A row that is there, not there, or other than before, in any order: one image says the same."""
    image = next(iter(folded(_images(states))), None)
    first, last = _held(states[0]), _held(states[-1])
    if image is None:
        assert first == last
        return
    _, _, before, after = image
    assert _applied(first, before, after) == last
    assert _applied(last, after, before) == first


def _held(row: Row) -> dict[str, int] | None:
    return None if row is None else {"_id": 7, **row}


def _images(states: list[Row]) -> list[Image]:
    """The images that the recorder makes of a row that goes through these states."""
    made: list[Image] = []
    for was, became in pairwise(states):
        if was is None or became is None:
            if was is not became:
                made.append(("t", 7, _held(was), _held(became)))
            continue
        names = [name for name in CELLS if was.get(name) != became.get(name)]
        if names:
            made.append(("t", 7, {name: was.get(name) for name in names}, {name: became.get(name) for name in names}))
    return made


def _applied(row: dict[str, int] | None, before: Held | None, after: Held | None) -> dict[str, int] | None:
    if before is None or after is None:
        assert (row is None) == (before is None)
        return None if after is None else dict(after)
    assert row is not None
    changed = {**row, **after}
    return {name: cell for name, cell in changed.items() if cell is not None}
