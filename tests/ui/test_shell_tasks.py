"""The worker thread: order, results on the main thread, long work in steps, and the end."""

import gc
import threading
import weakref
from collections.abc import Generator, Iterator
from functools import partial
from pathlib import Path
from typing import ClassVar

import pytest
import shiboken6
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from db import operations
from db.workspace import Workspace
from diagnosis.errors import UserError
from diagnosis.progress import Progress
from diagnosis.text import Text
from tests.surveys import file_data
from tests.ui.judging import Desk
from ui.session import Session
from ui.tasks import MOST_PUT_OFF, Task, TaskRunner

NAME = Text("步", "step")


@pytest.fixture
def runner(qtbot: QtBot) -> Iterator[TaskRunner]:
    made = TaskRunner()
    yield made
    made.close()


def test_work_is_done_in_order_on_one_other_thread_and_told_on_this_one(qtbot: QtBot, runner: TaskRunner) -> None:
    threads: list[int] = []
    told: list[tuple[int, int]] = []

    def work(number: int) -> int:
        threads.append(threading.get_ident())
        return number

    for number in range(5):
        runner.submit(partial(work, number), lambda result: told.append((result, threading.get_ident())))
    qtbot.waitUntil(lambda: len(told) == 5)
    assert told == [(number, threading.get_ident()) for number in range(5)]
    assert len(set(threads)) == 1
    assert threads[0] != threading.get_ident()


class Reader(QObject):
    """Somebody who is told."""

    def __init__(self, told: list[tuple[str, int]]) -> None:
        super().__init__()
        self._told = told

    def hear(self, name: str, result: int) -> None:
        """Needs what Qt holds of it, as a widget does."""
        self._told.append((name + self.objectName(), result))


def test_who_was_deleted_meanwhile_is_told_nothing(qtbot: QtBot, runner: TaskRunner) -> None:
    told: list[tuple[str, int]] = []
    gone, here = Reader(told), Reader(told)
    runner.submit(lambda: 1, partial(gone.hear, "gone"))
    runner.submit(lambda: 2, partial(here.hear, "here"))
    shiboken6.delete(gone)
    qtbot.waitUntil(lambda: bool(told))
    assert told == [("here", 2)]


def test_what_work_raises_goes_to_its_own_ear_or_to_the_common_one(qtbot: QtBot, runner: TaskRunner) -> None:
    def fail() -> None:
        raise UserError("file-missing", file="x")

    heard: list[Exception] = []
    runner.submit(fail, failed=heard.append)
    qtbot.waitUntil(lambda: len(heard) == 1)
    with qtbot.waitSignal(runner.failed) as common:
        runner.submit(fail)
    assert isinstance(common.args[0], UserError)
    assert len(heard) == 1


class Knot:
    """Something that only the garbage collection can find, as it holds itself."""

    went_in: ClassVar[list[int]] = []

    def __init__(self) -> None:
        self.itself = self

    def __del__(self) -> None:
        self.went_in.append(threading.get_ident())


def test_only_the_main_thread_tidies_up(qtbot: QtBot, runner: TaskRunner, monkeypatch: pytest.MonkeyPatch) -> None:
    """A widget that went in the worker would make it and a window that is painting wait for each other."""
    Knot.went_in.clear()
    runner.submit(lambda: (len([Knot() for _ in range(5)]), len([[number] for number in range(100_000)])))
    monkeypatch.setattr("ui.tasks.TIDY_EVERY_MS", 10)
    other = TaskRunner()
    qtbot.waitUntil(lambda: len(Knot.went_in) == 5)
    other.close()
    assert set(Knot.went_in) == {threading.get_ident()}


def old_one() -> weakref.ref[Knot]:
    """One that was in use while it was tidied up, and no more."""
    made = Knot()
    gc.collect()
    return weakref.ref(made)


def test_while_there_is_work_only_what_is_new_is_tidied_up_and_all_else_when_there_is_none(runner: TaskRunner) -> None:
    old, new = old_one(), weakref.ref(Knot())
    runner.submit(lambda: None)
    runner.tidy()
    assert old() is not None
    assert new() is None
    runner.tidy()
    assert old() is None


def test_work_without_end_does_not_put_off_tidying_up_for_ever(runner: TaskRunner) -> None:
    for _ in range(2):
        old, turns = old_one(), 0
        while old() is not None:
            runner.submit(lambda: None)
            runner.tidy()
            turns += 1
        assert turns == MOST_PUT_OFF + 1


def looked_at(runner: TaskRunner) -> int:
    """How many objects are looked at when it is tidied up during work."""
    counts: list[int] = []

    def count(phase: str, info: dict[str, int]) -> None:
        if phase == "start":
            counts.append(sum(len(gc.get_objects(generation)) for generation in range(info["generation"] + 1)))

    runner.submit(lambda: None)
    gc.callbacks.append(count)
    runner.tidy()
    gc.callbacks.remove(count)
    return counts[0]


def test_among_much_that_is_there_no_more_is_looked_at_during_work_than_among_little(runner: TaskRunner) -> None:
    runner.tidy()
    few = looked_at(runner)
    much = [[number] for number in range(100_000)]
    runner.tidy()
    assert looked_at(runner) <= 2 * few + 1000
    assert len(much) == 100_000


def test_long_work_takes_turns_with_short_work(qtbot: QtBot, runner: TaskRunner) -> None:
    seen: list[str] = []

    def steps() -> Iterator[Progress]:
        for number in range(3):
            yield Progress(number, 3, NAME)

    task = runner.start(steps())
    task.progressed.connect(lambda progress: seen.append(str(progress.done)))
    task.progressed.connect(lambda _progress: runner.submit(lambda: None, lambda _none: seen.append("short")))
    with qtbot.waitSignal(task.finished):
        pass
    assert seen == ["0", "short", "1", "short", "2", "short"]


def test_long_work_that_is_cancelled_cleans_up_after_itself(qtbot: QtBot, runner: TaskRunner) -> None:
    cleaned: list[int] = []

    def steps() -> Iterator[Progress]:
        try:
            for number in range(1000):
                yield Progress(number, 1000, NAME)
        finally:
            cleaned.append(threading.get_ident())

    task = runner.start(steps())
    task.progressed.connect(lambda _progress: task.cancel())
    with qtbot.waitSignal(task.stopped):
        pass
    assert len(cleaned) == 1
    assert cleaned[0] != threading.get_ident()


def test_long_work_that_fails_says_so_once(qtbot: QtBot, runner: TaskRunner) -> None:
    def steps() -> Iterator[Progress]:
        yield Progress(0, 2, NAME)
        raise UserError("file-missing", file="x")

    task = runner.start(steps())
    finished: list[None] = []
    task.finished.connect(lambda: finished.append(None))
    with qtbot.waitSignal(task.failed) as failed:
        pass
    assert isinstance(failed.args[0], UserError)
    assert finished == []


@pytest.mark.parametrize("end", ["finished", "stopped", "failed"])
def test_long_work_that_is_over_is_let_go_with_all_that_it_found(qtbot: QtBot, runner: TaskRunner, end: str) -> None:
    """Each change is diagnosed: two weeks of diagnoses would be in memory otherwise, each with all its firms."""
    told: list[object] = []

    def steps() -> Generator[Progress, None, Knot]:
        yield Progress(0, 1, NAME)
        if end == "failed":
            raise UserError("file-missing", file="x")
        return Knot()

    def begin() -> weakref.ref[Task]:
        task = runner.start(steps())
        task.progressed.connect(lambda _progress: task.cancel() if end == "stopped" else None)
        task.finished.connect(lambda: told.append(type(task.result)))
        task.stopped.connect(lambda: told.append(type(task.result)))
        task.failed.connect(lambda error: told.append((type(task.result), type(error))))
        return weakref.ref(task)

    Knot.went_in.clear()
    task = begin()
    qtbot.waitUntil(lambda: bool(told))
    runner.submit(lambda: None)  # the worker has its last piece of work at hand until the next one comes
    qtbot.waitUntil(lambda: gc.collect() >= 0 and task() is None)
    gc.collect()  # the task may have gone by itself, and after what it found was looked for
    assert len(told) == 1
    assert len(Knot.went_in) == (end == "finished")


def test_closing_finishes_what_is_queued_and_gives_long_work_up(qtbot: QtBot) -> None:
    runner = TaskRunner()
    done: list[int] = []
    cleaned: list[bool] = []

    def steps() -> Iterator[Progress]:
        try:
            while True:
                yield Progress(0, 1, NAME)
        finally:
            cleaned.append(True)

    task = runner.start(steps())
    with qtbot.waitSignal(task.progressed):
        pass
    for number in range(20):
        runner.submit(partial(done.append, number))
    runner.close()
    assert done == list(range(20))
    assert cleaned == [True]


# ---- the session over it


def test_without_a_workspace_work_is_refused_in_words(qtbot: QtBot) -> None:
    session = Session("en")
    with qtbot.waitSignal(session.message) as told:
        session.undo()
    assert "no workspace is open" in told.args[0].to("en")
    session.close()


@pytest.mark.usefixtures("unhurried")
def test_a_burst_of_changes_is_diagnosed_together_and_the_last_one_counts(desk: Desk) -> None:
    desk.load(file_data())
    found: list[object] = []
    desk.session.diagnosed.connect(found.append)
    for number in range(40):
        desk.session.change(operations.set_answer, 1, "cluster", "region", f"{430000 + number}")
    desk.settle()
    desk.bot.waitUntil(lambda: bool(found) and desk.diagnosis.survey.cluster.region == "430039", timeout=10_000)
    assert len(found) < 40


def test_a_refused_workspace_leaves_the_open_one_open(desk: Desk, tmp_path: Path) -> None:
    desk.load(file_data())
    broken = tmp_path / "broken.jizhen"
    broken.write_bytes(b"SQLite format 3\0 not really")
    before = desk.session.path
    with desk.bot.waitSignal(desk.session.message):
        desk.session.open_workspace(broken, Workspace.open)
    assert desk.session.path == before
    desk.set("cluster", "region", "430100")
    assert desk.diagnosis.survey.cluster.region == "430100"


def test_a_diagnosis_of_a_round_that_is_no_longer_open_is_not_shown(desk: Desk) -> None:
    desk.load(file_data(cluster={"region": "430100"}))
    first = desk.session.round_id
    desk.load({**file_data(cluster={"name_zh": "乙集群"}), "round": {"label": "2025"}})
    second = desk.session.round_id
    assert first != second
    seen: list[str] = []
    desk.session.diagnosed.connect(lambda found: seen.append(found.survey.cluster.name_zh))
    with desk.bot.waitSignal(desk.session.diagnosed):
        desk.session.open_round(first)
        desk.session.open_round(second)
    desk.settle()
    assert set(seen) == {"乙集群"}
