"""What leaves as an XLSForm comes back equal: submissions made from the form itself, in every way in which they are exported."""

import dataclasses
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given

from db import operations
from db.surveys import load
from db.workspace import Workspace
from diagnosis.framework_files import load_framework
from diagnosis.regions import regions
from diagnosis.survey import LISTS, Enterprise, IndicatorRow, Override, Survey, answers_of
from tests.db.forms.collecting import read_files
from tests.db.helpers import sample, surveys
from tests.db.phones import (
    BARE,
    CENTRAL,
    KOBO,
    KOBO_SPLIT,
    LABELS_EN,
    LABELS_ZH,
    Form,
    Style,
    form,
    tables,
    write_csvs,
    write_xlsx,
    write_zip,
)

STYLES = {"kobo": KOBO, "split": KOBO_SPLIT, "central": CENTRAL, "bare": BARE, "labels": LABELS_ZH, "labels-en": LABELS_EN}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Form:
    """The form."""
    return form(tmp_path_factory.mktemp("form"))


def come_back(folder: Path, paths: list[Path]) -> Survey:
    """The survey that reading these files into an empty round makes."""
    with Workspace.create(folder / "w.jizhen") as workspace:
        change = operations.start_cluster(workspace, {"name_zh": "甲集群"}, "一", None)
        round_id = change.round_id or 0
        read_files(workspace, round_id, paths, alike="add")
        found = load(workspace, round_id)
        assert not read_files(workspace, round_id, paths, alike="add").parts, "read twice is as once"
    return found


def asked_on_phones(survey: Survey) -> Survey:
    """The survey without what a phone does not ask, and with firms that can be told apart."""
    firms = tuple(dataclasses.replace(firm, name=f"第{place}机械厂", uscc=None) for place, firm in enumerate(survey.enterprises))
    region = survey.cluster.region if survey.cluster.region in regions() else None
    lists: dict[str, Any] = {part: tuple(row for row in getattr(survey, part) if answers_of(row)) for part in LISTS}
    return dataclasses.replace(
        survey,
        **{
            **lists,
            "enterprises": firms,
            "criteria": {key: in_order(value) for key, value in survey.criteria.items()},
            "cluster": dataclasses.replace(survey.cluster, name_zh="甲集群", name_en=None, region=region),
            "round": dataclasses.replace(survey.round, label="一"),
            "classification_override": Override(),
        },
    )


def in_order(answer: str) -> str:
    """Half each of two types is the same in either order."""
    order = list(load_framework().types)
    halves = answer.removeprefix("mixed:").split("/")
    return answer if len(halves) == 1 else "mixed:" + "/".join(sorted(halves, key=order.index))


def compared(survey: Survey) -> Survey:
    """With the honours in the order of the questionnaire, and the rating of a respondent without the submission that it is from."""
    order = ("little-giant", "champion", "srdi", "hnte", "listed", "other")
    firms = tuple(
        dataclasses.replace(firm, honours=None if firm.honours is None else tuple(sorted(firm.honours, key=order.index)))
        for firm in survey.enterprises
    )
    return dataclasses.replace(survey, enterprises=firms, indicators=tuple(map(_without_submission, survey.indicators)))


def _without_submission(row: IndicatorRow) -> IndicatorRow:
    return dataclasses.replace(row, source=None) if (row.source or "").startswith("uuid ") else row


@given(surveys())
def test_any_survey_comes_back(made: Form, tmp_path_factory: pytest.TempPathFactory, survey: Survey) -> None:
    folder, expected = tmp_path_factory.mktemp("phone"), asked_on_phones(survey)
    assume(expected != asked_on_phones(Survey()))  # one in which nothing is filled in is refused
    path = write_xlsx(folder / "kobo.xlsx", tables(made, [expected], KOBO))
    assert compared(come_back(folder, [path])) == compared(expected)


@pytest.mark.parametrize("style", STYLES.values(), ids=STYLES)
@pytest.mark.parametrize("kind", ["xlsx", "zip", "csv"])
@pytest.mark.parametrize("name", ["changsha", "hydrogen"])
def test_samples_come_back_however_they_are_exported(made: Form, tmp_path: Path, name: str, kind: str, style: Style) -> None:
    survey = asked_on_phones(sample(name).survey)
    found = tables(made, [survey], style)
    writers = {
        "xlsx": lambda: [write_xlsx(tmp_path / "k.xlsx", found)],
        "zip": lambda: [write_zip(tmp_path / "k.zip", found)],
        "csv": lambda: write_csvs(tmp_path / "export", found),
    }
    assert compared(come_back(tmp_path, writers[kind]())) == compared(survey)


def test_firms_of_several_visits_come_together(made: Form, tmp_path: Path) -> None:
    visits = [Survey(enterprises=(Enterprise(name=f"长沙第{visit}机械厂", revenue=visit * 100.0),)) for visit in range(1, 4)]
    found = come_back(tmp_path, [write_zip(tmp_path / "k.zip", tables(made, visits, CENTRAL))])
    assert [(firm.name, firm.revenue) for firm in found.enterprises] == [(f"长沙第{visit}机械厂", visit * 100.0) for visit in range(1, 4)]


def test_two_respondents_who_rate_alike_stay_two(made: Form, tmp_path: Path) -> None:
    rated = next(key for key, indicator in load_framework().indicators.items() if indicator.kind == "rated")
    visits = [Survey(indicators=(IndicatorRow(id=rated, year=2024, value=3),)) for _ in range(2)]
    found = come_back(tmp_path, [write_xlsx(tmp_path / "k.xlsx", tables(made, visits, KOBO))])
    assert [row.value for row in found.indicators] == [3, 3]
