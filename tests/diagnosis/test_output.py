"""``diagnose --json`` to the letter of the interchange format: exact keys, plain JSON, nothing else."""

import json
import math
from typing import Any

import pytest
from hypothesis import given

from diagnosis.diagnose import diagnose
from diagnosis.framework import TYPE_IDS
from diagnosis.framework_files import load_framework
from diagnosis.output import diagnosis_to_data, diagnosis_to_json
from diagnosis.text import phrases
from tests.strategies import survey_data
from tests.surveys import diagnosed, firms, read

Data = dict[str, Any]
TOP = ["cluster", "round", "classification", "type", "indicators", "items", "elements", "features", "actions", "unknown"]
CLASSIFICATION = ["type", "scores", "coverage", "margin", "provisional", "contested", "fields_disagree", "override", "robustness", "flips"]
INDICATOR = ["id", "value", "unit", "year", "origin", "coverage", "norm", "source"]
ITEM = ["id", "level", "state", "rating", "signals", "evidence", "actions"]
SIGNAL = ["indicator", "value", "level", "speaks", "why_not"]
SCORE = ["id", "score", "coverage"]
ACTION = ["id", "score", "items", "horizon", "practices", "reference_clusters"]


def number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def check_shape(data: Data) -> None:
    assert list(data) == TOP
    result = data["classification"]
    assert list(result) == CLASSIFICATION
    assert all(list(flip) == ["criterion", "answer", "to"] for flip in result["flips"])
    assert result["override"] is None or list(result["override"]) == ["type", "reason"]
    assert set(result["scores"]) == set(result["robustness"]) == (set(TYPE_IDS) if result["type"] else set())
    assert data["type"] == (result["override"] or result)["type"]
    assert all(isinstance(result[key], bool) for key in ("provisional", "contested", "fields_disagree"))
    for entry in data["indicators"]:
        assert list(entry) == INDICATOR
        assert number(entry["value"])
        assert entry["origin"] in {"entered", "computed"}
        assert entry["coverage"] is None or (entry["origin"] == "computed" and 0 <= entry["coverage"] <= 1)
    for entry in data["items"]:
        assert list(entry) == ITEM
        assert entry["state"] in {"rated", "signal", "both", "conflict", "unknown", "na"}
        for signal in entry["signals"]:
            assert list(signal) == SIGNAL
            assert signal["speaks"] is (signal["why_not"] is None)
            assert isinstance(signal["value"], bool) == (signal["indicator"].startswith("service:") and signal["value"] is not None)
    for part in ("elements", "features"):
        assert all(list(entry) == SCORE for entry in data[part])
    assert all(list(entry) == ACTION for entry in data["actions"])
    assert data["unknown"] == [entry["id"] for entry in data["items"] if entry["state"] == "unknown"]


@given(survey_data())
def test_every_diagnosis_has_this_shape_and_is_plain_json(data: Data) -> None:
    found = diagnose(read(data), load_framework())
    shape = diagnosis_to_data(found)
    check_shape(shape)
    assert json.loads(diagnosis_to_json(found)) == shape  # no tuple, no number that is not one
    in_actions = {action["id"]: action["items"] for action in shape["actions"]}
    for entry in shape["items"]:
        assert entry["actions"] == [action for action, items in in_actions.items() if entry["id"] in items]


def test_nothing_answered() -> None:
    assert diagnosis_to_data(diagnosed(cluster={"name_en": "A", "region": "430100"})) == {
        "cluster": {"name_zh": "甲集群", "name_en": "A", "region": "430100", "fields": []},
        "round": {"label": "2024"},
        "classification": {
            "type": None,
            "scores": {},
            "coverage": 0,
            "margin": 0.0,
            "provisional": True,
            "contested": False,
            "fields_disagree": False,
            "override": None,
            "robustness": {},
            "flips": [],
        },
        "type": None,
        "indicators": [],
        "items": [],
        "elements": [],
        "features": [],
        "actions": [],
        "unknown": [],
    }


def test_the_entries_of_an_example() -> None:
    found = diagnosis_to_data(
        diagnosed(
            criteria={"capacity": "strategic"},
            classification_override={"type": "strategic", "reason": "评议"},
            enterprises=firms(10, 20, rd_spend=1),
            indicators=[{"id": "firms", "year": 2020, "value": 60, "source": "统计局"}],
            ratings=[{"item": "rd-investment", "score": 1, "evidence": "访谈"}, {"item": "originality", "score": "na", "reason": "不涉及"}],
            services={"testing": False},
        )
    )
    assert found["classification"]["override"] == {"type": "strategic", "reason": "评议"}
    indicators = {entry["id"]: entry for entry in found["indicators"]}
    assert indicators["firms"] == {
        "id": "firms",
        "value": 60,
        "unit": "家",
        "year": 2020,
        "origin": "entered",
        "coverage": None,
        "norm": None,
        "source": "统计局",
    }
    norm = indicators["rd-intensity"]["norm"]
    assert (indicators["rd-intensity"]["origin"], indicators["rd-intensity"]["coverage"]) == ("computed", 1)
    assert list(norm) == ["value", "bands", "note", "source"]
    assert (norm["value"], norm["bands"]) == (1.46, None)
    items = {entry["id"]: entry for entry in found["items"]}
    assert items["rd-investment"] == {
        "id": "rd-investment",
        "level": 2,
        "state": "rated",
        "rating": 1,
        "signals": [
            {"indicator": "rd-intensity", "value": pytest.approx(20 / 3), "level": 0, "speaks": False, "why_not": "too-few-firms"},
        ],
        "evidence": "访谈",
        "actions": ["innovation-incentive", "chain-leader", "sme-cultivation"],
    }
    assert (items["originality"]["rating"], items["originality"]["level"], items["originality"]["state"]) == ("na", None, "na")
    assert items["services-testing"]["signals"] == [
        {"indicator": "service:testing", "value": False, "level": 2, "speaks": True, "why_not": None},
    ]
    assert found["actions"][0] == {
        "id": "innovation-incentive",
        "score": 6,
        "items": ["rd-investment"],
        "horizon": "near",
        "practices": [],
        "reference_clusters": [],
    }


def test_reasons_are_codes_that_have_a_sentence() -> None:
    codes = {"no-value", "too-few-firms", "low-coverage", "no-output", "roster-too-small", "products-too-diverse", "too-few-asked"}
    assert codes | {"chain-not-complete", "platforms-not-complete", "other-field"} <= set(phrases("reasons"))
