"""A sheet as it was read: columns of cells, with the places they had in the file."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from diagnosis.text import seen

Cell = str | float | int | bool | dt.date | dt.datetime | dt.time | dt.timedelta  # an empty cell is an empty text
Box = tuple[int, int, int, int]  # merged cells: first row, first column, last row, last column, within the columns below


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """``columns``: all of the same length, from the sheet's first row on; ``left``: how many columns stand before them, empty.

    Tuples of plain values are nothing that Python looks through each time it tidies up, and there may be millions of them.
    """

    file: str
    name: str  # "" in a text file, which has one sheet
    columns: Sequence[Sequence[Cell]]
    merged: Sequence[Box] = ()
    left: int = 0
    hidden: bool = False
    unseen: frozenset[int] = frozenset()  # rows that somebody has hidden or filtered out
    uncomputed: str | None = None  # a cell whose formula was never worked out

    @property
    def height(self) -> int:
        """How many rows it has."""
        return len(self.columns[0]) if self.columns else 0

    def row(self, row: int) -> list[Cell]:
        """One row."""
        return [column[row] for column in self.columns]

    def letter(self, column: int) -> str:
        """What the column is called: A, B, ..., AA."""
        return column_letter(self.left + column)

    def place(self, row: int, column: int) -> str:
        """What a cell is called, such as B7."""
        return f"{self.letter(column)}{row + 1}"


def column_letter(column: int) -> str:
    """A for 0, Z for 25, AA for 26."""
    letters = ""
    while column >= 0:
        column, rest = divmod(column, 26)
        letters = chr(65 + rest) + letters
        column -= 1
    return letters


def cell_text(cell: Cell) -> str:
    """A cell as text: a whole number without its ".0", a day as YYYY-MM-DD, spaces around it and within lines made one."""
    if isinstance(cell, str):
        return cell if cell.isprintable() and cell.strip() == cell and "  " not in cell else clean(cell)
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float):
        return str(int(cell)) if abs(cell) < 1e15 and cell.is_integer() else f"{cell:.15g}"
    if isinstance(cell, dt.datetime) and cell.time() == dt.time():
        return cell.date().isoformat()
    return cell.isoformat(" ") if isinstance(cell, dt.datetime) else str(cell)


def clean(text: str) -> str:
    """Text on one line, without what cannot be seen: such marks come along when a table is copied from a web page."""
    return " ".join(seen(text).split())
