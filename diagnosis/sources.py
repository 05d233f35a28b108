"""The rows of the survey that a figure or the field shares rest on: where to look when a number is doubted."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from diagnosis.compare import at_least, positive
from diagnosis.framework import Framework
from diagnosis.indicators import ABOVE_SCALE, COOPERATING_ROLES
from diagnosis.result import Diagnosis, Figure, Shares
from diagnosis.shares import industry_code, match_field
from diagnosis.survey import ChainLink, Cooperation, Enterprise, Survey
from diagnosis.text import fold
from diagnosis.years import by_year

R = TypeVar("R")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """``rows`` (indices from 0) of the list ``part`` that fed a figure, the most telling first, and the ``fields`` that it read of them."""

    part: str
    fields: tuple[str, ...]
    rows: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldRevenue:
    """The firms whose code belongs to a field (``None``: to none of them): how many, their revenue (万元), and the codes, largest first."""

    field: str | None
    firms: int
    revenue: float
    codes: tuple[str, ...]


def rows_behind(diagnosis: Diagnosis, figure: Figure) -> Rows | None:
    """What a figure was entered in, or computed from; ``None`` for a computed one that no list stands behind (public services)."""
    indicator, survey = figure.indicator.id, diagnosis.survey
    if figure.origin == "computed":
        return computed_from(indicator, survey, diagnosis.shares)
    years = by_year(survey.indicators, diagnosis.framework.indicators)[indicator]
    latest = [found.counting for found in years.values() if found.counting][-1]
    return Rows(part="indicators", fields=("year", "value", "source"), rows=latest)


def computed_from(indicator: str, survey: Survey, shares: Shares) -> Rows | None:
    """The rows that the lists hold for a computed indicator, also where an entered value beats it."""
    if indicator == "leading-industry-share" and shares.origin == "entered":
        return _rows(
            "fields", ("id", "share"), survey.fields, lambda row: row.id is not None and positive(row.share), lambda row: row.share
        )
    if indicator == "output-growth":
        return _output(survey)
    source = _SOURCES.get(indicator)
    return None if source is None else source(survey)


def field_revenues(survey: Survey, framework: Framework) -> tuple[FieldRevenue, ...]:
    """The roster's revenue by field, as the shares are worked out where none are entered: largest first, at the end what no field takes."""
    found: dict[str | None, list[tuple[float, str]]] = {}
    for firm in survey.enterprises:
        if firm.revenue is not None and positive(firm.revenue):
            field = match_field(firm.gbt4754, framework.fields)
            found.setdefault(None if field is None else field.id, []).append((firm.revenue, industry_code(firm.gbt4754)))
    entries = [_field_revenue(field, firms) for field, firms in found.items()]
    return tuple(sorted(entries, key=lambda entry: (entry.field is None, -entry.revenue)))


def _field_revenue(field: str | None, firms: Sequence[tuple[float, str]]) -> FieldRevenue:
    by_code: dict[str, float] = {}
    for revenue, code in firms:
        if code:
            by_code[code] = by_code.get(code, 0.0) + revenue
    codes = sorted(by_code, key=lambda code: -by_code[code])
    return FieldRevenue(field=field, firms=len(firms), revenue=sum(revenue for revenue, _ in firms), codes=tuple(codes))


# ---- the lists


def _rows(
    part: str, fields: tuple[str, ...], rows: Sequence[R], counts: Callable[[R], bool], telling: Callable[[R], float | None] | None = None
) -> Rows:
    """The rows that count; the most ``telling`` first, else in their order."""
    found = [(number, row) for number, row in enumerate(rows) if counts(row)]
    if telling is not None:
        found.sort(key=lambda entry: -(telling(entry[1]) or 0.0))
    return Rows(part=part, fields=fields, rows=tuple(number for number, _ in found))


def _firms(
    fields: tuple[str, ...], counts: Callable[[Enterprise], bool], telling: Callable[[Enterprise], float | None] | None = None
) -> Callable[[Survey], Rows]:
    return lambda survey: _rows("enterprises", ("name", *fields), survey.enterprises, counts, telling)


def _links(kind: str) -> Callable[[Survey], Rows]:
    def counts(link: ChainLink) -> bool:
        return link.kind == kind and link.control is not None

    return lambda survey: _rows("chain", ("name", "control", "importance"), survey.chain, counts, lambda link: link.importance)


def _output(survey: Survey) -> Rows:
    """The last row of each year with an output above 0: the first and the last of them make the growth."""
    last = {
        row.year: number
        for number, row in enumerate(survey.indicators)
        if row.id == "output" and row.value is not None and row.year is not None
    }
    rows = [last[year] for year in sorted(last) if positive(survey.indicators[last[year]].value)]
    return Rows(part="indicators", fields=("year", "value", "source"), rows=tuple(rows))


def _has_revenue(firm: Enterprise) -> bool:
    return positive(firm.revenue)


def _revenue(firm: Enterprise) -> float | None:
    return firm.revenue


def _is_above_scale(firm: Enterprise) -> bool:
    return firm.revenue is not None and at_least(firm.revenue, ABOVE_SCALE)


def _joins_two(link: Cooperation) -> bool:
    ends = fold(link.from_ or ""), fold(link.to or "")
    return bool(ends[0]) and bool(ends[1]) and ends[0] != ends[1]


_BY_REVENUE = _firms(("revenue",), _has_revenue, _revenue)
_HONOURS = _firms(("honours",), lambda firm: firm.honours is not None, lambda firm: len(firm.honours or ()))
_SOURCES: Mapping[str, Callable[[Survey], Rows]] = {
    **dict.fromkeys(("cr4", "cr8", "hhi", "mean-firm-revenue"), _BY_REVENUE),
    "sme-share": _firms(("revenue", "employees"), lambda firm: _has_revenue(firm) and positive(firm.employees), _revenue),
    "leading-industry-share": _firms(
        ("gbt4754", "revenue"), lambda firm: _has_revenue(firm) and bool(industry_code(firm.gbt4754)), _revenue
    ),
    "product-homogeneity": _firms(("main_product",), lambda firm: bool(fold(firm.main_product or ""))),
    "rd-intensity": _firms(("revenue", "rd_spend"), lambda firm: _has_revenue(firm) and firm.rd_spend is not None, _revenue),
    "rd-unit-share": _firms(("has_rd_unit", "revenue"), lambda firm: _is_above_scale(firm) and firm.has_rd_unit is not None, _revenue),
    "invention-patents": _firms(
        ("invention_patents", "employees"),
        lambda firm: firm.invention_patents is not None and positive(firm.employees),
        lambda firm: firm.employees,
    ),
    "little-giants": _HONOURS,
    "champions": _HONOURS,
    "isolated-share": _firms(("role", "links_answered"), lambda firm: firm.role in COOPERATING_ROLES and bool(firm.links_answered)),
    "iur-rate": _firms(("revenue", "links_answered"), lambda firm: _is_above_scale(firm) and bool(firm.links_answered), _revenue),
    "chain-completeness": lambda survey: _rows("chain", ("name", "present"), survey.chain, lambda link: link.present is not None),
    **{f"self-supply-{kind}": _links(kind) for kind in ("parts", "materials", "inspection", "processes", "software")},
    "choke-points": lambda survey: _rows(
        "chain", ("name", "control", "importance"), survey.chain, lambda link: link.control is not None, lambda link: link.importance
    ),
    "network-density": lambda survey: _rows("links", ("from", "to", "kind"), survey.links, _joins_two),
    "institutions": lambda survey: _rows("institutions", ("name", "kind"), survey.institutions, lambda _row: True),
    "national-platforms": lambda survey: _rows("platforms", ("name", "level"), survey.platforms, lambda row: row.level is not None),
    "pilot-platforms": lambda survey: _rows("platforms", ("name", "kind"), survey.platforms, lambda row: row.kind is not None),
    "topic-duplication": lambda survey: _rows("platforms", ("name", "topic"), survey.platforms, lambda row: bool(fold(row.topic or ""))),
    "trl-median": lambda survey: _rows(
        "technologies", ("name", "trl"), survey.technologies, lambda row: row.trl is not None, lambda row: row.trl
    ),
}
