"""What an import would change, once it is decided what becomes of differences and of rows that were held."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from diagnosis.fieldtypes import Value
from diagnosis.roster.header import in_unit
from diagnosis.roster.judging import Judged, Known, is_same
from diagnosis.roster.names import plain
from diagnosis.roster.reading import Reading

Side = Literal["ours", "theirs"]
Choice = Literal["skip", "add", "merge"]  # of a row that was held: leave it out, a firm of its own, the firm that it is like
Outcome = Literal["new", "changed", "same", "merged", "held", "refused"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Decisions:
    """``sides``: by the place of a row and the field where it differs from the known firm; ``rows``: by the place of a row.

    What is not decided keeps what the survey has, and leaves rows that were held out.
    """

    conflicts: Side = "ours"
    alike: Choice = "skip"
    sides: Mapping[tuple[int, str], Side] = field(default_factory=dict)
    rows: Mapping[int, Choice] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """``add``: the rows that become firms; ``patches``: answers that other rows bring to them; ``updates``: by the id of a known firm.

    ``drafts``: what cannot be read, by row or id and field; ``conflicts``: row -> field -> (ours, theirs), whoever wins.
    """

    reading: Reading
    known: Known
    judged: Judged
    decisions: Decisions
    outcomes: Sequence[Outcome]
    add: Sequence[int]
    patches: Mapping[int, Mapping[str, Value]]
    updates: Mapping[int, Mapping[str, Value]]
    new_drafts: Mapping[tuple[int, str], str]
    drafts: Mapping[tuple[int, str], str]
    conflicts: Mapping[int, Mapping[str, tuple[Value, Value]]]

    def count(self, outcome: Outcome) -> int:
        """How many rows end so."""
        return self.outcomes.count(outcome)

    def side(self, place: int, field_id: str) -> Side:
        """Which answer stands where a row differs from the firm that is there."""
        return _side(self.decisions, place, field_id)

    @property
    def with_problems(self) -> int:
        """How many rows come in with cells that are not taken, or look wrong."""
        return sum(self.outcomes[place] in {"new", "changed", "same", "merged"} for place in self.reading.problems)


def plan(reading: Reading, known: Known, judged: Judged, decisions: Decisions) -> Plan:
    """Settles every row."""
    outcomes, onto, into = _decided(judged, decisions, len(reading.keys))
    fills, conflicts = _differences(reading, known, onto)
    updates = _updates(known, onto, fills, conflicts, decisions)
    patches = _patches(reading, into, decisions, conflicts)
    add = [place for place, outcome in enumerate(outcomes) if outcome == "new"]
    drafts = _drafts(reading, {place: known.ids[at] for place, at in onto.items()}, known, updates)
    typed_into = {row_id for row_id, _ in drafts}
    for place, at in judged.matches.items():
        if known.ids[at] in updates or known.ids[at] in typed_into:
            outcomes[place] = "changed"
    return Plan(
        reading=reading,
        known=known,
        judged=judged,
        decisions=decisions,
        outcomes=outcomes,
        add=add,
        patches=patches,
        updates=updates,
        new_drafts=_drafts(reading, {place: place for place in add if place in reading.problems}, None, patches),
        drafts=drafts,
        conflicts=conflicts,
    )


def _decided(judged: Judged, decisions: Decisions, count: int) -> tuple[list[Outcome], dict[int, int], dict[int, int]]:
    """What becomes of each row; which known firm it goes onto; which other row it goes into. All by place."""
    outcomes: list[Outcome] = ["same" if place in judged.matches else "new" for place in range(count)]
    onto, into = dict(judged.matches), {}
    for place, reason in judged.reasons.items():
        choice = decisions.rows.get(place, decisions.alike if reason.code == "alike" else "skip")
        if reason.refused:
            outcomes[place] = "refused"
        elif choice == "skip":
            outcomes[place] = "held"
        elif choice == "merge" and reason.known is not None:
            outcomes[place], onto[place] = "merged", reason.known
        elif choice == "merge" and reason.row is not None:
            outcomes[place], into[place] = "merged", reason.row
    _settle_chains(into, onto, outcomes)
    return outcomes, onto, into


def _updates(
    known: Known,
    onto: Mapping[int, int],
    fills: Mapping[int, Mapping[str, Value]],
    conflicts: Mapping[int, Mapping[str, tuple[Value, Value]]],
    decisions: Decisions,
) -> dict[int, dict[str, Value]]:
    """The answers that known firms get, by their ids; of several rows the first one counts."""
    updates: dict[int, dict[str, Value]] = {}
    for place in sorted({*fills, *conflicts} & onto.keys()):
        taken = {field: theirs for field, (_, theirs) in conflicts.get(place, {}).items() if _side(decisions, place, field) == "theirs"}
        for field_id, value in (*fills.get(place, {}).items(), *taken.items()):
            updates.setdefault(known.ids[onto[place]], {}).setdefault(field_id, value)
    return updates


def _side(decisions: Decisions, place: int, field_id: str) -> Side:
    return decisions.sides.get((place, field_id), decisions.conflicts)


def _settle_chains(into: dict[int, int], onto: dict[int, int], outcomes: list[Outcome]) -> None:
    """A row merged into another goes where that one goes; into one that is left out it is a firm of its own."""
    for place in sorted(into):
        other = into[place]
        if other in onto:
            onto[place] = onto[other]
        elif other in into:
            into[place] = into[other]
        elif outcomes[other] != "new":
            outcomes[place] = "new"
    for place in [place for place in into if place in onto or outcomes[place] == "new"]:
        del into[place]


def _differences(
    reading: Reading, known: Known, onto: Mapping[int, int]
) -> tuple[dict[int, dict[str, Value]], dict[int, dict[str, tuple[Value, Value]]]]:
    """What rows add to known firms, and where they say something else."""
    fills: dict[int, dict[str, Value]] = {}
    conflicts: dict[int, dict[str, tuple[Value, Value]]] = {}
    pairs = sorted(onto.items())
    for field_id, theirs in reading.answers.items():
        ours = known.answers[field_id]
        for place, at in pairs:
            said, held = theirs[place], ours[at]
            if said is None or held == said:
                continue
            if held is None:
                typed = known.drafts.get((known.ids[at], field_id))
                if typed is None:
                    fills.setdefault(place, {})[field_id] = said
                else:
                    conflicts.setdefault(place, {})[field_id] = (typed, said)
            elif not _agree(field_id, held, said):
                conflicts.setdefault(place, {})[field_id] = (held, said)
    return fills, conflicts


def _agree(field_id: str, ours: Value, theirs: Value) -> bool:
    """Two ways to write one name are no difference."""
    return is_same(ours, theirs) or (field_id == "name" and plain(str(ours)) == plain(str(theirs)))


def _patches(
    reading: Reading,
    into: Mapping[int, int],
    decisions: Decisions,
    conflicts: dict[int, dict[str, tuple[Value, Value]]],
) -> dict[int, dict[str, Value]]:
    """What rows add to the new firms that they are merged into."""
    patches: dict[int, dict[str, Value]] = {}
    for place, other in sorted(into.items()):
        for field_id, values in reading.answers.items():
            said, held = values[place], patches.get(other, {}).get(field_id, values[other])
            if said is None or held == said or _agree(field_id, held, said):
                continue
            if held is not None:
                conflicts.setdefault(place, {})[field_id] = (held, said)
            if held is None or _side(decisions, place, field_id) == "theirs":
                patches.setdefault(other, {})[field_id] = said
    return patches


def _drafts(
    reading: Reading, targets: Mapping[int, int], known: Known | None, written: Mapping[int, Mapping[str, Value]]
) -> dict[tuple[int, str], str]:
    """What could not be read, kept where there is no answer and nothing was typed; several cells of a question stand side by side."""
    at = {row_id: place for place, row_id in enumerate(known.ids)} if known is not None else {}
    columns = {column.place: column for column in reading.columns}
    found: dict[tuple[int, str], str] = {}
    for place in sorted(set(reading.problems) & set(targets)):
        for problem in reading.problems[place]:
            column, row = columns[problem.column], targets[place]
            target = column.target
            if problem.taken or target is None:
                continue
            answered = written.get(row, {}).get(target.field) is not None or reading.answers[target.field][place] is not None
            if known is not None:
                answered |= known.answers[target.field][at[row]] is not None or (row, target.field) in known.drafts
            if not answered:
                text = problem.text if column.factor in {None, 1} else in_unit(problem.text, column.unit or "")
                text = f"{column.header.text}：{text}" if target.choice or target.join else text
                before = found.get((row, target.field))
                found[row, target.field] = text if before is None else f"{before}；{text}"
    return found
