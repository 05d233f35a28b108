"""The terms behind a score add up to it."""

import statistics
from typing import Any

import pytest
from hypothesis import given

from diagnosis.diagnose import diagnose
from diagnosis.framework_files import load_framework
from diagnosis.sums import action_terms, element_terms, feature_terms
from tests.strategies import survey_data
from tests.surveys import diagnosed, read


@given(survey_data())
def test_the_terms_add_up(data: dict[str, Any]) -> None:
    found = diagnose(read(data), load_framework())
    for element in found.elements:
        terms = element_terms(found, element)
        known = [term for term in terms if term.lost is not None]
        if element.score is not None:
            assert sum(term.lost or 0.0 for term in known) == pytest.approx(100 - element.score)
        assert sum(term.weight for term in known) == pytest.approx(element.coverage)
        assert len(known) == element.known
    for feature in found.features:
        parts = feature_terms(found, feature)
        halves = [part for part in (parts.rating, parts.elements) if part is not None]
        assert feature.score == (pytest.approx(statistics.fmean(halves)) if halves else None)
    for action in found.actions:
        assert sum(term.points for term in action_terms(found, action)) == action.score
        assert {term.item.item.id for term in action_terms(found, action)} == set(action.items)


def test_the_costliest_item_comes_first_and_the_unknown_ones_last() -> None:
    ratings = [{"item": "policy-system", "score": 0}, {"item": "innovation-culture", "score": 4}]
    found = diagnosed(criteria={"capacity": "basic"}, ratings=ratings)
    environment = next(entry for entry in found.elements if entry.element.id == "environment")
    terms = element_terms(found, environment)
    assert terms[0].item.item.id == "policy-system"
    assert [term.lost is None for term in terms] == sorted(term.lost is None for term in terms)
    assert terms[-1].lost is None
