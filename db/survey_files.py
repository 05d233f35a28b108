"""Surveys from files: JSON, or a filled-in workbook."""

from pathlib import Path

from db.files import read_survey_file
from db.rosters.books import read_book
from db.workbook_reading import survey_of_sheets
from diagnosis.errors import UserError
from diagnosis.interchange import SurveyFile
from diagnosis.progress import outcome

OTHERS = frozenset({".xlsm", ".xlsb", ".xls", ".et", ".ods", ".csv"})  # how workbooks are saved, too


def read_survey(path: Path) -> SurveyFile:
    """A survey file, or a workbook by its ending; raises ``UserError`` naming the file and the place of what is refused."""
    if path.suffix.lower() in OTHERS and path.is_file():
        raise UserError("survey-workbook", file=path)
    if path.suffix.lower() != ".xlsx":
        return read_survey_file(path)
    book = outcome(read_book(path))
    grids = {sheet.name: [[*[""] * sheet.left, *sheet.row(row)] for row in range(sheet.height)] for sheet in book.sheets}
    return survey_of_sheets(grids, path)
