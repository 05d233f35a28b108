"""Draft and authored text -> the report, with the facts as they read now."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from diagnosis.authored import Authored, Remark
from reports.authoring.arranging import Arranged, Part, arrange
from reports.authoring.facts import Facts
from reports.authoring.markup import Line, parse, to_marked
from reports.authoring.sections import Section
from reports.blocks import MARKED, REF, Block, Figure, Heading, Item, ListOf, Paragraph, Report, Table

SUMMARY = "summary"


@dataclass(frozen=True, slots=True)
class Composed:
    """``report`` with its text as it will stand; ``starts``: place of a block -> the section whose text begins there.

    ``ends``: places of blocks that are nobody's text, after one that is. ``remarks``: place -> comments on what begins there.
    ``missing``: (section, key) of tables and figures that a text places and the report does not have.
    """

    report: Report
    arranged: Arranged
    starts: Mapping[int, str]
    ends: frozenset[int]
    remarks: Mapping[int, tuple[Remark, ...]]
    missing: tuple[tuple[str, str], ...]


def compose(report: Report, authored: Authored, facts: Facts) -> Composed:
    """The draft (``outline`` with ``linked``) and what was written become the report."""
    work = _Composer(report, arrange(report.blocks, authored), facts)
    work.run()
    return work.composed()


def text_blocks(part: Part, facts: Facts) -> list[Block | Line]:
    """What a section's own text becomes: blocks, and lines that stand for the table or figure of their key."""
    if part.written.text is None:
        return [Line("place", key=block.key) if isinstance(block, Table | Figure) else block for block in part.section.blocks]
    found: list[Block | Line] = []
    lists, before = 0, ""
    for line in parse(part.written.text):
        lists += line.kind in ("number", "bullet") and line.kind != before
        found.append(line if line.kind == "place" else _block(line, part, lists, facts, first=not found))
        before = line.kind
    return found


def _block(line: Line, part: Part, lists: int, facts: Facts, *, first: bool) -> Block:
    text = to_marked(line.pieces, facts.reads)
    own = next(iter(part.section.blocks), None)
    if first and part.section.level == 3 and isinstance(own, Item) and line.kind in ("text", "number"):
        return replace(own, text=text)  # it keeps its number among its neighbours
    if line.kind == "heading":
        return Heading(3, text)
    summary = part.section.id == SUMMARY
    if line.kind == "text":
        return Paragraph(text, SUMMARY if summary else "body")
    return Item(text, f"{part.section.id}~{lists}", summary=summary, bullet=line.kind == "bullet")


class _Composer:
    """Puts the blocks down one after another and notes where sections begin."""

    def __init__(self, report: Report, arranged: Arranged, facts: Facts) -> None:
        self.report, self.arranged, self.facts = report, arranged, facts
        self.stock = {block.key: block for block in report.blocks if isinstance(block, Table | Figure)}
        self.claimed: dict[str, str] = {}  # table or figure -> the first authored text that places it
        for part in arranged.standing():
            for line in parse(part.written.text or ""):
                if line.kind == "place":
                    self.claimed.setdefault(line.key, part.section.id)
        self.blocks: list[Block] = []
        self.put: set[str] = set()
        self.starts: dict[int, str] = {}
        self.ends: set[int] = set()
        self.remarks: dict[int, tuple[Remark, ...]] = {}
        self.missing: list[tuple[str, str]] = []

    def run(self) -> None:
        """All chapters; the contents stand before the first that is numbered."""
        contents = self.arranged.contents
        for chapter in self.arranged.chapters:
            if contents and chapter.section.heading is not None and chapter.section.heading.numbered is not None:
                self._fixed(contents)
                contents = ()
            self._part(chapter)
        self._fixed(contents)

    def composed(self) -> Composed:
        """The report; lists of nothing go, and references lead to what is there."""
        kinds = {type(block).__name__.lower() for block in self.blocks}
        kept = [at for at, block in enumerate(self.blocks) if not (isinstance(block, ListOf) and block.kind not in kinds)]
        new = {old: at for at, old in enumerate(kept)}
        words = self._words()
        blocks = tuple(_referring(self.blocks[at], words, self.facts.dash) for at in kept)
        return Composed(
            replace(self.report, blocks=blocks),
            self.arranged,
            {new[at]: name for at, name in self.starts.items() if at in new},
            frozenset(new[at] for at in self.ends if at in new),
            {new[at]: found for at, found in self.remarks.items() if at in new},
            tuple(self.missing),
        )

    def _part(self, part: Part) -> None:
        """A part with all that is in it; one that is left out is not there."""
        if part.left_out:
            return
        begin = len(self.blocks)
        if part.section.heading is not None:
            self.blocks.append(replace(part.section.heading, text=part.title))
        for each in text_blocks(part, self.facts):
            if isinstance(each, Line):
                self._place(each.key, part.section.id)
            else:
                self.blocks.append(each)
        if len(self.blocks) > begin:
            self.starts[begin] = part.section.id
            if part.written.remarks:
                self.remarks[begin] = part.written.remarks
        self._rest(part)
        for inside in part.parts:
            self._part(inside)

    def _rest(self, part: Part) -> None:
        """What follows a text; a small heading goes with the sections under it."""
        waiting: list[Block] = []
        for each in part.section.rest:
            if isinstance(each, Heading):
                waiting = [each]
            elif not isinstance(each, Section):
                self._fixed([each])
            elif not part.told[each.id].left_out:
                self._fixed(waiting)
                waiting = []
                self._part(part.told[each.id])

    def _fixed(self, blocks: Iterable[Block]) -> None:
        for block in blocks:
            if isinstance(block, Table | Figure) and block.key in self.claimed:
                continue
            self.ends.add(len(self.blocks))
            self.blocks.append(block)
            self.put.add(getattr(block, "key", ""))

    def _place(self, key: str, section: str) -> None:
        """A table or figure stands once: where a text has it, else where the draft has it."""
        block = self.stock.get(key)
        if block is None:
            self.missing.append((section, key))
        elif key not in self.put and self.claimed.get(key, section) == section:
            self.put.add(key)
            self.blocks.append(block)

    def _words(self) -> Mapping[str, str]:
        """What stands in a sentence for a table, figure or section of the draft; nothing for what the report has."""
        there = {block.key: "" for block in self.blocks if isinstance(block, Table | Figure | Heading)}
        named = {
            block.key: f"“{_title(block)}”" for block in self.report.blocks if isinstance(block, Table | Figure | Heading) and block.key
        }
        return {**named, **there}


def _title(block: Table | Figure | Heading) -> str:
    return block.title if isinstance(block, Table) else block.caption if isinstance(block, Figure) else block.text


def _referring(block: Block, words: Mapping[str, str], dash: str) -> Block:
    """The block; a reference to what is not in the report becomes its name."""

    def mended(text: str) -> str:
        if REF not in text:
            return text
        return MARKED.sub(lambda found: found[0] if found[1] != REF else words.get(found[2], dash) or found[0], text)

    match block:
        case Paragraph() | Item() | Heading():
            return replace(block, text=mended(block.text))
        case Table():
            return replace(block, note=mended(block.note), rows=_all(block.rows, mended))
        case Figure():
            return replace(block, note=mended(block.note), alt=mended(block.alt), caption=mended(block.caption))
        case _:
            return block


def _all(rows: Sequence[Sequence[str]], mended: Callable[[str], str]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(map(mended, row)) for row in rows)
