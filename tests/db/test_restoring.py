"""Backups compared and restored; what can be read of a damaged file saved; and a check that changes nothing."""

import datetime as dt
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from db import operations
from db.attachments import ROUND
from db.backup import daily_backup
from db.copies import back_up, copy_closed
from db.restoring import backups, compare, find_backup, restore
from db.salvaging import TABLES, Salvaged, salvage
from db.schema import SCHEMA, model
from db.verify import verify
from db.workspace import Workspace
from diagnosis.errors import UserError
from main import main
from tests.db.helpers import dump, incoming, noise, sample, survey_file
from tests.others import another_program

MONDAY = dt.date(2024, 3, 4)


@pytest.fixture
def backed_up(tmp_path: Path) -> Path:
    """A workspace with a survey, its backup of Monday, and changes since."""
    path = tmp_path / "w.jizhen"
    with Workspace.create(path) as ws:
        operations.import_survey(ws, sample("changsha"))
        operations.attach(ws, 1, ROUND, [incoming("a.bin", noise(9000))])
        daily_backup(ws, MONDAY)
        firms = [row for (row,) in ws.rows("SELECT _id FROM enterprises ORDER BY _position")]
        operations.delete_rows(ws, 1, "enterprises", firms[:2])
        operations.set_cells(ws, 1, "enterprises", firms[3], {"employees": 7})
        operations.add_row(ws, 1, "institutions", {"name": "新机构"})
        operations.set_answer(ws, 1, "cluster", "name_en", "Other")
        operations.start_cluster(ws, {"name_zh": "乙"}, "2024", None)
    return path


def told(path: Path, backup: Path) -> dict[str, tuple[int, int, int]]:
    return {each.name.en: (each.added, each.removed, each.changed) for each in compare(path, backup)}


def test_a_backup_is_compared_with_the_present_part_by_part(backed_up: Path) -> None:
    (only,) = backups(backed_up)
    assert only.sound
    found = told(backed_up, only.path)
    assert found["Firms"] == (2, 0, found["Firms"][2])
    assert found["Firms"][2] >= 1  # those behind the deleted ones have moved up
    assert found["Universities, institutes"] == (0, 1, 0)
    assert found["Cluster"] == (0, 1, 1)
    assert "Evidence" not in found


def test_each_backup_says_why_it_was_made(backed_up: Path) -> None:
    with Workspace.open(backed_up) as ws:
        back_up(ws.db, backed_up, "2024-03-05-format-3")
    copy_closed(backed_up, "before-1.4.0")
    told = [each.why for each in backups(backed_up)]
    assert [text.zh for text in told] == ["更新到 1.4.0 前", "文件格式升级前", "每日备份"]
    assert [text.en for text in told] == ["before the update to 1.4.0", "before a new file format", "daily"]


def test_restoring_brings_back_what_was_and_keeps_what_is(backed_up: Path) -> None:
    now = backed_up.read_bytes()
    backup = find_backup(backed_up, "2024-03-04")
    lines = restore(backed_up, backup)
    assert compare(backed_up, backup) == ()
    assert verify(backed_up).sound
    kept = next(backed_up.parent.glob("w-replaced-*"))
    assert kept.read_bytes() == now
    assert any(str(kept) in line.zh for line in lines)
    assert told(backed_up, kept)["Firms"][1] == 2


def test_nothing_is_restored_that_is_not_sound_or_over_what_somebody_works_on(backed_up: Path) -> None:
    backup, now = find_backup(backed_up, "2024"), backed_up.read_bytes()
    with another_program(backed_up), pytest.raises(UserError, match="正由"):
        restore(backed_up, backup)
    backup.write_bytes(backup.read_bytes()[:9000])
    assert [each.sound for each in backups(backed_up)] == [False]
    with pytest.raises(UserError, match="已损坏，不能恢复"):
        restore(backed_up, backup)
    with pytest.raises(UserError, match="没有名为"):
        find_backup(backed_up, "2023")
    assert backed_up.read_bytes() == now
    assert [each.name for each in backed_up.parent.iterdir()] == [backed_up.name]


def test_backups_from_the_command_line(backed_up: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["restore", str(backed_up)]) == 0
    assert "2024-03-04" in capsys.readouterr().out
    before = backed_up.read_bytes()
    assert main(["restore", str(backed_up), "--backup", "2024-03-04", "--dry-run"]) == 0
    assert "找回 2 行" in capsys.readouterr().out
    assert backed_up.read_bytes() == before
    assert main(["restore", str(backed_up), "--backup", "2024-03-04"]) == 0
    assert "原来的文件保留为" in capsys.readouterr().out
    assert main(["restore", str(backed_up), "--backup", "2024-03-04", "--dry-run"]) == 0
    assert "相同" in capsys.readouterr().out


# ---- saving what can be read


def root_page(path: Path, name: str) -> int:
    with closing(sqlite3.connect(path)) as db:
        return int(db.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (name,)).fetchone()[0])


def scratch(path: Path, page: int) -> None:
    content = bytearray(path.read_bytes())
    content[(page - 1) * 4096 : page * 4096] = b"\xff" * 4096
    path.write_bytes(content)


def test_everything_of_a_sound_workspace_comes_through(backed_up: Path, tmp_path: Path) -> None:
    before, target = backed_up.read_bytes(), tmp_path / "saved.jizhen"
    found = salvage(backed_up, target)
    assert all(not each.lost and not each.unread for each in found)
    assert verify(target).sound
    with Workspace.open(backed_up) as ws, Workspace.open(target) as saved:
        own = {"_sqlite_migrations"}
        assert {table: rows for table, rows in dump(saved).items() if table not in own} == {
            table: rows for table, rows in dump(ws).items() if table not in own
        }
    assert backed_up.read_bytes() == before


def test_every_table_is_taken_or_left_on_purpose() -> None:
    tables = {name for name, sql in model(SCHEMA).items() if sql.startswith("CREATETABLE")}
    assert tables - set(TABLES) == {"history", "needed"}


@pytest.mark.parametrize("table", ["enterprises", "clusters", "rounds", "blobs", "attachments", "answers"])
def test_a_lost_table_takes_no_other_with_it(backed_up: Path, tmp_path: Path, table: str) -> None:
    target = tmp_path / "saved.jizhen"
    scratch(backed_up, root_page(backed_up, table))
    assert not verify(backed_up).sound
    found = {each.table: each for each in salvage(backed_up, target)}
    assert found[table].rows == 0
    assert found[table].lost or found[table].unread
    assert found["chain"].rows == 4
    assert not found["chain"].lost
    assert verify(target).sound
    assert all("\n" not in each.told().zh for each in found.values())


def test_rows_on_both_sides_of_a_damaged_page_come_through(tmp_path: Path) -> None:
    path, target = tmp_path / "w.jizhen", tmp_path / "saved.jizhen"
    with Workspace.create(path) as ws:
        operations.import_survey(ws, survey_file(institutions=[{"name": f"机构{number}" + "长" * 200} for number in range(400)]))
        pages = (
            ws.rows("SELECT pageno FROM dbstat WHERE name = 'institutions' AND pagetype = 'leaf' ORDER BY path") if _has_dbstat() else []
        )
    if not pages:
        pytest.skip("this SQLite does not tell which pages a table has")
    scratch(path, pages[len(pages) // 2][0])
    (found,) = (each for each in salvage(path, target) if each.table == "institutions")
    assert 350 < found.rows < 400
    assert found.rows + len(found.lost) == 400
    assert "丢失" in found.told().zh
    assert verify(target).sound


@pytest.mark.parametrize("table", TABLES)
def test_what_came_through_is_told_without_the_name_of_a_table(table: str) -> None:
    told = Salvaged(table, 3, (), unread=False).told()
    assert told.zh.isascii() is False
    assert table not in told.zh
    assert "_" not in told.en


def _has_dbstat() -> bool:
    with closing(sqlite3.connect(":memory:")) as db:
        return ("ENABLE_DBSTAT_VTAB",) in db.execute("PRAGMA compile_options").fetchall()


def test_a_cut_file_is_saved_as_far_as_it_goes_and_rubbish_is_refused(backed_up: Path, tmp_path: Path) -> None:
    content = backed_up.read_bytes()
    backed_up.write_bytes(content[: len(content) * 3 // 4 // 4096 * 4096])
    found = salvage(backed_up, tmp_path / "saved.jizhen")
    assert sum(each.rows for each in found) > 0
    assert verify(tmp_path / "saved.jizhen").sound
    backed_up.write_bytes(content[:100] + b"\xff" * (len(content) - 100))
    with pytest.raises(UserError, match="没有读出任何内容"):
        salvage(backed_up, tmp_path / "none.jizhen")
    assert not (tmp_path / "none.jizhen").exists()


def test_saving_from_the_command_line(backed_up: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    scratch(backed_up, root_page(backed_up, "enterprises"))
    assert main(["verify", str(backed_up), "--salvage", str(tmp_path / "saved.jizhen")]) == 0
    assert "企业：救出 0 行" in capsys.readouterr().out
    assert main(["verify", str(tmp_path / "saved.jizhen")]) == 0
    assert main(["verify", str(backed_up), "--salvage", str(tmp_path / "saved.jizhen")]) == 1


def test_an_empty_workspace_has_nothing_to_lose(tmp_path: Path) -> None:
    Workspace.create(tmp_path / "empty.jizhen").close()
    assert not any(each.rows for each in salvage(tmp_path / "empty.jizhen", tmp_path / "saved.jizhen"))
    assert verify(tmp_path / "saved.jizhen").sound


# ---- the check changes nothing


def test_the_check_leaves_a_file_of_another_journal_mode_as_it_is(backed_up: Path) -> None:
    with closing(sqlite3.connect(backed_up)) as db:
        db.execute("PRAGMA journal_mode = WAL")
    before = backed_up.read_bytes()
    assert verify(backed_up).sound
    assert backed_up.read_bytes() == before
    assert [each.name for each in backed_up.parent.iterdir()] == [backed_up.name]


def test_the_check_leaves_a_half_written_change_where_it_is(backed_up: Path, tmp_path: Path) -> None:
    crashed = tmp_path / "crashed.jizhen"
    with Workspace.open(backed_up) as ws:
        ws.db.execute("PRAGMA cache_size = 1")
        ws.db.execute("BEGIN")
        ws.db.execute("UPDATE enterprises SET name = hex(randomblob(20000))")
        for name in ("", "-journal"):
            crashed.with_name(crashed.name + name).write_bytes(backed_up.with_name(backed_up.name + name).read_bytes())
        ws.db.rollback()
    before = {path.name: path.read_bytes() for path in tmp_path.glob("crashed*")}
    assert verify(crashed).sound
    assert {path.name: path.read_bytes() for path in tmp_path.glob("crashed*")} == before
