"""The firms by size class as chapter and chart show them: every class, or for the public no class of fewer than three firms."""

from dataclasses import dataclass

from reports.context import Context
from reports.tally import by_size, merged


@dataclass(frozen=True, slots=True)
class SizeLine:
    """A class, or several: its name, firms, revenue (万元) and employees."""

    name: str
    firms: int
    revenue: float
    employees: int


def size_lines(context: Context) -> tuple[SizeLine, ...]:
    """The classes, largest first; all four of them, but for the public only those that have enough firms, alone or together."""
    rows = by_size(context.diagnosis.survey)
    groups = merged(rows) if context.public else tuple(((row.size,), row) for row in rows)
    named = ((context.join(context.say(f"size.{size}") for size in sizes), row) for sizes, row in groups)
    return tuple(SizeLine(context.sentence(name.lower()), row.firms, row.revenue, row.employees) for name, row in named)
