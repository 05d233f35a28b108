"""The one way to write: rows within a transaction that keeps what each of them was and became."""

from collections.abc import Iterable, Sequence

from db import joining, spans, strips, versions
from db.columns import RECORD_TABLES, Cell, quoted
from db.dots import now, number_of, take
from db.history import Cells, Change, Image, apply, ids_of, remember, rewrite, rows_of
from db.rules import CHECKED, check_row
from db.stamps import OWNERS, SYNC, TRACKED, stamp
from db.unseen import keep_unseen
from db.workspace import About, Left, Transaction, Workspace
from diagnosis.errors import UserError
from diagnosis.framework_files import load_framework
from diagnosis.text import Text

PART_OF = {table: part for part, table in RECORD_TABLES.items()}
OPEN_TABLES = ("answers", "drafts")  # their rows say which part they belong to
PART_IN = dict.fromkeys(OPEN_TABLES, ("part",))
ROUND = ("_id", "_cluster", "_framework", "_framework_version")


class Recorder:
    """Writes rows and keeps their images; ``recording`` makes one for each change."""

    def __init__(self, workspace: Workspace, name: Text) -> None:
        """``name``: what the change is called in the menus."""
        self.workspace = workspace
        self.name = name
        self.cluster_id: int | None = None
        self.round_id: int | None = None
        self.row_id: int | None = None
        self.images: list[Image] = []
        self.parts: set[str] = set()
        self.summary: dict[str, tuple[int, int]] = {}
        self.framework: list[Cell] = []  # that the round remembers, once it has been read, and its version
        self.no_drafts = False  # it is known that nothing is kept that was typed and not taken
        self.merging = False  # what comes from a colleague keeps the stamps it has

    def begin(self, round_id: int, known: About | None) -> None:
        """The change is about this round; raises ``UserError`` when it is gone."""
        if known is None or known[0] != round_id:
            known = tuple(self.row("rounds", round_id, ROUND).values())
        self.round_id, self.cluster_id, *self.framework = known

    def about(self) -> About | None:
        """The round, unless the change has written to it or to its cluster."""
        if not self.framework or any(image[0] in OWNERS for image in self.images):
            return None
        return self.round_id, self.cluster_id, *self.framework

    def insert(self, table: str, rows: Sequence[Cells]) -> list[int]:
        """Adds rows, all with the same columns; returns their ids."""
        if not rows:
            return []
        self.no_drafts = self.no_drafts and table != "drafts"
        if len(rows) >= spans.MANY:
            return self.insert_many(table, list(rows[0]), (tuple(row.values()) for row in rows), _part(table, rows[0]))
        numbers = self._numbers(table, rows)
        filled: list[Cells] = [{"_id": row_id, **row} for row_id, row in zip(numbers, rows, strict=True)]
        marks = ", ".join("?" * len(filled[0]))
        self.workspace.db.executemany(
            f'INSERT INTO "{table}" ({quoted(filled[0])}) VALUES ({marks})', [tuple(row.values()) for row in filled]
        )
        for row_id, row in zip(numbers, filled, strict=True):
            self.images.append((table, row_id, None, _held(row)))
            self._touch(table, row)
        return numbers

    def _numbers(self, table: str, rows: Sequence[Cells]) -> list[int]:
        """New ids: no copy of the workspace gives them twice, but for an item's rating, which is the same one everywhere."""
        if table not in TRACKED:
            first = int(self.workspace.rows(f'SELECT coalesce(max(_id), 0) + 1 FROM "{table}"')[0][0])
            return list(range(first, first + len(rows)))
        numbers = list(take(self.workspace, table, len(rows)))
        for place, row in enumerate(rows if table == "ratings" else ()):
            own = number_of(row["_round"], row["item"]) if row.get("item") is not None else None
            if own is not None and own not in numbers and not self.workspace.rows("SELECT 1 FROM ratings WHERE _id = ?", own):
                numbers[place] = own
        return numbers

    def put(self, table: str, row_id: int, cells: Cells) -> None:
        """Adds a row under a number that it has already."""
        self._keep((table, row_id, None, {"_id": row_id, **_held(cells)}))
        self._touch(table, cells)

    def _touch(self, table: str, row: Cells) -> None:
        if table not in SYNC:
            self.parts.add(_part(table, row))

    def insert_many(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Cell]], part: str) -> list[int]:
        """Adds rows of one part without an image of each; returns their ids."""
        span = spans.add_span(self.workspace, table, columns, rows)
        if span is None:
            return []
        self.images.append((table, span, None, spans.IN_TABLE))
        self.parts.add(part)
        return list(range(span[0], span[1] + 1))

    def update(self, table: str, row_id: int, cells: Cells) -> Cells:
        """Changes cells of one row; those that are so already are left alone. Returns what they were.

        Raises ``UserError`` when the row is gone.
        """
        before = self.row(table, row_id, [*cells, *PART_IN.get(table, ())])
        changed = {column: cell for column, cell in cells.items() if before[column] != cell}
        if changed:
            self._keep((table, row_id, {column: before[column] for column in changed}, changed))
            self._touch(table, before)
        return before

    def fill(self, table: str, row_ids: Sequence[int], column: str, cell: Cell) -> int:
        """Sets a cell in many rows; how many it changed. Rows that are gone are left out."""
        strip = strips.fill(self.workspace, table, row_ids, column, cell)
        if strip is None:
            return 0
        self.images.append(strip)
        self.parts.add(PART_OF.get(table, table))
        return len(strip[1])

    def delete(self, table: str, row_ids: Sequence[int]) -> None:
        """Deletes rows; raises ``UserError`` when one is gone."""
        for row_id in row_ids:
            row = self.row(table, row_id)
            self._keep((table, row_id, _held(row), None))
            self._touch(table, row)

    def delete_where(self, table: str, where: str, *facts: object) -> None:
        """Deletes the rows that a condition holds for."""
        found = self.workspace.rows(f'SELECT _id FROM "{table}" WHERE {where} ORDER BY _id', *facts)
        self.delete(table, [row_id for (row_id,) in found])

    def row(self, table: str, row_id: int, columns: Sequence[str] = ()) -> dict[str, Cell]:
        """One row as it is, or these columns of it; raises ``UserError`` when it is gone."""
        cursor = self.workspace.db.execute(f'SELECT {quoted(columns) or "*"} FROM "{table}" WHERE _id = ?', (row_id,))
        found = cursor.fetchone()
        if found is None:
            raise UserError("row-gone", file=self.workspace.path)
        return dict(zip(columns or [column[0] for column in cursor.description], found, strict=True))

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

    def check(self) -> None:
        """The rules that hang on several answers, for each row written and still there; raises ``UserError``."""
        checked = (image for image in self.images if image[0] in CHECKED)
        there = {(image[0], row_id): image[3] is not None for image in checked for row_id in ids_of(image)}
        for (table, row_id), kept in there.items():
            if kept and self.round_id is not None:
                check_row(self.workspace, self.round_id, table, row_id, self.row(table, row_id))

    def remember_framework(self) -> None:
        """The round remembers the framework it was last worked on with, as a silent part of the change."""
        framework = load_framework()
        if self.framework == [framework.id, framework.version]:
            return
        cells = {"_framework": framework.id, "_framework_version": framework.version}
        for _id, *before in self.workspace.rows(f"SELECT _id, {quoted(cells)} FROM rounds WHERE _id = ?", self.round_id):
            if before != list(cells.values()):
                self._keep(("rounds", _id, dict(zip(cells, before, strict=True)), cells))

    def _keep(self, image: Image) -> None:
        apply(self.workspace, image)
        self.images.append(image)


class recording(Transaction):  # noqa: N801 - a context
    """One change: all that the block writes, and its entry in the history, or nothing. ``keep=False`` only tries it.

    Raises ``UserError`` when the round is gone. A block that changes nothing leaves no entry.
    """

    def __init__(self, workspace: Workspace, name: Text, *, round_id: int | None = None, keep: bool = True) -> None:
        """``name``: what the change is called in the menus. ``round_id``: the round that it is about."""
        super().__init__(workspace, keep=keep)
        self._recorder, self._round_id = Recorder(workspace, name), round_id
        self._became: Left | None = None

    def __enter__(self) -> Recorder:
        self.begin()
        return self._recorder

    def begun(self) -> None:
        """Finds the round."""
        recorder, left = self._recorder, self.left
        if left is not None:
            recorder.no_drafts = left.no_drafts
        if self._round_id is not None:
            recorder.begin(self._round_id, left.round if left is not None else None)

    def ends(self) -> None:
        """Stamps and remembers what was written."""
        recorder = self._recorder
        if recorder.images:
            at = now()
            recorder.check()
            if not recorder.merging:
                recorder.remember_framework()
                if self.workspace.knew is not None:
                    keep_unseen(recorder, self.workspace.knew)
                stamp(self.workspace, recorder.images, (recorder.cluster_id, recorder.round_id), at, fresh=True)
            self._became = _kept(self.workspace, recorder, at, self.left)

    def kept(self) -> None:
        """Tells who watches."""
        workspace, recorder = self.workspace, self._recorder
        if not recorder.images:
            workspace.left = self.left
            return
        workspace.floors["undone"] = 0  # what had been taken back is gone, and its numbers are given again
        workspace.left = self._became
        workspace.tell(frozenset(recorder.parts), rows_of(recorder.images))


def _kept(workspace: Workspace, recorder: Recorder, at: str, left: Left | None) -> Left | None:
    """The change becomes an entry of the history, or part of the newest one, where it is typed on; how that leaves the file."""
    before = left.step if left is not None else None
    images = before.joined(workspace.visit, recorder) if before is not None else None
    texts = {row for image in recorder.images if image[0] == versions.OF for row in ids_of(image)}
    sitting = versions.keep(workspace, texts, before.sitting if before is not None and images is not None else None)
    if left is None or images is None:
        images = recorder.images
        entries = remember(workspace, recorder, at, left.entries if left is not None else None)
    else:
        entries = left.entries
        rewrite(workspace, recorder, at, entries[1], images)
    if recorder.merging or not images:
        return None
    typed_on = joining.step(workspace.visit, recorder, images, sitting)
    no_drafts = recorder.no_drafts and not any(image[0] == "drafts" for image in recorder.images)
    return Left((recorder.name, None), entries, recorder.about(), typed_on, no_drafts)


def _held(row: Cells) -> Cells:
    return {column: cell for column, cell in row.items() if cell is not None}


def _part(table: str, row: Cells) -> str:
    """The part of the survey that a row belongs to."""
    return str(row["part"]) if table in OPEN_TABLES else PART_OF.get(table, table)
