"""The report as sections that can be edited: what stands under a heading of the first two levels, and what is told by itself within one."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from reports.authoring.markup import Line, from_marked, write
from reports.blocks import Block, Figure, Heading, Item, Paragraph, Run, Table, clean, inlines

CONTENTS = "contents"
SUMMARY = "summary"  # the section that the edition of two pages has, too
MARKS = "。．.：: "  # that the words in bold which lead a told gap end in
CLAUSE = re.compile(r"[，。；：]|[,.;:] ")  # its first one is the title of a text without a lead
AFTER = ":after"


@dataclass(slots=True, eq=False)
class Section:
    """``blocks``: its own, which a text replaces. ``rest``: what follows them, fixed blocks and the sections told by themselves.

    ``level``: 1 a chapter, 2 a section, 3 one told by itself (it has no heading). ``parts``: the sections of a chapter.
    ``added``: by somebody; it has no draft.
    """

    id: str
    level: int
    title: str
    heading: Heading | None = None
    blocks: list[Block] = field(default_factory=list)
    rest: list["Block | Section"] = field(default_factory=list)
    parts: list["Section"] = field(default_factory=list)
    added: bool = False

    @property
    def told(self) -> list["Section"]:
        """The sections told by themselves."""
        return [each for each in self.rest if isinstance(each, Section)]

    @property
    def movable(self) -> bool:
        """Whether it has a place among its neighbours that somebody may change."""
        return self.heading is not None and self.heading.numbered == "chapter"

    @property
    def lines(self) -> tuple[Line, ...]:
        """The draft of its own text."""
        return tuple(line for block in self.blocks if (line := as_line(block)) is not None)

    @property
    def draft(self) -> str:
        """The draft as markup."""
        return write(self.lines)


def sections(blocks: Sequence[Block]) -> tuple[list[Section], list[Block]]:
    """The chapters of a report, the summary among them, and the blocks of its contents, which nobody edits."""
    chapters: list[Section] = []
    contents: list[Block] = []
    present: Section | None = None
    for block in blocks:
        if isinstance(block, Heading) and block.key == CONTENTS:
            present = None
        if isinstance(block, Heading) and block.level < 3 and block.key != CONTENTS:
            name = block.key or f"{chapters[-1].id}-{len(chapters[-1].parts) + 1}"
            present = Section(name, block.level, block.text, block)
            (chapters if block.level == 1 else chapters[-1].parts).append(present)
        elif present is None:
            contents.append(block)
        else:
            _add(present, block)
    for chapter in chapters:
        for section in (chapter, *chapter.parts):
            _settle(section)
    return chapters, contents


def _add(section: Section, block: Block) -> None:
    if isinstance(block, Item) and block.unit:
        section.rest.append(Section(block.unit, 3, _lead(block), None, [block]))
    elif section.told and isinstance(block, Paragraph | Item):
        _close(section, block)
    else:
        (section.rest or section.blocks).append(block)


def _close(section: Section, block: Paragraph | Item) -> None:
    """What is said behind the sections told by themselves is one of them, too, or nobody could change it."""
    name = f"{section.id}{AFTER}"
    last = section.rest[-1]
    if isinstance(last, Section) and last.id == name:
        last.blocks.append(block)
    elif any(each.id == name for each in section.told):
        section.rest.append(block)
    else:
        section.rest.append(Section(name, 3, CLAUSE.split(clean(block.text), maxsplit=1)[0], None, [block]))


def _settle(section: Section) -> None:
    """Small headings right before the first section told by itself stand over it, and not in the text before it."""
    while section.told and section.blocks and isinstance(section.blocks[-1], Heading):
        section.rest.insert(0, section.blocks.pop())


def _lead(item: Item) -> str:
    return next((part.text.strip(MARKS) for part in inlines(item.text) if isinstance(part, Run) and part.bold), item.unit)


def all_sections(chapters: Sequence[Section]) -> Mapping[str, Section]:
    """Every section by its id, in the order of the report."""
    found: dict[str, Section] = {}
    for chapter in chapters:
        for section in (chapter, *chapter.parts):
            found[section.id] = section
            found |= {each.id: each for each in section.told}
    return found


def as_line(block: Block) -> Line | None:
    """A block of the draft as a line; ``None`` for those that are no text."""
    match block:
        case Heading():
            return Line("heading", from_marked(block.text))
        case Paragraph():
            return Line("text", from_marked(block.text))
        case Item():
            return Line("bullet" if block.bullet else "number", from_marked(block.text))
        case Table() | Figure():
            return Line("place", key=block.key)
        case _:
            return None
