"""Blocks of a table on the workspace's thread: read for the clipboard, written from it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from db import browse, compound
from db.browse import Entry
from db.compound import TypedRow
from db.history import Change
from db.workspace import Workspace
from diagnosis.fieldtypes import Value
from diagnosis.questionnaire import Question, questionnaire
from diagnosis.roster.header import fields_named
from diagnosis.text import Lang, Text, listed, phrase
from ui.shortcuts import keys_of
from ui.widgets.clipboard import rows_of, text_of

READ_AT_ONCE = 500  # rows
SHOWN = 3  # questions that are named in a message


@dataclass(frozen=True, slots=True, kw_only=True)
class Pasted:
    """What a paste did: rows written, those of them that are new, answers that others took the place of, columns left out.

    ``unread``: the questions of the cells that could not be read and are kept as they were pasted, one for each cell.
    ``header``: whether the first row named the columns and was left out; ``elsewhere``: the columns it named that stand elsewhere here.
    """

    rows: int = 0
    added: int = 0
    replaced: int = 0
    left_out: int = 0
    unread: tuple[Text, ...] = ()
    header: bool = False
    elsewhere: tuple[Text, ...] = ()

    @property
    def told(self) -> Text:
        """The same, for the message bar."""
        if not self.rows:
            return phrase("ui", "table.paste-header-only" if self.header else "table.paste-nothing")
        told = phrase("ui", "table.pasted-over" if self.replaced else "table.pasted", rows=self.rows, replaced=self.replaced)
        told = phrase("ui", "table.pasted-cut", told=told, columns=self.left_out) if self.left_out else told
        told = phrase("ui", "table.pasted-header", told=told) if self.header else told
        told = phrase("ui", "table.pasted-elsewhere", told=told, names=named(self.elsewhere)) if self.elsewhere else told
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


def paste(ws: Workspace, round_id: int, part: str, text: str, target: Target) -> tuple[Change, Pasted]:
    """Write the clipboard's ``text``; blank lines make no new rows, nor does a first row that names the columns."""
    block = list(rows_of(text))
    asked = questionnaire().parts[part]
    header = fields_named(asked, block[0]) if block else {}
    header = header if len(block) > 1 or len(header) > 1 else {}  # one word alone is an answer
    block = block[1:] if header else block
    typed = [{name: cell for name, cell in zip(target.columns, cells, strict=False) if name not in target.fixed} for cells in block]
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
        left_out=max(0, max(map(len, block), default=0) - len(target.columns)),
        unread=tuple(question(field).label for entry, cells in pasted for field in cells if field in entry.drafts),
        header=bool(header),
        elsewhere=tuple(question(field).label for place, field in header.items() if target.columns[place : place + 1] != [field]),
    )


def _replaced(before: Entry, after: Entry, field: str) -> bool:
    held = (before.answers.get(field), before.drafts.get(field))
    return held != (None, None) and held != (after.answers.get(field), after.drafts.get(field))


def _entries(ws: Workspace, round_id: int, part: str, ids: Sequence[int]) -> Iterator[tuple[int, Entry]]:
    for start in range(0, len(ids), READ_AT_ONCE):
        some = ids[start : start + READ_AT_ONCE]
        found = browse.rows_by_id(ws, round_id, part, some)
        yield from ((row_id, found[row_id]) for row_id in some if row_id in found)
