"""The sections of the draft in the order, and with the additions and omissions, that the consultant wants."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from diagnosis.authored import TOP, Authored
from diagnosis.authored import Section as Written
from reports.authoring.markup import Line, parse
from reports.authoring.sections import Section, all_sections, sections
from reports.blocks import Block, Heading


@dataclass(frozen=True, slots=True)
class Part:
    """A section as it stands in the report: its heading if it has one, then its text, then what follows. ``left_out``: it does not."""

    section: Section
    written: Written
    added: bool = False
    left_out: bool = False
    parts: tuple["Part", ...] = ()  # of a chapter
    told: Mapping[str, "Part"] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """Its heading."""
        return self.written.title or self.section.title

    @property
    def lines(self) -> tuple[Line, ...]:
        """Its text as it stands: somebody's own, else the draft's."""
        return parse(self.written.text) if self.written.text is not None else self.section.lines

    @property
    def edited(self) -> bool:
        """Whether its text or its heading is somebody's own."""
        return self.written.text is not None or self.written.title is not None


@dataclass(frozen=True, slots=True)
class Arranged:
    """The whole report in its order; ``contents``: what nobody edits; ``homeless``: texts whose section is no longer in the draft."""

    chapters: tuple[Part, ...]
    contents: tuple[Block, ...]
    homeless: Mapping[str, Written]

    def each(self) -> Iterator[Part]:
        """Every part in the order of the report, those left out among them."""
        for chapter in self.chapters:
            yield chapter
            yield from chapter.told.values()
            for part in chapter.parts:
                yield part
                yield from part.told.values()

    def standing(self) -> Iterator[Part]:
        """Those that stand in the report."""
        for chapter in (each for each in self.chapters if not each.left_out):
            for part in (chapter, *(each for each in chapter.parts if not each.left_out)):
                yield part
                yield from (each for each in part.told.values() if not each.left_out)

    def of(self, section: str) -> Part | None:
        """The part of a section."""
        return next((part for part in self.each() if part.section.id == section), None)


def arrange(blocks: Sequence[Block], authored: Authored) -> Arranged:
    """The blocks of the draft as parts in the order that the consultant wants them."""
    chapters, contents = sections(blocks)
    added: dict[str, list[Section]] = {}
    known = all_sections(chapters)
    for name, written in authored.sections.items():
        if written.parent is not None and name not in known:
            title, chapter = written.title or "", written.parent == TOP
            heading = Heading(1 if chapter else 2, title, key=name)
            added.setdefault(written.parent, []).append(Section(name, heading.level, title, heading, added=True))
    body = [chapter for chapter in chapters if chapter.movable]
    front = [chapter for chapter in chapters if chapter.heading is not None and chapter.heading.numbered is None]
    back = [chapter for chapter in chapters if chapter not in body and chapter not in front]
    ordered = [*front, *in_order([*body, *added.pop(TOP, [])], authored.of(TOP).order), *back]
    parts = tuple(_part(chapter, authored, added.pop(chapter.id, [])) for chapter in ordered)
    found = Arranged(parts, tuple(contents), {})
    there = {part.section.id for part in found.each()}
    homeless = {name: each for name, each in authored.sections.items() if name not in there and name != TOP and (each.text or each.remarks)}
    return replace(found, homeless=homeless)


def in_order(given: Sequence[Section], wanted: Sequence[str]) -> list[Section]:
    """The sections in the order somebody gave them; one that is not named there follows the one it follows in the draft."""
    places = {name: at for at, name in enumerate(wanted)}
    keyed, last = [], (-1, 0)
    for at, section in enumerate(given):
        last = (places[section.id], 0) if section.id in places else (last[0], at + 1)
        keyed.append((last, section))
    return [section for _, section in sorted(keyed, key=lambda pair: pair[0])]


def _part(section: Section, authored: Authored, added: Sequence[Section] = ()) -> Part:
    written = authored.of(section.id)
    inside = in_order([*section.parts, *added], written.order)
    return Part(
        section,
        written,
        added=section.added,
        left_out=written.left_out,
        parts=tuple(_part(each, authored) for each in inside),
        told={each.id: _part(each, authored) for each in section.told},
    )
