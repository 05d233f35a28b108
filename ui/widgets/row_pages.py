"""The rows of a table that are at hand: the ids of all, the answers of a few pages."""

from collections import OrderedDict
from collections.abc import Mapping, Sequence

from db.browse import Entry

PAGE = 200  # rows read at once
KEPT = 25  # pages


class RowPages:
    """Ids in the order shown, and an LRU of whole pages of their entries."""

    def __init__(self) -> None:
        """No rows."""
        self.ids: list[int] = []
        self._pages: OrderedDict[int, dict[int, Entry]] = OrderedDict()
        self._places: dict[int, int] | None = None

    def set_ids(self, ids: list[int]) -> None:
        """Other rows, or another order."""
        self.ids = ids
        self._places = None

    def place_of(self, row_id: int) -> int:
        """Where a row stands; -1 when it is not shown."""
        if self._places is None:
            self._places = {number: place for place, number in enumerate(self.ids)}
        return self._places.get(row_id, -1)

    def page_ids(self, page: int) -> list[int]:
        """The ids of a page."""
        return self.ids[page * PAGE : (page + 1) * PAGE]

    def recent(self) -> list[int]:
        """The ids of the two pages that were looked at last."""
        return [row_id for page in list(self._pages)[-2:] for row_id in self.page_ids(page)]

    def renew(self, entries: Mapping[int, Entry]) -> None:
        """Forget all answers but these; a page that is not whole is left out."""
        self._pages.clear()
        for page in sorted({self.place_of(row_id) // PAGE for row_id in entries if self.place_of(row_id) >= 0}):
            wanted = self.page_ids(page)
            if all(row_id in entries for row_id in wanted):
                self.keep(page, {row_id: entries[row_id] for row_id in wanted})

    def keep(self, page: int, entries: Mapping[int, Entry]) -> None:
        """Keep a page that has come."""
        self._pages[page] = dict(entries)
        while len(self._pages) > KEPT:
            self._pages.popitem(last=False)

    def has(self, page: int) -> bool:
        """Whether the page is at hand."""
        return page in self._pages

    def entry(self, place: int) -> Entry | None:
        """The answers of the row at ``place``; ``None`` when they are not at hand."""
        page = place // PAGE
        if page not in self._pages:
            return None
        self._pages.move_to_end(page)
        return self._pages[page].get(self.ids[place])

    def replace(self, place: int, entry: Entry) -> None:
        """Show these answers until the workspace has confirmed them."""
        if self.has(place // PAGE):
            self._pages[place // PAGE][self.ids[place]] = entry


def runs(places: Sequence[int]) -> list[tuple[int, int]]:
    """Rising places as runs (first, last) without gaps."""
    found: list[tuple[int, int]] = []
    for place in places:
        if found and place == found[-1][1] + 1:
            found[-1] = (found[-1][0], place)
        else:
            found.append((place, place))
    return found
