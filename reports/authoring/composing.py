"""Draft and authored text -> the report, with the facts as they read now."""

from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from diagnosis.authored import Authored, Remark
from diagnosis.progress import outcome
from diagnosis.result import Diagnosis
from reports.authoring import fences
from reports.authoring.arranging import Arranged, Part, arrange
from reports.authoring.facts import Facts, facts
from reports.authoring.markup import Line, parse, to_marked
from reports.authoring.sections import SUMMARY, Section, as_line
from reports.blocks import MARKED, REF, Block, Figure, Heading, Item, ListOf, Paragraph, Report, Table, clean, unlinked
from reports.numbering import number
from reports.outline import drafting, opened
from reports.public import Edition


@dataclass(frozen=True, slots=True)
class Composed:
    """``report`` with its text as it will stand, fences around what can be read back, and the comments.

    ``missing``: (section, key) of tables and figures that a text places and the report does not have. ``titles``: of all tables, figures
    and sections, of the draft's that are left out, too. ``lines``: of each section as it will stand, without what it cannot place.
    """

    report: Report
    arranged: Arranged
    missing: tuple[tuple[str, str], ...]
    titles: Mapping[str, str]
    lines: Mapping[str, tuple[Line, ...]]

    def label(self) -> Callable[[str], str]:
        """What a reference to a key reads: its number, or the title of what the report does not have."""
        labels = number(self.report.blocks, self.report.lang).labels
        return lambda key: labels.get(key) or self.titles.get(key, key)


def whole(diagnosis: Diagnosis, previous: Diagnosis | None, authored: Authored, edition: Edition | None = None) -> tuple[Composed, Facts]:
    """``composing`` at once."""
    return outcome(composing(diagnosis, previous, authored, edition))


def composing(
    diagnosis: Diagnosis, previous: Diagnosis | None, authored: Authored, edition: Edition | None = None
) -> Generator[None, None, tuple[Composed, Facts]]:
    """The report of a diagnosis as it stands now, with the facts in it, in short steps; ``previous``: the diagnosis of the round before.

    ``edition``: the public one, instead of both diagnoses. Names in authored text are masked as well; comments, and what only
    reading back needs, stay here.
    """
    found = facts(edition.diagnosis if edition is not None else diagnosis, authored.lang)
    yield
    draft = yield from drafting(diagnosis, authored.lang, previous, edition)
    composed = compose(draft, authored, found)
    yield
    if edition is not None:
        report = replace(composed.report, blocks=tuple(map(_bare, composed.report.blocks)))
        composed = replace(composed, report=edition.masked(report))
    return composed, found


def _bare(block: Block) -> Block:
    """A block without fence, comments and links."""
    block = fenced(block, "")
    return replace(block, text=unlinked(block.text)) if isinstance(block, Heading | Paragraph | Item) else block


def compose(report: Report, authored: Authored, found: Facts) -> Composed:
    """The draft (``outline`` with ``linked``) and what was written become the report."""
    work = _Composer(report, arrange(report.blocks, authored), found)
    work.run()
    return work.composed()


def text_blocks(part: Part, reads: Callable[[str], str], text: str | None) -> list[Block | Line]:
    """What a text of a section becomes (``None``: its draft): blocks, and lines that stand for the table or figure of their key."""
    if text is None:
        return [Line("place", key=block.key) if isinstance(block, Table | Figure) else block for block in part.section.blocks]
    found: list[Block | Line] = []
    lists, before = 0, ""
    for line in parse(text):
        lists += line.kind in ("number", "bullet") and line.kind != before
        found.append(line if line.kind == "place" else _block(line, part, lists, reads, first=not found))
        before = line.kind
    return found


def _block(line: Line, part: Part, lists: int, reads: Callable[[str], str], *, first: bool) -> Block:
    text = to_marked(line.pieces, reads)
    own = next(iter(part.section.blocks), None)
    if first and part.section.level == 3 and isinstance(own, Item) and line.kind in ("text", "number"):
        return replace(own, text=text)  # it keeps its number among its neighbours
    if line.kind == "heading":
        return Heading(3, text)
    summary = part.section.id == SUMMARY
    if line.kind == "text":
        return Paragraph(text, "summary" if summary else "body")
    return Item(text, f"{part.section.id}~{lists}", summary=summary, bullet=line.kind == "bullet")


class _Composer:
    """Puts the blocks down one after another and notes where sections begin."""

    def __init__(self, report: Report, arranged: Arranged, found: Facts) -> None:
        self.report, self.arranged, self.facts = report, arranged, found
        self.stock = {block.key: block for block in report.blocks if isinstance(block, Table | Figure)}
        self.claimed: dict[str, str] = {}  # table or figure -> the first authored text that places it
        for part in arranged.standing():
            for line in parse(part.written.text or ""):
                if line.kind == "place":
                    self.claimed.setdefault(line.key, part.section.id)
        self.blocks: list[Block] = []
        self.put: set[str] = set()
        self.ended = 0  # blocks of the program's own so far that end a text
        self.inside = False
        self.missing: list[tuple[str, str]] = []
        self.spans: list[tuple[Part, int, int, int]] = []  # of a section its first block, the first of its text, and the end

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
        words = self._words()
        self.blocks = [referring(block, words, self.facts.dash) for block in self.blocks]
        lines = dict(map(self._marked, self.spans))
        blocks = opened(self.blocks[at] for at in kept)
        every = (*self.report.blocks, *blocks)
        named = {block.key: _title(block) for block in every if isinstance(block, Table | Figure | Heading) and block.key}
        return Composed(replace(self.report, blocks=blocks), self.arranged, tuple(self.missing), named, lines)

    def _part(self, part: Part) -> None:
        """A part with all that is in it; one that is left out is not there."""
        if part.left_out:
            return
        begin = len(self.blocks)
        heading = part.section.heading
        if heading is not None:
            self.blocks.append(replace(heading, text=clean(part.title)))
        own = len(self.blocks)
        for each in text_blocks(part, self.facts.reads, part.written.text):
            if isinstance(each, Line):
                self._place(each.key, part.section.id)
            else:
                self.blocks.append(each)
        if len(self.blocks) > begin:
            self.spans.append((part, begin, own, len(self.blocks)))
            self.inside = True
        self._rest(part)
        for inside in part.parts:
            self._part(inside)

    def _marked(self, span: tuple[Part, int, int, int]) -> tuple[str, tuple[Line, ...]]:
        """Puts the fence and the comments of a section to its first block; its id, and its lines as they will be read."""
        part, begin, own, end = span
        lines = tuple(line for block in self.blocks[own:end] if (line := as_line(block)) is not None)
        title = clean(part.title) if part.section.heading is not None else ""
        fence = fences.start(self.report.lang, part.section.id, lines, self.facts.reads, title)
        self.blocks[begin] = fenced(self.blocks[begin], fence, part.written.remarks)
        return part.section.id, lines

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
            if self.inside:
                self.ended += 1
                block = fenced(block, fences.end(self.ended))  # noqa: PLW2901 - the same block
            self.inside = False
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
        standing = [block for block in self.blocks if isinstance(block, Table | Figure) or (isinstance(block, Heading) and block.numbered)]
        there = {block.key: "" for block in standing}
        named = {
            block.key: f"“{_title(block)}”" for block in self.report.blocks if isinstance(block, Table | Figure | Heading) and block.key
        }
        return {**named, **there}


def fenced(block: Block, fence: str, remarks: tuple[Remark, ...] = ()) -> Block:
    """The block with a fence, and with comments."""
    match block:
        case Heading() | Paragraph() | Item():
            return replace(block, fence=fence, remarks=remarks)
        case Table() | Figure():
            return replace(block, fence=fence)
        case _:
            return block


def _title(block: Table | Figure | Heading) -> str:
    return block.title if isinstance(block, Table) else block.caption if isinstance(block, Figure) else block.text


def referring(block: Block, words: Mapping[str, str], dash: str) -> Block:
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
