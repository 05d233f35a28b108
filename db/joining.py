"""One step of undo of what was written one after the other: each write stays a change of its own on disk until it is joined."""

from collections.abc import Iterable
from enum import IntEnum
from typing import cast

from db.history import Held, Image, read_images, write_images
from db.workspace import Workspace

Sides = tuple[Held | None, Held | None]  # what a row was and became


class Joined(IntEnum):
    """What became of two changes: they came to nothing and none is left, they are one, or they are two as before."""

    NONE = 0
    ONE = 1
    TWO = 2


def join(workspace: Workspace) -> Joined:
    """Makes one of the two newest changes, under the newer one's name, if they were about the same row.

    Changes of another program, of many rows, or that were taken back are left as they are.
    """
    with workspace.writing():
        columns = "_id, cluster, round, row, parts, images"
        sql = f"SELECT {columns} FROM history WHERE state = 'done' AND _id > ? ORDER BY _id DESC LIMIT 2"
        found = workspace.rows(sql, workspace.floors["done"])
        if len(found) < 2 or found[0][1:5] != found[1][1:5]:
            return Joined.TWO
        (newer, *_, after), (older, *_, before) = found
        images = [*read_images(workspace, before), *read_images(workspace, after)]
        if not all(isinstance(row, int) for _, row, _, _ in images):
            return Joined.TWO
        left = folded(images)
        sql = (
            "UPDATE history SET (at, name_zh, name_en) = (SELECT at, name_zh, name_en FROM history WHERE _id = ?), images = ? WHERE _id = ?"
        )
        workspace.db.execute(sql, (newer, write_images(left), older))
        workspace.db.execute("DELETE FROM history WHERE _id IN (?, ?)", (newer, newer if left else older))
    return Joined.ONE if left else Joined.NONE


def folded(images: Iterable[Image]) -> list[Image]:
    """One image for each row, what it was before the first and became after the last; none where that is the same."""
    rows: dict[tuple[str, int], Sides] = {}
    for table, row, before, after in images:
        key = (table, cast(int, row))
        rows[key] = _both(rows[key], (before, after)) if key in rows else (before, after)
    return [(table, row, before, after) for (table, row), (before, after) in rows.items() if before != after]


def _both(first: Sides, then: Sides) -> Sides:
    was, became = first
    before, after = then
    if became is None:  # it was deleted, and is added again
        return _changed(was, after)
    if after is None:  # added or changed, and then deleted
        return (None if was is None else _whole({**(before or {}), **was}), None)
    if was is None:
        return None, _whole({**became, **after})
    return _changed({**(before or {}), **was}, {**became, **after})


def _changed(was: Held | None, became: Held | None) -> Sides:
    """Only the cells that are others; a side that is missing has none."""
    if was is None or became is None:
        return was, became
    names = [name for name in {**was, **became} if was.get(name) != became.get(name)]
    return {name: was.get(name) for name in names}, {name: became.get(name) for name in names}


def _whole(cells: Held) -> Held:
    """A row as an image holds it: without the cells that have no value."""
    return {name: cell for name, cell in cells.items() if cell is not None}
