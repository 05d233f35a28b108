"""A merge tells how far it is, and can be stopped."""

import shutil
import threading
from collections.abc import Callable
from pathlib import Path

from db import operations, surveys
from db.workspace import Workspace
from diagnosis.progress import Progress
from tests.ui.window import WAIT, Opened
from ui.dialogs.work import WorkDialog


def colleague(program: Opened, folder: Path, rows: int) -> Path:
    """A copy with institutions that we do not have."""
    path = folder / "同事.jizhen"
    assert program.session.path is not None
    shutil.copyfile(program.session.path, path)
    with Workspace.open(path) as ws:
        round_id = surveys.clusters(ws)[0].rounds[0].id
        for number in range(rows):
            operations.add_row(ws, round_id, "institutions", {"name": f"研究所{number}"})
    return path


def institutions(program: Opened) -> int:
    return program.read(lambda ws: len(surveys.load(ws, surveys.clusters(ws)[0].rounds[0].id).institutions))


def merging(program: Opened, path: Path) -> tuple[WorkDialog, Callable[[], None]]:
    """The dialog of a merge that waits to be told to go on: a quick machine would have merged before the first click."""
    gate = threading.Event()
    program.session.runner.submit(gate.wait)
    program.window.commands.merge_path(path)
    return program.dialog(WorkDialog), gate.set


def test_it_tells_how_far_it_is(program: Opened, tmp_path: Path) -> None:
    before, path = institutions(program), colleague(program, tmp_path, 3)
    dialog, go_on = merging(program, path)
    told: list[Progress] = []
    dialog.watch.progressed.connect(told.append)
    with program.bot.waitSignal(dialog.finished, timeout=WAIT):
        go_on()
    assert told
    assert told[0].total > 0
    assert institutions(program) == before + 3
    assert "可撤销" in program.window.messages.text


def test_stopped_it_has_changed_nothing(program: Opened, tmp_path: Path) -> None:
    before, path = institutions(program), colleague(program, tmp_path, 3)
    dialog, go_on = merging(program, path)
    with program.bot.waitSignal(dialog.finished, timeout=WAIT):
        program.click(dialog.stop)
        go_on()
    assert "没有改动" in program.window.messages.text
    assert institutions(program) == before
