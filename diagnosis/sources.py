"""The rows of the survey that a figure or the field shares rest on: where to look when a number is doubted."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from diagnosis.compare import LEAST_POSITIVE, positive
from diagnosis.framework import Framework
from diagnosis.indicators import COOPERATING_ROLES, above_scale
from diagnosis.result import Diagnosis, Figure, Shares
from diagnosis.shares import earning, industry_code, match_field, with_revenue
from diagnosis.survey import ChainLink, Cooperation, Survey
from diagnosis.text import fold
from diagnosis.years import by_year

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Which = NDArray[np.bool_]  # of the firms

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
    by_code: dict[str, list[float]] = {}
    for text, revenue in zip(with_revenue(survey, "gbt4754"), with_revenue(survey, "revenue"), strict=True):
        by_code.setdefault(text or "", []).append(revenue)
    found: dict[str | None, dict[str, list[float]]] = {}
    for text, revenues in by_code.items():
        field = match_field(text, framework.fields)
        codes = found.setdefault(None if field is None else field.id, {})
        codes.setdefault(industry_code(text), []).extend(revenues)
    entries = [_field_revenue(field, codes) for field, codes in found.items()]
    return tuple(sorted(entries, key=lambda entry: (entry.field is None, -entry.revenue)))


def _field_revenue(field: str | None, codes: Mapping[str, Sequence[float]]) -> FieldRevenue:
    ordered = sorted((code for code in codes if code), key=lambda code: -sum(codes[code]))
    revenues = [revenue for of_code in codes.values() for revenue in of_code]
    return FieldRevenue(field=field, firms=len(revenues), revenue=sum(revenues), codes=tuple(ordered))


# ---- the lists


def _rows(
    part: str, fields: tuple[str, ...], rows: Sequence[R], counts: Callable[[R], bool], telling: Callable[[R], float | None] | None = None
) -> Rows:
    """The rows that count; the most ``telling`` first, else in their order."""
    found = [(number, row) for number, row in enumerate(rows) if counts(row)]
    if telling is not None:
        found.sort(key=lambda entry: -(telling(entry[1]) or 0.0))
    return Rows(part=part, fields=fields, rows=tuple(number for number, _ in found))


def _firms(fields: tuple[str, ...], counts: "Callable[[Survey], Which]", telling: str, survey: Survey) -> Rows:
    """The firms that count, those first of which the number ``telling`` is the largest."""
    import numpy as np

    rows = np.flatnonzero(counts(survey))
    numbers = np.nan_to_num(survey.firms.numbers(telling)[rows])
    return Rows(part="enterprises", fields=("name", *fields), rows=tuple(rows[np.argsort(-numbers, kind="stable")].tolist()))


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


def _answered(name: str, survey: Survey) -> "Which":
    return ~survey.firms.unanswered(name)


def _known(name: str, is_known: Callable[[object], bool], survey: Survey) -> "Which":
    """In which firms an answer that is no number is known."""
    import numpy as np

    return np.array([is_known(value) for value in survey.firms.column(name)], dtype=np.bool_)


def _employing(survey: Survey) -> "Which":
    return survey.firms.numbers("employees") >= LEAST_POSITIVE


def _asked(survey: Survey) -> "Which":
    answered: Which = survey.firms.numbers("links_answered") == 1
    return answered


def _has_code(value: object) -> bool:
    return isinstance(value, str) and bool(industry_code(value))


def _has_name(value: object) -> bool:
    return isinstance(value, str) and bool(fold(value))


def _joins_two(link: Cooperation) -> bool:
    ends = fold(link.from_ or ""), fold(link.to or "")
    return bool(ends[0]) and bool(ends[1]) and ends[0] != ends[1]


_BY_REVENUE = partial(_firms, ("revenue",), earning, "revenue")
_HONOURS = partial(_firms, ("honours",), partial(_known, "honours", lambda value: value is not None), "revenue")
_SOURCES: Mapping[str, Callable[[Survey], Rows]] = {
    **dict.fromkeys(("cr4", "cr8", "hhi", "mean-firm-revenue"), _BY_REVENUE),
    "sme-share": partial(_firms, ("revenue", "employees"), lambda survey: earning(survey) & _employing(survey), "revenue"),
    "leading-industry-share": partial(
        _firms, ("gbt4754", "revenue"), lambda survey: earning(survey) & _known("gbt4754", _has_code, survey), "revenue"
    ),
    "product-homogeneity": partial(_firms, ("main_product",), partial(_known, "main_product", _has_name), "revenue"),
    "rd-intensity": partial(_firms, ("revenue", "rd_spend"), lambda survey: earning(survey) & _answered("rd_spend", survey), "revenue"),
    "rd-unit-share": partial(
        _firms, ("has_rd_unit", "revenue"), lambda survey: above_scale(survey) & _answered("has_rd_unit", survey), "revenue"
    ),
    "invention-patents": partial(
        _firms, ("invention_patents", "employees"), lambda survey: _employing(survey) & _answered("invention_patents", survey), "employees"
    ),
    "little-giants": _HONOURS,
    "champions": _HONOURS,
    "isolated-share": partial(
        _firms, ("role", "links_answered"), lambda survey: survey.firms.among("role", COOPERATING_ROLES) & _asked(survey), "revenue"
    ),
    "iur-rate": partial(_firms, ("revenue", "links_answered"), lambda survey: above_scale(survey) & _asked(survey), "revenue"),
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
