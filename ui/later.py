"""What a first page does not need is made when it has been painted: the window is there sooner, and everything else a moment later."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QWidget

from ui.tasks import TaskRunner

PAUSE_MS = 20  # Qt paints what has changed 5 ms after it was told


class Later(QObject):
    """``work`` is done once ``page`` has been painted with what it reads, piece by piece; between two pieces come keys and paints."""

    def __init__(self, page: QWidget, runner: TaskRunner, *work: Callable[[], object]) -> None:
        """Waits for the first paint, and lives as long as the page. ``runner``: reads what the page shows."""
        super().__init__(page)
        self._page = page  # who makes a piece keeps the page: tidying up in the middle of it would take both away
        self._runner, self._work = runner, list(work)
        self._timer = QTimer(self, interval=PAUSE_MS)
        self._timer.timeout.connect(self._go_on)
        page.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            self._runner.submit(lambda: None, self._begin)  # behind all that the page has asked for
        return False

    def _begin(self, _none: None) -> None:
        self._timer.start()

    def _go_on(self) -> None:
        if self._work:
            self._work.pop(0)()
        if not self._work:
            self._timer.stop()
