"""How the parts of a survey are written, within a change that is being recorded."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence

from db.attachments import TABLE as ATTACHMENTS
from db.columns import RECORD_TABLES, row_cells, to_cell, to_json
from db.following import drop_of_rows
from db.recorder import Recorder
from db.rules import check_label, check_names, cluster_entry
from db.stamps import KEYED
from db.surveys import rows
from diagnosis.fieldtypes import Value
from diagnosis.questionnaire import questionnaire
from diagnosis.survey import LISTS, answers_of

STEP = 1 << 20  # between the positions of two rows, so that a row can move between them without touching others
Answers = Mapping[str, Value]


def new_cluster(recorder: Recorder, answers: Answers) -> int:
    """Adds a cluster; raises ``UserError`` when it has no name or another cluster has it."""
    check_names(recorder.workspace, answers)
    (recorder.cluster_id,) = recorder.insert("clusters", [row_cells(answers)])
    return recorder.cluster_id


def new_round(recorder: Recorder, cluster_id: int, answers: Answers) -> int:
    """Adds a round with the field shares of the cluster's latest one; a row of which only a draft is there is none.

    Shares belong to a round, so that a later round does not change an earlier diagnosis.
    Raises ``UserError`` when the label is missing or taken.
    """
    entry = cluster_entry(recorder.workspace, cluster_id)
    check_label(entry, answers.get("label"))
    (round_id,) = recorder.insert("rounds", [{"_cluster": cluster_id, **row_cells(answers)}])
    recorder.cluster_id, recorder.round_id = cluster_id, round_id
    if entry.rounds:
        shares = rows(recorder.workspace, entry.rounds[-1].id, "fields")
        add_rows(recorder, "fields", [answers for _, row in shares if (answers := answers_of(row))])
    return round_id


def drop_round(recorder: Recorder, round_id: int) -> None:
    """Deletes a round with all that belongs to it."""
    for table in (*LISTS, *KEYED, ATTACHMENTS):
        recorder.delete_where(table, "_round = ?", round_id)
    recorder.delete("rounds", [round_id])


def set_answers(recorder: Recorder, part: str, answers: Answers) -> None:
    """Sets answers of a record, and drops what was typed there before and not taken.

    Raises ``UserError`` for a name or a label that is missing or taken.
    """
    if part in RECORD_TABLES:
        _set_columns(recorder, part, answers)
    else:
        for field, value in answers.items():
            _set_answer(recorder, part, field, value)
    drop_drafts(recorder, part, None, answers)


def _set_columns(recorder: Recorder, part: str, answers: Answers) -> None:
    entry = cluster_entry(recorder.workspace, recorder.cluster_id)
    if part == "cluster":
        check_names(recorder.workspace, {**answers_of(entry.cluster), **answers}, entry.id)
    elif "label" in answers:
        check_label(entry, answers["label"], recorder.round_id)
    owner = recorder.cluster_id if part == "cluster" else recorder.round_id
    recorder.update(RECORD_TABLES[part], owner or 0, row_cells(answers))


def _set_answer(recorder: Recorder, part: str, field: str, value: Value) -> None:
    """One answer of a record that keeps a row for each; no answer has no row."""
    where = "_round = ? AND part = ? AND field = ?"
    found = recorder.workspace.rows(f"SELECT _id FROM answers WHERE {where}", recorder.round_id, part, field)
    if value is None:
        recorder.delete("answers", [row_id for (row_id,) in found])
    elif found:
        recorder.update("answers", found[0][0], {"value": to_json(value)})
    else:
        row = {"_round": recorder.round_id, "part": part, "field": field, "value": to_json(value)}
        recorder.insert("answers", [row])


def add_rows(recorder: Recorder, part: str, answers: Sequence[Answers]) -> list[int]:
    """Adds rows to the end of a list; returns their ids."""
    found = recorder.workspace.rows(f'SELECT max(_position) FROM "{part}" WHERE _round = ?', recorder.round_id)
    last = found[0][0] or 0
    fields = [question.id for question in questionnaire().parts[part].questions]
    cells = [
        {
            "_round": recorder.round_id,
            "_position": last + STEP * place,
            **{field: to_cell(row.get(field)) for field in fields},
        }
        for place, row in enumerate(answers, 1)
    ]
    return recorder.insert(part, cells)


def move(recorder: Recorder, part: str, row_ids: Sequence[int], place: int) -> None:
    """Moves rows, in this order, to a place (from 0) among the other rows of their list; beyond the end is the end."""
    where = f'"{part}" WHERE _round = ? ORDER BY _position, _id'
    order = [number for (number,) in recorder.workspace.rows(f"SELECT _id FROM {where}", recorder.round_id)]
    others = [number for number in order if number not in row_ids]
    place = min(max(0, place), len(others))
    wanted = [*others[:place], *row_ids, *others[place:]]
    if wanted == order:
        return
    before, after = others[:place][-1:], others[place:][:1]
    low, high = (_position(recorder, part, near[0]) if near else None for near in (before, after))
    low = (high or 0) - STEP * (len(row_ids) + 1) if low is None else low
    high = low + STEP * (len(row_ids) + 1) if high is None else high
    room = (high - low) // (len(row_ids) + 1)
    if room:
        for count, number in enumerate(row_ids, 1):
            recorder.update(part, number, {"_position": low + room * count})
    else:  # no room is left between the two
        for count, number in enumerate(wanted, 1):
            recorder.update(part, number, {"_position": STEP * count})


def arrange(recorder: Recorder, part: str, row_ids: Sequence[int]) -> None:
    """Puts all rows of a list into this order; as many as can be keep their positions."""
    found = recorder.workspace.rows(f'SELECT _id, _position FROM "{part}" WHERE _round = ?', recorder.round_id)
    positions = {int(number): int(position) for number, position in found}
    keep = {row_ids[place] for place in _longest_rise([positions[number] for number in row_ids])}
    low, waiting = None, list[int]()
    for number in (*row_ids, None):
        if number is not None and number not in keep:
            waiting.append(number)
            continue
        high = positions[number] if number is not None else None
        if not _spread(recorder, part, waiting, low, high):
            for place, each in enumerate(row_ids, 1):
                recorder.update(part, each, {"_position": STEP * place})
            return
        low, waiting = high, []


def _spread(recorder: Recorder, part: str, row_ids: Sequence[int], low: int | None, high: int | None) -> bool:
    """Puts rows between two positions, or beyond the one that there is; whether there was room."""
    steps = len(row_ids) + 1
    low = (high or 0) - STEP * steps if low is None else low
    room = STEP if high is None else (high - low) // steps
    for count, number in enumerate(row_ids, 1):
        if room:
            recorder.update(part, number, {"_position": low + room * count})
    return bool(room) or not row_ids


def _longest_rise(numbers: Sequence[int]) -> list[int]:
    """The places of as many numbers as can be, each greater than the one before."""
    ends: list[int] = []  # of the rises of each length, where the one with the smallest end ends
    earlier: list[int] = []
    for place, number in enumerate(numbers):
        length = bisect_left(ends, number, key=numbers.__getitem__)
        earlier.append(ends[length - 1] if length else -1)
        ends[length : length + 1] = [place]
    rise = []
    place = ends[-1] if ends else -1
    while place >= 0:
        rise.append(place)
        place = earlier[place]
    return rise[::-1]


def _position(recorder: Recorder, part: str, row_id: int) -> int:
    return int(recorder.row(part, row_id)["_position"] or 0)


def drop_rows(recorder: Recorder, part: str, row_ids: Sequence[int]) -> None:
    """Deletes rows of a list, their files, and what was typed in them and not taken; raises ``UserError`` when one is gone."""
    drop_of_rows(recorder, part, row_ids)
    recorder.delete(part, row_ids)
    where = "_round = ? AND part = ?"
    drafted = recorder.workspace.rows(f"SELECT DISTINCT row FROM drafts WHERE {where}", recorder.round_id, part)
    for row_id in {row for (row,) in drafted}.intersection(row_ids):
        recorder.delete_where("drafts", f"{where} AND row = ?", recorder.round_id, part, row_id)


def drop_drafts(recorder: Recorder, part: str, row_id: int | None, fields: Answers) -> None:
    """Drops what was typed into these fields before and not taken; a cluster's fields are the same in all its rounds."""
    recorder.no_drafts = recorder.no_drafts or not recorder.workspace.rows("SELECT 1 FROM drafts LIMIT 1")
    if recorder.no_drafts:
        return
    rounds = "SELECT _id FROM rounds WHERE _cluster = ?" if part == "cluster" else "?"
    owner = recorder.cluster_id if part == "cluster" else recorder.round_id
    sql = f"SELECT _id, field FROM drafts WHERE _round IN ({rounds}) AND part = ? AND row IS ? ORDER BY _id"
    found = recorder.workspace.rows(sql, owner, part, row_id)
    recorder.delete("drafts", [draft for draft, field in found if field in fields])


def set_text(recorder: Recorder, part: str, row_id: int | None, field: str, text: str | None) -> None:
    """Keeps what was typed and not taken; ``None`` drops it. Raises ``UserError`` when the row is gone."""
    if row_id is not None:
        recorder.row(part, row_id)
    if text is not None:  # half a character, as a clipboard may hold it, cannot be stored
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    where = "_round = ? AND part = ? AND row IS ? AND field = ?"
    found = recorder.workspace.rows(f"SELECT _id FROM drafts WHERE {where}", recorder.round_id, part, row_id, field)
    if text is None:
        recorder.delete("drafts", [draft for (draft,) in found])
    elif found:
        recorder.update("drafts", found[0][0], {"text": text})
    else:
        row = {"_round": recorder.round_id, "part": part, "row": row_id, "field": field, "text": text}
        recorder.insert("drafts", [row])
