"""A workspace that has a past."""

from pathlib import Path

from db import operations
from db.copies import back_up
from db.workspace import Workspace


def kept_in(folder: Path) -> Path:
    """A workspace with a cluster, its backup, and another name since."""
    path = folder / "乙.jizhen"
    with Workspace.create(path) as ws:
        operations.start_cluster(ws, {"name_zh": "乙集群", "name_en": "B"}, "2024", None)
        back_up(ws.db, path, "2024-05-01")
        operations.set_answer(ws, ws.rows("SELECT _id FROM rounds")[0][0], "cluster", "name_zh", "丙集群")
    return path
