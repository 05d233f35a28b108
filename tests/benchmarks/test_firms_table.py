"""100,000 firms in a table, against the same view over a list in memory, and against 1,000 firms."""

import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import islice, pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QAbstractTableModel, QCoreApplication, QEventLoop, QModelIndex, QPersistentModelIndex, Qt, QTimer
from PySide6.QtWidgets import QTableView
from pytestqt.qtbot import QtBot

from db import browse, surveys
from db.browse import Entry
from db.workspace import Workspace
from diagnosis.diagnose import diagnose
from diagnosis.framework_files import load_framework
from diagnosis.questionnaire import questionnaire
from tests.rosters import roster_workspace
from ui import theme
from ui.app import application
from ui.session import Session
from ui.widgets.list_pane import ListPane
from ui.widgets.table_cells import shown_in_cell

FIRMS, FEW = 100_000, 1_000
ROUNDS, PATIENCE = 5, 60  # s
PART = "enterprises"
SIZE = (772, 640)
TYPED = ("鑫", "鑫盛", "鑫盛 液", "鑫盛 液压", "914300", "9143005", "有限公司", "热处理")
MEMORY = Path(__file__).with_name("firms_memory.py")
Index = QModelIndex | QPersistentModelIndex


@pytest.fixture(scope="module")
def rosters(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Path]:
    """Workspaces with many firms and with few."""
    folder = tmp_path_factory.mktemp("rosters")
    paths = {count: folder / f"{count}.jizhen" for count in (FIRMS, FEW)}
    for count, path in paths.items():
        roster_workspace(path, count).close()
    return paths


def wait(until: Callable[[], bool], each: Callable[[], object] = lambda: None) -> list[float]:
    """As short as can be, as the clock is running, and asleep while nothing happens, as the program is; the times between its turns.

    ``each``: is done in each of these turns.
    """
    pulse = QTimer()
    pulse.start(1)
    turns = [time.perf_counter()]
    while not until():
        assert turns[-1] < turns[0] + PATIENCE
        each()
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        turns.append(time.perf_counter())
    return [after - before for before, after in pairwise(turns)]


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def medians(*works: Callable[[], object]) -> list[float]:
    """The median of each, taken in turns so that a slow moment of the machine meets all of them."""
    times = [[seconds(work) for work in works] for _ in range(ROUNDS)]
    return [statistics.median(column) for column in zip(*times, strict=True)]


class InMemory(QAbstractTableModel):
    """All rows in a list; a cell shows what it shows in the program."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        super().__init__()
        self.entries = entries
        self.questions = tuple(question for question in questionnaire().parts[PART].questions if question.column)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - as Qt has it
        return 0 if parent.isValid() else len(self.entries)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.questions)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        return shown_in_cell(self.questions[index.column()], self.entries[index.row()], role, "zh")


def read_all(path: Path) -> list[Entry]:
    """Every firm of a workspace, in the order of the list."""
    with Workspace.open(path) as workspace:
        round_id = surveys.clusters(workspace)[0].rounds[0].id
        ids = browse.row_ids(workspace, round_id, PART)
        found: list[Entry] = []
        for start in range(0, len(ids), FEW):
            entries = browse.rows_by_id(workspace, round_id, PART, ids[start : start + FEW])
            found += [entries[row_id] for row_id in ids[start : start + FEW]]
    return found


class Roster:
    """The list of firms of a workspace, as the page holds it."""

    def __init__(self, path: Path) -> None:
        self.session = Session("zh")
        self.opened: list[None] = []
        self.diagnosed: list[object] = []
        self.session.workspace_opened.connect(lambda: self.opened.append(None))
        self.session.diagnosed.connect(self.diagnosed.append)
        self.session.open_workspace(path, Workspace.open)
        wait(lambda: bool(self.opened))
        self.pane = ListPane(self.session, questionnaire().parts[PART])
        self.pane.retranslate()
        self.pane.resize(*SIZE)
        self.pane.show()
        self.session.changed.connect(lambda _change: self.pane.refresh())
        self.pane.refresh()
        wait(lambda: self.is_painted() and bool(self.diagnosed) and not self.session.diagnosing.busy)

    def is_painted(self) -> bool:
        """Paints once every row in sight has come."""
        table, model = self.pane.table, self.pane.model
        first, last = table.rowAt(1), table.rowAt(table.viewport().height() - 1)
        last = len(model.ids) - 1 if last < 0 else last
        if model.loading or not model.ids or any(model.entry(row) is None for row in range(max(first, 0), last + 1)):
            return False
        table.viewport().repaint()
        return True

    def close(self) -> None:
        self.pane.close()
        self.session.close()


@pytest.fixture
def many(qtbot: QtBot, rosters: dict[int, Path]) -> Iterator[Roster]:
    """100,000 firms on the screen."""
    theme.apply(application(["jizhen"]))
    made = Roster(rosters[FIRMS])
    yield made
    made.close()


def view_of(qtbot: QtBot, entries: Sequence[Entry], like: Roster) -> QTableView:
    """The view over a list, as large as the program's table."""
    view, table = QTableView(), like.pane.table
    view.setWordWrap(False)
    view.verticalHeader().setDefaultSectionSize(theme.ROW_HEIGHT)
    view.resize(table.size())
    show_in(view, entries)
    for column in range(table.model().columnCount()):
        view.setColumnWidth(column, table.columnWidth(column))
    qtbot.addWidget(view)
    view.show()
    wait(view.isVisible)
    return view


def show_in(view: QTableView, entries: Sequence[Entry]) -> None:
    view.setModel(InMemory(entries))
    view.viewport().repaint()


def test_the_first_page_is_there_as_soon_as_that_of_a_list(qtbot: QtBot, many: Roster, rosters: dict[int, Path]) -> None:
    """From the file to the painted rows, and from a list that has been read already."""
    entries = read_all(rosters[FIRMS])
    view = view_of(qtbot, entries, many)

    def ours() -> None:
        many.pane.model.show_view(browse.View(only=("name", "")))
        wait(lambda: not many.pane.model.loading)
        start = time.perf_counter()
        many.pane.model.show_view(browse.View())
        wait(many.is_painted)
        first_pages.append(time.perf_counter() - start)

    first_pages: list[float] = []
    _, from_file, at_hand = medians(ours, lambda: show_in(view, read_all(rosters[FIRMS])), lambda: show_in(view, entries))
    first = statistics.median(first_pages)
    print(f"\nfirst page {1000 * first:.0f} ms; of a list read from the file {1000 * from_file:.0f} ms: {first / from_file:.2f} x")
    print(f"of a list at hand {1000 * at_hand:.0f} ms")
    assert first <= 1.5 * from_file


def test_scrolling_is_as_smooth_as_over_a_list(qtbot: QtBot, many: Roster, rosters: dict[int, Path]) -> None:
    """A third of a page each time; and, as it must be read first, by leaps all over the roster."""
    view = view_of(qtbot, read_all(rosters[FIRMS]), many)

    def ours(rows: Sequence[int]) -> None:
        for row in rows:
            many.pane.table.verticalScrollBar().setValue(row)
            wait(many.is_painted)

    def list_(rows: Sequence[int]) -> None:
        for row in rows:
            view.verticalScrollBar().setValue(row)
            view.viewport().repaint()
            QCoreApplication.processEvents()

    starts = iter(range(1, FIRMS, 2_000))  # what was read once would be at hand
    pages, leaps = 60, 20
    turns: dict[str, list[float]] = {"ours": [], "list": [], "leap": [], "list leap": []}
    for start in islice(starts, ROUNDS):
        rows = [start + 5 * page for page in range(pages)]
        far = [(7919 * (start + leap)) % (FIRMS - 50) for leap in range(leaps)]
        many.pane.table.verticalScrollBar().setValue(start)
        wait(many.is_painted)
        for name, work, places in (("ours", ours, rows), ("list", list_, rows), ("leap", ours, far), ("list leap", list_, far)):
            turns[name].append(seconds(lambda work=work, places=places: work(places)) / len(places))  # type: ignore[misc]
    scrolled, alone, leap, leap_alone = (1000 * statistics.median(found) for found in turns.values())
    print(
        f"\nscrolling {scrolled:.1f} ms a turn, a list {alone:.1f} ms: {scrolled / alone:.2f} x; a leap {leap:.1f} and {leap_alone:.1f} ms"
    )
    assert scrolled <= 1.4 * alone


def test_a_search_as_one_types_is_faster_than_that_of_a_list(qtbot: QtBot, many: Roster, rosters: dict[int, Path]) -> None:
    """From the key to the painted rows; a list looks through the texts of all its rows."""
    entries = read_all(rosters[FIRMS])
    view = view_of(qtbot, entries, many)
    texts = ["\n".join(value for value in entry.answers.values() if isinstance(value, str)) for entry in entries]
    times: dict[str, list[float]] = {"ours": [], "list": []}
    for _ in range(ROUNDS):
        for typed in TYPED:
            start = time.perf_counter()
            many.pane.search.setText(typed)
            wait(lambda typed=typed: many.pane.model.view.search == typed and many.is_painted())  # type: ignore[misc]
            times["ours"].append(time.perf_counter() - start)
            start = time.perf_counter()
            show_in(view, [entry for entry, text in zip(entries, texts, strict=True) if all(word in text for word in typed.split())])
            times["list"].append(time.perf_counter() - start)
            assert len(many.pane.model.ids) >= view.model().rowCount()  # the names of choices are found, too
    ours, alone = (statistics.median(found) for found in times.values())
    print(f"\nsearch {1000 * ours:.0f} ms a key, a list {1000 * alone:.0f} ms: {ours / alone:.2f} x")
    assert ours <= 1.5 * alone


def test_an_edit_is_diagnosed_faster_than_the_round_is_read_and_diagnosed(many: Roster, rosters: dict[int, Path]) -> None:
    """From the cell to the new diagnosis, with everything that the window does between."""
    with Workspace.open(rosters[FIRMS]) as workspace:
        round_id = surveys.clusters(workspace)[0].rounds[0].id

        def edit() -> None:
            count = len(many.diagnosed)
            many.pane.model.store(many.pane.model.index(0, 0), f"改名 {count}")
            wait(lambda: len(many.diagnosed) > count)

        edited, whole = medians(edit, lambda: diagnose(surveys.load(workspace, round_id), load_framework()))
    print(f"\nan edit is diagnosed after {1000 * edited:.0f} ms, reading and diagnosing all {1000 * whole:.0f} ms: {edited / whole:.2f} x")
    assert edited <= whole


def longest_gap(roster: Roster, work: Callable[[], object], until: Callable[[], bool]) -> float:
    """How long the window did not answer while something went on and the table was scrolled."""
    bar = roster.pane.table.verticalScrollBar()
    work()
    return max(wait(until, lambda: bar.setValue((bar.value() + 3) % 900)), default=0.0)


def test_the_window_answers_among_many_firms_as_among_few(qtbot: QtBot, many: Roster, rosters: dict[int, Path]) -> None:
    """While an edit is stored and diagnosed and the table is scrolled, as long as the longest moment without an answer."""
    few = Roster(rosters[FEW])
    gaps: dict[int, list[float]] = {FIRMS: [], FEW: []}
    for _ in range(2 * ROUNDS):
        for firms, roster in ((FIRMS, many), (FEW, few)):
            count, model = len(roster.diagnosed), roster.pane.model
            edit = lambda model=model, count=count: model.store(model.index(0, 0), f"改名 {count}")  # noqa: E731
            gaps[firms].append(longest_gap(roster, edit, lambda roster=roster, count=count: len(roster.diagnosed) > count))  # type: ignore[misc]
    few.close()
    among_many, among_few = (statistics.median(found) for found in gaps.values())
    print(f"\nlongest gap {1000 * among_many:.0f} ms, among {FEW:,} firms {1000 * among_few:.0f} ms: {among_many / among_few:.2f} x")
    assert among_many <= 3 * among_few


def peak(path: Path, home: Path) -> float:
    """The memory (MB) of the program after some work with a copy of a roster: the work changes it, and others may have it open."""
    home.mkdir()
    own = Path(shutil.copy(path, home))
    environment = {**os.environ, "JIZHEN_HOME": str(home), "QT_QPA_PLATFORM": "offscreen"}
    run = subprocess.run([sys.executable, str(MEMORY), str(own)], check=True, capture_output=True, text=True, env=environment)
    return float(run.stdout)


def test_the_memory_of_the_program_hardly_grows_with_the_roster(rosters: dict[int, Path], tmp_path: Path) -> None:
    peaks = [[peak(rosters[count], tmp_path / f"{turn}-{count}") for count in (FIRMS, FEW)] for turn in range(3)]
    many, few = (statistics.median(column) for column in zip(*peaks, strict=True))
    print(f"\n{FIRMS:,} firms {many:.0f} MB, {FEW:,} firms {few:.0f} MB: {many / few:.2f} x")
    assert many < 1.5 * few
