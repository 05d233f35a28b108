"""A survey as a workbook: a sheet for each part, names in Chinese and English above each column, the ids in a hidden row."""

import io
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from db.atomic import replacing
from diagnosis.errors import UserError
from diagnosis.fieldtypes import NumberType, Value
from diagnosis.questionnaire import Part, Question, questionnaire
from diagnosis.survey import MAPS, Survey, answers_of

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

NAMES_ZH, NAMES_EN, IDS, FIRST = 0, 1, 2, 3  # rows of a sheet
NARROW, WIDE = 16, 36  # columns, in characters
LONGEST = 32767  # characters that a cell of a workbook takes


def write_workbook(path: Path, survey: Survey) -> None:
    """Writes the survey as .xlsx; raises ``UserError`` when a text is longer than a cell takes, or nothing can be written.

    Text is always written as text, so that a name that begins with "=" is no formula.
    """
    import xlsxwriter  # only this command needs it

    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        head = book.add_format({"bold": True, "bg_color": "#e8f0f6", "bottom": 1, "text_wrap": True, "valign": "top"})
        for asked in questionnaire().parts.values():
            _sheet(book, asked, rows_of(survey, asked), head, path)
    with replacing(path) as part:
        part.write_bytes(content.getvalue())


def rows_of(survey: Survey, part: Part) -> list[Mapping[str, Value]]:
    """The answers of a part, one mapping a row; a record has one row."""
    content = getattr(survey, part.id)
    if part.kind == "list":
        return [answers_of(row) for row in content]
    return [dict(content) if part.id in MAPS else answers_of(content)]


def _sheet(book: "Workbook", part: Part, rows: list[Mapping[str, Value]], head: "Format", path: Path) -> None:
    sheet = book.add_worksheet(part.name.zh)
    for column, question in enumerate(part.questions):
        sheet.set_column(column, column, WIDE if question.wide or question.kind == "lines" else NARROW)
        for row, label in ((NAMES_ZH, _label(question, "zh")), (NAMES_EN, _label(question, "en")), (IDS, question.id)):
            sheet.write_string(row, column, label, head)
        for row, answers in enumerate(rows, FIRST):
            _cell(sheet, row, column, question, answers.get(question.id), path)
    sheet.set_row(IDS, None, None, {"hidden": True})
    sheet.freeze_panes(FIRST, 0)


def _label(question: Question, lang: str) -> str:
    name, unit = (
        (question.label.zh, question.unit and question.unit.zh) if lang == "zh" else (question.label.en, question.unit and question.unit.en)
    )
    if not unit:
        return name
    return f"{name}（{unit}）" if lang == "zh" else f"{name} ({unit})"


def _cell(sheet: "Worksheet", row: int, column: int, question: Question, value: Value, path: Path) -> None:
    if value is None:
        return
    if isinstance(question.type, NumberType) and isinstance(value, int | float):
        sheet.write_number(row, column, value)
        return
    text = question.type.show(value, "zh")
    if len(text) > LONGEST:
        raise UserError("cell-too-long", file=path, field=question.label, row=row + 1, longest=LONGEST)
    sheet.write_string(row, column, text)
