"""What a first page does not need is made when it has been painted: the window is there sooner, and everything else a moment later."""

from collections.abc import Callable
from functools import partial
from importlib import import_module
from typing import Self

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QWidget

from ui.tasks import TaskRunner

PAUSE_MS = 10  # Qt paints what has changed 5 ms after it was told
CHANGES = ("diagnosis.survey", "diagnosis.framework", "db.compound", "db.operations")  # what the first change needs, and every list
Work = Callable[[], object]


class Later(QObject):
    """Work that is done once ``page`` has been painted with what it reads, piece by piece; between two pieces come keys and paints."""

    def __init__(self, page: QWidget, runner: TaskRunner) -> None:
        """Waits for the first paint, and lives as long as the page. ``runner``: reads what the page shows."""
        super().__init__(page)
        self._page = page  # who makes a piece keeps the page: tidying up in the middle of it would take both away
        self._runner, self._work, self._begun = runner, list[Work](), False
        self._timer = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._timer.timeout.connect(self._go_on)
        page.installEventFilter(self)

    @classmethod
    def of(cls, page: QWidget, runner: TaskRunner) -> Self:
        """The one of this page: whatever waits for it is done one after the other."""
        return page.findChild(cls) or cls(page, runner)

    @property
    def over(self) -> bool:
        """Whether all that was asked for is done."""
        return self._begun and not self._work

    def add(self, *work: Work) -> None:
        """Do this, too, behind what is to be done already."""
        self._work += work
        self._go_on_soon()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            self._runner.submit(lambda: None, self._begin)  # behind all that the page has asked for
        return False

    def _begin(self, _none: None) -> None:
        self._begun = True
        self._go_on_soon()

    def _go_on_soon(self) -> None:
        if self._begun and self._work:
            self._timer.start()

    def _go_on(self) -> None:
        try:
            self._work.pop(0)()
        finally:  # a defect in one piece keeps nothing else from coming
            self._go_on_soon()


def loading(*modules: str) -> list[Work]:
    """Modules that the next piece imports, each a piece by itself: together they would hold up who types already."""
    return [partial(import_module, module) for module in modules]
