"""The checklist: what the consultant rated and what the figures say, brought together (rules.md, Checklist)."""

from collections.abc import Mapping

from diagnosis.compare import above, below
from diagnosis.fieldtypes import NA
from diagnosis.framework import Framework, Item, Signal, TypeId
from diagnosis.result import Assessment, Figure, Reason, Shares, SignalReading, State
from diagnosis.speaking import PARTIAL_LISTS
from diagnosis.survey import Rating, Survey
from diagnosis.text import listed

LEVEL_OF_RATING = {4: 0, 3: 0, 2: 1, 1: 2, 0: 3}
WATCH = 3  # in place, but to be watched
APART = 2  # levels between rating and figures that make a conflict
SERVICE_SHORT, SERVICE_IN_PLACE = 2, 0


def assess(survey: Survey, framework: Framework, type_id: TypeId, figures: Mapping[str, Figure], shares: Shares) -> tuple[Assessment, ...]:
    """The core items of the type, in the file's order."""
    ratings = effective_ratings(survey)
    return tuple(
        _assess(item, ratings.get(item.id), _readings(item, framework, figures, survey.services, shares))
        for item in framework.items_for(type_id)
    )


def hears(item: Item, framework: Framework, shares: Shares) -> bool:
    """Whether the item's figures count in this cluster: it names no fields, or one of the largest ones or their parents."""
    return not item.signal_fields or bool(framework.with_parents(shares.largest) & set(item.signal_fields))


def effective_ratings(survey: Survey) -> dict[str, Rating]:
    """item -> its rating; "not applicable" without a reason is not in effect yet."""
    found: dict[str, Rating] = {}
    for rating in survey.ratings:
        unexplained = rating.score == NA and not (rating.reason or "").strip()
        if rating.item is not None and rating.score is not None and not unexplained:
            found.setdefault(rating.item, rating)
    return found


def level_of(signal: Signal, value: float) -> int:
    """How many of the thresholds the value passes."""
    passes = below if signal.op == "<" else above
    return sum(passes(value, threshold) for threshold in signal.thresholds)


def _readings(
    item: Item, framework: Framework, figures: Mapping[str, Figure], services: Mapping[str, bool], shares: Shares
) -> tuple[SignalReading, ...]:
    fields = listed(framework.fields[field].name for field in item.signal_fields)
    other_field = None if hears(item, framework, shares) else Reason("other-field", {"fields": fields})
    readings = [_reading(signal, figures.get(signal.indicator), other_field) for signal in item.signals]
    if item.service is not None:
        readings.append(_service_reading(item.service, services.get(item.service)))
    return tuple(readings)


def _reading(signal: Signal, figure: Figure | None, other_field: Reason | None) -> SignalReading:
    if figure is None:
        return SignalReading(indicator=signal.indicator, signal=signal, value=None, level=None, why_not=Reason("no-value", {}))
    level = level_of(signal, figure.value)
    shows_short_board = signal.indicator in PARTIAL_LISTS and level >= 1
    reason = other_field or (None if shows_short_board else figure.why_not)
    return SignalReading(indicator=signal.indicator, signal=signal, value=figure.value, level=level, why_not=reason)


def _service_reading(service: str, in_place: bool | None) -> SignalReading:
    if in_place is None:
        return SignalReading(indicator=service, signal=None, value=None, level=None, why_not=Reason("no-value", {}))
    level = SERVICE_IN_PLACE if in_place else SERVICE_SHORT
    return SignalReading(indicator=service, signal=None, value=float(in_place), level=level, why_not=None)


def _assess(item: Item, rating: Rating | None, readings: tuple[SignalReading, ...]) -> Assessment:
    score = None if rating is None else rating.score
    heard = [reading.level for reading in readings if reading.speaks and reading.level is not None]
    signal_level = max(heard, default=None)
    rating_level = LEVEL_OF_RATING[score] if isinstance(score, int) else None
    state, level = ("na", None) if score == NA else combine(rating_level, signal_level)
    return Assessment(
        item=item,
        level=level,
        state=state,
        rating=score if isinstance(score, int) else ("na" if score == NA else None),
        evidence=None if rating is None else rating.evidence,
        reason=None if rating is None else rating.reason,
        respondent=None if rating is None else rating.respondent,
        signals=readings,
        rating_level=rating_level,
        signal_level=signal_level,
        watch=score == WATCH and level == 0,
    )


def combine(rating: int | None, signal: int | None) -> tuple[State, int | None]:
    """Rating and figures together: the rating counts, unless they are two or more apart; then the worse one, to be reviewed."""
    if rating is None:
        return ("unknown", None) if signal is None else ("signal", signal)
    if signal is None:
        return "rated", rating
    return ("conflict", max(rating, signal)) if abs(rating - signal) >= APART else ("both", rating)
