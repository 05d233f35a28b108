"""One survey round of one cluster, as the diagnosis reads it: frozen values, ``None`` for what is not known.

The attributes are the questions of ``templates/questionnaire.toml``; answers to questions that the method does not read
travel in ``more``.
Money is in 万元 (10,000 yuan), shares are 0..1, dates are ``YYYY-MM-DD``.
A survey may hold rows that are not filled in yet (an indicator value without its year): the diagnosis leaves them out,
the check names them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import cast

from diagnosis.packed import Packed
from diagnosis.rows import LIST_NAMES, Cluster, Row, answers_of, attribute, make_row

__all__ = ["Cluster", "Row", "answers_of", "attribute", "make_row"]  # a survey is made of rows: who reads one asks here for both


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldShare(Row):
    """The share (0..1) of one industry field in the cluster's output."""

    id: str | None = None
    share: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorRow(Row):
    """An entered value of one year; rated indicators have one row a respondent."""

    id: str | None = None
    year: int | None = None
    value: float | None = None
    source: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Enterprise(Row):
    """A firm. ``honours``: ``()`` is known to have none, ``None`` is not known."""

    name: str | None = None
    uscc: str | None = None
    role: str | None = None
    chain_link: str | None = None
    gbt4754: str | None = None
    main_product: str | None = None
    founded: int | None = None
    employees: int | None = None
    revenue: float | None = None
    rd_spend: float | None = None
    rd_staff: int | None = None
    invention_patents: int | None = None
    has_rd_unit: bool | None = None
    honours: tuple[str, ...] | None = None
    links_answered: bool | None = None
    address: str | None = None
    contact: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Institution(Row):
    """A university or research institute."""

    name: str | None = None
    kind: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Platform(Row):
    """An innovation platform."""

    name: str | None = None
    kind: str | None = None
    level: str | None = None
    topic: str | None = None
    open: bool | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation(Row):
    """An association, promotion body, alliance, intermediary or financier."""

    name: str | None = None
    kind: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainLink(Row):
    """A link of the value chain; ``importance`` 1..3."""

    stage: str | None = None
    name: str | None = None
    kind: str | None = None
    present: bool | None = None
    control: str | None = None
    importance: int | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cooperation(Row):
    """A co-operation between two actors, by name (``links`` in the survey file, where the ends are ``from`` and ``to``)."""

    from_: str | None = None
    to: str | None = None
    kind: str | None = None
    year: int | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Technology(Row):
    """A key technology and its readiness level 1..9."""

    name: str | None = None
    trl: int | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rating(Row):
    """The consultant's rating of one checklist item: 0..4, or "na" with a reason."""

    item: str | None = None
    score: int | str | None = None
    evidence: str | None = None
    reason: str | None = None
    respondent: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Interview(Row):
    """An interview."""

    date: str | None = None
    organisation: str | None = None
    person: str | None = None
    position: str | None = None
    notes: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Round(Row):
    """When and by whom the survey was made."""

    label: str | None = None
    date: str | None = None
    surveyors: tuple[str, ...] | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Override(Row):
    """The consultant's own classification; it takes effect when it has both a type and a reason."""

    type: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file kept as evidence of something in ``part``, or of the checklist item ``field``. The survey file does not carry it."""

    part: str
    field: str | None
    name: str
    caption: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """All parts of one round, and the files kept as evidence. Maps hold only what was answered.

    The firms, of which there may be 100,000, are kept packed.
    """

    cluster: Cluster = field(default_factory=Cluster)
    round: Round = Round()
    fields: tuple[FieldShare, ...] = ()
    criteria: Mapping[str, str] = field(default_factory=dict)
    indicators: tuple[IndicatorRow, ...] = ()
    enterprises: Sequence[Enterprise] = ()
    institutions: tuple[Institution, ...] = ()
    platforms: tuple[Platform, ...] = ()
    organisations: tuple[Organisation, ...] = ()
    chain: tuple[ChainLink, ...] = ()
    links: tuple[Cooperation, ...] = ()
    technologies: tuple[Technology, ...] = ()
    services: Mapping[str, bool] = field(default_factory=dict)
    ratings: tuple[Rating, ...] = ()
    features: Mapping[str, int] = field(default_factory=dict)
    complete: Mapping[str, bool] = field(default_factory=dict)
    interviews: tuple[Interview, ...] = ()
    classification_override: Override = Override()
    attachments: tuple[Attachment, ...] = ()

    def __post_init__(self) -> None:
        if not isinstance(self.enterprises, Packed):
            object.__setattr__(self, "enterprises", Packed.of(Enterprise, self.enterprises))

    @property
    def firms(self) -> Packed[Enterprise]:
        """The enterprises, for what counts over all of them column by column."""
        return cast(Packed[Enterprise], self.enterprises)

    def attached_to(self, item: str) -> tuple[Attachment, ...]:
        """The files kept as evidence of a checklist item."""
        return tuple(each for each in self.attachments if each.field == item)


KINDS = (
    FieldShare,
    IndicatorRow,
    Enterprise,
    Institution,
    Platform,
    Organisation,
    ChainLink,
    Cooperation,
    Technology,
    Rating,
    Interview,
)
LISTS: Mapping[str, type[Row]] = dict(zip(LIST_NAMES, KINDS, strict=True))
RECORDS: Mapping[str, type[Row]] = {"cluster": Cluster, "round": Round, "classification_override": Override}
INSIDE: Mapping[str, str] = {"fields": "cluster"}  # lists that stand inside a record of the survey file
MAPS = ("criteria", "services", "features", "complete")


def json_path(part: str) -> str:
    """Where a part stands in the survey file."""
    return f"$.{INSIDE[part]}.{part}" if part in INSIDE else f"$.{part}"
