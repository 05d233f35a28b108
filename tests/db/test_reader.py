"""The reader for the diagnosis reads only what changed, and always ends with what is there."""

import tempfile
from collections.abc import Callable, Generator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db import browse, compound, operations, surveys
from db import reader as reader_module
from db.compound import TypedRow
from db.operations import Change
from db.reader import Reader, read_once, read_others
from db.workspace import Workspace
from diagnosis.errors import UserError
from diagnosis.packed import BLOCK
from diagnosis.progress import outcome
from diagnosis.survey import Survey
from tests.rosters import fill_roster

FIRMS = "enterprises"
SHORT = 3  # rows of a stretch
Steps = Generator[None, None, Survey]


def started(workspace: Workspace, firms: int = 10) -> int:
    change = compound.start_cluster(workspace, {"name_zh": "甲集群"}, "2024", None)
    fill_roster(workspace, change.round_id or 0, firms)
    return change.round_id or 0


def blocks(survey: Survey) -> list[int]:
    return [id(block) for block in survey.firms.blocks]


def advance(reading: Steps, steps: int) -> Survey | None:
    """The survey, if it was read within so many steps."""
    for _ in range(steps):
        try:
            next(reading)
        except StopIteration as end:
            found: Survey = end.value
            return found
    return None


def change(kind: str, ws: Workspace, round_id: int, place: int) -> Change | None:
    """One change about the firm at this place, if there is one."""
    ids = browse.row_ids(ws, round_id, FIRMS)
    there = ids[place : place + 1]
    typed = [*(TypedRow(row_id, {"name": "改"}) for row_id in there), *(TypedRow(None, {"name": str(number)}) for number in range(place))]
    makers: dict[str, Callable[[], Change | None]] = {
        "edit": lambda: operations.set_cells(ws, round_id, FIRMS, there[0], {"employees": place + 7}),
        "add": lambda: operations.add_row(ws, round_id, FIRMS, {"name": f"新{place}"}),
        "delete": lambda: operations.delete_rows(ws, round_id, FIRMS, ids[place : place + 4]),
        "move": lambda: operations.move_row(ws, round_id, FIRMS, there[0], len(ids) - place),
        "paste": lambda: compound.set_typed(ws, round_id, FIRMS, typed),
        "draft": lambda: operations.set_draft(ws, round_id, FIRMS, there[0], "founded", "去年"),
        "rate": lambda: operations.rate(ws, round_id, "labour-cost", {"score": place % 5}),
        "note": lambda: operations.set_answer(ws, round_id, "round", "note", str(place)),
        "undo": lambda: operations.undo(ws),
        "redo": lambda: operations.redo(ws),
    }
    return makers[kind]() if there or kind not in {"edit", "move", "draft"} else None


KINDS = st.sampled_from(["edit", "add", "delete", "move", "paste", "draft", "rate", "note", "undo", "redo"])


@settings(max_examples=60)
@given(steps=st.lists(st.tuples(KINDS, st.integers(0, 9), st.integers(0, 30)), max_size=10), most=st.sampled_from([1, 100]))
def test_what_is_read_is_what_is_there_whatever_was_changed_and_when(steps: list[tuple[str, int, int]], most: int) -> None:
    with (
        tempfile.TemporaryDirectory() as folder,
        Workspace.create(Path(folder) / "w.jizhen") as workspace,
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setattr("db.stretches.BLOCK", SHORT)
        patch.setattr(reader_module, "MOST_TOUCHED", most)
        round_id, reader = started(workspace), Reader(workspace)
        for kind, place, pause in steps:
            reading = reader.read(round_id)
            found = advance(reading, pause)
            assert found in (None, surveys.load(workspace, round_id))
            change(kind, workspace, round_id, place)
            expected = surveys.load(workspace, round_id)
            if found is None:  # the change came in the middle of the reading
                assert outcome(reading) == expected
            assert outcome(reader.read(round_id)) == expected


def test_the_reading_ends_though_firms_are_edited_between_any_two_of_its_steps(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("db.stretches.BLOCK", SHORT)
    firms, most = 10 * SHORT, 100  # steps; a whole reading takes about a quarter of them
    round_id = started(workspace, firms)
    ids = browse.row_ids(workspace, round_id, FIRMS)
    reading, found = Reader(workspace).read(round_id), None
    for step in range(most):
        if (found := advance(reading, 1)) is not None:
            break
        operations.set_cells(workspace, round_id, FIRMS, ids[step * 7 % firms], {"employees": step})
    assert found == surveys.load(workspace, round_id)


def test_what_was_read_before_an_edit_is_not_read_again(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who types into one firm after the other as soon as a roster is open has the first diagnosis as soon as anybody."""
    monkeypatch.setattr("db.stretches.BLOCK", SHORT)
    firms, halfway = 10 * SHORT, 22
    round_id = started(workspace, firms)
    whole = sum(1 for _ in Reader(workspace).read(round_id))
    reading = Reader(workspace).read(round_id)
    assert advance(reading, halfway) is None
    change("edit", workspace, round_id, 0)
    left = sum(1 for _ in reading)
    assert whole < halfway + left <= whole + 2  # the part and the stretch of that firm


def test_after_an_edit_only_the_stretch_of_that_firm_is_read(workspace: Workspace) -> None:
    round_id, reader = started(workspace, 3 * BLOCK), Reader(workspace)
    before = outcome(reader.read(round_id))
    third = browse.row_ids(workspace, round_id, FIRMS)[2 * BLOCK + 5]
    operations.set_cells(workspace, round_id, FIRMS, third, {"employees": 77})
    after = outcome(reader.read(round_id))
    assert after.enterprises[2 * BLOCK + 5].employees == 77
    assert [old == new for old, new in zip(blocks(before), blocks(after), strict=True)] == [True, True, False]
    assert before.enterprises[2 * BLOCK + 5].employees != 77


def test_other_parts_leave_the_firms_alone(workspace: Workspace) -> None:
    round_id, reader = started(workspace), Reader(workspace)
    before = outcome(reader.read(round_id))
    operations.rate(workspace, round_id, "labour-cost", {"score": 1})
    after = outcome(reader.read(round_id))
    assert [rating.score for rating in after.ratings] == [1]
    assert blocks(after) == blocks(before)
    assert after.cluster is before.cluster


def test_another_round_is_read_from_the_beginning(workspace: Workspace) -> None:
    round_id, reader = started(workspace), Reader(workspace)
    outcome(reader.read(round_id))
    cluster_id = surveys.clusters(workspace)[0].id
    made = operations.create_round(workspace, cluster_id, "2025")
    second = made.round_id or 0
    assert outcome(reader.read(second)) == surveys.load(workspace, second)
    assert outcome(reader.read(round_id)) == surveys.load(workspace, round_id)
    operations.delete_round(workspace, second)
    with pytest.raises(UserError) as refused:
        outcome(reader.read(second))
    assert refused.value.code == "row-gone"


def test_a_round_that_is_read_once_is_not_watched_any_more(workspace: Workspace) -> None:
    round_id = started(workspace)
    assert outcome(read_once(workspace, round_id)) == surveys.load(workspace, round_id)
    stopped = read_once(workspace, round_id)
    next(stopped)
    assert len(workspace.watchers) == 1
    stopped.close()
    assert workspace.watchers == []
    second = operations.create_round(workspace, surveys.clusters(workspace)[0].id, "2025").round_id or 0
    assert outcome(read_others(workspace, second)) == surveys.other_rounds(workspace, second) != ()


def test_a_workspace_that_is_closed_meanwhile_ends_the_reading_in_a_line(workspace: Workspace) -> None:
    reading = read_once(workspace, started(workspace))
    next(reading)
    workspace.close()
    with pytest.raises(UserError) as refused:
        outcome(reading)
    assert refused.value.code == "workspace-none"
