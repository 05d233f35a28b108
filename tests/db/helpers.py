"""What several tests of this folder use: a look at the whole content of a file, and random surveys."""

import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Any

from hypothesis import strategies as st

from db import blobs, operations
from db.evidence import Incoming
from db.intake import of_bytes
from db.samples import sample_files
from db.surveys import clusters
from db.workspace import Workspace
from diagnosis.interchange import SurveyFile, survey_from_text
from diagnosis.survey import Survey
from tests.strategies import survey_data
from tests.surveys import read


def dump(workspace: Workspace) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of all tables but the history, what only it needs, what notes who wrote them, and texts as they once were."""
    own = "('history', 'needed', 'blobs', 'stamps', 'sessions', 'versions')"
    tables = workspace.rows(f"SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT IN {own}")
    return {table: workspace.rows(f'SELECT * FROM "{table}" ORDER BY 1') for (table,) in tables}


def sample(name: str) -> SurveyFile:
    """One of the sample surveys."""
    (path,) = (path for path in sample_files() if path.stem == name)
    return survey_from_text(path.read_text(encoding="utf-8"), path.name)


def survey_file(**parts: Any) -> SurveyFile:
    """A survey file of these parts, with a cluster and a round unless they are given."""
    about = {"cluster": {"name_zh": "甲集群"}, "round": {"label": "2024"}}
    return survey_from_text(json.dumps({"format": "jizhen-survey", "version": 1, **about, **parts}), "survey.json")


def round_of(workspace: Workspace) -> int:
    """The only round."""
    return clusters(workspace)[0].rounds[0].id


@contextmanager
def laptops_of(folder: Path, before: Callable[[Workspace], object] = lambda _workspace: None) -> Iterator[tuple[Workspace, Workspace]]:
    """Two copies of a workspace with a round in which a little is filled in. ``before``: what was done before it was copied."""
    paths = (folder / "a.jizhen", folder / "b.jizhen")
    with Workspace.create(paths[0]) as made:
        operations.import_survey(made, survey_file(institutions=[{"name": "一所"}, {"name": "二所"}], services={"finance": True}))
        before(made)
    shutil.copyfile(*paths)
    with Workspace.open(paths[0]) as ours, Workspace.open(paths[1]) as theirs:
        yield ours, theirs


def stored_sample(path: Path) -> Path:
    """A closed workspace with a sample survey."""
    with Workspace.create(path) as made:
        operations.import_survey(made, sample("changsha"))
    return path


def incoming(name: str, content: bytes) -> Incoming:
    """A file that is to be attached."""
    return of_bytes(name, content)


def kept(workspace: Workspace) -> dict[str, bytes]:
    """Every file whose bytes are in the workspace, by hash."""
    return {hash_: blobs.content(workspace, hash_) for (hash_,) in workspace.rows("SELECT hash FROM blobs")}


def noise(size: int, seed: int = 1) -> bytes:
    """Bytes that do not get smaller."""
    return Random(seed).randbytes(size)


def check_files(workspace: Workspace) -> None:
    """Every blob is needed, every hash has its blob, and the history knows what it needs."""
    attached = {hash_ for (hash_,) in workspace.rows("SELECT hash FROM attachments")}
    needed = {hash_ for (hash_,) in workspace.rows("SELECT hash FROM needed")}
    assert set(kept(workspace)) == attached | needed
    assert workspace.rows("PRAGMA foreign_key_check") == []
    in_history = "".join(images for (images,) in workspace.rows("SELECT images FROM history"))
    assert all(hash_ in in_history or hash_ in attached for hash_ in needed)
    assert {hash_ for hash_ in kept(workspace) if hash_ in in_history} <= needed


def surveys() -> st.SearchStrategy[Survey]:
    """Any survey that a file can hold."""
    return survey_data().map(read)
