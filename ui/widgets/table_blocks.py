"""Blocks of a table on the workspace's thread: read for the clipboard, written from it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, zip_longest
from typing import NamedTuple

from db import browse, compound
from db.browse import Entry
from db.compound import TypedRow
from db.history import Change
from db.workspace import Workspace
from diagnosis.fieldtypes import MoneyType, NumberType, Value
from diagnosis.questionnaire import Part, Question, questionnaire
from diagnosis.roster.header import divides, fields_named, header_unit, in_unit, money_unit, unit_named
from diagnosis.text import Lang, Text, listed, phrase
from ui.shortcuts import keys_of
from ui.widgets.clipboard import rows_of, text_of

READ_AT_ONCE = 500  # rows
TITLES = 5  # lines, among which the header stands
SHOWN = 3  # questions that are named in a message


@dataclass(frozen=True, slots=True, kw_only=True)
class Pasted:
    """What a paste did: rows written, those of them that are new, answers that others took the place of, columns left out.

    ``unread``: the questions of the cells that could not be read and are kept as they were pasted, one for each cell.
    ``header``: whether the first row named the columns and was left out; ``by_name``: whether they stand elsewhere here, and went there by
    their names; ``unknown``: the names that are none of the list's, of columns that were left out then.
    """

    rows: int = 0
    added: int = 0
    replaced: int = 0
    left_out: int = 0
    unread: tuple[Text, ...] = ()
    header: bool = False
    by_name: bool = False
    unknown: tuple[Text, ...] = ()

    @property
    def told(self) -> Text:
        """The same, for the message bar."""
        if not self.rows:
            return phrase("ui", "table.paste-header-only" if self.header else "table.paste-nothing")
        told = phrase("ui", "table.pasted-over" if self.replaced else "table.pasted", rows=self.rows, replaced=self.replaced)
        told = phrase("ui", "table.pasted-cut", told=told, columns=self.left_out) if self.left_out else told
        told = phrase("ui", "table.pasted-by-name" if self.by_name else "table.pasted-header", told=told) if self.header else told
        told = phrase("ui", "table.pasted-unknown", told=told, names=named(self.unknown)) if self.unknown else told
        return with_unread(told, self.unread)


def with_unread(told: Text, unread: Sequence[Text]) -> Text:
    """What a paste did, and how many cells could not be read, if any; ``unread``: what each of them is about."""
    if not unread:
        return told
    return phrase("ui", "table.pasted-unread", told=told, count=len(unread), about=named(unread), keys=keys_of("keys.check"))


def named(labels: Sequence[Text]) -> Text:
    """The first few of them, each once."""
    names = list(dict.fromkeys(labels))
    return phrase("ui", "table.pasted-unread-more" if len(names) > SHOWN else "table.pasted-unread-of", names=listed(names[:SHOWN]))


def copied(ws: Workspace, round_id: int, part: str, ids: Sequence[int], asked: Sequence[Question], lang: Lang) -> str:
    """Rows as a spreadsheet takes them."""
    entries = (entry for _, entry in _entries(ws, round_id, part, ids))
    return text_of([entry.drafts.get(each.id) or each.type.show(entry.answers.get(each.id), lang) for each in asked] for entry in entries)


@dataclass(frozen=True, slots=True)
class Target:
    """Where a block goes: into these rows and then into new ones, from left to right into these columns.

    ``fixed``: the answers that new rows get; their columns are left as they are.
    """

    ids: Sequence[int]
    columns: Sequence[str]
    fixed: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Block:
    """What is on the clipboard for a list: for each line what goes into which column, and how that was found."""

    lines: Sequence[Mapping[str, str]]
    header: bool = False
    by_name: bool = False
    unknown: tuple[str, ...] = ()
    left_out: int = 0


def read_block(asked: Part, text: str, target: Target) -> Block:
    """The clipboard's ``text``. A first row that names the columns says where they go, where they stand elsewhere here, and their units."""
    titles, block = _below_titles(asked, list(rows_of(text)))
    block = _in_unit_above(asked, titles, _one_header(asked, block))
    found = fields_named(asked, block[0]) if block else {}
    found = found if len(block) > 1 or len(found) > 1 else {}  # one word alone is an answer
    heads, block = (block[0], block[1:]) if found else ((), block)
    by_name = any(target.columns[place : place + 1] != [field] for place, field in found.items())
    columns = found if by_name else dict(enumerate(target.columns))
    ways = list(_ways(asked, {place: field for place, field in columns.items() if field not in target.fixed}, heads))
    unknown = [head for place, head in enumerate(heads) if head.strip() and found.get(place) is None] if by_name else []
    wide = max(map(len, block), default=0)
    left_out = 0 if by_name else max(0, wide - len(columns))
    return Block([_line(ways, cells) for cells in block], bool(found), by_name, tuple(unknown), left_out)


def _below_titles(asked: Part, block: list[list[str]]) -> tuple[list[list[str]], list[list[str]]]:
    """The lines above a header, which say one thing or two each, and the block from there on."""
    head = next((at for at, row in enumerate(block[:TITLES]) if len(set(fields_named(asked, row).values()) - {None}) > 1), 0)
    filled = [sum(bool(cell.strip()) for cell in row) for row in block[: head + 1]]
    are_titles = all(count <= 2 and count < filled[head] for count in filled[:head])
    return (block[:head], block[head:]) if are_titles else ([], block)


def _in_unit_above(asked: Part, titles: Sequence[Sequence[str]], block: list[list[str]]) -> list[list[str]]:
    """The block with the unit of money that a title gives (单位：亿元) behind the heads that name none."""
    unit = next((found for row in reversed(titles) for cell in row if (found := money_unit(cell))), None)
    if unit is None:
        return block
    fields = fields_named(asked, block[0])
    money = {place for place, field in fields.items() if field and isinstance(asked.question(field).type, MoneyType)}
    heads = [f"{cell}({unit})" if place in money and header_unit(cell) is None else cell for place, cell in enumerate(block[0])]
    return [heads, *block[1:]]


def _one_header(asked: Part, block: list[list[str]]) -> list[list[str]]:
    """The block with a header of two lines as one: years, or units, stand below what merged cells name (营业收入: 2021年, 2022年)."""
    found = fields_named(asked, block[0]) if len(block) > 1 else {}
    name = next((place for place, field in found.items() if field == asked.questions[0].id), None)
    if name is None or any(block[1][name : name + 1]) or not any(cell.strip() for cell in block[1]):
        return block
    above, below = block[0], block[1]
    if divides(above, below):
        spread = list(accumulate(above, _or_left))
        above = [spread[place] if any(below[place : place + 1]) else cell for place, cell in enumerate(above)]
    elif not all(header_unit(cell) for cell in below if cell.strip()):
        return block
    return [[" ".join(filter(None, cells)) for cells in zip_longest(above, below, fillvalue="")], *block[2:]]


def _or_left(left: str, cell: str) -> str:
    return cell if cell.strip() else left


class _Way(NamedTuple):
    """The place of a column in the block, where it goes, and the unit of its numbers; blank for the field's own."""

    place: int
    field: str
    unit: str


def _ways(asked: Part, columns: Mapping[int, str | None], heads: Sequence[str]) -> Iterator[_Way]:
    """Every column that goes somewhere; of figures the first of a name alone: those of two years are not mixed."""
    seen: set[str] = set()
    for place, field in columns.items():
        if field and not (field in seen and isinstance(asked.question(field).type, NumberType)):
            seen.add(field)
            yield _Way(place, field, _unit(asked, field, heads, place))


def _unit(asked: Part, field: str, heads: Sequence[str], place: int) -> str:
    return unit_named(asked.question(field), heads[place]) if place < len(heads) else ""


def _line(ways: Sequence[_Way], cells: Sequence[str]) -> dict[str, str]:
    """What goes into which column; of two columns of one name the first that says something."""
    line: dict[str, str] = {}
    for place, field, unit in ways:
        if place < len(cells) and not line.get(field, "").strip():
            line[field] = in_unit(cells[place], unit)
    return line


def paste(ws: Workspace, round_id: int, part: str, text: str, target: Target) -> tuple[Change, Pasted]:
    """Write the clipboard's ``text``; blank lines make no new rows, nor does a first row that names the columns."""
    asked = questionnaire().parts[part]
    block = read_block(asked, text, target)
    typed = block.lines
    there = dict(zip(target.ids, typed, strict=False))
    new = [TypedRow(None, cells, target.fixed) for cells in typed[len(there) :] if any(cell.strip() for cell in cells.values())]
    before = dict(_entries(ws, round_id, part, list(there)))
    change = compound.set_typed(ws, round_id, part, [*(TypedRow(row_id, cells) for row_id, cells in there.items()), *new])
    after = dict(_entries(ws, round_id, part, list(there)))
    added = dict(_entries(ws, round_id, part, browse.row_ids(ws, round_id, part)[-len(new) :] if new else ()))
    pasted = [*((after[row_id], cells) for row_id, cells in there.items()), *zip(added.values(), (row.typed for row in new), strict=True)]
    question = asked.question
    return change, Pasted(
        rows=len(there) + len(new),
        added=len(new),
        replaced=sum(_replaced(before[row_id], entry, field) for row_id, entry in after.items() for field in there[row_id]),
        left_out=block.left_out,
        unread=tuple(question(field).label for entry, cells in pasted for field in cells if field in entry.drafts),
        header=block.header,
        by_name=block.by_name,
        unknown=tuple(Text(name, name) for name in block.unknown),
    )


def _replaced(before: Entry, after: Entry, field: str) -> bool:
    held = (before.answers.get(field), before.drafts.get(field))
    return held != (None, None) and held != (after.answers.get(field), after.drafts.get(field))


def _entries(ws: Workspace, round_id: int, part: str, ids: Sequence[int]) -> Iterator[tuple[int, Entry]]:
    for start in range(0, len(ids), READ_AT_ONCE):
        some = ids[start : start + READ_AT_ONCE]
        found = browse.rows_by_id(ws, round_id, part, some)
        yield from ((row_id, found[row_id]) for row_id in some if row_id in found)
