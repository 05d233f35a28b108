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
from functools import cached_property
from typing import Any

from db import blobs, versions
from db.blobs import ATTACHMENTS
from db.columns import Cell, to_json
from db.dots import BITS, CHANGES, Seen, is_seen, take
from db.recorder import Recorder
from db.sides import GONE, INSIDE, NONE, THERE, Copy, Pair, Pairs, Register
from db.stamps import EXISTENCE, HELD, KEYED, POSITION, ROWS, TRACKED, Key, named
from diagnosis.errors import UserError
from diagnosis.rows import LIST_NAMES

OURS, THEIRS = 0, 1
SILENT = {ATTACHMENTS: (POSITION, "kind", "size", "added", "hash")}
ORDERS = ".order"  # how the registers of authored sections end that say how they follow each other


def is_of_old(dot: int) -> bool:
    """Whether a value is from before changes were numbered."""
    return abs(dot) >> BITS == 0


def merged(ours: Pairs, theirs: Pairs, we_saw: Seen, they_saw: Seen, table: str) -> Pairs:
    """The values that stay; none where each side has replaced what the other has, or had it in a row that it deleted."""
    return _kept(ours, theirs, they_saw, table) | _kept(theirs, ours, we_saw, table)


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


class Merge:
    """The merge of one cluster of another copy into the workspace of a recorder."""

    def __init__(self, recorder: Recorder, ours: Copy, theirs: Copy) -> None:
        """Both are read as they are needed."""
        self.recorder, self.ours, self.theirs = recorder, ours, theirs
        self._settled: set[Key] = set()
        self._alone: dict[tuple[Cell, Cell], int] = {}  # table and row -> the side that alone had it, which stays or comes

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
                pairs = self._merged(*sides, table)
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
        alone = self._alone_with(table, ours or theirs or {})
        if alone is not None:
            pairs = sides[alone] if (ours, theirs)[alone] is not None else NONE
        else:
            pairs = self._whether_there(table, row_id, sides, (ours is not None, theirs is not None))
        there = shown(pairs, key)[1] == THERE if pairs else False
        if there and (ours is None or theirs is None):
            self._alone[table, row_id] = OURS if theirs is None else THEIRS
        if not there and ours is not None:
            self._drop(table, row_id)
        elif there and ours is None and theirs is not None:
            self._add(table, row_id, theirs)
        elif there and ours is not None and theirs is not None:
            self._cells(table, row_id, ours, theirs)
        if pairs:
            self._settle(key, pairs)
        return there

    def _whether_there(self, table: str, row_id: int, sides: list[Pairs], there: tuple[bool, bool]) -> Pairs:
        copies = self.ours, self.theirs
        if any(value == GONE for side in sides for _, value in side):
            sides = [side | copy.tell_there(table, row_id) if has else side for side, copy, has in zip(sides, copies, there, strict=True)]
        pairs = self._merged(sides[0], sides[1], table)
        if not any(there) or any(value == THERE for _, value in pairs):
            return pairs
        if all(there):  # each says so by a change that the other lost with a round that came back: neither has deleted it
            return pairs | {pair for side in sides for pair in side if pair[1] == THERE}
        which = there.index(True)
        if not all(is_seen(dot, each, copies[1 - which].saw) for each, dot in copies[which].changes(table, row_id)):
            return pairs | {(self._anew, THERE)}  # something was added to it, which has a number of its own kind
        return pairs

    def _merged(self, ours: Pairs, theirs: Pairs, table: str) -> Pairs:
        """The values that stay; never none where one side had some."""
        kept = merged(ours, theirs, self.ours.saw, self.theirs.saw, table)
        if kept or not ours or not theirs or {value for _, value in ours} == {value for _, value in theirs}:
            return kept or ours | theirs
        return theirs | {(self._anew, value) for _, value in ours}  # else the same copy, coming once more, would replace it

    @cached_property
    def _anew(self) -> int:
        """The number of what this merge says itself."""
        return -take(self.ours.workspace, CHANGES)[0]

    def _alone_with(self, table: str, cells: Mapping[str, Cell]) -> int | None:
        """Which side alone has what this row belongs to: it is there as that side has it, whatever went with it on the other."""
        owners = [(cells.get("part"), cells.get("row")), ("rounds", cells.get("_round")), ("clusters", cells.get("_cluster"))]
        first = 0 if table in (ATTACHMENTS, "drafts") else 1
        return next((self._alone[each] for each in owners[first:] if each in self._alone), None)

    def _drop(self, table: str, row_id: int) -> None:
        kept_by_round = [(each, "_round") for each in KEYED] if table == "rounds" else []
        for each, where in [*INSIDE.get(table, ()), *kept_by_round]:
            for inner in sorted(self.ours.ids(each, where, row_id)):
                self._drop(each, inner)
        if table in LIST_NAMES:  # what belongs to it goes with it, as where a row is deleted
            self._drop_belongings(table, row_id)
        self.recorder.delete(table, [row_id])

    def _drop_belongings(self, part: str, row_id: int) -> None:
        (round_id,) = self.recorder.row(part, row_id, ["_round"]).values()
        for table in (ATTACHMENTS, "drafts"):
            self.recorder.delete_where(table, "_round = ? AND part = ? AND row = ?", round_id, part, row_id)

    def _add(self, table: str, row_id: int, row: Mapping[str, Cell]) -> None:
        self._check_names(table, row_id, row)
        self._bring(row.get("hash") if table == ATTACHMENTS else None)
        self.recorder.put(table, row_id, row)
        for column in {each: None for copy in (self.theirs, self.ours) for each in copy.registers.get((table, row_id), {})}:
            if column != EXISTENCE:  # what we knew of a row that was gone went with it
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
            pairs = self._merged(*sides, table)
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
            row = (theirs.get(name) or ours.get(name) or (0, {}))[1]
            alone = self._alone_with(table, row or {**named(table, name), "_round": round_id})
            pairs = self._merged(sides[0], sides[1], table) if alone is None else sides[alone]
            if pairs or alone is not None:
                self._settle(key, pairs)
                self._set(table, ours.get(name), row, column, shown(pairs, key)[1] if pairs else None)

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
        """Our stamp and conflicts of a register become what the merge has left, or nothing."""
        self._settled.add(key)
        first = shown(pairs, key) if pairs else (0, None)
        own, register = self.ours.of(key), self.theirs.of(key)
        if first[0] < 0:
            self._stamp(key, own, first[0], _at(first, own, register))
        elif own.stamp is not None:
            self.recorder.delete("stamps", [own.stamp[0]])
        wanted = further(pairs, first, key)
        self._conflicts(key, own, {pair: _at(pair, own, register) for pair in wanted})

    def _stamp(self, key: Key, own: Register, dot: int, at: str) -> None:
        if own.stamp is None:
            table, row, column = key
            self.recorder.insert("stamps", [{"tbl": table, "row": row, "field": column, "dot": dot, "at": at}])
        elif own.stamp[1] != dot:
            self.recorder.update("stamps", own.stamp[0], {"dot": dot, "at": at})

    def _conflicts(self, key: Key, own: Register, wanted: Mapping[Pair, str]) -> None:
        self.recorder.delete("conflicts", [number for pair, (number, _) in own.conflicts.items() if pair not in wanted])
        table, row, column = key
        for (dot, value), at in wanted.items():
            if (dot, value) not in own.conflicts:
                cells: dict[str, Any] = {"tbl": table, "row": row, "field": column, "dot": dot, "at": at, "value": to_json(value)}
                self.recorder.insert("conflicts", [cells])


def _at(pair: Pair, *registers: Register) -> str:
    """When a value was written."""
    stamps: Iterable[tuple[int, str]] = ((each.stamp[1], each.stamp[2]) for each in registers if each.stamp is not None)
    known = dict(stamps)
    for register in registers:
        known.update({dot: at for (dot, _), (_, at) in register.conflicts.items()})
    return known.get(pair[0], "")
