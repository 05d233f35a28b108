"""What a value rests on, and how far it bears to be read in the report.

The diagnosis decides which figures are signals (diagnosis/speaking.py). A norm that is only a background, and bands, are read in the report
alone: by the same measure, or a count of the few firms that answered would stand as the cluster's, and a blank as a zero.
"""

from diagnosis.result import Diagnosis, Figure, Reason
from diagnosis.speaking import PARTIAL_LISTS, enough_firms, half_known, platforms_declared
from reports.context import Context

CONCENTRATION = ("cr8", "hhi")  # they rest on the same revenues as CR4, and on the same doubts
AVERAGES = ("mean-firm-revenue", "sme-share")
HONOURS = ("little-giants", "champions")
PLATFORMS = ("national-platforms",)
# the rows behind a computed indicator, by its group or its own name: a key of [counted-rows], of one row of [counted-row]
ROWS = {
    "chain": "links",
    "network-density": "pairs",
    "institutions": "institutions",
    **dict.fromkeys(("national-platforms", "pilot-platforms", "topic-duplication"), "platforms"),
    "service-coverage": "services",
    "trl-median": "technologies",
}


def computed_from(context: Context, figure: Figure) -> str:
    """How many rows a computed value rests on, of those that could have counted; years and shares are no rows of a list."""
    computed, indicator = figure.computed, figure.indicator
    assert computed is not None
    if indicator.id == "output-growth":
        return context.say("computed-years", of=computed.contributed)
    if indicator.id == "leading-industry-share" and context.diagnosis.shares.origin == "entered":
        return context.say("computed-shares" if computed.contributed > 1 else "computed-share", of=computed.contributed)
    of = ROWS.get(indicator.id) or ROWS.get(indicator.group, "firms")
    rows = context.say(f"counted-rows.{of}" if computed.of > 1 else f"counted-row.{of}")
    whole = {1: "computed-one", 2: "computed-two"}.get(computed.of, "computed-all")
    key = whole if computed.contributed == computed.of else "computed-some" if computed.contributed else "computed-none"
    contributed = f"{computed.contributed}{rows[:1]}" if context.lang == "zh" else computed.contributed  # 3503家
    return context.say(key, contributed=contributed, of=computed.of, rows=rows)


def unread(diagnosis: Diagnosis, figure: Figure) -> Reason | None:
    """Why a figure is shown and not read: it may not speak, or it rests on too little; ``None`` when it may be read."""
    if figure.why_not is not None or figure.origin != "computed" or figure.computed is None:
        return figure.why_not
    key, computed = figure.indicator.id, figure.computed
    if key in CONCENTRATION:
        beside = diagnosis.figures.get("cr4")
        return beside.why_not if beside is not None and beside.origin == "computed" else enough_firms(computed)
    if key in AVERAGES:
        return enough_firms(computed)
    if key in HONOURS:
        return half_known(computed)
    return platforms_declared(diagnosis.survey) if key in PLATFORMS else None


def counts(reason: Reason) -> bool:
    """Whether a reason tells itself on how many rows a value rests."""
    return "contributed" in reason.facts and "listed" in reason.facts


def partial(figure: Figure) -> bool:
    """A partial chain can show that a key link is short, so those figures are not silenced altogether."""
    return figure.indicator.id in PARTIAL_LISTS


def reached(diagnosis: Diagnosis, figure: Figure) -> bool | None:
    """Whether a figure is on the good side of its norm; ``None`` where there is no good side, or it is not read."""
    return None if unread(diagnosis, figure) is not None else figure.reached
