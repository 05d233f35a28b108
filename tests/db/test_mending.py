"""Encrypted files with damaged pages: what was written comes through, what may be wrong is told, and nothing else is touched."""

import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO, Self, cast

import pytest

from db import keys, operations
from db.backup import daily_backup
from db.copies import copies
from db.encrypting import set_password, unlock
from db.keys import PAGE
from db.pages import bad_pages
from db.salvaging import Salvaged, salvage
from db.verify import verify
from db.workspace import Workspace
from diagnosis.errors import UserError
from tests.db.helpers import dump, sample

pytestmark = pytest.mark.usefixtures("no_keys")
PASSWORD = "橘子洲头 1925"
KEPT = {"clusters": 1, "chain": 4}  # rows of tables that the damage is far from


@pytest.fixture
def locked(tmp_path: Path) -> Path:
    """An encrypted workspace with a survey, without a backup."""
    path = tmp_path / "w.jizhen"
    with Workspace.create(path) as workspace:
        operations.import_survey(workspace, sample("changsha"))
    set_password(path, PASSWORD)
    return path


def place(path: Path, name: str) -> int:
    """The number of the first page of a table."""
    with Workspace.read(path) as ws:
        return int(ws.rows("SELECT rootpage FROM sqlite_master WHERE name = ?", name)[0][0])


def spoil(path: Path, at: int, length: int = 8) -> None:
    content = bytearray(path.read_bytes())
    content[at : at + length] = bytes(byte ^ 0x55 for byte in content[at : at + length])
    path.write_bytes(content)


def saved(path: Path) -> dict[str, Salvaged]:
    """What is salvaged by somebody who has just typed the password."""
    keys.forget_all()
    unlock(path, PASSWORD)
    damaged, target = path.read_bytes(), path.with_name("saved.jizhen")
    found = {each.table: each for each in salvage(path, target)}
    assert verify(target).sound
    assert keys.is_encrypted(target)
    assert path.read_bytes() == damaged
    return found


def rows(found: dict[str, Salvaged]) -> dict[str, int]:
    return {table: found[table].rows for table in KEPT}


def test_a_sound_one_has_no_bad_pages(locked: Path) -> None:
    assert bad_pages(locked, keys.secret_of(locked)) == []
    assert not any(each.doubtful for each in saved(locked).values())


def test_rows_of_a_damaged_page_come_through_and_are_told(locked: Path) -> None:
    with Workspace.read(locked) as ws:
        before = {row[0]: row for row in ws.rows("SELECT * FROM enterprises")}
    page = place(locked, "enterprises")
    spoil(locked, page * PAGE - 400)
    keys.forget_all()
    unlock(locked, PASSWORD)
    assert any(f"第 {page} 页" in line.zh for line in verify(locked).problems)
    found = saved(locked)
    firms = found["enterprises"]
    assert firms.rows + len(firms.lost) == len(before)
    assert len(firms.doubtful) == firms.rows > 0  # none of them is vouched for
    assert "请逐行核对" in firms.told().zh
    assert rows(found) == KEPT
    assert not any(each.doubtful for table, each in found.items() if table != "enterprises")


def test_what_stands_on_sound_pages_is_what_was_written(locked: Path) -> None:
    """Whatever page is lost, no row that is not told of differs from what was there."""
    with Workspace.read(locked) as ws:
        before = dump(ws)
    content = locked.read_bytes()
    for page in range(3, len(content) // PAGE + 1, 11):
        locked.write_bytes(content[: (page - 1) * PAGE] + os.urandom(PAGE) + content[page * PAGE :])
        found = saved(locked)
        with Workspace.read(locked.with_name("saved.jizhen")) as ws:
            after = dump(ws)
        for table, each in found.items():
            if not each.doubtful and table not in {"clusters", "rounds"}:  # those that rows needed were made up
                assert set(after.get(table, ())) <= set(before.get(table, ())), (page, table)
        locked.with_name("saved.jizhen").unlink()


@pytest.mark.parametrize("at", [20, 1500, 3000, PAGE - 90, PAGE - 10])
def test_a_damaged_first_page_costs_nothing(locked: Path, at: int) -> None:
    spoil(locked, at)
    keys.forget_all()
    unlock(locked, PASSWORD)  # it is no wrong password
    assert "开头已损坏" in verify(locked).lines[0].zh
    assert rows(saved(locked)) == KEPT


@pytest.mark.parametrize("lost", [lambda size: size - 100, lambda size: size // 2 + 100, lambda size: size - PAGE - 5])
def test_one_that_is_cut_off_within_a_page_is_known_and_saved(locked: Path, lost: Callable[[int], int]) -> None:
    locked.write_bytes(locked.read_bytes()[: lost(locked.stat().st_size)])
    keys.forget_all()
    with pytest.raises(UserError, match="需要密码"):
        verify(locked)
    unlock(locked, PASSWORD)
    assert "末尾缺失" in verify(locked).lines[0].zh
    with pytest.raises(UserError, match="不完整"):
        Workspace.open(locked)
    assert rows(saved(locked)) == KEPT


def test_without_the_pages_that_name_the_tables_the_backup_names_them(locked: Path) -> None:
    with Workspace.open(locked) as ws:
        daily_backup(ws)
        operations.add_row(ws, 1, "institutions", {"name": "新机构"})
    for page in schema_pages(locked):
        spoil(locked, page * PAGE - 3000)
    found = saved(locked)
    assert rows(found) == KEPT
    assert found["institutions"].rows == len(sample("changsha").survey.institutions) + 1
    assert not any(each.doubtful for each in found.values())


def test_without_a_backup_tables_are_found_where_a_new_workspace_has_them_and_told(locked: Path) -> None:
    first = schema_pages(locked)[0]
    spoil(locked, first * PAGE - 3000)
    found = saved(locked)
    assert rows(found) == KEPT
    assert any(each.doubtful for each in found.values())
    assert not copies(locked)


def test_where_nothing_names_the_tables_the_line_says_what_to_do(locked: Path) -> None:
    locked.write_bytes(locked.read_bytes()[: 10 * PAGE])
    keys.forget_all()
    unlock(locked, PASSWORD)
    with pytest.raises(UserError, match="请从备份恢复"):
        salvage(locked, locked.with_name("saved.jizhen"))
    assert not locked.with_name("saved.jizhen").exists()


def test_a_lost_salt_is_that_of_the_backup(locked: Path) -> None:
    with Workspace.open(locked) as ws:
        daily_backup(ws)
    spoil(locked, 3)
    keys.forget_all()
    with pytest.raises(UserError) as refused:
        unlock(locked, PASSWORD)
    assert refused.value.code == "workspace-damaged"
    assert {each.table: each.rows for each in salvage(locked, locked.with_name("saved.jizhen"))}["chain"] == 4


def schema_pages(path: Path) -> list[int]:
    """The pages, but for the first, without which no table is known."""
    from db.mending import _knows_all

    content, found = path.read_bytes(), []
    copy = path.with_name("try.jizhen")
    for page in range(2, len(content) // PAGE + 1):
        copy.write_bytes(content)
        spoil(copy, page * PAGE - 3000)
        if not _knows_all(copy):
            found.append(page)
    copy.unlink()
    return found


class Worn:
    """A file of which the disk cannot read one page any more."""

    def __init__(self, file: BinaryIO, page: int) -> None:
        self.file, self.page = file, page

    def __getattr__(self, name: str) -> object:
        return getattr(self.file, name)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.file.close()

    def read(self, size: int = -1) -> bytes:
        if self.file.tell() // PAGE == self.page - 1:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return self.file.read(size)


def test_a_page_that_the_disk_cannot_read_costs_no_other(locked: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page, opened = place(locked, "enterprises"), Path.open

    def worn(path: Path, mode: str = "r", *args: Any, **kinds: Any) -> Any:
        file = opened(path, mode, *args, **kinds)
        return Worn(cast(BinaryIO, file), page) if path == locked else file

    monkeypatch.setattr(Path, "open", worn)
    found = {each.table: each for each in salvage(locked, locked.with_name("saved.jizhen"))}
    assert rows(found) == KEPT
    assert found["enterprises"].lost
    assert not any(each.doubtful for each in found.values())
