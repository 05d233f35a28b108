"""A workspace with one round, into which forms are read."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from db import operations
from db.workspace import Workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    """An empty round of one cluster."""
    with Workspace.create(tmp_path / "w.jizhen") as made:
        operations.start_cluster(made, {"name_zh": "甲集群", "name_en": "Cluster A"}, "一", None)
        yield made


@pytest.fixture
def round_id(workspace: Workspace) -> int:
    """The round."""
    return int(workspace.rows("SELECT _id FROM rounds")[0][0])
