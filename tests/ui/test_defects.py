"""A defect in one change takes no other with it, and what was typed is kept as it was."""

from pathlib import Path

import pytest

from db import operations
from db.history import Change
from db.records import Entry, record
from db.workspace import Workspace
from tests.ui.troubles import held, impatient
from tests.ui.window import Opened
from ui.tasks import Failed


def defective(_ws: Workspace, *_args: object) -> Change:
    raise ZeroDivisionError


def cluster(program: Opened) -> Entry:
    round_id = program.session.round_id or 0
    return program.read(lambda ws: record(ws, round_id, "cluster"))


def left(program: Opened) -> tuple[object, ...]:
    """Why nothing is stored, what is not, and whether something still is to be."""
    session = program.session
    return session.trouble, session.unsaved, session.typed.under_way


def a_defect_waits(program: Opened, round_id: int, failed: Failed | None = None) -> None:
    """For the disk, behind an answer; ``failed`` is told of it."""
    session = program.session
    assert isinstance(session.path, Path)
    with held(session.path):
        session.change(operations.set_answer, round_id, "cluster", "name_zh", "先")
        session.change(defective, keep=True, failed=failed)
        program.settle()
        assert len(session.unsaved) == 2


def met_one(program: Opened) -> None:
    """The defect was told once; it is none of the test's."""
    assert [type(defect) for defect in program.defects] == [ZeroDivisionError]
    program.defects.clear()


@pytest.fixture
def round_id(program: Opened) -> int:
    impatient(program)
    return program.session.round_id or 0


def test_what_waits_before_and_behind_a_defect_is_stored(program: Opened, round_id: int) -> None:
    session = program.session
    assert isinstance(session.path, Path)
    with held(session.path):
        session.change(operations.set_answer, round_id, "cluster", "name_en", "Before")
        session.change(defective, keep=True)
        session.change(operations.set_answer, round_id, "cluster", "description_en", "Behind")
        program.settle()
        assert len(session.unsaved) == 3
    session.look()
    program.settle()
    met_one(program)
    assert left(program) == (None, (), False)
    answers = cluster(program).answers
    assert (answers["name_en"], answers["description_en"]) == ("Before", "Behind")


def test_a_change_that_is_asked_for_is_not_lost_with_the_defect_of_one_that_waited(program: Opened, round_id: int) -> None:
    session = program.session
    a_defect_waits(program, round_id)
    told: list[Exception] = []
    session.change(operations.set_answer, round_id, "cluster", "name_en", "Asked", failed=told.append)
    program.settle()
    assert (told, session.typed.under_way) == ([], False)
    assert cluster(program).answers["name_en"] == "Asked"
    met_one(program)


def test_what_is_asked_for_before_a_defect_is_told_does_not_hide_whose_it_was(program: Opened, round_id: int) -> None:
    session, told = program.session, list[Exception]()
    a_defect_waits(program, round_id, failed=told.append)
    for field in ("name_en", "description_en"):  # both with the worker before the window hears of the defect
        session.change(operations.set_answer, round_id, "cluster", field, "Asked")
    program.settle()
    assert [type(error) for error in told] == [ZeroDivisionError]
    assert left(program) == (None, (), False)
    answers = cluster(program).answers
    assert (answers["name_en"], answers["description_en"]) == ("Asked", "Asked")


def test_what_was_typed_is_kept_as_a_draft_where_storing_it_has_a_defect(
    program: Opened, round_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = cluster(program).answers["name_en"]
    monkeypatch.setattr("db.operations.set_answers", defective)
    program.session.change(operations.set_answer, round_id, "cluster", "name_en", "Typed")
    program.settle()
    found = cluster(program)
    assert (found.answers["name_en"], found.drafts["name_en"]) == (before, "Typed")
    assert not program.session.typed.under_way
    met_one(program)


def test_what_is_typed_on_is_kept_where_making_it_one_step_has_a_defect(
    program: Opened, round_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("db.joining.folded", defective)
    visit, done = object(), list[Change]()
    for text in ("One", "One two"):
        program.session.change(operations.set_answer, round_id, "cluster", "name_en", text, visit=visit, done=done.append)
    program.settle()
    assert len(done) == 1
    found = cluster(program)
    assert (found.answers["name_en"], found.drafts["name_en"]) == ("One", "One two")
    assert not program.session.typed.under_way
    met_one(program)
