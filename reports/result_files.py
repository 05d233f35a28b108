"""The tables of a diagnosis as a workbook, a sheet each, or as one CSV file, one below the other."""

import io
from collections.abc import Generator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from diagnosis.progress import Progress
from diagnosis.result import Diagnosis
from diagnosis.text import Lang
from reports.atomic import check_target, write_whole
from reports.chart_table import Cell, Row, csv_bytes
from reports.result_tables import Table, result_tables

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

NARROW, WIDEST = 10, 60  # columns, in characters
LONGEST = 32767  # characters that a cell of a workbook takes


def write_results(path: Path, diagnosis: Diagnosis, lang: Lang, previous: Diagnosis | None = None) -> Generator[Progress, None, None]:
    """Writes .xlsx or .csv by the name of the file, as a whole or not at all; raises ``UserError`` where it cannot be written.

    A text stays a text, whatever it begins with, and a number stays a number; ``previous``: of the round before.
    """
    check_target(path)
    tables = yield from result_tables(diagnosis, lang, previous)
    write_whole(path, _workbook(tables) if path.suffix.lower() == ".xlsx" else _csv(tables))


def _csv(tables: Sequence[Table]) -> bytes:
    rows: list[Row] = []
    for table in tables:
        rows += [[], [table.title]] if rows else [[table.title]]
        rows += table.rows
    return csv_bytes(rows)


def _workbook(tables: Sequence[Table]) -> bytes:
    import xlsxwriter  # only whoever writes a workbook needs it

    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        title = book.add_format({"bold": True, "font_size": 14})
        head = book.add_format({"bold": True, "bg_color": "#e8f0f6", "bottom": 1, "text_wrap": True, "valign": "top"})
        cell = book.add_format({"text_wrap": True, "valign": "top"})
        for table in tables:
            sheet = book.add_worksheet(table.name)
            sheet.write_string(0, 0, table.title, title)
            for place, row in enumerate(table.rows, 1):
                _write_row(sheet, place, row, head if place == 1 else cell)
            _fit(sheet, table)
            sheet.freeze_panes(2, 1)
    return content.getvalue()


def _write_row(sheet: "Worksheet", place: int, row: Row, form: "Format") -> None:
    for column, value in enumerate(row):
        if isinstance(value, str):
            sheet.write_string(place, column, value[:LONGEST], form)
        elif value is not None:
            sheet.write_number(place, column, value, form)


def _fit(sheet: "Worksheet", table: Table) -> None:
    for column, cells in enumerate(zip(*table.rows, strict=True)):
        widest = max(map(_width, cells), default=0)
        sheet.set_column(column, column, min(max(widest + 2, NARROW), WIDEST))


def _width(cell: Cell) -> int:
    """In characters, a Chinese one for two."""
    lines = str(cell).split("\n") if isinstance(cell, str) else [""]
    return max(sum(2 if ord(character) > 0x2E80 else 1 for character in line) for line in lines)
