"""Two copies of a survey become one, field by field.

Each register (see stamps.py) is a multi-value register (Shapiro et al. 2011, "A comprehensive study of convergent and commutative
replicated data types"): the values written last, each with the number of the change that wrote it. Of two copies' values those stay
that both have, and those that the other copy has not seen; a value that it has seen and no longer has was replaced there. What is left is
the same in whatever order copies are merged, and merging once more changes nothing. The common ancestor need not be at hand:
what each side has seen says which of its values the other one has changed.

One value left is taken. Of several, one is shown (the newest change; a row that somebody deleted and somebody else changed stays) and
the others are kept as ``conflicts`` until somebody chooses. The order of rows is taken from the newest change without asking.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from db import blobs, versions
from db.blobs import ATTACHMENTS
from db.columns import Cell, from_json, is_cell, to_json
from db.dots import BITS, Seen, is_seen, seen
from db.recorder import Recorder
from db.stamps import EXISTENCE, HELD, KEYED, POSITION, ROWS, TRACKED, Key, is_register, register_field
from db.workspace import Workspace
from diagnosis.errors import UserError

THERE, GONE = 1, 0
Pair = tuple[int, Cell]  # the number of the change that wrote a value, and the value
Pairs = frozenset[Pair]
NONE: Pairs = frozenset()
SILENT = {ATTACHMENTS: (POSITION, "kind", "size", "added", "hash")}
ORDERS = ".order"  # how the registers of authored sections end that say how they follow each other


def is_of_old(dot: int) -> bool:
    """Whether a value is from before changes were numbered."""
    return abs(dot) >> BITS == 0


def merged(ours: Pairs, theirs: Pairs, we_saw: Seen, they_saw: Seen, table: str) -> Pairs:
    """The values that stay; never none where one side had some."""
    kept = _kept(ours, theirs, they_saw, table) | _kept(theirs, ours, we_saw, table)
    return kept or ours | theirs


def _kept(own: Pairs, other: Pairs, other_saw: Seen, table: str) -> Pairs:
    unchanged_there = all(is_of_old(dot) for dot, _ in other)
    return frozenset(
        pair for pair in own if pair in other or (unchanged_there if is_of_old(pair[0]) else not is_seen(pair[0], table, other_saw))
    )


def shown(pairs: Pairs, key: Key) -> Pair:
    """The value that is shown: a row that is there, else the newest change."""
    return max(pairs, key=lambda pair: (pair[1] == THERE if key[2] == EXISTENCE else False, -pair[0], to_json(pair[1])))


def further(pairs: Pairs, first: Pair, key: Key) -> Pairs:
    """The other values, each once; the order of rows and the content of a file that was shrunk ask nobody."""
    if key[2] in SILENT.get(key[0], (POSITION,)) or (key[0] == "authored" and key[2].endswith(ORDERS)):
        return NONE
    newest: dict[str, Pair] = {}
    for pair in sorted(pairs, key=lambda pair: -pair[0]):
        newest[to_json(pair[1])] = pair
    return frozenset(pair for value, pair in newest.items() if value != to_json(first[1]))


@dataclass(slots=True, eq=False)
class _Register:
    """What one copy holds of a register beside its value: the stamp, and the conflicts."""

    stamp: tuple[int, int, str] | None = None  # row in stamps, dot, at
    conflicts: dict[Pair, tuple[int, str]] = field(default_factory=dict)  # -> row in conflicts, at


@dataclass(eq=False)
class Copy:
    """One of the two sides: what it has seen, and its registers by row."""

    workspace: Workspace

    @cached_property
    def saw(self) -> dict[tuple[int, str], int]:
        """What it has seen of every session."""
        return seen(self.workspace)

    @cached_property
    def registers(self) -> dict[tuple[str, int], dict[str, _Register]]:
        """The registers that have a stamp or a conflict, by table and row; what a foreign file has put among them is left out."""
        found: dict[tuple[str, int], dict[str, _Register]] = {}
        for number, table, row, column, dot, at in self.workspace.rows("SELECT _id, tbl, row, field, dot, at FROM stamps"):
            if is_register(table, column):
                found.setdefault((table, row), {})[column] = _Register((number, dot, at))
        for number, table, row, column, dot, at, value in self.workspace.rows("SELECT _id, tbl, row, field, dot, at, value FROM conflicts"):
            if is_register(table, column) and is_cell(cell := from_json(value)):
                found.setdefault((table, row), {}).setdefault(column, _Register()).conflicts[dot, cell] = number, at
        return found

    def of(self, key: Key) -> _Register:
        """A register."""
        return self.registers.get(key[:2], {}).get(key[2]) or _Register()

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

    def keyed(self, table: str, round_id: int) -> dict[str, tuple[int, dict[str, Cell]]]:
        """Answers, drafts or authored sections of a round: register -> number and cells of its row."""
        cursor = self.workspace.db.execute(f'SELECT * FROM "{table}" WHERE _round = ?', (round_id,))
        names = [column[0] for column in cursor.description]
        rows = (dict(zip(names, cells, strict=True)) for cells in cursor.fetchall())
        return {register_field(table, row): (int(row["_id"]), row) for row in rows}


class Merge:
    """The merge of one cluster of another copy into the workspace of a recorder."""

    def __init__(self, recorder: Recorder, ours: Copy, theirs: Copy) -> None:
        """Both are read as they are needed."""
        self.recorder, self.ours, self.theirs = recorder, ours, theirs
        self._settled: set[Key] = set()

    def cluster(self, cluster_id: int) -> Iterator[None]:
        """A cluster with its rounds and all that is in them, a row a step."""
        if not self._row("clusters", cluster_id):
            return
        rounds = self._both("rounds", "_cluster", cluster_id)
        for round_id in sorted(rounds):
            if self._row("rounds", round_id):
                yield from self._round(round_id)

    def rows(self) -> int:
        """About how many rows that will be: those that they have."""
        return sum(int(self.theirs.workspace.rows(f'SELECT count(*) FROM "{table}"')[0][0]) for table in ROWS)

    def deletions(self) -> None:
        """What they have deleted and we never had is known to us as well: a third copy may still have it, and have changed it."""
        for (table, row_id), registers in self.theirs.registers.items():
            key = (table, row_id, EXISTENCE)
            if table not in TRACKED or EXISTENCE not in registers or key in self._settled:
                continue
            if self.ours.row(table, row_id) is None and self.theirs.row(table, row_id) is None:
                sides = self.ours.pairs(key, GONE, there=False), self.theirs.pairs(key, GONE, there=False)
                pairs = merged(*sides, self.ours.saw, self.theirs.saw, table)
                if pairs and shown(pairs, key)[1] == GONE:
                    self._settle(key, pairs)

    def sessions(self) -> None:
        """From now on we have seen what they have seen."""
        ours = {(prefix, space): number for number, prefix, space in self.ours.workspace.rows("SELECT _id, prefix, space FROM sessions")}
        begun = set(self.ours.workspace.rows("SELECT prefix, started, who FROM sessions"))
        prefixes = {prefix for prefix, _, _ in begun}
        for prefix, space, who, started in self.theirs.workspace.rows("SELECT prefix, space, who, started FROM sessions"):
            counter = self.theirs.saw[prefix, space]
            if prefix in prefixes and (prefix, started, who) not in begun:
                raise UserError("merge-numbers-meet", file=self.theirs.workspace.path)
            if (prefix, space) not in ours:
                row = {"prefix": prefix, "space": space, "counter": counter, "who": who, "started": started}
                self.recorder.insert("sessions", [row])
            elif counter > self.ours.saw[prefix, space]:
                self.recorder.update("sessions", ours[prefix, space], {"counter": counter})

    def _round(self, round_id: int) -> Iterator[None]:
        for table in ROWS:
            for row_id in sorted(self._both(table, "_round", round_id)):
                self._row(table, row_id)
                yield
        for table in KEYED:
            self._keyed(table, round_id)
        versions.bring(self.ours.workspace, self.theirs.workspace, round_id)

    def _both(self, table: str, where: str, owner: int) -> set[int]:
        """The rows that need be looked at: those of one side only, and those that somebody has changed since they were added."""
        ours, theirs = self.ours.ids(table, where, owner), self.theirs.ids(table, where, owner)
        return {
            row
            for row in ours | theirs
            if row not in ours
            or row not in theirs
            or is_of_old(row)
            or row < 0
            or (table, row) in self.ours.registers
            or (table, row) in self.theirs.registers
        }

    # ---- rows

    def _row(self, table: str, row_id: int) -> bool:
        """Brings a row to what both sides make of it; tells whether it is there then."""
        ours, theirs = self.ours.row(table, row_id), self.theirs.row(table, row_id)
        key = (table, row_id, EXISTENCE)
        sides = [
            copy.pairs(key, THERE if row is not None else GONE, there=row is not None)
            for copy, row in ((self.ours, ours), (self.theirs, theirs))
        ]
        pairs = merged(sides[0], sides[1], self.ours.saw, self.theirs.saw, table)
        there = shown(pairs, key)[1] == THERE if pairs else False
        if not there and ours is not None:
            self._drop(table, row_id)
        elif there and ours is None and theirs is not None:
            self._add(table, row_id, theirs)
        elif there and ours is not None and theirs is not None:
            self._cells(table, row_id, ours, theirs)
        if pairs:
            self._settle(key, pairs)
        return there

    def _drop(self, table: str, row_id: int) -> None:
        inside = {"clusters": [("rounds", "_cluster")], "rounds": [(each, "_round") for each in (*ROWS, *KEYED)]}
        for each, where in inside.get(table, []):
            for inner in sorted(self.ours.ids(each, where, row_id)):
                self._drop(each, inner)
        self.recorder.delete(table, [row_id])
        stamps = [each.stamp for column, each in self.ours.registers.get((table, row_id), {}).items() if column != EXISTENCE]
        self.recorder.delete("stamps", [found[0] for found in stamps if found is not None])

    def _add(self, table: str, row_id: int, row: Mapping[str, Cell]) -> None:
        self._check_names(table, row_id, row)
        self._bring(row.get("hash") if table == ATTACHMENTS else None)
        self.recorder.put(table, row_id, row)
        for column in self.theirs.registers.get((table, row_id), {}):
            if column != EXISTENCE:
                self._settle((table, row_id, column), self.theirs.pairs((table, row_id, column), row.get(column)))

    def _cells(self, table: str, row_id: int, ours: Mapping[str, Cell], theirs: Mapping[str, Cell]) -> None:
        changed: dict[str, Cell] = {}
        for column, value in ours.items():
            key = (table, row_id, column)
            if column.startswith("_") and column != POSITION:
                continue
            if value == theirs[column] and self.ours.of(key).stamp is self.theirs.of(key).stamp is None:
                continue
            sides = self.ours.pairs(key, value), self.theirs.pairs(key, theirs[column])
            pairs = merged(*sides, self.ours.saw, self.theirs.saw, table)
            self._settle(key, pairs)
            now = shown(pairs, key)[1]
            if now != value:
                changed[column] = now
        if changed:
            self._check_names(table, row_id, {**ours, **changed})
            self._bring(changed.get("hash") if table == ATTACHMENTS else None)
            self.recorder.update(table, row_id, changed)

    def _bring(self, hash_: Cell) -> None:
        """The bytes of a file that comes."""
        for size, packed, data in self.theirs.workspace.rows("SELECT size, packed, data FROM blobs WHERE hash = ?", hash_):
            blobs.insert(self.ours.workspace, blobs.Blob(str(hash_), size, bool(packed), data))

    def _check_names(self, table: str, row_id: int, row: Mapping[str, Cell]) -> None:
        """Two clusters, or two rounds of one, may not end with the same name: each side made one of its own."""
        if table == "rounds":
            same = 'SELECT 1 FROM rounds WHERE _cluster = ? AND "label" = ? AND _id <> ?'
            if self.ours.workspace.rows(same, row["_cluster"], row["label"], row_id):
                raise UserError("merge-round-twice", file=self.theirs.workspace.path, label=row["label"])
        elif table == "clusters":
            same = 'SELECT 1 FROM clusters WHERE "name_zh" = ? AND _id <> ?'
            if self.ours.workspace.rows(same, row["name_zh"], row_id):
                raise UserError("merge-cluster-twice", file=self.theirs.workspace.path, name=row["name_zh"])

    # ---- answers, drafts, authored sections

    def _keyed(self, table: str, round_id: int) -> None:
        column = HELD[table]
        ours, theirs = self.ours.keyed(table, round_id), self.theirs.keyed(table, round_id)
        stamped = {*self.ours.registers.get((table, round_id), {}), *self.theirs.registers.get((table, round_id), {})}
        for name in sorted({*ours, *theirs, *stamped}):
            key = (table, round_id, name)
            sides = [
                copy.pairs(key, held[name][1][column] if name in held else None, there=name in held)
                for copy, held in ((self.ours, ours), (self.theirs, theirs))
            ]
            pairs = merged(sides[0], sides[1], self.ours.saw, self.theirs.saw, table)
            if pairs:
                self._settle(key, pairs)
                self._set(table, ours.get(name), (theirs.get(name) or ours.get(name) or (0, {}))[1], column, shown(pairs, key)[1])

    def _set(self, table: str, own: tuple[int, dict[str, Cell]] | None, row: Mapping[str, Cell], column: str, value: Cell) -> None:
        if own is not None and value is None:
            self.recorder.delete(table, [own[0]])
        elif own is not None:
            self.recorder.update(table, own[0], {column: value})
        elif value is not None:
            cells = {name: cell for name, cell in row.items() if name != "_id"}
            self.recorder.insert(table, [{**cells, column: value}])

    # ---- stamps and conflicts

    def _settle(self, key: Key, pairs: Pairs) -> None:
        """Our stamp and conflicts of a register become what the merge has left."""
        self._settled.add(key)
        first = shown(pairs, key)
        own, register = self.ours.of(key), self.theirs.of(key)
        if first[0] < 0:
            self._stamp(key, own, first[0], _at(first, own, register))
        wanted = further(pairs, first, key)
        self._conflicts(key, own, {pair: _at(pair, own, register) for pair in wanted})

    def _stamp(self, key: Key, own: _Register, dot: int, at: str) -> None:
        if own.stamp is None:
            table, row, column = key
            self.recorder.insert("stamps", [{"tbl": table, "row": row, "field": column, "dot": dot, "at": at}])
        elif own.stamp[1] != dot:
            self.recorder.update("stamps", own.stamp[0], {"dot": dot, "at": at})

    def _conflicts(self, key: Key, own: _Register, wanted: Mapping[Pair, str]) -> None:
        self.recorder.delete("conflicts", [number for pair, (number, _) in own.conflicts.items() if pair not in wanted])
        table, row, column = key
        for (dot, value), at in wanted.items():
            if (dot, value) not in own.conflicts:
                cells: dict[str, Any] = {"tbl": table, "row": row, "field": column, "dot": dot, "at": at, "value": to_json(value)}
                self.recorder.insert("conflicts", [cells])


def _at(pair: Pair, *registers: _Register) -> str:
    """When a value was written."""
    stamps: Iterable[tuple[int, str]] = ((each.stamp[1], each.stamp[2]) for each in registers if each.stamp is not None)
    known = dict(stamps)
    for register in registers:
        known.update({dot: at for (dot, _), (_, at) in register.conflicts.items()})
    return known.get(pair[0], "")
