"""After an end without closing: what was confirmed is there, and the program says so."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from db import browse, operations, places
from db.history import newest
from db.recovery import recovered
from db.workspace import Workspace
from tests.ui.window import Opened, opened
from ui import opening
from ui.running import Running

ROOT = Path(__file__).resolve().parents[2]
# Opens the window as a user does, then types a row every few milliseconds and tells each that the status bar calls saved.
TYPIST = """
import sys
sys.path.insert(0, {root!r})
from PySide6.QtCore import QTimer
from db import operations
from ui import app
made = app.application(["jizhen"])
running = app.Running()
window = app.start(crashed=running.start())
window.show()
session, count = window.session, 0
def type_next():
    global count
    count += 1
    row = {{"name": f"第{{count}}所"}}
    session.change(operations.add_row, session.round_id, "institutions", row, done=lambda _change, n=count: tell(n))
def tell(number):
    print(number, flush=True)
    QTimer.singleShot(0, type_next)
session.diagnosed.connect(lambda _diagnosis: type_next() if not count else None)
made.exec()
"""


def test_a_first_start_and_a_start_after_closing_have_nothing_to_recover(home: Path) -> None:
    first = Running()
    assert not first.start()
    assert not Running().start()  # a second program beside it
    first.end()
    assert not places.running_file().exists()
    again = Running()
    assert not again.start()
    again.end()


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no such signal on this system")
def test_a_killed_program_has_lost_nothing_that_it_called_saved(qtbot: QtBot, home: Path) -> None:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "JIZHEN_HOME": str(home)}
    with subprocess.Popen(
        [sys.executable, "-c", TYPIST.format(root=str(ROOT))], env=environment, stdout=subprocess.PIPE, encoding="utf-8"
    ) as typist:
        assert typist.stdout is not None
        told = [int(typist.stdout.readline()) for _ in range(40)]
        typist.send_signal(signal.SIGKILL)
        told += [int(line) for line in typist.stdout]
    assert places.running_file().exists()
    running = Running()
    assert running.start()
    running.end()
    program = Opened(qtbot)
    program.start(crashed=True)
    qtbot.waitUntil(lambda: program.window.messages.text != "")
    ids = program.read(lambda ws: browse.row_ids(ws, program.session.round_id or 0, "institutions"))
    rows = program.read(lambda ws: browse.rows_by_id(ws, program.session.round_id or 0, "institutions", ids))
    names = {entry.answers["name"] for entry in rows.values()}
    assert names >= {f"第{number}所" for number in told}
    last = program.read(newest)
    assert last is not None
    assert last[1].zh.replace("“", "‘").replace("”", "’") in program.window.messages.text
    program.window.messages.drop_note()
    assert program.window.messages.isVisible()  # it stays until it is closed
    program.window.close()


def test_the_next_start_is_where_the_last_one_was(qtbot: QtBot) -> None:
    with opened(qtbot) as first:
        other = first.session.clusters[1]
        with qtbot.waitSignal(first.session.diagnosed):
            first.session.open_cluster(other.id, other.rounds[0].id)
        first.window.go_to_step("chain")
    again = Opened(qtbot)
    again.start()
    assert again.session.cluster_id == other.id
    assert again.window.step == "chain"
    assert not again.window.messages.isVisible()
    again.window.close()


def test_a_workspace_that_is_named_is_opened_where_it_was_left(qtbot: QtBot, tmp_path: Path) -> None:
    """As by a double click on the file, after the machine has gone down."""
    with opened(qtbot) as first:
        first.window.go_to_step("chain")
        path = first.session.path
    assert path is not None
    again = Opened(qtbot)
    again.start(path, crashed=True)
    qtbot.waitUntil(lambda: again.window.messages.text.startswith("上次没有正常退出"))
    assert again.window.step == "chain"
    again.window.close()
    other = tmp_path / "别的.jizhen"
    other.write_bytes(path.read_bytes())
    last = Opened(qtbot)
    last.start(other, crashed=True)
    assert last.window.step == "overview"
    assert not last.window.messages.isVisible()  # nothing happened to that one
    last.window.close()


def half_written(path: Path) -> tuple[bytes, bytes]:
    """The file and its journal in the middle of a change that is larger than SQLite's cache: what a power cut leaves."""
    with Workspace.create(path) as ws:
        round_id = operations.start_cluster(ws, {"name_zh": "甲"}, "2024", None).round_id
        ws.db.execute("PRAGMA cache_size = 1")
        with ws.writing(keep=False):
            ws.db.execute("DELETE FROM history")
            for number in range(2000):
                ws.db.execute("INSERT INTO institutions (_round, _position, name) VALUES (?, ?, ?)", (round_id, number, "所" * 40))
            return path.read_bytes(), path.with_name(f"{path.name}-journal").read_bytes()


def test_a_half_written_change_is_told_to_be_taken_back(tmp_path: Path) -> None:
    path = tmp_path / "甲.jizhen"
    file, journal = half_written(path)
    path.write_bytes(file)
    path.with_name(f"{path.name}-journal").write_bytes(journal)
    with Workspace.open(path) as ws:
        assert ws.rows("SELECT count(*) FROM institutions") == [(0,)]
        assert "退回" in recovered(ws).zh
        assert "甲" in recovered(ws).zh
    with Workspace.open(path) as ws:
        assert "退回" not in recovered(ws).zh


def test_copies_of_evidence_and_reports_that_a_killed_program_has_left_go_at_the_next_start(home: Path) -> None:
    left = places.viewing_folder() / "abc" / "0123"
    left.mkdir(parents=True)
    (left / "照片.jpg").write_bytes(b"x")
    (left / "照片.jpg").chmod(0o400)
    laid_out = places.laying_folder() / "jizhen-0" / "profile"
    laid_out.mkdir(parents=True)
    (laid_out.parent / "report.docx").write_bytes(b"x")
    opening.empty_left()
    assert list(places.viewing_folder().iterdir()) == []
    assert list(places.laying_folder().iterdir()) == []
