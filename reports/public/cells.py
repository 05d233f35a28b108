"""Small cells: what rests on fewer than three firms is not shown, nor what would give it away."""

from collections import Counter
from dataclasses import replace

from diagnosis.result import Diagnosis, Figure, Shares, SignalReading
from diagnosis.shares import match_field, with_revenue
from reports.few import LEAST, few
from reports.tally import by_size

# What is computed of firms; the other formulas count links of the chain, co-operations, technologies.
OF_FIRMS = frozenset(
    {"cr4", "cr8", "hhi", "mean-firm-revenue", "sme-share", "product-homogeneity", "rd-intensity", "rd-unit-share", "invention-patents"}
    | {"little-giants", "champions", "isolated-share"}
)
FIRST = {"cr4": 4, "cr8": 8}


def without_small_cells(diagnosis: Diagnosis) -> tuple[Diagnosis, tuple[str, ...]]:
    """The diagnosis without the figures and field shares that rest on too few firms, and the ids of these indicators."""
    shares = _shares(diagnosis)
    fewer = {"leading-industry-share"} if len(shares.of) < len(diagnosis.shares.of) else set()
    hidden = {
        id_ for id_, figure in diagnosis.figures.items() if figure.origin == "computed" and (id_ in fewer or _small(diagnosis, figure))
    }
    figures = {id_: _entered_alone(diagnosis, figure) for id_, figure in diagnosis.figures.items() if id_ not in hidden}
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


def _entered_alone(diagnosis: Diagnosis, figure: Figure) -> Figure:
    """An entered figure without the computed one beside it, where that is a small cell."""
    small = figure.origin == "entered" and _small(diagnosis, figure)
    return replace(figure, computed=None, differs=False) if small else figure


def _reading(reading: SignalReading, hidden: set[str]) -> SignalReading:
    return replace(reading, value=None, level=None) if reading.indicator in hidden else reading


def _shares(diagnosis: Diagnosis) -> Shares:
    """The field shares worked out of the roster, those of too few firms left out."""
    shares = diagnosis.shares
    if shares.origin != "roster":
        return shares
    fields = diagnosis.framework.fields
    matched = (match_field(code, fields) for code in with_revenue(diagnosis.survey, "gbt4754"))
    firms = Counter(field.id for field in matched if field is not None)
    return replace(shares, of={id_: part for id_, part in shares.of.items() if not few(firms[id_])})
