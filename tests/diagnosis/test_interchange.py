"""The survey file: what it refuses, by JSON path; what it takes, and that it comes back the same."""

import json
import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnosis.errors import UserError
from diagnosis.interchange import MOST_ROWS, place_of, survey_from_text, survey_to_data, survey_to_json
from diagnosis.survey import ChainLink, Enterprise, FieldShare, IndicatorRow, Override, Rating, Round, Survey
from tests.strategies import survey_data
from tests.surveys import SAMPLES, file_data, read, sample_data

Data = dict[str, Any]
TOO_DEEP = 100_000


def refusal(text: str) -> UserError:
    with pytest.raises(UserError) as refused:
        survey_from_text(text, "调研.json")
    for lang in ("zh", "en"):
        line = refused.value.to(lang)
        assert "\n" not in line
        assert line.startswith("调研.json")
        assert "{" not in line.replace("{...}", "")
    return refused.value


def path_of(data: Data) -> str:
    return str(refusal(json.dumps(data)).facts["path"])


def row(part: str, **answers: Any) -> Data:
    return file_data(**{part: [answers]})


# (content, JSON path of the refusal)
REFUSED: list[tuple[Data, str]] = [
    # the head
    ({**file_data(), "format": "other"}, "$.format"),
    ({**file_data(), "format": None}, "$.format"),
    ({key: value for key, value in file_data().items() if key != "format"}, "$.format"),
    ({key: value for key, value in file_data().items() if key != "version"}, "$.version"),
    ({**file_data(), "version": 2}, "$.version"),
    ({**file_data(), "version": 0}, "$.version"),
    ({**file_data(), "version": "1"}, "$.version"),
    ({**file_data(), "version": True}, "$.version"),
    ({**file_data(), "version": 1.0}, "$.version"),
    ({**file_data(), "cluster": None}, "$.cluster"),
    ({**file_data(), "cluster": []}, "$.cluster"),
    ({**file_data(), "cluster": {}}, "$.cluster.name_zh"),
    ({**file_data(), "cluster": {"name_zh": " "}}, "$.cluster.name_zh"),
    ({**file_data(), "round": "2024"}, "$.round"),
    ({key: value for key, value in file_data().items() if key != "round"}, "$.round"),
    ({**file_data(), "round": {"date": "2024-01-01"}}, "$.round.label"),
    ({**file_data(), "round": {"label": 2024}}, "$.round.label"),
    # unknown keys, on every level
    ({**file_data(), "fields": []}, "$.fields"),
    ({**file_data(), "note": "x"}, "$.note"),
    (file_data(cluster={"name": "x"}), "$.cluster.name"),
    (file_data(round={"label": "一", "labels": "x"}), "$.round.labels"),
    (file_data(fields=[{"id": "steel", "percent": 5}]), "$.cluster.fields[0].percent"),
    (row("enterprises", title="x"), "$.enterprises[0].title"),
    (file_data(criteria={"fields": "basic"}), "$.criteria.fields"),
    (file_data(services={"legal": True}), "$.services.legal"),
    (file_data(features={"innovation-system": 3}), "$.features.innovation-system"),
    (file_data(complete={"organisations": True}), "$.complete.organisations"),
    (file_data(classification_override={"kind": "basic"}), "$.classification_override.kind"),
    # wrong shapes
    (file_data(enterprises={}), "$.enterprises"),
    (file_data(enterprises=[None]), "$.enterprises[0]"),
    (file_data(enterprises=["甲"]), "$.enterprises[0]"),
    (file_data(fields={}), "$.cluster.fields"),
    (file_data(criteria=[]), "$.criteria"),
    (file_data(services="all"), "$.services"),
    (file_data(classification_override="basic"), "$.classification_override"),
    # wrong types
    (row("enterprises", name=5), "$.enterprises[0].name"),
    (row("enterprises", revenue="5"), "$.enterprises[0].revenue"),
    (row("enterprises", revenue=True), "$.enterprises[0].revenue"),
    (row("enterprises", has_rd_unit=1), "$.enterprises[0].has_rd_unit"),
    (row("enterprises", honours="champion"), "$.enterprises[0].honours"),
    (row("enterprises", honours=[None]), "$.enterprises[0].honours"),
    (row("chain", present="yes"), "$.chain[0].present"),
    (file_data(round={"label": "一", "surveyors": "甲"}), "$.round.surveyors"),
    (file_data(round={"label": "一", "surveyors": [5]}), "$.round.surveyors"),
    (file_data(round={"label": "一", "date": "2024-13-01"}), "$.round.date"),
    (file_data(round={"label": "一", "date": "2023-02-29"}), "$.round.date"),
    (file_data(round={"label": "一", "date": "1899-12-31"}), "$.round.date"),
    (file_data(round={"label": "一", "date": "2024年3月5日"}), "$.round.date"),
    (file_data(cluster={"region": "43010"}), "$.cluster.region"),
    (file_data(cluster={"region": "４３０１００"}), "$.cluster.region"),
    (file_data(cluster={"region": 430100}), "$.cluster.region"),
    # ids that are not known
    (file_data(fields=[{"id": "bricks", "share": 0.5}]), "$.cluster.fields[0].id"),
    (row("indicators", id="output2", year=2020, value=5), "$.indicators[0].id"),
    (row("ratings", item="no-such-item", score=3), "$.ratings[0].item"),
    (row("enterprises", role="boss"), "$.enterprises[0].role"),
    (row("enterprises", honours=["champion", "nobel"]), "$.enterprises[0].honours"),
    (row("institutions", kind="school"), "$.institutions[0].kind"),
    (row("platforms", level="world"), "$.platforms[0].level"),
    (row("organisations", kind="club"), "$.organisations[0].kind"),
    (row("chain", stage="side"), "$.chain[0].stage"),
    (row("chain", control="shared"), "$.chain[0].control"),
    (file_data(links=[{"from": "a", "to": "b", "kind": "friend"}]), "$.links[0].kind"),
    (file_data(criteria={"capacity": "advanced"}), "$.criteria.capacity"),
    (file_data(criteria={"capacity": "mixed:basic/basic"}), "$.criteria.capacity"),
    (file_data(criteria={"capacity": "mixed:basic"}), "$.criteria.capacity"),
    (file_data(criteria={"capacity": "mixed:basic/strategic/frontier"}), "$.criteria.capacity"),
    (file_data(criteria={"capacity": "mixed: basic/strategic"}), "$.criteria.capacity"),
    (file_data(criteria={"capacity": "Mixed:basic/strategic"}), "$.criteria.capacity"),
    (file_data(classification_override={"type": "mixed:basic/frontier", "reason": "x"}), "$.classification_override.type"),
    # out of range
    (file_data(fields=[{"id": "steel", "share": 1.1}]), "$.cluster.fields[0].share"),
    (file_data(fields=[{"id": "steel", "share": -0.1}]), "$.cluster.fields[0].share"),
    (file_data(fields=[{"id": "steel", "share": 0.6}, {"id": "biology", "share": 0.42}]), "$.cluster.fields"),
    (row("enterprises", revenue=-1), "$.enterprises[0].revenue"),
    (row("enterprises", revenue=1e16), "$.enterprises[0].revenue"),
    (row("enterprises", employees=-5), "$.enterprises[0].employees"),
    (row("enterprises", employees=2.5), "$.enterprises[0].employees"),
    (row("enterprises", founded=1899), "$.enterprises[0].founded"),
    (row("enterprises", founded=2101), "$.enterprises[0].founded"),
    (row("chain", importance=0), "$.chain[0].importance"),
    (row("chain", importance=4), "$.chain[0].importance"),
    (row("technologies", trl=0), "$.technologies[0].trl"),
    (row("technologies", trl=10), "$.technologies[0].trl"),
    (row("ratings", item="labour-cost", score=5), "$.ratings[0].score"),
    (row("ratings", item="labour-cost", score=-1), "$.ratings[0].score"),
    (row("ratings", item="labour-cost", score=2.5), "$.ratings[0].score"),
    (row("ratings", item="labour-cost", score="NA"), "$.ratings[0].score"),
    (file_data(features={"scale": 5}), "$.features.scale"),
    (file_data(features={"scale": "na"}), "$.features.scale"),
    (row("indicators", id="output", year=1800, value=5), "$.indicators[0].year"),
    (row("indicators", id="output", year=2020, value=-5), "$.indicators[0].value"),
    (row("indicators", id="culture-rating", year=2020, value=4.1), "$.indicators[0].value"),
    (row("indicators", id="culture-rating", year=2020, value=-0.1), "$.indicators[0].value"),
    # what belongs together
    (row("indicators", id="output", value=5), "$.indicators[0].year"),
    (row("indicators", year=2020, value=5), "$.indicators[0].id"),
    (row("ratings", score=3), "$.ratings[0].item"),
    (row("ratings", item="labour-cost", score="na"), "$.ratings[0].reason"),
    (row("ratings", item="labour-cost", score="na", reason="　"), "$.ratings[0].reason"),
    (file_data(ratings=[{"item": "labour-cost", "score": 3}, {"item": "rd-capability"}, {"item": "labour-cost"}]), "$.ratings[2].item"),
    (file_data(links=[{"from": "甲"}]), "$.links[0].to"),
    (file_data(links=[{"from": "甲", "to": "乙"}, {"to": "乙"}]), "$.links[1].from"),
    (file_data(fields=[{"share": 0.5}]), "$.cluster.fields[0].id"),
    (file_data(classification_override={"type": "basic"}), "$.classification_override.reason"),
    (file_data(classification_override={"type": "basic", "reason": ""}), "$.classification_override.reason"),
]


@pytest.mark.parametrize(("data", "path"), REFUSED, ids=[f"{index}-{path}" for index, (_, path) in enumerate(REFUSED)])
def test_refused_by_its_json_path(data: Data, path: str) -> None:
    assert path_of(data) == path


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e999", "-1e999", "1" + "0" * 5000])
@pytest.mark.parametrize("where", ["revenue", "employees"])
def test_numbers_that_are_none(number: str, where: str) -> None:
    text = json.dumps(row("enterprises", **{where: 0})).replace(f'"{where}": 0', f'"{where}": {number}')
    assert refusal(text).facts["path"] in {f"$.enterprises[0].{where}", "$"}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[",
        '{"format": "jizhen-survey", "version": 1, "cluster"',
        json.dumps(file_data())[:-1],
        "\x00\x01PNG",
        "PK\x03\x04",
        "调研",
        "{'format': 1}",
    ],
)
def test_text_that_is_no_json(text: str) -> None:
    refused = refusal(text)
    assert refused.code == "survey-not-json"
    assert "$" in refused.to("zh")


@pytest.mark.parametrize("text", ["[]", "5", "null", '"jizhen-survey"', "true"])
def test_json_that_is_no_object(text: str) -> None:
    assert refusal(text).code == "survey-not-object"


def test_a_list_of_more_rows_than_a_sheet_has_is_refused_before_any_is_made() -> None:
    """A file of 64 MB may hold 20 million blank rows, which would be hours and all the memory."""
    text = json.dumps(file_data(enterprises=[])).replace('"enterprises": []', f'"enterprises": [{"0," * MOST_ROWS}0]')
    with pytest.raises(UserError, match="1048577") as refused:
        survey_from_text(text, "x.json")
    assert refused.value.facts["path"] == "$.enterprises"


def test_json_nested_too_deeply() -> None:
    assert refusal("[" * TOO_DEEP).facts["path"] == "$"


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ('{"version": 1, "version": 1}', "$.version"),
        (json.dumps(file_data()).replace('"name_zh"', '"name_zh": "乙", "name_zh"'), "$.cluster.name_zh"),
        (json.dumps(row("enterprises", name="甲")).replace('"name": ', '"name": "乙", "name": '), "$.enterprises[0].name"),
        (json.dumps(file_data(services={"testing": True})).replace('"testing"', '"testing": false, "testing"'), "$.services.testing"),
    ],
)
def test_a_key_that_stands_twice(text: str, path: str) -> None:
    assert refusal(text).facts["path"] == path


def test_a_lone_surrogate_cannot_be_stored() -> None:
    assert refusal(json.dumps(row("enterprises", name="\ud800"))).facts["path"] == "$.enterprises[0].name"


def test_everything_that_is_wrong_is_told_the_first_thing_first() -> None:
    firms = [{"name": 5, "revenue": -1}, {"name": "乙", "colour": "red"}]
    ratings = [{"item": "labour-cost", "score": "na"}, {"item": "labour-cost", "score": 9}]
    figures = [{"id": "cr4", "value": 40, "year": "去年"}, {"id": "cr4", "value": 40}]
    refused = refusal(json.dumps(file_data(enterprises=firms, ratings=ratings, indicators=figures, services=[])))
    assert sorted(str(each.facts["path"]) for each in (refused, *refused.others)) == [
        "$.enterprises[0].name",
        "$.enterprises[0].revenue",
        "$.enterprises[1].colour",
        "$.indicators[0].year",  # that it has no year is not told, too
        "$.indicators[1].year",
        "$.ratings[0].reason",
        "$.ratings[1].item",
        "$.ratings[1].score",
        "$.services",
    ]
    assert refused.unsaid == 0
    assert all(not each.others for each in refused.others)
    alone = [file_data(enterprises=firms), file_data(ratings=ratings)]
    assert [path_of(data) for data in alone] == ["$.enterprises[0].name", "$.ratings[1].score"]


def test_twenty_things_are_told_and_the_others_counted() -> None:
    refused = refusal(json.dumps(file_data(enterprises=[{"name": 5}] * 3000)))
    assert [each.facts["path"] for each in refused.others] == [f"$.enterprises[{index}].name" for index in range(1, 20)]
    assert refused.unsaid == 2980


@pytest.mark.parametrize("head", [{"format": "other"}, {"version": 7}])
def test_what_is_no_survey_file_of_ours_is_read_no_further(head: Data) -> None:
    assert refusal(json.dumps({**row("enterprises", name=5), **head})).others == ()


@pytest.mark.parametrize(
    ("path", "zh", "en"),
    [
        ("$.enterprises[2].revenue", "“企业”第 3 行“营业收入”", "Firms, row 3, 'Revenue'"),
        ("$.enterprises[2].colour", "“企业”第 3 行", "Firms, row 3"),
        ("$.colour", "$.colour", "$.colour"),
    ],
)
def test_a_place_is_called_as_the_window_calls_it(path: str, zh: str, en: str) -> None:
    assert (place_of(path).zh, place_of(path).en) == (zh, en)


def test_the_reason_stands_in_both_languages() -> None:
    refused = refusal(json.dumps(file_data(ratings=[{"item": "labour-cost", "score": 1}, {"item": "labour-cost", "score": 2}])))
    assert refused.to("zh") == "调研.json：$.ratings[1].item：对条目“labour-cost”的第二次评分；每个条目只能有一个评分"
    assert refused.to("en") == "调研.json: $.ratings[1].item: a second rating of item 'labour-cost'; an item takes one"


@pytest.mark.parametrize(
    "data",
    [
        file_data(cluster={"name_zh": None, "name_en": "A cluster"}),
        file_data(fields=[{"id": "steel", "share": 0.6}, {"id": "biology", "share": 0.41}]),  # 1.01 in all
        file_data(fields=[{"id": "steel"}]),
        row("indicators", id="output", year=2020),
        row("indicators", id="output"),
        row("indicators", id="output-growth", year=2020, value=-30),  # growth may be negative
        row("indicators", id="culture-rating", year=2020, value=2.5),
        row("enterprises"),
        row("enterprises", employees=5.0),
        row("enterprises", uscc="not a code"),  # told by the check, never refused
        row("ratings", item="labour-cost"),
        row("ratings", item="labour-cost", score="na", reason="不涉及"),
        file_data(criteria={"capacity": "mixed:strategic/basic"}),
        file_data(complete={"chain": False}),
        file_data(classification_override={"reason": "还没有决定"}),
        file_data(links=[{"from": "甲", "to": "甲"}]),
    ],
)
def test_taken(data: Data) -> None:
    read(data)


@pytest.mark.parametrize("name", SAMPLES)
def test_the_samples_come_back_the_same(name: str) -> None:
    survey = read(sample_data(name))
    assert survey_from_text(survey_to_json(survey), "x").survey == survey


@given(survey_data())
def test_what_is_written_reads_back_the_same(data: Data) -> None:
    survey = read(data)
    text = survey_to_json(survey)
    assert survey_from_text(text, "x").survey == survey
    assert survey_to_json(survey_from_text(text, "x").survey) == text


def without_nulls(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: without_nulls(inner) for key, inner in value.items() if inner is not None}
    return [without_nulls(inner) for inner in value] if isinstance(value, list) else value


@given(survey_data())
def test_null_is_as_absent_as_a_missing_key(data: Data) -> None:
    texts = json.dumps(data), json.dumps(without_nulls(data))
    assert survey_from_text(texts[0], "x") == survey_from_text(texts[1], "x")


@given(survey_data(), st.data())
def test_parts_are_those_that_the_file_holds(data: Data, draw: st.DataObject) -> None:
    dropped = draw.draw(st.sampled_from(["criteria", "enterprises", "ratings", "services", "interviews"]))
    data[dropped] = draw.draw(st.sampled_from([None, {} if dropped in {"criteria", "services"} else []]))
    held = survey_from_text(json.dumps(data), "x").parts
    assert (dropped in held) is (data[dropped] is not None)
    assert ("fields" in held) is (data["cluster"].get("fields") is not None)
    assert {"cluster", "round"} <= held


def test_a_written_file_holds_every_part() -> None:
    data = survey_to_data(read(file_data()))
    assert list(data)[:3] == ["format", "version", "cluster"]
    assert (data["cluster"], data["enterprises"], data["criteria"]) == ({"name_zh": "甲集群", "fields": []}, [], {})
    assert "classification_override" not in data


def test_whole_numbers_are_written_as_whole_numbers() -> None:
    text = survey_to_json(read(row("enterprises", revenue=5.0, rd_spend=0.25)))
    assert re.search(r'"revenue": 5,', text)
    assert '"rd_spend": 0.25' in text


# rows that a survey may hold while it is being filled in, and that a survey file refuses
UNFINISHED: list[tuple[Survey, str]] = [
    (Survey(indicators=(IndicatorRow(id="output", value=5.0),)), "“指标值”第 1 行“年份”"),
    (Survey(indicators=(IndicatorRow(year=2020),)), "“指标值”第 1 行“指标”"),
    (Survey(fields=(FieldShare(share=0.5),)), "“产业领域与占比”第 1 行“领域”"),
    (Survey(ratings=(Rating(score=3),)), "“清单评分”第 1 行“条目”"),
    (Survey(classification_override=Override(type="basic")), "“人工判定”“理由”"),
]


@pytest.mark.parametrize(("survey", "place"), UNFINISHED)
def test_an_unfinished_survey_is_not_written_and_its_place_is_told(survey: Survey, place: str) -> None:
    whole = replace(survey, cluster=read(file_data()).cluster, round=Round(label="一"))
    with pytest.raises(UserError, match=f"^不能导出到 出.json：{place}："):
        survey_to_json(whole, "出.json")


def test_answers_land_in_their_attributes() -> None:
    survey = read(
        file_data(
            enterprises=[{"name": "甲", "honours": [], "links_answered": False}],
            chain=[{"kind": "parts", "importance": 2.0}],
            links=[{"from": "甲", "to": "乙"}],
        )
    )
    assert survey.enterprises == (Enterprise(name="甲", honours=(), links_answered=False),)
    assert survey.chain == (ChainLink(kind="parts", importance=2),)
    assert (survey.links[0].from_, survey.links[0].to) == ("甲", "乙")
