"""A list of texts as a workbook, to work through or to hand on."""

import io
from collections.abc import Iterable, Sequence
from pathlib import Path

from db.atomic import replacing

LONGEST = 32767  # characters that a cell of a workbook takes


def write_list(path: Path, heads: Sequence[tuple[str, int]], rows: Iterable[Sequence[str]]) -> int:
    """Writes an .xlsx; returns how many rows. ``heads``: each column's name and width in characters. Raises ``UserError``."""
    import xlsxwriter  # only this needs it

    content, row = io.BytesIO(), 0
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        wrap = book.add_format({"text_wrap": True, "valign": "top"})
        head = book.add_format({"bold": True, "bg_color": "#e8f0f6", "bottom": 1})
        for column, (name, width) in enumerate(heads):
            sheet.set_column(column, column, width, wrap)
            sheet.write_string(0, column, name, head)
        for row, texts in enumerate(rows, 1):
            for column, text in enumerate(texts):
                sheet.write_string(row, column, text[:LONGEST], wrap)
        sheet.freeze_panes(1, 0)
    with replacing(path) as part:
        part.write_bytes(content.getvalue())
    return row
