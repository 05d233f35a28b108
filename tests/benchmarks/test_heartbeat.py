"""How long the window does not answer while a report is made and while a roster is imported, against the work as a whole.

That is how long it would not answer if its own thread did it.
"""

import time
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from tests.roster_files import code, text_table
from tests.ui.rosters import go_on, wizard
from tests.ui.window import Opened, opened
from ui.pages.report import ReportPage
from ui.rosters.dialog import DONE

FIRMS, LONG = 20_000, 120_000  # ms
MOST = 0.25  # of the work


@pytest.fixture
def program(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Opened]:
    monkeypatch.setenv("JIZHEN_HOME", str(tmp_path / "home"))
    with opened(qtbot) as made:
        yield made


def gaps(program: Opened, work: Callable[[], object], done: Callable[[], bool]) -> tuple[float, float]:
    """The longest time (s) between two beats while something is done, and how long all of it took."""
    beats = [time.perf_counter()]
    heart = QTimer(program.window, interval=1)
    heart.timeout.connect(lambda: beats.append(time.perf_counter()))
    heart.start()
    work()
    program.bot.waitUntil(done, timeout=LONG)
    heart.stop()
    return max(after - before for before, after in pairwise(beats)), beats[-1] - beats[0]


def told(what: str, found: tuple[float, float]) -> float:
    gap, whole = found
    print(f"\n{what}: the longest moment without an answer {1000 * gap:.0f} ms, the whole {1000 * whole:.0f} ms: {gap / whole:.2f}")
    return gap / whole


def test_the_window_answers_while_a_report_is_made(program: Opened, tmp_path: Path) -> None:
    program.window.go_to_step("report")
    page = program.window.page
    assert isinstance(page, ReportPage)
    page.form.set_target(tmp_path / "a.docx")
    program.settle()
    assert told("a report", gaps(program, page.run.start.click, lambda: not page.run.running)) <= MOST


def test_the_window_answers_while_a_roster_is_imported(program: Opened, tmp_path: Path) -> None:
    rows = [[f"企业{number:05}精密制造有限公司", code(number)] for number in range(1, FIRMS + 1)]
    dialog = wizard(program, text_table(tmp_path / "a.csv", [["企业名称", "统一社会信用代码"], *rows]))
    go_on(program, dialog, 2)
    assert told(f"a roster of {FIRMS:,} firms", gaps(program, dialog.on.click, lambda: dialog.stack.currentIndex() == DONE)) <= MOST
