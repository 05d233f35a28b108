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

from diagnosis.fieldtypes import Value
from diagnosis.packed import Packed
from diagnosis.text import Lang


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row of a list. ``more``: answers to further questions, by field id."""

    more: Mapping[str, Value] = field(default_factory=dict)


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
class Cluster(Row):
    """Who the cluster is."""

    name_zh: str | None = None
    name_en: str | None = None
    region: str | None = None
    description_zh: str | None = None
    description_en: str | None = None

    def name(self, lang: Lang) -> str:
        """The name in ``lang``, or in the other language where it has only one."""
        first, second = (self.name_zh, self.name_en) if lang == "zh" else (self.name_en, self.name_zh)
        return first or second or ""

    def description(self, lang: Lang) -> str | None:
        """The description in ``lang`` only: a text of the other language has no place in a report."""
        return self.description_zh if lang == "zh" else self.description_en


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

    cluster: Cluster = Cluster()
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


LISTS: Mapping[str, type[Row]] = {
    "fields": FieldShare,
    "indicators": IndicatorRow,
    "enterprises": Enterprise,
    "institutions": Institution,
    "platforms": Platform,
    "organisations": Organisation,
    "chain": ChainLink,
    "links": Cooperation,
    "technologies": Technology,
    "ratings": Rating,
    "interviews": Interview,
}
RECORDS: Mapping[str, type[Row]] = {"cluster": Cluster, "round": Round, "classification_override": Override}
INSIDE: Mapping[str, str] = {"fields": "cluster"}  # lists that stand inside a record of the survey file
ATTRIBUTES = {kind: frozenset(kind.__dataclass_fields__) - {"more"} for kind in (*LISTS.values(), *RECORDS.values())}
MAPS = ("criteria", "services", "features", "complete")


def json_path(part: str) -> str:
    """Where a part stands in the survey file."""
    return f"$.{INSIDE[part]}.{part}" if part in INSIDE else f"$.{part}"


def attribute(field_id: str) -> str:
    """The attribute of a field id; ``from`` is a word of the language."""
    return "from_" if field_id == "from" else field_id


def make_row(kind: type[Row], answers: Mapping[str, Value]) -> Row:
    """A row of ``kind`` from answers by field id; answers without an attribute of their own go to ``more``."""
    known = ATTRIBUTES[kind]
    own = {attribute(key): value for key, value in answers.items() if attribute(key) in known}
    more = {key: value for key, value in answers.items() if attribute(key) not in known and value is not None}
    return kind(**own, more=more)


def answers_of(row: Row) -> dict[str, Value]:
    """The answers of a row by field id, without the absent ones: the inverse of ``make_row``."""
    own = {name.rstrip("_"): getattr(row, name) for name in row.__dataclass_fields__ if name != "more"}
    return {key: value for key, value in {**own, **row.more}.items() if value is not None}
