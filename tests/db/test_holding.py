"""One program at a time writes to a workspace; a second one is told who, and a crash leaves nobody behind."""

import contextlib
import os
import platform
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from db import operations, surveys
from db.dots import person
from db.files import copy_workspace, export_package
from db.holding import hold, holding, lock_of
from db.operations import create_cluster, redo, set_answer, undo, undo_name
from db.repairing import repair
from db.samples import sample_files
from db.workspace import Workspace
from diagnosis.errors import UserError
from main import main
from tests.db.helpers import sample, stored_sample
from tests.others import HOLD, ROOT, another_program

BEGIN = "import sqlite3, sys; sqlite3.connect(sys.argv[1], timeout=0, isolation_level=None).execute('BEGIN IMMEDIATE')"


@pytest.fixture
def made(tmp_path: Path) -> Path:
    """A workspace with a survey, closed."""
    return stored_sample(tmp_path / "湖南.jizhen")


def test_a_second_program_is_told_who_has_it_where_and_since_when(made: Path) -> None:
    with another_program(made):
        with pytest.raises(UserError, match="正由") as refused:
            Workspace.open(made)
        assert refused.value.code == "workspace-held"
        assert (refused.value.facts["who"], refused.value.facts["machine"]) == (person(), platform.node())
        assert str(refused.value.facts["since"]).startswith("20")
        with Workspace.read(made, refused.value) as reading:
            assert surveys.load(reading, 1) == sample("changsha").survey
            with pytest.raises(UserError, match="正由"):
                create_cluster(reading, {"name_zh": "乙"})
    Workspace.open(made).close()


def test_nothing_is_left_beside_a_workspace_that_was_closed(made: Path) -> None:
    with another_program(made):
        assert lock_of(made).exists()
    assert [path.name for path in made.parent.iterdir()] == [made.name]
    with Workspace.open(made), Workspace.open(made):  # the same program twice
        assert lock_of(made).exists()
    assert [path.name for path in made.parent.iterdir()] == [made.name]


def test_what_a_killed_program_left_keeps_nobody_out(made: Path) -> None:
    with another_program(made) as other:
        other.kill()
        other.wait()
        assert lock_of(made).exists()
        with Workspace.open(made) as workspace:
            assert create_cluster(workspace, {"name_zh": "乙"}).parts
    assert not lock_of(made).exists()


def test_reading_leaves_the_folder_as_it_is(made: Path) -> None:
    with Workspace.read(made) as workspace:
        assert [path.name for path in made.parent.iterdir()] == [made.name]
        with pytest.raises(UserError, match="只读方式打开"):
            undo(workspace)


def test_a_refused_file_lets_go(tmp_path: Path) -> None:
    path = tmp_path / "x.jizhen"
    with Workspace.create(path):
        pass
    with path.open("r+b") as file:
        file.seek(5000)
        file.write(b"\xff" * 5000)
    with pytest.raises(UserError):
        Workspace.open(path)
    assert not lock_of(path).exists()


def test_nothing_is_written_over_a_workspace_that_somebody_has_open(made: Path, tmp_path: Path) -> None:
    with Workspace.create(tmp_path / "mine.jizhen") as workspace:
        operations.import_survey(workspace, sample("shaoxing"))
        with another_program(made):
            with pytest.raises(UserError, match="正由"):
                export_package(workspace, 1, made)
            with pytest.raises(UserError, match="正由"):
                copy_workspace(workspace, made)
            made.write_bytes(made.read_bytes()[:5000])
            with pytest.raises(UserError, match="没有"):
                repair(made)


# ---- under another name


renamed_while_open = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere an open file keeps its name, or is locked by it only")


@renamed_while_open
@pytest.mark.parametrize("give", [Path.rename, os.link])
def test_a_file_that_is_open_elsewhere_is_not_opened_under_another_name(made: Path, give: Callable[[Path, Path], object]) -> None:
    other_name = made.with_name("别名.jizhen")
    with another_program(made):
        give(made, other_name)
        with pytest.raises(UserError) as refused:
            Workspace.open(other_name)
        assert (refused.value.code, refused.value.facts["who"]) == ("workspace-held", person())
        assert not lock_of(other_name).exists()
        with Workspace.read(other_name) as reading:
            assert surveys.clusters(reading)
    Workspace.open(other_name).close()


@renamed_while_open
def test_of_a_file_in_another_folder_nobody_knows_who_has_it(made: Path, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    with another_program(made):
        made.rename(tmp_path / "other" / made.name)
        with pytest.raises(UserError, match="另一个程序"):
            Workspace.open(tmp_path / "other" / made.name)


@renamed_while_open
def test_the_program_that_has_it_open_may_open_it_under_its_new_name(made: Path) -> None:
    new_name = made.with_name("新名.jizhen")
    with Workspace.open(made) as workspace:
        made.rename(new_name)
        with pytest.raises(UserError, match="移动或删除"):
            workspace.check_writable()
        with Workspace.open(new_name) as again:
            assert create_cluster(again, {"name_zh": "乙"}).parts
    assert [path.name for path in made.parent.iterdir()] == [new_name.name]


@renamed_while_open
def test_taking_it_under_another_name_drops_no_lock_of_a_change_under_way(made: Path) -> None:
    other_name = made.with_name("别名.jizhen")
    os.link(made, other_name)
    with holding(made), contextlib.closing(sqlite3.connect(made, isolation_level=None)) as ours:
        ours.execute("BEGIN IMMEDIATE")
        hold(other_name).release()
        tried = subprocess.run([sys.executable, "-c", BEGIN, str(made)], capture_output=True, text=True, check=False)
        assert "locked" in tried.stderr


@renamed_while_open
def test_another_file_in_its_place_is_not_written_to(made: Path) -> None:
    with Workspace.open(made) as workspace:
        made.rename(made.with_name("新名.jizhen"))
        with pytest.raises(UserError, match="移动或删除"):
            create_cluster(workspace, {"name_zh": "乙"})
        assert not made.exists()
        made.write_bytes(b"somebody else's")
        for write in (workspace.check_writable, lambda: create_cluster(workspace, {"name_zh": "乙"})):
            with pytest.raises(UserError, match="移动或删除"):
                write()
        assert made.read_bytes() == b"somebody else's"


@renamed_while_open
def test_a_second_handle_does_not_drop_the_lock(made: Path) -> None:
    with Workspace.open(made), Workspace.open(made):
        made.read_bytes()  # closing a handle drops the locks of SQLite, but not this one
        made.rename(made.with_name("新名.jizhen"))
        words = [sys.executable, "-c", HOLD, str(made.with_name("新名.jizhen")), str(ROOT)]
        done = subprocess.run(words, input="", capture_output=True, text=True, encoding="utf-8", check=False)
    assert "正由" in done.stderr


@pytest.mark.skipif(os.name != "posix", reason="permissions are another matter elsewhere")
@pytest.mark.parametrize("content", [b"", b"not json", b"[]", b"\xff\xfe" * 5000, b'{"who": 5, "since": "yesterday"}'])
def test_a_lock_that_tells_nothing_still_keeps_others_out(made: Path, content: bytes) -> None:
    with another_program(made):
        lock_of(made).write_bytes(content)
        with pytest.raises(UserError, match="正由"):
            hold(made)


def test_a_folder_that_takes_no_lock_file_keeps_nobody_out(made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", refuse)
    with holding(made):
        assert not lock_of(made).exists()


# ---- what another program wrote is not taken back


def test_undo_never_reaches_what_another_program_did_nor_what_was_before(made: Path) -> None:
    with Workspace.open(made) as workspace, Workspace.open(made) as other:
        set_answer(workspace, 1, "cluster", "name_en", "Ours")
        assert undo_name(workspace) is not None
        set_answer(other, 1, "cluster", "name_en", "Theirs")
        for _ in range(3):
            assert undo(workspace) is None
            assert undo_name(workspace) is None
        assert surveys.clusters(workspace)[0].cluster.name_en == "Theirs"
        set_answer(workspace, 1, "cluster", "name_en", "Ours again")
        assert undo(workspace) is not None
        assert surveys.clusters(workspace)[0].cluster.name_en == "Theirs"
        assert undo(workspace) is None
        assert redo(workspace) is not None
        assert surveys.clusters(workspace)[0].cluster.name_en == "Ours again"


def test_a_change_that_came_to_nothing_hides_no_other_program(made: Path) -> None:
    """It is no commit, and the header does not count it."""
    with Workspace.open(made) as workspace, Workspace.open(made) as other:
        for text in ("Ours", "Ours"):
            set_answer(workspace, 1, "cluster", "name_en", text)
        set_answer(other, 1, "cluster", "name_en", "Theirs")
        set_answer(workspace, 1, "cluster", "name_en", "Ours")
        assert workspace.foreign == 1


def test_redo_does_not_make_again_what_another_program_took_back(made: Path) -> None:
    with Workspace.open(made) as workspace, Workspace.open(made) as other:
        set_answer(workspace, 1, "cluster", "name_en", "Ours")
        undo_name(workspace)
        undo(other)
        assert redo(workspace) is None
        set_answer(workspace, 1, "cluster", "name_en", "New")  # takes the number of the one that is gone
        assert undo(workspace) is not None
        assert redo(workspace) is not None


def test_commands_that_write_are_refused_beside_the_window_and_those_that_read_are_not(made: Path, tmp_path: Path) -> None:
    name, survey = "长沙市工程机械集群", str(sample_files()[1])
    with another_program(made):
        assert main(["import", str(made), survey]) == 1
        for words in (
            ["list", str(made)],
            ["check", str(made), "--cluster", name],
            ["diagnose", str(made), "--cluster", name],
            ["export", str(made), "--cluster", name, "--out", str(tmp_path / "a.jizhen")],
        ):
            assert main(words) == 0
    assert main(["import", str(made), survey]) == 0


def test_a_disk_that_takes_no_writes_is_told_before_the_first_change(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a stick whose lock is set SQLite begins to write all the same: it has taken the file up to read it."""
    with Workspace.create(tmp_path / "甲.jizhen") as workspace:
        workspace.check_writable()
        monkeypatch.setattr("db.workspace.os.access", lambda path, mode: not (path == workspace.path and mode == os.W_OK))
        with pytest.raises(UserError) as told:
            workspace.check_writable()
        assert told.value.code == "workspace-read-only"
