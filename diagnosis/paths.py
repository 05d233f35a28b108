"""Construction paths: which actions the gaps call for, in which order, and what each rests on (rules.md, Paths)."""

import datetime as dt
from collections.abc import Mapping, Sequence

from diagnosis.framework import Action, Framework, Horizon, TypeId
from diagnosis.result import Assessment, Figure, Kpi, Recommendation, Shares
from diagnosis.survey import Survey

RECOMMENDED_FROM = 2  # the level that calls for an action
COUNTED_FROM = 1  # the level from which an item adds to its score


def recommend(
    survey: Survey,
    framework: Framework,
    type_id: TypeId,
    items: Sequence[Assessment],
    figures: Mapping[str, Figure],
    shares: Shares,
) -> tuple[Recommendation, ...]:
    """The recommended actions: by score, then number of items, then the order of the file."""
    fields = framework.with_parents(shares.largest)
    found: list[Recommendation] = []
    for action in framework.actions.values():
        if type_id not in action.types or (action.fields and not fields & set(action.fields)):
            continue
        answered = [item for item in items if action.id in item.item.paths and (item.level or 0) >= COUNTED_FROM]
        if any((item.level or 0) >= RECOMMENDED_FROM for item in answered):
            found.append(_recommendation(action, answered, framework, type_id, figures, fields, survey))
    return tuple(sorted(found, key=lambda entry: (-entry.score, -len(entry.items))))


def _recommendation(
    action: Action,
    answered: Sequence[Assessment],
    framework: Framework,
    type_id: TypeId,
    figures: Mapping[str, Figure],
    fields: frozenset[str],
    survey: Survey,
) -> Recommendation:
    ids = tuple(item.item.id for item in answered)
    return Recommendation(
        action=action,
        score=sum((item.level or 0) * item.item.weight for item in answered),
        items=ids,
        progress=tuple(Kpi(indicator=framework.indicators[kpi], figure=figures.get(kpi)) for kpi in action.kpi),
        practices=tuple(
            practice for practice in framework.practices.values() if practice.type in {type_id, "all"} and set(practice.items) & set(ids)
        ),
        reference_clusters=tuple(cluster for cluster in framework.reference_clusters.values() if fields & set(cluster.fields)),
        examples=tuple(example for example in framework.examples.values() if set(example.items) & set(ids) or set(example.fields) & fields),
        years=_years(framework.horizons[action.horizon], framework.horizons, survey.round.date),
    )


def _years(horizon: Horizon, horizons: Mapping[str, Horizon], date: str | None) -> tuple[int, int] | None:
    """First and last calendar year of a horizon, counted from the survey's date; one up to a fixed year begins where the others end."""
    if date is None:
        return None
    year = dt.date.fromisoformat(date).year
    if horizon.years is not None:
        return year + horizon.years[0], year + horizon.years[1]
    last = max(horizon.until or year, year)
    return min(year + max((each.years[1] for each in horizons.values() if each.years), default=0) + 1, last), last
