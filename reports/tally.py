"""Counts that a chapter and a chart both show, taken from the survey's lists as they stand. Nothing here judges."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from diagnosis.compare import positive
from diagnosis.indicators import partners
from diagnosis.questionnaire import questionnaire
from diagnosis.survey import Enterprise, Survey
from diagnosis.text import Text, fold
from reports.chart import NodeKind

Size = Literal["large", "medium", "small", "micro"]
# 统计上大中小微型企业划分办法 (2017), industry: least employees and least revenue (万元); a firm needs both.
SIZES: tuple[tuple[Size, int, float], ...] = (("large", 1000, 40000.0), ("medium", 300, 2000.0), ("small", 20, 300.0), ("micro", 0, 0.0))
CORE_KINDS = ("parts", "materials", "inspection", "processes", "software")


def size_of(firm: Enterprise) -> Size | None:
    """The size class of a firm; ``None`` where revenue or employees are not known."""
    if not (positive(firm.revenue) and positive(firm.employees)) or firm.employees is None or firm.revenue is None:
        return None
    return next(size for size, employees, revenue in SIZES if firm.employees >= employees and firm.revenue >= revenue)


@dataclass(frozen=True, slots=True)
class SizeRow:
    """A size class: its firms, their revenue (万元) and employees."""

    size: Size
    firms: int
    revenue: float
    employees: int


def by_size(survey: Survey) -> tuple[SizeRow, ...]:
    """The firms that can be classed, by class, largest class first; classes without firms are there with zero."""
    rows = []
    for size, *_ in SIZES:
        firms = [firm for firm in survey.enterprises if size_of(firm) == size]
        rows.append(SizeRow(size, len(firms), sum(firm.revenue or 0 for firm in firms), sum(firm.employees or 0 for firm in firms)))
    return tuple(rows)


def revenue_curve(survey: Survey) -> tuple[float, ...]:
    """Cumulative share (%) of the firms with revenue, largest first."""
    revenues = sorted((firm.revenue for firm in survey.enterprises if firm.revenue is not None and positive(firm.revenue)), reverse=True)
    total, running, curve = sum(revenues), 0.0, []
    for revenue in revenues:
        running += revenue
        curve.append(100 * running / total)
    return tuple(curve)


def choices(part: str, field: str) -> Mapping[str, Text]:
    """The names of a choice field's ids."""
    found: Mapping[str, Text] = getattr(questionnaire().parts[part].question(field).type, "choices", {})
    return found


def counted(part: str, field: str, values: list[str | None]) -> tuple[tuple[str | None, int], ...]:
    """Values and how often they stand there, in the questionnaire's order, blanks last."""
    counts = Counter(values)
    order = [*choices(part, field), None]
    return tuple((value, counts[value]) for value in order if counts[value])


@dataclass(frozen=True, slots=True)
class Graph:
    """The co-operation network: actors (name, kind) by number of partners, distinct pairs by kind, and partners of each actor."""

    actors: tuple[tuple[str, NodeKind], ...]
    edges: tuple[tuple[int, int, str], ...]
    partners: tuple[int, ...]

    @property
    def pairs(self) -> int:
        """Distinct pairs that work together."""
        return len({(a, b) for a, b, _ in self.edges})


def graph(survey: Survey) -> Graph:
    """Actors that stand in a co-operation with another, best linked first; a link to oneself does not count."""
    with_whom = partners(survey)
    order = sorted(with_whom, key=lambda key: (-len(with_whom[key]), key))
    place = {key: n for n, key in enumerate(order)}
    written: dict[str, str] = {}
    edges: set[tuple[int, int, str]] = set()
    for link in survey.links:
        ends = [(fold(end or ""), (end or "").strip()) for end in (link.from_, link.to)]
        if all(key in place for key, _ in ends) and ends[0][0] != ends[1][0]:
            for key, name in ends:
                written.setdefault(key, name)
            a, b = sorted(place[key] for key, _ in ends)
            edges.add((a, b, link.kind or ""))
    kinds = _kinds(survey)
    return Graph(
        actors=tuple((written[key], kinds.get(key, "other")) for key in order),
        edges=tuple(sorted(edges)),
        partners=tuple(len(with_whom[key]) for key in order),
    )


def _kinds(survey: Survey) -> dict[str, NodeKind]:
    """What kind of actor a folded name is; a name on two lists counts as the first of them."""
    found: dict[str, NodeKind] = {}
    lists: tuple[tuple[NodeKind, list[str | None]], ...] = (
        ("firm", [row.name for row in survey.enterprises]),
        ("institution", [row.name for row in survey.institutions]),
        ("platform", [row.name for row in survey.platforms]),
        ("organisation", [row.name for row in survey.organisations]),
    )
    for kind, names in lists:
        for name in names:
            if name and fold(name):
                found.setdefault(fold(name), kind)
    return found
