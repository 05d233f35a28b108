"""What is typed while another round or workspace comes up: it goes where it was typed, and nobody is taken back."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest

from db import operations, surveys
from db.workspace import Workspace
from diagnosis.errors import UserError
from diagnosis.findings import Place
from tests.ui.window import WAIT, Opened
from ui.typed_ahead import LONGEST_MS
from ui.widgets.list_pane import ListPane
from ui.working import UNNOTICED_S

NOTE = Place(step="overview", part="round", field="surveyors")


def other_workspace(tmp_path: Path) -> Path:
    path = tmp_path / "另一个.jizhen"
    with Workspace.create(path) as ws:
        cluster = operations.create_cluster(ws, {"name_zh": "另一个集群"})
        operations.create_round(ws, cluster.cluster_id or 0, "1", None)
    return path


def surveyors(path: Path) -> list[tuple[str, ...] | None]:
    with Workspace.open(path) as ws:
        rounds = [entry.id for cluster in surveys.clusters(ws) for entry in cluster.rounds]
        return [surveys.load(ws, round_id).round.surveyors for round_id in rounds]


def test_what_is_typed_while_another_workspace_opens_stays_in_the_old_one(program: Opened, tmp_path: Path) -> None:
    old, other = program.session.path, other_workspace(tmp_path)
    assert old is not None
    program.window.go_to(NOTE)
    program.settle()
    with program.bot.waitSignal(program.session.workspace_opened):
        program.session.open_workspace(other, Workspace.open)
        QTest.keyClicks(program.focus, "Zhao")
    program.settle()
    assert surveyors(other) == [None]
    assert any("Zhao" in "".join(names or ()) for names in surveyors(old))


def test_the_last_edit_of_a_round_does_not_bring_it_back(program: Opened) -> None:
    first, second = program.session.clusters[:2]
    program.session.open_cluster(first.id, first.rounds[-1].id)
    program.settle()
    program.window.go_to(NOTE)
    program.settle()
    QTest.keyClicks(program.focus, "Qian")
    program.session.open_cluster(second.id, second.rounds[-1].id)
    program.settle()
    program.settle()
    assert program.session.round_id == second.rounds[-1].id
    stored = program.read(lambda ws: surveys.load(ws, first.rounds[-1].id).round.surveyors)
    assert "Qian" in "".join(stored or ())


@contextmanager
def at_work(program: Opened) -> Iterator[None]:
    """The worker is at something long, until this ends."""
    begun, over = threading.Event(), threading.Event()

    def work(_ws: Workspace) -> None:
        begun.set()
        over.wait(WAIT / 1000)

    program.session.run(work)
    assert begun.wait(WAIT / 1000)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("ui.working.UNNOTICED_S", UNNOTICED_S)
        try:
            yield
        finally:
            over.set()


def test_the_window_closes_later_where_the_worker_is_at_something_long(program: Opened) -> None:
    """It stood still until that was done."""
    path = program.session.path
    assert path is not None
    program.window.go_to(NOTE)
    program.settle()
    QTest.keyClicks(program.focus, "Sun")
    with at_work(program):
        for _ in range(2):  # who presses again waits for the same
            assert not program.window.close()
            assert program.window.isVisible()
        assert "存完就关闭" in program.window.messages.text
    program.bot.waitUntil(lambda: not program.window.isVisible(), timeout=WAIT)
    assert not program.session.runner.running
    assert any("Sun" in "".join(names or ()) for names in surveyors(path))


def test_what_is_typed_while_the_window_waits_to_be_closed_is_stored_too(program: Opened) -> None:
    path = program.session.path
    assert path is not None
    program.window.go_to(NOTE)
    program.settle()
    field = program.focus
    with at_work(program):
        assert not program.window.close()
        QTest.keyClicks(field, "Li")
    program.bot.waitUntil(lambda: not program.window.isVisible(), timeout=WAIT)
    assert any("Li" in "".join(names or ()) for names in surveyors(path))


def test_what_is_typed_for_a_row_that_is_on_its_way_is_stored_before_the_window_closes(program: Opened) -> None:
    """A slow stick: the name was typed, the window closed, and the row had no name."""
    path = program.session.path
    assert path is not None
    program.window.go_to_step("enterprises")
    program.settle()
    pane = program.window.page.findChild(ListPane)
    assert isinstance(pane, ListPane)
    pane.table.setFocus()
    with at_work(program):
        pane.add()
        QTest.keyClicks(program.focus, "Slow Works")
        assert not program.window.close()
    program.bot.waitUntil(lambda: not program.window.isVisible(), timeout=WAIT)
    with Workspace.open(path) as ws:
        rounds = [entry.id for cluster in surveys.clusters(ws) for entry in cluster.rounds]
        assert any("Slow Works" in {firm.name for firm in surveys.load(ws, round_id).enterprises} for round_id in rounds)


def test_the_window_stays_where_there_is_no_row_for_what_was_typed(program: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_args: object) -> None:
        raise UserError("round-nameless")

    monkeypatch.setattr("ui.widgets.row_work.operations.add_row", refused)
    program.window.go_to_step("enterprises")
    program.settle()
    pane = program.window.page.findChild(ListPane)
    assert isinstance(pane, ListPane)
    pane.table.setFocus()
    with program.bot.waitSignal(program.session.message), at_work(program):
        pane.add()
        QTest.keyClicks(program.focus, "Lost")
        assert not program.window.close()
    program.settle()
    assert program.window.isVisible()
    assert program.window.close()


def test_what_was_typed_for_a_row_that_does_not_come_is_given_back(program: Opened) -> None:
    """It was dropped without a word."""
    program.window.go_to_step("enterprises")
    program.settle()
    pane = program.window.page.findChild(ListPane)
    assert isinstance(pane, ListPane)
    pane.table.setFocus()
    with at_work(program), program.bot.waitSignal(program.session.message) as told:
        pane.add()
        QTest.keyClicks(program.focus, "Late Works")
        QTest.keyClick(program.focus, Qt.Key.Key_Tab)
        QTest.keyClicks(program.focus, "12")
        (too_long,) = (timer for timer in pane.findChildren(QTimer) if timer.interval() == LONGEST_MS)
        too_long.timeout.emit()
    assert told.args
    (error,) = told.args
    assert "Late Works 12" in error.to("zh")
    program.settle()


def test_another_workspace_comes_later_where_the_worker_is_at_something_long(program: Opened, tmp_path: Path) -> None:
    other = other_workspace(tmp_path)
    with at_work(program):
        program.window.commands.open_path(other)
        assert program.session.path != other
    program.bot.waitUntil(lambda: program.session.path == other, timeout=WAIT)
