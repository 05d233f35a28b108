"""Who is named otherwise stays a side of its co-operations, and a link of the chain keeps its firms: they are found by name."""

import re
from collections.abc import Collection, Iterable, Mapping

from db.columns import Cell
from db.names import ACTORS, SEPARATORS
from db.recorder import Recorder
from diagnosis.text import fold

LINKS, SIDES = "links", ("from", "to")
CHAIN, FIRMS, OF_FIRM = "chain", "enterprises", "chain_link"
NAME = "name"


def follow(recorder: Recorder, part: str, before: Mapping[str, Cell], answers: Mapping[str, object]) -> None:
    """Names a row otherwise where others name it; ``before``: the row as it was, ``answers``: what is written into it.

    They stay as they are where the old name is another's as well, and where the new one is another's already: whose they are cannot be
    told then. A name that is only taken away leaves them, too. The row is written already.
    """
    if NAME not in answers or part not in (*ACTORS, CHAIN):
        return
    old, new = str(before[NAME] or ""), str(answers[NAME] or "")
    if not old or not new or fold(old) == fold(new):
        return
    if part == CHAIN:
        if not _held(recorder, (CHAIN,), (old, new), before["_id"]):
            _rename_links_of_firms(recorder, fold(old), new)
    elif is_side(recorder, old) and not _held(recorder, ACTORS, (old, new), before["_id"]):
        rename_sides(recorder, {fold(old)}, new)


def rename_sides(recorder: Recorder, old: Collection[str], name: str) -> None:
    """Co-operations of somebody who was called otherwise; ``old``: folded names."""
    for row, *sides in _sides(recorder):
        cells = {side: name for side, held in zip(SIDES, sides, strict=True) if held is not None and fold(str(held)) in old}
        if cells:
            recorder.update(LINKS, int(str(row)), cells)


def is_side(recorder: Recorder, name: str) -> bool:
    """Whether a co-operation names it."""
    return any(held is not None and fold(str(held)) == fold(name) for _row, *sides in _sides(recorder) for held in sides)


def _sides(recorder: Recorder) -> Iterable[tuple[Cell, ...]]:
    found: list[tuple[Cell, ...]] = recorder.workspace.rows(f'SELECT _id, "from", "to" FROM "{LINKS}" WHERE _round = ?', recorder.round_id)
    return found


def _rename_links_of_firms(recorder: Recorder, old: str, name: str) -> None:
    """What firms answer as their link of the chain, or as one of several."""
    sql = f'SELECT _id, {OF_FIRM} FROM "{FIRMS}" WHERE _round = ? AND {OF_FIRM} IS NOT NULL'
    for row, held in recorder.workspace.rows(sql, recorder.round_id):
        pieces = re.split(f"({SEPARATORS.pattern})", held)
        if any(fold(piece) == old for piece in pieces[::2]):
            named = (name if place % 2 == 0 and fold(piece) == old else piece for place, piece in enumerate(pieces))
            recorder.update(FIRMS, row, {OF_FIRM: "".join(named)})


def _held(recorder: Recorder, parts: Iterable[str], names: Collection[str], but: Cell) -> bool:
    """Whether another row of these lists bears one of the names."""
    folded = {fold(name) for name in names}
    return any(
        fold(found) in folded
        for part in parts
        for (found,) in recorder.workspace.rows(
            f'SELECT {NAME} FROM "{part}" WHERE _round = ? AND _id != ? AND {NAME} IS NOT NULL', recorder.round_id, but
        )
    )
