"""A session over a workspace with one survey, and pages of it on the screen: what the tests of the judging pages start from."""

import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from db import browse, operations
from db.workspace import Workspace
from diagnosis.fieldtypes import Value
from diagnosis.findings import Place
from diagnosis.interchange import survey_from_text
from diagnosis.result import Diagnosis
from diagnosis.text import Lang
from tests.ui.bot import settle
from ui.session import Session

W = TypeVar("W", bound=QWidget)
SIZE = (772, 640)  # what a page has in the smallest window, beside rail and panel
ALL_STAGE = ("market-stage", "technology-maturity", "capacity", "value-chain", "leading-actors", "spatial-pattern", "innovation-resources")


class Desk:
    """An open session. Every wait is for a signal or a state, none for a time."""

    def __init__(self, bot: QtBot, session: Session) -> None:
        self.bot, self.session = bot, session
        self.jumps: list[Place] = []
        self.messages: list[object] = []
        self.defects: list[BaseException] = []
        session.jump.connect(self.jumps.append)
        session.message.connect(self.messages.append)
        session.crashed.connect(self.defects.append)

    def load(self, data: dict[str, Any]) -> Diagnosis:
        """Import a survey file's content and wait for its diagnosis."""
        found = survey_from_text(json.dumps(data, ensure_ascii=False), "survey.json")
        return self.after(lambda: self.session.change(operations.import_survey, found))

    def after(self, action: Callable[[], object]) -> Diagnosis:
        """Do something that changes the survey, and wait for the diagnosis after it."""
        with self.bot.waitSignal(self.session.diagnosed, timeout=10_000):
            action()
        return self.diagnosis

    def settle(self) -> None:
        """Wait until the worker has done all that was asked so far, and what it brought is shown."""
        settle(self.bot, self.session.runner)

    def show(self, widget: W, size: tuple[int, int] = SIZE) -> W:
        """Put a page on the screen."""
        self.bot.addWidget(widget)
        widget.resize(*size)
        with self.bot.waitExposed(widget):
            widget.show()
        widget.activateWindow()
        self.settle()
        return widget

    # ---- hands

    def click(self, widget: QWidget) -> None:
        """The left button on the middle of a widget."""
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton)

    def press(self, widget: QWidget, key: Qt.Key) -> None:
        """One key."""
        QTest.keyClick(widget, key)

    def type(self, widget: QWidget, text: str) -> None:
        """Keys of a keyboard: ASCII only."""
        QTest.keyClicks(widget, text)

    # ---- what came of it

    @property
    def type_id(self) -> str | None:
        """The type in effect."""
        return self.diagnosis.type

    @property
    def diagnosis(self) -> Diagnosis:
        """The last one."""
        assert self.session.diagnosis is not None
        return self.session.diagnosis

    def set(self, part: str, field: str, value: Value) -> Diagnosis:
        """Answer a question of a record, as another page would."""
        return self.after(lambda: self.session.change(operations.set_answer, self.session.round_id, part, field, value))

    def set_cell(self, part: str, row: int, field: str, value: Value) -> Diagnosis:
        """Answer a question of the row at this place of a list, as another page would."""

        def change(workspace: Workspace) -> operations.Change:
            round_id = self.session.round_id
            assert round_id is not None
            row_id = browse.row_ids(workspace, round_id, part)[row]
            return operations.set_cells(workspace, round_id, part, row_id, {field: value})

        return self.after(lambda: self.session.change(change))


@contextmanager
def desk_of(bot: QtBot, folder: Path, lang: Lang = "zh", empty: Path | None = None) -> Iterator[Desk]:
    """An empty workspace in ``folder``, made anew or a copy of ``empty``; fails when a defect was met on the way."""
    path = folder / "调研 甲.jizhen"
    if empty is not None:
        shutil.copyfile(empty, path)
    session = Session(lang)
    desk = Desk(bot, session)
    with bot.waitSignal(session.workspace_opened, timeout=10_000):
        session.open_workspace(path, Workspace.create if empty is None else Workspace.open)
    try:
        yield desk
    finally:
        session.close()
        session.deleteLater()
    assert not desk.defects, desk.defects
