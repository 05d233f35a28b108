"""Surveys from files: JSON, or a filled-in workbook."""

from pathlib import Path

from db.files import read_survey_file
from db.rosters.books import read_book
from db.workbook_reading import survey_of_sheets
from diagnosis.interchange import SurveyFile
from diagnosis.progress import outcome


def read_survey(path: Path) -> SurveyFile:
    """A survey file, or a workbook by its ending; raises ``UserError`` naming the file and the place of what is refused."""
    if path.suffix.lower() != ".xlsx":
        return read_survey_file(path)
    book = outcome(read_book(path))
    grids = {sheet.name: [[*[""] * sheet.left, *sheet.row(row)] for row in range(sheet.height)] for sheet in book.sheets}
    return survey_of_sheets(grids, path)
