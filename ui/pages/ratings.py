"""The ratings behind the checklist: a list with at most one row an item, which is made when its first answer comes."""

from db import browse
from db.browse import Entry
from db.operations import draft_rating as keep_draft
from db.operations import rate
from db.workspace import Workspace

__all__ = ["entries", "keep_draft", "rate"]
PART, ITEM = "ratings", "item"


def entries(workspace: Workspace, round_id: int) -> dict[str, Entry]:
    """item -> its rating's answers; the first row of an item is its rating."""
    found: dict[str, Entry] = {}
    for entry in _in_order(workspace, round_id):
        item = entry.answers.get(ITEM)
        if isinstance(item, str):
            found.setdefault(item, entry)
    return found


def _in_order(workspace: Workspace, round_id: int) -> list[Entry]:
    ids = browse.row_ids(workspace, round_id, PART)
    found = browse.rows_by_id(workspace, round_id, PART, ids)
    return [found[row_id] for row_id in ids if row_id in found]
