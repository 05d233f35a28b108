"""One description of what is asked: it fits the survey, and a question added to it is read and written."""

from pathlib import Path

import pytest

from diagnosis.fieldtypes import Value
from diagnosis.framework import Framework
from diagnosis.interchange import survey_to_data
from diagnosis.questionnaire import Questionnaire, load_questionnaire, questionnaire
from diagnosis.survey import INSIDE, LISTS, MAPS, RECORDS, Survey, answers_of, attribute, json_path, make_row
from diagnosis.text import TEMPLATES
from tests.surveys import file_data, read

ADDED = """
[[part.field]]
id = "patents_pending"
type = "whole"
low = 0
zh = "在审专利"
en = "Patents pending"
"""


def test_the_parts_are_those_of_the_survey() -> None:
    asked = questionnaire().parts
    assert set(asked) == set(Survey.__dataclass_fields__) - {"attachments"}
    assert {part.id for part in asked.values() if part.kind == "list"} == set(LISTS)
    assert {part.id for part in asked.values() if part.kind == "record"} == {*RECORDS, *MAPS}


@pytest.mark.parametrize("part", [*LISTS, *RECORDS])
def test_the_questions_are_the_attributes_in_their_order(part: str) -> None:
    asked = [attribute(question.id) for question in questionnaire().parts[part].questions]
    own = [name for name in ({**LISTS, **RECORDS})[part].__dataclass_fields__ if name != "more"]
    assert asked == own


def test_records_made_from_the_framework(framework: Framework) -> None:
    def ids(part: str) -> list[str]:
        return [question.id for question in questionnaire().parts[part].questions]

    assert ids("criteria") == [criterion.id for criterion in framework.stage_criteria]
    assert ids("services") == list(framework.services)
    assert ids("features") == [feature.id for feature in framework.features.values() if feature.rated]
    assert ids("complete") == ["enterprises", "institutions", "platforms", "chain", "links"]


def test_every_part_and_step_is_named_and_placed() -> None:
    asked = questionnaire()
    steps = [step.id for step in asked.steps]
    assert steps == [
        "overview",
        "enterprises",
        "actors",
        "chain",
        "indicators",
        "classification",
        "checklist",
        "interviews",
        "diagnosis",
        "report",
    ]
    assert {part.step for part in asked.parts.values()} <= set(steps)
    assert [part.id for part in asked.on("actors")] == ["institutions", "platforms", "organisations", "services"]
    assert {part.id for part in asked.parts.values() if part.completable} == {"enterprises", "institutions", "platforms", "chain", "links"}


def test_a_field_shown_when_another_has_a_value_names_one_of_its_part() -> None:
    for part in questionnaire().parts.values():
        for question in part.questions:
            if question.shown_when is not None:
                other = part.question(question.shown_when.field)
                for value in question.shown_when.values:
                    assert other.type.check(value) == value


def test_a_question_that_is_not_asked() -> None:
    with pytest.raises(KeyError):
        questionnaire().parts["enterprises"].question("colour")


@pytest.fixture
def longer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Questionnaire:
    """The questionnaire with one more question about firms."""
    text = (TEMPLATES / "questionnaire.toml").read_text(encoding="utf-8")
    end = text.index("# ----", text.index('id = "enterprises"\nkind'))
    path = tmp_path / "questionnaire.toml"
    path.write_text(text[:end] + ADDED + text[end:], encoding="utf-8")
    asked = load_questionnaire(path)
    monkeypatch.setattr("diagnosis.interchange.questionnaire", lambda: asked)
    return asked


def test_a_question_added_to_the_file_is_read_and_written(longer: Questionnaire) -> None:
    assert longer.parts["enterprises"].questions[-1].label.en == "Patents pending"
    data = file_data(enterprises=[{"name": "甲", "patents_pending": 7, "revenue": 5}, {"name": "乙"}])
    survey = read(data)
    assert [dict(firm.more) for firm in survey.enterprises] == [{"patents_pending": 7}, {}]
    assert survey_to_data(survey)["enterprises"] == [{"name": "甲", "revenue": 5, "patents_pending": 7}, {"name": "乙"}]


def test_rows_and_their_answers_are_inverse() -> None:
    answers: dict[str, Value] = {"from": "甲", "to": "乙", "year": 2020}
    link = make_row(LISTS["links"], {**answers, "colour": "红", "kind": None, "size": None})
    assert dict(link.more) == {"colour": "红"}
    assert answers_of(link) == {**answers, "colour": "红"}


def test_json_paths_of_the_parts() -> None:
    assert INSIDE == {"fields": "cluster"}
    assert (json_path("fields"), json_path("cluster"), json_path("links")) == ("$.cluster.fields", "$.cluster", "$.links")


def test_the_share_of_a_field_may_be_written_in_per_cent() -> None:
    share = questionnaire().parts["fields"].question("share")
    assert share.type.parse("30%") == 0.3
    assert share.help is not None
    assert "30%" in share.help.zh


def test_a_scale_says_what_each_of_its_numbers_stands_for() -> None:
    asked = questionnaire()
    readiness = asked.parts["technologies"].question("trl")
    assert list(readiness.anchors) == list(range(1, 10))
    assert readiness.anchors[6].name.zh == "正样级"
    assert readiness.anchors_source is not None
    assert "GB/T 22900" in readiness.anchors_source.zh
    for part in asked.parts.values():
        for question in part.questions:
            for level in question.anchors:
                assert question.type.check(level) == level
