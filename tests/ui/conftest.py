"""The window over a workspace of its own, driven by keys and clicks; every wait is for a signal or a state."""

import gc
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from db import places
from db.samples import create_sample_workspace
from db.workspace import Workspace
from tests.surveys import sample_data
from tests.ui.authoring import Writer
from tests.ui.bot import LONGEST_MS, Bot
from tests.ui.judging import Desk, desk_of
from tests.ui.window import Opened, opened
from ui import theme


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> QtBot:
    """Our own hands in place of pytest-qt's."""
    del qapp
    return Bot(request)


@pytest.fixture(scope="session", autouse=True)
def tidy_start(qapp: QApplication) -> Iterator[None]:
    """What has been loaded stays: after each test only what has come since is looked at.

    What was copied goes at the end: the clipboard of a screen that is none keeps it until Python itself is gone, and Qt falls over it.
    """
    gc.collect()
    gc.freeze()
    yield
    qapp.clipboard().clear()


@pytest.fixture(autouse=True)
def light(qapp: QApplication) -> Iterator[None]:
    """Our look, in light colours, whatever the test before has put on; and nothing that was shown outlives its test."""
    theme.apply(qapp)
    yield
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    for left in QApplication.topLevelWidgets():  # a tab that nobody opened, and the like
        if shiboken6.isValid(left) and left.windowType() == Qt.WindowType.Window:
            shiboken6.delete(left)
    gc.collect()


# Pauses (ms) for somebody who goes on typing, choosing or changing things, which a test has no need of.
PAUSES = (
    "ui.authoring.section_views.PREVIEW_AFTER_MS",
    "ui.diagnosing.AFTER_MS",
    "ui.diagnosing.COLD_AFTER_MS",
    "ui.dialogs.bulk.AFTER_MS",
    "ui.later.PAUSE_MS",
    "ui.widgets.actor_line.ASK_AFTER_MS",
    "ui.widgets.current_row.REST_MS",
    "ui.widgets.filter_popup.AFTER_MS",
    "ui.widgets.network_tab.LOOK_UP_AFTER_MS",
    "ui.widgets.view_control.KEEP_AFTER_MS",
)


@pytest.fixture(autouse=True)
def hurried() -> Iterator[pytest.MonkeyPatch]:
    """No pause is longer than the turn of an event; and a busy machine is no worker that is at something long (``test_leaving``)."""
    with pytest.MonkeyPatch.context() as patch:
        for pause in PAUSES:
            patch.setattr(pause, 1)
        patch.setattr("ui.working.UNNOTICED_S", LONGEST_MS / 1000)
        yield patch


@pytest.fixture
def unhurried(hurried: pytest.MonkeyPatch) -> None:
    """Every pause is as long as in the product."""
    hurried.undo()


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace as it is made, to be copied."""
    path = tmp_path_factory.mktemp("empty") / "空.jizhen"
    Workspace.create(path).close()
    return path


@pytest.fixture(scope="session")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workspace of the samples as the first start makes it, to be copied."""
    path = tmp_path_factory.mktemp("samples") / "示例.jizhen"
    create_sample_workspace(path)
    return path


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path, empty: Path) -> Iterator[Desk]:
    """A session over an empty workspace."""
    with desk_of(qtbot, tmp_path, empty=empty) as made:
        yield made


@pytest.fixture
def program(qtbot: QtBot, home: Path, samples: Path) -> Iterator[Opened]:
    """The whole window as at its first start: over the samples, which are there already."""
    shutil.copyfile(samples, places.sample_workspace())
    with opened(qtbot) as made:
        yield made


@pytest.fixture
def writer(desk: Desk) -> Writer:
    """The report of a survey, open for writing."""
    desk.load(sample_data("changsha"))
    return Writer(desk)
