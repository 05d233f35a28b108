"""What an edited report says beside what stands in the workspace, section by section, and what is taken over."""

from collections.abc import Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from diagnosis.authored import Base, Remark
from diagnosis.progress import outcome
from diagnosis.text import Text, listed, phrase
from reports.authoring.arranging import Part
from reports.authoring.composing import Composed
from reports.authoring.differences import base_of
from reports.authoring.facts import Facts
from reports.authoring.fences import digest
from reports.authoring.markup import Line, Piece, parse, tidy, write
from reports.authoring.placing import putting_back
from reports.authoring.reading import Edited, Found, broken

FOREIGN = 0.6  # of the sections
State = Literal["same", "file", "here", "both", "lost"]


@dataclass(frozen=True, slots=True)
class Compared:
    """A section on both sides; ``theirs`` and ``their_title``: as the file has them; ``remarks``: comments that only the file has.

    ``left`` and ``retouched``: what stands in the file and cannot be taken over (as in ``Found``).

    ``state``: both say the same, only the file has changed since the report was written, only the workspace has, both have, or the
    section's fence is gone.
    """

    id: str
    title: str
    state: State
    ours: str
    theirs: str = ""
    their_title: str = ""
    left: Mapping[str, int] = field(default_factory=dict)
    retouched: tuple[str, ...] = ()
    overwritten: tuple[str, ...] = ()
    remarks: tuple[Remark, ...] = ()

    @property
    def writes(self) -> bool:
        """Whether the file has a text that the workspace does not."""
        return self.state in ("file", "both")

    @property
    def formal(self) -> bool:
        """Whether bold type, lists and small headings are all that the file has otherwise."""
        return self.writes and self.their_title in ("", self.title) and _bare(self.ours) == _bare(self.theirs)

    @property
    def beside(self) -> Text:
        """What is left, in words."""
        return listed(phrase("report", f"left.{kind}", count=count) for kind, count in self.left.items())

    @property
    def tells(self) -> bool:
        """Whether there is something in the file that somebody has put there, be it that it cannot be taken."""
        return bool(self.remarks or self.left or self.retouched)

    @property
    def takes(self) -> bool:
        """Whether the file has something that the workspace does not: a text, or comments."""
        return self.writes or bool(self.remarks)


@dataclass(frozen=True, slots=True)
class Comparison:
    """All sections in the order of the report; ``unknown``: how many the file has that the report does not.

    ``moved``: whether the file has them in another order.
    """

    file: str
    sections: tuple[Compared, ...]
    unknown: int
    moved: bool = False

    @property
    def foreign(self) -> bool:
        """Whether it looks like the report of another cluster or round: most of it was not written from what is here."""
        met = [each for each in self.sections if each.state != "lost"]
        return bool(met) and sum(each.state in ("both", "here") for each in met) > FOREIGN * len(met)


def compare_file(edited: Edited, file: str, composed: Composed, facts: Facts) -> Comparison:
    """``comparing_file`` where nobody needs a breath between its steps."""
    return outcome(comparing_file(edited, file, composed, facts))


def comparing_file(edited: Edited, file: str, composed: Composed, facts: Facts) -> Generator[None, None, Comparison]:
    """Compares an edited report with what the workspace makes of it now, in short steps."""
    parts = {part.section.id: part for part in composed.arranged.standing()}
    headed = {name: part.section.heading is not None for name, part in parts.items()}
    found = edited.read(headed, composed.titles, facts.of)
    yield
    as_it_was = edited.read(headed, composed.titles, facts.of, gone=True).sections
    was = replace(facts, of={**facts.of, **{key: replace(facts.of[key], value=text) for key, text in found.facts.items()}})
    sections = []
    for name, part in parts.items():
        if _has_text(part) and (name in composed.lines or name in found.sections):  # an item of a list without a text stands nowhere
            lines = composed.lines.get(name, ())
            each = yield from _compared(part, lines, found.sections.get(name), as_it_was.get(name), facts, was, composed.titles)
            sections.append(each)
            yield
    moved = list(found.sections) != [name for name in parts if name in found.sections]
    return Comparison(file, tuple(sections), found.unknown, moved)


def _has_text(part: Part) -> bool:
    return bool(part.section.lines) or part.written.text is not None or part.section.heading is not None


def _compared(
    part: Part, lines: Sequence[Line], found: Found | None, whole: Found | None, facts: Facts, was: Facts, titles: Mapping[str, str]
) -> Generator[None, None, Compared]:
    """``lines``: as the section stands here. ``whole``: as found, with the tables and figures that the report has no more.

    ``was``: the facts as they read in the file. Whether a side was edited is told by these: data that have changed since are no edit of
    the file. ``titles``: of tables and figures by key.
    """
    ours = write(lines)
    if found is None:
        return Compared(part.section.id, part.title, "lost", ours)
    title = part.title if part.section.heading is not None else ""
    read = yield from putting_back(found.lines, lines)
    split = tuple(each for line in read for each in broken(line))
    mine, theirs = digest(lines, facts.reads, title), {digest(each, facts.reads, found.title) for each in (read, split)}
    state: State = "both"
    if mine in theirs:
        state = "same"
    elif digest(lines, was.reads, title) == found.digest:
        state = "file"
    elif whole is not None and digest(whole.lines, was.reads, whole.title) == found.digest:
        state = "here"
    return Compared(
        part.section.id,
        part.title,
        state,
        ours,
        write(split),
        found.title,
        +found.left,
        tuple(titles.get(each, each) for each in found.retouched),
        tuple(found.overwritten),
        _new(part, found),
    )


def _bare(markup: str) -> list[tuple[str, ...]]:
    """The lines of a text without what only shows in type."""
    lines = (tuple(replace(piece, bold=False) for piece in line.pieces) or (Piece(line.key),) for line in parse(markup))
    return [tuple(f"{piece.text}\0{piece.fact}\0{piece.ref}" for piece in tidy(pieces)) for pieces in lines]


def _new(part: Part, found: Found) -> tuple[Remark, ...]:
    """The comments that are not known here, by what they say."""
    known = {(remark.who, "".join(remark.text.split())) for remark in part.written.remarks}
    return tuple(each for each in found.remarks if each.text and (each.who, "".join(each.text.split())) not in known)


def taken(comparison: Comparison, wanted: Iterable[str], composed: Composed, facts: Facts) -> Mapping[str, tuple[str, Base, str | None]]:
    """What is stored of the sections that are taken over: text, what it is written over, and the heading where it is another."""
    names = set(wanted)
    found: dict[str, tuple[str, Base, str | None]] = {}
    for each in comparison.sections:
        part = composed.arranged.of(each.id)
        if each.id in names and each.writes and part is not None:
            base = base_of(part.section.draft, each.theirs, facts, each.their_title or part.title, part.written)
            title = each.their_title if part.section.heading is not None and each.their_title not in ("", part.title) else None
            found[each.id] = (each.theirs, base, title)
    return found


def commented(comparison: Comparison, wanted: Iterable[str]) -> Mapping[str, tuple[Remark, ...]]:
    """The comments that come with the sections that are taken over."""
    names = set(wanted)
    return {each.id: each.remarks for each in comparison.sections if each.id in names and each.remarks}
