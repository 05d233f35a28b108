"""Small cells: what rests on fewer than three firms, or nearly on one, is not shown, nor what would give it away."""

from collections.abc import Sequence
from dataclasses import replace

from diagnosis.compare import positive
from diagnosis.result import Diagnosis, Figure, Shares, SignalReading
from diagnosis.shares import match_field, with_revenue
from diagnosis.survey import Survey
from reports.few import LEAST, SQUARED, dominated, few, largest
from reports.tally import by_size, size_of

# What is computed of firms; the other formulas count links of the chain, co-operations, technologies.
OF_FIRMS = frozenset(
    {"cr4", "cr8", "hhi", "mean-firm-revenue", "sme-share", "product-homogeneity", "rd-intensity", "rd-unit-share", "invention-patents"}
    | {"little-giants", "champions", "isolated-share"}
)
OF_REVENUE = frozenset({"cr4", "cr8", "hhi", "mean-firm-revenue", "rd-intensity"})
OF_ALL = frozenset({"mean-firm-revenue", "cr4"})  # the first says what all revenue is, the second may say how much of the output it is
FIRST = {"cr4": 4, "cr8": 8}
RATIOS = {"rd-intensity": ("rd_spend", "revenue"), "invention-patents": ("invention_patents", "employees")}


def without_small_cells(diagnosis: Diagnosis) -> tuple[Diagnosis, tuple[str, ...]]:
    """The diagnosis without the figures and field shares that rest on too few firms, and the ids of these indicators."""
    shares = _shares(diagnosis)
    fewer = {"leading-industry-share"} if len(shares.of) < len(diagnosis.shares.of) else set()
    small = {id_ for id_, figure in diagnosis.figures.items() if _small(diagnosis, figure)} | fewer
    if _tells(with_revenue(diagnosis.survey, "revenue")):
        small |= OF_REVENUE
    if _tells(_beside_the_classes(diagnosis.survey)):  # all revenue but that of the table of sizes
        small |= OF_ALL
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
        large = next(row for row in by_size(diagnosis.survey) if row.size == "large")
        return large.telling or few(computed.contributed)
    counted = id_ in {"little-giants", "champions"} and 0 < computed.value < LEAST
    return counted or computed.contributed < LEAST or _told_by_parts(diagnosis.survey, id_)


def _told_by_parts(survey: Survey, id_: str) -> bool:
    """Whether a value tells of single firms by what it is made of: the largest and the rest, squares, what is above a fraction's line."""
    if id_ in RATIOS:
        above, below = RATIOS[id_]
        pairs = zip(survey.firms.column(above), survey.firms.column(below), strict=True)
        return _tells([float(part) for part, whole in pairs if positive(part) and positive(whole)])
    revenues = sorted(with_revenue(survey, "revenue"), reverse=True)
    if id_ == "hhi":
        squares = [revenue**2 for revenue in revenues]
        return dominated(sum(squares), largest(squares), SQUARED)
    first = FIRST.get(id_)
    return first is not None and (_tells(revenues[:first]) or _tells(revenues[first:]))


def _beside_the_classes(survey: Survey) -> list[float]:
    """The revenues of the firms that no size class has: their employees are not known."""
    pairs = zip(survey.firms.column("employees"), survey.firms.column("revenue"), strict=True)
    return [revenue for employees, revenue in pairs if revenue is not None and positive(revenue) and size_of(employees, revenue) is None]


def _tells(amounts: Sequence[float]) -> bool:
    """Whether the sum of these tells of single firms; a sum of nothing does not."""
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
    revenues: dict[str | None, list[float]] = {}
    for code, revenue in zip(with_revenue(diagnosis.survey, "gbt4754"), with_revenue(diagnosis.survey, "revenue"), strict=True):
        field = match_field(code, fields)
        revenues.setdefault(field.id if field is not None else None, []).append(revenue)
    told = sorted((id_ for id_ in shares.of if not _tells(revenues[id_])), key=lambda id_: shares.of[id_])
    rest = [revenue for id_, amounts in revenues.items() if id_ not in told for revenue in amounts]
    while told and _tells(rest):  # what is left over would tell of them
        rest += revenues[told.pop(0)]
    return replace(shares, of={id_: part for id_, part in shares.of.items() if id_ in told})
