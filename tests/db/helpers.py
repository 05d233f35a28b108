"""What several tests of this folder use: a look at the whole content of a file, and random surveys."""

import datetime as dt
import json
from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

from db.samples import sample_files
from db.workspace import Workspace
from diagnosis.fieldtypes import (
    NA,
    AnswerType,
    ChoicesType,
    ChoiceType,
    DateType,
    FieldType,
    FlagType,
    NamesType,
    NumberType,
    RegionType,
    ScoreType,
    TextType,
)
from diagnosis.framework_files import load_framework
from diagnosis.interchange import SurveyFile, survey_from_text
from diagnosis.questionnaire import questionnaire
from diagnosis.ranges import indicator_type
from diagnosis.survey import LISTS, MAPS, RECORDS, Survey, make_row

Answers = dict[str, Any]


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


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12).filter(str.strip)


def numbers(kind: NumberType) -> st.SearchStrategy[Any]:
    """Whole numbers and, where they are taken, others."""
    low, high = (-1e15 if kind.low is None else kind.low), (1e15 if kind.high is None else kind.high)
    whole: st.SearchStrategy[Any] = st.integers(int(low), int(high))
    return whole if kind.whole else whole | st.floats(low, high)


def mixes(kind: ChoiceType) -> st.SearchStrategy[str]:
    """Half one type, half another."""
    return st.permutations(list(kind.choices)).map(lambda order: f"mixed:{order[0]}/{order[1]}")


# field type -> answers that it takes; the first that fits counts
VALUES: tuple[tuple[type[FieldType], Callable[[Any], st.SearchStrategy[Any]]], ...] = (
    (RegionType, lambda _: st.integers(0, 999999).map("{:06d}".format)),
    (TextType, lambda _: TEXTS),
    (NumberType, numbers),
    (DateType, lambda _: st.dates(dt.date(1900, 1, 1), dt.date(2100, 12, 31)).map(dt.date.isoformat)),
    (FlagType, lambda _: st.booleans()),
    (AnswerType, lambda kind: st.sampled_from(list(kind.choices)) | mixes(kind)),
    (ChoiceType, lambda kind: st.sampled_from(list(kind.choices))),
    (ChoicesType, lambda kind: st.lists(st.sampled_from(list(kind.choices)), unique=True).map(tuple)),
    (NamesType, lambda _: st.lists(TEXTS, min_size=1, max_size=3).map(tuple)),
    (ScoreType, lambda kind: st.sampled_from([0, 1, 2, 3, 4, *([NA] if kind.na else [])])),
)


def values(kind: FieldType) -> st.SearchStrategy[Any]:
    """Answers that a field type takes."""
    return next(make(kind) for one, make in VALUES if isinstance(kind, one))


def answers(part: str, required: tuple[str, ...] = ()) -> st.SearchStrategy[Answers]:
    """Answers to some of the questions of a part."""
    asked = {question.id: values(question.type) for question in questionnaire().parts[part].questions}
    must = {field: asked.pop(field) for field in required}
    return st.fixed_dictionaries(must, optional=asked)


@st.composite
def rows(draw: st.DrawFn, part: str) -> list[Answers]:
    """Rows of a list as a survey file takes them."""
    if part == "indicators":
        made = draw(st.lists(answers(part, ("id", "year")), max_size=3))
        for row in made:
            row["value"] = draw(numbers(indicator_type(load_framework().indicators[row["id"]])))
        return made
    if part == "ratings":
        return draw(st.lists(answers(part, ("item", "reason")), unique_by=lambda row: row["item"], max_size=3))
    if part == "links":
        return draw(st.lists(answers(part, ("from", "to")), max_size=3))
    return draw(st.lists(answers(part), max_size=3))


@st.composite
def surveys(draw: st.DrawFn) -> Survey:
    """Any survey that a file can hold."""
    parts: Answers = {part: tuple(make_row(kind, row) for row in draw(rows(part))) for part, kind in LISTS.items()}
    parts |= {part: draw(answers(part)) for part in MAPS}
    needed = {"cluster": ("name_zh",), "round": ("label",), "classification_override": ("type", "reason")}
    parts |= {part: make_row(kind, draw(answers(part, needed[part]))) for part, kind in RECORDS.items()}
    return Survey(**parts)
