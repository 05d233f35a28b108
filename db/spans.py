"""Many rows added at once, in the history by their ids alone: what they hold stands in their table, and is kept only once it goes.

The image of such a span of rows is ``[table, [first id, last id], null, held]``; ``held`` is empty while the rows are in the table,
and their columns and rows after they were taken back.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from db.columns import quoted
from db.dots import take
from db.workspace import Workspace

MANY = 500  # rows; fewer have an image each
Span = tuple[int, int]
IN_TABLE: Mapping[str, Any] = {}


def add_span(workspace: Workspace, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> Span | None:
    """Adds rows under new numbers that follow each other; ``None`` when there were none."""
    held = list(rows)
    if not held:
        return None
    numbers = take(workspace, table, len(held))
    _insert(workspace, table, ("_id", *columns), ((row_id, *row) for row_id, row in zip(numbers, held, strict=True)))
    return numbers[0], numbers[-1]


def ids(rows: int | Span) -> range:
    """The ids that an image is about."""
    return range(rows, rows + 1) if isinstance(rows, int) else range(rows[0], rows[1] + 1)


def is_span(row: object, held: object, columns: set[str]) -> bool:
    """Whether an image read from a file is one of a span of rows of a table with these columns."""
    match row, held:
        case [int(first), int(last)], {} if not held:
            return first <= last
        case [int(first), int(last)], {"columns": [*names], "rows": [*rows], **rest}:
            fits = all(isinstance(cells, list) and len(cells) == len(names) for cells in rows)
            return rest == {} and fits and len(rows) == last - first + 1 and set(map(str, names)) <= columns
    return False


def take_out(workspace: Workspace, table: str, span: Span) -> Mapping[str, Any] | None:
    """Deletes the rows and returns what they held; ``None`` when one of them is gone."""
    where = f'"{table}" WHERE _id BETWEEN ? AND ?'
    cursor = workspace.db.execute(f"SELECT * FROM {where} ORDER BY _id", span)
    held = {"columns": [column[0] for column in cursor.description], "rows": cursor.fetchall()}
    workspace.db.execute(f"DELETE FROM {where}", span)
    return held if len(held["rows"]) == span[1] - span[0] + 1 else None


def put_back(workspace: Workspace, table: str, held: Mapping[str, Any]) -> None:
    """Adds the rows that were taken out."""
    _insert(workspace, table, held["columns"], held["rows"])


def _insert(workspace: Workspace, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    marks = ", ".join("?" * len(columns))
    workspace.db.executemany(f'INSERT INTO "{table}" ({quoted(columns)}) VALUES ({marks})', rows)
