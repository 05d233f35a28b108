"""Answers that somebody typed and that are not on disk yet: shown in place of what the workspace holds, wherever rows are shown."""

from collections.abc import Callable, Mapping
from functools import cache
from time import monotonic
from typing import NamedTuple

from PySide6.QtCore import QObject, QTimer, Signal

from db.records import Entry
from diagnosis.fieldtypes import Value
from diagnosis.questionnaire import questionnaire
from diagnosis.text import Lang
from ui.wanted import Operation, Wanted, operations

SLOW_MS = 300  # a write that is done sooner needs no word about it
Row = tuple[object, object, object]  # round, part, row (None: a record)


class _Cells(NamedTuple):
    """What a change answers in one row, and what it keeps as it was typed (``None``: no longer)."""

    row: Row
    answers: Mapping[str, Value]
    drafts: Mapping[str, str | None]


class Typed(QObject):
    """Changes on their way, in their order. ``slowed``: ``slow`` is another, whether one of them has been for a while."""

    slowed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        """None are."""
        super().__init__(parent)
        self.slow = False
        self._sent: dict[Wanted, _Cells] = {}
        self._under_way: dict[Wanted, float] = {}  # -> since when
        self._look = QTimer(self, singleShot=True, interval=SLOW_MS)  # not stopped by what is soon done: each key would start it again
        self._look.timeout.connect(self._look_at_oldest)

    @property
    def under_way(self) -> bool:
        """Whether something is not on disk yet."""
        return bool(self._under_way)

    def send(self, wanted: Wanted) -> None:
        """A change is asked for."""
        cells = _cells_of(wanted)
        if cells is not None:
            self._sent[wanted] = cells
        self._under_way[wanted] = monotonic()
        if not self._look.isActive():
            self._look.start(SLOW_MS)

    def settle(self, wanted: Wanted) -> None:
        """It is on disk, or will never be."""
        self._sent.pop(wanted, None)
        self._under_way.pop(wanted, None)
        if self.slow and not self._under_way:
            self._set_slow(slow=False)

    def forget(self) -> None:
        """Another workspace is open."""
        self._sent.clear()
        self._under_way.clear()
        self._set_slow(slow=False)

    def _look_at_oldest(self) -> None:
        if self._under_way:
            left = SLOW_MS - round(1000 * (monotonic() - next(iter(self._under_way.values()))))
            if left > 0:
                self._look.start(left)
            else:
                self._set_slow(slow=True)

    def _set_slow(self, *, slow: bool) -> None:
        if slow != self.slow:
            self.slow = slow
            self.slowed.emit()

    def over(self, round_id: int | None, part: str, row_id: int | None, entry: Entry) -> Entry:
        """The row as it will be: what was read of it, and over that what is on its way."""
        for cells in self._sent.values():
            if cells.row == (round_id, part, row_id):
                entry = _laid(cells, entry)
        return entry

    def over_all(self, round_id: int | None, part: str, entries: Mapping[int, Entry]) -> Mapping[int, Entry]:
        """The same of several rows, by their ids."""
        if not self._sent:
            return entries
        return {row_id: self.over(round_id, part, row_id, entry) for row_id, entry in entries.items()}


def drafts_of(wanted: Wanted, lang: Lang) -> list[tuple[object, object, object, str, str]]:
    """What was answered with this change, as it would be typed: round, part, row, field and text."""
    cells = _cells_of(wanted)
    if cells is None:
        return []
    part = questionnaire().parts[str(cells.row[1])]
    typed = ((name, part.question(name).type.show(value, lang)) for name, value in cells.answers.items())
    return [(*cells.row, name, text) for name, text in typed if text]


def texts_of(wanted: Wanted, lang: Lang) -> list[str]:
    """What was typed with this change, taken or not."""
    cells = _cells_of(wanted)
    kept = [text for text in cells.drafts.values() if text] if cells is not None else []
    return [text for *_, text in drafts_of(wanted, lang)] + kept


def _laid(cells: _Cells, entry: Entry) -> Entry:
    answers = {name: value for name, value in {**entry.answers, **cells.answers}.items() if value is not None}
    drafts = {**entry.drafts, **dict.fromkeys(cells.answers), **cells.drafts}
    return Entry(answers, {name: text for name, text in drafts.items() if text is not None})


@cache
def _makers() -> Mapping[Operation, Callable[..., _Cells]]:
    """The changes that give a single row answers; of pasted blocks nothing is shown before it is on disk."""
    return {
        operations().set_answer: lambda round_id, part, name, value: _Cells((round_id, part, None), {name: value}, {}),
        operations().set_cells: lambda round_id, part, row_id, answers: _Cells((round_id, part, row_id), answers, {}),
        operations().set_draft: lambda round_id, part, row_id, name, text: _Cells((round_id, part, row_id), {}, {name: text}),
    }


def _cells_of(wanted: Wanted) -> _Cells | None:
    make = _makers().get(wanted.operation)
    return make(*wanted.args) if make is not None else None
