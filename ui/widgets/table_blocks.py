"""Blocks of a table on the workspace's thread: read for the clipboard, written from it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from db import browse, compound
from db.browse import Entry
from db.compound import TypedRow
from db.history import Change
from db.workspace import Workspace
from diagnosis.questionnaire import Question
from diagnosis.text import Lang
from ui.widgets.clipboard import text_of

READ_AT_ONCE = 500  # rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Pasted:
    """What a paste did: rows written, those of them that are new, answers that others took the place of, columns left out."""

    rows: int = 0
    added: int = 0
    replaced: int = 0
    left_out: int = 0


def copied(ws: Workspace, round_id: int, part: str, ids: Sequence[int], asked: Sequence[Question], lang: Lang) -> str:
    """Rows as a spreadsheet takes them."""
    entries = (entry for _, entry in _entries(ws, round_id, part, ids))
    return text_of([entry.drafts.get(each.id) or each.type.show(entry.answers.get(each.id), lang) for each in asked] for entry in entries)


def write(ws: Workspace, round_id: int, part: str, rows: Sequence[TypedRow]) -> tuple[Change, int]:
    """Write what was pasted; how many cells that held something now hold something else."""
    typed = {row.row_id: row.typed for row in rows if row.row_id is not None}
    before = dict(_entries(ws, round_id, part, list(typed)))
    change = compound.set_typed(ws, round_id, part, rows)
    after = _entries(ws, round_id, part, list(typed))
    return change, sum(_replaced(before[row_id], entry, field) for row_id, entry in after for field in typed[row_id])


def _replaced(before: Entry, after: Entry, field: str) -> bool:
    held = (before.answers.get(field), before.drafts.get(field))
    return held != (None, None) and held != (after.answers.get(field), after.drafts.get(field))


def _entries(ws: Workspace, round_id: int, part: str, ids: Sequence[int]) -> Iterator[tuple[int, Entry]]:
    for start in range(0, len(ids), READ_AT_ONCE):
        some = ids[start : start + READ_AT_ONCE]
        found = browse.rows_by_id(ws, round_id, part, some)
        yield from ((row_id, found[row_id]) for row_id in some if row_id in found)
