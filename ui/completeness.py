"""How far a survey has come, step by step, as the rail shows it."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, NamedTuple

from diagnosis.questionnaire import Questionnaire

if TYPE_CHECKING:
    from diagnosis.result import Diagnosis

OVERVIEW = "overview"


class Meter(NamedTuple):
    """``done`` of ``of``; without ``of`` a number of rows."""

    done: int
    of: int | None = None

    @property
    def share(self) -> float | None:
        """0..1, where there is something to be of."""
        return min(self.done / self.of, 1.0) if self.of else None


def meters(diagnosis: "Diagnosis", asked: Questionnaire) -> Mapping[str, Meter]:
    """Step id -> how far it has come; steps where nothing is entered have none."""
    return {OVERVIEW: _overview(diagnosis, asked), **{step: count(diagnosis) for step, count in _COUNTS.items()}}


def _overview(diagnosis: "Diagnosis", asked: Questionnaire) -> Meter:
    """The fields of the cluster and the round, the rated features, and whether the shares of the fields are known."""
    from diagnosis.rows import answers_of

    survey = diagnosis.survey
    questions = sum(len(asked.parts[part].questions) for part in ("cluster", "round", "features"))
    answered = len(answers_of(survey.cluster)) + len(answers_of(survey.round)) + len(survey.features)
    return Meter(answered + bool(survey.fields), questions + 1)


def _rows(*parts: str) -> Callable[["Diagnosis"], Meter]:
    return lambda diagnosis: Meter(sum(len(getattr(diagnosis.survey, part)) for part in parts))


def _indicators(diagnosis: "Diagnosis") -> Meter:
    return Meter(len(diagnosis.figures), len(diagnosis.framework.indicators))


def _classification(diagnosis: "Diagnosis") -> Meter:
    criteria = len(diagnosis.framework.criteria)
    return Meter(criteria - len(diagnosis.classification.unanswered), criteria)


def _checklist(diagnosis: "Diagnosis") -> Meter:
    """Items of the type that are rated, or taken out with a reason; what only figures speak of is still to be rated."""
    from diagnosis.checklist import effective_ratings

    rated = effective_ratings(diagnosis.survey)
    return Meter(sum(entry.item.id in rated for entry in diagnosis.items), len(diagnosis.items) or None)


_COUNTS: Mapping[str, Callable[["Diagnosis"], Meter]] = {
    "enterprises": _rows("enterprises"),
    "actors": _rows("institutions", "platforms", "organisations"),
    "chain": _rows("chain"),
    "indicators": _indicators,
    "classification": _classification,
    "checklist": _checklist,
    "interviews": _rows("interviews"),
}
