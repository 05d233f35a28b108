"""When a computed figure may speak as a signal (rules.md, "When a figure may speak"). An entered value always may."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from diagnosis.compare import DECIMALS, at_least, positive
from diagnosis.indicators import main_products
from diagnosis.result import Computed, Reason
from diagnosis.shares import with_revenue
from diagnosis.survey import Survey

MIN_FIRMS = 10
ROSTER_SHARE = 0.6  # the roster's revenue / the cluster's output, for the leaders' weight to mean anything
YUAN_100M_IN_10K = 10000  # 亿元 -> 万元
PARTIAL_LISTS = frozenset(
    {
        "self-supply-parts",
        "self-supply-materials",
        "self-supply-inspection",
        "self-supply-processes",
        "self-supply-software",
    }
)  # a partial list can show a short board, never its absence


@dataclass(frozen=True, slots=True)
class Facts:
    """What a condition may look at: the computed value, the survey and the latest entered output (亿元)."""

    computed: Computed
    survey: Survey
    output: float | None


Condition = Callable[[Facts], Reason | None]


def why_not(indicator: str, facts: Facts) -> Reason | None:
    """The first condition of the indicator that does not hold; ``None`` when the figure may speak."""
    reasons = (condition(facts) for condition in CONDITIONS.get(indicator, ()))
    return next((reason for reason in reasons if reason is not None), None)


def _counts(computed: Computed) -> dict[str, object]:
    return {"contributed": computed.contributed, "listed": computed.of}


def _under_half(computed: Computed) -> bool:
    return 2 * computed.contributed < computed.of


def half_known(computed: Computed) -> Reason | None:
    """Why a value of the roster does not stand for it: fewer than half of the firms have the data."""
    return Reason("low-coverage", _counts(computed)) if _under_half(computed) else None


def enough_firms(computed: Computed) -> Reason | None:
    """Why a value of the roster does not stand for it: a handful of firms have the data, or fewer than half."""
    return Reason("too-few-firms", _counts(computed)) if computed.contributed < MIN_FIRMS else half_known(computed)


def platforms_declared(survey: Survey) -> Reason | None:
    """Why a count of platforms is a lower bound: their list is not declared complete."""
    return None if survey.complete.get("platforms") else Reason("platforms-not-complete", {})


def _enough_firms(facts: Facts) -> Reason | None:
    return enough_firms(facts.computed)


def _platforms(facts: Facts) -> Reason | None:
    return platforms_declared(facts.survey)


def _half_asked(facts: Facts) -> Reason | None:
    return Reason("too-few-asked", _counts(facts.computed)) if _under_half(facts.computed) else None


def _roster_stands_for_cluster(facts: Facts) -> Reason | None:
    if facts.output is None or not positive(facts.output):
        return Reason("no-output", {})
    revenue = sum(with_revenue(facts.survey, "revenue"))
    share = revenue / (facts.output * YUAN_100M_IN_10K)
    return None if at_least(share, ROSTER_SHARE) else Reason("roster-too-small", {"share": _told_below(100 * share, 100 * ROSTER_SHARE)})


def _told_below(value: float, limit: float) -> str:
    """A number below a limit, with as many decimals as it takes to be told from it: 59.97, and not 60.0."""
    told = (f"{value:.{decimals}f}" for decimals in range(1, DECIMALS))
    return next((text for text in told if float(text) < limit), repr(value))


def _products_alike(facts: Facts) -> Reason | None:
    contributed, distinct = facts.computed.contributed, len(main_products(facts.survey))
    if 3 * distinct > contributed:
        return Reason("products-too-diverse", {"contributed": contributed, "distinct": distinct})
    return None


def _declared(part: str, code: str) -> Condition:
    return lambda facts: None if facts.survey.complete.get(part) else Reason(code, {})


_CHAIN = _declared("chain", "chain-not-complete")

CONDITIONS: Mapping[str, tuple[Condition, ...]] = {
    "cr4": (_enough_firms, _roster_stands_for_cluster),
    "rd-intensity": (_enough_firms,),
    "rd-unit-share": (_enough_firms,),
    "invention-patents": (_enough_firms,),
    "product-homogeneity": (_enough_firms, _products_alike),
    "isolated-share": (_half_asked,),
    "iur-rate": (_half_asked,),
    "chain-completeness": (_CHAIN,),
    "pilot-platforms": (_platforms,),
    "topic-duplication": (_platforms,),
    **dict.fromkeys(PARTIAL_LISTS, (_CHAIN,)),
}
