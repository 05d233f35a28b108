"""A workspace for the commands to work on."""

import shutil
from pathlib import Path

import pytest

from diagnosis.text import TEMPLATES
from tests.command_line.commands import run
from tests.surveys import SAMPLES


@pytest.fixture(scope="session")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace into which the samples were imported."""
    path = tmp_path_factory.mktemp("imported") / "样.jizhen"
    for name in SAMPLES:
        assert run("import", path, TEMPLATES / "samples" / f"{name}.json") == 0
    return path


@pytest.fixture
def workspace(imported: Path, tmp_path: Path) -> Path:
    """A workspace with the samples."""
    return Path(shutil.copy(imported, tmp_path / "我的 项目.jizhen"))
