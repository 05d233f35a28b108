"""The bytes of evidence: they stay exactly as long as anything needs them, and take part in every copy and check of the file."""

import datetime as dt
import sqlite3
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db import blobs, files, history, operations, spans, surveys
from db.attachments import ROUND, Owner, of_item
from db.backup import daily_backup
from db.copies import copies
from db.repairing import repair
from db.verify import verify
from db.workspace import Workspace
from diagnosis.errors import UserError
from tests.db.evidence import ITEM, PHOTO, all_of, first, names
from tests.db.helpers import check_files, dump, incoming, kept, noise, sample, survey_file

# ---- how long bytes stay


def test_bytes_go_with_the_last_change_that_could_bring_them_back(
    workspace: Workspace, round_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    operations.attach(workspace, round_id, ROUND, [incoming("a.jpg", PHOTO)])
    operations.detach(workspace, round_id, [1])
    assert len(kept(workspace)) == 1
    operations.undo(workspace)
    operations.undo(workspace)
    assert (len(kept(workspace)), all_of(workspace, round_id)) == (1, ())
    operations.set_answer(workspace, round_id, "round", "note", "别的")
    assert kept(workspace) == {}, "what was taken back can no longer come again"
    operations.attach(workspace, round_id, ROUND, [incoming("a.jpg", PHOTO)])
    operations.detach(workspace, round_id, [each.id for each in all_of(workspace, round_id)])
    monkeypatch.setattr(history, "KEPT", 2)
    monkeypatch.setattr(history, "AT_ONCE", 1)
    operations.set_answer(workspace, round_id, "round", "note", "一")
    assert len(kept(workspace)) == 1
    operations.set_answer(workspace, round_id, "round", "note", "二")
    assert kept(workspace) == {}
    check_files(workspace)


def test_large_files_that_only_the_history_needs_cut_it(workspace: Workspace, round_id: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blobs, "KEPT_BYTES", 250)
    operations.attach(workspace, round_id, ROUND, [incoming(str(at), noise(100, at)) for at in range(4)])
    for number in (1, 2):
        operations.detach(workspace, round_id, [number])
    assert len(kept(workspace)) == 4
    operations.detach(workspace, round_id, [3])
    assert len(kept(workspace)) == 3, "the oldest of three deleted files is gone, and with it what came before"
    assert [bool(operations.undo(workspace)) for _ in range(3)] == [True, True, False]
    assert names(workspace, round_id, ROUND) == ["1", "2", "3"]
    check_files(workspace)


def test_nothing_to_take_back_needs_no_bytes(workspace: Workspace, round_id: int) -> None:
    operations.attach(workspace, round_id, ROUND, [incoming("a.jpg", PHOTO), incoming("b", b"b")])
    operations.detach(workspace, round_id, [1])
    history.forget(workspace)
    assert list(kept(workspace).values()) == [b"b"]
    check_files(workspace)


def test_the_history_holds_no_bytes(workspace: Workspace, round_id: int) -> None:
    content = "很长的文字".encode() * 50_000
    operations.attach(workspace, round_id, ROUND, [incoming("a.txt", content)])
    operations.shrink(workspace, round_id, {1: incoming("a.txt", b"kurz")})
    assert all(size < 2000 for (size,) in workspace.rows("SELECT length(images) FROM history ORDER BY _id DESC LIMIT 2"))
    assert (len(kept(workspace)), all_of(workspace, round_id)[0].size) == (2, 4)
    operations.undo(workspace)
    assert blobs.content(workspace, all_of(workspace, round_id)[0].hash) == content


def test_the_room_of_deleted_files_comes_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "w.jizhen"
    with Workspace.create(path) as workspace:
        operations.import_survey(workspace, sample("changsha"))
        operations.attach(workspace, 1, ROUND, [incoming("a.jpg", noise(800_000))])
        operations.detach(workspace, 1, [1])
        history.forget(workspace)
    large = path.stat().st_size
    Workspace.open(path).close()
    assert path.stat().st_size == large, "a little room is left for what comes"
    monkeypatch.setattr("db.workspace.MUCH_FREE", 500_000)
    with Workspace.open(path) as workspace:
        assert path.stat().st_size < large - 700_000
        assert surveys.load(workspace, 1) == sample("changsha").survey


def test_many_files_at_once_stand_in_the_history_by_their_ids(workspace: Workspace, round_id: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spans, "MANY", 3)
    operations.attach(workspace, round_id, ROUND, [incoming(str(at), noise(9, at)) for at in range(3)])
    operations.detach(workspace, round_id, [2])
    for _ in range(2):
        assert [bool(operations.undo(workspace)) for _ in range(2)] == [True, True]
        check_files(workspace)
        assert (len(kept(workspace)), all_of(workspace, round_id)) == (3, ())
        assert [bool(operations.redo(workspace)) for _ in range(2)] == [True, True]
        check_files(workspace)
    assert names(workspace, round_id, ROUND) == ["0", "2"]
    monkeypatch.setattr(history, "KEPT", 1)
    monkeypatch.setattr(history, "AT_ONCE", 1)
    operations.set_answer(workspace, round_id, "round", "note", "一")
    assert len(kept(workspace)) == 2


# ---- copies of the file


def test_files_go_into_packages_copies_and_backups(workspace: Workspace, round_id: int, tmp_path: Path) -> None:
    operations.attach(workspace, round_id, first(workspace, round_id), [incoming("a.jpg", PHOTO), incoming("b", b"b" * 999)])
    other = operations.import_survey(workspace, sample("shaoxing")).round_id
    assert other
    operations.attach(workspace, other, ROUND, [incoming("secret", b"not for everybody")])
    operations.attach(workspace, round_id, ROUND, [incoming("c", b"deleted again")])
    operations.detach(workspace, round_id, [4])
    package, copy = tmp_path / "p.jizhen", tmp_path / "c.jizhen"
    files.export_package(workspace, 1, package)
    files.copy_workspace(workspace, copy)
    backup = daily_backup(workspace)
    assert backup
    with Workspace.open(package) as opened:
        assert sorted(kept(opened).values()) == [b"b" * 999, PHOTO]
        assert all_of(opened, round_id) == all_of(workspace, round_id)
        check_files(opened)
    for path in (copy, backup):
        with Workspace.open(path) as opened:
            assert dump(opened) == dump(workspace)
            assert kept(opened) == kept(workspace)
        assert verify(path).sound


def test_backups_take_no_more_room_than_they_may(workspace: Workspace, round_id: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("db.backup.ROOM", 5 * workspace.path.stat().st_size)
    for day in range(1, 9):
        operations.set_answer(workspace, round_id, "round", "note", str(day))
        daily_backup(workspace, dt.date(2024, 5, day))
    assert [path.stem[-10:] for path in copies(workspace.path)] == [f"2024-05-0{day}" for day in (8, 7, 6, 5, 4)]
    monkeypatch.setattr("db.backup.ROOM", 1)
    operations.set_answer(workspace, round_id, "round", "note", "9")
    daily_backup(workspace, dt.date(2024, 5, 9))
    assert len(copies(workspace.path)) == 3


# ---- what the check finds


def meddled(workspace: Workspace, *statements: str) -> list[str]:
    """What the check says after somebody else has written to the file."""
    path = workspace.path
    connection = sqlite3.connect(path, isolation_level=None)
    for statement in statements:
        connection.execute(statement)
    connection.close()
    return [problem.zh for problem in verify(path).problems]


def test_a_file_that_is_not_what_it_was_is_found(workspace: Workspace, round_id: int) -> None:
    operations.attach(workspace, round_id, ROUND, [incoming("a.jpg", PHOTO), incoming("b", bytes(9999))])
    assert verify(workspace.path).sound
    daily_backup(workspace)
    assert meddled(workspace, "UPDATE blobs SET data = x'00' WHERE _id = 1") == ["佐证材料“a.jpg”的内容已损坏"]
    assert len(meddled(workspace, "UPDATE blobs SET data = x'ff00' WHERE packed = 1")) == 2
    (hash_,) = (each.hash for each in all_of(workspace, round_id) if each.name == "b")
    with pytest.raises(UserError, match="内容已损坏"):
        blobs.content(workspace, hash_)
    gone = {"表“attachments”第 2 行所指的佐证材料不存在", "表“needed”第 — 行所指的佐证材料不存在"}
    assert set(meddled(workspace, "DELETE FROM blobs WHERE _id = 2")) == gone
    workspace.close()
    repair(workspace.path)
    with Workspace.open(workspace.path) as opened:
        assert sorted(kept(opened).values()) == [bytes(9999), PHOTO]


def test_an_older_file_with_files_is_checked_without_being_migrated(
    workspace: Workspace, round_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    operations.attach(workspace, round_id, ROUND, [incoming("a.jpg", PHOTO)])
    monkeypatch.setattr("db.verify.SCHEMA", 99)  # as a later program sees it
    before = workspace.path.read_bytes()
    assert verify(workspace.path).sound
    assert workspace.path.read_bytes() == before
    assert meddled(workspace, "UPDATE blobs SET data = x'00'") == ["佐证材料“a.jpg”的内容已损坏"]


# ---- any sequence


CONTENTS = st.sampled_from([b"a", b"b", b"long " * 500, PHOTO])


Draw = Callable[[st.SearchStrategy[Any]], Any]


def on_rows(draw: Draw, workspace: Workspace, round_id: int) -> None:
    """A change of the firms."""
    rows = [row_id for row_id, _ in surveys.rows(workspace, round_id, "enterprises")]
    kind = draw(st.sampled_from(["import", "add", *(["delete", "duplicate"] if rows else [])]))
    some = st.lists(st.sampled_from(rows or [0]), min_size=1, unique=True)
    if kind == "import":
        firms = [{"name": name} for name in draw(st.lists(st.sampled_from("甲乙丙"), max_size=4))]
        operations.import_survey(workspace, survey_file(enterprises=firms))
    elif kind == "add":
        operations.add_row(workspace, round_id, "enterprises", {"name": draw(st.sampled_from("甲乙丙"))})
    elif kind == "delete":
        operations.delete_rows(workspace, round_id, "enterprises", draw(some))
    else:
        operations.duplicate_rows(workspace, round_id, "enterprises", draw(some))


def on_files(draw: Draw, workspace: Workspace, round_id: int) -> None:
    """A change of the files."""
    rows = [row_id for row_id, _ in surveys.rows(workspace, round_id, "enterprises")]
    owner = st.sampled_from([ROUND, of_item(ITEM), *(Owner("enterprises", row_id) for row_id in rows)])
    held = [each.id for each in all_of(workspace, round_id)]
    kind = draw(st.sampled_from(["attach", *(["detach", "shrink", "move", "caption"] if held else [])]))
    some = st.lists(st.sampled_from(held or [0]), min_size=1, unique=True)
    if kind == "attach":
        new = [incoming(f"{at}.jpg", content) for at, content in enumerate(draw(st.lists(CONTENTS, max_size=3)))]
        operations.attach(workspace, round_id, draw(owner), new)
    elif kind == "detach":
        operations.detach(workspace, round_id, draw(some))
    elif kind == "shrink":
        operations.shrink(workspace, round_id, {number: incoming("s.jpg", draw(CONTENTS)) for number in draw(some)})
    elif kind == "move":
        operations.move_files(workspace, round_id, draw(some), draw(owner), draw(st.none() | st.integers(0, 3)))
    else:
        operations.set_caption(workspace, round_id, draw(st.sampled_from(held)), draw(st.sampled_from([None, "一", "二"])))


def other(draw: Draw, workspace: Workspace, round_id: int) -> None:
    """A change that has nothing to do with files, or one taken back or made again."""
    kind = draw(st.sampled_from([operations.undo, operations.redo, None]))
    if kind is None:
        operations.set_answer(workspace, round_id, "round", "note", draw(st.sampled_from("一二三四")))
    else:
        kind(workspace)


@settings(max_examples=60)
@given(data=st.data())
def test_any_sequence_keeps_files_and_bytes_together(data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as folder, Workspace.create(Path(folder) / "w.jizhen") as workspace:
        round_id = operations.import_survey(workspace, survey_file(enterprises=[{"name": "甲"}, {"name": "乙"}])).round_id
        assert round_id
        history.forget(workspace)
        start = dump(workspace)
        for _ in range(data.draw(st.integers(1, 14))):
            data.draw(st.sampled_from([on_files, on_files, on_rows, other]))(data.draw, workspace, round_id)
            check_files(workspace)
        end = dump(workspace)
        while operations.undo(workspace):
            check_files(workspace)
        assert dump(workspace) == start
        while operations.redo(workspace):
            check_files(workspace)
        while operations.undo_name(workspace) and dump(workspace) != end:  # the last steps may have been undos
            operations.undo(workspace)
        assert dump(workspace) == end
        assert verify(workspace.path).sound
