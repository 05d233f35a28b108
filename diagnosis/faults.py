"""What a survey's content is refused for: every place that is wrong, by its JSON path, found in one reading."""

from typing import NamedTuple

from diagnosis.errors import Invalid

KEPT = 1000  # what is wrong beyond these is counted: a damaged file may be wrong in millions of places


class Fault(NamedTuple):
    """``path``: where a value stands that is not taken (JSON path); ``reason``: why."""

    path: str
    reason: Invalid


class Refused(Exception):  # noqa: N818 - carries verdicts and their places up to where the file is known
    """A content that is not taken. ``faults``: the first ``KEPT`` in their order, at least one; ``count``: how many there are in all."""

    def __init__(self, faults: tuple[Fault, ...], count: int) -> None:
        """``count`` is at least the number of ``faults``."""
        self.faults, self.count = faults, count
        super().__init__(faults[0].path)


class Faults:
    """Takes down what is wrong while a content is read."""

    def __init__(self) -> None:
        """Nothing is wrong yet."""
        self._kept: list[Fault] = []
        self._places: set[str] = set()
        self._count = 0

    def add(self, path: str, reason: Invalid) -> None:
        """Of one place the first thing is told: what a value lacks that cannot be read is told with it already."""
        if path in self._places:
            return
        self._count += 1
        if len(self._kept) < KEPT:
            self._places.add(path)
            self._kept.append(Fault(path, reason))

    def refused(self) -> Refused:
        """What to raise."""
        return Refused(tuple(self._kept), self._count)

    def __bool__(self) -> bool:
        """Whether anything is wrong."""
        return self._count > 0
