"""What the survey's lists give: one formula for each computed indicator (rules.md, Survey values).

A formula is ``None`` where the survey does not hold what it needs; whether its figure may speak is for ``diagnosis.speaking``.
"""

import statistics
from collections import Counter
from collections.abc import Callable, Generator, Mapping
from functools import partial
from typing import TYPE_CHECKING

from diagnosis.compare import LEAST_POSITIVE, least, positive
from diagnosis.result import Computed, Shares
from diagnosis.shares import earning, industry_code, with_revenue
from diagnosis.survey import ChainLink, Survey
from diagnosis.text import fold

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Rows = NDArray[np.bool_]  # which of the firms

ABOVE_SCALE = 2000.0  # 万元 of revenue: 规模以上工业企业, National Bureau of Statistics, since 2011
LARGE_EMPLOYEES, LARGE_REVENUE = 1000, 40000.0  # persons and 万元: 统计上大中小微型企业划分办法 (2017), industry
COOPERATING_ROLES = ("leader", "key", "supporting")
CONTROL = {"self": 100.0, "partial": 50.0, "imported": 0.0}
SERVICES = 6  # the public services that are asked for


def computed_values(survey: Survey, shares: Shares) -> Generator[None, None, dict[str, Computed]]:
    """indicator id -> its computed value, for every formula that has what it needs; one formula a step."""
    found: dict[str, Computed | None] = {}
    for id_, formula in FORMULAS.items():
        found[id_] = formula(survey)
        yield
    found["leading-industry-share"] = _leading_industry(survey, shares)
    return {id_: value for id_, value in found.items() if value is not None}


# --- firms ------------------------------------------------------------------------------------------------------------


def above_scale(survey: Survey) -> "Rows":
    """Which firms have revenue of at least 20 million yuan."""
    return survey.firms.numbers("revenue") >= least(ABOVE_SCALE)


def _number_of(rows: "Rows") -> int:
    return int(rows.sum())


def _concentration(count: int, survey: Survey) -> Computed | None:
    revenues = sorted(with_revenue(survey, "revenue"), reverse=True)
    if len(revenues) < count:
        return None
    value = 100 * sum(revenues[:count]) / sum(revenues)
    return Computed(value=value, contributed=len(revenues), listed=len(survey.firms))


def _hhi(survey: Survey) -> Computed | None:
    revenues = with_revenue(survey, "revenue")
    if not revenues:
        return None
    total = sum(revenues)
    value = sum((100 * revenue / total) ** 2 for revenue in revenues)
    return Computed(value=value, contributed=len(revenues), listed=len(survey.firms))


def _mean_revenue(survey: Survey) -> Computed | None:
    revenues = with_revenue(survey, "revenue")
    if not revenues:
        return None
    return Computed(value=statistics.fmean(revenues), contributed=len(revenues), listed=len(survey.firms))


def _sme_share(survey: Survey) -> Computed | None:
    firms, employees = survey.firms, survey.firms.numbers("employees")
    known = earning(survey) & (employees >= LEAST_POSITIVE)
    if not known.any():
        return None
    large = known & (employees >= LARGE_EMPLOYEES) & (firms.numbers("revenue") >= least(LARGE_REVENUE))
    value = 100 * (1 - sum(firms.where(large, "revenue")) / sum(firms.where(known, "revenue")))
    return Computed(value=value, contributed=_number_of(known), listed=len(firms))


def _leading_industry(survey: Survey, shares: Shares) -> Computed | None:
    if not shares.of:
        return None
    value = 100 * max(shares.of.values())
    if shares.origin == "entered":
        listed = [row for row in survey.fields if row.id is not None]
        used = [row for row in listed if positive(row.share)]
        return Computed(value=value, contributed=len(used), listed=len(listed))
    coded = sum(count for code, count in Counter(with_revenue(survey, "gbt4754")).items() if industry_code(code))
    return Computed(value=value, contributed=coded, listed=len(survey.firms))


def _homogeneity(survey: Survey) -> Computed | None:
    products = main_products(survey)
    named = products.total()
    if named < 10:
        return None
    value = sum((count / named) ** 2 for count in products.values())
    return Computed(value=value, contributed=named, listed=len(survey.firms))


def main_products(survey: Survey) -> Counter[str]:
    """Main product, folded -> how many firms named it."""
    found: Counter[str] = Counter()
    for product, count in Counter(survey.firms.column("main_product")).items():
        if name := fold(product or ""):
            found[name] += count
    return found


def _rd_intensity(survey: Survey) -> Computed | None:
    firms = survey.firms
    known = earning(survey) & ~firms.unanswered("rd_spend")
    if not known.any():
        return None
    value = 100 * sum(firms.where(known, "rd_spend")) / sum(firms.where(known, "revenue"))
    return Computed(value=value, contributed=_number_of(known), listed=len(firms))


def _rd_units(survey: Survey) -> Computed | None:
    firms, large = survey.firms, above_scale(survey)
    answers = firms.where(large & ~firms.unanswered("has_rd_unit"), "has_rd_unit")
    if not answers:
        return None
    return Computed(
        value=100 * sum(answers) / len(answers),
        contributed=len(answers),
        listed=len(firms),
        eligible=_number_of(large),
    )


def _patents(survey: Survey) -> Computed | None:
    firms = survey.firms
    known = (firms.numbers("employees") >= LEAST_POSITIVE) & ~firms.unanswered("invention_patents")
    if not known.any():
        return None
    value = 10000 * sum(firms.where(known, "invention_patents")) / sum(firms.where(known, "employees"))
    return Computed(value=value, contributed=_number_of(known), listed=len(firms))


def _honoured(honour: str, survey: Survey) -> Computed | None:
    known = [honours for honours in survey.firms.column("honours") if honours is not None]
    if not known:
        return None
    value = sum(honour in honours for honours in known)
    return Computed(value=value, contributed=len(known), listed=len(survey.firms))


# --- chain ------------------------------------------------------------------------------------------------------------


def _completeness(survey: Survey) -> Computed | None:
    known = [link.present for link in survey.chain if link.present is not None]
    if not known:
        return None
    return Computed(value=100 * sum(known) / len(known), contributed=len(known), listed=len(survey.chain))


def _self_supply(kind: str, survey: Survey) -> Computed | None:
    links = [link for link in survey.chain if link.kind == kind]
    known = [(link.importance or 1, CONTROL[link.control]) for link in links if link.control is not None]
    if not known:
        return None
    value = sum(importance * control for importance, control in known) / sum(importance for importance, _ in known)
    return Computed(value=value, contributed=len(known), listed=len(survey.chain), eligible=len(links))


def is_choke_point(link: ChainLink) -> bool:
    """A critical link whose control is imported."""
    return link.control == "imported" and link.importance == 3


def _choke_points(survey: Survey) -> Computed | None:
    known = [link for link in survey.chain if link.control is not None]
    if not known:
        return None
    return Computed(value=sum(map(is_choke_point, known)), contributed=len(known), listed=len(survey.chain))


# --- network ----------------------------------------------------------------------------------------------------------


def cooperation_pairs(survey: Survey) -> list[tuple[str, str]]:
    """Both ends (folded) of every link that has two different ends, one entry a row."""
    ends = [(fold(link.from_ or ""), fold(link.to or "")) for link in survey.links]
    return [(a, b) for a, b in ends if a and b and a != b]


def partners(survey: Survey) -> dict[str, set[str]]:
    """actor -> those it works with; names folded."""
    found: dict[str, set[str]] = {}
    for a, b in cooperation_pairs(survey):
        found.setdefault(a, set()).add(b)
        found.setdefault(b, set()).add(a)
    return found


def _density(survey: Survey) -> Computed | None:
    pairs = cooperation_pairs(survey)
    actors = {name for pair in pairs for name in pair}
    if len(actors) < 2:
        return None
    possible = len(actors) * (len(actors) - 1) / 2
    return Computed(value=len({frozenset(pair) for pair in pairs}) / possible, contributed=len(pairs), listed=len(survey.links))


def _isolated(survey: Survey) -> Computed | None:
    cooperating = survey.firms.among("role", COOPERATING_ROLES)
    linked = partners(survey)
    return _asked_share(survey, cooperating, lambda name: fold(name or "") not in linked)


def _research_links(survey: Survey) -> Computed | None:
    institutions = {fold(institution.name) for institution in survey.institutions if institution.name}
    linked = {name for name, others in partners(survey).items() if others & institutions}
    return _asked_share(survey, above_scale(survey), lambda name: fold(name or "") in linked)


def _asked_share(survey: Survey, firms: "Rows", counts: Callable[[str | None], bool]) -> Computed | None:
    """Those whose name counts / those asked about their co-operation, %; at least five asked."""
    asked = survey.firms.where(firms & (survey.firms.numbers("links_answered") == 1), "name")
    if len(asked) < 5:
        return None
    return Computed(
        value=100 * sum(map(counts, asked)) / len(asked),
        contributed=len(asked),
        listed=len(survey.firms),
        eligible=_number_of(firms),
    )


# --- institutions, environment, frontier ------------------------------------------------------------------------------


def _institutions(survey: Survey) -> Computed | None:
    count = len(survey.institutions)
    return Computed(value=count, contributed=count, listed=count) if count or survey.complete.get("institutions") else None


def _platforms(attribute: str, wanted: str, survey: Survey) -> Computed | None:
    if not survey.platforms and not survey.complete.get("platforms"):
        return None
    values = [getattr(platform, attribute) for platform in survey.platforms]
    known = [value for value in values if value is not None]
    return Computed(value=known.count(wanted), contributed=len(known), listed=len(values))


def _topics(survey: Survey) -> Computed | None:
    topics = [topic for platform in survey.platforms if (topic := fold(platform.topic or ""))]
    if len(topics) < 2:
        return None
    return Computed(value=len(topics) / len(set(topics)), contributed=len(topics), listed=len(survey.platforms))


def _services(survey: Survey) -> Computed | None:
    answers = list(survey.services.values())
    if len(answers) < 3:
        return None
    return Computed(value=100 * sum(answers) / len(answers), contributed=len(answers), listed=SERVICES)


def _readiness(survey: Survey) -> Computed | None:
    levels = [technology.trl for technology in survey.technologies if technology.trl is not None]
    if not levels:
        return None
    return Computed(value=statistics.median(levels), contributed=len(levels), listed=len(survey.technologies))


def _growth(survey: Survey) -> Computed | None:
    """Compound growth between the first and the last year with an output above 0; the last row of a year counts."""
    by_year = {row.year: row.value for row in survey.indicators if row.id == "output" and row.value is not None and row.year is not None}
    years = sorted(year for year, value in by_year.items() if positive(value))
    if len(years) < 2:
        return None
    first, last = years[0], years[-1]
    value = 100 * ((by_year[last] / by_year[first]) ** (1 / (last - first)) - 1)
    return Computed(value=value, contributed=len(years), listed=len(by_year), year=last)


FORMULAS: Mapping[str, Callable[[Survey], Computed | None]] = {
    "output-growth": _growth,
    "cr4": partial(_concentration, 4),
    "cr8": partial(_concentration, 8),
    "hhi": _hhi,
    "mean-firm-revenue": _mean_revenue,
    "sme-share": _sme_share,
    "product-homogeneity": _homogeneity,
    "rd-intensity": _rd_intensity,
    "rd-unit-share": _rd_units,
    "invention-patents": _patents,
    "little-giants": partial(_honoured, "little-giant"),
    "champions": partial(_honoured, "champion"),
    "chain-completeness": _completeness,
    "self-supply-parts": partial(_self_supply, "parts"),
    "self-supply-materials": partial(_self_supply, "materials"),
    "self-supply-inspection": partial(_self_supply, "inspection"),
    "self-supply-processes": partial(_self_supply, "processes"),
    "self-supply-software": partial(_self_supply, "software"),
    "choke-points": _choke_points,
    "network-density": _density,
    "isolated-share": _isolated,
    "iur-rate": _research_links,
    "institutions": _institutions,
    "national-platforms": partial(_platforms, "level", "national"),
    "pilot-platforms": partial(_platforms, "kind", "pilot"),
    "topic-duplication": _topics,
    "service-coverage": _services,
    "trl-median": _readiness,
}
