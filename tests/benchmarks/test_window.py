"""The window's times, as ratios: its start against a bare window, a change on its way to the disk against a bare commit."""

import os
import re
import sqlite3
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QEventLoop, QTimer
from pytestqt.qtbot import QtBot

from db import browse, operations, surveys
from db.engine import connect
from db.workspace import Workspace
from tests.db.helpers import stored_sample
from ui.session import Session

ROOT = Path(__file__).resolve().parents[2]
STARTS, CHANGES, PROFILES = 11, 200, 3
PATIENCE_MS = 60_000
LARGEST_IMPORT = 0.08  # of a start, which one module of ours may take
NOT_YET = {"docx", "hashlib", "lxml", "matplotlib", "numpy", "pandas", "PIL", "sqlite_utils", "xlsxwriter", "python_calamine"}
# Both say when the first page has been painted, ours with what is in the workspace, and has taken a key.
TYPED = """
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
class Typist(QObject):
    def __init__(self, field, text):
        super().__init__(field)
        self.field, self.text = field, text
        field.installEventFilter(self)
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint and self.text():
            self.field.removeEventFilter(self)
            self.field.setFocus()
            QCoreApplication.postEvent(self.field, QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_X, Qt.KeyboardModifier.NoModifier, "x"))
        return False
"""
BARE = f"""
import time
{TYPED}
from PySide6.QtWidgets import QApplication, QLineEdit, QMainWindow, QTableWidget, QTableWidgetItem, QVBoxLayout, QWidget
app = QApplication([])
window, page, field, table = QMainWindow(), QWidget(), QLineEdit("text"), QTableWidget(20, 8)
for row in range(20):
    for column in range(8):
        table.setItem(row, column, QTableWidgetItem(f"{{row}}, {{column}}"))
layout = QVBoxLayout(page)
layout.addWidget(field)
layout.addWidget(table)
window.setCentralWidget(page)
window.resize(1280, 720)
typist = Typist(field, field.text)
field.textChanged.connect(lambda: (print(time.time()), app.quit()))
window.show()
app.exec()
"""
OURS = f"""
import gc, sys, time
gc.disable()  # as main.py does before it loads anything
sys.path.insert(0, {str(ROOT)!r})
{TYPED}
from PySide6 import QtWidgets
class Application(QtWidgets.QApplication):
    def exec(self):
        from ui.widgets.record_form import RecordForm
        self.window = next(each for each in self.topLevelWidgets() if isinstance(each, QtWidgets.QMainWindow))
        self.field = self.window.page.findChild(RecordForm).fields["name_zh"].editor.target
        self.typist = Typist(self.field, self.field.text)
        self.field.textEdited.connect(self.typed)
        return super().exec()
    def typed(self, text):
        print(time.time(), *sys.modules)
        self.field.setText(text.replace("x", ""))
        self.window.close()
QtWidgets.QApplication = Application
import main
main.main([])
"""


def start(code: str, home: Path, *options: str) -> tuple[float, list[str], str]:
    """Seconds until the window has taken a key, what it had imported by then, and what it said on standard error."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "JIZHEN_HOME": str(home), "PYTHONDONTWRITEBYTECODE": ""}
    begin = time.time()
    run = subprocess.run([sys.executable, *options, "-c", code], env=environment, check=True, capture_output=True, text=True)
    moment, *modules = run.stdout.split()
    return float(moment) - begin, modules, run.stderr


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of the program that has been started before: the samples are made, the bytecode is written."""
    folder = tmp_path_factory.mktemp("home")
    for code in (OURS, BARE):
        start(code, folder)
    return folder


def test_the_window_with_the_samples_takes_a_key_soon_after_a_bare_one(home: Path) -> None:
    """From the start of the process, through the door of the program. The aim is 1.8 x."""
    times = [(start(OURS, home)[0], start(BARE, home)[0]) for _ in range(STARTS)]
    ours, bare = (statistics.median(column) for column in zip(*times, strict=True))
    print(f"\nwindow with the samples {ours:.3f} s, bare window with a table {bare:.3f} s: {ours / bare:.2f} x")
    assert ours <= 1.8 * bare


def test_no_import_takes_much_of_the_start(home: Path) -> None:
    """And the large libraries are not there before the window is."""
    runs = [start(OURS, home, "-X", "importtime") for _ in range(PROFILES)]
    whole = statistics.median(run[0] for run in runs)
    assert NOT_YET.isdisjoint(runs[0][1])
    tables = [dict(own_times(run[2], set(run[1]))) for run in runs]
    least = {name: min(table.get(name, 1.0) for table in tables) for name in tables[0]}  # the rest is the machine's other work
    worst = sorted(least, key=least.__getitem__, reverse=True)[:5]
    told = ", ".join(f"{name} {1000 * least[name]:.0f} ms" for name in worst)
    print(f"\n{len(least)} modules of ours take {1000 * sum(least.values()):.0f} of {1000 * whole:.0f} ms; the largest: {told}")
    assert least[worst[0]] <= LARGEST_IMPORT * whole


def own_times(told: str, modules: set[str]) -> Iterator[tuple[str, float]]:
    """Module of ours -> seconds of its own import, without those of what it imports."""
    for found in re.finditer(r"import time:\s+(\d+) \|\s+\d+ \|\s+(\S+)", told):
        if found[2] in modules and found[2].split(".")[0] in {"main", "ui", "db", "diagnosis", "reports"}:
            yield found[2], int(found[1]) / 1e6


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    return stored_sample(tmp_path / "bench.jizhen")


def bare_commit(connection: sqlite3.Connection, row: int) -> Callable[[int], None]:
    def commit(value: int) -> None:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("UPDATE enterprises SET employees = ? WHERE _id = ?", (value, row))
        connection.execute("COMMIT")

    return commit


def in_turns(change: Callable[[int], None], commit: Callable[[int], None]) -> tuple[float, float]:
    """The medians of both, taken in turns."""
    times: list[tuple[float, float]] = []
    for value in range(1, CHANGES):
        start = time.perf_counter()
        change(value)
        middle = time.perf_counter()
        commit(value)
        times.append((middle - start, time.perf_counter() - middle))
    ours, bare = (statistics.median(column) for column in zip(*times, strict=True))
    return ours, bare


def test_a_change_of_a_field_is_on_disk_as_soon_as_a_bare_commit(qtbot: QtBot, workspace: Path) -> None:
    """From the moment the form hands it over until the window knows that it is saved, with its history and through the worker.

    Waited for in one event loop, as the window does: to make a loop and a timer for each change, as ``waitSignal`` does, takes 0.1 ms.
    """
    other = workspace.with_name("bare.jizhen")
    other.write_bytes(workspace.read_bytes())
    connection = connect(other)
    row = connection.execute("SELECT _id FROM enterprises").fetchone()[0]
    session, loop, saved = Session("zh"), QEventLoop(), list[object]()
    with qtbot.waitSignal(session.diagnosed, timeout=10_000):
        session.open_workspace(workspace, Workspace.open)
    session.diagnosing.again = lambda: None  # type: ignore[method-assign]  # it would be measured, too
    session.saved.connect(saved.append)
    session.saved.connect(loop.quit)
    QTimer.singleShot(PATIENCE_MS, loop, loop.quit)

    def change(value: int) -> None:
        session.change(operations.set_cells, session.round_id, "enterprises", row, {"employees": value})
        loop.exec()
        assert len(saved) == value

    ours, bare = in_turns(change, bare_commit(connection, row))
    session.close()
    connection.close()
    print(f"\na change of a field {1000 * ours:.2f} ms, a bare commit {1000 * bare:.2f} ms: {ours / bare:.2f} x")
    assert ours <= 1.5 * bare


def test_a_change_is_stored_as_fast_after_large_ones(workspace: Path) -> None:
    """The history keeps what 40 long texts were and became; to add to it nothing of that is read."""
    other = workspace.with_name("large.jizhen")
    other.write_bytes(workspace.read_bytes())
    with Workspace.open(workspace) as few, Workspace.open(other) as many:
        round_id = surveys.clusters(few)[0].rounds[0].id
        row, another = browse.row_ids(few, round_id, "enterprises")[:2]
        for number in range(40):
            operations.set_cells(many, round_id, "enterprises", another, {"note": f"{number}" * 300_000})

        def change(held: Workspace, value: int) -> None:
            operations.set_cells(held, round_id, "enterprises", row, {"employees": value})
            operations.redo_name(held)

        after_many, after_few = in_turns(partial(change, many), partial(change, few))
    print(f"\na change after large ones {1000 * after_many:.2f} ms, without them {1000 * after_few:.2f} ms: {after_many / after_few:.2f} x")
    assert after_many <= 2 * after_few
