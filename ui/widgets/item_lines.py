"""The items of the checklist as its list and its table show them, and which of them are picked."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from db.browse import Entry
from diagnosis.fieldtypes import NA, Value
from diagnosis.framework import Item
from diagnosis.result import Assessment
from ui.widgets.marks import Level
from ui.widgets.wording import Words, level_of

ALL, UNRATED, CONFLICTS, GAPS = "all", "unrated", "conflicts", "gaps"
SHORT_BOARDS = (2, 3)  # the levels that are gaps to be told first


@dataclass(frozen=True, slots=True)
class Line:
    """One item: its name, its level, its rating as stored and as shown, and the word for a conflict with the figures, if there is one.

    ``figures``: what the figures say in brief; ``counts``: whether any of them does. ``names``: what a search looks through.
    """

    id: str
    name: str
    level: Level
    word: str
    rating: str
    conflict: str = ""
    score: Value = None
    rated: bool = False
    evidence: Value = None
    draft: str | None = None
    figures: str = ""
    counts: bool = False
    names: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """An element with its items."""

    name: str
    lines: tuple[Line, ...]


def is_rated(answers: Mapping[str, Value]) -> bool:
    """Whether a rating is in effect: "not applicable" is so together with its reason only."""
    score, reason = answers.get("score"), answers.get("reason")
    return score is not None and (score != NA or bool(str(reason or "").strip()))


def line_of(item: Item, entry: Entry, found: Assessment | None, said: Words) -> Line:
    """An item with its rating's answers and its assessment; one that is not of the type in effect has none."""
    score = entry.answers.get("score")
    rating = said.dash if score is None else "N" if score == NA else str(score)
    level = None if found is None else level_of(found)
    readings = () if found is None else tuple(reading for reading in found.signals if reading.value is not None)
    return Line(
        id=item.id,
        name=said.of(item.short),
        level=level,
        word=said.level(level) if found else "",
        rating=rating,
        conflict=said.say("checklist.conflict-word") if found is not None and found.state == "conflict" else "",
        score=score,
        rated=is_rated(entry.answers),
        evidence=entry.answers.get("evidence"),
        draft=entry.drafts.get("evidence"),
        figures=said.clauses(said.reading(reading) for reading in readings),
        counts=any(reading.speaks for reading in readings),
        names=f"{item.short.zh}\n{item.short.en}\n{item.name.zh}\n{item.name.en}".casefold(),
    )


_PICKS: Mapping[str, Callable[[Line], bool]] = {
    ALL: lambda _line: True,
    UNRATED: lambda line: not line.rated,
    CONFLICTS: lambda line: bool(line.conflict),
    GAPS: lambda line: line.level in SHORT_BOARDS,
}


def picked(lines: Iterable[Line], state: str, search: str) -> list[Line]:
    """Those in this state with these words in their names."""
    return [line for line in lines if _PICKS[state](line) and all(word.casefold() in line.names for word in search.split())]
