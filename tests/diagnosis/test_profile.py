"""The support system by element and the four features, worked by hand."""

from typing import Any

import pytest
from hypothesis import given

from diagnosis.diagnose import diagnose
from diagnosis.framework_files import load_framework
from diagnosis.result import Diagnosis, ElementScore, FeatureScore
from tests.strategies import survey_data
from tests.surveys import diagnosed, read

STRATEGIC = {"criteria": {"capacity": "strategic"}}


def rated(**scores: int | str) -> list[dict[str, Any]]:
    return [
        {"item": key.replace("_", "-"), "score": score, **({"reason": "不涉及"} if score == "na" else {})} for key, score in scores.items()
    ]


def element(diagnosis: Diagnosis, element_id: str) -> ElementScore:
    return next(entry for entry in diagnosis.elements if entry.element.id == element_id)


def feature(diagnosis: Diagnosis, feature_id: str) -> FeatureScore:
    return next(entry for entry in diagnosis.features if entry.feature.id == feature_id)


def test_an_element_weighs_the_levels_of_its_known_items() -> None:
    """Environment of a strategic cluster: nine items of weight 12 in all, one of weight 1 out; 0 x 1 + 2 x 2 + 3 x 2 of 3 x 5."""
    found = diagnosed(**STRATEGIC, ratings=rated(services_testing=4, sme_support=1, policy_system=0, innovation_culture="na"))
    entry = element(found, "environment")
    assert entry.score == pytest.approx(100 * (1 - 10 / 15))
    assert entry.coverage == pytest.approx(5 / 11)
    assert (entry.core, entry.known, entry.assessed) == (9, 3, True)


def test_an_element_of_which_nothing_is_known() -> None:
    entry = element(diagnosed(**STRATEGIC), "environment")
    assert (entry.score, entry.coverage, entry.known, entry.assessed) == (None, 0, 0, True)


@pytest.mark.parametrize(("score", "points"), [(4, 100), (3, 100), (2, pytest.approx(200 / 3)), (1, pytest.approx(100 / 3)), (0, 0)])
def test_an_element_with_a_single_item(score: int, points: float) -> None:
    """Of the network of a strategic cluster, one item is known."""
    entry = element(diagnosed(**STRATEGIC, ratings=rated(chain_cooperation=score)), "network")
    assert entry.score == points
    assert entry.coverage == pytest.approx(2 / 8)  # 2 of 3 + 2 + 3


@pytest.mark.parametrize(("type_id", "element_id"), [("basic", "chain"), ("strategic", "structure"), ("frontier", "structure")])
def test_an_element_without_core_items_is_not_assessed(type_id: str, element_id: str) -> None:
    entry = element(diagnosed(criteria={"capacity": type_id}, chain=[{"kind": "parts", "control": "imported"}]), element_id)
    assert (entry.score, entry.coverage, entry.core, entry.assessed) == (None, 0, 0, False)


def test_an_element_all_of_whose_items_are_out() -> None:
    items = ("top_level_planning", "positioning", "cluster_organisation")
    entry = element(diagnosed(**STRATEGIC, ratings=rated(**dict.fromkeys(items, "na"))), "governance")
    assert (entry.score, entry.coverage, entry.core, entry.known, entry.assessed) == (None, 0, 3, 0, True)


@pytest.mark.parametrize(("rating", "score", "coverage"), [(0, 0, 1), (3, 75, 1), (4, 100, 1), (None, None, 0)])
def test_a_feature_with_a_rating_only(rating: int | None, score: float | None, coverage: float) -> None:
    entry = feature(diagnosed(**STRATEGIC, features={"scale": rating}), "scale")
    assert (entry.score, entry.coverage, entry.rating) == (score, coverage, rating)


def test_a_feature_is_the_mean_of_its_rating_and_its_elements() -> None:
    """Value chain of a strategic cluster: rating 2 is 50; of its chain, incomplete-chain (weight 2 of 3+3+2+2+2+2+2) is at level 0."""
    found = diagnosed(**STRATEGIC, features={"value-chain": 2}, ratings=rated(incomplete_chain=4))
    entry = feature(found, "value-chain")
    assert entry.score == pytest.approx((50 + 100) / 2)
    assert entry.coverage == pytest.approx((1 + 2 / 16) / 2)


def test_a_feature_of_several_elements_takes_those_that_are_known() -> None:
    found = diagnosed(**STRATEGIC, ratings=rated(chain_cooperation=4, originality=1))
    enterprise, institution, network = (element(found, key) for key in ("enterprise", "institution", "network"))
    assert enterprise.score is not None
    entry = feature(found, "innovation-system")
    assert entry.score == pytest.approx((enterprise.score + 100) / 2)
    assert institution.score is None
    assert entry.coverage == pytest.approx((enterprise.coverage + network.coverage) / 3)


def test_a_feature_of_which_nothing_is_known() -> None:
    entry = feature(diagnosed(**STRATEGIC), "policy-environment")
    assert (entry.score, entry.coverage, entry.rating) == (None, 0, None)


@given(survey_data())
def test_scores_and_coverages_stay_in_range(data: dict[str, Any]) -> None:
    found = diagnose(read(data), load_framework())
    scores = [(entry.score, entry.coverage) for entry in found.elements] + [(entry.score, entry.coverage) for entry in found.features]
    for score, coverage in scores:
        assert score is None or -1e-9 <= score <= 100 + 1e-9
        assert 0 <= coverage <= 1 + 1e-9
    for entry in found.elements:
        assert (entry.score is None) == (entry.known == 0)
