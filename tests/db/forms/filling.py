"""The questionnaire for a firm as firms fill it in: in a spreadsheet program, with whatever they do to it."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import openpyxl  # type: ignore[import-untyped]

from db.forms.firm_form import ANSWERED, IDS, write_firm_form

Answers = Mapping[str, Any]


def open_form(folder: Path, lang: Any = "zh") -> Any:
    """An empty one, opened."""
    write_firm_form(folder / "空白.xlsx", lang)
    book = openpyxl.load_workbook(folder / "空白.xlsx")
    (folder / "空白.xlsx").unlink()
    return book


def fill(book: Any, answers: Answers, links: Sequence[Sequence[Any]] = (), technologies: Sequence[Sequence[Any]] = ()) -> Any:
    """Write the answers beside their questions."""
    sheet = book.worksheets[0]
    for row in sheet.iter_rows():
        if len(row) > IDS and row[IDS].value in answers:
            row[ANSWERED].value = answers[row[IDS].value]
    for at, rows in ((1, links), (2, technologies)):
        for place, cells in enumerate(rows, 4):
            for column, cell in enumerate(cells, 1):
                book.worksheets[at].cell(place, column).value = cell
    return book


def row_of(book: Any, name: str) -> int:
    """Where a question stands, from 1."""
    return next(int(row[0].row) for row in book.worksheets[0].iter_rows() if len(row) > IDS and row[IDS].value == name)


def filled(folder: Path, name: str, answers: Answers, *, lang: Any = "zh", **rows: Sequence[Sequence[Any]]) -> Path:
    """One that is filled in and saved."""
    folder.mkdir(exist_ok=True)
    path = folder / f"{name}.xlsx"
    fill(open_form(folder, lang), answers, **rows).save(path)
    return path
