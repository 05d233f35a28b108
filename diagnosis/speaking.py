"""When a computed figure may speak as a signal (rules.md, "When a figure may speak"). An entered value always may."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from diagnosis.compare import above, at_least, positive
from diagnosis.result import Computed, Reason
from diagnosis.survey import Survey
from diagnosis.text import fold

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
    """What a condition may look at: the survey and the latest entered output (亿元)."""

    survey: Survey
    output: float | None


Condition = Callable[[Computed, Facts], Reason | None]


def why_not(indicator: str, computed: Computed, facts: Facts) -> Reason | None:
    """The first condition of the indicator that does not hold; ``None`` when the figure may speak."""
    for condition in CONDITIONS.get(indicator, ()):
        reason = condition(computed, facts)
        if reason is not None:
            return reason
    return None


def _counts(computed: Computed) -> dict[str, object]:
    return {"contributed": computed.contributed, "listed": computed.of}


def _enough_firms(computed: Computed, facts: Facts) -> Reason | None:
    del facts
    if computed.contributed < MIN_FIRMS:
        return Reason("too-few-firms", _counts(computed))
    return Reason("low-coverage", _counts(computed)) if 2 * computed.contributed < computed.of else None


def _half_asked(computed: Computed, facts: Facts) -> Reason | None:
    del facts
    return Reason("too-few-asked", _counts(computed)) if 2 * computed.contributed < computed.of else None


def _roster_stands_for_cluster(computed: Computed, facts: Facts) -> Reason | None:
    del computed
    if facts.output is None or not positive(facts.output):
        return Reason("no-output", {})
    revenue = sum(firm.revenue for firm in facts.survey.enterprises if firm.revenue is not None and positive(firm.revenue))
    share = revenue / (facts.output * YUAN_100M_IN_10K)
    return None if at_least(share, ROSTER_SHARE) else Reason("roster-too-small", {"share": f"{100 * share:.1f}"})


def _products_alike(computed: Computed, facts: Facts) -> Reason | None:
    distinct = len({fold(firm.main_product or "") for firm in facts.survey.enterprises} - {""})
    if above(distinct, computed.contributed / 3):
        return Reason("products-too-diverse", {"contributed": computed.contributed, "distinct": distinct})
    return None


def _declared(part: str, code: str) -> Condition:
    def condition(computed: Computed, facts: Facts) -> Reason | None:
        del computed
        return None if facts.survey.complete.get(part) else Reason(code, {})

    return condition


_CHAIN = _declared("chain", "chain-not-complete")
_PLATFORMS = _declared("platforms", "platforms-not-complete")

CONDITIONS: Mapping[str, tuple[Condition, ...]] = {
    "cr4": (_enough_firms, _roster_stands_for_cluster),
    "rd-intensity": (_enough_firms,),
    "rd-unit-share": (_enough_firms,),
    "invention-patents": (_enough_firms,),
    "product-homogeneity": (_enough_firms, _products_alike),
    "isolated-share": (_half_asked,),
    "iur-rate": (_half_asked,),
    "chain-completeness": (_CHAIN,),
    "pilot-platforms": (_PLATFORMS,),
    "topic-duplication": (_PLATFORMS,),
    **dict.fromkeys(PARTIAL_LISTS, (_CHAIN,)),
}
