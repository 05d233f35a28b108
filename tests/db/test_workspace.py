"""Creating and opening: what is refused is told in one line, and is left byte for byte as it was."""

import contextlib
import os
import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db import engine, operations, surveys
from db import workspace as module
from db.holding import lock_of
from db.schema import APPLICATION_ID, SCHEMA
from db.verify import verify
from db.workspace import Workspace
from diagnosis import __version__
from diagnosis.errors import UserError
from tests.db.helpers import sample


@pytest.fixture(scope="module")
def sound_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with a survey."""
    path = tmp_path_factory.mktemp("sound") / "w.jizhen"
    with Workspace.create(path) as workspace:
        operations.import_survey(workspace, sample("changsha"))
    return path


@pytest.fixture(scope="module")
def sound(sound_file: Path) -> bytes:
    """The bytes of a workspace with a survey."""
    return sound_file.read_bytes()


STEPS_LOST = [
    "DROP TABLE _sqlite_migrations",
    "DELETE FROM _sqlite_migrations",
    "ALTER TABLE _sqlite_migrations RENAME COLUMN applied_at TO at",
]


def state(folder: Path) -> dict[str, bytes | None]:
    return {path.name: path.read_bytes() if path.is_file() else None for path in folder.iterdir()}


def told(path: Path, opening: Callable[[Path], object] = Workspace.open) -> str:
    """What opening is refused with; nothing in the folder may change."""
    before = state(path.parent)
    with pytest.raises(UserError) as refused:
        opening(path)
    assert state(path.parent) == before
    for line in (refused.value.to("zh"), refused.value.to("en")):
        assert str(path).replace("\0", "") in line
        assert "\n" not in line
    return refused.value.code


def with_sql(path: Path, content: bytes, *statements: str) -> Path:
    """A file of this content, changed by another program."""
    path.write_bytes(content)
    connection = sqlite3.connect(path, isolation_level=None)
    for statement in statements:
        connection.execute(statement)
    connection.close()
    return path


def test_a_workspace_is_created_and_opened_again(tmp_path: Path) -> None:
    path = tmp_path / "集群 50%?#.jizhen"
    with Workspace.create(path) as workspace:
        operations.import_survey(workspace, sample("changsha"))
        assert state(tmp_path).keys() == {path.name, lock_of(path).name}
    with Workspace.open(path) as workspace:
        assert [entry.cluster.name_zh for entry in surveys.clusters(workspace)] == ["长沙市工程机械集群"]
    assert state(tmp_path).keys() == {path.name}


def test_the_file_says_what_it_is(sound: bytes) -> None:
    assert int.from_bytes(sound[68:72], "big") == APPLICATION_ID == 0x4A5A484E
    assert sound[68:72] == b"JZHN"
    assert int.from_bytes(sound[60:64], "big") == SCHEMA


@pytest.mark.usefixtures("flushed")
def test_every_connection_is_safe(workspace: Workspace) -> None:
    wanted = {"foreign_keys": 1, "trusted_schema": 0, "cell_size_check": 1, "journal_mode": "delete", "busy_timeout": 5000}
    assert {name: workspace.rows(f"PRAGMA {name}")[0][0] for name in wanted} == wanted
    with Workspace.open(workspace.path) as again:
        assert {name: again.rows(f"PRAGMA {name}")[0][0] for name in wanted} == wanted
        assert again.rows("PRAGMA synchronous") == [(3,)]


def test_all_tables_are_strict(workspace: Workspace) -> None:
    tables = workspace.rows("SELECT name, strict FROM pragma_table_list WHERE schema = 'main' AND name NOT GLOB '*sqlite_*'")
    assert len(tables) == 24
    assert all(strict for _, strict in tables), tables


@pytest.mark.parametrize("content", [b"", b"x", b"a letter\n" * 50, os.urandom(4000), b"\0" * 4096, b"PK\3\4" + b"\0" * 500])
def test_other_files_are_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "letter.jizhen"
    path.write_bytes(content)
    assert told(path) == "workspace-other"


def test_other_databases_are_refused(tmp_path: Path) -> None:
    assert told(with_sql(tmp_path / "other.jizhen", b"", "CREATE TABLE notes (text)", "PRAGMA user_version = 9")) == "workspace-other"


def test_missing_files_and_folders_are_refused(tmp_path: Path) -> None:
    assert told(tmp_path / "none.jizhen") == "workspace-missing"
    (tmp_path / "folder.jizhen").mkdir()
    assert told(tmp_path / "folder.jizhen") == "workspace-folder"
    assert told(tmp_path / ("n" * 300 + ".jizhen")) == "workspace-unreadable"
    assert told(tmp_path / "nul\0.jizhen") == "workspace-unreadable"


def test_a_file_without_permission_is_refused(tmp_path: Path, sound: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "w.jizhen"
    path.write_bytes(sound)

    def forbid(self: Path, mode: str = "r") -> object:
        raise PermissionError(13, "Permission denied", str(self))

    with monkeypatch.context() as patch:
        patch.setattr(Path, "open", forbid)
        with pytest.raises(UserError, match="没有权限"):
            Workspace.open(path)


@pytest.mark.parametrize("length", [20, 99, 100, 1000, 4096, 8192, -1, -4096])
def test_cut_off_files_are_refused(tmp_path: Path, sound: bytes, length: int) -> None:
    path = tmp_path / "w.jizhen"
    path.write_bytes(sound[:length])
    assert told(path) == "workspace-cut"


def test_a_newer_file_is_refused_with_the_version_needed(tmp_path: Path, sound: bytes) -> None:
    newer = (
        "INSERT INTO _sqlite_migrations (migration_set, name) VALUES ('jizhen', '7.2.0 networks')",
        f"PRAGMA user_version = {SCHEMA + 1}",
    )
    path = with_sql(tmp_path / "w.jizhen", sound, *newer)
    assert told(path) == "workspace-newer"
    with pytest.raises(UserError, match=rf"格式 {SCHEMA + 1}.*7\.2\.0"):
        Workspace.open(path)
    unknown = with_sql(tmp_path / "x.jizhen", sound, "DROP TABLE _sqlite_migrations", f"PRAGMA user_version = {SCHEMA + 1}")
    with pytest.raises(UserError, match=f"> {__version__}"):
        Workspace.open(unknown)
    later_in_wal = with_sql(tmp_path / "y.jizhen", sound, "PRAGMA journal_mode = WAL", *newer)
    assert told(later_in_wal) == "workspace-newer"


@pytest.mark.parametrize(
    "foreign",
    [
        "CREATE VIEW everything AS SELECT * FROM enterprises",
        "CREATE TRIGGER spy AFTER INSERT ON enterprises BEGIN DELETE FROM chain; END",
        "CREATE VIRTUAL TABLE words USING fts5(text)",
        "CREATE TRIGGER _sqlite_spy AFTER INSERT ON _sqlite_migrations BEGIN DELETE FROM chain; END",
        "CREATE TABLE notes (text)",
    ],
)
def test_foreign_objects_are_refused(tmp_path: Path, sound: bytes, foreign: str) -> None:
    assert told(with_sql(tmp_path / "w.jizhen", sound, foreign)) == "workspace-foreign"


def test_damaged_pages_are_refused(tmp_path: Path, sound: bytes) -> None:
    path = tmp_path / "w.jizhen"
    path.write_bytes(sound[:4096] + b"\xff" * 4096 + sound[8192:])
    assert told(path) == "workspace-damaged"


@pytest.mark.parametrize(
    "change", ["DROP TABLE chain", "DROP INDEX chain_order", "ALTER TABLE chain RENAME COLUMN note TO notes", *STEPS_LOST]
)
def test_missing_and_changed_tables_are_refused(tmp_path: Path, sound: bytes, change: str) -> None:
    assert told(with_sql(tmp_path / "w.jizhen", sound, change)) == "workspace-damaged"


def test_an_answer_of_a_wrong_type_is_found(tmp_path: Path, sound: bytes) -> None:
    path = with_sql(
        tmp_path / "w.jizhen",
        sound,
        "PRAGMA writable_schema = ON",
        "UPDATE sqlite_master SET sql = replace(sql, 'STRICT', '') WHERE name = 'indicators'",
    )
    with_sql(path, path.read_bytes(), "UPDATE indicators SET value = 'many' WHERE _id = 1")
    with_sql(
        path,
        path.read_bytes(),
        "PRAGMA writable_schema = ON",
        "UPDATE sqlite_master SET sql = sql || 'STRICT' WHERE name = 'indicators'",
    )
    assert told(path) == "workspace-damaged"


@settings(max_examples=100, deadline=None)
@given(at=st.integers(0, 2**20), noise=st.binary(min_size=1, max_size=40))
def test_whatever_is_damaged_is_refused_or_read_but_never_a_defect(sound_file: Path, at: int, noise: bytes) -> None:
    sound = sound_file.read_bytes()
    start = at % len(sound)
    path = sound_file.with_name("noise.jizhen")
    path.write_bytes(sound[:start] + noise + sound[start + len(noise) :])
    for use in (read_and_undo, verify):
        with contextlib.suppress(UserError):
            use(path)


def read_and_undo(path: Path) -> None:
    with Workspace.open(path) as workspace:
        for entry in surveys.clusters(workspace):
            for one in entry.rounds:
                surveys.load(workspace, one.id)
        operations.undo(workspace)


def test_a_locked_file_is_told(tmp_path: Path, sound: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "PATIENCE", 1)
    path = tmp_path / "w.jizhen"
    path.write_bytes(sound)
    with Workspace.open(path) as workspace:
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(UserError, match="正被其他程序使用"):
            operations.create_cluster(workspace, {"name_zh": "乙"})
        assert len(surveys.clusters(workspace)) == 1  # reading goes on
        other.execute("COMMIT")
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(UserError, match="正被其他程序使用"):
            surveys.clusters(workspace)
        with pytest.raises(UserError, match="正被其他程序使用"):
            Workspace.open(path)
        other.close()
        assert operations.create_cluster(workspace, {"name_zh": "乙"}).parts


def test_a_read_only_file_is_read_and_not_written(tmp_path: Path, sound: bytes) -> None:
    path = tmp_path / "w.jizhen"
    path.write_bytes(sound)
    with Workspace.open(path) as workspace:
        workspace.db.execute("PRAGMA query_only = ON")  # what SQLite says of a medium that cannot be written
        assert len(surveys.clusters(workspace)) == 1
        with pytest.raises(UserError, match="只读"):
            operations.create_cluster(workspace, {"name_zh": "乙"})
    assert path.read_bytes() == sound


@pytest.mark.skipif(os.name != "posix", reason="other systems do not delete what is open")
def test_a_file_deleted_while_it_is_open_is_told(tmp_path: Path, sound: bytes) -> None:
    path = tmp_path / "w.jizhen"
    path.write_bytes(sound)
    with Workspace.open(path) as workspace:
        path.rename(tmp_path / "elsewhere.jizhen")
        with pytest.raises(UserError, match="被移动或删除"):
            operations.create_cluster(workspace, {"name_zh": "乙"})


def test_a_full_disk_is_told(workspace: Workspace) -> None:
    workspace.db.execute(f"PRAGMA max_page_count = {workspace.rows('PRAGMA page_count')[0][0]}")
    with pytest.raises(UserError, match="磁盘空间不足"):
        operations.import_survey(workspace, sample("changsha"))
    assert surveys.clusters(workspace) == ()


def test_an_unfinished_change_is_taken_back(tmp_path: Path, sound: bytes) -> None:
    """A journal beside the file, as a crash leaves it."""
    path, crashed = tmp_path / "w.jizhen", tmp_path / "crashed.jizhen"
    path.write_bytes(sound)
    with Workspace.open(path) as workspace:
        workspace.db.execute("PRAGMA cache_size = 1")  # so that changed pages reach the file before the end
        workspace.db.execute("BEGIN")
        workspace.db.execute("UPDATE enterprises SET name = hex(randomblob(20000))")
        workspace.db.execute("UPDATE clusters SET name_zh = 'lost'")
        content = bytearray(path.read_bytes())
        content[28:32] = (len(content) // 4096 + 9).to_bytes(4, "big")  # pages that were announced and never written
        crashed.write_bytes(content)
        crashed.with_name("crashed.jizhen-journal").write_bytes(path.with_name("w.jizhen-journal").read_bytes())
        workspace.db.rollback()
    assert crashed.read_bytes() != sound
    with Workspace.open(crashed) as workspace:
        assert surveys.load(workspace, 1) == sample("changsha").survey
    assert not crashed.with_name("crashed.jizhen-journal").exists()


def test_creating_never_overwrites(tmp_path: Path) -> None:
    path = tmp_path / "w.jizhen"
    path.write_text("a letter")
    assert told(path, Workspace.create) == "workspace-exists"
    (tmp_path / "folder").mkdir()
    assert told(tmp_path / "folder", Workspace.create) == "workspace-exists"
    with pytest.raises(UserError, match="文件夹不存在"):
        Workspace.create(tmp_path / "none" / "w.jizhen")
    assert told(tmp_path / ("n" * 300), Workspace.create) == "file-not-writable"


def test_a_file_that_could_not_be_created_is_not_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(module, "migrate", fail)
    with pytest.raises(RuntimeError):
        Workspace.create(tmp_path / "w.jizhen")
    assert state(tmp_path) == {}


def test_an_old_sqlite_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 36, 0))
    with pytest.raises(UserError, match=r"3\.37"):
        Workspace.create(tmp_path / "w.jizhen")
    assert state(tmp_path) == {}


def test_a_defect_is_not_told_as_the_world(workspace: Workspace) -> None:
    with pytest.raises(sqlite3.OperationalError):
        workspace.rows("SELECT nothing FROM nowhere")


def test_one_thread_owns_a_workspace(workspace: Workspace) -> None:
    caught: list[Exception] = []

    def use() -> None:
        try:
            surveys.clusters(workspace)
        except sqlite3.ProgrammingError as error:
            caught.append(error)

    thread = threading.Thread(target=use)
    thread.start()
    thread.join()
    assert caught


def test_closing_twice_is_nothing(workspace: Workspace) -> None:
    workspace.close()
    workspace.close()
