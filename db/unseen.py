"""What was typed before somebody could see what another program had written: both stay until somebody chooses, as in a merge."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from db.columns import Cell, to_json
from db.dots import BITS, Seen, is_seen
from db.stamps import HELD, KEYED, TRACKED, Key, keys_of_keyed

if TYPE_CHECKING:
    from db.history import Image
    from db.recorder import Recorder


def keep_unseen(recorder: "Recorder", knew: Seen) -> None:
    """Keeps what this change has replaced and whoever made it had not seen as a conflict, within its transaction, before it is stamped."""
    workspace = recorder.workspace
    own = workspace.session.prefix if workspace.session is not None else None
    for key, value in list(_replaced(recorder, recorder.images)):
        found = workspace.rows("SELECT dot, at FROM stamps WHERE tbl = ? AND row = ? AND field = ?", *key)
        for dot, at in found:
            if not is_seen(dot, key[0], knew) and abs(dot) >> BITS != own:
                table, row, column = key
                recorder.insert("conflicts", [{"tbl": table, "row": row, "field": column, "dot": dot, "at": at, "value": to_json(value)}])


def _replaced(recorder: "Recorder", images: "Iterable[Image]") -> Iterable[tuple[Key, Cell]]:
    """The registers that this change writes, with what they held."""
    for image in images:
        table, row, before, after = image
        if not isinstance(row, int):
            continue
        if table in KEYED:
            (key,) = keys_of_keyed(recorder.workspace, [image])
            yield key, (before or {}).get(HELD[table])
        elif table in TRACKED and before is not None and after is not None:
            yield from (((table, row, column), before.get(column)) for column in after if not column.startswith("_"))
