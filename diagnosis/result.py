"""The diagnosis as a value: everything a page or a chapter shows, with its reasons. Nothing in it is computed again elsewhere."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from diagnosis.framework import (
    Action,
    Element,
    Example,
    Feature,
    Framework,
    Indicator,
    Item,
    Practice,
    ReferenceCluster,
    Signal,
    TypeId,
)
from diagnosis.norms import reached
from diagnosis.survey import Survey
from diagnosis.text import Text, phrase

Origin = Literal["entered", "computed"]
State = Literal["rated", "signal", "both", "conflict", "unknown", "na"]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a figure may not speak: a code that programs may rely on, and the facts of its sentence."""

    code: str
    facts: Mapping[str, object]

    def text(self) -> Text:
        """The sentence (``templates/phrases/reasons.toml``)."""
        return phrase("reasons", self.code, **self.facts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Computed:
    """A figure computed from the survey's lists: ``contributed`` of the ``listed`` rows went into it.

    ``eligible``: the rows that could have contributed, where not every row of the list can (above-scale firms, links of one kind).
    """

    value: float
    contributed: int
    listed: int
    eligible: int | None = None
    year: int | None = None
    why_not: Reason | None = None

    @property
    def coverage(self) -> float | None:
        """The rows that contributed / the rows listed (rules.md, Survey values)."""
        return self.contributed / self.listed if self.listed else None

    @property
    def of(self) -> int:
        """The rows that could have contributed: what a reader compares ``contributed`` with."""
        return self.listed if self.eligible is None else self.eligible


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """The present value of an indicator. An entered value beats the computed one, which stays beside it in ``computed``.

    ``why_not``: why the figure may not speak as a signal (``None``: it may). ``differs``: entered and computed are more than 5 % apart.
    ``respondents``: number of ratings behind a rated value.
    """

    indicator: Indicator
    value: float
    year: int | None
    origin: Origin
    source: Text
    computed: Computed | None = None
    note: str | None = None
    respondents: int | None = None
    differs: bool = False

    @property
    def coverage(self) -> float | None:
        """Of a computed figure; an entered one has none."""
        return self.computed.coverage if self.origin == "computed" and self.computed else None

    @property
    def why_not(self) -> Reason | None:
        """Why it may not count as a signal."""
        return self.computed.why_not if self.origin == "computed" and self.computed else None

    @property
    def reached(self) -> bool | None:
        """Whether it is on the good side of its norm; ``None`` where there is no good side, or the figure may not speak."""
        return None if self.why_not is not None else reached(self.indicator, self.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Contribution:
    """What one answered criterion adds: its ``weight`` (``fields``: 0.30 x known), divided among the types by ``parts`` (sum 1)."""

    criterion: str
    answer: str | None
    weight: float
    parts: Mapping[TypeId, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Flip:
    """A single answer that would change the type if it changed: ``criterion`` answered with ``answer`` leads to ``to``."""

    criterion: str
    answer: TypeId
    to: TypeId


@dataclass(frozen=True, slots=True, kw_only=True)
class Shares:
    """Field shares (0..1 each, by field id) and where they are from: entered, the roster's revenue, or nowhere."""

    of: Mapping[str, float]
    origin: Literal["entered", "roster"] | None
    known: float
    largest: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Classification:
    """The computed type and how firm it is. ``type`` is ``None`` when nothing is answered; then ``scores`` is empty.

    ``by_fields`` and ``by_stage``: the types that lead in either half (ties included; empty when that half is unanswered).
    ``override`` is the type the consultant decided for, in effect only together with its reason.
    """

    type: TypeId | None
    scores: Mapping[TypeId, float]
    coverage: float
    margin: float
    provisional: bool
    contested: bool
    fields_disagree: bool
    contributions: tuple[Contribution, ...]
    unanswered: tuple[str, ...]
    by_fields: tuple[TypeId, ...]
    by_stage: tuple[TypeId, ...]
    second: TypeId | None
    robustness: Mapping[TypeId, float]
    flips: tuple[Flip, ...]
    override: TypeId | None
    override_reason: str | None

    @property
    def effective(self) -> TypeId | None:
        """The override, else the computed type."""
        return self.override or self.type


@dataclass(frozen=True, slots=True, kw_only=True)
class SignalReading:
    """What one figure says of an item. ``level`` is how many thresholds the value passes, ``None`` without a value.

    ``signal`` is ``None`` for the answer on a public service, whose ``value`` is 1 (in place) or 0.
    """

    indicator: str
    signal: Signal | None
    value: float | None
    level: int | None
    why_not: Reason | None

    @property
    def speaks(self) -> bool:
        """Whether the reading counts."""
        return self.why_not is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """One checklist item. ``level`` 0..3, ``None`` when unknown or not applicable; ``watch``: in place, but rated 3, to be watched."""

    item: Item
    level: int | None
    state: State
    rating: int | Literal["na"] | None
    evidence: str | None
    reason: str | None
    respondent: str | None
    signals: tuple[SignalReading, ...]
    rating_level: int | None
    signal_level: int | None
    watch: bool
    actions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ElementScore:
    """Score 0..100 of an element (``None``: no known item) and its coverage 0..1.

    ``core``: how many items of the type test it; ``known``: how many of them have a level.
    """

    element: Element
    score: float | None
    coverage: float
    core: int
    known: int

    @property
    def assessed(self) -> bool:
        """Whether the type has core items here at all; otherwise "not assessed for this type"."""
        return self.core > 0


@dataclass(frozen=True, slots=True, kw_only=True)
class FeatureScore:
    """Score 0..100 of one of the four features and its coverage 0..1; ``rating`` is the consultant's own 0..4."""

    feature: Feature
    score: float | None
    coverage: float
    rating: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Kpi:
    """An indicator that will show an action's progress, with its present figure where there is one."""

    indicator: Indicator
    figure: Figure | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Recommendation:
    """A recommended action with all it rests on. ``years``: calendar years (first, last) of its horizon, ``None`` without a survey date."""

    action: Action
    score: int
    items: tuple[str, ...]
    progress: tuple[Kpi, ...]
    practices: tuple[Practice, ...]
    reference_clusters: tuple[ReferenceCluster, ...]
    examples: tuple[Example, ...]
    years: tuple[int, int] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """One thing to find out next: a criterion or an item (``part`` of the survey it is answered in), and the question."""

    part: Literal["criteria", "ratings", "fields"]
    id: str
    name: Text
    question: Text


def unknown_items(items: Iterable[Assessment]) -> tuple[Assessment, ...]:
    """Items still to be found out, heaviest first."""
    return tuple(sorted((item for item in items if item.state == "unknown"), key=lambda entry: -entry.item.weight))


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnosis:
    """The whole diagnosis of one survey.

    ``figures``: every indicator with a value, in the framework's order. ``asks``: what to find out next, most telling first: criteria ids
    while the type is not firm, then unknown items by weight.
    """

    survey: Survey
    framework: Framework
    classification: Classification
    shares: Shares
    figures: Mapping[str, Figure]
    items: tuple[Assessment, ...]
    elements: tuple[ElementScore, ...]
    features: tuple[FeatureScore, ...]
    actions: tuple[Recommendation, ...]
    asks: tuple[Ask, ...]

    @property
    def type(self) -> TypeId | None:
        """The effective type."""
        return self.classification.effective

    def at_level(self, *levels: int) -> tuple[Assessment, ...]:
        """Assessments of these levels: the hardest first, then by weight, then in the file's order."""
        found = [item for item in self.items if item.level in levels]
        return tuple(sorted(found, key=lambda entry: (-(entry.level or 0), -entry.item.weight)))

    @property
    def unknown(self) -> tuple[Assessment, ...]:
        """Items still to be found out, heaviest first."""
        return unknown_items(self.items)

    @property
    def conflicts(self) -> tuple[Assessment, ...]:
        """Items whose rating and figures are two or more levels apart."""
        return tuple(item for item in self.items if item.state == "conflict")
