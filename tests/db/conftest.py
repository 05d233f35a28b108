from collections.abc import Iterator
from pathlib import Path

import pytest

from db import operations
from db.workspace import Workspace
from tests.db.helpers import sample


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    """An empty workspace; it need not survive a power cut."""
    with Workspace.create(tmp_path / "一个 工作区.jizhen") as made:
        yield made


@pytest.fixture
def round_id(workspace: Workspace) -> int:
    """The round of a sample."""
    made = operations.import_survey(workspace, sample("changsha")).round_id
    assert made
    return made
