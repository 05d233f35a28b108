"""What a search brings: hits in groups, the group with the best hit first."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from db.search import SEARCHED, Hits
from diagnosis.framework import Framework
from diagnosis.matching import BEGINS, ELSEWHERE, INITIALS_BEGIN, INSIDE, rank, words
from diagnosis.questionnaire import Questionnaire
from diagnosis.text import Text
from ui.search.catalogue import Entry, Lead, RowOf, told

FEW, MANY = 4, 100  # hits of a group shown at first, and when it is opened
OF_LISTS = tuple(SEARCHED)
KINDS = ("step", "cluster", *OF_LISTS, "indicator", "item", "criterion", "field", "action", "command", "help")
AT_FIRST = {"step": 10, "cluster": 5}
ROW_RANKS = (BEGINS, INSIDE, INITIALS_BEGIN, ELSEWHERE)  # of db.search, in the terms of the other hits
EVIDENCE = "ratings"


@dataclass(frozen=True, slots=True)
class Found:
    """One hit: its title, a line below it, where it leads in words, and where."""

    title: Text
    below: str
    where: Text
    lead: Lead


@dataclass(frozen=True, slots=True)
class Group:
    """The best hits of a kind, and how many there are in all. ``rank``: how good its best one is, 0 the best."""

    kind: str
    name: Text
    hits: tuple[Found, ...]
    total: int
    rank: float


def wanted_kinds(typed: str, opened: str | None) -> Mapping[str, int]:
    """How many hits of each kind are wanted: a few of all, or many of the one opened; before anything is typed, where one may go."""
    if not words(typed):
        return AT_FIRST
    return dict.fromkeys(KINDS, FEW) if opened is None else {opened: MANY}


def of_catalogue(entries: Iterable[Entry], typed: str, most: Mapping[str, int], *, rounds: bool) -> list[Group]:
    """The groups of a catalogue; ``rounds``: whether a round is open."""
    wanted = words(typed)
    found: dict[str, list[tuple[int, Entry]]] = {}
    for entry in entries:
        if entry.kind in most and (rounds or not entry.rounds) and (place := rank(entry.name, wanted)) is not None:
            found.setdefault(entry.kind, []).append((place, entry))
    return [_group(kind, hits, most[kind], max(len(wanted), 1)) for kind, hits in found.items()]


def _group(kind: str, hits: list[tuple[int, Entry]], most: int, count: int) -> Group:
    best = sorted(hits, key=lambda hit: hit[0])
    told_hits = tuple(Found(entry.title, "", entry.where, entry.lead) for _, entry in best[:most])
    return Group(kind, told(f"kind-{kind}"), told_hits, len(hits), best[0][0] / count)


def of_lists(found: Sequence[Hits], asked: Questionnaire, framework: Framework) -> list[Group]:
    """The rows that were found."""
    groups = []
    for hits in found:
        part = asked.parts[hits.part]
        step = next(each.name for each in asked.steps if each.id == part.step)
        rows = tuple(
            Found(_title(hits.part, row.title, framework), row.excerpt, step, RowOf(hits.part, row.row_id, row.column)) for row in hits.rows
        )
        name = told("kind-evidence") if hits.part == EVIDENCE else part.name
        groups.append(Group(hits.part, name, rows, hits.total, ROW_RANKS[hits.rank]))
    return groups


def _title(part: str, title: str, framework: Framework) -> Text:
    if part == EVIDENCE and title in framework.items:
        return framework.items[title].short
    return Text(title, title) if title else told("unnamed")


def in_order(groups: Iterable[Group]) -> tuple[Group, ...]:
    """The best first; equally good ones in the order of the program."""
    return tuple(sorted(groups, key=lambda group: (group.rank, KINDS.index(group.kind))))
