"""On which page each block falls: an estimate from the page's size, the styles' measures and the widths of the text.

Lines have an exact height in our own base documents, so the estimate is mostly right; fonts, justification and the word
processor's own rules for breaking pages make up the rest, and the contents say that the numbers are estimated.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate

from diagnosis.text import Lang
from reports.blocks import CLOSE, DENSE, Block, Contents, Figure, Heading, Item, ListOf, PageBreak, Paragraph, Run, Table, inlines
from reports.numbering import Numbers
from reports.template import Geometry, Metrics
from reports.text_width import ems, lines

CELL_MARGINS = 7.0  # points, left and right together
LEADERS = 6.0  # ems at the end of a line of the contents
HANGING = {"zh": 0.0, "en": 19.85}  # points by which the lines of a numbered paragraph stand in
HEAVIER = 0.08  # of its width: Western letters in bold
RULES = 3.75  # points of the rules above and below a table, and under its head
SLACK = 0.5  # points that a page gives
UNSURE = 12.0  # points by which the estimate of a full page may be wrong


@dataclass(frozen=True, slots=True)
class Segment:
    """Blocks (with their places in the report) that share a page orientation."""

    wide: bool
    blocks: tuple[tuple[int, Block], ...]


def segments(blocks: Sequence[Block]) -> list[Segment]:
    """The blocks in runs of portrait and landscape; a chapter that opens with a wide table is turned from its heading on."""
    marks = [isinstance(block, Table) and block.wide for block in blocks]
    for place, block in enumerate(blocks):
        if isinstance(block, Table) and block.wide:
            start = place
            while start and isinstance(blocks[start - 1], Heading | Paragraph) and not _starts_page(blocks[start]):
                start -= 1
            if _starts_page(blocks[start]):
                marks[start:place] = [True] * (place - start)
    found: list[Segment] = []
    for place, block in enumerate(blocks):
        if found and found[-1].wide == marks[place] and not (marks[place] and _starts_page(block)):
            found[-1] = Segment(found[-1].wide, (*found[-1].blocks, (place, block)))
        else:
            found.append(Segment(marks[place], ((place, block),)))
    return found


def _starts_page(block: Block) -> bool:
    return isinstance(block, Heading) and block.new_page


@dataclass(frozen=True, slots=True)
class Chunk:
    """What stands together: heights of its unbreakable parts, space around it, whether it stays with the next, a head that repeats.

    ``whole``: the parts stay on one page where one page can hold them and the ``lead`` that stays with them.
    ``note``: the source under a table, which should not stand on a page of its own. ``solid``: what moves on whole, which is taken to
    fit only with something to spare.
    """

    parts: tuple[float, ...]
    before: float = 0.0
    after: float = 0.0
    keep: bool = False
    head: float = 0.0
    whole: bool = False
    lead: float = 0.0
    note: bool = False
    solid: bool = False
    place: int = -1

    def on(self, height: float) -> "Chunk":
        """The chunk as it breaks on pages of this height."""
        if not self.whole or self.lead + sum(self.parts) > height:
            return self
        return replace(self, parts=(sum(self.parts),), keep=True)


@dataclass(frozen=True, slots=True)
class Page:
    """What the estimate needs to know of the document: its styles' measures, the figures' heights, and its numbers."""

    metrics: Mapping[str, Metrics]
    geometry: Geometry
    numbers: Numbers
    lang: Lang
    figure_height: Callable[[Figure, float], float]
    tables: dict[tuple[int, float], tuple[Table, list[Chunk]]] = field(default_factory=dict)  # measured already, by id and width


@dataclass(frozen=True, slots=True)
class Estimate:
    """``pages``: the page (from 1, where the body begins) on which every block begins, by its place in the report; ``last``: how many.

    ``lonely``: tables of which only the source, or one row with it, runs over to the next page. ``short``: what moved on to the next
    page, and the room in points that it left, which was not enough for it. ``tails``: what begins a page because it must, or ends the
    report, and the height in points that the page before has of what stands there.
    """

    pages: Mapping[int, int]
    lonely: frozenset[int]
    short: Mapping[int, float]
    tails: Mapping[int, float]
    last: int

    @property
    def end(self) -> float:
        """The height in points that the last page has of what stands there."""
        return self.tails[max(self.tails)]


def settle(blocks: Sequence[Block], page: Page) -> tuple[tuple[Block, ...], Estimate]:
    """The blocks and where they fall; a table of which little more than the source would run over is set in smaller type."""
    first = estimate(blocks, page)
    settled = tuple(
        replace(block, dense=True) if place in first.lonely and isinstance(block, Table) else block for place, block in enumerate(blocks)
    )
    return settled, estimate(settled, page) if first.lonely else first


def estimate(blocks: Sequence[Block], page: Page) -> Estimate:
    """On which page every block falls."""
    pages: dict[int, int] = {}
    lonely: set[int] = set()
    short: dict[int, float] = {}
    tails: dict[int, float] = {}
    number = 0
    for segment in segments(blocks):
        geometry = page.geometry.sideways if segment.wide else page.geometry
        number += 1
        flow = _Flow(geometry.room, number, pages, lonely, short)
        chunks: list[Chunk] = []
        for place, block in segment.blocks:
            if _starts_page(block) or isinstance(block, PageBreak):
                flow.place(chunks)
                chunks = []
                tails.setdefault(place, flow.used)  # of a sheet that is turned here it is known already
                flow.turn()
            chunks += _chunks(block, place, blocks, page, geometry.width)
        flow.place(chunks)
        number, tails[place + 1] = flow.number, flow.used
    return Estimate(pages, frozenset(lonely), short, tails, number)


def height_of(block: Block, place: int, blocks: Sequence[Block], page: Page) -> float:
    """The height in points that a block takes on an upright page, with half of the space around it."""
    chunks = _chunks(block, place, blocks, page, page.geometry.width)
    return sum(sum(chunk.parts) + max(chunk.before, chunk.after) for chunk in chunks)


def rows_within(table: Table, place: int, room: float, page: Page) -> int:
    """How many rows of a table stand in so many points, below its caption and its head."""
    caption, body, *_ = _chunks(table, place, (), page, page.geometry.width)
    used = accumulate(body.parts, initial=caption.before + sum(caption.parts) + caption.after)
    return sum(height <= room for height in used) - 1


class _Flow:
    """Where the next line stands. Of the space after one paragraph and before the next, the larger counts."""

    def __init__(self, height: float, number: int, pages: dict[int, int], lonely: set[int], short: dict[int, float]) -> None:
        self.height, self.number, self.used, self.after = height, number, 0.0, 0.0
        self.pages, self.lonely, self.short = pages, lonely, short

    def turn(self) -> None:
        """A new page, unless nothing stands on this one."""
        if self.used:
            self.number, self.used, self.after = self.number + 1, 0.0, 0.0

    def place(self, chunks: Sequence[Chunk]) -> None:
        """Puts the chunks down one after another."""
        chunks = [chunk.on(self.height) for chunk in chunks]
        tail = 0
        for at, chunk in enumerate(chunks):
            held = chunks[at:] if not at or not chunks[at - 1].keep else [replace(chunk, keep=False)]
            if self.used and self.used + self._held(held) > self.height + (-UNSURE if chunk.solid else SLACK):
                self.short.setdefault(chunk.place, self.height - self.used)
                self.turn()
            if chunk.note and (not self.used or tail == 1 or self._barely(chunk)):
                self.lonely.add(chunk.place)
            tail = self._down(chunk)

    def _barely(self, chunk: Chunk) -> bool:
        """Whether a chunk fits on this page by so little that a word processor may think otherwise."""
        return self.used + max(self.after, chunk.before) + sum(chunk.parts) > self.height - UNSURE

    def _down(self, chunk: Chunk) -> int:
        """Puts a chunk down; returns how many of its parts stand on a page that it ran over to."""
        self.used += max(self.after, chunk.before) if self.used else 0.0  # a page begins with no space
        turned, here = False, 0
        for number, part in enumerate(chunk.parts):
            if number and self.used + part > self.height + SLACK:
                self.turn()
                self.used, turned, here = chunk.head, True, 0
            self.used += part
            here += 1
            if not number:
                self.pages.setdefault(chunk.place, self.number)
        self.after = chunk.after
        return here if turned else 0

    def _held(self, chunks: Sequence[Chunk]) -> float:
        """The height that must stand on one page from here on."""
        height, after = 0.0, self.after
        for chunk in chunks:
            height += max(after, chunk.before) + (sum(chunk.parts) if chunk.keep else (chunk.parts or (0.0,))[0])
            after = chunk.after
            if not chunk.keep:
                break
        return height


def _chunks(block: Block, place: int, blocks: Sequence[Block], page: Page, width: float) -> list[Chunk]:
    found: list[Chunk] = []
    match block:
        case Heading():
            role = f"heading{block.level}" if block.numbered else "contents"
            found = [_text(page.numbers.headings.get(place, "") + block.text, page, role, width, place, keep=True)]
        case Paragraph():
            found = [_text(page.numbers.plain(block.text), page, block.style, width, place, wider=_wider(block.text))]
        case Item():
            role, number = ("summary" if block.summary else "item"), ("（1）" if page.lang == "zh" else "")
            text = number + page.numbers.plain(block.text)
            found = [_text(text, page, role, width - HANGING[page.lang], place, wider=_wider(block.text))]
        case Figure():
            found = _figure(block, page, width, place)
        case Table():
            key = (id(block), width)
            if key not in page.tables:
                page.tables[key] = (block, _table(block, page, width, place))  # the table itself, or its id would be another's one day
            found = [replace(chunk, place=place) for chunk in page.tables[key][1]]
        case Contents() | ListOf():
            found = _contents(block, blocks, page, width, place)
        case PageBreak():
            pass
    return found


def count_lines(text: str, page: Page, role: str, width: float) -> int:
    """The lines of a text in a style."""
    return _lines(text, page, page.metrics[role], width)


def _lines(text: str, page: Page, metrics: Metrics, width: float, wider: float = 0.0, *, cell: bool = False) -> int:
    em = metrics.size + metrics.tracking
    chinese = page.lang == "zh"
    return lines(text, width / em, chinese=chinese, sans=metrics.sans, first=metrics.indent / em + wider, hanging=chinese and not cell)


def _wider(text: str) -> float:
    """By how many ems the words in bold are wider than they would be; Chinese and figures are not."""
    heavy = "".join(part.text for part in inlines(text) if isinstance(part, Run) and part.bold)
    return HEAVIER * ems("".join(char for char in heavy if char.isascii() and char.isalpha()), chinese=False)


def _text(text: str, page: Page, role: str, width: float, place: int, *, keep: bool = False, wider: float = 0.0) -> Chunk:
    metrics = page.metrics[role]
    count = _lines(text, page, metrics, width, wider)
    line = metrics.line
    # a paragraph leaves at least two lines on either page
    parts = (line * count,) if count < 4 else (2 * line, *[line] * (count - 4), 2 * line)
    return Chunk(parts, metrics.before, metrics.after, keep=keep, place=place)


def _figure(block: Figure, page: Page, width: float, place: int) -> list[Chunk]:
    frame, caption = page.metrics["figure"], page.metrics["caption"]
    height = page.figure_height(block, width) * block.scale
    words = f"{page.numbers.labels[block.key]}　{block.caption}"
    found = [
        Chunk((height,), frame.before, frame.after, keep=True, solid=True, place=place),
        Chunk(
            (caption.line * count_lines(words, page, "caption", width),), caption.before, caption.after, keep=bool(block.note), place=place
        ),
    ]
    return [*found, _text(page.numbers.plain(block.note), page, "note", width, place)] if block.note else found


def _table(block: Table, page: Page, width: float, place: int) -> list[Chunk]:
    words = f"{page.numbers.labels[block.key]}　{block.title}"
    total = sum(column.width for column in block.columns)
    widths = [width * column.width / total - CELL_MARGINS for column in block.columns]
    metrics = page.metrics["cell"]
    if block.dense:
        metrics = replace(
            metrics, size=DENSE * metrics.size, line=DENSE * metrics.line, before=CLOSE * metrics.before, after=CLOSE * metrics.after
        )

    def height(cells: Sequence[str]) -> float:
        most = max(_lines(page.numbers.plain(cell), page, metrics, room, cell=True) for cell, room in zip(cells, widths, strict=True))
        return most * metrics.line + metrics.before + metrics.after

    head = height([column.head for column in block.columns])
    rows = [height(row) for row in block.rows]
    caption = replace(_text(words, page, "caption", width, place, keep=True), solid=block.together)
    lead = sum(caption.parts) + caption.before + caption.after
    body = Chunk((head + RULES + rows[0], *rows[1:]), head=head, whole=block.together, lead=lead, place=place)
    return [caption, body, replace(_text(page.numbers.plain(block.note), page, "note", width, place), note=True)]


def _contents(block: Contents | ListOf, blocks: Sequence[Block], page: Page, width: float, place: int) -> list[Chunk]:
    chunks = []
    if isinstance(block, ListOf):
        chunks.append(_text(block.title, page, "contents", width, place, keep=True))
    for role, text in entries(block, blocks, page.numbers):
        room = width - LEADERS * page.metrics[role].size
        chunks.append(
            Chunk(
                (page.metrics[role].line * block.close * count_lines(text, page, role, room),),
                page.metrics[role].before,
                page.metrics[role].after,
                place=place,
            )
        )
    return chunks


def entries(block: Contents | ListOf, blocks: Sequence[Block], numbers: Numbers) -> list[tuple[str, str]]:
    """The lines of a table of contents or a list, as (style role, text)."""
    return [(role, text) for role, text, _ in entries_at(block, blocks, numbers)]


def entries_at(block: Contents | ListOf, blocks: Sequence[Block], numbers: Numbers) -> list[tuple[str, str, int]]:
    """The same with the place of the block that each line points to."""
    found = []
    for place, entry in enumerate(blocks):
        if isinstance(block, Contents):
            if isinstance(entry, Heading) and entry.level < 3 and (entry.numbered or entry.key == "summary"):
                found.append((f"toc{entry.level}", heading_line(entry, numbers.headings.get(place, "")), place))
        elif isinstance(entry, Figure) and block.kind == "figure":
            found.append(("listed", f"{numbers.labels[entry.key]}　{entry.caption}", place))
        elif isinstance(entry, Table) and block.kind == "table":
            found.append(("listed", f"{numbers.labels[entry.key]}　{entry.title}", place))
    return found


def heading_line(heading: Heading, number: str) -> str:
    """A heading as the contents give it: its number, a gap where one is read, and its text."""
    gap = "" if not number or number[-1] in "、）." else " "
    return f"{number}{gap}{heading.text}"
