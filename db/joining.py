"""What is typed into a field without leaving it is one step of undo: each write is on disk, and becomes part of the one before it."""

from collections.abc import Iterable
from typing import NamedTuple, cast

from db.history import Held, Image, Made
from db.versions import Sitting

Sides = tuple[Held | None, Held | None]  # what a row was and became


class Step(NamedTuple):
    """The newest change, which the next one of the same visit to a field becomes part of.

    ``sitting``: of the section of a report that is written on it.
    """

    visit: object
    about: tuple[object, ...]
    images: list[Image]
    sitting: Sitting | None

    def joined(self, visit: object | None, change: Made) -> list[Image] | None:
        """What both have changed: nothing where they come to nothing, ``None`` where they are two steps."""
        if visit is not self.visit or _about(change) != self.about or not _are_rows(change.images):
            return None
        return folded([*self.images, *change.images])


def step(visit: object | None, change: Made, images: list[Image], sitting: Sitting | None) -> Step | None:
    """What another change may become part of: none that was not typed, or that is about many rows at once."""
    return Step(visit, _about(change), images, sitting) if visit is not None and _are_rows(images) else None


def _about(change: Made) -> tuple[object, ...]:
    return change.cluster_id, change.round_id, change.row_id, frozenset(change.parts)


def _are_rows(images: Iterable[Image]) -> bool:
    return all(isinstance(row, int) for _, row, _, _ in images)


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
