"""A plugin for tests: the screen has two pixels for each, as at 200 %."""

import os

import pytest
from PySide6.QtWidgets import QApplication

SCALE = 2
os.environ["QT_SCALE_FACTOR"] = str(SCALE)  # Qt reads it when the application is made


@pytest.fixture(autouse=True)
def doubled(qapp: QApplication) -> None:
    """So that nothing passes because it was not in force."""
    assert qapp.devicePixelRatio() == SCALE
