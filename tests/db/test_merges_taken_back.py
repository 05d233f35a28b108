"""A merge is taken back and made again like any other change, whatever was done before and after it."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from db import operations, surveys
from db.colleagues import merge, open_colleague
from db.recorder import recording
from db.workspace import Workspace
from db.writing import drop_round
from diagnosis.text import Text
from tests.db.helpers import dump, laptops_of, round_of, survey_file


@pytest.fixture
def laptops(tmp_path: Path, own_prefixes: None) -> Iterator[tuple[Workspace, Workspace]]:
    """Two copies of a workspace that both have changed, each written to under prefixes of its own."""
    with laptops_of(tmp_path, lambda ws: note(ws, "一所", "从前")) as (ours, theirs):
        note(theirs, "一所", "对方")
        operations.add_row(theirs, round_of(theirs), "institutions", {"name": "三所"})
        note(theirs, "三所", "对方的")
        yield ours, theirs


def row_of(ws: Workspace, name: str) -> int:
    return next(number for number, row in surveys.rows(ws, round_of(ws), "institutions") if getattr(row, "name", None) == name)


def note(ws: Workspace, name: str, text: str) -> None:
    operations.set_cells(ws, round_of(ws), "institutions", row_of(ws, name), {"note": text})


def come(ours: Workspace, theirs: Workspace) -> None:
    with open_colleague(theirs.path) as copy:
        merge(ours, copy)


def undo_all(ws: Workspace) -> int:
    return sum(1 for _ in iter(lambda: operations.undo(ws), None))


def redo_all(ws: Workspace) -> int:
    return sum(1 for _ in iter(lambda: operations.redo(ws), None))


def test_everything_up_to_a_merge_is_taken_back_and_made_again(laptops: tuple[Workspace, Workspace]) -> None:
    ours, theirs = laptops
    note(ours, "二所", "我们")
    come(ours, theirs)
    after = dump(ours)
    for _ in range(2):
        assert undo_all(ours) == redo_all(ours) == 4
        assert dump(ours) == after


def test_a_merge_is_taken_back_after_a_row_that_it_brought_was_deleted_and_came_back(laptops: tuple[Workspace, Workspace]) -> None:
    ours, theirs = laptops
    before = dump(ours)
    come(ours, theirs)
    after = dump(ours)
    operations.delete_rows(ours, round_of(ours), "institutions", [row_of(ours, "三所"), row_of(ours, "一所")])
    operations.undo(ours)
    assert dump(ours) == after
    operations.undo(ours)
    assert dump(ours) == before
    operations.redo(ours)
    operations.redo(ours)
    operations.undo(ours)
    assert dump(ours) == after


def test_a_merge_is_made_again_after_a_restart_and_a_change_taken_back(laptops: tuple[Workspace, Workspace]) -> None:
    ours, theirs = laptops
    note(ours, "二所", "我们")
    come(ours, theirs)
    after = dump(ours)
    operations.undo(ours)
    with Workspace.open(shutil.copyfile(ours.path, ours.path.with_name("c.jizhen"))) as again:
        assert operations.undo(again) is not None  # begins a session of its own
        assert redo_all(again) == 2
        assert dump(again) == after


def test_a_draft_and_its_round_can_be_chosen_at_once(tmp_path: Path) -> None:
    """Theirs for everything: a draft becomes what a colleague wrote, and then goes with its round, which he deleted."""
    with Workspace.create(tmp_path / "a.jizhen") as ws:
        operations.import_survey(ws, survey_file(institutions=[{"name": "一所"}]))
        round_id = round_of(ws)
        operations.set_draft(ws, round_id, "institutions", row_of(ws, "一所"), "name", "一所？")
        before = dump(ws)
        (draft,) = ws.rows("SELECT _id FROM drafts")
        with recording(ws, Text("选", "choose")) as recorder:
            recorder.round_id = round_id
            recorder.update("drafts", draft[0], {"text": "许多"})
            drop_round(recorder, round_id)
        assert not ws.rows("SELECT 1 FROM drafts")
        operations.undo(ws)
        assert dump(ws) == before
