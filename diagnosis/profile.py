"""The paper's two pictures of a cluster: its support system by element, and the four features (rules.md, Profile)."""

import statistics
from collections.abc import Mapping, Sequence

from diagnosis.framework import Element, Feature, Framework
from diagnosis.result import Assessment, ElementScore, FeatureScore
from diagnosis.survey import Survey

WORST = 3  # the hardest gap level
STEP = 25  # points of a feature score for one step of the 0..4 rating


def element_scores(items: Sequence[Assessment], framework: Framework) -> tuple[ElementScore, ...]:
    """Score 100 x (1 - sum(level x weight) / sum(3 x weight)) over the known items of each element."""
    return tuple(_element(element, [item for item in items if item.item.element == element.id]) for element in framework.elements.values())


def _element(element: Element, core: list[Assessment]) -> ElementScore:
    applicable = [item for item in core if item.state != "na"]
    known = [(item.level, item.item.weight) for item in applicable if item.level is not None]
    weight = sum(weight for _, weight in known)
    score = 100 * (1 - sum(level * weight for level, weight in known) / (WORST * weight)) if known else None
    total = sum(item.item.weight for item in applicable)
    return ElementScore(element=element, score=score, coverage=weight / total if total else 0.0, core=len(core), known=len(known))


def feature_scores(survey: Survey, elements: Sequence[ElementScore], framework: Framework) -> tuple[FeatureScore, ...]:
    """The four features from their own rating and their elements."""
    scores = {entry.element.id: entry for entry in elements}
    return tuple(_feature(feature, survey.features, scores) for feature in framework.features.values())


def _feature(feature: Feature, ratings: Mapping[str, int], scores: Mapping[str, ElementScore]) -> FeatureScore:
    rating = ratings.get(feature.id) if feature.rated else None
    elements = [scores[element] for element in feature.elements]
    known = [entry.score for entry in elements if entry.score is not None]
    halves = ([STEP * rating] if rating is not None else []) + ([statistics.fmean(known)] if known else [])
    parts = ([0.0 if rating is None else 1.0] if feature.rated else []) + [entry.coverage for entry in elements]
    return FeatureScore(
        feature=feature,
        score=statistics.fmean(halves) if halves else None,
        coverage=statistics.fmean(parts) if parts else 0.0,
        rating=rating,
    )
