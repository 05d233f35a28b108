"""The diagnostic framework as values: fields, criteria, indicators, checklist, paths, practices, profile, reference clusters, examples.

The data are ``templates/framework/*.toml``; ``diagnosis.framework_files`` reads and checks them. Every text is bilingual and every entry
names the section of the paper (or the other source) that it rests on.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from diagnosis.text import Text

TypeId = Literal["basic", "strategic", "frontier"]
TYPE_IDS: tuple[TypeId, ...] = ("basic", "strategic", "frontier")
Basis = Literal["published", "practice", "target", "design"]
BASES: tuple[Basis, ...] = get_args(Basis)
FIELDS_CRITERION = "fields"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusterType:
    """One of the three cluster types."""

    id: TypeId
    name: Text
    short: Text
    description: Text
    source: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class ScaleStep:
    """What a rating of 0..4 means in general."""

    value: int
    name: Text
    meaning: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Horizon:
    """When an action falls due: ``years`` (first, last) after the survey, or a calendar year."""

    id: str
    name: Text
    span: Text
    years: tuple[int, int] | None
    until: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """An industry field, the type it points to, its GB/T 4754 prefixes and its wider field."""

    id: str
    name: Text
    type: TypeId
    divisions: tuple[str, ...]
    parent: str | None
    source: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """A criterion of the classification; ``descriptors`` by type (empty for the computed criterion ``fields``)."""

    id: str
    name: Text
    weight: float
    descriptors: Mapping[TypeId, Text]
    source: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Norm:
    """What a value is compared with: one ``value`` or rising ``bands``, with its source and the kind of basis it has.

    ``background``: it only helps to read a value, and nothing is reached or missed; ``note`` says why. ``classes``: what the bands mean,
    from below the first to above the last.
    """

    value: float | None
    bands: tuple[float, ...]
    note: Text | None
    source: Text
    basis: Basis
    background: bool = False
    classes: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """An indicator. ``direction``: "+" more is better, "-" less is better, "~" read in context.

    ``limits``: all that its value is held against: its norm, and the thresholds of the items that listen to it.
    """

    id: str
    name: Text
    short: Text
    group: str
    unit: str
    unit_text: Text
    kind: Literal["computed", "entered", "rated"]
    direction: Literal["+", "-", "~"]
    formula: Text | None
    note: Text | None
    norm: Norm | None
    ask: Text
    plausible: tuple[float, float] | None
    decimals: int
    limits: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """A threshold rule: the level is the number of ``thresholds`` (mildest first) that the value passes by ``op``."""

    indicator: str
    op: Literal["<", ">"]
    thresholds: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A checklist item, named by its problem; ``state`` is the good state that is rated, ``anchors`` the scale in its own terms."""

    id: str
    name: Text
    short: Text
    state: Text
    anchors: Mapping[int, Text]
    ask: Text
    meaning: Text
    types: tuple[TypeId, ...]
    element: str
    weight: int
    signals: tuple[Signal, ...]
    signal_fields: tuple[str, ...]
    service: str | None
    paths: tuple[str, ...]
    source: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Direction:
    """A construction path: the paper's heading that actions stand under. ``type`` may be "all"."""

    id: str
    name: Text
    lead: Text
    type: TypeId | Literal["all"]
    source: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """An action. ``types``: the cluster types it may be recommended to; ``fields``: only for these fields (empty: for all)."""

    id: str
    name: Text
    how: Text
    first_step: Text
    direction: str
    types: tuple[TypeId, ...]
    fields: tuple[str, ...]
    who: tuple[Text, ...]
    horizon: str
    kpi: tuple[str, ...]
    source: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """The paper's direction for a type, which the report always opens the paths with."""

    text: Text
    source: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Practice:
    """An international practice (section 2 of the paper) and the items it speaks to."""

    id: str
    name: Text
    place: Text
    facts: Text
    lesson: Text
    type: TypeId | Literal["all"]
    items: tuple[str, ...]
    source: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """A part of the support system."""

    id: str
    name: Text
    short: Text
    description: Text
    source: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Feature:
    """One of the four features of an advanced manufacturing cluster; ``rated``: it has a rating of its own."""

    id: str
    name: Text
    short: Text
    description: Text
    rated: bool
    elements: tuple[str, ...]
    source: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """One of the paper's examples, with the fields and items it speaks to."""

    id: str
    text: Text
    fields: tuple[str, ...]
    items: tuple[str, ...]
    source: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferenceCluster:
    """One of the 25 winners of the national finals."""

    id: str
    name: Text
    area: Text
    province: Text
    region: str
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Framework:
    """The whole framework; maps keep the order of the files, which decides ties."""

    id: str
    version: str
    name: Text
    citation: Text
    reference: Text
    types: Mapping[str, ClusterType]
    scale: tuple[ScaleStep, ...]
    levels: Mapping[str, Text]
    services: Mapping[str, Text]
    horizons: Mapping[str, Horizon]
    fields: Mapping[str, Field]
    criteria: Mapping[str, Criterion]
    groups: Mapping[str, Text]
    indicators: Mapping[str, Indicator]
    items: Mapping[str, Item]
    directions: Mapping[str, Direction]
    actions: Mapping[str, Action]
    openings: Mapping[str, Opening]
    practices: Mapping[str, Practice]
    elements: Mapping[str, Element]
    features: Mapping[str, Feature]
    examples: Mapping[str, Example]
    reference_clusters: Mapping[str, ReferenceCluster]

    @property
    def stage_criteria(self) -> tuple[Criterion, ...]:
        """The criteria that are answered: all but ``fields``."""
        return tuple(criterion for criterion in self.criteria.values() if criterion.id != FIELDS_CRITERION)

    def with_parents(self, fields: tuple[str, ...]) -> frozenset[str]:
        """These fields and the wider fields they belong to."""
        parents = (self.fields[field].parent for field in fields)
        return frozenset(fields) | {parent for parent in parents if parent is not None}

    def items_for(self, type_id: TypeId) -> tuple[Item, ...]:
        """The core items of a type, in the file's order."""
        return tuple(item for item in self.items.values() if type_id in item.types)
