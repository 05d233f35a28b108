"""A Word chart as a value: its kind, its data, and how each series looks. ``reports.native.specs`` makes them of ``reports.chart``."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["bars", "stacked", "line", "radar", "scatter"]
Symbol = Literal["none", "circle", "diamond", "dash", "square", "triangle"]
LabelPlace = Literal["", "outEnd", "ctr", "t", "r", "l", "b"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """Fill, line and marker, colours as RRGGBB; ``""`` is none. ``hatched``: the fill is hatched on white, so that it holds in grey print.

    ``line``: width in points. ``open``: the marker is white inside.
    """

    fill: str = ""
    hatched: bool = False
    edge: str = ""
    line: float = 0.75
    dashed: bool = False
    symbol: Symbol = "none"
    size: int = 6
    open: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """A column of the data: ``x`` only for scatter. ``at``: points that look otherwise.

    ``labels``: words at points, by place; where, says ``label_place``, but below those of ``below``.
    """

    name: str
    values: tuple[float | None, ...]
    look: Look
    x: tuple[float, ...] = ()
    labels: Mapping[int, str] = field(default_factory=dict)
    label_place: LabelPlace = ""
    label_ink: str = ""
    below: frozenset[int] = frozenset()
    at: Mapping[int, Look] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """The axis of the values; ``None``: as Word finds best. ``crosses``: the value at which the axis of the categories stands."""

    low: float | None = None
    high: float | None = None
    step: float | None = None
    form: str = "General"
    title: str = ""
    shown: bool = True
    crosses: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Spec:
    """A chart of its own size: ``width`` as a part of the text's, ``height`` in inches. ``head``: of the column of categories.

    ``overlap`` and ``gap`` of bars in percent. ``sheet``: of the workbook with the data.
    """

    kind: Kind
    head: str
    series: tuple[Series, ...]
    categories: tuple[str, ...] = ()
    values: Scale = Scale()
    across: Scale = Scale()  # of the x values of a scatter
    title: str = ""
    legend: bool = False
    overlap: int = 0
    gap: int = 60
    height: float = 3.0
    width: float = 1.0
