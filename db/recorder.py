"""The one way to write: a transaction that keeps what each row was and became, so that a change can be taken back, even after a restart.

An image is ``[table, row id, before, after]``: ``before`` is null for a row that was added, ``after`` for one that was deleted; for a changed
row both hold the cells that changed. Cells without a value are left out of added and deleted rows.
"""

import contextlib
import datetime as dt
import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from db.columns import Cell, quoted, to_json
from db.workspace import Workspace
from diagnosis.errors import UserError
from diagnosis.framework import load_framework
from diagnosis.text import Text

KEPT = 1000  # changes that can be taken back
Cells = Mapping[str, Cell]
Image = tuple[str, int, Cells | None, Cells | None]
RECORD_TABLES = {"clusters": "cluster", "rounds": "round"}
OPEN_TABLES = ("answers", "drafts")  # their rows say which part they belong to
HISTORY = "name_zh, name_en, cluster, round, row, parts"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What an operation changed. ``parts`` is empty when it changed nothing. ``summary``: part -> (rows before, rows after), of an import."""

    name: Text
    cluster_id: int | None = None
    round_id: int | None = None
    parts: frozenset[str] = frozenset()
    row_id: int | None = None
    summary: Mapping[str, tuple[int, int]] = field(default_factory=dict)


class Recorder:
    """Writes rows within one transaction and keeps their images."""

    def __init__(self, workspace: Workspace, name: Text) -> None:
        """``recording`` makes these."""
        self.workspace = workspace
        self.name = name
        self.cluster_id: int | None = None
        self.round_id: int | None = None
        self.row_id: int | None = None
        self.images: list[Image] = []
        self.parts: set[str] = set()
        self.summary: dict[str, tuple[int, int]] = {}

    def insert(self, table: str, rows: Sequence[Cells]) -> list[int]:
        """Adds rows, all with the same columns; returns their ids."""
        if not rows:
            return []
        columns = ["_id", *rows[0]]
        first = self.workspace.rows(f'SELECT coalesce(max(_id), 0) + 1 FROM "{table}"')[0][0]
        filled = [{"_id": number, **row} for number, row in enumerate(rows, first)]
        marks = ", ".join(["?"] * len(columns))
        self.workspace.db.conn.executemany(
            f'INSERT INTO "{table}" ({quoted(columns)}) VALUES ({marks})', [tuple(row.values()) for row in filled]
        )
        for number, row in enumerate(filled, first):
            self.images.append((table, number, None, _held(row)))
            self.parts.add(_part(table, row))
        return [image[1] for image in self.images[-len(rows) :]]

    def update(self, table: str, row_id: int, cells: Cells) -> None:
        """Changes cells of one row; those that are so already are left alone. Raises ``UserError`` when the row is gone."""
        before = self.row(table, row_id)
        changed = {column: cell for column, cell in cells.items() if before[column] != cell}
        if changed:
            image: Image = (table, row_id, {column: before[column] for column in changed}, changed)
            _apply(self.workspace, image)
            self.images.append(image)
            self.parts.add(_part(table, before))

    def delete(self, table: str, row_ids: Sequence[int]) -> None:
        """Deletes rows; raises ``UserError`` when one is gone."""
        for row_id in row_ids:
            row = self.row(table, row_id)
            image: Image = (table, row_id, _held(row), None)
            _apply(self.workspace, image)
            self.images.append(image)
            self.parts.add(_part(table, row))

    def delete_where(self, table: str, where: str, *facts: object) -> None:
        """Deletes the rows that a condition holds for."""
        self.delete(
            table,
            [
                row_id
                for (row_id,) in self.workspace.rows(f'SELECT _id FROM "{table}" WHERE {where} ORDER BY _id', *facts)
            ],
        )

    def row(self, table: str, row_id: int) -> dict[str, Cell]:
        """One row as it is; raises ``UserError`` when it is gone."""
        cursor = self.workspace.db.execute(f'SELECT * FROM "{table}" WHERE _id = ?', (row_id,))
        found = cursor.fetchone()
        if found is None:
            raise UserError("row-gone", file=self.workspace.path)
        return {column[0]: cell for column, cell in zip(cursor.description, found, strict=True)}

    def change(self) -> Change:
        """What was changed so far."""
        return Change(
            name=self.name,
            cluster_id=self.cluster_id,
            round_id=self.round_id,
            parts=frozenset(self.parts),
            row_id=self.row_id,
            summary=dict(self.summary),
        )


@contextlib.contextmanager
def recording(
    workspace: Workspace, name: Text, *, round_id: int | None = None, keep: bool = True
) -> Iterator[Recorder]:
    """One change: everything written in the block, and its entry in the history, or nothing. ``keep=False`` only tries it."""
    with workspace.writing(keep=keep):
        recorder = Recorder(workspace, name)
        if round_id is not None:
            recorder.round_id = round_id
            recorder.cluster_id = int(str(recorder.row("rounds", round_id)["_cluster"]))
        yield recorder
        if recorder.images:
            _remember_framework(recorder)
            _write_history(recorder)


def undo(workspace: Workspace) -> Change | None:
    """Takes the last change back; ``None`` when there is none."""
    return _step(workspace, "done", backwards=True)


def redo(workspace: Workspace) -> Change | None:
    """Makes the change that was taken back last once more; ``None`` when there is none."""
    return _step(workspace, "undone", backwards=False)


def undo_name(workspace: Workspace) -> Text | None:
    """The name of the change that ``undo`` would take back."""
    return _name(workspace, "done")


def redo_name(workspace: Workspace) -> Text | None:
    """The name of the change that ``redo`` would make again."""
    return _name(workspace, "undone")


def _remember_framework(recorder: Recorder) -> None:
    """A round remembers the framework it was last worked on with; part of the change, so that taking it back restores that, too."""
    if recorder.round_id is None or not recorder.workspace.rows(
        "SELECT 1 FROM rounds WHERE _id = ?", recorder.round_id
    ):
        return
    framework, parts = load_framework(), set(recorder.parts)
    recorder.update("rounds", recorder.round_id, {"_framework": framework.id, "_framework_version": framework.version})
    recorder.parts = parts


def _write_history(recorder: Recorder) -> None:
    db = recorder.workspace.db
    db.execute("DELETE FROM history WHERE state = 'undone'")
    facts = (
        recorder.name.zh,
        recorder.name.en,
        recorder.cluster_id,
        recorder.round_id,
        recorder.row_id,
        to_json(sorted(recorder.parts)),
    )
    entry = db.execute(
        f"INSERT INTO history ({HISTORY}, at, images, state) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'done')",
        (*facts, dt.datetime.now(dt.UTC).isoformat(timespec="seconds"), to_json(recorder.images)),
    )
    # ids follow each other without gaps, as only the newest entries and the oldest ever go
    db.execute("DELETE FROM history WHERE _id <= ?", ((entry.lastrowid or 0) - KEPT,))


def _newest(state: str) -> str:
    """Changes are taken back from the last one done, and made again from the first one undone."""
    return f"WHERE state = '{state}' ORDER BY _id {'DESC' if state == 'done' else 'ASC'} LIMIT 1"


def _name(workspace: Workspace, state: str) -> Text | None:
    found = workspace.rows(f"SELECT name_zh, name_en FROM history {_newest(state)}")
    return Text(*found[0]) if found else None


def _step(workspace: Workspace, state: str, *, backwards: bool) -> Change | None:
    with workspace.writing():
        found = workspace.rows(f"SELECT _id, images, {HISTORY} FROM history {_newest(state)}")
        if not found:
            return None
        entry, images, zh, en, cluster_id, round_id, row_id, parts = found[0]
        steps = [
            (table, row, after, before) if backwards else (table, row, before, after)
            for table, row, before, after in json.loads(images)
        ]
        for image in reversed(steps) if backwards else steps:
            _apply(workspace, image)
        workspace.db.execute("UPDATE history SET state = ? WHERE _id = ?", ("undone" if backwards else "done", entry))
    return Change(
        name=Text(zh, en), cluster_id=cluster_id, round_id=round_id, parts=frozenset(json.loads(parts)), row_id=row_id
    )


def _apply(workspace: Workspace, image: Image) -> None:
    """Brings one row from its state before to its state after; raises ``UserError`` when the file was changed behind the history's back."""
    table, row_id, before, after = image
    try:
        if before is None:
            cells = after or {}
            marks = ", ".join(["?"] * len(cells))
            done = workspace.db.execute(
                f'INSERT INTO "{table}" ({quoted(cells)}) VALUES ({marks})', tuple(cells.values())
            )
        elif after is None:
            done = workspace.db.execute(f'DELETE FROM "{table}" WHERE _id = ?', (row_id,))
        else:
            cells = ", ".join(f'"{column}" = ?' for column in after)
            done = workspace.db.execute(f'UPDATE "{table}" SET {cells} WHERE _id = ?', (*after.values(), row_id))
    except sqlite3.IntegrityError as error:
        raise UserError("history-broken", file=workspace.path) from error
    if done.rowcount != 1:
        raise UserError("history-broken", file=workspace.path)


def _held(row: Cells) -> Cells:
    return {column: cell for column, cell in row.items() if cell is not None}


def _part(table: str, row: Cells) -> str:
    """The part of the survey that a row belongs to."""
    return str(row["part"]) if table in OPEN_TABLES else RECORD_TABLES.get(table, table)
