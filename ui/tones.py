"""The colours in their two sets, light and dark. ``tone`` is the set in force; read it when painting, never earlier."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from types import MappingProxyType

Levels = Mapping[int | None, str]


@dataclass(slots=True, kw_only=True, eq=False, repr=False)
class Tones:
    """One set. Text on its ground has a contrast of 4.5:1 or more; only ``faint`` (disabled) has less.

    ``level_fill``: gap levels 0..3 as the fill of a mark, ``level_ink`` the same as text on ``panel``; ``None`` is unknown.
    ``check``: the icon of a ticked box, on ``accent``.
    ``pieces``: neighbours in a stacked bar, with ``panel`` as the ink of their numbers.
    """

    ink: str
    muted: str
    faint: str
    hairline: str
    border: str  # around what can be typed in: a hairline that stays visible
    ground: str
    panel: str
    accent: str
    accent_soft: str
    accent_dark: str  # pressed and hovered
    danger: str
    danger_soft: str
    caution: str
    level_fill: Levels
    level_ink: Levels
    pieces: tuple[str, str]
    check: str


LIGHT = Tones(
    ink="#1f2937",
    muted="#6b7280",
    faint="#a3a9b3",
    hairline="#e2e5ea",
    border="#c9ced6",
    ground="#f6f7f9",
    panel="#ffffff",
    accent="#1f5f8b",
    accent_soft="#e8f0f6",
    accent_dark="#174a6d",
    danger="#b3372f",
    danger_soft="#fbeeed",
    caution="#8a5a0b",
    level_fill=MappingProxyType({0: "#9bb7a4", 1: "#e3c770", 2: "#d98b3f", 3: "#b3372f", None: "#d5d9df"}),
    level_ink=MappingProxyType({0: "#3f6b4f", 1: "#7a5f10", 2: "#9a5414", 3: "#b3372f", None: "#6b7280"}),
    pieces=("#1f5f8b", "#4a7fa5"),
    check="check-on-light",
)
DARK = Tones(
    ink="#e3e7ed",
    muted="#9aa4b2",
    faint="#667080",
    hairline="#2d343e",
    border="#465060",
    ground="#15191f",
    panel="#1c2129",
    accent="#74b3dd",
    accent_soft="#21374a",
    accent_dark="#9ccbec",
    danger="#ee8079",
    danger_soft="#3b2123",
    caution="#dcae57",
    level_fill=MappingProxyType({0: "#5f8a6d", 1: "#c2a44a", 2: "#d08437", 3: "#d9574e", None: "#464e5a"}),
    level_ink=MappingProxyType({0: "#8fc3a0", 1: "#dcc272", 2: "#e8a263", 3: "#f08a83", None: "#9aa4b2"}),
    pieces=("#74b3dd", "#5a93ba"),
    check="check-on-dark",
)
tone = replace(LIGHT)


def put_on(wanted: Tones) -> None:
    """Make ``tone`` the wanted set."""
    for each in fields(Tones):
        setattr(tone, each.name, getattr(wanted, each.name))
