"""Searching the rows of a round as somebody types: by any part of a name, by the initials of its pinyin, and in further columns.

What is searched is kept as plain lists of comparable texts and read again after a change: to look through 100,000 names that way takes
some milliseconds, to ask SQLite for them ten times as long.
"""

import unicodedata
from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from heapq import nsmallest
from weakref import WeakKeyDictionary

from db.columns import quoted
from db.workspace import Workspace
from diagnosis.matching import comparable, initials, words
from diagnosis.text import seen

BETWEEN = "\x1e"  # texts that are folded together; no text holds it
WIDE = "\uff08\uff09\uff0c\uff1a\uff1b\uff0e\uff0d\uff06\u3000"  # ( ) , : ; . - & and the space
NAMED = 3  # the first groups that ``_List.find`` returns: what the names answer
AROUND, BEFORE = 80, 20  # characters of an excerpt, and of it before what was found


@dataclass(frozen=True, slots=True)
class Columns:
    """``names``: the columns that say what a row is; ``more``: further columns that find it."""

    names: tuple[str, ...]
    more: tuple[str, ...]


SEARCHED: Mapping[str, Columns] = {
    "enterprises": Columns(("name",), ("uscc", "main_product")),
    "institutions": Columns(("name",), ("note",)),
    "platforms": Columns(("name",), ("topic", "note")),
    "organisations": Columns(("name",), ("note",)),
    "chain": Columns(("name",), ("note",)),
    "links": Columns(("from", "to"), ("note",)),
    "technologies": Columns(("name",), ("note",)),
    "interviews": Columns(("organisation", "person"), ("notes", "position", "date")),
    "ratings": Columns((), ("evidence", "respondent")),
}


@dataclass(frozen=True, slots=True)
class Hit:
    """A row that was found: its name, the column that found it, and a piece of that where it is not the name."""

    row_id: int
    title: str
    column: str
    excerpt: str


@dataclass(frozen=True, slots=True)
class Hits:
    """The best rows of a list, how many were found in all, and whether the best one begins with what was typed."""

    part: str
    rows: tuple[Hit, ...]
    total: int
    rank: int


@dataclass(frozen=True)
class _List:
    """A list as it is searched: its names alone, and with the further columns."""

    ids: list[int]
    names: list[str]
    whole: list[str]

    @cached_property
    def letters(self) -> list[str]:
        """The initials of the names; made when letters are first searched for."""
        return initials(BETWEEN.join(self.names)).split(BETWEEN)

    def find(self, wanted: Sequence[str]) -> list[list[int]]:
        """Places of rows: their names begin with the first word, hold all words, their initials do, all words are in them somewhere."""
        somewhere = _holding(range(len(self.ids)), self.whole, wanted)
        named = _holding(somewhere, self.names, wanted)
        begin = [place for place in named if self.names[place].startswith(wanted[0])]
        spelt = _holding(range(len(self.ids)), self.letters, wanted) if all(each.isascii() and len(each) > 1 for each in wanted) else []
        return _apart(begin, named, spelt, somewhere)


def _holding(places: Iterable[int], texts: Sequence[str], wanted: Sequence[str]) -> list[int]:
    for word in wanted:
        places = [place for place in places if word in texts[place]]
    return list(places)


def _apart(*groups: list[int]) -> list[list[int]]:
    """The groups without what stands in an earlier one."""
    seen: set[int] = set()
    found = []
    for group in groups:
        found.append([place for place in group if place not in seen] if seen else group)
        seen.update(group)
    return found


@dataclass(slots=True)
class Finder:
    """Keeps what is searched of one round. Lives on the workspace's thread."""

    _stamp: tuple[object, ...] = ()
    _lists: dict[str, _List] = field(default_factory=dict)

    def find(self, workspace: Workspace, round_id: int, typed: str, most: Mapping[str, int]) -> list[Hits]:
        """The rows with all the words typed, by list; ``most``: how many of each list."""
        wanted = words(typed)
        self._refresh(workspace, round_id)
        return [hits for part in most if wanted and (hits := self._find(workspace, part, wanted, most[part])).total]

    def named(self, workspace: Workspace, round_id: int, part: str, typed: str, most: int) -> list[tuple[int, str]]:
        """The names of a list that answer what was typed, with how well: 0 begins so, 1 holds it, 2 its initials do; short ones first."""
        wanted = words(typed)
        self._refresh(workspace, round_id)
        if not wanted:
            return []
        searched = self._list(workspace, part)
        groups = searched.find(wanted)[:NAMED]
        best = [(rank, place) for rank, group in enumerate(groups) for place in nsmallest(most, group, lambda at: len(searched.names[at]))]
        ids = {searched.ids[place]: rank for rank, place in best[:most]}
        (column,) = SEARCHED[part].names
        rows = workspace.rows(f'SELECT _id, "{column}" FROM "{part}" WHERE _id IN ({", ".join("?" * len(ids))})', *ids)
        return sorted(((ids[row_id], str(name)) for row_id, name in rows), key=lambda found: (found[0], len(found[1]), found[1]))

    def _refresh(self, workspace: Workspace, round_id: int) -> None:
        """Forget everything when something was written since, here or by another program."""
        stamp = (workspace.path, workspace.version(), workspace.db.total_changes, round_id)
        if stamp != self._stamp:
            self._stamp, self._lists = stamp, {}

    def prepare(self, workspace: Workspace, round_id: int) -> None:
        """Read what is searched, before anything is typed."""
        self._refresh(workspace, round_id)
        for part in SEARCHED:
            self._list(workspace, part)

    def _list(self, workspace: Workspace, part: str) -> _List:
        if part not in self._lists:
            self._lists[part] = _read(workspace, int(str(self._stamp[-1])), part)
        return self._lists[part]

    def _find(self, workspace: Workspace, part: str, wanted: Sequence[str], most: int) -> Hits:
        searched = self._list(workspace, part)
        groups = searched.find(wanted)
        places = [place for group in groups for place in group][:most]
        rank = next((rank for rank, group in enumerate(groups) if group), len(groups))
        hits = _hits(workspace, part, [searched.ids[place] for place in places], wanted)
        return Hits(part, hits, sum(map(len, groups)), rank)


@dataclass(frozen=True, slots=True)
class _Letters:
    """The initials of a list's names as one text, a megabyte of 100,000 firms, and the ids of their rows."""

    stamp: tuple[object, ...]
    ids: "array[int]"
    whole: str


_LETTERS: "WeakKeyDictionary[Workspace, _Letters]" = WeakKeyDictionary()  # of the list that was searched last


def is_spelt(word: str) -> bool:
    """Whether a word may be the initials of a name: letters, and at least two, since one letter is in nearly every name."""
    return len(word) > 1 and word.isascii() and any(map(str.isalpha, word))


def spelt(workspace: Workspace, round_id: int, part: str, word: str) -> list[int]:
    """The ids of the rows in whose names the initials of the pinyin hold this word."""
    if part not in SEARCHED or not SEARCHED[part].names:
        return []
    stamp = (workspace.version(), workspace.db.total_changes, round_id, part)
    kept = _LETTERS.get(workspace)
    if kept is None or kept.stamp != stamp:
        kept = _LETTERS[workspace] = _letters(workspace, stamp, round_id, part)
    wanted = comparable(word)
    return [row_id for row_id, letters in zip(kept.ids, kept.whole.split(BETWEEN), strict=True) if wanted in letters] if kept.ids else []


def _letters(workspace: Workspace, stamp: tuple[object, ...], round_id: int, part: str) -> _Letters:
    rows = workspace.rows(f'SELECT _id, {_joined(SEARCHED[part].names)} FROM "{part}" WHERE _round = ?', round_id)
    names = _whole([name for _id, name in rows]).casefold()
    return _Letters(stamp, array("q", [row_id for row_id, _name in rows]), initials(names))


def _read(workspace: Workspace, round_id: int, part: str) -> _List:
    columns = SEARCHED[part]
    names, whole = _joined(columns.names), _joined((*columns.names, *columns.more))
    rows = workspace.rows(f'SELECT _id, {names}, {whole} FROM "{part}" WHERE _round = ? ORDER BY _position, _id', round_id)
    return _List([row[0] for row in rows], _comparable([row[1] for row in rows]), _comparable([row[2] for row in rows]))


def _joined(columns: Sequence[str]) -> str:
    """SQL for these columns as one text."""
    return " || ' ' || ".join(f"coalesce(\"{each}\", '')" for each in columns) or "''"


def folded(texts: Sequence[str]) -> list[str]:
    """All texts as ``diagnosis.text.fold`` folds them, but for spaces around; folded as one, which is ten times as fast."""
    return _whole(texts).split(BETWEEN) if texts else []


def _comparable(texts: Sequence[str]) -> list[str]:
    return _whole(texts).casefold().split(BETWEEN) if texts else []


def _whole(texts: Sequence[str]) -> str:
    """The wide marks of firms' names go first: without them most texts are as they are to be, and that is seen a hundred times faster."""
    whole = BETWEEN.join([seen(text.replace(BETWEEN, " ")) for text in texts])
    for wide in WIDE:
        whole = whole.replace(wide, unicodedata.normalize("NFKC", wide))
    return unicodedata.normalize("NFKC", whole)


def ranked(names: Sequence[str], typed: str) -> list[tuple[int, str]]:
    """How well names answer what was typed, as ``Finder.named`` ranks them; those that do not are left out."""
    wanted, own = words(typed), _comparable(names)
    groups = _List(list(range(len(own))), own, own).find(wanted)[:NAMED] if wanted else []
    return [(rank, names[place]) for rank, group in enumerate(groups) for place in group]


def _hits(workspace: Workspace, part: str, ids: Sequence[int], wanted: Sequence[str]) -> tuple[Hit, ...]:
    if not ids:
        return ()
    columns = SEARCHED[part]
    own = (*columns.names, *columns.more, *(("item",) if part == "ratings" else ()))
    found = workspace.rows(f'SELECT _id, {quoted(own)} FROM "{part}" WHERE _id IN ({", ".join("?" * len(ids))})', *ids)
    rows = {row_id: {name: str(cell) for name, cell in zip(own, cells, strict=True) if cell is not None} for row_id, *cells in found}
    return tuple(_hit(row_id, rows[row_id], columns, wanted) for row_id in ids if row_id in rows)


def _hit(row_id: int, row: Mapping[str, str], columns: Columns, wanted: Sequence[str]) -> Hit:
    title = " – ".join(row[name] for name in columns.names if name in row) or row.get("item", "")
    names = " ".join(comparable(row.get(name, "")) for name in columns.names)
    outside = [word for word in wanted if word not in names]
    holding = next((name for name in columns.more for word in outside if word in comparable(row.get(name, ""))), None)
    first = next((name for name in columns.names if name in row), columns.names[0] if columns.names else "evidence")
    if holding is None:
        return Hit(row_id, title, first, "")
    return Hit(row_id, title, holding, excerpt(row[holding], outside))


def excerpt(text: str, wanted: Sequence[str]) -> str:
    """A piece of the text, on one line, around the first word that is found in it."""
    line = " ".join(text.split())
    place = min((at for word in wanted if (at := line.casefold().find(word)) >= 0), default=0)
    start = 0 if place <= BEFORE else place - BEFORE
    piece = line[start : start + AROUND]
    return f"{'…' if start else ''}{piece}{'…' if start + AROUND < len(line) else ''}"


def place_of(workspace: Workspace, round_id: int, part: str, row_id: int) -> int | None:
    """Where a row stands in its list, from 0; ``None`` when it is gone."""
    with workspace.reading():
        found = workspace.rows(f'SELECT _position FROM "{part}" WHERE _id = ? AND _round = ?', row_id, round_id)
        if not found:
            return None
        sql = f'SELECT count(*) FROM "{part}" WHERE _round = ? AND (_position < ? OR (_position = ? AND _id < ?))'
        return int(workspace.rows(sql, round_id, found[0][0], found[0][0], row_id)[0][0])
