"""Which actions the gaps call for, in which order, and what each rests on."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given

from diagnosis.diagnose import diagnose
from diagnosis.framework import Framework
from diagnosis.framework_files import load_framework
from diagnosis.result import Diagnosis, Recommendation
from tests.strategies import survey_data
from tests.surveys import diagnosed, read, survey

BASIC = {"criteria": {"capacity": "basic"}}
STRATEGIC = {"criteria": {"capacity": "strategic"}}
FRONTIER = {"criteria": {"capacity": "frontier"}}


def rated(**scores: int) -> list[dict[str, Any]]:
    return [{"item": key.replace("_", "-"), "score": score} for key, score in scores.items()]


def actions(diagnosis: Diagnosis) -> list[tuple[str, int]]:
    return [(entry.action.id, entry.score) for entry in diagnosis.actions]


def action(diagnosis: Diagnosis, action_id: str) -> Recommendation:
    return next(entry for entry in diagnosis.actions if entry.action.id == action_id)


def test_a_gap_calls_for_the_actions_of_its_item() -> None:
    """labour-cost (weight 1) at level 2 answers to one action."""
    found = diagnosed(**BASIC, ratings=rated(labour_cost=1))
    assert actions(found) == [("intelligent-manufacturing", 2)]
    assert next(one for one in found.items if one.item.id == "labour-cost").actions == ("intelligent-manufacturing",)


@pytest.mark.parametrize(("score", "recommended"), [(4, False), (3, False), (2, False), (1, True), (0, True)])
def test_only_levels_2_and_3_call_for_an_action(score: int, recommended: bool) -> None:
    assert bool(diagnosed(**BASIC, ratings=rated(labour_cost=score)).actions) is recommended


def test_a_weak_item_adds_to_what_a_gap_calls_for() -> None:
    """capacity-union: homogenisation (weight 3) at 1, intelligence-level (weight 2) at 2, cost-competition (2) in place."""
    found = diagnosed(**BASIC, ratings=rated(homogenisation=2, intelligence_level=1, cost_competition=4))
    entry = action(found, "capacity-union")
    assert (entry.score, entry.items) == (3 * 1 + 2 * 2, ("homogenisation", "intelligence-level"))


def test_order_by_score_then_number_of_items_then_the_file(framework: Framework) -> None:
    found = diagnosed(**BASIC, ratings=rated(homogenisation=1, single_variety=0, duplicated_construction=1, labour_cost=0))
    # restructure-products 6 + 6, differentiated-layout 6 + 4, capacity-union 6 + 4, group-synergy 4, intelligent-manufacturing 3
    assert actions(found) == [
        ("restructure-products", 12),
        ("differentiated-layout", 10),
        ("capacity-union", 10),
        ("group-synergy", 4),
        ("intelligent-manufacturing", 3),
    ]
    order = list(framework.actions)
    assert order.index("differentiated-layout") < order.index("capacity-union")


def test_of_equal_scores_the_one_that_answers_more_items_comes_first() -> None:
    # lead-firm-innovation-system: resource-allocation 2 x 1 + rd-capability 2 x 2 = 6; group-synergy: inter-firm-synergy 2 x 3 = 6
    found = diagnosed(**BASIC, ratings=rated(inter_firm_synergy=0, rd_capability=1, resource_allocation=2))
    ranks = [entry.action.id for entry in found.actions if entry.score == 6]
    assert ranks[0] == "lead-firm-innovation-system"
    assert set(ranks[1:]) == {"integrated-operation-platform", "capacity-union", "group-synergy"}


def test_actions_of_other_types_are_left_out(framework: Framework) -> None:
    """enterprise-led-system stands for every type and names actions of three; a basic cluster gets those of its own."""
    found = diagnosed(**BASIC, ratings=rated(enterprise_led_system=0))
    assert [entry.action.id for entry in found.actions] == ["lead-firm-innovation-system"]
    assert set(framework.items["enterprise-led-system"].paths) == {"lead-firm-innovation-system", "chain-leader", "frontier-platform"}
    assert actions(diagnosed(**FRONTIER, ratings=rated(enterprise_led_system=0))) == [("frontier-platform", 6)]


def test_an_override_decides_whose_actions_they_are() -> None:
    override = {"type": "frontier", "reason": "专家评议"}
    found = diagnosed(**BASIC, classification_override=override, ratings=rated(enterprise_led_system=0))
    assert actions(found) == [("frontier-platform", 6)]


def share(field: str, part: float) -> dict[str, Any]:
    return {"id": field, "share": part}


@pytest.mark.parametrize(
    ("fields", "recommended"),
    [
        ([share("integrated-circuits", 0.6), share("biology", 0.4)], True),
        ([share("optoelectronics", 0.5), share("biology", 0.5)], True),
        ([share("integrated-circuits", 0.4), share("biology", 0.6)], False),
        ([share("information", 1)], False),  # a wider field is no part of a narrower one
        ([], False),
    ],
)
def test_some_actions_are_for_some_fields(fields: list[dict[str, Any]], recommended: bool) -> None:
    found = diagnosed(**STRATEGIC, fields=fields, ratings=rated(common_technology=0))
    assert ("pre-cluster-support" in [entry.action.id for entry in found.actions]) is recommended


def test_an_action_for_a_wider_field_is_for_its_narrower_ones(framework: Framework) -> None:
    for_information = replace(framework.actions["chain-leader"], fields=("information",))
    changed = replace(framework, actions={**framework.actions, "chain-leader": for_information})
    read_ = survey(fields=[share("integrated-circuits", 1)], ratings=rated(high_end_products=0))
    assert "chain-leader" in [entry.action.id for entry in diagnose(read_, changed).actions]


@pytest.mark.parametrize(
    ("action_id", "parts", "date", "years"),
    [
        ("chain-leader", STRATEGIC, "2024-12-31", (2025, 2026)),  # near
        ("common-technology-platform", STRATEGIC, "2024-01-01", (2027, 2029)),  # mid
        ("satellite-clusters", STRATEGIC, "2024-06-30", (2030, 2035)),  # long: when the medium term is over
        ("satellite-clusters", STRATEGIC, "2032-06-30", (2035, 2035)),
        ("satellite-clusters", STRATEGIC, "2040-06-30", (2040, 2040)),
        ("chain-leader", STRATEGIC, None, None),
    ],
)
def test_horizons_are_dated_from_the_survey(action_id: str, parts: dict[str, Any], date: str | None, years: tuple[int, int] | None) -> None:
    found = diagnosed(**parts, round={"label": "一", "date": date}, ratings=rated(originality=0, platform_function=0, high_end_products=0))
    assert action(found, action_id).years == years


def test_what_a_recommendation_rests_on(framework: Framework) -> None:
    found = diagnosed(
        fields=[share("construction-machinery", 1)],
        ratings=rated(iur_mechanism=0),
        indicators=[{"id": "iur-rate", "year": 2023, "value": 5}],
    )
    entry = action(found, "university-co-innovation")
    assert entry.items == ("iur-mechanism",)
    assert entry.score == 9
    assert [(one.indicator.id, one.figure and one.figure.value) for one in entry.progress] == [("iur-rate", 5)]
    assert [one.id for one in entry.practices] == ["us-industry-university-research", "de-networked-interaction"]
    # the same field, or high-end equipment, of which it is a part
    assert {"changsha-construction-machinery", "xuzhou-construction-machinery", "xian-aviation"} <= {
        one.id for one in entry.reference_clusters
    }
    assert all(set(one.fields) & {"construction-machinery", "high-end-equipment"} for one in entry.reference_clusters)
    # of its item and field, and of the wider field
    assert [one.id for one in entry.examples] == ["changsha-machinery", "qingdao-rail"]
    missing = action(found, "common-technology-platform")
    assert [one.figure for one in missing.progress] == [None, None]


def test_practices_of_another_type_are_left_out(framework: Framework) -> None:
    first, *rest = framework.practices.values()
    changed = replace(framework, practices={first.id: replace(first, type="frontier"), **{one.id: one for one in rest}})
    read_ = survey(**STRATEGIC, ratings=rated(positioning=0))
    by_default, by_change = (diagnose(read_, one).actions[0] for one in (framework, changed))
    assert [one.id for one in by_default.practices] == ["us-regional-advantage", "de-classified-support"]
    assert [one.id for one in by_change.practices] == ["de-classified-support"]


@given(survey_data())
def test_every_recommendation_answers_a_gap(data: dict[str, Any]) -> None:
    found = diagnose(read(data), load_framework())
    level = {entry.item.id: entry.level for entry in found.items}
    weight = {entry.item.id: entry.item.weight for entry in found.items}
    for entry in found.actions:
        assert found.type in entry.action.types
        assert max(level[one] or 0 for one in entry.items) >= 2
        assert entry.score == sum((level[one] or 0) * weight[one] for one in entry.items)
        assert list(entry.items) == [one for one in level if one in entry.items]
    ranks = [(-entry.score, -len(entry.items)) for entry in found.actions]
    assert ranks == sorted(ranks)
