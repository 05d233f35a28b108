"""Changes of the files that are attached as evidence: each one named, recorded, and taken back like any other."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from db.attachments import TABLE, Owner, attached
from db.blobs import Blob, insert
from db.columns import Cell
from db.filenames import kept_name, split_suffix
from db.following import last_position
from db.history import Change
from db.recorder import Recorder, recording
from db.workspace import Workspace
from diagnosis.errors import UserError
from diagnosis.survey import LISTS
from diagnosis.text import Text, one_line, phrase, shortened

LONGEST_CAPTION = 1000


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file that is to be attached: its name, its media type, and its content."""

    name: str
    kind: str
    blob: Blob


def attach(workspace: Workspace, round_id: int, owner: Owner, files: Sequence[Incoming]) -> Change:
    """Attaches files to an owner, behind those it has; one that it has already, by its content, is left out.

    Raises ``UserError`` when the owner is gone.
    """
    with recording(workspace, _named("attach", [kept_name(each.name) for each in files]), round_id=round_id) as recorder:
        _check(recorder, owner)
        held = {each.hash for each in attached(workspace, round_id, owner)}
        new = {each.blob.hash: each for each in files if each.blob.hash not in held}
        for each in new.values():
            insert(workspace, each.blob)
        now, last = dt.datetime.now(dt.UTC).isoformat(timespec="seconds"), last_position(recorder, owner)
        about: dict[str, Cell] = {"_round": round_id, **owner.cells, "caption": None, "added": now}
        recorder.insert(TABLE, [{**about, "_position": last + place, **_cells(each)} for place, each in enumerate(new.values(), 1)])
        return recorder.change()


def detach(workspace: Workspace, round_id: int, ids: Sequence[int]) -> Change:
    """Takes attached files away; raises ``UserError`` when one is gone."""
    with recording(workspace, _named("detach", _names(workspace, ids)), round_id=round_id) as recorder:
        recorder.delete(TABLE, ids)
        return recorder.change()


def set_caption(workspace: Workspace, round_id: int, number: int, caption: str | None) -> Change:
    """Says what an attached file shows; nothing, or blanks, takes the caption away."""
    with recording(workspace, _named("caption", _names(workspace, [number])), round_id=round_id) as recorder:
        recorder.update(TABLE, number, {"caption": _stored(caption or "") or None})
        return recorder.change()


def rename(workspace: Workspace, round_id: int, number: int, name: str) -> Change:
    """Gives an attached file another name; its suffix stays, as it says what the file is. Raises ``UserError`` for no name."""
    with recording(workspace, _named("rename-file", _names(workspace, [number])), round_id=round_id) as recorder:
        suffix = split_suffix(str(recorder.row(TABLE, number)["name"]))[1]
        wanted = kept_name(name)
        if not wanted:
            raise UserError("evidence-nameless")
        recorder.update(TABLE, number, {"name": wanted if wanted.lower().endswith(suffix.lower()) else wanted + suffix})
        return recorder.change()


def shrink(workspace: Workspace, round_id: int, smaller: Mapping[int, Incoming]) -> Change:
    """Puts smaller pictures in the place of attached ones; ``smaller``: id of the attachment -> what takes its place."""
    with recording(workspace, _named("shrink", _names(workspace, list(smaller))), round_id=round_id) as recorder:
        for number, each in smaller.items():
            insert(workspace, each.blob)
            recorder.update(TABLE, number, _cells(each))
        return recorder.change()


def move_files(workspace: Workspace, round_id: int, ids: Sequence[int], owner: Owner, place: int | None = None) -> Change:
    """Moves attached files to an owner, the same or another one: to ``place`` (from 0) among its files, by default behind them.

    Raises ``UserError`` when a file or the owner is gone.
    """
    with recording(workspace, _named("move-files", _names(workspace, ids)), round_id=round_id) as recorder:
        _check(recorder, owner)
        before = [each.id for each in attached(workspace, round_id, owner)]
        others = [number for number in before if number not in ids]
        at = len(others) if place is None else max(0, place)
        after = [*others[:at], *ids, *others[at:]]
        for position, number in enumerate(after if after != before else (), 1):
            recorder.update(TABLE, number, {**owner.cells, "_position": position})
        return recorder.change()


def _check(recorder: Recorder, owner: Owner) -> None:
    """Raises ``UserError`` unless the owner is there, in this round."""
    if owner.part in LISTS and owner.row is not None and recorder.row(owner.part, owner.row)["_round"] != recorder.round_id:
        raise UserError("row-gone", file=recorder.workspace.path)


def _cells(file: Incoming) -> dict[str, Cell]:
    return {"name": kept_name(file.name) or "-", "kind": file.kind, "size": file.blob.size, "hash": file.blob.hash}


def _stored(text: str) -> str:
    """A caption as it is kept: one line, and nothing that cannot be stored."""
    return one_line(text.encode("utf-16", "surrogatepass").decode("utf-16", "replace"), LONGEST_CAPTION)


def _names(workspace: Workspace, ids: Sequence[int]) -> list[str]:
    """The names of attached files; raises ``UserError`` when one is gone."""
    marks = ", ".join("?" * len(ids))
    found = [name for (name,) in workspace.rows(f"SELECT name FROM {TABLE} WHERE _id IN ({marks})", *ids)]
    if len(found) < len(set(ids)):
        raise UserError("row-gone", file=workspace.path)
    return found


def _named(key: str, names: Sequence[str]) -> Text:
    """The name of a change: with the file's name, or with how many there are."""
    if len(names) == 1:
        return phrase("db", key, name=shortened(names[0]))
    return phrase("db", f"{key}-several", count=len(names))
