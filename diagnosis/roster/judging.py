"""Each row of a roster beside the firms that are known: new, the same, changed, refused, or held until somebody decides."""

import math
from collections.abc import Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from diagnosis.credit_code import credit_code_is_sound
from diagnosis.fieldtypes import Value
from diagnosis.progress import Progress
from diagnosis.roster.names import likenesses, plain, shortened
from diagnosis.roster.reading import Reading
from diagnosis.text import Text, fold, phrase

# why a row is refused, or held until somebody decides
Code = Literal["no-name", "no-letters", "repeat", "same-code", "same-name", "clash", "several", "alike"]
REFUSED: tuple[Code, ...] = ("no-name", "no-letters", "repeat")
STEPS = 3


@dataclass(frozen=True, slots=True)
class Verdict:
    """Why a row is not taken as it is, and the other firm: ``row``, of the roster, or ``known``, both by their place."""

    code: Code
    row: int | None = None
    known: int | None = None

    @property
    def refused(self) -> bool:
        """Whether there is nothing to decide."""
        return self.code in REFUSED


@dataclass(frozen=True)
class Known:
    """The firms that the round holds: ids, answers by field (lists of the same length), what was typed and not taken."""

    ids: Sequence[int]
    answers: Mapping[str, Sequence[Value]]
    drafts: Mapping[tuple[int, str], str]

    @cached_property
    def keys(self) -> list[str]:
        """Their names as they are compared."""
        return [plain(name) if isinstance(name, str) else "" for name in self.answers["name"]]

    @cached_property
    def codes(self) -> list[str | None]:
        """Their sound credit codes."""
        folded = (fold(code).upper() if isinstance(code, str) else "" for code in self.answers["uscc"])
        return [code if credit_code_is_sound(code) else None for code in folded]


@dataclass(frozen=True, slots=True)
class Judged:
    """``reasons``: of the rows that are refused or held; ``matches``: row -> the firm that it is, both by their place."""

    reasons: Mapping[int, Verdict]
    matches: Mapping[int, int]


def judge(reading: Reading, known: Known) -> Generator[Progress, None, Judged]:
    """By credit code, else by name; never by likeness, which only asks for a decision."""
    yield Progress(0, STEPS, phrase("roster", "step.match"))
    reasons = _unnamed(reading, known) | _twice(reading)
    yield Progress(1, STEPS, phrase("roster", "step.match"))
    matches = _matched(reading, known, reasons)
    yield Progress(2, STEPS, phrase("roster", "step.alike"))
    reasons |= _alike(reading, known, reasons, matches)
    return Judged(reasons, matches)


def reason_text(reason: Verdict, reading: Reading, known: Known) -> Text:
    """In words, naming the other firm."""
    if reason.row is not None:
        facts = {"row": reading.row_text(reason.row), "name": name_of(reading, reason.row)}
        return phrase("roster", f"reason.{reason.code}", other=phrase("roster", "other.file" if reading.names else "other.row", **facts))
    name = known.answers["name"][reason.known] if reason.known is not None else None
    return phrase("roster", f"reason.{reason.code}", other=phrase("roster", "other.known", name=name or "—"))


def name_of(reading: Reading, place: int) -> str:
    """The name that a row gives, or a dash."""
    names = reading.answers.get("name")
    return str((names[place] if names else None) or "—")


def is_same(ours: Value, theirs: Value) -> bool:
    """Whether two answers say the same."""
    if isinstance(ours, str) and isinstance(theirs, str):
        return fold(ours) == fold(theirs)
    if isinstance(ours, float) or isinstance(theirs, float):
        return isinstance(ours, int | float) and isinstance(theirs, int | float) and math.isclose(ours, theirs, rel_tol=1e-9)
    if isinstance(ours, tuple) and isinstance(theirs, tuple):
        return set(ours) == set(theirs)
    return ours == theirs


def _unnamed(reading: Reading, known: Known) -> dict[int, Verdict]:
    """Rows without a name, unless their code says which of the known firms they are; names without a letter are none."""
    codes = set(known.codes)
    found: dict[int, Verdict] = {}
    for place, key in enumerate(reading.keys):
        if not key and (reading.codes[place] is None or reading.codes[place] not in codes):
            found[place] = Verdict("no-name" if name_of(reading, place) == "—" else "no-letters")
        elif key.isdecimal():
            found[place] = Verdict("no-letters")
    return found


def _twice(reading: Reading) -> dict[int, Verdict]:
    """Rows of a firm that stands further up in the roster already."""
    by_code: dict[str, int] = {}
    by_name: dict[str, int] = {}
    found: dict[int, Verdict] = {}
    for place, (key, code) in enumerate(zip(reading.keys, reading.codes, strict=True)):
        first = by_code.get(code) if code is not None else None
        if first is not None:
            found[place] = Verdict("repeat" if _equal(reading, first, place) else "same-code", row=first)
            continue
        first = by_name.get(key) if key else None
        if first is not None:
            clash = code is not None and reading.codes[first] is not None
            found[place] = Verdict("clash" if clash else "repeat" if _equal(reading, first, place) else "same-name", row=first)
            continue
        if code is not None:
            by_code[code] = place
        by_name[key] = place
    return found


def _equal(reading: Reading, first: int, second: int) -> bool:
    """Whether two rows say the same in every column that has a question, problems included."""
    problems = ([(problem.column, problem.text) for problem in reading.problems.get(place, [])] for place in (first, second))
    return all(is_same(values[first], values[second]) for values in reading.answers.values()) and next(problems) == next(problems)


def _places(values: Iterable[str | None]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for place, value in enumerate(values):
        if value:
            found.setdefault(value, []).append(place)
    return found


def _matched(reading: Reading, known: Known, reasons: dict[int, Verdict]) -> dict[int, int]:
    """Rows that are known firms; a second row of the same firm, and one that could be several, get a reason instead."""
    by_code, by_name = _places(known.codes), _places(known.keys)
    matches: dict[int, int] = {}
    taken: dict[int, int] = {}
    for place, (key, code) in enumerate(zip(reading.keys, reading.codes, strict=True)):
        if place in reasons:
            continue
        found = by_code.get(code, []) if code else []
        found = found or by_name.get(key, [])
        if not found:
            continue
        first = found[0]
        if len(found) > 1:
            reasons[place] = Verdict("several", known=first)
        elif code and known.codes[first] not in {None, code}:
            reasons[place] = Verdict("clash", known=first)
        elif first in taken:
            reasons[place] = Verdict("same-name", row=taken[first])
        else:
            matches[place] = first
            taken[first] = place
    return matches


def _alike(reading: Reading, known: Known, reasons: Mapping[int, Verdict], matches: Mapping[int, int]) -> dict[int, Verdict]:
    """New rows whose name is nearly that of another firm, where not both have a sound code: these say that they are two.

    The names of all rows are looked at: one that is known by its code may be called otherwise in the roster.
    """
    firms = len(known.ids)
    given = {firm: reading.codes[row] for row, firm in matches.items()}  # a firm that has none yet gets that of its row
    own = [code or given.get(firm) for firm, code in enumerate(known.codes)]
    keys, codes = known.keys + reading.keys, own + reading.codes
    open_ones = [place for place, key in enumerate(keys) if key and codes[place] is None]
    if not open_ones:
        return {}
    index = _Index(open_ones, keys)
    found: dict[int, Verdict] = {}
    for place, key in enumerate(keys):
        for other in index.like(key) if key else ():
            for held, partner in ((max(place, other), min(place, other)), (min(place, other), max(place, other))):
                row, verdict = held - firms, _like(partner, firms, reasons)
                is_new = row >= 0 and row not in reasons and row not in matches
                if is_new and (verdict.row is None or verdict.row < row):  # never for one below, which may wait for this one
                    found.setdefault(row, verdict)
                    break
    return found


def _like(partner: int, firms: int, reasons: Mapping[int, Verdict]) -> Verdict:
    """A likeness to a known firm, to a row, or to what that row is like itself."""
    if partner < firms:
        return Verdict("alike", known=partner)
    other = reasons.get(partner - firms)
    if other is None or (other.row is None and other.known is None):
        return Verdict("alike", row=partner - firms)
    return Verdict("alike", row=other.row, known=other.known)


class _Index:
    """Names by the ways in which others may be like them: the first one of each."""

    def __init__(self, places: Iterable[int], keys: Sequence[str]) -> None:
        self._by_core: dict[str, int] = {}
        self._by_form: dict[str, int] = {}
        for place in places:
            own, others = likenesses(keys[place])
            self._by_core.setdefault(own, place)
            for form in (*others, *shortened(own)):
                self._by_form.setdefault(form, place)
        self._lengths = {len(own) for own in self._by_core}

    def like(self, key: str) -> list[int]:
        """The places of a name with this core, of one that may have it, and of one whose core this name may have."""
        own, others = likenesses(key)
        ways = [self._by_core.get(own), self._by_form.get(own)]
        ways += [self._by_core.get(form) for form in others]
        if len(own) - 1 in self._lengths:
            ways += [self._by_core.get(form) for form in shortened(own)]
        return [place for place in ways if place is not None]
