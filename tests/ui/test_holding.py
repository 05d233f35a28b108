"""A workspace that somebody else has open: told, shown to be read, and taken over when it is free."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from db import operations, surveys, workspace
from db.conflicts import conflicts
from db.engine import connect
from db.workspace import Workspace
from diagnosis.errors import UserError
from diagnosis.text import Text
from tests.others import another_program
from tests.ui.test_trouble import name_in, own, path_of  # noqa: F401
from tests.ui.troubles import NAME, held, impatient, typed
from tests.ui.window import Opened
from ui.dialogs.ask import ConfirmDialog
from ui.starting import open_last


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    """A workspace with one cluster."""
    path = tmp_path / "乙.jizhen"
    with Workspace.create(path) as ws:
        operations.start_cluster(ws, {"name_zh": "乙集群", "name_en": "B"}, "2024", None)
    return path


def test_it_is_offered_to_be_read_and_is_ours_once_the_other_has_gone(program: Opened, elsewhere: Path) -> None:
    with another_program(elsewhere):
        program.window.commands.open_path(elsewhere)
        program.bot.waitUntil(lambda: isinstance(program.window.commands.dialog, ConfirmDialog))
        asked = program.dialog(ConfirmDialog)
        with program.bot.waitSignal(program.session.troubled, timeout=10_000):
            program.click(asked.do)
        program.settle()
        assert program.session.path == elsewhere
        assert program.window.trouble.isVisible()
        assert program.window.trouble.text.startswith("只读")
        assert program.window.status.text == "只读"
        program.window.activateWindow()
        program.window.go_to(NAME)
        program.settle()
        typed(program, "X", NAME)
        assert "未保存（1 项）" in program.window.status.text
        assert name_in_other(elsewhere) == "B"
    with program.bot.waitSignal(program.session.troubled, timeout=10_000):
        program.click(program.window.trouble.buttons["retry"])
    program.settle()
    assert not program.window.trouble.isVisible()
    assert program.window.status.text.startswith("已保存")
    assert name_in(elsewhere) == "BX"


def name_in_other(path: Path) -> str | None:
    with Workspace.read(path) as ws:
        return str(ws.rows("SELECT name_en FROM clusters")[0][0])


def test_leaving_it_keeps_what_is_open(program: Opened, elsewhere: Path) -> None:
    before = program.session.path
    with another_program(elsewhere):
        program.window.commands.open_path(elsewhere)
        program.bot.waitUntil(lambda: isinstance(program.window.commands.dialog, ConfirmDialog))
        program.click(program.dialog(ConfirmDialog).cancel)
    assert program.session.path == before
    assert not program.window.trouble.isVisible()


def test_a_second_window_shows_at_once_what_the_first_one_has(program: Opened, elsewhere: Path) -> None:
    program.settings.remember(elsewhere)
    with another_program(elsewhere), program.bot.waitSignal(program.session.troubled, timeout=10_000):
        open_last(program.window.commands)
    program.settle()
    assert program.session.path == elsewhere
    assert program.session.only_read
    assert "您自己打开的另一个窗口" in program.window.trouble.text


def test_somebody_else_is_not_taken_for_a_window_of_ours(program: Opened, elsewhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program.settings.remember(elsewhere)
    with another_program(elsewhere), program.bot.waitSignal(program.session.troubled, timeout=10_000):
        monkeypatch.setattr("db.holding.person", lambda: "李四")
        open_last(program.window.commands)
    assert "对方关闭后自动恢复" in program.window.trouble.text


def test_a_workspace_that_is_left_is_written_to_without_being_asked_for(program: Opened, elsewhere: Path) -> None:
    program.settings.remember(elsewhere)
    program.session.again.setInterval(50)
    with another_program(elsewhere):
        with program.bot.waitSignal(program.session.troubled, timeout=10_000):
            open_last(program.window.commands)
        program.settle()
        program.session.change(operations.set_answer, program.session.round_id, "round", "note", "看着别人写的时候写的")
        program.settle()
        assert program.session.unsaved
    program.bot.waitUntil(lambda: program.session.trouble is None, timeout=10_000)
    program.settle()
    assert not program.session.unsaved
    round_id = program.session.round_id or 0
    assert program.read(lambda ws: surveys.load(ws, round_id)).round.note == "看着别人写的时候写的"


def test_what_could_not_be_written_is_stored_without_being_asked_for(own: Opened) -> None:  # noqa: F811
    """Nobody is at the keyboard when the disk has room again."""
    impatient(own)
    own.session.again.setInterval(50)
    told: list[None] = []
    with held(path_of(own)):
        typed(own, "X")
        assert own.session.unsaved
        own.session.troubled.connect(lambda: told.append(None))
        with own.bot.waitSignal(own.session.again.timeout, timeout=10_000):
            pass
        own.settle()
        assert own.session.unsaved
        assert not told  # the same trouble is no news
    own.bot.waitUntil(lambda: own.session.trouble is None, timeout=10_000)
    own.settle()
    assert not own.window.trouble.isVisible()
    assert str(name_in(path_of(own))).endswith("X")
    assert not own.session.again.isActive()


def test_a_disk_that_takes_nothing_is_told_at_once(
    program: Opened, elsewhere: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stick = tmp_path / "U盘.jizhen"
    stick.write_bytes(elsewhere.read_bytes())

    def locked(path: Path) -> sqlite3.Connection:
        connection = connect(path)
        connection.execute("PRAGMA query_only = ON")  # what SQLite says of a medium that cannot be written
        return connection

    monkeypatch.setattr(workspace, "connect", locked)
    with program.bot.waitSignal(program.session.troubled, timeout=10_000):
        program.window.commands.open_path(stick)
    program.settle()
    assert program.window.trouble.text.startswith(f"只读：工作区文件是只读的，无法保存修改：{stick}")
    assert "刚才的修改" not in program.window.trouble.text
    monkeypatch.undo()
    program.window.commands.open_path(elsewhere)
    program.bot.waitUntil(lambda: program.session.trouble is None)


@contextmanager
def held_elsewhere(program: Opened, path: Path) -> Iterator[Workspace]:
    """The window can only read a workspace that another program writes to, until this ends."""
    program.settings.remember(path)
    with another_program(path), Workspace(path, connect(path), None) as other:
        with program.bot.waitSignal(program.session.troubled):
            open_last(program.window.commands)
        program.settle()
        yield other


def test_what_was_typed_before_another_programs_answer_could_be_seen_stands_beside_it(
    program: Opened, elsewhere: Path, own_prefixes: None
) -> None:
    said: list[object] = []
    program.session.message.connect(said.append)
    with held_elsewhere(program, elsewhere) as other:
        round_id = program.session.round_id or 0
        for part, field, text in (("cluster", "name_en", "Ours"), ("round", "note", "我们的"), ("round", "note", "我们后来的")):
            program.session.change(operations.set_answer, round_id, part, field, text)
        program.session.change(operations.set_answer, round_id, "services", "finance", True)
        program.settle()
        assert program.session.unsaved
        operations.set_answer(other, round_id, "round", "note", "别人的")
        operations.set_answer(other, round_id, "services", "finance", False)
        operations.set_answer(other, round_id, "services", "talent", True)
    program.session.look()
    program.settle()
    assert not program.session.unsaved
    survey = program.read(lambda ws: surveys.load(ws, round_id))
    assert (survey.cluster.name_en, survey.round.note) == ("Ours", "我们后来的")
    assert survey.services == {"finance": True, "talent": True}
    asked = [{choice.text.zh for choice in each.choices} for each in program.read(conflicts)]
    assert sorted(map(sorted, asked)) == [["别人的", "我们后来的"], ["否", "是"]]
    assert any("有 2 处与您填的不同" in text.zh for text in said if isinstance(text, Text))
    for _ in range(3):
        program.session.undo()
        program.settle()
    assert program.read(conflicts) == ()
    assert program.read(lambda ws: surveys.load(ws, round_id)).round.note == "别人的"


def test_what_was_typed_into_a_row_that_another_program_deleted_is_told(program: Opened, elsewhere: Path) -> None:
    with Workspace.open(elsewhere) as ws:
        round_id = int(ws.rows("SELECT _id FROM rounds")[0][0])
        row_id = operations.add_row(ws, round_id, "enterprises", {"name": "甲厂"}).row_id or 0
    said: list[object] = []
    program.session.message.connect(said.append)
    with held_elsewhere(program, elsewhere) as other:
        program.session.change(operations.set_cells, round_id, "enterprises", row_id, {"note": "产线三条"})
        program.session.change(operations.set_draft, round_id, "enterprises", row_id, "revenue", "约2亿")
        program.settle()
        operations.delete_rows(other, round_id, "enterprises", [row_id])
    program.session.look()
    program.settle()
    told = [error.to("zh") for error in said if isinstance(error, UserError) and error.code == "row-gone-typed"]
    assert [text.split("没有写入的内容是：")[1].split("；")[0] for text in told] == ["产线三条", "约2亿"]
