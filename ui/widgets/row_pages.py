"""The rows of a table that are at hand: the ids of all, the answers of a few pages, and how one list of ids becomes another."""

from collections import OrderedDict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from db.browse import Entry

PAGE = 64  # rows read at once: all that are in sight stand on two pages
KEPT = 40  # pages
MOST_RUNS = 20  # of rows that come or go; with more it is another list

Run = tuple[int, int]  # the places of the first and the last row


class RowPages:
    """Ids in the order shown, and an LRU of whole pages of their entries."""

    def __init__(self) -> None:
        """No rows."""
        self.ids: list[int] = []
        self._pages: OrderedDict[int, dict[int, Entry]] = OrderedDict()
        self.place = -1  # of the row looked at last: its cells are asked for one after the other
        self._entry: Entry | None = None
        self._seen = (0, 0)  # the two pages looked at last

    def set_ids(self, ids: list[int]) -> None:
        """Other rows, or another order."""
        self.ids = ids
        self._forget()

    def place_of(self, row_id: int) -> int:
        """Where a row stands; -1 when it is not shown."""
        try:
            return self.ids.index(row_id)
        except ValueError:
            return -1

    def page_ids(self, page: int) -> list[int]:
        """The ids of a page."""
        return page_of(self.ids, page)

    def recent(self) -> list[int]:
        """The two pages that were looked at last."""
        return [page for page in dict.fromkeys(self._seen) if page in self._pages]

    def renew(self, pages: Iterable[int], entries: Mapping[int, Entry]) -> None:
        """Forget all answers but those of these pages; a page of which some are missing is left out."""
        self._pages.clear()
        self._forget()
        for page in pages:
            wanted = self.page_ids(page)
            if wanted and all(row_id in entries for row_id in wanted):
                self.keep(page, {row_id: entries[row_id] for row_id in wanted})

    def known(self) -> tuple[list[int], dict[int, Entry]]:
        """All pages and answers at hand, as ``renew`` takes them."""
        return list(self._pages), {row_id: entry for page in self._pages.values() for row_id, entry in page.items()}

    def keep(self, page: int, entries: Mapping[int, Entry]) -> None:
        """Keep a page that has come."""
        self._pages[page] = dict(entries)
        self._forget()
        while len(self._pages) > KEPT:
            self._pages.popitem(last=False)

    def has(self, page: int) -> bool:
        """Whether the page is at hand."""
        return page in self._pages

    def entry(self, place: int) -> Entry | None:
        """The answers of the row at ``place``; ``None`` when they are not at hand."""
        if place == self.place:
            return self._entry
        page = place // PAGE
        if page not in self._pages:
            return None
        if page != self._seen[1]:
            self._seen = (self._seen[1], page)
        self._pages.move_to_end(page)
        self.place, self._entry = place, self._pages[page].get(self.ids[place])
        return self._entry

    def replace(self, place: int, entry: Entry) -> None:
        """Show these answers until the workspace has confirmed them."""
        if self.has(place // PAGE):
            self._pages[place // PAGE][self.ids[place]] = entry
            self._forget()

    def _forget(self) -> None:
        """The row looked at last may read otherwise now."""
        self.place, self._entry = -1, None


def with_strays(before: Sequence[int], after: Sequence[int], strays: Collection[int]) -> list[int]:
    """The ids ``after``, and where they stood ``before`` those that would be missing: each behind the row it was last behind."""
    there, behind = set(after), dict[int | None, list[int]]()
    last: int | None = None
    for row_id in before:
        if row_id in there:
            last = row_id
        elif row_id in strays:
            behind.setdefault(last, []).append(row_id)
    return [each for row_id in (None, *after) for each in ([row_id] if row_id is not None else []) + behind.get(row_id, [])]


def page_of(ids: list[int], page: int) -> list[int]:
    """The ids of a page among these."""
    return ids[page * PAGE : (page + 1) * PAGE]


@dataclass(frozen=True, slots=True)
class Turn:
    """How the rows shown become others: first some go, then others come. ``others``: nothing of the old order can be kept."""

    ids: list[int]
    gone: tuple[Run, ...] = ()  # places before
    new: tuple[Run, ...] = ()  # places after
    others: bool = False


def turn(before: list[int], after: list[int]) -> Turn:
    """The way from one list of ids to another, in as few runs of rows as there are."""
    if before == after:
        return Turn(before)
    if not before:
        return Turn(after, new=((0, len(after) - 1),))
    gone, new = _missing_from(after, before), _missing_from(before, after)
    if gone is None or new is None or len(gone) + len(new) > MOST_RUNS or _without(before, gone) != _without(after, new):
        return Turn(after, others=True)
    stay = len(before) - sum(last - first + 1 for first, last in gone)
    return Turn(after, gone, new, others=stay == 0 and bool(after))


def _missing_from(other: Collection[int], ids: Sequence[int]) -> tuple[Run, ...] | None:
    """The runs of these ids that the other list does not have; ``None``: there are many."""
    found = set(other)
    missing = runs(place for place, row_id in enumerate(ids) if row_id not in found)
    first = tuple(islice(missing, MOST_RUNS + 1))
    return first if len(first) <= MOST_RUNS else None


def _without(ids: list[int], left_out: Sequence[Run]) -> list[int]:
    found = list(ids)
    for first, last in reversed(left_out):
        del found[first : last + 1]
    return found


def runs(places: Iterable[int]) -> Iterator[Run]:
    """Rising places as runs (first, last) without gaps."""
    first = last = None
    for place in places:
        if first is None or last is None:
            first = last = place
        elif place == last + 1:
            last = place
        else:
            yield first, last
            first = last = place
    if first is not None and last is not None:
        yield first, last
