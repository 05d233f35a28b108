"""The ratings behind the checklist: a list with at most one row an item, which is made when its first answer comes."""

from collections.abc import Mapping

from db import browse, operations
from db.browse import Entry
from db.operations import Change
from db.workspace import Workspace
from diagnosis.fieldtypes import Value

PART, ITEM = "ratings", "item"


def entries(workspace: Workspace, round_id: int) -> dict[str, Entry]:
    """item -> its rating's answers; the first row of an item is its rating."""
    found: dict[str, Entry] = {}
    for entry in _in_order(workspace, round_id):
        item = entry.answers.get(ITEM)
        if isinstance(item, str):
            found.setdefault(item, entry)
    return found


def rate(workspace: Workspace, round_id: int, item: str, answers: Mapping[str, Value]) -> Change | None:
    """Set answers of an item's rating; ``None`` when there is nothing to take back."""
    row_id = _row_of(workspace, round_id, item)
    if row_id is not None:
        return operations.set_cells(workspace, round_id, PART, row_id, answers)
    if all(value is None for value in answers.values()):
        return None
    return operations.add_row(workspace, round_id, PART, {ITEM: item, **answers})


def keep_draft(workspace: Workspace, round_id: int, item: str, field: str, text: str | None) -> Change:
    """Keep what was typed and cannot be stored."""
    row_id = _row_of(workspace, round_id, item)
    if row_id is None:
        row_id = operations.add_row(workspace, round_id, PART, {ITEM: item}).row_id
    return operations.set_draft(workspace, round_id, PART, row_id, field, text)


def _in_order(workspace: Workspace, round_id: int) -> list[Entry]:
    ids = browse.row_ids(workspace, round_id, PART)
    found = browse.rows_by_id(workspace, round_id, PART, ids)
    return [found[row_id] for row_id in ids if row_id in found]


def _row_of(workspace: Workspace, round_id: int, item: str) -> int | None:
    found = browse.row_ids(workspace, round_id, PART, browse.View(only=(ITEM, item)))
    return found[0] if found else None
