"""The type: weights, coverage, margin, ties, disagreement, override, robustness and flips, each rule with its example."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given

from diagnosis.classification import classify
from diagnosis.diagnose import diagnose
from diagnosis.framework import TYPE_IDS, Framework
from diagnosis.framework_files import load_framework
from diagnosis.result import Classification
from diagnosis.shares import field_shares
from diagnosis.survey import Override, Survey
from tests.strategies import survey_data
from tests.surveys import diagnosed, firms, read, sample_data

STAGE = ("market-stage", "technology-maturity", "capacity", "value-chain", "leading-actors", "spatial-pattern", "innovation-resources")


def classified(**parts: Any) -> Classification:
    return diagnosed(**parts).classification


def share(field: str, value: float) -> dict[str, object]:
    return {"id": field, "share": value}


def near(**scores: float) -> Any:
    return pytest.approx(scores, abs=1e-9)


def test_a_worked_example() -> None:
    """Shaoxing: fields 0.30, five criteria for basic 0.46, one half each 0.10, one for strategic 0.06; one is not answered."""
    found = classify_sample("shaoxing")
    assert found.coverage == pytest.approx(0.92)
    basic, strategic = 0.30 * 0.95 + 0.46 + 0.05, 0.30 * 0.05 + 0.05 + 0.06
    assert found.scores == near(basic=basic / 0.92, strategic=strategic / 0.92, frontier=0)
    assert (found.type, found.second) == ("basic", "strategic")
    assert found.margin == pytest.approx((basic - strategic) / 0.92)
    assert (found.provisional, found.contested, found.fields_disagree) == (False, False, False)
    assert found.unanswered == ("innovation-resources",)


def classify_sample(name: str) -> Classification:
    return diagnose(read(sample_data(name)), load_framework()).classification


def test_all_for_one_type() -> None:
    found = classify_sample("changsha")
    assert found.scores == near(basic=0, strategic=1, frontier=0)
    assert found.coverage == pytest.approx(1)
    assert found.margin == pytest.approx(1)
    assert found.robustness == {"basic": 0, "strategic": 1, "frontier": 0}
    assert found.flips == ()
    assert found.unanswered == ()


def test_fields_count_with_what_is_known_of_them() -> None:
    found = classified(fields=[share("steel", 0.4), share("biology", 0.1)], criteria={"capacity": "frontier"})
    assert found.coverage == pytest.approx(0.3 * 0.5 + 0.08)
    assert found.scores == near(basic=0.3 * 0.4 / 0.23, strategic=0.3 * 0.1 / 0.23, frontier=0.08 / 0.23)
    fields = found.contributions[0]
    assert (fields.criterion, fields.answer) == ("fields", None)
    assert fields.weight == pytest.approx(0.15)
    assert fields.parts == near(basic=0.8, strategic=0.2, frontier=0)


def test_shares_that_sum_to_a_little_more_count_as_all() -> None:
    found = classified(fields=[share("steel", 0.51), share("biology", 0.5)])
    assert found.coverage == pytest.approx(0.3)
    assert found.scores == near(basic=0.51 / 1.01, strategic=0.5 / 1.01, frontier=0)


def test_fields_from_the_roster_count_with_what_is_matched() -> None:
    found = classified(enterprises=[*firms(60, gbt4754="C31"), *firms(40, gbt4754="99")])
    assert found.coverage == pytest.approx(0.18)
    assert found.type == "basic"


def test_half_each() -> None:
    found = classified(criteria={"capacity": "mixed:frontier/basic"})
    assert found.scores == near(basic=0.5, strategic=0, frontier=0.5)
    assert (found.type, found.second, found.margin, found.contested) == ("basic", "frontier", 0, True)


@pytest.mark.parametrize(
    ("criteria", "coverage", "provisional"),
    [
        (("market-stage", "technology-maturity", "leading-actors", "capacity", "innovation-resources"), 0.5, False),
        (("market-stage", "technology-maturity", "leading-actors", "capacity", "spatial-pattern"), 0.48, True),
        (STAGE, 0.7, False),
    ],
)
def test_provisional_below_half(criteria: tuple[str, ...], coverage: float, provisional: bool) -> None:
    found = classified(criteria=dict.fromkeys(criteria, "basic"))
    assert found.coverage == pytest.approx(coverage)
    assert found.provisional is provisional


@pytest.mark.parametrize(
    ("known", "provisional"), [(1.0, False), (0.999, True), (1 - 1e-10, False)]
)  # with fields 0.30: exactly half, and what is half once rounded
def test_provisional_by_the_known_part_of_the_fields(known: float, provisional: bool) -> None:
    found = classified(fields=[share("steel", known)], criteria={"market-stage": "basic", "capacity": "basic"})
    assert found.provisional is provisional


@pytest.mark.parametrize(("basic", "contested"), [(0.575, False), (0.5749, True), (0.575 - 1e-11, False), (0.6, False), (0.5, True)])
def test_contested_below_a_margin_of_15_hundredths(basic: float, contested: bool) -> None:
    found = classified(fields=[share("steel", basic), share("biology", 1 - basic)])
    assert found.margin == pytest.approx(2 * basic - 1)
    assert found.contested is contested


@pytest.mark.parametrize(
    ("parts", "first", "second"),
    [
        # 0.12 + 0.06 against 0.18: the larger field share decides
        ({"fields": [share("steel", 0.4), share("biology", 0.6)], "criteria": {"spatial-pattern": "basic"}}, "strategic", "basic"),
        (
            {"fields": [share("hydrogen", 0.6), share("biology", 0.4)], "criteria": {"spatial-pattern": "strategic"}},
            "frontier",
            "strategic",
        ),
        # no field share decides: the order of the types does
        ({"criteria": {"market-stage": "frontier", "technology-maturity": "strategic"}}, "strategic", "frontier"),
        ({"criteria": {"market-stage": "frontier", "technology-maturity": "basic"}}, "basic", "frontier"),
        ({"fields": [share("hydrogen", 0.5), share("biology", 0.5)]}, "strategic", "frontier"),
    ],
)
def test_a_tie_goes_to_the_larger_field_share_then_to_the_order(parts: dict[str, Any], first: str, second: str) -> None:
    found = classified(**parts)
    assert (found.type, found.second, found.contested) == (first, second, True)
    assert found.margin == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize(
    ("fields", "criteria", "disagree"),
    [
        ([share("steel", 1)], {"market-stage": "strategic"}, True),
        ([share("steel", 1)], {"market-stage": "basic"}, False),
        # both lead the stage criteria, and basic is the fields' type
        ([share("steel", 1)], {"market-stage": "strategic", "technology-maturity": "basic"}, False),
        ([share("steel", 0.5), share("biology", 0.5)], {"market-stage": "strategic"}, False),
        ([share("steel", 0.5), share("biology", 0.5)], {"market-stage": "frontier"}, True),
        ([share("steel", 1)], {}, False),
        ([], {"market-stage": "strategic"}, False),
    ],
)
def test_fields_disagree_when_no_type_leads_both(fields: list[Any], criteria: dict[str, str], disagree: bool) -> None:
    found = classified(fields=fields, criteria=criteria)
    assert found.fields_disagree is disagree
    assert bool(found.by_fields) is bool(fields)
    assert bool(found.by_stage) is bool(criteria)


def test_nothing_answered() -> None:
    found = diagnosed()
    result = found.classification
    assert (result.type, result.second, dict(result.scores), result.coverage, result.margin) == (None, None, {}, 0, 0)
    assert (result.provisional, result.contested, result.fields_disagree) == (True, False, False)
    assert (dict(result.robustness), result.flips, result.contributions) == ({}, (), ())
    assert (found.type, found.items, found.elements, found.features, found.actions) == (None, (), (), (), ())
    assert [ask.id for ask in found.asks][:2] == ["fields", "value-chain"]  # the heaviest first
    assert len(found.asks) == 8


def test_an_override_stands_beside_the_computed_type() -> None:
    found = diagnosed(criteria={"capacity": "basic"}, classification_override={"type": "frontier", "reason": "专家评议"})
    assert (found.classification.type, found.classification.override, found.type) == ("basic", "frontier", "frontier")
    assert found.classification.override_reason == "专家评议"
    assert found.classification.scores == near(basic=1, strategic=0, frontier=0)
    assert all("frontier" in entry.item.types for entry in found.items)


def test_an_override_is_in_effect_without_any_answer() -> None:
    found = diagnosed(classification_override={"type": "basic", "reason": "专家评议"})
    assert (found.classification.type, found.type) == (None, "basic")
    assert found.items
    assert found.elements


@pytest.mark.parametrize("override", [Override(type="frontier"), Override(type="frontier", reason=" "), Override(reason="因为")])
def test_an_override_needs_its_reason(override: Override, framework: Framework) -> None:
    found = diagnose(Survey(criteria={"capacity": "basic"}, classification_override=override), framework)
    assert (found.type, found.classification.override, found.classification.override_reason) == ("basic", None, None)


def test_robustness_is_the_share_of_drawn_weights() -> None:
    """Drawn again with the library alone: 2,000 draws of Dirichlet(50 x weights), seed 20220310."""
    criteria = {"market-stage": "strategic", "technology-maturity": "basic", "capacity": "basic", "value-chain": "strategic"}
    found = classified(fields=[share("steel", 0.5)], criteria=criteria)
    weights = [0.15, 0.12, 0.12, 0.08, 0.14]  # in the order of the framework: fields, then the criteria
    draws = np.random.default_rng(20220310).dirichlet([50 * weight for weight in weights], 2000)
    basic = sum(draw[0] + draw[2] + draw[3] > draw[1] + draw[4] for draw in draws)
    assert found.robustness == near(basic=basic / 2000, strategic=1 - basic / 2000, frontier=0)
    assert 0.5 < found.robustness["basic"] < 1


def test_ties_in_the_draws_break_as_in_the_classification() -> None:
    found = classified(fields=[share("hydrogen", 0.5), share("biology", 0.5)])
    assert found.robustness == {"basic": 0, "strategic": 1, "frontier": 0}


def test_a_tiny_known_share_is_no_trouble_for_the_draws() -> None:
    found = classified(fields=[share("steel", 1e-9)])
    assert found.robustness == {"basic": 1, "strategic": 0, "frontier": 0}


def test_flips_are_the_single_answers_that_change_the_type() -> None:
    found = classified(criteria={"market-stage": "basic", "value-chain": "strategic"})
    assert found.type == "strategic"
    assert [(flip.criterion, flip.answer, flip.to) for flip in found.flips] == [
        ("value-chain", "basic", "basic"),
        ("value-chain", "frontier", "frontier"),  # 0.14 against 0.12
    ]


def test_flips_of_a_mixed_answer_try_every_type() -> None:
    found = classified(criteria={"capacity": "mixed:basic/strategic"})
    assert [(flip.answer, flip.to) for flip in found.flips] == [("strategic", "strategic"), ("frontier", "frontier")]


def test_the_margin_of_a_tie_is_not_below_zero() -> None:
    """0.12 + 0.12 and 0.14 + 0.10 are the same, but not to the last bit."""
    stages = {"market-stage": "basic", "technology-maturity": "basic", "value-chain": "strategic", "leading-actors": "strategic"}
    found = classified(criteria=stages)
    assert (found.type, found.margin, found.contested) == ("basic", 0, True)


@given(survey_data())
def test_every_survey_has_a_classification(data: dict[str, Any]) -> None:
    framework = load_framework()
    survey_ = read(data)
    found = classify(survey_, framework, field_shares(survey_, framework))
    assert found == classify(survey_, framework, field_shares(survey_, framework))  # the draws, too
    assert 0 <= found.coverage <= 1 + 1e-9
    assert 0 <= found.margin <= 1 + 1e-9  # never below 0, not even by the noise of a tie
    assert found.provisional is (round(found.coverage, 9) < 0.5)
    if found.type is None:
        assert not found.contributions
        return
    assert set(found.scores) == set(found.robustness) == set(TYPE_IDS)
    assert sum(found.scores.values()) == pytest.approx(1)
    assert sum(found.robustness.values()) == pytest.approx(1)
    assert round(found.scores[found.type], 9) == max(round(score, 9) for score in found.scores.values())
    assert all(flip.to != found.type and flip.criterion in STAGE for flip in found.flips)
