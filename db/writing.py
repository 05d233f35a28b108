"""How the parts of a survey are written, within a change that is being recorded."""

from collections.abc import Mapping, Sequence

from db.columns import row_cells, to_cell, to_json
from db.recorder import Recorder
from db.rules import check_label, check_names, cluster_entry
from db.surveys import rows
from diagnosis.fieldtypes import Value
from diagnosis.questionnaire import questionnaire
from diagnosis.survey import LISTS, answers_of

STEP = 1 << 20  # between the positions of two rows, so that a row can move between them without touching others
TABLES = {"cluster": "clusters", "round": "rounds"}
Answers = Mapping[str, Value]


def new_cluster(recorder: Recorder, answers: Answers) -> int:
    """Adds a cluster; raises ``UserError`` when it has no name or another cluster has it."""
    check_names(recorder.workspace, answers)
    (recorder.cluster_id,) = recorder.insert("clusters", [row_cells(answers)])
    return recorder.cluster_id


def new_round(recorder: Recorder, cluster_id: int, answers: Answers) -> int:
    """Adds a round with the field shares of the cluster's latest one; raises ``UserError`` when its label is missing or taken."""
    entry = cluster_entry(recorder.workspace, cluster_id)
    check_label(entry, answers.get("label"))
    (round_id,) = recorder.insert("rounds", [{"_cluster": cluster_id, **row_cells(answers)}])
    recorder.cluster_id, recorder.round_id = cluster_id, round_id
    if entry.rounds:
        add_rows(
            recorder, "fields", [answers_of(row) for _, row in rows(recorder.workspace, entry.rounds[-1].id, "fields")]
        )
    return round_id


def drop_round(recorder: Recorder, round_id: int) -> None:
    """Deletes a round with all that belongs to it."""
    for table in (*LISTS, "answers", "drafts"):
        recorder.delete_where(table, "_round = ?", round_id)
    recorder.delete("rounds", [round_id])


def set_answers(recorder: Recorder, part: str, answers: Answers) -> None:
    """Sets answers of a record, and drops what was typed there before and not taken; raises ``UserError`` for a name or label taken or missing."""
    workspace = recorder.workspace
    if part in TABLES:
        entry = cluster_entry(workspace, recorder.cluster_id)
        if part == "cluster":
            check_names(workspace, {**answers_of(entry.cluster), **answers}, entry.id)
        elif "label" in answers:
            check_label(entry, answers["label"], recorder.round_id)
        owner = recorder.cluster_id if part == "cluster" else recorder.round_id
        recorder.update(TABLES[part], owner or 0, row_cells(answers))
    else:
        for field, value in answers.items():
            _set_answer(recorder, part, field, value)
    drop_drafts(recorder, part, None, answers)


def _set_answer(recorder: Recorder, part: str, field: str, value: Value) -> None:
    """One answer of a record that has a row an answer; no answer has no row."""
    found = recorder.workspace.rows(
        "SELECT _id FROM answers WHERE _round = ? AND part = ? AND field = ?", recorder.round_id, part, field
    )
    if value is None:
        recorder.delete("answers", [row_id for (row_id,) in found])
    elif found:
        recorder.update("answers", found[0][0], {"value": to_json(value)})
    else:
        recorder.insert(
            "answers", [{"_round": recorder.round_id, "part": part, "field": field, "value": to_json(value)}]
        )


def add_rows(recorder: Recorder, part: str, answers: Sequence[Answers]) -> list[int]:
    """Adds rows to the end of a list; returns their ids."""
    last = recorder.workspace.rows(
        f'SELECT coalesce(max(_position), 0) FROM "{part}" WHERE _round = ?', recorder.round_id
    )[0][0]
    fields = [question.id for question in questionnaire().parts[part].questions]
    return recorder.insert(
        part,
        [
            {
                "_round": recorder.round_id,
                "_position": last + STEP * number,
                **{field: to_cell(row.get(field)) for field in fields},
            }
            for number, row in enumerate(answers, 1)
        ],
    )


def drop_rows(recorder: Recorder, part: str, row_ids: Sequence[int]) -> None:
    """Deletes rows of a list and what was typed in them and not taken; raises ``UserError`` when one is gone."""
    recorder.delete(part, row_ids)
    drafted = {
        row
        for (row,) in recorder.workspace.rows(
            "SELECT DISTINCT row FROM drafts WHERE _round = ? AND part = ?", recorder.round_id, part
        )
    }
    for row_id in drafted.intersection(row_ids):
        recorder.delete_where("drafts", "_round = ? AND part = ? AND row = ?", recorder.round_id, part, row_id)


def drop_drafts(recorder: Recorder, part: str, row_id: int | None, fields: Answers) -> None:
    """Drops what was typed into these fields before and not taken. The cluster's fields are the same in each of its rounds."""
    rounds = "SELECT _id FROM rounds WHERE _cluster = ?" if part == "cluster" else "?"
    owner = recorder.cluster_id if part == "cluster" else recorder.round_id
    for field in fields:
        recorder.delete_where(
            "drafts", f"_round IN ({rounds}) AND part = ? AND row IS ? AND field = ?", owner, part, row_id, field
        )
