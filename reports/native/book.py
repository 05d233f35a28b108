"""The workbook inside a chart: its data as a sheet, so that Word can edit them. The same data give the same bytes."""

import datetime as dt
import io

from reports.native.spec import Spec

SHEET = "Sheet1"
EPOCH = dt.datetime(1980, 1, 1, tzinfo=dt.UTC).replace(tzinfo=None)
DECIMALS = 10


def book(spec: Spec) -> bytes:
    """The categories and a column a series; of a scatter, each series has a column of x before its own."""
    import xlsxwriter

    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as made:
        made.set_properties({"created": EPOCH})
        sheet = made.add_worksheet(SHEET)
        if spec.kind != "scatter":
            sheet.write_string(0, 0, spec.head)
            for row, name in enumerate(spec.categories, 1):
                sheet.write_string(row, 0, " ".join(name.split("\n")))
        for place, series in enumerate(spec.series):
            column = column_of(spec, place)
            sheet.write_string(0, column, series.name)
            if series.x:
                sheet.write_string(0, column - 1, spec.head)
            for row, value in enumerate(series.values, 1):
                if series.x:
                    sheet.write_number(row, column - 1, series.x[row - 1])
                if value is not None:
                    sheet.write_number(row, column, round(value, DECIMALS))
    return content.getvalue()


def column_of(spec: Spec, place: int) -> int:
    """The column (from 0) that the values of a series stand in."""
    return 2 * place + 1 if spec.kind == "scatter" else place + 1


def cells(column: int, first: int, last: int) -> str:
    """A stretch of a column as a formula; rows from 1."""
    letter = chr(ord("A") + column) if column < 26 else f"{chr(ord('A') + column // 26 - 1)}{chr(ord('A') + column % 26)}"
    if first == last:
        return f"{SHEET}!${letter}${first}"
    return f"{SHEET}!${letter}${first}:${letter}${last}"
