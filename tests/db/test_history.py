"""Undo and redo over whole sequences of changes, across restarts, and when the file was changed behind our back."""

import contextlib
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db import history, operations, surveys
from db.dots import seen
from db.engine import connect
from db.recorder import recording
from db.workspace import Workspace
from diagnosis.errors import UserError
from diagnosis.interchange import SurveyFile
from diagnosis.questionnaire import questionnaire
from diagnosis.survey import LISTS
from diagnosis.text import Text
from tests.db.helpers import dump, sample, survey_file
from tests.db.helpers import surveys as random_surveys
from tests.strategies import answers

ALPHABET = st.characters(exclude_categories=["Cs"])  # what a keyboard can give
LIST_PARTS = sorted(LISTS)
RECORD_PARTS = sorted(set(questionnaire().parts) - set(LISTS) - {"cluster", "round"})


def change_something(draw: Callable[[st.SearchStrategy[Any]], Any], workspace: Workspace, round_id: int) -> None:
    """One operation, any, with any answers."""
    part = draw(st.sampled_from(LIST_PARTS))
    row_ids = [row_id for row_id, _ in surveys.rows(workspace, round_id, part)]
    on_rows = ["cells", "delete", "move"] if row_ids else []
    kind = draw(st.sampled_from([*on_rows, "add", "answer", "draft", "import", "round", "delete round"]))
    if kind == "add":
        operations.add_row(workspace, round_id, part, draw(answers(part)))
    elif kind == "answer":
        record = draw(st.sampled_from(RECORD_PARTS))
        given_answers = draw(answers(record))
        field = draw(st.sampled_from(questionnaire().parts[record].questions)).id
        operations.set_answer(workspace, round_id, record, field, given_answers.get(field))
    elif kind == "draft":
        field = draw(st.sampled_from(questionnaire().parts[part].questions)).id
        row_id = draw(st.sampled_from([*row_ids, None]))
        operations.set_draft(workspace, round_id, part, row_id, field, draw(st.none() | st.text(ALPHABET, max_size=3)))
    elif kind == "import":
        held = frozenset(draw(st.sets(st.sampled_from(LIST_PARTS))))
        operations.import_survey(workspace, SurveyFile(draw(random_surveys()), held), "长沙市工程机械集群")
    elif kind == "round":
        operations.create_round(workspace, 1, draw(st.sampled_from(["一期", "二期", "三期"])))
    elif kind == "delete round":
        operations.delete_round(workspace, draw(st.sampled_from([round_id, round_id + 1])))
    elif kind == "delete":
        operations.delete_rows(workspace, round_id, part, draw(st.lists(st.sampled_from(row_ids), unique=True)))
    elif kind == "move":
        operations.move_row(workspace, round_id, part, draw(st.sampled_from(row_ids)), draw(st.integers(0, 5)))
    else:
        operations.set_cells(workspace, round_id, part, draw(st.sampled_from(row_ids)), draw(answers(part)))


@settings(max_examples=30, deadline=None)
@given(data=st.data())
def test_any_sequence_can_be_taken_back_and_made_again(data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as folder, Workspace.create(Path(folder) / "w.jizhen") as workspace:
        states = [dump(workspace)]
        round_id = operations.import_survey(workspace, sample("changsha")).round_id
        assert round_id
        states.append(dump(workspace))
        for _ in range(data.draw(st.integers(1, 8))):
            try:
                change_something(data.draw, workspace, round_id)
            except UserError:  # a second rating, a label that is taken, a round that is gone
                assert dump(workspace) == states[-1]
            if dump(workspace) != states[-1]:
                states.append(dump(workspace))
        for state in states[-2::-1]:
            assert operations.undo(workspace)
            assert dump(workspace) == state
        assert operations.undo(workspace) is None
        for state in states[1:]:
            assert operations.redo(workspace)
            assert dump(workspace) == state
        assert operations.redo(workspace) is None


def changed_elsewhere(path: Path) -> None:
    """Another program works on the file: it numbers a change, and diagnoses with a framework of its own."""
    with contextlib.closing(connect(path)) as other, other:
        other.execute("UPDATE sessions SET counter = counter + 5")
        other.execute("UPDATE rounds SET _framework = 'elsewhere'")


def found_anew(workspace: Workspace) -> None:
    """What a change has left for the next one is what that would find in the file."""
    known = history.names(workspace)
    assert known == (operations.undo_name(workspace), operations.redo_name(workspace))
    if workspace.session is not None:
        own = {(workspace.session.prefix, space): counter for space, counter in workspace.session.counters.items()}
        assert own.items() <= seen(workspace).items()
    if workspace.left is not None:
        oldest, newest = workspace.left.entries
        assert workspace.rows("SELECT min(_id) >= ?, max(_id), max(state) FROM history", oldest) == [(1, newest, "done")]
        assert not (workspace.left.no_drafts and workspace.rows("SELECT 1 FROM drafts"))
        about = workspace.left.round
        assert about is None or about in workspace.rows("SELECT _id, _cluster, _framework, _framework_version FROM rounds")


@settings(max_examples=30, deadline=None)
@given(data=st.data())
def test_what_a_change_leaves_for_the_next_one_is_what_stands_in_the_file(data: st.DataObject) -> None:
    kinds = st.sampled_from(["change", "change", "edit", "edit", "undo", "redo", "refused", "tried", "the same", "elsewhere"])
    with tempfile.TemporaryDirectory() as folder, Workspace.create(Path(folder) / "w.jizhen") as workspace:
        round_id = operations.import_survey(workspace, sample("changsha")).round_id or 0
        steps = data.draw(st.lists(kinds, min_size=3, max_size=9))
        for number, kind in enumerate(steps):
            with contextlib.suppress(UserError):
                if kind == "change":
                    change_something(data.draw, workspace, round_id)
                elif kind == "edit":
                    operations.set_answer(workspace, round_id, "round", "note", str(number))
                elif kind == "the same":
                    operations.set_answer(workspace, round_id, "round", "surveyors", ("示例",))
                elif kind in ("refused", "tried"):
                    with recording(workspace, Text("试", "try"), round_id=round_id, keep=kind == "refused") as recorder:
                        recorder.insert("chain", [{"_round": round_id, "_position": 1, "name": str(number)}])
                        recorder.update("chain", 0 if kind == "refused" else recorder.images[0][1], {"name": "other"})  # type: ignore[arg-type]
                elif kind == "elsewhere":
                    changed_elsewhere(workspace.path)
                    if data.draw(st.booleans()):
                        workspace.look()
                    else:  # the next change sees it
                        operations.set_answer(workspace, round_id, "round", "note", str(number))
                        assert workspace.foreign == sum(each == "elsewhere" for each in steps[: number + 1])
                else:
                    (operations.undo if kind == "undo" else operations.redo)(workspace)
            if not data.draw(st.booleans()):  # to find it anew is to look
                continue
            found_anew(workspace)
            assert workspace.foreign == sum(each == "elsewhere" for each in steps[: number + 1])


def typed(workspace: Workspace, count: int) -> int:
    """A cluster whose name was changed again and again: "1", "2", ..."""
    round_id = operations.import_survey(workspace, survey_file()).round_id
    assert round_id
    for number in range(1, count + 1):
        operations.set_answer(workspace, round_id, "cluster", "name_en", str(number))
    return round_id


def name(workspace: Workspace) -> str | None:
    return surveys.clusters(workspace)[0].cluster.name_en


def test_typing_in_one_field_is_a_change_each_time(workspace: Workspace) -> None:
    typed(workspace, 3)
    assert name(workspace) == "3"
    seen = [name(workspace) for _ in range(3) if operations.undo(workspace)]
    assert seen == ["2", "1", None]


def test_undo_and_redo_survive_a_restart(tmp_path: Path) -> None:
    path = tmp_path / "w.jizhen"
    with Workspace.create(path) as workspace:
        typed(workspace, 3)
        operations.undo(workspace)
    with Workspace.open(path) as workspace:
        assert operations.redo_name(workspace) == operations.undo_name(workspace)
        operations.undo(workspace)
        assert name(workspace) == "1"
    with Workspace.open(path) as workspace:
        operations.redo(workspace)
        operations.redo(workspace)
        assert name(workspace) == "3"
        assert operations.redo_name(workspace) is None


def test_a_new_change_ends_what_could_be_made_again(workspace: Workspace) -> None:
    round_id = typed(workspace, 3)
    operations.undo(workspace)
    operations.set_answer(workspace, round_id, "cluster", "name_en", "2")  # no change: nothing ends
    assert operations.redo_name(workspace)
    operations.set_answer(workspace, round_id, "cluster", "name_en", "other")
    assert operations.redo(workspace) is None
    operations.undo(workspace)
    assert name(workspace) == "2"


@pytest.mark.parametrize(("at_once", "kept", "last"), [(1, 4, "2"), (2, 5, "1"), (3, 4, "2")])
def test_only_the_newest_changes_are_kept(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, at_once: int, kept: int, last: str
) -> None:
    assert history.KEPT == 1000
    monkeypatch.setattr(history, "KEPT", 4)
    monkeypatch.setattr(history, "AT_ONCE", at_once)
    round_id = typed(workspace, 6)
    operations.undo(workspace)
    operations.set_answer(workspace, round_id, "cluster", "name_en", "new")
    undone = 0
    while operations.undo(workspace):
        undone += 1
    assert undone == kept
    assert name(workspace) == last


@pytest.mark.parametrize(
    "meddling",
    ["DELETE FROM chain WHERE _id = 2", "INSERT INTO answers VALUES (99, 1, 'services', 'testing', 'false')", "DELETE FROM answers"],
)
def test_undo_is_refused_when_another_program_changed_the_file(workspace: Workspace, meddling: str) -> None:
    round_id = operations.import_survey(workspace, sample("changsha")).round_id
    assert round_id
    operations.set_answer(workspace, round_id, "services", "testing", value=True)
    operations.set_answer(workspace, round_id, "services", "testing", None)
    operations.delete_rows(workspace, round_id, "chain", [3])
    workspace.db.execute(meddling)
    seen = [state_of(workspace)]
    with pytest.raises(UserError, match="被其他程序改动过"):
        undo_all(workspace, seen)
    assert state_of(workspace) == seen[-1]


@pytest.mark.parametrize(
    "images",
    [
        '{"a": 1}',
        "[1]",
        '[["nowhere", 1, null, {"_id": 1}]]',
        '[["chain", 1, {"colour": "red"}, null]]',
        '[["chain", 1, null, null]]',
        '[["chain", 1, {"name": "x"}, {}]]',
        '[["chain", 1, {"name": ["x"]}, {"name": "y"}]]',
        '[["chain", 1000000000000000000000000000000, {"name": "x"}, {"name": "y"}]]',
        '[["chain", 1, {"_position": "x"}, {"_position": 1}]]',
        """[["chain\\" SET name = 'x' --", 1, {"name": "x"}, {"name": "y"}]]""",
        "[[",
        # of many rows at once
        '[["chain", [1, 9], null, {}]]',
        '[["chain", [2, 1], null, {}]]',
        '[["chain", [1], null, {}]]',
        '[["nowhere", [1, 2], null, {}]]',
        '[["chain", [1, 2], {}, null]]',
        '[["chain", [1, 2], null, {"columns": ["_id"], "rows": [[1], [2]]}]]',
        '[["chain", [1, 1000000000000000000000000], null, {}]]',
    ],
)
def test_a_history_that_makes_no_sense_is_refused(workspace: Workspace, images: str) -> None:
    """A file comes from anywhere; what its history says becomes SQL."""
    operations.import_survey(workspace, sample("changsha"))
    workspace.db.execute("UPDATE history SET images = ?", (images,))
    before = state_of(workspace)
    with pytest.raises(UserError):
        operations.undo(workspace)
    assert state_of(workspace) == before


def state_of(workspace: Workspace) -> object:
    return dump(workspace), workspace.rows("SELECT * FROM history")


def undo_all(workspace: Workspace, seen: list[object]) -> None:
    while operations.undo(workspace):
        seen.append(state_of(workspace))


def test_the_history_can_be_forgotten(workspace: Workspace) -> None:
    typed(workspace, 2)
    operations.undo(workspace)
    history.forget(workspace)
    assert operations.undo(workspace) is None
    assert operations.redo(workspace) is None
    assert name(workspace) == "1"


def test_a_long_history_is_cut_by_what_it_holds_and_the_newest_change_stays(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("db.history.KEPT_TEXT", 2000)
    monkeypatch.setattr("db.history.LARGE", 1000)
    change = operations.create_cluster(workspace, {"name_zh": "甲"})
    round_id = operations.create_round(workspace, change.cluster_id or 0, "1", None).round_id or 0
    for length in (100, 500, 600, 700, 9000):
        operations.set_answer(workspace, round_id, "round", "note", "长" * length)
    assert [len(images) > 9000 for (images,) in workspace.rows("SELECT images FROM history")] == [True]
    assert operations.undo(workspace) is not None
    assert operations.undo(workspace) is None


def many(workspace: Workspace, count: int) -> int:
    """A round into which so many firms came as one change."""
    firms = [{"name": f"企业{number}", "revenue": number / 7, "honours": ["hnte"]} for number in range(count)]
    round_id = operations.import_survey(workspace, survey_file(enterprises=firms)).round_id
    assert round_id
    return round_id


def newest_images(workspace: Workspace) -> str:
    return str(workspace.rows("SELECT images FROM history ORDER BY _id DESC LIMIT 1")[0][0])


def test_many_rows_added_at_once_are_held_by_the_history_only_while_they_are_gone(workspace: Workspace) -> None:
    before = dump(workspace)
    many(workspace, 2000)
    after, kept = dump(workspace), newest_images(workspace)
    assert len(kept) < 1000
    for _ in range(2):
        assert operations.undo(workspace)
        assert dump(workspace) == before
        assert len(newest_images(workspace)) > 50_000
        assert operations.redo(workspace)
        assert dump(workspace) == after
        assert newest_images(workspace) == kept


def test_what_was_done_to_some_of_many_rows_is_taken_back_first(workspace: Workspace) -> None:
    round_id = many(workspace, 600)
    ids = [row_id for row_id, _ in surveys.rows(workspace, round_id, "enterprises")]
    states = [dump(workspace)]
    operations.set_cells(workspace, round_id, "enterprises", ids[5], {"name": "改名", "employees": 3})
    states.append(dump(workspace))
    operations.delete_rows(workspace, round_id, "enterprises", ids[10:200])
    states.append(dump(workspace))
    for state in states[-2::-1]:
        assert operations.undo(workspace)
        assert dump(workspace) == state
    assert operations.undo(workspace)
    for state in states:
        assert operations.redo(workspace)
        assert dump(workspace) == state


def test_many_rows_of_which_one_is_gone_are_not_taken_back(workspace: Workspace) -> None:
    many(workspace, 600)
    workspace.db.execute("DELETE FROM enterprises WHERE _id = 300")
    before = state_of(workspace)
    with pytest.raises(UserError, match="被其他程序改动过"):
        operations.undo(workspace)
    assert state_of(workspace) == before


@pytest.mark.parametrize(
    "images",
    [
        '[["chain", [98, 99], null, {"columns": ["colour"], "rows": [[1], [2]]}]]',
        '[["chain", [98, 99], null, {"columns": ["_id", "_round"], "rows": [[98, 1], [99]]}]]',
        '[["chain", [98, 99], null, {"columns": ["_id", "_round", "_position"], "rows": [[98, 1, 1]]}]]',
        '[["chain", [98, 99], null, {"columns": ["_id", "_round", "_position"], "rows": [[98, 1, "x"], [99, 1, 2]]}]]',
        '[["chain", [98, 99], null, {}]]',
    ],
)
def test_a_span_that_cannot_come_back_is_refused(workspace: Workspace, images: str) -> None:
    operations.import_survey(workspace, sample("changsha"))
    workspace.db.execute("UPDATE history SET images = ?, state = 'undone'", (images,))
    before = state_of(workspace)
    with pytest.raises(UserError):
        operations.redo(workspace)
    assert state_of(workspace) == before
