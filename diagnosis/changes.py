"""What would change a judgement: the ratings, values and answers that lead elsewhere. They follow from the rules and add none."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

from diagnosis.checklist import LEVEL_OF_RATING, SERVICE_IN_PLACE, SERVICE_SHORT, combine, hears
from diagnosis.classification import type_with
from diagnosis.compare import at_least
from diagnosis.framework import FIELDS_CRITERION, TYPE_IDS, TypeId
from diagnosis.result import Assessment, Classification, Diagnosis, Flip, Shares, SignalReading, State

Relation = Literal["at-least", "below", "at-most", "above"]
Steadiness = Literal["steady", "fair", "shaky"]
STEADY, FAIR = 0.95, 0.7  # shares of the draws; words for the reader, on which no rule rests


@dataclass(frozen=True, slots=True, kw_only=True)
class RatingChange:
    """Any of these ratings gives the item ``level``; ``scores`` rise."""

    scores: tuple[int, ...]
    level: int
    state: State


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureChange:
    """The first value of an indicator that gives the item ``level``, in the indicator's unit: one short of it does not."""

    indicator: str
    relation: Relation
    value: float
    level: int
    state: State


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceChange:
    """The other answer on a public service gives the item ``level``."""

    service: str
    in_place: bool
    level: int
    state: State


LevelChange = RatingChange | FigureChange | ServiceChange


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """The fewest answers that, changed together to ``to``, make it the type."""

    to: TypeId
    criteria: tuple[str, ...]


# ---- items


def level_changes(diagnosis: Diagnosis, entry: Assessment) -> tuple[LevelChange, ...]:
    """What, changed alone, would give the item another level: ratings first, then its figures.

    A figure is taken as entered, which always may speak; one that is not heard in the cluster's fields changes nothing.
    """
    heard = hears(entry.item, diagnosis.framework, diagnosis.shares)
    readings = [reading for reading in entry.signals if entry.state != "na" and (heard or reading.signal is None)]
    return (*_by_rating(entry), *(change for reading in readings for change in _by_reading(entry, reading)))


def _by_rating(entry: Assessment) -> Iterator[RatingChange]:
    scores: dict[tuple[int, State], list[int]] = {}
    for score, rating_level in sorted(LEVEL_OF_RATING.items()):
        state, level = combine(rating_level, entry.signal_level)
        if level is not None and level != entry.level:
            scores.setdefault((level, state), []).append(score)
    for (level, state), those in scores.items():
        yield RatingChange(scores=tuple(those), level=level, state=state)


def _by_reading(entry: Assessment, reading: SignalReading) -> Iterator[LevelChange]:
    if reading.signal is None:
        yield from _by_service(entry, reading)
        return
    present = reading.level if reading.speaks else None
    thresholds = reading.signal.thresholds
    better, worse = ("at-least", "below") if reading.signal.op == "<" else ("at-most", "above")
    told: set[int | None] = {entry.level}
    for level in _from_the_nearest(present, len(thresholds)):
        state, leads_to = _with(entry, reading, level)
        if leads_to is None or leads_to in told:
            continue
        told.add(leads_to)
        lighter = level == 0 or (present is not None and level < present)
        relation: Relation = better if lighter else worse  # type: ignore[assignment]  # a pair of two literals
        value = thresholds[level if lighter else level - 1]
        yield FigureChange(indicator=reading.indicator, relation=relation, value=value, level=leads_to, state=state)


def _from_the_nearest(present: int | None, worst: int) -> Sequence[int]:
    """The other levels of a figure: towards the lighter ones, then towards the harder ones, each from the nearest on."""
    if present is None:
        return range(worst + 1)
    return [*range(present - 1, -1, -1), *range(present + 1, worst + 1)]


def _with(entry: Assessment, changed: SignalReading, level: int) -> tuple[State, int | None]:
    """State and level of the item if this reading were of ``level`` and spoke."""
    others = [other.level for other in entry.signals if other is not changed and other.speaks and other.level is not None]
    return combine(entry.rating_level, max([level, *others]))


def _by_service(entry: Assessment, reading: SignalReading) -> Iterator[ServiceChange]:
    for in_place in (True, False):
        state, level = _with(entry, reading, SERVICE_IN_PLACE if in_place else SERVICE_SHORT)
        if level is not None and level != entry.level:
            yield ServiceChange(service=reading.indicator, in_place=in_place, level=level, state=state)


# ---- the type


def open_flips(diagnosis: Diagnosis) -> tuple[Flip, ...]:
    """Every answer to a criterion still open that would change the computed type (``Classification.flips``: of those answered)."""
    survey, framework = diagnosis.survey, diagnosis.framework
    unanswered = [criterion.id for criterion in framework.stage_criteria if criterion.id not in survey.criteria]
    answers = [(criterion, answer) for criterion in unanswered for answer in TYPE_IDS]
    return _flips(
        diagnosis, [(criterion, answer, {**survey.criteria, criterion: answer}, diagnosis.shares) for criterion, answer in answers]
    )


def field_flips(diagnosis: Diagnosis) -> tuple[Flip, ...]:
    """The types that would change the computed one, if all of the output known belonged to fields of theirs."""
    shares, framework = diagnosis.shares, diagnosis.framework
    if not shares.of:
        return ()
    one_of = {type_id: next((field.id for field in framework.fields.values() if field.type == type_id), None) for type_id in TYPE_IDS}
    cases = [
        (
            FIELDS_CRITERION,
            type_id,
            diagnosis.survey.criteria,
            Shares(of={field: shares.known}, origin=None, known=shares.known, largest=()),
        )
        for type_id, field in one_of.items()
        if field is not None
    ]
    return _flips(diagnosis, cases)


def _flips(diagnosis: Diagnosis, cases: Sequence[tuple[str, TypeId, Mapping[str, str], Shares]]) -> tuple[Flip, ...]:
    present = diagnosis.classification.type
    if present is None:
        return ()
    led = [(name, answer, type_with(answers, diagnosis.framework, shares)) for name, answer, answers, shares in cases]
    return tuple(Flip(criterion=name, answer=answer, to=to) for name, answer, to in led if to is not None and to != present)


def turns(diagnosis: Diagnosis) -> tuple[Turn, ...]:
    """For each other type the fewest answers that would have to change to it, answered or open; none where not even all of them do."""
    present = diagnosis.classification.type
    others = [type_id for type_id in TYPE_IDS if type_id != present] if present is not None else []
    return tuple(turn for turn in (_turn(diagnosis, type_id) for type_id in others) if turn is not None)


def _turn(diagnosis: Diagnosis, to: TypeId) -> Turn | None:
    """Tried by number of answers, heavy ones first: seven criteria have 128 subsets."""
    answers, framework = diagnosis.survey.criteria, diagnosis.framework
    changeable = [criterion.id for criterion in framework.stage_criteria if answers.get(criterion.id) != to]
    changeable.sort(key=lambda name: -framework.criteria[name].weight)
    for count in range(1, len(changeable) + 1):
        for those in combinations(changeable, count):
            if type_with({**answers, **dict.fromkeys(those, to)}, framework, diagnosis.shares) == to:
                return Turn(to=to, criteria=those)
    return None


def dissent(found: Classification) -> tuple[tuple[str, float], ...]:
    """The criteria that point elsewhere than to the computed type, and what each takes from its score (0..1); the largest first."""
    if found.type is None:
        return ()
    taken = [(part.criterion, part.weight * (1 - part.parts[found.type]) / found.coverage) for part in found.contributions]
    return tuple(sorted(((name, lost) for name, lost in taken if lost > 0), key=lambda entry: -entry[1]))


def steadiness(found: Classification) -> Steadiness:
    """In a word, how often the computed type wins among the draws of the weights."""
    share = found.robustness[found.type] if found.type is not None else 0.0
    return "steady" if at_least(share, STEADY) else "fair" if at_least(share, FAIR) else "shaky"
