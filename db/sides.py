"""One side of a merge: what a copy of a survey holds of each register, and which changes it has seen."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from db.blobs import ATTACHMENTS
from db.columns import Cell, from_json, is_cell
from db.dots import seen
from db.stamps import EXISTENCE, KEYED, ROWS, Key, is_register, named, register_field
from db.workspace import Workspace

THERE, GONE = 1, 0
Pair = tuple[int, Cell]  # the number of the change that wrote a value, and the value
Pairs = frozenset[Pair]
NONE: Pairs = frozenset()
INSIDE = {"clusters": [("rounds", "_cluster")], "rounds": [(each, "_round") for each in ROWS]}


@dataclass(slots=True, eq=False)
class Register:
    """What one copy holds of a register beside its value: the stamp, and the conflicts."""

    stamp: tuple[int, int, str] | None = None  # row in stamps, dot, at
    conflicts: dict[Pair, tuple[int, str]] = field(default_factory=dict)  # -> row in conflicts, at

    @property
    def dots(self) -> Iterator[int]:
        """The numbers of the changes that wrote its values, as far as they are noted."""
        if self.stamp is not None:
            yield self.stamp[1]
        yield from (dot for dot, _ in self.conflicts)


@dataclass(eq=False)
class Copy:
    """One of the two sides: what it has seen, and its registers by row."""

    workspace: Workspace

    @cached_property
    def saw(self) -> dict[tuple[int, str], int]:
        """What it has seen of every session."""
        return seen(self.workspace)

    @cached_property
    def registers(self) -> dict[tuple[str, int], dict[str, Register]]:
        """The registers that have a stamp or a conflict, by table and row; what a foreign file has put among them is left out."""
        found: dict[tuple[str, int], dict[str, Register]] = {}
        for number, table, row, column, dot, at in self.workspace.rows("SELECT _id, tbl, row, field, dot, at FROM stamps"):
            if is_register(table, column):
                found.setdefault((table, row), {})[column] = Register((number, dot, at))
        for number, table, row, column, dot, at, value in self.workspace.rows("SELECT _id, tbl, row, field, dot, at, value FROM conflicts"):
            if is_register(table, column) and is_cell(cell := from_json(value)):
                found.setdefault((table, row), {}).setdefault(column, Register()).conflicts[dot, cell] = number, at
        return found

    def of(self, key: Key) -> Register:
        """A register."""
        return self.registers.get(key[:2], {}).get(key[2]) or Register()

    def pairs(self, key: Key, value: Cell, *, there: bool = True) -> Pairs:
        """The values of a register. ``there``: it has one in its table; else only a stamp tells that it once had."""
        register = self.of(key)
        own: Pairs = NONE
        if register.stamp is not None:
            own = frozenset({(register.stamp[1], value)})
        elif there:
            own = frozenset({(key[1] if key[1] > 0 and key[0] not in KEYED else 0, value)})
        return own | frozenset(register.conflicts)

    def ids(self, table: str, where: str, owner: int) -> set[int]:
        """The rows of a table that belong to a cluster or a round."""
        return {row for (row,) in self.workspace.rows(f'SELECT _id FROM "{table}" WHERE {where} = ?', owner)}

    def row(self, table: str, row_id: int) -> dict[str, Cell] | None:
        """A row as it stands in its table."""
        cursor = self.workspace.db.execute(f'SELECT * FROM "{table}" WHERE _id = ?', (row_id,))
        found = cursor.fetchone()
        return None if found is None else {column[0]: cell for column, cell in zip(cursor.description, found, strict=True)}

    def changes(self, table: str, row_id: int) -> Iterator[tuple[str, int]]:
        """The numbers of all that was written to a row that is there and to what belongs to it, each with its table."""
        yield from self._changes(table, row_id)
        yield from self._belongings.get((table, row_id), ())
        for each in KEYED if table == "rounds" else ():
            yield from ((each, dot) for register in self.registers.get((each, row_id), {}).values() for dot in register.dots)
        for inner, where in INSIDE.get(table, ()):
            for number in self.ids(inner, where, row_id):
                yield from self.changes(inner, number)

    def _changes(self, table: str, row_id: int) -> Iterator[tuple[str, int]]:
        yield table, max(row_id, 0)  # a rating's number says nothing of when it was made
        registers = self.registers.get((table, row_id), {})
        yield from ((table, dot) for column, each in registers.items() if column != EXISTENCE for dot in each.dots)

    @cached_property
    def _belongings(self) -> dict[tuple[Cell, Cell], list[tuple[str, int]]]:
        """The numbers of what was written to the files of rows of lists, and of what was typed there and not taken, by table and row."""
        found: dict[tuple[Cell, Cell], list[tuple[str, int]]] = {}
        for number, *owner in self.workspace.rows(f"SELECT _id, part, row FROM {ATTACHMENTS} WHERE row IS NOT NULL"):
            found.setdefault((owner[0], owner[1]), []).extend(self._changes(ATTACHMENTS, number))
        drafts = (each for (table, _), registers in self.registers.items() if table == "drafts" for each in registers.items())
        for name, register in drafts:
            about = named("drafts", name)
            found.setdefault((about["part"], about["row"]), []).extend(("drafts", dot) for dot in register.dots)
        return found

    def tell_there(self, table: str, row_id: int) -> Pairs:
        """That a row is there says every change to it: of two that say so one is noted, and who has seen that need not know the other."""
        return frozenset((dot, THERE) for _, dot in self.changes(table, row_id) if dot < 0)

    def keyed(self, table: str, round_id: int) -> dict[str, tuple[int, dict[str, Cell]]]:
        """Answers, drafts or authored sections of a round: register -> number and cells of its row."""
        cursor = self.workspace.db.execute(f'SELECT * FROM "{table}" WHERE _round = ?', (round_id,))
        names = [column[0] for column in cursor.description]
        rows = (dict(zip(names, cells, strict=True)) for cells in cursor.fetchall())
        return {register_field(table, row): (int(row["_id"]), row) for row in rows}
