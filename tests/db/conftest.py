from collections.abc import Iterator
from pathlib import Path

import pytest

from db.workspace import Workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    """An empty workspace; it need not survive a power cut."""
    with Workspace.create(tmp_path / "一个 工作区.jizhen") as made:
        made.db.execute("PRAGMA synchronous = OFF")
        yield made
