"""Reading: a survey comes back as it went in; clusters and rounds are found by name."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings

from db import operations, surveys
from db.workspace import Workspace
from diagnosis.errors import UserError
from diagnosis.findings import Draft
from diagnosis.interchange import SurveyFile
from diagnosis.questionnaire import questionnaire
from diagnosis.survey import MAPS, RECORDS, Survey, answers_of
from tests.db.helpers import sample, survey_file
from tests.db.helpers import surveys as random_surveys


@settings(max_examples=60, deadline=None)
@given(survey=random_surveys())
def test_a_survey_comes_back_as_it_went_in(survey: Survey) -> None:
    held = frozenset(questionnaire().parts)
    with tempfile.TemporaryDirectory() as folder, Workspace.create(Path(folder) / "w.jizhen") as workspace:
        change = operations.import_survey(workspace, SurveyFile(survey, held))
        assert change.round_id
        assert surveys.load(workspace, change.round_id) == survey
        assert not operations.import_survey(workspace, SurveyFile(survey, held)).parts


@settings(max_examples=20, deadline=None)
@given(survey=random_surveys())
def test_a_survey_entered_answer_by_answer_is_the_same(survey: Survey) -> None:
    with tempfile.TemporaryDirectory() as folder, Workspace.create(Path(folder) / "w.jizhen") as workspace:
        cluster_id = operations.create_cluster(workspace, answers_of(survey.cluster)).cluster_id
        assert cluster_id
        round_id = operations.create_round(workspace, cluster_id, str(survey.round.label)).round_id
        assert round_id
        for part, asked in questionnaire().parts.items():
            content = getattr(survey, part)
            if asked.kind == "list":
                for row in content:
                    operations.add_row(workspace, round_id, part, answers_of(row))
            else:
                for field, value in (content if part in MAPS else answers_of(content)).items():
                    operations.set_answer(workspace, round_id, part, field, value)
        assert surveys.load(workspace, round_id) == survey


def test_every_part_is_read(workspace: Workspace) -> None:
    parts = {*Survey.__dataclass_fields__} - {"attachments"}
    assert parts == set(questionnaire().parts)
    assert set(RECORDS) | set(MAPS) == {part.id for part in questionnaire().parts.values() if part.kind == "record"}


def two_rounds(workspace: Workspace) -> surveys.ClusterEntry:
    """Three rounds that were not made in the order of their dates."""
    for label, date in (("第二轮", "2022-06-30"), ("第一轮", "2020-06-30"), ("试点", None)):
        operations.import_survey(workspace, survey_file(round={"label": label, "date": date}))
    return surveys.find_cluster(workspace, "甲集群")


def test_rounds_follow_their_dates(workspace: Workspace) -> None:
    entry = two_rounds(workspace)
    assert [one.label for one in entry.rounds] == ["试点", "第一轮", "第二轮"]
    assert surveys.find_round(entry, None).label == "第二轮"
    pilot, first, second = entry.rounds
    assert surveys.previous_round(entry, second.id) == first
    assert surveys.previous_round(entry, pilot.id) is None
    assert surveys.previous_round(entry, 99) is None


def test_rounds_of_one_day_follow_the_order_they_were_made_in(workspace: Workspace) -> None:
    for label in ("乙", "甲"):
        operations.import_survey(workspace, survey_file(round={"label": label, "date": "2024-01-01"}))
    assert surveys.find_round(surveys.clusters(workspace)[0], None).label == "甲"


def test_clusters_and_rounds_are_found_by_name(workspace: Workspace) -> None:
    operations.import_survey(workspace, sample("changsha"))
    for name in ("长沙市工程机械集群", " Changsha construction machinery cluster "):
        entry = surveys.find_cluster(workspace, name)
        assert entry.cluster.region == "430100"
        assert surveys.find_round(entry, " ２０１９ ").date == "2019-12-31"


def test_what_is_not_found_is_told_with_what_there_is(workspace: Workspace) -> None:
    with pytest.raises(UserError, match=r"没有集群“乙集群”.*—"):
        surveys.find_cluster(workspace, "乙集群")
    entry = two_rounds(workspace)
    with pytest.raises(UserError, match=r"没有集群“乙集群”.*甲集群"):
        surveys.find_cluster(workspace, "乙集群")
    with pytest.raises(UserError, match=r"没有轮次“第九轮”.*第一轮、第二轮"):
        surveys.find_round(entry, "第九轮")
    operations.create_cluster(workspace, {"name_en": "B"})
    with pytest.raises(UserError, match="“B”还没有调研轮次"):
        surveys.find_round(surveys.find_cluster(workspace, "B"), None)
    with pytest.raises(UserError, match="已被删除"):
        surveys.load(workspace, 99)


@pytest.mark.parametrize(
    ("meddling", "told"),
    [
        ("UPDATE enterprises SET role = 'boss'", "“角色”的内容“boss”"),
        ("UPDATE enterprises SET honours = '[\"medal\"]'", "“资质荣誉”"),
        ("UPDATE enterprises SET honours = '5'", "“资质荣誉”"),
        ("UPDATE enterprises SET honours = '[\"listed'", "已损坏"),
        ("UPDATE rounds SET date = '2024-13-01'", "“调研日期”"),
        ("UPDATE answers SET field = 'charisma' WHERE field = 'capacity'", "charisma"),
        ("UPDATE answers SET value = '\"glorious\"' WHERE field = 'capacity'", "glorious"),
        ("UPDATE answers SET value = 'basic' WHERE field = 'capacity'", "已损坏"),
    ],
)
def test_answers_that_this_program_does_not_know_are_told_and_kept(workspace: Workspace, meddling: str, told: str) -> None:
    """Another version of the framework may have written them; leaving them out unsaid would change the diagnosis."""
    round_id = operations.import_survey(workspace, sample("changsha")).round_id
    assert round_id
    workspace.db.execute(meddling)
    with pytest.raises(UserError, match=told) as refused:
        surveys.load(workspace, round_id)
    assert refused.value.to("en")


def test_what_was_typed_and_not_taken_is_listed(workspace: Workspace) -> None:
    round_id = operations.import_survey(workspace, sample("changsha")).round_id
    assert round_id
    operations.set_draft(workspace, round_id, "features", None, "scale", "很大")
    operations.set_draft(workspace, round_id, "chain", 2, "importance", "高")
    assert surveys.drafts(workspace, round_id) == {("features", None, "scale"): "很大", ("chain", 2, "importance"): "高"}


def test_a_draft_knows_the_place_of_its_row(workspace: Workspace) -> None:
    round_id = operations.import_survey(workspace, sample("changsha")).round_id
    assert round_id
    first, second, third, *_ = [row_id for row_id, _ in surveys.rows(workspace, round_id, "enterprises")]
    for row_id in (first, second, third):
        operations.set_draft(workspace, round_id, "enterprises", row_id, "revenue", f"约{row_id}")
    operations.set_draft(workspace, round_id, "round", None, "date", "去年")
    operations.move_row(workspace, round_id, "enterprises", third, 0)
    operations.delete_rows(workspace, round_id, "enterprises", [first])
    assert set(surveys.untaken(workspace, round_id)) == {
        Draft("enterprises", 0, "revenue", f"约{third}"),
        Draft("enterprises", 1, "revenue", f"约{second}"),
        Draft("round", None, "date", "去年"),
    }
