"""What several tests of this folder use: a look at the whole content of a file, and random surveys."""

import json
from typing import Any

from hypothesis import strategies as st

from db.samples import sample_files
from db.workspace import Workspace
from diagnosis.interchange import SurveyFile, survey_from_text
from diagnosis.survey import Survey
from tests.strategies import survey_data
from tests.surveys import read


def dump(workspace: Workspace) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of all tables but the history."""
    tables = workspace.rows("SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'history'")
    return {table: workspace.rows(f'SELECT * FROM "{table}" ORDER BY 1') for (table,) in tables}


def sample(name: str) -> SurveyFile:
    """One of the sample surveys."""
    (path,) = (path for path in sample_files() if path.stem == name)
    return survey_from_text(path.read_text(encoding="utf-8"), path.name)


def survey_file(**parts: Any) -> SurveyFile:
    """A survey file of these parts, with a cluster and a round unless they are given."""
    about = {"cluster": {"name_zh": "甲集群"}, "round": {"label": "2024"}}
    return survey_from_text(json.dumps({"format": "jizhen-survey", "version": 1, **about, **parts}), "survey.json")


def surveys() -> st.SearchStrategy[Survey]:
    """Any survey that a file can hold."""
    return survey_data().map(read)
