"""The one other thread: work goes in as functions, results come back on the main thread, in the order of the work."""

import gc
import queue
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, NamedTuple, TypeVar

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot
from shiboken6 import isValid

from diagnosis.progress import Progress

T = TypeVar("T")
Failed = Callable[[Exception], None]
Steps = Iterator[Progress | None]
TIDY_EVERY_MS = 5000
MOST_PUT_OFF = 12  # times that what has been there for longer is not looked at, because there is work
TURN = 0.01  # s that the steps of long work may take before others have their turn


class _Job(NamedTuple):
    """A piece of work and who is told on the main thread."""

    work: Callable[[], Any]
    done: Callable[[Any], None] | None
    failed: Failed | None


class Watch(QObject):
    """Looks after work that takes a while: ``progressed`` (Progress) as it is done; ``stopped``: it was cancelled, and did nothing."""

    progressed = Signal(object)
    stopped = Signal()

    def __init__(self) -> None:
        """For one piece of work."""
        super().__init__()
        self._cancelled = threading.Event()

    @property
    def cancelled(self) -> bool:
        """Whether it was told to stop."""
        return self._cancelled.is_set()

    def cancel(self) -> None:
        """Stop it as soon as it can be: before its next step."""
        self._cancelled.set()


class Task(Watch):
    """Long work in steps.

    ``progressed`` gives each ``Progress``; then comes exactly one of ``finished`` (done), ``stopped`` (cancelled) and
    ``failed`` (the exception), all on the main thread. ``result``: what the generator returned.
    """

    finished = Signal()
    failed = Signal(object)

    def __init__(self, steps: Steps) -> None:
        """Takes the generator; it is iterated on the worker only."""
        super().__init__()
        self.result: Any = None
        self.ended = False
        self._steps = steps

    def step(self) -> Progress | None:
        """On the worker: go on until there is progress to tell, or the turn is over; a generator that is closed can clean up."""
        if self.cancelled:
            self.ended = True
            close = getattr(self._steps, "close", None)
            if close is not None:
                close()
            return None
        over = time.monotonic() + TURN
        progress: Progress | None = None
        try:
            while progress is None and time.monotonic() < over:
                progress = next(self._steps)
        except StopIteration as end:
            self.result, self.ended = end.value, True
        return progress


class TaskRunner(QObject):
    """One worker thread. It owns the workspace; nothing else touches it.

    ``failed`` is emitted on the main thread with what a job raised that did not bring a ``failed`` of its own. Steps of
    long work take turns with other jobs, so that an answer typed during an export is on disk at once; steps must
    therefore keep no transaction open.
    """

    failed = Signal(object)
    _came_back = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        """Starts the thread."""
        super().__init__(parent)
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._tasks: set[Task] = set()
        self._back: queue.SimpleQueue[tuple[Callable[[Any], object], Any]] = queue.SimpleQueue()
        self._came_back.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        # Python would tidy up in whichever thread happens to be at work; a widget that goes in the worker while the window is busy
        # with its own can make each wait for the other for ever. So only the main thread does, every few seconds.
        gc.disable()
        self._asked, self._put_off = False, 0
        self._tidier = QTimer(self, interval=TIDY_EVERY_MS)
        self._tidier.timeout.connect(self.tidy)
        self._tidier.start()
        self._thread = threading.Thread(target=self._work, name="workspace", daemon=True)
        self._thread.start()

    def submit(self, work: Callable[[], T], done: Callable[[T], None] | None = None, failed: Failed | None = None) -> None:
        """Queue ``work``; ``done`` gets its result, ``failed`` what it raised, both on the main thread."""
        self._asked = True
        self._jobs.put(_Job(work, done, failed))

    def tell(self, call: Callable[[T], object], fact: T) -> None:
        """From the worker: call this on the main thread, in the order of all results."""
        self._back.put((call, fact))
        self._came_back.emit()  # a signal that brings objects along is slower by a tenth of a small change

    def start(self, steps: Steps) -> Task:
        """Queue long work step by step; connect to the task's signals before returning to the event loop.

        A step that yields ``None`` has nothing to tell. Between two turns of some steps the main thread is waited for: so long work
        never takes the interpreter from a window that is painting.
        """
        task = Task(steps)
        task.setParent(self)  # one that the end comes before goes with the runner
        self._tasks.add(task)
        self._queue_step(task)
        return task

    def _queue_step(self, task: Task) -> None:
        def fail(error: Exception) -> None:
            self._let_go(task)
            task.failed.emit(error)

        self.submit(task.step, lambda progress: self._stepped(task, progress), fail)

    def _stepped(self, task: Task, progress: Progress | None) -> None:
        if progress is not None:
            task.progressed.emit(progress)
        if not task.ended:
            self._queue_step(task)
            return
        self._let_go(task)
        (task.stopped if task.cancelled else task.finished).emit()

    def _let_go(self, task: Task) -> None:
        """Once it has told its end. Qt holds whom it tells, who mostly holds the task and what came of it: a ring Python cannot see."""
        self._tasks.discard(task)
        task.deleteLater()

    @property
    def running(self) -> bool:
        """Whether it still takes work."""
        return self._thread.is_alive()

    def close(self) -> None:
        """Finish everything that is queued, give up long work, stop the thread."""
        for task in self._tasks:
            task.cancel()
            self.submit(task.step)
        self._jobs.put(None)
        self._thread.join()
        self._tidier.stop()
        gc.enable()

    def _work(self) -> None:
        while (job := self._jobs.get()) is not None:
            try:
                result = job.work()
            except Exception as error:  # noqa: BLE001 - the task boundary: told on the main thread
                self.tell(job.failed or self.failed.emit, error)
            else:
                if job.done is not None:
                    self.tell(job.done, result)

    @Slot()
    def tidy(self) -> None:
        """Let go what only holds itself, among what has come since the last time; among everything when nothing was asked for since then.

        Everything is all code and all widgets, some 15 ms and more beside a busy worker: while there is work, it waits for a minute.
        """
        self._put_off = self._put_off + 1 if self._asked and self._put_off < MOST_PUT_OFF else 0
        self._asked = False
        gc.collect(1 if self._put_off else 2)

    @Slot()
    def _deliver(self) -> None:
        call, result = self._back.get_nowait()
        if not is_gone(call):
            call(result)


def is_gone(call: Callable[..., object]) -> bool:
    """Whether it is a method of a widget that was deleted while the work was done: nobody is left to be told."""
    while isinstance(call, partial):
        call = call.func
    owner = getattr(call, "__self__", None)
    return isinstance(owner, QObject) and not isValid(owner)
