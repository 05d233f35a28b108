"""Files of rosters: .xlsx, .xls and text tables, as sheets of cells. What a file is, its first bytes say, not its name."""

import contextlib
import io
import os
import re
from collections.abc import Collection, Generator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from db.rosters import xls_guard, zip_guard
from db.rosters.text_tables import read_text_table
from db.rosters.zip_guard import MOST_CELLS, Found
from diagnosis.errors import UserError, system_reason
from diagnosis.progress import Progress
from diagnosis.roster.sheet import Box, Cell, Sheet, cell_text
from diagnosis.text import phrase

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

LARGEST = {"zip": 512, "ole": 256, "text": 512}  # MB of a file
ZIP, OLE = b"PK\x03\x04", bytes.fromhex("d0cf11e0a1b11ae1")
ENDINGS = {"zip": {".xlsx"}, "ole": {".xls"}}
TEXT = {".csv", ".txt", ".tsv"}
WEB = re.compile(rb"^(?:\xef\xbb\xbf)?\s*<(?:!doctype|html|table|\?xml|meta|head|body)", re.IGNORECASE)
ROWS = 500  # taken over in one step


@dataclass(frozen=True, slots=True)
class Book:
    """The sheets of a file that hold something, in their order."""

    path: Path
    sheets: tuple[Sheet, ...]


def read_book(path: Path) -> Generator[Progress, None, Book]:
    """Reads every sheet; raises ``UserError`` in one line for a file that is not what it should be, or is not safe to read."""
    kind = _kind(path)
    if kind == "text":
        sheet = yield from read_text_table(path, _bytes(path))
        sheets = [sheet]
    else:
        sheets = yield from _read_workbook(path, kind)
    sheets = [sheet for sheet in sheets if any(cell_text(cell) for column in sheet.columns for cell in column)]
    if not sheets:
        raise UserError("roster-empty", file=path)
    return Book(path, tuple(sheets))


def _kind(path: Path) -> str:
    """zip, ole or text."""
    try:
        if path.is_dir():
            raise UserError("file-is-folder", file=path)
        with path.open("rb") as file:
            head = file.read(1024)
        size = path.stat().st_size
    except FileNotFoundError:
        raise UserError("file-missing", file=path) from None
    except PermissionError:
        raise UserError("file-forbidden", file=path) from None
    except (OSError, ValueError) as error:
        raise UserError("file-unreadable", file=path, reason=system_reason(error)) from None
    if not head.strip():
        raise UserError("roster-empty", file=path)
    kind = "zip" if head.startswith(ZIP) else "ole" if head.startswith(OLE) else "text"
    if kind == "text" and WEB.match(head):
        raise UserError("roster-web-page", file=path)
    if kind == "text" and path.suffix.lower() not in TEXT:
        raise UserError("roster-kind", file=path)
    if size > LARGEST[kind] * 2**20:
        raise UserError("roster-big", file=path, size=LARGEST[kind])
    return kind


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UserError("file-unreadable", file=path, reason=system_reason(error)) from None


def _read_workbook(path: Path, kind: str) -> Generator[Progress, None, list[Sheet]]:
    if kind == "zip":
        named = yield from zip_guard.look_through(path)
        ordered = None
    else:
        named, ordered = {}, xls_guard.look_through(path, _bytes(path))
    yield Progress(0, 1, phrase("roster", "step.open"))
    import python_calamine as calamine  # only whoever reads a workbook needs it

    try:
        with _quietly():
            called = path.suffix.lower() in ENDINGS[kind]  # a path is read as what its name says
            book = (
                calamine.CalamineWorkbook.from_path(path) if called else calamine.CalamineWorkbook.from_filelike(io.BytesIO(_bytes(path)))
            )
        about = [each for each in book.sheets_metadata if each.typ == calamine.SheetTypeEnum.WorkSheet]
        found = dict(zip((each.name for each in about), ordered or (), strict=False)) or named
        _refuse_all(path, found.values())
        sheets: list[Sheet] = []
        for each in about:
            with _quietly():
                opened = book.get_sheet_by_name(each.name)
            columns = yield from _columns(opened)
            if kind == "ole":
                columns = [_floats(column) for column in columns]
            visible = each.visible == calamine.SheetVisibleEnum.Visible
            sheets.append(_sheet(path, opened, columns, found.get(each.name, Found()), hidden=not visible))
        book.close()
        return sheets
    except calamine.PasswordError as error:
        raise UserError("roster-locked", file=path) from error
    except (calamine.CalamineError, OSError, ValueError) as error:
        raise UserError("roster-damaged", file=path) from error
    except BaseException as error:  # the reader's own defects come as an exception that is none of Python's ordinary ones
        if type(error).__name__ == "PanicException":
            raise UserError("roster-damaged", file=path) from error
        raise


@contextlib.contextmanager
def _quietly() -> Iterator[None]:
    """A reader that meets a defect of its own writes pages about it to the terminal, past Python; the user gets our one line."""
    try:
        kept = os.dup(2)
    except OSError:  # a window program may have no such thing
        yield
        return
    try:
        with Path(os.devnull).open("wb") as nowhere:
            os.dup2(nowhere.fileno(), 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)


def _refuse_all(path: Path, found: Collection[Found]) -> None:
    """What each sheet may hold, all of them together may hold."""
    if sum(each.rows * each.columns for each in found) > MOST_CELLS:
        largest = max(found, key=lambda each: each.rows * each.columns)
        raise UserError("roster-too-large", file=path, rows=largest.rows, columns=largest.columns)


def _columns(opened: "CalamineSheet") -> Generator[Progress, None, list[list[Cell]]]:
    """The cells column by column, a few thousand rows a step."""
    columns: list[list[Cell]] = [[] for _ in range(opened.width)]
    rows: list[list[Cell]] = []
    height = opened.total_height
    for row in opened.iter_rows() if opened.start is not None else ():
        rows.append(row)
        if len(rows) == ROWS:
            _take_over(columns, rows)
            yield Progress(len(columns[0]), height, phrase("roster", "step.open"))
    _take_over(columns, rows)
    return columns


def _floats(column: list[Cell]) -> list[Cell]:
    """An .xls keeps whole numbers apart from others; a sheet knows only numbers."""
    return [float(cell) if cell.__class__ is int else cell for cell in column]


def _take_over(columns: list[list[Cell]], rows: list[list[Cell]]) -> None:
    for column, cells in zip(columns, zip(*rows, strict=True), strict=True) if rows else ():
        column.extend(cells)
    rows.clear()


def _sheet(path: Path, opened: "CalamineSheet", columns: list[list[Cell]], found: Found, *, hidden: bool) -> Sheet:
    left = opened.start[1] if opened.start is not None else 0
    for (row, column), text in found.errors.items():
        if 0 <= column - left < len(columns) and row < len(columns[column - left]):
            columns[column - left][row] = text
    for (row, column), shown in found.shown.items():
        if 0 <= column - left < len(columns) and row < len(columns[column - left]):
            cell = columns[column - left][row]
            if isinstance(cell, float):
                columns[column - left][row] = shown.of(cell)
    boxes = (_box(first, last, left) for first, last in opened.merged_cell_ranges or ())
    return Sheet(
        file=str(path),
        name=opened.name,
        columns=[tuple(column) for column in columns],
        merged=tuple(sorted(box for box in boxes if box[1] >= 0 and box[3] < len(columns) and columns and box[2] < len(columns[0]))),
        left=left,
        hidden=hidden,
        unseen=frozenset(found.unseen),
        uncomputed=found.uncomputed,
    )


def _box(first: tuple[int, int], last: tuple[int, int], left: int) -> Box:
    return first[0], first[1] - left, last[0], last[1] - left
