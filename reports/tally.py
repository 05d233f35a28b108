"""Counts that a chapter and a chart both show, taken from the survey's lists as they stand. Nothing here judges."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from diagnosis.compare import positive
from diagnosis.indicators import partners
from diagnosis.questionnaire import questionnaire
from diagnosis.shares import with_revenue
from diagnosis.survey import Survey
from diagnosis.text import Text, fold
from reports.chart import NodeKind
from reports.few import dominated, few, largest

Size = Literal["large", "medium", "small", "micro"]
# 统计上大中小微型企业划分办法 (2017), industry: least employees and least revenue (万元); a firm needs both.
SIZES: tuple[tuple[Size, int, float], ...] = (("large", 1000, 40000.0), ("medium", 300, 2000.0), ("small", 20, 300.0), ("micro", 0, 0.0))
CORE_KINDS = ("parts", "materials", "inspection", "processes", "software")


def size_of(employees: int | None, revenue: float | None) -> Size | None:
    """The size class of a firm; ``None`` where revenue or employees are not known."""
    if not (positive(revenue) and positive(employees)) or employees is None or revenue is None:
        return None
    return next(size for size, least_employees, least_revenue in SIZES if employees >= least_employees and revenue >= least_revenue)


@dataclass(frozen=True, slots=True)
class SizeRow:
    """A size class: its firms, their revenue (万元) and employees, and of both the two largest."""

    size: Size
    firms: int
    revenue: float
    employees: int
    most: tuple[float, ...] = ()
    heads: tuple[float, ...] = ()

    @property
    def telling(self) -> bool:
        """Whether the row tells of single firms: there are too few, or one has nearly all of the revenue or of the employees."""
        return few(self.firms) or dominated(self.revenue, self.most) or dominated(self.employees, self.heads)


def by_size(survey: Survey) -> tuple[SizeRow, ...]:
    """The firms that can be classed, by class, largest class first; classes without firms are there with zero."""
    firms = list(zip(survey.firms.column("employees"), survey.firms.column("revenue"), strict=True))
    of_size: dict[Size | None, list[tuple[int, float]]] = {}
    for employees, revenue in firms:
        of_size.setdefault(size_of(employees, revenue), []).append((employees, revenue))
    return tuple(_size_row(size, of_size.get(size, [])) for size, *_ in SIZES)


def merged(rows: Sequence[SizeRow]) -> tuple[tuple[tuple[Size, ...], SizeRow], ...]:
    """Neighbouring classes with firms put together until none tells of single firms: (the classes, their sums), largest first."""
    groups = [([row.size], row) for row in rows if row.firms]
    while len(groups) > 1 and (at := next((n for n, (_, row) in enumerate(groups) if row.telling), None)) is not None:
        first = min(at, len(groups) - 2)
        (sizes, one), (more, other) = groups[first : first + 2]
        most, heads = largest((*one.most, *other.most)), largest((*one.heads, *other.heads))
        sums = SizeRow(one.size, one.firms + other.firms, one.revenue + other.revenue, one.employees + other.employees, most, heads)
        groups[first : first + 2] = [(sizes + more, sums)]
    return tuple((tuple(sizes), row) for sizes, row in groups if not row.telling)


def _size_row(size: Size, firms: Sequence[tuple[int, float]]) -> SizeRow:
    revenues, heads = [revenue for _, revenue in firms], [employees for employees, _ in firms]
    return SizeRow(size, len(firms), sum(revenues), sum(heads), largest(revenues), largest(heads))


def revenue_curve(survey: Survey) -> tuple[float, ...]:
    """Cumulative share (%) of the firms with revenue, largest first."""
    revenues = sorted(with_revenue(survey, "revenue"), reverse=True)
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
        ("firm", survey.firms.column("name")),
        ("institution", [row.name for row in survey.institutions]),
        ("platform", [row.name for row in survey.platforms]),
        ("organisation", [row.name for row in survey.organisations]),
    )
    for kind, names in lists:
        for name in names:
            if name and fold(name):
                found.setdefault(fold(name), kind)
    return found
