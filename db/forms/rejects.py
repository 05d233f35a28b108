"""What was not taken of returned forms, as a table to work through with those who filled them in."""

import io
from collections.abc import Sequence
from pathlib import Path

from db.atomic import replacing
from diagnosis.errors import UserError
from diagnosis.returns.planning import Collected
from diagnosis.returns.telling import told_rows
from diagnosis.text import Lang, phrase

LONGEST = 32767  # characters that a cell of a workbook takes


def write_told(path: Path, found: Collected, refused: Sequence[UserError], lang: Lang) -> int:
    """Writes an .xlsx with a line for each; returns how many. Raises ``UserError``."""
    import xlsxwriter  # only this needs it

    lines = [error.text() for error in refused] + list(told_rows(found))
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        wrap = book.add_format({"text_wrap": True, "valign": "top"})
        head = book.add_format({"bold": True, "bg_color": "#e8f0f6", "bottom": 1})
        sheet.set_column(0, 0, 120, wrap)
        sheet.write_string(0, 0, phrase("returns", "wizard.head-reason").to(lang), head)
        for row, line in enumerate(lines, 1):
            sheet.write_string(row, 0, line.to(lang)[:LONGEST], wrap)
        sheet.freeze_panes(1, 0)
    with replacing(path) as part:
        part.write_bytes(content.getvalue())
    return len(lines)
