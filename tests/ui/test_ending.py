"""The system ends the program: what is typed is stored, and a question that is open is no hindrance."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtTest import QTest

from db import surveys
from db.workspace import Workspace
from tests.ui.troubles import NAME
from tests.ui.window import WAIT, Opened
from ui.ending import Ending

pytestmark = pytest.mark.skipif(os.name != "posix", reason="Windows asks the windows themselves")


@pytest.fixture
def listening(program: Opened) -> Iterator[Ending]:
    made = Ending(program.app.closeAllWindows, program.window)
    yield made
    made.forget()


@pytest.mark.usefixtures("listening")
@pytest.mark.parametrize("asked", [False, True])
def test_a_shutdown_closes_the_window_with_all_that_is_typed(program: Opened, tmp_path: Path, asked: bool) -> None:
    path = tmp_path / "甲.jizhen"
    program.go_on_in(path)
    program.window.go_to(NAME)
    QTest.keyClicks(program.focus, "Typed at the last moment")
    if asked:
        program.window.commands.about()
    os.kill(os.getpid(), signal.SIGTERM)
    program.bot.waitUntil(lambda: not program.window.isVisible(), timeout=WAIT)
    program.bot.waitUntil(lambda: not program.session.runner.running, timeout=WAIT)
    with Workspace.open(path) as ws:
        assert "Typed at the last moment" in (surveys.clusters(ws)[0].cluster.name_en or "")


def test_nothing_is_closed_in_the_middle_of_something(program: Opened) -> None:
    closed: list[bool] = []
    listening = Ending(lambda: closed.append(True), program.window)
    try:
        os.kill(os.getpid(), signal.SIGTERM)  # Python's turn is at once here, as it is in any slot
        assert closed == []
        program.bot.waitUntil(lambda: closed == [True], timeout=WAIT)
    finally:
        listening.forget()


def test_what_was_before_is_again(program: Opened) -> None:
    before = signal.getsignal(signal.SIGTERM)
    Ending(program.app.closeAllWindows, program.window).forget()
    assert signal.getsignal(signal.SIGTERM) == before
