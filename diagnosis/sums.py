"""The sums behind the scores of a diagnosis, term by term: what an item costs its element, what makes up a feature and an action."""

import statistics
from dataclasses import dataclass

from diagnosis.profile import STEP, WORST
from diagnosis.result import Assessment, Diagnosis, ElementScore, FeatureScore, Recommendation


@dataclass(frozen=True, slots=True, kw_only=True)
class ElementTerm:
    """What one core item is to its element's score.

    ``lost``: the points (of 100) that its level takes, ``None`` where the level is unknown; ``weight``: its share (0..1) of the evidence.
    """

    item: Assessment
    lost: float | None
    weight: float


@dataclass(frozen=True, slots=True, kw_only=True)
class FeatureTerms:
    """What a feature's score is the mean of, each 0..100: its own rating, and the mean score of its elements that have one."""

    rating: float | None
    elements: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionTerm:
    """What one item adds to an action's score: level x weight."""

    item: Assessment

    @property
    def level(self) -> int:
        """Its level, 1..3."""
        return self.item.level or 0

    @property
    def points(self) -> int:
        """What it adds."""
        return self.level * self.item.item.weight


def element_terms(diagnosis: Diagnosis, element: ElementScore) -> tuple[ElementTerm, ...]:
    """The core items of an element that apply, the costliest first, then those still unknown, the heaviest first.

    The lost points of the known ones add up to 100 less the score.
    """
    items = [item for item in diagnosis.items if item.item.element == element.element.id and item.state != "na"]
    total = sum(item.item.weight for item in items)
    known = sum(item.item.weight for item in items if item.level is not None)
    terms = [
        ElementTerm(
            item=item,
            lost=None if item.level is None else 100 * item.level * item.item.weight / (WORST * known),
            weight=item.item.weight / total,
        )
        for item in items
    ]
    return tuple(sorted(terms, key=lambda term: (term.lost is None, -(term.lost or 0.0), -term.weight)))


def feature_terms(diagnosis: Diagnosis, feature: FeatureScore) -> FeatureTerms:
    """The two halves of a feature, as ``diagnosis.profile`` takes them."""
    scores = [entry.score for entry in diagnosis.elements if entry.element.id in feature.feature.elements and entry.score is not None]
    return FeatureTerms(
        rating=None if feature.rating is None else float(STEP * feature.rating),
        elements=statistics.fmean(scores) if scores else None,
    )


def action_terms(diagnosis: Diagnosis, action: Recommendation) -> tuple[ActionTerm, ...]:
    """What the items that an action answers add to its score, the largest first."""
    terms = [ActionTerm(item=item) for item in diagnosis.items if item.item.id in action.items]
    return tuple(sorted(terms, key=lambda term: -term.points))
