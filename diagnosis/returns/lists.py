"""What returns bring besides firms: rows of other lists, found by what tells them from others, and answers of records.

A row is the same one where its telling answers are the same; the second such row of one return is another one. So a return that is
read again finds all its rows, and two rows that a visit has entered twice stay two.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from diagnosis.fieldtypes import Value
from diagnosis.framework_files import load_framework
from diagnosis.questionnaire import Question, questionnaire
from diagnosis.returns.filled import FIRMS, Answers, Return, Wrong
from diagnosis.roster.judging import is_same
from diagnosis.roster.names import plain
from diagnosis.roster.planning import Side
from diagnosis.survey import LISTS
from diagnosis.text import fold

# What tells rows apart; a list that is not named here, and ratings of several respondents, by all their answers.
KEYS: Mapping[str, tuple[str, ...]] = {
    "fields": ("id",),
    "indicators": ("id", "year"),
    "institutions": ("name",),
    "platforms": ("name",),
    "organisations": ("name",),
    "chain": ("stage", "name"),
    "links": ("from", "to", "kind", "year"),
    "technologies": ("name",),
    "ratings": ("item",),
    "interviews": ("date", "organisation", "person"),
}
# Of these two ways to write one name are one name; elsewhere a point or a hyphen may tell two things apart.
NAMES = frozenset({"name", "from", "to", "organisation", "person"})
ONCE = frozenset({"ratings"})  # a second row of the same key is the same one: an item takes one rating
THINGS = frozenset({"chain", "technologies"})
Key = tuple[object, ...]
Place = tuple[int, str, int | None, str]  # return, part, row (none in a record), field


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownParts:
    """What the round holds of lists (id -> answers, in order) and of records, and what was typed there and not taken."""

    lists: Mapping[str, Mapping[int, Answers]]
    records: Mapping[str, Answers]
    drafts: Mapping[tuple[str, int | None, str], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A return says something else than what is there. ``called``: what the row is known by."""

    place: Place
    called: str
    ours: Value
    theirs: Value


@dataclass(slots=True)
class Entry:
    """A row or a record as it will be. ``row_id``: ``None`` for a new row, and for a record."""

    row_id: int | None
    answers: dict[str, Value]
    news: dict[str, Value] = field(default_factory=dict)
    drafts: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Further:
    """Entries by part: new rows, rows and records that change; ``differences``, whoever wins."""

    added: Mapping[str, Sequence[Entry]]
    changed: Mapping[str, Sequence[Entry]]
    differences: Sequence[Difference]


def compare(returns: Mapping[int, Return], known: KnownParts, sides: Mapping[Place, Side], usual: Side) -> Further:
    """``returns``: by their number; ``sides``: what was decided where they differ, elsewhere ``usual`` holds."""
    work = _Comparing(known, sides, usual)
    for number, found in returns.items():
        for part, rows in found.rows.items():
            if part != FIRMS:
                work.take_rows(number, found, part, rows)
        for part in dict.fromkeys([*found.records, *(each.part for each in found.wrong if each.row is None)]):
            work.take_record(number, found, part)
    added = {part: [entry for entry in made.entries if entry.row_id is None] for part, made in work.lists.items()}
    changed = {
        part: [entry for entry in made if (entry.news or entry.drafts)]
        for part, made in (
            *((part, [entry for entry in made.entries if entry.row_id is not None]) for part, made in work.lists.items()),
            *((part, [entry]) for part, entry in work.records.items()),
        )
    }
    return Further(
        added={part: rows for part, rows in added.items() if rows},
        changed={part: rows for part, rows in changed.items() if rows},
        differences=work.differences,
    )


class _List:
    """The rows of a list by their keys, those that are there first."""

    def __init__(self, part: str, known: Mapping[int, Answers]) -> None:
        self.part = part
        self.entries = [Entry(row_id, dict(answers)) for row_id, answers in known.items()]
        self._by_key: dict[tuple[Key, int], Entry] = {}
        counts: Counter[Key] = Counter()
        for entry in self.entries:
            self._by_key[_numbered(counts, key_of(part, entry.answers))] = entry

    def entry(self, counts: Counter[Key], answers: Answers) -> Entry:
        """The row that is this one, made where there is none. ``counts``: the rows of this key that the return had before."""
        key = _numbered(counts, key_of(self.part, answers))
        if self.part in ONCE:
            key = (key[0], 1)
        if key not in self._by_key:
            self._by_key[key] = Entry(None, {})
            self.entries.append(self._by_key[key])
        return self._by_key[key]


def _numbered(counts: Counter[Key], key: Key) -> tuple[Key, int]:
    counts[key] += 1
    return key, counts[key]


def key_of(part: str, answers: Answers) -> Key:
    """What tells a row from others."""
    rated = part == "indicators" and (asked := load_framework().indicators.get(str(answers.get("id")))) and asked.kind == "rated"
    fields = KEYS.get(part, ()) if not rated else ()
    key = tuple(_compared(part, name, answers.get(name)) for name in fields)
    if any(value is not None for value in key):
        return key
    return tuple(sorted((name, repr(_compared(part, name, value))) for name, value in answers.items()))


def _compared(part: str, name: str, value: Value) -> object:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    if not isinstance(value, str):
        return value
    folded = fold(value).casefold()
    return (plain(value) or folded) if _is_name(part, name) else " ".join(folded.split())


def _is_name(part: str, name: str) -> bool:
    return name in NAMES and part not in THINGS


class _Comparing:
    def __init__(self, known: KnownParts, sides: Mapping[Place, Side], usual: Side) -> None:
        self.lists = {part: _List(part, known.lists.get(part, {})) for part in LISTS if part != FIRMS}
        self.records: dict[str, Entry] = {}
        self.differences: list[Difference] = []
        self._known, self._sides, self._usual = known, sides, usual

    def take_rows(self, number: int, found: Return, part: str, rows: Sequence[Answers]) -> None:
        counts: Counter[Key] = Counter()
        for row, answers in enumerate(rows):
            faults = found.faults(part, row)
            if answers or faults:
                entry = self.lists[part].entry(counts, answers)
                self._take((number, part, row, ""), entry, answers, faults)

    def take_record(self, number: int, found: Return, part: str) -> None:
        if part not in self.records:
            self.records[part] = Entry(None, dict(self._known.records.get(part, {})))
        self._take((number, part, None, ""), self.records[part], found.records.get(part, {}), found.faults(part, None))

    def _take(self, place: Place, entry: Entry, answers: Answers, faults: Sequence[Wrong]) -> None:
        number, part, row, _ = place
        is_new = row is not None and entry.row_id is None
        for name, theirs in answers.items():
            ours = entry.answers.get(name)
            typed = None if is_new else self._known.drafts.get((part, entry.row_id, name))
            if theirs is None or (ours is not None and _agree(part, name, ours, theirs)):
                continue
            if ours is not None or (typed is not None and name not in entry.news):
                own: Place = (number, part, row, name)
                self.differences.append(
                    Difference(place=own, called=_called(part, entry), ours=ours if ours is not None else typed, theirs=theirs)
                )
                if self._sides.get(own, self._usual) == "ours":
                    continue
            entry.answers[name] = entry.news[name] = theirs
            entry.drafts.pop(name, None)
        for fault in faults:
            there = entry.answers.get(fault.field) is not None or (part, entry.row_id, fault.field) in self._known.drafts
            if not fault.taken and not (there and not is_new) and entry.answers.get(fault.field) is None:
                entry.drafts.setdefault(fault.field, fault.text)


def _agree(part: str, name: str, ours: Value, theirs: Value) -> bool:
    return is_same(ours, theirs) or (_is_name(part, name) and _compared(part, name, ours) == _compared(part, name, theirs))


def _called(part: str, entry: Entry) -> str:
    """A row by the answers that tell it from others, a record by nothing."""
    asked = questionnaire().parts[part]
    if asked.kind == "record":
        return ""
    return " ".join(text for name in KEYS.get(part, ()) if (text := _shown(asked.question(name), entry.answers.get(name))))


def _shown(question: Question, value: Value) -> str:
    return question.type.show(value, "zh")


def counted(further: Further) -> Iterator[tuple[str, int, int]]:
    """(part, new rows, changed rows or answers) of each part that changes."""
    for part in questionnaire().parts:
        added, changed = further.added.get(part, ()), further.changed.get(part, ())
        if added or changed:
            is_record = questionnaire().parts[part].kind == "record"
            yield part, len(added), sum(len(entry.news) for entry in changed) if is_record else len(changed)
