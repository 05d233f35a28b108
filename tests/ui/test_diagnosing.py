"""The diagnosis of the open round follows in turns with other work, and a burst of changes is diagnosed once."""

from collections.abc import Generator, Iterator

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from diagnosis.errors import UserError
from diagnosis.progress import Progress
from diagnosis.text import Text
from tests.surveys import file_data
from tests.ui.judging import Desk
from ui.diagnosing import Diagnosing
from ui.tasks import Steps, TaskRunner

pytestmark = pytest.mark.usefixtures("unhurried")


class Bench:
    """Diagnoses that go on until they are let go."""

    def __init__(self, runner: TaskRunner) -> None:
        self.started: list[int] = []
        self.given_up = 0
        self.let_go = self.broken = False
        self.made = Diagnosing(runner, self.steps, runner)
        self.found: list[object] = []
        self.errors: list[object] = []
        self.made.done.connect(self.found.append)
        self.made.failed.connect(self.errors.append)

    def steps(self, round_id: int) -> Steps:
        return self._run(round_id)

    def _run(self, round_id: int) -> Generator[Progress, None, tuple[int, int]]:
        self.started.append(round_id)  # not before: a generator that was not begun has nothing to give up
        number = len(self.started)
        try:
            while not self.let_go:
                yield Progress(0, 1, Text("", ""))
            if self.broken:
                raise UserError("row-gone", file="x")
        except GeneratorExit:
            self.given_up += 1
            raise
        return (round_id, number)


@pytest.fixture
def bench(qtbot: QtBot) -> Iterator[Bench]:
    runner = TaskRunner()
    yield Bench(runner)
    runner.close()


def test_a_change_takes_the_place_of_a_diagnosis_that_is_under_way_but_never_twice_in_a_row(qtbot: QtBot, bench: Bench) -> None:
    bench.made.open(7)
    qtbot.waitUntil(lambda: bench.started == [7])
    bench.made.again()
    qtbot.waitUntil(lambda: bench.started == [7, 7])
    qtbot.waitUntil(lambda: bench.given_up == 1)
    bench.made.again()  # somebody types without a pause: this one is shown first
    bench.let_go = True
    qtbot.waitUntil(lambda: bench.found == [(7, 2), (7, 3)])
    assert not bench.made.busy


def test_changes_that_never_pause_keep_no_diagnosis_waiting(qtbot: QtBot, bench: Bench) -> None:
    bench.let_go = True
    pulse = QTimer(bench.made, interval=0)
    pulse.timeout.connect(bench.made.again)
    pulse.start()
    bench.made.open(7)
    qtbot.waitUntil(lambda: len(bench.found) > 2)
    pulse.stop()


def test_another_round_leaves_the_diagnosis_of_the_last_one_unsaid(qtbot: QtBot, bench: Bench) -> None:
    bench.made.open(7)
    qtbot.waitUntil(lambda: bench.started == [7])
    bench.made.open(8)
    bench.let_go = True
    qtbot.waitUntil(lambda: bench.found == [(8, 2)])
    bench.made.open(None)
    assert not bench.made.busy


def test_what_goes_wrong_is_told_once_and_the_next_change_tries_again(qtbot: QtBot, bench: Bench) -> None:
    bench.let_go = bench.broken = True
    bench.made.open(7)
    qtbot.waitUntil(lambda: len(bench.errors) == 1)
    bench.broken = False
    bench.made.again()
    qtbot.waitUntil(lambda: bench.found == [(7, 2)])


def test_a_burst_of_changes_is_diagnosed_once(desk: Desk) -> None:
    desk.load(file_data(enterprises=[{"name": "甲"}]))
    found: list[object] = []
    desk.session.diagnosed.connect(found.append)
    for _ in range(5):
        desk.session.diagnosing.again()
    desk.bot.waitUntil(lambda: len(found) == 1)
    assert not desk.session.diagnosing.busy
