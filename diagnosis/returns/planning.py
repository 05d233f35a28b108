"""What reading returns would change: firms as a roster's, other rows and records beside them, and where somebody has to decide."""

from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from diagnosis.progress import Progress
from diagnosis.returns.filled import Answers, Return
from diagnosis.returns.firms import places, roster_of
from diagnosis.returns.lists import Further, KnownParts, Place, compare
from diagnosis.roster.choosing import replan
from diagnosis.roster.judging import Judged, Known, judge
from diagnosis.roster.planning import Choice, Decisions, Plan, Side, plan

OWN = ("links", "technologies")  # lists in which a firm writes about itself
FROM = "from"


@dataclass(frozen=True, slots=True)
class KnownRound:
    """All that a round holds before returns are read into it."""

    firms: Known
    parts: KnownParts


@dataclass(frozen=True, slots=True, kw_only=True)
class Collected:
    """``plan``: of the firms; ``further``: all else; ``waiting``: returns whose rows wait with their firm, by number."""

    returns: Sequence[Return]
    known: KnownRound
    plan: Plan
    further: Further
    waiting: frozenset[int]
    sides: Mapping[Place, Side] = field(default_factory=dict)


def collect(returns: Sequence[Return], known: KnownRound, source: str, decisions: Decisions) -> Generator[Progress, None, Collected]:
    """Compares and plans. ``source``: what the file or folder is called."""
    reading = roster_of(returns, source)
    judged: Judged = yield from judge(reading, known.firms)
    return _collected(returns, known, plan(reading, known.firms, judged, decisions), {})


def decide(found: Collected, decisions: Decisions, sides: Mapping[Place, Side]) -> Collected:
    """The same returns with other decisions; ``sides``: about rows and records that are no firms."""
    return _collected(found.returns, found.known, replan(found.plan, decisions), sides)


def _collected(returns: Sequence[Return], known: KnownRound, firms: Plan, sides: Mapping[Place, Side]) -> Collected:
    first = {number: place for place, (number, row) in enumerate(places(returns)) if row == 0}
    left_out = {"held", "refused"}
    waiting = {n for n, found in enumerate(returns) if found.own and (n not in first or firms.outcomes[first[n]] in left_out)}
    taken = {n: _about_itself(found, first, n, firms) for n, found in enumerate(returns) if n not in waiting}
    further = compare(taken, known.parts, sides, firms.decisions.conflicts)
    return Collected(returns=returns, known=known, plan=firms, further=further, waiting=frozenset(waiting), sides=sides)


def _about_itself(found: Return, first: Mapping[int, int], number: int, firms: Plan) -> Return:
    """A firm's own co-operation begins at the firm, by the name that it has in the list."""
    if not found.own or "links" not in found.rows:
        return found
    name = name_in_list(firms, first[number])
    links: list[Answers] = [{**row, FROM: name} for row in found.rows["links"]]
    return replace(found, rows={**found.rows, "links": links})


def name_in_list(firms: Plan, place: int) -> str | None:
    """What the firm of a row will be called."""
    reason = firms.judged.reasons.get(place)
    if firms.outcomes[place] == "merged" and reason is not None and reason.row is not None:
        return name_in_list(firms, reason.row)
    at = firms.judged.matches.get(place, reason.known if reason is not None and firms.outcomes[place] == "merged" else None)
    own = firms.reading.answers["name"][place]
    if at is None:
        name = firms.patches.get(place, {}).get("name", own)
    else:
        ours = firms.known.answers["name"][at]
        name = firms.updates.get(firms.known.ids[at], {}).get("name", own if ours is None else ours)
    return name if isinstance(name, str) else None


__all__ = ["Choice", "Collected", "Decisions", "KnownRound", "Side", "collect", "decide", "name_in_list"]
