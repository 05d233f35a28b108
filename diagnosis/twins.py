"""Firms that stand on the list twice: which rows are meant, what stands after joining them, and what somebody has to choose."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from diagnosis.fieldtypes import TextType, Value
from diagnosis.questionnaire import Part
from diagnosis.roster.names import plain

Answers = Mapping[str, Value]
NAME, CODE = "name", "uscc"


@dataclass(frozen=True, slots=True)
class Known:
    """A row as far as it tells firms apart."""

    row: int
    name: str | None
    code: str | None


@dataclass(frozen=True, slots=True)
class Joined:
    """What one row says for several. ``differing``: field -> the answers to choose from, each once, the first row's first."""

    answers: Answers
    differing: Mapping[str, Sequence[Value]]


def twins_of(firms: Iterable[Known]) -> list[tuple[int, ...]]:
    """Rows with the same credit code, or the same name however it is spaced and bracketed; in the order of the list."""
    first: dict[tuple[str, str], int] = {}  # what tells a firm -> the first place where it stands
    leader: list[int] = []  # place -> an earlier place of the same firm, or itself
    rows: list[int] = []
    for place, firm in enumerate(firms):
        rows.append(firm.row)
        leader.append(place)
        for key in _keys(firm):
            one, other = _lead(leader, first.setdefault(key, place)), _lead(leader, place)
            leader[max(one, other)] = min(one, other)
    groups: dict[int, list[int]] = {}
    for place, row in enumerate(rows):
        groups.setdefault(_lead(leader, place), []).append(row)
    return [tuple(group) for group in groups.values() if len(group) > 1]


def _lead(leader: list[int], place: int) -> int:
    while leader[place] != place:
        leader[place] = leader[leader[place]]  # in two lines: one would give the later place a leader of its own
        place = leader[place]
    return place


def _keys(firm: Known) -> Iterator[tuple[str, str]]:
    """What no two firms have in common."""
    for kind, text in ((NAME, plain(firm.name or "")), (CODE, (firm.code or "").strip().upper())):
        if text:
            yield kind, text


def joined(part: Part, rows: Sequence[Answers]) -> Joined:
    """Of every question the only answer there is; texts of several lines one after the other, lists of choices and names together."""
    answers: dict[str, Value] = {}
    differing: dict[str, Sequence[Value]] = {}
    for question in part.questions:
        given = list(_each([row.get(question.id) for row in rows]))
        whole = _together(given) if len(given) > 1 else next(iter(given), None)
        if len(given) > 1 and whole is None and isinstance(question.type, TextType) and question.type.lines:
            whole = "\n".join(str(text) for text in given if not any(text is not other and str(text) in str(other) for other in given))
        if whole is not None:
            answers[question.id] = whole
        elif given:
            answers[question.id], differing[question.id] = given[0], given
    return Joined(answers, differing)


def _each(values: Iterable[Value]) -> Iterator[Value]:
    """The answers given, each once."""
    seen: list[Value] = []
    for value in values:
        if value is not None and not any(value == other and isinstance(value, bool) == isinstance(other, bool) for other in seen):
            seen.append(value)
            yield value


def _together(values: Sequence[Value]) -> Value:
    """Lists with something in each of them as one list; ``None`` for what cannot be put together."""
    lists = [value for value in values if isinstance(value, tuple) and value]
    if len(lists) < len(values):
        return None
    return tuple(dict.fromkeys(str(each) for held in lists for each in held))
