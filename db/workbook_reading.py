"""A filled-in survey workbook back into a survey file's content; what is refused is named by sheet and cell."""

import contextlib
import datetime as dt
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from db.workbook import PROPOSED
from diagnosis.errors import Invalid, UserError, Wrong
from diagnosis.faults import KEPT
from diagnosis.faults import Refused as NotTaken
from diagnosis.fieldtypes import FlagType, NamesType, NumberType, RegionType, ScoreType, TextType, Value
from diagnosis.framework_files import load_framework
from diagnosis.interchange import FORMAT, VERSION, SurveyFile, located, survey_from_data
from diagnosis.questionnaire import Part, Question, questionnaire
from diagnosis.ranges import asked_of, with_units
from diagnosis.roster.sheet import column_letter
from diagnosis.roster.values import Doubted, Refused, attempt, reader_of
from diagnosis.survey import INSIDE
from diagnosis.text import Text, clauses, one_line, phrase

MARKER = re.compile(r"@([a-z_]+)/([0-9]+)")
OF_FIRM = "@firm-"  # how the marker of a questionnaire for one firm begins
HEAD_ROWS = 20  # among the first of which the ids stand
MOST = 20  # cells that one message names
LONGEST = 24  # characters of a cell that it shows
DIGITS = 10**15  # from here on a number of Excel has lost digits
ERRORS = re.compile(r"#(REF!|DIV/0!|N/A|NAME\?|NULL!|NUM!|VALUE!|SPILL!|CALC!|GETTING_DATA)")
Cell = str | int | float | bool | dt.date | dt.time | dt.timedelta | None
Grid = Sequence[Sequence[Cell]]


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A part as it stands on a sheet: where its ids are, which column holds which question, and which rows hold answers."""

    name: str
    part: Part
    head: int
    columns: Mapping[str, int]
    mark: int
    rows: tuple[int, ...]

    def cell(self, row: int | None, field: str | None) -> str:
        """A1-style; without a row or a field, the first one."""
        place = self.rows[row] if row is not None else self.rows[0] if self.rows else self.head + 1
        column = self.columns.get(field or "", min(self.columns.values(), default=0))
        return f"{column_letter(column)}{place + 1}"


@dataclass(frozen=True, slots=True)
class _Wrong:
    """A cell that cannot be read. ``text``: what is written there, ``None`` for a number or a day."""

    sheet: str
    cell: str
    text: str | None
    why: Text

    def place(self) -> str:
        """The cell and what it holds, unless the reason says so."""
        text = one_line(self.text or "", LONGEST)
        return self.cell if self.text is None or f"“{text}”" in self.why.zh else f"{self.cell}“{text}”"

    def alone(self) -> Wrong:
        """The same, in a list of all."""
        place = self.place()
        return Wrong(phrase("files", "workbook.place", sheet=self.sheet, cell=place), self.why)


def _told(wrong: Sequence[_Wrong]) -> Text:
    """Cells of one sheet with the same fault are told together."""
    groups: dict[tuple[str, Text], list[str]] = {}
    for each in wrong:
        groups.setdefault((each.sheet, each.why), []).append(each.place())
    told = [
        phrase("files", "workbook.wrong", sheet=sheet, cells=Text("、".join(cells), ", ".join(cells)), reason=why)
        for (sheet, why), cells in groups.items()
    ]
    return clauses(told)


def survey_of_sheets(sheets: Mapping[str, Grid], path: Path) -> SurveyFile:
    """Reads the sheets of a workbook; each is known by its hidden marker, whatever it is called.

    A part whose sheet is missing or has no answers is absent. Raises ``UserError`` naming sheet and cell of all cells that cannot
    be read or that break a rule, or when no sheet is one of ours.
    """
    found = {sheet.part.id: sheet for name, grid in sheets.items() for sheet in _sheets(name, grid, path)}
    if not found:
        cells = (cell for grid in sheets.values() for row in grid[:HEAD_ROWS] for cell in row)
        of_firm = any(isinstance(cell, str) and cell.startswith(OF_FIRM) for cell in cells)
        raise UserError("workbook-of-firm" if of_firm else "workbook-not-ours", file=path)
    data: dict[str, Any] = {"format": FORMAT, "version": VERSION, "cluster": {}, "round": {}}
    wrong: list[_Wrong] = []
    for part_id, sheet in found.items():
        rows = [_answers(sheet, sheets[sheet.name], row, wrong) for row in sheet.rows]
        if sheet.part.kind == "list":
            if rows:
                (data[INSIDE[part_id]] if part_id in INSIDE else data)[part_id] = rows
        elif rows:
            inside = {inner: data[part_id][inner] for inner, outer in INSIDE.items() if outer == part_id and inner in data.get(part_id, {})}
            data[part_id] = {**rows[0], **inside}
    read = None
    try:
        read = survey_from_data(data, str(path))
    except NotTaken as refused:
        unread = {(each.sheet, each.cell) for each in wrong}
        for each in refused.faults:  # what a cell lacks that cannot be read is told of that cell already
            sheet_name, cell = _where(found, each.path)
            wrong += [] if (sheet_name, cell) in unread else [_Wrong(sheet_name, cell, None, each.reason.text())]
    if wrong or read is None:
        key = "workbook-cell" if len(wrong) == 1 else "workbook-cells" if len(wrong) <= MOST else "workbook-many-cells"
        error = UserError(key, file=path, count=len(wrong), told=_told(wrong[:MOST]), first=MOST)
        error.places, error.unsaid = tuple(each.alone() for each in wrong[:KEPT]), max(0, len(wrong) - KEPT)
        raise error
    return read


def is_survey_sheet(rows: Iterable[Sequence[object]]) -> bool:
    """Whether the first rows of a sheet are those of a survey workbook."""
    return any(isinstance(cell, str) and MARKER.fullmatch(cell) for row in rows for cell in row)


def _sheets(name: str, grid: Grid, path: Path) -> Iterator[_Sheet]:
    for place, row in enumerate(grid[:HEAD_ROWS]):
        for column, cell in enumerate(row):
            marked = MARKER.fullmatch(cell) if isinstance(cell, str) else None
            if marked is not None:
                yield _sheet(name, grid, path, (place, column), (marked[1], int(marked[2])))
                return


def _sheet(name: str, grid: Grid, path: Path, mark: tuple[int, int], named: tuple[str, int]) -> _Sheet:
    place, marked = mark
    part = questionnaire().parts.get(named[0])
    if named[1] > VERSION or part is None:
        raise UserError("workbook-newer", file=path, sheet=name)
    known = {question.id for question in part.questions}
    columns: dict[str, int] = {}
    for column, cell in enumerate(grid[place]):
        if column == marked or cell in (None, ""):
            continue
        if cell not in known or cell in columns:
            raise UserError("workbook-id", file=path, sheet=name, cell=f"{column_letter(column)}{place + 1}", id=str(cell))
        columns[str(cell)] = column
    filled = [row for row in range(place + 1, len(grid)) if _is_filled(grid[row], columns, marked)]
    if part.kind == "record" and len(filled) > 1:
        raise UserError("workbook-one-row", file=path, sheet=name, cell=f"A{filled[1] + 1}")
    return _Sheet(name, part, place, columns, marked, tuple(filled))


def _is_filled(row: Sequence[Cell], columns: Mapping[str, int], mark: int) -> bool:
    """Whether somebody filled a row in: in a row that the form proposes, its first cell was not."""
    answered = [field for field, column in columns.items() if column < len(row) and row[column] not in (None, "")]
    proposed = mark < len(row) and row[mark] == PROPOSED
    return len(answered) > int(proposed)


def _answers(sheet: _Sheet, grid: Grid, row: int, wrong: list[_Wrong]) -> dict[str, Any]:
    """The answers of a row; what cannot be read goes to ``wrong``, so that a form is mended once and not cell after cell."""
    answers: dict[str, Any] = {}
    for question in sheet.part.questions:
        column = sheet.columns.get(question.id)
        cell = grid[row][column] if column is not None and column < len(grid[row]) else None
        try:
            value = _read(sheet.part, asked_of(question, answers, load_framework().indicators), cell)
        except Invalid as reason:
            place = f"{column_letter(column or 0)}{row + 1}"
            wrong.append(_Wrong(sheet.name, place, cell if isinstance(cell, str) else None, reason.text()))
            continue
        if value is not None:
            answers[question.id] = list(value) if isinstance(value, tuple) else value
    return answers


def _read(part: Part, question: Question, cell: Cell) -> Value:
    """The answer that a cell holds, written as rosters have it, too: a number with its unit, the day of a year; raises ``Invalid``."""
    with contextlib.suppress(Invalid):
        return read_cell(with_units(part.id, question, load_framework().indicators), cell)
    try:
        return read_cell(question, cell)
    except Invalid:
        if not isinstance(question.type, NumberType | FlagType) or not isinstance(cell, str | dt.date):
            raise
        for unit in (question.unit.zh, question.unit.en) if isinstance(cell, str) and question.unit is not None else ():
            cell = str(cell).strip().removesuffix(unit)
        value = attempt(reader_of(question), cell)
        if value is None or isinstance(value, Refused | Doubted):
            raise
        return value


def read_cell(question: Question, cell: Cell) -> Value:
    """The answer that a cell holds; raises ``Invalid``. A number that has lost digits is no code, an error of a formula no text."""
    if cell is None or cell == "":
        return None
    kind = question.type
    if isinstance(cell, bool):
        return kind.check(cell) if isinstance(kind, FlagType) else kind.parse(str(cell))
    if isinstance(cell, int | float):
        return kind.check(cell) if isinstance(kind, NumberType | ScoreType) else kind.parse(_digits(cell))
    if isinstance(cell, dt.date | dt.time | dt.timedelta):
        return kind.parse(_day(cell))
    if ERRORS.fullmatch(cell):
        raise Invalid("cell-error", value=cell)
    if isinstance(kind, NamesType) and cell.startswith("["):
        with contextlib.suppress(ValueError, RecursionError):  # somebody has typed it
            return kind.check(json.loads(cell))
    as_it_is = isinstance(kind, TextType) and not isinstance(kind, RegionType)  # a region is shown by its name
    return kind.check(cell) if as_it_is else kind.parse_pasted(cell)


def _digits(number: float) -> str:
    if abs(number) >= DIGITS:
        raise Invalid("digits-lost")
    return str(int(number)) if number.is_integer() else repr(number)


def _day(cell: dt.date | dt.time | dt.timedelta) -> str:
    if isinstance(cell, dt.datetime) and cell.time() == dt.time():
        return cell.date().isoformat()
    return cell.isoformat() if isinstance(cell, dt.date | dt.time) else str(cell)


def _where(found: Mapping[str, _Sheet], path: str) -> tuple[str, str]:
    """Sheet and cell of a JSON path, which is one of a part."""
    place = located(path)
    assert place is not None
    sheet = found.get(place.part.id)
    return (sheet.name, sheet.cell(place.row, place.field)) if sheet is not None else (place.part.name.zh, "A1")
