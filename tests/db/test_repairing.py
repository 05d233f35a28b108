"""What a repair says before it does anything, and what it passes over."""

import datetime as dt
import io
from pathlib import Path

import pytest

from db import keys, operations
from db.backup import daily_backup
from db.copies import copies, copy_closed
from db.encrypting import set_password
from db.repairing import find_remedy, repair
from db.verify import verify
from db.workspace import Workspace
from diagnosis.errors import UserError
from main import main
from tests.db.helpers import sample

pytestmark = pytest.mark.usefixtures("no_keys")
MONDAY = dt.date(2024, 3, 4)
Capture = pytest.CaptureFixture[str]


@pytest.fixture
def damaged(tmp_path: Path) -> Path:
    """A workspace with a backup, changed since; the table of its interviews, which is empty, is damaged."""
    path = tmp_path / "w.jizhen"
    with Workspace.create(path) as ws:
        operations.import_survey(ws, sample("changsha"))
        daily_backup(ws, MONDAY)
        operations.add_row(ws, 1, "institutions", {"name": "新机构"})
        operations.set_answer(ws, 1, "cluster", "name_en", "Other")
        page = int(ws.rows("SELECT rootpage FROM sqlite_master WHERE name = 'interviews'")[0][0])
    content = path.read_bytes()
    path.write_bytes(content[: 4096 * (page - 1)] + b"\xff" * 4096 + content[4096 * page :])
    return path


def locked_copy(path: Path, folder: Path) -> Path:
    """A newer backup of the workspace under a password that is forgotten."""
    other = folder / "other.jizhen"
    with Workspace.create(other):
        pass
    set_password(other, "nobody knows it")
    copy = copy_closed(path, "locked")
    copy.write_bytes(other.read_bytes())
    keys.forget_all()
    return copy


def test_it_says_what_the_backup_holds_and_how_it_differs_from_what_can_be_read(damaged: Path) -> None:
    before = damaged.read_bytes()
    remedy = find_remedy(damaged)
    told = "\n".join(line.zh for line in remedy.lines)
    assert "集群 1 个，轮次 1 个，企业" in told
    assert "最后一次改动" in told
    found = {each.name.en: (each.added, each.removed, each.changed) for each in remedy.differences or ()}
    assert found["Universities, institutes"] == (0, 1, 0)
    assert found["Cluster"] == (0, 0, 1)
    assert damaged.read_bytes() == before


def test_where_nothing_can_be_read_that_is_said(damaged: Path) -> None:
    damaged.write_bytes(b"\0" * 9000)
    remedy = find_remedy(damaged)
    assert remedy.differences is None
    assert "无从比较" in remedy.lines[-1].zh


def test_a_newer_backup_whose_password_is_unknown_is_told_and_passed_over(damaged: Path, tmp_path: Path) -> None:
    locked = locked_copy(damaged, tmp_path)
    assert copies(damaged)[0] == locked
    remedy = find_remedy(damaged)
    assert remedy.locked == locked
    assert "2024-03-04" in remedy.backup.name
    assert locked.name in remedy.lines[0].zh
    assert repair(damaged, remedy).sound
    assert verify(damaged).sound


def test_where_only_locked_backups_are_left_their_password_is_asked_for(damaged: Path, tmp_path: Path) -> None:
    copies(damaged)[0].unlink()
    locked = locked_copy(damaged, tmp_path)
    with pytest.raises(UserError) as refused:
        find_remedy(damaged)
    assert (refused.value.code, refused.value.facts["file"]) == ("workspace-password", locked)


class Typed(io.StringIO):
    """Somebody at a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("words", "answer", "done"),
    [
        ((), Typed("y\n"), True),
        ((), Typed("n\n"), False),
        ((), Typed(""), False),
        (("--yes",), Typed(""), True),
        ((), io.StringIO("n\n"), True),
    ],
)
def test_the_command_asks_on_a_terminal_before_it_replaces_anything(
    damaged: Path, words: tuple[str, ...], answer: io.StringIO, done: bool, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = damaged.read_bytes()
    monkeypatch.setattr("sys.stdin", answer)
    assert main(["verify", str(damaged), "--repair", *words]) == (0 if done else 1)
    printed = capsys.readouterr()
    assert "将使用的备份" in printed.out
    assert ("[y/N]" in printed.out) == (not words and answer.isatty())
    assert ("没有替换任何文件" in printed.err) == (not done)
    assert (damaged.read_bytes() != before) == done
    assert [path.read_bytes() for path in damaged.parent.glob("w-damaged-*")] == ([before] if done else [])
