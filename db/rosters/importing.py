"""A plan of what a roster changes, carried out as one change."""

from collections.abc import Generator, Iterator, Mapping, Sequence
from itertools import count, islice, repeat
from pathlib import Path

from db.columns import LISTED, Cell, from_cell, quoted, row_cells, to_cell
from db.history import Cells, Change
from db.recorder import Recorder, recording
from db.spans import MANY
from db.workspace import Workspace
from db.writing import STEP, drop_drafts
from diagnosis.errors import UserError
from diagnosis.fieldtypes import FlagType, Value
from diagnosis.progress import Progress
from diagnosis.questionnaire import Question, questionnaire
from diagnosis.roster.judging import Known
from diagnosis.roster.planning import Plan
from diagnosis.roster.words import PART
from diagnosis.text import Text, phrase

AT_ONCE = 7000  # firms in one step


def known_firms(workspace: Workspace, round_id: int) -> Known:
    """The firms of a round, with what was typed and not taken."""
    questions = questionnaire().parts[PART].questions
    with workspace.reading():
        found = workspace.rows(
            f'SELECT _id, {quoted(question.id for question in questions)} FROM "{PART}" WHERE _round = ? ORDER BY _position, _id', round_id
        )
        drafts = workspace.rows("SELECT row, field, text FROM drafts WHERE _round = ? AND part = ? AND row IS NOT NULL", round_id, PART)
    ids, *columns = (list(column) for column in zip(*found, strict=True)) if found else [[] for _ in range(len(questions) + 1)]
    answers = {question.id: _answers(question, column) for question, column in zip(questions, columns, strict=True)}
    return Known(ids, answers, {(row, field): text for row, field, text in drafts})


def _answers(question: Question, cells: Sequence[Cell]) -> Sequence[Value]:
    if not isinstance(question.type, (*LISTED, FlagType)):
        return cells
    known = {cell: from_cell(question, cell) for cell in set(cells)}
    return [known[cell] for cell in cells]


def import_roster(workspace: Workspace, round_id: int, plan: Plan) -> Generator[Progress, None, Change]:
    """Adds and updates the firms that a plan names, as one change; what it does not name stays as it is.

    Tells in steps how far it is: closing the generator before its end takes everything back. Raises ``UserError`` when the firms
    of the round are not those that the plan was made for.
    """
    name = phrase("db", "import-roster", file=Path(plan.reading.sheet.file).name)
    with recording(workspace, name, round_id=round_id) as recorder:
        if known_firms(workspace, round_id) != plan.known:
            raise UserError("roster-stale")
        yield from write_firms(recorder, plan, name)
        return recorder.change()


def write_firms(recorder: Recorder, plan: Plan, name: Text) -> Generator[Progress, None, None]:
    """The same within a change called ``name``, whose round is known to be as the plan has it."""
    total = len(plan.add) + len(plan.updates)
    rows, ids = _new_rows(recorder, plan), list[int]()
    while len(ids) < len(plan.add):
        yield Progress(len(ids), total, name)
        ids += recorder.insert_many(PART, _columns(), islice(rows, AT_ONCE), PART)
    for done, row_id in enumerate(plan.updates, len(ids)):
        if done % AT_ONCE == 0:
            yield Progress(done, total, name)
        _update(recorder, plan, row_id)
    places = dict(zip(plan.add, ids, strict=True))
    drafts = {(places[place], field): text for (place, field), text in plan.new_drafts.items()} | dict(plan.drafts)
    _keep_typed(recorder, drafts)
    recorder.summary[PART] = (len(plan.known.ids), len(plan.known.ids) + len(ids))


def _keep_typed(recorder: Recorder, drafts: Mapping[tuple[int, str], str]) -> None:
    """What cannot be read, each under a stamp of its own, which rows added as one span do not get."""
    where = {"_round": recorder.round_id, "part": PART}
    cells: list[Cells] = [{**where, "row": row, "field": field, "text": text} for (row, field), text in sorted(drafts.items())]
    for first in range(0, len(cells), MANY - 1):
        recorder.insert("drafts", cells[first : first + MANY - 1])


def _columns() -> list[str]:
    return ["_round", "_position", *(question.id for question in questionnaire().parts[PART].questions)]


def _new_rows(recorder: Recorder, plan: Plan) -> Iterator[tuple[Cell, ...]]:
    """The cells of the firms that are added, at the end of the list."""
    last = recorder.workspace.rows(f'SELECT coalesce(max(_position), 0) FROM "{PART}" WHERE _round = ?', recorder.round_id)[0][0]
    columns = [_cells(plan, question) for question in questionnaire().parts[PART].questions]
    return zip(repeat(recorder.round_id, len(plan.add)), count(last + STEP, STEP), *columns, strict=False)


def _cells(plan: Plan, question: Question) -> Sequence[Cell]:
    """One column of the firms that are added."""
    values = plan.reading.answers.get(question.id)
    if values is None:
        return [None] * len(plan.add)
    cells = {value: to_cell(value) for value in set(values)} if isinstance(question.type, LISTED) else None
    added = values if len(plan.add) == len(values) else [values[place] for place in plan.add]
    found = list(added) if cells is None else [cells[value] for value in added]
    for at, place in enumerate(plan.add) if plan.patches else ():
        if question.id in plan.patches.get(place, {}):
            found[at] = to_cell(plan.patches[place][question.id])
    return found  # type: ignore[return-value]  # a flag is a whole number for SQLite, and the only other list is done


def _update(recorder: Recorder, plan: Plan, row_id: int) -> None:
    """What the roster adds to a firm that is there; what was typed and not taken goes where an answer comes."""
    typed, answers = plan.known.drafts, plan.updates[row_id]
    recorder.update(PART, row_id, row_cells(answers))
    drop_drafts(recorder, PART, row_id, {field: value for field, value in answers.items() if (row_id, field) in typed})
