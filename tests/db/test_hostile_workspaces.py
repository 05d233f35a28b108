"""Workspaces that somebody has changed with SQL: every page is sound, and what stands on it is not what we write."""

import json
import zlib
from datetime import UTC, datetime
from pathlib import Path

import pytest

from db import blobs, operations, surveys
from db.attachments import ROUND
from db.blobs import LARGEST, Blob, blob_of
from db.colleagues import merge, open_colleague
from db.conflicts import choose, conflicts
from db.dots import LAST
from db.holding import Holder, _read
from db.recovery import recovered
from db.salvaging import salvage
from db.schema import SCHEMA, differences
from db.workspace import Workspace
from diagnosis.errors import UserError
from diagnosis.moments import shown
from tests.db.helpers import incoming, round_of, survey_file

FOREIGN = [  # table, field, value of a conflict
    ("no such table", "", "1"),
    ('x" UNION SELECT 1 --', "name", "1"),
    ("sqlite_master", "name", "1"),
    ("institutions", "no such column", "1"),
    ("institutions", "_round", "1"),
    ("institutions", "name", "[1]"),
    ("institutions", "name", "NaN"),
    ("institutions", "name", "99999999999999999999"),
    ("institutions", "name", '"\\ud800"'),
    ("answers", "services", '"true"'),
    ("answers", "services.no-such-question", '"true"'),
    ("answers", "no such part.finance", '"true"'),
    ("drafts", "round.x.note", '"x"'),
    ("drafts", "round.--1.note", '"x"'),
    ("drafts", "round..no-such-question", '"x"'),
    ("authored", "zh.gaps", '"x"'),
    ("authored", "xx.gaps.title", '"x"'),
]


@pytest.fixture
def filled(workspace: Workspace) -> Workspace:
    """A round with a row."""
    operations.import_survey(workspace, survey_file(institutions=[{"name": "一所"}]))
    return workspace


def disagree(ws: Workspace, table: str, field: str, value: str, at: str = "2026-01-01T00:00:00+00:00") -> None:
    """A value that somebody else wrote, as nobody has looked at it yet."""
    ((row,),) = ws.rows("SELECT _id FROM institutions") if table == "institutions" else [(round_of(ws),)]
    with ws.writing():
        sql = "INSERT INTO conflicts (tbl, row, field, dot, at, value) VALUES (?, ?, ?, -5, ?, ?)"
        ws.db.execute(sql, (table, row, field, at, value))


@pytest.mark.parametrize(("table", "field", "value"), FOREIGN)
def test_a_disagreement_about_what_is_not_there_is_none(filled: Workspace, table: str, field: str, value: str) -> None:
    disagree(filled, table, field, value)
    found = conflicts(filled)
    assert [choice.number for each in found for choice in each.choices if choice.number is not None] == []


def test_a_value_that_no_field_takes_is_refused_and_changes_nothing(filled: Workspace) -> None:
    disagree(filled, "rounds", "label", "null")
    (found,) = conflicts(filled)
    with pytest.raises(UserError, match="损坏"):
        choose(filled, [(found.key, found.choices[1].number)])
    assert conflicts(filled) == (found,)


@pytest.mark.parametrize("at", ["", "yesterday", "2026-99-99", "0001-01-01", "9999-12-31T23:59:59-23:59"])
def test_what_is_no_moment_is_a_dash(filled: Workspace, at: str) -> None:
    disagree(filled, "institutions", "name", '"二所"', at)
    (found,) = conflicts(filled)
    assert found.choices[1].told().zh
    assert shown(at) == "—"
    with filled.writing():
        filled.db.execute("UPDATE history SET at = ?", (at,))
    assert "—" in recovered(filled).zh


def test_a_moment_is_told_by_the_clock_here() -> None:
    here = datetime(2026, 3, 5, 8, 30, tzinfo=UTC).astimezone()
    assert shown("2026-03-05T08:30:00+00:00") == f"{here:%Y-%m-%d %H:%M}"


@pytest.mark.parametrize("prefix", [LAST, LAST + 1, 2**63 - 1])
def test_a_prefix_as_large_as_a_number_can_be_leaves_room_for_the_next(filled: Workspace, prefix: int) -> None:
    with filled.writing():
        filled.db.execute("INSERT INTO sessions (prefix, space, counter, who, started) VALUES (?, 'changes', 1, '', '')", (prefix,))
    filled.session = None
    operations.add_row(filled, round_of(filled), "institutions", {"name": "二所"})
    assert [row.name for row in surveys.load(filled, round_of(filled)).institutions] == ["一所", "二所"]


@pytest.mark.parametrize("lost", [-(2**63), 2**63 - 1, -1])
def test_rows_of_a_lost_round_are_salvaged_whatever_its_number_was(filled: Workspace, tmp_path: Path, lost: int) -> None:
    filled.db.execute("PRAGMA foreign_keys = OFF")
    with filled.writing():
        filled.db.execute("UPDATE institutions SET _round = ?", (lost,))
    filled.close()
    salvage(filled.path, tmp_path / "salvaged.jizhen")
    with Workspace.open(tmp_path / "salvaged.jizhen") as made:
        found = [surveys.load(made, each.id).institutions for entry in surveys.clusters(made) for each in entry.rounds]
    assert [row.name for rows in found for row in rows] == ["一所"]


@pytest.mark.parametrize("size", [-1, -5, LARGEST + 1])
def test_a_file_that_lies_about_its_size_is_not_unpacked(filled: Workspace, size: int) -> None:
    operations.attach(filled, round_of(filled), ROUND, [incoming("a.txt", b"a" * 5000)])
    with filled.writing():
        filled.db.execute("UPDATE blobs SET size = ?, data = ?", (size, zlib.compress(b"a" * 5000)))
    ((hash_,),) = filled.rows("SELECT hash FROM blobs")
    with pytest.raises(UserError, match="佐证"):
        blobs.content(filled, hash_)


def test_a_file_that_came_damaged_is_replaced_by_the_sound_one(filled: Workspace) -> None:
    sound = blob_of(b"photograph" * 100)
    with filled.writing():
        blobs.insert(filled, Blob(sound.hash, sound.size, packed=False, data=b"something else"))
    operations.attach(filled, round_of(filled), ROUND, [incoming("a.jpg", b"photograph" * 100)])
    assert blobs.content(filled, sound.hash) == b"photograph" * 100


def test_stamps_of_a_colleague_that_name_nothing_are_not_taken_over(filled: Workspace, tmp_path: Path) -> None:
    with Workspace.create(tmp_path / "theirs.jizhen") as theirs:
        operations.import_survey(theirs, survey_file(cluster={"name_zh": "乙集群"}, institutions=[{"name": "二所"}]))
        with theirs.writing():
            for table, field in (("no such table", "x"), ("answers", "x"), ("authored", "x.y.z"), ("drafts", "a.b.c")):
                sql = "INSERT INTO stamps (tbl, row, field, dot, at) VALUES (?, ?, ?, -9, '')"
                theirs.db.execute(sql, (table, round_of(theirs), field))
    with open_colleague(tmp_path / "theirs.jizhen") as copy:
        merge(filled, copy)
    assert filled.rows("SELECT * FROM stamps WHERE dot = -9") == []


def test_a_history_with_half_characters_is_refused(filled: Workspace) -> None:
    ((row,),) = filled.rows("SELECT _id FROM institutions")
    operations.set_cells(filled, round_of(filled), "institutions", row, {"note": "x"})
    images = json.dumps([["institutions", row, {"note": "\ud800"}, {"note": "x"}]])
    with filled.writing():
        filled.db.execute("UPDATE history SET images = ? WHERE _id = (SELECT max(_id) FROM history)", (images,))
    with pytest.raises(UserError, match="撤销"):
        operations.undo(filled)


def test_json_nested_without_end_is_damage(filled: Workspace) -> None:
    disagree(filled, "institutions", "name", "[" * 100_000)
    with pytest.raises(UserError, match="损坏"):
        conflicts(filled)
    with filled.writing():
        filled.db.execute("UPDATE history SET images = ?", ("[" * 100_000,))
    with pytest.raises(UserError, match="撤销"):
        operations.undo(filled)


@pytest.mark.parametrize("parts", ["1.5", "null", '"x"', "{}"])
def test_a_change_of_no_parts_is_refused(filled: Workspace, parts: str) -> None:
    with filled.writing():
        filled.db.execute("UPDATE history SET parts = ?", (parts,))
    with pytest.raises(UserError, match="撤销"):
        operations.undo(filled)


@pytest.mark.parametrize("garbage", [b"\0", 5, 0.5])
def test_a_table_that_is_no_text_is_one_that_has_changed(filled: Workspace, garbage: object) -> None:
    filled.db.execute("PRAGMA writable_schema = ON")
    filled.db.execute("UPDATE sqlite_master SET sql = ? WHERE name = 'stamps'", (garbage,))
    assert differences(filled.db, SCHEMA) == ([], ["stamps"])


def test_a_lock_that_is_nested_without_end_tells_of_nobody(tmp_path: Path) -> None:
    (tmp_path / "lock").write_bytes(b"[" * 5000)
    with (tmp_path / "lock").open("rb") as file:
        assert _read(file.fileno()) == Holder()
