"""A share typed into a spreadsheet as 10.5% is kept there as 0.105: read as that number, it would be wrong by a hundred."""

from pathlib import Path

import openpyxl  # type: ignore[import-untyped]
import pytest

from db.rosters.books import read_book
from db.survey_files import read_survey
from db.workbook import write_form
from diagnosis.progress import outcome

DATA = Path(__file__).parent / "data"
FILLED: dict[str, dict[str, object]] = {
    "@cluster/1": {"name_zh": "甲集群"},
    "@round/1": {"label": "2024"},
    "@indicators/1": {"id": "产值年均增速（%）", "year": 2023},
}


def cells(folder: Path, *given: tuple[object, str]) -> list[object]:
    """What is read of a row of cells with these formats."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for column, (value, number_format) in enumerate(given, 2):
        sheet.cell(3, column, value).number_format = number_format
    book.save(folder / "b.xlsx")
    (found,) = outcome(read_book(folder / "b.xlsx")).sheets
    return list(found.row(2))


@pytest.mark.parametrize(
    ("number_format", "read"),
    [
        ("0%", "10.5%"),
        ("0.00%", "10.5%"),
        ("#,##0.0 %", "10.5%"),
        ("General", 0.105),
        ("0.00", 0.105),
        ('0.0"%"', 0.105),
        (r"0.0\%", 0.105),
    ],
)
def test_a_number_shown_in_per_cent_is_read_as_it_is_shown(tmp_path: Path, number_format: str, read: object) -> None:
    assert cells(tmp_path, ("甲厂", "General"), (0.105, number_format), (7, "General")) == ["甲厂", read, 7]


@pytest.mark.parametrize("name", ["per-cent.xls", "per-cent-written.xls"])
def test_those_of_an_xls_too(name: str) -> None:
    sheet = outcome(read_book(DATA / name)).sheets[0]
    formats = ["General", "0%", "0.00%", "#,##0.0 %", "0.00", '0.0"%"', r"0.0\%", '"约严"0.0%']
    assert [sheet.row(row) for row in range(2, 5)] == [
        ["甲厂", "10.5%", "10.5%", "10.5%", 0.105, 0.105, 0.105, "10.5%"],
        [1.1, "110%", "110%", "110%", 1.1, 1.1, 1.1, "110%"],
        formats,
    ]
    whole, formula = sheet.row(5), sheet.row(6)
    assert (whole[:6], formula[0]) == (["200%", "300%", "400%", "500%", "600%", "700%"], "50%")


def test_digits_are_exact_and_texts_stay(tmp_path: Path) -> None:
    given = [(0.07, "0%"), (1.1, "0%"), (-0.125, "0.0%"), (0, "0%"), ("约一成", "0%"), ("12%", "0%")]
    assert cells(tmp_path, *given) == ["7%", "110%", "-12.5%", "0%", "约一成", "12%"]


def test_an_indicator_in_per_cent_comes_back_from_the_workbook_of_a_bureau(tmp_path: Path) -> None:
    path = tmp_path / "调研.xlsx"
    write_form(path, "zh")
    book = openpyxl.load_workbook(path)
    for sheet in book:
        for head in sheet.iter_rows(max_row=10):
            columns = {str(cell.value): cell.column for cell in head}
            answers = next((FILLED[marker] for marker in FILLED if marker in columns), {})
            for field, answer in answers.items():
                sheet.cell(head[0].row + 1, columns[field], answer)
            if "@indicators/1" in columns:
                sheet.cell(head[0].row + 1, columns["value"], 0.105).number_format = "0.0%"
    book.save(path)
    (row,) = read_survey(path).survey.indicators
    assert (row.id, row.value) == ("output-growth", 10.5)
