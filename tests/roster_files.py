"""Rosters as files, and what the program reads in them."""

import csv
import datetime as dt
import io
from collections.abc import Generator, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import xlsxwriter

from db.history import Change
from db.rosters.books import read_book
from db.rosters.importing import import_roster
from db.workspace import Workspace
from diagnosis.credit_code import check_character
from diagnosis.fieldtypes import Value
from diagnosis.progress import Progress
from diagnosis.questionnaire import questionnaire
from diagnosis.roster.choosing import Hints, check_columns, check_reading, choose_sheet, layout_of, propose
from diagnosis.roster.judging import Known
from diagnosis.roster.mapping import Wish, match_columns
from diagnosis.roster.planning import Decisions, Plan
from diagnosis.roster.telling import notes, row_reasons, told_column
from diagnosis.text import Text

T = TypeVar("T")
Row = Sequence[Any]
FIELDS = [question.id for question in questionnaire().parts["enterprises"].questions]


@dataclass(frozen=True)
class Formula:
    """A cell with a formula and the result that the file holds of it; ``None``: it was never worked out."""

    text: str
    result: Any = None


def code(number: int) -> str:
    """A sound credit code."""
    stem = f"91430100{number:09d}"
    return stem + check_character(stem)


def xlsx(path: Path, rows: Iterable[Row], merged: Iterable[str] = (), sheet: str = "名单", **more: Iterable[Row]) -> Path:
    """A workbook; ``merged``: ranges whose first cell keeps its content; ``more``: further sheets."""
    with xlsxwriter.Workbook(str(path)) as book:
        for name, content in {sheet: rows, **more}.items():
            made = book.add_worksheet(name)
            day = book.add_format({"num_format": "yyyy/m/d"})
            for place, row in enumerate(content):
                for column, cell in enumerate(row):
                    if isinstance(cell, Formula):
                        made.write_formula(place, column, cell.text, None, "" if cell.result is None else cell.result)
                    elif isinstance(cell, dt.date):
                        made.write_datetime(place, column, cell, day)
                    elif isinstance(cell, str):
                        made.write_string(place, column, cell)
                    elif cell is not None:
                        made.write(place, column, cell)
            if name == sheet:
                for area in merged:
                    made.merge_range(area, None)
                    first = area.split(":")[0]
                    row_place, column = xlsxwriter.utility.xl_cell_to_rowcol(first)
                    made.write(first, list(rows)[row_place][column])
    return path


def text_table(path: Path, rows: Iterable[Row], encoding: str = "utf-8", delimiter: str = ",") -> Path:
    """A text file."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows(rows)
    path.write_bytes(text.getvalue().encode(encoding))
    return path


def finish(work: Generator[Progress, None, T]) -> T:
    """Long work run to its end."""
    while True:
        try:
            next(work)
        except StopIteration as end:
            found: T = end.value
            return found


def known(*firms: dict[str, Value], drafts: dict[tuple[int, str], str] | None = None) -> Known:
    """Firms that are there already, with the ids 1, 2, ..."""
    return Known(list(range(1, len(firms) + 1)), {field: [firm.get(field) for firm in firms] for field in FIELDS}, drafts or {})


def proposal(
    path: Path, there: Known | None = None, decisions: Decisions | None = None, wishes: dict[int, Wish] | None = None, **hints: Any
) -> Plan:
    """What the import of a file would do, as the command line goes about it."""
    hinted = Hints(**hints)
    sheet = choose_sheet(finish(read_book(path)).sheets, hinted)
    layout = layout_of(sheet, hinted)
    columns = match_columns(sheet, layout, hinted.remembered, wishes)
    check_columns(sheet, layout, columns)
    plan = finish(propose(sheet, layout, columns, there or known(), decisions or Decisions()))
    check_reading(plan.reading)
    return plan


def imported(workspace: Workspace, round_id: int, plan: Plan) -> Change:
    """The plan carried out."""
    return finish(import_roster(workspace, round_id, plan))


def firms(plan: Plan) -> list[dict[str, Value]]:
    """The firms that come in, with what is known of them."""
    answers = plan.reading.answers
    return [{field: values[place] for field, values in answers.items() if values[place] is not None} for place in plan.add]


def drafts(plan: Plan) -> dict[tuple[str, str], str]:
    """What is kept as it was typed, by name and field."""
    names = plan.reading.answers["name"]
    return {(str(names[place]), field): text for (place, field), text in plan.new_drafts.items()}


def reasons(plan: Plan) -> dict[int, list[str]]:
    """What is told of rows, by their number in the sheet."""
    return {
        plan.reading.rows[place] + 1: [reason.zh for reason in found]
        for place in range(len(plan.outcomes))
        if (found := row_reasons(plan, place))
    }


def told(plan: Plan) -> list[str]:
    """What was assumed or left out, and what is said of each column."""
    texts: list[Text] = [*notes(plan.reading), *(told_column(plan.reading, column) for column in plan.reading.columns)]
    return [text.zh for text in texts]
