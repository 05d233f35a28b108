"""What is typed into one field without leaving it: every write is on disk, and all of them are one step of undo."""

import contextlib
import tempfile
from itertools import pairwise
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from db import operations, surveys
from db.attachments import Owner, attached
from db.browse import record, rows_by_id
from db.bulk import set_column
from db.engine import connect
from db.history import Held, Image, forget
from db.intake import of_bytes
from db.joining import folded
from db.workspace import Workspace
from diagnosis.errors import UserError
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
    before, name = firm(workspace, where), operations.undo_name(workspace)
    workspace.visit = object()
    for text in ("第一句。", "第一句。第二句。", "第一句。第二句。第三句。"):
        write(workspace, where, "note", text)
        assert workspace.left is not None
        assert workspace.left.names == (operations.undo_name(workspace), None) != (name, None)
    after = firm(workspace, where)
    operations.undo(workspace)
    assert (firm(workspace, where), operations.undo_name(workspace)) == (before, name)
    operations.redo(workspace)
    assert firm(workspace, where) == after


def test_what_could_not_be_read_on_the_way_is_part_of_the_step(workspace: Workspace) -> None:
    where = with_firm(workspace)
    write(workspace, where, "employees", 12)
    workspace.visit = object()
    for draft in ("12x", "12xy"):
        operations.set_draft(workspace, where[0], FIRM, where[1], "employees", draft)
    write(workspace, where, "employees", 123)
    assert firm(workspace, where)[1] == {}
    operations.undo(workspace)
    assert firm(workspace, where) == ({"name": "甲", "employees": 12}, {})
    operations.redo(workspace)
    assert firm(workspace, where) == ({"name": "甲", "employees": 123}, {})


def test_an_answer_of_a_record_that_was_not_there_before(workspace: Workspace) -> None:
    round_id, _ = with_firm(workspace)
    workspace.visit = object()
    for text in ("描述", "描述更长"):
        operations.set_answer(workspace, round_id, "cluster", "description_zh", text)
    operations.undo(workspace)
    assert "description_zh" not in record(workspace, round_id, "cluster").answers


def test_what_is_refused_or_changes_nothing_does_not_end_the_step(workspace: Workspace) -> None:
    round_id, _ = with_firm(workspace)
    operations.create_cluster(workspace, {"name_zh": "另一集群"})
    before = record(workspace, round_id, "cluster").answers
    workspace.visit = object()
    for text in ("另一", "另一", "另一集群", "另一集群二"):
        with contextlib.suppress(UserError):
            operations.set_answer(workspace, round_id, "cluster", "name_zh", text)
    assert record(workspace, round_id, "cluster").answers["name_zh"] == "另一集群二"
    operations.undo(workspace)
    assert record(workspace, round_id, "cluster").answers == before


def test_a_write_of_another_program_ends_the_step(workspace: Workspace) -> None:
    where = with_firm(workspace)
    workspace.visit = object()
    write(workspace, where, "note", "一")
    with contextlib.closing(connect(workspace.path)) as other:
        other.execute("UPDATE clusters SET name_en = 'elsewhere'")
    write(workspace, where, "note", "一二")
    operations.undo(workspace)
    assert firm(workspace, where)[0]["note"] == "一"
    assert operations.undo(workspace) is None


def test_many_rows_at_once_are_a_step_of_their_own(workspace: Workspace) -> None:
    where = with_firm(workspace)
    workspace.visit = object()
    for text in ("一", "二"):
        list(set_column(workspace, where[0], FIRM, "note", text, [where[1]]))
    operations.undo(workspace)
    assert firm(workspace, where)[0]["note"] == "一"


def test_the_note_of_a_file_is_one_step_and_its_bytes_stay(workspace: Workspace) -> None:
    """A file that is attached and taken away on one visit: nothing is left that needs it, and nothing refers to what is gone."""
    where = with_firm(workspace)
    workspace.visit = object()
    operations.attach(workspace, where[0], Owner(FIRM, where[1]), [of_bytes("a.txt", b"note")])
    (number,) = (each.id for each in attached(workspace, where[0], Owner(FIRM, where[1])))
    for text in ("一", "一二"):
        operations.set_caption(workspace, where[0], number, text)
    operations.undo(workspace)
    operations.undo(workspace)
    operations.redo(workspace)
    assert workspace.rows("SELECT count(*) FROM blobs") == [(1,)]
    assert workspace.rows("PRAGMA foreign_key_check") == []


Told = tuple[dict[str, Value], dict[str, Value]]
TEXTS = st.sampled_from([None, "一", "一二", "二"])
WRITES = st.tuples(st.sampled_from([0, 1]), st.sampled_from(["note", "address"]), TEXTS)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.one_of(WRITES, st.sampled_from(["leave", "undo", "redo", "elsewhere"])), max_size=14))
def test_steps_are_what_was_typed_on_one_visit_about_one_row(doings: list[object]) -> None:
    """Against a model: undo goes back through the states between visits, rows, what was taken back, and other programs."""
    with tempfile.TemporaryDirectory() as folder, Workspace.create(Path(folder) / "w.jizhen") as workspace:
        workspace.db.execute("PRAGMA synchronous = OFF")
        round_id, first = with_firm(workspace)
        rows = (first, operations.add_row(workspace, round_id, FIRM, {"name": "乙"}).row_id or 0)
        forget(workspace)
        workspace.visit = object()
        past, future, on, states = list[Told](), list[Told](), None, look(workspace, round_id, rows)
        for doing in doings:
            if isinstance(doing, tuple):
                place, name, text = doing
                write(workspace, (round_id, rows[place]), name, text)
                if (now := look(workspace, round_id, rows)) != states:
                    past += [states] if on != place else []
                    future, on, states = [], place, now
                    if past[-1] == states:
                        past, on = past[:-1], None
            elif doing == "elsewhere":
                with contextlib.closing(connect(workspace.path)) as other:
                    other.execute("UPDATE clusters SET name_en = coalesce(name_en, '') || 'x'")
                workspace.look()
                past, future, on = [], [], None
            elif doing == "leave":
                workspace.visit, on = object(), None
            else:
                done, other_way = (past, future) if doing == "undo" else (future, past)
                assert ((operations.undo if doing == "undo" else operations.redo)(workspace) is not None) == bool(done)
                if done:
                    other_way.append(states)
                    states, on = done.pop(), None
            assert look(workspace, round_id, rows) == states
        for state in past[::-1]:
            assert operations.undo(workspace)
            assert look(workspace, round_id, rows) == state
        assert operations.undo(workspace) is None


def look(workspace: Workspace, round_id: int, rows: tuple[int, int]) -> Told:
    one, other = (firm(workspace, (round_id, row))[0] for row in rows)
    return one, other


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
