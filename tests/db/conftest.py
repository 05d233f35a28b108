from collections.abc import Iterator
from pathlib import Path

import pytest

from db.places import HOME
from db.workspace import Workspace


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Nothing of the user's own is touched."""
    folder = tmp_path_factory.mktemp("home")
    monkeypatch.setenv(HOME, str(folder))
    return folder


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    """An empty workspace; it need not survive a power cut."""
    with Workspace.create(tmp_path / "一个 工作区.jizhen") as made:
        made.db.execute("PRAGMA synchronous = OFF")
        yield made
