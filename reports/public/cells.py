"""Small cells: what rests on fewer than three firms, or nearly on one, is not shown, nor what would give it away."""

from collections.abc import Sequence
from dataclasses import replace

from diagnosis.result import Diagnosis, Figure, Shares, SignalReading
from diagnosis.shares import match_field, with_revenue
from reports.few import LEAST, dominated, few, largest
from reports.tally import by_size

# What is computed of firms; the other formulas count links of the chain, co-operations, technologies.
OF_FIRMS = frozenset(
    {"cr4", "cr8", "hhi", "mean-firm-revenue", "sme-share", "product-homogeneity", "rd-intensity", "rd-unit-share", "invention-patents"}
    | {"little-giants", "champions", "isolated-share"}
)
OF_REVENUE = frozenset({"cr4", "cr8", "hhi", "mean-firm-revenue", "rd-intensity"})
FIRST = {"cr4": 4, "cr8": 8}


def without_small_cells(diagnosis: Diagnosis) -> tuple[Diagnosis, tuple[str, ...]]:
    """The diagnosis without the figures and field shares that rest on too few firms, and the ids of these indicators."""
    shares = _shares(diagnosis)
    fewer = {"leading-industry-share"} if len(shares.of) < len(diagnosis.shares.of) else set()
    small = {id_ for id_, figure in diagnosis.figures.items() if _small(diagnosis, figure)} | fewer
    if _tells(with_revenue(diagnosis.survey, "revenue")):
        small |= OF_REVENUE
    hidden = {id_ for id_, figure in diagnosis.figures.items() if id_ in small and figure.origin == "computed"}
    figures = {id_: _entered_alone(figure) if id_ in small else figure for id_, figure in diagnosis.figures.items() if id_ not in hidden}
    items = tuple(replace(item, signals=tuple(_reading(each, hidden) for each in item.signals)) for item in diagnosis.items)
    return replace(diagnosis, shares=shares, figures=figures, items=items), tuple(sorted(hidden))


def _small(diagnosis: Diagnosis, figure: Figure) -> bool:
    """Whether a computed figure rests on too few firms, counts too few, or leaves too few beside it: their part would be the rest."""
    computed, id_ = figure.computed, figure.indicator.id
    if computed is None or id_ not in OF_FIRMS:
        return False
    if id_ == "sme-share":
        large = next(row.firms for row in by_size(diagnosis.survey) if row.size == "large")
        return few(large) or few(computed.contributed)
    counted = id_ in {"little-giants", "champions"} and 0 < computed.value < LEAST
    return counted or computed.contributed < LEAST or few(computed.contributed - FIRST.get(id_, 0))


def _tells(amounts: Sequence[float]) -> bool:
    """Whether the sum of these tells of single firms."""
    return few(len(amounts)) or dominated(sum(amounts), largest(amounts))


def _entered_alone(figure: Figure) -> Figure:
    """An entered figure without the computed one beside it."""
    return replace(figure, computed=None, differs=False)


def _reading(reading: SignalReading, hidden: set[str]) -> SignalReading:
    return replace(reading, value=None, level=None) if reading.indicator in hidden else reading


def _shares(diagnosis: Diagnosis) -> Shares:
    """The field shares worked out of the roster, those that tell of single firms left out."""
    shares = diagnosis.shares
    if shares.origin != "roster":
        return shares
    fields = diagnosis.framework.fields
    revenues: dict[str, list[float]] = {}
    for code, revenue in zip(with_revenue(diagnosis.survey, "gbt4754"), with_revenue(diagnosis.survey, "revenue"), strict=True):
        if (field := match_field(code, fields)) is not None:
            revenues.setdefault(field.id, []).append(revenue)
    return replace(shares, of={id_: part for id_, part in shares.of.items() if not _tells(revenues[id_])})
