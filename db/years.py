"""Indicators as a grid of years: a value typed into a cell is a row of the list, and the row that counts is the one edited."""

from collections.abc import Sequence
from dataclasses import dataclass

from db.columns import row_cells
from db.history import Change
from db.recorder import Recorder, recording
from db.rules import checked
from db.workspace import Workspace
from db.writing import add_rows, drop_drafts, drop_rows, set_text
from diagnosis.errors import Invalid
from diagnosis.framework_files import load_framework
from diagnosis.questionnaire import questionnaire
from diagnosis.ranges import indicator_type
from diagnosis.text import Text, phrase
from diagnosis.years import target

PART, VALUE = "indicators", "value"
NAMED = ("id", "year", VALUE)  # what makes the cell; a row that holds more than these is kept when its value is taken away


@dataclass(frozen=True, slots=True)
class YearCell:
    """What was typed or pasted for an indicator's year; blank takes the value away."""

    indicator: str
    year: int
    typed: str


def set_years(workspace: Workspace, round_id: int, cells: Sequence[YearCell]) -> Change:
    """Reads what was typed for years of indicators, one after another; ``row_id`` of the change is the row of the last.

    Of several rows of a year the one that counts is changed, and none added; a year that several respondents have rated is left as it
    is. What the indicator's type refuses is kept as a draft of the row, and the row's value stays. A row that holds nothing else goes
    with its value.
    """
    with recording(workspace, _name(cells), round_id=round_id) as recorder:
        for cell in cells:
            _set(recorder, cell)
        return recorder.change()


def _name(cells: Sequence[YearCell]) -> Text:
    if len({(cell.indicator, cell.year) for cell in cells}) != 1:
        return phrase("db", "set-years", count=len(cells))
    return phrase("db", "set-year", name=load_framework().indicators[cells[0].indicator].short, year=cells[0].year)


def _set(recorder: Recorder, cell: YearCell) -> None:
    indicator = load_framework().indicators[cell.indicator]
    found = recorder.workspace.rows(
        f'SELECT _id, "{VALUE}" FROM "{PART}" WHERE _round = ? AND "id" = ? AND "year" = ? ORDER BY _position, _id',
        recorder.round_id,
        cell.indicator,
        cell.year,
    )
    place = target([value for _, value in found], rated=indicator.kind == "rated")
    if found and place is None:
        return
    row_id: int | None = found[place][0] if place is not None else None
    try:
        value, draft = indicator_type(indicator).parse_pasted(cell.typed), None
    except Invalid:
        value, draft = None, cell.typed
    if row_id is None and (value is not None or draft is not None):
        (row_id,) = add_rows(recorder, PART, [checked(PART, {"id": cell.indicator, "year": cell.year, VALUE: value})])
    if row_id is not None:
        recorder.row_id = row_id
        if draft is not None:
            set_text(recorder, PART, row_id, VALUE, draft)
        elif value is None and _holds_nothing_else(recorder, row_id):
            drop_rows(recorder, PART, [row_id])
        else:
            recorder.update(PART, row_id, row_cells({VALUE: value}))
            drop_drafts(recorder, PART, row_id, {VALUE: value})


def _holds_nothing_else(recorder: Recorder, row_id: int) -> bool:
    others = [question.id for question in questionnaire().parts[PART].questions if question.id not in NAMED]
    row = recorder.row(PART, row_id)
    drafts = "SELECT 1 FROM drafts WHERE _round = ? AND part = ? AND row = ? AND field <> ?"
    return all(row[field] is None for field in others) and not recorder.workspace.rows(drafts, recorder.round_id, PART, row_id, VALUE)
