"""How attached files follow their rows, within a change: deleted and copied with them, kept when a list is replaced by another."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from db.attachments import ROUND, TABLE, Owner, all_attached, counts
from db.columns import Cell
from db.recorder import Recorder
from diagnosis.questionnaire import Part, questionnaire
from diagnosis.survey import Row, answers_of

KEYS: Mapping[str, tuple[str, ...]] = {"interviews": ("date", "organisation", "person")}  # what tells rows apart; else the name


def last_position(recorder: Recorder, owner: Owner) -> int:
    """The position of an owner's last file; 0 when there is none."""
    sql = f"SELECT max(_position) FROM {TABLE} WHERE _round = ? AND part = ? AND row IS ? AND field IS ?"
    return int(recorder.workspace.rows(sql, recorder.round_id, owner.part, owner.row, owner.field)[0][0] or 0)


def drop_of_rows(recorder: Recorder, part: str, row_ids: Sequence[int]) -> None:
    """Detaches what belongs to rows that are deleted."""
    for row_id in counts(recorder.workspace, recorder.round_id or 0, part).keys() & set(row_ids):
        recorder.delete_where(TABLE, "_round = ? AND part = ? AND row = ?", recorder.round_id, part, row_id)


def copy_of_rows(recorder: Recorder, part: str, copies: Mapping[int, int]) -> None:
    """Attaches the files of rows to their copies, too; ``copies``: row id -> id of its copy."""
    for row_id in sorted(counts(recorder.workspace, recorder.round_id or 0, part).keys() & copies.keys()):
        where = f"{TABLE} WHERE _round = ? AND part = ? AND row = ? ORDER BY _position, _id"
        ids = [found for (found,) in recorder.workspace.rows(f"SELECT _id FROM {where}", recorder.round_id, part, row_id)]
        recorder.insert(TABLE, [{**_without_id(recorder.row(TABLE, each)), "row": copies[row_id]} for each in ids])


def _without_id(row: Mapping[str, Cell]) -> dict[str, Cell]:
    return {column: cell for column, cell in row.items() if column != "_id"}


@dataclass(frozen=True, slots=True)
class SetAside:
    """Files whose rows are being replaced: id of the file -> which row it was of."""

    part: Part
    files: Mapping[int, tuple[object, ...]]


def set_aside(recorder: Recorder, part_id: str, before: Iterable[tuple[int, Row]]) -> SetAside:
    """Gives the files of a list's rows to the round, until ``give_back`` knows the new rows."""
    part = questionnaire().parts[part_id]
    held = counts(recorder.workspace, recorder.round_id or 0, part_id)
    keys = _keys(part, before) if held else {}
    files: dict[int, tuple[object, ...]] = {}
    for each in all_attached(recorder.workspace, recorder.round_id or 0) if held else ():
        if each.owner.part == part_id and each.owner.row in keys:
            files[each.id] = keys[each.owner.row]
            recorder.update(TABLE, each.id, ROUND.cells)
    return SetAside(part, files)


def give_back(recorder: Recorder, aside: SetAside, after: Iterable[tuple[int, Row]]) -> None:
    """Gives files to the new row of the same name; those of rows that are no more stay with the round, and say whose they were."""
    rows = {key: row_id for row_id, key in _keys(aside.part, after).items()} if aside.files else {}
    for number, key in aside.files.items():
        if key in rows and any(part is not None for part in key[:-1]):
            recorder.update(TABLE, number, Owner(aside.part.id, rows[key]).cells)
        else:
            caption = recorder.row(TABLE, number)["caption"]
            told = [str(part) for part in (*key[:-1], caption) if part is not None]
            recorder.update(TABLE, number, {"caption": " · ".join(told) or None})


def _keys(part: Part, rows: Iterable[tuple[int, Row]]) -> dict[int | None, tuple[object, ...]]:
    """Row id -> what tells the row from others: its name, and which of that name it is."""
    fields = KEYS.get(part.id) or (next((question.id for question in part.questions if question.wide), part.questions[0].id),)
    seen: Counter[tuple[object, ...]] = Counter()
    keys: dict[int | None, tuple[object, ...]] = {}
    for row_id, row in rows:
        answers = answers_of(row)
        name = tuple(answers.get(field) for field in fields)
        keys[row_id] = (*name, seen[name])
        seen[name] += 1
    return keys
