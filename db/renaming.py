"""Who is named otherwise stays a side of its co-operations, and a link of the chain keeps its firms: they are found by name."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping

from db.columns import Cell
from db.names import ACTORS, SEPARATORS
from db.recorder import Recorder
from diagnosis.text import fold

LINKS, SIDES = "links", ("from", "to")
CHAIN, FIRMS, OF_FIRM = "chain", "enterprises", "chain_link"
NAME, CODE = "name", "uscc"


def follow(recorder: Recorder, part: str, rows: Iterable[tuple[Mapping[str, Cell], Mapping[str, object]]]) -> None:
    """Names rows otherwise where others name them; of each row of one change: as it was, and what is written into it.

    All are looked at together, as a list that is pasted over itself in another order gives every row the name of another. Others stay as
    they are where the old name was that of two rows or still is one's, and where the new one was somebody's or is that of two: whose they
    are cannot be told then. So they do where a firm gets another code, as it is another firm, and where a name is only taken away.
    The rows are written already; as it was, a row has the cells that were written at least.
    """
    if part not in (*ACTORS, CHAIN):
        return
    named = [(before, str(before.get(NAME) or ""), str(answers[NAME] or ""), answers) for before, answers in rows if NAME in answers]
    changed = ((old, new) for before, old, new, answers in named if old and new and not _is_another(before, answers))
    others = [(old, new) for old, new in changed if fold(old) != fold(new)]
    if not others:
        return
    sides = {fold(str(held)) for _row, *held_by in _sides(recorder) for held in held_by if held is not None} if part != CHAIN else None
    if sides is not None and not any(fold(old) in sides for old, _ in others):
        return
    after = Counter(_names(recorder, (CHAIN,) if part == CHAIN else ACTORS))
    earlier = Counter(after)
    earlier.subtract(fold(new) for _, _, new, _ in named if new)
    earlier.update(fold(old) for _, old, _, _ in named if old)
    for old, new in others:
        if earlier[fold(old)] == 1 and not after[fold(old)] and not earlier[fold(new)] and after[fold(new)] == 1:
            if part == CHAIN:
                _rename_links_of_firms(recorder, fold(old), new)
            elif sides is not None and fold(old) in sides:
                rename_sides(recorder, {fold(old)}, new)


def _is_another(before: Mapping[str, Cell], answers: Mapping[str, object]) -> bool:
    """Whether a row had a code of the register and is given another one."""
    old, new = before.get(CODE), answers.get(CODE)
    return bool(old and new and old != new)


def rename_sides(recorder: Recorder, old: Collection[str], name: str) -> None:
    """Co-operations of somebody who was called otherwise; ``old``: folded names."""
    for row, *sides in _sides(recorder):
        cells = {side: name for side, held in zip(SIDES, sides, strict=True) if held is not None and fold(str(held)) in old}
        if cells:
            recorder.update(LINKS, int(str(row)), cells)


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


def _names(recorder: Recorder, parts: Iterable[str]) -> Iterable[str]:
    """The names in these lists, folded."""
    for part in parts:
        found = recorder.workspace.rows(f'SELECT {NAME} FROM "{part}" WHERE _round = ? AND {NAME} IS NOT NULL', recorder.round_id)
        yield from (fold(name) for (name,) in found)
