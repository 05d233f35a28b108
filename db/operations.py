"""Every change to a workspace: one named function each, one transaction, taken back by ``undo``.

Values arrive typed and are checked again by their question's field type. All of them raise ``UserError`` for what cannot be done, and then
change nothing; what would change nothing is not recorded, and the ``Change`` returned has no ``parts``.
"""

from collections.abc import Mapping, Sequence
from functools import cache

from db.authored import (
    add_section,
    adopt_section,
    delete_section,
    keep_text,
    leave_out,
    order_sections,
    rename_section,
    reset_section,
    set_remark,
    take_texts,
    write_text,
)
from db.columns import row_cells
from db.compound import draft_rating, duplicate_rows, name_side, place_rows, rate, set_typed, start_cluster
from db.evidence import attach, detach, move_files, rename, set_caption, shrink
from db.history import Change, redo, redo_name, undo, undo_name
from db.importing import import_survey
from db.recorder import recording
from db.renaming import follow
from db.rules import checked, cluster_entry
from db.workspace import Workspace
from db.writing import add_rows, drop_drafts, drop_round, drop_rows, move, new_cluster, new_round, set_answers, set_text
from db.years import set_years
from diagnosis.fieldtypes import Value
from diagnosis.questionnaire import questionnaire
from diagnosis.text import Text, phrase

__all__ = [
    "Change",
    "add_row",
    "add_section",
    "adopt_section",
    "attach",
    "create_cluster",
    "create_round",
    "delete_cluster",
    "delete_round",
    "delete_rows",
    "delete_section",
    "detach",
    "draft_rating",
    "duplicate_rows",
    "import_survey",
    "keep_text",
    "leave_out",
    "move_files",
    "move_row",
    "name_side",
    "order_sections",
    "place_rows",
    "rate",
    "redo",
    "redo_name",
    "rename",
    "rename_section",
    "reset_section",
    "set_answer",
    "set_caption",
    "set_cells",
    "set_draft",
    "set_remark",
    "set_typed",
    "set_years",
    "shrink",
    "start_cluster",
    "take_texts",
    "undo",
    "undo_name",
    "write_text",
]


def create_cluster(workspace: Workspace, answers: Mapping[str, Value]) -> Change:
    """Adds a cluster with these answers; one of its names must be among them and belong to no other cluster."""
    about = checked("cluster", answers)
    name = str(about.get("name_zh") or about.get("name_en") or "")
    with recording(workspace, phrase("db", "create-cluster", name=name)) as recorder:
        new_cluster(recorder, about)
        return recorder.change()


def delete_cluster(workspace: Workspace, cluster_id: int) -> Change:
    """Deletes a cluster with all its rounds."""
    entry = cluster_entry(workspace, cluster_id)
    with recording(workspace, phrase("db", "delete-cluster", name=entry.cluster.name("zh"))) as recorder:
        recorder.cluster_id = cluster_id
        for found in entry.rounds:
            drop_round(recorder, found.id)
        recorder.delete("clusters", [cluster_id])
        return recorder.change()


def create_round(workspace: Workspace, cluster_id: int, label: str, date: str | None = None) -> Change:
    """Adds a round to a cluster, with the field shares of its latest one. The label must be new within the cluster."""
    answers = checked("round", {"label": label, "date": date})
    with recording(workspace, phrase("db", "create-round", label=label)) as recorder:
        new_round(recorder, cluster_id, answers)
        return recorder.change()


def delete_round(workspace: Workspace, round_id: int) -> Change:
    """Deletes a round with all its parts; the cluster stays."""
    label = [found[0] for found in workspace.rows("SELECT label FROM rounds WHERE _id = ?", round_id)]
    with recording(workspace, phrase("db", "delete-round", label=label[0] if label else ""), round_id=round_id) as recorder:
        drop_round(recorder, round_id)
        return recorder.change()


def set_answer(workspace: Workspace, round_id: int, part: str, field: str, value: Value) -> Change:
    """Answers one question of a record: cluster, round, criteria, services, features, complete or classification_override."""
    answers = checked(part, {field: value})
    with recording(workspace, _edit(part, [field]), round_id=round_id) as recorder:
        set_answers(recorder, part, answers)
        return recorder.change()


def add_row(workspace: Workspace, round_id: int, part: str, answers: Mapping[str, Value]) -> Change:
    """Adds a row to the end of a list; ``row_id`` of the change is the new row."""
    row = checked(part, answers)
    with recording(workspace, _named("add-row", part), round_id=round_id) as recorder:
        (recorder.row_id,) = add_rows(recorder, part, [row])
        return recorder.change()


def set_cells(workspace: Workspace, round_id: int, part: str, row_id: int, answers: Mapping[str, Value]) -> Change:
    """Changes answers of one row of a list."""
    row = checked(part, answers)
    with recording(workspace, _edit(part, list(answers)), round_id=round_id) as recorder:
        recorder.row_id = row_id
        before = recorder.update(part, row_id, row_cells(row))
        drop_drafts(recorder, part, row_id, row)
        follow(recorder, part, [(before, row)])
        return recorder.change()


def delete_rows(workspace: Workspace, round_id: int, part: str, row_ids: Sequence[int]) -> Change:
    """Deletes rows of a list."""
    with recording(workspace, _named("delete-rows", part, count=len(row_ids)), round_id=round_id) as recorder:
        drop_rows(recorder, part, row_ids)
        return recorder.change()


def move_row(workspace: Workspace, round_id: int, part: str, row_id: int, position: int) -> Change:
    """Moves a row to ``position`` (from 0) of its list; beyond the end is the end."""
    with recording(workspace, _named("move-row", part), round_id=round_id) as recorder:
        recorder.row_id = row_id
        move(recorder, part, [row_id], position)
        return recorder.change()


def set_draft(workspace: Workspace, round_id: int, part: str, row_id: int | None, field: str, text: str | None) -> Change:
    """Keeps what was typed and the field type refused, until the field is set; ``None`` drops it.

    ``row_id``: the row of a list, ``None`` in a record.
    """
    name = phrase("db", "draft", field=questionnaire().parts[part].question(field).label)
    with recording(workspace, name, round_id=round_id) as recorder:
        recorder.row_id = row_id
        set_text(recorder, part, row_id, field, text)
        return recorder.change()


def _edit(part: str, fields: Sequence[str]) -> Text:
    """The name of a change: its question's, or its list's where it is about several questions."""
    return _named("edit-row", part) if len(fields) != 1 else _edit_of(part, fields[0])


@cache
def _edit_of(part: str, field: str) -> Text:
    return phrase("db", "edit", field=questionnaire().parts[part].question(field).label)


def _named(key: str, part: str, **facts: object) -> Text:
    return phrase("db", key, part=questionnaire().parts[part].name, **facts)
