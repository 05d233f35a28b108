"""Daily backups, the check of a workspace file, and its repair."""

import datetime as dt
import errno
import os
import re
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from db import operations, surveys
from db.backup import daily_backup
from db.copies import back_up, copies, copy_closed
from db.header import journal
from db.places import backup_folder
from db.repairing import repair
from db.verify import verify
from db.workspace import Workspace
from diagnosis.errors import UserError
from tests.db.helpers import dump, sample

MONDAY = dt.date(2024, 3, 4)


def later(workspace: Workspace, days: int) -> dt.date:
    """Something is written on a later day; the file's time is set, as the clock does not wait for us."""
    operations.create_cluster(workspace, {"name_zh": f"第{days}天"})
    newest = copies(workspace.path)[0].stat().st_mtime
    os.utime(workspace.path, (newest + 10, newest + 10))
    return MONDAY + dt.timedelta(days)


def test_one_backup_a_day(workspace: Workspace) -> None:
    operations.import_survey(workspace, sample("changsha"))
    first = daily_backup(workspace, MONDAY)
    assert first == copies(workspace.path)[0]
    assert first.parent == backup_folder()
    assert "2024-03-04" in first.name
    later(workspace, 0)
    assert daily_backup(workspace, MONDAY) is None
    with Workspace.open(first) as backup:
        assert surveys.load(backup, 1) == sample("changsha").survey
    assert daily_backup(workspace, later(workspace, 1)) == copies(workspace.path)[0] != first


def test_no_backup_of_what_was_backed_up_already(workspace: Workspace) -> None:
    first = daily_backup(workspace, MONDAY)
    assert first
    os.utime(workspace.path, (first.stat().st_mtime - 5,) * 2)
    assert daily_backup(workspace, MONDAY + dt.timedelta(1)) is None


def test_the_newest_ten_are_kept(workspace: Workspace) -> None:
    daily_backup(workspace, MONDAY)
    made = [daily_backup(workspace, later(workspace, days)) for days in range(1, 13)]
    assert copies(workspace.path) == made[:-11:-1]


def test_of_the_copies_before_updates_the_newest_five_are_kept_once_a_new_backup_is_sound(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = [copy_closed(workspace.path, f"before-0.{number}.0") for number in range(8)]
    made.append(back_up(workspace.db, workspace.path, "2024-01-01-format-2"))
    assert len(copies(workspace.path)) == 9
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", lambda _: (_ for _ in ()).throw(OSError(28, "No space left on device")))
        with pytest.raises(UserError):
            daily_backup(workspace, MONDAY)
    assert len(copies(workspace.path)) == 9  # nothing goes for a backup that did not come about
    newest = daily_backup(workspace, MONDAY)
    assert set(copies(workspace.path)) == {newest, *made[3:8]}
    monkeypatch.setattr("db.backup.ROOM", 1)
    latest = daily_backup(workspace, later(workspace, 1))
    assert set(copies(workspace.path)) == {latest, newest, *made[6:8]}


def test_the_copy_just_made_stays_whatever_the_clock_says(workspace: Workspace) -> None:
    for day in range(1, 13):
        back_up(workspace.db, workspace.path, f"2024-05-{day:02d}")
    made = daily_backup(workspace, later(workspace, 0))  # older than all of them by its name
    assert made in copies(workspace.path)


def test_workspaces_of_one_name_have_backups_of_their_own(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        with Workspace.create(tmp_path / folder / "w[1]*.jizhen") as workspace:
            assert daily_backup(workspace, MONDAY)
            assert len(copies(workspace.path)) == 1
    assert len(list(backup_folder().iterdir())) == 2


def test_a_backup_that_fails_is_told_and_leaves_nothing(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", fail)
        with pytest.raises(UserError, match="磁盘空间不足"):
            daily_backup(workspace, MONDAY)
    assert list(backup_folder().iterdir()) == []


def test_damage_is_not_backed_up(workspace: Workspace) -> None:
    operations.import_survey(workspace, sample("changsha"))
    daily_backup(workspace, MONDAY)
    day = later(workspace, 1)
    workspace.db.execute("PRAGMA cache_size = 0")  # so that pages are read from the disk
    workspace.db.execute("PRAGMA shrink_memory")
    with workspace.path.open("r+b") as file:
        file.seek(4096 * 3)
        file.write(b"\xff" * 4096 * 4)
    with pytest.raises(UserError, match="已损坏"):
        daily_backup(workspace, day)
    assert [path.name[-17:] for path in backup_folder().iterdir()] == ["2024-03-04.jizhen"]


@pytest.fixture
def backed_up(tmp_path: Path) -> Path:
    """A closed workspace with a backup."""
    path = tmp_path / "w.jizhen"
    with Workspace.create(path) as workspace:
        operations.import_survey(workspace, sample("changsha"))
        daily_backup(workspace, MONDAY)
    return path


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:9000])


def wipe(path: Path) -> None:
    path.write_bytes(b"\0" * path.stat().st_size)


def scratch(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content[:4096] + b"\xff" * 4096 + content[8192:])


def meddle(*statements: str) -> Callable[[Path], None]:
    def change(path: Path) -> None:
        connection = sqlite3.connect(path, isolation_level=None)
        for statement in statements:
            connection.execute(statement)
        connection.close()

    return change


DAMAGES = [
    pytest.param(cut, "末尾缺失", id="cut"),
    pytest.param(wipe, "不是集诊工作区文件", id="wiped"),
    pytest.param(Path.unlink, "找不到", id="gone"),
    pytest.param(scratch, "数据损坏", id="scratched"),
    pytest.param(meddle("DELETE FROM rounds"), "所属的集群或轮次不存在", id="orphans"),
    pytest.param(meddle("DROP TABLE interviews"), "数据表“interviews”", id="table"),
    pytest.param(meddle("DROP INDEX chain_order"), "数据表“chain_order”", id="index"),
    pytest.param(meddle("ALTER TABLE chain ADD COLUMN colour TEXT"), "数据表“chain”", id="column"),
    pytest.param(meddle("CREATE VIEW spy AS SELECT * FROM chain"), "数据表“spy”", id="foreign"),
    pytest.param(meddle("UPDATE enterprises SET role = 'boss'"), "“2019”无法读取：.*boss", id="answer"),
]


def test_a_sound_file_is_sound_and_stays_as_it_is(backed_up: Path) -> None:
    before = backed_up.read_bytes()
    report = verify(backed_up)
    assert report.sound
    assert str(backed_up) in report.lines[0].zh
    assert backed_up.read_bytes() == before
    with pytest.raises(UserError, match="无需恢复"):
        repair(backed_up)
    assert backed_up.read_bytes() == before


@pytest.mark.parametrize(("damage", "told"), DAMAGES)
def test_damage_is_found_and_repaired_from_the_backup(backed_up: Path, damage: Callable[[Path], None], told: str) -> None:
    with Workspace.open(backed_up) as workspace:
        sound = dump(workspace)
    damage(backed_up)
    damaged = backed_up.read_bytes() if backed_up.exists() else None
    report = verify(backed_up)
    assert not report.sound
    lines = "\n".join(line.zh for line in report.lines)
    assert re.search(told, lines), lines
    assert "可以从备份恢复" in lines
    assert all("\n" not in line.en for line in report.lines)
    assert (backed_up.read_bytes() if backed_up.exists() else None) == damaged
    repaired = repair(backed_up)
    assert repaired.sound
    assert verify(backed_up).sound
    with Workspace.open(backed_up) as workspace:
        assert dump(workspace) == sound
    kept = [path for path in backed_up.parent.iterdir() if "damaged" in path.name]
    assert [path.read_bytes() for path in kept] == ([] if damaged is None else [damaged])
    assert all(str(path) in "".join(line.zh for line in repaired.lines) for path in kept)


def test_a_journal_of_the_damaged_file_goes_with_it(backed_up: Path) -> None:
    """Beside the restored file, SQLite would apply it to that."""
    wipe(backed_up)
    backed_up.with_name("w.jizhen-journal").write_bytes(b"old")
    repair(backed_up)
    assert not backed_up.with_name("w.jizhen-journal").exists()
    assert [path.read_bytes() for path in backed_up.parent.glob("*damaged*-journal")] == [b"old"]
    wipe(backed_up)
    repair(backed_up)
    assert len(list(backed_up.parent.glob("*damaged*.jizhen"))) == 2


def test_a_damaged_backup_is_passed_over(backed_up: Path) -> None:
    with Workspace.open(backed_up) as workspace:
        newer = daily_backup(workspace, later(workspace, 1))
    assert newer
    scratch(newer)
    wipe(backed_up)
    assert "2024-03-04" in repair(backed_up).lines[0].zh
    cut(backed_up)
    for copy in copies(backed_up):
        wipe(copy)
    damaged = backed_up.read_bytes()
    with pytest.raises(UserError, match="没有完好的备份"):
        repair(backed_up)
    assert backed_up.read_bytes() == damaged


def test_what_never_was_a_workspace_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "letter.jizhen"
    path.write_text("a letter")
    with pytest.raises(UserError, match="不是集诊工作区文件"):
        verify(path)
    with pytest.raises(UserError, match="找不到"):
        repair(tmp_path / "none.jizhen")


def test_a_newer_file_is_not_examined(backed_up: Path) -> None:
    meddle("PRAGMA user_version = 9")(backed_up)
    with pytest.raises(UserError, match="由更新的程序写成"):
        verify(backed_up)


def test_damage_without_a_backup_is_told(tmp_path: Path) -> None:
    path = tmp_path / "w.jizhen"
    Workspace.create(path).close()
    cut(path)
    assert "没有这个工作区的备份" in verify(path).lines[-1].zh


def test_a_backup_is_made_though_an_old_one_cannot_be_deleted(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    first, unlink = daily_backup(workspace, MONDAY), Path.unlink

    def held(path: Path, *args: bool, **kinds: bool) -> None:
        if path == first:
            raise PermissionError(errno.EACCES, "open elsewhere")
        unlink(path, *args, **kinds)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "unlink", held)
        made = [daily_backup(workspace, later(workspace, days)) for days in range(1, 11)]
    assert copies(workspace.path) == [*reversed(made), first]
    made.append(daily_backup(workspace, later(workspace, 11)))
    assert copies(workspace.path) == made[:-11:-1]


def test_a_full_disk_while_a_file_is_looked_through_is_told(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "full")

    workspace.close()
    journal(workspace.path).write_bytes(b"half written")
    monkeypatch.setattr("shutil.copyfile", full)
    with pytest.raises(UserError) as refused:
        verify(workspace.path)
    assert refused.value.code == "disk-full"
