"""Which type a cluster is, how firm that is, and what would change it (rules.md, Classification)."""

from collections.abc import Mapping, Sequence

from diagnosis.compare import below, nine
from diagnosis.framework import FIELDS_CRITERION, TYPE_IDS, Framework, TypeId
from diagnosis.result import Classification, Contribution, Flip, Shares
from diagnosis.survey import Survey

PROVISIONAL_BELOW = 0.5  # coverage
CONTESTED_BELOW = 0.15  # margin
DRAWS, CONCENTRATION, SEED = 2000, 50.0, 20220310  # robustness: draws from Dirichlet(50 x weights)


def classify(survey: Survey, framework: Framework, shares: Shares) -> Classification:
    """The classification of a survey; total: every survey has one, if only the empty one."""
    contributions = _contributions(survey.criteria, framework, shares)
    field_shares = _shares_by_type(framework, shares)
    scores = _scores(contributions)
    ranked = _ranked(scores, field_shares)
    answered = {contribution.criterion for contribution in contributions}
    by_fields = _leaders([part for part in contributions if part.criterion == FIELDS_CRITERION])
    by_stage = _leaders([part for part in contributions if part.criterion != FIELDS_CRITERION])
    coverage = sum(contribution.weight for contribution in contributions)
    margin = max(0.0, scores[ranked[0]] - scores[ranked[1]]) if ranked else 0.0  # a tie may differ in the 17th decimal
    override = survey.classification_override
    decided = next((type_id for type_id in TYPE_IDS if type_id == override.type and (override.reason or "").strip()), None)
    return Classification(
        type=ranked[0] if ranked else None,
        second=ranked[1] if ranked else None,
        scores=scores,
        coverage=coverage,
        margin=margin,
        provisional=below(coverage, PROVISIONAL_BELOW),
        contested=bool(ranked) and below(margin, CONTESTED_BELOW),
        fields_disagree=bool(by_fields and by_stage) and not set(by_fields) & set(by_stage),
        contributions=contributions,
        unanswered=tuple(id_ for id_ in framework.criteria if id_ not in answered),
        by_fields=by_fields,
        by_stage=by_stage,
        robustness=_robustness(contributions, field_shares),
        flips=_flips(survey.criteria, framework, shares, ranked[0] if ranked else None),
        override=decided,
        override_reason=override.reason if decided else None,
    )


def _contributions(answers: Mapping[str, str], framework: Framework, shares: Shares) -> tuple[Contribution, ...]:
    """The answered criteria in the framework's order; ``fields`` counts with its weight x the known share."""
    found: list[Contribution] = []
    for criterion in framework.criteria.values():
        if criterion.id == FIELDS_CRITERION:
            if shares.of:
                parts = _divided(_shares_by_type(framework, shares))
                found.append(Contribution(criterion=criterion.id, answer=None, weight=criterion.weight * shares.known, parts=parts))
        elif criterion.id in answers:
            answer = answers[criterion.id]
            found.append(Contribution(criterion=criterion.id, answer=answer, weight=criterion.weight, parts=_parts(answer)))
    return tuple(found)


def _shares_by_type(framework: Framework, shares: Shares) -> dict[TypeId, float]:
    by_type: dict[TypeId, float] = dict.fromkeys(TYPE_IDS, 0.0)
    for field, share in shares.of.items():
        by_type[framework.fields[field].type] += share
    return by_type


def _divided(by_type: Mapping[TypeId, float]) -> dict[TypeId, float]:
    total = sum(by_type.values())
    return {type_id: value / total for type_id, value in by_type.items()}


def _parts(answer: str) -> dict[TypeId, float]:
    """A type gets the whole, a mix of two half each."""
    named = answer.removeprefix("mixed:").split("/")
    return {type_id: (1 / len(named) if type_id in named else 0.0) for type_id in TYPE_IDS}


def _scores(contributions: Sequence[Contribution]) -> dict[TypeId, float]:
    total = sum(contribution.weight for contribution in contributions)
    if not contributions:
        return {}
    return {type_id: sum(part.weight * part.parts[type_id] for part in contributions) / total for type_id in TYPE_IDS}


def _ranked(scores: Mapping[TypeId, float], field_shares: Mapping[TypeId, float]) -> list[TypeId]:
    """Best first; a tie goes to the larger field share, then to the order of the types."""
    return sorted(scores, key=lambda type_id: (-nine(scores[type_id]), -nine(field_shares[type_id]), TYPE_IDS.index(type_id)))


def _leaders(contributions: Sequence[Contribution]) -> tuple[TypeId, ...]:
    """The types with the largest score among these criteria, ties included."""
    scores = _scores(contributions)
    top = max((nine(score) for score in scores.values()), default=0.0)
    return tuple(type_id for type_id, score in scores.items() if nine(score) == top)


def _robustness(contributions: Sequence[Contribution], field_shares: Mapping[TypeId, float]) -> dict[TypeId, float]:
    """Each type's share of 2,000 draws of the answered weights; ties are broken as in the classification itself."""
    if not contributions:
        return {}
    import numpy as np  # 0.1 s that only a diagnosis needs

    weights = np.array([contribution.weight for contribution in contributions])
    parts = np.array([[contribution.parts[type_id] for type_id in TYPE_IDS] for contribution in contributions])
    draws = np.random.default_rng(SEED).dirichlet(CONCENTRATION * weights, size=DRAWS)
    scores = (draws @ parts).round(9)
    order = [TYPE_IDS.index(type_id) for type_id in _ranked(dict.fromkeys(TYPE_IDS, 0.0), field_shares)]
    winners = np.array(order)[scores[:, order].argmax(axis=1)]  # argmax takes the first of equals
    return {type_id: float((winners == index).mean()) for index, type_id in enumerate(TYPE_IDS)}


def _flips(answers: Mapping[str, str], framework: Framework, shares: Shares, present: TypeId | None) -> tuple[Flip, ...]:
    """Every single answer that would change the type if it were another one."""
    if present is None:
        return ()
    found: list[Flip] = []
    for criterion in framework.stage_criteria:
        for answer in TYPE_IDS:
            if criterion.id not in answers or answers[criterion.id] == answer:
                continue
            best = type_with({**answers, criterion.id: answer}, framework, shares)
            if best is not None and best != present:
                found.append(Flip(criterion=criterion.id, answer=answer, to=best))
    return tuple(found)


def type_with(answers: Mapping[str, str], framework: Framework, shares: Shares) -> TypeId | None:
    """The computed type if these were the answers; ``None`` when nothing is answered."""
    ranked = _ranked(_scores(_contributions(answers, framework, shares)), _shares_by_type(framework, shares))
    return ranked[0] if ranked else None
