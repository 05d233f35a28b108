"""Changes of several rows, or of a cluster and its round, that users make at once and take back as one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from db.browse import View, row_ids, rows_by_id
from db.columns import Cell, row_cells
from db.following import copy_of_rows
from db.history import Change
from db.recorder import Recorder, recording
from db.renaming import follow, rename_sides
from db.rules import CHECKED, check_row, checked
from db.workspace import Workspace
from db.writing import add_rows, drop_drafts, move, new_cluster, new_round, set_text
from diagnosis.errors import Invalid, UserError
from diagnosis.fieldtypes import Value
from diagnosis.framework_files import load_framework
from diagnosis.questionnaire import Part, questionnaire
from diagnosis.text import Text, fold, phrase

RATINGS = "ratings"
HANGING = ("value", "item", "id")  # the answers that others can rule out, the first to give way first


@dataclass(frozen=True, slots=True)
class TypedRow:
    """What was typed or pasted into a row, by field id; ``row_id`` is ``None`` for a new row. ``answers``: known already."""

    row_id: int | None
    typed: Mapping[str, str] = field(default_factory=dict)
    answers: Mapping[str, Value] = field(default_factory=dict)


def set_typed(workspace: Workspace, round_id: int, part: str, rows: Sequence[TypedRow]) -> Change:
    """Reads what was typed into many cells, row by row; new rows go to the end of the list.

    What is refused, by the field type or beside the row's other answers, is kept as a draft of its cell, and the cell's
    answer stays. Raises ``UserError`` when a row is gone.
    """
    asked = questionnaire().parts[part]
    name = phrase("db", "set-typed", part=asked.name, count=len(rows))
    with recording(workspace, name, round_id=round_id) as recorder:
        read = [_read(asked, row) for row in rows]
        new_ids = iter(add_rows(recorder, part, [answers for row, (answers, _) in zip(rows, read, strict=True) if row.row_id is None]))
        written = []
        for row, (answers, drafts) in zip(rows, read, strict=True):
            row_id = next(new_ids) if row.row_id is None else row.row_id
            before = {} if row.row_id is None else recorder.row(part, row_id)
            if row.row_id is not None:
                recorder.update(part, row_id, row_cells(answers))
                drop_drafts(recorder, part, row_id, {**answers, **drafts})
            written.append((row_id, row.typed, drafts, before))
        follow(recorder, part, ((before, answers) for (*_, before), (answers, _) in zip(written, read, strict=True)))
        for row_id, typed, drafts, before in reversed(written):  # of two that rule each other out, the first stays
            for field_id, text in {**drafts, **_take_back(recorder, part, row_id, typed, before)}.items():
                set_text(recorder, part, row_id, field_id, text)
        return recorder.change()


def _read(part: Part, row: TypedRow) -> tuple[dict[str, Value], dict[str, str]]:
    """The answers of a row, and what could not be read."""
    answers, drafts = checked(part.id, row.answers), {}
    for field_id, text in row.typed.items():
        try:
            answers[field_id] = part.question(field_id).type.parse_pasted(text)
        except Invalid:
            drafts[field_id] = text
    return answers, drafts


def _take_back(recorder: Recorder, part: str, row_id: int, typed: Mapping[str, str], before: Mapping[str, Cell]) -> dict[str, str]:
    """Takes answers back that another answer of the row, or another row, rules out; returns what was typed there."""
    drafts: dict[str, str] = {}
    for field_id in HANGING if part in CHECKED else ():
        try:
            check_row(recorder.workspace, recorder.round_id or 0, part, row_id, recorder.row(part, row_id))
        except UserError:
            if field_id in typed:
                drafts[field_id] = typed[field_id]
                recorder.update(part, row_id, {field_id: before.get(field_id)})
    return drafts


def duplicate_rows(workspace: Workspace, round_id: int, part: str, row_ids: Sequence[int]) -> Change:
    """Adds copies of rows, with their files, to the end of their list; ``row_id`` of the change is the first copy."""
    asked = questionnaire().parts[part]
    with recording(workspace, phrase("db", "duplicate-rows", part=asked.name, count=len(row_ids)), round_id=round_id) as recorder:
        found = rows_by_id(workspace, round_id, part, row_ids)
        originals = [row_id for row_id in row_ids if row_id in found]
        copies = add_rows(recorder, part, [found[row_id].answers for row_id in originals])
        for row_id, original in zip(copies, originals, strict=True):
            for field_id, text in found[original].drafts.items():
                set_text(recorder, part, row_id, field_id, text)
        copy_of_rows(recorder, part, dict(zip(originals, copies, strict=True)))
        recorder.row_id = copies[0] if copies else None
        return recorder.change()


def name_side(workspace: Workspace, round_id: int, old: str, name: str) -> Change:
    """Calls a side of co-operations otherwise, wherever it stands: who is meant stands on a list under this name."""
    with recording(workspace, phrase("db", "name-side", old=old, name=name), round_id=round_id) as recorder:
        rename_sides(recorder, {fold(old)}, name)
        return recorder.change()


def place_rows(workspace: Workspace, round_id: int, part: str, moved: Sequence[int], among: tuple[str, Value], place: int) -> Change:
    """Gives rows this answer, and moves them to ``place`` (from 0) among the other rows that have it.

    Beyond the end is right behind the last of them; where no other row has the answer, the rows stay where they are in the list.
    """
    asked, answers = questionnaire().parts[part], checked(part, dict([among]))
    moved = list(dict.fromkeys(moved))
    with recording(workspace, phrase("db", "place-rows", part=asked.name, count=len(moved)), round_id=round_id) as recorder:
        order = [row_id for row_id in row_ids(workspace, round_id, part) if row_id not in moved]
        alike = [row_id for row_id in row_ids(workspace, round_id, part, View(only=among)) if row_id not in moved]
        for row_id in moved:
            recorder.update(part, row_id, row_cells(answers))
            drop_drafts(recorder, part, row_id, answers)
        if moved and alike:
            place = max(0, place)
            at = order.index(alike[place]) if place < len(alike) else order.index(alike[-1]) + 1
            move(recorder, part, moved, at)
        recorder.row_id = moved[0] if moved else None
        return recorder.change()


def start_cluster(workspace: Workspace, answers: Mapping[str, Value], label: str, date: str | None) -> Change:
    """Adds a cluster and its first round."""
    about, about_round = checked("cluster", answers), checked("round", {"label": label, "date": date})
    name = str(about.get("name_zh") or about.get("name_en") or "")
    with recording(workspace, phrase("db", "create-cluster", name=name)) as recorder:
        new_round(recorder, new_cluster(recorder, about), about_round)
        return recorder.change()


def rate(workspace: Workspace, round_id: int, item: str, answers: Mapping[str, Value]) -> Change:
    """Answers questions of an item's rating, which is made with its first answer; ``row_id`` of the change is the rating."""
    cells = checked(RATINGS, {"item": item, **answers})
    with recording(workspace, _rating(item), round_id=round_id) as recorder:
        recorder.row_id = _rating_of(recorder, item)
        if recorder.row_id is not None:
            recorder.update(RATINGS, recorder.row_id, row_cells(cells))
            drop_drafts(recorder, RATINGS, recorder.row_id, answers)
        elif any(value is not None for value in answers.values()):
            (recorder.row_id,) = add_rows(recorder, RATINGS, [cells])
        return recorder.change()


def draft_rating(workspace: Workspace, round_id: int, item: str, field_id: str, text: str | None) -> Change:
    """Keeps what was typed into an item's rating and not taken, until the field is set; ``None`` drops it."""
    with recording(workspace, _rating(item), round_id=round_id) as recorder:
        recorder.row_id = _rating_of(recorder, item)
        if recorder.row_id is None and text is not None:
            (recorder.row_id,) = add_rows(recorder, RATINGS, [{"item": item}])
        if recorder.row_id is not None:
            set_text(recorder, RATINGS, recorder.row_id, field_id, text)
        return recorder.change()


def _rating(item: str) -> Text:
    return phrase("db", "rate", item=load_framework().items[item].short)


def _rating_of(recorder: Recorder, item: str) -> int | None:
    """The row of an item's rating: the first one of that item."""
    found = row_ids(recorder.workspace, recorder.round_id or 0, RATINGS, View(only=("item", item)))
    return found[0] if found else None
