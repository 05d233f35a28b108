"""The rows of a roster that were not taken as they are, with their own columns and the reason: a file to mend and to import again."""

import csv
import datetime as dt
import io
import math
import re
from collections.abc import Iterator
from pathlib import Path

from db.atomic import replacing
from diagnosis.errors import UserError
from diagnosis.roster.mapping import Column
from diagnosis.roster.planning import Plan
from diagnosis.roster.reading import CONTINUED
from diagnosis.roster.sheet import Cell, cell_text
from diagnosis.roster.telling import told_reasons, worth_telling
from diagnosis.text import Lang, one_line, phrase

LONGEST = 32767  # characters that a cell of a workbook takes
FORMULA = re.compile(r"[=+\-@\t\r]")  # what a spreadsheet may take for the beginning of a formula in a text file
NUMBER = re.compile(r"[+-]?[0-9.,]+%?")
NARROW, WIDE, DAY = 14, 48, "yyyy-mm-dd"


def write_rejects(path: Path, plan: Plan, lang: Lang) -> int:
    """Writes an .xlsx, or a .csv by the ending of its name; returns how many rows. Raises ``UserError``."""
    if path.exists() and path.samefile(plan.reading.sheet.file):
        raise UserError("roster-onto-itself", file=path)
    labels = [_label(column) or plan.reading.sheet.letter(column.place) for column in plan.reading.columns]
    labels += [phrase("roster", f"rejects.{key}").to(lang) for key in ("row", "outcome", "reason")]
    rows = list(_rows(plan, lang))
    write = _csv if path.suffix.lower() == ".csv" else _workbook
    content = write(labels, rows)
    with replacing(path) as part:
        part.write_bytes(content)
    return len(rows)


def _label(column: Column) -> str:
    """A header as it can be read again: in one line, with the unit that stood elsewhere."""
    unit = f"（{column.unit}）" if column.unit and column.unit_from not in {"header", "beside"} and column.header.text else ""
    return column.header.text + unit


def _rows(plan: Plan, lang: Lang) -> Iterator[list[Cell]]:
    reading = plan.reading
    told: dict[int, tuple[str, str]] = {}
    for place in worth_telling(plan):
        told[reading.rows[place]] = (plan.outcomes[place], one_line(told_reasons(plan, place).to(lang), LONGEST))
    continued = phrase("roster", "reason.continued").to(lang)
    told |= dict.fromkeys(reading.left_out.get(CONTINUED, ()), ("refused", continued))
    for row, (outcome, reasons) in sorted(told.items()):
        yield [*reading.sheet.row(row), float(row + 1), phrase("roster", f"rejects.{outcome}").to(lang), reasons]


def _csv(labels: list[str], rows: list[list[Cell]]) -> bytes:
    text = io.StringIO(newline="")
    table = csv.writer(text)
    table.writerow([_harmless(label) for label in labels])
    table.writerows([_harmless(cell_text(cell)) if isinstance(cell, str) else cell_text(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def _harmless(text: str) -> str:
    """With an apostrophe before what a spreadsheet would work out; it is dropped again when the file is read."""
    return f"'{text}" if FORMULA.match(text) and not NUMBER.fullmatch(text) else text


def _workbook(labels: list[str], rows: list[list[Cell]]) -> bytes:
    """Text is always written as text, so that a name that begins with "=" is no formula."""
    import xlsxwriter  # only this needs it

    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        head = book.add_format({"bold": True, "bg_color": "#e8f0f6", "bottom": 1, "text_wrap": True, "valign": "top"})
        day = book.add_format({"num_format": DAY})
        for column, label in enumerate(labels):
            sheet.set_column(column, column, WIDE if column == len(labels) - 1 else NARROW)
            sheet.write_string(0, column, label[:LONGEST], head)
        for place, row in enumerate(rows, 1):
            for column, cell in enumerate(row):
                if isinstance(cell, dt.date):
                    sheet.write_datetime(place, column, cell, day)
                elif isinstance(cell, int | float) and not isinstance(cell, bool) and math.isfinite(cell):
                    sheet.write_number(place, column, cell)
                elif cell != "":
                    sheet.write_string(place, column, cell_text(cell)[:LONGEST])
        sheet.freeze_panes(1, 0)
    return content.getvalue()
