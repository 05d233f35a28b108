"""What the survey's lists give: one formula for each computed indicator (rules.md, Survey values).

A formula is ``None`` where the survey does not hold what it needs; whether its figure may speak is for ``diagnosis.speaking``.
"""

import statistics
from collections import Counter
from collections.abc import Callable, Mapping
from functools import partial

from diagnosis.compare import at_least, positive
from diagnosis.result import Computed, Shares
from diagnosis.shares import industry_code, with_revenue
from diagnosis.survey import ChainLink, Enterprise, Survey
from diagnosis.text import fold

ABOVE_SCALE = 2000.0  # 万元 of revenue: 规模以上工业企业, National Bureau of Statistics, since 2011
LARGE_EMPLOYEES, LARGE_REVENUE = 1000, 40000.0  # persons and 万元: 统计上大中小微型企业划分办法 (2017), industry
COOPERATING_ROLES = ("leader", "key", "supporting")
CONTROL = {"self": 100.0, "partial": 50.0, "imported": 0.0}
SERVICES = 6  # the public services that are asked for


def computed_values(survey: Survey, shares: Shares) -> dict[str, Computed]:
    """indicator id -> its computed value, for every formula that has what it needs."""
    found = {id_: formula(survey) for id_, formula in FORMULAS.items()}
    found["leading-industry-share"] = _leading_industry(survey, shares)
    return {id_: value for id_, value in found.items() if value is not None}


# --- firms ------------------------------------------------------------------------------------------------------------


def above_scale(firms: tuple[Enterprise, ...]) -> list[Enterprise]:
    """Firms with revenue of at least 20 million yuan."""
    return [firm for firm in firms if firm.revenue is not None and at_least(firm.revenue, ABOVE_SCALE)]


def _concentration(count: int, survey: Survey) -> Computed | None:
    revenues = sorted((revenue for _, revenue in with_revenue(survey.enterprises)), reverse=True)
    if len(revenues) < count:
        return None
    value = 100 * sum(revenues[:count]) / sum(revenues)
    return Computed(value=value, contributed=len(revenues), listed=len(survey.enterprises))


def _hhi(survey: Survey) -> Computed | None:
    revenues = [revenue for _, revenue in with_revenue(survey.enterprises)]
    if not revenues:
        return None
    total = sum(revenues)
    value = sum((100 * revenue / total) ** 2 for revenue in revenues)
    return Computed(value=value, contributed=len(revenues), listed=len(survey.enterprises))


def _mean_revenue(survey: Survey) -> Computed | None:
    revenues = [revenue for _, revenue in with_revenue(survey.enterprises)]
    if not revenues:
        return None
    return Computed(value=statistics.fmean(revenues), contributed=len(revenues), listed=len(survey.enterprises))


def _sme_share(survey: Survey) -> Computed | None:
    firms = [(firm, revenue) for firm, revenue in with_revenue(survey.enterprises) if positive(firm.employees)]
    if not firms:
        return None
    large = sum(revenue for firm, revenue in firms if (firm.employees or 0) >= LARGE_EMPLOYEES and at_least(revenue, LARGE_REVENUE))
    value = 100 * (1 - large / sum(revenue for _, revenue in firms))
    return Computed(value=value, contributed=len(firms), listed=len(survey.enterprises))


def _leading_industry(survey: Survey, shares: Shares) -> Computed | None:
    if not shares.of:
        return None
    value = 100 * max(shares.of.values())
    if shares.origin == "entered":
        listed = [row for row in survey.fields if row.id is not None]
        used = [row for row in listed if positive(row.share)]
        return Computed(value=value, contributed=len(used), listed=len(listed))
    coded = [firm for firm, _ in with_revenue(survey.enterprises) if industry_code(firm.gbt4754)]
    return Computed(value=value, contributed=len(coded), listed=len(survey.enterprises))


def _homogeneity(survey: Survey) -> Computed | None:
    products = main_products(survey)
    if len(products) < 10:
        return None
    value = sum((count / len(products)) ** 2 for count in Counter(products).values())
    return Computed(value=value, contributed=len(products), listed=len(survey.enterprises))


def main_products(survey: Survey) -> list[str]:
    """The main product of each firm that named one, folded."""
    return [product for firm in survey.enterprises if (product := fold(firm.main_product or ""))]


def _rd_intensity(survey: Survey) -> Computed | None:
    firms = [(revenue, firm.rd_spend) for firm, revenue in with_revenue(survey.enterprises) if firm.rd_spend is not None]
    if not firms:
        return None
    value = 100 * sum(spend for _, spend in firms) / sum(revenue for revenue, _ in firms)
    return Computed(value=value, contributed=len(firms), listed=len(survey.enterprises))


def _rd_units(survey: Survey) -> Computed | None:
    firms = above_scale(survey.enterprises)
    answers = [firm.has_rd_unit for firm in firms if firm.has_rd_unit is not None]
    if not answers:
        return None
    return Computed(
        value=100 * sum(answers) / len(answers),
        contributed=len(answers),
        listed=len(survey.enterprises),
        eligible=len(firms),
    )


def _patents(survey: Survey) -> Computed | None:
    firms = [
        (firm.invention_patents, firm.employees)
        for firm in survey.enterprises
        if firm.invention_patents is not None and firm.employees is not None and positive(firm.employees)
    ]
    if not firms:
        return None
    value = 10000 * sum(patents for patents, _ in firms) / sum(employees for _, employees in firms)
    return Computed(value=value, contributed=len(firms), listed=len(survey.enterprises))


def _honoured(honour: str, survey: Survey) -> Computed | None:
    known = [firm.honours for firm in survey.enterprises if firm.honours is not None]
    if not known:
        return None
    value = sum(honour in honours for honours in known)
    return Computed(value=value, contributed=len(known), listed=len(survey.enterprises))


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
    firms = [firm for firm in survey.enterprises if firm.role in COOPERATING_ROLES]
    linked = partners(survey)
    return _asked_share(survey, firms, lambda firm: fold(firm.name or "") not in linked)


def _research_links(survey: Survey) -> Computed | None:
    institutions = {fold(institution.name) for institution in survey.institutions if institution.name}
    linked = partners(survey)
    return _asked_share(
        survey,
        above_scale(survey.enterprises),
        lambda firm: bool(linked.get(fold(firm.name or ""), set()) & institutions),
    )


def _asked_share(survey: Survey, firms: list[Enterprise], counts: Callable[[Enterprise], bool]) -> Computed | None:
    """Those that count / those asked about their co-operation, %; at least five asked."""
    asked = [firm for firm in firms if firm.links_answered]
    if len(asked) < 5:
        return None
    return Computed(
        value=100 * sum(map(counts, asked)) / len(asked),
        contributed=len(asked),
        listed=len(survey.enterprises),
        eligible=len(firms),
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
