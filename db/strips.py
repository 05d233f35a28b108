"""One cell set in many rows at once, in the history as strips: ``[table, [row ids], {column: [cells before]}, {column: cell after}]``."""

from collections.abc import Mapping, Sequence
from typing import Any

from db.columns import Cell, to_json
from db.workspace import Workspace

LENGTH = 1000  # rows of one strip
Ids = tuple[int, ...]
Strip = tuple[str, Ids, Mapping[str, Any], Mapping[str, Any]]


def fill(workspace: Workspace, table: str, ids: Sequence[int], column: str, cell: Cell) -> Strip | None:
    """Sets a cell in these rows; ``None``: it was so in all of them already."""
    where = f'"{table}" WHERE _id IN (SELECT value FROM json_each(?)) AND "{column}" IS NOT ? ORDER BY _id'
    found = workspace.rows(f'SELECT _id, "{column}" FROM {where}', to_json(list(ids)), cell)
    if not found:
        return None
    changed, before = (tuple(part) for part in zip(*found, strict=True))
    workspace.db.execute(
        f'UPDATE "{table}" SET "{column}" = ? WHERE _id IN (SELECT value FROM json_each(?))', (cell, to_json(list(changed)))
    )
    return table, changed, {column: list(before)}, {column: cell}


def is_strip(ids: Sequence[object], before: Mapping[str, Any], after: Mapping[str, Any], columns: set[str]) -> bool:
    """Whether an image read from a file is one of a strip of a table with these columns."""
    if len(before) != 1 or before.keys() != after.keys() or not columns.issuperset(before):
        return False
    (cells,) = before.values()
    return all(type(row_id) is int for row_id in ids) and isinstance(cells, list) and len(cells) == len(ids)


def put(workspace: Workspace, strip: Strip, *, backwards: bool) -> bool:
    """Brings a strip to what it was, or became; whether all of its rows are there."""
    table, ids, before, after = strip
    ((column, cell),) = after.items()
    cells = before[column] if backwards else [cell] * len(ids)
    done = workspace.db.executemany(f'UPDATE "{table}" SET "{column}" = ? WHERE _id = ?', zip(cells, ids, strict=True))
    return done.rowcount == len(ids)
