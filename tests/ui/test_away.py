"""What is typed while the disk of the workspace is away, and what happens when it is there again."""

import shutil
from pathlib import Path

import pytest
from PySide6.QtTest import QTest

from db import operations, surveys
from db.workspace import Workspace
from tests.ui.troubles import shown, typed
from tests.ui.window import Opened


@pytest.fixture
def path(program: Opened, tmp_path: Path) -> Path:
    """Where the workspace lies that the window is over."""
    path = tmp_path / "甲.jizhen"
    program.go_on_in(path)
    return path


def test_what_was_typed_while_the_disk_was_away_is_stored_when_it_is_there_again(program: Opened, path: Path) -> None:
    aside = path.with_suffix(".aside")
    shutil.copy(path, aside)
    path.unlink()
    field = typed(program, "X")
    assert program.session.unsaved
    aside.rename(path)
    program.session.look()
    program.settle()
    assert not program.session.unsaved
    assert not program.window.trouble.isVisible()
    assert "未保存" not in program.window.status.text
    typed(program, "Y")
    program.window.commands.save_as_path(path.with_name("乙.jizhen"))
    program.settle()
    with Workspace.open(path) as ws:
        assert surveys.clusters(ws)[0].cluster.name_en == shown(field)
    assert shown(field).endswith("XY")


def test_what_somebody_wrote_on_the_disk_meanwhile_is_shown(program: Opened, path: Path) -> None:
    aside = path.with_suffix(".jizhen2")
    shutil.copy(path, aside)
    path.unlink()
    typed(program, "X")
    with Workspace.open(aside) as ws:
        operations.set_answer(ws, program.session.round_id or 0, "cluster", "name_zh", "别人写的名称")
    aside.rename(path)
    program.session.look()
    program.settle()
    program.settle()
    assert not program.session.unsaved
    assert program.session.clusters[0].cluster.name_zh == "别人写的名称"


def test_an_older_copy_in_its_place_gets_nothing_of_it(program: Opened, path: Path) -> None:
    older = path.with_suffix(".older")
    shutil.copy(path, older)
    typed(program, "W")
    path.unlink()
    typed(program, "X")
    older.rename(path)
    before = path.read_bytes()
    program.session.look()
    program.settle()
    assert program.session.unsaved
    assert "移动或删除" in program.window.trouble.text
    assert path.read_bytes() == before


@pytest.mark.parametrize("keys", ["Ctrl+N", "Ctrl+Z"])
def test_what_does_not_wait_is_said_not_to_be_done_while_other_things_wait(program: Opened, path: Path, keys: str) -> None:
    path.unlink()
    typed(program, "X")
    program.press("Ctrl+2")
    program.settle()
    QTest.keySequence(program.focus, keys)
    program.settle()
    program.bot.waitUntil(lambda: "没有执行" in program.window.messages.text, timeout=10_000)
    assert "未保存" in program.window.trouble.text
    program.window.commands.save_as_path(path)
    program.settle()


def test_each_firm_counts_of_what_waits(program: Opened, path: Path) -> None:
    path.unlink()
    round_id = program.session.round_id
    ids = range(1, 4)
    for number, row_id in enumerate((*ids, 1)):  # the first one twice
        program.session.change(operations.set_cells, round_id, "enterprises", row_id, {"employees": number})
    program.settle()
    assert "未保存（3 项）" in program.window.status.text
    assert "企业中的“从业人员”（3 处）" in program.window.trouble.text
    program.window.commands.save_as_path(path)
    program.settle()
