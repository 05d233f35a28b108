"""The program as a process of its own: opens a workspace at its firms, scrolls, searches, edits, and waits for the diagnosis.

    python firms_memory.py WORKSPACE

Prints the peak of the memory of the whole process, in MB.
"""

import os
import re
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from PySide6.QtCore import QEventLoop, QTimer

from ui import theme
from ui.app import application
from ui.main_window import MainWindow
from ui.pages.lists import EnterprisesPage
from ui.session import Session
from ui.settings import Settings
from ui.widgets.list_pane import ListPane

PATIENCE = 60  # s


def wait(until: Callable[[], bool]) -> None:
    """Let the window live until this is so."""
    end = time.monotonic() + PATIENCE
    while not until():
        assert time.monotonic() < end, "it took too long"
        loop = QEventLoop()
        QTimer.singleShot(5, loop.quit)
        loop.exec()


def work(path: Path) -> None:
    """What somebody does with a roster."""
    settings = Settings()
    session = Session(settings.lang)
    window = MainWindow(session, settings)
    window.resize(theme.SMALLEST)
    window.show()
    diagnosed: list[object] = []
    session.diagnosed.connect(lambda _found: diagnosed.append(None))
    window.go_to_step("enterprises")
    window.commands.open_path(path)
    wait(lambda: bool(diagnosed))
    page = window.page
    assert isinstance(page, EnterprisesPage)
    pane = page.pane("enterprises")
    assert isinstance(pane, ListPane)
    wait(lambda: bool(pane.model.ids))
    _scroll(pane)
    _search(pane)
    count = len(diagnosed)
    pane.model.store(pane.model.index(0, 0), "改名有限公司")
    wait(lambda: len(diagnosed) > count)
    window.close()
    wait(lambda: not window.isVisible())  # it waits for the worker before it closes


def _scroll(pane: ListPane) -> None:
    bar = pane.table.verticalScrollBar()
    for part in range(21):
        bar.setValue(bar.maximum() * part // 20)
        last = min(bar.value() + 5, len(pane.model.ids) - 1)
        wait(lambda last=last: pane.model.pages.entry(last) is not None)  # type: ignore[misc]
    bar.setValue(0)


def _search(pane: ListPane) -> None:
    everything = len(pane.model.ids)
    for text in ("鑫", "鑫盛", ""):
        pane.search.setText(text)
        wait(lambda text=text: (len(pane.model.ids) < everything) == bool(text) and not pane.model.loading)  # type: ignore[misc]


def peak() -> float:
    """The largest amount (MB) so far; what the system counts for the process as such begins with its parent's."""
    found = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text(encoding="utf-8"))
    assert found is not None
    return int(found[1]) / 1024


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application(["jizhen"])
    work(Path(sys.argv[1]))
    print(peak())
