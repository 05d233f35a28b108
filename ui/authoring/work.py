"""What the writing view shows, read on the worker: the report as it stands in one language, with what has changed under each text."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from db import surveys
from db.authored import load_authored
from db.workspace import Workspace
from diagnosis.authored import Authored, Base
from diagnosis.diagnose import diagnose
from diagnosis.framework import Framework
from diagnosis.result import Diagnosis
from diagnosis.text import Lang
from reports.authoring.arranging import Part
from reports.authoring.composing import Composed, whole
from reports.authoring.differences import Changed, base_of, changed, readable
from reports.authoring.facts import Facts
from reports.blocks import Figure, Heading, Table
from reports.numbering import number


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

    def fresh(self, part: Part) -> Base:
        """The draft and the facts of today."""
        return base_of(part.section.draft, part.written.text or "", self.facts, part.title)

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
    """Reads on the worker; keeps the diagnosis of the round before as long as the same one is asked for."""

    def __init__(self) -> None:
        """Nothing has been read."""
        self._before: tuple[int, Diagnosis] | None = None

    def forget(self) -> None:
        """Rounds may be others now."""
        self._before = None

    def read(self, workspace: Workspace, wanted: Wanted, diagnosis: Diagnosis) -> Work:
        """The report of this diagnosis with all that was written; raises ``UserError`` when the round is gone."""
        authored = load_authored(workspace, wanted.round_id, wanted.lang)
        composed, facts = whole(diagnosis, self.before(workspace, wanted), authored)
        label = composed.label()
        stale = {
            part.section.id: found
            for part in composed.arranged.each()
            if (found := changed(part.written, part.section.draft, facts, label)) is not None and not part.added
        }
        return Work(wanted.lang, authored, composed, facts, stale, label)

    def before(self, workspace: Workspace, wanted: Wanted) -> Diagnosis | None:
        """The diagnosis of the round before."""
        if wanted.earlier is None:
            return None
        if self._before is None or self._before[0] != wanted.earlier:
            self._before = (wanted.earlier, diagnose(surveys.load(workspace, wanted.earlier), wanted.framework))
        return self._before[1]
