"""pytest-qt's hands, which look at a state again as soon as something has happened, and not only every 10 ms."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

from PySide6.QtCore import QAbstractEventDispatcher, QCoreApplication, QEventLoop, QTimer
from PySide6.QtWidgets import QWidget
from pytestqt.exceptions import TimeoutError as WaitedTooLong
from pytestqt.qtbot import QtBot

from ui.tasks import TaskRunner

HOPS = 8  # between the two threads, for one thing that is done: more than any takes
EVERY_MS = 10  # what no event tells: files, and what another thread does
LONGEST_MS = 20_000  # of waiting for what has to come: a machine that is busy with other work may stand still for a while


class Bot(QtBot):
    """Waits for thousands of states in a run: each would be held up for as long as pytest-qt sleeps."""

    def waitSignal(self, signal: Any, *, timeout: int = LONGEST_MS, **how: Any) -> Any:
        """As pytest-qt has it."""
        return super().waitSignal(signal, timeout=timeout, **how)

    def waitExposed(self, widget: QWidget, *, timeout: int = LONGEST_MS) -> Any:
        """As pytest-qt has it."""
        return super().waitExposed(widget, timeout=timeout)

    def waitUntil(self, callback: Callable[[], bool | None], *, timeout: int = LONGEST_MS) -> None:
        """As pytest-qt has it: until ``callback`` is true, or asserts nothing any more; raises ``TimeoutError`` of pytest-qt."""
        if not Wait(callback).through(timeout):
            raise WaitedTooLong(f"waitUntil timed out in {timeout} milliseconds")


class Wait:
    """An event loop that ends when a state is there: looked at whenever there is nothing left to do, and every 10 ms."""

    def __init__(self, callback: Callable[[], bool | None]) -> None:
        self._callback, self._loop = callback, QEventLoop()
        self._there = self._looking = False
        self._error: Exception | None = None

    def through(self, timeout: int) -> bool:
        """Whether it was there within ``timeout`` ms; raises what the callback raised, but for its assertions."""
        self._look()
        if not self._there and self._error is None:
            dispatcher = QAbstractEventDispatcher.instance()
            every, longest = QTimer(interval=EVERY_MS), QTimer(interval=timeout, singleShot=True)
            every.timeout.connect(self._look)
            longest.timeout.connect(self._loop.quit)
            dispatcher.aboutToBlock.connect(self._look)
            every.start()
            longest.start()
            self._loop.exec()
            dispatcher.aboutToBlock.disconnect(self._look)
        if self._error is not None:
            raise self._error
        return self._there

    def _look(self) -> None:
        if self._looking or self._there:  # a callback may wait for something itself
            return
        self._looking = True
        try:
            self._there = self._callback() in (None, True)
        except AssertionError:
            pass
        except Exception as error:  # noqa: BLE001 - of the test: raised where it waits
            self._error = error
        finally:
            self._looking = False
        if self._there or self._error is not None:
            self._loop.quit()


@contextmanager
def held_up(runner: TaskRunner) -> Iterator[None]:
    """The worker waits until this ends: what is asked meanwhile is done after it, however quick the machine is."""
    gate = threading.Event()
    runner.submit(partial(gate.wait, LONGEST_MS / 1000))
    try:
        yield
    finally:
        gate.set()


def settle(bot: QtBot, runner: TaskRunner) -> None:
    """Wait until the worker has done all that was asked so far and all that was asked in answer to it, and what it brought is shown.

    What is stored is read again, and what is read may be asked about: at most ``HOPS`` times, as long work goes on asking.
    """
    for _ in range(HOPS):
        done: list[None] = []
        runner.submit(lambda: None, done.append)
        runner._asked = False
        bot.waitUntil(partial(bool, done), timeout=LONGEST_MS)
        QCoreApplication.processEvents()
        if not runner._asked:
            return
