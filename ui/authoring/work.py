"""What the writing view shows, read on the worker: the report as it stands in one language, with what has changed under each text."""

from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass

from db.authored import load_authored
from db.reader import read_once
from db.workspace import Workspace
from diagnosis.authored import Authored, Base
from diagnosis.diagnose import diagnosing
from diagnosis.framework import Framework
from diagnosis.result import Diagnosis
from diagnosis.text import Lang
from reports.authoring.arranging import Part
from reports.authoring.composing import Composed, compose
from reports.authoring.differences import Changed, base_of, readable, stale
from reports.authoring.facts import Facts, facts
from reports.blocks import Figure, Heading, Report, Table
from reports.numbering import number
from reports.outline import drafting


@dataclass(frozen=True, slots=True)
class Work:
    """``stale``: sections whose text does not know of what changed. ``label``: what a reference reads."""

    lang: Lang
    authored: Authored
    composed: Composed
    facts: Facts
    stale: Mapping[str, Changed]
    label: Callable[[str], str]

    def part(self, section: str | None) -> Part | None:
        """A section as it stands."""
        return self.composed.arranged.of(section) if section is not None else None

    def base(self, part: Part, text: str) -> Base:
        """What a text of this section is written over."""
        return base_of(part.section.draft, text, self.facts, part.title, part.written)

    def fresh(self, part: Part, text: str) -> Base:
        """The draft and the facts of today, under a text that somebody has looked at."""
        return base_of(part.section.draft, text, self.facts, part.title)

    def reads(self, markup: str) -> str:
        """Markup as it reads."""
        return readable(markup, self.facts.reads, self.label)

    @property
    def places(self) -> tuple[tuple[str, str, str], ...]:
        """Tables and figures (key, number, title), and the sections that can be referred to, in their order."""
        blocks = self.composed.report.blocks
        drawn = [
            (block.key, self.label(block.key), self.composed.titles[block.key]) for block in blocks if isinstance(block, Table | Figure)
        ]
        headings = [block for block in blocks if isinstance(block, Heading) and block.numbered and block.key]
        return (*drawn, *((block.key, self.label(block.key), block.text) for block in headings))

    @property
    def numbers(self) -> dict[str, str]:
        """The number of each chapter and section, as it stands before its heading."""
        numbers = number(self.composed.report.blocks, self.lang)
        blocks = self.composed.report.blocks
        return {block.key: numbers.headings[at] for at, block in enumerate(blocks) if isinstance(block, Heading) and at in numbers.headings}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which report is to be read; ``earlier``: the round it is compared with."""

    round_id: int
    earlier: int | None
    lang: Lang
    framework: Framework


class Reading:
    """Everything here is the worker's. The draft, and the diagnosis of the round before, are made again only when they are others."""

    def __init__(self) -> None:
        """Nothing has been read."""
        self._before: tuple[int, Diagnosis] | None = None
        self._draft: tuple[Diagnosis, Diagnosis | None, Lang, Report] | None = None

    def steps(self, workspace: Workspace, wanted: Wanted, diagnosis: Diagnosis) -> Generator[None, None, Work]:
        """The report of this diagnosis with all that was written, in short steps; raises ``UserError`` when a round is gone."""
        authored = load_authored(workspace, wanted.round_id, wanted.lang)
        yield
        if wanted.earlier is not None and (self._before is None or self._before[0] != wanted.earlier):
            earlier = yield from read_once(workspace, wanted.earlier)
            self._before = (wanted.earlier, (yield from diagnosing(earlier, wanted.framework)))
        previous = self._before[1] if self._before is not None and self._before[0] == wanted.earlier else None
        if self._draft is None or self._draft[0] is not diagnosis or self._draft[1] is not previous or self._draft[2] != wanted.lang:
            self._draft = (diagnosis, previous, wanted.lang, (yield from drafting(diagnosis, wanted.lang, previous)))
        found = facts(diagnosis, wanted.lang)
        yield
        composed = compose(self._draft[3], authored, found)
        yield
        label = composed.label()
        return Work(wanted.lang, authored, composed, found, stale(composed.arranged, found, label), label)
