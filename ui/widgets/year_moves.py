"""Where keys lead in the grid of years: headings are passed over."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QAbstractItemView

from ui.widgets.year_model import YearModel

Action = QAbstractItemView.CursorAction
Cell = tuple[int, int]  # row and column
STEPS = {Action.MoveUp: (-1, 0), Action.MoveDown: (1, 0), Action.MoveLeft: (0, -1), Action.MoveRight: (0, 1)}


class Moves:
    """The cells of one model, as the cursor goes over them."""

    def __init__(self, model: YearModel, page: int) -> None:
        """``page``: rows that are seen at once."""
        self._model, self._page = model, page
        self._rows = [row for row in range(model.rowCount()) if model.indicator_at(row) is not None]
        self._last = len(model.years)  # the column of the latest year; that of the first is 1

    def target(self, now: QModelIndex, action: Action, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        """Where the cursor goes; invalid where Tab leaves the grid."""
        if not self._rows:
            return QModelIndex()
        if not now.isValid():
            return self._model.index(self._rows[0], self._last)
        found = self._target((now.row(), now.column()), action, ctrl=bool(modifiers & Qt.KeyboardModifier.ControlModifier))
        return QModelIndex() if found is None else self._model.index(*found)

    def _target(self, now: Cell, action: Action, *, ctrl: bool) -> Cell | None:
        row, column = now
        if action in STEPS:
            path = self._path(now, *STEPS[action])
            return reach(path, self._is_filled(now), self._is_filled) or now if ctrl else next(iter(path), now)
        if action in (Action.MoveHome, Action.MoveEnd):
            home = action == Action.MoveHome
            return (self._rows[0 if home else -1] if ctrl else row, 1 if home else self._last)
        if action in (Action.MoveNext, Action.MovePrevious):
            return self._tab(now, 1 if action == Action.MoveNext else -1)
        place = self._rows.index(row) + self._page * (-1 if action == Action.MovePageUp else 1)
        return self._rows[min(max(place, 0), len(self._rows) - 1)], column

    def _path(self, now: Cell, down: int, right: int) -> list[Cell]:
        """The cells ahead, the nearest first."""
        columns = range(self._model.columnCount())
        line = [(row, now[1]) for row in self._rows] if down else [(now[0], column) for column in columns]
        here = line.index(now)
        return line[here + 1 :] if down + right > 0 else line[:here][::-1]

    def _is_filled(self, cell: Cell) -> bool:
        return self._model.answer(self._model.index(*cell)) != (None, None)

    def _tab(self, now: Cell, step: int) -> Cell | None:
        cells = [(row, column) for row in self._rows for column in range(1, self._last + 1)]
        place = cells.index((now[0], min(max(now[1], 1), self._last))) + step
        return cells[place] if 0 <= place < len(cells) else None


def reach(path: Sequence[Cell], here: bool, is_filled: Callable[[Cell], bool]) -> Cell | None:
    """Where Ctrl with an arrow leads: to the last filled cell before a gap, or over the gap to the next filled one, else to the end."""
    if not path:
        return None
    within = here and is_filled(path[0])
    for place, cell in enumerate(path):
        if is_filled(cell) != within:
            return path[place - 1] if within else cell
    return path[-1]
