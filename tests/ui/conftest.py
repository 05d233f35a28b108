"""The window over a workspace of its own, driven by keys and clicks; every wait is for a signal or a state."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.surveys import sample_data
from tests.ui.authoring import Writer
from tests.ui.judging import Desk, desk_of
from tests.ui.window import Opened, opened


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Iterator[Desk]:
    """A session over an empty workspace."""
    with desk_of(qtbot, tmp_path) as made:
        yield made


@pytest.fixture
def program(qtbot: QtBot, home: Path) -> Iterator[Opened]:
    """The whole window as at its first start: over the samples."""
    with opened(qtbot) as made:
        yield made


@pytest.fixture
def writer(desk: Desk) -> Writer:
    """The report of a survey, open for writing."""
    desk.load(sample_data("changsha"))
    return Writer(desk)
